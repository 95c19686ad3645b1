"""Verified copies of a book, made while it may be in use.

The copy of an encrypted book is encrypted with the same key, and what tells a wrong passphrase
goes along.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import sqlcipher3.dbapi2

from desktop.core.errors import DamagedFile
from desktop.platform.atomic import atomic_file
from desktop.storage import keys, verifiers
from desktop.storage.engine import connect, translated
from desktop.storage.keys import BookKey

Progress = Callable[[int, int], None]
_PAGES = 2048
"""Pages copied between two reports."""


def backup_file(source: Path, target: Path, progress: Progress | None = None) -> None:
    """Copy a book with SQLite's backup API, check the copy, and only then give it its name.

    `progress` (pages done, pages in all) may raise to cancel: the target is left as it was.
    Raises `DamagedFile` when the copy does not pass `quick_check` (the target is left as it
    was), and the sentences of the environment.
    """
    with translated(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        with atomic_file(target) as temporary:
            temporary.touch()  # SQLite says of a folder that may not be written: 'unable to open'
            key = keys.key_of(source)
            _copy(source, temporary, key, progress)
            if not is_sound(temporary, key):
                raise DamagedFile(
                    f"Sổ «{source.name}» có phần bị hỏng nên bản sao lưu chưa được lập. "
                    "Hãy giữ nguyên các bản sao lưu cũ và dùng «Kiểm tra sổ»."
                )

        if key is not None:
            verifiers.copy(source, target, key)


def _copy(source: Path, temporary: Path, key: BookKey | None, progress: Progress | None) -> None:
    origin = connect(source, "ro", key)
    try:
        copy = connect(temporary, "rwc", key)
        try:
            if progress is None:
                origin.backup(copy)
            else:
                tell = progress
                origin.backup(
                    copy,
                    pages=_PAGES,
                    progress=lambda _status, left, total: tell(total - left, total),
                )
        finally:
            copy.close()
    finally:
        origin.close()


def is_sound(path: Path, key: BookKey | None) -> bool:
    """Tell whether a closed file's structure is whole, and every page of an encrypted one.

    A disk that fails or goes away meanwhile says nothing of the file: an `OSError` is raised.
    """
    connection = connect(path, "ro", key)
    try:
        sound = bool(connection.execute("PRAGMA quick_check").fetchone()[0] == "ok")
        if sound and key is not None:
            sound = connection.execute("PRAGMA cipher_integrity_check").fetchone() is None
    except sqlcipher3.dbapi2.DatabaseError:
        sound = False
    finally:
        connection.close()
    if not sound:  # SQLite calls a file damaged, too, that the disk doesn't give
        with path.open("rb") as stream:
            while stream.read(1 << 20):
                pass
    return sound
