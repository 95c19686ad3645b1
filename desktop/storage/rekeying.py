"""Giving a book a key, another key, or none: a verified new file takes the old one's place.

Nothing is changed in the book's own file. The new one is written beside it under a name of its
own, compared with the old row by row, and only then put in its place; before that the verifier
file knows the old and the new key. Killed at any moment, the book opens with the old or the new
passphrase. What such a moment leaves behind is removed by `sweep`, at the next opening.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import zip_longest
from pathlib import Path
from typing import Any

from desktop.core.errors import DamagedFile, EnvironmentProblem, FileLocked, UserProblem
from desktop.platform.atomic import TEMPORARY_PREFIX, TEMPORARY_SUFFIX, replace_file
from desktop.storage import keys, verifiers
from desktop.storage.backup import is_sound
from desktop.storage.engine import connect, file_uri, translated
from desktop.storage.holding import is_open_here
from desktop.storage.keys import BookKey

Progress = Callable[[int, int], None]
_CHUNK = 1 << 20
_ROWS = 2_000
_LOST_BY_EXPORT = ("application_id", "user_version")


def rekey(
    path: Path, old: BookKey | None, new: BookKey | None, progress: Progress | None = None
) -> None:
    """Bring a closed book from one key to another; None stands for a plain book.

    `progress` is told how many of the tables are compared; what it raises stops the work with
    the book as it was. Raises `UserProblem` when the book is open here, `FileLocked` when another
    program wrote to it meanwhile, `DamagedFile` when it can't be read whole, and the sentences of
    the environment; in each case the book is as it was.
    """
    if is_open_here(path):
        raise UserProblem(f"Sổ «{path.name}» đang mở. Hãy đóng sổ rồi làm lại.")
    path = Path(os.path.realpath(path))
    sweep(path)
    fresh = _beside(path, "khoa")
    try:
        with translated(path):
            with _reading(path, old):
                pass  # what a killed program left half done is rolled back before the look
            seen = _first_page(path)
            _write(path, fresh, old, new, progress)
            _put_in_place(path, fresh, seen, old, new)
    finally:
        _discard(fresh, plain=new is None)


def sweep(path: Path) -> None:
    """Remove what a killed `rekey` of this book left beside it; a copy in the open is overwritten.

    What can't be removed stays: it is the clerk's own book, in the clerk's own folder.
    """
    path = Path(os.path.realpath(path))
    for what in ("khoa", "cu"):
        left = _beside(path, what)
        with contextlib.suppress(OSError):
            if left.exists() and path.exists():
                # a second name of the book itself is never opened: that would drop its locks
                plain = not left.samefile(path) and keys.salt_of(left) == keys.PLAIN_HEADER
                _discard(left, plain=plain)


def _beside(path: Path, what: str) -> Path:
    """Return the name beside a book that only its own rekeying uses."""
    name = hashlib.sha256(path.name.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return path.with_name(f"{TEMPORARY_PREFIX}{name}-{what}{TEMPORARY_SUFFIX}")


# the new file


def _write(
    path: Path, fresh: Path, old: BookKey | None, new: BookKey | None, progress: Progress | None
) -> None:
    """Write the new file and compare it with the old."""
    _discard(fresh, plain=False)
    # the system's own error says why a file can't be made here; SQLite's doesn't
    os.close(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    with _reading(path, old) as source:
        if (old is None) == (new is None):
            _copy_pages(source, fresh, new)
        else:
            _export(source, fresh, new)
        if not is_sound(fresh, new):
            raise _unsound(path)
        with contextlib.closing(connect(fresh, "ro", new)) as made:
            _compare(path, source, made, progress)


@contextmanager
def _reading(path: Path, key: BookKey | None) -> Iterator[Any]:
    """Give a connection that keeps other programs from writing until the block ends."""
    connection = connect(path, "rw", key)
    try:
        connection.execute("BEGIN")
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        yield connection
        connection.execute("ROLLBACK")
    finally:
        connection.close()


def _copy_pages(source: Any, fresh: Path, key: BookKey | None) -> None:
    with contextlib.closing(connect(fresh, "rw", key)) as target:
        target.execute("PRAGMA journal_mode = OFF")
        source.backup(target)


def _export(source: Any, fresh: Path, key: BookKey | None) -> None:
    """Write every table by SQLCipher's own export, which loses two numbers of the header."""
    source.execute("ROLLBACK")  # nothing can be attached within a transaction
    literal = "" if key is None else key.literal()
    source.execute("ATTACH DATABASE ? AS fresh KEY ?", (file_uri(fresh, "rw"), literal))
    source.execute("PRAGMA fresh.journal_mode = OFF")  # its pages would lie in the open
    source.execute("BEGIN")
    source.execute("SELECT sqlcipher_export('fresh')").fetchone()
    for name in _LOST_BY_EXPORT:
        value = int(source.execute(f"PRAGMA main.{name}").fetchone()[0])
        source.execute(f"PRAGMA fresh.{name} = {value}")
    source.execute("COMMIT")
    source.execute("DETACH DATABASE fresh")
    source.execute("BEGIN")
    source.execute("SELECT count(*) FROM sqlite_schema").fetchone()


# comparing


def _compare(path: Path, source: Any, made: Any, progress: Progress | None) -> None:
    """Raise `DamagedFile` unless both hold the same declarations, numbers and rows."""
    for name in (*_LOST_BY_EXPORT, "encoding"):
        told = [one.execute(f"PRAGMA {name}").fetchone() for one in (source, made)]
        if told[0] != told[1]:
            raise _unsound(path)
    declared = "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name"
    if source.execute(declared).fetchall() != made.execute(declared).fetchall():
        raise _unsound(path)
    tables = _tables(source)
    for place, (name, rowid) in enumerate(tables):
        if progress is not None:
            progress(place, len(tables))
        what = "SELECT rowid, *" if rowid else "SELECT *"
        words = f'{what} FROM "{name}"'
        for one, other in zip_longest(_rows(source, words), _rows(made, words)):
            if one != other:
                raise _unsound(path)


def _tables(connection: Any) -> list[tuple[str, bool]]:
    """Return the tables that hold rows of their own, and whether their rows are numbered."""
    listed = connection.execute("PRAGMA main.table_list").fetchall()
    return [
        (str(name), not without)
        for _schema, name, kind, _columns, without, _strict in listed
        if kind in ("table", "shadow") and name not in ("sqlite_schema", "sqlite_temp_schema")
    ]


def _rows(connection: Any, words: str) -> Iterator[list[tuple[Any, ...]]]:
    cursor = connection.cursor()
    cursor.execute(words)
    while some := cursor.fetchmany(_ROWS):
        yield some


def _unsound(path: Path) -> DamagedFile:
    return DamagedFile(
        f"Sổ «{path.name}» có phần bị hỏng nên chưa đổi được cách bảo vệ; sổ vẫn như cũ. "
        "Hãy dùng «Kiểm tra sổ» hoặc mở bản sao lưu gần nhất."
    )


# putting it in place


def _put_in_place(
    path: Path, fresh: Path, seen: bytes, old: BookKey | None, new: BookKey | None
) -> None:
    known = verifiers.read(path) if old is not None else ()
    coming = () if new is None else (verifiers.verifier_of(new),)
    if coming:
        verifiers.write(path, [*known, *coming])
    if _first_page(path) != seen or Path(f"{path}-journal").exists():
        _know(path, known)
        raise _written_meanwhile(path)
    aside = _beside(path, "cu")
    sure = True
    try:
        if old is None:
            with contextlib.suppress(OSError):  # FAT has no second names: nothing is overwritten
                os.link(path, aside)
        replace_file(fresh, path)
        _make_sure(path)
        _discard(aside, plain=True)
    except (EnvironmentProblem, OSError):
        sure = False
        if not _is_in_place(path, new):
            if fresh.exists():  # else nobody can tell, and the verifiers know both keys
                _know(path, known)
            raise
    finally:
        _discard(aside, plain=False)
    if sure:  # else a power cut may bring the old file back
        _know(path, coming)


def _is_in_place(path: Path, key: BookKey | None) -> bool:
    with contextlib.suppress(OSError):
        return keys.salt_of(path) == (keys.PLAIN_HEADER if key is None else key.salt)
    return False


def _make_sure(path: Path) -> None:
    """Have the new name itself on the disk before what it replaced is overwritten.

    Where a folder can't be synced (Windows), the flush of a file carries its renaming along.
    """
    descriptor = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _know(path: Path, known: tuple[verifiers.Verifier, ...]) -> None:
    """Leave the verifiers of the file that is in place; one that knows more does no harm."""
    if known:
        with contextlib.suppress(EnvironmentProblem):
            verifiers.write(path, known)
    else:
        verifiers.remove(path)


def _written_meanwhile(path: Path) -> FileLocked:
    return FileLocked(
        f"Chương trình khác vừa ghi vào «{path.name}» nên cách bảo vệ chưa đổi; sổ vẫn như cũ. "
        "Hãy đóng chương trình đó rồi làm lại."
    )


def _first_page(path: Path) -> bytes:
    """Return a closed file's first page, in which every write changes a counter."""
    with path.open("rb") as stream:
        return stream.read(keys.PAGE_BYTES)


def _discard(left: Path, *, plain: bool) -> None:
    """Remove a file beside the book, with its content when it is readable and no other's."""
    with contextlib.suppress(OSError):
        found = left.lstat()
        # a second name of the book itself has two: then only the name goes
        if plain and stat.S_ISREG(found.st_mode) and found.st_nlink == 1:
            with left.open("r+b") as stream:
                for at in range(0, found.st_size, _CHUNK):
                    stream.write(os.urandom(min(_CHUNK, found.st_size - at)))
                stream.flush()
                os.fsync(stream.fileno())
        left.unlink()
