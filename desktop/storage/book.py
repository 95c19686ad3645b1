"""The office book: one SQLite file, opened by one writing and one reading connection."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock

from sqlalchemy import Connection, event, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from desktop.core.changes import Changes
from desktop.core.errors import DamagedFile, FileThere, ForeignFile, NotWritable, UserProblem
from desktop.platform.atomic import atomic_file, sweep
from desktop.storage import compacting, keys, schema, seals, verifiers
from desktop.storage.engine import (
    BOOK_APPLICATION_ID,
    SCHEMA_VERSION,
    damaged,
    inspect_header,
    make_engine,
    problem_from_database,
    require_known_version,
    translated,
    writing_session,
)
from desktop.storage.holding import hold, release
from desktop.storage.keeping import deed_of, seal
from desktop.storage.models import Office
from desktop.storage.orders import Orders
from desktop.storage.undone import forget_after_deed

SUFFIX = ".gsdb"
_LOOK = "SELECT count(*) FROM sqlite_schema"


class Book:
    """An open office book. Write on one thread only; reads of several threads wait their turn."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        """Open connections on a book whose file and schema were checked (`open_book`).

        `read_only`: to be looked at; `write` is refused.
        """
        self.path = path
        self.read_only = read_only
        self.origin = ""
        self.name = ""
        self.clerk: str | None = None
        """Who is at work: written to each audit entry."""
        self.told = ""
        """What opening it did that the clerk is to know, a sentence or ''."""
        self._orders = Orders()
        self._writer = make_engine(path, mode="ro" if read_only else "rw")
        self._reader = make_engine(path, mode="ro")
        self._reading = RLock()  # one connection reads: a deed may have to look before it writes
        self._held: tuple[int, int] | None = None
        self._followed = False  # whether the seals follow what the writer writes
        event.listen(self._writer, "invalidate", self._lost)
        try:
            self._open()
        except BaseException:
            self.close()
            raise

    def _open(self) -> None:
        with translated(self.path):
            key = keys.key_of(self.path)  # a copy's key may be known from its book
        with translated(self.path), self._writer.connect() as connection:
            # another program may have left a write-ahead log: the file alone must be the book
            raw = connection.connection.driver_connection
            assert raw is not None  # noqa: S101 - a connection in use always has its driver
            raw.execute("PRAGMA journal_mode = DELETE")
            with connection.begin():
                # the first lock rolls back what a killed program left half done
                connection.exec_driver_sql("PRAGMA cache_spill = OFF")
                connection.exec_driver_sql(_LOOK)
            self._follow(connection)
            self._held = hold(self.path)
            if key is None:
                keys.forget(self.path)  # of what stood here before: a plain backup was restored
                if not self.read_only:
                    verifiers.remove(self.path)
            else:
                keys.remember(self.path, key)
        self.refresh_office()

    def _follow(self, connection: Connection) -> None:
        raw = connection.connection.driver_connection
        assert raw is not None  # noqa: S101 - a connection in use always has its driver
        raw.execute("PRAGMA cache_spill = OFF")
        if not self.read_only:
            seals.follow(connection)
        self._followed = True

    def _lost(self, *_connection: object) -> None:
        """Note that the next write is by a new connection, as after a rolling back that failed."""
        self._followed = False

    def refresh_office(self) -> None:
        """Read the own office's name and uid again."""
        with self.read() as session:
            own = session.scalar(select(Office).where(Office.own, Office.deleted_at.is_(None)))
            if own is None:
                raise DamagedFile(
                    f"«{self.path.name}» thiếu thông tin cơ quan của sổ. "
                    "Hãy mở bản sao lưu gần nhất."
                )
            self.origin, self.name = own.uid, own.name

    @contextmanager
    def write(self, words: str) -> Iterator[Session]:
        """Begin a transaction for a deed named by `words`; it is committed at the end.

        Any exception rolls all of it back. Errors of the environment come out as sentences.
        Raises `UserProblem` for a book that is only looked at.
        """
        if self.read_only:
            raise UserProblem(
                "Đây là bản sao lưu, chỉ để xem nên không ghi được. "
                "Hãy về sổ của cơ quan rồi làm lại."
            )
        self._require_open()
        with (
            translated(self.path),
            writing_session(self._writer, self.origin, self.clerk) as session,
        ):
            if not self._followed:
                with self._writer.connect() as connection:
                    self._follow(connection)
            deed_of(session).words = words
            with session.begin():
                yield session
                forget_after_deed(session)
                seal(session)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Begin a reading transaction on the read-only connection."""
        self._require_open()
        info = {"orders": self._orders}
        with (
            self._reading,
            translated(self.path),
            Session(self._reader, expire_on_commit=False, info=info) as session,
        ):
            self._begin_reading(session)
            try:
                yield session
            except ValueError as error:
                if str(error).startswith("Invalid isoformat string"):  # a date's byte changed
                    raise damaged(self.path) from error
                raise

    def _require_open(self) -> None:
        if self._held is None:  # else the engines would open the file again, unseen by anybody
            raise UserProblem(f"Sổ «{self.path.name}» đã đóng. Hãy mở lại sổ rồi làm lại.")

    def compact(self) -> None:
        """Write the file anew, so that nothing of what was removed lies in its free places.

        The search index forgets the words of removed rows, too. Needs as much memory as the book
        is long, and as much free disk. Raises the sentences of the environment; the book is then
        as it was.
        """
        self._require_open()
        with self._reading, translated(self.path), self._writer.connect() as connection:
            raw = connection.connection.driver_connection
            assert raw is not None  # noqa: S101 - a connection in use always has its driver
            raw.execute("PRAGMA secure_delete = ON")
            try:
                raw.execute("INSERT INTO search_index(search_index) VALUES ('optimize')")
                raw.execute("VACUUM")
                compacting.unmark(raw)
            finally:
                raw.execute("PRAGMA secure_delete = OFF")

    def _begin_reading(self, session: Session) -> None:
        """Begin, rolling back first what a disk that failed left half done.

        A deed whose rolling back failed, too, leaves its journal, and a connection that only
        reads can't apply it: every list would be refused until the next deed.
        """
        try:
            session.connection().exec_driver_sql(_LOOK)
        except OperationalError as error:
            if not isinstance(problem_from_database(error, self.path), NotWritable):
                raise
            session.rollback()
            writing = make_engine(self.path)
            try:
                with writing.connect() as connection:
                    connection.exec_driver_sql(_LOOK)
            finally:
                writing.dispose()
            session.connection().exec_driver_sql(_LOOK)

    def open_again(self) -> None:
        """Open the connections again after `close`, on the same file.

        Raises `NeedsPassphrase` for an encrypted book that nobody has unlocked since, and the
        sentences of the environment.
        """
        if self._held is None:
            try:
                self._open()
            except BaseException:
                self.close()
                raise

    def close(self) -> None:
        """Close both connections; the file may then be moved or copied.

        The key of an encrypted book is forgotten when no other `Book` here has it open.
        """
        self._reader.dispose()
        self._writer.dispose()
        if self._held is not None:
            if release(self._held):
                keys.forget(self.path)
            self._held = None
            self._followed = False


def changes_of(session: Session) -> Changes:
    """Return what a session's deed has changed; flushes what is pending."""
    session.flush()
    return Changes(deed_of(session).registers)


def _copy_beside(path: Path, version: int) -> None:
    from desktop.storage.backup import backup_file  # noqa: PLC0415

    backup_file(path, path.with_name(f"{path.stem} (trước nâng cấp {version}){SUFFIX}"))


def open_book(path: Path, before_upgrade: Callable[[Path, int], object] = _copy_beside) -> Book:
    """Open a book, bringing an older schema up to date first.

    What an erasure left to be written anew is, before anything else; `Book.told` says so. What a
    killed program left lying beside the book goes.

    `before_upgrade` (path, schema) makes a verified copy: a migration is the one thing that
    rewrites everything. What it raises leaves the book as it is.

    Raises `FileMissing`, `ForeignFile`, `DamagedFile`, `NewerFile`, `FileLocked`, `NotWritable`,
    `NeedsPassphrase` (encrypted, and nobody has unlocked it: `services.protection`); in each
    case the file is left as it was.
    """
    version = inspect_header(path, BOOK_APPLICATION_ID)
    require_known_version(path, version)
    if version == 0:
        raise ForeignFile(
            f"«{path.name}» không phải là sổ dữ liệu của Gương Sáng. Hãy chọn tệp khác."
        )
    if version < SCHEMA_VERSION:
        before_upgrade(path, version)
        _upgrade(path, "rw")
    with translated(path):
        book = Book(path)
    from desktop.storage import rekeying  # noqa: PLC0415 - needs backup, as above

    rekeying.sweep(path)
    sweep(Path(os.path.realpath(path)).parent)
    try:
        book.told = compacting.finish(book)
    except BaseException:
        book.close()
        raise
    return book


@contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """Give a temporary name beside `path`; what is written there becomes `path` at the end.

    Raises `FileThere` when `path` exists: a book is never written over.
    """
    with translated(path):
        if path.exists():
            raise FileThere(
                f"Đã có tệp «{path.name}» ở đó. Hãy chọn tên khác; tệp cũ không bị ghi đè."
            )
        path.parent.mkdir(parents=True, exist_ok=True)
        with atomic_file(path) as temporary:
            yield temporary


def _upgrade(path: Path, mode: str) -> None:
    engine = make_engine(path, mode=mode)
    try:
        with translated(path):
            schema.upgrade(engine, BOOK_APPLICATION_ID)
    finally:
        engine.dispose()
