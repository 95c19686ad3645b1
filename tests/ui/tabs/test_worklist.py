"""The section of work to do: counts, rows, what is done from there, papers, the way there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from desktop.core.formats import date_text
from desktop.ui.pledges.review_sheet import ReviewSheetPage
from desktop.ui.tabs.pledges import PledgesPage

TODAY = date.today()  # noqa: DTZ011 (the window's own day)
_WORK = 1


def days(count: int) -> date:
    return TODAY + timedelta(count)


@pytest.fixture
def filled(desk: Any) -> dict[str, Any]:
    """A campaign past its deadline: a head who is late, two pledges, one item overdue."""
    unit = desk.add("units", name="Chi bộ ấp Mỹ Cẩm", kind="cell")
    campaign = desk.add("campaigns", year=TODAY.year, title="Đăng ký năm nay", deadline=days(-3))
    for name, head in (("Võ Thị Đầu", True), ("Lê An", False), ("Trần Bình", False)):
        desk.add("expected", campaign_id=campaign, pledger_kind="other", name=name,
                 head=head, unit_id=unit)  # fmt: skip
    pledges = {}
    for name in ("Lê An", "Trần Bình"):
        pledges[name] = desk.add(
            "pledges", year=TODAY.year, campaign_id=campaign, pledger_kind="other", name=name,
            unit_id=unit, registered_on=days(-9))  # fmt: skip
    tied = {"duty": "Dạy học", "target": "02 buổi"}
    late = desk.add("pledge_items", pledge_id=pledges["Lê An"], content="Dạy phụ đạo",
                    due_on=days(-2), **tied)  # fmt: skip
    soon = desk.add("pledge_items", pledge_id=pledges["Lê An"], content="Trồng cây",
                    due_on=days(3), **tied)  # fmt: skip
    return {"unit": unit, "campaign": campaign, "late": late, "soon": soon, **pledges}


@pytest.fixture
def page(desk: Any, filled: dict[str, Any]) -> Any:
    tab = desk.tab("pledges")
    assert isinstance(tab, PledgesPage)
    tab.bar.setCurrentIndex(_WORK)
    desk.settle()
    return tab.section(_WORK)


def show(desk: Any, page: Any, name: str) -> list[str]:
    """Choose a list; return the names that it shows."""
    page.kinds.choose(name)
    desk.settle()
    return names(page)


def names(page: Any) -> list[str]:
    model = page.table.rows
    return [str(model.index(n, 0).data()) for n in range(model.rowCount())]


def counts(page: Any) -> dict[str, str]:
    items = page.kinds._items.items()
    return {work.value: item.text(1) for work, item in items}


def test_every_kind_with_its_count(desk, page):
    assert counts(page) == {
        "not_registered": "1",
        "heads_behind": "1",
        "not_confirmed": "2",
        "not_public": "2",
        "not_concrete": "1",
        "due_soon": "1",
        "overdue": "1",
        "never_reviewed": "2",
        "no_quarter_review": "2",
        "no_half_year_review": "2",
        "reminders": "",
    }
    assert names(page) == ["Võ Thị Đầu"]
    row = page.table.rows
    assert row.index(0, 2).data() == "Người đứng đầu; đã quá hạn 3 ngày"
    assert row.index(0, 3).data() == date_text(days(-3))
    assert show(desk, page, "overdue") == ["Lê An"]
    assert row.index(0, 2).data() == "Dạy phụ đạo"
    assert row.index(0, 3).data() == f"{date_text(days(-2))} · quá 2 ngày"
    assert show(desk, page, "not_concrete") == ["Trần Bình"]
    assert row.index(0, 2).data() == "Chưa có nội dung nào"
    assert show(desk, page, "reminders") == []
    assert page.face.isVisible()
    assert not page.table.isVisible()


def test_making_all_of_a_list_public(desk, page, filled):
    assert show(desk, page, "not_public") == ["Lê An", "Trần Bình"]
    page.table.selectAll()
    page.buttons["public"].click()
    desk.settle()
    dialog = page.dialog
    dialog.button.click()  # without saying how: told, nothing is written
    desk.settle()
    assert dialog.isVisible()
    dialog.fields.set_value("public_means", "posted")
    dialog.button.click()
    desk.settle()
    desk.qtbot.waitUntil(lambda: counts(page)["not_public"] == "")
    desk.settle()
    for name in ("Lê An", "Trần Bình"):
        values = desk.get("pledges", filled[name]).values
        assert (values["public_means"], values["public_on"]) == ("posted", TODAY)
    assert page.notice.text == "Đã ghi 2 dòng."
    desk.settle()
    assert names(page) == []


def test_confirming_one_leaves_the_other(desk, page, filled):
    show(desk, page, "not_confirmed")
    page.table.select_place(1)
    page.edit_many()  # Ctrl+E does the first deed that is there
    desk.settle()
    page.dialog.reject()
    page.buttons["confirm"].click()
    desk.settle()
    page.dialog.button.click()
    desk.settle()
    desk.qtbot.waitUntil(lambda: names(page) == ["Lê An"])
    desk.settle()
    assert desk.get("pledges", filled["Trần Bình"]).values["confirmed_on"] == TODAY


def test_an_item_is_done_with_its_result(desk, page, filled):
    show(desk, page, "overdue")
    page.buttons["done"].click()
    desk.settle()
    page.dialog.fields.set_value("result", "Đã dạy 04 buổi")
    page.dialog.button.click()
    desk.settle()
    desk.qtbot.waitUntil(lambda: counts(page)["overdue"] == "")
    desk.settle()
    values = desk.get("pledge_items", filled["late"]).values
    assert (values["done_on"], values["result"], values["progress"]) == (
        TODAY, "Đã dạy 04 buổi", 100)  # fmt: skip


def test_deeds_are_those_of_the_list(desk, page):
    def offered() -> set[str]:
        return {name for name, button in page.buttons.items() if button.isVisible()}

    show(desk, page, "not_registered")
    assert offered() == {"open", "register", "print"}
    show(desk, page, "not_public")
    assert offered() == {"open", "public", "confirm", "print"}
    assert not page.texts.isVisible()
    for name in ("never_reviewed", "no_quarter_review", "no_half_year_review"):
        show(desk, page, name)
        assert offered() == {"open", "review", "public", "confirm", "print"}
    show(desk, page, "not_concrete")
    assert page.texts.isVisible()
    show(desk, page, "due_soon")
    assert offered() == {"open", "done", "print"}
    letters = [button.text().partition("&")[2][:1] for button in page.buttons.values()]
    assert len(set(letters)) == len(letters)
    menu = [one.text().partition("&")[2][:1] for one in page.print_menu.actions()]
    assert len(set(menu)) == len(menu) == 5


def test_enter_opens_the_record(desk, page, filled):
    show(desk, page, "not_public")
    page.table.select_place(0)
    page.table.activated.emit(page.table.currentIndex())
    desk.settle()
    tab = desk.window.tabs.current_page()
    assert tab.bar.currentIndex() == 0
    assert tab.page_of("pledges").current_id() == filled["Lê An"]


def test_registering_from_the_list_begins_with_the_unit_and_the_campaign(desk, page, filled):
    show(desk, page, "not_registered")
    page.buttons["register"].click()
    desk.settle()
    dialog = page.registering.dialog
    assert dialog.isVisible()
    dialog.reject()
    desk.settle()


@pytest.mark.parametrize(
    ("name", "kind"),
    [("never_reviewed", "month"), ("no_quarter_review", "quarter"),
     ("no_half_year_review", "half_year")],
)  # fmt: skip
def test_reviewing_from_the_list_leads_to_the_row_on_the_sheet(desk, page, filled, name, kind):
    elsewhere = desk.add("units", name="Chi bộ ấp khác", kind="cell")
    desk.add("pledges", year=TODAY.year, pledger_kind="other", name="Ai Đó", unit_id=elsewhere)
    assert set(show(desk, page, name)) == {"Ai Đó", "Trần Bình", "Lê An"}
    page.table.select_place(names(page).index("Trần Bình"))
    page.buttons["review"].click()
    desk.settle()
    tab = desk.window.tabs.current_page()
    sheet = tab.section(tab.bar.currentIndex())
    assert isinstance(sheet, ReviewSheetPage)
    assert sheet.isVisible()
    assert sheet.bar.unit == filled["unit"]
    assert "Chi bộ ấp Mỹ Cẩm" in sheet.bar.unit_button.text()
    assert (sheet.bar.span.kind.value, sheet.bar.span.first <= TODAY <= sheet.bar.span.last) == (
        kind, True)  # fmt: skip
    assert [row.source.name for row in sheet.model.rows] == ["Lê An", "Trần Bình"]
    desk.qtbot.waitUntil(sheet.view.hasFocus)
    index = sheet.view.currentIndex()
    assert sheet.model.rows[index.row()].key == filled["Trần Bình"]
    assert index.column() == sheet.first_column()
    # typed at once: it is this person's
    QTest.keyClicks(sheet.view, "Da lam")
    sheet.commit_input()
    desk.settle()
    (kept,) = desk.all("pledge_reviews")
    assert (kept.values["pledge_id"], kept.values["period_kind"]) == (filled["Trần Bình"], kind)


def test_a_pledge_of_another_year_is_reviewed_in_its_own_last_period(desk, page, filled):
    year = TODAY.year - 2
    campaign = desk.add("campaigns", year=year, title="Đợt cũ", deadline=date(year, 3, 31))
    old = desk.add("pledges", year=year, campaign_id=campaign, pledger_kind="other",
                   name="Bản Cũ", unit_id=filled["unit"])  # fmt: skip
    page.open_record("campaigns", campaign)
    desk.settle()
    assert show(desk, page, "never_reviewed") == ["Bản Cũ"]
    page.table.select_place(0)
    page.buttons["review"].click()
    desk.settle()
    tab = desk.window.tabs.current_page()
    sheet = tab.section(tab.bar.currentIndex())
    assert (sheet.bar.span.first, sheet.bar.span.last) == (date(year, 12, 1), date(year, 12, 31))
    assert [row.key for row in sheet.model.rows] == [old]
    # gone to by hand, a sheet begins at its first row again
    sheet.go(filled["unit"], sheet.bar.span_in(TODAY.year))
    desk.settle()
    assert sheet.view.currentIndex().row() == 0


def test_several_rows_are_registered_together(desk, page, filled):
    for name in ("Hồ Văn Chín", "Hồ Văn Mười", "Hồ Văn Út"):
        desk.add("expected", campaign_id=filled["campaign"], pledger_kind="other", name=name,
                 unit_id=filled["unit"])  # fmt: skip
    page.refresh()
    desk.settle()
    wanted = ["Hồ Văn Chín", "Hồ Văn Út"]
    shown = show(desk, page, "not_registered")
    page.table.select_place(shown.index(wanted[0]))
    for name in wanted[1:]:
        flag = QItemSelectionModel.SelectionFlag
        index = page.table.rows.index(shown.index(name), 0)
        page.table.selectionModel().select(index, flag.Select | flag.Rows)
    assert page.buttons["register"].isEnabled()
    page.buttons["register"].click()
    desk.settle()
    dialog = page.registering.dialog
    assert dialog.isVisible()
    assert [one.who.name for one in dialog.chosen] == wanted
    assert dialog.who.unit_words == "Chi bộ ấp Mỹ Cẩm"
    dialog.reject()
    desk.settle()


def test_search_and_unit_narrow_the_list(desk, page, filled):
    show(desk, page, "not_public")
    page.focus_search()
    page.filters.search.setText("binh")
    desk.qtbot.waitUntil(lambda: names(page) == ["Trần Bình"])
    page.filters.search.setText("khong ai")
    desk.qtbot.waitUntil(lambda: not names(page))
    desk.settle()
    assert page.face.isVisible()
    page.filters.clear()
    desk.settle()
    assert names(page) == ["Lê An", "Trần Bình"]
    other = desk.add("units", name="Chi bộ khác", kind="cell")
    page.filters.unit.set_values((other,), {other: "Chi bộ khác"})
    page.filters.unit.chosen.emit()
    desk.settle()
    assert names(page) == []
    assert counts(page)["not_public"] == ""


def test_a_year_and_a_campaign_can_be_chosen(desk, page, filled):
    words = [page.filters.campaign.itemText(n) for n in range(page.filters.campaign.count())]
    assert words == ["Mọi đợt đang thực hiện", f"Năm {TODAY.year}", "Đăng ký năm nay"]
    page.filters.campaign.setCurrentIndex(2)
    desk.settle()
    assert names(page) == ["Võ Thị Đầu"]
    assert page.table.isColumnHidden(4)
    desk.add("pledges", year=TODAY.year, campaign_id=filled["campaign"], pledger_kind="other",
             name="Võ Thị Đầu")  # fmt: skip
    desk.qtbot.waitUntil(lambda: names(page) == [])
    desk.settle()
    assert counts(page)["heads_behind"] == ""


def test_the_texts_that_many_share_and_who_has_them(desk, page, filled):
    for n in range(5):
        one = desk.add("pledges", year=TODAY.year, campaign_id=filled["campaign"],
                       pledger_kind="other", name=f"Người {n}")  # fmt: skip
        desk.add("pledge_items", pledge_id=one, content="Nêu cao tinh thần trách nhiệm")
    desk.qtbot.waitUntil(lambda: counts(page)["not_concrete"] == "6")
    show(desk, page, "not_concrete")
    tree = page.texts.tree
    desk.qtbot.waitUntil(lambda: tree.topLevelItemCount() == 1)
    top = tree.topLevelItem(0)
    assert (top.text(0), top.text(1)) == ("Nêu cao tinh thần trách nhiệm", "5")
    top.setExpanded(True)
    desk.settle()
    assert [top.child(n).text(0) for n in range(top.childCount())] == [
        f"Người {n}" for n in range(5)
    ]
    page.refresh()  # the same texts: what is open stays open
    desk.settle()
    assert top.isExpanded()
    tree.itemActivated.emit(top.child(2), 0)
    desk.settle()
    tab = desk.window.tabs.current_page()
    assert tab.bar.currentIndex() == 0


def test_what_is_due_leads_here(desk, filled):
    for day in range(5):  # so many that they are one line
        desk.add("pledge_items", pledge_id=filled["Lê An"], content="Nữa", due_on=days(-day - 3))
    overview = desk.tab("overview")
    due = [overview.due.topLevelItem(n) for n in range(overview.due.topLevelItemCount())]
    words = "6 nội dung đăng ký đã đến hạn mà chưa hoàn thành"
    (line,) = [one for one in due if one.text(2) == words]
    overview.due.itemActivated.emit(line, 0)
    desk.settle()
    tab = desk.window.tabs.current_page()
    assert tab.bar.currentIndex() == _WORK
    page = tab.section(_WORK)
    assert page.kinds.work().value == "overdue"
    assert names(page) == ["Lê An"] * 6


def test_the_list_is_printed(desk, page):
    show(desk, page, "overdue")
    page.print_list()
    desk.qtbot.waitUntil(lambda: desk.window.papers.preview is not None)
    preview = desk.window.papers.preview
    assert "quá hạn" in preview.windowTitle().lower()
    preview.close()


def test_many_rows_are_read_page_by_page(desk, page, filled):
    for n in range(130):
        desk.add("pledges", year=TODAY.year, campaign_id=filled["campaign"],
                 pledger_kind="other", name=f"Người Số {n:03}")  # fmt: skip
    desk.qtbot.waitUntil(lambda: counts(page)["not_public"] == "132")
    desk.settle()
    assert len(show(desk, page, "not_public")) == 132
    assert page.table.rows.row(131) is None
    page.table.scrollToBottom()
    desk.qtbot.waitUntil(lambda: page.table.rows.row(131) is not None)
    page.table.setCurrentIndex(page.table.rows.index(131, 0))
    desk.qtbot.keyClick(page.table, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    assert page.table.current() is not None


def test_older_campaigns_with_work_left_are_told(desk):
    unit = desk.add("units", name="Chi bộ ấp Mỹ Cẩm", kind="cell")
    old = desk.add("campaigns", year=TODAY.year - 3, title="Đợt cũ", deadline=days(-1000))
    desk.add("expected", campaign_id=old, pledger_kind="other", name="Lê An", unit_id=unit)
    tab = desk.tab("pledges")
    tab.bar.setCurrentIndex(_WORK)
    desk.settle()
    page = tab.section(_WORK)
    told = "Không còn việc nào của các đợt đang thực hiện; 1 đợt cũ còn việc: chọn đợt ở trên"
    assert page.face.isVisible()
    assert told in [label.text() for label in page.face.findChildren(QLabel)]


def test_the_list_that_is_shown_is_printed(desk, page, filled, monkeypatch):
    asked: list[tuple[str, dict[str, Any]]] = []
    context = replace(page.context, print_pdf=lambda form, given: asked.append((form, given)))
    monkeypatch.setattr(page, "context", context)
    show(desk, page, "due_soon")
    page.print_list()
    assert [form for form, _given in asked] == ["pledges-due-soon"]
