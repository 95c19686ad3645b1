"""What the pane of files asks of the services; each function runs on a worker thread."""

# ruff: noqa: PLC0415 (services are imported when they are first needed, on a worker thread)

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

from desktop.ui.files import pictures

if TYPE_CHECKING:
    from desktop.core.changes import Done
    from desktop.services.attachments import Attached, Listed
    from desktop.services.bin import Restored
    from desktop.services.books import Book
    from desktop.ui.files.taking import Ready


def listed(book: Book, register: str, row_id: int) -> Sequence[Listed]:
    """Return a record's files without their contents."""
    from desktop.services import attachments

    return attachments.listed(book, register, row_id)


def deleted(book: Book, register: str, row_id: int) -> Sequence[Listed]:
    """Return a record's files in the recycle bin."""
    from desktop.services import attachments

    return attachments.listed(book, register, row_id, deleted=True)


def purge(book: Book, ids: Sequence[int]) -> Done[int]:
    """Remove files of the recycle bin for good."""
    from desktop.services import attachments, registers

    return registers.purge(book, attachments.REGISTER, ids)


def thumbnails(book: Book, ids: Sequence[int], width: int, height: int) -> dict[int, QImage]:
    """Return the pictures of files that have one, drawn to fit so many points."""
    from desktop.services import attachments

    found = attachments.thumbnails(book, ids)
    return {one: pictures.thumbnail(jpeg, width, height) for one, jpeg in found.items()}


def limit(book: Book) -> int:
    """Return the largest size of a file in MB."""
    from desktop.services import attachments

    return attachments.limit_of(book)


def attach(
    book: Book,
    register: str,
    row_id: int,
    files: Sequence[Ready],
    progress: Callable[[int, int], None] | None = None,
) -> Done[Attached]:
    """Put files that were looked at to a record."""
    from desktop.services import attachments

    new = [
        attachments.NewFile(one.name, one.content, one.picture.media_type, one.picture.preview)
        for one in files
    ]
    return attachments.attach(book, register, row_id, new, progress)


def describe(book: Book, row_id: int, name: str, caption: str, revision: int) -> Done[Listed]:
    """Give a file another name and caption."""
    from desktop.services import attachments

    return attachments.describe(book, row_id, name, caption, revision)


def delete(book: Book, ids: Sequence[int]) -> Done[int]:
    """Move files to the recycle bin."""
    from desktop.services import attachments, registers

    return registers.delete(book, attachments.REGISTER, ids)


def restore(book: Book, ids: Sequence[int]) -> Done[Restored]:
    """Take files out of the recycle bin."""
    from desktop.services import attachments, registers

    return registers.restore(book, attachments.REGISTER, ids)


def open_copy(book: Book, row_id: int) -> Path:
    """Write a read-only copy of a file for another program to show; return where it is."""
    from desktop.platform.opened import COPIES
    from desktop.services import attachments

    found = attachments.content(book, row_id)
    return COPIES.put(found.name, found.content)


def save_copy(book: Book, row_id: int, target: Path) -> Path:
    """Write a file out, whole or not at all; return where it is."""
    from desktop.platform.atomic import atomic_write
    from desktop.services import attachments

    attachments.refuse_book(target)
    found = attachments.content(book, row_id)
    with atomic_write(target) as stream:
        stream.write(found.content)
    return target


def save_copies(
    book: Book,
    ids: Sequence[int],
    folder: Path,
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Write files into a folder, none over another; return how many."""
    from desktop.core.file_names import free_name
    from desktop.platform.atomic import atomic_write
    from desktop.services import attachments

    for place, one in enumerate(ids):
        if progress:
            progress(place, len(ids))
        found = attachments.content(book, one)
        try:
            there = [path.name for path in folder.iterdir()]
        except OSError:
            there = []
        with atomic_write(folder / free_name(found.name, there)) as stream:
            stream.write(found.content)
    return len(ids)
