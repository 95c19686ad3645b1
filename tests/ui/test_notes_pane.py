"""Notes typed in a real window: kept by key, by leaving, and never lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from desktop.core.formats import date_text
from desktop.services import notes, registers
from desktop.services.books import Book
from desktop.ui.main_window import MainWindow
from desktop.ui.notes import NotesPane
from desktop.ui.register.record_dialog import RecordDialog

from . import driving

TODAY = date.today()  # noqa: DTZ011 - as the clerk's calendar has it


class Desk:
    """A window with a member open on the tab of notes."""

    def __init__(self, window: MainWindow, settle: Any, qtbot: Any, member: int) -> None:
        self.window, self._settle, self._qtbot, self.member = window, settle, qtbot, member
        self.page = window.tabs.page("members").page_of("members")
        self.open()

    def open(self) -> None:
        self.page.open_record("members", self.member)
        self.settle()
        dialog = self.page.dialog
        assert isinstance(dialog, RecordDialog)
        self.dialog = dialog
        pane = dialog.findChild(NotesPane)
        assert isinstance(pane, NotesPane)
        self.pane = pane
        dialog.tabs.setCurrentWidget(pane)
        self.settle()

    def settle(self) -> None:
        self._settle(self.window)

    def type(self, text: str) -> None:
        self.dialog.activateWindow()
        self.pane.area.setFocus()
        self._qtbot.waitUntil(self.pane.area.hasFocus)
        driving.type_keys(self.pane.area, text)

    def texts(self) -> list[str]:
        return [one.text for one in self.pane.notes]

    def title(self) -> str:
        return self.dialog.tabs.tabText(self.dialog.tabs.indexOf(self.pane))

    def kept(self) -> list[str]:
        """Return the notes as a fresh reading of the book has them."""
        book = self.window.jobs.book
        return [one.text for one in notes.listed(book, "members", self.member)]


@pytest.fixture
def desk(open_members: Any, settle: Any, qtbot: Any, book: Book) -> Callable[..., Desk]:
    def make(*texts: str) -> Desk:
        member = driving.add_member(book, "Nguyễn Thị Anh").value.id
        for place, text in enumerate(texts):
            day = TODAY - timedelta(days=10 - place)
            notes.add(book, "members", member, text, day)
        return Desk(open_members(), settle, qtbot, member)

    return make


def test_written_with_ctrl_enter(desk: Any, qtbot: Any) -> None:
    shown = desk()
    assert shown.title() == "Ghi chú"
    shown.type("gọi lại")
    shown.pane.remind_on.line.setText("1/12/2026")
    qtbot.keyClick(shown.pane.area, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    shown.settle()
    assert shown.texts() == ["gọi lại"]
    assert (shown.pane.notes[0].on, shown.pane.notes[0].remind_on) == (TODAY, date(2026, 12, 1))
    assert shown.title() == "Ghi chú (1)"
    assert shown.dialog.isVisible()  # the key didn't save and close the record
    assert (shown.pane.area.toPlainText(), shown.pane.remind_on.line.text()) == ("", "")
    qtbot.waitUntil(shown.pane.area.hasFocus)


def test_enter_makes_a_line_and_backspace_is_a_letter_less(desk: Any, qtbot: Any) -> None:
    shown = desk()
    shown.type("dab\b")
    qtbot.keyClick(shown.pane.area, Qt.Key.Key_Return)
    shown.type("hai")
    shown.pane.submit()
    shown.settle()
    assert shown.texts() == ["da\nhai"]


@pytest.mark.parametrize("leave", ["tab", "close", "book"])
def test_what_was_typed_is_kept_on_leaving(desk: Any, leave: str) -> None:
    shown = desk()
    shown.type("chưa bấm gì")
    if leave == "tab":
        shown.dialog.tabs.setCurrentIndex(0)
    elif leave == "close":
        shown.dialog.reject()
    else:
        shown.dialog.accept_now()
    shown.settle()
    assert shown.kept() == ["chưa bấm gì"]


def test_a_word_that_the_input_method_holds_is_kept(desk: Any) -> None:
    shown = desk()
    shown.type("xin ")
    QApplication.sendEvent(shown.pane.area, QInputMethodEvent("chào", []))
    shown.dialog.reject()
    shown.settle()
    assert shown.kept() == ["xin chào"]


def test_what_cannot_be_kept_is_there_again(desk: Any, settle: Any) -> None:
    shown = desk()
    shown.type("đừng mất")
    book = shown.window.jobs.book
    blocker = book._writer.connect()  # the one connection that writes
    blocker.exec_driver_sql("PRAGMA query_only = ON")
    shown.pane.submit()
    shown.settle()
    blocker.exec_driver_sql("PRAGMA query_only = OFF")
    blocker.close()
    assert shown.pane.area.toPlainText() == "đừng mất"
    assert shown.pane.notice.isVisible()
    shown.pane.submit()
    shown.settle()
    assert shown.kept() == ["đừng mất"]


def test_a_wrong_day_is_told_and_on_leaving_stays_readable(desk: Any) -> None:
    shown = desk()
    shown.type("hẹn")
    shown.pane.remind_on.line.setText("31/2/2027")
    shown.pane.submit()
    shown.settle()
    assert shown.texts() == []
    assert shown.pane.notice.isVisible()
    shown.dialog.reject()
    shown.settle()
    assert shown.kept() == [f"hẹn\n({date_text(TODAY)} 31/2/2027)"]


def test_changed_by_enter_and_left_unchanged(desk: Any, qtbot: Any) -> None:
    shown = desk("một", "hai")
    assert shown.texts() == ["hai", "một"]
    shown.pane.list.setCurrentRow(1)
    qtbot.keyClick(shown.pane.list, Qt.Key.Key_Return)
    assert shown.pane.area.toPlainText() == "một"
    shown.pane.drop_edit()
    assert shown.pane.area.toPlainText() == ""
    shown.pane.list.setCurrentRow(1)
    qtbot.keyClick(shown.pane.list, Qt.Key.Key_F2)
    shown.pane.area.setPlainText("một, đã sửa")
    shown.dialog.tabs.setCurrentIndex(0)
    shown.settle()
    assert shown.kept() == ["hai", "một, đã sửa"]


def test_ticked_by_the_space_bar(desk: Any, qtbot: Any) -> None:
    shown = desk("xong chưa")
    shown.pane.list.setFocus()
    shown.pane.list.setCurrentRow(0)
    qtbot.keyClick(shown.pane.list, Qt.Key.Key_Space)
    shown.settle()
    assert shown.pane.notes[0].settled
    assert shown.pane.list.item(0).font().strikeOut()
    qtbot.keyClick(shown.pane.list, Qt.Key.Key_Space)
    shown.settle()
    assert not shown.pane.notes[0].settled


def test_deleted_and_taken_back(desk: Any, qtbot: Any) -> None:
    shown = desk("một", "hai")
    shown.pane.list.setCurrentRow(0)
    qtbot.keyClick(shown.pane.list, Qt.Key.Key_Delete)
    shown.settle()
    assert shown.texts() == ["một"]
    shown.pane.notice.button.click()
    shown.settle()
    assert shown.texts() == ["hai", "một"]


def test_each_record_has_its_own(desk: Any) -> None:
    shown = desk("của Anh")
    other = registers.save(shown.window.jobs.book, "members", {"full_name": "Lê B"}).value.id
    shown.type("dở dang")
    shown.pane.set_record(other)
    shown.settle()
    assert shown.texts() == []
    assert shown.pane.area.toPlainText() == ""
    shown.pane.set_record(shown.member)
    shown.settle()
    assert shown.texts() == ["dở dang", "của Anh"]
