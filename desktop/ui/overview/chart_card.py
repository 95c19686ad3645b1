"""A chart with its title and tools: its numbers as a table, a copy of either, a print."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QMenu,
    QTableWidget,
    QTableWidgetItem,
    QToolButton,
    QVBoxLayout,
)

from desktop.core.pasting import pasted_line
from desktop.ui.figures.gateway import Wanted
from desktop.ui.i18n import _
from desktop.ui.icons import icon
from desktop.ui.overview.chart_view import ChartView
from desktop.ui.page import PageContext
from desktop.ui.register.bars import WrappedLabel
from desktop.ui.theme import GAP, MARGIN

if TYPE_CHECKING:
    from desktop.services.overview_charts import ChartRow, OverviewChart, Picture

_MOST = 12  # rows of a table in sight


class ChartCard(QFrame):
    """A chart, or the table of its numbers, or what to do when there is nothing to show."""

    def __init__(self, context: PageContext, print_chart: Callable[[str], None]) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._context = context
        self._print = print_chart
        self.chart: OverviewChart | None = None
        self.title = WrappedLabel()
        self.title.setProperty("role", "subtitle")
        self.table_button = self._tool("list", _("Show the table of numbers"))
        self.table_button.setCheckable(True)
        self.copy_button = self._tool("image", _("Copy the chart as a picture"))
        self.print_button = self._tool("printer", _("Print this chart…"))
        self.view = ChartView()
        self.table = _Numbers()
        self.empty = WrappedLabel()
        self.empty.setProperty("role", "muted")
        self.note = WrappedLabel()
        self.note.setProperty("role", "muted")
        self._lay_out()
        self.table_button.toggled.connect(self._show)
        self.copy_button.clicked.connect(self.copy_picture)
        self.print_button.clicked.connect(self._print_chart)
        self.view.opened.connect(self._open_bar)
        self.table.itemActivated.connect(lambda item: self._open_row(item.row()))
        self.view.copied.connect(self.copy_picture)
        self.table.copied.connect(self.copy_numbers)
        for one in (self.view, self.table):
            one.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            one.customContextMenuRequested.connect(self._ask_menu)

    def _tool(self, name: str, words: str) -> QToolButton:
        button = QToolButton()
        button.setIcon(icon(name))
        button.setAutoRaise(True)
        button.setToolTip(words)
        button.setAccessibleName(words)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        for button in (self.table_button, self.copy_button, self.print_button):
            head.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, GAP, MARGIN, MARGIN)
        column.setSpacing(GAP)
        column.addLayout(head)
        for part in (self.view, self.table, self.empty, self.note):
            column.addWidget(part)
        column.addStretch(1)

    def tell(self, chart: OverviewChart, picture: Picture | None) -> None:
        """Show a chart; one without a picture has nothing to show."""
        self.chart = chart
        self.title.setText(chart.title)
        self.empty.setText(chart.empty)
        self.note.setText(chart.note)
        if picture is not None:
            self.view.show_chart(chart, picture)
        self.table.show_rows(chart)
        self._show()

    def _show(self) -> None:
        there = self.chart is not None and bool(self.chart.rows)
        table = self.table_button.isChecked()
        words = _("Show the chart") if table else _("Show the table of numbers")
        self.table_button.setToolTip(words)
        self.table_button.setAccessibleName(words)
        for button in (self.table_button, self.copy_button, self.print_button):
            button.setVisible(there)
        self.copy_button.setEnabled(not table)
        self.view.setVisible(there and not table)
        self.table.setVisible(there and table)
        self.empty.setVisible(not there)
        self.note.setVisible(there and not table and bool(self.note.text()))

    # what can be done

    def copy_picture(self) -> None:
        """Put the chart into the clipboard as a picture."""
        QGuiApplication.clipboard().setImage(self.view.image())
        self._context.notify(_("The chart was copied."), "success")

    def copy_numbers(self) -> None:
        """Put the numbers into the clipboard as lines with tabs between."""
        if self.chart is not None:
            lines = [pasted_line(self.chart.headings)]
            lines += [pasted_line((one.label, *one.cells)) for one in self.chart.rows]
            QGuiApplication.clipboard().setText("\n".join(lines) + "\n")
            self._context.notify(_("The numbers were copied."), "success")

    def _print_chart(self) -> None:
        if self.chart is not None:
            self._print(self.chart.key)

    def _open_bar(self, place: int) -> None:
        if self.chart is not None:
            self._show_rows(self.chart.shown[place])

    def _open_row(self, place: int) -> None:
        if self.chart is not None:
            self._show_rows(self.chart.rows[place])

    def _show_rows(self, row: ChartRow) -> None:
        if row.path and self.chart is not None and self.chart.period is not None:
            from desktop.services.figure_lines import FigureLine  # noqa: PLC0415 (when needed)
            from desktop.ui.figures.rows_dialog import FigureRowsDialog  # noqa: PLC0415 (as above)

            line = FigureLine(row.label, "", row.cells[0], path=row.path)
            about = f"{self.chart.title}: {row.label}"
            wanted = Wanted(*self.chart.period)
            FigureRowsDialog(self._context, line, about, wanted, self.window()).open()
        elif row.register:
            self._context.show_rows(row.register, row.filters)

    def _ask_menu(self, at: QPoint) -> None:
        shown = self.table if self.table.isVisible() else self.view
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(shown.mapToGlobal(at))

    def menu(self) -> QMenu:
        """Return what can be done with the chart."""
        menu = QMenu(self)
        table = self.table.isVisible()
        if table:
            menu.addAction(_("Show the c&hart"), lambda: self.table_button.setChecked(False))
        else:
            menu.addAction(
                _("Show the &table of numbers"), lambda: self.table_button.setChecked(True)
            )
            menu.addAction(icon("image"), _("Copy as a &picture"), self.copy_picture)
        menu.addAction(icon("copy"), _("Copy the &numbers"), self.copy_numbers)
        menu.addSeparator()
        menu.addAction(icon("printer"), _("P&rint this chart…"), self._print_chart)
        return menu


class _Numbers(QTableWidget):
    """The numbers of a chart; all rows, also those without a bar."""

    copied = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy all numbers instead of one."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copied.emit()
        else:
            super().keyPressEvent(event)

    def show_rows(self, chart: OverviewChart) -> None:
        """Show the numbers of a chart."""
        self.setAccessibleName(_("Numbers: {title}").format(title=chart.title))
        self.setColumnCount(len(chart.headings))
        self.setHorizontalHeaderLabels(list(chart.headings))
        self.setRowCount(len(chart.rows))
        numbers = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for place, row in enumerate(chart.rows):
            name = f"{row.label} ({row.section.lower()})" if row.section else row.label
            for column, words in enumerate((name, *row.cells)):
                item = QTableWidgetItem(words)
                item.setToolTip(words)
                if column:
                    item.setTextAlignment(numbers)
                self.setItem(place, column, item)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        rows = min(len(chart.rows), _MOST) + 1
        self.setFixedHeight((self.verticalHeader().defaultSectionSize() + 1) * rows + 8)
