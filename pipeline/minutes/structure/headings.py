"""The heading of a section, told by its words: "Beslutning", "Forvaltningen indstiller," and the like."""

import re
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from pipeline.domain import SectionName
from pipeline.minutes.structure.words import SECTION_WORDS


class Form(StrEnum):
    """How a line heads a section."""

    WORD = "word"
    """The word alone: "Sagsfremstilling", "BESLUTNING:"."""
    TAIL = "tail"
    """With who and when: "Beslutning i Socialudvalget den 4. maj 2021", "Indstilling til Byrådet"."""
    DATED = "dated"
    """A body and a day: "Byrådet, 04-05-2021, pkt. 7"; a body and "beslutning"."""
    PROPOSES = "proposes"
    """"Forvaltningen indstiller," "Det foreslås, at"."""
    PHRASE = "phrase"
    """A few words of which the last is one: "Sekretariatets forslag"."""
    MISREAD = "misread"
    """A word with letters wrong: "Sagsfremsti11ing"."""
    INLINE = "inline"
    """The text follows on the line: "Beslutning: Godkendt."."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionWord:
    """The section that a line would head, and in which form."""

    name: SectionName
    form: Form


_AROUND = re.compile(
    r"^(?:(?i:fold (?:dette punkt )?(?:ud|ind)|vis/skjul|vis|skjul|åbn|luk)\s+)?[*_#=+]*\s*|\s*[*_#=]*\s*$"
)
_TAIL = re.compile(
    r"(?i)(?P<word>beslutning(?:er)?|indstilling|referat|protokol|behandling|afgørelse|vedtagelse|drøftelse|konklusion)"
    r"\s+(?:i|fra|til|ved|på|den|af|d\.|\S*(?:udvalget|rådet|styrelsen|repræsentationen|nævnet))\b.{2,120}$"
)
_NAMED_DAY = re.compile(
    r"(?:[A-ZÆØÅ]|§\s?1?7).{2,80}?(?:,?\s(?:den |d\. )?\d{1,2}[-./]\s?\d{1,2}[-./]\d{2,4}|"
    r"(?:,?\s(?:(?i:den )|d\. )|,\s)\d{1,2}\. (?i:[a-zæøå]{3,9}) \d{4})"
    r"(?:,? (?:pkt|punkt|sag)\.? ?(?:nr\.? )?\d+)?\s*:?$"
)
# "Social- og Ældreudvalget Referat 04-05-2021" is what each page of minutes is headed with.
_PAGE_HEAD = re.compile(
    r"(?i)\b(?:(?:referat|dagsorden|(?:beslutnings)?protokol)\s+(?:den |d\. )?|"
    r"(?:opdateret|ændret|udskrevet|udgivet|offentliggjort|oprettet)\W+(?:den |d\. )?)\d"
)
_DECIDED = re.compile(r"(?i).{3,80}s beslutning(?:er)?(?:\b.{0,50})?:?$")
_PROPOSES = re.compile(
    r"(?i)(?:det |.{3,60} )(?:indstilles|indstiller|foreslår|anbefaler|foreslås|anbefales)\b.{0,60}[,:;]?$"
)
_INLINE = re.compile(r"(?P<word>[A-ZÆØÅ][\w /]{2,40}?)\s?:\s+\S")
_LEAST, _MOST = 7, 24
_ALIKE = 0.75
"""Share of the letters that must be right in a word that is misread."""
_BY_LENGTH = {
    length: [word for word in SECTION_WORDS if abs(len(word) - length) <= 1]
    for length in range(_LEAST, _MOST + 1)
}
_LONGEST = 140
"""A longer line is running text; a word with a colon may begin it."""


def section_word(text: str) -> SectionWord | None:
    """Return the section that a line heads by its words, None where it heads none.

    >>> section_word("Beslutning i Ældrerådet den 4. maj 2021")
    SectionWord(name=<SectionName.BESLUTNING: 'beslutning'>, form=<Form.TAIL: 'tail'>)
    >>> section_word("Fraværende: Åse Holm").form, section_word("Åse Holm") is None
    (<Form.INLINE: 'inline'>, True)
    """
    if len(text) > _LONGEST:
        return _inline(text)
    text = _AROUND.sub("", text)
    plain = text.rstrip(" :.,;").lower()
    if name := SECTION_WORDS.get(plain):
        return SectionWord(name=name, form=Form.WORD)
    return _tailed(text) or _phrase(text, plain) or _inline(text) or _misread(text, plain)


def _tailed(text: str) -> SectionWord | None:
    if text.endswith("."):
        return None
    if match := _TAIL.match(text):
        word = match["word"].lower()
        return SectionWord(name=SECTION_WORDS.get(word, SectionName.BESLUTNING), form=Form.TAIL)
    dated = _NAMED_DAY.match(text) and not _PAGE_HEAD.search(text)
    if len(text) < 110 and (dated or _DECIDED.match(text)):
        return SectionWord(name=SectionName.BESLUTNING, form=Form.DATED)
    if _PROPOSES.match(text):
        return SectionWord(name=SectionName.INDSTILLING, form=Form.PROPOSES)
    return None


def _phrase(text: str, plain: str) -> SectionWord | None:
    words = plain.split()
    if (
        1 < len(words) <= 6
        and len(plain) < 60
        and not text.endswith(".")
        and (name := SECTION_WORDS.get(words[-1]))
    ):
        return SectionWord(name=name, form=Form.PHRASE)
    return None


def _misread(text: str, plain: str) -> SectionWord | None:
    """Return the section of a long word that is misspelt, or misread from a scan."""
    if not (
        _LEAST <= len(plain) <= _MOST and (text[0].isupper() or text[0].isdigit()) and text[-1] not in ".,;"
    ):
        return None
    found = extractOne(plain, _BY_LENGTH[len(plain)], scorer=OSA.normalized_similarity, score_cutoff=_ALIKE)
    # The definite form begins a sentence: "Beslutningen".
    if found is None or plain.endswith("en"):
        return None
    return SectionWord(name=SECTION_WORDS[found[0]], form=Form.MISREAD)


def _inline(text: str) -> SectionWord | None:
    match = _INLINE.match(text)
    name = SECTION_WORDS.get(match["word"].strip().lower()) if match else None
    return SectionWord(name=name, form=Form.INLINE) if name else None
