"""How headings are printed: the form that most of them share tells which other lines are headings, too."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import dropwhile, pairwise

from pipeline.minutes.document import Block, BlockKind
from pipeline.minutes.structure.marks import heads_no_item, marks
from pipeline.minutes.structure.reading import LIST_ROLES, Reading
from pipeline.minutes.structure.roles import Role
from pipeline.minutes.structure.shapes import Shape

Form = tuple[object, ...]
"""How a heading is printed."""
_SURE = 0.5
_MOST = 0.6
_LARGE = 1.05
_FEWEST = 2
_LONGEST = 60
"""A longer line is no title of minutes written so plainly."""
_NAMED = (Role.HEAD_TITLE, Role.HEAD_COMMITTEE, Role.HEAD_DATE, Role.HEAD_TIME, Role.HEAD_PLACE)
_NEVER = 0.02
"""A line of the head heads an item hardly ever."""
_PREFIX = re.compile(r"(?P<word>[A-ZÆØÅ]\w{2,11})\s?:\s\S")
_SUFFIX = re.compile(r"[(\[][^()\[\]]{1,14}[)\]]$|[#:]$")
_TITLED = re.compile(
    r"(?i)(?P<word>emne|punkt|sag|titel|overskrift|dagsorden(?:en)?s?punkt|beslutningssag|orienteringssag)\s?:\s+[^\W\d]|"
    r"(?P<about>vedr\.|vedrørende):?\s+[^\W\d]|(?P<state>åbent?|lukket) (?:punkt|sag)\s?:\s+[^\W\d]|"
    r".*\S \((?:til )?(?P<aim>orientering|beslutning|drøftelse|\d+ min\.?)\)$"
)
"""What says of a title that it is one: "Emne: Ny badebro", "Ny badebro (orientering)"."""


def common_form(reading: Reading, starts: Sequence[int]) -> Form | None:
    """Return the form that most of the sure headings share; None where they share none."""
    sure = Counter(form_of(reading, n) for n in starts if reading.starts[n] > _SURE)
    form, count = max(sure.items(), key=lambda one: one[1], default=(None, 0))
    if form is None:
        return None
    many = count >= _FEWEST and count >= _MOST * len(starts)
    return form if many or (len(sure) == 1 and len(run_of(reading, form)) > _FEWEST) else None


def run_of(reading: Reading, form: Form) -> list[int]:
    """Return all lines of a form outside the list, if each has a higher number than the one before."""
    lines = [n for n in range(len(reading.lines)) if has_form(reading, n, form)]
    values = [number.place for n in lines if (number := reading.shapes[n].number)]
    rises = all(later > earlier for earlier, later in pairwise(values))
    dense = bool(values) and values[-1][-1] - values[0][-1] < 2 * len(values)
    return lines if len(values) == len(lines) >= _FEWEST and rises and dense else []


def likes_of(reading: Reading, form: Form) -> list[int]:
    """Return all lines of a form without number outside the list, if most surely head items, each its own.

    What stands out so is a section nowhere: among titles with a star before them "* Evaluering" is one.
    """
    lines = _below_head(reading, [n for n in range(len(reading.lines)) if has_form(reading, n, form)])
    sure = [n for n in lines if reading.starts[n] > _SURE]
    apart = len({reading.shapes[n].key for n in lines}) == len(lines)
    bare = all(
        reading.shapes[n].number is None and (reading.shapes[n].bullet or _look(reading.lines[n].block))
        for n in lines
    )
    return lines if bare and apart and len(sure) > _FEWEST and len(sure) >= _MOST * len(lines) else []


def find_outstanding(reading: Reading) -> tuple[Form | None, list[int]] | None:
    """Return the lines that stand out as the titles of an agenda without numbers, and their form, if any.

    No two of them say the same, as headings of sections do, text follows each, and one is a title that
    agendas have ("Eventuelt"): so minutes look that were written for a site, or with the styles of Word.
    """
    if any(shape.number and reading.starts[n] > _SURE for n, shape in enumerate(reading.shapes)):
        return None
    lines = defaultdict[Form | None, list[int]](list)
    for n, line in enumerate(reading.lines):
        form = form_of(reading, n)
        if form and _look(line.block) and reading.shapes[n].number is None:
            lines[form].append(n)
    sections = (n for n, shape in enumerate(reading.shapes) if shape.section_name and heads_no_item(shape))
    if all(reading.best[n] in (*_NAMED, Role.HEAD_OTHER) for n in sections):  # "Referat" may title the whole
        opening = [n for n in range(len(reading.lines)) if _opens_paragraph(reading, n)]
        colons = [n for n in opening if reading.shapes[n].bare[-1] == ":"]
        # Titles end with a colon throughout, or what ends so leads in text.
        lines[None] = colons if 2 * len(colons) > len(opening) else [n for n in opening if n not in colons]
    below = ((form, _below_head(reading, own)) for form, own in lines.items())
    found = [(form, own) for form, own in below if _are_titles(reading, own)]
    return max(found, key=lambda one: len(one[1]), default=None)


def find_titled(reading: Reading) -> tuple[None, list[int]] | None:
    """Return the lines that one word each says to be titles, if hardly any other line heads an item."""
    titled = defaultdict[str, list[int]](list)
    for n, shape in enumerate(reading.shapes):
        said = _TITLED.match(shape.bare)
        # The end of a title that was broken says what it is for, too: "(orientering)".
        if said and not (shape.number or reading.best[n] in (*LIST_ROLES, Role.ITEM_MORE)):
            titled[str(said["word"] or said.lastgroup).lower()].append(n)
    most = max(titled.values(), key=len, default=[])
    others = sum(chance > _SURE for n, chance in enumerate(reading.starts) if n not in most)
    return (None, most) if len(most) > max(_FEWEST, 2 * others) else None


def _below_head(reading: Reading, lines: Sequence[int]) -> list[int]:
    """Return the lines without the first ones that are of the head: a site may print both alike."""
    return list(dropwhile(lambda n: reading.best[n] in _NAMED and reading.starts[n] < _NEVER, lines))


def _opens_paragraph(reading: Reading, n: int) -> bool:
    """Whether a short line stands apart from what is above it, right above its text."""
    shape, lines = reading.shapes[n], reading.lines
    apart = n > 0 and lines[n].after_blank and n + 1 < len(lines) and not lines[n + 1].after_blank
    other = reading.best[n] in (*_NAMED, Role.CHROME) and shape.bare[-1] != ":"
    plain = not (other or shape.number or shape.label or shape.bullet or shape.case)
    ends = shape.bare[-1] not in ".,;!" or shape.key == "evt"
    name = shape.bare[0].isupper() and ends and len(shape.bare) <= _LONGEST
    # "Fremmødt: Bo, Åse og Kaj" lists names; no title enumerates.
    lists = ":" in shape.bare and "," in shape.bare
    return apart and plain and name and not (lists or heads_no_item(shape))


def _are_titles(reading: Reading, lines: Sequence[int]) -> bool:
    shapes = [reading.shapes[n] for n in lines]
    apart = len({shape.key for shape in shapes}) == len(lines) > _FEWEST
    texts = all(other - one > 1 for one, other in pairwise(lines))
    known = any("title" in marks(shape) for shape in shapes)
    return (
        apart
        and texts
        and known
        and not (any(map(heads_no_item, shapes)) or _heads_elsewhere(reading, lines))
    )


def _heads_elsewhere(reading: Reading, lines: Sequence[int]) -> bool:
    """Whether another line surely heads an item, and is no point of a list."""
    sure = (n for n in range(len(reading.lines)) if reading.starts[n] > _SURE and n not in lines)
    return any(not (reading.shapes[n].bullet or heads_no_item(reading.shapes[n])) for n in sure)


def has_form(reading: Reading, n: int, form: Form) -> bool:
    """Whether a line outside the list is printed so; where no other has one, a word and a colon are title."""
    own = form_of(reading, n)
    if own is not None and reading.shapes[n].number is None and len(own) == len(form) and not form[1]:
        own = (own[0], "", *own[2:])
    return own == form and reading.best[n] not in LIST_ROLES


def form_of(reading: Reading, n: int) -> Form | None:
    """Return how a heading is printed, None where it is printed as any line is."""
    line, shape = reading.lines[n], reading.shapes[n]
    level = line.block.level if line.block and line.block.kind is BlockKind.HEADING else 0
    if (number := shape.number) is None:
        form = (shape.bullet, *_around(shape), _look(line.block))
        return form if any(form) else None
    marks = (number.word, number.mark, number.spaced, bool(number.sub))
    return (*marks, bool(shape.rest), bool(shape.bullet), min(line.indent, 8) // 2, level)


def _look(block: Block | None) -> Form | None:
    """Return how a line stands out to the eye; None where it looks as running text does."""
    if block is None or not (block.kind is BlockKind.HEADING or block.bold or block.size > _LARGE):
        return None
    return (block.kind, block.level, block.bold, round(block.size, 1), block.path)


def _around(shape: Shape) -> tuple[str, str]:
    """Return what stands before and after a title without number: "Emne: Ny badebro (Åben)"."""
    prefix, suffix = _PREFIX.match(shape.bare), _SUFFIX.search(shape.bare)
    return prefix["word"].lower() if prefix else "", suffix[0][0] if suffix else ""
