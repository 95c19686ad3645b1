"""How a grid looks: widths, heights, colours, what is drawn anew and when."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QGuiApplication,
    QMouseEvent,
    QPalette,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemDelegate,
    QAbstractItemView,
    QTableView,
    QWidget,
)

from desktop.ui.i18n import _
from desktop.ui.pledges.grid_editor import GridDelegate
from desktop.ui.pledges.grid_model import GridModel

_MOST_LINES = 5
_PADDING = 8
_LINES = "QTableView { gridline-color: palette(mid); }"
_SAMPLE = "Vận động hộ dân hiến đất làm đường"  # how wide letters are in such texts
_NARROWEST = 200  # pixels: below, the view isn't laid out yet
_LEAST_SHARE = 0.7  # of a column's own width
_SHADE = 22  # percent of the accent in what is selected


class GridFrame(QTableView):
    """A table whose model is a `GridModel`, with editors over its cells."""

    row_changed = Signal(int)  # the key of the row with the cursor, -1 for none

    def __init__(self, name: str, parent: QWidget | None = None, lines: int = 2) -> None:
        """Rows are at least so many `lines` high."""
        super().__init__(parent)
        self._least_lines = lines
        self._anchor = QPersistentModelIndex()  # where a block begins that Shift extends
        self._extending = False
        self._coming_back = False
        self._widths: list[int] = []
        self._fitting = False
        self._fitted = True
        self.setAccessibleName(name)
        self.delegate = GridDelegate(self)
        self.setItemDelegate(self.delegate)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(
            triggers.AnyKeyPressed | triggers.EditKeyPressed | triggers.DoubleClicked
        )
        self.setTabKeyNavigation(False)  # Tab is handled in `GridView.focusNextPrevChild`
        self.setCornerButtonEnabled(False)  # Ctrl+A does it
        corner = self.findChild(QAbstractButton)
        if corner is not None:
            corner.setAccessibleName(_("Select all"))
        self.setWordWrap(True)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        self.verticalHeader().setDefaultSectionSize(self._high(self._least_lines))
        self.verticalHeader().setMinimumSectionSize(self._high(1))
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        self.horizontalHeader().sectionResized.connect(self._resized)
        self.setStyleSheet(_LINES)
        self._most_lines = _MOST_LINES
        self._tint()

    def grid(self) -> GridModel:
        """Return the model."""
        model = self.model()
        assert isinstance(model, GridModel)  # noqa: S101 (set by `show_grid` alone)
        return model

    def show_grid(self, model: GridModel) -> None:
        """Show a model; columns get their widths."""
        model.setParent(self)
        self.setModel(model)
        letter = self.fontMetrics().averageCharWidth()
        self._widths = [letter * one.width + 12 for one in model.columns]
        self.fit_columns()
        self.selectionModel().currentRowChanged.connect(lambda *_rows: self._tell_row())
        self.selectionModel().currentChanged.connect(lambda now, _before: self._moved(now))
        model.modelReset.connect(self.fit_rows)
        model.dataChanged.connect(lambda first, last: self.fit_rows(first.row(), last.row()))

    def hide_columns(self, hidden: Mapping[str, bool]) -> None:
        """Hide or show columns by name, and share the width out anew."""
        self._fitting = True
        for place, one in enumerate(self.grid().columns):
            if one.name in hidden:
                self.setColumnHidden(place, hidden[one.name])
        self._fitting = False
        self.fit_columns()

    def fit_columns(self) -> None:
        """Let the columns fill the width, until the clerk has set one."""
        shown = [place for place in range(len(self._widths)) if not self.isColumnHidden(place)]
        wanted = sum(self._widths[place] for place in shown)
        room = self.viewport().width() - 1
        if not self._fitted or not wanted or room < _NARROWEST:
            return
        by = max(_LEAST_SHARE, room / wanted)
        self._fitting = True
        for place in shown:
            self.setColumnWidth(place, int(self._widths[place] * by))
        self._fitting = False
        self.fit_rows()

    def _resized(self, *_sizes: int) -> None:
        if not self._fitting:
            self._fitted = False
            self.fit_rows()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the columns to the new width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit_columns()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Draw anew what changes: all of it only when the focus leaves for elsewhere."""
        if self.editing:
            self.update(self.currentIndex())
        else:
            super().focusOutEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Draw anew what changes when the focus comes back from an editor."""
        if self._coming_back:
            self.update(self.currentIndex())
        else:
            super().focusInEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationPaletteChange:
            self._tint()

    def _tint(self) -> None:
        """Mark what is selected by a light shade: its text must stay easy to read."""
        application = QGuiApplication.palette()
        palette = self.palette()
        accent = application.color(QPalette.ColorRole.Accent)
        base = application.color(QPalette.ColorRole.Base)

        def mixed(one: int, other: int) -> int:
            return (one * _SHADE + other * (100 - _SHADE)) // 100

        shade = QColor(
            mixed(accent.red(), base.red()),
            mixed(accent.green(), base.green()),
            mixed(accent.blue(), base.blue()),
        )
        palette.setColor(QPalette.ColorRole.Highlight, shade)
        text = application.color(QPalette.ColorRole.Text)
        palette.setColor(QPalette.ColorRole.HighlightedText, text)
        self.setPalette(palette)
        self.delegate.take_colours(shade)

    def fit_rows(self, first: int = 0, last: int | None = None) -> None:
        """Make rows as high as their longest text, within bounds."""
        model = self.model()
        if not isinstance(model, GridModel):
            return
        letter = self.fontMetrics().horizontalAdvance(_SAMPLE) / len(_SAMPLE)
        wrapped = [
            (place, max(1, int((self.columnWidth(place) - _PADDING) / letter)))
            for place in range(len(model.columns))
            if not self.isColumnHidden(place)
        ]
        last = len(model.rows) - 1 if last is None else last
        for row in range(first, last + 1):
            most = self._least_lines
            for place, letters in wrapped:
                lines = sum(1 + len(one) // letters for one in model.text(row, place).split("\n"))
                most = max(most, lines)
                if most >= self._most_lines:
                    break
            high = self._high(min(most, self._most_lines))
            if self.rowHeight(row) != high:
                self.setRowHeight(row, high)

    def _high(self, lines: int) -> int:
        return lines * self.fontMetrics().lineSpacing() + _PADDING

    def _tell_row(self) -> None:
        place, model = self.currentIndex().row(), self.grid()
        known = 0 <= place < len(model.rows)
        self.row_changed.emit(model.rows[place].key if known else -1)

    @property
    def editing(self) -> bool:
        """Whether an editor is open."""
        return self.delegate.editor is not None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a cell, with Shift a block."""
        self._extending = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        super().mousePressEvent(event)
        self._extending = False

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """Select a block from where it was begun: Qt knows no cell that Enter or Tab led to."""
        if self._extending and self._anchor.isValid():
            begin = self.visualRect(self.grid().index(self._anchor.row(), self._anchor.column()))
            rect = QRect(begin.center(), self.visualRect(self.currentIndex()).center())
        super().setSelection(rect, command)

    def _moved(self, now: QModelIndex) -> None:
        if not self._extending:
            self._anchor = QPersistentModelIndex(now)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Let the focus come back from an editor."""
        self._coming_back = True
        super().closeEditor(editor, hint)
        self._coming_back = False
