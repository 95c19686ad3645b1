"""What can be done on a register page, as actions for its buttons and menus."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from desktop.ui.i18n import _
from desktop.ui.icons import icon
from desktop.ui.register.display import singular

if TYPE_CHECKING:
    from desktop.ui.register_page import RegisterPage


class PageActions:
    """The actions of a page. Their keys are the window's and the table's own: shown only."""

    def __init__(self, page: RegisterPage) -> None:
        self._page = page
        self.add = self._make(_("Add"), "plus", "Ctrl+N", page.new_record)
        self.add.setToolTip(_("Add: {name} (Ctrl+N)").format(name=singular(page.spec)))
        self.edit = self._make(_("Edit"), "pencil", "F2", page.open_selected)
        self.many = self._make(_("Change many…"), "pen-line", "Ctrl+E", page.edit_many)
        self.delete = self._make(_("Delete"), "trash-2", "Del", page.delete_selected)
        self.copy = self._make(_("Copy as a table"), "copy", "Ctrl+C", page.copy_selected)
        self.history = self._make(_("History…"), "history", "", lambda: _show_history(page))
        self.all = self._make(_("Select all"), "", "Ctrl+A", page.view.selectAll)
        self.print = self._make(_("Print list"), "printer", "Ctrl+P", page.print_list)
        self.restore = self._make(_("Restore"), "undo-2", "", page.restore_selected)
        self.purge = self._make(_("Remove for good"), "trash-2", "Del", page.purge_selected)
        self.bin = self._make(
            _("Recycle bin"), "archive-restore", "", lambda: page.show_recycle_bin(True)
        )
        self.leave_bin = self._make(
            _("Back to the list"), "chevron-left", "Esc", lambda: page.show_recycle_bin(False)
        )

    def enable(self) -> None:
        """Enable what can be done now."""
        page, options = self._page, self._page.options
        known = page.scope is not None
        chosen = bool(page.view.selected_count())
        live = known and not page.bin_shown
        self.add.setEnabled(live and options.can_add)
        self.edit.setEnabled(known and chosen and options.can_change)
        self.many.setEnabled(live and chosen and options.can_change)
        self.delete.setEnabled(live and chosen and options.can_delete)
        self.print.setEnabled(known)
        for action in (self.copy, self.history, self.restore, self.purge):
            action.setEnabled(chosen)

    def row_menu(self) -> QMenu:
        """Return the menu of the selected rows."""
        page = self._page
        menu = QMenu(page)
        if page.bin_shown:
            menu.addActions([self.restore, self.purge, self.copy, self.history])
            return menu
        if page.options.can_change:
            menu.addActions([self.edit, self.many])
        if page.options.can_add:
            menu.addAction(self.add)
        if page.toolbar.extra:
            menu.addSeparator()
            menu.addActions(page.toolbar.extra)
        menu.addSeparator()
        menu.addActions([self.copy, self.all, self.history])
        if page.options.can_delete:
            menu.addSeparator()
            menu.addAction(self.delete)
        return menu

    def _make(self, text: str, icon_name: str, keys: str, deed: Callable[..., Any]) -> QAction:
        action = QAction(text, self._page)
        if icon_name:
            action.setIcon(icon(icon_name))
        if keys:
            native = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
            action.setToolTip(f"{text} ({native})")
        action.triggered.connect(lambda _checked=False: deed())
        return action


def _show_history(page: RegisterPage) -> None:
    from desktop.ui.history import show_history  # noqa: PLC0415 (when it is wanted)

    show_history(page)
