"""Papers of the worklists, read back: whom they list, by which unit, with which sums."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from desktop.core.errors import UserProblem
from desktop.services import printing, registers, worklist_papers
from desktop.services.books import Book
from desktop.services.worklists import Scope

from .rows import add

READ = Callable[[Path], list[Any]]
DAY = date(2026, 5, 20)
TITLES = {
    "pledges-not-registered": "DANH SÁCH CHƯA ĐĂNG KÝ",
    "pledges-overdue": "DANH SÁCH NỘI DUNG ĐĂNG KÝ QUÁ HẠN",
    "pledges-not-concrete": "DANH SÁCH BẢN ĐĂNG KÝ, CAM KẾT CHƯA CỤ THỂ",
    "pledges-summary": "TỔNG HỢP KẾT QUẢ ĐĂNG KÝ, THỰC HIỆN",
    "pledges-heads-behind": "DANH SÁCH NGƯỜI ĐỨNG ĐẦU ĐĂNG KÝ SAU",
    "pledges-not-confirmed": "DANH SÁCH BẢN ĐĂNG KÝ, CAM KẾT CHI BỘ CHƯA XÁC NHẬN",
    "pledges-not-public": "DANH SÁCH BẢN ĐĂNG KÝ, CAM KẾT CHƯA CÔNG KHAI",
    "pledges-due-soon": "DANH SÁCH NỘI DUNG ĐĂNG KÝ SẮP ĐẾN HẠN",
    "pledges-never-reviewed": "DANH SÁCH BẢN ĐĂNG KÝ, CAM KẾT CHƯA ĐÁNH GIÁ LẦN NÀO",
    "pledges-no-quarter-review": "DANH SÁCH BẢN ĐĂNG KÝ, CAM KẾT CHƯA ĐÁNH GIÁ QUÝ NÀY",
    "pledges-no-half-year-review": "DANH SÁCH BẢN ĐĂNG KÝ, CAM KẾT CHƯA ĐÁNH GIÁ 6 THÁNG NÀY",
    "pledges-reminders": "DANH SÁCH NHẮC VIỆC ĐẾN NGÀY",
}
_LONG = "Chi bộ Trung tâm Bồi dưỡng chính trị và Trung tâm Văn hóa, Thông tin và Thể thao huyện"


@pytest.fixture
def office(book: Book) -> dict[str, int]:
    """Two cells of a committee, a campaign with five expected, four of whom have registered."""
    root = add(book, "units", name="Đảng bộ huyện Cầu Ngang", kind="party_committee")
    units = [
        add(book, "units", name=name, kind="cell", parent_id=root)
        for name in ("Chi bộ ấp Mỹ Cẩm", _LONG)
    ]
    campaign = add(book, "campaigns", year=2026, title="Đăng ký năm 2026", deadline=DAY)
    people = (("Lê An", 0), ("Trần Bình", 0), ("Võ Cảnh", 0), ("Kim Đào", 1), ("Thạch Én", 1))
    for name, unit in people:
        add(book, "expected", campaign_id=campaign, pledger_kind="other", name=name,
            unit_id=units[unit], head=name == "Thạch Én")  # fmt: skip
    for place, (name, unit) in enumerate(people[:4]):
        pledge = add(book, "pledges", year=2026, campaign_id=campaign, pledger_kind="other",
                     name=name, unit_id=units[unit], confirmed_on=DAY,
                     public_on=DAY if place else None)  # fmt: skip
        add(book, "pledge_items", pledge_id=pledge, content=f"Dạy {place} buổi", duty="Dạy học",
            target="buổi", due_on=DAY - timedelta(place))  # fmt: skip
        if place < 2:
            add(book, "pledge_reviews", pledge_id=pledge, period_kind="quarter",
                reviewed_on=DAY, rating="excellent")  # fmt: skip
    return {"campaign": campaign, "first": units[0], "second": units[1]}


@pytest.fixture
def printed(book: Book, tmp_path: Path, read_pdf: READ) -> Callable[..., list[str]]:
    """Prints a paper and returns the words of its pages."""

    def make(form: str, **options: Any) -> list[str]:
        target = tmp_path / "giấy.pdf"
        made = printing.make_pdf(book, form, target, {"on": DAY, **options})
        pages = read_pdf(target)
        assert len(pages) == made.pages
        assert made.title == worklist_papers.TITLES[form]
        return [" ".join(one.text.split()) for one in pages]

    return make


@pytest.mark.parametrize("form", TITLES)
def test_an_empty_book_gives_a_whole_paper(form: str, printed: Callable[..., list[str]]) -> None:
    (page,) = printed(form)
    assert TITLES[form] in page
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in page
    assert "tính đến hết ngày 20/05/2026" in page
    assert "TRƯỞNG BAN" in page
    assert "Tổng cộng" not in page


def test_who_has_not_registered(office: dict[str, int], printed: Callable[..., list[str]]) -> None:
    (page,) = printed("pledges-not-registered", campaign=office["campaign"])
    assert "Đăng ký năm 2026" in page
    assert f"{_LONG} (01)" in page
    assert "Thạch Én" in page
    assert "Người đứng đầu" in page
    assert "Lê An" not in page
    assert "Tổng cộng: 01 đối tượng." in page
    assert "Đợt đăng ký" not in page  # all are of the campaign in the title
    (page,) = printed("pledges-not-registered", unit=office["first"])
    assert "Không còn ai, tổ chức nào chưa đăng ký." in page


def test_what_is_overdue_and_by_how_much(
    office: dict[str, int], printed: Callable[..., list[str]]
) -> None:
    (page,) = printed("pledges-overdue", campaign=office["campaign"])
    assert page.index("Chi bộ ấp Mỹ Cẩm (03)") < page.index(f"{_LONG} (01)")
    assert "Lê An Dạy 0 buổi 20/05/2026 Hết hôm nay" in page
    assert "Kim Đào Dạy 3 buổi 17/05/2026 3" in page
    assert "Tổng cộng: 04 nội dung." in page
    (page,) = printed("pledges-overdue", on=DAY - timedelta(2))
    assert "Tổng cộng: 02 nội dung." in page


def test_what_is_not_concrete_with_the_texts_that_many_share(
    book: Book, office: dict[str, int], printed: Callable[..., list[str]]
) -> None:
    for place in range(6):
        values = {"campaign_id": office["campaign"], "unit_id": office["first"], "year": 2026}
        pledge = add(book, "pledges", **values, pledger_kind="other", name=f"Sơn Thị {place}")
        add(book, "pledge_items", pledge_id=pledge, content="Nêu cao trách nhiệm", duty="Dạy học",
            target="100%")  # fmt: skip
    words = " ".join(printed("pledges-not-concrete", campaign=office["campaign"]))
    assert words.count("6 bản trùng nguyên văn") == 6
    assert "Các nội dung nhiều bản trùng nguyên văn:" in words
    assert "Nêu cao trách nhiệm 6 Sơn Thị 0 (Chi bộ ấp Mỹ Cẩm); Sơn Thị 1" in words
    assert "Tổng cộng: 06 bản." in words
    assert "Nêu cao" not in " ".join(printed("pledges-not-concrete", unit=office["second"]))


def test_the_results_by_unit_with_rates_and_sums(
    book: Book, office: dict[str, int], printed: Callable[..., list[str]]
) -> None:
    (page,) = printed("pledges-summary", campaign=office["campaign"])
    assert "1 Chi bộ ấp Mỹ Cẩm 3 3 100% 2 3 2 2 3" in page
    assert "2 1 50% 1 1 1" in page
    assert "Tổng cộng 5 4 80% 3 4 2 2 4" in page
    units, total = worklist_papers.results(book, Scope(campaign_id=office["campaign"]), DAY)
    assert [one.unit for one in units] == ["Chi bộ ấp Mỹ Cẩm", _LONG]
    assert (total.expected, total.registered, total.excellent, total.overdue) == (5, 4, 2, 4)
    only, _total = worklist_papers.results(
        book, Scope(campaign_id=office["campaign"], unit_id=office["second"]), DAY
    )
    assert [(one.expected, one.registered) for one in only] == [(2, 1)]


def test_many_pages_have_their_heading_and_no_signature_alone(
    book: Book, office: dict[str, int], printed: Callable[..., list[str]]
) -> None:
    for place in range(90):
        add(book, "expected", campaign_id=office["campaign"], pledger_kind="other",
            name=f"Người Thứ {place:02}", unit_id=office["first"])  # fmt: skip
    pages = printed("pledges-not-registered", campaign=office["campaign"])
    assert len(pages) > 2
    for page in pages:
        assert "Họ và tên / Tên tổ chức" in page
    assert "Người Thứ" in pages[-1] or "Thạch Én" in pages[-1]
    assert "TRƯỞNG BAN" in pages[-1]


def test_a_unit_or_campaign_that_is_gone_is_told(
    office: dict[str, int], printed: Callable[..., list[str]]
) -> None:
    with pytest.raises(UserProblem, match="Đợt đăng ký này không còn"):
        printed("pledges-summary", campaign=99)
    with pytest.raises(UserProblem, match="Đơn vị đã chọn không còn"):
        printed("pledges-overdue", unit=99)


def test_what_is_due_soon_and_not_what_is_overdue(
    book: Book, office: dict[str, int], printed: Callable[..., list[str]]
) -> None:
    pledge = add(book, "pledges", year=2026, campaign_id=office["campaign"], pledger_kind="other",
                 name="Sơn Thị Hạn", unit_id=office["first"])  # fmt: skip
    add(book, "pledge_items", pledge_id=pledge, content="Nộp quỹ", due_on=DAY + timedelta(3))
    (page,) = printed("pledges-due-soon", campaign=office["campaign"])
    assert "Sơn Thị Hạn Nộp quỹ 23/05/2026 3" in page
    assert "Tổng cộng: 01 nội dung." in page
    assert "Lê An" not in page


def test_heads_behind_alone(
    book: Book, office: dict[str, int], printed: Callable[..., list[str]]
) -> None:
    add(book, "expected", campaign_id=office["campaign"], pledger_kind="other", name="Lâm Sau",
        unit_id=office["second"])  # fmt: skip
    (page,) = printed("pledges-heads-behind", campaign=office["campaign"])
    assert "Thạch Én 20/05/2026 Người đứng đầu; 1 người của đơn vị đã đăng ký" in page
    assert "Lâm Sau" not in page


def test_a_list_that_is_narrowed_says_so(
    office: dict[str, int], printed: Callable[..., list[str]]
) -> None:
    (page,) = printed("pledges-never-reviewed", campaign=office["campaign"], search="đào")
    assert "có từ «đào»" in page
    assert "Kim Đào" in page
    assert "Võ Cảnh" not in page


def test_reminders_by_what_they_are_of(book: Book, printed: Callable[..., list[str]]) -> None:
    unit = add(book, "units", name="Chi bộ ấp Ba")
    uid = registers.get(book, "units", unit).uid
    add(book, "notes", owner_register="units", owner_uid=uid, on=DAY, text="Gọi lại",
        remind_on=DAY)  # fmt: skip
    (page,) = printed("pledges-reminders")
    assert "Đơn vị (01)" in page
    assert "Gọi lại Chi bộ ấp Ba 20/05/2026" in page
