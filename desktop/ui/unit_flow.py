"""What happens to units, from the window: asked once, done in the background, told in a line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from desktop.core.changes import Done
from desktop.core.errors import Cancelled, Problem
from desktop.ui import unit_gateway
from desktop.ui.errors import ask
from desktop.ui.i18n import _, ngettext, number
from desktop.ui.page import PageContext

if TYPE_CHECKING:
    from desktop.services.unit_lives import Moving
    from desktop.ui.dialogs.units.deed import UnitDeedDialog
    from desktop.ui.dialogs.units.dissolving import DissolvingDialog
    from desktop.ui.dialogs.units.merging import MergingDialog
    from desktop.ui.dialogs.units.moving import PlaceDialog
    from desktop.ui.dialogs.units.transferring import TransferringDialog

Named = tuple[int, str]
"""A unit's id and its name."""


class Tell(Protocol):
    """Shows a sentence; `level` is 'info', 'success', 'warning' or 'error'."""

    def __call__(self, text: str, level: str = "info") -> None:
        """Show `text`."""


class UnitFlow(QObject):
    """Moves, merges, dissolves units and transfers whole ones, from a page."""

    moved = Signal(object)  # the id of the new superior, None for the top

    def __init__(self, context: PageContext, page: QWidget, tell: Tell) -> None:
        super().__init__(page)
        self._context, self._page, self._tell = context, page, tell

    # in the tree

    def move(self, units: Sequence[int], parent: int | None) -> None:
        """Ask once whether units are to be moved below another one (None: to the top)."""
        self._context.jobs.read(
            unit_gateway.foresee_move,
            list(units),
            parent,
            key=(id(self), "move"),
            on_done=lambda found: self._ask_move(list(units), parent, found),
            on_error=self._failed,
            context=self,
        )

    def choose_place(self, units: Sequence[Named]) -> PlaceDialog | None:
        """Ask where to move units, then whether they are to be moved."""
        from desktop.ui.dialogs.units.moving import PlaceDialog  # noqa: PLC0415 (when needed)

        if not units:
            self._choose_first()
            return None
        ids = [one for one, _name in units]
        dialog = PlaceDialog(self._context, _names([name for _one, name in units]), self._page)
        dialog.chosen.connect(lambda parent: self.move(ids, parent))
        dialog.open()
        return dialog

    def _ask_move(self, units: list[int], parent: int | None, found: Moving) -> None:
        box = ask(
            self._page,
            _("Move in the tree"),
            _question(found),
            QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.Cancel,
            lambda button: self._answered(button, units, parent, found),
        )
        box.setInformativeText(_along(found))
        yes = box.button(QMessageBox.StandardButton.Yes)
        yes.setText(_("&Move"))
        box.setDefaultButton(QMessageBox.StandardButton.Yes)

    def _answered(
        self,
        button: QMessageBox.StandardButton,
        units: list[int],
        parent: int | None,
        found: Moving,
    ) -> None:
        if button != QMessageBox.StandardButton.Yes:
            return

        def done(_outcome: Done[int]) -> None:
            self.moved.emit(parent)
            place = f"«{found.new}»" if found.new else _("the top of the tree")
            text = _("Moved {names} to {place}. Ctrl+Z undoes it.")
            self._tell(text.format(names=_names(found.units), place=place), "success")

        self._context.jobs.write(
            unit_gateway.move,
            units,
            parent,
            on_done=done,
            on_error=self._failed,
            label=_("Move in the tree"),
            context=self,
        )

    # on a date

    def merge(self, units: Sequence[Named]) -> MergingDialog:
        """Open the dialog that merges units."""
        from desktop.ui.dialogs.units.merging import MergingDialog  # noqa: PLC0415 (when needed)

        dialog = MergingDialog(self._context, units, self._page)
        self._open(dialog)
        return dialog

    def dissolve(self, unit: Named | None) -> DissolvingDialog:
        """Open the dialog that dissolves a unit."""
        from desktop.ui.dialogs.units.dissolving import (  # noqa: PLC0415 (when needed)
            DissolvingDialog,
        )

        dialog = DissolvingDialog(self._context, unit, self._page)
        self._open(dialog)
        return dialog

    def transfer(self, unit: Named | None) -> TransferringDialog:
        """Open the dialog that moves everybody of a unit to another one."""
        from desktop.ui.dialogs.units.transferring import (  # noqa: PLC0415 (when needed)
            TransferringDialog,
        )

        dialog = TransferringDialog(self._context, unit, self._page)
        self._open(dialog)
        return dialog

    def _open(self, dialog: UnitDeedDialog) -> None:
        dialog.done_with.connect(lambda text: self._tell(text, "success"))
        dialog.open()

    def _choose_first(self) -> None:
        self._tell(_("Choose a unit first."), "warning")

    def _failed(self, problem: Problem) -> None:
        if not isinstance(problem, Cancelled):
            self._tell(problem.message, "error")


def _names(names: Sequence[str]) -> str:
    """Return the name of one unit, the number of several."""
    if len(names) == 1:
        return f"«{names[0]}»"
    text = ngettext("{count} unit", "{count} units", len(names))
    return text.format(count=number(len(names)))


def _question(found: Moving) -> str:
    names = _names(found.units)
    if not found.new:
        return _("Move {names} to the top of the tree?").format(names=names)
    if found.old is None:
        return _("Move {names} to «{new}»?").format(names=names, new=found.new)
    old = f"«{found.old}»" if found.old else _("the top of the tree")
    return _("Move {names} from {old} to «{new}»?").format(names=names, old=old, new=found.new)


def _along(found: Moving) -> str:
    units = ngettext("{count} unit below", "{count} units below", found.below)
    members = ngettext("{count} member", "{count} members", found.members)
    text = _("{units} and {members} go along; the members stay in their units.")
    return text.format(
        units=units.format(count=number(found.below)),
        members=members.format(count=number(found.members)),
    )
