"""Step 2: which sheets, where their headings are, what each column holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from desktop.ui import sheet_gateway as gateway
from desktop.ui.dialogs.import_assistant.column_list import ColumnList
from desktop.ui.dialogs.import_assistant.plans import Plans, SheetPlan
from desktop.ui.i18n import _, language, number
from desktop.ui.register.bars import WrappedLabel, set_role
from desktop.ui.register.look import airy
from desktop.ui.theme import GAP
from desktop.ui.widgets.field_form import FieldForm

_SHEETS_WIDTH = 200
_HEADING_ROWS = 60  # from the top, in which a heading may be said to be


class ColumnsStep(QWidget):
    """Shows the plan of each sheet and lets it be changed."""

    changed = Signal()
    words_wanted = Signal(list)  # keys of what may be said once for the whole file

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plans: Plans | None = None
        self._words: dict[str, list[str]] = {}
        self._sheets = QListWidget()
        self._sheets.setAccessibleName(_("Sheets of the file"))
        airy(self._sheets)
        self._sheets.setFixedWidth(_SHEETS_WIDTH)
        self._sheets.currentRowChanged.connect(self._show_sheet)
        self._sheets.itemChanged.connect(self._ticked)
        self._top, self._bottom = QSpinBox(), QSpinBox()
        self._top.setAccessibleName(_("First row of the heading"))
        self._bottom.setAccessibleName(_("Last row of the heading"))
        for box in (self._top, self._bottom):
            box.setKeyboardTracking(False)
            box.valueChanged.connect(self._heading_changed)
        self.columns = ColumnList()
        self.columns.chosen.connect(self._column_chosen)
        self._state = WrappedLabel()
        self._given_room = QVBoxLayout()
        self._given_keys: list[str] = []
        self._given_form: FieldForm | None = None
        self._sheets_label = _buddy(_("&Sheets:"), self._sheets)
        self._lay_out()

    def show_plans(self, plans: Plans) -> None:
        """Show another file."""
        self.plans = plans
        self._words = {}
        self._given_keys = []
        self.columns.offer(plans.choices)
        with QSignalBlocker(self._sheets):
            self._sheets.clear()
            for sheet in plans.sheets:
                item = QListWidgetItem(_sheet_words(sheet))
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                ticked = Qt.CheckState.Checked if sheet.taken else Qt.CheckState.Unchecked
                item.setCheckState(ticked)
                item.setToolTip(item.text())
                self._sheets.addItem(item)
        several = len(plans.sheets) > 1
        self._sheets.setVisible(several)
        self._sheets_label.setVisible(several)
        taken = (place for place, one in enumerate(plans.sheets) if one.taken)
        self._sheets.setCurrentRow(next(taken, 0))
        self._show_sheet(self._sheets.currentRow())

    def begin(self) -> None:
        """Put the cursor where the clerk goes on."""
        first = self.columns.first()
        (first or self._top).setFocus(Qt.FocusReason.OtherFocusReason)

    def problem(self) -> str:
        """Return what stands in the way of going on, or an empty text."""
        plans = self.plans
        if plans is None or not any(one.taken for one in plans.sheets):
            return _("Tick at least one sheet.")
        if not any(one.columns for one in plans.sheets if one.taken):
            return _(
                "No heading of this register was found. Say in which rows the heading is, "
                "or choose what each column holds."
            )
        missing = plans.missing()
        if not missing:
            return ""
        taken = sum(one.taken for one in plans.sheets)
        fields = [
            f"«{_heading(choice)}»" + (f" ({', '.join(names)})" if len(names) < taken else "")
            for choice, names in missing
        ]
        words = _("Still missing: {fields}. Choose the column that holds it.")
        if any(choice.given for choice, _names in missing):
            words = _(
                "Still missing: {fields}. Choose the column that holds it, "
                "or say it below for the whole file."
            )
        return words.format(fields=", ".join(fields))

    def show_words(self, words: Mapping[str, Sequence[str]]) -> None:
        """Offer words for what is said once for the whole file."""
        self._words.update({key: list(found) for key, found in words.items()})
        self._show_given(again=True)

    # what the clerk does

    def _plan(self) -> SheetPlan | None:
        place = self._sheets.currentRow()
        known = self.plans.sheets if self.plans is not None else []
        return known[place] if 0 <= place < len(known) else None

    def _show_sheet(self, _place: int) -> None:
        plan = self._plan()
        if plan is None or self.plans is None:
            return
        first = self.plans.first_row(plan)
        deepest = first + min(plan.rows, _HEADING_ROWS) - 1
        for box, row in ((self._top, plan.top), (self._bottom, plan.bottom)):
            with QSignalBlocker(box):
                box.setRange(first, deepest)
                box.setValue(first + row)
        self._show_columns()

    def _show_columns(self) -> None:
        plan = self._plan()
        if plan is not None and self.plans is not None:
            self.columns.show_columns(self.plans.views(plan), plan.columns)
            self._tell()

    def _ticked(self, item: QListWidgetItem) -> None:
        if self.plans is not None:
            plan = self.plans.sheets[self._sheets.row(item)]
            plan.taken = item.checkState() is Qt.CheckState.Checked
            self._tell()

    def _heading_changed(self) -> None:
        plan = self._plan()
        if plan is not None and self.plans is not None:
            first = self.plans.first_row(plan)
            self.plans.set_heading(plan, self._top.value() - first, self._bottom.value() - first)
            with QSignalBlocker(self._bottom):
                self._bottom.setValue(first + plan.bottom)
            self._show_columns()

    def _column_chosen(self, column: int, key: str) -> None:
        plan = self._plan()
        if plan is not None and self.plans is not None:
            self.plans.set_column(plan, column, key)
            self._tell()

    def _tell(self) -> None:
        """Say what is missing, or that all is there."""
        self._show_given()
        problem = self.problem()
        set_role(self._state, "error" if problem else "muted")
        ready = _("Everything needed is there. Press “Next” to look.")
        self._state.setText(problem or " ".join([*self._example(), ready]))
        self.changed.emit()

    def _example(self) -> list[str]:
        """Say that a template's example row is left out, where there is one."""
        plan = self._plan()
        if plan is None or self.plans is None or not plan.taken:
            return []
        row = self.plans.example_row(plan)
        if row is None:
            return []
        return [_("Row {row} is the template's example: it is left out.").format(row=number(row))]

    # what is said once for the whole file

    def _show_given(self, *, again: bool = False) -> None:
        if self.plans is None:
            return
        wanted = self.plans.to_give()
        keys = [one.key for one in wanted]
        if keys == self._given_keys and not again:
            return
        self._given_keys = keys
        if self._given_form is not None:
            self._given_form.hide()
            self._given_form.deleteLater()
            self._given_form = None
        if wanted:
            form = FieldForm(self)
            for choice in wanted:
                label = _("{field} of the whole file:").format(field=_heading(choice))
                form.add(choice.key, label, self._given_editor(choice))
            self._given_form = form
            self._given_room.addWidget(form)
        unknown = [key for key in keys if key not in self._words]
        if unknown:
            self.words_wanted.emit(unknown)

    def _given_editor(self, choice: gateway.Choice) -> QComboBox:
        box = QComboBox()
        box.setEditable(True)
        box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        box.addItems(["", *self._words.get(choice.key, [])])
        box.setCurrentText(self.plans.given.get(choice.key, "") if self.plans is not None else "")
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(24)
        line = box.lineEdit()
        if line is not None:
            line.setPlaceholderText(_("The file has no column of this"))
        box.currentTextChanged.connect(self._given_setter(choice.key))
        return box

    def _given_setter(self, key: str) -> Callable[[str], None]:
        def given(text: str) -> None:
            if self.plans is not None:
                self.plans.given[key] = text.strip()
                self._tell()

        return given

    # parts

    def _lay_out(self) -> None:
        rows = QHBoxLayout()
        rows.addWidget(_buddy(_("&Heading in rows"), self._top))
        rows.addWidget(self._top)
        rows.addWidget(_buddy(_("to"), self._bottom))
        rows.addWidget(self._bottom)
        rows.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(GAP)
        right.addLayout(rows)
        right.addWidget(self.columns, 1)
        right.addLayout(self._given_room)
        left = QVBoxLayout()
        left.addWidget(self._sheets_label)
        left.addWidget(self._sheets, 1)
        both = QHBoxLayout()
        both.setSpacing(GAP)
        both.addLayout(left)
        both.addLayout(right, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addLayout(both, 1)
        layout.addWidget(self._state)


def _sheet_words(sheet: SheetPlan) -> str:
    words = _("{name} ({count} rows)").format(name=sheet.name, count=number(sheet.rows))
    return _("{name}, hidden").format(name=words) if sheet.hidden else words


def _heading(choice: gateway.Choice) -> str:
    return choice.field.text(language())


def _buddy(text: str, editor: Any) -> QLabel:
    label = QLabel(text)
    label.setBuddy(editor)
    return label
