"""What a site answered, as the files of an export: nothing of it is written anywhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Answers:
    """Files in memory, by their names; what `minutes.exports` takes for a folder."""

    files: Mapping[str, bytes]

    def names(self) -> Sequence[str]:
        """Return the names of all files, sorted."""
        return sorted(self.files)

    def head(self, name: str) -> bytes:
        """Return the bytes of a file."""
        return self.files[name]

    def read(self, name: str, limit: int) -> bytes:  # noqa: ARG002 - the site's answers are limited
        """Return the bytes of a file."""
        return self.files[name]

    def find(self, path: str) -> str | None:
        """Return the name of the file at a path; None if there is none."""
        return path if path in self.files else None
