"""Moving everybody of a unit to another one on a day; both go on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.core.changes import Done
from desktop.ui import unit_gateway
from desktop.ui.dialogs.units.deed import UnitDeedDialog, day_field, staying_line, unit_field
from desktop.ui.i18n import _, ngettext, number
from desktop.ui.page import PageContext

if TYPE_CHECKING:
    from desktop.services.unit_lives import Foreseen

_SIZE = (600, 440)


class TransferringDialog(UnitDeedDialog):
    """From which unit, to which, on which day."""

    def __init__(
        self,
        context: PageContext,
        unit: tuple[int, str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """`unit` is the id and the name of the one offered first."""
        super().__init__(context, _("Transfer a whole unit"), _("&Transfer"), parent)
        self.hint = _("Choose both units and the date.")
        number_of, name = unit or (None, "")
        today = date.today().isoformat()  # noqa: DTZ011 (the clerk's own day)
        self.fields.add(unit_field("unit", "From", "Đơn vị chuyển đi"), number_of, name)
        self.fields.add(unit_field("to", "To", "Chuyển đến"))
        self.fields.add(day_field("Ngày chuyển", "Transferred on"), today)
        layout = QVBoxLayout(self.body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.fields)
        self.fit(*_SIZE)
        first = self.fields.boxes["unit" if unit is None else "to"]
        first.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self.look_soon()

    def asked(self) -> unit_gateway.Transfer | None:
        """Return what is asked for; None while something is missing."""
        found = [self.fields.value(name) for name in ("unit", "to", "on")]
        return None if None in found else unit_gateway.Transfer(*found)

    def foresee(self) -> Callable[..., Foreseen]:
        """Return what tells what the transfer would do."""
        return unit_gateway.foresee_transfer

    def deed(self) -> Callable[..., Done[int]]:
        """Return what transfers."""
        return unit_gateway.transfer

    def lines(self, foreseen: Foreseen) -> list[str]:
        """Return what would happen."""
        text = ngettext(
            "{count} member moves to {to}.", "{count} members move to {to}.", foreseen.members
        )
        lines = [
            text.format(count=number(foreseen.members), to=f"«{self._to()}»"),
            _("“{unit}” goes on, without members of its own.").format(unit=foreseen.units[0].name),
            staying_line(foreseen),
        ]
        return [one for one in lines if one]

    def told(self, moved: int) -> str:
        """Return what was done."""
        text = ngettext(
            "{count} member moved to “{unit}”. Ctrl+Z undoes it.",
            "{count} members moved to “{unit}”. Ctrl+Z undoes it.",
            moved,
        )
        return text.format(unit=self._to(), count=number(moved))

    def _to(self) -> str:
        editor: Any = self.fields.boxes["to"].editor
        return str(editor.line.text())
