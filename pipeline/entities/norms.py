"""The norm of a mention that a person names: made as the pipeline makes it, or checked where it is given."""

import datetime as dt
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.domain import Label
from pipeline.entities.moments import Moment
from pipeline.imports import without

if TYPE_CHECKING:  # not to hide a cycle: spaCy is loaded when a norm is made, not when one is checked
    from spacy.language import Language

EXAMPLES = {
    Label.MUNICIPALITY: "Ærø Kommune",
    Label.PERSON: "Lise Holm",
    Label.INSTITUTION: "Socialtilsyn Syd",
    Label.AMOUNT: "6100000",
    Label.DATE: "2023-01-20, 2023-05, 2024-Q1 or 2023-03-09/2023-03-10",
    Label.LAW: "serviceloven § 101",
}
"""What norms look like, for those who must write one."""
_COMPONENTS = {
    Label.MUNICIPALITY: "municipalities",
    Label.PERSON: "persons",
    Label.INSTITUTION: "institutions",
    Label.AMOUNT: "danish_amounts",
    Label.DATE: "danish_dates",
    Label.LAW: "laws",
}
_AMOUNT = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
_MUNICIPALITY = re.compile(r"\S.* (?:Kommune|Regionskommune)")
_MOMENT = re.compile(
    r"(?P<year>\d{4}|XXXX)"
    r"(?:-(?:(?P<part>Q[1-4]|H[12]|W\d\d)|(?P<month>0[1-9]|1[0-2])(?:-(?P<day>0[1-9]|[12]\d|3[01]))?))?~?",
    re.ASCII,
)


def is_norm(label: Label, norm: str) -> bool:
    """Tell whether a norm is written as those of its label are.

    >>> is_norm(Label.DATE, "2023-02"), is_norm(Label.DATE, "2023-02-30"), is_norm(Label.AMOUNT, "1,9 mio.")
    (True, False, False)
    """
    match label:
        case Label.AMOUNT:
            return _AMOUNT.fullmatch(norm) is not None
        case Label.DATE:
            ends = norm.split("/")
            return len(ends) <= 2 and all(map(_is_moment, ends))
        case Label.MUNICIPALITY:
            return _MUNICIPALITY.fullmatch(norm) is not None
        case _:
            return bool(norm.strip())


def _is_moment(written: str) -> bool:
    match = _MOMENT.fullmatch(written)
    if match is None:
        return False
    year = int(match["year"]) if match["year"].isdigit() else None
    month, day = (int(match[name]) if match[name] else None for name in ("month", "day"))
    return Moment(year=year, month=month, day=day, part=match["part"] or "").exists


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedWords:
    """Words of an item's text, by their offsets in it, and the day of its meeting."""

    text: str
    start: int
    end: int
    day: dt.date


class Normalizer:
    """Makes norms with the rules of the pipeline; they and the registers are loaded at the first."""

    def __init__(self, knowledge: Path) -> None:
        self._knowledge = knowledge

    @cached_property
    def _nlp(self) -> "Language":
        with without("torch"):
            from pipeline.entities.assemble import assemble

        return assemble(self._knowledge)

    def norm(self, label: Label, named: NamedWords) -> str | None:
        """Return the norm of words as a mention of this label; None where the rules cannot read one.

        Where they stand in the item counts first, such as for a year that is written elsewhere.
        """
        words = " ".join(named.text[named.start : named.end].split())
        alone = [words] if label is not Label.MUNICIPALITY else [words, f"{words} Kommune"]
        places = [(named.text, named.start, named.end), *((text, 0, len(text)) for text in alone)]
        for text, start, end in places:
            for norm in self._norms(label, text, (start, end), named.day):
                return norm
        return _as_written(label, named.text, words)

    def _norms(self, label: Label, text: str, span: tuple[int, int], day: dt.date) -> list[str]:
        doc = self._nlp.make_doc(text)
        doc.user_data["text"], doc.user_data["meeting_date"] = text, day
        found = self._nlp.get_pipe(_COMPONENTS[label]).match(doc)  # type: ignore[attr-defined]
        return [one.norm for one in found if (one.start, one.end) == span]


def _as_written(label: Label, text: str, words: str) -> str | None:
    """Return the words as the norm of a name; of an amount, a date, a municipality there is none."""
    if label in {Label.AMOUNT, Label.DATE, Label.MUNICIPALITY}:
        return None
    from pipeline.entities.persons import base_form

    base = base_form(text, words)
    return base[:1].upper() + base[1:] if label is Label.INSTITUTION else base
