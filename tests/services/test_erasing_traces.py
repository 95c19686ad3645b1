"""Erasing finds a person beyond the record: merged twins, earlier names, names of files."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.core.vietnamese.mentions import TAKEN_OUT
from desktop.services import attachments, clerks, erasing, merging, registers, undoing
from desktop.services import bin as recycle
from desktop.services.books import Book, check_file

from .full_book import NAME, person
from .rows import add, undo_last
from .test_erasing import REASON, everyone, leaks

TWIN = "Đặng Quỳnh Nhi Y"


def twin(book: Book, name: str = TWIN) -> int:
    return person(book, name, card_number=None, birth_date=None, ethnicity="Xơ-đăng-riêng")


@pytest.mark.parametrize("name", [TWIN, NAME])
@pytest.mark.parametrize("purged", [False, True])
def test_who_was_merged_into_the_person_goes_too(book: Book, name: str, purged: bool) -> None:
    member, other, third = person(book), twin(book, name), twin(book, "Đặng Nhi Nữa")
    merging.merge(book, other, third)
    merging.merge(book, member, other)
    if purged:
        recycle.purge(book, "members", [other])
    assert erasing.plan(book, member).homonyms == 0
    erasing.erase(book, member, REASON)
    assert leaks(book.path, NAME, name, "Đặng Nhi Nữa", "Xơ-đăng-riêng") == []
    assert not check_file(book.path).problems


def test_a_merge_taken_back_leaves_two_persons(book: Book) -> None:
    member, other = person(book), twin(book)
    merging.merge(book, member, other)
    undo_last(book)
    erasing.erase(book, member, REASON)
    assert registers.get(book, "members", other).values["full_name"] == TWIN
    assert undoing.last_deeds(book).newest is not None
    assert not check_file(book.path).problems


def test_an_earlier_name_is_looked_for(book: Book) -> None:
    member = person(book, "Trần Văn Cũ Kỹ")
    registers.save(book, "members", {"full_name": NAME}, member)
    unit = add(book, "units", name="Chi bộ 1", note="Có Trần Văn Cũ Kỹ ở đây")
    erasing.erase(book, member, REASON, everyone(book))
    assert registers.get(book, "units", unit).values["note"] == f"Có {TAKEN_OUT} ở đây"
    assert leaks(book.path, "Trần Văn Cũ Kỹ") == []


@pytest.mark.parametrize("name", [NAME, NAME.replace("Quỳnh ", "Quỳnh\n")])
def test_a_name_at_a_lines_begin_or_over_two_is_found_in_the_log(book: Book, name: str) -> None:
    member = person(book)
    unit = add(book, "units", name="Chi bộ 1", note=f"Danh sách:\n{name}\nhết")
    registers.save(book, "units", {"note": "khác"}, unit)
    erasing.erase(book, member, REASON, everyone(book))
    assert leaks(book.path, name, name.replace("\n", "\\n")) == []


@pytest.mark.parametrize("sign", [" ", "_", "-"])
def test_a_name_in_a_files_name_is_found(book: Book, tmp_path: Path, sign: str) -> None:
    member = person(book)
    unit = add(book, "units", name="Chi bộ 1")
    named = NAME.replace(" ", sign)
    path = tmp_path / f"Đơn_{named}_2026.txt"
    path.write_text("x", "utf-8")
    attachments.attach(book, "units", unit, [attachments.NewFile(path.name, path)])
    erasing.erase(book, member, REASON, everyone(book))
    assert [one.name for one in attachments.listed(book, "units", unit)] == [
        f"Đơn_{TAKEN_OUT}_2026.txt"
    ]
    assert leaks(book.path, named) == []
    assert not check_file(book.path).problems


def test_a_clerk_of_the_name_stays_and_is_told(book: Book) -> None:
    clerks.begin(book, NAME)
    member = person(book)
    assert any("người làm việc" in one.what for one in erasing.plan(book, member).remains)
    erasing.erase(book, member, REASON)
    assert clerks.known(book) == (NAME,)
    assert not check_file(book.path).problems


def test_clerks_whose_names_differ_by_a_mark_are_two(book: Book) -> None:
    clerks.begin(book, "Le Thi Hoa")
    for one in ("Lê Thị Hoa", "Lê Thị Hoà", "Lê Thị Hoá", "LÊ THỊ HÒA"):
        clerks.begin(book, one)
    assert set(clerks.known(book)) == {"Lê Thị Hoa", "Lê Thị Hoá", "LÊ THỊ HÒA"}
    clerks.begin(book, "Le Thi Hoa")  # without marks it may be any of the three
    assert len(clerks.known(book)) == 4
