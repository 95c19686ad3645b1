"""The limits and shares by which the office works: settings that are kept in the book."""

# ruff: noqa: PLC0415 (services are imported when they are first needed)

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QSpinBox, QVBoxLayout, QWidget

from desktop.core.errors import Problem
from desktop.core.file_names import size_text
from desktop.ui.i18n import _, language, ngettext, number
from desktop.ui.jobs import Jobs
from desktop.ui.page import Notify
from desktop.ui.register.bars import set_role
from desktop.ui.theme import GAP
from desktop.ui.widgets.field_form import FieldForm

if TYPE_CHECKING:
    from desktop.core.changes import Done
    from desktop.services.attachments import Total
    from desktop.services.book_settings import BookSetting
    from desktop.services.books import Book

_WIDTH = 680


def read(book: Book) -> tuple[dict[str, int], Total]:
    """Return what the settings are, and the room that files take (runs on the reading thread)."""
    from desktop.services import attachments, book_settings

    return book_settings.values(book), attachments.total(book)


def save(book: Book, given: dict[str, int]) -> Done[int]:
    """Keep settings (runs on the writing thread)."""
    from desktop.services import book_settings

    return book_settings.save(book, given)


class BookSettingsDialog(QDialog):
    """One number per setting with what it does; kept together or not at all."""

    def __init__(self, jobs: Jobs, notify: Notify, parent: QWidget | None = None) -> None:
        from desktop.services.book_settings import DECLARED

        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Settings of the book"))
        self.setMinimumWidth(_WIDTH)
        self._jobs, self._notify = jobs, notify
        self.boxes: dict[str, QSpinBox] = {}
        self._form = FieldForm()
        for one in DECLARED.values():
            self._add(one)
        self._form.setEnabled(False)
        self.files = QLabel()
        self.files.setTextFormat(Qt.TextFormat.PlainText)
        set_role(self.files, "muted")
        self._message = QLabel()
        self._message.setWordWrap(True)
        self._message.hide()
        set_role(self._message, "error")
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel
        )
        self._save = self.buttons.button(QDialogButtonBox.StandardButton.Save)
        self._save.setEnabled(False)
        self.buttons.accepted.connect(self._keep)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setSpacing(GAP * 2)
        layout.addWidget(self._form)
        layout.addWidget(self.files)
        layout.addWidget(self._message)
        layout.addWidget(self.buttons)
        jobs.read(read, on_done=self._show, on_error=self._failed, context=self)

    def _show(self, found: tuple[dict[str, int], Total]) -> None:
        settings, files = found
        for key, now in settings.items():
            self.boxes[key].setValue(now)
        words = ngettext(
            "Files in the book: {count} file, {size}",
            "Files in the book: {count} files, {size}",
            files.files,
        ).format(count=number(files.files), size=size_text(files.size))
        self.files.setText(words if files.files else _("Files in the book: none"))
        self._form.setEnabled(True)
        self._save.setEnabled(True)
        next(iter(self.boxes.values())).setFocus()

    def _add(self, setting: BookSetting) -> None:
        box = QSpinBox()
        box.setRange(setting.minimum, setting.maximum)
        box.setSuffix(f" {setting.unit}" if setting.unit != "%" else "%")
        box.setMinimumHeight(box.fontMetrics().height() + GAP)  # room for letters that hang
        label = setting.heading if language() == "vi" else setting.label
        self._form.add(setting.key, f"{label}:", box, setting.hint)
        self.boxes[setting.key] = box

    def _keep(self) -> None:
        given = {key: box.value() for key, box in self.boxes.items()}
        self._save.setEnabled(False)
        self._jobs.write(
            save, given, on_done=self._kept, on_error=self._failed, label=_("Save"), context=self
        )

    def _kept(self, _done: Any) -> None:
        self._notify(_("The settings of the book were kept."), "success")
        self.accept()

    def _failed(self, problem: Problem) -> None:
        self._message.setText(problem.message)
        self._message.show()
        self._save.setEnabled(True)
