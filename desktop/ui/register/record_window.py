"""The window of the record that is being edited from a register page: one at a time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import Qt

from desktop.core.register import Row
from desktop.ui.register.record_dialog import RecordDialog
from desktop.ui.register.record_tabs import with_common_tabs
from desktop.ui.register.typing import commit_input

if TYPE_CHECKING:
    from desktop.ui.register_page import RegisterPage


class RecordWindow:
    """Opens a page's records, and tells what of them is unsaved."""

    kind: type[RecordDialog] = RecordDialog

    def __init__(self, page: RegisterPage) -> None:
        self._page = page
        self.dialog: RecordDialog | None = None

    def show_record(self, row_id: int) -> None:
        """Open a record, unless another is open."""
        dialog = self._open()
        if dialog is not None:
            dialog.show_record(row_id)

    def show_new(self, given: Mapping[str, Any]) -> None:
        """Begin a new record, unless another is open."""
        dialog = self._open()
        if dialog is not None:
            dialog.show_new(given)

    def has_unsaved(self) -> bool:
        """Tell whether something typed hasn't been saved."""
        # it may have gone with the window it stood over, which ends no dialog
        shown = self.dialog is not None and shiboken6.isValid(self.dialog)
        return shown and self.dialog is not None and self.dialog.is_dirty()

    def save(self) -> None:
        """Begin to save what was typed, and close."""
        if self.dialog is not None:
            self.dialog.save_and_close()

    def discard(self) -> None:
        """Close without saving."""
        if self.dialog is not None:
            self.dialog.accept_now()

    def _open(self) -> RecordDialog | None:
        commit_input()
        if self.dialog is not None:
            return None
        page = self._page
        dialog = self.kind(
            page.context,
            page.spec,
            page.window(),
            scope=page.scope,
            neighbours=self._neighbour,
            children=with_common_tabs(page.context, page.spec.name, page.options.children),
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.saved.connect(self._saved)
        dialog.moved.connect(page.select_record)
        dialog.finished.connect(self._closed)
        page.counted.connect(dialog.neighbours_changed)
        if not page.options.can_add:
            dialog.without_next()
        self.dialog = dialog
        dialog.open()
        return dialog

    def _closed(self) -> None:
        self.dialog = None
        self._page.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _saved(self, row: Row) -> None:
        self._page.select_record(row.id)
        self._page.saved.emit(row)

    def _neighbour(self, row_id: int, step: int) -> int | None:
        model = self._page.model
        place = model.place_of(row_id)
        return None if place < 0 else model.id_at(place + step)
