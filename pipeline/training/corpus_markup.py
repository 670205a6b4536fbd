"""The markup inside one line of the corpus: header fields, marks at the end, mentions."""

import datetime as dt
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from pipeline.domain import Entity, Label, Meeting, labels
from pipeline.errors import CorpusError

FENCE = "---"
HEADER_FIELDS = ("committee", "title", "date", "start", "end", "place", "published")
MENTION = re.compile(r"\[(?P<text>[^\[\]]+)\]\((?P<label>[A-Z]+)(?:: (?P<norm>[^()]+))?\)")
MARK = re.compile(r"(?:(?<!\s)\s+)?\{(?P<name>case|about): (?P<words>[^{}]+)\}$")
# Labels whose norm is the text itself where none is given; the others must state one.
NORM_MAY_BE_TEXT = {Label.MUNICIPALITY, Label.PERSON, Label.INSTITUTION}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a corpus file, and where it stands."""

    path: Path
    number: int
    text: str

    def holding(self, text: str) -> Self:
        """Return the same place with other text."""
        return replace(self, text=text)

    def error(self, message: str) -> CorpusError:
        """Return an error that names the file and the line."""
        return CorpusError("corpus-markup", file=self.path, line=self.number, problem=message)

    def field(self, name: str) -> str:
        """Return the value of the field `name: value` that stands here.

        Raises:
            CorpusError: another thing stands here.

        """
        printed, colon, value = self.text.partition(":")
        if printed != name or not colon:
            raise self.error(f"expected the line {name}:")
        return value.strip().strip('"')


def comma_list(text: str) -> tuple[str, ...]:
    """Return the words between commas.

    >>> comma_list("psykiatri, kapacitet")
    ('psykiatri', 'kapacitet')
    >>> comma_list("")
    ()
    """
    return tuple(word.strip() for word in text.split(",") if word.strip())


def cut_header(lines: list[Line]) -> tuple[Meeting, list[Line]]:
    """Return the meeting the header tells of, and the lines below the header.

    Raises:
        CorpusError: the header lacks a field, or a date or time is none.

    """
    length = len(HEADER_FIELDS)
    if len(lines) < length + 2 or lines[0].text != FENCE or lines[length + 1].text != FENCE:
        raise lines[0].error(f"a file begins with a header of {length} lines between two lines {FENCE}")
    rows = dict(zip(HEADER_FIELDS, lines[1:], strict=False))
    value = {name: line.field(name) for name, line in rows.items()}
    try:
        meeting = Meeting(
            title=value["title"],
            committee=value["committee"],
            date=dt.date.fromisoformat(value["date"]),
            start=dt.time.fromisoformat(value["start"]),
            end=dt.time.fromisoformat(value["end"]),
            place=value["place"],
            published=dt.date.fromisoformat(value["published"]),
        )
    except ValueError as error:
        raise lines[0].error(f"the header holds a date or time that is none ({error})") from error
    return meeting, lines[length + 2 :]


def cut_marks(line: Line) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Return the line's text without the marks at its end, and the words of `{about: ...}` and `{case: ...}`.

    Raises:
        CorpusError: a brace is left over.

    """
    text, words = line.text, {"case": "", "about": ""}
    while mark := MARK.search(text):
        words[mark["name"]] = mark["words"]
        text = text[: mark.start()]
    if "{" in text or "}" in text:
        raise line.error("a brace that is no {case: ...} or {about: ...} at the end of the line")
    return text, comma_list(words["about"]), comma_list(words["case"])


def cut_mentions(line: Line) -> tuple[str, tuple[Entity, ...]]:
    """Return the text as a reader sees it, and the mentions in it, offsets into this text.

    >>> line = Line(path=Path("a.md"), number=1, text="I [Ærø](MUNICIPALITY: Ærø Kommune) er der ro")
    >>> text, (mention,) = cut_mentions(line)
    >>> text, text[mention.start : mention.end], mention.norm
    ('I Ærø er der ro', 'Ærø', 'Ærø Kommune')

    Raises:
        CorpusError: a label is unknown, a norm is missing, or a bracket is left over.

    """
    text, mentions, position = "", [], 0
    for match in MENTION.finditer(line.text):
        text += line.text[position : match.start()]
        mentions.append(_mention(line, match, start=len(text)))
        text += match["text"]
        position = match.end()
    text += line.text[position:]
    if "[" in text or "]" in text:
        raise line.error("a bracket that belongs to no mention [text](LABEL: norm)")
    return text, tuple(mentions)


def _mention(line: Line, match: re.Match[str], *, start: int) -> Entity:
    if match["label"] not in labels():
        raise line.error(f"unknown label {match['label']}")
    label = Label(match["label"])
    if match["norm"] is None and label not in NORM_MAY_BE_TEXT:
        raise line.error(f"{match[0]} needs its norm, as in [2023](DATE: 2023)")
    text = match["text"]
    return Entity(label=label, start=start, end=start + len(text), text=text, norm=match["norm"] or text)
