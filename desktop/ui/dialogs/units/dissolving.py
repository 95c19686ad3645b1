"""Dissolving a unit: it ends without a successor; the clerk says who takes what it has."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from desktop.core.changes import Done
from desktop.ui import unit_gateway
from desktop.ui.dialogs.units.deed import (
    UnitDeedDialog,
    along_lines,
    day_field,
    staying_line,
    unit_field,
)
from desktop.ui.i18n import _, ngettext, number
from desktop.ui.page import PageContext
from desktop.ui.register.display import partial_text

if TYPE_CHECKING:
    from desktop.services.unit_lives import Foreseen

_SIZE = (620, 580)


class DissolvingDialog(UnitDeedDialog):
    """Which unit, on which day; where its members and the units below it go, when it has any."""

    def __init__(
        self,
        context: PageContext,
        unit: tuple[int, str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """`unit` is the id and the name of the one offered first."""
        super().__init__(context, _("Dissolve a unit"), _("&Dissolve"), parent)
        self.hint = _("Choose the unit and the date of the decision.")
        number_of, name = unit or (None, "")
        self.fields.add(unit_field("unit", "Unit", "Đơn vị giải thể"), number_of, name)
        self.fields.add(day_field("Ngày giải thể", "Dissolved on"))
        self.fields.add(unit_field("members_to", "Its members go to", "Đảng viên chuyển sang"))
        self.fields.add(
            unit_field("units_to", "The units below go to", "Đơn vị trực thuộc chuyển về")
        )
        self.at_top = QCheckBox(_("The units below come to stand at the &top"))
        self.at_top.toggled.connect(lambda _on: self._show_receivers())
        self.fields.add_widget(self.at_top)
        layout = QVBoxLayout(self.body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.fields)
        self._needs = (False, False)
        self._show_receivers()
        self.fit(*_SIZE)
        first = self.fields.boxes["unit" if unit is None else "on"]
        first.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self.look_soon()

    def asked(self) -> unit_gateway.Dissolution | None:
        """Return what is asked for; None while the unit or the day is missing."""
        unit, on = self.fields.value("unit"), self.fields.value("on")
        if unit is None or on is None:
            return None
        _members, units = self._needs
        below: Any = self.fields.value("units_to")
        if units and self.at_top.isChecked():
            below = unit_gateway.TOP
        return unit_gateway.Dissolution(unit, on, self.fields.value("members_to"), below)

    def foresee(self) -> Callable[..., Foreseen]:
        """Return what tells what a dissolution would do."""
        return unit_gateway.foresee_dissolution

    def deed(self) -> Callable[..., Done[int]]:
        """Return what dissolves."""
        return unit_gateway.dissolve

    def seen(self, foreseen: Foreseen) -> None:
        """Ask who takes the members and the units below, when there are any."""
        self._needs = (bool(foreseen.members), any(one.below for one in foreseen.units))
        self._show_receivers(look=False)

    def lines(self, foreseen: Foreseen) -> list[str]:
        """Return what would happen."""
        (unit,) = foreseen.units
        day = partial_text(self.fields.value("on"))
        lines = [
            _("«{name}» ends on {day} and stays in the book with its past.").format(
                name=unit.name, day=day
            )
        ]
        if foreseen.members:
            text = ngettext(
                "{count} member moves to {to}.", "{count} members move to {to}.", foreseen.members
            )
            to = self._receiver("members_to")
            lines.append(text.format(count=number(foreseen.members), to=to))
        to = _("the top of the tree") if self.at_top.isChecked() else self._receiver("units_to")
        lines += along_lines(foreseen, to)
        lines.append(staying_line(foreseen))
        if not foreseen.members and not unit.below:
            lines.append(_("It has neither members nor units below."))
        return [one for one in lines if one]

    def told(self, moved: int) -> str:
        """Return what was done."""
        editor: Any = self.fields.boxes["unit"].editor
        text = ngettext(
            "Dissolved “{unit}”: {count} member moved. Ctrl+Z undoes it.",
            "Dissolved “{unit}”: {count} members moved. Ctrl+Z undoes it.",
            moved,
        )
        return text.format(unit=editor.line.text(), count=number(moved))

    def _receiver(self, name: str) -> str:
        editor: Any = self.fields.boxes[name].editor
        words = editor.line.text()
        return f"«{words}»" if words else _("(not chosen yet)")

    def _show_receivers(self, *, look: bool = True) -> None:
        members, units = self._needs
        self.fields.show_field("members_to", members)
        self.fields.show_field("units_to", units and not self.at_top.isChecked())
        self.at_top.setVisible(units)
        if look:
            self.look_soon()
