"""The component `danish_amounts`: amounts of money, worth exact crowns."""

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.entities.candidates import Candidate, text_of, write
from pipeline.entities.money import find_amounts
from pipeline.entities.money_tables import find_table_amounts

GROUP = "danish_amounts"


@Language.factory("danish_amounts", assigns=["doc.spans"], default_config={"tables": True})
def make_danish_amounts(nlp: Language, name: str, tables: bool) -> "DanishAmounts":
    """Return the component; `tables` also finds bare figures in tables of money."""
    return DanishAmounts(tables=tables)


class DanishAmounts:
    """Mark amounts of money in `doc.spans["danish_amounts"]`; `kb_id_` is the number of crowns."""

    def __init__(self, *, tables: bool) -> None:
        self.tables = tables

    def match(self, doc: Doc) -> list[Candidate]:
        """Return the amounts in `doc`, in the order of the text."""
        found = list(find_amounts(text_of(doc)))
        if self.tables:
            taken = [(one.start, one.end) for one in found]
            found += (
                one
                for one in find_table_amounts(text_of(doc))
                if not any(start < one.end and one.start < end for start, end in taken)
            )
        return sorted(found, key=lambda one: one.start)

    def __call__(self, doc: Doc) -> Doc:
        """Return `doc` with its amounts in `doc.spans`."""
        write(doc, GROUP, self.match(doc))
        return doc
