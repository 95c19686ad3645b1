"""The form of one record, made from the register's declaration.

Sections come from the fields' groups, two columns where there is room. What is wrong stands
beside its field, never in a message box.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from contextlib import suppress
from datetime import date
from typing import Any

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QScrollArea,
    QWidget,
)

from desktop.core.register import Field, Kind, RegisterSpec, Row
from desktop.ui.dialogs.settings import term_of
from desktop.ui.i18n import language
from desktop.ui.page import PageContext
from desktop.ui.register import source
from desktop.ui.register.editors import (
    BooleanEditor,
    ChoiceEditor,
    Unreadable,
)
from desktop.ui.register.field_box import FieldBox, make_editor
from desktop.ui.register.picker import ReferenceEditor
from desktop.ui.register.typing import commit_input

_TWO_COLUMNS = 700  # width from which fields stand in two columns, in logical pixels
_WARN_MS = 250


class RecordForm(QScrollArea):
    """Shows the values of one record and gives back what the clerk made of them."""

    edited = Signal()
    new_wanted = Signal(object, str)  # ReferenceEditor, text: a row it can choose is wanted

    def __init__(
        self,
        context: PageContext,
        spec: RegisterSpec,
        scope: Mapping[str, Any] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Make the editors; fields of `scope` are given and not shown."""
        super().__init__(parent)
        self._context = context
        self.spec = spec
        self._scope = dict(scope or {})
        self._row_id: int | None = None
        self._clean: dict[str, Hashable] = {}
        self._shown: Mapping[str, Any] = {}
        self._columns = 0
        self.boxes: dict[str, FieldBox] = {}
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._body = QWidget()
        self._grid = QGridLayout(self._body)
        self._grid.setContentsMargins(12, 8, 12, 8)
        self._grid.setHorizontalSpacing(20)
        self._grid.setVerticalSpacing(2)
        self._headings: dict[str, QLabel] = {}  # by the name of the field below
        self._last_group = ""
        for field in spec.form_fields:
            if field.editable and field.kind is not Kind.BYTES and field.name not in self._scope:
                self._add(field)
        self.setWidget(self._body)
        self._arrange(1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WARN_MS)
        self._timer.timeout.connect(self._ask_warnings)

    # Values

    def show_row(self, row: Row) -> None:
        """Show a kept record."""
        self._row_id = row.id
        self._show(row.values, row.labels)
        self._clean = self.raw()
        self._timer.start()

    def take_kept(self, row: Row, sent: dict[str, Hashable]) -> None:
        """Take in that what stood here when it was sent is kept now.

        What the clerk typed since stays, and is unsaved.
        """
        if self.raw() == sent:
            self.show_row(row)
        else:
            self._row_id = row.id
            self._clean = sent

    def show_draft(self, draft: source.Draft) -> None:
        """Show the values that a new record begins with."""
        self._row_id = None
        self._show(draft.values, draft.labels)
        self._clean = self.raw()

    def raw(self) -> dict[str, Hashable]:
        """Return what stands in every editor."""
        return {name: box.editor.raw() for name, box in self.boxes.items()}

    def is_dirty(self) -> bool:
        """Tell whether the clerk changed anything since it was shown."""
        return self.raw() != self._clean

    def values(self) -> dict[str, Any]:
        """Return all values with those of the scope; raises `InvalidForm`."""
        commit_input()
        found: dict[str, Any] = dict(self._scope)
        problems: dict[str, str] = {}
        for name, box in self.boxes.items():
            try:
                found[name] = box.editor.value()
            except Unreadable as problem:
                problems[name] = problem.message
        if problems:
            raise InvalidForm(problems)
        return found

    def readable(self) -> dict[str, Any]:
        """Return the values of the editors that hold one that can be read."""
        found = dict(self._scope)
        for name, box in self.boxes.items():
            with suppress(Unreadable):
                found[name] = box.editor.value()
        return found

    def resolve(self, done: Callable[[], None]) -> None:
        """Let every editor find out what it needs (a reference typed in full), then `done`."""
        commit_input()
        waiting = [box.editor for box in self.boxes.values()]

        def step() -> None:
            if waiting:
                waiting.pop().resolve(step)
            else:
                done()

        step()

    def set_read_only(self, on: bool) -> None:
        """Show without letting anything be changed (a record in the recycle bin)."""
        for box in self.boxes.values():
            box.editor.set_read_only(on)

    # What is wrong

    def show_errors(self, by_field: Mapping[str, str]) -> str:
        """Show each field's sentence and go to the first; return those of no shown field."""
        first: FieldBox | None = None
        for name, box in self.boxes.items():
            box.error = by_field.get(name, "")
            box.show_notes()
            if box.error and first is None:
                first = box
        if first is not None:
            # after the layout knows the new heights
            target = first
            self._grid.activate()
            self.ensureWidgetVisible(target, 0, 30)
            target.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        return " ".join(text for name, text in by_field.items() if name not in self.boxes)

    def errors(self) -> dict[str, str]:
        """Return the sentences that are shown, by field."""
        return {name: box.error for name, box in self.boxes.items() if box.error}

    def focus_first(self) -> None:
        """Go to the first field that can be typed into."""
        for box in self.boxes.values():
            if box.editor.isEnabled():
                box.editor.setFocus(Qt.FocusReason.TabFocusReason)
                self.ensureWidgetVisible(box, 0, 0)
                return

    # Parts

    def _add(self, field: Field) -> None:
        group = field.group if language() == "vi" else field.group_label
        if group and group != self._last_group:
            heading = QLabel(group)
            heading.setProperty("role", "subtitle")
            heading.setContentsMargins(0, 8 if self.boxes else 0, 0, 4)
            self._headings[field.name] = heading
        self._last_group = group
        editor = make_editor(self._context, field)
        if isinstance(editor, ReferenceEditor):
            editor.picked.connect(lambda before: self._picked(field.name, before))
            editor.new_asked.connect(lambda text: self.new_wanted.emit(editor, text))
        editor.edited.connect(lambda: self._edited(field.name))
        editor.left.connect(lambda: self._left(field.name))
        editor.entered.connect(self.focusNextChild)
        self.boxes[field.name] = FieldBox(field, editor)

    def _arrange(self, columns: int) -> None:
        """Place headings and fields in one or two columns; Tab follows the eye."""
        if columns == self._columns:
            return
        self._columns = columns
        while self._grid.count():
            self._grid.takeAt(0)
        line, column = 0, 0
        before: QWidget | None = None
        for name, box in self.boxes.items():
            if name in self._headings:
                line, column = line + (1 if column else 0), 0
                self._grid.addWidget(self._headings[name], line, 0, 1, columns)
                line += 1
            wide = box.field.kind is Kind.LONG_TEXT or box.field.width >= 44
            if (wide and column) or column >= columns:
                line, column = line + 1, 0
            self._grid.addWidget(box, line, column, 1, columns if wide else 1)
            column += columns if wide else 1
            if before is not None:
                QWidget.setTabOrder(before, box.editor)
            before = box.editor
        for place in range(2):
            self._grid.setColumnStretch(place, 1 if place < columns else 0)
            self._grid.setColumnMinimumWidth(place, 0)
        self._grid.setRowStretch(line + 1, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use one column or two, as there is room."""
        super().resizeEvent(event)
        self._arrange(2 if self.viewport().width() >= _TWO_COLUMNS else 1)

    def changeEvent(self, event: QEvent) -> None:
        """Keep the background of the window."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.viewport().setAutoFillBackground(False)

    def _show(self, values: Mapping[str, Any], labels: Mapping[str, str]) -> None:
        self._shown = values
        for name, box in self.boxes.items():
            box.error = box.warning = ""
            box.editor.set_value(values.get(name), labels.get(name, ""))
            box.show_notes()

    def _edited(self, name: str) -> None:
        box = self.boxes[name]
        if box.error:  # the sentence is about what stood here before
            box.error = ""
            box.show_notes()
        if box.field.dated_by and self._row_id is not None:
            self._date_choice(box)
        self.edited.emit()
        if isinstance(box.editor, ChoiceEditor | BooleanEditor):
            self._timer.start()

    def _date_choice(self, box: FieldBox) -> None:
        """Propose today as the day of a choice that changed; a day that was typed stays."""
        name = box.field.dated_by
        day = self.boxes[name].editor
        kept = self._shown.get(name)
        today = date.today()  # noqa: DTZ011 (the clerk's own day)
        changed = box.editor.value() != self._shown.get(box.field.name)
        try:
            stands = day.value()
        except Unreadable:
            return
        if stands == (kept if changed else today):
            day.set_value(today if changed else kept)

    def _left(self, name: str) -> None:
        box = self.boxes[name]
        try:
            box.editor.value()
        except Unreadable as problem:
            if box.error != problem.message:
                box.error = problem.message
                box.show_notes()
            return
        if self.is_dirty():
            self._timer.start()

    def _readable(self) -> dict[str, Any]:
        found: dict[str, Any] = dict(self._scope)
        for name, box in self.boxes.items():
            try:
                found[name] = box.editor.value()
            except Unreadable:
                continue
        return found

    def _ask_warnings(self) -> None:
        self._context.jobs.read(
            source.warnings,
            self.spec.name,
            self._readable(),
            self._row_id,
            term_of(self._context.settings),
            key=(id(self), "warnings"),
            on_done=self._show_warnings,
            context=self,
        )

    def _show_warnings(self, found: Mapping[str, str]) -> None:
        for name, box in self.boxes.items():
            warning = found.get(name, "")
            if warning != box.warning:
                box.warning = warning
                box.show_notes()

    def _picked(self, name: str, before: Any) -> None:
        """A reference was chosen: fill in what follows from it."""
        values = self._readable()
        if values.get(name) is None:
            return
        self._context.jobs.read(
            source.following,
            self.spec.name,
            values,
            name,
            before,
            key=(id(self), "following", name),
            on_done=lambda draft: self._follow(values, draft),
            context=self,
        )

    def _follow(self, asked: Mapping[str, Any], draft: source.Draft) -> None:
        for name, value in draft.values.items():
            box = self.boxes.get(name)
            if box is None:
                continue
            try:
                unchanged = box.editor.value() == asked.get(name)
            except Unreadable:
                unchanged = False
            if unchanged and not box.editor.hasFocus():  # typed meanwhile: the clerk knows better
                box.editor.set_value(value, draft.labels.get(name, ""))
                box.error = ""
                box.show_notes()
        self.edited.emit()


class InvalidForm(Exception):
    """Some editors hold what can't be read; `by_field` has a sentence for each."""

    def __init__(self, by_field: dict[str, str]) -> None:
        super().__init__(" ".join(by_field.values()))
        self.by_field = by_field
