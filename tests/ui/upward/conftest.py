"""Offices below that send real files, and the window of the office that receives them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desktop.services import books, registers
from desktop.services.books import Book, OfficeSetup
from desktop.services.submissions import SubmissionRequest, send_upward
from desktop.ui.main_window import MainWindow

YEAR = (date(2026, 1, 1), date(2026, 12, 31))
NAMES = ("Ban Tuyên giáo Đảng ủy xã Mỹ Hòa", "Ban Tuyên giáo Đảng ủy xã Thuận Hòa")


class Below:
    """A lower office with a book of its own, which sends files."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder = folder
        self.name = name
        setup = OfficeSetup(name=name, level="commune", place="Cầu Ngang", parent="Huyện ủy")
        self.book: Book = books.create_book(folder / f"{name[-8:]}.gsdb", setup)

    def model(self, name: str) -> int:
        """Keep a model of 2026; return its id."""
        values = {"name": name, "registered_on": date(2026, 3, 1)}
        known = {one: value for one, value in values.items() if one in self._fields()}
        return registers.save(self.book, "models", known).value.id

    def _fields(self) -> set[str]:
        return set(registers.specs()["models"].by_name)

    def send(self, file: str, passphrase: str | None = None) -> Path:
        """Send the year's data; return the file."""
        request = SubmissionRequest(*YEAR)
        target = self.folder / file
        return send_upward(self.book, request, target, None, passphrase).value.path


@pytest.fixture
def below(tmp_path: Path) -> Iterator[tuple[Below, Below]]:
    """Two lower offices, each with a model, one of them the same by name."""
    made = tuple(Below(tmp_path, name) for name in NAMES)
    for one in made:
        one.model("Hũ gạo tình thương")
    made[1].model("Ánh sáng an ninh")
    yield made  # type: ignore[misc]  # two of them
    for one in made:
        one.book.close()


@pytest.fixture
def receiver(open_book: Callable[[], MainWindow], settle: Any) -> Callable[[], MainWindow]:
    """Opens the receiving office's window with the tab up."""

    def make() -> MainWindow:
        window = open_book()
        window.tabs.show_tab("upward")
        settle(window)
        return window

    return make


@pytest.fixture
def take(settle: Any) -> Callable[..., None]:
    """Takes files in through the window, recognising every sender."""

    def work(window: MainWindow, *paths: Path) -> None:
        window.upward.receive(list(paths))
        settle(window)
        dialog = window.upward.dialog
        assert dialog is not None
        dialog.table.selectAll()
        dialog.accept_box.click() if dialog.accept_box.isEnabled() else None
        dialog.do_button.click()
        settle(window)
        while dialog.intake.busy:
            settle(window)
        dialog.reject()
        settle(window)

    return work
