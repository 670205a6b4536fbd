"""What to read of the paths that a user names: exports of case systems by document, other minutes by file."""

import os
import re
from collections.abc import Iterable, Iterator
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
        others = [file for file in find_files([path]) if not _is_of(packages[0], path, file)]
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
    if not path.is_file():  # a pipe is not read twice
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


def _is_of(package: Package, root: Path, file: Path) -> bool:
    """Whether a file in a folder is of the exports there: one of them, attached to one, or one as a page."""
    if not package.files:
        return False
    name = PurePosixPath(file.relative_to(root).as_posix())
    if str(name) in package.files:
        return True
    for export in map(PurePosixPath, sorted(package.files)):
        if name.is_relative_to(export.parent) and _belongs(package, name, export):
            return True
    return False


def _belongs(package: Package, name: PurePosixPath, export: PurePosixPath) -> bool:
    if name.parent != export.parent:
        return _ATTACHED.match(name.relative_to(export.parent).as_posix()) is not None
    return name.stem.casefold() == export.stem.casefold() or name.name.casefold() in package.words(
        str(export)
    )
