"""Reading a submission that came from outside: the only door, and nothing passes it unverified.

What lies before the reader is trusted in nothing. The bytes of the file are looked at first
(`arrival_header`); then SQLite opens it read only, as a file that nothing else changes, so that
no journal beside it is heeded and nothing is written; every declaration must be, word by word,
one that this program writes, so that nothing in the file computes; then come SQLite's own check,
the manifest, the sizes and kinds of all values, counts, digest and signature. There is an end to
the time, and memory holds one row at a time and a bounded cache.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import sqlcipher3.dbapi2

from desktop.core.errors import (
    DamagedFile,
    ForeignFile,
    NeedsPassphrase,
    NewerFile,
    Problem,
    WrongPassphrase,
    problem_from_oserror,
)
from desktop.exchange import arrival_checks as checks
from desktop.exchange.arrival_below import check_below
from desktop.exchange.arrival_checks import AGAIN
from desktop.exchange.arrival_header import MAX_FILE, is_submission, look, require_known
from desktop.exchange.manifest import Manifest
from desktop.exchange.submission import unlock
from desktop.storage.engine import (
    SCHEMA_VERSION,
    SUBMISSION_APPLICATION_ID,
    file_uri,
    translated,
)

__all__ = [
    "MAX_FILE",
    "Arrival",
    "Checked",
    "check_submission",
    "is_submission",
    "opened",
    "read_manifest",
]

_SETTINGS = ("trusted_schema = OFF", "cell_size_check = ON", "query_only = ON")
_SECONDS, _SECONDS_PER_MEGABYTE = 20.0, 1.0
_STEPS, _SCHEMA_CALLS = 1_000, 20  # of SQLite's machine; forty tables take fewer than 1,000
_CACHE = 65_536  # kibibytes
Progress = Callable[[int, int], None]
_Stamp = tuple[int, int, int, int]


@dataclass(frozen=True)
class Checked:
    """What a check found: `problems` are Vietnamese sentences."""

    problems: tuple[str, ...]
    counts: tuple[tuple[str, int], ...] = ()
    details: tuple[tuple[str, str], ...] = ()


class Arrival:
    """A verified submission; `tables` maps its tables, without the manifest, to their columns.

    `trust_signature` is 'good' for a signature by the manifest's own `public_key` (whether that
    key is the office's is for the receiver to know), 'none' for a file without one.
    """

    def __init__(
        self,
        path: Path,
        connection: Any,
        manifest: Manifest,
        trust_signature: Literal["good", "none"],
        tables: Mapping[str, tuple[str, ...]],
        stamp: _Stamp,
        *,
        encrypted: bool,
    ) -> None:
        self.path = path
        self.connection = connection
        """Read only, for SELECTs; table and column names are those of `tables`, put in quotes."""
        self.manifest = manifest
        self.trust_signature: Literal["good", "none"] = trust_signature
        self.tables = tables
        self.encrypted = encrypted
        self._stamp = stamp

    def rows(self, table: str) -> Iterator[dict[str, Any]]:
        """Give a table's rows, ordered by uid; raises `KeyError` for a table that isn't there."""
        columns = self.tables[table]
        listed = ", ".join(f'"{one}"' for one in columns)
        with translated(self.path):
            for row in self.connection.execute(
                f'SELECT {listed} FROM "{table}" ORDER BY uid'  # noqa: S608 - verified names
            ):
                yield dict(zip(columns, row, strict=True))

    def require_unchanged(self) -> None:
        """Raise `DamagedFile` when the file was written to since it was verified.

        To be called before what was read is made durable: a file larger than the cache is read
        a second time.
        """
        if _stamp(self.path) != self._stamp:
            raise DamagedFile(
                f"«{self.path.name}» bị thay đổi trong lúc đang đọc. Hãy chép tệp vào máy rồi "
                "làm lại."
            )


@contextmanager
def opened(
    path: Path, passphrase: str | None = None, progress: Progress | None = None
) -> Iterator[Arrival]:
    """Verify a submission and give it for reading; the file is never written to.

    `passphrase` is not looked at when the file isn't encrypted. `progress` is told of rows
    verified, and of how many there are.

    Raises `ForeignFile`, `NewerFile`, `DamagedFile`, `WrongSignature`, `NeedsPassphrase`,
    `WrongPassphrase`, or the sentences of the environment.
    """
    with _connected(path, passphrase) as (connection, version, encrypted):
        with _told(path):
            stamp = _stamp(path)
            arrival = _verified(path, connection, version, stamp, progress, encrypted=encrypted)
            arrival.require_unchanged()
        yield arrival


def read_manifest(path: Path, passphrase: str | None = None) -> Manifest:
    """Return what a submission says of itself; its rows are not looked at.

    Raises what `opened` raises.
    """
    with _connected(path, passphrase) as (connection, version, _), _told(path):
        checks.declarations(path, connection)
        return checks.read_manifest(path, connection, version)


def check_submission(
    path: Path, passphrase: str | None = None, progress: Progress | None = None
) -> Checked:
    """Verify a submission: structure, manifest, counts, digest, signature.

    Whatever the bytes are, the outcome is told as sentences.
    """
    try:
        with opened(path, passphrase, progress) as arrival:
            manifest = arrival.manifest
            trust = "đúng" if arrival.trust_signature == "good" else "không có"
    except Problem as problem:
        return Checked((problem.message,))
    details = (
        ("Cơ quan", manifest.office_name),
        ("Kỳ", f"{manifest.period_from:%d/%m/%Y} - {manifest.period_to:%d/%m/%Y}"),
        ("Lần gửi", str(manifest.number)),
        ("Chữ ký", trust),
        ("Mã kiểm tra", manifest.digest),
    )
    return Checked((), tuple(sorted(manifest.counts.items())), details)


# opening


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turn whatever a file made by hand or damaged does while it is verified into a sentence."""
    try:
        yield
    except OSError as error:
        raise problem_from_oserror(error, path) from error
    except (sqlcipher3.dbapi2.Error, UnicodeDecodeError, MemoryError) as error:
        raise DamagedFile(f"«{path.name}» bị hỏng. {AGAIN}") from error
    except (ValueError, TypeError, LookupError, OverflowError, RecursionError) as error:
        raise _misshaped(path) from error


def _misshaped(path: Path) -> DamagedFile:
    return DamagedFile(f"«{path.name}» sai cấu trúc. {AGAIN}")


def _stamp(path: Path) -> _Stamp:
    try:
        found = path.stat()
    except OSError as error:
        raise problem_from_oserror(error, path) from error
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


@contextmanager
def _connected(path: Path, passphrase: str | None) -> Iterator[tuple[Any, int, bool]]:
    """Give a connection that can only read, the format's version, and whether it is encrypted."""
    version = look(path)
    if version is None and passphrase is None:
        raise NeedsPassphrase(
            f"«{path.name}» được bảo vệ bằng mật khẩu. Hãy nhập mật khẩu do nơi gửi cho biết."
        )
    with _told(path):
        connection = sqlcipher3.dbapi2.connect(
            file_uri(path, "ro") + "&immutable=1",
            uri=True,
            isolation_level=None,
            check_same_thread=False,
        )
    try:
        with _told(path):
            _bound_schema(connection)
            for setting in _SETTINGS:
                connection.execute(f"PRAGMA {setting}")
            if version is None:
                unlock(connection, passphrase or "")
            found = _version(path, connection) if version is None else version
            connection.execute("PRAGMA mmap_size = 0")
            connection.execute(f"PRAGMA cache_size = -{_CACHE}")
        yield connection, found, version is None
    finally:
        connection.close()


def _bound_schema(connection: Any) -> None:
    """Let SQLite read no more of a schema than a submission has."""
    calls = 0

    def step() -> bool:
        nonlocal calls
        calls += 1
        return calls > _SCHEMA_CALLS

    connection.set_progress_handler(step, _STEPS)


def _version(path: Path, connection: Any) -> int:
    """Return the format's version of an encrypted file, which no look from outside tells."""
    try:
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except sqlcipher3.dbapi2.OperationalError as error:  # it opened, but has no end
        raise _misshaped(path) from error
    except sqlcipher3.dbapi2.DatabaseError as error:
        raise WrongPassphrase(
            f"Mật khẩu của «{path.name}» không đúng, hoặc tệp đã bị hỏng. "
            "Hãy nhập lại hoặc hỏi nơi gửi."
        ) from error
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    if application != SUBMISSION_APPLICATION_ID:
        raise ForeignFile(f"«{path.name}» không phải là bộ dữ liệu của Gương Sáng.")
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    require_known(f"«{path.name}»", version)
    if version == 1:  # which was never encrypted
        raise _misshaped(path)
    if connection.execute("PRAGMA freelist_count").fetchone()[0]:
        raise DamagedFile(f"«{path.name}» có trang trống: đã bị sửa. {AGAIN}")
    if connection.execute("PRAGMA encoding").fetchone()[0] != "UTF-8":
        raise _misshaped(path)
    return version


# verifying


def _verified(
    path: Path,
    connection: Any,
    version: int,
    stamp: _Stamp,
    progress: Progress | None,
    *,
    encrypted: bool,
) -> Arrival:
    declared = checks.declarations(path, connection)
    end = time.monotonic() + _SECONDS + _SECONDS_PER_MEGABYTE * stamp[2] / (1 << 20)
    connection.set_progress_handler(lambda: time.monotonic() > end, 10 * _STEPS)
    try:
        lines = [row[0] for row in connection.execute("PRAGMA integrity_check(1)")]
        if lines != ["ok"]:
            raise DamagedFile(f"«{path.name}»: cấu trúc tệp bị hỏng. {AGAIN}")
        manifest = checks.read_manifest(path, connection, version)
        if manifest.schema_version > SCHEMA_VERSION:
            raise NewerFile(
                f"«{path.name}» của {manifest.office_name} do phiên bản Gương Sáng mới hơn "
                f"({manifest.program_version}) tạo ra. Hãy cài phiên bản mới rồi mở lại."
            )
        checks.check_tables(path, connection, declared, manifest)
        found = checks.digest(path, connection, declared, manifest, version, progress)
        if found != manifest.digest:
            raise checks.altered(path)
        trust = checks.signature(path, manifest, version)
        check_below(path, connection, declared)
    finally:
        connection.set_progress_handler(None, 0)
    tables = {name: one.columns for name, one in declared.items()}
    return Arrival(path, connection, manifest, trust, tables, stamp, encrypted=encrypted)
