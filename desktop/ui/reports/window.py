"""What the editors of a report and of a template are alike in: three panes, a notice, closing."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QMessageBox, QPushButton, QSplitter, QWidget

from desktop.core.errors import Problem
from desktop.ui.i18n import _
from desktop.ui.page import PageContext
from desktop.ui.register.bars import NoticeBar
from desktop.ui.reports.text import PartText

SAVE = QMessageBox.StandardButton.Save
RETRY = QMessageBox.StandardButton.Retry
DISCARD = QMessageBox.StandardButton.Discard
CANCEL = QMessageBox.StandardButton.Cancel


class EditorWindow(QDialog):
    """A text between two narrow panes; its size and theirs are remembered under `key`."""

    def __init__(self, context: PageContext, title: str, key: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.setWindowTitle(title)
        self._context, self._key = context, key
        self.notice = NoticeBar()
        self.text = PartText()
        self.text.setMinimumWidth(240)
        self.close_button = QPushButton(_("&Close"))
        self.close_button.setAutoDefault(False)
        self.close_button.clicked.connect(self.reject)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)

    def show_panes(self, *panes: QWidget) -> None:
        """Put three panes beside each other; the middle one takes the room that is left."""
        for place, pane in enumerate(panes):
            self.splitter.addWidget(pane)
            self.splitter.setStretchFactor(place, int(place == 1))
        self.splitter.setCollapsible(1, False)

    def restore(self, size: tuple[int, int], shares: tuple[int, int, int]) -> None:
        """Take size and panes as they were last; at first these, in hundredths of the width."""
        screen = (self.parentWidget() or self).screen().availableGeometry()
        self.resize(min(size[0], screen.width() - 40), min(size[1], screen.height() - 60))
        settings = self._context.settings
        self.restoreGeometry(QByteArray(settings.get_bytes(self._key)))
        self.splitter.setSizes([self.width() * share // 100 for share in shares])
        self.splitter.restoreState(QByteArray(settings.get_bytes(f"{self._key}.panes")))

    def failed(self, problem: Problem) -> None:
        """Tell what stood in the way."""
        self.notice.tell(problem.message, "error")

    def discard(self) -> None:
        """Close without saving."""
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close by the window's cross as by Esc."""
        event.ignore()
        self.reject()

    def done(self, result: int) -> None:
        """Remember the window's size with its end."""
        settings = self._context.settings
        settings.set_bytes(self._key, bytes(self.saveGeometry().data()))
        settings.set_bytes(f"{self._key}.panes", bytes(self.splitter.saveState().data()))
        settings.try_save()
        super().done(result)
