"""Versions of a theme model beside its folder, and which one is served.

`models/themes` is the model that comes with the program: version 0. Those made here lie
in `models/themes-versions/1`, `2` ... (not in git); `serving.json` there lists the
versions served so far, the last one serves. It is replaced in one step, so that `tag`
never sees half a promotion; going back is dropping its last line.
"""

import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path

from pipeline.config import places
from pipeline.errors import ModelError, ModelNotFoundError
from pipeline.files import locked, replacing

SERVING, ABOUT = "serving.json", "version.json"
SHIPPED = 0
BROKEN_OFF = "broken off before all of the archive was tagged with it"
"""Outcome of a version from when it is kept until it serves and has tagged the archive again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version: what it was made from, and how it did."""

    number: int
    trained_on: str
    """Fingerprint of its examples."""
    made: str
    """Day and time in UTC, ISO 8601."""
    position: int
    """How much of the archive's log of corrections it had read."""
    corrected: int
    """How many corrected items it learned from."""
    figures: Mapping[str, float] = field(default_factory=dict)
    outcome: str = ""
    """Promoted or refused, and why, in one line."""
    run: str = ""
    """Its run in MLflow."""
    registered: str = ""
    """Its version in MLflow's registry."""


class VersionStore:
    """The versions of the model in one folder."""

    def __init__(self, model: Path) -> None:
        self.model = model
        self.folder = places().to_write(model.with_name(f"{model.name}-versions"))

    @property
    def champion(self) -> int:
        """The version that is served."""
        return self.served()[-1]

    def served(self) -> list[int]:
        """Return the versions served so far, the present one last."""
        path = self.folder / SERVING
        if not path.is_file():
            return [SHIPPED]
        try:
            numbers = [int(number) for number in json.loads(path.read_text(encoding="utf-8"))]
        except (OSError, ValueError, TypeError) as error:
            raise ModelError("served-list-damaged", path=path, reason=error, model=self.model) from error
        return numbers or [SHIPPED]

    def path(self, number: int) -> Path:
        """Return the folder of a version.

        Raises:
            ModelNotFoundError: there is no such version.

        """
        path = self.model if number == SHIPPED else self.folder / str(number)
        if not path.is_dir() and number == SHIPPED:
            raise ModelNotFoundError("no-theme-model", path=path)
        if not path.is_dir():
            raise ModelNotFoundError("no-such-version", number=number, model=self.model)
        return path

    def versions(self) -> tuple[Version, ...]:
        """Return the versions made here, oldest first."""
        found = [path for path in self.folder.glob(f"*/{ABOUT}") if path.parent.name.isdecimal()]
        return tuple(sorted(map(_read, found), key=lambda version: version.number))

    def version(self, number: int) -> Version | None:
        """Return a version made here; None for the one that came with the program."""
        return _read(self.path(number) / ABOUT) if number != SHIPPED else None

    def next_number(self) -> int:
        """Return the number of the next version."""
        return max((version.number for version in self.versions()), default=SHIPPED) + 1

    def keep(self, version: Version, files: Path) -> Path:
        """Put a model's files and what is to be known of it in place, whole or not at all."""
        target = self.folder / str(version.number)
        with replacing(target) as part:
            shutil.copytree(files, part)
            _write(part / ABOUT, asdict(version))
        return target

    def note(self, version: Version) -> None:
        """Write down what else became known of a version."""
        _write(self.path(version.number) / ABOUT, asdict(version))

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Make a version while nobody else does; what killed runs left half written is removed.

        Raises:
            ModelError: somebody else does.

        """
        with locked(self.folder / ".lock") as held:
            if not held:
                raise ModelError("retrained-elsewhere", folder=self.folder)
            for left in self.folder.glob(".*.*"):
                shutil.rmtree(left) if left.is_dir() else left.unlink()
            yield

    def broken_off(self) -> tuple[Version, ...]:
        """Return the versions whose making was broken off after they were kept."""
        return tuple(version for version in self.versions() if version.outcome == BROKEN_OFF)

    def drop(self, number: int) -> None:
        """Remove a version that never served."""
        if number not in self.served():
            shutil.rmtree(self.path(number))

    def promote(self, number: int) -> None:
        """Serve a version from now on.

        Of one that serves already nothing is noted: rollback is to go to another.
        """
        self.path(number)
        if number != self.champion:
            _write(self.folder / SERVING, [*self.served(), number])

    def rollback(self) -> int:
        """Serve what was served before, and return its number.

        Raises:
            ModelError: nothing was.

        """
        *before, last = self.served()
        if not before:
            raise ModelError("nothing-to-go-back-to", number=last)
        self.path(before[-1])
        _write(self.folder / SERVING, before)
        return before[-1]


def served_folder(model: Path) -> Path:
    """Return the folder of the version that is served in place of the model in this folder."""
    store = VersionStore(model)
    return store.path(store.champion)


def _read(path: Path) -> Version:
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        return Version(**{field.name: values[field.name] for field in fields(Version)})
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError("version-damaged", path=path, reason=error) from error


def _write(path: Path, values: object) -> None:
    with replacing(path) as part:
        part.write_text(json.dumps(values, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
