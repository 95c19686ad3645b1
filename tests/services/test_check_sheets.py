"""Check-sheets made from real books: which cells have one, what stands on it and what is asked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop.core.errors import Cancelled, UserProblem
from desktop.services import cleaning, printing, registers
from desktop.services.books import Book
from desktop.services.check_sheets import check_sheet

from .cleaning_desk import Desk

READ = Callable[[Path], list[Any]]


@pytest.fixture
def desk(book: Book) -> Desk:
    return Desk(book)


@pytest.fixture
def sheets(desk: Desk, tmp_path: Path, read_pdf: READ) -> Callable[..., list[str]]:
    """Prints the sheets of a unit and returns the words of each cell's paper."""

    def made(unit: int | None = None) -> list[str]:
        target = tmp_path / "phiếu.pdf"
        pages = check_sheet(desk.book, target, unit)
        found = read_pdf(target)
        assert len(found) == pages
        words = " ".join(" ".join(one.text.split()) for one in found)
        return words.split("PHIẾU RÀ SOÁT THÔNG TIN ĐẢNG VIÊN ")[1:]

    return made


def test_each_cell_of_a_unit_has_a_sheet(desk: Desk, sheets: Callable[..., list[str]]) -> None:
    other = desk.add("units", name="Đảng bộ xã Thuận Hòa", kind="base_committee")
    empty = desk.add_cell("Chi bộ Chưa Ai", parent_id=other)
    desk.add_cell("Chi bộ Đã Thôi", parent_id=other, ended="2025-07-01")
    kept = desk.add_cell("Chi bộ Còn Người", parent_id=other, ended="2025-07-01")
    desk.member("Kim Ở Lại", unit_id=kept)
    desk.member("Sơn Trực Thuộc", unit_id=other)
    desk.member("Mai Không Nơi", unit_id=None)
    desk.member("Thạch Đã Mất", unit_id=kept, status="deceased")
    begun = [one.split(" tính đến")[0] for one in sheets()]
    assert begun == [
        "Chi bộ ấp Mỹ Cẩm", "Đảng bộ xã Thuận Hòa", "Chi bộ Chưa Ai", "Chi bộ Còn Người",
        "Chưa rõ chi bộ",
    ]  # fmt: skip
    part = sheets(other)
    assert [one.split(" tính đến")[0] for one in part] == [
        "Đảng bộ xã Thuận Hòa", "Chi bộ Chưa Ai", "Chi bộ Còn Người",
    ]  # fmt: skip
    words = " ".join(part)
    assert "Kim Ở Lại" in words
    assert "Đang sinh hoạt ở «Chi bộ Còn Người», đơn vị đã kết thúc 01/07/2025." in words
    assert "Thạch Đã Mất" not in words
    assert len(sheets(empty)) == 1
    front = desk.add("units", name="Hội Phụ nữ", kind="front")
    with pytest.raises(UserProblem, match="chưa có chi bộ"):
        sheets(front)
    with pytest.raises(UserProblem, match="không còn trong sổ"):
        sheets(999)


def test_what_is_doubtful_is_named_and_what_is_confirmed_is_not(
    desk: Desk, sheets: Callable[..., list[str]]
) -> None:
    desk.member("Hồ Trẻ Tuổi", birth_date="1990", party_post="Bí thư", other_post="Hiệu trưởng")
    desk.member("Lê Số Lạ", card_number="5512", education=None)
    desk.member("Tạ Thiếu", birth_date=None, card_number=None, official_on=None, ethnicity=None)
    desk.member("Hứa Dự Bị", status="probationary", official_on=None, card_number=None,
                admitted_on="2020")  # fmt: skip
    [words] = sheets(desk.cell)
    assert "Kết nạp 03/02/2001 khi chưa đủ 18 tuổi (sinh 1990)." in words
    assert "Bí thư, Hiệu trưởng" in words
    assert "Số thẻ đảng khác dạng thường gặp." in words
    assert "Thường gồm 8 chữ số" not in words
    assert "Chưa có trình độ học vấn." in words
    assert "Dự bị từ 2020, đã quá 12 tháng" in words
    assert "(dự bị)" in words
    # boxes ask for these
    for one in ("Chưa có ngày sinh", "Chưa có ngày chính thức", "chưa có số thẻ", "dân tộc."):
        assert one not in words
    assert "Tổng cộng: 05 đảng viên (01 dự bị), trong đó 04 đảng viên có" in words
    young = [one for one in desk.found() if one.rule == "too-young"]
    cleaning.confirm(desk.book, young)
    [words] = sheets(desk.cell)
    assert "chưa đủ 18 tuổi" not in words
    assert "trong đó 03 đảng viên có" in words


def test_members_stand_in_the_order_of_their_names(
    desk: Desk, sheets: Callable[..., list[str]]
) -> None:
    for name in ("Trần Văn Bé", "Nguyễn Thị Ánh", "Lê Văn Ân"):
        desk.member(name)
    [words] = sheets(desk.cell)
    places = [words.index(one) for one in ("Thị Ánh", "Văn Ân", "Văn Bé", "Thị Bình")]
    assert places == sorted(places)


def test_it_is_a_printed_form_as_the_others_are(desk: Desk, tmp_path: Path, read_pdf: READ) -> None:
    titles = {one.name: one.title for one in printing.print_forms()}
    assert titles["check-sheet"] == "Phiếu rà soát thông tin đảng viên"
    target = tmp_path / "phiếu.pdf"
    made = printing.make_pdf(desk.book, "check-sheet", target, {"unit": desk.cell})
    assert made.title == titles["check-sheet"]
    assert len(read_pdf(target)) == made.pages
    with pytest.raises(UserProblem):
        printing.make_pdf(desk.book, "check-sheet", desk.book.path)


def test_it_can_be_cancelled(desk: Desk, tmp_path: Path) -> None:
    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        check_sheet(desk.book, tmp_path / "phiếu.pdf", progress=stop)
    assert not (tmp_path / "phiếu.pdf").exists()
    assert registers.count(desk.book, registers.search.Query("members")) == 1
