"""Files of a record opened as copies, and saved elsewhere."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from desktop.platform.opened import COPIES

from .record_files import three


class Opener(QObject):
    """Stands where another program would be started."""

    def __init__(self) -> None:
        super().__init__()
        self.paths: list[Path] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.paths.append(Path(url.toLocalFile()))


@pytest.fixture
def opener() -> Iterator[Opener]:
    made = Opener()
    QDesktopServices.setUrlHandler("file", made, "take")  # type: ignore[arg-type]  # the stub says bytes
    yield made
    QDesktopServices.unsetUrlHandler("file")


def test_opened_as_a_copy_that_may_only_be_read(desk: Any, qtbot: Any, opener: Opener) -> None:
    shown = desk(three)
    shown.choose(1)
    qtbot.keyClick(shown.pane.view, Qt.Key.Key_Return)
    shown.settle()
    (path,) = opener.paths
    assert (path.name, path.read_bytes()) == ("b.pdf", b"%PDF-1.4")
    assert not path.stat().st_mode & stat.S_IWUSR
    assert shown.dialog.isVisible()  # Enter didn't save and close the record
    COPIES.end()
    assert not path.exists()


def test_a_program_is_never_opened(desk: Any, opener: Opener) -> None:
    shown = desk(three)
    shown.choose(2)
    shown.pane.tools.open.trigger()
    shown.settle()
    assert opener.paths == []
    assert shown.pane.notice.text.startswith("«c.exe» là chương trình")


def test_saved_under_a_name_and_into_a_folder(desk: Any, tmp_path: Path, monkeypatch: Any) -> None:
    shown = desk(three)
    target = tmp_path / "ra.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(target), ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_given: str(tmp_path / "ra"))
    (tmp_path / "ra").mkdir()
    (tmp_path / "ra" / "b.pdf").write_bytes(b"there")
    shown.choose(1)
    shown.pane.tools.save.trigger()
    shown.settle()
    assert target.read_bytes() == b"%PDF-1.4"
    shown.choose(1, 2)
    shown.pane.tools.save.trigger()
    shown.settle()
    assert {one.name: one.read_bytes() for one in (tmp_path / "ra").iterdir()} == {
        "b.pdf": b"there",
        "b (2).pdf": b"%PDF-1.4",
        "c.exe": b"MZ",
    }
