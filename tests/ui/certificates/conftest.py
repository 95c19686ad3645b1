"""A real window on a book with a round of awards, and the editor opened over it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.services import certificates, registers
from desktop.services.books import Book
from desktop.ui.certificates.editor import LayoutEditor
from desktop.ui.certificates.print_dialog import PrintCertificates, ask_certificates
from desktop.ui.main_window import MainWindow
from tests.ui import driving

NAMES = (
    ("Trần Văn Đạt", "individual"),
    ("Lê Thị Ánh", "individual"),
    ("Ủy ban Mặt trận Tổ quốc Việt Nam xã Mỹ Hòa", "collective"),
)
LONG_MS = 20_000


class Desk:
    """A window on the book, and what is opened over it."""

    def __init__(self, qtbot: Any, book: Book, window: Callable[..., MainWindow]) -> None:
        self.qtbot = qtbot
        self.forms = {one.name: one.id for one in certificates.forms(book)}
        self.layouts = {one.name: one.id for one in certificates.layouts(book)}
        held = registers.save(book, "rounds", {"title": "Sơ kết 05 năm"}).value.id
        self.round: int = held
        values = {"round_id": held, "number": "15-QĐ/HU", "on": date(2025, 9, 2),
                  "level": "district"}  # fmt: skip
        self.decision: int = registers.save(book, "decisions", values).value.id
        self.awards: list[int] = []
        for name, kind in NAMES:
            award = {
                "round_id": held,
                "decision_id": self.decision,
                "form_id": self.forms["Giấy khen"],
                "recipient_kind": kind,
                "recipient_name": name,
                "achievement": "Có thành tích xuất sắc trong học tập và làm theo Bác",
                "state": "agreed",
            }
            self.awards.append(registers.save(book, "awards", award).value.id)
        book.close()
        self.window = window(book.path)
        self.window.resize(1366, 760)
        self.window.activateWindow()
        self.settle()
        self.window.tabs.show_tab("commendations")
        self.settle()

    @property
    def context(self) -> Any:
        return self.window.tabs.current_page().context

    @property
    def book(self) -> Book:
        return self.window.jobs.book

    def settle(self) -> None:
        for _round in range(3):
            self.qtbot.wait(5)
            self.qtbot.waitUntil(
                lambda: not (self.window.jobs.pending or driving.resting()), timeout=LONG_MS
            )

    def edit(self, name: str = "Giấy khen (thể thức Đảng)") -> LayoutEditor:
        editor = LayoutEditor(self.context, self.layouts[name], self.window)
        editor.open()
        editor.resize(1280, 700)
        self.settle()
        assert editor.isEnabled()
        return editor

    def ask(self, **scope: Any) -> PrintCertificates:
        dialog = ask_certificates(
            self.context, scope or {"round": self.round}, "Sơ kết 05 năm", self.window
        )
        self.settle()
        return dialog

    def place(self, editor: LayoutEditor, key: str) -> int:
        """Return the place of the field of a kind."""
        keys = [one.key for one in editor.model.layout.fields]
        return keys.index(key)

    def field(self, editor: LayoutEditor, key: str) -> Any:
        return editor.model.layout.fields[self.place(editor, key)]

    def drag(
        self,
        editor: LayoutEditor,
        begin: QPointF,
        end: QPointF,
        mods: Qt.KeyboardModifier = Qt.KeyboardModifier.AltModifier,
    ) -> None:
        """Drag with the mouse from one place on the sheet to another (mm)."""
        view = editor.board.view
        port = view.viewport()
        left = Qt.MouseButton.LeftButton
        QTest.mousePress(port, left, Qt.KeyboardModifier.NoModifier, view.mapFromScene(begin))
        for part in range(1, 6):
            at = begin + (end - begin) * (part / 5)
            event_at = view.mapFromScene(at)
            _move(port, event_at, mods)
        QTest.mouseRelease(port, left, mods, view.mapFromScene(end))
        QApplication.processEvents()


def _move(port: Any, at: Any, mods: Qt.KeyboardModifier) -> None:
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(at),
        QPointF(port.mapToGlobal(at)),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.LeftButton,
        mods,
    )
    QApplication.sendEvent(port, event)


@pytest.fixture
def desk(qtbot: Any, book: Book, open_window: Callable[..., MainWindow]) -> Desk:
    return Desk(qtbot, book, open_window)


@pytest.fixture
def blank(tmp_path: Path) -> Path:
    """A scan of a blank on A4, landscape."""
    image = QImage(1188, 840, QImage.Format.Format_RGB32)
    image.fill(QColor("#fdf6e3"))
    painter = QPainter(image)
    painter.setPen(QColor("#b71c1c"))
    painter.drawRect(40, 40, 1108, 760)
    painter.end()
    path = tmp_path / "phôi giấy khen.png"
    assert image.save(str(path))
    return path
