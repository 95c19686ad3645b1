"""Files and photos kept inside the book: each belongs to a record of any register.

Contents are read only when one file is opened or saved; lists and papers use the small JPEG
preview that was made when a picture was put in.
"""

from __future__ import annotations

import hashlib
import mimetypes
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from desktop.core.changes import Done
from desktop.core.errors import StaleRecord, UserProblem, problem_from_oserror
from desktop.core.file_names import clean_name, free_name, size_text, with_ending
from desktop.core.vietnamese.fold import clean
from desktop.services import book_settings, registers
from desktop.storage import search
from desktop.storage.book import Book, changes_of
from desktop.storage.holding import is_open_here
from desktop.storage.keeping import deed_of
from desktop.storage.models import Attachment, AuditEntry
from desktop.storage.registers import MODELS, TABLES, spec

REGISTER: Final = "attachments"
_MEGABYTE = 1_000_000
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class NewFile:
    """A file to be put into the book; a path is read when its turn comes.

    `preview` is a JPEG of at most 1,200 points a side, None for what is no picture. Without a
    media type, that of the name's ending is taken.
    """

    name: str
    content: bytes | Path
    media_type: str = ""
    preview: bytes | None = None
    caption: str = ""


@dataclass(frozen=True)
class Listed:
    """A file as it is listed: everything but its content and preview; `size` in bytes."""

    id: int
    uid: str
    revision: int
    name: str
    media_type: str
    size: int
    caption: str
    added: str  # ISO time, UTC
    pictured: bool  # there is a preview


@dataclass(frozen=True)
class Attached:
    """What came of putting files in: those added, and the names of those there already."""

    added: tuple[Listed, ...]
    doubled: tuple[str, ...] = ()


@dataclass(frozen=True)
class Content:
    """A file with its content."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Preview:
    """A picture for a paper: a JPEG with its width and height in points."""

    name: str
    caption: str
    jpeg: bytes
    width: int
    height: int


@dataclass(frozen=True)
class Total:
    """How many files the book holds, and their size in bytes; those in the bin count too."""

    files: int
    size: int


def too_large(name: str, size: int, limit: int, *, picture: bool = False) -> str:
    """Return the sentence about a file of `size` bytes over the limit of so many MB."""
    way = "Hãy thu nhỏ ảnh" if picture else "Hãy làm tệp nhỏ lại"
    return (
        f"«{name}» có dung lượng {size_text(size)}, quá mức {limit} MB cho một tệp. "
        f"{way}, hoặc nâng mức trong «Thiết lập của sổ»."
    )


def limit_of(book: Book) -> int:
    """Return the largest size of a file, in MB (a setting of the book)."""
    with book.read() as session:
        return book_settings.value(session, "attachment_limit_mb")


# reading


def listed(book: Book, register: str, row_id: int, *, deleted: bool = False) -> tuple[Listed, ...]:
    """Return the files of a record in the order in which they came, or those in the bin.

    Contents aren't read.
    """
    with book.read() as session:
        return _listed(session, _uid_of(session, register, row_id, binned=True), deleted=deleted)


def thumbnails(book: Book, ids: Sequence[int]) -> dict[int, bytes]:
    """Return the previews (JPEG) of files by id; those without are left out."""
    with book.read() as session:
        statement = select(Attachment.id, Attachment.preview).where(
            Attachment.id.in_(ids), Attachment.preview.is_not(None)
        )
        return {one: jpeg for one, jpeg in session.execute(statement) if jpeg}


def content(book: Book, row_id: int) -> Content:
    """Return one file whole; `StaleRecord` when it is gone.

    Its name is one that can be written: a book from another hand may hold any.
    """
    with book.read() as session:
        statement = select(Attachment.name, Attachment.media_type, Attachment.content)
        found = session.execute(statement.where(Attachment.id == row_id)).first()
    if found is None:
        raise StaleRecord
    return Content(clean_name(found[0]), found[1], bytes(found[2]))


def previews(session: Session, register: str, uid: str) -> list[Preview]:
    """Return a record's pictures for a paper, in the order in which they came."""
    statement = (
        select(Attachment.name, Attachment.caption, Attachment.preview)
        .where(
            Attachment.owner_uid == uid,
            Attachment.owner_register == register,
            Attachment.deleted_at.is_(None),
            Attachment.preview.is_not(None),
        )
        .order_by(Attachment.id)
    )
    found = []
    for name, caption, jpeg in session.execute(statement):
        size = jpeg_size(jpeg or b"")
        if jpeg and size:
            found.append(Preview(name, caption or "", jpeg, *size))
    return found


def total(book: Book) -> Total:
    """Return how much room the files take in the book."""
    with book.read() as session:
        statement = select(func.count(), func.coalesce(func.sum(Attachment.size), 0))
        files, size = session.execute(statement.select_from(Attachment)).one()
    return Total(files, size)


def jpeg_size(jpeg: bytes) -> tuple[int, int] | None:
    """Return width and height of a JPEG, None for anything else (ITU T.81, B.2.2)."""
    if not jpeg.startswith(b"\xff\xd8"):
        return None
    at = 2
    while at + 9 <= len(jpeg):
        if jpeg[at] != 0xFF:
            return None
        mark = jpeg[at + 1]
        if mark == 0xFF:
            at += 1
        elif 0xC0 <= mark <= 0xCF and mark not in (0xC4, 0xC8, 0xCC):
            height, width = (int.from_bytes(jpeg[at + k : at + k + 2], "big") for k in (5, 7))
            return (width, height) if width and height else None
        else:
            at += 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
    return None


def refuse_book(path: Path) -> None:
    """Raise `UserProblem` for a book that is open here: its file is left to SQLite alone."""
    if is_open_here(path):
        raise UserProblem(
            f"«{path.name}» chính là sổ đang mở nên không dùng ở đây được. Hãy chọn tệp khác."
        )


# writing


def attach(
    book: Book,
    register: str,
    row_id: int,
    files: Sequence[NewFile],
    progress: Progress | None = None,
) -> Done[Attached]:
    """Put files to a record as one deed; a content that the record has already is told.

    Raises `UserProblem` naming the first file over the limit (`attachment_limit_mb`),
    `StaleRecord` when the record is gone, and the sentences of the environment for a file that
    can't be read; nothing is kept then. `progress` gets bytes and may raise to cancel.
    """
    with book.write("Đính kèm tệp") as session:
        found = attach_in(session, register, row_id, files, progress)
        count = len(found.added)
        if count:
            title = _title(session, register, row_id)
            owner = f"{spec(register).singular_heading} «{title}»"
            deed = deed_of(session)
            deed.words = f"Đính kèm {count} tệp vào {owner}"
            session.execute(
                update(AuditEntry)
                .where(AuditEntry.batch == deed.batch)
                .values(deed=deed.words)
                .execution_options(synchronize_session=False)
            )
        return Done(found, changes_of(session))


def attach_in(
    session: Session,
    register: str,
    row_id: int,
    files: Sequence[NewFile],
    progress: Progress | None = None,
) -> Attached:
    """Put files to a record within a transaction that is already open (`attach`)."""
    uid = _uid_of(session, register, row_id)
    limit = book_settings.value(session, "attachment_limit_mb")
    for one in files:
        if _size(one) > limit * _MEGABYTE:
            picture = one.preview is not None
            raise UserProblem(too_large(clean_name(one.name), _size(one), limit, picture=picture))
    there = _digests(session, uid)
    names = set(there.values())
    added: list[int] = []
    doubled: list[str] = []
    whole, so_far = sum(map(_size, files)), 0
    for one in files:
        held = _read(one)
        digest = hashlib.sha256(held).hexdigest()
        so_far += len(held)
        if progress:
            progress(min(so_far, whole), max(1, whole))
        if digest in there:
            doubled.append(clean_name(one.name))
            continue
        name = free_name(clean_name(one.name), names)
        row_id_ = _keep(session, register, uid, one, name, held, digest)
        there[digest] = name
        names.add(name)
        added.append(row_id_)
    rows = {one.id: one for one in _listed(session, uid)}
    return Attached(tuple(rows[one] for one in added), tuple(doubled))


def _keep(
    session: Session, register: str, uid: str, one: NewFile, name: str, held: bytes, digest: str
) -> int:
    guessed = mimetypes.guess_type(name, strict=False)[0]
    values: Mapping[str, object] = {
        "owner_register": register,
        "owner_uid": uid,
        "name": name,
        "media_type": one.media_type or guessed or "application/octet-stream",
        "size": len(held),
        "sha256": digest,
        "caption": one.caption,
        "content": held,
        "preview": one.preview,
    }
    row = registers.save_in(session, REGISTER, values)
    session.expunge(row)  # its content need not stay in memory until the last file is kept
    return row.id


def describe(
    book: Book, row_id: int, name: str, caption: str, revision: int | None = None
) -> Done[Listed]:
    """Give a file another name and caption; an ending that was left out is put back."""
    with book.write("Sửa tên, chú thích tệp") as session:
        row = session.get(Attachment, row_id)
        if row is None or row.deleted_at is not None:
            raise StaleRecord
        if not clean(name):
            raise UserProblem("Hãy nhập tên tệp.")
        wanted = with_ending(clean_name(name), row.name)
        others = [one for one in _digests(session, row.owner_uid).values() if one != row.name]
        values = {"name": free_name(wanted, others), "caption": caption}
        deed_of(session).words = f"Sửa tên, chú thích tệp «{row.name}»"
        registers.save_in(session, REGISTER, values, row_id, revision)
        kept = next(one for one in _listed(session, row.owner_uid) if one.id == row_id)
        return Done(kept, changes_of(session))


def _uid_of(session: Session, register: str, row_id: int, *, binned: bool = False) -> str:
    """Return the uid of a record, one in the bin only if `binned`; `StaleRecord` without it."""
    model = MODELS[spec(register).name]
    statement = select(model.uid, model.deleted_at).where(model.id == row_id)
    found = session.execute(statement).first()
    if found is None or (found.deleted_at is not None and not binned):
        raise StaleRecord
    return str(found.uid)


def _title(session: Session, register: str, row_id: int) -> str:
    return search.titles_of(session, register, [row_id]).get(row_id, "")


def _listed(session: Session, uid: str, *, deleted: bool = False) -> tuple[Listed, ...]:
    table = TABLES[REGISTER].c
    statement = (
        select(
            table.id,
            table.uid,
            table.revision,
            table.name,
            table.media_type,
            table.size,
            func.coalesce(table.caption, ""),
            table.created_at,
            table.preview.is_not(None),
        )
        .where(table.owner_uid == uid, table.deleted_at.is_not(None) == deleted)
        .order_by(table.id)
    )
    return tuple(Listed(*one) for one in session.execute(statement))


def _digests(session: Session, uid: str) -> dict[str, str]:
    """Return the names of a record's files by the digests of their contents."""
    statement = select(Attachment.sha256, Attachment.name).where(
        Attachment.owner_uid == uid, Attachment.deleted_at.is_(None)
    )
    return {one.sha256: one.name for one in session.execute(statement)}


def _size(one: NewFile) -> int:
    if isinstance(one.content, bytes):
        return len(one.content)
    try:
        return one.content.stat().st_size
    except OSError as error:
        raise problem_from_oserror(error, one.content) from error


def _read(one: NewFile) -> bytes:
    if isinstance(one.content, bytes):
        return one.content
    refuse_book(one.content)
    try:
        return one.content.read_bytes()
    except OSError as error:
        raise problem_from_oserror(error, one.content) from error
