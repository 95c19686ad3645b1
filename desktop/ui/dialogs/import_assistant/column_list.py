"""The columns of a sheet, each with its heading, samples, and what it holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel, QWheelEvent
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QLabel, QScrollArea, QWidget

from desktop.ui.dialogs.import_assistant.plans import ColumnView, letter
from desktop.ui.i18n import _, language
from desktop.ui.register.bars import WrappedLabel, set_role
from desktop.ui.sheet_gateway import NUMBER, Choice
from desktop.ui.theme import GAP

_KEY = Qt.ItemDataRole.UserRole
_LONGEST = 60  # letters of a sample
_LETTERS = 8  # least width of the list of fields


class _FieldBox(QComboBox):
    """What a column holds; turning the wheel over it scrolls the list and changes nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_LETTERS)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the list."""
        event.ignore()


class ColumnList(QScrollArea):
    """One row per column of the file."""

    chosen = Signal(int, str)  # column, key ('' for nothing)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumHeight(110)
        self._choices: tuple[Choice, ...] = ()
        self._boxes: dict[int, _FieldBox] = {}
        self._fields = QStandardItemModel(self)

    def offer(self, choices: Sequence[Choice]) -> None:
        """Say what columns may hold."""
        self._choices = tuple(choices)

    def first(self) -> QComboBox | None:
        """Return the first column's box."""
        return next(iter(self._boxes.values()), None)

    def box(self, column: int) -> QComboBox:
        """Return a column's box."""
        return self._boxes[column]

    def show_columns(self, views: Sequence[ColumnView], columns: Mapping[int, str]) -> None:
        """Show the columns of a sheet and what they hold."""
        self._fields = self._make_fields()
        self._boxes = {}
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(GAP, GAP, GAP, GAP)
        grid.setHorizontalSpacing(GAP * 2)
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(2, 4)
        grid.setColumnStretch(3, 4)
        heads = (_("Column"), _("Heading in the file"), _("For example"), _("Goes into"))
        for place, head in enumerate(heads):
            words = WrappedLabel(head) if place in (1, 2) else QLabel(head)
            set_role(words, "muted")
            grid.addWidget(words, 0, place)
        for row, view in enumerate(views, start=1):
            grid.addWidget(QLabel(letter(view.place)), row, 0)
            heading = WrappedLabel(view.heading or _("(no heading)"))
            heading.setTextFormat(Qt.TextFormat.PlainText)
            if not view.heading:
                set_role(heading, "muted")
            grid.addWidget(heading, row, 1)
            samples = WrappedLabel(" · ".join(_short(one) for one in view.samples))
            samples.setTextFormat(Qt.TextFormat.PlainText)
            set_role(samples, "muted")
            grid.addWidget(samples, row, 2)
            grid.addWidget(self._make_box(view, columns.get(view.place, "")), row, 3)
        grid.setRowStretch(len(views) + 1, 1)
        self._show_taken()
        old = self.takeWidget()
        if old is not None:
            old.hide()
            old.deleteLater()
        self.setWidget(inside)
        previous: QWidget | None = None
        for box in self._boxes.values():
            if previous is not None:
                QWidget.setTabOrder(previous, box)
            previous = box

    def _make_fields(self) -> QStandardItemModel:
        """Make the list of what a column may hold, shared by all boxes."""
        model = QStandardItemModel(self)
        shown = [("", _("Leave out")), (NUMBER, _("Number in the list (STT)"))]
        shown += [(one.key, _words(one)) for one in self._choices]
        for key, words in shown:
            item = QStandardItem(words)
            item.setData(key, _KEY)
            model.appendRow(item)
        return model

    def _make_box(self, view: ColumnView, key: str) -> _FieldBox:
        box = _FieldBox()
        box.setModel(self._fields)
        name = view.heading or letter(view.place)
        box.setAccessibleName(_("Column {column}, {heading}: goes into").format(
            column=letter(view.place), heading=name))  # fmt: skip
        box.setAccessibleDescription(" · ".join(view.samples))
        with QSignalBlocker(box):
            box.setCurrentIndex(max(box.findData(key, _KEY), 0))
        box.currentIndexChanged.connect(lambda _place, column=view.place: self._chosen(column))
        self._boxes[view.place] = box
        return box

    def _chosen(self, column: int) -> None:
        self._show_taken()
        self.chosen.emit(column, str(self._boxes[column].currentData(_KEY)))

    def _show_taken(self) -> None:
        """Keep a field from being chosen twice: what one column holds is grey for the others."""
        taken = {str(one.currentData(_KEY)) for one in self._boxes.values()} - {"", NUMBER}
        for row in range(self._fields.rowCount()):
            item = self._fields.item(row)
            item.setEnabled(item.data(_KEY) not in taken)


def _words(choice: Choice) -> str:
    heading = choice.field.text(language())
    if choice.sex:
        of = {"|male": _("{field} (column for men)"), "|female": _("{field} (column for women)")}
        return of[choice.sex].format(field=heading)
    return f"{heading} *" if choice.needed else heading


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
