"""The section 'Việc cần làm': kinds of work with their counts, the rows of one, what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QMenu,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.core.changes import Changes, Done
from desktop.core.errors import Problem
from desktop.core.register import Field
from desktop.ui.i18n import _, ngettext, number
from desktop.ui.icons import icon
from desktop.ui.page import PageContext
from desktop.ui.pledges import worklist_gateway as gateway
from desktop.ui.pledges.apart import ApartPage
from desktop.ui.pledges.worklist_deeds import (
    CONFIRM,
    DEEDS,
    DONE,
    PUBLIC,
    REGISTER,
    REVIEW,
    DeedDialog,
)
from desktop.ui.pledges.worklist_filters import WorkFilters
from desktop.ui.pledges.worklist_gateway import Counted, Listed
from desktop.ui.pledges.worklist_kinds import WorkKinds, name_of, nothing_left
from desktop.ui.pledges.worklist_model import WorkTable
from desktop.ui.pledges.worklist_register import Registering
from desktop.ui.pledges.worklist_texts import SharedTexts
from desktop.ui.register.bars import Face, NoticeBar
from desktop.ui.register.flow import FlowLayout
from desktop.ui.theme import GAP, MARGIN
from desktop.ui.widgets.parts import Panes

if TYPE_CHECKING:
    from desktop.services.worklists import Work

_KEY = "splitter.worklist"
_AGAIN_MS = 400  # after the last of several writes
_SEEN = frozenset(
    {"campaigns", "expected", "pledges", "pledge_items", "pledge_reviews", "notes", "units",
     "settings"}
)  # fmt: skip
"""The registers whose changes are seen here."""


class WorklistPage(ApartPage):
    """What is still to be done in the campaigns."""

    review_wanted = Signal(object, str)  # WorkRow of a pledge, the kind of period or nothing

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.setAccessibleName(_("Work to do"))
        self._stale, self._older = False, 0
        self.dialog: DeedDialog | None = None
        self._keep = False  # the same list read again: the cursor stays on its row
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_AGAIN_MS)
        self._again.timeout.connect(self.refresh)
        self.kinds = WorkKinds()
        self.kinds.chosen.connect(self._other_list)
        self.filters = WorkFilters(context.jobs, context.specs["pledges"])
        self.filters.changed.connect(self._other_scope)
        self.filters.narrowed.connect(self._other_list)
        self.filters.search.down_pressed.connect(self._to_table)
        self.table = WorkTable(context.jobs)
        self.table.activated.connect(lambda _index: self.open_current())
        self.table.chosen_changed.connect(self._enable)
        self.texts = SharedTexts(context.jobs)
        self.texts.opened.connect(lambda pledge: context.open_record("pledges", pledge))
        self.face = Face()
        self.notice = NoticeBar()
        self.registering = Registering(context, self.notice, self)
        self.buttons: dict[str, QPushButton] = {}
        self._make_buttons()
        self._lay_out()
        self.face.tell(_("Looking for what is to be done…"), "search")
        self._stack.setCurrentWidget(self.face)
        self._enable()
        context.jobs.changed.connect(self._changed)
        self.refresh()

    # What the window asks

    def refresh(self) -> None:
        """Read again what is shown."""
        self._again.stop()
        self._stale = False
        self._count()
        self._look(keep=True)

    def focus_search(self) -> None:
        """Put the cursor into the search field."""
        self.filters.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filters.search.selectAll()

    def edit_many(self) -> None:
        """Do the first deed that there is for the chosen rows."""
        for name, button in self.buttons.items():
            if name in DEEDS and button.isVisible() and button.isEnabled():
                button.click()
                return

    def open_record(self, register: str, record: int) -> None:
        """Show the list of a campaign."""
        if register == "campaigns":
            self.filters.choose(record)

    def show_filtered(
        self, register: str, filters: Mapping[str, Any], words: Mapping[Any, str]
    ) -> None:
        """Show a kind of work (`work`), of a campaign (`campaign`) or of all that are open."""
        self.filters.choose(filters.get("campaign"))
        self.kinds.choose(str(filters.get("work", "")))
        self._to_table()

    def print_list(self) -> None:
        """Print the list that is shown, with the words that it is narrowed by."""
        self.print_form(gateway.PAPERS[self.kinds.work().value], self.filters.scope().search)

    def print_form(self, form: str, search: str = "") -> None:
        """Print a paper of the campaign and unit that are chosen."""
        scope = self.filters.scope()
        options: dict[str, Any] = {
            "campaign": scope.campaign_id,
            "year": scope.year,
            "unit": scope.unit_id,
            "search": search or None,
        }
        self.context.print_pdf(
            form, {name: value for name, value in options.items() if value is not None}
        )

    def showEvent(self, event: QShowEvent) -> None:
        """Read again what was changed while the page was out of sight."""
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        """Leave a look that is waiting until the page comes back."""
        super().hideEvent(event)
        if self._again.isActive():
            self._again.stop()
            self._stale = True

    # What the clerk does

    def open_current(self) -> None:
        """Open the record of the row with the cursor."""
        row = self.table.current()
        if row is not None:
            self.context.open_record(*row.opens)

    def do(self, name: str) -> None:
        """Ask for what a deed needs, then do it with the chosen rows."""
        ids = self.table.chosen()
        if not ids:
            return
        if name == REGISTER:
            self.register()
            return
        if name == REVIEW:
            self.review()
            return
        pledges, items = (self.context.specs[one].by_name for one in ("pledges", "pledge_items"))
        if name == PUBLIC:
            fields: tuple[Field, ...] = (_needed(pledges["public_means"]), pledges["public_on"])
            self._ask(_("Made public"), ids, fields, lambda given: self._write(
                gateway.make_public, ids, given["public_means"], given["public_on"]
            ))  # fmt: skip
        elif name == CONFIRM:
            fields = (_needed(pledges["confirmed_on"]),)
            self._ask(_("Confirmed by the cell"), ids, fields, lambda given: self._write(
                gateway.confirm, ids, given["confirmed_on"]
            ))  # fmt: skip
        elif name == DONE:
            fields = (_needed(items["done_on"]), items["result"])
            self._ask(_("Mark as done"), ids, fields, lambda given: self._write(
                gateway.set_done, ids, given["done_on"], given["result"]
            ))  # fmt: skip
        else:
            self._write(gateway.settle, ids)

    def register(self) -> None:
        """Open the dialog that registers, for the current row's unit, or those chosen."""
        chosen, row = self.table.chosen(), self.table.current()
        if len(chosen) > 1:
            self.registering.open_for(chosen)
        elif row is not None:
            unit = (row.unit_id, row.unit) if row.unit_id is not None else None
            self.registering.open(unit, row.campaign_id)

    def review(self) -> None:
        """Ask for the sheet of reviews on which the pledge of the current row stands."""
        row = self.table.current()
        if row is not None:
            self.review_wanted.emit(row, gateway.PERIODS.get(self.kinds.work().value, ""))

    def _ask(self, title: str, ids: list[int], fields: tuple[Field, ...], do: Any) -> None:
        self.dialog = DeedDialog(self.context, title, len(ids), fields, do, self)
        self.dialog.open()

    def _write(self, deed: Any, ids: list[int], *values: date | str | None) -> None:
        def done(written: Done[int]) -> None:
            words = ngettext("{count} row was written.", "{count} rows were written.", len(ids))
            self.notice.tell(words.format(count=number(written.value)), "success")

        self.context.jobs.write(
            deed,
            ids,
            *values,
            on_done=done,
            on_error=self._failed,
            label=_("Writing"),
            context=self,
        )

    # What comes

    def _other_scope(self) -> None:
        self._count()
        self._look(keep=False)

    def _other_list(self) -> None:
        self._look(keep=False)

    def _count(self) -> None:
        self.context.jobs.read(
            gateway.count,
            self.filters.scope(),
            key=(id(self), "count"),
            on_done=self._counted,
            on_error=self._failed,
            context=self,
        )

    def _look(self, *, keep: bool) -> None:
        self._keep = keep
        self._arrange()
        self.context.jobs.read(
            gateway.look,
            self.kinds.work(),
            self.filters.scope(),
            max(self.table.currentIndex().row(), 0) if keep else 0,
            key=(id(self), "look"),
            on_done=self._came,
            on_error=self._failed,
            context=self,
        )

    def _counted(self, counted: Counted) -> None:
        self._older = counted.older
        self.kinds.show_counts(counted.counts, counted.late)
        self.filters.show_campaigns(counted.campaigns)

    def _came(self, listed: Listed) -> None:
        if listed.work is not self.kinds.work():
            return
        one_campaign = self.filters.scope().campaign_id is not None
        self.table.show_list(listed, keep=self._keep, one_campaign=one_campaign)
        self.filters.tell(len(listed.keys))
        if len(listed.keys):
            self._stack.setCurrentWidget(self.table)
        elif self.filters.narrow:
            self.face.tell(
                _("Nothing fits what you look for."), "search", _("Show all"), self.filters.clear
            )
            self._stack.setCurrentWidget(self.face)
        else:
            self.face.tell(nothing_left(self._older), "circle-check")
            self._stack.setCurrentWidget(self.face)
        if listed.work.value == "not_concrete":
            self.texts.show_scope(self.filters.scope())
        self._enable()

    def _failed(self, problem: Problem) -> None:
        self.notice.tell(problem.message, "error")

    def _changed(self, changes: Changes) -> None:
        if not changes.registers & _SEEN:
            return
        if self.isVisible():
            self._again.start()
        else:
            self._stale = True

    # Parts

    def _to_table(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _arrange(self) -> None:
        """Show the deeds and the pane that belong to the list."""
        work: Work = self.kinds.work()
        for name, deed in DEEDS.items():
            self.buttons[name].setVisible(deed.belongs_to(work))
        self.texts.setVisible(work.value == "not_concrete")
        self.table.setAccessibleName(name_of(work))

    def _enable(self) -> None:
        shown = self._stack.currentWidget() is self.table
        chosen = len(self.table.selectionModel().selectedRows()) if shown else 0
        self.buttons["open"].setEnabled(chosen == 1 and self.table.current() is not None)
        for name in DEEDS:
            self.buttons[name].setEnabled(chosen > 0)

    def _make_buttons(self) -> None:
        def button(name: str, text: str, picture: str, tip: str) -> QPushButton:
            made = QPushButton(icon(picture), text)
            made.setAutoDefault(False)
            made.setToolTip(tip)
            self.buttons[name] = made
            return made

        opens = button("open", _("&Open"), "pencil", _("Opens the record (Enter)"))
        opens.clicked.connect(lambda _on=False: self.open_current())
        for name, deed in DEEDS.items():
            tip = _("Writes it to all chosen rows (Ctrl+A chooses all)")
            if name == REGISTER:
                tip = _("Registers people of this unit in this campaign")
            elif name == REVIEW:
                tip = _("Opens the sheet of reviews of this unit, at this row")
            made = button(name, _(deed.words), deed.icon, tip)
            made.clicked.connect(lambda _on=False, one=name: self.do(one))
        menu = QMenu(self)
        menu.addAction(_("The list s&hown")).triggered.connect(lambda _on=False: self.print_list())
        for form, words in (
            ("pledges-not-registered", _("Who has &not registered")),
            ("pledges-overdue", _("What is o&verdue")),
            ("pledges-not-concrete", _("What is not con&crete")),
            (gateway.SUMMARY, _("&Results by unit")),
        ):
            action = menu.addAction(words)
            action.triggered.connect(lambda _on=False, one=form: self.print_form(one))
        self.print_menu = menu
        prints = button("print", _("Pr&int"), "printer", _("Papers of what is chosen above"))
        prints.setMenu(menu)

    def _lay_out(self) -> None:
        deeds = QWidget()
        row = FlowLayout(deeds, GAP)
        for one in self.buttons.values():
            row.addWidget(one)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.face)
        self.halves = QSplitter(Qt.Orientation.Vertical)
        self.halves.addWidget(self._stack)
        self.halves.addWidget(self.texts)
        self.halves.setStretchFactor(0, 3)
        self.halves.setStretchFactor(1, 2)
        self.halves.setChildrenCollapsible(False)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(GAP // 2, GAP, MARGIN, MARGIN)
        column.setSpacing(GAP)
        column.addWidget(self.filters)
        column.addWidget(deeds)
        column.addWidget(self.halves, 1)
        column.addWidget(self.notice)
        left = QWidget()
        room = QVBoxLayout(left)
        room.setContentsMargins(MARGIN, GAP, 0, MARGIN)
        room.addWidget(self.kinds)
        self.splitter = Panes(self.context.settings, _KEY, left, right)
        self.splitter.fill(self)


def _needed(field: Field) -> Field:
    """Return a field that must be filled in here."""
    return replace(field, required=True)
