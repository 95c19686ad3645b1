"""The page of documents: numbers, those on which a report is due, the books."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup, QShowEvent
from PySide6.QtWidgets import QMenu

from desktop.core.changes import Changes
from desktop.core.due import DueState
from desktop.core.errors import Problem
from desktop.core.register import RegisterSpec
from desktop.ui.documents import gateway
from desktop.ui.documents.record import DocumentWindow
from desktop.ui.i18n import N_, _, ngettext, number
from desktop.ui.icons import icon
from desktop.ui.page import Listing, PageContext
from desktop.ui.plans.overdue import OverdueDelegate
from desktop.ui.register.options import PageOptions
from desktop.ui.register_page import RegisterPage

if TYPE_CHECKING:
    from datetime import date

    from desktop.core.changes import Done
    from desktop.services.documents import DueDocument
    from desktop.ui.dialogs.paper_options import PeriodPaperDialog
    from desktop.ui.documents.dialogs import GapsDialog, ReportedDialog

DUE = "due"
"""In `show_filtered`: shows what waits for a report, its value a state or `WAITING`."""
WAITING = "waiting"
_STATES = {
    "": N_("&All documents"),
    WAITING: N_("&Waiting for a report"),
    DueState.OVERDUE.value: N_("&Overdue"),
    DueState.SOON.value: N_("Due &soon"),
    DueState.LATER.value: N_("Due &later"),
}
_ON_PAPER = {WAITING: "Chưa báo cáo", **{one.value: one.heading for one in DueState}}
_NONE = (0,)  # of no row: an empty tuple would filter nothing
_SETTINGS = "settings"


class DocumentsPage(RegisterPage):
    """The register of documents."""

    def __init__(self, context: PageContext, spec: RegisterSpec, options: PageOptions) -> None:
        super().__init__(context, spec, options)
        self._record = DocumentWindow(self)
        self.due: tuple[DueDocument, ...] = ()
        self.due_shown = ""  # a key of `_STATES`
        self._due_known = False
        self._overdue: frozenset[int] = frozenset()
        self._mark_overdue()
        self._order = (0, Qt.SortOrder.DescendingOrder)  # of all, while what is due is shown
        self.dialog_open: ReportedDialog | GapsDialog | PeriodPaperDialog | None = None
        self._make_tools()
        self.current_changed.connect(lambda _row: self._enable())
        self.view.selection_moved.connect(self._enable)
        self._enable()

    def _make_tools(self) -> None:
        self.due_menu = QMenu(self)
        group = QActionGroup(self)
        self._choices: dict[str, QAction] = {}
        for state, words in _STATES.items():
            action = self.due_menu.addAction(_(words))
            action.setCheckable(True)
            action.setChecked(not state)
            action.triggered.connect(lambda _on=False, state=state: self.show_due(state))
            group.addAction(action)
            self._choices[state] = action
        self.due_action = QAction(icon("clock"), _("Report due"), self)
        self.toolbar.add_tool(self.due_action, self.due_menu)
        self.reported_action = QAction(icon("circle-check"), _("Reported…"), self)
        self.reported_action.setToolTip(_("Write down when the chosen documents were reported on"))
        self.reported_action.triggered.connect(lambda _on=False: self.ask_reported())
        self.toolbar.add_tool(self.reported_action)
        self.books_menu = QMenu(self)
        self.books_action = QAction(icon("book-open"), _("Books, numbers"), self)
        for words, deed in (
            (N_("Book of &issued documents…"), lambda: self.print_book("documents-issued")),
            (N_("Book of &received documents…"), lambda: self.print_book("documents-received")),
            (N_("&Documents waiting for a report"), self.print_due),
            (N_("&Numbers left out…"), self.show_gaps),
        ):
            action = self.books_menu.addAction(_(words))
            action.triggered.connect(lambda _on=False, deed=deed: deed())
        self.toolbar.add_tool(self.books_action, self.books_menu)

    # what is due

    def _mark_overdue(self) -> None:
        """Have the days of overdue reports stand out."""
        place = [one.name for one in self.model.fields].index("report_due")
        delegate = OverdueDelegate(
            self.view, lambda index: self.model.id_at(index.row()) in self._overdue
        )
        self.view.setItemDelegateForColumn(place, delegate)

    def showEvent(self, event: QShowEvent) -> None:
        """Count what is due when the page is first seen."""
        super().showEvent(event)
        if not self._due_known:
            self._due_known = True
            self._read_due()

    def apply_changes(self, changes: Changes) -> None:
        """Count anew what is due when documents or the limit of days changed."""
        super().apply_changes(changes)
        if self._due_known and changes.touches("documents", _SETTINGS):
            self._read_due()

    def show_due(self, state: str) -> None:
        """Show the documents that wait for a report, or all again (an empty `state`)."""
        before, self.due_shown = self.due_shown, state
        self._choices[state].setChecked(True)
        if bool(before) != bool(state):
            self._sort_by_due(bool(state))
        if not state:
            self.narrow({})
            self._say_due()
            return
        self.show_recycle_bin(False)
        self._read_due()

    def _sort_by_due(self, on: bool) -> None:
        """Show what is due longest first, and afterwards all in the order that they had."""
        header = self.view.horizontalHeader()
        if on:
            self._order = header.sortIndicatorSection(), header.sortIndicatorOrder()
            names = [one.name for one in self.model.fields]
            header.setSortIndicator(names.index("report_due"), Qt.SortOrder.AscendingOrder)
        else:
            header.setSortIndicator(*self._order)

    def _read_due(self) -> None:
        self.context.jobs.read(
            gateway.due,
            key=(id(self), "due"),
            on_done=self._show_due,
            on_error=self._refused,
            context=self,
        )

    def _show_due(self, found: tuple[DueDocument, ...]) -> None:
        self.due = found
        self._overdue = frozenset(one.id for one in found if one.state is DueState.OVERDUE)
        self.view.viewport().update()
        if self.due_shown:
            ids = [one.id for one in found if self.due_shown in (WAITING, one.state.value)]
            self.narrow({"id": tuple(ids) or _NONE})
        self._say_due()

    def _say_due(self) -> None:
        """Tell on the button how many are overdue or due soon, and what is shown."""
        counts = Counter(one.state for one in self.due)
        pressing = counts[DueState.OVERDUE] + counts[DueState.SOON]
        words = _("Report due")
        if self.due_shown:
            words = f"{words}: {_(_STATES[self.due_shown]).replace('&', '')}"
        if pressing:
            words += f" ({number(pressing)})"
        self.due_action.setText(words)
        self.due_menu.setTitle(words)
        tip = _("Waiting for a report: {overdue} overdue, {soon} due soon, {later} later")
        self.due_action.setToolTip(
            tip.format(
                overdue=number(counts[DueState.OVERDUE]),
                soon=number(counts[DueState.SOON]),
                later=number(counts[DueState.LATER]),
            )
        )

    def show_filtered(self, filters: Mapping[str, Any], words: Mapping[Any, str]) -> None:
        """Show what filters let through; `DUE` among them shows what waits for a report."""
        state = str(filters.get(DUE, ""))
        rest = {name: value for name, value in filters.items() if name != DUE}
        super().show_filtered(rest, words)
        self.show_due(state if state in _STATES else "")

    def is_filtered(self) -> bool:
        """Tell whether a search, a filter or a deadline narrows what is shown."""
        return super().is_filtered() or bool(self.due_shown)

    def clear_search(self) -> None:
        """Search and filter nothing."""
        self.show_due("")
        super().clear_search()

    def listing(self) -> Listing | None:
        """Return the list as it is shown, told of which deadlines it is."""
        shown = super().listing()
        if shown is None or not self.due_shown:
            return shown
        words = f"Hạn báo cáo: {_ON_PAPER[self.due_shown]}"
        return replace(shown, filters="; ".join(one for one in (words, shown.filters) if one))

    # a report was sent

    def ask_reported(self) -> None:
        """Ask when the selected documents were reported on."""
        from desktop.ui.documents.dialogs import ReportedDialog  # noqa: PLC0415 (when needed)

        ids = self.selected_ids()
        if ids and self.dialog_open is None and not self.bin_shown:
            dialog = ReportedDialog(self.context, len(ids), self)
            dialog.given.connect(lambda on: self._mark(ids, on))
            self._show_dialog(dialog)

    def _mark(self, ids: list[int], on: date) -> None:
        self.context.jobs.write(
            gateway.mark_reported,
            ids,
            on,
            on_done=self._marked,
            on_error=self._refused,
            label=_("Reported"),
            context=self,
        )

    def _marked(self, done: Done[int]) -> None:
        text = ngettext(
            "{count} document is reported on. Ctrl+Z undoes it.",
            "{count} documents are reported on. Ctrl+Z undoes it.",
            done.value,
        )
        self.notice.tell(text.format(count=number(done.value)), "success")

    # papers and numbers

    def print_book(self, form: str) -> None:
        """Ask for the period of a book of documents, and print it."""
        from desktop.ui.dialogs.paper_options import PeriodPaperDialog  # noqa: PLC0415 (when needed)

        if self.dialog_open is None:
            titles = {
                "documents-issued": _("Book of issued documents"),
                "documents-received": _("Book of received documents"),
            }
            type_ = replace(self.spec.by_name["type"], hint="Để trống: mọi loại.")
            self._show_dialog(PeriodPaperDialog(self.context, form, titles[form], (type_,), self))

    def print_due(self) -> None:
        """Print the documents on which a report is due."""
        self.context.print_pdf("documents-due")

    def show_gaps(self) -> None:
        """Show the numbers of issued documents that were left out."""
        from desktop.ui.documents.dialogs import GapsDialog  # noqa: PLC0415 (when needed)

        if self.dialog_open is None:
            self._show_dialog(GapsDialog(self.context, self))

    def _show_dialog(self, dialog: ReportedDialog | GapsDialog | PeriodPaperDialog) -> None:
        self.dialog_open = dialog
        dialog.finished.connect(self._closed)
        dialog.open()

    def _closed(self) -> None:
        self.dialog_open = None
        self.view.setFocus()

    def _refused(self, problem: Problem) -> None:
        self.notice.tell(problem.message, "error")

    def _enable(self) -> None:
        self.reported_action.setEnabled(bool(self.selected_ids()) and not self.bin_shown)
