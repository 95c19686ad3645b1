"""Counts of inspection in the window: a year typed by the keyboard, the printed summary."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox

from desktop.core.terms import InspectionKind
from desktop.ui.counts.page import InspectionsPage
from desktop.ui.counts.year_dialog import MEMBERS, ORGANISATIONS, YearDialog
from desktop.ui.dialogs.paper_options import PeriodPaperDialog
from desktop.ui.tabs.others import OTHERS

YEAR = date.today().year  # noqa: DTZ011 - the clerk's own day


def page_of(desk: Any) -> InspectionsPage:
    others = desk.tab("others")
    others.names.setCurrentRow(OTHERS.registers.index("inspections"))
    desk.settle()
    page = others.main_page()
    assert isinstance(page, InspectionsPage)
    return page


def typing(desk: Any) -> tuple[InspectionsPage, YearDialog]:
    page = page_of(desk)
    page.type_year()
    desk.settle()
    assert isinstance(page.dialog_open, YearDialog)
    return page, page.dialog_open


def key(desk: Any, what: Any, with_: Any = Qt.KeyboardModifier.NoModifier) -> None:
    desk.qtbot.keyClick(QApplication.focusWidget(), what, with_)


def write(desk: Any, *texts: str, end: Any = Qt.Key.Key_Return) -> None:
    for text in texts:
        for letter in text:
            desk.qtbot.keyClicks(QApplication.focusWidget(), letter)
        key(desk, end)


def kept(desk: Any) -> list[tuple[Any, ...]]:
    rows = sorted(desk.all("inspections"), key=lambda one: one.id)
    names = ("year", "level", "kind", "organisations", "members")
    return [tuple(one.values[name] for name in names) for one in rows]


@pytest.fixture
def start(desk: Any) -> Any:
    """A book with an entry of a quarter, beside which a year is typed."""
    desk.add("inspections", kind="inspection", level="base", organisations=3, members=8,
             period_from=date(YEAR, 1, 1), period_to=date(YEAR, 3, 31))  # fmt: skip
    return desk


def test_a_year_is_typed_without_the_mouse(desk: Any) -> None:
    page, dialog = typing(desk)
    assert dialog.year.value() == YEAR
    assert dialog.level.currentData() == "district"  # the office's own
    write(desk, "4", "12", "0", "1")
    dialog.view.go_to(0, MEMBERS)
    write(desk, "30", "1.250", end=Qt.Key.Key_Return)
    assert dialog.total.text() == "Cộng: 17 lượt tổ chức, 1.280 lượt đảng viên"
    key(desk, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    assert kept(desk) == [
        (YEAR, "district", "inspection", 4, 30),
        (YEAR, "district", "thematic_supervision", 12, 1250),
        (YEAR, "district", "regular_supervision", 0, None),
        (YEAR, "district", "violation_inspection", 1, None),
    ]
    assert "Đã lưu số liệu" in dialog.notice.text
    assert dialog.isVisible()
    key(desk, Qt.Key.Key_Escape)
    desk.settle()
    assert page.dialog_open is None
    assert page.model.rowCount() == 4
    column = [one.name for one in page.model.fields].index("kind")
    shown = [page.model.index(row, column).data() for row in range(4)]
    assert shown == [one.heading for one in InspectionKind]
    desk.window.actions_["undo"].trigger()
    desk.settle()
    assert kept(desk) == []


def test_tab_goes_through_the_cells_and_leaves_at_the_ends(desk: Any) -> None:
    _page, dialog = typing(desk)
    last = len(dialog.model.rows) - 1
    places = []
    while dialog.view.hasFocus():
        now = dialog.view.currentIndex()
        places.append((now.row(), now.column()))
        key(desk, Qt.Key.Key_Tab)
    assert places == [(row, one) for row in range(last + 1) for one in (ORGANISATIONS, MEMBERS)]
    assert QApplication.focusWidget() is dialog.save_button
    key(desk, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert dialog.view.hasFocus()
    assert dialog.view.currentIndex().row() == last
    dialog.view.go_to(0, ORGANISATIONS)
    key(desk, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert not dialog.view.hasFocus()
    dialog.reject()


def test_going_to_another_year_or_level_keeps_what_was_typed(start: Any) -> None:
    page, dialog = typing(start)
    write(start, "4")
    dialog.year.setValue(YEAR - 1)
    start.settle()
    assert kept(start)[1:] == [(YEAR, "district", "inspection", 4, None)]
    assert dialog.model.text(0, ORGANISATIONS) == ""
    dialog.year.setValue(YEAR)
    start.settle()
    assert dialog.model.text(0, ORGANISATIONS) == "4"
    dialog.level.setCurrentIndex(dialog.level.findData("base"))
    dialog.level.activated.emit(0)
    start.settle()
    assert dialog.model.text(0, ORGANISATIONS) == ""
    assert dialog.model.text(0, 3) == "3 lượt tổ chức, 8 lượt đảng viên"
    assert not dialog.view.isColumnHidden(3)
    assert "theo kỳ" in dialog.told.text()
    dialog.reject()
    assert page.dialog_open is None


def test_nothing_is_typed_between_two_years(desk: Any) -> None:
    _page, dialog = typing(desk)
    write(desk, "4")
    dialog.year.setValue(YEAR - 1)  # saves first, then reads
    assert not dialog.view.isEnabled()
    desk.qtbot.keyClicks(dialog.view, "9")
    desk.settle()
    assert dialog.view.isEnabled()
    assert dialog.view.hasFocus()
    assert dialog.model.text(0, ORGANISATIONS) == ""
    dialog.year.setValue(YEAR - 2)  # only reads
    assert not dialog.view.isEnabled()
    desk.settle()
    write(desk, "7")
    key(desk, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    assert [(one[0], one[3]) for one in kept(desk)] == [(YEAR, 4), (YEAR - 2, 7)]


def test_what_is_no_count_is_told_and_nothing_is_lost(desk: Any) -> None:
    _page, dialog = typing(desk)
    write(desk, "7", "ba")
    dialog.save()
    desk.settle()
    assert "số nguyên" in dialog.notice.text
    assert dialog.view.currentIndex().row() == 1
    assert kept(desk) == []
    dialog.year.setValue(YEAR - 1)  # stays here: it can't be kept
    desk.settle()
    assert dialog.year.value() == YEAR
    assert dialog.model.text(1, ORGANISATIONS) == "ba"
    dialog.view.go_to(1, ORGANISATIONS)
    dialog.view.setFocus()
    write(desk, "3")
    dialog.reject()
    box = QApplication.activeModalWidget()
    assert isinstance(box, QMessageBox)
    box.button(QMessageBox.StandardButton.Save).click()
    desk.settle()
    assert [one[3] for one in kept(desk)] == [7, 3]


def test_the_year_and_level_that_are_filtered_are_typed(start: Any) -> None:
    page = page_of(start)
    page.show_filtered({"year": (2024,), "level": ("base",)}, {})
    start.settle()
    page.type_year()
    start.settle()
    assert isinstance(page.dialog_open, YearDialog)
    assert (page.dialog_open.year.value(), page.dialog_open.level.currentData()) == (2024, "base")
    page.dialog_open.reject()


def test_the_summary_of_a_term_is_printed(start: Any, read_pdf: Any) -> None:
    start.window.settings.set("term.first", YEAR - 1)
    start.window.settings.set("term.last", YEAR + 4)
    page = page_of(start)
    page.print_summary()
    start.settle()
    assert isinstance(page.dialog_open, PeriodPaperDialog)
    page.dialog_open.button.click()
    text = start.paper(read_pdf)
    assert f"giai đoạn {YEAR - 1} - {YEAR + 4}" in text
    assert "03 lượt tổ chức và 08 lượt đảng viên" in text
