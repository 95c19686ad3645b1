"""Merging units into another one that is there, or into a new one made by the same deed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.changes import Done
from desktop.core.register import Row
from desktop.ui import unit_gateway
from desktop.ui.dialogs.units.deed import (
    UnitDeedDialog,
    along_lines,
    day_field,
    listed,
    staying_line,
    unit_field,
)
from desktop.ui.i18n import _, ngettext, number
from desktop.ui.icons import icon
from desktop.ui.page import PageContext
from desktop.ui.register import source
from desktop.ui.register.bars import WrappedLabel
from desktop.ui.register.display import partial_text
from desktop.ui.register.field_column import FieldColumn
from desktop.ui.register.look import airy
from desktop.ui.theme import GAP

if TYPE_CHECKING:
    from desktop.services.unit_lives import Foreseen

_ID = Qt.ItemDataRole.UserRole
_NEW = ("name", "kind", "parent_id")
_INTO_NEW = 1  # its place among the choices
_SIZE = (840, 600)


class MergingDialog(UnitDeedDialog):
    """Which units, into which, on which day."""

    def __init__(
        self,
        context: PageContext,
        units: Sequence[tuple[int, str]],
        parent: QWidget | None = None,
    ) -> None:
        """`units` are ids and names of those that are to be merged, as far as they are known."""
        super().__init__(context, _("Merge units"), _("&Merge"), parent)
        self.hint = _("Choose the units, what they become part of, and the date of the decision.")
        self.list = QListWidget()
        airy(self.list)
        self.list.setAccessibleName(_("Units that are merged"))
        self.list.currentRowChanged.connect(lambda _row: self._enable_remove())
        self.adding = FieldColumn(context)
        self.adding.add(unit_field("unit", "Add a unit", "Thêm đơn vị", required=False))
        editor: Any = self.adding.boxes["unit"].editor
        editor.picked.connect(lambda _before: self._take_picked())
        self.remove = QPushButton(icon("x"), _("&Leave out"))
        self.remove.setAutoDefault(False)
        self.remove.clicked.connect(self._remove)
        delete = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.list, self._remove)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        self._none = WrappedLabel(_("Add at least one unit."))
        self._none.setProperty("role", "error")
        self._none.hide()
        self._make_target()
        self._lay_out()
        for one, name in units:
            self._add(one, name)
        self._enable_remove()
        self._choose_target()
        self.fit(*_SIZE)
        first = self.fields.boxes["into_id"] if units else self.adding.boxes["unit"]
        first.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self.look_soon()

    # what is asked

    def units(self) -> list[int]:
        """Return the units that are to be merged."""
        return [self.list.item(row).data(_ID) for row in range(self.list.count())]

    def asked(self) -> unit_gateway.Merger | None:
        """Return what is asked for; None while something is missing."""
        on = self.fields.value("on")
        into: Any = self.fields.value("into_id")
        if self._is_new:
            into = {name: self.fields.value(name) for name in _NEW}
            if into["name"] is None or into["kind"] is None:
                return None
        units = tuple(self.units())
        return unit_gateway.Merger(units, into, on) if units and into and on else None

    def has_errors(self) -> bool:
        """Show what is missing; tell whether there is anything."""
        wrong = self.fields.show_errors()
        missing = not self.list.count()
        self._none.setVisible(missing)
        if missing:
            self.adding.boxes["unit"].editor.setFocus(Qt.FocusReason.OtherFocusReason)
        return wrong or missing

    def foresee(self) -> Callable[..., Foreseen]:
        """Return what tells what a merger would do."""
        return unit_gateway.foresee_merger

    def deed(self) -> Callable[..., Done[int]]:
        """Return what merges."""
        return unit_gateway.merge

    def lines(self, foreseen: Foreseen) -> list[str]:
        """Return what would happen."""
        name = f"«{self._into_name()}»"
        day = partial_text(self.fields.value("on"))
        names = [one.name for one in foreseen.units]
        ends = ngettext(
            "{names} ends on {day} and stays in the book with its past.",
            "{names} end on {day} and stay in the book with their past.",
            len(names),
        )
        moved = ngettext(
            "{count} member moves to {to}.", "{count} members move to {to}.", foreseen.members
        )
        lines = [
            ends.format(names=listed(names), day=day),
            moved.format(count=number(foreseen.members), to=name),
            *along_lines(foreseen, name),
            staying_line(foreseen),
            *_rows_lines(foreseen, name),
            _("Pledges, models and awards that were entered stay with the old unit."),
        ]
        return [one for one in lines if one]

    def told(self, moved: int) -> str:
        """Return what was done."""
        text = ngettext(
            "Merged into “{unit}”: {count} member moved. Ctrl+Z undoes it.",
            "Merged into “{unit}”: {count} members moved. Ctrl+Z undoes it.",
            moved,
        )
        return text.format(unit=self._into_name(), count=number(moved))

    def _into_name(self) -> str:
        if self._is_new:
            return str(self.fields.value("name") or "")
        editor: Any = self.fields.boxes["into_id"].editor
        return str(editor.line.text())

    # parts

    def _make_target(self) -> None:
        self.target = QComboBox()
        self.target.addItem(_("a unit that is there"))
        self.target.addItem(_("a new unit"))
        self.target.currentIndexChanged.connect(lambda _place: self._choose_target(focus=True))
        label = QLabel(_("Merged &into:"))
        label.setBuddy(self.target)
        self.target.setAccessibleName(_("Merged into"))
        self.fields.add_widget(label)
        self.fields.add_widget(self.target)
        spec = self.context.specs["units"]
        self.fields.add(unit_field("into_id", "Receiving unit", "Đơn vị tiếp nhận"))
        for name in _NEW:
            field = spec.by_name[name]
            self.fields.add(field, field.default)
        self.fields.add(day_field("Ngày sáp nhập", "Merged on"))

    @property
    def _is_new(self) -> bool:
        return self.target.currentIndex() == _INTO_NEW

    def _choose_target(self, *, focus: bool = False) -> None:
        """Show the fields of the unit that is there, or of the new one."""
        new = self._is_new
        self.fields.show_field("into_id", not new)
        for name in _NEW:
            self.fields.show_field(name, new)
        if focus:
            name = "name" if new else "into_id"
            self.fields.boxes[name].editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self.look_soon()

    def _lay_out(self) -> None:
        label = QLabel(_("&Units that are merged:"))
        label.setBuddy(self.list)
        left = QVBoxLayout()
        left.setSpacing(GAP // 2)
        left.addWidget(label)
        left.addWidget(self.list, 1)
        left.addWidget(self._none)
        left.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignLeft)
        left.addWidget(self.adding)
        grid = QGridLayout(self.body)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GAP * 3)
        grid.addLayout(left, 0, 0)
        grid.addWidget(self.fields, 0, 1, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)

    def _add(self, unit: int, name: str) -> None:
        if unit in self.units():
            return
        item = QListWidgetItem(name, self.list)
        item.setData(_ID, unit)
        self._none.hide()
        self.look_soon()
        if self.list.count() == 1:
            self.context.jobs.read(
                source.get,
                "units",
                unit,
                on_done=self._offer_like,
                on_error=lambda _problem: None,  # it is told when the merger is foreseen
                context=self,
            )

    def _offer_like(self, row: Row) -> None:
        """Offer for the new unit what the first of the others is, until the clerk writes."""
        if not self.fields.boxes["name"].editor.is_blank():
            return
        self.fields.set_value("kind", row.values["kind"])
        above = row.values["parent_id"]
        self.fields.set_value("parent_id", above, row.labels.get("parent_id", ""))

    def _take_picked(self) -> None:
        """Put the unit that was picked below the list into it."""
        editor: Any = self.adding.boxes["unit"].editor
        picked, name = editor.raw(), editor.line.text()
        if isinstance(picked, int):
            self._add(picked, name)
            editor.set_value(None)

    def _remove(self) -> None:
        if self.list.currentRow() >= 0:
            self.list.takeItem(self.list.currentRow())
            self._enable_remove()
            self.look_soon()

    def _enable_remove(self) -> None:
        self.remove.setEnabled(self.list.currentRow() >= 0)


def _rows_lines(foreseen: Foreseen, name: str) -> list[str]:
    """Return what is said of study sessions, meetings and plans of the day or later."""
    rows, added = foreseen.rows.rows, foreseen.rows.added
    if not rows:
        return []
    text = ngettext(
        "{count} entry of study sessions, topic meetings and plans of that day or later goes "
        "along to {to}.",
        "{count} entries of study sessions, topic meetings and plans of that day or later go "
        "along to {to}.",
        rows,
    )
    lines = [text.format(count=number(rows), to=name)]
    if added:
        text = ngettext(
            "{count} of them is added up with another one of the same study session.",
            "{count} of them are added up with others of the same study session.",
            added,
        )
        lines.append(text.format(count=number(added)))
    return lines
