"""Figures added up: of all offices or one with those below it, each figure by office."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHeaderView,
    QLabel,
    QMenu,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.core.pasting import pasted_line
from desktop.platform.paths import documents_dir
from desktop.ui.i18n import N_, _, ngettext, number
from desktop.ui.noting import EXPORTED, note_left
from desktop.ui.page import PageContext
from desktop.ui.register.look import airy
from desktop.ui.theme import GAP
from desktop.ui.upward import gateway
from desktop.ui.upward.rows_dialog import RowsDialog
from desktop.ui.upward.section import Rows, Section
from desktop.ui.widgets.parts import Panes

if TYPE_CHECKING:
    from desktop.services.figure_lines import FigureLine
    from desktop.ui.upward.gateway import OfficeFigures, Summed

_DATA = Qt.ItemDataRole.UserRole
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
PAPER, CHART = "offices-figures", "offices-chart"
_CHARTS = {
    "members": N_("&Members"),
    "registered": N_("People who &registered"),
    "models": N_("Mo&dels"),
    "awards": N_("&Awards"),
}
_FOLDER = "sheets"


class OfficeTree(QTreeWidget):
    """All offices that sent, each below the one it belongs to."""

    def __init__(self) -> None:
        super().__init__()
        self.setHeaderHidden(True)
        self.setAccessibleName(_("Offices"))
        airy(self)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # what offices are called ends apart
        self.filling = False
        self._shown: tuple[tuple[str, str, str], ...] = ()

    def office(self) -> str | None:
        """Return the uid of the chosen office, None for all."""
        item = self.currentItem()
        return None if item is None else item.data(0, _DATA)

    def show_offices(self, offices: Sequence[OfficeFigures]) -> None:
        """Show other offices; the chosen one stays chosen."""
        shown = tuple((one.uid, one.name, one.parent_uid) for one in offices)
        if shown == self._shown and self.topLevelItemCount():
            return
        self._shown, chosen, self.filling = shown, self.office(), True
        self.clear()
        every = QTreeWidgetItem(self, [_("All offices")])
        self.setCurrentItem(every)
        made: dict[str, QTreeWidgetItem] = {}
        for one in offices:
            made[one.uid] = QTreeWidgetItem([one.name])
            made[one.uid].setData(0, _DATA, one.uid)
            made[one.uid].setToolTip(0, one.name)
        for one in offices:
            above = made.get(one.parent_uid)
            item = made[one.uid]
            if above is None or above is item or _within(above, item):
                self.addTopLevelItem(item)
            else:
                above.addChild(item)
        self.expandAll()
        if chosen in made:
            self.setCurrentItem(made[chosen])
        self.filling = False


def _within(item: QTreeWidgetItem, other: QTreeWidgetItem) -> bool:
    """Tell whether an item is below another: two offices that each name the other above."""
    above: QTreeWidgetItem | None = item
    while above is not None:
        if above is other:
            return True
        above = above.parent()
    return False


class SumPage(Section):
    """Offices on the left, their figures on the right, below them the figure by office."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.summed: Summed | None = None
        self._every: tuple[OfficeFigures, ...] = ()
        self.dialog: RowsDialog | None = None
        self.offices = OfficeTree()
        self.offices.currentItemChanged.connect(lambda *_both: self._chosen())
        self.figures = QTreeWidget()
        self.figures.setAccessibleName(_("Figures"))
        self.figures.setRootIsDecorated(False)
        self.figures.setItemsExpandable(False)
        self.figures.setIndentation(18)
        self.figures.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.figures.header().setStretchLastSection(False)
        self.figures.currentItemChanged.connect(lambda *_both: self._by_office())
        keys = QShortcut(
            QKeySequence(QKeySequence.StandardKey.Copy), self.figures, self.copy_figures
        )
        keys.setContext(Qt.ShortcutContext.WidgetShortcut)
        self.head = QLabel()
        self.head.setProperty("role", "subtitle")
        self.head.setTextFormat(Qt.TextFormat.PlainText)
        self.head.setWordWrap(True)
        self.table = Rows(_("The figure by office"), (44, 16, 22))
        self.table.told = lambda text: self.notice.tell(text, "success")
        self._make_buttons()
        self._lay_out()

    def _make_buttons(self) -> None:
        self.rows_button = self.button(
            _("&List of records"), "list",
            _("The records behind: those of the chosen office with the ones below it, or of all"),
            self.show_rows,
        )  # fmt: skip
        self.print_button = self.button(
            _("&Print by office…"), "printer",
            _("The report by office with totals (Ctrl+P)"), self.print_list,
        )  # fmt: skip
        self.copy_button = self.button(
            _("&Copy the figures"), "copy",
            _("All figures, to be put into Word or Excel (Ctrl+C)"), self.copy_figures,
        )  # fmt: skip
        self.offices_button = self.button(
            _("Copy &by office"), "clipboard-copy",
            _("A line for each office, a column for each figure, to be put into Excel"),
            self.copy_by_office,
        )  # fmt: skip
        self.excel_button = self.button(
            _("Write to &Excel…"), "upload",
            _("A line for each office, a column for each figure"), self.write_excel,
        )  # fmt: skip
        self.chart_button = self.button(
            _("Chart…"), "sparkles", _("One figure of each office as bars"), lambda: None
        )
        menu = QMenu(self.chart_button)
        for figure, words in _CHARTS.items():
            menu.addAction(_(words), partial(self._print, CHART, figure=figure))
        self.chart_button.setMenu(menu)

    def _lay_out(self) -> None:
        below = QWidget()
        column = QVBoxLayout(below)
        column.setContentsMargins(0, GAP, 0, 0)
        column.addWidget(self.head)
        column.addWidget(self.table, 1)
        right = QSplitter(Qt.Orientation.Vertical)
        right.addWidget(self.figures)
        right.addWidget(below)
        right.setChildrenCollapsible(False)
        right.setSizes([360, 220])
        panes = Panes(self.context.settings, "splitter.added_up", self.offices, right, 280)
        self._tools = (self.print_button, self.chart_button, self.excel_button, self.copy_button,
                       self.offices_button, self.rows_button)  # fmt: skip
        self.lay_out(self._tools, panes)

    # what the window asks

    def read(self) -> None:
        """Ask for the figures."""
        self.context.jobs.read(
            gateway.sum_up,
            self.first,
            self.last,
            self.offices.office(),
            key=(id(self), "sum"),
            on_done=self._came,
            on_error=self.failed,
            label=_("Adding up"),
            context=self,
        )

    def print_list(self) -> None:
        """Print the report by office."""
        self._print(PAPER)

    def _print(self, form: str, **more: object) -> None:
        self.context.print_pdf(form, self._options() | more)

    def _options(self) -> dict[str, object]:
        options: dict[str, object] = {"first": self.first, "last": self.last}
        office = self.offices.office()
        return options if office is None else options | {"office": office}

    # what the clerk does

    def show_rows(self) -> None:
        """Show the records behind the figures."""
        item = self.offices.currentItem()
        name = _("All offices") if item is None else item.text(0)
        self.dialog = RowsDialog(
            self.context, self.first, self.last, self.offices.office(), name, self.window()
        )
        self.dialog.open()

    def copy_figures(self) -> None:
        """Copy all figures as lines with tabs between."""
        if self.summed is None:
            return
        lines = [pasted_line((_("Figure"), _("Unit of count"), _("Total"), self.summed.name))]
        for group in self.summed.groups:
            lines.append(group.title)
            lines += [
                pasted_line((one.words, one.unit, one.value, one.against)) for one in group.lines
            ]
        self._copy(lines)

    def copy_by_office(self) -> None:
        """Copy the figures of each office, one line each."""
        if self.summed is None:
            return
        found = [(group, one) for group in self.summed.groups for one in group.lines]
        lines = [
            pasted_line((_("Office"), *(f"{group.title}: {one.words}" for group, one in found))),
            pasted_line((self.summed.name, *(one.against for _group, one in found))),
        ]
        for office in self.summed.offices:
            if office.added:
                cells = (office.total.get(one.path, "") for _group, one in found)
                lines.append(pasted_line((office.name, *cells)))
        lines.append(pasted_line((_("Total"), *(one.value for _group, one in found))))
        self._copy(lines)

    def write_excel(self) -> None:
        """Ask for a file and write the figures of each office there."""
        settings = self.context.settings
        folder = settings.last_folder(_FOLDER, documents_dir())
        name = f"{_('Added up')} {self.first:%Y-%m-%d} - {self.last:%Y-%m-%d}.xlsx"
        chosen, _kind = QFileDialog.getSaveFileName(
            self, _("Write out to {kind}").format(kind="Excel"), str(folder / name),
            _("Excel files (*.xlsx)"),
        )  # fmt: skip
        if chosen:
            path = Path(chosen)
            self.write_out(path if path.suffix else path.with_suffix(".xlsx"))

    def write_out(self, path: Path) -> None:
        """Write the figures of each office as a spreadsheet."""

        def done(rows: int) -> None:
            self.context.settings.set_last_folder(_FOLDER, path.parent)
            self.context.settings.try_save()
            words = ngettext(
                "Written: {count} row, into {name}", "Written: {count} rows, into {name}", rows
            )
            self.notice.tell(words.format(count=number(rows), name=path.name), "success")
            note_left(self.context.jobs, EXPORTED, _("Added up"), path, rows=rows)

        self.context.jobs.read(
            gateway.write_by_office, path, self._options(), on_done=done, on_error=self.failed,
            label=_("Writing the file"), context=self,
        )  # fmt: skip

    def _copy(self, lines: Sequence[str]) -> None:
        QGuiApplication.clipboard().setText("\n".join(lines) + "\n")
        self.notice.tell(_("The figures were copied."), "success")

    # what comes

    def _chosen(self) -> None:
        if not self.offices.filling:
            self.refresh()

    def _came(self, summed: Summed) -> None:
        self.summed = summed
        if self.offices.office() is None:
            self._every = summed.offices
            self.offices.show_offices(summed.offices)
        for one in self._tools:
            one.setEnabled(bool(self._every))
        if not self._every:
            self.show_face(
                _(
                    "No office's figures of this period are in the book, so there is nothing to "
                    "add up. Receive their files first, or choose another period."
                ),
                "network",
            )
            return
        self._show_figures(summed)
        self.show_body()

    def _show_figures(self, summed: Summed) -> None:
        line = self.current_line()
        place = self.figures.verticalScrollBar().value()
        self.figures.clear()
        heads = [_("Figure"), _("Unit of count"), _("Total"), _("Own figures alone")]
        self.figures.setColumnCount(len(heads))
        self.figures.setHeaderLabels(heads)
        for column in (2, 3):
            self.figures.headerItem().setTextAlignment(column, _RIGHT)
        header = self.figures.header()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        bold = QFont(self.figures.font())
        bold.setBold(True)
        first: QTreeWidgetItem | None = None
        for group in summed.groups:
            head = QTreeWidgetItem(self.figures, [group.title])
            head.setFont(0, bold)
            head.setFirstColumnSpanned(True)
            above = head
            for one in group.lines:
                owner = above if one.within and above is not head else head
                item = QTreeWidgetItem(owner, [one.words, one.unit, one.value, one.against])
                item.setTextAlignment(2, _RIGHT)
                item.setTextAlignment(3, _RIGHT)
                item.setData(0, _DATA, one)
                item.setToolTip(0, one.words)
                above = above if one.within else item
                first = first or item
                if line is not None and line.path == one.path:
                    self.figures.setCurrentItem(item)
        self.figures.expandAll()
        if self.current_line() is None and first is not None:
            self.figures.setCurrentItem(first)
        self.figures.verticalScrollBar().setValue(place)
        self._by_office()

    def current_line(self) -> FigureLine | None:
        """Return the figure with the cursor."""
        item = self.figures.currentItem()
        found: FigureLine | None = None if item is None else item.data(0, _DATA)
        return found

    def _by_office(self) -> None:
        """Show of each office the figure with the cursor."""
        line = self.current_line()
        if line is None or self.summed is None:
            return
        item = self.figures.currentItem()
        above = item.parent() if item is not None else None
        words = line.words
        if above is not None and not words.startswith(above.text(0)):
            words = f"{above.text(0)}: {words}"
        self.head.setText(f"{words} ({line.unit})" if line.unit else words)
        mine = [(self.summed.name, line.against, line.against)]
        rows = mine + [
            (
                one.name if one.added else f"    {one.name}",
                one.own.get(line.path, ""),
                one.total.get(line.path, ""),
            )
            for one in self.summed.offices
            if one.uid != self.offices.office()
        ]
        rows.append((_("Total"), "", line.value))
        heads = [_("Office"), _("Its own"), _("With the offices below")]
        self.table.put(
            heads,
            rows,
            lambda row, column: row[column],
            None,
            lambda row: row[0],
            frozenset({1, 2}),
        )
