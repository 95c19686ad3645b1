"""Verified copies of a book, made while it may be in use."""

from __future__ import annotations

from pathlib import Path

import sqlcipher3.dbapi2

from desktop.core.errors import DamagedFile
from desktop.platform.atomic import atomic_file
from desktop.storage.engine import file_uri, translated


def backup_file(source: Path, target: Path) -> None:
    """Copy a book with SQLite's backup API, check the copy, and only then give it its name.

    Raises `DamagedFile` when the copy does not pass `quick_check` (the target is left as it
    was), and the sentences of the environment.
    """
    with translated(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        with atomic_file(target) as temporary:
            temporary.touch()  # SQLite says of a folder that may not be written: 'unable to open'
            _copy(source, temporary)
            if not _sound(temporary):
                raise DamagedFile(
                    f"Sổ «{source.name}» có phần bị hỏng nên bản sao lưu chưa được lập. "
                    "Hãy giữ nguyên các bản sao lưu cũ và dùng «Kiểm tra sổ»."
                )


def _copy(source: Path, temporary: Path) -> None:
    origin = sqlcipher3.dbapi2.connect(file_uri(source, "ro"), uri=True)
    try:
        origin.execute("PRAGMA busy_timeout = 5000")
        copy = sqlcipher3.dbapi2.connect(file_uri(temporary, "rwc"), uri=True)
        try:
            origin.backup(copy)
        finally:
            copy.close()
    finally:
        origin.close()


def _sound(path: Path) -> bool:
    connection = sqlcipher3.dbapi2.connect(file_uri(path, "ro"), uri=True)
    try:
        return bool(connection.execute("PRAGMA quick_check").fetchone()[0] == "ok")
    except sqlcipher3.dbapi2.DatabaseError:
        return False
    finally:
        connection.close()
