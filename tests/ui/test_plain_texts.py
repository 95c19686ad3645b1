"""A text of the book is never taken for HTML: its <img> would open a file, on the network too."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QToolTip, QWidget

from desktop.ui.theme import Theme

BIG = 900


@pytest.fixture
def text(tmp_path: Path, theme: Theme) -> str:
    theme.apply("light")
    picture = tmp_path / "x.png"
    image = QImage(BIG, BIG, QImage.Format.Format_RGB32)
    image.fill(0)
    assert image.save(str(picture))
    return f'Theo <b>đơn</b> <img src="{picture.as_posix()}">'


def test_a_label_shows_tags_as_they_are(text: str, qtbot) -> None:
    label = QLabel(text)
    qtbot.addWidget(label)
    assert label.sizeHint().height() < BIG
    assert label.textFormat() is Qt.TextFormat.PlainText


def test_a_message_shows_tags_as_they_are(text: str, qtbot) -> None:
    box = QMessageBox()
    qtbot.addWidget(box)
    box.setText(text)
    box.setInformativeText(text)
    box.show()
    assert box.height() < BIG


def test_a_tool_tip_shows_tags_as_they_are(text: str, qtbot, qapp: QApplication) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    for again in ("", "!"):
        QToolTip.showText(QPoint(5, 5), text + again, window)
        (tip,) = [one for one in qapp.topLevelWidgets() if one.objectName() == "qtooltip_label"]
        assert tip.height() < BIG
    QToolTip.hideText()


def test_what_the_program_itself_marks_stays_marked(text: str, qtbot) -> None:
    label = QLabel("<b>a</b>")
    qtbot.addWidget(label)
    label.setTextFormat(Qt.TextFormat.RichText)
    label.setProperty("marked", True)
    label.ensurePolished()
    assert label.textFormat() is Qt.TextFormat.RichText
