"""Bản cam kết from real books: who is printed, in which order, with which words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desktop.core.errors import UserProblem
from desktop.services import printing, registers
from desktop.services.books import Book

from .rows import add

FORM = "pledge-commitments"


@pytest.fixture
def printed(book: Book, tmp_path: Path, read_pdf: Any) -> Callable[..., list[Any]]:
    """Prints papers and reads them back."""

    def made(**options: Any) -> list[Any]:
        done = printing.make_pdf(book, FORM, tmp_path / "in.pdf", options)
        pages = read_pdf(done.path)
        assert len(pages) == done.pages
        return pages

    return made


def words(page: Any) -> str:
    return " ".join(page.text.split())


@pytest.fixture
def pledges(book: Book) -> dict[str, int]:
    root = add(book, "units", name="Đảng bộ xã Mỹ Hòa", kind="base_committee")
    cell = add(book, "units", name="Chi bộ ấp Mỹ Cẩm", kind="cell", parent_id=root)
    second = add(book, "units", name="Chi bộ ấp Sóc Chuối", kind="cell", parent_id=root)
    topic = add(book, "topics", year=2026, title="Nêu gương của cán bộ, đảng viên")
    campaign = add(
        book, "campaigns", year=2026, title="Cam kết", pledge_kind="commitment",
        deadline=date(2026, 2, 28), topic_id=topic,
    )  # fmt: skip
    yen = add(
        book, "members", full_name="Lê Thị Yến", unit_id=cell, party_post="Bí thư chi bộ",
        status="official",
    )  # fmt: skip
    an = add(
        book, "members", full_name="Nguyễn Văn An", unit_id=cell, birth_date="1975-05",
        status="official",
    )  # fmt: skip
    found = {"root": root, "cell": cell, "second": second, "campaign": campaign}
    common: dict[str, Any] = {"year": 2026, "kind": "commitment", "campaign_id": campaign}
    found["an"] = add(
        book, "pledges", member_id=an, renounces=True, registered_on=date(2026, 1, 15),
        confirmed_on=date(2026, 2, 2), **common,
    )  # fmt: skip
    found["yen"] = add(book, "pledges", member_id=yen, **common)
    found["hoa"] = add(
        book, "pledges", year=2026, kind="registration", pledger_kind="other", name="Kim Hoa",
        unit_id=second,
    )  # fmt: skip
    found["to"] = add(
        book, "pledges", year=2026, kind="action_programme", pledger_kind="organisation",
        unit_id=second,
    )  # fmt: skip
    add(
        book, "pledge_items", pledge_id=found["an"], content="Giúp 02 hộ thoát nghèo",
        duty="An sinh xã hội", target="02 hộ", due_on=date(2026, 11, 30),
    )  # fmt: skip
    return found


def test_the_paper_of_a_member(printed: Any, pledges: dict[str, int]) -> None:
    pages = printed(pledges=[pledges["an"]])
    assert len(pages) == 1
    page = pages[0]
    for line in (
        "ĐẢNG BỘ XÃ MỸ HÒA", "CHI BỘ ẤP MỸ CẨM", "ĐẢNG CỘNG SẢN VIỆT NAM",
        "Cầu Ngang, ngày 15 tháng 01 năm 2026", "BẢN CAM KẾT",
        "tu dưỡng, rèn luyện, phấn đấu năm 2026",
        "Chuyên đề: Nêu gương của cán bộ, đảng viên", "Ngày sinh: 05/1975",
        "I. Nội dung cam kết", "II. Cam kết về 27 biểu hiện",
        "09 biểu hiện suy thoái về tư tưởng chính trị",
        "09 biểu hiện suy thoái về đạo đức, lối sống", "“tự diễn biến”, “tự chuyển hóa”",
        "Ngày 02 tháng 02 năm 2026", "XÁC NHẬN CỦA CHI BỘ", "NGƯỜI CAM KẾT",
    ):  # fmt: skip
        assert line in words(page), line
    for cell in ("Giúp 02 hộ thoát nghèo", "An sinh xã hội", "02 hộ", "30/11/2026", "Kết quả"):
        assert cell in words(page)
    names = page.line("Lê Thị Yến")  # of the secretary, beside the pledger's
    assert names.text == "Lê Thị Yến Nguyễn Văn An"
    assert page.line("Chức vụ").text.startswith("Chức vụ: ......")  # room for the pen
    assert page.line("BẢN CAM KẾT").size == 16
    assert page.line("XÁC NHẬN").text == "XÁC NHẬN CỦA CHI BỘ NGƯỜI CAM KẾT"


def test_who_heads_the_cell_does_not_confirm_the_own_pledge(
    printed: Any, pledges: dict[str, int]
) -> None:
    page = printed(pledges=[pledges["yen"]])[0]
    assert "CẤP ỦY CẤP TRÊN" in words(page)
    assert words(page).count("Lê Thị Yến") == 2  # above, and under the own signature
    assert "27 biểu hiện" not in words(page)
    assert "ngày tháng năm 2026" in " ".join(words(page).split())
    blank = [line for line in page.lines if line.text in ("1", "2", "3", "4")]
    assert len(blank) == 4  # rows for the pen


def test_the_three_kinds_have_their_titles(printed: Any, pledges: dict[str, int]) -> None:
    other, together = printed(pledges=[pledges["hoa"], pledges["to"]])
    assert "BẢN ĐĂNG KÝ" in words(other)
    assert "học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh" in words(other)
    assert "NGƯỜI ĐĂNG KÝ" in words(other)
    assert "CHƯƠNG TRÌNH HÀNH ĐỘNG" in words(together)
    assert "Tên tập thể: Chi bộ ấp Sóc Chuối" in words(together)
    assert "ĐẠI DIỆN TẬP THỂ" in words(together)
    assert "Ngày sinh" not in words(together)


def test_a_whole_unit_by_unit_and_name(printed: Any, pledges: dict[str, int]) -> None:
    pages = printed(unit=pledges["root"])
    found = [
        page.line("Họ và tên" if "Họ và tên" in page.text else "Tên tập thể") for page in pages
    ]
    assert [line.text.split(": ")[1].split(" Ngày")[0] for line in found] == [
        "Nguyễn Văn An", "Lê Thị Yến", "Kim Hoa", "Chi bộ ấp Sóc Chuối",
    ]  # fmt: skip
    assert len(printed(campaign=pledges["campaign"])) == 2
    assert len(printed(unit=pledges["second"], year=2026, kind="registration")) == 1
    # both sides: an empty back after each but the last
    assert len(printed(campaign=pledges["campaign"], duplex=True)) == 3


def test_without_a_choice_the_latest_campaign_is_printed(
    printed: Any, pledges: dict[str, int]
) -> None:
    assert [one.text for one in printed()] == [
        one.text for one in printed(campaign=pledges["campaign"])
    ]


def test_nothing_to_print_is_told(printed: Any, book: Book, pledges: dict[str, int]) -> None:
    with pytest.raises(UserProblem, match="Chưa có"):
        printed(year=1999)
    registers.delete(book, "pledges", [pledges["hoa"]])
    with pytest.raises(UserProblem, match="Chưa có"):
        printed(pledges=[pledges["hoa"]])
