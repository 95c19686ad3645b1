"""What the sheets of reviews and of ratings have in common: bar, grid, totals, saving."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QMessageBox,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.changes import Changes
from desktop.core.errors import Problem
from desktop.core.rating import Scale, completed, contradiction
from desktop.core.review_period import REVIEWED, Span
from desktop.core.terms import ReviewPeriod
from desktop.ui.errors import ask
from desktop.ui.i18n import _, ngettext, number
from desktop.ui.icons import icon
from desktop.ui.page import PageContext
from desktop.ui.pledges.apart import ApartPage
from desktop.ui.pledges.grid import GridView
from desktop.ui.pledges.grid_model import GridColumn, GridModel, GridRow, Rules, Values
from desktop.ui.pledges.review_sheet_bar import PeriodBar
from desktop.ui.pledges.review_sheet_saver import Saver
from desktop.ui.pledges.review_sheet_told import SaveState, Totals, show_unsaved
from desktop.ui.register.bars import Face, NoticeBar
from desktop.ui.register.typing import commit_input
from desktop.ui.theme import GAP, MARGIN

_TOTALS_MS = 30  # totals follow what is typed after this rest
_DISCARD = QMessageBox.StandardButton.Discard
_CANCEL = QMessageBox.StandardButton.Cancel


class EntryPage(ApartPage):
    """A sheet to type into, of a unit and a period."""

    registers = frozenset(
        {"pledges", "pledge_items", "pledge_reviews", "yearly_ratings", "members", "units",
         "rating_scales", "rating_grades", "settings", "expected"}
    )  # fmt: skip
    lines = 2  # of a row, at least
    empty = ""
    """A message id: what to do when there is no row."""

    def __init__(
        self,
        context: PageContext,
        name: str,
        columns: Sequence[GridColumn],
        kinds: tuple[ReviewPeriod, ...],
    ) -> None:
        super().__init__(context)
        self.scale: Scale | None = None
        self.percent = 100
        self._shown_for: Any = None  # what the rows shown are of
        self._stale = True
        self.bar = PeriodBar(context, kinds, self)
        self.bar.add_shortcuts(self)
        self.bar.chosen.connect(self.go)
        self.model = GridModel(columns, Rules(self._complete, self._warn))
        self.view = GridView(name, lines=self.lines)
        self.view.show_grid(self.model)
        self._totals_timer = QTimer(self)
        self._totals_timer.setSingleShot(True)
        self._totals_timer.setInterval(_TOTALS_MS)
        self._totals_timer.timeout.connect(self.show_totals)
        self.savers: list[Saver] = []
        self.state = SaveState(self.savers)
        self.saver = self.add_saver(self.model)
        self.saver.saved.connect(self._totals_timer.start)
        self.view.pasted.connect(self._pasted)
        self.view.about_to_change_many.connect(self.saver.flush)
        self.view.left.connect(self.bar.period.setFocus)
        self.view.delegate.closeEditor.connect(lambda *_how: self._read_if_stale())
        self.model.edited.connect(self._totals_timer.start)
        self.notice = NoticeBar()
        self.totals = Totals()
        self.over = self.totals.over
        self.face, self._stack = Face(), QStackedWidget()
        self._lay_out()
        context.jobs.changed.connect(self.apply_changes)

    def _lay_out(self) -> None:
        self.bar.row.addWidget(self.state)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.face)
        below = QHBoxLayout()
        below.addWidget(self.totals)
        below.addWidget(self.over)
        below.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, GAP, MARGIN, GAP // 2)
        layout.setSpacing(GAP)
        layout.addWidget(self.bar)
        layout.addWidget(self.middle(), 1)
        layout.addWidget(self.notice)
        layout.addLayout(below)

    def add_saver(self, model: GridModel) -> Saver:
        """Save what is typed into a grid; how it goes is told on this page."""
        saver = Saver(self.context.jobs, model, self)
        saver.state_changed.connect(self.state.look)
        saver.saved.connect(self._read_if_stale)
        saver.failed.connect(self._failed)
        self.savers.append(saver)
        return saver

    def middle(self) -> QWidget:
        """Return what stands between bar and totals; the grid is in it."""
        return self._stack

    def add_tool(
        self, name: str, words: str, menu: Sequence[tuple[str, Callable[[], object]]]
    ) -> QToolButton:
        """Put a button with a menu at the end of the bar; entries are words and what they do."""
        button = QToolButton()
        button.setIcon(icon(name))
        button.setText(words)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setAutoRaise(True)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        entries = QMenu(button)
        for text, act in menu:
            action = QAction(text, entries)
            action.triggered.connect(lambda _on=False, act=act: act())
            entries.addAction(action)
        button.setMenu(entries)
        self.bar.row.addWidget(button)
        return button

    # what follows from an entry

    def _complete(self, before: Values, entered: Values) -> dict[str, Any]:
        return completed(self.scale, before, entered)

    def _warn(self, values: Values, name: str) -> str:
        if name not in ("rating", "points"):
            return ""
        return contradiction(self.scale, values.get("points"), values.get("rating"))

    # reading

    @property
    def asked(self) -> Any:
        """What the rows are of, as it is chosen now."""
        return (self.bar.unit, self.bar.span)

    def go(self, unit: int | None, asked: Span) -> None:
        """Show another unit or period, once what was typed is kept."""
        commit_input()
        self.view.finish()

        def show() -> None:
            self.bar.show_choice(unit, asked)
            self._read()

        self.when_kept(show)

    def when_kept(self, then: Callable[[], object]) -> None:
        """Call `then` once what was typed is kept; asks where something can't be."""
        commit_input()
        self.view.finish()

        def look() -> None:
            self.commit_input()  # one may have typed on meanwhile
            if self._saving():
                self.after_saves(look)
                return
            if not self.has_unsaved():
                then()
                return
            self.bar.show_choice(self.bar.unit, self.bar.span)
            count = self.unsaved
            ask(
                self,
                _("Unsaved entries"),
                ngettext(
                    "{count} cell could not be saved. Leave it out?",
                    "{count} cells could not be saved. Leave them out?",
                    count,
                ).format(count=number(count)),
                _DISCARD | _CANCEL,
                answered,
            )

        def answered(button: QMessageBox.StandardButton) -> None:
            if button == _DISCARD:
                self.discard_pending()
                then()
            else:
                self.view.setFocus()

        self.after_saves(look)

    def _saving(self) -> bool:
        """Begin to save what is left to be; tell whether a save is under way."""
        for one in self.savers:
            one.flush()
        return any(one.busy for one in self.savers)

    def after_saves(self, then: Callable[[], object]) -> None:
        """Call `then` when no save is under way any more."""
        self.saver.after(then)

    def _read(self) -> None:
        """Read the rows of what is chosen."""
        self._stale = False
        asked = (self.asked, self._saves())
        self.ask_rows(lambda found: self._take(asked, found))

    def _saves(self) -> int:
        """How many saves were done: rows read before the last one are old."""
        return sum(one.count for one in self.savers)

    def ask_rows(self, done: Callable[[Any], None]) -> None:
        """Ask for the rows of what is chosen; `done` gets what the service returned."""
        raise NotImplementedError

    def rows_of(self, found: Any) -> list[GridRow]:
        """Return the rows of the grid for what the service returned."""
        raise NotImplementedError

    def save_by(self, found: Any) -> Callable[..., Any]:
        """Return what keeps the cells of what the service returned."""
        raise NotImplementedError

    def _take(self, asked_at: tuple[Any, int], found: Any) -> None:
        asked, saves = asked_at
        if asked != self.asked:
            return
        if self.typing or saves != self._saves():
            self._stale = True  # read again, once the entry has ended
            self._read_if_stale()
            return
        same = asked == self._shown_for
        index = self.view.currentIndex()
        key = self.model.rows[index.row()].key if same and index.isValid() else None
        top = self.view.verticalScrollBar().value()
        self.scale, self.percent = found.scale, found.percent
        self._shown_for = asked
        self.model.show_rows(self.rows_of(found), forget=not same)
        self._tell_gone(self.model.drop_gone())
        self.saver.save_by(self.save_by(found))
        self.arrange(found)
        place = self.model.place_of(key) if key is not None else None
        if self.model.rows:
            column = index.column() if place is not None else self.first_column()
            self.view.setCurrentIndex(self.model.index(place or 0, column))
        self.view.verticalScrollBar().setValue(top if same else 0)
        self._stack.setCurrentWidget(self.view if self.model.rows else self.face)
        self.face.tell(_(self.empty), "list-checks")
        self.show_totals()
        self.state.look()
        left_out = found.total - len(found.rows)
        if left_out > 0:
            words = _("Only the first {shown} of {total} are shown. Choose a unit.")
            self.notice.tell(
                words.format(shown=number(len(found.rows)), total=number(found.total)), "warning"
            )

    def arrange(self, found: Any) -> None:
        """Show and hide columns as the rows need them."""

    def first_column(self) -> int:
        """Return the first column that is typed into."""
        return next(place for place, one in enumerate(self.model.columns) if one.editable)

    def refresh(self) -> None:
        """Read again, and try once more to save what couldn't be."""
        commit_input()
        self.view.finish()
        self._try_again()
        self.bar.read_units()
        self.after_saves(self._read)

    def apply_changes(self, changes: Changes) -> None:
        """Read again when a write changed what is shown; our own save tells no news."""
        if changes is self.saver.own or not changes.touches(*self.registers):
            return
        self._stale = True
        self._read_if_stale()

    @property
    def typing(self) -> bool:
        """Whether something is being entered or saved, so that rows must stay as they are."""
        return self.view.editing or self.saver.busy

    def _read_if_stale(self) -> None:
        if self._stale and self.isVisible() and not self.typing:
            self._read()

    def showEvent(self, event: QShowEvent) -> None:
        """Read what was changed while the page was out of sight."""
        super().showEvent(event)
        if not event.spontaneous():
            if self._shown_for is None:
                self.bar.read_units()
            self._read_if_stale()

    def _failed(self, problem: Problem) -> None:
        self.notice.tell(problem.message, "error", _("Try &again"), self._try_again)

    def _try_again(self) -> None:
        for one in self.savers:
            one.again()

    def _tell_gone(self, texts: Sequence[str]) -> None:
        """Tell what was typed into rows that are no longer here, and could not be kept."""
        if texts:
            words = _("Left out, because the row is no longer here: {texts}")
            self.notice.tell(words.format(texts="; ".join(texts)), "warning")

    # what is told

    def show_totals(self) -> None:
        """Show how many are reviewed, by rating, and the share of excellent ones."""
        rows, kind = self.model.all_values(), self.bar.span.kind
        self.totals.count(self.counted(rows), len(rows), self.rated_groups(), self.percent, kind)

    def rated_groups(self) -> list[tuple[str, list[str | None]]]:
        """Return the groups that have a share of their own: heading, and the rating of each."""
        return [("", [one.get("rating") for one in self.model.all_values()])]

    def counted(self, rows: Sequence[Values]) -> int:
        """Return how many rows are reviewed, as the figures count them."""
        return sum(any(one.get(name) is not None for name in REVIEWED) for one in rows)

    def _pasted(self, taken: int, lost: int) -> None:
        if lost:
            words = ngettext(
                "{count} cell of what was copied had no place here.",
                "{count} cells of what was copied had no place here.",
                lost,
            )
            self.notice.tell(words.format(count=number(lost)), "warning")

    # what the window asks

    @property
    def unsaved(self) -> int:
        """How many cells aren't kept."""
        return self.saver.unsaved

    def focus_search(self) -> None:
        """Put the cursor on the choice of the unit."""
        self.bar.unit_button.setFocus()

    def new_record(self) -> None:
        """Tell where a row comes from."""
        self.notice.tell(_("Here each pledge is a row; pledges are added under “Pledges”."))

    def delete_selected(self) -> None:
        """Empty the selected cells."""
        self.view.clear_cells()

    def commit_input(self) -> None:
        """Take what is being typed."""
        commit_input()
        self.view.finish()

    def has_unsaved(self) -> bool:
        """Tell whether something typed hasn't been saved."""
        return bool(self.unsaved) or self.view.delegate.changed()

    def saves_itself(self) -> bool:
        """Tell that cells are saved as they are typed."""
        return True

    def save_pending(self) -> bool:
        """Begin to save what was typed; False when some of it can't be."""
        self.commit_input()
        self._try_again()
        return not self.model.unread

    def show_unsaved(self) -> None:
        """Put the cursor on a cell that isn't kept, and tell why."""
        show_unsaved(self.grids(), self.notice, self._try_again)

    def grids(self) -> list[tuple[GridView, Saver]]:
        """Return all grids into which is typed here, with what saves them."""
        return [(self.view, self.saver)]

    def discard_pending(self) -> None:
        """Forget what was typed and not saved."""
        self.view.delegate.revert()
        self.model.forget()
        self._read()
