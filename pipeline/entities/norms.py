"""The norm of a mention that a person names: made as the pipeline makes it, or checked where it is given."""

import datetime as dt
import re
from functools import cached_property
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING

from pipeline.domain import Label
from pipeline.entities import build_nlp
from pipeline.entities.date_reader import Moment

if TYPE_CHECKING:  # not to hide a cycle: spaCy is loaded when a norm is made, not when one is checked
    from spacy.language import Language


def is_norm(label: Label, norm: str) -> bool:
    """Tell whether a norm is written as those of its label are, and a date in the calendar.

    >>> is_norm(Label.DATE, "2023-02"), is_norm(Label.DATE, "2023-02-30"), is_norm(Label.AMOUNT, "1,9 mio.")
    (True, False, False)
    """
    if re.fullmatch(label.kind.norm, norm, re.DOTALL) is None:
        return False
    return label is not Label.DATE or all(_is_in_calendar(end) for end in norm.split("/"))


def _is_in_calendar(written: str) -> bool:
    year, month, day, *_ = *written.rstrip("~").split("-"), "", ""
    part = month if month[:1] in {"Q", "H", "W"} else ""
    known = int(year) if year.isdigit() else None
    months, days = (int(number) if number and not part else None for number in (month, day))
    return Moment(year=known, month=months, day=days, part=part).exists


class Normalizer:
    """Makes norms with the rules of the pipeline; they and the registers are loaded at the first.

    Any number of threads may ask.
    """

    def __init__(self, knowledge: Path) -> None:
        self._knowledge, self._lock = knowledge, RLock()

    @cached_property
    def _nlp(self) -> "Language":
        return build_nlp(self._knowledge)

    def norm(self, label: Label, text: str, span: tuple[int, int], day: dt.date) -> str | None:
        """Return the norm of words of an item's text as a mention of this label; None where it has none.

        Where they stand in the item counts first, such as for a year that is written elsewhere;
        `day` is that of the meeting.
        """
        words = " ".join(text[slice(*span)].split())
        alone = [words, f"{words} {label.kind.suffix}"] if label.kind.suffix else [words]
        for context, place in [(text, span), *((one, (0, len(one))) for one in alone)]:
            for norm in self._norms(label, context, place, day):
                return norm
        return _as_written(label, text, words) if label.kind.norm_from_words else None

    def _norms(self, label: Label, text: str, span: tuple[int, int], day: dt.date) -> list[str]:
        """Return the norms of what the component of a kind finds at a place in a text."""
        with self._lock:
            doc = self._nlp.make_doc(text)
            doc.user_data["text"], doc.user_data["meeting_date"] = text, day
            found = self._nlp.get_pipe(label.kind.component)(doc).spans[label.kind.component]
        return [one.kb_id_ for one in found if (one.start_char, one.end_char) == span]


def _as_written(label: Label, text: str, words: str) -> str:
    """Return the words as the norm of a name."""
    from pipeline.entities.persons import base_form

    base = base_form(text, words)
    return base[:1].upper() + base[1:] if label is Label.INSTITUTION else base
