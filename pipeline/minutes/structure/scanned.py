"""Lines that a scan misread, as they were probably printed: numbers, labels, words of sections, dots.

Nothing of a document is changed: shapes are read from the mended lines. Text in which no word has a
figure among its letters is left as it is.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.minutes.dates import MONTHS
from pipeline.minutes.document import Line
from pipeline.minutes.structure.alike import contour
from pipeline.minutes.structure.words import LABELS, MARKS, SECTION_WORDS

_FIGURE_IN_WORD = re.compile(r"(?<![\w/@-])(?<!\w\.)[A-ZÆØÅ]?[a-zæøå]+[0-9|][a-zæøå]+(?![\w/@-]|\.\w)")
_BETWEEN_LETTERS = re.compile(r"[0-9|](?<=[a-zæøå].)(?=[a-zæøå])")
_FEWEST, _ONE_IN = 3, 500
"""So many words of a misread text have a figure among their letters, at least one word in so many."""
_FIGURES = str.maketrans("lIíi|!OoSsB", "11111100558")
_FIGURE = r"[\dlIíi|!OoSsB]"
_HEADED = re.compile(
    rf"(?P<label>(?:[^\W\d_]|5(?=[a-zæøå]))\S{{2,15}}?(?:\s+[nr]{{2}}\.?)?)\s*(?P<value>{_FIGURE}{{1,3}})(?![^\WA-ZÆØÅ])"
    r"(?P<mark>[.,:;)]?)\s*(?P<rest>.*)$",
    re.S,
)
_LISTED = re.compile(
    rf"(?P<value>(?=\S{{0,2}}\d|[lIí|!]{{1,2}}[.,]|[lIí|!]O[.,]){_FIGURE}{{1,3}})(?P<mark>[.,;:])"
    r"\s*(?P<rest>[A-ZÆØÅ§\"”»“].*)$",
    re.S,
)
_DASHED = re.compile(r"((?:[•*▸►] ?)?\d{1,3})\s[~–—-]\s?(?=[A-ZÆØÅ])")
"""The number before a dash that a scan took for a tilde, or set too near: "4 ~ Høring", "6 -Økonomi"."""
_REST = 8
"""So many letters of a word may stand on the next line."""
_NO_SENTENCE = re.compile(r"$|[^a-zæøå]")
_NUMBER_WORDS = ("punkt", "dagsordenspunkt", "punkt nr", "pkt", "sag", "sag nr")
# Read from the end, so that a line of nothing else is gone through once.
_LEADERS = re.compile(rf"(?P<page>{_FIGURE}{{0,3}})\s*(?:\s?[.,…·:]){{5,}}\s*")
_MARKS = {",": ".", ";": ":"}
_NUMBER = re.compile(r"(?<![^\W_])(?=\w*\d)[\dOolI][\dOolISB]+(?![^\W_])")
_WORD = re.compile(r"[^\W_]{2,}")
_DAY = re.compile(rf"(?<=\d)[,;](?=\s?(?:{'|'.join(MONTHS)})\b)", re.I)
_HEAD_LINES = 20
"""So many lines have words of the head in them: what the minutes call themselves, months."""
_DOTS = re.compile(r"[.,…·:]{2}")
_BULLET = re.compile(r"^e (?=[A-ZÆØÅ])")
_FIELD = re.compile(r"(?P<label>[^:;.]{5,25}?)\s?(?P<colon>[:;.])\s*(?P<value>\S.*)$", re.S)
_CASE = re.compile(r"\w{6,13}(?=[.: ])")


def _by_contour(words: Iterable[str]) -> Mapping[str, str]:
    return {contour(word): word for word in sorted(words, reverse=True) if len(word) >= 5}


_ALONE = _by_contour(
    {*SECTION_WORDS, *LABELS, *MARKS["list heading"], *MARKS["group"], *MARKS["kind"], "beslutning"}
)
_FIELDS = _by_contour({*LABELS, *SECTION_WORDS})
_CASES = _by_contour({"sagsnr", "sagsid", "sagsnummer", "sagsbehandler", "journalnr", "sagstype"})
_HEAD_WORDS = {contour(word): word for word in (*MARKS["kind"], *MONTHS, "kl") if " " not in word}
_LABELS = {contour(word): word for word in _NUMBER_WORDS}


def is_misread(texts: Iterable[str]) -> bool:
    """Whether a scan got letters of a text wrong: words in it have figures among their letters.

    >>> is_misread(["G0dkendt.", "Sagcn drøftes påny i rnarts, når tal1ene er k1ar til høri5gen."])
    True
    """
    words = wrong = 0
    for text in texts:
        words += text.count(" ") + 1
        if _BETWEEN_LETTERS.search(text):
            wrong += len(_FIGURE_IN_WORD.findall(text))
    return wrong >= _FEWEST and wrong * _ONE_IN >= words


def is_number_word(text: str) -> bool:
    """Whether a text is a word that the number of an item follows, or that and a figure that looks a letter.

    >>> is_number_word("Punkt"), is_number_word("Pnnkt l"), is_number_word("Vedtaget")
    (True, True, False)
    """
    return len(text) < 20 and (contour(text) in _LABELS or contour(text.rstrip("lIoO ")) in _LABELS)


def mend_lines(lines: Sequence[Line]) -> Sequence[Line]:
    """Return misread lines as they were probably printed, one for one."""
    texts = [_with_figures(_with_plain_leaders(line.text)) for line in lines]
    texts[:_HEAD_LINES] = [_with_head_words(text) for text in texts[:_HEAD_LINES]]
    heads = _Heads(texts)
    following = [*texts[1:], ""]
    mended = (
        heads.mended(n) or _listed(text) or _word(text, below) or _field(text) or _case(text)
        for n, (text, below) in enumerate(zip(texts, following, strict=True))
    )
    return [
        line if line.text == text else replace(line, text=text)
        for line, text in zip(lines, mended, strict=True)
    ]


def _with_plain_leaders(text: str) -> str:
    """Return an entry of a list with dots alone before its page, and a point for a bullet."""
    text = _BULLET.sub("• ", text, count=1)
    match = _LEADERS.match(text[::-1]) if _DOTS.search(text, max(0, len(text) - 8)) else None
    if match is None or not (match.end() < len(text) or match["page"]):
        return text
    return f"{text[: len(text) - match.end()]} ........ {match['page'][::-1].translate(_FIGURES)}".strip()


def _with_figures(text: str) -> str:
    """Return a text with figures alone in its numbers: "kl. 09:3O", "l5-06-2O17"."""
    return _NUMBER.sub(lambda number: number[0].translate(_FIGURES), text)


def _with_head_words(text: str) -> str:
    """Return a line of the head with its months, and with what the minutes call themselves."""
    return _DAY.sub(".", _WORD.sub(_known_word, text))


def _known_word(match: re.Match[str]) -> str:
    """Return a word of the head as the one that it looks like."""
    word = _HEAD_WORDS.get(contour(match[0]), match[0])
    return word.capitalize() if match[0][0].isupper() else word


@dataclass(frozen=True, slots=True, kw_only=True)
class _Head:
    """A word such as "Punkt", the number after it, and what follows."""

    label: str
    value: str
    mark: str
    rest: str


class _Heads:
    """The lines of a text that begin with "Punkt" or the like and a number."""

    def __init__(self, texts: Sequence[str]) -> None:
        pairs = zip(["", *texts], texts, strict=False)
        found = ((n, _head(above, text)) for n, (above, text) in enumerate(pairs))
        self.heads = {n: head for n, head in found if head}
        self.marks = Counter((head.label, head.mark) for head in self.heads.values())

    def mended(self, n: int) -> str:
        """Return a line with its label and number as the others have them; empty if it has none."""
        if (head := self.heads.get(n)) is None:
            return ""
        marks = [mark for (label, mark), _ in self.marks.most_common() if label == head.label]
        return f"{head.label.capitalize()} {head.value}{marks[0]} {head.rest}".strip()


def _head(above: str, text: str) -> _Head | None:
    """Return the head of an item; its label, or the first letters of it, may stand on the line above."""
    begun = contour(above) if len(above) < 16 else ""
    if begun in _LABELS and (listed := _LISTED.match(text)):
        return _found(_LABELS[begun], listed)
    parted = len(begun) > 1 and any(label.startswith(begun) for label in _LABELS)
    match = _HEADED.match(text) or (_HEADED.match(above + text) if parted else None)
    label = _LABELS.get(contour(match["label"])) if match else None
    if match is None or label is None or not (match["mark"] or _NO_SENTENCE.match(match["rest"])):
        return None
    return _found(label, match)


def _found(label: str, match: re.Match[str]) -> _Head:
    value = match["value"].translate(_FIGURES)
    return _Head(label=label, value=value, mark=_MARKS.get(match["mark"], match["mark"]), rest=match["rest"])


def _listed(text: str) -> str:
    """Return a line with the number and point, or dash, that it begins with; empty if it has none."""
    match = _LISTED.match(text)
    if match is None:
        return _DASHED.sub(r"\1 - ", text, count=1) if _DASHED.match(text) else ""
    return f"{match['value'].translate(_FIGURES)}. {match['rest']}"


def _word(text: str, below: str) -> str:
    """Return the known word that a line is, or that it begins and the next line ends; empty if none."""
    if len(text) > 40 or text[-1] in ".,":
        return ""
    bare = text.rstrip(" :;")
    word = _ALONE.get(contour(bare)) or (_ALONE.get(contour(bare + below)) if len(below) <= _REST else None)
    if word is None or bare.lower() in (*SECTION_WORDS, *LABELS):
        return ""
    return f"{word.upper() if bare.isupper() else word.capitalize()}{':' if text != bare else ''}"


def _field(text: str) -> str:
    """Return a line with the label that it begins with; empty where it begins with none."""
    match = _FIELD.match(text)
    word = _FIELDS.get(contour(match["label"])) if match else None
    if match is None or word is None or (match["colon"] == "." and word not in LABELS):
        return ""
    known = match["label"].lower() in (*LABELS, *SECTION_WORDS)
    return f"{match['label'] if known else word.capitalize()}: {match['value']}"


def _case(text: str) -> str:
    """Return a line with the word for its case that it begins with; else as it is."""
    match = _CASE.match(text)
    word = _CASES.get(contour(match[0])) if match else None
    return f"{word.capitalize()}{text[match.end() :]}" if match and word else text
