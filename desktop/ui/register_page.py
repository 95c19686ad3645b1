"""The one generic page that every register's declaration fills: find, read, add, change, delete.

Used whole as a tab, as a pane below another page (`PageOptions.scope`), and in a dialog.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QMenu, QVBoxLayout, QWidget

from desktop.core.changes import Changes
from desktop.core.register import Kind, Query, RegisterSpec
from desktop.ui.i18n import _
from desktop.ui.page import Listing, PageContext
from desktop.ui.register import many
from desktop.ui.register.bars import NoticeBar
from desktop.ui.register.columns import Columns
from desktop.ui.register.deeds import Deeds
from desktop.ui.register.display import plural
from desktop.ui.register.filters import FilterBar
from desktop.ui.register.options import PageOptions
from desktop.ui.register.page_actions import PageActions
from desktop.ui.register.record_dialog import RecordDialog
from desktop.ui.register.record_window import RecordWindow
from desktop.ui.register.showing import Showing
from desktop.ui.register.sorting import HeaderSort
from desktop.ui.register.table_model import RegisterTableModel
from desktop.ui.register.toolbar import Toolbar
from desktop.ui.register.typing import commit_input
from desktop.ui.register.view import RegisterView
from desktop.ui.theme import GAP, MARGIN

_SEARCH_MS = 120


class RegisterPage(QWidget):
    """Rows of one register with everything that can be done with them."""

    current_changed = Signal(object)  # id of the row with the cursor, or None
    add_words = ""  # on the button of an empty list; else 'Add: …'
    counted = Signal(int)  # rows shown, when all of them are known
    saved = Signal(object)  # Row

    def __init__(
        self,
        context: PageContext,
        spec: RegisterSpec,
        options: PageOptions | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.context = context
        self.spec = spec
        self.options = options or PageOptions()
        self.new_values: Callable[[], Mapping[str, Any]] = dict
        """What a new record begins with here."""
        self._scope = self.options.scope
        self._narrowed: dict[str, Any] = {}
        self._deleted = False
        self._stale = False
        self._current: int | None = None
        self._wanted: int | None = None
        self._record = RecordWindow(self)
        self.model = RegisterTableModel(context.jobs, spec, self._plain_query(), self)
        self.view = RegisterView(self.model)
        hidden = self.options.left_out(spec)
        self.columns = Columns(
            self.view,
            self.model.fields,
            context.settings,
            self.options.key or spec.name,
            left_out=hidden,
            first=self.options.columns,
            stretched=self.options.stretched,
        )
        self.filters = FilterBar(context.jobs, spec, left_out=hidden)
        self.toolbar = Toolbar(spec, self.options)
        self.showing = Showing(self)
        self.notice = NoticeBar()
        self.deeds = Deeds(self)
        self.actions_ = PageActions(self)
        self._search_timer = _timer(self, _SEARCH_MS, self._search)
        self._lay_out()
        self._sort = HeaderSort(self.view.horizontalHeader(), self.model.fields, spec.sort)
        self._connect()
        self.actions_.enable()
        if self._scope is None:
            self.showing.show()
        else:
            self.model.show_query(self.query())

    # What is shown

    @property
    def registers(self) -> frozenset[str]:
        """The registers whose changes are seen here: this one, and those it shows words of."""
        named = (one.reference for one in self.spec.fields if one.kind is Kind.REFERENCE)
        read = (name for one in self.spec.computed for name in one.computed_from)
        return frozenset({self.spec.name, *(one for one in named if one), *read})

    def query(self) -> Query:
        """Return what the page shows: search, filters, order."""
        sort, descending = self._sort.order()
        return Query(
            self.spec.name,
            search=" ".join(self.toolbar.search.full_text().split()),
            filters={**self.filters.filters(), **self._narrowed, **(self._scope or {})},
            sort=sort,
            descending=descending,
            deleted=self._deleted,
        )

    def refresh(self) -> None:
        """Read again what is shown; selection and place are kept."""
        if self._scope is not None:
            self.model.reload(self.view.top_row())

    def apply_changes(self, changes: Changes) -> None:
        """Read again when a write changed what is shown here; out of sight, when it is seen."""
        if not changes.touches(*self.registers):
            return
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True

    def showEvent(self, event: QShowEvent) -> None:
        """Read again what was changed while the page was out of sight."""
        super().showEvent(event)
        if self._stale:
            self._stale = False
            self.refresh()

    @property
    def scope(self) -> Mapping[str, Any] | None:
        """Fields that all rows shown here share; None while that isn't known."""
        return self._scope

    def set_scope(self, scope: Mapping[str, Any] | None) -> None:
        """Show the rows that share these fields; None shows the hint instead."""
        if scope == self._scope:
            return
        self._scope = None if scope is None else dict(scope)
        self.model.set_scope(self._plain_query())
        if scope is None:
            self.model.clear()
            self.showing.show()
        else:
            self.model.show_query(self.query())
        self.actions_.enable()

    def narrow(self, filters: Mapping[str, Any]) -> None:
        """Show only rows that these filters let through, beside what the clerk filters."""
        if filters != self._narrowed:
            self._narrowed = dict(filters)
            self._show_query()

    def show_filtered(self, filters: Mapping[str, Any], words: Mapping[Any, str]) -> None:
        """Show what these filters let through; nothing else is searched or filtered."""
        self.show_recycle_bin(False)
        self.toolbar.search.clear()
        self.filters.set_filters(filters, words)

    @property
    def has_bin(self) -> bool:
        """Whether the recycle bin can be shown here."""
        return self.options.recycle_bin or not self.options.compact

    @property
    def bin_shown(self) -> bool:
        """Whether the recycle bin is shown instead of the register."""
        return self._deleted

    def show_recycle_bin(self, shown: bool) -> None:
        """Show the recycle bin instead of the register, or the register again."""
        if shown == self._deleted or (shown and not self.has_bin):
            return
        self._deleted = shown
        self.toolbar.show_bin(shown)
        self.notice.hide()
        self.model.set_scope(self._plain_query())
        self._show_query()

    # What the clerk does

    def focus_search(self) -> None:
        """Put the cursor into the search field."""
        field = self.toolbar.search
        if field.isVisibleTo(self):
            field.setFocus(Qt.FocusReason.ShortcutFocusReason)
            field.selectAll()
        else:
            self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def new_record(self, given: Mapping[str, Any] | None = None) -> None:
        """Begin a new record in a window of its own."""
        if self._scope is None or not self.options.can_add:
            return
        if self.context.jobs.book.read_only:
            self.notice.tell(_("This is a backup, only to look at: nothing is added."), "warning")
            return
        common = self._filtered_values()
        self._record.show_new({**common, **self.new_values(), **(given or {})})

    def open_record(self, register: str, record: int) -> None:
        """Show one record and open it."""
        if register == self.spec.name:
            self.select_record(record)
            self._open(record)

    def select_record(self, record: int) -> None:
        """Put the cursor on a record, as soon as its row is known."""
        self._wanted = record
        if self.model.complete and self.view.show_id(record):
            self._wanted = None

    def current_id(self) -> int | None:
        """Return the id of the row with the cursor, when it is selected."""
        return self._current

    def selected_ids(self) -> list[int]:
        """Return the ids of the selected rows in the order shown."""
        return self.view.selected_ids()

    def open_selected(self) -> None:
        """Open the row with the cursor."""
        row_id = self.view.current_id()
        if row_id is not None:
            self._open(row_id)

    def edit_many(self) -> None:
        """Give the selected rows the same values in columns that the clerk chooses."""
        if self.options.can_change:
            many.change(self, many.edit(self.spec, self._scope))

    def delete_selected(self) -> None:
        """Move the selected rows to the recycle bin (in the bin: remove them for good)."""
        ids = self.selected_ids()
        if not ids or not self.options.can_delete:
            return
        if self._deleted:
            self.deeds.purge(ids)
        else:
            self.deeds.delete(ids)

    def restore_selected(self) -> None:
        """Take the selected rows out of the recycle bin."""
        ids = self.selected_ids()
        if ids and self._deleted:
            self.deeds.restore(ids)

    def purge_selected(self) -> None:
        """Remove the selected rows of the recycle bin for good, after asking."""
        if self._deleted:
            self.delete_selected()

    def copy_selected(self) -> None:
        """Copy the selected rows with headings: text and HTML."""
        ids = self.selected_ids()
        if ids:
            self.deeds.copy(ids)

    def listing(self) -> Listing | None:
        """Return the list as it is shown: its search, filters, order and columns."""
        if self._scope is None:
            return None
        query = self.query()
        words = self.filters.paper_words()
        if query.search:
            words.insert(0, f"Tìm: {query.search}")  # on paper: Vietnamese in every language
        columns = tuple(self.columns.shown())
        rows = self.model.rowCount()
        return Listing(plural(self.spec), query, columns, "; ".join(words), rows)

    def print_list(self) -> None:
        """Print the list as it is shown."""
        shown = self.listing()
        if shown is not None:
            options = {
                "query": shown.query,
                "columns": list(shown.columns),
                "filters": shown.filters,
            }
            self.context.print_pdf(self.spec.name, options, shown.title)

    def commit_input(self) -> None:
        """Commit the word that an input method holds."""
        commit_input()

    def has_unsaved(self) -> bool:
        """Tell whether a record's window holds something unsaved."""
        commit_input()
        return self._record.has_unsaved()

    def save_pending(self) -> bool:
        """Begin to save what a record's window holds."""
        self._record.save()
        return True

    def discard_pending(self) -> None:
        """Close a record's window without saving."""
        self._record.discard()

    @property
    def dialog(self) -> RecordDialog | None:
        """The window of the record that is being edited."""
        return self._record.dialog

    def _open(self, row_id: int) -> None:
        if self.options.can_change:
            self._record.show_record(row_id)

    # Querying

    def _plain_query(self) -> Query:
        return Query(self.spec.name, filters=dict(self._scope or {}), deleted=self._deleted)

    def _filtered_values(self) -> dict[str, Any]:
        """Return what a new record has in common with the rows that are filtered."""
        found: dict[str, Any] = {}
        for name, value in self.filters.filters().items():
            field = self.spec.by_name.get(name)
            single = value[0] if isinstance(value, tuple) and len(value) == 1 else value
            if field is not None and field.editable and not isinstance(single, tuple):
                found[name] = single
        return found

    def _show_query(self) -> None:
        self._search_timer.stop()
        if self._scope is not None:
            self.model.show_query(self.query())

    def _search(self) -> None:
        if self.query() != self.model.query:
            self._show_query()

    def is_filtered(self) -> bool:
        """Tell whether a search or a filter narrows what is shown."""
        return bool(self.toolbar.search.full_text().strip() or self.filters.filters())

    def clear_search(self) -> None:
        """Search and filter nothing."""
        self.toolbar.search.clear()
        self.filters.clear()
        self._show_query()

    def _replaced(self, complete: bool) -> None:
        self.showing.restore(complete)
        if complete:
            if self._wanted is not None and self.view.show_id(self._wanted):
                self._wanted = None
            self.counted.emit(self.model.rowCount())
        self._selection_moved()
        self.showing.show()

    # Parts

    def _selection_moved(self) -> None:
        self.showing.show_count()
        self.actions_.enable()
        current = self.view.current_id() if self.view.selected_count() else None
        if current != self._current:
            self._current = current
            self.current_changed.emit(current)

    def _escape(self) -> None:
        if self.view.selected_count() > 1:
            self.view.clearSelection()
        elif self.notice.isVisible():
            self.notice.hide()
        elif self._deleted:
            self.show_recycle_bin(False)
        elif self.toolbar.search.text() or self.filters.filters():
            self.clear_search()
        elif isinstance(window := self.window(), QDialog):
            window.reject()  # the table has taken the key that closes it

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        side = 0 if self.options.compact else MARGIN
        layout.setContentsMargins(side, 4 if self.options.compact else GAP, side, 0)
        layout.setSpacing(6)
        layout.addWidget(self.toolbar)
        layout.addWidget(self.filters)
        self.filters.setVisible(self.options.filters and len(self.filters) > 0)
        layout.addWidget(self.showing.body, 1)
        layout.addWidget(self.notice)
        self.toolbar.set_actions(self)
        self.view.setAccessibleName(plural(self.spec))
        self.setAccessibleName(plural(self.spec))
        # as the eye goes: no focus proxy, or Tab would leave out all that stands above the table
        for before, after in pairwise([*self.toolbar.stops(), *self.filters.stops(), self.view]):
            QWidget.setTabOrder(before, after)

    def _connect(self) -> None:
        self._sort.chosen.connect(self._show_query)
        self.filters.changed.connect(self._show_query)
        self.toolbar.search.typed.connect(self._search_timer.start)
        self.toolbar.search.textChanged.connect(lambda _text: self._search_timer.start())
        self.toolbar.search.returnPressed.connect(self._to_table)
        self.toolbar.down_pressed.connect(self._to_table)
        self.context.jobs.changed.connect(self.apply_changes)
        self.model.about_to_replace.connect(self.showing.remember)
        self.model.replaced.connect(self._replaced)
        self.model.state_changed.connect(self.showing.state_changed)
        self.view.opened.connect(self.open_selected)
        self.view.delete_asked.connect(self.delete_selected)
        self.view.copy_asked.connect(self.copy_selected)
        self.view.escaped.connect(self._escape)
        self.view.selection_moved.connect(self._selection_moved)
        self.view.customContextMenuRequested.connect(self._show_menu)

    def _to_table(self) -> None:
        if self._search_timer.isActive():
            self._search()
        self.view.setFocus()
        if not self.view.currentIndex().isValid() and self.model.rowCount():
            self.view.selectRow(0)

    def _show_menu(self, at: QPoint) -> None:
        menu = self.row_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.view.viewport().mapToGlobal(at))

    def row_menu(self) -> QMenu:
        """Return the menu of the selected rows."""
        return self.actions_.row_menu()


def _timer(parent: QWidget, interval: int, deed: Callable[[], None]) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(interval)
    timer.timeout.connect(deed)
    return timer
