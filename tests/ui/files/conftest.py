"""The window with a record's files, and its end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox

from desktop.platform.opened import COPIES
from desktop.services import registers
from desktop.services.books import Book

from .record_files import Desk


@pytest.fixture
def desk(open_window: Any, settle: Any, book: Book) -> Iterator[Callable[..., Desk]]:
    """Opens a window on the only model, which `fill` may have put files to."""

    def make(fill: Callable[[Book, int], object] | None = None) -> Desk:
        model = registers.save(book, "models", {"name": "Thắp sáng đường quê"}).value.id
        if fill is not None:
            fill(book, model)
        book.close()
        window = open_window(book.path)
        settle(window)
        window.tabs.show_tab("models")
        settle(window)
        page = window.tabs.page("models").page_of("models")
        page.open_record("models", model)
        settle(window)
        return Desk(window, page.dialog, settle, book.path)

    yield make
    for one in QApplication.topLevelWidgets():
        if isinstance(one, QMessageBox):
            one.close()
    COPIES.end()
