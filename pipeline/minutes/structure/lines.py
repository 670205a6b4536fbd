"""The lines of a document, each with its block; what was glued together or flattened is cut apart again."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from pipeline.minutes.document import Block, Document, Line, split_lines
from pipeline.minutes.structure.item_rows import part_item_rows, part_section_rows
from pipeline.minutes.structure.scanned import is_number_word
from pipeline.minutes.structure.words import SECTION_WORDS

_FLATTENED = 100
"""A longer line may be a whole page without its line ends."""
_HEAD_WORDS = 12
"""No head of a page has more words."""
_WITHOUT_NUMBER = re.compile(r"(?<!\d)\d++\s+")
_FEWEST, _FEWEST_IN_SHORT, _SHORT = 3, 5, 400
"""So many headings stand in a page that is cut, more in a short one: a paragraph may name some."""
_ITEM = re.compile(r"(?:Punkt|Pkt\.?|PUNKT|Sag nr\.?|Dagsordenspunkt)\s+\d{1,3}\s?[:.]\s")
_FEWEST_IN_ITEM = 2
"""A line that begins as the heading of an item needs fewer: "Punkt 3: Havn Resume ... Beslutning ..."."""
_LONGEST = 60
"""No heading of a section has more letters."""


def _headings(least: int) -> str:
    """Return the section words of at least so many letters, as they begin a line; the longest first."""
    words = sorted(
        (word for word in SECTION_WORDS if len(word) >= least), key=lambda word: (-len(word), word)
    )
    return "|".join(re.escape(form) for word in words for form in (word[0].upper() + word[1:], word.upper()))


# "... blev godkendt.2. Meddelelser", "... af sagen.Beslutning"
_GLUED_ITEM = re.compile(r"(?<=[a-zæøå?!.)])(?=\d{1,3}\.\s+[A-ZÆØÅ][a-zæøå])")
_GLUED = re.compile(r"(?<=[a-zæøå.?!)”\"»])[A-ZÆØÅ]")
_SECTION = re.compile(rf"(?:{_headings(7)}|Referat|REFERAT|BILAG)\s*:?\s*$")
_NO_END = re.compile(r"(?i)(?:\bkl|\bnr|\bs|\bpkt|\bstk|§|\d)\.$")
_NUMBERED = re.compile(r"(?<=\s)(?=\d{1,3}\.?\s+[A-ZÆØÅ][A-ZÆØÅa-zæøå]+)")
_CAPITAL = re.compile(r"(?<=\s)[A-ZÆØÅ]\w\w")
_OTHERS = (
    "Punkt Pkt PUNKT Sag Dagsordenspunkt BILAG Sagsnr Dok Journalnr Åben Åbent Mødedato Medlemmer Deltagere "  # noqa: SIM905
    "Indholdsfortegnelse INDHOLDSFORTEGNELSE Side".split()
)
_FIRST_LETTERS = {form[:3] for form in (*_headings(5).split("|"), *_OTHERS)}
"""Trying every word that begins with a capital is slow."""
_WORDED = re.compile(
    rf"(?:{_headings(5)}|BILAG)(?:[\s:]|$)|(?:Punkt|Pkt\.?|PUNKT|Sag nr\.?|Dagsordenspunkt)\s+\d{{1,3}}\b|"
    r"Sagsnr|Sagsbeh|Sagsid|Dok\.?nr|Journalnr|Åben sag|Åbent punkt|Mødedato|Mødested|Mødetidspunkt|"
    r"Medlemmer|Deltagere|Indholdsfortegnelse|INDHOLDSFORTEGNELSE|Side \d"
)
_QUOTED = re.compile(r">[>\s]*")
_PICTURE = re.compile(r"(?:[\U0001F1E6-\U0001FAFF\u2600-\u26FF\u2B50\u2B55][\uFE0F\u200D]*)+\s*(?=\w)")
"""What decorates headings of young publishers: "🎉 Sommerfest"."""
# "den 3 Maj", "§ 4 Stk", "kl. 12 Frokost": the figure belongs to the word before it.
_TIED = re.compile(
    r"(?i)(?:\bkl\.?|\bden|\bd\.|\bnr\.?|§|\bstk\.?|\bpkt\.?|\bpunkt|\bca\.|\bog|\btil|\bi|\bpå|[-–]|\d\.)\s$"
)
# "3. Regnskab: Åse fremlagde det. Godkendt."
_RUN_IN = re.compile(
    r"(?i:(?:punkt|pkt\.?|ad\.?)\s*)?(?P<number>\d{1,2})[.:)]?\s+(?P<title>[A-ZÆØÅ][^.:;?!\t]{2,60}|Evt\.)[.:]\s+"
    r"(?=[A-ZÆØÅ].*[.!?]$)"
)
_COUNTED = re.compile(r"(?i:(?:punkt|pkt\.?|ad\.?)\s*)?(?P<number>\d{1,2})[.:)]?\s+[A-ZÆØÅ]")
_FEWEST_RUN_IN, _MOST_RUN_IN = 3, 0.6
"""So many numbered lines hold heading and text, and so large a part of all that count on from the first."""


def read_lines(document: Document) -> tuple[Line, ...]:
    r"""Return the lines of a document that have a letter or figure, in order, each with its block.

    >>> lines = read_lines(Document(name="a.txt", text="1. Økonomi\n----\n Udsat til mødet.2. Ærø Havn"))
    >>> [(line.text, line.start, line.glued) for line in lines]
    [('1. Økonomi', 0, False), ('Udsat til mødet.', 17, False), ('2. Ærø Havn', 33, True)]
    """
    blocks = sorted(document.blocks, key=lambda block: block.start)
    starts = [block.start for block in blocks]
    worded = map(_without_picture, _with_words(_unquoted(split_lines(document.text))))
    lines = [(line, _cuts_of_page(line.text)) for line in worded]
    head = _running_head([line.text for line, cuts in lines if cuts])
    whole = [
        replace(part, block=block) if (block := _block_at(part, blocks, starts)) else part
        for line, cuts in lines
        for part in _parts(line, cuts | _cuts(line.text, head))
    ]
    return _part_run_in(part_section_rows(part_item_rows(whole)))


def _running_head(pages: Sequence[str]) -> re.Pattern[str] | None:
    """Return the words that flattened pages begin with after their number; None where they differ."""
    words = [_WITHOUT_NUMBER.sub("", page).split()[:_HEAD_WORDS] for page in pages]
    alike = Counter(tuple(one[:2]) for one in words)
    begun, count = alike.most_common(1)[0] if alike else ((), 0)
    if count < 2:
        return None
    first, *others = [one for one in words if tuple(one[:2]) == begun]
    columns = zip(first, *others, strict=False)
    same = [column[0] for column in takewhile(lambda column: len(set(column)) == 1, columns)]
    return re.compile(r"(?:\d+\s+)?" + r"\s+".join(re.escape(word) for word in same) + r"\s+(?=\S)")


def _with_words(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield lines that say something; those of dashes alone count as blank."""
    skipped = 0
    for line in lines:
        if any(map(str.isalnum, line.text)):
            yield replace(line, blanks=line.blanks + skipped) if skipped else line
            skipped = 0
        else:
            skipped += line.blanks + 1


def _unquoted(lines: Sequence[Line]) -> Sequence[Line]:
    """Return the lines without the sign of a mail that is sent on: "> 1. Asfalt"."""
    quoted = [_QUOTED.match(line.text) for line in lines]
    if 2 * sum(match is not None for match in quoted) <= len(lines):
        return lines
    return [
        replace(line, text=line.text[match.end() :], start=line.start + match.end()) if match else line
        for line, match in zip(lines, quoted, strict=True)
    ]


def _without_picture(line: Line) -> Line:
    picture = _PICTURE.match(line.text)
    skip = picture.end() if picture else 0
    return replace(line, text=line.text[skip:], start=line.start + skip) if skip else line


def _block_at(line: Line, blocks: Sequence[Block], starts: Sequence[int]) -> Block | None:
    """Return the block that a line begins in: of several, the one that begins last."""
    at = bisect_right(starts, line.start) - 1
    while at >= 0 and blocks[at].end <= line.start and starts[at] >= line.start - _FLATTENED:
        at -= 1
    return blocks[at] if at >= 0 and blocks[at].end > line.start else None


def _parts(line: Line, cuts: set[int]) -> Iterator[Line]:
    """Yield the line, or the lines that were glued into it."""
    if not cuts:
        yield line
        return
    for start, end in pairwise([0, *sorted(cuts), len(line.text)]):
        text = line.text[start:end]
        begin = line.start + start + len(text) - len(text.lstrip())
        text = text.strip()
        if start == 0:
            yield replace(line, text=text, end=line.start + len(text))
        elif text:
            yield Line(text=text, start=begin, end=begin + len(text), glued=True)


def _cuts(text: str, head: re.Pattern[str] | None) -> set[int]:
    """Return where headings were glued to the text before them; `head` is what begins a page."""
    found = {at.start() for at in _GLUED_ITEM.finditer(text, 3) if not _goes_on(text[: at.start()])}
    capitals = _GLUED.finditer(text, max(3, len(text) - _LONGEST))
    found |= {at.start() for at in capitals if _SECTION.match(text, at.start())}
    page = head.match(text) if head else None
    return found | {page.end()} if page else found


def _goes_on(text: str) -> bool:
    """Whether the figure after a text belongs to it: "kl. 12", "Punkt12"."""
    return bool(_NO_END.search(text[-8:])) or is_number_word(text)


def _cuts_of_page(text: str) -> set[int]:
    """Return where the lines of a flattened page begin; none where too few headings stand in it."""
    if len(text) <= _FLATTENED:
        return set()
    found = {
        at.start()
        for at in _CAPITAL.finditer(text)
        if at[0] in _FIRST_LETTERS and _WORDED.match(text, at.start())
    }
    numbered = (at.start() for at in _NUMBERED.finditer(text))
    found |= {at for at in numbered if not _TIED.search(text[max(0, at - 8) : at])}
    fewest = _FEWEST if len(text) > _SHORT else _FEWEST_IN_SHORT
    return found if len(found) >= (_FEWEST_IN_ITEM if _ITEM.match(text) else fewest) else set()


def _part_run_in(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return the lines, those of items parted into heading and text if most items have both on one line.

    >>> texts = ["1. Valg: Bo Ås blev valgt.", "2. Regnskab: Godkendt.", "3. Ny å: Den er på vej."]
    >>> lines = [Line(text=text, start=100 * n, end=100 * n + len(text)) for n, text in enumerate(texts)]
    >>> [line.text for line in _part_run_in(lines)][:3]
    ['1. Valg', 'Bo Ås blev valgt.', '2. Regnskab']
    """
    run = list(_counting(lines))
    headed = {line.start: match for line in run if (match := _RUN_IN.match(line.text))}
    if len(headed) < max(_FEWEST_RUN_IN, _MOST_RUN_IN * len(run)):
        return tuple(lines)
    return tuple(
        part
        for line in lines
        for part in (_run_in_parts(line, headed[line.start]) if line.start in headed else (line,))
    )


def _counting(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines whose numbers count on from one."""
    number = 0
    for line in lines:
        match = _COUNTED.match(line.text)
        if match and int(match["number"]) == number + 1:
            number += 1
            yield line


def _run_in_parts(line: Line, match: re.Match[str]) -> Iterator[Line]:
    """Yield the heading in a line and the text that follows it."""
    first = line.start + match.end()
    yield replace(line, text=line.text[: match.end("title")], end=line.start + match.end("title"))
    yield Line(text=line.text[match.end() :], start=first, end=line.end, glued=True, block=line.block)
