"""Lists of which a row opens in a window of its own: the reports and their templates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from desktop.ui.register_page import RegisterPage

if TYPE_CHECKING:
    from desktop.ui.reports.editor import ReportEditor
    from desktop.ui.reports.template_editor import TemplateEditor


class EditedPage(RegisterPage):
    """A list with at most one editor over it, which the window asks about as about a form."""

    editor: ReportEditor | TemplateEditor | None = None

    def edit(self, row_id: int) -> None:
        """Open a row in its editor."""
        raise NotImplementedError

    def show_editor(self, editor: ReportEditor | TemplateEditor) -> None:
        """Bring an editor up."""
        self.editor = editor
        editor.finished.connect(self._left)
        editor.open()

    def has_unsaved(self) -> bool:
        """Tell whether the editor or a form holds something unsaved."""
        return super().has_unsaved() or (self.editor is not None and self.editor.has_unsaved)

    def save_pending(self) -> bool:
        """Begin to save what is unsaved."""
        if self.editor is not None:
            self.editor.save()
        return super().save_pending()

    def discard_pending(self) -> None:
        """Close without saving."""
        if self.editor is not None:
            self.editor.discard()
        super().discard_pending()

    def show_form(self, row_id: int) -> None:
        """Open the form of a row, as in every list."""
        super()._open(row_id)

    def _open(self, row_id: int) -> None:
        if self.bin_shown:
            self.show_form(row_id)  # looked at only
        else:
            self.edit(row_id)

    def _left(self) -> None:
        self.editor = None
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
