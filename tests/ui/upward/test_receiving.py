"""Files of other offices in the real window: looked at, recognised, taken in, taken out."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMessageBox

from desktop.services import answers, receiving
from desktop.ui.upward.arriving import State, cell
from desktop.ui.upward.received_page import ReceivedPage


def drop(window: Any, paths: list[Any]) -> None:
    """Let files fall on the window."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(one)) for one in paths])
    at, copy = QPointF(300, 300), Qt.DropAction.CopyAction
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(at.toPoint(), copy, data, left, none)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(window, QDropEvent(at, copy, data, left, none))


def until_idle(window: Any, settle: Any) -> Any:
    """Wait until every file has been looked at or taken in; return the dialog."""
    settle(window)
    dialog = window.upward.dialog
    while dialog.intake.busy:
        settle(window)
    return dialog


def states(dialog: Any) -> list[State]:
    return [one.state for one in dialog.files.entries]


def received(window: Any) -> list[tuple[str, int]]:
    return [(one.office_name, one.number) for one in receiving.received(window.jobs.book)]


def test_dropped_files_are_shown_and_a_new_office_waits_for_the_clerks_word(
    receiver, settle, below, qtbot
):
    window = receiver()
    files = [one.send(f"{place}.gsnop") for place, one in enumerate(below)]
    drop(window, files)
    dialog = until_idle(window, settle)
    assert states(dialog) == [State.READY, State.READY]
    assert [cell(one, 0) for one in dialog.files.entries] == [one.name for one in below]
    assert not dialog.do_button.isEnabled()
    assert dialog.accept_box.isEnabled()
    assert "Khóa chữ ký: " in dialog.about.toPlainText()
    qtbot.keyClick(dialog.table, Qt.Key.Key_Space)  # the first alone
    assert [one.accepted for one in dialog.files.entries] == [True, False]
    assert dialog.do_button.text() == "&Nhận 1 bộ dữ liệu"
    assert received(window) == []
    dialog.do_button.click()
    until_idle(window, settle)
    assert states(dialog) == [State.TAKEN, State.READY]
    assert received(window) == [(below[0].name, 1)]


def test_one_that_cannot_be_received_stands_beside_the_others(receiver, settle, below, tmp_path):
    window = receiver()
    broken = tmp_path / "hỏng.gsnop"
    broken.write_bytes(b"PK\x03\x04 no submission")
    drop(window, [broken, below[0].send("a.gsnop")])
    dialog = until_idle(window, settle)
    assert states(dialog) == [State.REFUSED, State.READY]
    assert "hỏng.gsnop" in dialog.files.entries[0].told
    dialog.table.selectAll()
    dialog.accept_box.click()
    dialog.do_button.click()
    until_idle(window, settle)
    assert states(dialog) == [State.REFUSED, State.TAKEN]
    assert "1 không nhận được" in dialog.summary.text()
    assert len(received(window)) == 1


def test_a_file_that_vanishes_before_it_is_taken_in_fails_alone(receiver, settle, below):
    window = receiver()
    files = [one.send(f"{place}.gsnop") for place, one in enumerate(below)]
    drop(window, files)
    dialog = until_idle(window, settle)
    dialog.table.selectAll()
    dialog.accept_box.click()
    files[0].unlink()
    dialog.do_button.click()
    until_idle(window, settle)
    assert sorted(one.name for one in states(dialog)) == ["FAILED", "TAKEN"]
    assert received(window) == [(below[1].name, 1)]


def test_the_same_file_again_changes_nothing_and_a_later_one_replaces(
    receiver, settle, below, take
):
    window = receiver()
    first = below[0].send("a.gsnop")
    take(window, first)
    below[0].model("Dòng kênh không rác")
    drop(window, [first, below[0].send("b.gsnop")])
    dialog = until_idle(window, settle)
    assert states(dialog) == [State.ALREADY, State.READY]
    assert cell(dialog.files.entries[1], 9).startswith("Thay lần 1")
    assert "Dòng kênh không rác" in _text_of(dialog, 1)
    assert dialog.do_button.text() == "&Nhận 1 bộ dữ liệu"  # its key is known by now
    dialog.do_button.click()
    until_idle(window, settle)
    counting = [one.number for one in receiving.received(window.jobs.book) if one.counts]
    assert counting == [2]


def _text_of(dialog: Any, place: int) -> str:
    dialog.table.select_place(place)
    return dialog.about.toPlainText()


def test_one_passphrase_is_tried_for_all_and_a_wrong_one_is_asked_for_again(
    receiver, settle, below
):
    window = receiver()
    drop(window, [one.send(f"{n}.gsnop", "mật khẩu") for n, one in enumerate(below)])
    dialog = until_idle(window, settle)
    assert states(dialog) == [State.LOCKED, State.LOCKED]
    asked = dialog.asking
    assert asked is not None
    asked.field.setText("sai rồi")
    asked.buttons.do.click()
    until_idle(window, settle)
    assert states(dialog) == [State.LOCKED, State.LOCKED]
    assert dialog.asking is not asked
    dialog.asking.field.setText("mật khẩu")
    dialog.asking.buttons.do.click()
    until_idle(window, settle)
    assert states(dialog) == [State.READY, State.READY]


def test_stopping_leaves_the_files_that_were_not_begun(receiver, settle, below):
    window = receiver()
    files = [one.send(f"{place}.gsnop") for place, one in enumerate(below)]
    window.upward.receive(files)
    dialog = window.upward.dialog
    dialog.intake.stop()
    until_idle(window, settle)
    assert states(dialog)[1] is State.WAITING
    assert dialog.isVisible()
    dialog.reject()
    settle(window)
    assert window.upward.dialog is None


def test_taking_out_asks_and_can_be_undone(receiver, settle, below, take):
    window = receiver()
    take(window, *(one.send(f"{n}.gsnop") for n, one in enumerate(below)))
    page = window.tabs.page("upward").show_part(ReceivedPage)
    settle(window)
    page.table.selectAll()
    page.out_button.click()
    box = QApplication.activeModalWidget()
    assert isinstance(box, QMessageBox)
    assert below[0].name in box.text()
    box.button(QMessageBox.StandardButton.Yes).click()
    settle(window)
    assert received(window) == []
    window.undoing.ask()
    settle(window)
    box = QApplication.activeModalWidget()
    if isinstance(box, QMessageBox):
        box.buttons()[0].click()
        settle(window)
    assert len(received(window)) == 2


def test_an_answer_is_told_from_a_submission_and_taken_in_by_the_same_drop(
    open_window, settle, below, book
):
    sent = below[0].send("a.gsnop")
    there = receiving.receive(book, sent, accept=True).value
    back = sent.with_name("trả lời.gsnop")
    answers.write_answer(book, there.id, answers.Answer.ACCEPTED, back, "Đã nhận đủ")
    book.close()
    below[0].book.close()
    window = open_window(below[0].book.path)
    settle(window)
    drop(window, [back])
    dialog = until_idle(window, settle)
    assert states(dialog) == [State.READY]
    assert "Đã nhận đủ" in dialog.about.toPlainText()
    dialog.accept_box.click()
    assert dialog.do_button.text() == "&Nhận 1 tệp"
    dialog.do_button.click()
    until_idle(window, settle)
    assert states(dialog) == [State.TAKEN]


@pytest.mark.parametrize("name", ["Ctrl+Shift+R"])
def test_the_menu_has_it_with_a_key(open_book, name):
    window = open_book()
    assert window.actions_["receive_files"].shortcut().toString() == name
    assert window.actions_["receive_files"].isEnabled()
