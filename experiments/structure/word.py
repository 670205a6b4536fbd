"""Word files: one with heading styles that Word numbers, one with bold lines and no style at all."""

import io
from typing import Any

from content import Agenda, Entry, Group

from pipeline.domain import danish_date


def write_styled(agenda: Agenda) -> bytes:
    """Return a DOCX whose items are "Heading 1" that Word numbers, with a table of contents."""
    import docx

    document: Any = docx.Document()
    number_style(document, "Heading 1", first=int(agenda.entries[0].number))
    _running(document, agenda)
    document.add_paragraph("Referat", style="Title")
    _head_table(document, agenda)
    _contents(document, agenda)
    for entry in agenda.entries:
        document.add_heading(entry.title, level=1)
        if entry.case:
            document.add_paragraph(entry.case)
        for part in entry.parts:
            document.add_heading(part.heading, level=2)
            for group in part.groups:
                _styled_group(document, group)
    return _packed(document)


def write_direct(agenda: Agenda) -> bytes:
    """Return a DOCX of "Normal" paragraphs: what heads something is bold or large, numbers are typed."""
    import docx

    document: Any = docx.Document()
    _running(document, agenda)
    _bold(document, f"Referat fra møde i {agenda.committee}", size=16)
    meeting = agenda.meeting
    for label, value in (
        ("Dato", danish_date(meeting.date)),
        ("Tid", f"kl. {meeting.start:%H.%M} – {meeting.end:%H.%M}"),
        ("Sted", meeting.place or ""),
    ):
        line = document.add_paragraph()
        line.add_run(f"{label}:").bold = True
        line.add_run(f"\t{value}")
    document.add_paragraph()
    for entry in agenda.entries:
        _direct_entry(document, entry)
    document.add_paragraph(f"Referent: {agenda.publisher}, sekretariatet")
    return _packed(document)


def number_style(document: Any, style: str, first: int) -> None:
    """Let Word number the paragraphs of a style "1.", "2.": in `numbering.xml`, not in the text."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    numbering = document.part.numbering_part.element
    abstract = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90"><w:multiLevelType w:val="multilevel"/>'
        f'<w:lvl w:ilvl="0"><w:start w:val="{first}"/><w:numFmt w:val="decimal"/>'
        f'<w:pStyle w:val="{document.styles[style].style_id}"/><w:lvlText w:val="%1."/></w:lvl>'
        "</w:abstractNum>"
    )
    numbering.insert(0, abstract)
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    _set_numbering(document, style, 90)
    _set_numbering(document, "TOC Heading", 0)  # based on "Heading 1", and not to be numbered


def _set_numbering(document: Any, style: str, identity: int) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    numbered = parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="{identity}"/></w:numPr>')
    document.styles[style].element.get_or_add_pPr().append(numbered)


def _running(document: Any, agenda: Agenda) -> None:
    section = document.sections[0]
    section.header.paragraphs[0].text = f"{agenda.committee} · {agenda.meeting.date:%d.%m.%Y}"
    section.footer.paragraphs[0].text = f"{agenda.publisher} · Side 1"


def _head_table(document: Any, agenda: Agenda) -> None:
    meeting = agenda.meeting
    rows = (
        ("Udvalg", agenda.committee),
        ("Mødedato", f"{meeting.date:%d-%m-%Y}"),
        ("Starttidspunkt", f"{meeting.start:%H:%M}"),
        ("Sluttidspunkt", f"{meeting.end:%H:%M}"),
        ("Mødested", meeting.place or ""),
    )
    table = document.add_table(rows=0, cols=2)
    for label, value in rows:
        cells = table.add_row().cells
        cells[0].paragraphs[0].add_run(label).bold = True
        cells[1].text = value


def _contents(document: Any, agenda: Agenda) -> None:
    """Write the table of contents as Word leaves it in the file: number, tab, title, tab, page."""
    from docx.enum.style import WD_STYLE_TYPE

    document.styles.add_style("toc 1", WD_STYLE_TYPE.PARAGRAPH)
    document.add_paragraph("Indholdsfortegnelse", style="TOC Heading")
    for place, entry in enumerate(agenda.entries):
        document.add_paragraph(f"{entry.number}.\t{entry.title}\t{2 + place // 2}", style="toc 1")


def _styled_group(document: Any, group: Group) -> None:
    if group.kind == "table":
        _table(document, group)
        return
    style = {"ul": "List Bullet", "ol": "List Number", "h": "Heading 3"}.get(group.kind, "Normal")
    for line in group.lines:
        document.add_paragraph(line, style=style)


def _table(document: Any, group: Group) -> None:
    rows = group.rows()
    table = document.add_table(rows=0, cols=max(len(row) for row in rows))
    table.style = "Table Grid"
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=False):
            cell.text = text


def _direct_entry(document: Any, entry: Entry) -> None:
    document.add_paragraph()
    _bold(document, f"{entry.number}.\t{entry.title}", size=13)
    if entry.case:
        document.add_paragraph(entry.case)
    for part in entry.parts:
        _bold(document, part.heading)
        for group in part.groups:
            if group.kind == "h":
                document.add_paragraph().add_run(group.lines[0]).italic = True
                continue
            for place, line in enumerate(group.lines, start=1):
                mark = {"ul": "-\t", "ol": f"{place})\t"}.get(group.kind, "")
                document.add_paragraph(f"{mark}{line}")


def _bold(document: Any, text: str, size: int = 11) -> None:
    from docx.shared import Pt

    run = document.add_paragraph().add_run(text)
    run.bold = True
    run.font.size = Pt(size)


def _packed(document: Any) -> bytes:
    packed = io.BytesIO()
    document.save(packed)
    return packed.getvalue()
