"""The tree of errors; each says what happened, where, and what to do.

    SagssporError
    ├── ConfigError            a setting is unknown or has the wrong type
    ├── SourceError            a file cannot be read as text
    │   ├── SourceNotFoundError
    │   ├── SourceTooLargeError
    │   └── NoTextError        empty, binary, or a scan without a text layer
    ├── MinutesError           the text is no minutes, or is cut off
    │   ├── UnknownLayoutError
    │   └── DoubtfulError      it may be cut wrongly: a person has to look
    ├── KnowledgeError         a register in data/knowledge is not as described
    ├── ModelError             a model is missing, damaged, or made for another encoder
    │   └── ModelNotFoundError
    ├── CorpusError            a file of the annotated corpus is not as its FORMAT.md says
    ├── FetchError             a site answers something else than it should
    │   ├── GoneError          there is nothing at an address, or nothing any more
    │   └── NoAnswerError      it does not answer, or wants to be left alone: try later
    ├── ArchiveError           the archive cannot be opened, is locked, damaged, or full
    │   └── ItemNotFoundError
    └── CorrectionError        a correction names something that is not there
        └── CorrectedMeanwhileError  somebody else corrected the item since it was read

An error is raised with a code and values: `ItemNotFoundError("no-such-meeting", meeting=key)`.
`messages.toml` words every code, one column a language. The edges (`cli`, `web`) catch
`SagssporError` and tell its one line; everything else is a bug and shows its traceback.
"""

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

MESSAGES = Path(__file__).with_name("messages.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A value of an error that is worded in each language itself."""

    en: str
    da: str

    def message(self, language: str) -> str:
        """Return it in a language."""
        return self.da if language == "da" else self.en


class SagssporError(Exception):
    """What a user can act on: a code of `messages.toml`, and the values that its line has places for."""

    def __init__(self, code: str, /, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values

    def __str__(self) -> str:
        return self.message()

    def message(self, language: str = "en") -> str:
        """Return the error in one line; another error among its values is told in the same language."""
        lines = load_messages().get(self.code, {})
        # An error of an extension may be its own line.
        line = lines.get(language) or lines.get("en") or self.code
        values = {name: _worded(value, language) for name, value in self.values.items()}
        return line.format_map(values) if values else line


def _worded(value: object, language: str) -> object:
    if isinstance(value, SagssporError | Said):
        return value.message(language)
    if isinstance(value, Iterable) and not isinstance(value, str | Path):
        return ", ".join(map(str, value))
    return value


@cache
def load_messages() -> dict[str, dict[str, str]]:
    """Return the line of each code in each language."""
    messages: dict[str, dict[str, str]] = tomllib.loads(MESSAGES.read_text(encoding="utf-8"))
    return messages


class ConfigError(SagssporError):
    """A setting is unknown or has the wrong type."""


class SourceError(SagssporError):
    """A file cannot be read as text."""


class SourceNotFoundError(SourceError):
    """There is no file at the path."""


class SourceTooLargeError(SourceError):
    """The file holds more, or takes longer to read, than minutes ever do."""


class NoTextError(SourceError):
    """The file holds no text: empty, binary, or scanned."""


class MinutesError(SagssporError):
    """The text cannot be cut into a meeting and its items."""


class UnknownLayoutError(MinutesError):
    """No layout in `pipeline.minutes.layouts` fits the text."""


class DoubtfulError(MinutesError):
    """The text was cut, but not so surely that it is kept before a person has looked."""


class KnowledgeError(SagssporError):
    """A register in data/knowledge is not as its README describes."""


class ModelError(SagssporError):
    """A model is damaged, or was made for another encoder."""


class ModelNotFoundError(ModelError):
    """There is no model where the config points."""


class CorpusError(SagssporError):
    """A file of the annotated corpus is not as its FORMAT.md says."""


class FetchError(SagssporError):
    """A site answers something else than it should, or leads elsewhere."""


class GoneError(FetchError):
    """There is nothing at an address, or nothing any more."""


class NoAnswerError(FetchError):
    """A site does not answer, or wants to be left alone for longer than we wait."""


class ArchiveError(SagssporError):
    """The archive cannot be opened, read or written."""


class ItemNotFoundError(ArchiveError):
    """The archive holds no item of this id."""


class CorrectionError(SagssporError):
    """A correction names something that is not there."""


class CorrectedMeanwhileError(CorrectionError):
    """Somebody else corrected the item since who corrects it now has read it."""

    def __init__(self, code: str, /, *, item: str, numbers: Sequence[int]) -> None:
        super().__init__(code, item=item, numbers=numbers)
        self.numbers = tuple(numbers)
