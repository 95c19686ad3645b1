"""A round looked over: what is odd about it, whom it is tied to, its papers and its sums."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt

from desktop.ui.commendations.statistics import StatisticsDialog
from desktop.ui.commendations.tie import TieDialog

from .rounds_desk import agree_to_all, click, enter, hold_rounds, opened, show


@pytest.fixture
def held(desk: Any) -> dict[str, int]:
    return hold_rounds(desk)


@pytest.fixture
def page(desk: Any, held: dict[str, int]) -> Any:
    return desk.tab("commendations")


def test_warnings_are_listed_and_marked_and_lead_to_the_row(desk, page, held, names_shown):
    show(desk, page, held["full"])
    (found,) = page.warnings.found
    assert (found.name, found.rule) == ("Lê An", "free-member")
    assert page.tabs.tabText(page.tabs.indexOf(page.warnings)) == "Cần xem lại (1)"
    names = [one.name for one in page.awards.model.fields]
    column = names.index("recipient_name")
    marked = {
        page.awards.model.index(row, column).data(): bool(
            page.marks.words(page.awards.model.index(row, column))
        )
        for row in range(4)
    }
    assert marked == {"Bùi Dung": False, "Cao Giang": False, "Đỗ Hà": False, "Lê An": True}
    page.awards.toolbar.search.setText("dung")
    desk.settle()
    page.tabs.setCurrentWidget(page.warnings)
    page.warnings.view.setFocus()
    desk.qtbot.keyClick(page.warnings.view, Qt.Key.Key_Return)
    desk.settle()
    assert page.tabs.currentWidget() is page.awards
    assert page.awards.selected_ids() == [held["award Lê An"]]


def test_a_free_recipient_is_tied_from_the_list(desk, page, held):
    show(desk, page, held["full"])
    page.tabs.setCurrentWidget(page.warnings)
    desk.settle()
    click(desk, page.warnings.tie)
    dialog = opened(desk, TieDialog)
    assert dialog.view.model().rowCount() == 1
    enter(desk, dialog)
    tied = desk.get("awards", held["award Lê An"]).values
    assert (tied["member_id"], tied["recipient_name"]) == (held["Lê An"], "Lê An")
    assert page.warnings.found == []
    assert page.warnings.text.text() == "Đợt này chưa thấy điều gì cần xem lại."


def test_a_recipient_of_another_name_is_tied_by_search(desk, page, held):
    show(desk, page, held["full"])
    desk.choose(page.awards, held["award Đỗ Hà"])
    page.tools.tie.trigger()
    dialog = opened(desk, TieDialog)
    enter(desk, dialog)
    assert dialog.isVisible()
    assert dialog.fields.boxes["other"].error == "Hãy chọn một dòng."
    dialog.fields.set_value("other", held["Võ Bình"], "Võ Bình")
    enter(desk, dialog)
    tied = desk.get("awards", held["award Đỗ Hà"]).values
    assert (tied["member_id"], tied["recipient_name"]) == (held["Võ Bình"], "Đỗ Hà")


def test_papers_of_the_meeting_are_printed_from_the_menus(desk, page, held, read_pdf):
    show(desk, page, held["full"])
    agree_to_all(desk, page)
    reading, signing, *_rest = [
        one for one in page.papers_button.menu().actions() if not one.isSeparator()
    ]
    reading.trigger()
    assert "DANH SÁCH CÔNG BỐ KHEN THƯỞNG" in desk.paper(read_pdf)
    signing.trigger()
    assert "Một triệu đồng" in desk.paper(read_pdf)
    desk.window.actions_["print_signing"].trigger()
    assert "ký nhận tiền thưởng" in desk.paper(read_pdf)
    desk.window.actions_["print_reading"].trigger()
    assert "Bùi Dung" in desk.paper(read_pdf)


def test_sums_of_the_round_and_of_a_period(desk, page, held, read_pdf):
    show(desk, page, held["full"])
    agree_to_all(desk, page)
    desk.window.actions_["award_statistics"].trigger()
    dialog = opened(desk, StatisticsDialog)
    rows = dialog.round_view.model().rows
    assert ("    Đồng ý", "4", "1.000.000") in rows
    assert ("    Chưa có quyết định", "4", "1.000.000") in rows
    click(desk, dialog.print_button)
    words = desk.paper(read_pdf)
    assert "Đồng ý 4 1.000.000" in words  # the page that is shown, not the other one
    assert "Theo năm" not in words
    dialog.tabs.setCurrentIndex(1)
    assert dialog.quick.currentText() == "2024"  # the latest year that has any
    assert dialog.view.model().rows[0][1] == "4"
    dialog.quick.setFocus()
    desk.qtbot.keyClick(dialog.quick, Qt.Key.Key_Home)
    desk.settle()
    assert dialog.view.model().rows[0][1] == "-"
    for column, name, day in (
        (0, "first", date(2024, 1, 1)),
        (1, "last", date(2024, 12, 31)),
    ):
        dialog.days[column].set_value(name, day)
        desk.settle()
    assert dialog.quick.currentText() == "2024"
    assert dialog.view.model().rows[0][1:] == ("4", "-", "-", "4", "1.000.000")
    assert dialog.people.text() == (
        "Tính mỗi đối tượng một lần: 0 tập thể, 0 hộ gia đình, 4 cá nhân."
    )
    click(desk, dialog.print_button)
    words = desk.paper(read_pdf)
    assert "năm 2024" in words
    assert "04 lượt cho 04 cá nhân" in words
    dialog.reject()


def test_the_sums_begin_with_a_year_of_long_ago_when_nothing_came_after(desk, page, held):
    past = desk.add("rounds", title="Tổng kết 2009", meeting_on=date(2009, 12, 20))
    form = desk.get("awards", held["award Lê An"]).values["form_id"]
    award = {"round_id": past, "form_id": form, "recipient_name": "Trần Cũ", "state": "given"}
    desk.add("awards", **award)
    show(desk, page, past)
    desk.window.actions_["award_statistics"].trigger()
    dialog = opened(desk, StatisticsDialog)
    dialog.tabs.setCurrentIndex(1)
    assert dialog.quick.currentText() == "2009"
    assert dialog.view.model().rows[0][1] == "1"
    years = [dialog.quick.itemText(place) for place in range(dialog.quick.count())]
    assert years.index("2009") == 6  # below the years before it
    dialog.reject()


def test_everything_fits_a_narrow_window(desk, page, held):
    show(desk, page, held["full"])
    desk.window.resize(760, 560)
    desk.settle()
    assert desk.window.width() <= 800
    buttons = (page.suggest_button, page.decide_button, page.hand_over_button, page.round_button)
    for one in buttons:
        assert one.geometry().right() <= one.parentWidget().width()
    tops = {one.geometry().top() for one in buttons}
    assert len(tops) > 1
