"""Takes every other window of the program off the screen, and brings them back as they were."""

from __future__ import annotations

from dataclasses import dataclass

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtPrintSupport import QAbstractPrintDialog
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,
    QInputDialog,
    QToolTip,
    QWidget,
)

_WAITED_FOR = (QFileDialog, QAbstractPrintDialog, QInputDialog)
"""Dialogs whose caller waits for their answer: hiding them would be an answer."""


@dataclass(frozen=True)
class _Hidden:
    window: QWidget
    modality: Qt.WindowModality
    state: Qt.WindowState


class OtherWindows(QObject):
    """All windows of the program but one, and those whose property `over_lock` is set."""

    def __init__(self, main: QWidget) -> None:
        super().__init__(main)
        self._main = main
        running = QApplication.instance()
        assert running is not None  # noqa: S101 - windows are made after it
        self._application = running
        self._hidden: list[_Hidden] = []
        self._watching = False

    def hide(self) -> None:
        """Take them off the screen; what comes up from now on is taken off at once."""
        QToolTip.hideText()
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        for one in QApplication.topLevelWidgets():
            if one.isVisible():
                self._take(one)
        if not self._watching:
            self._watching = True
            self._application.installEventFilter(self)

    def stop(self) -> None:
        """Let every window come up again; those that are hidden stay so."""
        self._application.removeEventFilter(self)
        self._watching = False

    def show(self) -> None:
        """Bring back what is still there, in the order in which it came up."""
        self.stop()
        hidden, self._hidden = self._hidden, []
        for one in sorted(hidden, key=lambda one: _depth(one.window)):
            if not shiboken6.isValid(one.window):
                continue
            one.window.setWindowModality(one.modality)
            one.window.setWindowState(one.state)
            one.window.setWindowOpacity(1)
            one.window.show()

    def hidden(self) -> list[QWidget]:
        """Return the windows that wait to be brought back."""
        return [one.window for one in self._hidden if shiboken6.isValid(one.window)]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take a window off the screen that comes up meanwhile; let go of one that is closed."""
        kind = event.type()
        if kind == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            if self._is_other(watched):
                watched.setWindowOpacity(0)  # nothing of it is painted before it is gone
                QTimer.singleShot(0, watched, lambda: self._take(watched))
        elif kind == QEvent.Type.Close and isinstance(watched, QWidget):
            self._forget(watched)
        return False

    def _is_other(self, window: QWidget) -> bool:
        return window is not self._main and not window.property("over_lock")

    def _take(self, window: QWidget) -> None:
        if not self._is_other(window) or not window.isVisible():
            return
        if isinstance(window, _WAITED_FOR):
            window.reject()
            return
        kept = _Hidden(window, window.windowModality(), window.windowState())
        if isinstance(window, QDialog):
            window.finished.connect(lambda _result: self._forget(window))
        self._forget(window)
        self._hidden.append(kept)
        window.hide()

    def _forget(self, window: QWidget) -> None:
        self._hidden = [one for one in self._hidden if one.window is not window]


def _depth(window: QWidget) -> int:
    depth, above = 0, window.parentWidget()
    while above is not None:
        depth, above = depth + 1, above.parentWidget()
    return depth
