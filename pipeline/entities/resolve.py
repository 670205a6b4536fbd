"""The component `resolve`: the one place that decides between overlapping candidates."""

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import filter_spans

from pipeline.domain import labels

# What the kinds' own components found wins over these where two candidates cover the same text.
DERIVED = ("consistency", "second_opinion")


@Language.factory("resolve", requires=["doc.spans"], assigns=["doc.ents"])
def make_resolve(nlp: Language, name: str) -> "Resolve":
    """Return the component; of equally long candidates the one of the kind shown first wins."""
    return Resolve([*(label.kind.component for label in labels()), *DERIVED])


class Resolve:
    """Write to `doc.ents` the longest of overlapping candidates; of equal ones, the earlier group's."""

    def __init__(self, groups: list[str]) -> None:
        self._groups = tuple(groups)

    def __call__(self, doc: Doc) -> Doc:
        """Return `doc` with its entities decided in `doc.ents`."""
        candidates = [span for group in self._groups for span in doc.spans.get(group, ())]
        # filter_spans keeps the longest, and of equally long ones the first.
        doc.ents = tuple(filter_spans(candidates))
        return doc
