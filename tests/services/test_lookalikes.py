"""Who is offered as 'the same person?', against the rules written out plainly, and why."""

from __future__ import annotations

import shutil
from contextlib import closing
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz import fuzz

from desktop.core.errors import Cancelled, StaleRecord
from desktop.core.vietnamese.fold import fold
from desktop.services import books, registers
from desktop.services.lookalikes import (
    NEAR_NAME,
    Pair,
    look_alikes,
    say_different,
    take_back_different,
)
from desktop.storage.book import Book
from desktop.storage.bulk import insert_many

Plain = dict[str, Any]
ANH = {"full_name": "Nguyễn Thị Ánh", "birth_date": "1975-05-03"}


def fill(book: Book, people: list[Plain], units: int = 2) -> list[int]:
    """Write units 1, 2 … and people, whose `unit` is one of these or None; return their ids."""
    with book.write("Thử") as session:
        named = [{"name": f"Chi bộ {n}", "kind": "cell"} for n in range(1, units + 1)]
        cells = insert_many(session, "units", named, words="Thử")
        rows = []
        for one in people:
            values = {key: value for key, value in one.items() if key != "unit"}
            unit = one.get("unit")
            rows.append({**values, "unit_id": None if unit is None else cells[unit - 1]})
        return insert_many(session, "members", rows, words="Thử")


def only(book: Book) -> Pair:
    found = look_alikes(book)
    assert len(found) == 1
    return found[0]


# what a pair is, in the words of the brief and not in those of the program


def one_slip(one: str, two: str) -> bool:
    """One digit replaced, left out or added, or two neighbours exchanged."""
    digits = "0123456789"
    made = set()
    for place in range(len(one) + 1):
        before, after = one[:place], one[place:]
        made |= {before + digit + after for digit in digits}
        if after:
            made |= {before + digit + after[1:] for digit in digits} | {before + after[1:]}
        if len(after) > 1:
            made.add(before + after[1] + after[0] + after[2:])
    return two in made and one != two


def offered(one: Plain, two: Plain) -> bool:
    first, second = one.get("card_number"), two.get("card_number")
    born, other = one.get("birth_date"), two.get("birth_date")
    cell, there = one.get("unit"), two.get("unit")
    same_name = fold(one["full_name"]) == fold(two["full_name"])
    same_day = born is not None and born == other and len(born) == 10
    if first and second:
        if first.lstrip("0") == second.lstrip("0"):
            return True
        slip = one_slip(first.lstrip("0"), second.lstrip("0"))
        return same_name and same_day and slip
    if same_name and born and other:
        compatible = born.startswith(other) or other.startswith(born)
        return compatible and (cell == there or cell is None or there is None)
    if same_name:
        return cell is not None and cell == there
    near = fuzz.ratio(fold(one["full_name"]), fold(two["full_name"])) >= NEAR_NAME
    return near and same_day and cell is not None and cell == there


person = st.fixed_dictionaries(
    {
        "full_name": st.sampled_from(
            ["Nguyễn Thị Ánh", "Nguyễn Thị Ánh", "NGUYỄN THỊ ANH", "Nguyễn Thị Ngọc Ánh", "Lê Hoà"]
        ),
        "birth_date": st.sampled_from(
            [None, "1975", "1975-05", "1975-05-03", "1975-05-03", "1976-05-03"]
        ),
        "card_number": st.sampled_from(
            [None, None, None, "00123456", "123456", "00123465", "00123457", "88990011"]
        ),
        "unit": st.sampled_from([None, 1, 1, 2]),
    }
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(people=st.lists(person, min_size=2, max_size=14))
def test_all_pairs_that_the_rules_name_and_no_others(
    people: list[Plain], empty_book: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = Path(shutil.copy(empty_book, tmp_path_factory.mktemp("s") / "s.gsdb"))
    with closing(books.open_book(path)) as book:
        ids = fill(book, people)
        wanted = {
            (ids[one], ids[two])
            for one, two in combinations(range(len(people)), 2)
            if offered(people[one], people[two])
        }
        found = look_alikes(book)
        pairs = [(one.first, one.second) for one in found]
        assert len(pairs) == len(set(pairs))
        assert set(pairs) == wanted
        assert all(one.reasons and 0 < one.certain <= 1 for one in found)
        assert [one.certain for one in found] == sorted(
            (one.certain for one in found), reverse=True
        )
        some = set(ids[::3])
        few = {(one.first, one.second) for one in look_alikes(book, some)}
        assert few == {one for one in wanted if some & set(one)}


@pytest.mark.parametrize(
    ("first", "second", "reasons"),
    [
        (
            {"full_name": "Lê An", "card_number": "00123456"},
            {"full_name": "Lê An", "card_number": "123456", "birth_date": "1975"},
            ("cùng số thẻ đảng 00123456 (có nơi ghi 123456)", "cùng họ tên"),
        ),
        (
            {"full_name": "Lê An", "card_number": "00123456", "birth_date": "1975"},
            {"full_name": "Võ Cảnh", "card_number": "00123456", "birth_date": "1976"},
            (
                "cùng số thẻ đảng 00123456",
                "nhưng khác họ tên: «Lê An» và «Võ Cảnh»",
                "nhưng khác ngày sinh: 1975 và 1976",
            ),
        ),
        (
            {**ANH, "unit": 1},
            {**ANH, "full_name": "NGUYỄN THỊ ÁNH", "unit": 1},
            ("cùng họ tên, ngày sinh và chi bộ",),
        ),
        (
            {**ANH, "unit": 1, "birth_date": "1975"},
            {**ANH, "unit": 1},
            ("cùng họ tên và chi bộ", "năm sinh tương thích (1975 và 03/05/1975)"),
        ),
        (
            {**ANH, "unit": 1},
            {**ANH, "full_name": "Nguyễn Thị Anh"},
            (
                "cùng ngày sinh",
                "họ tên chỉ khác dấu: «Nguyễn Thị Ánh» và «Nguyễn Thị Anh»",
                "chưa rõ chi bộ",
            ),
        ),
        (
            {**ANH, "unit": 1},
            {**ANH, "unit": 1, "full_name": "Nguyễn Thị Ngọc Ánh"},
            (
                "họ tên gần giống: «Nguyễn Thị Ánh» và «Nguyễn Thị Ngọc Ánh»",
                "cùng ngày sinh và chi bộ",
            ),
        ),
        (
            {**ANH, "card_number": "00123456", "unit": 1},
            {**ANH, "card_number": "00123465", "unit": 2},
            ("số thẻ đảng chỉ khác một chữ số: 00123456 và 00123465", "cùng họ tên và ngày sinh"),
        ),
        (
            {"full_name": "Lê An", "unit": 1},
            {"full_name": "Lê An", "unit": 1, "birth_date": "1975"},
            ("cùng họ tên và chi bộ", "một bản ghi chưa có ngày sinh"),
        ),
    ],
)
def test_the_reasons(book: Book, first: Plain, second: Plain, reasons: tuple[str, ...]) -> None:
    ids = fill(book, [first, second])
    found = only(book)
    assert (found.first, found.second) == tuple(ids)
    assert found.reasons == reasons


@pytest.mark.parametrize("second", ["00123555", "00124457", "88990011", "00132465"])
def test_different_numbers_are_different_people(book: Book, second: str) -> None:
    fill(book, [{**ANH, "unit": 1, "card_number": one} for one in ("00123456", second)])
    assert look_alikes(book) == []


def test_words_for_no_number_are_no_number(book: Book) -> None:
    fill(book, [{"full_name": "Lê An", "card_number": "chưa cấp"},
                {"full_name": "Võ Cảnh", "card_number": "chưa cấp"},
                {"full_name": "Lý Bình", "card_number": "00000000"},
                {"full_name": "Đỗ Dũng", "card_number": "00000000"}])  # fmt: skip
    assert look_alikes(book) == []


def test_the_bin_and_other_offices_are_left_out(book: Book) -> None:
    ids = fill(book, [ANH, ANH, {**ANH, "origin": "another office"}])
    assert [(one.first, one.second) for one in look_alikes(book)] == [(ids[0], ids[1])]
    registers.delete(book, "members", [ids[1]])
    assert look_alikes(book) == []


def test_who_was_called_different_does_not_come_again(book: Book) -> None:
    ids = fill(book, [ANH, ANH, ANH])
    assert len(look_alikes(book)) == 3
    say_different(book, ids[1], ids[0])
    say_different(book, ids[0], ids[1])
    left = [(one.first, one.second) for one in look_alikes(book)]
    assert left == [(ids[0], ids[2]), (ids[1], ids[2])]
    with closing(books.open_book(Path(shutil.copy(book.path, f"{book.path}.2.gsdb")))) as again:
        assert len(look_alikes(again)) == 2
    assert books.check_file(book.path).ok
    take_back_different(book, ids[0], ids[1])
    take_back_different(book, ids[0], ids[1])
    assert len(look_alikes(book)) == 3
    with pytest.raises(StaleRecord):
        say_different(book, ids[0], 999_999)


def test_hundreds_of_one_name_are_not_every_two_of_them(book: Book) -> None:
    hung = {"full_name": "Nguyễn Văn Hùng"}
    ids = fill(
        book,
        [{**hung, "unit": 1} for _ in range(400)]
        + [{**hung, "unit": 1, "birth_date": "1975"} for _ in range(400)]
        + [{**hung, "unit": 1, "birth_date": "1975-05-03"} for _ in range(400)],
    )
    found = look_alikes(book)
    assert len(found) < 130 * len(ids)
    assert {row for one in found for row in (one.first, one.second)} == set(ids)


def test_a_slip_in_a_name_is_found_among_many_of_one_birth_date(book: Book) -> None:
    born = {"birth_date": "1900-01-01", "unit": 1}
    given = [f"{one}{two}" for one in "bcdghklmnpt" for two in ("an", "inh", "ong", "uy", "ai")]
    people = [{**born, "full_name": f"{family} {name}"}
              for family in ("Nguyễn Thị Kim", "Trần Quốc") for name in given]  # fmt: skip
    slips = [("Huỳnh Văn Phương", "Huỳnh Văn Phươnk"), ("Zặng Hữu Nghĩa", "Rặng Hữu Nghĩa")]
    people += [{**born, "full_name": one} for both in slips for one in both]
    ids = fill(book, people)
    assert len(people) > 100
    found = {(one.first, one.second) for one in look_alikes(book)}
    assert (ids[-4], ids[-3]) in found
    assert (ids[-2], ids[-1]) in found


def test_progress_is_told_and_cancel_works(book: Book) -> None:
    fill(book, [ANH, ANH])
    told: list[tuple[int, int]] = []
    look_alikes(book, tick=lambda done, all_: told.append((done, all_)))
    assert told
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1]

    def cancel(_done: int, _all: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        look_alikes(book, tick=cancel)
    assert len(look_alikes(book)) == 1
