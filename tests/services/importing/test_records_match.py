"""Which record a row is about: a stronger identity that differs outweighs a weaker one."""

from __future__ import annotations

from typing import Any

import pytest

from desktop.core.register import Query
from desktop.services import lives, registers
from desktop.services.importing import Existing, Options
from desktop.storage.book import Book

from .conftest import Sheet, outcomes, taken

AWARDS = ("Đợt", "Số quyết định", "Ngày quyết định", "Cấp khen", "Hình thức khen",
          "Họ và tên / Tên tập thể", "Chức vụ, đơn vị")  # fmt: skip
PLEDGES = ("Năm", "Loại", "Người đăng ký", "Số thẻ đảng", "Chi bộ", "Nội dung")


def add(book: Book, register: str, **values: object) -> int:
    return registers.save(book, register, values).value.id


def kept(book: Book, register: str, *names: str) -> list[tuple[Any, ...]]:
    """What is kept of every record, in the order they were entered."""
    found = registers.rows(book, register, sorted(registers.keys(book, Query(register))))
    return [tuple(one.labels.get(name) or one.values[name] for name in names) for one in found]


TWO = {
    "two decisions for one collective": (
        "awards",
        [
            AWARDS,
            ["TK", "15-QĐ/HU", "1/2/2025", "Huyện", "Giấy khen", "Chi bộ 1", "xã A"],
            ["TK", "20-QĐ/ĐU", "3/2/2025", "Xã/phường", "Giấy khen", "Chi bộ 1", "xã A"],
        ],
    ),
    "two namesakes without a post": (
        "awards",
        [
            ("Đợt", "Cấp khen", "Hình thức khen", "Họ và tên", "Đơn vị"),
            ["TK", "Huyện", "Giấy khen", "Nguyễn Văn An", "Chi bộ 1"],
            ["TK", "Huyện", "Giấy khen", "Nguyễn Văn An", "Chi bộ 2"],
        ],
    ),
    "two units of one name": (
        "units",
        [
            ("Mã", "Tên đơn vị", "Trực thuộc"),
            ["D1", "Đảng bộ A", None],
            ["C1", "Chi bộ 1", "Đảng bộ A"],
            ["C2", "Chi bộ 1", "Đảng bộ A"],
        ],
    ),
    "two models of one name": (
        "models",
        [
            ("Mã", "Tên mô hình", "Loại", "Đơn vị"),
            ["M1", "Thắp sáng đường quê", "Tập thể", "Chi bộ 1"],
            ["M2", "Thắp sáng đường quê", "Tập thể", "Chi bộ 1"],
        ],
    ),
}


@pytest.mark.parametrize("case", TWO)
def test_two_are_not_one_and_the_file_again_adds_nothing(
    book: Book, sheet: Sheet, case: str
) -> None:
    register, rows = TWO[case]
    path = sheet(rows)
    assert outcomes(taken(book, register, path)) == {"new": len(rows) - 1}
    again = taken(book, register, path)
    assert outcomes(again) == {"same": len(rows) - 1}
    assert again.batch == ""


def test_a_row_without_the_stronger_identity_still_means_the_one_it_fits(
    book: Book, sheet: Sheet
) -> None:
    head = ("Mã", "Tên mô hình", "Loại", "Đơn vị")
    bare = [None, "Thắp sáng đường quê", "Tập thể", "Chi bộ 1"]
    coded = [["M1", *bare[1:]], ["M2", *bare[1:]]]
    assert outcomes(taken(book, "models", sheet([head, bare]))) == {"new": 1}
    assert outcomes(taken(book, "models", sheet([head, *coded]))) == {"filled": 1, "new": 1}
    assert kept(book, "models", "code") == [("M1",), ("M2",)]
    assert outcomes(taken(book, "models", sheet([head, bare, *coded]))) == {"same": 3}


def test_an_award_stays_one_when_its_member_moved(book: Book, sheet: Sheet) -> None:
    one, other = (add(book, "units", name=name) for name in ("Chi bộ 1", "Chi bộ 2"))
    member = add(book, "members", full_name="Lê An", card_number="11111111", unit_id=one)
    path = sheet(
        [
            ("Đợt", "Số quyết định", "Cấp khen", "Hình thức khen", "Họ và tên", "Số thẻ đảng"),
            ["TK", "15-QĐ/HU", "Huyện", "Giấy khen", "Lê An", "11111111"],
        ]
    )
    assert outcomes(taken(book, "awards", path)) == {"new": 1}
    lives.transfer(book, [member], other, "2025-07-01")
    assert outcomes(taken(book, "awards", path)) == {"same": 1}


@pytest.mark.parametrize(
    ("existing", "number", "outcome"),
    [(Existing.FILL, 100, "differs"), (Existing.SKIP, 100, "differs"),
     (Existing.UPDATE, 200, "changed")],
)  # fmt: skip
def test_rows_of_one_file_that_contradict_each_other_are_told(
    book: Book, sheet: Sheet, existing: Existing, number: int, outcome: str
) -> None:
    path = sheet(
        [
            ("Mã", "Tên mô hình", "Loại", "Người phụ trách", "Kết quả"),
            ["M1", "Thắp sáng", "Tập thể", None, f"{100} bóng đèn"],
            ["M1", "Thắp sáng", "Tập thể", "Lê An", f"{200} bóng đèn"],
        ]
    )
    report = taken(book, "models", path, Options(existing=existing))
    assert outcomes(report) == {"new": 1, outcome: 1}
    assert [one.number for one in report.differing] == ([3] if outcome == "differs" else [])
    assert kept(book, "models", "person_in_charge", "results") == [("Lê An", f"{number} bóng đèn")]


# whose pledge it is


def test_a_card_number_nobody_has_is_not_another_ones(book: Book, sheet: Sheet) -> None:
    unit = add(book, "units", name="Chi bộ 1")
    add(book, "members", full_name="Nguyễn Văn An", card_number="11111111", unit_id=unit)
    row = [2025, "Bản cam kết", "Nguyễn Văn An", "22222222", "Chi bộ 1", "Đọc sách"]
    assert outcomes(taken(book, "pledges", sheet([PLEDGES, row]))) == {"new": 1}
    assert kept(book, "pledges", "pledger_kind", "member_id") == [("member", None)]
    # one whose number the book doesn't have yet may be meant
    add(book, "members", full_name="Nguyễn Văn An", unit_id=unit)
    row[0] = 2026
    assert outcomes(taken(book, "pledges", sheet([PLEDGES, row]))) == {"new": 1}
    assert kept(book, "pledges", "pledger_kind", "member_id")[1] == ("member", "Nguyễn Văn An")


def test_a_pledge_of_a_past_year_is_of_who_was_in_the_unit_then(book: Book, sheet: Sheet) -> None:
    one, other = (add(book, "units", name=name) for name in ("Chi bộ 1", "Chi bộ 2"))
    member = add(book, "members", full_name="Nguyễn Văn An", unit_id=one)
    add(book, "members", full_name="Nguyễn Văn An", unit_id=add(book, "units", name="Chi bộ 3"))
    lives.transfer(book, [member], other, "2025-07-01")
    row = [2023, "Bản cam kết", "Nguyễn Văn An", None, "Chi bộ 1", "Đọc sách"]
    path = sheet([PLEDGES, row])
    assert outcomes(taken(book, "pledges", path)) == {"new": 1}
    found = registers.rows(book, "pledges", list(registers.keys(book, Query("pledges"))))
    assert found[0].values["member_id"] == member
    assert found[0].labels["unit_id"] == "Chi bộ 1"
    assert outcomes(taken(book, "pledges", path)) == {"same": 1}


@pytest.mark.parametrize("place", ["Chi bộ 1", None])
def test_namesakes_are_asked_for_their_card_numbers(
    book: Book, sheet: Sheet, place: str | None
) -> None:
    unit = add(book, "units", name="Chi bộ 1")
    for card in ("11111111", "22222222"):
        add(book, "members", full_name="Lê An", card_number=card, unit_id=unit)
    row = [2025, "Bản cam kết", "Lê An", None, place, "Đọc sách"]
    report = taken(book, "pledges", sheet([PLEDGES, row]))
    assert outcomes(report) == {"refused": 1}
    assert "Có 2 đảng viên «Lê An»" in report.refused[0].reasons[""]
    both = sheet([PLEDGES, *([*row[:3], card, *row[4:]] for card in ("11111111", "22222222"))])
    assert outcomes(taken(book, "pledges", both)) == {"new": 2}
    assert registers.count(book, Query("pledges")) == 2
    assert not taken(book, "pledges", both).batch
