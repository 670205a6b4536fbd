"""Where files lie: what came with the program, what users make, and what can be made again."""

import os
from dataclasses import dataclass
from pathlib import Path

PACKAGE = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Three folders with the same paths in them; in a checkout they are one."""

    shipped: Path
    """What came with the program, and an upgrade replaces: registers, models, the corpus."""
    own: Path
    """What users make: archive, models they trained, runs; and what they have instead of what was shipped."""
    cache: Path
    """What is made again when it is gone: the encoder, vectors of the corpus."""

    def find(self, path: str) -> Path:
        """Return where a file or folder is read: the user's own, where there is one."""
        own = self.own / path
        return own if own.exists() else self.shipped / path

    def to_write(self, path: Path) -> Path:
        """Return where what a user makes in place of a shipped file or folder is kept."""
        inside = path.is_relative_to(self.shipped)
        return self.own / path.relative_to(self.shipped) if inside else path


def places() -> Places:
    """Return the places of this program: the one decision whether it is a checkout or installed.

    `SAGSSPOR_HOME`, where it is set, is all three of them; so is the checkout that the
    package lies in. Installed, as a wheel is, the package is only read: users' files go to
    where the platform keeps those.
    """
    checkout = PACKAGE.parent
    if named := os.environ.get("SAGSSPOR_HOME"):
        return _all(Path(named).absolute())
    if (checkout / "pyproject.toml").is_file() and (checkout / "data" / "knowledge").is_dir():
        return _all(checkout)
    from platformdirs import user_cache_path, user_data_path

    return Places(
        shipped=PACKAGE / "share",
        own=user_data_path("sagsspor", appauthor=False),
        cache=user_cache_path("sagsspor", appauthor=False),
    )


def _all(folder: Path) -> Places:
    return Places(shipped=folder, own=folder, cache=folder)
