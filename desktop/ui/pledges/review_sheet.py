"""The sheet of reviews: one screen per cell and period, typed like a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSplitter, QVBoxLayout, QWidget

from desktop.core.changes import Changes
from desktop.core.rating import best_of_each
from desktop.core.terms import ReviewPeriod
from desktop.ui.i18n import N_, _, ngettext, number
from desktop.ui.page import PageContext
from desktop.ui.pledges import review_sheet_gateway as gateway
from desktop.ui.pledges.grid import GridView
from desktop.ui.pledges.grid_model import GridModel, GridRow, Rules
from desktop.ui.pledges.grid_text import Entry, show
from desktop.ui.pledges.review_sheet_base import EntryPage
from desktop.ui.pledges.review_sheet_columns import item_columns, review_columns
from desktop.ui.pledges.review_sheet_saver import Saver
from desktop.ui.register.bars import set_role
from desktop.ui.theme import GAP

if TYPE_CHECKING:
    from desktop.services.reviewing import Sheet, SheetRow

_ALL = tuple(ReviewPeriod)
_TEXTS = ("pledged", "done", "self_assessment", "cell_assessment")


class ReviewSheetPage(EntryPage):
    """What each pledge came to in a month, a quarter, a half-year, a year or a term."""

    empty = N_("No pledge of this unit and year. Register first, or choose another unit.")

    def __init__(self, context: PageContext) -> None:
        self.items = GridView(_("Items of the pledge"))
        self.item_model = GridModel(item_columns(), Rules(_plain, lambda _values, _name: ""))
        self.items.show_grid(self.item_model)
        self.before = QLabel()
        super().__init__(context, _("Sheet of reviews"), review_columns(), _ALL)
        self.item_saver = self.add_saver(self.item_model)
        self.item_saver.save_by(gateway.save_items)
        self.items.delegate.closeEditor.connect(lambda *_how: self._read_if_stale())
        self.items.left.connect(self.view.setFocus)
        self._rest = QTimer(self)  # the sheet's own row is drawn first, in a turn of its own
        self._rest.setSingleShot(True)
        self._rest.setInterval(0)
        self._rest.timeout.connect(lambda: self._show_row(self._current_key()))
        self.view.row_changed.connect(self._row_changed)
        self._rows: dict[int, SheetRow] = {}
        self._row: int = -1
        self._shown_items: int = -1  # the pledge whose items are shown
        self._wanted: int | None = None  # the pledge that gets the cursor once it is read
        self.copy_tool = self.add_tool(
            "copy",
            _("Copy from the period before"),
            (
                (_("What was &pledged, for everybody"), lambda: self.copy_before(("pledged",))),
                (_("All texts of the &rows selected"), self._copy_selected_rows),
                (_("The &cells selected"), self._copy_selected_cells),
            ),
        )
        self.print_tool = self.add_tool(
            "printer",
            _("Papers"),
            (
                (_("Follow-up book of this &period…"), self.print_list),
                (_("Follow-up book of the &year, month by month…"), self._print_year),
            ),
        )

    def middle(self) -> QWidget:
        """Return the grid, and below it the items and what was entered before."""
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self._stack)
        self.below = QWidget()
        row = QHBoxLayout(self.below)
        row.setContentsMargins(0, GAP // 2, 0, 0)
        row.addWidget(self.items, 5)
        side = QVBoxLayout()
        head = QLabel(_("In the period before"))
        set_role(head, "muted")
        self.before.setWordWrap(True)
        self.before.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.before.setTextFormat(Qt.TextFormat.PlainText)
        self.before.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        side.addWidget(head)
        side.addWidget(self.before, 1)
        row.addLayout(side, 2)
        split.addWidget(self.below)
        split.setStretchFactor(0, 5)
        split.setStretchFactor(1, 2)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(7)
        split.setSizes([420, 130])
        return split

    # reading

    def ask_rows(self, done: Callable[[Any], None]) -> None:
        """Ask for the pledges of what is chosen."""
        self.context.jobs.read(
            gateway.read_sheet,
            self.bar.unit,
            self.bar.span,
            key=(id(self), "sheet"),
            on_done=done,
            context=self,
        )

    def show_pledge(
        self, pledge: int, year: int | None, unit: tuple[int, str] | None, kind: str = ""
    ) -> None:
        """Put the cursor on a pledge of a year, on the sheet of its unit (id, name).

        For today's period, or the one of the pledge's year that is nearest; of a `kind`, a value
        of `ReviewPeriod`, or the kind that is chosen.
        """
        if unit is not None:
            self.bar.know_unit(*unit)
        self._wanted = pledge
        known = next((one for one in ReviewPeriod if one.value == kind), None)
        self.go(None if unit is None else unit[0], self.bar.span_in(year, known))

    def _take(self, asked_at: tuple[Any, int], found: Any) -> None:
        super()._take(asked_at, found)
        if self._wanted is None or self._shown_for != self.asked or self._stale:
            return
        place, self._wanted = self.model.place_of(self._wanted), None
        if place is not None:
            self.view.go_to(place, self.first_column())
            self.view.setFocus()

    def rows_of(self, found: Sheet) -> list[GridRow]:
        """Return a row for each pledge."""
        self._rows = {one.pledge_id: one for one in found.rows}
        return [GridRow(one.pledge_id, one, one.values) for one in found.rows]

    def save_by(self, found: Sheet) -> Callable[..., Any]:
        """Return what keeps the cells of the period shown."""
        asked = found.span
        return lambda book, cells: gateway.save_reviews(book, asked, cells)

    def arrange(self, found: Sheet) -> None:
        """Show the unit where there are several, points where the period has them."""
        several = len({one.unit_id for one in found.rows}) > 1
        points = found.uses_points or any(one.values.get("points") for one in found.rows)
        self.view.hide_columns({"unit": not several, "points": not points})
        self.below.setVisible(bool(found.rows))
        self._row = -1
        self._show_row(self._current_key())

    def _current_key(self) -> int:
        index = self.view.currentIndex()
        return self.model.rows[index.row()].key if index.isValid() else -1

    def _row_changed(self, _key: int) -> None:
        self.items.finish()
        self.item_saver.flush()
        self._rest.start()

    def _show_row(self, key: int) -> None:
        """Show the items of the row with the cursor, and what was entered before."""
        row = self._rows.get(key)
        if key == self._row or row is None:
            return
        self.items.finish()
        self.item_saver.flush()
        again = key == self._shown_items
        index = self.items.currentIndex()
        self._row = self._shown_items = key
        rows = [
            GridRow(
                one.id,
                one,
                {
                    "progress": one.progress,
                    "done_on": one.done_on,
                    "result": one.result or None,
                },
            )
            for one in row.items
        ]
        self.item_model.show_rows(rows, forget=False)
        if again and index.isValid() and index.row() < len(rows):  # the cursor stays
            self.items.setCurrentIndex(self.item_model.index(index.row(), index.column()))
        self.before.setText(_before_words(row))

    @property
    def typing(self) -> bool:
        """Whether something is being entered or saved, so that rows must stay as they are."""
        return super().typing or self.items.editing or self.item_saver.busy

    def apply_changes(self, changes: Changes) -> None:
        """Read again when something else changed; items that were typed here show in the rows."""
        if changes is self.item_saver.own:
            self._stale = True
            self._read_if_stale()
        else:
            super().apply_changes(changes)

    # what the clerk does

    def copy_before(self, names: tuple[str, ...], keys: set[int] | None = None) -> None:
        """Put what was entered for the period before into the empty cells of these columns."""
        cells = [
            (place, column)
            for place, row in enumerate(self.model.rows)
            if keys is None or row.key in keys
            for column, one in enumerate(self.model.columns)
            if one.name in names
        ]
        self._copy(cells)

    def _copy(self, cells: list[tuple[int, int]]) -> None:
        wanted = []
        for place, column in cells:
            row, one = self.model.rows[place], self.model.columns[column]
            was = self._rows[row.key].last.get(one.name)
            if one.entry is Entry.TEXT and was and not self.model.text(place, column):
                wanted.append((place, column, was))
        self.saver.flush()
        count = self.model.enter(wanted)
        if count:
            words = ngettext("{count} cell was copied.", "{count} cells were copied.", count)
            self.notice.tell(words.format(count=number(count)), "success")
        else:
            self.notice.tell(_("Nothing to copy: only empty cells are filled."))

    def _copy_selected_rows(self) -> None:
        keys = {self.model.rows[one.row()].key for one in self.view.selectedIndexes()}
        self.copy_before(_TEXTS, keys)

    def _copy_selected_cells(self) -> None:
        self._copy(sorted((one.row(), one.column()) for one in self.view.selectedIndexes()))

    def print_list(self) -> None:
        """Print the follow-up book of what is shown."""
        span = self.bar.span
        options = {"unit": self.bar.unit, "kind": span.kind.value}
        options |= {"first": span.first, "last": span.last}
        self.when_kept(lambda: self.context.print_pdf("pledge-follow-up", options))

    def _print_year(self) -> None:
        options = {"unit": self.bar.unit, "year": self.bar.span.last.year}
        self.when_kept(lambda: self.context.print_pdf("pledge-follow-up", options))

    # what isn't kept

    def grids(self) -> list[tuple[GridView, Saver]]:
        """Return all grids into which is typed here, with what saves them."""
        return [(self.view, self.saver), (self.items, self.item_saver)]

    def rated_groups(self) -> list[tuple[str, list[str | None]]]:
        """Return the ratings of persons and of organisations: each counts once, by its best one."""
        groups: dict[bool, list[tuple[Hashable, str | None]]] = {}
        for row, values in zip(self.model.rows, self.model.all_values(), strict=True):
            one: SheetRow = row.source
            groups.setdefault(one.of_organisation, []).append((one.who, values.get("rating")))
        heading = {False: "", True: _("Organisations")}
        return [(heading[one], best_of_each(groups[one])) for one in sorted(groups)]

    @property
    def unsaved(self) -> int:
        """How many cells aren't kept."""
        return super().unsaved + self.item_saver.unsaved

    def after_saves(self, then: Callable[[], object]) -> None:
        """Call `then` when neither reviews nor items are being saved."""
        self.items.finish()
        self.saver.after(lambda: self.item_saver.after(then))

    def has_unsaved(self) -> bool:
        """Tell whether something typed hasn't been saved."""
        return super().has_unsaved() or self.items.delegate.changed()

    def commit_input(self) -> None:
        """Take what is being typed."""
        super().commit_input()
        self.items.finish()

    def save_pending(self) -> bool:
        """Begin to save what was typed; False when some of it can't be."""
        reviews = super().save_pending()
        return reviews and not self.item_model.unread

    def discard_pending(self) -> None:
        """Forget what was typed and not saved."""
        self.items.delegate.revert()
        self.item_model.forget()
        super().discard_pending()


def _plain(before: Any, entered: Any) -> dict[str, Any]:
    return {**before, **entered}


def _before_words(row: SheetRow) -> str:
    """Return what was entered for the period before, a line for each field."""
    entries = {"rating": Entry.RATING, "points": Entry.POINTS}
    lines = []
    for column in review_columns():
        value = row.last.get(column.name)
        if column.editable and column.name != "reviewed_on" and value is not None:
            words = show(entries.get(column.name, Entry.TEXT), value)
            lines.append(f"{column.heading}: {words}")
    return "\n".join(lines) or _("Nothing was entered.")
