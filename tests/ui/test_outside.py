"""What the program hands to other programs, and what it never does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices

from desktop.ui import outside


class Opener(QObject):
    """Stands where another program would be started, whatever kind of address it is."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.opened.append(url.toString())


@pytest.fixture
def opener() -> Iterator[Opener]:
    made = Opener()
    kinds = ("file", "http", "https", "mailto", "javascript", "c", "ms-msdt")
    for kind in kinds:
        QDesktopServices.setUrlHandler(kind, made, "take")  # type: ignore[arg-type]  # the stub says bytes
    yield made
    for kind in kinds:
        QDesktopServices.unsetUrlHandler(kind)


def test_a_document_is_handed_over_as_a_local_file(opener: Opener, tmp_path: Path) -> None:
    path = tmp_path / "Báo cáo #1 50%?.pdf"
    assert outside.open_file(path)
    (told,) = opener.opened
    assert QUrl(told).isLocalFile()
    assert Path(QUrl(told).toLocalFile()) == path


def test_a_folder_is_handed_over_as_one(opener: Opener, tmp_path: Path) -> None:
    assert outside.open_folder(tmp_path)
    assert opener.opened[0].endswith("/")


@pytest.mark.parametrize(
    "name",
    ["a.exe", "a.pdf.lnk", "a.url", "a.bat ", "a.hta", "a.ps1", "a.scr", "a.docm", "a.xlsm",
     "a.html", "a.desktop", "a.js"],
)  # fmt: skip
def test_what_could_do_more_is_refused_in_a_sentence(
    opener: Opener, tmp_path: Path, name: str
) -> None:
    assert not outside.open_file(tmp_path / name)
    assert opener.opened == []
    assert "Lưu thành" in outside.refusal(name)
    assert name.strip() in outside.refusal(name)


@pytest.mark.parametrize(
    "address", ["http:/a.b/c.pdf", "javascript:alert(1).pdf", "ms-msdt:/id.pdf", "c.pdf", "."]
)
def test_an_address_is_no_file(opener: Opener, address: str) -> None:
    assert not outside.open_file(Path(address))
    assert not outside.open_folder(Path(address))
    assert opener.opened == []
