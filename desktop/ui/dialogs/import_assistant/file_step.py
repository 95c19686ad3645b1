"""Step 1: which file, into which register."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.register import RegisterSpec
from desktop.platform.paths import documents_dir
from desktop.platform.settings import Settings
from desktop.ui.i18n import _
from desktop.ui.icons import icon
from desktop.ui.register.bars import WrappedLabel
from desktop.ui.register.display import plural
from desktop.ui.sheet_gateway import SHEET_SUFFIXES
from desktop.ui.theme import GAP, MARGIN
from desktop.ui.widgets.field_form import FieldForm
from desktop.ui.widgets.path_field import PathField

_PICTURE = 36


class FileStep(QWidget):
    """Asks for the file and the register."""

    template_wanted = Signal(str)  # register
    edited = Signal()

    def __init__(
        self,
        specs: Mapping[str, RegisterSpec],
        registers: Sequence[str],
        settings: Settings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._register = QComboBox()
        for name in registers:
            self._register.addItem(plural(specs[name]), name)
        self._file = PathField(_("File"), self._browse)
        self._file.edited.connect(self.edited)
        self._form = FieldForm()
        self._form.add("register", _("Into the &register:"), self._register)
        self._form.add(
            "file",
            _("&File:"),
            self._file,
            _("Excel files (.xlsx, .xls), or Word files (.docx) with a table."),
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addWidget(self._form)
        layout.addWidget(_DropArea(), 1)
        layout.addLayout(self._template())

    @property
    def register(self) -> str:
        """The register chosen."""
        return str(self._register.currentData())

    def set_register(self, name: str) -> None:
        """Choose a register; an unknown one changes nothing."""
        place = self._register.findData(name)
        if place >= 0:
            self._register.setCurrentIndex(place)

    def path(self) -> Path | None:
        """Return the file chosen, or None."""
        return self._file.path()

    def set_path(self, path: Path) -> None:
        """Choose a file."""
        self._file.set_path(path)
        self._form.show_errors({})

    def refuse(self, sentence: str) -> None:
        """Tell beside the field what is wrong with the file."""
        self._form.show_errors({"file": sentence})

    def begin(self) -> None:
        """Put the cursor where the clerk goes on."""
        self._file.setFocus(Qt.FocusReason.OtherFocusReason)

    def _template(self) -> QHBoxLayout:
        words = WrappedLabel(
            _("No file yet? Make an empty one with the right columns, fill it in, take it in here.")
        )
        words.setProperty("role", "muted")
        button = QPushButton(_("Make a &template…"))
        button.setAutoDefault(False)
        button.clicked.connect(lambda: self.template_wanted.emit(self.register))
        row = QHBoxLayout()
        row.addWidget(words, 1)
        row.addWidget(button)
        return row

    def _browse(self, start: Path) -> str:
        folder = start if start.is_absolute() else None
        folder = folder or self._settings.last_folder("import", documents_dir())
        kinds = " ".join(f"*{one}" for one in SHEET_SUFFIXES)
        pattern = _("Excel and Word files ({patterns})").format(patterns=kinds)
        title = _("Choose a file")
        chosen, _kind = QFileDialog.getOpenFileName(self, title, str(folder), pattern)
        return chosen


class _DropArea(QFrame):
    """Says that a file can be dropped; the dialog takes it."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        words = WrappedLabel(_("Or drag the file here from its folder"))
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.addStretch(1)
        layout.addWidget(self._picture)
        layout.addWidget(words)
        layout.addStretch(1)
        self._paint()

    def changeEvent(self, event: QEvent) -> None:
        """Draw the picture in the colours of the new theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._paint()

    def _paint(self) -> None:
        self._picture.setPixmap(icon("download", "muted").pixmap(_PICTURE, _PICTURE))
