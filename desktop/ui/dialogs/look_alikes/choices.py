"""A value that the clerk may choose: a radio button whose words take as many lines as needed."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QRadioButton, QStyle, QStyleOptionButton, QWidget

_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class ValueChoice(QRadioButton):
    """One of two values; the arrows left and right change over, up and down go on."""

    stepped = Signal(int)

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.setAccessibleName(words)
        self.toggled.connect(self._stress)
        self._stress(chosen=False)

    @property
    def words(self) -> str:
        """The words of the value, as they are."""
        return self._words

    def minimumSizeHint(self) -> QSize:
        """Return a small width: the words are broken into lines."""
        return QSize(self._beside() + self.fontMetrics().averageCharWidth() * 8,
                     super().sizeHint().height())  # fmt: skip

    def sizeHint(self) -> QSize:
        """Return the same: the width is what the layout gives."""
        return self.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the words anew."""
        super().resizeEvent(event)
        self._wrap()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let the arrows up and down go to the neighbours."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.stepped.emit(step)

    def _stress(self, chosen: bool) -> None:
        """Show what is chosen in bold, not by the dot alone; Tab comes to it."""
        font = self.font()
        font.setBold(chosen)
        self.setFont(font)
        policy = Qt.FocusPolicy
        self.setFocusPolicy(policy.StrongFocus if chosen else policy.ClickFocus)
        self._wrap()

    def _beside(self) -> int:
        """Return the width that is not the words'."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        metric = QStyle.PixelMetric
        return (
            self.style().pixelMetric(metric.PM_ExclusiveIndicatorWidth, option, self)
            + self.style().pixelMetric(metric.PM_RadioButtonLabelSpacing, option, self)
            + 6
        )

    def _wrap(self) -> None:
        text = wrapped(self._words, self.fontMetrics(), self.width() - self._beside())
        text = text.replace("&", "&&")
        if text != self.text():
            self.setText(text)
            self.updateGeometry()


def wrapped(text: str, metrics: QFontMetrics, width: int) -> str:
    """Return a text in lines no wider than `width` pixels, broken between words where it can be."""
    lines: list[str] = []
    for paragraph in text.splitlines() or [""]:
        line = ""
        for word in paragraph.split(" "):
            longer = f"{line} {word}" if line else word
            if metrics.horizontalAdvance(longer) <= width:
                line = longer
                continue
            if line:
                lines.append(line)
            line = word
            while len(line) > 1 and metrics.horizontalAdvance(line) > width:
                fits = next(
                    (size for size in range(len(line) - 1, 1, -1)
                     if metrics.horizontalAdvance(line[:size]) <= width),
                    1,
                )  # fmt: skip
                lines.append(line[:fits])
                line = line[fits:]
        lines.append(line)
    return "\n".join(lines)
