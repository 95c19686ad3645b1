"""Writing a report in the real window: typing, keeping, closing, parts."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.ui.reports import saver
from tests.ui.reports.editor_hand import FULL, break_saves, place_of, press


def test_typed_by_unikey_is_kept_when_another_part_is_shown(desk, type_keys):
    editor = desk.editor()
    assert editor.state.whole == "Đã lưu"
    place = place_of(editor, "HẠN CHẾ")
    editor.go_to(place)
    editor.text.selectAll()
    type_keys(editor.text, "Con\b\bòn han che\b\b\b\b\b\b\bhạn chế")
    assert editor.text.toPlainText() == "Còn hạn chế"
    assert editor.state.whole == "Chưa lưu"
    assert desk.kept().parts[place].text != "Còn hạn chế"
    editor.go_to(place + 1)
    desk.settle()
    assert desk.kept().parts[place].text == "Còn hạn chế"
    assert editor.state.whole == "Đã lưu"


def test_a_word_held_by_the_input_method_is_kept(desk):
    editor = desk.editor()
    editor.go_to(place_of(editor, "HẠN CHẾ"))
    editor.text.selectAll()
    QTest.keyClick(editor.text, Qt.Key.Key_Delete)
    QApplication.sendEvent(editor.text, QInputMethodEvent("hạn", []))
    editor.saver.save()
    desk.settle()
    assert desk.kept().parts[place_of(editor, "HẠN CHẾ")].text == "hạn"


def test_reading_through_the_parts_changes_and_keeps_nothing(desk):
    editor = desk.editor()
    before, deeds = desk.kept(), desk.deeds()
    for place in range(len(editor.model.entries)):
        editor.go_to(place)
        desk.settle()
    assert not editor.has_unsaved
    editor.reject()
    desk.settle()
    assert (desk.kept(), desk.deeds()) == (before, deeds)


def until_saved(desk, editor):
    """Wait without leaving the text; the book is read only when no thread reads it."""
    desk.qtbot.waitUntil(lambda: editor.state.whole == "Đã lưu", timeout=5000)
    desk.settle()


def test_a_sitting_is_kept_rest_by_rest_as_one_deed(desk, monkeypatch):
    assert saver.REST_MS <= 3_000
    monkeypatch.setattr(saver, "REST_MS", 100)
    editor = desk.editor()
    deeds = len(desk.deeds())
    for word in ("một", " hai", " ba"):
        editor.text.insertPlainText(word)
        assert editor.state.whole == "Chưa lưu"
        until_saved(desk, editor)
        assert word in desk.kept().parts[0].text
    assert "một hai ba" in desk.kept().parts[0].text
    assert len(desk.deeds()) == deeds + 1
    assert desk.deeds()[0] == "Sửa báo cáo «sơ kết năm 2025»"


def test_typing_without_a_rest_is_kept_all_the_same(desk, monkeypatch):
    assert saver.LATEST_MS <= 15_000
    monkeypatch.setattr(saver, "REST_MS", 60_000)
    monkeypatch.setattr(saver, "LATEST_MS", 100)
    editor = desk.editor()
    editor.text.insertPlainText("gõ mãi")
    until_saved(desk, editor)
    assert desk.kept().parts[0].text.startswith("gõ mãi")


def test_a_save_of_itself_leaves_the_word_that_is_being_typed_alone(desk, monkeypatch):
    monkeypatch.setattr(saver, "REST_MS", 100)
    editor = desk.editor()
    editor.text.insertPlainText("Một ")
    QApplication.sendEvent(editor.text, QInputMethodEvent("hạn", []))
    until_saved(desk, editor)
    assert editor.text.preedit == "hạn"
    assert desk.kept().parts[0].text.startswith("Một Thực")


def test_leaving_the_text_or_the_window_saves_at_once(desk):
    editor = desk.editor()
    editor.activateWindow()
    editor.text.setFocus()
    editor.text.insertPlainText("Một ")
    editor.parts.tree.setFocus(Qt.FocusReason.TabFocusReason)
    desk.settle()
    assert desk.kept().parts[0].text.startswith("Một ")
    editor.text.insertPlainText("Hai ")
    desk.window.activateWindow()
    desk.qtbot.waitUntil(lambda: not editor.isActiveWindow())
    desk.settle()
    assert desk.kept().parts[0].text.startswith("Một Hai ")


def test_what_is_typed_while_a_save_is_under_way_is_kept_with_the_next(desk):
    editor = desk.editor()
    editor.text.insertPlainText("Một ")
    editor.save()
    editor.text.insertPlainText("hai ")
    editor.save()
    assert editor.saver.busy
    desk.settle()
    assert desk.kept().parts[0].text.startswith("Một hai ")


def test_discarded_text_isnt_saved_by_leaving(desk):
    editor = desk.editor()
    editor.text.insertPlainText("Bỏ đi")
    editor.discard()
    desk.settle()
    assert "Bỏ đi" not in desk.kept().parts[0].text


def test_what_was_typed_can_be_taken_back_after_another_part(desk):
    editor = desk.editor()
    first = editor.text.toPlainText()
    QTest.keyClicks(editor.text, "abc")
    editor.go_to(2)
    desk.settle()
    editor.go_to(0)
    desk.settle()
    assert editor.text.toPlainText() == f"abc{first}"
    QTest.keyClick(editor.text, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert editor.text.toPlainText() == first


def test_a_failed_save_keeps_the_text_and_says_so(desk, monkeypatch):
    editor = desk.editor()
    break_saves(monkeypatch, 1)
    editor.text.insertPlainText("Giữ lại")
    editor.go_to(3)
    desk.settle()
    assert FULL in editor.state.whole
    assert editor.has_unsaved
    editor.go_to(0)
    desk.settle()
    assert editor.text.toPlainText().startswith("Giữ lại")
    assert desk.kept().parts[0].text.startswith("Giữ lại")
    assert editor.state.whole == "Đã lưu"


def test_closing_asks_only_when_it_cant_be_kept(desk, monkeypatch):
    editor = desk.editor()
    break_saves(monkeypatch, 2)
    editor.text.insertPlainText("Một")
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    desk.settle()
    assert editor.isVisible()
    press("Hủy")
    desk.settle()
    editor.close()
    desk.settle()
    press("Thử lại")
    desk.settle()
    assert desk.page().reports.editor is None
    assert desk.kept().parts[0].text.startswith("Một")


def test_the_window_saves_what_the_editor_holds_before_it_closes(desk):
    editor = desk.editor()
    editor.text.insertPlainText("Một")
    page = desk.page()
    assert page.has_unsaved()
    assert page.save_pending()
    desk.settle()
    assert not page.has_unsaved()
    assert desk.kept().parts[0].text.startswith("Một")


# parts


def to_tree(desk: Any, editor: Any) -> None:
    """Put the cursor into the list of parts; without a screen no window comes up by itself."""
    editor.activateWindow()
    editor.parts.tree.setFocus()
    desk.qtbot.waitUntil(editor.parts.tree.hasFocus)


def test_parts_are_added_renamed_moved_and_removed_by_keys(desk):
    editor = desk.editor()
    parts = editor.parts
    editor.go_to(place_of(editor, "NGUYÊN NHÂN"))
    parts.tree.setFocus()
    QTest.keyClick(parts.tree, Qt.Key.Key_Insert)
    dialog = parts.dialog
    dialog.heading.insert("Nguyên nhân chính")
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    desk.settle()
    at = place_of(editor, "Nguyên nhân chính")
    assert (parts.place, editor.model.entries[at].part.level) == (at, 2)
    editor.text.setPlainText("Do chỉ đạo.")
    to_tree(desk, editor)
    QTest.keyClick(parts.tree, Qt.Key.Key_F2)
    parts.dialog.heading.setText("Nguyên nhân khách quan")
    parts.dialog.level.setCurrentIndex(0)
    QTest.keyClick(parts.dialog, Qt.Key.Key_Return)
    desk.settle()
    to_tree(desk, editor)
    QTest.keyClick(parts.tree, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    desk.settle()
    headings = [one.part.heading for one in editor.model.entries]
    at = headings.index("Nguyên nhân khách quan")
    assert headings[at + 1] == "NGUYÊN NHÂN"
    assert editor.text.toPlainText() == "Do chỉ đạo."
    editor.go_to(place_of(editor, "KẾT QUẢ"))
    QTest.keyClick(parts.tree, Qt.Key.Key_Delete)
    assert len(editor.model.entries) < len(headings) - 3
    editor.notice.button.click()
    assert [one.part.heading for one in editor.model.entries] == headings
    editor.saver.save()
    desk.settle()
    kept = desk.kept().parts[at]
    assert (kept.heading, kept.level, kept.text) == ("Nguyên nhân khách quan", 1, "Do chỉ đạo.")


def test_a_section_moves_with_the_parts_below_it_and_not_above_the_opening(desk):
    editor = desk.editor()
    model = editor.model
    top = place_of(editor, "KẾT QUẢ")
    assert model.moved(top, -1) is None
    assert model.moved(top + 1, -1) is None
    before = [one.part.heading for one in model.entries]
    size = len(model.block(top))
    to = model.move(top, 1)
    after = [one.part.heading for one in model.entries]
    assert after[top] == "HẠN CHẾ"
    assert after[to : to + size] == before[top : top + size]
    model.move(to, -1)
    assert [one.part.heading for one in model.entries] == before


def test_the_next_place_to_write_is_selected_and_typed_over(desk, type_keys):
    editor = desk.editor()
    editor.next_prompt()
    assert editor.text.textCursor().selectedText().startswith("[Ghi số, ngày")
    type_keys(editor.text, "Kế hoạch 12")
    editor.next_prompt()
    assert editor.parts.place > 0
    assert editor.text.textCursor().selectedText().startswith("[Nêu rõ")
    assert "1 chỗ cần viết" in editor.parts.tree.topLevelItem(editor.parts.place).toolTip(0)
