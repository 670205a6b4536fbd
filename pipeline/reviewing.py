"""The story of a review: what the archive holds as questions, asked once, answered into the log."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from pipeline.archive import Archive, StoredItem
from pipeline.corrections.queue import Answer, Candidate, ItemVectors, Question, mean_rows, review_queue
from pipeline.domain import Correction, Signature, Skipped, TaggedItem, ThemeChange, ThemeScore
from pipeline.knowledge import ThemeDefinition
from pipeline.themes.model import ThemeCard
from pipeline.themes.words import ThemeWords

Progress = Callable[[Sequence[str]], Iterable[str]]


class Reviewer:
    """Asks about the themes of the items of an archive; every answer is kept at once."""

    def __init__(self, archive: Archive, register: Sequence[ThemeDefinition], card: ThemeCard) -> None:
        self._archive = archive
        self._words = [ThemeWords(theme) for theme in register]
        self._card = card

    def questions(self, limit: int, progress: Progress = lambda meetings: meetings) -> tuple[Question, ...]:
        """Return what is worth asking, the most useful first; nothing that was answered or skipped."""
        answers, settled = self._answers()
        meetings = [stored.id for stored in self._archive.meetings()]
        candidates = [
            candidate
            for meeting in progress(meetings)
            for one in self._archive.minutes(meeting).items
            for candidate in self._candidates(one)
            if (candidate.item_id, candidate.theme) not in settled
        ]
        return review_queue(candidates, answers, self._vectors(), limit)

    def answer(self, question: Question, *, yes: bool, signature: Signature) -> Correction:
        """Write what a person said into the log, also where the model said so, and put it in force."""
        change = ThemeChange(theme=question.about.theme, assigned=yes)
        (entry,) = self._archive.correct(question.about.item_id, [change], signature)
        return entry

    def skip(self, question: Question, signature: Signature) -> Correction:
        """Write into the log that a person left it open: it is not asked again."""
        change = Skipped(theme=question.about.theme)
        (entry,) = self._archive.correct(question.about.item_id, [change], signature)
        return entry

    def _answers(self) -> tuple[list[Answer], set[tuple[str, str]]]:
        """Return what was answered, and each item and theme that was answered or skipped."""
        said: dict[tuple[str, str], ThemeChange] = {}
        settled = set[tuple[str, str]]()
        for item_id, entry in self._archive.in_force():
            if isinstance(entry.change, ThemeChange | Skipped):
                settled.add((item_id, entry.change.theme))
            if isinstance(entry.change, ThemeChange):
                said[item_id, entry.change.theme] = entry.change
        answers = [
            Answer(
                item_id=item_id,
                theme=theme,
                assigned=change.assigned,
                surprising=self._assigned(item_id, theme) != change.assigned,
            )
            for (item_id, theme), change in said.items()
        ]
        return answers, settled

    def _assigned(self, item_id: str, theme: str) -> bool:
        scores = self._archive.opinion(item_id).themes
        return any(score.theme == theme and score.assigned for score in scores)

    def _candidates(self, tagged: TaggedItem) -> Iterator[Candidate]:
        scores = {score.theme: score for score in tagged.themes}
        for words in self._words:
            if words.theme.name in scores:
                yield self._candidate(tagged, scores[words.theme.name], words)

    def _candidate(self, tagged: TaggedItem, score: ThemeScore, words: ThemeWords) -> Candidate:
        text = "\n".join((tagged.item.title, *(passage.text for passage in tagged.passages)))
        return Candidate(
            item_id=tagged.item.id,
            theme=score.theme,
            probability=score.probability,
            assigned=score.assigned,
            threshold=self._card.thresholds.get(score.theme, self._card.zero_shot_threshold),
            band=self._card.bands.get(score.theme, self._card.zero_shot_band),
            words=len({match.pattern for match in words.find(text).terms}),
        )

    def _vectors(self) -> ItemVectors:
        table = self._archive.passage_table()
        rows = mean_rows(table.vectors, table.item_index, len(table.items))
        return ItemVectors.of([item.id for item in table.items], rows)


def strongest_evidence(stored: StoredItem, theme: str, words: ThemeWords) -> str:
    """Return the passage that speaks most for a theme: the model's, else the first with a word of its list.

    Where there is neither, what the item begins with.
    """
    passages = stored.tagged.passages
    for score in stored.tagged.themes:
        if score.theme == theme and score.evidence:
            return stored.quote(score.evidence[0].start, score.evidence[0].end)
    for passage in passages:
        if words.find(passage.text).terms:
            return passage.text
    longest = max(passages, key=lambda passage: len(passage.text), default=None)
    return longest.text if longest else stored.tagged.item.title
