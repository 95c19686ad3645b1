"""A field for a file or a folder, with a button that browses for it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QWidget

from desktop.ui.i18n import _
from desktop.ui.icons import icon
from desktop.ui.theme import GAP


class PathField(QWidget):
    """Holds a path; `browse(start)` asks the clerk and returns a path or an empty text."""

    edited = Signal()  # by the clerk, not by `set_path`

    def __init__(
        self, name: str, browse: Callable[[Path], str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._browse = browse
        self._line = QLineEdit()
        self._line.setAccessibleName(name)
        self._line.textEdited.connect(self.edited)
        button = QToolButton()
        button.setIcon(icon("folder-open"))
        button.setText(_("Browse…"))
        button.setToolTip(_("Browse…"))
        button.setAccessibleName(_("Browse: {name}").format(name=name))
        button.clicked.connect(self._ask)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP // 2)
        layout.addWidget(self._line, 1)
        layout.addWidget(button)
        self.setFocusProxy(self._line)

    def path(self) -> Path | None:
        """Return the path as it stands, or None when there is none."""
        text = self._line.text().strip().strip('"')
        return Path(text).expanduser() if text else None

    def set_path(self, path: Path) -> None:
        """Show another path."""
        self._line.setText(str(path))

    def _ask(self) -> None:
        chosen = self._browse(self.path() or Path())
        if chosen:
            self._line.setText(str(Path(chosen)))
            self.edited.emit()
