"""Which corrections wait to be learned by another command than `retrain`, which learns themes alone."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

from pipeline.archive import Archive
from pipeline.config import Config
from pipeline.domain import Change, EntityChange, LinkChange, MergeChange, RenameChange, SplitChange
from pipeline.errors import ModelError
from pipeline.files import replacing

FILE = "learned.json"
"""In the folder of a model that learned from an archive: up to which entry of its log."""
KINDS: Mapping[str, tuple[type[Change], ...]] = MappingProxyType(
    {
        "entities": (EntityChange,),
        "links": (LinkChange,),
        "structure": (SplitChange, MergeChange, RenameChange),
    }
)
"""What each of `train entities|links|structure` learns from."""


def unlearned(archive: Archive, config: Config) -> dict[str, int]:
    """Return how many corrections each of the other models has not learned from, where there are any.

    Raises:
        ModelError: what such a model learned from is not readable.

    """
    folders = {
        "entities": config.entities.tagger,
        "links": config.links.model,
        "structure": config.structure.model,
    }
    since = {name: _position(folder) for name, folder in folders.items()}
    counts = {name: archive.count_active(kinds, since[name]) for name, kinds in KINDS.items()}
    return {name: count for name, count in counts.items() if count}


@contextmanager
def learning_from(url: str, folder: Path) -> Iterator[Archive]:
    """Give an archive to make the model in a folder from; that made, note how much of its log was learned."""
    with Archive.open(url) as archive:
        position = archive.last_number()
        yield archive
    with replacing(folder / FILE) as part:
        part.write_text(json.dumps({"position": position}) + "\n", encoding="utf-8")


def _position(folder: Path) -> int:
    path = folder / FILE
    if not path.is_file():
        return 0
    try:
        return int(json.loads(path.read_text(encoding="utf-8"))["position"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError("learned-damaged", path=path, reason=error) from error
