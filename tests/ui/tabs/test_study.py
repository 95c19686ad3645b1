"""Study sessions in the real window: units taken, numbers typed by keys, who is below the bar."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import xlsxwriter
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox

from desktop.ui.study.page import StudyPage
from desktop.ui.tabs.others import OTHERS

DAY = date(2025, 3, 14)


@pytest.fixture
def office(desk: Any, cells: dict[str, int]) -> dict[str, int]:
    """A session, and members in two cells."""
    for cell, count in (("cam", 3), ("soc", 2)):
        for place in range(count):
            desk.add("members", full_name=f"Lê {place}", unit_id=cells[cell], status="official")
    session = desk.add("study_sessions", subject="Chuyên đề 2025", on=DAY, place="Hội trường")
    return {**cells, "session": session}


@pytest.fixture
def page(desk: Any, office: dict[str, int]) -> StudyPage:
    """The page, with the cursor on the session."""
    tab = desk.tab("others")
    tab.names.setCurrentRow(OTHERS.registers.index("study_sessions"))
    desk.settle()
    found = tab.page_of("study_attendances").parentWidget()
    while not isinstance(found, StudyPage):
        found = found.parentWidget()
    desk.choose(found.master, office["session"])
    return found


def opened(desk: Any, page: StudyPage, action: Any) -> Any:
    """Press a tool and return the window that it opens."""
    action.trigger()
    desk.settle()
    assert page.dialog is not None
    return page.dialog


def typed(desk: Any, text: str) -> None:
    """Type as on a keyboard, then Enter."""
    desk.qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    for one in text:
        desk.qtbot.keyClicks(QApplication.focusWidget(), one)
    desk.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)


def numbers(desk: Any, session: int) -> dict[str, tuple[Any, Any]]:
    return {
        one.labels["unit_id"]: (one.values["invited"], one.values["attended"])
        for one in desk.all("study_attendances", session_id=session)
    }


def rates(page: StudyPage) -> list[str]:
    column = [one.name for one in page.units.model.fields].index("rate")
    return [page.units.model.index(at, column).data() for at in range(page.units.model.rowCount())]


def test_units_are_taken_and_told_before(desk, page, office):
    dialog = opened(desk, page, page.take_action)
    assert dialog.fields.value("unit") == office["root"]  # all stand below it
    assert "Thêm 2 đơn vị, triệu tập 5 đảng viên tính đến ngày 14/03/2025." in dialog.told.text()
    assert dialog.button.isEnabled()
    dialog.changed()  # of nothing that was asked for: it is not counted again
    assert dialog.button.isEnabled()
    dialog.fields.set_value("which", "base")
    desk.settle()
    assert dialog.button.isEnabled()
    desk.qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    assert page.dialog is None
    wanted = {"Đảng bộ xã Mỹ Hòa": (3, None), "Đảng bộ xã Thuận Hòa": (2, None)}
    assert numbers(desk, office["session"]) == wanted
    assert "Thêm 2 đơn vị" in page.units.notice.text
    assert "2 đơn vị · triệu tập 5 · 2 đơn vị chưa đủ số" in page.sums.text()
    dialog = opened(desk, page, page.take_action)
    assert dialog.told.text() == "Các đơn vị này đều đã có trong danh sách."
    assert not dialog.button.isEnabled()
    dialog.reject()
    desk.settle()
    desk.window._do("undo")
    desk.settle()
    assert numbers(desk, office["session"]) == {}


def test_numbers_are_typed_by_the_keyboard_alone(desk, page, office):
    for unit, invited in (("hoa", 100), ("thuan", 50)):
        desk.add("study_attendances", session_id=office["session"], unit_id=office[unit],
                 invited=invited)  # fmt: skip
    dialog = opened(desk, page, page.type_action)
    assert dialog.view.hasFocus()
    assert dialog.view.currentIndex().column() == 2  # the first number that lacks
    typed(desk, "99")
    assert dialog.model.text(0, 3) == "99%"
    typed(desk, "40")
    assert dialog.model.text(1, 3) == "80%, dưới mức"
    assert "tham dự 139 · tỷ lệ 92,7% · 1 đơn vị dưới mức 90%" in dialog.total.text()
    dialog.save()
    desk.settle()
    assert page.dialog is None
    wanted = {"Đảng bộ xã Mỹ Hòa": (100, 99), "Đảng bộ xã Thuận Hòa": (50, 40)}
    assert numbers(desk, office["session"]) == wanted
    assert "Đã lưu số dự của 2 đơn vị" in page.units.notice.text
    assert rates(page) == ["99%", "80%, dưới mức"]
    assert "139/150 (92,7%)" in [
        page.master.model.index(0, at).data() for at in range(page.master.model.columnCount())
    ]
    desk.window._do("undo")
    desk.settle()
    assert {one[1] for one in numbers(desk, office["session"]).values()} == {None}
    assert rates(page) == ["", ""]


def test_what_cannot_be_read_is_told_and_nothing_typed_is_lost(desk, page, office):
    row = desk.add("study_attendances", session_id=office["session"], unit_id=office["hoa"],
                   invited=10)  # fmt: skip
    dialog = opened(desk, page, page.type_action)
    typed(desk, "9,5")
    dialog.save()
    desk.settle()
    assert "số nguyên" in dialog.problem.text()
    assert page.dialog is dialog
    dialog.reject()  # Escape
    box = QApplication.activeModalWidget()
    assert isinstance(box, QMessageBox)
    box.button(QMessageBox.StandardButton.Cancel).click()
    desk.settle()
    assert dialog.model.text(0, 2) == "9,5"
    dialog.activateWindow()
    desk.settle()
    assert dialog.view.hasFocus()
    dialog.view.go_to(0, 2)
    typed(desk, "12")
    assert dialog.model.rules.warn(dialog.model.values(row), "attended").startswith("Số tham dự")
    assert "1 đơn vị dự nhiều hơn triệu tập" in dialog.total.text()
    dialog.reject()
    QApplication.activeModalWidget().button(QMessageBox.StandardButton.Save).click()
    desk.settle()
    assert numbers(desk, office["session"]) == {"Đảng bộ xã Mỹ Hòa": (10, 12)}
    dialog = opened(desk, page, page.type_action)
    dialog.reject()  # nothing typed: nothing asked
    desk.settle()
    assert page.dialog is None


def test_a_column_of_numbers_is_pasted(desk, page, office):
    for unit in ("hoa", "thuan"):
        desk.add("study_attendances", session_id=office["session"], unit_id=office[unit])
    dialog = opened(desk, page, page.type_action)
    QApplication.clipboard().setText("1.250\t1.200\n30\t29\n7\t7\n")
    dialog.view.go_to(0, 1)
    dialog.view.paste()
    assert "2 ô không có chỗ" in dialog.problem.text()
    dialog.save()
    desk.settle()
    assert sorted(numbers(desk, office["session"]).values()) == [(30, 29), (1250, 1200)]


def test_the_list_of_units_below_the_bar_is_read_and_printed(desk, page, office, read_pdf):
    for unit, attended in (("hoa", 60), ("thuan", 95)):
        desk.add("study_attendances", session_id=office["session"], unit_id=office[unit],
                 invited=100, attended=attended)  # fmt: skip
    other = desk.add("study_sessions", subject="Nghị quyết", on=date(2024, 5, 2))
    desk.add("study_attendances", session_id=other, unit_id=office["thuan"], invited=9, attended=1)
    dialog = opened(desk, page, page.below_action)
    model = dialog.view.model()
    lines = [[model.index(row, at).data() for at in range(5)] for row in range(model.rowCount())]
    assert lines == [
        ["Đảng bộ xã Mỹ Hòa", "1", "100", "60", "60%, dưới mức"],
        ["Đảng bộ xã Thuận Hòa", "1", "100", "95", "95%"],
    ]
    assert dialog.told.text() == "1 trong 2 đơn vị có tỷ lệ dưới mức 90%."
    years = [dialog.year.itemText(at) for at in range(dialog.year.count())]
    assert years == ["2025", "2024"]
    dialog.year.setCurrentIndex(1)
    dialog.year.activated.emit(1)
    desk.settle()
    assert dialog.view.model().rowCount() == 1
    dialog.print_button.click()
    desk.settle()
    assert "năm 2024 TT Đơn vị" in desk.paper(read_pdf)
    dialog.reject()


def test_a_session_and_a_period_are_printed(desk, page, office, read_pdf):
    desk.add("study_attendances", session_id=office["session"], unit_id=office["hoa"], invited=100,
             attended=60)  # fmt: skip
    page.print_session_action.trigger()
    assert "DANH SÁCH ĐƠN VỊ DỰ HỌC TẬP Chuyên đề 2025" in desk.paper(read_pdf)
    page.ask_summary()
    page.dialog.fields.set_value("first", date(2025, 1, 1))
    page.dialog.fields.set_value("last", date(2025, 12, 31))
    desk.qtbot.keyClick(page.dialog, Qt.Key.Key_Return)
    assert "Tổng cộng 100 60 60%" in desk.paper(read_pdf)


def test_a_session_comes_back_with_its_units_and_says_what_is_there_twice(desk, page, office):
    desk.add("study_attendances", session_id=office["session"], unit_id=office["cam"], invited=3)
    page.master.deeds.delete([office["session"]])
    desk.settle()
    desk.add("study_sessions", subject="Chuyên đề 2025", on=DAY, place="Hội trường")
    page.master.show_recycle_bin(True)
    desk.settle()
    page.master.view.selectAll()
    page.master.restore_selected()
    desk.settle()
    told = page.master.notice.text
    assert "Đã có hội nghị học tập «Chuyên đề 2025» trùng chuyên đề, ngày, địa điểm" in told
    assert len(numbers(desk, office["session"])) == 1


def test_what_is_for_a_session_waits_for_one(desk, page, office):
    assert page.take_action.isEnabled()
    page.master.delete_selected()
    desk.settle()
    for action in (page.take_action, page.type_action, page.print_session_action):
        assert not action.isEnabled()
    assert page.sums.text() == ""


def test_a_sheet_is_taken_in_from_the_page(desk, tmp_path):
    tab = desk.tab("others")
    tab.names.setCurrentRow(OTHERS.registers.index("study_sessions"))
    desk.settle()
    assert tab.main_page().showing.face.isVisible()  # the empty page offers it
    path = tmp_path / "du hoc tap.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        head = ("Năm", "Chuyên đề", "Ngày", "Đơn vị", "Số triệu tập", "Số tham dự")
        sheet.write_row(0, 0, head)
        sheet.write_row(1, 0, (2025, "Nghị quyết", "14/03/2025", "Đảng bộ xã Mỹ Hòa", 100, 98))
        sheet.write_row(2, 0, (None, None, None, "Tổng cộng", 100, 98))
    assistant = desk.window.sheets.take_in("study_sessions", path)
    desk.settle()
    for _step in range(4):
        if not desk.all("study_sessions"):
            assistant.go_on()
            desk.settle()
    assert [one.values["subject"] for one in desk.all("study_sessions")] == ["Nghị quyết"]
    (row,) = desk.all("study_attendances")
    assert (row.values["invited"], row.values["attended"]) == (100, 98)
