"""Papers of plans, read back: whom and what they list, under what title."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from desktop.core.errors import UserProblem
from desktop.services import plan_papers, printing
from desktop.services.books import Book

from .rows import add

READ = Callable[[Path], list[Any]]
TODAY = date.today()  # noqa: DTZ011 (papers are of the clerk's own day)
_LONG = "Đảng bộ Trung tâm Bồi dưỡng chính trị và Trung tâm Văn hóa, Thông tin và Thể thao huyện"


@pytest.fixture
def printed(book: Book, tmp_path: Path, read_pdf: READ) -> Callable[..., str]:
    """Print a form; return all its words in one line."""

    def of(form: str, **given: Any) -> str:
        target = tmp_path / f"{form}.pdf"
        made = printing.make_pdf(book, form, target, given)
        pages = read_pdf(target)
        assert made.pages == len(pages)
        return " ".join(" ".join(page.text for page in pages).split())

    return of


@pytest.fixture
def office(book: Book) -> dict[str, int]:
    """A committee with two base committees; one has a plan with a thing done and one overdue."""
    root = add(book, "units", name="Đảng bộ huyện Tân Long", kind="party_committee")
    units = [add(book, "units", name=name, kind="base_committee", parent_id=root)
             for name in ("Đảng bộ xã Mỹ Long", _LONG)]  # fmt: skip
    plan = add(book, "plans", unit_id=units[0], period="year", year=TODAY.year, number="08-KH/ĐU",
               title="Thực hiện chuyên đề", on=date(TODAY.year, 1, 5))  # fmt: skip
    add(book, "plan_items", plan_id=plan, content="Mở hội nghị", owner="Ban Tuyên giáo",
        due_on=TODAY - timedelta(9), done_on=TODAY - timedelta(9), result="Đã mở")  # fmt: skip
    add(book, "plan_items", plan_id=plan, content="Kiểm tra các chi bộ",
        due_on=TODAY - timedelta(4))  # fmt: skip
    add(book, "plan_items", plan_id=plan, content="Việc chưa hẹn ngày")
    own = add(book, "plans", period="term", year=2020, title="Kế hoạch của ban")
    add(book, "plan_items", plan_id=own, content="Tổng kết", due_on=TODAY + timedelta(400))
    return {"plan": plan, "first": units[0], "second": units[1]}


def test_who_has_no_plan(office: dict[str, int], printed: Callable[..., str]) -> None:
    del office
    text = printed("plans-missing")
    assert f"DANH SÁCH ĐƠN VỊ CHƯA CÓ KẾ HOẠCH năm {TODAY.year}" in text
    assert _LONG in text
    assert "Mỹ Long" not in text
    assert "Tổng cộng: 02 trong tổng số 03 đơn vị." in text
    assert "Tổng cộng: 03 trong tổng số 03 đơn vị." in printed("plans-missing", period="term")
    only = printed("plans-missing", kinds=("cell",))
    assert "Không còn đơn vị nào." in only
    assert "Tổng cộng" not in only
    assert "CHƯA CÓ CHUẨN MỰC ĐẠO ĐỨC" in printed("ethics-standards-missing")


def test_the_checklist(office: dict[str, int], printed: Callable[..., str]) -> None:
    text = printed("plan-checklist", plan=office["plan"])
    assert "CÔNG VIỆC CỦA KẾ HOẠCH Thực hiện chuyên đề (số 08-KH/ĐU ngày 05/01/" in text
    assert "Quá hạn 04 ngày" in text
    assert "Đã mở" in text
    order = [text.index(one) for one in ("Mở hội nghị", "Kiểm tra", "Việc chưa hẹn ngày")]
    assert order == sorted(order)
    assert "Tổng cộng: 03 công việc, đã hoàn thành 01." in text


def test_what_is_due_by_organisation(office: dict[str, int], printed: Callable[..., str]) -> None:
    text = printed("plans-due")
    assert "Đảng bộ xã Mỹ Long (02)" in text
    assert "Mở hội nghị" not in text
    assert "Tổng kết" in text
    assert "Tổng cộng: 03 công việc." in text
    month = printed("plans-due", first=TODAY - timedelta(30), last=TODAY)
    assert "Tổng cộng: 01 công việc." in month
    assert f"thời hạn từ ngày {TODAY - timedelta(30):%d/%m/%Y} đến ngày" in month
    none = printed("plans-due", unit=office["second"])
    assert "Không có công việc nào đến hạn." in none


def test_what_is_not_there_is_told(book: Book, tmp_path: Path) -> None:
    target = tmp_path / "x.pdf"
    with pytest.raises(UserProblem, match="Chưa có kế hoạch nào"):
        plan_papers.make(book, "plan-checklist", target, {})
    with pytest.raises(UserProblem, match="không còn trong sổ"):
        plan_papers.make(book, "plan-checklist", target, {"plan": 7})
    days = {"first": TODAY, "last": TODAY - timedelta(1)}
    with pytest.raises(UserProblem, match="Ngày cuối kỳ"):
        plan_papers.make(book, "plans-due", target, days)
    assert not target.exists()


def test_many_things_take_several_pages(book: Book, tmp_path: Path, read_pdf: READ) -> None:
    plan = add(book, "plans", period="year", year=2026, title="Dài " * 40)
    for place in range(90):
        add(book, "plan_items", plan_id=plan, content=f"Việc {place:02} " + "rất dài " * 12)
    target = tmp_path / "x.pdf"
    plan_papers.make(book, "plan-checklist", target, {"plan": plan})
    pages = read_pdf(target)
    assert len(pages) > 3
    words = " ".join(" ".join(page.text for page in pages).split())
    assert all(f"Việc {place:02}" in words for place in range(90))
    assert "Tổng cộng: 90 công việc" in pages[-1].text.replace("\n", " ").replace("\r", "")
