"""The sheet of reviews in the real window: entries typed, cell by cell, by keyboard alone."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

from .sheet_hand import JUNE, Hand, Key, keep_cell, sheet_of, type_keys


@pytest.fixture
def cell(desk: Any) -> int:
    return keep_cell(desk)


@pytest.fixture
def sheet(desk: Any, cell: int) -> Hand:
    return sheet_of(desk, cell)


def test_the_rows_heads_first(sheet):
    names = [sheet.cell(row, "name").split("\n")[0] for row in range(4)]
    assert names == ["Võ Văn Út", "Lê Ánh", "Bùi Bình", "Tô Cẩm"]
    assert sheet.cell(0, "items") == "• Việc của Võ Văn Út"
    assert sheet.page.totals.text() == "Đã đánh giá 0/4"


def test_a_row_is_typed_as_in_a_spreadsheet(sheet):
    sheet.at(1, "done").type("Van dong 2 ho").press(Key.Key_Tab)
    assert sheet.where() == (1, "self_assessment")
    sheet.type("Tot").press(Key.Key_Tab).press(Key.Key_Tab)
    assert sheet.where() == (1, "points")
    sheet.type("92,5").press(Key.Key_Return)
    assert sheet.where() == (2, "done"), "Enter goes back to where Tab was first pressed"
    kept = sheet.kept(1)
    assert (kept["done"], kept["self_assessment"]) == ("Van dong 2 ho", "Tot")
    assert (kept["points"], kept["rating"]) == (Decimal("92.5"), "excellent")
    assert sheet.cell(1, "rating") == "Hoàn thành xuất sắc nhiệm vụ"
    assert sheet.page.state.text() == "Đã lưu"
    assert sheet.page.totals.text().startswith("Đã đánh giá 1/4   |   Xuất sắc 1")
    assert not sheet.page.over.isVisible(), "the share is that of the year's end"


def test_what_is_pledged_for_a_period_alone_is_no_review_in_the_totals(sheet):
    sheet.at(0, "pledged").type("Van dong 2 ho").press(Key.Key_Return)
    sheet.at(1, "done").type("Da van dong").press(Key.Key_Return)
    assert sheet.kept(0)["pledged"] == "Van dong 2 ho"
    assert sheet.page.totals.text() == "Đã đánh giá 1/4", "as the figures count"


def test_a_click_ends_a_run_of_tabs(sheet):
    sheet.at(0, "done").press(Key.Key_Tab).press(Key.Key_Tab)
    view = sheet.view
    index = view.grid().index(1, sheet.column("self_assessment"))
    QTest.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center()
    )
    assert sheet.where() == (1, "self_assessment")
    sheet.type("Tot").press(Key.Key_Return)
    assert sheet.where() == (2, "self_assessment"), "not where Tab was pressed in another row"


def test_enter_and_arrows_go_down_and_up(sheet):
    sheet.at(0, "done").type("a").press(Key.Key_Down)
    assert sheet.where() == (1, "done")
    sheet.type("b").press(Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert sheet.where() == (0, "done")
    sheet.press(Key.Key_Return).press(Key.Key_Return)
    assert sheet.where() == (2, "done")
    assert (sheet.kept(0)["done"], sheet.kept(1)["done"]) == ("a", "b")


def test_typing_replaces_f2_changes_escape_leaves_all_as_it_was(sheet):
    sheet.at(0, "done").type("cu").press(Key.Key_Return)
    sheet.at(0, "done").press(Key.Key_F2).type(" hon").press(Key.Key_Return)
    assert sheet.kept(0)["done"] == "cu hon"
    sheet.at(0, "done").type("moi").press(Key.Key_Escape)
    assert (sheet.view.delegate.editor, sheet.cell(0, "done")) == (None, "cu hon")
    sheet.type("moi").press(Key.Key_Return)
    assert sheet.kept(0)["done"] == "moi"


def test_a_new_line_within_a_cell(sheet):
    sheet.at(0, "done").type("mot")
    sheet.press(Key.Key_Return, Qt.KeyboardModifier.AltModifier).type("hai")
    sheet.press(Key.Key_Return)
    assert sheet.kept(0)["done"] == "mot\nhai"


def test_what_unikey_sends_goes_into_a_plain_editor(sheet):
    """Unikey sends Backspace and the new letters: 'dd' becomes 'đ', 'aa' becomes 'â'."""
    sheet.at(0, "done").type("d")
    editor = sheet.view.delegate.editor
    assert isinstance(editor, QPlainTextEdit)
    sheet.press(Key.Key_Backspace)
    type_keys(editor, "đ")
    sheet.type("a")
    sheet.press(Key.Key_Backspace)
    type_keys(editor, "â")
    sheet.type("t")
    assert sheet.view.delegate.editor is editor
    assert editor.toPlainText() == "đât"
    sheet.press(Key.Key_Return)
    assert sheet.kept(0)["done"] == "đât"


def test_points_have_one_plain_line(sheet):
    sheet.at(0, "points").type("8")
    assert isinstance(sheet.view.delegate.editor, QLineEdit)
    sheet.press(Key.Key_Backspace).type("75").press(Key.Key_Return)
    assert sheet.kept(0)["points"] == 75


def test_a_word_that_an_input_method_holds_is_taken_before_the_row_is_left(sheet):
    sheet.at(0, "done").type("x")
    editor = sheet.view.delegate.editor
    event = QInputMethodEvent("việc", [])
    QApplication.sendEvent(editor, event)
    sheet.page.commit_input()
    assert sheet.kept(0)["done"] == "xviệc"


def test_a_save_meanwhile_leaves_what_is_being_typed(sheet):
    sheet.at(0, "done").type("xong").press(Key.Key_Tab)
    sheet.type("dang go")
    editor = sheet.view.delegate.editor
    sheet.desk.settle()  # the first cell of this row comes back as kept
    assert sheet.view.delegate.editor is editor
    assert editor.toPlainText() == "dang go"
    sheet.press(Key.Key_Return)
    assert sheet.kept(0)["self_assessment"] == "dang go"


@pytest.mark.parametrize(
    ("key", "rating"),
    [("1", "excellent"), ("x", "excellent"), ("2", "good"), ("T", "good"), ("h", "completed"),
     ("4", "not_completed"), ("k", "not_completed")],
)  # fmt: skip
def test_a_rating_takes_one_key(sheet, key, rating):
    sheet.at(2, "rating").type(key)
    assert sheet.kept(2)["rating"] == rating
    assert sheet.view.delegate.editor is None
    sheet.press(Key.Key_Delete)
    assert sheet.kept(2) == {}


def test_a_rating_from_the_list(sheet, qtbot):
    sheet.at(1, "rating").press(Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    menu = sheet.view.menu
    assert [one.text() for one in menu.actions() if one.text()][1] == "&2. Hoàn thành tốt nhiệm vụ"
    QTest.keyClick(menu, Key.Key_2)
    qtbot.waitUntil(lambda: sheet.view.menu is None)
    assert sheet.kept(1)["rating"] == "good"


def test_a_contradiction_is_shown_and_stays(sheet):
    sheet.at(0, "points").type("95").press(Key.Key_Return)
    sheet.at(0, "rating").type("3")
    index = sheet.page.model.index(0, sheet.column("rating"))
    assert "«Hoàn thành xuất sắc nhiệm vụ»" in index.data(Qt.ItemDataRole.ToolTipRole)
    assert sheet.kept(0)["rating"] == "completed"
    sheet.at(0, "points").type("40").press(Key.Key_Return)
    assert sheet.kept(0)["rating"] == "completed"


def test_what_cant_be_read_stays_and_is_marked(sheet):
    sheet.at(0, "points").type("120").press(Key.Key_Return)
    sheet.at(0, "done").type("Da lam").press(Key.Key_Return)
    assert sheet.kept(0)["done"] == "Da lam"
    assert sheet.cell(0, "points") == "120"
    index = sheet.page.model.index(0, sheet.column("points"))
    assert index.data(Qt.ItemDataRole.ToolTipRole) == "Điểm phải từ 0 đến 100."
    assert sheet.page.state.text() == "1 ô chưa lưu được"
    assert sheet.page.has_unsaved()
    sheet.at(0, "points").type("90").press(Key.Key_Return)
    assert sheet.kept(0)["points"] == 90
    assert not sheet.page.has_unsaved()


def test_how_far_an_item_has_come_is_entered_below(sheet):
    sheet.at(1, "done")
    sheet.desk.settle()
    items = sheet.page.items
    items.setFocus()
    names = [one.name for one in sheet.page.item_model.columns]
    items.go_to(0, names.index("done_on"))
    QTest.keyClicks(items, "5")
    QTest.keyClicks(items.delegate.editor, "/6/26")
    QTest.keyClick(items.delegate.editor, Key.Key_Return)
    sheet.desk.settle()
    (item,) = [one for one in sheet.desk.all("pledge_items")
               if one.values["content"] == "Việc của Lê Ánh"]  # fmt: skip
    assert (item.values["done_on"], item.values["progress"]) == (date(2026, 6, 5), 100)
    assert sheet.cell(1, "items") == "• Việc của Lê Ánh (xong)"


def test_what_another_part_changes_is_shown_and_typing_goes_on(sheet):
    sheet.at(0, "done").type("dang go")
    key = sheet.page.model.rows[1].key
    sheet.desk.add(
        "pledge_reviews", pledge_id=key, period_kind="month", done="Ở nơi khác",
        period_from=JUNE.first, period_to=JUNE.last, reviewed_on=JUNE.last,
    )  # fmt: skip
    assert sheet.view.delegate.editor.toPlainText() == "dang go"
    sheet.press(Key.Key_Return)
    sheet.desk.settle()
    assert (sheet.cell(0, "done"), sheet.cell(1, "done")) == ("dang go", "Ở nơi khác")


def test_undoing_at_once_asks_nothing_and_takes_the_last_entry(sheet, desk, qtbot):
    sheet.at(0, "done").type("viec thang 6").press(Key.Key_Return)
    desk.settle()
    sheet.at(1, "rating").type("x")
    desk.window.actions_["undo"].trigger()
    assert QApplication.activeModalWidget() is None
    desk.settle()
    qtbot.waitUntil(lambda: sheet.kept(1) == {})
    assert sheet.kept(0)["done"] == "viec thang 6"
