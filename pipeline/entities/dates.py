"""The component `danish_dates`: calendar expressions, in ISO 8601 and EDTF."""

import datetime as dt

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.domain import Label
from pipeline.entities.candidates import Candidate, text_of, write
from pipeline.entities.date_reader import find_dates
from pipeline.entities.date_years import resolve_years

GROUP = "danish_dates"
MEETING_DATE = "meeting_date"


@Language.factory("danish_dates", assigns=["doc.spans"])
def make_danish_dates(nlp: Language, name: str) -> "DanishDates":
    """Return the component."""
    return DanishDates()


class DanishDates:
    """Mark dates in `doc.spans["danish_dates"]`; `kb_id_` is the date in EDTF.

    A year that was not written is told from the meeting's date, if
    `doc.user_data["meeting_date"]` has it, and is XXXX where nothing tells it.
    """

    def match(self, doc: Doc) -> list[Candidate]:
        """Return the dates in `doc`, in the order of the text."""
        meeting = doc.user_data.get(MEETING_DATE)
        known = meeting if isinstance(meeting, dt.date) else None
        return [
            Candidate(
                start=mention.start, end=mention.end, label=Label.DATE, norm=mention.edtf(), rule=mention.form
            )
            for mention in resolve_years(text_of(doc), find_dates(text_of(doc)), known)
        ]

    def __call__(self, doc: Doc) -> Doc:
        """Return `doc` with its dates in `doc.spans`."""
        write(doc, GROUP, self.match(doc))
        return doc
