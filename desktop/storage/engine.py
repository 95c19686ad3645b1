"""Opening the office book: SQLCipher's SQLite under SQLAlchemy, by the rules of the engine.

The book keeps a rollback journal (a file copied by hand must be whole, so no WAL), full
synchronisation and foreign keys. Writing and reading each have one connection of their own.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlcipher3.dbapi2
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from desktop.core.errors import (
    DamagedFile,
    DiskFull,
    EnvironmentProblem,
    FileLocked,
    FileMissing,
    ForeignFile,
    InUse,
    NeedsPassphrase,
    NewerFile,
    NotWritable,
    UserProblem,
    problem_from_oserror,
)
from desktop.platform.atomic import why_not_writable
from desktop.storage import keys, verifiers
from desktop.storage.holding import is_open_here
from desktop.storage.keeping import keep
from desktop.storage.keys import BookKey

BOOK_APPLICATION_ID = 0x47534442  # 'GSDB'
SUBMISSION_APPLICATION_ID = 0x47534E50  # 'GSNP'
SCHEMA_VERSION = 6
"""The book's schema, counted from 1 with the migrations; kept in user_version."""

BUSY_MILLISECONDS = 5_000


def file_uri(path: Path, mode: str) -> str:
    """Return SQLite's URI for a file; `mode` is 'ro', 'rw' or 'rwc'."""
    place = path.absolute()
    # on POSIX a name is bytes, which may be no UTF-8; SQLite takes them as they are
    name = place.as_posix() if os.name == "nt" else os.fsencode(place)
    return f"file:{quote(name)}?mode={mode}"


def inspect_header(path: Path, application_id: int) -> int:
    """Return user_version of a file after checking that it is ours; nothing is written.

    Raises `FileMissing`, `NotWritable`, `ForeignFile` (not SQLite, or not ours), `DamagedFile`
    (cut short), `NeedsPassphrase` (encrypted, and its key is not in the keyring).
    """
    if is_open_here(path):
        return SCHEMA_VERSION  # it was looked at when it was opened
    try:
        if not stat.S_ISREG(path.stat().st_mode) and not path.is_dir():
            raise ForeignFile(f"«{path.name}» không phải là tệp dữ liệu. Hãy chọn tệp khác.")
        with path.open("rb") as stream:
            head = stream.read(keys.PAGE_BYTES)
        size = path.stat().st_size
    except OSError as error:
        raise problem_from_oserror(error, path) from error
    kind = "sổ dữ liệu" if application_id == BOOK_APPLICATION_ID else "bộ dữ liệu gửi cấp trên"
    if size == 0:
        raise DamagedFile(f"«{path.name}» là tệp rỗng (0 byte). Hãy mở bản sao lưu gần nhất.")
    if len(head) < 100 or not head.startswith(keys.PLAIN_HEADER):
        if verifiers.looks_encrypted(path, head, size):
            return _inspect_encrypted(path, size, application_id)
        if verifiers.read(path):
            raise damaged(path)
        raise ForeignFile(
            f"«{path.name}» không phải là {kind} của Gương Sáng, hoặc tệp đã bị hỏng phần đầu. "
            "Hãy chọn tệp khác hoặc mở bản sao lưu."
        )
    if int.from_bytes(head[68:72], "big") != application_id:
        raise ForeignFile(f"«{path.name}» không phải là {kind} của Gương Sáng. Hãy chọn tệp khác.")
    page = int.from_bytes(head[16:18], "big")
    page = 65536 if page == 1 else page
    pages = int.from_bytes(head[28:32], "big")
    if size < page * pages and not _journal(path):
        raise _cut_short(path)
    return int.from_bytes(head[60:64], "big")


def _journal(path: Path) -> bool:
    return Path(f"{path}-journal").exists()


def _cut_short(path: Path) -> DamagedFile:
    return DamagedFile(
        f"«{path.name}» bị thiếu một phần (có thể do chép chưa xong). "
        "Hãy chép lại hoặc mở bản sao lưu gần nhất."
    )


def _inspect_encrypted(path: Path, size: int, application_id: int) -> int:
    """Return user_version of an encrypted file, after the checks that its first page allows."""
    if size % keys.PAGE_BYTES and not _journal(path):
        raise _cut_short(path)
    with translated(path):
        key = keys.key_of(path)
        if key is None:
            raise NeedsPassphrase(
                f"«{path.name}» được bảo vệ bằng mật khẩu. Hãy nhập mật khẩu của sổ để mở."
            )
        # what a killed program left half done must be rolled back before anything can be read
        connection = connect(path, "rw" if _journal(path) else UNTOUCHED, key)
        try:
            if connection.execute("PRAGMA application_id").fetchone()[0] != application_id:
                raise ForeignFile(
                    f"«{path.name}» không phải là sổ dữ liệu của Gương Sáng. Hãy chọn tệp khác."
                )
            return int(connection.execute("PRAGMA user_version").fetchone()[0])
        finally:
            connection.close()


def require_known_version(path: Path, version: int) -> None:
    """Raise `NewerFile` for a book that a later version of the program wrote."""
    if version > SCHEMA_VERSION:
        raise NewerFile(
            f"«{path.name}» do phiên bản Gương Sáng mới hơn tạo ra. "
            "Hãy cài phiên bản mới của chương trình rồi mở lại; tệp chưa bị thay đổi."
        )


UNTOUCHED = "ro&immutable=1"
"""A mode that reads the file as it lies: no lock, no journal, nothing is rolled back."""


def connect(path: Path, mode: str, key: BookKey | None) -> Any:
    """Return a bare connection on a file; every opener of a book goes through here.

    With a key the file is encrypted, or becomes so when it is new. The key is the connection's
    first word; SQLCipher's own complaints, which it would write to the console, are silenced.
    """
    connection = sqlcipher3.dbapi2.connect(
        file_uri(path, mode), uri=True, check_same_thread=False, isolation_level=None
    )
    try:
        if key is not None:
            connection.execute("PRAGMA cipher_log_level = NONE")
            connection.execute(f'PRAGMA key = "{key.literal()}"')
            connection.execute("PRAGMA cipher_compatibility = 4")
        connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
        connection.execute("PRAGMA temp_store = MEMORY")
    except BaseException:
        connection.close()
        raise
    return connection


def make_engine(path: Path, *, mode: str = "rw") -> Engine:
    """Return an engine on a file with one connection; `mode` as in `file_uri`.

    The key of an encrypted file comes from the keyring (`desktop.storage.keys`).
    """

    def opened() -> Any:
        # asked for anew each time: an engine keeps no key
        connection = connect(path, mode, keys.key_of(path))
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = EXTRA")
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
        connection.execute("PRAGMA cache_size = -65536")  # kibibytes, used as they are needed
        if mode == "ro":
            connection.execute("PRAGMA query_only = ON")
        return connection

    engine = create_engine(
        "sqlite://", module=sqlcipher3.dbapi2, creator=opened, poolclass=StaticPool
    )
    begin = "BEGIN" if mode == "ro" else "BEGIN IMMEDIATE"

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def problem_from_database(error: BaseException, path: Path) -> EnvironmentProblem | None:
    """Return the sentence for an error of SQLite that the environment caused, else None."""
    original = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(original, "sqlite_errorcode", None)
    words = str(original).lower()
    name = f"«{path.name}»"
    if code is None and not isinstance(original, sqlcipher3.dbapi2.Error):
        return None
    if _is(code, words, 5, "database is locked") or _is(code, words, 6, "table is locked"):
        return FileLocked(
            f"{name} đang được chương trình khác sử dụng. Hãy đóng chương trình đó rồi thử lại."
        )
    if _is(code, words, 13, "disk is full"):
        return DiskFull(
            f"Ổ đĩa chứa {name} đã đầy, thay đổi vừa rồi chưa được lưu. "
            "Hãy xóa bớt tệp rồi làm lại."
        )
    if _is(code, words, 8, "readonly database"):
        return NotWritable(
            f"{name} chỉ cho đọc, không ghi được. Hãy chép tệp sang thư mục khác rồi mở lại."
        )
    if _is(code, words, 14, "unable to open"):
        if not path.exists():
            return FileMissing(f"Không tìm thấy {name}. Hãy kiểm tra lại đường dẫn, USB.")
        return why_not_writable(path) or NotWritable(
            f"Không mở được {name}. Hãy kiểm tra quyền ghi của thư mục chứa tệp, ổ đĩa, USB."
        )
    if not path.parent.exists():  # a stick that was pulled out gives any of the errors below
        return FileMissing(f"Không tìm thấy {name}. Hãy kiểm tra lại đường dẫn, USB.")
    if _is(code, words, 10, "disk i/o"):
        return EnvironmentProblem(
            f"Ổ đĩa báo lỗi khi đọc hoặc ghi {name}. Hãy kiểm tra ổ đĩa, USB rồi mở lại sổ."
        )
    if _is(code, words, 11, "malformed") or _is(code, words, 26, "not a database"):
        return damaged(path)
    if any(one in words for one in _DAMAGE):
        return damaged(path)
    return None


_DAMAGE = (
    "could not decode to utf-8",
    "unsupported file format",
    "no such table",
    "no such column",
)


def damaged(path: Path) -> DamagedFile:
    """Return the sentence for a book whose content is damaged."""
    return DamagedFile(
        f"«{path.name}» bị hỏng. Hãy mở bản sao lưu gần nhất; không ghi gì thêm vào tệp này."
    )


def _is(code: int | None, words: str, number: int, phrase: str) -> bool:
    return (code is not None and code & 0xFF == number) or (code is None and phrase in words)


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn SQLite's errors that the environment caused into their sentences."""
    try:
        yield
    except UnicodeDecodeError as error:
        raise damaged(path) from error
    except UnicodeEncodeError as error:
        raise UserProblem("Chữ vừa nhập có ký tự không hợp lệ. Hãy gõ lại.") from error
    except (DBAPIError, sqlcipher3.dbapi2.Error) as error:
        if "FOREIGN KEY constraint failed" in str(error):
            raise InUse("Không xóa hẳn được vì còn bản ghi khác gắn với bản ghi này.") from error
        problem = problem_from_database(error, path)
        if problem is None:
            raise
        raise problem from error
    except OSError as error:
        raise problem_from_oserror(error, path) from error


def writing_session(engine: Engine, origin: str, clerk: str | None = None) -> Session:
    """Return a session that keeps its rows (`desktop.storage.keeping`).

    `origin` is the office, `clerk` who is at work. The last of each transaction is to seal its
    entries (`desktop.storage.keeping.seal`).
    """
    info = {"origin": origin, "clerk": clerk}
    session = Session(engine, expire_on_commit=False, info=info)
    keep(session)
    return session
