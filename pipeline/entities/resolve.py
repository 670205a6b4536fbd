"""The component `resolve`: the one place that decides between overlapping candidates."""

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

# Earlier groups win over later ones where two candidates cover the same text.
GROUPS = ("amounts", "dates", "laws", "municipalities", "persons", "tagger", "institutions", "consistency")


@Language.factory(
    "resolve", requires=["doc.spans"], assigns=["doc.ents"], default_config={"groups": list(GROUPS)}
)
def make_resolve(nlp: Language, name: str, groups: list[str]) -> "Resolve":
    """Return the component; of equally long candidates the group named first wins."""
    return Resolve(groups)


class Resolve:
    """Write the longest of overlapping candidates to `doc.ents`, and all of them to no other place."""

    def __init__(self, groups: list[str]) -> None:
        self._groups = tuple(groups)

    def __call__(self, doc: Doc) -> Doc:
        """Return `doc` with its entities decided in `doc.ents`."""
        # filter_spans keeps the longest, then the first; sorted by group before.
        candidates = [span for group in self._groups for span in doc.spans.get(group, ())]
        doc.ents = tuple(_longest_first_kept(candidates))
        return doc


def _longest_first_kept(candidates: list[Span]) -> list[Span]:
    ordered = sorted(enumerate(candidates), key=lambda pair: (-(len(pair[1])), pair[1].start, pair[0]))
    return filter_spans([span for _, span in ordered])
