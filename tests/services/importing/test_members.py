"""Members out of the spreadsheets that offices have."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from desktop.core.errors import UserProblem
from desktop.core.register import Query
from desktop.services import figures, importing, registers, undoing
from desktop.services.books import check_file
from desktop.services.importing import Existing, Options
from desktop.services.importing.refused import write_refused
from desktop.storage.book import Book

from .conftest import MEMBERS, Sheet, outcomes, seen, taken


def people(book: Book) -> dict[str, dict[str, object]]:
    """Members by name."""
    found = registers.rows(book, "members", list(registers.keys(book, Query("members"))))
    return {str(one.values["full_name"]): {**one.values, **one.labels} for one in found}


def test_a_list_with_title_merged_heading_groups_and_sum(book: Book, sheet: Sheet) -> None:
    path = sheet(
        [
            ["ĐẢNG BỘ XÃ TÂN LONG"],
            ["DANH SÁCH ĐẢNG VIÊN"],
            [],
            ["STT", "Họ và tên", "Năm sinh", None, "Số thẻ Đảng viên (8 số)", "Ngày vào Đảng"],
            [None, None, "Nam", "Nữ", None, None],
            [1, 2, 3, 4, 5, 6],
            ["I", "Chi bộ Ấp Chợ"],
            [1, "Nguyễn Văn Hùng", 1975, None, 1234567, date(2001, 5, 6)],
            [2, "TRẦN THỊ ÁNH", None, "5/1980", "00345678", "19-5-02"],
            [],
            ["II", "Chi bộ Trường học"],
            [1, "Lê Thị Hòa", None, "năm 1990", "00345679", 37400],
            ["Tổng cộng", 3],
        ],
        merges=[(3, 2, 3, 3, "Năm sinh")],
    )
    report = taken(book, "members", path)
    assert outcomes(report) == {"new": 3}
    assert [name for name, _near in report.new_units] == ["Chi bộ Ấp Chợ", "Chi bộ Trường học"]
    assert [text for _table, _row, text in report.left_out] == [
        "Chi bộ Ấp Chợ", "Chi bộ Trường học", "Tổng cộng 3"
    ]  # fmt: skip
    found = people(book)
    assert set(found) == {"Nguyễn Văn Hùng", "Trần Thị Ánh", "Lê Thị Hòa"}
    hung, anh, hoa = (found[one] for one in ("Nguyễn Văn Hùng", "Trần Thị Ánh", "Lê Thị Hòa"))
    assert (hung["birth_date"], hung["sex"], hung["card_number"]) == ("1975", "male", "01234567")
    assert (anh["birth_date"], anh["sex"], anh["admitted_on"]) == (
        "1980-05", "female", "2002-05-19"
    )  # fmt: skip
    assert (hoa["birth_date"], hoa["admitted_on"]) == ("1990", "2002-05-24")
    assert hoa["unit_id"] == "Chi bộ Trường học"
    counted = figures.figures(book, date(2026, 1, 1), date(2026, 12, 31)).to_json_dict()
    assert counted["members"]["total"] == 3
    assert check_file(book.path).ok


def test_the_same_file_twice_adds_nothing(book: Book, sheet: Sheet) -> None:
    path = sheet(
        [
            MEMBERS,
            [1, "Nguyễn Văn Hùng", "3/5/1975", "Nam", "00000001", "Chi bộ 1", "1/1/2001"],
            [2, "Nguyễn Văn Hùng", "3/5/1975", "Nam", "00000002", "Chi bộ 1", None],
            [3, "Trần Thị Ánh", 1980, "Nữ", None, "Chi bộ 2", None],
        ]
    )
    assert outcomes(taken(book, "members", path)) == {"new": 3}
    before = people(book)
    again = taken(book, "members", path)
    assert outcomes(again) == {"same": 3}
    assert again.batch == ""
    assert not again.new_units
    assert people(book) == before


def test_the_same_person_twice_in_one_file_is_one(book: Book, sheet: Sheet) -> None:
    path = sheet(
        [
            MEMBERS,
            [1, "Nguyễn Văn Hùng", "3/5/1975", None, "00000001", "Chi bộ 1", None],
            [2, "Nguyễn Văn Hùng", "3/5/1975", "Nam", "00000001", "Chi bộ 1", None],
            [3, "Nguyễn Văn Hùng", "3/5/1975", "Nam", None, "Chi bộ 1", None],
        ]
    )
    assert outcomes(taken(book, "members", path)) == {"new": 1, "filled": 1, "repeated": 1}
    assert people(book)["Nguyễn Văn Hùng"]["sex"] == "male"


def test_a_card_number_of_somebody_else_is_refused(book: Book, sheet: Sheet) -> None:
    path = sheet(
        [
            MEMBERS,
            [1, "Nguyễn Văn Hùng", "1975", "Nam", "00000001", "Chi bộ 1", None],
            [2, "Lê Văn Tám", "1976", "Nam", "00000001", "Chi bộ 1", None],
        ]
    )
    report = taken(book, "members", path)
    assert outcomes(report) == {"new": 1, "refused": 1}
    assert report.refused[0].number == 3
    assert "00000001" in report.refused[0].reasons["card_number"]


@pytest.mark.parametrize(
    ("existing", "sex", "post", "outcome"),
    [
        (Existing.FILL, "male", "Bí thư", "differs"),
        (Existing.SKIP, None, "Bí thư", "differs"),
        (Existing.UPDATE, "male", "Chi ủy viên", "changed"),
    ],
)
def test_what_is_there_already_is_filled_left_or_changed(
    book: Book, sheet: Sheet, existing: Existing, sex: str | None, post: str, outcome: str
) -> None:
    registers.save(
        book,
        "members",
        {"full_name": "Nguyễn Văn Hùng", "card_number": "00000001", "party_post": "Bí thư"},
    )
    path = sheet(
        [
            ["Họ tên", "Số thẻ", "Giới tính", "Chức vụ Đảng"],
            ["Nguyễn Văn Hùng", "00000001", "Nam", "Chi ủy viên"],
        ]
    )
    report = taken(book, "members", path, Options(existing=existing))
    assert outcomes(report) == {outcome: 1}
    assert len(report.differing) == (outcome == "differs")
    found = people(book)["Nguyễn Văn Hùng"]
    assert (found["sex"], found["party_post"]) == (sex, post)


def test_refused_rows_come_out_and_go_in_when_mended(
    book: Book, sheet: Sheet, tmp_path: Path
) -> None:
    path = sheet(
        [
            MEMBERS,
            [1, "Nguyễn Văn Hùng", "31/2/1975", "Nam", "00000001", "Chi bộ 1", None],
            [2, None, "1980", "Nữ", "00000002", "Chi bộ 1", None],
            [3, "Trần Thị Ánh", "1980", "chưa rõ lắm", "00000003", "Chi bộ 1", None],
            [4, "Lê Thị Hòa", "12/12/1990", "Nữ", "00000004", "Chi bộ 1", None],
        ]
    )
    source = importing.read(path)
    found = importing.recognise("members", source)
    report = importing.run(book, "members", source, found).value
    assert outcomes(report) == {"new": 1, "refused": 3}
    out = tmp_path / "chua nhap.xlsx"
    assert write_refused("members", source.tables, found, report.refused, out) == 3
    page = openpyxl.load_workbook(out).active
    lines = [[cell.value for cell in row] for row in page.iter_rows()]
    head = next(row for row in lines if "Họ và tên" in row)
    assert head[-1] == "Lý do chưa nhập được"
    first = next(row for row in lines if "Nguyễn Văn Hùng" in row)
    assert "Không có ngày 31/2/1975" in str(first[-1])
    # mended in place, as the clerk would
    for row in page.iter_rows():
        for cell in row:
            mended = {"31/2/1975": "28/2/1975", "chưa rõ lắm": "Nữ"}.get(str(cell.value))
            if mended:
                cell.value = mended
    page.parent.save(out)
    again = taken(book, "members", out)
    assert outcomes(again) == {"new": 2, "refused": 1}
    assert set(people(book)) == {"Nguyễn Văn Hùng", "Trần Thị Ánh", "Lê Thị Hòa"}


def test_a_look_changes_nothing(book: Book, sheet: Sheet) -> None:
    path = sheet([MEMBERS, [1, "Nguyễn Văn Hùng", "1975", "Nam", "00000001", "Chi bộ 1", None]])
    before = book.path.read_bytes()
    report = seen(book, "members", path)
    assert outcomes(report) == {"new": 1}
    assert report.new_units == [("Chi bộ 1", "")]
    assert book.path.read_bytes() == before
    assert registers.count(book, Query("units")) == 0


def test_units_are_not_made_when_the_clerk_says_so(book: Book, sheet: Sheet) -> None:
    registers.save(book, "units", {"name": "Chi bộ Ấp Chợ"})
    path = sheet([MEMBERS, [1, "Nguyễn Văn Hùng", "1975", "Nam", "1", "Chi bộ Ấp Chọ Mới", None],
                  [2, "Lê Văn Tám", "1975", "Nam", "2", "chi bo ap cho", None]])  # fmt: skip
    report = taken(book, "members", path, Options(create=False))
    assert outcomes(report) == {"new": 1, "refused": 1}
    assert "Chưa có đơn vị «Chi bộ Ấp Chọ Mới»" in report.refused[0].reasons["unit_id"]


def test_units_of_one_name_are_told_apart_by_what_they_are_part_of(
    book: Book, sheet: Sheet
) -> None:
    for name in ("Đảng bộ xã Tân Long", "Đảng bộ xã Mỹ Hòa"):
        above = registers.save(book, "units", {"name": name, "kind": "base_committee"}).value.id
        registers.save(book, "units", {"name": "Chi bộ 1", "parent_id": above})
    path = sheet(
        [
            MEMBERS,
            [1, "Nguyễn Văn Hùng", "1975", "Nam", None, "Chi bộ 1 / Đảng bộ xã Mỹ Hòa", None],
            [2, "Lê Văn Tám", "1976", "Nam", None, "Chi bộ 1, Tân Long", None],
            [3, "Lê Văn Chín", "1977", "Nam", None, "Chi bộ 1", None],
        ]
    )
    report = taken(book, "members", path)
    assert outcomes(report) == {"new": 2, "refused": 1}
    assert "Có 2 đơn vị" in report.refused[0].reasons["unit_id"]
    assert not report.new_units


def test_an_import_is_undone_as_one_step(book: Book, sheet: Sheet) -> None:
    registers.save(book, "members", {"full_name": "Lê Văn Tám", "card_number": "00000009"})
    before = people(book)
    rows = [[n, f"Nguyễn Văn {n}", 1950 + n % 50, "Nam", f"{n:08}", f"Chi bộ {n % 7}", None]
            for n in range(100, 2600)]  # fmt: skip
    rows.append([1, "Lê Văn Tám", 1960, "Nam", "00000009", "Chi bộ 1", None])
    report = taken(book, "members", sheet([MEMBERS, *rows]))
    assert outcomes(report) == {"new": 2500, "filled": 1}
    assert registers.count(book, Query("members")) == 2501
    undoing.undo(book, report.batch)
    assert people(book) == before
    assert registers.count(book, Query("units")) == 0
    assert check_file(book.path).ok


def test_cancelling_keeps_nothing(book: Book, sheet: Sheet) -> None:
    class Stop(Exception):
        pass

    def tick(done: int, _all: int) -> None:
        if done >= 2000:
            raise Stop

    rows = [[n, f"Nguyễn Văn {n}", 1960, "Nam", f"{n:08}", "Chi bộ 1", None] for n in range(4000)]
    source = importing.read(sheet([MEMBERS, *rows]))
    found = importing.recognise("members", source)
    with pytest.raises(Stop):
        importing.run(book, "members", source, found, tick=tick)
    assert registers.count(book, Query("members")) == 0
    assert registers.count(book, Query("units")) == 0


def test_signatures_below_the_table_are_no_people(book: Book, sheet: Sheet) -> None:
    path = sheet(
        [
            MEMBERS,
            [1, "Nguyễn Văn Hùng", "1975", "Nam", "00000001", "Chi bộ 1", None],
            [],
            [None, "NGƯỜI LẬP BIỂU", None, None, None, "BÍ THƯ", None],
            [None, "Trần Văn Chín"],
        ]
    )
    report = taken(book, "members", path)
    assert set(people(book)) == {"Nguyễn Văn Hùng"}
    assert len(report.refused) + len(report.left_out) == 2


def test_a_file_without_a_heading_is_told(book: Book, sheet: Sheet) -> None:
    path = sheet([["Nguyễn Văn Hùng", "1975"], ["Trần Thị Ánh", "1980"]])
    with pytest.raises(UserProblem, match="Không tìm thấy dòng tiêu đề"):
        taken(book, "members", path)


def test_no_unit_is_made_for_a_row_that_is_refused(book: Book, sheet: Sheet) -> None:
    path = sheet(
        [
            MEMBERS,
            [1, "Nguyễn Văn Hùng", "31/2/1975", "Nam", "00000001", "Chi bộ Sai", None],
            [2, "Lê Văn Tám", "1976", "Nam", "00000002", "Chi bộ Đúng", None],
            [3, "Lê Văn Chín", "1976", "Nam", "00000002", "Chi bộ Trùng thẻ", None],
            [4, "Lê Văn Mười", "1976", "Nam", "00000004", "Chi bộ Trùng thẻ", None],
        ]
    )
    report = taken(book, "members", path)
    assert outcomes(report) == {"new": 2, "refused": 2}
    units = registers.rows(book, "units", list(registers.keys(book, Query("units"))))
    assert {one.values["name"] for one in units} == {"Chi bộ Đúng", "Chi bộ Trùng thẻ"}
    assert people(book)["Lê Văn Mười"]["unit_id"] == "Chi bộ Trùng thẻ"


def test_a_unit_of_another_number_is_no_slip_of_the_hand(book: Book, sheet: Sheet) -> None:
    for name in ("Chi bộ ấp 20", "Chi bộ ấp Nhứt"):
        registers.save(book, "units", {"name": name})
    path = sheet([MEMBERS, [1, "Nguyễn Văn Hùng", "1975", "Nam", "00000001", "Chi bộ ấp 21", None],
                  [2, "Lê Tám", "1975", "Nam", "00000002", "Chi bộ ấp Nhứtt", None]])  # fmt: skip
    near = dict(seen(book, "members", path).new_units)
    assert near["Chi bộ ấp 21"] == ""
    assert near["Chi bộ ấp Nhứtt"] == "Chi bộ ấp Nhứt"
