"""Settings as one typed, frozen object, whose defaults stand in `config.toml` alone; and where files lie."""

import os
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self, get_type_hints

from pipeline.errors import ConfigError

PACKAGE = Path(__file__).parent
DEFAULTS = PACKAGE / "config.toml"
_MOST = 1_000_000
"""Bytes that settings have at most: a device without end is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PathsConfig:
    """Folders that several rooms read."""

    knowledge: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveConfig:
    """Where the record is kept."""

    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesConfig:
    """Limits on what is read, and whose minutes it is."""

    max_bytes: int
    max_characters: int
    max_elements: int
    max_depth: int
    max_seconds: int
    max_memory: int
    ocr: bool
    publisher: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelConfig:
    """A model of one folder: the learned reader of the structure of minutes, the theme classifier."""

    model: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class EncoderConfig:
    """Which encoder, where its files are, how it runs."""

    model: str
    folder: Path
    precision: str
    batch_size: int
    max_tokens: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EntitiesConfig:
    """The entity tagger."""

    tagger: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class LinksConfig:
    """The fitted fusion of link scores, and how many links are shown."""

    model: Path
    limit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionsConfig:
    """Who corrects, where the command line does not say."""

    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WebConfig:
    """Limits on what the page takes at once."""

    max_files: int
    max_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchConfig:
    """How politely, and how patiently, a site is asked."""

    pause: float
    seconds: int
    tries: int
    patience: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """All settings; each room is handed the table it needs."""

    paths: PathsConfig
    archive: ArchiveConfig
    minutes: MinutesConfig
    structure: ModelConfig
    encoder: EncoderConfig
    entities: EntitiesConfig
    themes: ModelConfig
    links: LinksConfig
    corrections: CorrectionsConfig
    web: WebConfig
    fetch: FetchConfig

    def with_archive(self, url: str) -> Self:
        """Return the same settings with another archive."""
        return replace(self, archive=replace(self.archive, url=url))


# Where files lie: what came with the program, what users make, and what can be made again


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


def home() -> Path:
    """Return the folder of what came with the program."""
    return places().shipped


# Settings, read


def load_config(path: Path | None = None) -> Config:
    """Return the defaults, overridden by the settings in the TOML file at `path`.

    Raises:
        ConfigError: the file is missing or no TOML, or a setting is unknown, of the wrong type or too small.

    """
    tables = _absolute(_read(DEFAULTS), _default)
    if path is not None:
        beside = path.absolute().parent
        for table, settings in _absolute(_read(path), lambda _, value: beside / value).items():
            if table not in tables:
                raise ConfigError("unknown-table-of-settings", file=path, table=table, known=tables)
            for key, value in settings.items():
                tables[table][key] = _checked(path, f"{table}.{key}", value, tables[table].get(key))
    rooms = get_type_hints(Config)
    return Config(**{name: _build(rooms[name], tables[name]) for name in rooms})


def _read(path: Path) -> dict[str, dict[str, Any]]:
    try:
        with path.open("rb") as stream:
            data = stream.read(_MOST + 1)
        if len(data) > _MOST:
            raise ConfigError("settings-too-large", file=path, most=_MOST)
        tables = tomllib.loads(data.decode())
    except OSError as error:
        raise ConfigError("settings-unreadable", file=path, reason=error.strerror) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ConfigError("settings-unreadable", file=path, reason=error) from error
    for name, table in tables.items():
        if not isinstance(table, dict):
            raise ConfigError("setting-outside-a-table", file=path, setting=name)
    return tables


def _checked(path: Path, name: str, value: object, default: object) -> object:
    if default is None:
        raise ConfigError("unknown-setting", file=path, setting=name)
    if type(value) is not type(default):
        raise ConfigError(
            "wrong-type-of-setting", file=path, setting=name, type=type(default).__name__, value=value
        )
    if type(value) is int and value < 1:
        raise ConfigError("setting-below-one", file=path, setting=name, value=value)
    return value


def _default(setting: tuple[str, str], path: str) -> Path:
    """Return where the path of a default setting is: what is written at once in folders of the user."""
    written = {("archive", "url"): places().own, ("encoder", "folder"): places().cache}
    return written[setting] / path if setting in written else places().find(path)


def _absolute(
    tables: dict[str, dict[str, Any]], locate: Callable[[tuple[str, str], str], Path]
) -> dict[str, dict[str, Any]]:
    """Return the settings with every path that they name where it is; a bare word is a name, not a path."""
    for table, key in _paths():
        value = tables.get(table, {}).get(key)
        if isinstance(value, str) and value and "://" not in value:
            tables[table][key] = str(locate((table, key), value))
    return tables


def _paths() -> Iterator[tuple[str, str]]:
    """Yield the table and the name of each setting that is a path."""
    yield "archive", "url"
    for table, room in get_type_hints(Config).items():
        yield from ((table, key) for key, kind in get_type_hints(room).items() if kind is Path)


def _build(room: type, settings: dict[str, Any]) -> Any:
    hints = get_type_hints(room)
    return room(**{key: hints[key](value) for key, value in settings.items()})
