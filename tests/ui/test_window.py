"""The window as the clerk meets it: first moments, keys, what it remembers, leaving it."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, QSize, Qt, QUrl, qInstallMessageHandler
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QListWidget, QPushButton

from desktop import app
from desktop.platform.logging import close_logging
from desktop.platform.settings import Settings
from desktop.services import books
from desktop.services.books import OfficeSetup
from desktop.ui import i18n
from desktop.ui.book_flow import start_book
from desktop.ui.dialogs.error_dialog import ErrorDialog
from desktop.ui.dialogs.help import HelpDialog
from desktop.ui.main_window import MainWindow
from desktop.ui.register_page import RegisterPage
from desktop.ui.theme import Theme

from .driving import LONG, box, texts, windows

CTRL = Qt.KeyboardModifier.ControlModifier
TABS = [
    "Tổng quan",
    "Đảng viên",
    "Cam kết",
    "Mô hình",
    "Khen thưởng",
    "Theo dõi khác",
    "Đơn vị",
    "Làm sạch dữ liệu",
    "Gửi, nhận",
]
REGISTERS = ["members", "pledges", "models", "commendations", "units"]
OFFICE = "Ban Tuyên giáo Huyện ủy Cầu Ngang"


@pytest.fixture
def another(qapp: QApplication, qtbot: Any, theme: Theme) -> Iterator[Callable[..., MainWindow]]:
    """Opens windows with settings read anew from their file, as a later start does."""
    with windows(qtbot, theme, Settings) as make:
        yield make


def tab_titles(window: MainWindow) -> list[str]:
    return [window.tabs.tabText(place) for place in range(window.tabs.count())]


def main_page(window: MainWindow) -> RegisterPage:
    page: Any = window.tabs.current_page()
    return page if isinstance(page, RegisterPage) else page.main_page()


# the first moments


def test_without_a_book_the_welcome_page_says_what_can_be_done(open_window):
    window = open_window()
    assert window.welcome.isVisible()
    assert not window.tabs.isVisible()
    assert window.windowTitle() == "Gương Sáng"
    assert texts(window.welcome, QPushButton) == ["&Lập sổ mới…", "&Mở sổ…", "&Xem thử sổ mẫu…"]
    assert "Chưa mở sổ" in texts(window.statusBar(), QLabel)
    assert "Không nhập bí mật nhà nước" in texts(window.statusBar(), QLabel)
    for name in ("find", "new_record", "print_list", "backup", "send_upward", "close_book"):
        assert not window.actions_[name].isEnabled(), name
    for name in ("new_book", "open_book", "demo_book", "check_file", "settings", "help"):
        assert window.actions_[name].isEnabled(), name


def test_the_choices_of_the_welcome_page_lead_on(open_window):
    window = open_window()
    window.welcome.findChildren(QPushButton)[0].click()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QDialog)
    assert dialog.windowTitle() == "Lập sổ mới"
    dialog.reject()


def test_a_book_opens_with_its_tabs_name_and_backup(open_book, home):
    window = open_book()
    assert tab_titles(window) == TABS
    assert window.windowTitle() == f"{OFFICE} – Gương Sáng"
    status = texts(window.statusBar(), QLabel)
    assert OFFICE in status
    made = list((home / "backups").rglob("*.gsdb"))
    assert len(made) == 1  # today's, made when the book was opened
    assert books.check_file(made[0]).ok
    last = books.last_backup(window.jobs.book)
    assert f"Sao lưu {last.at:%H:%M %d/%m/%Y}" in status
    assert window.statusBar().minimumSizeHint().width() < 680, "on a small screen it gives way"
    assert window.actions_["find"].isEnabled()


def test_every_tab_comes_up_by_its_key(qtbot, open_book, settle):
    window = open_book()
    window.tabs.setCurrentIndex(1)
    settle(window)
    for place in range(len(TABS)):
        qtbot.keyClick(window, Qt.Key(Qt.Key.Key_1 + place), CTRL)
        settle(window)
        assert window.tabs.currentIndex() == place
        assert window.tabs.current_page().isVisible()
        assert window.tabs.current_page().accessibleName() == TABS[place]


def test_ctrl_f_goes_to_the_search_field(qtbot, open_book, settle):
    window = open_book()
    for name in REGISTERS:
        window.tabs.show_tab(name)
        settle(window)
        qtbot.keyClick(window, Qt.Key.Key_F, CTRL)
        assert QApplication.focusWidget() is main_page(window).toolbar.search, name


def test_ctrl_n_begins_a_record(qtbot, open_book, settle):
    window = open_book()
    for name in REGISTERS:
        window.tabs.show_tab(name)
        settle(window)
        qtbot.keyClick(window, Qt.Key.Key_N, CTRL)
        settle(window)
        page = main_page(window)
        assert page.dialog.isVisible(), name
        assert page.dialog.windowTitle().startswith("Thêm ")
        assert page.dialog.form.isEnabled()
        page.discard_pending()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)


def test_ctrl_p_opens_the_list_in_the_preview(qtbot, open_book, settle, read_pdf):
    window = open_book()
    window.tabs.show_tab("members")
    settle(window)
    main_page(window).toolbar.search.setText("dat")
    qtbot.wait(200)
    settle(window)
    qtbot.keyClick(window, Qt.Key.Key_P, CTRL)
    qtbot.waitUntil(lambda: window.papers.preview is not None, timeout=LONG * 1000)
    preview = window.papers.preview
    assert preview.isVisible()
    (page,) = read_pdf(preview.view._file.path)
    assert "Trần Văn Đạt" in page.text
    assert "Nguyễn Thị Anh" not in page.text  # what is searched is what is printed
    assert "Tìm: dat" in page.text
    preview.reject()


def test_f1_opens_the_guide_also_without_a_book(qtbot, open_window):
    window = open_window()
    window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_F1)
    guide = window.findChild(HelpDialog)
    assert guide.isVisible()
    assert "Sao lưu" in guide.text()
    guide.close()


# what is remembered


def test_size_and_tab_are_remembered_by_the_next_window(qtbot, open_book, another, settle):
    window = open_book()
    window.resize(781, 603)  # the screen of these tests is small
    window.tabs.show_tab("models")
    settle(window)
    window.close()
    later = another()
    assert later.size() == QSize(781, 603)
    assert later.tabs.current_name() == "models"


def test_the_last_book_is_opened_again_unless_the_clerk_does_not_want_it(
    open_book, another, settle, book_file
):
    open_book().close()
    assert start_book(Settings()) == book_file
    later = another(start_book(Settings()))
    settle(later)
    assert later.windowTitle() == f"{OFFICE} – Gương Sáng"
    assert later.tabs.isVisible()
    later.close()
    settings = Settings()
    settings.set("reopen", False)
    assert start_book(settings) is None
    settings.set("reopen", True)
    book_file.unlink()
    assert start_book(settings) is None


def test_recent_books_are_listed_and_one_that_is_gone_leaves_the_list(
    qtbot, open_book, settle, book_file, tmp_path
):
    other = tmp_path / "Sổ cũ.gsdb"
    books.create_book(other, OfficeSetup("Ban cũ", "commune", "Cũ")).close()
    window = open_book()
    window.books.open_path(other)
    settle(window)
    assert window.windowTitle() == "Ban cũ – Gương Sáng"
    window.books.close_book()
    settle(window)
    assert window.welcome.isVisible()
    assert window.welcome.recent() == [other, book_file]
    entries = [one.text() for one in window.actions_.recent.actions()]
    assert entries[0].startswith("&1  Sổ cũ")
    assert entries[1].startswith("&2  Sổ 2026")
    other.unlink()
    listed = window.welcome.findChild(QListWidget)
    listed.setFocus()
    qtbot.keyClick(listed, Qt.Key.Key_Return)  # the first one
    settle(window)
    assert "Không tìm thấy «Sổ cũ.gsdb»" in box().text()
    box().accept()
    assert window.welcome.recent() == [book_file]
    assert len(window.actions_.recent.actions()) == 1
    window.actions_.recent.actions()[0].trigger()
    settle(window)
    assert window.windowTitle() == f"{OFFICE} – Gương Sáng"


def _drag(window: MainWindow, path: Path) -> bool:
    """Drag a file over the window and drop it; tell whether it was taken."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    at, action = QPointF(50, 50), Qt.DropAction.CopyAction
    enter = QDragEnterEvent(at.toPoint(), action, data, left, none)
    enter.ignore()
    QApplication.sendEvent(window, enter)
    if not enter.isAccepted():
        return False
    drop = QDropEvent(at, action, data, left, none)
    drop.ignore()
    QApplication.sendEvent(window, drop)
    return drop.isAccepted()


def test_a_book_dropped_on_the_window_is_opened_and_nothing_else(
    open_window, settle, book_file, tmp_path
):
    window = open_window()
    text = tmp_path / "ghi chú.txt"
    text.write_text("Không phải sổ", "utf-8")
    assert not _drag(window, text)
    assert window.jobs.book is None
    assert _drag(window, book_file)
    settle(window)
    assert window.windowTitle() == f"{OFFICE} – Gương Sáng"
    assert _drag(window, book_file)
    assert window.status.message() == "Sổ này đang mở rồi."


# wired together, in English


@pytest.fixture
def build(monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> Iterator[Any]:
    """`desktop.app.build`, with its hooks taken back at the end."""
    made: list[MainWindow] = []
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    handler = qInstallMessageHandler(None)
    qInstallMessageHandler(handler)

    def make(*args: Any, **named: Any) -> MainWindow:
        _app, window = app.build(*args, **named)
        made.append(window)
        return window

    yield make
    for window in made:
        window.stop_safely()
        window.deleteLater()
    qInstallMessageHandler(handler)
    close_logging()
    Theme(qapp).apply("light")
    qapp.processEvents()
    gc.collect()


@pytest.mark.parametrize("way", ["settings", "argument"])
def test_the_interface_speaks_english_when_it_is_asked_to(
    qtbot, build, settle, book_file, home, way
):
    if way == "settings":
        settings = Settings()
        settings.set("language", "en")
        settings.remember_book(book_file)
        settings.save()
        window = build()
    else:
        window = build(book_file, language="en")
    with qtbot.waitSignal(window.painted, timeout=10_000):
        window.show()
    settle(window)
    assert i18n.language() == "en"
    assert tab_titles(window) == [
        "Overview", "Members", "Pledges", "Models", "Commendations", "Other registers", "Units",
        "Clean data", "Send and receive",
    ]  # fmt: skip
    menus = [one.text() for one in window.menuBar().actions()]
    assert menus == ["&File", "&Edit", "&Print", "&Tools", "&Help"]
    assert window.windowTitle().startswith(OFFICE)
    assert (home / "logs" / "guongsang.log").is_file()


def test_what_nobody_caught_is_told_like_any_bug(qtbot, build):
    window = build(language="vi")
    with qtbot.waitSignal(window.painted, timeout=10_000):
        window.show()
    error = RuntimeError("unforeseen")
    sys.excepthook(RuntimeError, error, error.__traceback__)
    assert window.findChild(ErrorDialog).isVisible()
    window.findChild(ErrorDialog).reject()
