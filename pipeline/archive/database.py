"""One open database: transactions to read and to write in, set up for SQLite or whatever the URL names."""

import json
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from glob import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event, exc, make_url

from pipeline.archive.failures import told_in_one_line
from pipeline.archive.lookup import WIPE
from pipeline.archive.migrate import upgrade, upgrade_needed
from pipeline.errors import ArchiveError
from pipeline.files import replacing

BUSY_SECONDS = 10.0
"""How long one waits for another to finish writing; `?timeout=` in a SQLite URL says otherwise."""
_EFFECTIVE = {"effective_ids": True} if os.access in os.supports_effective_ids else {}


class Database:
    """An engine whose every failure is an ArchiveError of one line."""

    def __init__(self, url: str) -> None:
        self._url = _parsed(url)
        self.where = _shown(self._url)
        self._read_only = self.file is not None and _is_read_only(self.file)
        self._engine = _engine(_read_only_url(self.file) if self.file and self._read_only else self._url)
        # SQLite reads one state anyway; PostgreSQL's default shows every statement the newest.
        postgres = self._engine.dialect.name == "postgresql"
        self._snapshot: dict[str, Any] = {"isolation_level": "REPEATABLE READ"} if postgres else {}
        try:
            self._set_up()
        except BaseException:
            self.close()
            raise

    @property
    def file(self) -> Path | None:
        """The file that SQLite keeps the archive in; None on a server or in memory."""
        # "file:" begins SQLite's own form, with options of its own.
        return Path(self.where) if _is_file(self._url) and not self.where.startswith("file:") else None

    @property
    def in_memory(self) -> bool:
        """Whether all that is kept is gone at the end."""
        return self._url.get_backend_name() == "sqlite" and not _is_file(self._url)

    def close(self) -> None:
        """Let go of the file or the server."""
        self._engine.dispose()

    def reading(self) -> AbstractContextManager[Connection]:
        """Return a transaction that sees one state of the archive from its start to its end."""
        return self._transaction(self._engine.execution_options(**self._snapshot))

    def writing(self) -> AbstractContextManager[Connection]:
        """Return a transaction that alone may write; an exception undoes all of it."""
        return self._transaction(self._engine.execution_options(writing=True))

    def back_up(self, path: Path) -> None:
        """Write a copy of the database as it is now; what stands at `path` stays if that fails.

        Raises:
            ArchiveError: the database is on a server.

        """
        if self.file is None:
            raise ArchiveError("backup-of-server", archive=self.where)
        with told_in_one_line(self.where), replacing(path) as part, closing(sqlite3.connect(part)) as copy:
            with closing(self._engine.raw_connection()) as own:
                connection: Any = own.driver_connection
                connection.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")  # a copy is one file

    @contextmanager
    def _transaction(self, engine: Engine) -> Iterator[Connection]:
        with told_in_one_line(self.where):
            with engine.begin() as connection:
                yield connection
                wiped = connection.info.pop(WIPE, False)
            if wiped:
                self._empty_log()
                self._drop_kept()

    def _drop_kept(self) -> None:
        """Remove the indexes kept beside the archive, which hold its words; they are made anew."""
        if self.file is not None:
            for kept in self.file.parent.glob(f"{escape(self.file.name)}.*.npz"):
                kept.unlink(missing_ok=True)

    def _empty_log(self) -> None:
        """Let nothing stand in the write-ahead log; who still reads an earlier state holds that back."""
        with closing(self._engine.raw_connection()) as connection:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _set_up(self) -> None:
        if self.file is not None and not self._read_only:
            _make_folder(self.file)
            _look(self.file)
        if _is_file(self._url) and not self._read_only:
            with told_in_one_line(self.where):
                _write_ahead(self._engine)
        with self.reading() as connection:
            needed = upgrade_needed(connection, self.where)
        if needed and self._read_only:
            raise ArchiveError("archive-old-and-read-only", archive=self.where)
        if needed:
            with self.writing() as connection:
                upgrade(connection, self.where)


def check_is_there(url: str) -> None:
    """Refuse a file that is not there; whether a server has an archive is told when it is opened.

    Raises:
        ArchiveError: there is no such file.

    """
    where = _shown(_parsed(url))
    if _is_file(_parsed(url)) and not where.startswith("file:") and not os.path.lexists(where):
        raise ArchiveError("no-archive", archive=where)


def _parsed(url: str) -> URL:
    if not url.strip():
        raise ArchiveError("no-archive-named")
    if "://" not in url:
        return URL.create("sqlite", database=url)
    try:
        return make_url(url)
    except exc.ArgumentError as error:
        raise ArchiveError("no-database-url", url=url) from error


def _is_file(url: URL) -> bool:
    return url.get_backend_name() == "sqlite" and url.database not in (None, "", ":memory:")


def _shown(url: URL) -> str:
    return url.database if _is_file(url) and url.database else url.render_as_string()


def _is_read_only(file: Path) -> bool:
    """Tell whether an archive is there, and it or its folder may not be written to."""
    # os.path: a name no file can have is no error here.
    return os.path.isfile(file) and not (_writable(file) and _writable(file.parent))  # noqa: PTH113


def _writable(path: Path) -> bool:
    return os.access(path, os.W_OK, **_EFFECTIVE)


def _read_only_url(file: Path) -> URL:
    """Return the URL that opens an archive to be read alone, as one that nobody changes.

    SQLite's write-ahead log wants a file of its own beside the archive even to read it.

    Raises:
        ArchiveError: changes wait beside it that only a program that may write can take in.

    """
    if waiting := _waiting(file):
        raise ArchiveError("changes-wait-read-only", archive=file, waiting=waiting.name)
    return _own_form(file, immutable="1")


def _waiting(file: Path) -> Path | None:
    """Return the write-ahead log beside a database, if it holds changes."""
    log = file.with_name(f"{file.name}-wal")
    return log if log.is_file() and log.stat().st_size else None


def _own_form(file: Path, **options: str) -> URL:
    """Return SQLite's own form of a file that is only read."""
    database = f"file:{quote(str(file.absolute()))}"
    return URL.create("sqlite", database=database, query={"mode": "ro", "uri": "true", **options})


def _look(file: Path) -> None:
    """Refuse a file that holds something else than an archive before anything is done to it.

    Raises:
        ArchiveError: it is no database, that of another program, or of another time.

    """
    if not file.is_file():
        return
    # Read as if nobody changed it, SQLite leaves no file of its own beside it.
    engine = _engine(_own_form(file) if _waiting(file) else _own_form(file, immutable="1"))
    try:
        with told_in_one_line(str(file)), engine.begin() as connection:
            upgrade_needed(connection, str(file))
    except ArchiveError as error:
        # What a killed program left half done, only one that may write can undo.
        if error.code != "archive-read-only":
            raise
    finally:
        engine.dispose()


def _make_folder(file: Path) -> None:
    try:
        is_folder = file.is_dir()
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ArchiveError("archive-folder-not-made", archive=file, reason=error.strerror) from error
    if is_folder:
        raise ArchiveError("archive-is-a-folder", archive=file)


def _engine(url: URL) -> Engine:
    options: dict[str, Any] = {"json_serializer": _plain_json}
    if url.get_backend_name() == "sqlite" and "timeout" not in url.query:
        options["connect_args"] = {"timeout": BUSY_SECONDS}
    try:
        engine = create_engine(url, **options)
    except (exc.ArgumentError, ImportError) as error:
        shown = url.render_as_string()
        raise ArchiveError("no-database-driver", archive=shown, reason=error) from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
    return engine


def _plain_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _prepare(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # Python's sqlite3 would begin transactions at times of its own
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")  # what is taken out is written over
    # SQLite's own knows the letters a to z only.
    connection.create_function("lower", 1, lambda text: text and text.casefold(), deterministic=True)


def _begin(connection: Connection) -> None:
    # A writer takes its lock at once: one that first read and then wrote could not wait for another.
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _write_ahead(engine: Engine) -> None:
    """Let readers read while one writes; SQLite does not wait for its lock here, so we do."""
    deadline = time.monotonic() + BUSY_SECONDS
    with closing(engine.raw_connection()) as connection:
        while True:
            try:
                connection.cursor().execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                    raise
                time.sleep(0.05)
