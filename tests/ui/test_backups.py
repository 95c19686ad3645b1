"""Backups in the window: at the start, on leaving, listed, looked at, put back, missed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QMessageBox

from desktop.services import backups, books, clerks, registers, second_place
from desktop.services.backups import Reason
from desktop.ui.backup_flow import SECOND
from desktop.ui.dialogs.backups import BackupsDialog
from desktop.ui.main_window import MainWindow

from .driving import LONG, box, names_in, texts


@pytest.fixture
def window(open_book: Callable[[], MainWindow], settle: Any) -> MainWindow:
    made = open_book()
    settle(made)
    return made


@pytest.fixture
def choose(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, Path], None]:
    def answer(method: str, path: Path) -> None:
        given = str(path) if method == "getExistingDirectory" else (str(path), "")
        monkeypatch.setattr(QFileDialog, method, lambda *_asked: given)

    return answer


def add(window: MainWindow, settle: Any, name: str) -> None:
    window.jobs.write(registers.save, "members", {"full_name": name})
    settle(window)


def press(words: str) -> None:
    """Press the button of the box that is up."""
    found = box()
    next(one for one in found.buttons() if one.text().replace("&", "") == words).click()


def closed(qtbot: Any, window: MainWindow) -> None:
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=LONG * 1000)


def shown(window: MainWindow, settle: Any) -> BackupsDialog:
    window.actions_["backups"].trigger()
    settle(window)
    dialog = window.backups.dialog
    assert dialog is not None
    return dialog


def reasons(path: Path) -> list[Reason]:
    return [one.reason for one in backups.list_backups(path)]


def test_a_backup_at_the_start_and_on_leaving_only_when_needed(
    qtbot: Any, window: MainWindow, settle: Any
) -> None:
    path = window.jobs.book.path
    assert reasons(path) == [Reason.START]
    assert not window.backups.due
    add(window, settle, "Lê Văn Mới")
    assert window.backups.due
    closed(qtbot, window)
    assert reasons(path) == [Reason.EXIT, Reason.START]
    newest = backups.list_backups(path)[0]
    assert "Lê Văn Mới" in names_in(newest.path)


def test_nothing_changed_nothing_backed_up(qtbot: Any, window: MainWindow) -> None:
    path = window.jobs.book.path
    closed(qtbot, window)
    assert reasons(path) == [Reason.START]


def test_closing_the_book_backs_it_up_too(window: MainWindow, settle: Any) -> None:
    path = window.jobs.book.path
    add(window, settle, "Lê Văn Mới")
    window.actions_["close_book"].trigger()
    settle(window)
    assert window.jobs.book is None
    assert reasons(path) == [Reason.EXIT, Reason.START]


@pytest.mark.parametrize("answer", ["Ở lại", "Thoát mà không sao lưu", "Chọn nơi khác…"])
def test_a_backup_that_fails_on_leaving_is_told(
    qtbot: Any,
    window: MainWindow,
    settle: Any,
    home: Path,
    tmp_path: Path,
    choose: Callable[[str, Path], None],
    answer: str,
) -> None:
    path = window.jobs.book.path
    add(window, settle, "Lê Văn Mới")
    shutil.rmtree(home / "backups")
    (home / "backups").write_text("no folder", encoding="utf-8")
    window.close()
    settle(window)
    assert window.isVisible()
    assert box().windowTitle() == "Chưa sao lưu được sổ"
    target = tmp_path / "USB" / "bản sao.gsdb"
    choose("getSaveFileName", target)
    press(answer)
    if answer == "Ở lại":
        settle(window)
        assert window.isVisible()
        assert window.jobs.book is not None
        return
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=LONG * 1000)
    assert "Lê Văn Mới" in names_in(path), "what was entered is in the book itself"
    assert target.exists() == (answer == "Chọn nơi khác…")


def test_the_list_says_what_differs(window: MainWindow, settle: Any) -> None:
    add(window, settle, "Lê Văn Mới")
    dialog = shown(window, settle)
    rows = dialog.list.model()
    assert rows.rowCount() == 1
    cells = [rows.index(0, column).data() for column in range(5)]
    assert cells[1:2] == ["Khi mở sổ"]
    assert cells[3:] == ["2", "Máy này"]
    found = dialog.differences.model()
    lines = {found.index(row, 0).data(): row for row in range(found.rowCount())}
    row = lines["Đảng viên"]
    assert [found.index(row, column).data() for column in range(1, 6)] == ["2", "3", "0", "1", "0"]
    dialog.now.click()
    settle(window)
    assert dialog.list.model().rowCount() == 2
    assert dialog.list.model().index(0, 1).data() == "Sao lưu bằng tay"
    assert dialog.differences.model().rowCount() == 0


def test_a_backup_is_looked_at_and_left(window: MainWindow, settle: Any) -> None:
    path = window.jobs.book.path
    add(window, settle, "Lê Văn Mới")
    dialog = shown(window, settle)
    dialog.look.click()
    settle(window)
    assert window.backups.dialog is None
    looked = window.jobs.book
    assert looked.read_only
    assert "bản sao lưu, chỉ xem" in window.windowTitle()
    assert "Không sửa được gì" in window.backups.bar.words
    assert "(Khi mở sổ)" in window.backups.bar.words, "when and why, not the file's name"
    assert not window.actions_["protect"].isEnabled()
    window.tabs.show_tab("members")
    settle(window)
    page = window.tabs.current_page().main_page()
    page.new_record()
    assert "chỉ để xem" in page.notice.text, "told before anything is typed"
    assert not window.actions_["new_record"].isEnabled()
    assert window.settings.recent_books() == [path]
    window.jobs.write(registers.save, "members", {"full_name": "Không được"})
    settle(window)
    assert "chỉ để xem" in box().text()
    box().accept()
    (back,) = window.backups.bar.buttons
    back.click()
    settle(window)
    assert window.jobs.book.path == path
    assert window.backups.bar.words == ""
    assert window.actions_["new_record"].isEnabled()
    assert not looked.path.exists()
    assert "chỉ xem" not in window.windowTitle()


def test_nobody_is_asked_for_a_name_over_a_backup(
    qtbot: Any, window: MainWindow, settle: Any
) -> None:
    clerks.begin(window.jobs.book, "Lê Văn Minh")  # several use the computer
    dialog = shown(window, settle)
    dialog.look.click()
    settle(window)
    assert window.jobs.book.read_only
    assert window.clerks.dialog is None
    window.status.clerk_clicked.emit()
    settle(window)
    assert window.clerks.dialog is None
    window.backups.bar.buttons[0].click()
    qtbot.waitUntil(lambda: window.clerks.dialog is not None)
    window.clerks.dialog.reject()


def test_enter_shows_a_backup_and_restores_none(
    qtbot: Any, window: MainWindow, settle: Any
) -> None:
    path = window.jobs.book.path
    add(window, settle, "Lê Văn Mới")
    dialog = shown(window, settle)
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.restore.setFocus()
    qtbot.keyClick(dialog.restore, Qt.Key.Key_Return)
    asked = box()
    assert asked.defaultButton() is asked.button(QMessageBox.StandardButton.No)
    qtbot.keyClick(asked, Qt.Key.Key_Return)
    settle(window)
    assert "Lê Văn Mới" in names_in(path)
    assert dialog.isVisible()
    dialog.list.setFocus()
    qtbot.keyClick(dialog.list, Qt.Key.Key_Return)
    settle(window)
    assert window.jobs.book.read_only


def test_a_restore_and_back(window: MainWindow, settle: Any) -> None:
    path = window.jobs.book.path
    add(window, settle, "Lê Văn Mới")
    dialog = shown(window, settle)
    dialog.restore.click()
    box().button(QMessageBox.StandardButton.Yes).click()
    settle(window)
    assert window.backups.dialog is None
    assert window.jobs.book is not None
    window.jobs.close_book()
    settle(window)
    assert "Lê Văn Mới" not in names_in(path)
    before = next(one for one in backups.list_backups(path) if one.reason is Reason.RESTORE)
    assert "Lê Văn Mới" in names_in(before.path)


def test_a_restore_from_a_damaged_backup_leaves_the_book_open(
    window: MainWindow, settle: Any
) -> None:
    path = window.jobs.book.path
    dialog = shown(window, settle)
    (kept,) = backups.list_backups(path)
    kept.path.write_bytes(kept.path.read_bytes()[:-100])
    dialog.restore.click()
    box().button(QMessageBox.StandardButton.Yes).click()
    settle(window)
    assert "Hãy" in box().text()
    box().accept()
    assert window.jobs.book.path == path


@pytest.mark.parametrize("damage", ["cut", "gone"])
def test_a_book_that_does_not_open_offers_its_backups(
    open_window: Any, settle: Any, book_file: Path, damage: str
) -> None:
    with closing(books.open_book(book_file)) as book:
        backups.backup(book, Reason.EXIT)
    if damage == "cut":
        book_file.write_bytes(book_file.read_bytes()[:9000])
    else:
        book_file.unlink()
    window = open_window(book_file)
    settle(window)
    press("Bản sao lưu của sổ này…")
    settle(window)
    dialog = window.backups.dialog
    assert dialog is not None
    assert dialog.list.model().rowCount() == 1
    dialog.restore.click()
    box().button(QMessageBox.StandardButton.Yes).click()
    settle(window)
    assert window.jobs.book is not None
    assert window.jobs.book.path == book_file


def test_the_second_place_is_chosen_written_and_missed(
    window: MainWindow, settle: Any, tmp_path: Path, choose: Callable[[str, Path], None]
) -> None:
    stick = tmp_path / "USB"
    stick.mkdir()
    dialog = shown(window, settle)
    assert "Chưa chọn nơi sao lưu thứ hai" in " ".join(texts(dialog, QLabel))
    choose("getExistingDirectory", stick)
    dialog.second.click()
    settle(window)
    assert "cùng ổ đĩa" in box().text()
    box().accept()
    assert len(list(stick.rglob("*.gsdb"))) == 1
    assert dialog.list.model().index(0, 4).data() == "Cả hai nơi"
    dialog.reject()
    add(window, settle, "Lê Văn Mới")
    window.actions_["backup"].trigger()
    settle(window)
    assert "đã chép cả sang nơi thứ hai" in window.status.message()
    assert len(list(stick.rglob("*.gsdb"))) == 2
    # a week without it
    away = stick.rename(tmp_path / "ngăn kéo")
    values = window.backups.second()
    week = (date.today() - timedelta(days=8)).isoformat()  # noqa: DTZ011 - the clerk's day
    window.settings.set_table(SECOND, {**values, "reached": week})
    path = window.jobs.book.path
    window.actions_["close_book"].trigger()
    settle(window)
    window.books.open_path(path)
    settle(window)
    assert "chưa chép được bản sao lưu nào" in window.backups.bar.words
    assert str(stick) in window.backups.bar.words
    window.backups.bar.buttons[2].click()
    window.actions_["close_book"].trigger()
    settle(window)
    window.books.open_path(path)
    settle(window)
    assert window.backups.bar.words == "", "once a day"
    away.rename(stick)
    window.backups.copy_now()
    settle(window)
    assert window.backups.second()["reached"] == date.today().isoformat()  # noqa: DTZ011
    assert (stick / second_place.MARKER).exists()


def test_no_backups_yet_says_what_to_do(window: MainWindow, settle: Any, home: Path) -> None:
    shutil.rmtree(home / "backups")
    dialog = shown(window, settle)
    assert dialog.list.model().rowCount() == 0
    assert not dialog.look.isEnabled()
    assert not dialog.restore.isEnabled()
    assert "Tệp khác" in texts(dialog, QLabel)[0]


def test_a_renamed_books_earlier_backups_are_listed_by_the_name_it_had(
    window: MainWindow, settle: Any, qtbot: Any, open_window: Any
) -> None:
    path = window.jobs.book.path
    closed(qtbot, window)
    renamed = path.rename(path.with_name("Sổ đảng viên.gsdb"))
    again = open_window(renamed)
    qtbot.waitUntil(lambda: again.jobs.book is not None)
    settle(again)
    dialog = shown(again, settle)
    qtbot.waitUntil(lambda: dialog.list.model() is not None and dialog.list.model().rowCount() > 0)
    model = dialog.list.model()
    why = [model.index(row, 1).data() for row in range(model.rowCount())]
    assert any(one == f"Khi mở sổ («{path.stem}»)" for one in why), why
