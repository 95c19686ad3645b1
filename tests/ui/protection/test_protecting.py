"""Setting, changing and taking away a passphrase in the window; the sheet printed and tried."""

from __future__ import annotations

import io
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox

from desktop.core.errors import BookInUse, DiskFull, NeedsPassphrase
from desktop.platform.single_instance import BookLock
from desktop.services import audit, backups, books, protection
from desktop.services.books import Book
from desktop.ui.dialogs.preview import PreviewDialog
from desktop.ui.protection.protect_dialog import CHANGE, REMOVE, SET, ProtectDialog
from desktop.ui.protection.sheet_dialog import SheetDialog
from tests.ui import driving

NEW = "cầu dừa nước lớn nước ròng"
LONG = driving.LONG * 1000


def ask(window: Any, shown: Any) -> ProtectDialog:
    window.actions_["protect"].trigger()
    dialog = shown(ProtectDialog)
    assert isinstance(dialog, ProtectDialog)
    return dialog


def type_new(dialog: ProtectDialog, words: str) -> None:
    dialog.new.setText(words)
    dialog.again.setText(words)


def words_of(dialog: PreviewDialog) -> str:
    """What the paper in the preview says."""
    document = pypdfium2.PdfDocument(io.BytesIO(dialog._file.content))
    try:
        return str(document[0].get_textpage().get_text_range())
    finally:
        document.close()


def dark_dots(dialog: PreviewDialog) -> int:
    """How many dark dots the preview shows, of those looked at."""
    shown = dialog.view.grab().toImage()
    places = ((x, y) for x in range(0, shown.width(), 2) for y in range(0, shown.height(), 2))
    return sum(shown.pixelColor(x, y).lightness() < 60 for x, y in places)


def test_a_book_gets_a_passphrase_a_sheet_and_a_tried_key(
    open_book: Any, qtbot: Any, settle: Any, shown: Any
):
    window = open_book()
    path = window.jobs.book.path
    dialog = ask(window, shown)
    assert dialog.mode == SET
    assert not dialog.old.isVisible()
    assert not dialog.sheet.isVisible()
    type_new(dialog, NEW)
    dialog.buttons.do.click()
    sheet = shown(SheetDialog)
    assert isinstance(sheet, SheetDialog)
    settle(window)
    assert protection.state_of(path).encrypted
    assert window.protection.lock.encrypted
    assert window.protection.reminder.isVisibleTo(window)
    with pytest.raises(BookInUse):  # it was this window's all the while
        BookLock(path).acquire()
    sheet.print.click()
    preview = shown(PreviewDialog)
    assert isinstance(preview, PreviewDialog)
    paper = words_of(preview)
    assert path.name in paper
    key = protection.recovery_of(path)
    assert key.mark in paper
    assert not preview._file.path.exists()  # it lies in memory only
    names = {one.text() for one in preview.actions()}
    assert not any("xem" in one for one in names)
    preview.reject()
    sheet.key.edit.setPlainText("\n".join("  ".join(line) for line in key.lines))
    sheet.try_.click()
    qtbot.waitUntil(lambda: "dùng được" in sheet.right.text(), timeout=LONG)
    assert not window.protection.reminder.isVisible()
    assert protection.recovery_tested(path)
    assert not sheet.key.isVisible(), "there is nothing more to type"
    assert sheet.later.isDefault()
    sheet.later.click()
    assert driving.member_names(window.jobs.book) == ["Nguyễn Thị Anh", "Trần Văn Đạt"]
    window.close()
    with pytest.raises(NeedsPassphrase):
        books.open_book(path)


def test_the_rule_and_the_second_typing_are_told_in_place(open_book: Any, shown: Any):
    window = open_book()
    before = window.jobs.book.path.read_bytes()
    dialog = ask(window, shown)
    dialog.new.setText("hòa lộc")
    dialog.buttons.do.click()
    assert "ít nhất 10" in dialog.form.error_of("new")
    dialog.new.setText(NEW)
    dialog.again.setText(NEW.upper())
    dialog.buttons.do.click()
    assert "không giống nhau" in dialog.form.error_of("again")
    assert dialog.isVisible()
    dialog.reject()
    assert window.jobs.book.path.read_bytes() == before


def test_a_passphrase_is_changed_and_the_old_sheet_no_longer_fits(
    open_secret: Any, qtbot: Any, settle: Any, shown: Any, key: Any, passphrase: str
):
    window = open_secret()
    path = window.jobs.book.path
    dialog = ask(window, shown)
    assert dialog.mode == CHANGE
    dialog.old.setText("không phải mật khẩu này")
    type_new(dialog, NEW)
    dialog.buttons.do.click()
    qtbot.waitUntil(lambda: "không đúng" in dialog.form.error_of("old"), timeout=LONG)
    settle(window)
    assert dialog.isVisible()
    assert dialog.old.selectedText() == dialog.old.text()
    assert window.jobs.book is not None  # it is open again, as it was
    dialog.old.setText(passphrase)
    dialog.buttons.do.click()
    sheet = shown(SheetDialog)
    assert sheet.old.isVisible()
    sheet.print.click()
    preview = shown(PreviewDialog)
    assert f"thay tờ ký hiệu {key.mark}" in " ".join(words_of(preview).split())
    qtbot.waitUntil(lambda: bool(preview.view.pictured), timeout=LONG)
    assert dark_dots(preview) > 100, "the page that is shown is not blank"
    preview.reject()
    sheet.key.edit.setPlainText("".join(key.groups))
    sheet.try_.click()
    qtbot.waitUntil(lambda: "mật khẩu trước" in sheet.wrong.text(), timeout=LONG)
    assert window.protection.reminder.isVisibleTo(window)
    sheet.later.click()
    settle(window)
    window.close()
    protection.unlock(path, NEW)
    assert driving.names_in(path) == ["Nguyễn Thị Anh", "Trần Văn Đạt"]


def test_a_passphrase_is_taken_away(
    open_secret: Any, qtbot: Any, settle: Any, shown: Any, passphrase: str
):
    window = open_secret()
    path = window.jobs.book.path
    dialog = ask(window, shown)
    dialog.removing.click()
    assert dialog.mode == REMOVE
    assert not dialog.new.isVisible()
    dialog.old.setText(passphrase)
    dialog.buttons.do.click()
    qtbot.waitUntil(lambda: not window.protection.lock.encrypted, timeout=LONG)
    settle(window)
    assert not window.protection.reminder.isVisible()
    assert QApplication.activeModalWidget() is None
    window.close()
    assert driving.names_in(path) == ["Nguyễn Thị Anh", "Trần Văn Đạt"]


def test_the_reminder_leads_to_the_sheet_until_it_was_tried(open_secret: Any, shown: Any):
    window = open_secret()
    assert window.protection.reminder.isVisible()
    window.protection.reminder.click()
    sheet = shown(SheetDialog)
    assert not sheet.old.isVisible()
    sheet.key.edit.setPlainText("BCFGHJ " * 18)
    sheet.try_.click()
    shown(SheetDialog)
    sheet.reject()
    assert window.protection.reminder.isVisible()


def test_the_sheet_is_saved_only_after_its_warning(
    open_secret: Any, qtbot: Any, settle: Any, shown: Any, tmp_path: Path, key: Any,
    monkeypatch: pytest.MonkeyPatch,
):  # fmt: skip
    asked: list[str] = []

    def chosen(*given: Any) -> tuple[str, str]:
        asked.append(given[1])
        return str(tmp_path / "USB" / "tờ khóa.pdf"), ""

    (tmp_path / "USB").mkdir()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", chosen)
    window = open_secret()
    window.protection.show_sheet().print.click()
    preview = shown(PreviewDialog)
    preview.ask_to_save()
    box = shown(QMessageBox)
    assert "USB" in box.text()
    box.button(QMessageBox.StandardButton.No).click()
    assert asked == []
    preview.ask_to_save()
    shown(QMessageBox).button(QMessageBox.StandardButton.Yes).click()
    qtbot.waitUntil(lambda: bool(asked))
    assert (tmp_path / "USB" / "tờ khóa.pdf").read_bytes() == preview._file.content
    preview.reject()
    settle(window)
    day = date.today()  # noqa: DTZ011 - the clerk's day
    log = audit.log(window.jobs.book, audit.Asked(day, day, kinds=frozenset({"exported"})))
    (deed,) = log.deeds
    assert deed.words == "Xuất: Giấy khóa khôi phục"
    told = " ".join([deed.words, deed.about, *audit.details(window.jobs.book, deed)])
    assert "tờ khóa.pdf" in told
    assert not any(group in told for group in key.groups)


def test_the_work_that_fails_leaves_the_book_open_as_it_was(
    open_book: Any, qtbot: Any, settle: Any, shown: Any, monkeypatch: pytest.MonkeyPatch
):
    def full(*_given: Any, **_named: Any) -> None:
        raise DiskFull("Ổ đĩa đã đầy, không ghi được. Hãy xóa bớt tệp rồi làm lại.")

    window = open_book()
    monkeypatch.setattr(protection, "protect", full)
    dialog = ask(window, shown)
    type_new(dialog, NEW)
    dialog.buttons.do.click()
    qtbot.waitUntil(lambda: "đầy" in dialog.form.error_of("new"), timeout=LONG)
    settle(window)
    assert dialog.isEnabled()
    assert window.jobs.book is not None
    assert not window.protection.lock.encrypted
    dialog.reject()


def test_nothing_is_asked_without_a_book(open_window: Any, book: Book):
    del book
    window = open_window()
    window.protection.ask()
    assert not window.actions_["protect"].isEnabled()
    assert QApplication.activeModalWidget() is None


def test_a_plain_backup_over_a_protected_book_is_warned_of(
    open_secret: Any, passphrase: str, settle: Any, qtbot: Any
):
    window = open_secret()
    path = window.jobs.book.path
    window.jobs.close_book(on_done=lambda _none: window.books.release())
    settle(window)
    protection.unlock(path, passphrase)
    protection.remove(path, passphrase)
    with closing(books.open_book(path)) as plain:
        backups.backup(plain, backups.Reason.MANUAL)
    protection.protect(path, passphrase)
    window.books.open_path(path)
    qtbot.waitUntil(lambda: window.protection.lock.encrypted, timeout=driving.LONG * 1000)
    settle(window)
    dialog = window.backups.show()
    settle(window)
    told = []
    for place, kept in enumerate(dialog.list.model().rows):
        dialog.list.selectRow(place)
        dialog.restore.click()
        told.append((kept.encrypted, "không có mật khẩu" in driving.box().text()))
        driving.box().reject()
    assert {(False, True), (True, False)} == set(told)
