"""What the clerk sees of a bug: what to do, where the report lies, a safe way out."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.ui.i18n import _
from desktop.ui.icons import icon
from desktop.ui.outside import open_folder
from desktop.ui.register.bars import WrappedLabel
from desktop.ui.theme import GAP, MARGIN

_WORDS_WIDTH = 440


class ErrorDialog(QDialog):
    """Says that something unforeseen happened; `report` is the report's file, if it could be."""

    stop_wanted = Signal()

    def __init__(self, report: Path | None, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("An unforeseen error"))
        text = _(
            "The program met an error it did not foresee. What was saved before is safe: every "
            "save is done wholly or not at all."
        )
        if label:
            text = f"{text}\n\n" + _("It happened while: {label}").format(label=label)
        words = WrappedLabel(text)
        words.setMinimumWidth(_WORDS_WIDTH)
        words.setTextFormat(Qt.TextFormat.PlainText)
        picture = QLabel()
        picture.setPixmap(icon("circle-alert", "danger").pixmap(32, 32))
        top = QHBoxLayout()
        top.setSpacing(MARGIN)
        top.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(words, 1)
        layout = QVBoxLayout(self)
        layout.setSpacing(GAP)
        layout.addLayout(top)
        if report is not None:
            layout.addWidget(self._where(report))
        layout.addWidget(self._buttons(report))

    def _where(self, report: Path) -> QLabel:
        where = WrappedLabel(
            _("A report without personal data was written; please send it to the maintainers:")
            + f"\n{report}"
        )
        where.setTextFormat(Qt.TextFormat.PlainText)
        where.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        return where

    def _buttons(self, report: Path | None) -> QDialogButtonBox:
        box = QDialogButtonBox()
        go_on = box.addButton(_("&Go on working"), QDialogButtonBox.ButtonRole.RejectRole)
        stop = box.addButton(
            _("&Close the program safely"), QDialogButtonBox.ButtonRole.DestructiveRole
        )
        if report is not None:
            folder = box.addButton(_("&Open the folder"), QDialogButtonBox.ButtonRole.ActionRole)
            folder.clicked.connect(lambda: open_folder(report.parent))
        go_on.clicked.connect(self.reject)
        stop.clicked.connect(self._stop)
        go_on.setDefault(True)
        return box

    def _stop(self) -> None:
        self.accept()
        self.stop_wanted.emit()
