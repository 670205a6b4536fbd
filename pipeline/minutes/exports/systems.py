"""The case systems, each told by what a file holds and never by its name."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pipeline.errors import SourceError
from pipeline.minutes.document import File
from pipeline.minutes.exports import acadre, agman, edoc, firstagenda, fujitsu, sbsys
from pipeline.minutes.exports.record import Pointer, Record, bare
from pipeline.minutes.exports.xml import ILLEGAL, Element, as_utf8, parse_xml

MANIFESTS: Mapping[str, Callable[[Element], tuple[Pointer, ...]]] = {
    "self::root[table[@name='producedAgenda']]": acadre.read_manifest,
    "self::Root[fujitsu:Notification]": fujitsu.read_manifest,
}
AGENDAS: Mapping[str, Callable[[Element, str], Record]] = {
    "self::Publication[@TimeStamp or PublicationTypeAsValue]": agman.read,
    "self::root[table[@name='agenda'][1]/fields/field[@name='sysid']]": acadre.read,
    "self::Root[fujitsu:Committee]": fujitsu.read,
    "self::Dagsorden[Møde]": sbsys.read,
    "self::Meeting[MeetingAgendaTypes]": edoc.read,
}
"""By what is the root of a file and stands in it; FirstAgenda writes JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What one file of an export holds."""

    records: tuple[Record, ...] = ()
    pointers: tuple[Pointer, ...] = ()
    said: tuple[tuple[int, ...], ...] = ()
    """Of a content without text: what each item of each record said, as a number that tells others apart."""

    def without_text(self) -> "Content":
        """Return what is kept of a file while others are read."""
        said = tuple(tuple(map(hash, record.items)) for record in self.records)
        return replace(self, records=tuple(map(_without_text, self.records)), said=said)


def _without_text(record: Record) -> Record:
    return replace(record, items=tuple(map(bare, record.items)), documents=(), notes=())


_ROOTS = ("Publication", "root", "Root", "Dagsorden", "Meeting")
_BEFORE = rb"\s*(?:<\?[^>]*\?>\s*|<!--.*?-->\s*)*"
_XML = re.compile(_BEFORE + rb"<(?:!DOCTYPE\s+)?(?:%s)[\s>/\[]" % "|".join(_ROOTS).encode(), re.DOTALL)
_CUT_XML = re.compile(rb"\s*<\?[^>]*$|" + _BEFORE + rb"(?<=>)<?([a-zA-Z]*)$|<([a-zA-Z]*)$", re.DOTALL)
_CUT_JSON = re.compile(rb'\{\s*"?([a-zA-Z]*)$')
_NAMED = re.compile(rb'"(?:%s)"\s*:' % "|".join(firstagenda.MARKS).encode())
"""What FirstAgenda writes, as names of a JSON object: a word of the text alone tells nothing."""
_ESCAPED = re.compile(r"\\(?:(u00(?:0[0-8bcefBCEF]|1[0-9a-fA-F])|[fb])|.)", re.DOTALL)
_MAY_ESCAPE = re.compile(r"\\(?:u00|[fb])")


def may_hold_export(head: bytes) -> bool:
    """Whether a file may be of an export, by its first bytes: one that is cut off there, too."""
    start = as_utf8(head).lstrip()
    if start.startswith(b"{"):
        return True
    if cut := _CUT_XML.match(start):
        named = (cut[1] or cut[2] or b"").decode()
        return start.startswith(b"<") and any(root.startswith(named) for root in _ROOTS)
    return _XML.match(start) is not None


def content_of(file: File) -> Content | None:
    """Return what a file of an export holds; None where it is of none.

    Raises:
        SourceError: it is of one, but damaged, or states no day of its meeting.

    """
    if not may_hold_export(file.data[:4096]):
        return None
    if as_utf8(file.data[:4096]).lstrip().startswith(b"{"):
        return _from_json(file)
    return _from_xml(file)


def _from_xml(file: File) -> Content | None:
    root, removed = parse_xml(file)

    def is_of(form: str) -> bool:
        return bool(root.xpath(form, namespaces={"fujitsu": fujitsu.NAMESPACE}))

    if read_manifest := next((read for form, read in MANIFESTS.items() if is_of(form)), None):
        return Content(pointers=read_manifest(root))
    if read := next((read for form, read in AGENDAS.items() if is_of(form)), None):
        return Content(records=(_noted(read(root, file.name), removed),))
    return None


def _from_json(file: File) -> Content | None:
    data = as_utf8(file.data)
    cut = _CUT_JSON.match(data.strip())
    begun = cut is not None and any(mark.encode().startswith(cut[1]) for mark in firstagenda.MARKS)
    if not (begun or _NAMED.search(data)):
        return None
    try:
        text = data.decode()
        value: Any = json.loads(text, strict=False)
    except json.JSONDecodeError as error:
        if error.msg == "Extra data" and not firstagenda.recognises(_first_value(text)):
            return None  # one object a line, as this program's own exports have
        raise SourceError(
            "json-damaged", file=file.name, line=error.lineno, column=error.colno, reason=error.msg
        ) from error
    except (ValueError, RecursionError) as error:  # also a number of thousands of digits
        raise SourceError(
            "json-damaged", file=file.name, line=1, column=1, reason=type(error).__name__
        ) from error
    if not firstagenda.recognises(value):
        return None
    escaped = _ESCAPED.findall(text) if _MAY_ESCAPE.search(text) else []
    removed = sum(map(bool, escaped)) + len(data) - len(data.translate(None, ILLEGAL))
    records = tuple(_noted(record, removed) for record in firstagenda.read(value, file.name))
    return Content(records=records, pointers=firstagenda.read_manifest(value))


def _first_value(text: str) -> Any:
    return json.JSONDecoder(strict=False).raw_decode(text.lstrip())[0]


def _noted(record: Record, removed: int) -> Record:
    return replace(record, notes=(*record.notes, *_removed(removed)))


def _removed(count: int) -> Iterator[str]:
    if count:
        yield f"characters removed that no text has: {count}"
