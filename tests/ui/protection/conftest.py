"""An encrypted book with two members, made once, and windows on copies of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.services import books, protection
from desktop.storage import verifiers
from desktop.ui.main_window import MainWindow
from tests.ui import driving

PASSPHRASE = "Sông Cầu nước chảy lơ thơ"
NAMES = ("Nguyễn Thị Anh", "Trần Văn Đạt")


@pytest.fixture(scope="session")
def passphrase() -> str:
    """The passphrase of the encrypted book."""
    return PASSPHRASE


@pytest.fixture(scope="session")
def made(
    empty_book: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, protection.RecoveryKey]:
    """The encrypted book, to be copied only, and its recovery key."""
    folder = tmp_path_factory.mktemp("mã hóa")
    monkeypatch = pytest.MonkeyPatch()
    monkeypatch.setenv("GUONGSANG_HOME", str(folder / "nhà"))
    path = Path(shutil.copy(empty_book, folder / "Sổ mật.gsdb"))
    opened = books.open_book(path)
    for name in NAMES:
        driving.add_member(opened, name)
    opened.close()
    key = protection.protect(path, PASSPHRASE)
    protection.lock(path)
    monkeypatch.undo()
    return path, key


@pytest.fixture
def key(made: tuple[Path, protection.RecoveryKey]) -> protection.RecoveryKey:
    """The recovery key of the encrypted book."""
    return made[1]


@pytest.fixture
def secret_file(made: tuple[Path, Any], tmp_path: Path) -> Path:
    """A copy of the encrypted book, locked, with its verifier."""
    path = Path(shutil.copy(made[0], tmp_path / "Sổ mật.gsdb"))
    verifiers.copy(made[0], path)
    return path


@pytest.fixture
def shown(qtbot: Any) -> Callable[..., Any]:
    """Waits until a visible window of a kind is up, and returns it."""

    def wait(kind: type[QWidget]) -> Any:
        def found() -> list[QWidget]:
            windows = QApplication.topLevelWidgets()
            return [one for one in windows if isinstance(one, kind) and one.isVisible()]

        qtbot.waitUntil(lambda: bool(found()), timeout=driving.LONG * 1000)
        return found()[-1]

    return wait


@pytest.fixture
def open_secret(
    open_window: Any, settle: Any, secret_file: Path, shown: Any, qtbot: Any
) -> Callable[[], MainWindow]:
    """Opens a window on the encrypted book by its passphrase, on the tab of members."""
    from desktop.ui.protection.unlocking import UnlockDialog  # noqa: PLC0415 - as the window does

    def make() -> MainWindow:
        window = open_window(secret_file)
        window.activateWindow()
        dialog = shown(UnlockDialog)
        dialog.panel.line.setText(PASSPHRASE)
        dialog.buttons.do.click()
        qtbot.waitUntil(lambda: window.protection.lock.encrypted, timeout=driving.LONG * 1000)
        settle(window)
        window.tabs.show_tab("members")
        settle(window)
        return window

    return make
