"""The one generic page that every register's declaration fills: find, read, add, change, delete.

Used whole as a tab, as a pane below another page (`PageOptions.scope`), and in a dialog.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QMenu, QStackedWidget, QVBoxLayout, QWidget

from desktop.core.changes import Changes
from desktop.core.register import Kind, Query, RegisterSpec, Row
from desktop.ui.i18n import _, number
from desktop.ui.page import PageContext
from desktop.ui.register.bars import Face, NoticeBar
from desktop.ui.register.columns import Columns
from desktop.ui.register.deeds import Deeds
from desktop.ui.register.display import plural, singular
from desktop.ui.register.filters import FilterBar
from desktop.ui.register.options import PageOptions
from desktop.ui.register.page_actions import PageActions
from desktop.ui.register.record_dialog import RecordDialog
from desktop.ui.register.table_model import RegisterTableModel, State
from desktop.ui.register.toolbar import Toolbar
from desktop.ui.register.typing import commit_input
from desktop.ui.register.view import RegisterView
from desktop.ui.theme import GAP, MARGIN

_SEARCH_MS = 120
_SLOW_MS = 400  # a page that takes longer says that it is loading


class RegisterPage(QWidget):
    """Rows of one register with everything that can be done with them."""

    current_changed = Signal(object)  # id of the row with the cursor, or None
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
        self._kept = _NOTHING_KEPT
        self._dialog: RecordDialog | None = None
        self.model = RegisterTableModel(context.jobs, spec, self._plain_query(), self)
        self.view = RegisterView(self.model)
        hidden = frozenset(self._scope or ()) | ({spec.parent} if spec.parent else frozenset())
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
        self.face = Face()
        self.notice = NoticeBar()
        self.deeds = Deeds(self)
        self.actions_ = PageActions(self)
        self._body = QStackedWidget()
        self._search_timer = _timer(self, _SEARCH_MS, self._search)
        self._slow_timer = _timer(self, _SLOW_MS, self._show_face)
        self._lay_out()
        self._connect()
        self._show_sort()
        self.actions_.enable()
        if self._scope is None:
            self._show_face()
        else:
            self.model.show_query(self.query())

    # What is shown

    @property
    def registers(self) -> frozenset[str]:
        """The registers whose changes are seen here: this one, and those it refers to."""
        named = (one.reference for one in self.spec.fields if one.kind is Kind.REFERENCE)
        return frozenset({self.spec.name, *(one for one in named if one)})

    def query(self) -> Query:
        """Return what the page shows: search, filters, order."""
        header = self.view.horizontalHeader()
        place = header.sortIndicatorSection()
        sort = self.model.fields[place].name if 0 <= place < len(self.model.fields) else None
        descending = header.sortIndicatorOrder() is Qt.SortOrder.DescendingOrder
        return Query(
            self.spec.name,
            search=" ".join(self.toolbar.search.full_text().split()),
            filters={**self.filters.filters(), **self._narrowed, **(self._scope or {})},
            sort=sort,
            descending=descending if sort else False,
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
    def has_scope(self) -> bool:
        """Whether it is known which rows are to be shown."""
        return self._scope is not None

    def set_scope(self, scope: Mapping[str, Any] | None) -> None:
        """Show the rows that share these fields; None shows the hint instead."""
        if scope == self._scope:
            return
        self._scope = None if scope is None else dict(scope)
        self.model.set_scope(self._plain_query())
        if scope is None:
            self.model.clear()
            self._show_face()
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
        dialog = self._open_dialog()
        if dialog is not None:
            dialog.show_new({**self._filtered_values(), **self.new_values(), **(given or {})})

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

    def print_list(self) -> None:
        """Print the list as it is shown: its search, filters, order and columns."""
        if self._scope is None:
            return
        query = self.query()
        words = self.filters.paper_words()
        if query.search:
            words.insert(0, f"Tìm: {query.search}")  # on paper: Vietnamese in every language
        options = {"query": query, "columns": self.columns.shown(), "filters": "; ".join(words)}
        self.context.print_pdf(self.spec.name, options, plural(self.spec))

    def commit_input(self) -> None:
        """Commit the word that an input method holds."""
        commit_input()

    def has_unsaved(self) -> bool:
        """Tell whether a record's window holds something unsaved."""
        commit_input()
        return self._dialog is not None and self._dialog.is_dirty()

    def save_pending(self) -> bool:
        """Begin to save what a record's window holds."""
        if self._dialog is not None:
            self._dialog.save_and_close()
        return True

    def discard_pending(self) -> None:
        """Close a record's window without saving."""
        if self._dialog is not None:
            self._dialog.accept_now()

    @property
    def dialog(self) -> RecordDialog | None:
        """The window of the record that is being edited."""
        return self._dialog

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

    def _show_sort(self) -> None:
        names = [one.name for one in self.model.fields]
        name, descending = self.spec.sort
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        header = self.view.horizontalHeader()
        header.blockSignals(True)
        header.setSortIndicator(names.index(name), order)
        header.blockSignals(False)

    def _clear_search(self) -> None:
        self.toolbar.search.clear()
        self.filters.clear()
        self._show_query()

    # What comes back

    def _remember(self) -> None:
        self._kept = _Kept(
            self.view.selected_ids(),
            self.view.current_id(),
            self.view.currentIndex().row(),
            self.view.verticalScrollBar().value(),
        )

    def _replaced(self, complete: bool) -> None:
        kept = self._kept
        if kept.ids or kept.current is not None:
            self.view.select_ids(kept.ids, kept.current)
            if complete and not self.view.selected_count():
                self.view.select_place(kept.place)  # deleted: go on with the next row
        self.view.verticalScrollBar().setValue(kept.scroll)
        if complete:
            if self._wanted is not None and self.view.show_id(self._wanted):
                self._wanted = None
            self._kept = _NOTHING_KEPT
            self.counted.emit(self.model.rowCount())
        self._selection_moved()
        self._show_face()

    def _state_changed(self) -> None:
        if self.model.state is State.LOADING:
            self._slow_timer.start()
            return
        self._slow_timer.stop()
        self._show_count()
        self._show_face()

    def _show_count(self) -> None:
        shown, total = self.model.rowCount(), self.model.total
        if self._scope is None or not self.model.complete:
            self.toolbar.show_count("")
            return
        text = number(shown) if shown == total else f"{number(shown)} / {number(total)}"
        chosen = self.view.selected_count()
        if chosen > 1:
            text = _("{count} selected · {text}").format(count=number(chosen), text=text)
        self.toolbar.show_count(text)

    def _show_face(self) -> None:
        """Show the table, or what to do when it has no rows."""
        state = self.model.state
        if self._scope is None:
            self.face.tell(self.options.hint, "list")
        elif state is State.FAILED:
            self.face.tell(self.model.problem, "circle-alert", _("Try again"), self.refresh)
        elif self.model.rowCount():
            self._body.setCurrentWidget(self.view)
            return
        elif state is State.LOADING:
            if self._slow_timer.isActive():
                return  # quick answers don't flicker
            self.face.tell(_("Loading…"), "clock")
        elif self.toolbar.search.full_text().strip() or self.filters.filters():
            self.face.tell(
                _("Nothing was found with this search and these filters."),
                "search",
                _("Clear search and filters"),
                self._clear_search,
            )
        elif self._deleted:
            self.face.tell(_("The recycle bin is empty."), "trash-2")
        else:
            self._show_empty()
        self._body.setCurrentWidget(self.face)

    def _show_empty(self) -> None:
        # the declaration's own sentence is Vietnamese in every language
        text = self.spec.empty or _("There is nothing here yet. Press “Add” to begin.")
        can_add = self.options.can_add
        if not can_add:
            text = _("There is nothing here yet.")
        button = _("Add: {name}").format(name=singular(self.spec)) if can_add else ""
        picture = "" if self.options.compact else "file-plus"
        self.face.tell(text, picture, button, self.new_record)

    # A record's window

    def _open(self, row_id: int) -> None:
        if not self.options.can_change:
            return
        dialog = self._open_dialog()
        if dialog is not None:
            dialog.show_record(row_id)

    def _open_dialog(self) -> RecordDialog | None:
        commit_input()
        if self._dialog is not None:
            return None
        dialog = RecordDialog(
            self.context,
            self.spec,
            self.window(),
            scope=self._scope,
            neighbours=self._neighbour,
            children=self.options.children,
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.saved.connect(self._record_saved)
        dialog.moved.connect(self.select_record)
        dialog.finished.connect(self._dialog_closed)
        if not self.options.can_add:
            dialog.without_next()
        self._dialog = dialog
        dialog.open()
        return dialog

    def _dialog_closed(self) -> None:
        self._dialog = None
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _record_saved(self, row: Row) -> None:
        self.select_record(row.id)
        self.saved.emit(row)

    def _neighbour(self, row_id: int, step: int) -> int | None:
        place = self.model.place_of(row_id)
        return None if place < 0 else self.model.id_at(place + step)

    # Parts

    def _selection_moved(self) -> None:
        self._show_count()
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
            self._clear_search()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        side = 0 if self.options.compact else MARGIN
        layout.setContentsMargins(side, 4 if self.options.compact else GAP, side, 0)
        layout.setSpacing(6)
        layout.addWidget(self.toolbar)
        layout.addWidget(self.filters)
        self.filters.setVisible(self.options.filters and len(self.filters) > 0)
        self._body.addWidget(self.view)
        self._body.addWidget(self.face)
        layout.addWidget(self._body, 1)
        layout.addWidget(self.notice)
        self.toolbar.set_actions(self)
        self.view.setAccessibleName(plural(self.spec))
        self.setAccessibleName(plural(self.spec))
        self.setFocusProxy(self.view)

    def _connect(self) -> None:
        header = self.view.horizontalHeader()
        header.sortIndicatorChanged.connect(lambda *_sorted: self._show_query())
        self.filters.changed.connect(self._show_query)
        self.toolbar.search.typed.connect(self._search_timer.start)
        self.toolbar.search.textChanged.connect(lambda _text: self._search_timer.start())
        self.toolbar.search.returnPressed.connect(self._to_table)
        self.toolbar.down_pressed.connect(self._to_table)
        self.context.jobs.changed.connect(self.apply_changes)
        self.model.about_to_replace.connect(self._remember)
        self.model.replaced.connect(self._replaced)
        self.model.state_changed.connect(self._state_changed)
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


@dataclass(frozen=True)
class _Kept:
    """What was selected before the rows were read again."""

    ids: list[int]
    current: int | None
    place: int
    scroll: int


_NOTHING_KEPT = _Kept([], None, -1, 0)


def _timer(parent: QWidget, interval: int, deed: Callable[[], None]) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(interval)
    timer.timeout.connect(deed)
    return timer
