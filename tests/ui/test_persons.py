"""A person's data in the window: printed whole, erased after the name is typed, kept on."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox
from sqlalchemy import select

from desktop.core.register import Query
from desktop.services import overview_due, registers
from desktop.services.books import Book, check_file, open_book
from desktop.storage.models import AuditEntry
from desktop.ui.dialogs.preview import PreviewDialog
from desktop.ui.persons.overkept_dialog import OverkeptDialog

NAME = "Đặng Quỳnh Như Ý"
REASON = "Đơn của cá nhân ngày 01/6/2026"


@pytest.fixture
def members(open_members: Any, book: Book) -> Any:
    """A window on the members' tab of a book with a few persons."""
    for name, more in (
        (NAME, {"card_number": "00123456"}),
        ("Lê Đã Đi", {"status": "left", "status_on": "2015"}),
    ):
        registers.save(book, "members", {"full_name": name, **more})
    registers.save(book, "good_deeds", {"name": NAME, "deed": "Giúp người"})
    registers.save(book, "pledges", {"year": 2026, "kind": "registration", "name": NAME,
                                     "pledger_kind": "other"})  # fmt: skip
    return open_members()


def chosen(window: Any, qtbot: Any, settle: Any, place: int) -> Any:
    """Select a row of the members and return the flow."""
    page = window.tabs.current_page()
    view = page.main_page().view
    view.select_place(place)
    qtbot.waitUntil(lambda: len(page.main_page().selected_ids()) == 1)
    settle(window)
    return page.persons


def planned(qtbot: Any, dialog: Any) -> None:
    qtbot.waitUntil(lambda: dialog.plan is not None and dialog._job is None, timeout=20_000)


def place_of(window: Any, name: str) -> int:
    page = window.tabs.current_page().main_page()
    model = page.model
    names = [model.index(row, 0).data() for row in range(model.rowCount())]
    return names.index(name)


def test_a_person_is_erased_once_reason_and_name_are_typed(
    members: Any, qtbot: Any, settle: Any, book: Book
) -> None:
    flow = chosen(members, qtbot, settle, place_of(members, NAME))
    dialog = flow.erase()
    planned(qtbot, dialog)
    # a pledge by that name alone is likely theirs, a good deed is asked about
    assert {register for register, _uid in dialog.tree.also()} == {"pledges"}
    texts = [one for one, _more in dialog.tree.lines()]
    assert "Xóa hẳn" in texts
    assert f"Người tốt, việc tốt: {NAME}" in texts
    assert any(one.startswith("Đảng viên (chính thức và dự bị): ") for one in texts)
    assert not dialog.button.isEnabled()
    dialog.reason.setText(REASON)
    assert not dialog.button.isEnabled()
    dialog.name.setText("Đặng Quỳnh Nhu Y")
    assert not dialog.button.isEnabled()
    dialog.name.setText(NAME.lower() + "  ")
    assert dialog.button.isEnabled()
    told: list[tuple[str, str]] = []
    dialog.done_with.connect(lambda *said: told.append(said))
    with qtbot.waitSignal(dialog.finished, timeout=20_000):
        qtbot.mouseClick(dialog.button, Qt.MouseButton.LeftButton)
    settle(members)
    assert told
    assert told[0][1] == "success"
    members.close()
    qtbot.waitUntil(lambda: not members.isVisible())
    after = open_book(book.path)
    assert NAME not in [
        one.values["full_name"]
        for one in registers.rows(after, "members", registers.keys(after, Query("members")))
    ]
    assert len(registers.keys(after, Query("good_deeds"))) == 1
    assert len(registers.keys(after, Query("pledges"))) == 0
    after.close()
    assert not check_file(book.path).problems


def test_the_reason_has_the_cursor_and_enter_erases_nobody(
    members: Any, qtbot: Any, settle: Any
) -> None:
    dialog = chosen(members, qtbot, settle, place_of(members, NAME)).erase()
    planned(qtbot, dialog)
    qtbot.waitUntil(dialog.isActiveWindow)
    settle(members)
    qtbot.waitUntil(dialog.reason.hasFocus)
    dialog.reason.insert(REASON)
    dialog.name.setFocus()
    dialog.name.insert(dialog.plan.name)
    qtbot.waitUntil(dialog.button.isEnabled)
    qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    settle(members)
    assert dialog.isVisible()
    assert dialog._job is None
    dialog.reject()


def test_what_is_ticked_is_planned_anew(members: Any, qtbot: Any, settle: Any) -> None:
    dialog = chosen(members, qtbot, settle, place_of(members, NAME)).erase()
    planned(qtbot, dialog)
    before = dialog.plan
    assert before.emptied == ()
    (deed,) = [
        item
        for item in dialog.tree._items()
        if (item.data(0, Qt.ItemDataRole.UserRole) or ("", ""))[0] == "good_deeds"
    ]
    deed.setCheckState(0, Qt.CheckState.Checked)
    assert dialog.plan is None
    assert not dialog.button.isEnabled()
    planned(qtbot, dialog)
    assert dialog.plan.emptied == (f"Người tốt, việc tốt: {NAME}",)
    assert {register for register, _uid in dialog.tree.also()} == {"good_deeds", "pledges"}
    dialog.reject()
    settle(members)


def test_a_reason_that_names_the_person_is_refused(members: Any, qtbot: Any, settle: Any) -> None:
    dialog = chosen(members, qtbot, settle, place_of(members, NAME)).erase()
    planned(qtbot, dialog)
    dialog.reason.setText(f"Ông {NAME} đề nghị")
    dialog.name.setText(NAME)
    dialog.button.click()
    qtbot.waitUntil(dialog.notice.isVisible, timeout=20_000)
    qtbot.waitUntil(lambda: dialog._job is None)
    assert "họ tên" in dialog.notice.text
    assert dialog.button.isEnabled()
    dialog.reject()
    settle(members)


def test_without_one_person_selected_it_is_told(members: Any, qtbot: Any, settle: Any) -> None:
    page = members.tabs.current_page()
    page.main_page().view.clearSelection()
    assert page.persons.erase() is None
    page.persons.print_record()
    assert "một người" in page.main_page().notice.text
    settle(members)


def test_the_whole_record_is_shown_before_it_is_printed(
    members: Any, qtbot: Any, settle: Any
) -> None:
    chosen(members, qtbot, settle, place_of(members, NAME)).print_record()
    settle(members)
    qtbot.waitUntil(lambda: members.findChild(PreviewDialog) is not None, timeout=20_000)
    preview = members.findChild(PreviewDialog)
    assert "Toàn bộ dữ liệu về một cá nhân" in preview.windowTitle()
    preview.close()
    settle(members)


def test_data_kept_for_too_long_is_kept_on_with_a_reason(
    members: Any, qtbot: Any, settle: Any
) -> None:
    dialog = members.tabs.current_page().persons.show_overkept()
    settle(members)
    assert [one.name for one in dialog.rows()] == ["Lê Đã Đi"]
    assert not dialog.keep.isEnabled()
    dialog.reason.setText("Tổng kết nhiệm kỳ")
    assert dialog.keep.isEnabled()
    dialog.keep.click()
    settle(members)
    qtbot.waitUntil(lambda: not dialog.listed, timeout=20_000)
    dialog.reject()
    settle(members)


def test_from_that_list_a_person_is_opened_or_erased(
    members: Any, qtbot: Any, settle: Any, tmp_path: Path
) -> None:
    flow = members.tabs.current_page().persons
    dialog = flow.show_overkept()
    settle(members)
    (one,) = dialog.rows()
    asked: list[int] = []
    dialog.erasing.connect(asked.append)
    dialog.erase.click()
    settle(members)
    assert asked == [one.id]
    from desktop.ui.persons.erasing_dialog import ErasingDialog  # noqa: PLC0415

    erasing = members.findChild(ErasingDialog)
    planned(qtbot, erasing)
    assert erasing.plan.name == "Lê Đã Đi"
    erasing.reject()
    settle(members)


def test_the_reminder_of_many_leads_to_exactly_those(
    open_members: Any, qtbot: Any, settle: Any, book: Book
) -> None:
    names = [f"Lê Đi Lâu {place}" for place in range(6)]
    for name in names:
        registers.save(book, "members", {"full_name": name, "status": "left", "status_on": "2014"})
    recent = {"full_name": "Lê Mới Đi", "status": "left", "status_on": str(date.today().year)}  # noqa: DTZ011
    registers.save(book, "members", recent)
    (line,) = [one for one in overview_due.due_lines(book) if "người đã rời đi" in one.what]
    members = open_members()
    members.tabs.show_tab("overview")
    settle(members)
    members.show_rows(line.register, line.filters)
    settle(members)
    (dialog,) = members.findChildren(OverkeptDialog)
    qtbot.waitUntil(lambda: bool(dialog.listed), timeout=20_000)
    dialog.view.selectAll()
    assert {one.name for one in dialog.rows()} == set(names)
    assert members.tabs.current_page().persons is not None
    dialog.reject()
    settle(members)


def test_removing_for_good_says_what_the_log_keeps_and_erasing_works_in_the_bin(
    members: Any, qtbot: Any, settle: Any
) -> None:
    page = members.tabs.current_page().main_page()
    page.view.select_place(place_of(members, NAME))
    page.delete_selected()
    settle(members)
    page.show_recycle_bin(True)
    settle(members)
    flow = chosen(members, qtbot, settle, place_of(members, NAME))
    page.purge_selected()
    question = page.findChild(QMessageBox)
    assert "Nhật ký" in question.informativeText()
    assert "«Dữ liệu cá nhân»" in question.informativeText()
    question.reject()
    settle(members)
    dialog = flow.erase()
    planned(qtbot, dialog)
    dialog.reason.setText(REASON)
    dialog.name.setText(NAME)
    with qtbot.waitSignal(dialog.finished, timeout=20_000):
        qtbot.mouseClick(dialog.button, Qt.MouseButton.LeftButton)
    settle(members)
    ours = members.jobs.book
    assert not registers.keys(ours, Query("members", deleted=True))
    with ours.read() as session:
        said = select(AuditEntry.title, AuditEntry.before, AuditEntry.after)
        kept = session.execute(said.where(AuditEntry.register == "members")).all()
    assert kept
    assert not [one for one in kept if NAME in str(one)]
