"""The papers of models, and two periods of them beside each other."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import Qt


def compared(desk: Any) -> Any:
    """Open the comparison of two periods, and return the page it stands over."""
    page = desk.tab("models")
    page.compare()
    desk.settle()
    return page


def test_two_periods_are_compared_and_printed(desk, models, read_pdf):
    page = compared(desk)
    dialog = page.dialog
    dialog.second.set_period(date(2025, 1, 1), date(2025, 12, 31))
    dialog.first.set_period(date(2024, 1, 1), date(2024, 12, 31))
    desk.qtbot.waitUntil(
        lambda: (
            dialog.found is not None
            and dialog.found.second_period[0].year == 2025
            and dialog.found.first_period[0].year == 2024
        )
    )
    assert dialog.tabs.tabText(1) == "Mới (1)"
    assert dialog.lists[0].model().index(0, 0).data() == "Tổ tự quản"
    dialog.print_paper("model-comparison")
    assert "SO SÁNH MÔ HÌNH" in desk.paper(read_pdf)
    dialog.lists[0].activated.emit(dialog.lists[0].model().index(0, 0))
    desk.settle()
    assert page.master.dialog.form.boxes["name"].editor.value() == "Tổ tự quản"
    page.master.discard_pending()
    desk.settle()


def test_the_numbers_of_both_periods_are_seen_at_once(desk, models):
    dialog = compared(desk).dialog
    dialog.resize(740, 560)  # as on a small screen
    dialog.first.set_period(date(2024, 2, 13), date(2024, 12, 24))
    desk.qtbot.waitUntil(
        lambda: dialog.found is not None and dialog.found.first_period[0] == date(2024, 2, 13)
    )
    header, room = dialog.figures.horizontalHeader(), dialog.figures.viewport()
    desk.qtbot.waitUntil(lambda: header.length() <= room.width())
    dialog.reject()
    desk.settle()


def test_a_year_of_old_data_is_offered_for_comparison(desk, models):
    desk.add("models", name="Cũ", registered_on=date(2020, 3, 1))
    page = compared(desk)
    quick = page.dialog.first.quick
    assert quick.findText("Năm 2020") == quick.count() - 2  # then other days
    quick.activated.emit(quick.findText("Năm 2020"))
    assert page.dialog.first.period() == (date(2020, 1, 1), date(2020, 12, 31))
    page.dialog.reject()
    desk.settle()


def test_the_papers_come_up(desk, models, read_pdf):
    page = desk.tab("models")
    desk.choose(page.master, models["first"])
    page.print_sheets()
    assert "PHIẾU MÔ HÌNH Tổ tự quản" in desk.paper(read_pdf)
    page.print_directory("unit")
    desk.qtbot.keyClick(page.dialog, Qt.Key.Key_Return)
    assert "DANH MỤC MÔ HÌNH" in desk.paper(read_pdf)


def test_the_directory_is_asked_as_of_a_day(desk, models, read_pdf):
    page = desk.tab("models")
    page.print_directory("field")
    dialog = page.dialog
    desk.qtbot.waitUntil(dialog.isActiveWindow)
    line = dialog.fields.boxes["on"].editor.focusProxy()
    line.insert("31/12/2024")
    desk.qtbot.keyClick(line, Qt.Key.Key_Return)
    paper = desk.paper(read_pdf)
    assert "tính đến ngày 31/12/2024" in paper
    assert "Tổ tự quản" not in paper  # registered in March of 2025
