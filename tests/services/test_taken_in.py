"""Who of those an import added may be in the book twice; and which pairs are still offered."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.services import books, importing, registers, undoing
from desktop.services.lookalikes import look_alikes, say_different, still_alike, taken_in
from desktop.services.merging import merge
from desktop.storage.book import Book
from desktop.storage.bulk import insert_many

from .rows import add

HEAD = ("Họ và tên", "Ngày sinh", "Số thẻ đảng", "Chi bộ")


def take_in(book: Book, folder: Path, rows: list[tuple[str, ...]]) -> importing.Report:
    path = folder / "danh sách.xlsx"
    with xlsxwriter.Workbook(path) as made:
        page = made.add_worksheet()
        for place, row in enumerate([HEAD, *rows]):
            page.write_row(place, 0, row)
    source = importing.read(path)
    found = importing.recognise("members", source)
    return importing.run(book, "members", source, found).value


@pytest.fixture
def cell(book: Book) -> int:
    return add(book, "units", name="Chi bộ 1")


def test_those_an_import_added_are_compared_with_the_book_and_each_other(
    book: Book, tmp_path: Path, cell: int
) -> None:
    old = add(book, "members", full_name="Lê Văn An", birth_date="1975-05-03", unit_id=cell)
    for _twice in range(2):  # were there before: not offered now
        add(book, "members", full_name="Võ Cảnh", unit_id=cell)
    same = add(book, "members", full_name="Lý Bình", card_number="00000001", unit_id=cell)
    report = take_in(
        book,
        tmp_path,
        [
            ("Lê Văn An", "1975", "", "Chi bộ 1"),
            ("Lý Bình", "", "00000001", "Chi bộ 1"),  # known: nobody is added
            ("Đỗ Dũng", "3/5/1980", "", "Chi bộ 1"),
            ("Đỗ Dũng", "5/1980", "", "Chi bộ 1"),
            ("Hồ Em", "1990", "00000005", "Chi bộ 1"),
        ],
    )
    added = taken_in(book, report.batch)
    names = [one.values["full_name"] for one in registers.rows(book, "members", added)]
    assert names == ["Lê Văn An", "Đỗ Dũng", "Đỗ Dũng", "Hồ Em"]
    assert same not in added
    found = {(one.first, one.second) for one in look_alikes(book, added)}
    assert found == {(old, added[0]), (added[1], added[2])}
    registers.delete(book, "members", [added[1]])
    assert taken_in(book, report.batch) == [added[0], *added[2:]]


def test_an_import_that_was_undone_added_nobody(book: Book, tmp_path: Path) -> None:
    report = take_in(book, tmp_path, [("Lê Văn An", "1975", "", "Chi bộ 1")] * 1)
    assert len(taken_in(book, report.batch)) == 1
    undoing.undo(book, report.batch)
    assert taken_in(book, report.batch) == []
    assert taken_in(book, "no such deed") == []


def test_those_saved_one_by_one_are_found_too(book: Book, cell: int) -> None:
    """Whatever way a deed adds people, they are among those it added."""
    with book.write("Thử") as session:
        first = registers.save_in(session, "members", {"full_name": "Lê An", "unit_id": cell}).id
        several = insert_many(session, "members", [{"full_name": "Võ Cảnh"}] * 3, words="Thử")
    deed = undoing.last_deed(book)
    assert deed is not None
    assert taken_in(book, deed.batch) == sorted([first, *several])


# pairs once found


names = st.sampled_from(["Nguyễn Thị Ánh", "Nguyễn Thị Ngọc Ánh", "Lê Hoà", "Lê Hòa"])
births = st.sampled_from([None, "1975", "1975-05-03", "1976-05-03"])
cards = st.sampled_from([None, None, "00123456", "00123465"])
people = st.lists(st.tuples(names, births, cards, st.booleans()), min_size=2, max_size=12)


@settings(max_examples=40, deadline=None)
@given(people=people, picked=st.data())
def test_which_are_still_offered_is_what_the_search_finds(
    people: list[tuple[Any, ...]],
    picked: st.DataObject,
    empty_book: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    path = Path(shutil.copy(empty_book, tmp_path_factory.mktemp("s") / "s.gsdb"))
    with closing(books.open_book(path)) as book:
        with book.write("Thử") as session:
            unit = insert_many(session, "units", [{"name": "Chi bộ", "kind": "cell"}], words="")[0]
            rows = [
                {"full_name": name, "birth_date": born, "card_number": card,
                 "unit_id": unit if inside else None}
                for name, born, card, inside in people
            ]  # fmt: skip
            ids = insert_many(session, "members", rows, words="Thử")
        whole = look_alikes(book)
        every = [(one, two) for one in ids for two in ids]
        assert still_alike(book, every) == whole
        among = picked.draw(st.sets(st.sampled_from(ids)))
        assert look_alikes(book, among) == [
            one for one in whole if one.first in among or one.second in among
        ]


def test_a_pair_comes_back_when_its_merge_is_undone(book: Book, cell: int) -> None:
    first, second, third = (
        add(book, "members", full_name="Lê An", unit_id=cell) for _one in range(3)
    )
    pairs = [(one.first, one.second) for one in look_alikes(book)]
    assert len(pairs) == 3

    def left() -> list[tuple[int, int]]:
        return [(one.first, one.second) for one in still_alike(book, pairs)]

    say_different(book, second, third)
    assert left() == [(first, second), (first, third)]
    merge(book, first, second)
    assert left() == [(first, third)]
    deed = undoing.last_deed(book)
    assert deed is not None
    undoing.undo(book, deed.batch)
    assert left() == [(first, second), (first, third)]
