"""A book that is renamed or moved keeps its backups; a copy of it has its own."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from desktop.services import (
    backup_names,
    backups,
    books,
    protection,
    registers,
    restoring,
    second_place,
)
from desktop.services.backups import Kept, Reason
from desktop.services.books import Book
from desktop.services.second_place import Outcome
from desktop.storage import keys

PASSPHRASE = "hoa sen nở tháng sáu"


def add(book: Book, *names: str) -> None:
    for one in names:
        registers.save(book, "members", {"full_name": one})


def ended(book: Book, *names: str) -> Kept:
    add(book, *names)
    made = backups.backup(book, Reason.EXIT)
    book.close()
    return made


def renamed(book: Book, folder: str = "", name: str = "Sổ đảng viên.gsdb") -> Path:
    target = book.path.parent / folder / name
    target.parent.mkdir(exist_ok=True)
    return book.path.rename(target)


@pytest.mark.parametrize("folder", ["", "Chuyển đến"])
def test_a_renamed_book_lists_and_restores_its_earlier_backups(book: Book, folder: str) -> None:
    made = ended(book, "Lê An")
    path = renamed(book, folder)
    assert backups.list_backups(path) == [made], "by the file alone"
    with closing(books.open_book(path)) as again:
        assert backups.list_backups(again) == [made]
        assert backups.last_backup(again) == made
        assert not backups.is_due(again, Reason.EXIT), "it holds the book as it stands"
        add(again, "Lê Bình")
        later = backups.backup(again, Reason.EXIT)
        assert backups.list_backups(again) == [later, made]
        assert backup_names.earlier_name(made, path.stem) == "Sổ 2026"
        assert backup_names.earlier_name(later, path.stem) == ""
    restoring.restore(path, made.path)
    with closing(books.open_book(path)) as again:
        assert registers.count(again, registers.Query("members")) == 1


@pytest.mark.parametrize("encrypted", [False, True])
def test_a_damaged_book_under_a_new_name_finds_its_backups(book: Book, *, encrypted: bool) -> None:
    made = ended(book, "Lê An")
    if encrypted:
        protection.protect(book.path, PASSPHRASE)
        keys.lock_all()
    path = renamed(book)
    verifier = book.path.with_name(f"{book.path.name}.khoa")
    assert verifier.exists() == encrypted
    content = path.read_bytes()
    path.write_bytes(content if encrypted else bytes(4096) + content[4096:])
    found = backups.list_backups(path)
    assert made.path in [one.path for one in found]
    assert len(found) == 1 + encrypted


def test_backups_of_another_office_are_not_listed(
    book: Book, empty_book: Path, tmp_path: Path
) -> None:
    ended(book, "Lê An")
    setup = books.OfficeSetup("Ban Tuyên giáo xã Bên", "commune", "Bên")
    with closing(books.create_book(tmp_path / "khác.gsdb", setup)) as other:
        assert backups.list_backups(other) == []
        made = backups.backup(other, Reason.EXIT)
    path = tmp_path / "khác.gsdb"
    path.write_bytes(bytes(4096) + path.read_bytes()[4096:])
    assert backups.list_backups(path.rename(tmp_path / "mới.gsdb")) == [made]


def test_a_copy_of_a_book_leaves_the_backups_of_the_book_alone(book: Book) -> None:
    """Both live: neither one's backups are thinned, encrypted or counted for the other."""
    add(book, "Lê An")
    for _turn in range(12):
        backups.backup(book, Reason.EXIT)
    ours = backups.list_backups(book)
    copy = Path(shutil.copyfile(book.path, book.path.with_name("Tập làm.gsdb")))
    with closing(books.open_book(copy)) as again:
        assert [one.path for one in backups.list_backups(again)] == [one.path for one in ours]
        assert backups.last_backup(again) is None
        assert backups.is_due(again, Reason.START)
        for _turn in range(14):
            backups.backup(again, Reason.EXIT)
        mine = [one for one in backups.list_backups(again) if one not in ours]
        assert 10 <= len(mine) < 14, "thinned by themselves"
    assert all(one.path.exists() for one in ours)
    protection.protect(copy, PASSPHRASE, copies=True)
    assert protection.plain_copies(copy) == ()
    assert all(keys.salt_of(one.path) == keys.PLAIN_HEADER for one in ours)


def test_a_renamed_books_open_backups_are_encrypted_with_it(book: Book) -> None:
    made = ended(book, "Lê An")
    path = renamed(book)
    assert protection.plain_copies(path) == (made.path,)
    protection.protect(path, PASSPHRASE, copies=True)
    assert keys.salt_of(made.path) != keys.PLAIN_HEADER


def test_the_second_place_knows_the_book_under_its_earlier_name(book: Book, tmp_path: Path) -> None:
    stick = tmp_path / "USB"
    stick.mkdir()
    place = second_place.choose(stick)
    made = ended(book, "Lê An")
    path = renamed(book)
    with closing(books.open_book(path)) as again:
        assert second_place.copy_newest(again, place).outcome is Outcome.COPIED
        assert [one.path.name for one in second_place.list_there(again, place)] == [made.path.name]
        add(again, "Lê Bình")
        backups.backup(again, Reason.EXIT)
        assert second_place.copy_newest(again, place).outcome is Outcome.COPIED
        assert len(second_place.list_there(again, place)) == 2
