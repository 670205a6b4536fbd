"""A DOCX file: its paragraphs and tables in the order they stand, with what Word draws and what it hides."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from itertools import takewhile
from typing import Any

from pipeline.errors import NoTextError, SourceError, SourceTooLargeError
from pipeline.minutes.document import Block, BlockKind, Document, File, relative_sizes, to_document
from pipeline.minutes.readers.flow import NUMBER
from pipeline.minutes.readers.limits import check_elements
from pipeline.minutes.readers.word_numbering import BULLET, Label, Numbering
from pipeline.minutes.readers.word_styles import Styles, W, switch, value

_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BOX = f"{W}txbxContent"
_UNSEEN = {f"{W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "sdtPr", "instrText")} | {_FALLBACK}
"""What a paragraph holds that nobody reads: deleted text, properties, a box given twice."""
_SIGNS = {"tab": "\t", "cr": "\n", "noBreakHyphen": "-"}
_NUMBERED = "List Number"
Row = tuple[str, Block | None]


def read_docx(file: File) -> Document:
    """Return the text of a DOCX file, one paragraph a line, and notes on what was left out.

    Raises:
        SourceError: the file is damaged, or another zip archive.
        SourceTooLargeError: it unpacks to more than is allowed.
        NoTextError: it holds pictures only.

    """
    import docx

    name = file.name
    _check(file)
    try:
        word = docx.Document(io.BytesIO(file.data))
        lines = list(_Body(word).lines(word.element.body))
        notes, title = list(_notes(word)), word.core_properties.title
    except MemoryError:
        raise
    except Exception as error:  # python-docx raises whatever its XML and zip layers raise
        raise SourceError("docx-damaged", file=name, reason=type(error).__name__) from error
    if not any(line.strip() for line, _ in lines):
        raise NoTextError("docx-without-text", file=name)
    return replace(relative_sizes(to_document(name, lines, notes)), title=title)


def _check(file: File) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(file.data)) as archive:
            archive.getinfo("word/document.xml")
            parts = [part for part in archive.infolist() if part.filename.endswith((".xml", ".rels"))]
            size = sum(part.file_size for part in parts)
            if size > file.config.max_bytes:
                raise SourceTooLargeError("unpacks-too-large", file=file.name, megabytes=size / 1000000.0)
            check_elements(file, sum(_elements(archive.read(part)) for part in parts))
    except (SourceError, MemoryError):
        raise
    except Exception as error:  # zipfile raises whatever a damaged header leads to
        raise SourceError("zip-no-docx", file=file.name) from error


def _elements(xml: bytes) -> int:
    return xml.count(b"<") - xml.count(b"</")


class _Body:
    """Walks over the paragraphs and tables of one file, in the order they stand."""

    def __init__(self, word: Any) -> None:
        self.styles = Styles(root=word.styles.element)
        self.numbering = Numbering(root=_part(word, "numbering"), styles=self.styles)
        numbered = [p for p in word.element.body.iter(f"{W}p") if self._is_numbered(p)]
        # Lists of this style go on from one to the next in Word, but nobody means them to.
        self._lists_restart = any(map(self._is_numbered, (p.getprevious() for p in numbered)))

    def lines(self, element: Any) -> Iterator[Row]:
        """Yield the lines of the body, a cell or a box."""
        for child in _content(element):
            if child.tag == f"{W}p":
                yield from self._paragraph(child)
                for box in _boxes(child):
                    yield from self.lines(box)
            elif child.tag == f"{W}tbl":
                yield from self._table(child)
                yield "", None

    def _paragraph(self, paragraph: Any) -> Iterator[Row]:
        """Yield the lines of a paragraph, blank ones where the page shows a gap."""
        text, style = _text(paragraph), self.styles.name(paragraph)
        label = self._label(paragraph, style)
        block = self._block(paragraph, label, style)
        if block.kind is BlockKind.HEADING:
            yield "", None
        first, *rest = text.split("\n")
        yield f"{label.text if label else ''}{first}" if first.strip() else "", block
        yield from ((line, block) for line in rest)
        if not style.startswith("List"):
            yield "", None

    def _label(self, paragraph: Any, style: str) -> Label | None:
        listed = self._is_numbered(paragraph)
        if listed and self._lists_restart and not self._is_numbered(paragraph.getprevious()):
            self.numbering.restart(paragraph)
        label = self.numbering.label(paragraph)
        if label is None and style.startswith("List Bullet"):
            return Label(text=BULLET, depth=1)
        return replace(label, text=f" {label.text}") if label and listed else label

    def _is_numbered(self, element: Any) -> bool:
        """Whether a paragraph is in a numbered list by its style alone."""
        return (
            element is not None
            and element.tag == f"{W}p"
            and value(element, "pPr/numPr/numId") is None
            and self.styles.name(element).startswith(_NUMBERED)
        )

    def _block(self, paragraph: Any, label: Label | None, style: str) -> Block:
        level = self.styles.level(paragraph)
        listed = label is not None or style.startswith("List")
        kind = BlockKind.HEADING if level else BlockKind.LIST_ITEM if listed else BlockKind.PARAGRAPH
        runs = [(run, len(text.strip())) for run, text in _runs(paragraph) if text.strip()]
        letters = sum(length for _, length in runs)
        sizes = sum(self.styles.size(run, paragraph) * length for run, length in runs)
        return Block(
            kind=kind,
            level=level,
            depth=label.depth if label else 0,
            bold=bool(runs) and all(self.styles.is_bold(run, paragraph) for run, _ in runs),
            size=sizes / letters if letters else 0.0,
            path=style,
        )

    def _table(self, table: Any) -> Iterator[Row]:
        for row in (one for one in _content(table) if one.tag == f"{W}tr"):
            cells = [cell for cell in _content(row) if cell.tag == f"{W}tc" and not _is_merged(cell)]
            if len(cells) > 1 and not any(map(self._holds_minutes, cells)):
                yield from self._row(cells)
            else:
                yield from self._parts(cells)

    def _holds_minutes(self, cell: Any) -> bool:
        """Whether headings or tables stand in a cell, so that the table is only there to place them."""
        return cell.find(f"{W}tbl") is not None or any(map(self.styles.level, cell.iter(f"{W}p")))

    def _row(self, cells: list[Any]) -> Iterator[Row]:
        """Yield the one or more lines of a row, its cells parted by tabs."""
        block = Block(kind=BlockKind.TABLE_ROW)
        texts = ("\n".join(line for line, _ in self.lines(cell) if line.strip()).strip() for cell in cells)
        yield from ((line, block) for line in "\t".join(texts).split("\n"))

    def _parts(self, cells: list[Any]) -> Iterator[Row]:
        """Yield what stands in cells that hold minutes; a number alone goes before what follows."""
        before = ""
        for cell in cells:
            lines = list(self.lines(cell))
            text = "\n".join(line for line, _ in lines).strip()
            if NUMBER.match(text):
                before = f"{text}\t"
                continue
            for line, block in lines:
                yield f"{before}{line}" if line.strip() else line, block
                before = "" if line.strip() else before
        if before:
            yield before.strip(), Block(kind=BlockKind.PARAGRAPH)


def _content(element: Any) -> Iterator[Any]:
    """Yield the paragraphs, tables, rows or cells directly in an element, content controls opened."""
    for child in element:
        if child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml", f"{W}moveTo"):
            yield from _content(child)
        else:
            yield child


def _boxes(paragraph: Any) -> Iterator[Any]:
    """Yield the text boxes that are anchored in a paragraph, each once."""
    for box in paragraph.iter(_BOX):
        around = takewhile(lambda above: above is not paragraph, box.iterancestors())
        if not any(above.tag in (_FALLBACK, _BOX) for above in around):
            yield box


def _is_merged(cell: Any) -> bool:
    """Whether a cell only goes on with the one above it."""
    return value(cell, "tcPr/vMerge") in ("", "continue")


def _text(paragraph: Any) -> str:
    return "".join(text for _, text in _runs(paragraph))


def _runs(element: Any) -> Iterator[tuple[Any, str]]:
    """Yield the runs of letters that a reader sees, in links, fields and content controls too."""
    for child in element:
        if child.tag == f"{W}r":
            if not switch(child, "rPr/vanish"):
                yield child, "".join(map(_sign, child))
        elif child.tag not in _UNSEEN and value(child, "sdtPr/showingPlcHdr") is None:
            yield from _runs(child)


def _sign(element: Any) -> str:
    if element.tag == f"{W}t":
        return element.text or ""
    if element.tag == f"{W}br":
        return "\n" if element.get(f"{W}type") in (None, "textWrapping") else ""
    return _SIGNS.get(str(element.tag).removeprefix(W), "")


def _part(word: Any, name: str) -> Any:
    """Return the root of a part of the file, such as its footnotes; an empty element where it has none."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml.parser import OxmlElement, parse_xml

    try:
        part = word.part.part_related_by(getattr(RELATIONSHIP_TYPE, name.upper()))
    except KeyError:
        return OxmlElement("w:body")
    return part.element if hasattr(part, "element") else parse_xml(part.blob)


def _notes(word: Any) -> Iterator[str]:
    """Yield what stands outside the flow of the text, and is left out of it."""
    parts = [part for section in word.sections for part in (section.header, section.footer)]
    heads = {_text(p).strip() for part in parts for p in part._element.iter(f"{W}p")} - {""}
    if heads:
        yield f"running heads and feet left out: {'; '.join(sorted(heads))}"
    feet = (_text(p).strip() for name in ("footnotes", "endnotes") for p in _part(word, name).iter(f"{W}p"))
    if told := "; ".join(filter(None, feet)):
        yield f"footnotes left out: {told}"
