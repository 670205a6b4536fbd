"""How fast each stage is over the whole sample corpus, and how much memory it takes.

    .venv/bin/python experiments/benchmark.py
    .venv/bin/python experiments/benchmark.py scale [1000 10000 100000]
    .venv/bin/python experiments/benchmark.py index [100000]
    .venv/bin/python experiments/benchmark.py retrain [400 5000]
    .venv/bin/python experiments/benchmark.py trail [1000]
    .venv/bin/python experiments/benchmark.py web [10000]

`scale` and `index` measure how links and search grow with the archive, `retrain` how learning
grows with the corrections, `web` how quick the page is; `scale.py`, `retraining.py` and
`web_speed.py` say how.

The corpus is published as web text and read back; each stage then runs over all of it,
warm. Words are counted as runs of letters and digits. Timings are of this machine and
of this moment: quote them with both.
"""

import os
import re
import resource
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from pipeline.config import home, load_config
from pipeline.discussions import link_documents
from pipeline.domain import Minutes
from pipeline.encoder import encode_items
from pipeline.entities import recognize
from pipeline.links import LinkIndex
from pipeline.minutes import Document, segment, split_passages
from pipeline.process import Processed, Processor
from pipeline.themes.versions import VersionStore
from pipeline.training.archived import decided_by
from pipeline.training.corpus import read_corpus
from pipeline.training.publish import publish
from pipeline.training.theme_trainer import load_trainer
from pipeline.training.themes import challenge


@dataclass
class Clock:
    """Seconds by stage."""

    words: int
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        self.seconds[name] = time.perf_counter() - start

    def table(self) -> str:
        return "\n".join(self.row(name, seconds) for name, seconds in self.seconds.items())

    def row(self, name: str, seconds: float) -> str:
        share = seconds / self.seconds["encoder"]
        return f"{name:<10} {seconds:7.2f} s {self.words / seconds:9,.0f} words/s {share:5.0%} of the encoder"


def main() -> None:
    texts = [publish(meeting, "web-2023").text for meeting in read_corpus(home() / "data" / "corpus")]
    sources = [Document(name=f"{number}.txt", text=text) for number, text in enumerate(texts)]
    clock = Clock(words=sum(len(re.findall(r"\w+", text)) for text in texts))
    processor = Processor(load_config())
    warm_up(processor, sources[0])
    with clock.stage("segment"):
        minutes = [segment(source) for source in sources]
        passages = [[split_passages(m.text, item) for item in m.items] for m in minutes]
    with clock.stage("encoder"):
        encoded = [
            encode_items(processor.encoder, m.items, p) for m, p in zip(minutes, passages, strict=True)
        ]
    with clock.stage("entities"):
        for one, found in zip(minutes, encoded, strict=True):
            recognize(processor.nlp, one.text, one.items, one.meeting, [item.tokens for item in found])
    del encoded
    processed = timed_rest(processor, minutes, clock)
    with clock.stage("links"):
        documents = [document for one in processed for document in link_documents(one.tagged, one.encoded)]
        index = LinkIndex.build(documents, processor.links)
        for document in documents:
            index.related(document)
    print(f"{len(texts)} meetings, {len(documents)} items, {clock.words:,} words, {os.cpu_count()} cores")
    print(clock.table())
    print(learning())
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


def learning() -> str:
    """Time learning from the corpus and comparing, as `sagsspor retrain` does, the second time."""
    trainer = load_trainer(load_config())
    corpus = trainer.corpus(home() / "data" / "corpus")
    store = VersionStore(load_config().themes.model)
    extra = replace(next(one for one in corpus if one.whole), id="f/2020-01-01/1", about=None, group="f")
    corrected = decided_by([extra], "benchmark")
    for _ in ("cold", "warm"):
        start = time.perf_counter()
        challenge(trainer, corpus, corrected, store)
        seconds = time.perf_counter() - start
    return (
        f"retrain, {sum(one.whole for one in corpus)} items, warm: {seconds:.1f} s (without encoder, MLflow)"
    )


def warm_up(processor: Processor, source: Document) -> None:
    processor.process(source)
    _ = processor.links


def timed_rest(processor: Processor, minutes: list[Minutes], clock: Clock) -> list[Processed]:
    """Tag everything once; what the themes cost is the time inside their tagger."""
    spent = 0.0
    score: Callable = processor.themes.score

    def timed(items):
        nonlocal spent
        start = time.perf_counter()
        found = score(items)
        spent += time.perf_counter() - start
        return found

    processor.themes.score = timed
    processed = [processor.tag(m) for m in minutes]
    clock.seconds["themes"] = spent
    return processed


if __name__ == "__main__":
    if sys.argv[1:2] == ["scale"]:
        import scale

        scale.main([int(size) for size in sys.argv[2:]] or [1_000, 10_000])
    elif sys.argv[1:2] == ["index"]:
        import scale

        scale.index([int(size) for size in sys.argv[2:]] or [100_000])
    elif sys.argv[1:2] == ["retrain"]:
        import retraining

        retraining.main([int(size) for size in sys.argv[2:]] or [400, 5_000])
    elif sys.argv[1:2] == ["trail"]:
        import scale

        scale.trail([int(size) for size in sys.argv[2:]] or [1_000])
    elif sys.argv[1:2] == ["web"]:
        import web_speed

        web_speed.web([int(size) for size in sys.argv[2:]] or [10_000])
    else:
        main()
