"""Adding, changing, deleting, restoring: with the mouse, with the keyboard alone, beside errors."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox

from desktop.core.register import Query
from desktop.services import registers
from desktop.ui.register.form import RecordForm
from desktop.ui.register.record_dialog import RecordDialog

CTRL = Qt.KeyboardModifier.ControlModifier
SAVE = QMessageBox.ButtonRole.AcceptRole
DROP = QMessageBox.ButtonRole.DestructiveRole
STAY = QMessageBox.ButtonRole.RejectRole
ALT = Qt.KeyboardModifier.AltModifier


def _line(dialog: RecordDialog, name: str) -> Any:
    return dialog.form.boxes[name].editor.focusProxy()


def _write(office: Any, dialog: RecordDialog, name: str, text: str) -> None:
    """Type into a field as the clerk does, over what stands there."""
    line = _line(dialog, name)
    line.setFocus()
    line.selectAll()
    office.type_text(line, text)


def _question() -> QMessageBox:
    found = QApplication.activeModalWidget()
    assert isinstance(found, QMessageBox)
    return found


def _press(question: QMessageBox, role: QMessageBox.ButtonRole) -> None:
    next(one for one in question.buttons() if question.buttonRole(one) is role).click()


def test_a_record_is_added_by_the_keyboard_alone(office, people):
    page = office.page("members")
    page.new_record()
    office.settle()
    dialog = page.dialog
    assert office.focus() is _line(dialog, "full_name")
    office.type_text(office.focus(), "Đặng Thị Hạnh")
    office.qtbot.keyClick(office.focus(), Qt.Key.Key_Return)
    assert office.focus() is _line(dialog, "birth_name")
    office.qtbot.keyClick(office.focus(), Qt.Key.Key_Tab)
    office.type_text(office.focus(), "3/5/75")
    office.qtbot.keyClick(office.focus(), Qt.Key.Key_Tab)
    assert _line(dialog, "birth_date").text() == "03/05/1975"
    office.qtbot.keyClick(dialog, Qt.Key.Key_Return, CTRL)
    office.settle()
    assert page.dialog is None
    row = office.get("members", page.current_id())
    assert row.values["full_name"] == "Đặng Thị Hạnh"
    assert row.values["birth_date"] == "1975-05-03"
    assert page.window().focusWidget() is page.view


def test_every_field_of_the_form_is_reached_by_tab(office):
    page = office.page("members")
    page.new_record()
    office.settle()
    form = page.dialog.form
    reached = []
    for _step in range(len(form.boxes) * 2):
        box = next(
            (name for name, one in form.boxes.items() if one.editor.focusProxy() is office.focus()),
            None,
        )
        if box is not None:
            reached.append(box)
        office.qtbot.keyClick(office.focus(), Qt.Key.Key_Tab)
        if box == list(form.boxes)[-1]:
            break
    assert reached == list(form.boxes)
    page.discard_pending()


def test_what_is_wrong_stands_beside_the_field(office):
    page = office.page("members")
    page.new_record()
    office.settle()
    dialog = page.dialog
    _write(office, dialog, "birth_date", "31/02/1975")
    office.qtbot.keyClick(_line(dialog, "birth_date"), Qt.Key.Key_Tab)
    assert "31/2/1975" in dialog.form.boxes["birth_date"].note.text()
    assert _line(dialog, "birth_date").text() == "31/02/1975"  # left as typed
    dialog.save_and_close()
    office.settle()
    assert page.dialog is dialog
    assert office.focus() is _line(dialog, "birth_date")
    _write(office, dialog, "birth_date", "1975")
    dialog.save_and_close()
    office.settle()
    assert dialog.form.errors() == {"full_name": "Hãy nhập họ và tên."}
    assert office.focus() is _line(dialog, "full_name")
    assert _line(dialog, "full_name").accessibleDescription() == "Hãy nhập họ và tên."
    assert office.all("members") == []
    _write(office, dialog, "full_name", "Lê Văn Tám")
    assert dialog.form.errors() == {}
    dialog.save_and_close()
    office.settle()
    assert [row.values["full_name"] for row in office.all("members")] == ["Lê Văn Tám"]


def test_what_is_odd_warns_and_does_not_block(office, people):
    page = office.page("members")
    page.new_record()
    office.settle()
    dialog = page.dialog
    _write(office, dialog, "full_name", "Lê Văn Tám")
    _write(office, dialog, "card_number", "123")
    office.qtbot.keyClick(_line(dialog, "card_number"), Qt.Key.Key_Tab)
    office.pause()
    box = dialog.form.boxes["card_number"]
    assert "123" in box.warning
    assert box.note.property("role") == "warning"
    dialog.save_and_close()
    office.settle()
    assert office.get("members", page.current_id()).values["card_number"] == "123"


def test_numbers_are_grouped_when_they_are_left(office, cells):
    office.add("rounds", title="Đợt 1", occasion="yearly")
    page = office.page("awards")
    page.new_record()
    office.settle()
    dialog = page.dialog
    _write(office, dialog, "money", "1500000")
    assert _line(dialog, "money").text() == "1500000"
    office.qtbot.keyClick(_line(dialog, "money"), Qt.Key.Key_Tab)
    assert _line(dialog, "money").text() == "1.500.000"
    _line(dialog, "money").setFocus()
    assert _line(dialog, "money").text() == "1500000"
    page.discard_pending()


def test_save_and_new_keeps_what_goes_on(office, cells):
    page = office.page("members")
    page.new_record({"unit_id": cells["cam"]})
    office.settle()
    dialog = page.dialog
    _write(office, dialog, "full_name", "Một")
    dialog.save_and_new()
    office.settle()
    assert page.dialog is dialog
    assert dialog.row is None
    assert _line(dialog, "full_name").text() == ""
    assert dialog.form.boxes["unit_id"].editor.value() == cells["cam"]
    _write(office, dialog, "full_name", "Hai")
    dialog.save_and_close()
    office.settle()
    assert {row.values["full_name"] for row in office.all("members")} == {"Một", "Hai"}


def test_the_next_record_is_shown_and_the_changed_one_saved(office, people, names_shown):
    page = office.page("members")
    page.view.selectRow(0)
    office.qtbot.keyClick(page.view, Qt.Key.Key_Return)
    office.settle()
    dialog = page.dialog
    _write(office, dialog, "ethnicity", "Kinh")
    office.qtbot.keyClick(dialog, Qt.Key.Key_Down, ALT)
    office.settle()
    assert dialog.row.values["full_name"] == "Lê Thị Ánh"
    assert office.get("members", people["Nguyễn Thị Anh"]).values["ethnicity"] == "Kinh"
    assert page.view.current_id() == people["Lê Thị Ánh"]
    office.qtbot.keyClick(dialog, Qt.Key.Key_Up, ALT)
    office.settle()
    assert dialog.row.values["full_name"] == "Nguyễn Thị Anh"
    office.qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert page.dialog is None


@pytest.mark.parametrize(("answer", "kept"), [(SAVE, "Khmer"), (DROP, None)])
def test_unsaved_changes_are_asked_about(office, people, answer, kept):
    page = office.page("members")
    page.open_record("members", people["Thạch Sô Phách"])
    office.settle()
    _write(office, page.dialog, "ethnicity", "Khmer")
    assert page.has_unsaved()
    page.dialog.reject()
    question = _question()
    _press(question, STAY)
    assert page.dialog is not None
    page.dialog.close()
    question = _question()
    _press(question, answer)
    office.settle()
    assert page.dialog is None
    assert office.get("members", people["Thạch Sô Phách"]).values["ethnicity"] == kept


def test_a_record_changed_elsewhere_is_not_overwritten(office, people):
    page = office.page("members")
    member = people["Trần Văn Đạt"]
    page.open_record("members", member)
    office.settle()
    dialog = page.dialog
    _write(office, dialog, "ethnicity", "Kinh")
    registers.save(office.book, "members", {"ethnicity": "Hoa"}, member)
    dialog.save()
    office.settle()
    assert "ở nơi khác" in dialog.message
    assert office.get("members", member).values["ethnicity"] == "Hoa"
    page.discard_pending()


def test_save_and_stay_keeps_what_is_typed_meanwhile(office, people):
    page = office.page("members")
    page.open_record("members", people["Trần Văn Đạt"])
    office.settle()
    dialog = page.dialog
    _write(office, dialog, "ethnicity", "Kin")
    office.qtbot.keyClick(dialog, Qt.Key.Key_S, CTRL)
    office.type_text(_line(dialog, "ethnicity"), "h")  # before the answer has come
    office.settle()
    assert _line(dialog, "ethnicity").text() == "Kinh"
    assert dialog.is_dirty()
    dialog.save_and_close()
    office.settle()
    assert office.get("members", people["Trần Văn Đạt"]).values["ethnicity"] == "Kinh"


def test_a_member_fills_name_post_and_unit_of_an_award(office, people, cells):
    registers.save(office.book, "members", {"party_post": "Bí thư"}, people["Nguyễn Văn Bé"])
    office.add("rounds", title="Đợt 1", occasion="yearly")
    page = office.page("awards")
    page.new_record()
    office.settle()
    dialog = page.dialog
    picker = dialog.form.boxes["member_id"].editor
    picker.line.setFocus()
    office.type_text(picker.line, "nguyen van be")
    assert not picker.line.is_open  # nothing comes up while typing
    office.pause()
    assert picker.line.shown() == ["Nguyễn Văn Bé"]
    office.qtbot.keyClick(picker.line, Qt.Key.Key_Return)
    office.settle()
    assert picker.value() == people["Nguyễn Văn Bé"]
    assert _line(dialog, "recipient_name").text() == "Nguyễn Văn Bé"
    assert _line(dialog, "recipient_post").text() == "Bí thư, Chi bộ ấp Mỹ Cẩm"
    assert dialog.form.boxes["unit_id"].editor.value() == cells["cam"]
    picker.choose(people["Lê Thị Ánh"], "Lê Thị Ánh")
    office.settle()
    assert _line(dialog, "recipient_name").text() == "Lê Thị Ánh"
    assert dialog.form.boxes["unit_id"].editor.value() == cells["soc"]
    _write(office, dialog, "recipient_name", "Lê Thị Ánh (Tư)")
    picker.choose(people["Trần Văn Đạt"], "Trần Văn Đạt")
    office.settle()
    assert _line(dialog, "recipient_name").text() == "Lê Thị Ánh (Tư)"  # typed by hand: stays
    page.discard_pending()


def test_a_reference_typed_in_full_is_found_when_saved(office, people, cells):
    page = office.page("members")
    page.open_record("members", people["Thạch Sô Phách"])
    office.settle()
    _write(office, page.dialog, "unit_id", "chi bo ap my cam")
    page.dialog.save_and_close()
    office.settle()
    assert page.dialog is None
    assert office.get("members", people["Thạch Sô Phách"]).values["unit_id"] == cells["cam"]


def test_a_reference_to_nothing_is_said(office, people):
    page = office.page("members")
    page.open_record("members", people["Thạch Sô Phách"])
    office.settle()
    _write(office, page.dialog, "unit_id", "chi bộ không có")
    page.dialog.save_and_close()
    office.settle()
    assert "chi bộ không có" in page.dialog.form.errors()["unit_id"]
    page.discard_pending()


def test_ended_units_are_marked(office, cells):
    office.add("units", name="Chi bộ ấp Cũ", kind="cell", parent_id=cells["hoa"], ended="2025")
    page = office.page("members")
    page.new_record()
    office.settle()
    picker = page.dialog.form.boxes["unit_id"].editor
    picker.line.setFocus()
    office.type_text(picker.line, "cũ")
    office.pause()
    item = picker.line._list.item(0)
    assert item.text() == "Chi bộ ấp Cũ"
    assert "(đã kết thúc)" in item.data(Qt.ItemDataRole.UserRole + 1)
    office.qtbot.keyClick(picker.line, Qt.Key.Key_Escape)  # closes the list, not the window
    assert not picker.line.is_open
    assert page.dialog.isVisible()
    page.discard_pending()


def test_a_new_unit_is_made_from_a_members_form(office, cells):
    page = office.page("members")
    page.new_record()
    office.settle()
    picker = page.dialog.form.boxes["unit_id"].editor
    _write(office, page.dialog, "unit_id", "Chi bộ mới")
    picker.new.click()
    office.settle()
    inner = QApplication.activeModalWidget()
    assert isinstance(inner, RecordDialog)
    assert inner.spec.name == "units"
    assert _line(inner, "name").text() == "Chi bộ mới"
    inner.save_and_close()
    office.settle()
    assert picker.line.text() == "Chi bộ mới"
    assert office.get("units", picker.value()).values["name"] == "Chi bộ mới"
    page.discard_pending()


def test_delete_goes_to_the_bin_and_undo_brings_back(office, people, names_shown):
    page = office.page("members")
    page.view.setFocus()
    page.view.select_ids([people["Nguyễn Thị Anh"], people["Lê Thị Ánh"]])
    office.qtbot.keyClick(page.view, Qt.Key.Key_Delete)
    office.settle()
    assert len(names_shown(page)) == 3
    assert "2" in page.notice.text
    page.notice.button.click()
    office.settle()
    assert len(names_shown(page)) == 5


def test_the_bin_restores_and_removes_for_good(office, people, names_shown):
    registers.delete(office.book, "members", list(people.values())[:3])
    page = office.page("members")
    assert len(names_shown(page)) == 2
    page.show_recycle_bin(True)
    office.settle()
    assert page.bin_shown
    assert names_shown(page) == ["Nguyễn Thị Anh", "Lê Thị Ánh", "Trần Văn Đạt"]
    page.view.selectRow(0)
    page.restore_selected()
    office.settle()
    assert len(names_shown(page)) == 2
    page.view.selectAll()
    page.purge_selected()
    question = _question()
    assert question.defaultButton() is question.escapeButton()
    _press(question, DROP)
    office.settle()
    assert page.showing.face.isVisible()
    assert registers.count(office.book, Query("members", deleted=True)) == 0
    page.show_recycle_bin(False)
    office.settle()
    assert len(names_shown(page)) == 3


def test_what_is_in_use_is_not_deleted_and_that_is_said(office, people, cells, names_shown):
    page = office.page("units")
    page.select_record(cells["cam"])
    page.delete_selected()
    office.settle()
    assert page.notice.isVisible()
    assert page.notice.text
    assert len(names_shown(page)) == 5


def test_a_record_in_the_bin_is_shown_but_not_changed(office, people):
    registers.delete(office.book, "members", [people["Trần Văn Đạt"]])
    page = office.page("members")
    page.show_recycle_bin(True)
    office.settle()
    page.view.selectRow(0)
    page.open_selected()
    office.settle()
    assert page.dialog.message
    assert not page.dialog.form.boxes["sex"].editor.isEnabled()
    page.discard_pending()


def test_all_registers_have_a_working_form(office):
    """Every declared field has an editor that gives back what it is shown."""
    samples: dict[str, Any] = {
        "text": "Một",
        "long_text": "Một\nhai",
        "name": "Lê Văn Tám",
        "label": "Kế hoạch",
        "integer": 2026,
        "money": 1_500_000,
        "boolean": True,
        "date": date(2026, 5, 19),
        "partial_date": "1975-05",
    }

    samples["points"] = Decimal("98.5")
    for spec in office.context.specs.values():
        form = RecordForm(office.context, spec)
        office.qtbot.addWidget(form)
        for name, box in form.boxes.items():
            kind = box.field.kind.value
            value = box.field.choices[-1].value if kind == "choice" else samples.get(kind)
            if kind == "reference":
                value = 7
            box.editor.set_value(value, "Bảy")
            assert box.editor.value() == value, (spec.name, name)
            assert box.editor.focusProxy().accessibleName(), (spec.name, name)
            box.editor.set_value(None)
            blank = False if kind == "boolean" else None
            assert box.editor.value() == blank, (spec.name, name)
