"""The application, its language and its folders, for tests of the window."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from desktop.platform.opened import COPIES
from desktop.platform.settings import Settings
from desktop.services.books import Book
from desktop.ui import i18n
from desktop.ui.dialogs.error_dialog import ErrorDialog
from desktop.ui.jobs import Jobs
from desktop.ui.main_window import MainWindow
from desktop.ui.register_page import RegisterPage
from desktop.ui.theme import Theme

from . import driving

# What the platform without a screen says of itself; it is no fault of the window's.
OFFSCREEN = "This plugin does not support"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore(OFFSCREEN, extend=True))


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(
        Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
    )
    return ["guongsang"]


@pytest.fixture(scope="session", autouse=True)
def clipboard_left_empty(qapp: QApplication) -> Iterator[None]:
    """Without a screen Qt holds what was copied until after Python's end, and then crashes."""
    yield
    qapp.clipboard().clear()


@pytest.fixture(scope="session", autouse=True)
def window_system(qapp: QApplication) -> driving.WindowSystem:
    """Gives the keyboard to windows as a desktop does; the platform without a screen doesn't."""
    return driving.WindowSystem(qapp)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The user's folders, below tmp_path; copies for other programs go with them."""
    folder = tmp_path / "home"
    monkeypatch.setenv("GUONGSANG_HOME", str(folder))
    (folder / "documents").mkdir(parents=True)
    kept = Settings()
    kept.set("clerk", driving.CLERK)  # else the window asks who is at work
    kept.save()
    yield folder
    COPIES.end()


@pytest.fixture(autouse=True)
def vietnamese(qapp: QApplication) -> Iterator[None]:
    i18n.install("vi", qapp)
    yield
    i18n.install("vi", qapp)


@pytest.fixture
def settings() -> Settings:
    return Settings()


@pytest.fixture(scope="session")
def theme(qapp: QApplication) -> Theme:
    made = Theme(qapp)
    made.apply("light")
    return made


@pytest.fixture
def jobs(qapp: QApplication) -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.shutdown()
    made.deleteLater()


@pytest.fixture
def open_window(
    qapp: QApplication, qtbot: Any, settings: Settings, theme: Theme
) -> Iterator[Callable[..., MainWindow]]:
    """Makes real windows, shows them and closes them at the end."""
    with driving.windows(qtbot, theme, lambda: settings) as make:
        yield make


@pytest.fixture
def settle(qtbot: Any) -> Callable[..., None]:
    """Waits until everything asked for has come; a bug is told only where one is expected."""

    def wait(window: MainWindow, *, bug: bool = False) -> None:
        for _round in range(3):
            qtbot.wait(8)
            qtbot.waitUntil(lambda: not window.jobs.pending, timeout=driving.LONG * 1000)
        assert bug or window.findChild(ErrorDialog) is None

    return wait


@pytest.fixture
def book_file(book: Book) -> Path:
    """The file of a book with two members, closed."""
    for name in ("Nguyễn Thị Anh", "Trần Văn Đạt"):
        driving.add_member(book, name)
    book.close()
    return book.path


@pytest.fixture
def open_book(open_window: Any, settle: Any, book_file: Path) -> Callable[[], MainWindow]:
    """Opens a window on the book and waits until it is up."""

    def make() -> MainWindow:
        window = open_window(book_file)
        window.activateWindow()
        settle(window)
        assert window.jobs.book is not None
        return window

    return make


@pytest.fixture
def open_members(open_window: Any, settle: Any, book: Book) -> Callable[[], MainWindow]:
    """Opens a window on the members' tab of what the book holds by then."""

    def make() -> MainWindow:
        book.close()
        window = open_window(book.path)
        settle(window)
        window.tabs.show_tab("members")
        settle(window)
        window.activateWindow()
        return window

    return make


@pytest.fixture
def opened(qtbot: Any, jobs: Jobs, book: Book) -> Book:
    """The book, open in the jobs of no window."""
    done: list[Book] = []
    jobs.open_book(lambda: book, on_done=done.append)
    qtbot.waitUntil(lambda: bool(done))
    assert done == [book]
    assert jobs.book is book
    return book


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    """Holds a job until the test lets it go on; open at the end in any case."""
    made = threading.Event()
    yield made
    made.set()


@pytest.fixture
def finish(qtbot: Any, jobs: Jobs) -> Callable[[], None]:
    """Waits until all jobs are over."""

    def wait() -> None:
        qtbot.waitUntil(lambda: not jobs.pending, timeout=driving.LONG * 1000)

    return wait


# for the tests of the folders below, which can't import what stands above them


@pytest.fixture(scope="session")
def type_keys() -> Callable[[QWidget, str], None]:
    """Types letters into a field, and the Backspace key."""
    return driving.type_keys


@pytest.fixture(scope="session")
def names_shown() -> Callable[[RegisterPage], list[str]]:
    """The titles of the rows in a table, from top to bottom."""
    return driving.titles


@pytest.fixture(scope="session")
def add_cells() -> Callable[[Callable[..., int]], dict[str, int]]:
    """Keeps a committee with two base committees and their cells, as it is told to keep them."""
    return driving.add_cells
