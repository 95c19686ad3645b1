"""The tree of units as an editor: what is dragged, cut, hidden, found, and printed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QAction, QDragEnterEvent, QDragMoveEvent, QDropEvent, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QMenu,
    QMessageBox,
    QStyleOptionViewItem,
)

from desktop.ui.dialogs.paper_options import PaperOptionsDialog
from desktop.ui.dialogs.units.merging import MergingDialog
from desktop.ui.dialogs.units.moving import PlaceDialog

from .unit_trees import item

_LEFT = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
CTRL = Qt.KeyboardModifier.ControlModifier


def box(desk: Any) -> QMessageBox:
    """The question that comes up."""
    desk.qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), QMessageBox))
    found = QApplication.activeModalWidget()
    assert isinstance(found, QMessageBox)
    return found


def answer(desk: Any, button: QMessageBox.StandardButton) -> tuple[str, str]:
    """Answer the question that comes up; return its two sentences."""
    asked = box(desk)
    words = asked.text(), asked.informativeText()
    asked.button(button).click()
    desk.settle()
    return words


YES = QMessageBox.StandardButton.Yes
NO = QMessageBox.StandardButton.Cancel


def drop(page: Any, words: str, onto: str | None) -> None:
    """Drop a unit onto another as the mouse does, or onto the free space of the tree."""
    tree = page.tree
    tree.setCurrentItem(item(page, words))
    data = tree.mimeData(tree.selectedItems())
    if onto is None:
        at = tree.viewport().rect().bottomLeft()
        assert tree.itemAt(at) is None
    else:
        tree.scrollToItem(item(page, onto))
        at = tree.visualItemRect(item(page, onto)).center()
    for event in (
        QDragEnterEvent(at, Qt.DropAction.MoveAction, data, *_LEFT),
        QDragMoveEvent(at, Qt.DropAction.MoveAction, data, *_LEFT),
        QDropEvent(QPointF(at), Qt.DropAction.MoveAction, data, *_LEFT),
    ):
        QApplication.sendEvent(tree.viewport(), event)


def come_back(desk: Any) -> None:
    """Make the window the active one again, as the system does when a dialog is closed."""
    desk.window.activateWindow()
    desk.qtbot.waitUntil(desk.window.isActiveWindow)


def parents(desk: Any, cells: dict[str, int]) -> dict[str, int | None]:
    return {key: desk.get("units", one).values["parent_id"] for key, one in cells.items()}


@pytest.fixture
def page(desk: Any, cells: dict[str, int]) -> Any:
    """The tab, its tree open, a member in one of the cells, an ended unit below a committee."""
    desk.add("members", full_name="Nguyễn Văn A", unit_id=cells["cam"])
    desk.add("units", name="Chi bộ cũ", parent_id=cells["hoa"], ended="2020-01-01")
    found = desk.tab("units")
    found.tree.expandAll()
    return found


def test_a_unit_that_is_dropped_onto_another_moves_there_once_the_clerk_says_so(desk, cells, page):
    drop(page, "Chi bộ ấp Mỹ Cẩm", "Đảng bộ xã Thuận Hòa")
    assert item(page, "Chi bộ ấp Mỹ Cẩm").parent().text(0) == "Đảng bộ xã Mỹ Hòa"  # not yet
    question, more = answer(desk, YES)
    assert question == (
        "Chuyển «Chi bộ ấp Mỹ Cẩm» từ «Đảng bộ xã Mỹ Hòa» sang «Đảng bộ xã Thuận Hòa»?"
    )
    assert more.startswith("Đi theo: 0 đơn vị trực thuộc, 1 đảng viên.")
    assert parents(desk, cells)["cam"] == cells["thuan"]
    assert item(page, "Chi bộ ấp Mỹ Cẩm").parent().text(0) == "Đảng bộ xã Thuận Hòa"
    assert page.tree.unit() == cells["cam"]  # the cursor is where it was
    assert page.list.notice.text.startswith("Đã chuyển «Chi bộ ấp Mỹ Cẩm» sang «Đảng bộ xã Th")


def test_a_drop_can_be_undone_from_the_menu(desk, cells, page):
    before = parents(desk, cells)
    drop(page, "Đảng bộ xã Mỹ Hòa", "Đảng bộ xã Thuận Hòa")
    answer(desk, YES)
    assert parents(desk, cells) != before
    desk.window.actions_["undo"].trigger()
    desk.settle()
    words = "chuyển «Đảng bộ xã Mỹ Hòa» sang «Đảng bộ xã Thuận Hòa»"
    assert words in desk.window.status.message()
    assert parents(desk, cells) == before
    assert item(page, "Đảng bộ xã Mỹ Hòa").parent().text(0) == "Đảng bộ huyện Cầu Ngang"


@pytest.mark.parametrize("onto", ["Tất cả đơn vị", None])
def test_a_unit_is_dropped_to_the_top(desk, cells, page, onto):
    drop(page, "Đảng bộ xã Mỹ Hòa", onto)
    question, more = answer(desk, YES)
    assert question == "Chuyển «Đảng bộ xã Mỹ Hòa» lên cấp trên cùng?"
    assert more.startswith("Đi theo: 1 đơn vị trực thuộc, 1 đảng viên.")
    assert parents(desk, cells)["hoa"] is None
    assert item(page, "Đảng bộ xã Mỹ Hòa").parent() is None


def test_a_move_that_is_not_confirmed_does_nothing(desk, cells, page):
    before = parents(desk, cells)
    drop(page, "Chi bộ ấp Mỹ Cẩm", "Đảng bộ xã Thuận Hòa")
    answer(desk, NO)
    assert parents(desk, cells) == before
    assert item(page, "Chi bộ ấp Mỹ Cẩm").parent().text(0) == "Đảng bộ xã Mỹ Hòa"


@pytest.mark.parametrize(
    ("unit", "onto", "words"),
    [
        ("Đảng bộ xã Mỹ Hòa", "Chi bộ ấp Mỹ Cẩm", "vào chính nó hoặc đơn vị dưới nó"),
        ("Đảng bộ xã Mỹ Hòa", "Đảng bộ xã Mỹ Hòa", "vào chính nó"),
        ("Chi bộ ấp Sóc Chuối", "Chi bộ cũ (đã kết thúc)", "«Chi bộ cũ» đã kết thúc hoạt động"),
        ("Chi bộ ấp Mỹ Cẩm", "Đảng bộ xã Mỹ Hòa", "đang trực thuộc «Đảng bộ xã Mỹ Hòa» rồi"),
    ],
)
def test_a_drop_that_can_not_be_is_told_in_a_sentence(desk, cells, page, unit, onto, words):
    before = parents(desk, cells)
    drop(page, unit, onto)
    desk.settle()  # nothing is asked
    assert words in page.list.notice.text
    assert parents(desk, cells) == before
    assert page.tree.findItems(unit, Qt.MatchFlag.MatchRecursive)


def test_what_is_dragged_from_elsewhere_is_left_alone(desk, cells, page):
    tree = page.tree
    model = tree.model()
    onto = tree.indexFromItem(item(page, "Đảng bộ xã Thuận Hòa"))
    foreign = QMimeData()
    foreign.setText("Chi bộ ấp Mỹ Cẩm")
    other = QMimeData()  # units of another window, whose ids mean other units here
    other.setData("application/x-guongsang-units", b'["another window", [4]]')
    for data in (foreign, other):
        assert not model.dropMimeData(data, Qt.DropAction.MoveAction, -1, -1, onto)
    desk.settle()
    assert parents(desk, cells)["cam"] == cells["hoa"]
    assert not page.list.notice.isVisible()


def test_several_units_move_together(desk, cells, page):
    tree = page.tree
    tree.setCurrentItem(item(page, "Chi bộ ấp Mỹ Cẩm"))
    item(page, "Chi bộ ấp Sóc Chuối").setSelected(True)
    data = tree.mimeData(tree.selectedItems())
    root = tree.indexFromItem(item(page, "Đảng bộ huyện Cầu Ngang"))
    tree.model().dropMimeData(data, Qt.DropAction.MoveAction, -1, -1, root)
    question, _more = answer(desk, YES)
    assert question == "Chuyển 2 đơn vị sang «Đảng bộ huyện Cầu Ngang»?"
    after = parents(desk, cells)
    assert (after["cam"], after["soc"]) == (cells["root"], cells["root"])


def test_units_are_cut_and_pasted_by_the_keys(desk, cells, page):
    tree = page.tree
    tree.setFocus()
    tree.setCurrentItem(item(page, "Chi bộ ấp Mỹ Cẩm"))
    desk.qtbot.keyClick(tree, Qt.Key.Key_X, CTRL)
    assert tree.cut == {cells["cam"]}
    option = QStyleOptionViewItem()
    tree.itemDelegate().initStyleOption(option, tree.currentIndex())
    assert option.font.italic()
    desk.qtbot.keyClick(tree, Qt.Key.Key_Escape)
    assert not tree.cut
    assert not page.paste_action.isEnabled()
    desk.qtbot.keyClick(tree, Qt.Key.Key_X, CTRL)
    tree.setCurrentItem(item(page, "Đảng bộ xã Thuận Hòa"))
    desk.settle()
    desk.qtbot.keyClick(tree, Qt.Key.Key_V, CTRL)
    answer(desk, YES)
    assert parents(desk, cells)["cam"] == cells["thuan"]
    assert not tree.cut


def test_a_place_is_chosen_without_the_mouse(desk, cells, page):
    page.tree.setFocus()
    page.tree.setCurrentItem(item(page, "Chi bộ ấp Mỹ Cẩm"))
    page.move_action.trigger()
    dialog = page.findChild(PlaceDialog)
    dialog.button.click()
    assert dialog.isVisible()  # nothing is chosen yet
    assert dialog.fields.boxes["parent_id"].error
    dialog.fields.boxes["parent_id"].editor.line.setText("Đảng bộ xã Thuận Hòa")
    desk.qtbot.keyClick(dialog.fields.boxes["parent_id"].editor.line, Qt.Key.Key_Return)
    answer(desk, YES)
    assert parents(desk, cells)["cam"] == cells["thuan"]


def test_the_keys_open_add_and_delete_a_unit_of_the_tree(desk, cells, page):
    tree = page.tree
    tree.setFocus()
    tree.setCurrentItem(item(page, "Chi bộ ấp Sóc Chuối"))
    desk.settle()
    desk.qtbot.keyClick(tree, Qt.Key.Key_F2)
    desk.settle()
    assert page.list.dialog.row.id == cells["soc"]
    page.list.dialog.accept_now()
    desk.settle()
    come_back(desk)
    assert tree.hasFocus()
    desk.qtbot.keyClick(tree, Qt.Key.Key_Insert)
    desk.settle()
    dialog = page.list.dialog
    assert dialog.row is None
    assert dialog.form.boxes["parent_id"].editor.value() == cells["soc"]
    dialog.accept_now()
    desk.settle()
    come_back(desk)
    desk.qtbot.keyClick(tree, Qt.Key.Key_Delete)
    desk.settle()
    assert cells["soc"] not in [one.id for one in desk.all("units")]
    assert page.list.notice.button.text() == "Hoàn tác"
    page.list.notice.button.click()
    desk.settle()
    assert cells["soc"] in [one.id for one in desk.all("units")]


def test_a_unit_in_use_is_not_deleted_from_the_tree(desk, cells, page):
    page.tree.setFocus()
    page.tree.setCurrentItem(item(page, "Chi bộ ấp Mỹ Cẩm"))
    page.delete_selected()  # as Edit > Delete calls it
    desk.settle()
    assert "Chi bộ ấp Mỹ Cẩm" in page.list.notice.text
    assert cells["cam"] in [one.id for one in desk.all("units")]


def test_the_tree_stays_as_it_was_when_it_is_read_again(desk, cells, page):
    for n in range(40):
        desk.add("units", name=f"Chi bộ số {n:02}", parent_id=cells["hoa"])
    tree = page.tree
    item(page, "Đảng bộ xã Thuận Hòa").setExpanded(False)
    tree.setCurrentItem(item(page, "Chi bộ số 30"))
    item(page, "Chi bộ số 31").setSelected(True)
    bar = tree.verticalScrollBar()
    bar.setValue(20)
    place, chosen = bar.value(), tree.chosen()
    assert place > 0
    assert len(chosen) == 2
    desk.add("units", name="Chi bộ số 99", parent_id=cells["soc"])
    assert item(page, "Chi bộ số 99") is not None
    assert bar.value() == place
    assert tree.chosen() == chosen
    assert not item(page, "Đảng bộ xã Thuận Hòa").isExpanded()
    assert item(page, "Đảng bộ xã Mỹ Hòa").isExpanded()


def test_ended_units_are_muted_and_can_be_hidden(desk, cells, page):
    tree = page.tree
    old = item(page, "Chi bộ cũ (đã kết thúc)")
    option = QStyleOptionViewItem()
    tree.itemDelegate().initStyleOption(option, tree.indexFromItem(old))
    muted = option.palette.color(QPalette.ColorRole.PlaceholderText)
    assert option.palette.color(QPalette.ColorRole.Text) == muted
    tree.setCurrentItem(old)
    page.ended.click()
    assert old.isHidden()
    assert tree.unit() == cells["hoa"]  # the cursor goes to what is above it
    assert not item(page, "Chi bộ ấp Mỹ Cẩm").isHidden()
    desk.add("units", name="Chi bộ ấp Mới", parent_id=cells["hoa"])
    assert item(page, "Chi bộ cũ (đã kết thúc)").isHidden()  # read again, still hidden
    page.ended.click()
    assert not item(page, "Chi bộ cũ (đã kết thúc)").isHidden()


def test_an_ended_unit_with_living_ones_below_stays_in_sight(desk, cells, page):
    old = next(row.id for row in desk.all("units") if row.values["name"] == "Chi bộ cũ")
    desk.add("units", name="Tổ đảng Một", parent_id=old)
    page.ended.click()
    assert not item(page, "Chi bộ cũ (đã kết thúc)").isHidden()


def test_the_wish_to_hide_ended_units_is_remembered(desk, cells, page):
    page.ended.click()
    desk.window.books.close_book()
    desk.settle()
    desk.window.books.open_path(desk.window.settings.recent_books()[0])
    desk.settle()
    again = desk.tab("units")
    assert not again.ended.isChecked()
    assert item(again, "Chi bộ cũ (đã kết thúc)").isHidden()


def shown(page: Any) -> list[str]:
    return [one.text(0) for one in page.tree._walk() if not one.isHidden()]


def test_the_line_above_the_tree_finds_units_without_diacritics(desk, cells, page):
    tree = page.tree
    item(page, "Đảng bộ xã Thuận Hòa").setExpanded(False)
    tree.setFocus()
    desk.window.actions_["find"].trigger()  # Ctrl+F, from the tree
    assert page.filter.hasFocus()
    desk.qtbot.keyClicks(page.filter, "soc chuoi")
    desk.settle()
    assert shown(page) == [
        "Tất cả đơn vị", "Đảng bộ huyện Cầu Ngang", "Đảng bộ xã Thuận Hòa", "Chi bộ ấp Sóc Chuối",
    ]  # fmt: skip
    assert item(page, "Đảng bộ xã Thuận Hòa").isExpanded()
    assert tree.unit() == cells["soc"]
    desk.qtbot.keyClick(page.filter, Qt.Key.Key_Down)
    assert tree.hasFocus()
    page.filter.setFocus()
    desk.qtbot.keyClick(page.filter, Qt.Key.Key_Escape)
    desk.settle()
    assert len(shown(page)) == 7
    assert item(page, "Đảng bộ xã Thuận Hòa").isExpanded()  # the cursor is in there


def test_what_the_search_opened_is_closed_after_it(desk, cells, page):
    item(page, "Đảng bộ xã Thuận Hòa").setExpanded(False)
    page.filter.setText("chi bo ap")
    desk.settle()
    assert page.tree.unit() == cells["cam"]  # the first that was found
    assert item(page, "Đảng bộ xã Thuận Hòa").isExpanded()
    page.filter.clear()
    desk.settle()
    assert page.tree.unit() == cells["cam"]
    assert not item(page, "Đảng bộ xã Thuận Hòa").isExpanded()


def test_the_menu_of_the_tree_has_everything(desk, cells, page):
    page.tree.setFocus()
    page.tree.setCurrentItem(item(page, "Chi bộ ấp Mỹ Cẩm"))
    menu = page.tree_menu()
    words = [one.text().replace("&", "") for one in menu.actions() if not one.isSeparator()]
    assert words == [
        "Sửa", "Thêm đơn vị trực thuộc", "Cắt", "Dán vào đây", "Chuyển vào đơn vị khác…",
        "Sáp nhập đơn vị…", "Giải thể đơn vị…", "Chuyển sinh hoạt cả chi bộ…", "In", "Xóa",
    ]  # fmt: skip
    menu.deleteLater()


def test_what_is_done_with_units_takes_those_chosen_where_the_clerk_is(desk, cells, page):
    page.tree.setFocus()
    page.tree.setCurrentItem(page.tree.topLevelItem(0))
    desk.settle()
    page.list.view.setFocus()
    desk.choose(page.list, cells["hoa"], cells["thuan"])
    page.merge_action.trigger()
    dialog = page.findChild(MergingDialog)
    assert sorted(dialog.units()) == sorted([cells["hoa"], cells["thuan"]])
    dialog.reject()
    desk.settle()
    come_back(desk)
    page.tree.setFocus()
    page.tree.setCurrentItem(item(page, "Chi bộ ấp Mỹ Cẩm"))
    page.merge_action.trigger()
    (dialog,) = [one for one in page.findChildren(MergingDialog) if one.isVisible()]
    assert dialog.units() == [cells["cam"]]
    dialog.reject()


def entry(menu: QMenu, words: str) -> QAction:
    return next(one for one in menu.actions() if words in one.text().replace("&", ""))


def test_a_list_of_the_chosen_unit_as_of_a_day_is_printed(desk, cells, page, read_pdf):
    page.tree.setFocus()
    page.tree.setCurrentItem(item(page, "Đảng bộ xã Mỹ Hòa"))
    desk.settle()
    entry(page.papers_menu, "Danh sách đảng viên").trigger()
    dialog = page.findChild(PaperOptionsDialog)
    desk.settle()
    assert dialog.fields.value("unit") == cells["hoa"]
    dialog.fields.set_value("on", date(2026, 1, 31))
    dialog.button.click()
    text = desk.paper(read_pdf)
    assert "Nguyễn Văn A" in text
    assert "tính đến ngày 31/01/2026" in text
