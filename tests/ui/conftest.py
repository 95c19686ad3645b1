"""The application, its language and its folders, for tests of the window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from desktop.platform.settings import Settings
from desktop.ui import i18n
from desktop.ui.jobs import Jobs
from desktop.ui.main_window import MainWindow
from desktop.ui.theme import Theme

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


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's folders, below tmp_path."""
    folder = tmp_path / "home"
    monkeypatch.setenv("GUONGSANG_HOME", str(folder))
    (folder / "documents").mkdir(parents=True)
    return folder


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
    qapp: QApplication, qtbot, settings: Settings, theme: Theme
) -> Iterator[Callable[..., MainWindow]]:
    """Makes real windows, shows them and closes them at the end."""
    made: list[MainWindow] = []

    def make(start: Path | None = None) -> MainWindow:
        window = MainWindow(settings, theme, start)
        made.append(window)
        with qtbot.waitSignal(window.painted, timeout=10_000):
            window.show()
        return window

    yield make
    for window in made:
        window.stop_safely()
        window.deleteLater()
    qapp.processEvents()
