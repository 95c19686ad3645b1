"""Members who are in the book already, or twice in a file: who is who, and what becomes of it."""

from __future__ import annotations

import pytest

from desktop.core.register import Query
from desktop.services import lives, registers, undoing
from desktop.services.importing import Existing, Options
from desktop.storage.book import Book

from .conftest import Sheet, outcomes, taken

HEAD = ("Họ và tên", "Ngày sinh", "Số thẻ đảng", "Chi bộ")
UPDATE = Options(existing=Existing.UPDATE)


def add(book: Book, register: str, **values: object) -> int:
    return registers.save(book, register, values).value.id


def people(book: Book, *names: str) -> list[tuple[object, ...]]:
    """What is kept of every member, in the order they were entered."""
    found = registers.rows(book, "members", sorted(registers.keys(book, Query("members"))))
    return [tuple(one.labels.get(name) or one.values[name] for name in names) for one in found]


def steps(book: Book) -> list[tuple[object, object]]:
    ids = sorted(registers.keys(book, Query("member_steps")))
    found = registers.rows(book, "member_steps", ids)
    return [(one.values["status"], one.values["on"]) for one in found]


@pytest.mark.parametrize("in_book", [False, True])
def test_a_card_that_was_filled_in_tells_the_next_one_apart(
    book: Book, sheet: Sheet, in_book: bool
) -> None:
    rows = [HEAD, *(["Lê An", "1975", card, "CB1"] for card in (None, "11111111", "22222222"))]
    if in_book:
        add(
            book,
            "members",
            full_name="Lê An",
            birth_date="1975",
            unit_id=add(book, "units", name="CB1"),
        )
        del rows[1]
    report = taken(book, "members", sheet(rows))
    assert people(book, "full_name", "card_number") == [
        ("Lê An", "11111111"),
        ("Lê An", "22222222"),
    ]
    assert report.counts.total() == len(rows) - 1
    assert not taken(book, "members", sheet([HEAD, *rows[-2:]])).batch


def test_who_was_completed_is_found_by_what_is_known_now(book: Book, sheet: Sheet) -> None:
    path = sheet(
        [
            HEAD,
            ["Lê An", None, "11111111", None],
            ["Lê An", "1975", "11111111", "CB1"],
            ["Lê An", "1975", None, "CB1"],
        ]
    )
    assert outcomes(taken(book, "members", path)) == {"new": 1, "filled": 1, "repeated": 1}
    assert outcomes(taken(book, "members", path)) == {"same": 3}


@pytest.mark.parametrize(
    ("existing", "kept", "outcome"),
    [
        (Existing.FILL, ("1975", "CB1", "probationary", "Kinh"), "differs"),
        (Existing.SKIP, ("1975", "CB1", "probationary", "Kinh"), "differs"),
        (Existing.UPDATE, ("1976", "CB2", "official", "Kinh"), "changed"),
    ],
)
@pytest.mark.parametrize("units_known", [False, True])
def test_rows_of_one_file_that_contradict_each_other(
    book: Book,
    sheet: Sheet,
    existing: Existing,
    kept: tuple[str, ...],
    outcome: str,
    units_known: bool,
) -> None:
    if units_known:  # otherwise the second row finds the first one written already
        add(book, "units", name="CB1")
        add(book, "units", name="CB2")
    path = sheet(
        [
            (*HEAD, "Trạng thái", "Dân tộc"),
            ["Lê An", "1975", "11111111", "CB1", "Dự bị", None],
            ["Lê An", "1976", "11111111", "CB2", "Chính thức", "Kinh"],
        ]
    )
    report = taken(book, "members", path, Options(existing=existing))
    assert outcomes(report) == {"new": 1, outcome: 1}
    assert [one.number for one in report.differing] == ([3] if outcome == "differs" else [])
    assert people(book, "birth_date", "unit_id", "status", "ethnicity") == [kept]


def test_a_status_that_the_file_tells_counts(book: Book, sheet: Sheet) -> None:
    add(book, "members", full_name="Lê An", card_number="11111111", status="probationary")
    told = sheet([("Họ và tên", "Số thẻ đảng", "Trạng thái"), ["Lê An", "11111111", "Chính thức"]])
    untold = sheet([("Họ và tên", "Số thẻ đảng"), ["Lê An", "11111111"]], "hai cột.xlsx")
    assert outcomes(taken(book, "members", untold, UPDATE)) == {"same": 1}
    assert outcomes(taken(book, "members", told)) == {"differs": 1}
    assert people(book, "status") == [("probationary",)]
    assert outcomes(taken(book, "members", told, UPDATE)) == {"changed": 1}
    assert people(book, "status") == [("official",)]


def test_the_day_of_a_former_status_does_not_stay_with_the_new_one(
    book: Book, sheet: Sheet
) -> None:
    add(
        book, "members", full_name="Lê An", card_number="11111111",
        status="probationary", status_on="2020-01-01", status_reason="Kết nạp",
    )  # fmt: skip
    path = sheet([("Họ và tên", "Số thẻ đảng", "Trạng thái"), ["Lê An", "11111111", "Từ trần"]])
    assert outcomes(taken(book, "members", path, UPDATE)) == {"changed": 1}
    assert people(book, "status", "status_on", "status_reason") == [("deceased", None, None)]
    assert steps(book) == [("probationary", "2020-01-01"), ("deceased", None)]


def test_the_day_of_a_status_that_was_not_taken_is_not_taken_either(
    book: Book, sheet: Sheet
) -> None:
    add(book, "members", full_name="Lê An", card_number="11111111", status="official")
    path = sheet(
        [
            ("Họ và tên", "Số thẻ đảng", "Trạng thái", "Ngày của trạng thái"),
            ["Lê An", "11111111", "Từ trần", "1/5/2024"],
        ]
    )
    assert outcomes(taken(book, "members", path)) == {"differs": 1}
    assert people(book, "status", "status_on") == [("official", None)]
    assert outcomes(taken(book, "members", path, UPDATE)) == {"changed": 1}
    assert people(book, "status", "status_on") == [("deceased", "2024-05-01")]


def test_an_old_list_after_a_transfer_adds_nobody(book: Book, sheet: Sheet) -> None:
    path = sheet([HEAD, ["Lê An", "3/5/1975", None, "CB1"]])
    assert outcomes(taken(book, "members", path)) == {"new": 1}
    ids = list(registers.keys(book, Query("members")))
    lives.transfer(book, ids, add(book, "units", name="CB2"), "2025-07-01")
    report = taken(book, "members", path)
    assert outcomes(report) == {"differs": 1}
    assert people(book, "full_name", "unit_id") == [("Lê An", "CB2")]
    # somebody else by the card number
    other = sheet([HEAD, ["Lê An", "3/5/1975", "22222222", "CB1"]], "khac.xlsx")
    registers.save(book, "members", {"card_number": "11111111"}, ids[0])
    assert outcomes(taken(book, "members", other)) == {"new": 1}


def test_new_ones_among_known_ones_are_still_written_many_at_a_time(
    book: Book, sheet: Sheet
) -> None:
    rows = [[f"Nguyễn Văn {n}", "1975", f"{n:08}", "CB1"] for n in range(200)]
    assert outcomes(taken(book, "members", sheet([HEAD, *rows[::2]]))) == {"new": 100}
    assert outcomes(taken(book, "members", sheet([HEAD, *rows]))) == {"new": 100, "same": 100}
    deed = undoing.last_deed(book)
    assert deed is not None
    assert deed.entries == 3  # members, the first step of each, the first unit of each
    assert registers.count(book, Query("members")) == 200
