"""What became of the rows, in words and figures; and the lists behind the figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QWidget

from desktop.ui import sheet_gateway as gateway
from desktop.ui.i18n import N_, _, language, ngettext, number
from desktop.ui.register.bars import WrappedLabel
from desktop.ui.theme import GAP, MARGIN
from desktop.ui.widgets.lists import ListModel

if TYPE_CHECKING:
    from desktop.services.importing import Found, Report

# by the values of importing.Outcome, in the order shown
_OUTCOMES = {
    "new": N_("added"),
    "filled": N_("there already; blanks filled in"),
    "changed": N_("there already; changed to what the file says"),
    "same": N_("there already, exactly alike"),
    "repeated": N_("stand twice in the file"),
    "differs": N_("there already and different; kept as the book has them"),
}
_REFUSED = N_("can't be taken in")
_LOOKED_AT = 500  # rows in which is seen which columns have problems
_KEPT = {
    "new": N_("new record"),
    "filled": N_("blanks filled"),
    "changed": N_("changed as in the file"),
}


def counts(report: Report) -> dict[str, int]:
    """Return how many rows had each outcome."""
    return {one.value: count for one, count in report.counts.items() if count}


def kept(report: Report) -> int:
    """Return how many rows change the book."""
    return sum(counts(report).get(name, 0) for name in _KEPT)


def taking_words(report: Report) -> str:
    """Return what the button does after a look: take rows in, or save them when none can be."""
    count = kept(report)
    if not count and report.refused:
        return _("&Save the rows not taken in…")
    words = ngettext("&Take in {count} row", "&Take in {count} rows", count)
    return words.format(count=number(count))


class Counts(QFrame):
    """The figures of an import, a line for each outcome."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(MARGIN, GAP, MARGIN, GAP)
        self._grid.setHorizontalSpacing(GAP)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(3, 1)
        self._text = ""

    @property
    def text(self) -> str:
        """All that is shown, a line for each outcome."""
        return self._text

    def tell(self, report: Report) -> None:
        """Show the figures of a report."""
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        by_name = counts(report)
        lines = [(by_name[name], _(words)) for name, words in _OUTCOMES.items() if name in by_name]
        if report.refused:
            lines.append((len(report.refused), _(_REFUSED)))
        if not lines:
            lines = [(0, _("rows"))]
        for place, (count, words) in enumerate(lines):
            figure = QLabel(number(count))
            figure.setProperty("role", "subtitle")
            figure.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            label = WrappedLabel(words)
            self._grid.addWidget(figure, place // 2, place % 2 * 2)
            self._grid.addWidget(label, place // 2, place % 2 * 2 + 1)
        self._text = "\n".join(f"{number(count)} {words}" for count, words in lines)
        self.setAccessibleName(self._text.replace("\n", "; "))


@dataclass(frozen=True)
class Shown:
    """A list behind the figures: its name, its rows, the widths of its columns in letters."""

    name: str
    title: str
    model: ListModel
    widths: Sequence[int]


@dataclass(frozen=True)
class Lists:
    """Makes the lists of a report."""

    read: gateway.Read
    found: Sequence[Found]
    report: Report
    ahead: bool = False  # nothing is done yet: what would be taken in is listed too

    def all(self) -> list[Shown]:
        """Return the lists that have rows, what needs the clerk first."""
        report = self.report
        made = [
            self._problems("refused", _("Can't be taken in"), report.refused),
            self._new(),
            *([self._taken()] if self.ahead else []),
            self._repairs(),
            self._problems("differing", _("The book has it otherwise"), report.differing),
            self._known(),
            self._left_out(),
        ]
        return [one for one in made if one.model.rowCount()]

    def _heading(self, key: str) -> str:
        found = next((one for one in self.read.choices if one.key == key), None)
        return found.field.text(language()) if found is not None else ""

    def _place(self, table: int, row: int) -> str:
        if len(self.read.source.tables) == 1:
            return number(row)
        return f"{self.read.source.tables[table].name}, {number(row)}"

    def _problems(self, name: str, title: str, rows: Sequence[Any]) -> Shown:
        """List rows with their reasons and their cells, those with a problem marked."""
        keys = self._keys()
        wrong = {key for one in rows[:_LOOKED_AT] for key in one.reasons}
        keys[1:] = sorted(keys[1:], key=lambda key: key not in wrong)  # those in sight first

        def mark(row: Any, column: int) -> str:
            return row.reasons.get(keys[column - 2], "") if column >= 2 else ""

        told = (_("Reason"), 46, self.reasons)
        return self._rows(name, title, rows, told, keys, mark)

    def _taken(self) -> Shown:
        """List the rows that would be taken in with what becomes of them."""
        words = {name: _(said) for name, said in _KEPT.items()}
        told = (_("What becomes of it"), 18, lambda row: words[row.outcome])
        return self._rows("taken", _("To be taken in"), self.report.taken, told, self._keys())

    def _known(self) -> Shown:
        """List the rows that change nothing: those in the book as they are, and repeated ones."""
        told = (_("Why"), 24, lambda row: _(_OUTCOMES[row.outcome]))
        return self._rows("known", _("Nothing to do"), self.report.known, told, self._keys())

    def _keys(self) -> list[str]:
        """Return the keys of what the file's columns hold, in the order of the register's sheet."""
        there = {key.partition("|")[0] for one in self.found for key in one.columns.values()}
        return [one.key for one in self.read.choices if not one.sex and one.key in there]

    def _rows(
        self,
        name: str,
        title: str,
        rows: Sequence[Any],
        told: tuple[str, int, Callable[[Any], str]],
        keys: Sequence[str],
        mark: Callable[[Any, int], str] | None = None,
    ) -> Shown:
        """List rows of the file: place, what is `told` of each (heading, width, words), cells."""
        columns: dict[int, dict[str, int]] = {}
        for one in self.found:
            columns[one.table] = {
                key.partition("|")[0]: place
                for place, key in one.columns.items()
                if key != gateway.NUMBER
            }
        said, width, words = told

        def cell(row: Any, column: int) -> str:
            if column < 2:
                return words(row) if column else self._place(row.table, row.number)
            place = columns[row.table].get(keys[column - 2])
            if place is None:
                return ""
            return gateway.cell_text(self.read.source.tables[row.table], row.index, place)

        headings = [_("Row"), said, *(self._heading(key) for key in keys)]
        fields = {one.key: one.field for one in self.read.choices}
        widths = [self._place_width(), width, *(max(fields[key].width, 12) for key in keys)]
        return Shown(name, title, ListModel(headings, rows, cell, mark), widths)

    def reasons(self, row: Any) -> str:
        """Return why a row can't be taken in, as sentences."""
        return " ".join(
            f"{self._heading(key)}: {sentence}" if self._heading(key) else sentence
            for key, sentence in row.reasons.items()
        )

    def _new(self) -> Shown:
        """List the units, and the entries of lists, that are added."""
        units = [(_("Unit"), name, near) for name, near in self.report.new_units]
        words = [(kind[:1].upper() + kind[1:], name, "") for kind, name in self.report.new_words]

        def cell(row: tuple[str, str, str], column: int) -> str:
            if column < 2:
                return row[column]
            return _("much like “{name}” in the book").format(name=row[2]) if row[2] else ""

        def mark(row: tuple[str, str, str], column: int) -> str:
            return cell(row, 2) if column == 2 and row[2] else ""

        headings = [_("What"), _("Name"), _("Note")]
        model = ListModel(headings, [*units, *words], cell, mark)
        return Shown("new", _("Added to the book"), model, (16, 48, 40))

    def _repairs(self) -> Shown:
        def cell(row: Any, column: int) -> str:
            parts = (
                self._place(row.table, row.number),
                self._heading(row.key),
                row.before,
                row.after,
            )
            return parts[column]

        headings = [_("Row"), _("Column"), _("In the file"), _("Put right")]
        model = ListModel(headings, self.report.repairs, cell)
        return Shown("repairs", _("Text put right"), model, (self._place_width(), 20, 36, 36))

    def _left_out(self) -> Shown:
        def cell(row: Any, column: int) -> str:
            return self._place(row[0], row[1]) if column == 0 else str(row[2])

        model = ListModel([_("Row"), _("Words")], self.report.left_out, cell)
        return Shown("left_out", _("No records"), model, (self._place_width(), 60))

    def _place_width(self) -> int:
        return 8 if len(self.read.source.tables) == 1 else 20
