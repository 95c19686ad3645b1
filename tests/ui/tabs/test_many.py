"""Changing many members at once from their tab: transfers, statuses, any columns."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMenu, QMessageBox

from desktop.ui.dialogs.many.dialog import ManyDialog
from tests.ui.driving import LOOK_MS


@pytest.fixture
def people(desk: Any, cells: dict[str, int]) -> list[int]:
    unit = cells["cam"]
    return [
        desk.add("members", full_name=name, unit_id=unit)
        for name in ("Nguyễn Thị Ánh", "Trần Văn Đạt", "Lý Kim Yến")
    ]


def menu_action(page: Any, words: str) -> QAction:
    """Return an entry of the tools above the table."""
    found = [
        one
        for tool in page.toolbar.extra
        for one in (tool.menu().actions() if isinstance(tool.menu(), QMenu) else [])
        if one.text().replace("&", "") == words
    ]
    assert len(found) == 1
    return found[0]


def dialog() -> ManyDialog:
    found = QApplication.activeModalWidget()
    assert isinstance(found, ManyDialog)
    return found


def foreseen(desk: Any, found: ManyDialog) -> list[list[str]]:
    """What the dialog shows of each record, once it has looked."""
    desk.settle(LOOK_MS)
    model = found.view.model()
    return [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def choose(desk: Any, found: ManyDialog, name: str, text: str) -> None:
    """Type into a field what can be chosen there, and choose it."""
    line = found.asking.boxes[name].editor.focusProxy()
    line.setFocus()
    line.clear()
    desk.qtbot.keyClicks(line, text)
    desk.qtbot.waitUntil(lambda: line.is_open)
    desk.settle()
    desk.qtbot.keyClick(line, Qt.Key.Key_Down)
    desk.qtbot.keyClick(line, Qt.Key.Key_Return)


def test_members_are_transferred_together_and_back_by_undo(desk, people, cells):
    page = desk.tab("members").main_page()
    desk.choose(page, *people[:2])
    menu_action(page, "Chuyển sinh hoạt…").trigger()
    found = dialog()
    assert not found.button.isEnabled()  # nowhere to go yet
    choose(desk, found, "unit_id", "Soc Chuoi")
    assert foreseen(desk, found) == [
        ["Nguyễn Thị Ánh", "Chi bộ ấp Mỹ Cẩm → Chi bộ ấp Sóc Chuối", ""],
        ["Trần Văn Đạt", "Chi bộ ấp Mỹ Cẩm → Chi bộ ấp Sóc Chuối", ""],
    ]
    assert found.button.text() == "&Chuyển 2 đảng viên"
    desk.qtbot.keyClick(found.button, Qt.Key.Key_Space)
    desk.settle()
    there, here = cells["soc"], cells["cam"]
    assert [desk.get("members", one).values["unit_id"] for one in people] == [there, there, here]
    assert len(desk.all("member_units", member_id=people[0])) == 2
    assert "2" in page.notice.text
    undo = desk.window.actions_["undo"]
    assert undo.text() == "&Hoàn tác: chuyển sinh hoạt 2 đảng viên"
    undo.trigger()
    desk.settle()
    assert {desk.get("members", one).values["unit_id"] for one in people} == {here}


def test_who_cannot_be_changed_is_left_and_told(desk, people, cells):
    page = desk.tab("members").main_page()
    desk.window.jobs.write(_die, people[0])
    desk.settle()
    desk.choose(page, *people)
    menu_action(page, "Chuyển sinh hoạt…").trigger()
    found = dialog()
    choose(desk, found, "unit_id", "Soc Chuoi")
    rows = foreseen(desk, found)
    assert rows[0][0] == "Nguyễn Thị Ánh"  # what is wrong stands first
    assert "từ trần" in rows[0][-1]
    assert found.told.text().startswith("1 dòng không sửa được")
    found.button.click()
    desk.settle()
    here, there = cells["cam"], cells["soc"]
    assert [desk.get("members", one).values["unit_id"] for one in people] == [here, there, there]


def _die(book: Any, member: int) -> Any:
    from desktop.services import registers  # noqa: PLC0415 (on the writing thread)

    return registers.save(book, "members", {"status": "deceased"}, member)


def test_columns_that_are_ticked_are_changed(desk, people):
    page = desk.tab("members").main_page()
    desk.choose(page, *people)
    desk.window.actions_["edit_many"].trigger()
    found = dialog()
    asked = found.asking.list
    names = [asked.item(row).text() for row in range(asked.count())]
    assert "Dân tộc" in names
    assert "Họ và tên" not in names  # what tells people apart is not given to many
    assert "Số thẻ đảng" not in names
    asked.setCurrentRow(names.index("Dân tộc"))
    asked.item(asked.currentRow()).setCheckState(Qt.CheckState.Checked)
    desk.qtbot.keyClicks(found.asking.boxes["ethnicity"].editor.focusProxy(), "Khmer")
    assert [one[1] for one in foreseen(desk, found)] == ["(trống) → Khmer"] * 3
    found.button.click()
    desk.settle()
    assert {desk.get("members", one).values["ethnicity"] for one in people} == {"Khmer"}


def test_a_column_that_is_unticked_is_left_alone(desk, people):
    page = desk.tab("members").main_page()
    desk.choose(page, *people)
    page.edit_many()
    found = dialog()
    found.asking.tick("ethnicity")
    found.asking.tick("note")
    asked = found.asking.list
    for row in range(asked.count()):
        asked.item(row).setCheckState(Qt.CheckState.Unchecked)
    assert foreseen(desk, found) == []
    assert not found.button.isEnabled()
    assert found.told.text().startswith("Hãy đánh dấu")
    desk.qtbot.keyClick(found, Qt.Key.Key_Escape)
    desk.settle()
    assert QApplication.activeModalWidget() is None


def test_emptying_a_column_is_asked_once(desk, people):
    page = desk.tab("members").main_page()
    desk.window.jobs.write(_give, people, "Khmer")
    desk.settle()
    desk.choose(page, *people)
    page.edit_many()
    found = dialog()
    found.asking.tick("ethnicity")
    foreseen(desk, found)
    found.button.click()
    box = QApplication.activeModalWidget()
    assert isinstance(box, QMessageBox)
    assert "“Dân tộc”" in box.text()
    assert box.defaultButton() is box.button(QMessageBox.StandardButton.Cancel)
    box.button(QMessageBox.StandardButton.Cancel).click()
    desk.settle()
    assert {desk.get("members", one).values["ethnicity"] for one in people} == {"Khmer"}
    found.button.click()
    QApplication.activeModalWidget().button(QMessageBox.StandardButton.Yes).click()
    desk.settle()
    assert {desk.get("members", one).values["ethnicity"] for one in people} == {None}


def _give(book: Any, ids: list[int], ethnicity: str) -> Any:
    from desktop.services import many  # noqa: PLC0415 (on the writing thread)

    return many.edit_many(book, "members", ids, {"ethnicity": ethnicity})


def test_a_date_that_is_none_is_told_beside_it(desk, people):
    page = desk.tab("members").main_page()
    desk.choose(page, *people)
    menu_action(page, "Đổi trạng thái…").trigger()
    found = dialog()
    found.asking.boxes["status"].editor.set_value("deceased")
    found.asking.boxes["status_on"].editor.line.setText("31/02/2026")
    found.asking.boxes["status_on"].editor.edited.emit()
    found._accept()
    desk.settle()
    assert "31/2/2026" in found.asking.boxes["status_on"].error
    assert dialog() is found
    assert {desk.get("members", one).values["status"] for one in people} == {"official"}


def test_nothing_selected_says_what_to_do(desk, people):
    page = desk.tab("members").main_page()
    page.view.clearSelection()
    desk.settle()
    page.edit_many()
    assert page.notice.text.startswith("Hãy chọn các dòng")
    assert QApplication.activeModalWidget() is None


def test_a_pane_without_changing_has_no_change_of_many(desk, people):
    page = desk.tab("members").main_page()
    desk.choose(page, people[0])
    page.open_selected()
    desk.settle()
    tabs = page.dialog.children_pages if hasattr(page.dialog, "children_pages") else []
    for child in tabs:
        assert child.options.can_change or not child.actions_.many.isEnabled()
    names = [one.text().replace("&", "") for one in page.row_menu().actions()]
    assert "Sửa nhiều dòng…" in names
    page.discard_pending()
    desk.settle()
