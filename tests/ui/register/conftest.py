"""A real book, and the generic page on it, with its words in Vietnamese."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.platform.settings import Settings
from desktop.services import registers
from desktop.services.books import Book
from desktop.ui.jobs import Jobs
from desktop.ui.page import PageContext
from desktop.ui.register.options import PageOptions
from desktop.ui.register_page import RegisterPage
from desktop.ui.theme import Theme
from tests.ui import driving


@dataclass
class Told:
    """What a page told the window."""

    notes: list[str] = field(default_factory=list)
    papers: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    opened: list[tuple[str, int]] = field(default_factory=list)
    problems: list[Any] = field(default_factory=list)


class Office:
    """A book open in the window's jobs, and pages on it."""

    def __init__(
        self,
        qtbot: Any,
        jobs: Jobs,
        book: Book,
        settings: Settings,
        type_text: Callable[[QWidget, str], None],
    ) -> None:
        self.qtbot = qtbot
        self.jobs = jobs
        self.book = book
        self.settings = settings
        self.type_text = type_text
        self.told = Told()
        jobs.bug.connect(lambda error, _label: self.told.problems.append(error))
        jobs.problem.connect(lambda problem, _label: self.told.problems.append(problem))
        self.context = PageContext(
            jobs=jobs,
            settings=settings,
            specs=registers.specs(),
            notify=lambda text, level="info": self.told.notes.append(text),
            print_pdf=self._print,
            open_record=lambda register, record: self.told.opened.append((register, record)),
        )

    def _print(self, form: str, options: Mapping[str, Any] | None = None, title: str = "") -> None:
        self.told.papers.append((form, dict(options or {})))

    def add(self, register: str, **values: Any) -> int:
        """Keep a record as another part of the program does."""
        return registers.save(self.book, register, values).value.id

    def add_many(self, register: str, rows: Iterable[dict[str, Any]]) -> None:
        """Keep many records in one transaction."""
        with self.book.write("Nhập") as session:
            for values in rows:
                registers.save_in(session, register, values)

    def get(self, register: str, row_id: int) -> Any:
        return registers.get(self.book, register, row_id)

    def all(self, register: str, **filters: Any) -> list[Any]:
        ids = registers.keys(self.book, registers.Query(register, filters=filters))
        return registers.rows(self.book, register, ids)

    def show(self, widget: QWidget, width: int = 1200, height: int = 640) -> None:
        self.qtbot.addWidget(widget)
        widget.resize(width, height)
        widget.show()
        self.qtbot.waitExposed(widget)
        widget.activateWindow()
        self.settle()

    def page(self, register: str, options: PageOptions | None = None) -> RegisterPage:
        page = RegisterPage(self.context, self.context.specs[register], options)
        self.show(page)
        return page

    def settle(self) -> None:
        """Wait until everything asked for has come and every pause is over."""
        for _round in range(3):
            self.qtbot.wait(5)
            self.qtbot.waitUntil(
                lambda: not (self.jobs.pending or driving.resting()), timeout=10_000
            )
        assert self.told.problems == []

    def pause(self, milliseconds: int = 450) -> None:
        """Rest the keyboard long enough for searches and suggestions."""
        self.qtbot.wait(milliseconds)
        self.settle()

    @staticmethod
    def focus() -> QWidget | None:
        return QApplication.focusWidget()


@pytest.fixture
def office(
    qtbot: Any, jobs: Jobs, book: Book, settings: Settings, theme: Theme, type_keys: Any
) -> Iterator[Office]:
    opened: list[Book] = []
    jobs.open_book(lambda: book, on_done=opened.append)
    qtbot.waitUntil(lambda: bool(opened))
    made = Office(qtbot, jobs, book, settings, type_keys)
    yield made
    assert made.told.problems == []


@pytest.fixture
def cells(office: Office, add_cells: Callable[..., dict[str, int]]) -> dict[str, int]:
    """A committee with two base committees and their cells."""
    return add_cells(office.add)


@pytest.fixture
def people(office: Office, cells: dict[str, int]) -> dict[str, int]:
    """Five members by name."""
    cam, soc = cells["cam"], cells["soc"]
    rows: tuple[dict[str, Any], ...] = (
        {"full_name": "Nguyễn Thị Anh", "unit_id": cam, "card_number": "00123456", "sex": "female"},
        {"full_name": "Trần Văn Đạt", "unit_id": cam, "birth_date": "1975-05", "sex": "male"},
        {"full_name": "Lê Thị Ánh", "unit_id": soc, "birth_date": "1980-02-03"},
        {"full_name": "Thạch Sô Phách", "unit_id": soc, "birth_date": "1969"},
        {"full_name": "Nguyễn Văn Bé", "unit_id": cam, "status": "probationary"},
    )
    return {row["full_name"]: office.add("members", **row) for row in rows}
