"""The tree of errors; each says what happened, where, and what to do.

    SagssporError
    ├── ConfigError            a setting is unknown or has the wrong type
    ├── SourceError            a file cannot be read as text
    │   ├── SourceNotFoundError
    │   ├── SourceTooLargeError
    │   └── NoTextError        empty, binary, or a scan without a text layer
    ├── MinutesError           the text is no minutes, or is cut off
    │   └── UnknownLayoutError
    ├── KnowledgeError         a register in data/knowledge is not as described
    ├── ModelError             a model is missing, damaged, or made for another encoder
    │   └── ModelNotFoundError
    ├── CorpusError            a file of the annotated corpus is not as its FORMAT.md says
    ├── ArchiveError           the archive cannot be opened, is locked, damaged, or full
    │   └── ItemNotFoundError
    └── CorrectionError        a correction names something that is not there

The edges (`cli`, `web`) catch `SagssporError` and print its one line; everything
else is a bug and shows its traceback.
"""


class SagssporError(Exception):
    """What a user can act on; its message is one line."""


class ConfigError(SagssporError):
    """A setting is unknown or has the wrong type."""


class SourceError(SagssporError):
    """A file cannot be read as text."""


class SourceNotFoundError(SourceError):
    """There is no file at the path."""


class SourceTooLargeError(SourceError):
    """The file is larger than minutes ever are."""


class NoTextError(SourceError):
    """The file holds no text: empty, binary, or scanned."""


class MinutesError(SagssporError):
    """The text cannot be cut into a meeting and its items."""


class UnknownLayoutError(MinutesError):
    """No layout in `pipeline.minutes.layouts` fits the text."""


class KnowledgeError(SagssporError):
    """A register in data/knowledge is not as its README describes."""


class ModelError(SagssporError):
    """A model is damaged, or was made for another encoder."""


class ModelNotFoundError(ModelError):
    """There is no model where the config points."""


class CorpusError(SagssporError):
    """A file of the annotated corpus is not as its FORMAT.md says."""


class ArchiveError(SagssporError):
    """The archive cannot be opened, read or written."""


class ItemNotFoundError(ArchiveError):
    """The archive holds no item of this id."""


class CorrectionError(SagssporError):
    """A correction names something that is not there."""
