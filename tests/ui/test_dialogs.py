"""The windows that ask and tell: unsaved work, bugs, progress, settings, the guide."""

from __future__ import annotations

import threading
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QMessageBox,
    QProgressBar,
    QPushButton,
    QTextBrowser,
)

from desktop import __version__
from desktop.platform.settings import Settings
from desktop.services import books, registers
from desktop.services.books import Book
from desktop.ui.dialogs.about import AboutDialog
from desktop.ui.dialogs.error_dialog import ErrorDialog
from desktop.ui.dialogs.help import HelpDialog
from desktop.ui.dialogs.progress import ProgressDialog
from desktop.ui.dialogs.reason import ReasonDialog
from desktop.ui.dialogs.settings import SettingsDialog
from desktop.ui.jobs import Progress
from desktop.ui.main_window import MainWindow
from desktop.ui.register_page import RegisterPage

from .driving import LONG, box, names_in, texts


def members_page(window: MainWindow) -> RegisterPage:
    page: Any = window.tabs.page("members")
    return page.main_page()


# leaving


def _begin_member(window: MainWindow, settle: Any, name: str) -> RegisterPage:
    window.tabs.show_tab("members")
    settle(window)
    page = members_page(window)
    page.new_record()
    settle(window)
    page.dialog.form.boxes["full_name"].editor.focusProxy().insert(name)
    return page


def _close(qtbot: Any, window: MainWindow, answer: QMessageBox.StandardButton) -> None:
    window.close()
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), QMessageBox))
    assert window.isVisible()
    assert box().text() == "Có nội dung đã nhập mà chưa lưu. Lưu lại chứ?"
    box().button(answer).click()


def test_closing_with_an_unsaved_form_and_save_keeps_it(qtbot, open_book, settle, book_file):
    window = open_book()
    _begin_member(window, settle, "Lê Thị Mới")
    _close(qtbot, window, QMessageBox.StandardButton.Save)
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=LONG * 1000)
    assert names_in(book_file) == ["Lê Thị Mới", "Nguyễn Thị Anh", "Trần Văn Đạt"]


def test_closing_with_an_unsaved_form_and_discard_forgets_it(qtbot, open_book, settle, book_file):
    window = open_book()
    _begin_member(window, settle, "Lê Thị Mới")
    _close(qtbot, window, QMessageBox.StandardButton.Discard)
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=LONG * 1000)
    assert names_in(book_file) == ["Nguyễn Thị Anh", "Trần Văn Đạt"]


def test_closing_with_an_unsaved_form_and_cancel_goes_on(qtbot, open_book, settle):
    window = open_book()
    page = _begin_member(window, settle, "Lê Thị Mới")
    _close(qtbot, window, QMessageBox.StandardButton.Cancel)
    qtbot.wait(50)
    assert window.isVisible()
    assert page.dialog.isVisible()
    line = page.dialog.form.boxes["full_name"].editor.focusProxy()
    assert line.text() == "Lê Thị Mới"


def test_what_cannot_be_saved_keeps_the_window_open(qtbot, open_book, settle):
    window = open_book()
    page = _begin_member(window, settle, "Lê Thị Mới")
    page.dialog.form.boxes["birth_date"].editor.focusProxy().insert("31/02/1975")
    _close(qtbot, window, QMessageBox.StandardButton.Save)
    settle(window)
    assert window.isVisible()
    assert "birth_date" in page.dialog.form.errors()
    assert registers.count(window.jobs.book, registers.Query("members")) == 2


def test_closing_waits_for_what_is_being_written(qtbot, open_book, settle, book_file):
    window = open_book()
    gate = threading.Event()

    def long_write(book: Book) -> None:
        with book.write("Nhập") as session:
            for place in range(50):
                registers.save_in(session, "members", {"full_name": f"Người {place:02}"})
            gate.wait(LONG)

    window.jobs.write(long_write)
    window.close()
    qtbot.wait(100)
    assert window.isVisible()
    assert window.status.message() == "Đang ghi nốt…"
    gate.set()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=LONG * 1000)
    assert len(names_in(book_file)) == 52
    assert books.check_file(book_file).ok


def test_the_system_may_end_the_program_without_losing_a_write(open_book, book_file):
    """A session that ends doesn't wait for questions: what is written is written whole."""
    window = open_book()
    for place in range(5):
        window.jobs.write(registers.save, "members", {"full_name": f"Người {place}"})
    window.stop_safely()
    assert not window.isVisible()
    assert len(names_in(book_file)) == 7


# a bug


def test_a_bug_is_told_with_a_report_and_a_safe_way_out(qtbot, open_book, settle, book_file, home):
    window = open_book()
    personal = "Nguyễn Thị Anh"

    def broken(book: Book) -> None:
        with book.write("Nhập") as session:
            registers.save_in(session, "members", {"full_name": "Nửa chừng"})
            raise RuntimeError(f"invalid value '{personal}'")

    window.jobs.write(broken, label="Đang nhập")
    window.jobs.write(broken, label="Đang nhập")
    settle(window, bug=True)
    (dialog,) = window.findChildren(ErrorDialog)  # one at a time
    assert dialog.isVisible()
    words = " ".join(texts(dialog, QLabel))
    assert "Xảy ra trong lúc: Đang nhập" in words
    reports = sorted((home / "logs").glob("report-*.txt"))
    assert len(reports) == 2
    assert str(reports[0]) in words
    report = reports[0].read_text("utf-8")
    assert "RuntimeError: invalid value" in report
    assert personal not in report
    stop = [one for one in dialog.findChildren(QPushButton) if "an toàn" in one.text()]
    stop[0].click()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=LONG * 1000)
    assert names_in(book_file) == ["Nguyễn Thị Anh", "Trần Văn Đạt"]
    assert books.check_file(book_file).ok


def test_after_a_bug_the_clerk_may_go_on(open_book, settle):
    window = open_book()

    def broken() -> None:
        raise RuntimeError("unforeseen")

    window.jobs.run(broken)
    settle(window, bug=True)
    dialog = window.findChild(ErrorDialog)
    dialog.reject()
    settle(window)
    assert window.isVisible()
    window.jobs.run(broken)
    settle(window, bug=True)
    assert window.findChild(ErrorDialog) is not None  # the next bug is told again
    window.findChild(ErrorDialog).reject()


# progress


def test_a_long_work_shows_how_far_it_is_and_can_be_cancelled(qtbot, open_book, settle):
    window = open_book()

    def long_write(book: Book, progress: Progress) -> None:
        with book.write("Nhập") as session:
            registers.save_in(session, "members", {"full_name": "Nửa chừng"})
            while True:
                progress.report(1234, 5000, "Đảng viên")

    window.jobs.write(long_write, label="Đang nhập danh sách")
    qtbot.waitUntil(lambda: window.findChild(ProgressDialog) is not None, timeout=LONG * 1000)
    dialog = window.findChild(ProgressDialog)
    assert dialog.windowTitle() == "Đang nhập danh sách"
    assert not dialog.isModal()  # one can look things up meanwhile
    bar = dialog.findChild(QProgressBar)
    qtbot.waitUntil(lambda: bar.maximum() == 5000)
    assert bar.value() == 1234
    assert "1.234 trên 5.000 Đảng viên" in texts(dialog, QLabel)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert "Đang dừng…" in texts(dialog, QLabel)
    settle(window)
    qtbot.waitUntil(lambda: window.findChild(ProgressDialog) is None)
    assert QApplication.activeModalWidget() is None  # who cancels needs no telling
    assert registers.count(window.jobs.book, registers.Query("members")) == 2


def test_a_work_that_cannot_stop_half_way_says_so(qtbot, open_book, settle):
    window = open_book()
    gate = threading.Event()
    window.jobs.run(lambda: gate.wait(LONG))
    qtbot.waitUntil(lambda: window.findChild(ProgressDialog) is not None, timeout=LONG * 1000)
    dialog = window.findChild(ProgressDialog)
    (button,) = dialog.findChildren(QPushButton)
    assert not button.isEnabled()
    assert "Việc này không dừng được giữa chừng; xin chờ." in texts(dialog, QLabel)
    gate.set()
    settle(window)


def test_a_work_begun_in_a_dialog_can_be_cancelled_over_it(qtbot, open_book, settle):
    window = open_book()
    dialog = QDialog(window)
    dialog.open()  # nothing below it can be clicked

    def long_work(_book: Book, progress: Progress) -> None:
        while True:
            progress.report(1, 2, "")

    window.jobs.read(long_work)
    qtbot.waitUntil(lambda: dialog.findChild(ProgressDialog) is not None, timeout=LONG * 1000)
    dialog.findChild(ProgressDialog).findChild(QPushButton).click()
    settle(window)
    qtbot.waitUntil(lambda: dialog.findChild(ProgressDialog) is None)
    dialog.reject()


def test_a_dialog_that_closes_takes_its_progress_along(qtbot, open_book, settle):
    window = open_book()
    gate = threading.Event()
    dialog = QDialog(window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    window.jobs.run(lambda: gate.wait(LONG))
    qtbot.waitUntil(lambda: dialog.findChild(ProgressDialog) is not None, timeout=LONG * 1000)
    dialog.reject()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gate.set()
    settle(window)


# settings, the guide, about


def test_what_is_chosen_in_the_settings_is_kept_and_shown(qtbot, open_window, qapp, theme):
    window = open_window()
    window.actions_["settings"].trigger()
    dialog = window.findChild(SettingsDialog)
    language, colours = dialog.findChildren(QComboBox)[:2]
    assert [language.itemText(place) for place in range(2)] == ["Tiếng Việt", "English"]
    assert [colours.itemText(place) for place in range(3)] == ["Theo hệ thống", "Sáng", "Tối"]
    language.setCurrentIndex(1)
    colours.setCurrentIndex(2)
    dialog.findChild(QCheckBox).setChecked(False)
    light = qapp.palette().window().color().lightness()
    try:
        dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Save).click()
        assert qapp.palette().window().color().lightness() < light
    finally:
        theme.apply("light")
    kept = Settings()
    assert kept.get("language", "vi") == "en"
    assert kept.get("theme", "system") == "dark"
    assert kept.get("reopen", True) is False


def test_settings_that_are_cancelled_change_nothing(open_window):
    window = open_window()
    window.actions_["settings"].trigger()
    dialog = window.findChild(SettingsDialog)
    dialog.findChildren(QComboBox)[0].setCurrentIndex(1)
    dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Cancel).click()
    window.settings.save()
    assert Settings().get("language", "vi") == "vi"


def test_settings_that_cannot_be_kept_are_told(open_window, home):
    window = open_window()
    (home / "settings.json").unlink(missing_ok=True)
    (home / "settings.json").mkdir()
    window.actions_["settings"].trigger()
    dialog = window.findChild(SettingsDialog)
    dialog.findChildren(QComboBox)[0].setCurrentIndex(1)
    dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Save).click()
    assert "settings.json" in window.status.message()
    (home / "settings.json").rmdir()


def test_the_guide_is_searched_from_its_top_again_at_its_end(qtbot, open_window):
    window = open_window()
    window.actions_["help"].trigger()
    guide = window.findChild(HelpDialog)
    guide.activateWindow()
    qtbot.waitUntil(guide.isActiveWindow)
    qtbot.keyClick(guide, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    field = guide.findChild(QLineEdit)
    assert QApplication.focusWidget() is field
    field.insert("gửi cấp trên")
    cursor = guide.findChild(QTextBrowser).textCursor
    places = []
    for _turn in range(1 + guide.text().lower().count("gửi cấp trên")):
        qtbot.keyClick(field, Qt.Key.Key_Return)
        assert cursor().selectedText().lower() == "gửi cấp trên"
        places.append(cursor().position())
    assert len(places) > 2
    assert places[:-1] == sorted(set(places[:-1]))
    assert places[-1] == places[0]  # and round again
    assert guide.isVisible()  # Enter doesn't close it
    guide.close()


def test_about_says_the_version_and_where_the_data_lie(open_window, home):
    window = open_window()
    window.actions_["about"].trigger()
    dialog = window.findChild(AboutDialog)
    words = "\n".join(texts(dialog, QLabel))
    assert __version__ in words
    assert str(home) in words
    assert "không dùng mạng" in words
    dialog.reject()


def test_the_parts_of_the_program_are_shown_with_their_licences(open_window):
    window = open_window()
    window.actions_["about"].trigger()
    dialog = window.findChild(AboutDialog)
    next(one for one in dialog.findChildren(QPushButton) if "giấy phép" in one.text()).click()
    page = dialog.findChild(HelpDialog)
    assert page.windowTitle() == "Thành phần và giấy phép"
    for one in ("Qt 6", "LGPL-3.0", "SQLCipher", "OpenSSL", "reportlab", "Liberation", "Lucide"):
        assert one in page.text()
    page.close()
    dialog.reject()


# a reason


@pytest.mark.parametrize("confirmed", [True, False])
def test_a_reason_is_given_clean_and_only_when_it_is_confirmed(qtbot, confirmed):
    dialog = ReasonDialog("Không đồng ý", 1234)
    given: list[str] = []
    dialog.given.connect(given.append)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    assert "1.234 lượt khen sẽ chuyển thành: Không đồng ý" in " ".join(texts(dialog, QLabel))
    dialog.area.setPlainText("  Chưa đủ\u200b điều kiện\nnăm 2025 ")
    if confirmed:
        qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    else:
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert given == (["Chưa đủ điều kiện\nnăm 2025"] if confirmed else [])
    qtbot.waitUntil(lambda: not shiboken6.isValid(dialog))
