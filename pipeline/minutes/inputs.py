"""What to read of the paths that a user names: exports of case systems by document, other minutes by file."""

import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath

from pipeline.config import MinutesConfig
from pipeline.errors import SourceError, SourceTooLargeError
from pipeline.minutes.exports.holders import Folder, Zip, is_zip
from pipeline.minutes.exports.package import Exported, Package
from pipeline.minutes.exports.systems import may_hold_export
from pipeline.minutes.readers import find_files

Input = Path | Exported
_WORD = "word/document.xml"
"""What a zip archive that is a Word file has in it."""
# Where case systems put attachments: in folders of these names beside the file that lists them.
_ATTACHED = re.compile(r"(?i)(?:enclosures|images|bilag|attachments|files_[^/]*|[^/]*\.msg_attachments)/")


def find_inputs(paths: Iterable[Path], config: MinutesConfig, *, join: bool = False) -> list[Input]:
    """Return what there is to read: each file of minutes by its path, and each document of an export.

    With `join`, a document comes with its supplements, and what was taken back comes last.
    What cannot be read tells so when it is read.
    """
    return [one for path in paths for one in _inputs(path, config, join=join)]


def _inputs(path: Path, config: MinutesConfig, *, join: bool) -> Iterator[Input]:
    if os.path.isdir(path):  # noqa: PTH112 - False where a folder above is closed; Path raises
        folder = Folder(root=path)
        packages = [Package(holder=folder, config=config), *_zipped(folder, config)]
        others = _others(path, packages[0])
    else:
        packages = list(_named(path, config))
        others = [] if any(one.files for one in packages) else find_files([path])
    for package in packages:
        if join:
            yield from (*package.meetings(), *package.withdrawn())
        else:
            yield from package.documents()
    yield from others


def _named(path: Path, config: MinutesConfig) -> Iterator[Package]:
    """Yield the export that a file is, or that a zip archive holds."""
    # A pipe is not read twice; lines that the program wrote itself are read one by one, however many.
    if not path.is_file() or path.suffix.lower() == ".jsonl":
        return
    folder = Folder(root=path.parent, only=(path.name,))
    head = folder.head(path.name)
    if is_zip(head):
        yield from _unzipped(path, "", config)
    elif may_hold_export(head):
        yield Package(holder=folder, config=config)


def _zipped(folder: Folder, config: MinutesConfig) -> Iterator[Package]:
    for name in folder.names():
        if is_zip(folder.head(name)):
            yield from _unzipped(folder.root / name, f"{name}/", config)


def _unzipped(path: Path, prefix: str, config: MinutesConfig) -> Iterator[Package]:
    """Yield what a zip archive holds, if it is no Word file, and not damaged: reading it tells that."""
    try:
        archive = Zip.open(path)
    except SourceTooLargeError:
        raise
    except SourceError:
        return
    if archive.find(_WORD) is None:
        yield Package(holder=archive, config=config, prefix=prefix)


def _others(root: Path, package: Package) -> list[Path]:
    """Return the files of minutes in a folder that are of no export: neither one, nor attached to one."""
    names = {PurePosixPath(file.relative_to(root).as_posix()): file for file in find_files([root])}
    exports = defaultdict[PurePosixPath, list[PurePosixPath]](list)
    for export in map(PurePosixPath, sorted(package.files)):
        exports[export.parent].append(export)
    own = {export for beside in exports.values() for export in beside}
    own |= {
        name
        for name in names
        if any(_is_attached(name, folder) for folder in name.parents if folder in exports)
    }
    for folder, beside in exports.items():
        own |= _told(package, beside, [name for name in names.keys() - own if name.parent == folder])
    return [file for name, file in names.items() if name not in own]


def _is_attached(name: PurePosixPath, folder: PurePosixPath) -> bool:
    return _ATTACHED.match(name.relative_to(folder).as_posix()) is not None


def _told(
    package: Package, exports: Iterable[PurePosixPath], names: Sequence[PurePosixPath]
) -> set[PurePosixPath]:
    """Return those of some files that exports beside them name, or that are called as one of these is."""
    found = set[PurePosixPath]()
    for export in exports if names else ():
        words = package.words(str(export))
        found |= {
            name
            for name in names
            if name.stem.casefold() == export.stem.casefold() or name.name.casefold() in words
        }
    return found
