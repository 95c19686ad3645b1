"""Units named by what they are part of, and units that rows name before their own row comes."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.core.register import Query
from desktop.core.vietnamese.legacy import Encoding, encode
from desktop.services import exporting, registers
from desktop.services.importing import Existing, Options
from desktop.storage.book import Book

from .conftest import Sheet, outcomes, seen, taken


def units(book: Book) -> list[tuple[str, str | None]]:
    found = registers.rows(book, "units", list(registers.keys(book, Query("units"))))
    return sorted((str(one.values["name"]), one.labels.get("parent_id") or "") for one in found)


def unit_of(book: Book, name: str) -> object:
    found = registers.rows(book, "members", list(registers.keys(book, Query("members"))))
    return next(one.values["unit_id"] for one in found if one.values["full_name"] == name)


def add(book: Book, name: str, parent: int | None = None, **more: object) -> int:
    return registers.save(book, "units", {"name": name, "parent_id": parent, **more}).value.id


def test_a_superiors_name_is_no_part_of_anothers(book: Book, sheet: Sheet) -> None:
    ten = add(book, "Chi bộ 1", add(book, "Đảng bộ phường 10"))
    one = add(book, "Chi bộ 1", add(book, "Đảng bộ phường 1"))
    path = sheet(
        [
            ["Họ và tên", "Chi bộ"],
            ["Lê An", "Chi bộ 1 / Đảng bộ phường 1"],
            ["Lê Ba", "Chi bộ 1, phường 10"],
            ["Lê Tư", "Đảng bộ phường 1 > Chi bộ 1"],
            ["Lê Năm", "Chi bộ 1 - Phường 1"],
        ]
    )
    assert outcomes(taken(book, "members", path)) == {"new": 4}
    assert [unit_of(book, name) for name in ("Lê An", "Lê Ba", "Lê Tư", "Lê Năm")] == [
        one, ten, one, one
    ]  # fmt: skip


def test_a_path_to_a_unit_that_is_not_there_is_no_other_unit(book: Book, sheet: Sheet) -> None:
    ten = add(book, "Chi bộ 1", add(book, "Đảng bộ phường 10"))
    path = sheet([["Họ và tên", "Chi bộ"], ["Lê An", "Chi bộ 1 / Đảng bộ phường 1"]])
    assert outcomes(taken(book, "members", path, Options(create=False))) == {"refused": 1}
    assert outcomes(taken(book, "members", path)) == {"new": 1}
    assert unit_of(book, "Lê An") != ten
    assert ("Chi bộ 1", "Đảng bộ phường 1") in units(book)


def test_the_whole_path_goes_before_a_part_of_it(book: Book, sheet: Sheet) -> None:
    short = add(book, "Chi bộ 1", add(book, "Đảng bộ A"))
    add(book, "Chi bộ 1", add(book, "Đảng bộ A", add(book, "Đảng bộ B")))
    path = sheet([["Họ và tên", "Chi bộ"], ["Lê An", "Chi bộ 1 / Đảng bộ A"]])
    assert outcomes(taken(book, "members", path)) == {"new": 1}
    assert unit_of(book, "Lê An") == short


def test_a_path_leads_to_an_ended_unit_beside_a_living_namesake(book: Book, sheet: Sheet) -> None:
    old = add(book, "Chi bộ 1", add(book, "Đảng bộ A"), ended="2025-07-01")
    add(book, "Chi bộ 1", add(book, "Đảng bộ B"))
    path = sheet([["Họ và tên", "Chi bộ"], ["Lê An", "Chi bộ 1 / Đảng bộ A"]])
    assert outcomes(taken(book, "members", path)) == {"new": 1}
    assert unit_of(book, "Lê An") == old


@pytest.mark.parametrize("create", [True, False])
def test_units_of_one_name_go_out_and_come_in_again(
    book: Book, other_book: Book, tmp_path: Path, create: bool
) -> None:
    for letter in "AB":
        parent = add(book, f"Đảng bộ xã {letter}")
        cell = add(book, "Chi bộ 1", parent, code=f"C{letter}", established="1976")
        add(book, f"Tổ đảng {letter}", cell)
    path = tmp_path / "units.xlsx"
    exporting.export_all(book, "units", path)
    report = taken(other_book, "units", path, Options(create=create))
    assert outcomes(report) == {"new": 6}
    assert report.new_units == []
    assert units(other_book) == units(book)
    found = registers.rows(other_book, "units", list(registers.keys(other_book, Query("units"))))
    assert {(one.values["code"], one.values["established"]) for one in found
            if one.values["name"] == "Chi bộ 1"} == {("CA", "1976"), ("CB", "1976")}  # fmt: skip
    assert outcomes(taken(other_book, "units", path)) == {"same": 6}


def test_a_row_that_is_refused_leaves_no_trace_of_its_references(book: Book, sheet: Sheet) -> None:
    path = sheet(
        [
            ["Mã", "Tên đơn vị", "Trực thuộc"],
            ["T1", None, "Chi bộ 1 / Đảng bộ xã A"],
            ["C1", "Chi bộ 1", "Đảng bộ xã A"],
            ["D1", "Đảng bộ xã A", None],
        ]
    )
    report = taken(book, "units", path)
    assert outcomes(report) == {"new": 2, "refused": 1}
    assert report.new_units == []
    assert units(book) == [("Chi bộ 1", "Đảng bộ xã A"), ("Đảng bộ xã A", "")]


@pytest.mark.parametrize("encoding", [Encoding.TCVN3, Encoding.VNI])
def test_a_child_above_its_parent_in_an_old_encoding(
    book: Book, sheet: Sheet, encoding: Encoding
) -> None:
    rows = [["Mã", "Tên đơn vị", "Trực thuộc"],
            ["C1", "Chi bộ ấp Mỹ Quý", "Đảng bộ xã Mỹ Hòa"],
            ["D1", "Đảng bộ xã Mỹ Hòa", None]]  # fmt: skip
    old = [[encode(one, encoding) if one else None for one in row] for row in rows]
    path = sheet(old, font=".VnTime" if encoding is Encoding.TCVN3 else "VNI-Times")
    report = taken(book, "units", path)
    assert outcomes(report) == {"new": 2}
    assert report.new_units == []
    assert units(book) == [("Chi bộ ấp Mỹ Quý", "Đảng bộ xã Mỹ Hòa"), ("Đảng bộ xã Mỹ Hòa", "")]


def test_a_kind_that_the_file_does_not_tell_is_not_changed(book: Book, sheet: Sheet) -> None:
    add(book, "Đảng bộ xã A", kind="base_committee")
    path = sheet([["Tên đơn vị", "Ngày thành lập"], ["Đảng bộ xã A", "1976"]])
    assert outcomes(seen(book, "units", path)) == {"filled": 1}
    assert outcomes(taken(book, "units", path, Options(existing=Existing.UPDATE))) == {"filled": 1}
    found = registers.rows(book, "units", list(registers.keys(book, Query("units"))))
    assert [one.values["kind"] for one in found] == ["base_committee"]
