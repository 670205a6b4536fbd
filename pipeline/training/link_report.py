"""The figures of an evaluation of links: as tables for people, and as metrics for MLflow."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

from pipeline.training.link_gold import GoldScore
from pipeline.training.link_scores import RankingScore


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkReport:
    """How ways of ranking do on the corpus and, where annotated minutes are given, on those."""

    corpus: tuple[RankingScore, ...]
    gold: tuple[GoldScore, ...] = ()

    def table(self) -> str:
        """Return the figures as text: nDCG@10 on the corpus, then the gold."""
        tables = [_rows("nDCG@10", ("within", "among"), self.corpus)]
        if self.gold:
            tables.append(_rows("gold", ("ndcg", "recall", "precision", "silent"), self.gold))
        return "\n\n".join("\n".join(rows) for rows in tables)

    def metrics(self) -> dict[str, float]:
        """Return every figure under a name of its own."""
        return dict((*_named(self.corpus, ""), *_named(self.gold, "gold.")))


def _rows(title: str, columns: tuple[str, ...], scores: Iterable[RankingScore | GoldScore]) -> Iterator[str]:
    yield f"{title:<28}{''.join(f'{column:>10}' for column in columns)}"
    for one in scores:
        yield f"{one.name:<28}{''.join(f'{getattr(one, column):>10.3f}' for column in columns)}"


def _named(scores: Iterable[RankingScore | GoldScore], kind: str) -> Iterator[tuple[str, float]]:
    for one in scores:
        figures = asdict(one)
        name = figures.pop("name").lower().replace(",", "").replace(" ", "_")
        yield from ((f"{name}.{kind}{key}", value) for key, value in figures.items())
