"""A real window on a book with figures, and the reports that are opened over it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from desktop.core.register import Query
from desktop.services import period_reports, registers, undoing
from desktop.services.books import Book
from desktop.ui.dialogs.error_dialog import ErrorDialog
from desktop.ui.main_window import MainWindow
from desktop.ui.reports.editor import ReportEditor
from desktop.ui.reports.page import ReportsPage
from desktop.ui.tabs.others import OTHERS

LONG_MS = 20_000
FIRST, LAST = date(2025, 1, 1), date(2025, 12, 31)


class Desk:
    """A window on the book with two models and a report of 2025."""

    def __init__(self, qtbot: Any, book: Book, open_window: Callable[..., MainWindow]) -> None:
        self.qtbot = qtbot
        for name in ("Camera an ninh", "Thắp sáng đường quê"):
            self.model(book, name)
        done = period_reports.new_report(book, "interim_review", "sơ kết năm 2025", FIRST, LAST)
        self.report: int = done.value
        book.close()
        self.window = open_window(book.path)
        self.window.resize(1366, 700)
        self.window.activateWindow()
        self.settle()

    @staticmethod
    def model(book: Book, name: str) -> None:
        values = {"name": name, "kind": "collective", "registered_on": date(2025, 3, 1)}
        registers.save(book, "models", values)

    @property
    def book(self) -> Book:
        return self.window.jobs.book

    def settle(self) -> None:
        """Wait until everything asked for has come."""
        self.qtbot.wait(80)
        for _round in range(3):
            self.qtbot.wait(8)
            self.qtbot.waitUntil(lambda: not self.window.jobs.pending, timeout=LONG_MS)
        assert self.window.findChild(ErrorDialog) is None

    def page(self) -> ReportsPage:
        self.window.show_rows("period_reports", {})
        self.settle()
        others = self.window.tabs.current_page()
        found = others._page(OTHERS.registers.index("period_reports"))
        assert isinstance(found, ReportsPage)
        return found

    def editor(self) -> ReportEditor:
        page = self.page()
        page.reports.select_record(self.report)
        self.settle()
        page.reports.open_selected()
        self.settle()
        found = page.reports.editor
        assert found is not None
        assert found.isEnabled()
        return found

    def deeds(self) -> list[str]:
        """Return the words of what can be undone, the latest first."""
        return [one.words for one in undoing.last_deeds(self.book).every]

    def kept(self) -> period_reports.Draft:
        return period_reports.draft(self.book, self.report)

    def all(self, register: str, **filters: Any) -> list[Any]:
        ids = registers.keys(self.book, Query(register, filters=filters))
        return list(registers.rows(self.book, register, ids))

    def write(self, fn: Callable[..., Any], *args: Any) -> Any:
        """Write as another part of the window would."""
        done: list[Any] = []
        self.window.jobs.write(fn, *args, on_done=done.append)
        self.settle()
        return getattr(done[0], "value", None)

    def paper(self, read_pdf: Any) -> str:
        """Return the text of the paper in the preview, which is then closed."""
        papers = self.window.papers
        self.qtbot.waitUntil(lambda: papers.preview is not None, timeout=LONG_MS)
        pages = read_pdf(papers.preview.view._file.path)
        papers.preview.reject()
        self.settle()
        return " ".join(" ".join(page.text for page in pages).split())


@pytest.fixture
def desk(qtbot: Any, book: Book, open_window: Callable[..., MainWindow]) -> Desk:
    made = Desk(qtbot, book, open_window)
    QApplication.processEvents()
    return made
