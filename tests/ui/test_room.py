"""Messages and dialogs keep their buttons on a small screen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QLabel

from desktop.ui.dialogs.repair import RepairDialog
from desktop.ui.errors import show_information
from desktop.ui.repair_gateway import Outcome
from tests.ui.driving import texts

FOLDER = "Ban Tuyên giáo và Dân vận, tài liệu học tập và làm theo Bác "
LINES = [f"Sổ thứ {number}: 1.234" for number in range(1, 47)]


def test_a_long_message_shows_its_first_lines_and_the_rest_when_asked(
    qtbot: Any, open_book: Any
) -> None:
    shown = show_information(open_book(), "Kiểm tra sổ", "\n".join(LINES))
    qtbot.waitUntil(shown.isVisible)
    room = QApplication.primaryScreen().availableGeometry()
    assert shown.height() < min(room.height(), 500)
    assert shown.text().startswith("Sổ thứ 1: 1.234\nSổ thứ 2: 1.234\n")
    assert "34 dòng nữa" in shown.text()
    assert shown.detailedText() == "\n".join(LINES)
    assert "Xem chi tiết…" in [one.text() for one in shown.buttons()]
    shown.reject()


def test_a_short_message_stays_as_it_is(qtbot: Any, open_book: Any) -> None:
    shown = show_information(open_book(), "Kiểm tra sổ", "\n".join(LINES[:12]))
    assert shown.text() == "\n".join(LINES[:12])
    assert shown.detailedText() == ""
    shown.reject()


def test_a_dialog_that_grows_stays_on_the_screen(qtbot: Any, open_book: Any) -> None:
    room = QApplication.primaryScreen().availableGeometry()
    dialog = RepairDialog(Path("Sổ.gsdb"), open_book())
    dialog.open()
    qtbot.waitUntil(dialog.isVisible)
    dialog.move(room.left() + 40, room.bottom() - dialog.height())
    lines = tuple(f"Cam kết: số {number}" for number in range(40))
    dialog.show_outcome(Outcome(Path("Sổ (đã cứu).gsdb"), ("Đã cứu 5 bản ghi.",), lines))
    qtbot.waitUntil(lambda: room.contains(dialog.frameGeometry()))
    dialog.reject()


def test_long_names_are_cut_and_told_whole(qtbot: Any, open_book: Any) -> None:
    window = open_book()
    path = Path(window.jobs.book.path.anchor, FOLDER * 3, f"Sổ R&D {FOLDER}.gsdb")
    window.actions_.show_recent([path], lambda _path: None)
    (entry,) = window.actions_.recent.actions()
    assert entry.toolTip() == str(path)
    assert "R&&D" in entry.text()
    assert "…" in entry.text()
    width = QFontMetrics(window.actions_.recent.font()).horizontalAdvance(entry.text())
    assert width < 900
    window.resize(680, 400)
    words = f"Đã sao lưu ra {path}"
    window.status.notify(words)
    window.status.repaint()
    label = next(one for one in window.status.findChildren(QLabel) if one.text() == words)
    qtbot.waitUntil(lambda: label.toolTip() == words)
    assert words in texts(window.statusBar(), QLabel)
