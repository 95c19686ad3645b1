"""The editor of a layout in a real window: dragging, keys, typing, undo, the scan, saving."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton

from desktop.core.certificate_presets import PRESETS
from desktop.core.certificates import MOST_FIELDS
from desktop.services import certificates, registers
from desktop.services.certificates import Changed
from desktop.ui.certificates.editor import LayoutEditor

NO_MODIFIER = Qt.KeyboardModifier.NoModifier


def box(editor: LayoutEditor) -> QMessageBox:
    found = QApplication.activeModalWidget()
    assert isinstance(found, QMessageBox)
    return found


def test_a_field_is_dragged_with_the_mouse_and_kept_where_it_was_let_go(desk: Any) -> None:
    editor = desk.edit()
    before = desk.field(editor, "name")
    item = editor.board.scene.items_by_place[desk.place(editor, "name")]
    begin = item.box.center()
    desk.drag(editor, begin, begin + QPointF(-20, 12))
    after = desk.field(editor, "name")
    pixel = editor.board.scene.pixel
    assert after.x == pytest.approx(before.x - 20, abs=2 * pixel)
    assert after.y == pytest.approx(before.y + 12, abs=2 * pixel)
    assert editor.model.current == desk.place(editor, "name")
    assert editor.model.unsaved
    editor.save()
    desk.settle()
    assert not editor.model.unsaved
    kept = certificates.layout(desk.book, desk.layouts["Giấy khen (thể thức Đảng)"])
    assert kept.layout == editor.model.layout
    # one step back undoes the whole drag
    QTest.keyClick(editor.board.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert desk.field(editor, "name") == before
    QTest.keyClick(editor.board.view, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert desk.field(editor, "name") == after


def test_a_drag_snaps_to_another_field_and_alt_turns_that_off(desk: Any) -> None:
    editor = desk.edit()
    number, name = desk.field(editor, "number"), desk.field(editor, "name")
    item = editor.board.scene.items_by_place[desk.place(editor, "number")]
    begin = item.box.center()
    near = 3 * editor.board.scene.pixel
    step = QPointF(0, name.y - number.y + near)
    desk.drag(editor, begin, begin + step, Qt.KeyboardModifier.NoModifier)
    assert desk.field(editor, "number").y == name.y
    editor.model.undo()
    assert desk.field(editor, "number") == number
    desk.drag(editor, begin, begin + step)
    assert desk.field(editor, "number").y != name.y


def test_an_unsteady_click_moves_nothing(desk: Any) -> None:
    editor = desk.edit()
    item = editor.board.scene.items_by_place[0]
    at = item.box.center()
    desk.drag(editor, at, at + QPointF(editor.board.scene.pixel, 0))
    assert not editor.model.unsaved
    assert editor.model.selected == (0,)


def test_the_handle_makes_a_field_wider(desk: Any) -> None:
    editor = desk.edit()
    place = desk.place(editor, "number")
    editor.model.select(place)
    item = editor.board.scene.items_by_place[place]
    begin = item.handle().center()
    before = desk.field(editor, "number")
    desk.drag(editor, begin, begin + QPointF(15, 0))
    after = desk.field(editor, "number")
    assert after.width == pytest.approx(before.width + 15, abs=1)
    assert (after.x, after.y) == (before.x, before.y)


def test_nothing_is_dragged_off_the_sheet(desk: Any) -> None:
    editor = desk.edit()
    item = editor.board.scene.items_by_place[desk.place(editor, "number")]
    begin = item.box.center()
    desk.drag(editor, begin, begin + QPointF(-500, 900))
    field = desk.field(editor, "number")
    assert (field.x, field.y) == (0, 210)
    text = editor.board.scene.items_by_place[desk.place(editor, "number")].text
    assert all(one.x >= 0 and one.y <= 210 for one in text.lines)


def test_arrows_move_by_half_a_millimetre_a_tenth_or_five(desk: Any) -> None:
    editor = desk.edit()
    editor.model.select(desk.place(editor, "signer"))
    before = desk.field(editor, "signer")
    view = editor.board.view
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Right)
    QTest.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(view, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    after = desk.field(editor, "signer")
    assert after.x == pytest.approx(before.x + 0.5 - 5)
    assert after.y == pytest.approx(before.y + 0.1)
    editor.model.undo()
    assert desk.field(editor, "signer") == before


def test_by_keyboard_alone_a_field_is_chosen_changed_and_removed(desk: Any) -> None:
    editor = desk.edit()
    view = editor.board.view
    view.setFocus()
    count = len(editor.model.layout.fields)
    QTest.keyClick(view, Qt.Key.Key_PageDown)
    assert editor.model.selected == (0,)
    QTest.keyClick(view, Qt.Key.Key_PageUp)
    assert editor.model.selected == (count - 1,)
    QTest.keyClick(view, Qt.Key.Key_Delete)
    assert len(editor.model.layout.fields) == count - 1
    assert editor.model.selected == ()
    assert editor.fields.hint.isVisible()


def test_what_is_typed_into_the_panel_is_on_the_sheet_at_once(desk: Any, type_keys: Any) -> None:
    editor = desk.edit()
    editor.model.select(desk.place(editor, "title"))
    panel = editor.fields
    panel.text.setFocus()
    panel.text.selectAll()
    type_keys(panel.text, "Tặng đồng chí {name}")
    assert desk.field(editor, "title").text == "Tặng đồng chí {name}"
    shown = editor.board.scene.items_by_place[desk.place(editor, "title")].text
    assert shown.lines[0].text == "Tặng đồng chí Ủy ban Mặt trận Tổ quốc Việt Nam xã Mỹ Hòa"
    panel.across.setValue(150.3)
    panel.bold.click()
    panel.points.setValue(18)
    panel.align.setCurrentIndex(0)
    panel.align.activated.emit(0)
    field = desk.field(editor, "title")
    assert (field.x, field.bold, field.size, field.align) == (150.3, True, 18, "left")
    for _step in range(5):  # the word typed is one step
        editor.model.undo()
    assert desk.field(editor, "title").text == "Tặng cho {address}:"
    assert panel.text.toPlainText() == "Tặng cho {address}:"
    panel._insert("post")
    assert "{post}" in desk.field(editor, "title").text


def test_a_name_in_braces_that_is_not_known_is_told(desk: Any, type_keys: Any) -> None:
    editor = desk.edit()
    editor.model.select(0)
    editor.fields.text.setFocus()
    type_keys(editor.fields.text, "{ten}")
    assert editor.fields.warning.isVisible()
    assert "{ten}" in editor.fields.warning.text()


def test_real_recipients_are_looked_at_one_after_the_other(desk: Any) -> None:
    editor = desk.edit()
    place = desk.place(editor, "name")
    names = [editor.sample.itemText(one) for one in range(editor.sample.count())]
    assert names[0] == "Ủy ban Mặt trận Tổ quốc Việt Nam xã Mỹ Hòa"
    assert len(names) == 3
    shown = []
    for _one in names:
        text = editor.board.scene.items_by_place[place].text
        shown.append(text.lines[0].text)
        QTest.keyClick(editor, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert shown == names
    assert not editor.model.unsaved


def test_a_scan_is_shown_below_turned_kept_and_removed(desk: Any, blank: Path) -> None:
    editor = desk.edit()
    layout_id = desk.layouts["Giấy khen (thể thức Đảng)"]
    editor.load_scan(blank)
    desk.settle()
    size = editor.board.scene.scan_size()
    assert (size.width(), size.height()) == (1188, 840)
    assert editor.sheet.scan_hint.text() == ""
    editor.save()
    desk.settle()
    assert certificates.scan(desk.book, layout_id) == editor.model.now.scan
    editor.sheet.turn.click()
    desk.settle()
    assert editor.board.scene.scan_size().width() == 840
    assert "khác tỷ lệ" in editor.sheet.scan_hint.text()
    editor.model.undo()
    assert editor.board.scene.scan_size().width() == 1188
    editor.sheet.no_scan.click()
    editor.save()
    desk.settle()
    assert certificates.scan(desk.book, layout_id) is None


def test_what_is_no_picture_is_told_and_changes_nothing(desk: Any, tmp_path: Path) -> None:
    editor = desk.edit()
    file = tmp_path / "phôi.jpg"
    file.write_text("không phải ảnh")
    editor.load_scan(file)
    desk.settle()
    assert "không phải ảnh đọc được" in editor.notice.text
    editor.load_scan(tmp_path / "không có.jpg")
    desk.settle()
    assert "Không tìm thấy" in editor.notice.text
    assert not editor.model.unsaved


def test_name_form_level_and_paper_are_kept(desk: Any) -> None:
    editor = desk.edit()
    sheet = editor.sheet
    editor.panels.setCurrentWidget(sheet)
    sheet.name.setText("Phôi A3 của xã")
    sheet.name.left.emit()
    sheet.level.setCurrentIndex(sheet.level.findData("commune"))
    sheet.level.activated.emit(0)
    sheet.paper.setCurrentIndex(sheet.paper.findText("A3 ngang"))
    sheet.paper.activated.emit(0)
    assert (sheet.wide.value(), sheet.high.value()) == (420, 297)
    editor.save()
    desk.settle()
    kept = certificates.layout(desk.book, desk.layouts["Giấy khen (thể thức Đảng)"])
    assert (kept.name, kept.level, kept.layout.width) == ("Phôi A3 của xã", "commune", 420)
    name = desk.field(editor, "name")
    assert name.x == pytest.approx(210, abs=0.1)


def test_a_layout_without_a_name_is_not_kept(desk: Any) -> None:
    editor = desk.edit()
    editor.sheet.name.setText("")
    editor.sheet.name.left.emit()
    editor.save()
    desk.settle()
    assert editor.notice.text == "Hãy đặt tên cho mẫu."
    assert editor.sheet.name.hasFocus()
    assert editor.model.unsaved


def test_closing_asks_about_what_is_not_saved(desk: Any) -> None:
    editor = desk.edit()
    editor.model.select(0)
    editor.model.move_selected(3, 0)
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    box(editor).button(QMessageBox.StandardButton.Cancel).click()
    desk.settle()
    assert editor.isVisible()
    editor.close()
    box(editor).button(QMessageBox.StandardButton.Save).click()
    desk.settle()
    assert not any(isinstance(one, LayoutEditor) for one in QApplication.topLevelWidgets())
    kept = certificates.layout(desk.book, desk.layouts["Giấy khen (thể thức Đảng)"])
    assert kept.layout.fields[0].x == pytest.approx(151.5)
    again = desk.edit()
    again.model.select(0)
    again.model.move_selected(3, 0)
    again.reject()
    box(again).button(QMessageBox.StandardButton.Discard).click()
    desk.settle()
    kept = certificates.layout(desk.book, desk.layouts["Giấy khen (thể thức Đảng)"])
    assert kept.layout.fields[0].x == pytest.approx(151.5)


def test_nothing_changed_closes_without_a_question(desk: Any) -> None:
    editor = desk.edit()
    editor.reject()
    desk.settle()
    assert QApplication.activeModalWidget() is None


def test_as_delivered_and_back(desk: Any) -> None:
    editor = desk.edit()
    editor.model.select(0)
    editor.model.remove_selected()
    changed = editor.model.layout
    editor.reset()
    assert editor.model.layout == PRESETS["certificate-party"].layout
    editor.model.undo()
    assert editor.model.layout == changed


def test_a_field_is_added_in_the_middle_and_chosen(desk: Any) -> None:
    editor = desk.edit()
    editor.add_field("money")
    editor.add_field("money")
    first, second = editor.model.layout.fields[-2:]
    assert (first.key, first.x) == ("money", 148.5)
    assert second.y > first.y
    assert editor.model.current == len(editor.model.layout.fields) - 1
    assert editor.fields.text.toPlainText() == "{money}"


def test_a_copy_is_gone_on_with(desk: Any) -> None:
    editor = desk.edit()
    editor.copy()
    desk.settle()
    assert editor.model.now.name == "Giấy khen (thể thức Đảng) (2)"
    editor.model.select(0)
    editor.model.move_selected(7, 0)
    editor.save()
    desk.settle()
    found = {one.name: one for one in certificates.layouts(desk.book)}
    assert len(found) == 6
    assert found["Giấy khen (thể thức Đảng) (2)"].layout.fields[0].x == pytest.approx(155.5)
    assert found["Giấy khen (thể thức Đảng)"].layout.fields[0].x == pytest.approx(148.5)


def test_a_stale_layout_is_told_and_nothing_typed_is_lost(desk: Any) -> None:
    editor = desk.edit()
    layout_id = desk.layouts["Giấy khen (thể thức Đảng)"]
    other = Changed("Đã đổi ở nơi khác", PRESETS["letter"].layout)
    desk.window.jobs.write(certificates.save, other, layout_id)
    desk.settle()
    editor.model.select(0)
    editor.model.move_selected(1, 1)
    editor.save()
    desk.settle()
    assert "đã được sửa hoặc xóa ở nơi khác" in editor.notice.text
    assert editor.model.unsaved


def test_broken_settings_open_with_the_preset(desk: Any) -> None:
    layout_id = desk.layouts["Thư khen"]
    values = {"settings": "hỏng"}
    desk.window.jobs.write(registers.save, "certificate_layouts", values, layout_id)
    desk.settle()
    editor = desk.edit("Thư khen")
    assert "bị hỏng" in editor.notice.text
    assert editor.model.layout == PRESETS["letter"].layout
    assert editor.model.unsaved
    assert editor.save_button.isEnabled()
    editor.save()
    desk.settle()
    assert certificates.layout(desk.book, layout_id).broken == ""


def test_too_long_a_text_is_told_by_its_fields_name(desk: Any) -> None:
    editor = desk.edit()
    editor.model.select(desk.place(editor, "achievement"))
    editor.model.edit_field(width=12.0, max_lines=1)
    assert "Thành tích" in editor.status.text()


def test_zoom_by_wheel_keys_and_the_whole_sheet(desk: Any, qtbot: Any) -> None:
    editor = desk.edit()
    view = editor.board.view
    fitted = view.zoom
    view.zoom_in()
    assert view.zoom > fitted
    assert editor.tools.zoom.text() == f"{round(view.zoom * 100)}%"
    QTest.keyClick(editor, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert view.zoom == pytest.approx(fitted, rel=0.01)
    assert not view.horizontalScrollBar().isVisible()


def test_every_button_has_a_letter_of_its_own(desk: Any) -> None:
    editor = desk.edit()
    editor.model.select(0)
    for panel in (editor.fields, editor.sheet):
        editor.panels.setCurrentWidget(panel)
        found = [
            one.text().split("&")[1][0].lower()
            for one in editor.findChildren(QPushButton)
            if one.isVisible() and "&" in one.text()
        ]
        assert len(found) == len(set(found)), found


def test_the_list_opens_the_editor_and_makes_a_new_layout(desk: Any) -> None:
    desk.window.actions_["lists"].trigger()
    desk.settle()
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    from desktop.ui.register.shelf import ShelfPage  # noqa: PLC0415 - opened late by the window

    page: Any = dialog.findChild(ShelfPage).page_of("certificate_layouts")
    desk.settle()
    page.view.select_place(0)
    page.view.opened.emit()
    desk.settle()
    assert page.editor.model.now.name == "Bằng khen (thể thức Đảng)"
    page.editor.reject()
    desk.settle()
    page.new_record()
    desk.settle()
    assert page.editor.model.now.name == "Giấy khen (thể thức Đảng) (2)"
    assert page.editor.save_button.isEnabled()
    page.editor.save()
    desk.settle()
    assert page.model.rowCount() == 6


def test_no_field_more_is_added_than_a_layout_holds(desk: Any) -> None:
    editor = desk.edit()
    layout = editor.model.layout
    full = (layout.fields * MOST_FIELDS)[:MOST_FIELDS]
    editor.model.set_fields(full)
    editor.add_field("text")
    assert editor.model.layout.fields == full
    assert f"tối đa {MOST_FIELDS} dòng chữ" in editor.notice.text


def test_an_indent_is_no_wider_than_the_sheet(desk: Any) -> None:
    editor = desk.edit()
    editor.model.select(desk.place(editor, "achievement"))
    editor.model.edit_field("align", align="left")
    editor.fields.indent.setValue(400)
    width = editor.model.layout.width
    assert editor.fields.indent.value() == width
    editor.sheet.wide.setValue(148)
    assert desk.field(editor, "achievement").indent == 148
    editor.save()
    desk.settle()
    assert not editor.model.unsaved
    kept = certificates.layout(desk.book, editor._id)
    assert not kept.broken
    assert kept.layout == editor.model.layout
