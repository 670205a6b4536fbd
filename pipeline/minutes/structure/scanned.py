"""Lines that a scan misread, as they were probably printed: numbers, labels, words of sections, dots.

Nothing of a document is changed: shapes are read from the mended lines. Text in which no word has a
figure among its letters is left as it is.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import OSA

from pipeline.minutes.document import Line
from pipeline.minutes.structure.words import LABELS, MARKS, SECTION_WORDS

_FIGURE_IN_WORD = re.compile(r"(?<![\w/@-])(?<!\w\.)[A-ZÆØÅ]?[a-zæøå]+[0-9|][a-zæøå]+(?![\w/@-]|\.\w)")
_FEWEST, _ONE_IN = 3, 500
"""So many words of a misread text have a figure among their letters, at least one word in so many."""
_CONTOUR = str.maketrans({
    "1": "l", "i": "l", "í": "l", "|": "l", "0": "o", "q": "g", "9": "g", "ø": "o", "ö": "o", "a": "o",
    "å": "o", "ä": "o", "æ": "oc", "e": "c", "é": "c", "f": "t", "b": "h", "6": "h", "8": "h", "n": "u",
    "r": "u", "m": "uu", "d": "cl", "k": "lc", "5": "s", "y": "v", "2": "z",
})  # fmt: skip
"""Letters and figures that look alike, each as one of them: "m" as "rn", "d" as "cl"."""
_FIGURES = str.maketrans("lIíi|!OoSsB", "11111100558")
_FIGURE = r"[\dlIíi|!OoSsB]"
_HEADED = re.compile(
    rf"(?P<label>[^\W\d_]\S{{2,15}}?(?:\s+nr\.?)?)\s*(?P<value>{_FIGURE}{{1,3}})(?![^\WA-ZÆØÅ])"
    r"(?P<mark>[.,:;)]?)\s*(?P<rest>.*)$",
    re.S,
)
_LISTED = re.compile(
    rf"(?P<value>(?=\S{{0,2}}\d|[lIí|!]{{1,2}}[.,]|[lIí|!]O[.,]){_FIGURE}{{1,3}})(?P<mark>[.,;:])\s*(?P<rest>[A-ZÆØÅ§\"”»“].*)$",
    re.S,
)
_NO_SENTENCE = re.compile(r"$|[^a-zæøå]")
_NUMBER_WORDS = ("punkt", "dagsordenspunkt", "punkt nr", "pkt", "sag", "sag nr")
_LEADERS = re.compile(rf"\s*(?:[.,…·:]\s?){{5,}}\s*(?P<page>{_FIGURE}{{0,3}})$")
_DOTS = re.compile(r"[.,…·:]{2}")
_BULLET = re.compile(r"e (?=[A-ZÆØÅ])")
_FIELD = re.compile(r"(?P<label>[^:;.]{5,25}?)\s?(?P<colon>[:;.])\s*(?P<value>\S.*)$", re.S)
_CASE = re.compile(r"\w{6,13}(?=[.: ])")
_NUMBER = re.compile(r"(?<![^\W_])(?:[\dlIOoSB]*\d[\dlIOoSB]*|[lIíOSB])(?![^\W_])")
_ALIKE, _SAME_LINE = 0.8, 0.85
"""Share of the letters, as they look, that two prints of one title, or of one line, have in common."""
_SHORT = 8
"""Of fewer letters nothing is told to be alike that does not look the same."""


def contour(text: str) -> str:
    """Return what a text looks like to a scan: letters that are taken for each other are one.

    >>> contour("Pnnkt") == contour("Punkt") == contour("Punlct")
    True
    """
    return "".join(filter(str.isalnum, text.lower())).translate(_CONTOUR)


def _by_contour(words: Iterable[str]) -> Mapping[str, str]:
    return {contour(word): word for word in sorted(words, reverse=True) if len(word) >= 5}


_ALONE = _by_contour(
    {*SECTION_WORDS, *LABELS, *MARKS["list heading"], *MARKS["group"], *MARKS["kind"], "beslutning"}
)
_FIELDS = _by_contour({*LABELS, *SECTION_WORDS})
_CASES = _by_contour({"sagsnr", "sagsid", "sagsnummer", "sagsbehandler", "journalnr", "sagstype"})
_LABELS = {contour(word): word for word in _NUMBER_WORDS}


def is_misread(texts: Iterable[str]) -> bool:
    """Whether a scan got letters of a text wrong: words in it have figures among their letters.

    >>> is_misread(["G0dkendt.", "Sagcn drøftes påny i rnarts, når tal1ene er k1ar til høri5gen."])
    True
    """
    words = wrong = 0
    for text in texts:
        words += text.count(" ") + 1
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
    texts = [_with_plain_leaders(line.text) for line in lines]
    heads = _Heads(texts)
    following = [*texts[1:], ""]
    mended = (
        heads.mended(n) or _listed(text) or _word(text, below) or _field(text) or _case(text)
        for n, (text, below) in enumerate(zip(texts, following, strict=True))
    )
    return [replace(line, text=text) for line, text in zip(lines, mended, strict=True)]


def _with_plain_leaders(text: str) -> str:
    """Return an entry of a list with dots alone before its page, and a point for a bullet."""
    text = _BULLET.sub("• ", text, count=1)
    match = _LEADERS.search(text) if _DOTS.search(text, max(0, len(text) - 8)) else None
    if match is None or not (match.start() or match["page"]):
        return text
    return f"{text[: match.start()]} ........ {match['page'].translate(_FIGURES)}".strip()


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
    """Return the head of an item; its label may stand on the line above, parted from it."""
    label = _LABELS.get(contour(above)) if len(above) < 16 else None
    match = (_LISTED.match(text) if label else None) or _HEADED.match(text)
    if match is None:
        return None
    label = label if match.re is _LISTED else _LABELS.get(contour(match["label"]))
    if label is None or not (match["mark"] or _NO_SENTENCE.match(match["rest"])):
        return None
    value = match["value"].translate(_FIGURES)
    return _Head(label=label, value=value, mark=match["mark"], rest=match["rest"])


def _listed(text: str) -> str:
    """Return a line with the number and point that it begins with; empty where it begins with none."""
    match = _LISTED.match(text)
    return f"{match['value'].translate(_FIGURES)}. {match['rest']}" if match else ""


def _word(text: str, below: str) -> str:
    """Return the known word that a line is, or that it begins and the next line ends; empty if none."""
    if len(text) > 40 or text[-1] in ".,":
        return ""
    bare = text.rstrip(" :;")
    word = _ALONE.get(contour(bare)) or (_ALONE.get(contour(bare + below)) if len(below) <= _SHORT else None)
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


def line_kinds(texts: Sequence[str]) -> list[str]:
    """Return for each line of a misread text what it has in common with its repeats: page numbers aside."""
    kinds = [contour(_NUMBER.sub("0", text)) for text in texts]
    counts = Counter(kinds)
    again = [kind for kind, count in counts.items() if count > 1 and len(kind) > _SHORT]
    same = {kind: _nearest(kind, again) if count == 1 else kind for kind, count in counts.items()}
    return [same[kind] for kind in kinds]


def _nearest(kind: str, again: Sequence[str]) -> str:
    """Return the repeated line that one is but for a letter or two; itself where it is none."""
    near = (one for one in again if abs(len(one) - len(kind)) <= len(kind) // 6)
    return next((one for one in near if _similar(one, kind) >= _SAME_LINE), kind)


def common_keys(entries: Sequence[tuple[int | None, str]]) -> list[str]:
    """Return for each number and title of a misread text the first title that it is a print of.

    >>> common_keys([(2, "færgen til ærø"), (3, "evt"), (2, "faergen tíl æro")])
    ['færgen til ærø', 'evt', 'færgen til ærø']
    """
    numbered: dict[int, list[_Key]] = defaultdict(list)
    looks: dict[str, str] = {}
    return [
        looks.setdefault(contour(key), key) if number is None else _common(numbered[number], key)
        for number, key in entries
    ]


@dataclass(frozen=True, slots=True)
class _Key:
    """A title for comparing, and what it looks like."""

    text: str
    look: str

    def is_print_of(self, other: "_Key") -> bool:
        """Whether two titles are one, though one may be cut off."""
        length = min(len(self.look), len(other.look))
        if length < _SHORT:
            return self.look == other.look
        return _similar(self.look[:length], other.look[:length]) >= _ALIKE


def _common(known: list[_Key], text: str) -> str:
    key = _Key(text, contour(text))
    found = next((one for one in known if one.is_print_of(key)), None)
    if found is None:
        known.append(key)
    return (found or key).text


def _similar(one: str, other: str) -> float:
    return OSA.normalized_similarity(one, other)
