"""Typing a session's numbers for all units, by the keyboard alone: number, Enter, number, Enter."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.core.attendance import Attendance, summed
from desktop.core.formats import percent
from desktop.ui.commendations.dialog import words_label
from desktop.ui.i18n import _, ngettext, number
from desktop.ui.page import PageContext
from desktop.ui.register.grid_dialog import GridDialog
from desktop.ui.study import gateway
from desktop.ui.study.numbers_model import ATTENDED, INVITED, NumbersModel
from desktop.ui.theme import GAP, MARGIN
from desktop.ui.widgets.parts import DoOrCancel

if TYPE_CHECKING:
    from desktop.core.changes import Done
    from desktop.services.study import UnitRow


class NumbersDialog(GridDialog):
    """The grid, what it comes to, and Save, which closes it."""

    kept = Signal(int)  # units whose numbers changed
    model: NumbersModel

    def __init__(
        self, context: PageContext, session_id: int, title: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            context, _("Type attendance"), NumbersModel(), _("Attendance by unit"), parent
        )
        self._session_id = session_id
        head = words_label("subtitle")
        head.setText(title)
        self.view.pasted.connect(self._pasted)
        self.total = words_label()
        self.problem = words_label("error")
        self.problem.hide()
        self.buttons = DoOrCancel(self, _("&Save"))
        self.save_button = self.buttons.do
        self.save_button.setDefault(False)  # Enter goes down in the grid
        self.save_button.setAutoDefault(False)
        self.buttons.accepted.connect(self.save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addWidget(head)
        layout.addWidget(self.view, 1)
        for one in (self.total, self.problem, self.buttons):
            layout.addWidget(one)
        room = self.screen().availableGeometry()
        self.resize(min(1000, room.width() - 40), min(640, room.height() - 60))
        context.jobs.read(
            gateway.numbers,
            session_id,
            on_done=self._show,
            on_error=self.failed,
            context=self,
        )

    # what is shown

    def _show(self, found: tuple[tuple[UnitRow, ...], int]) -> None:
        units, bar = found
        self.model.show_units(units, bar)
        self.edited()
        if not units:
            self.refuse(_("No unit yet. Close this and press «Take units…» first."))
            return
        empty = [place for place in range(len(units)) if self.model.numbers(place).attended is None]
        first = empty[0] if empty else 0
        column = INVITED if self.model.numbers(first).invited is None else ATTENDED
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        self.view.go_to(first, column)

    def edited(self) -> None:
        """Show what the numbers come to."""
        every = self.model.every()
        missing = sum(not one.is_known for one in every)
        low = sum(one.is_below(self.model.bar) for one in every)
        over = sum(one.is_over for one in every)
        words = sums_words(len(every), summed(every), missing, low, over, self.model.bar)
        self.total.setText(words)
        if not self.model.unread:
            self.problem.hide()

    def _pasted(self, _taken: int, lost: int) -> None:
        if lost:
            text = ngettext(
                "{count} cell had no place here and was left out.",
                "{count} cells had no place here and were left out.",
                lost,
            )
            self.refuse(text.format(count=number(lost)))

    # keeping

    def typed(self) -> dict[int, dict[str, Any]]:
        """Return what was typed and isn't kept, by row and field."""
        found: dict[int, dict[str, Any]] = {}
        for (key, name), value in self.model.dirty.items():
            found.setdefault(key, {})[name] = value
        return found

    def deed(self) -> tuple[Callable[..., Any], *tuple[Any, ...]]:
        """Return what keeps the numbers."""
        return gateway.save_numbers, self._session_id, self.typed()

    def kept_already(self) -> None:
        """Close: there is nothing to keep."""
        self.reject()

    def saved(self, done: Done[int]) -> None:
        """Close; everything is kept."""
        self.accept()
        self.kept.emit(done.value)

    def refuse(self, words: str) -> None:
        """Tell what stood in the way below the grid."""
        self.problem.setText(words)
        self.problem.show()


def sums_words(units: int, total: Attendance, missing: int, below: int, over: int, bar: int) -> str:
    """Return the sums of a session in one line."""
    parts = [
        ngettext("{count} unit", "{count} units", units).format(count=number(units)),
    ]
    if total.invited is not None:
        parts.append(_("invited {count}").format(count=number(total.invited)))
    if total.attended is not None:
        parts.append(_("attended {count}").format(count=number(total.attended)))
    if total.rate is not None:
        parts.append(_("rate {rate}").format(rate=percent(total.rate)))
    if below:
        text = ngettext("{count} unit below {bar}%", "{count} units below {bar}%", below)
        parts.append(text.format(count=number(below), bar=bar))
    if over:
        text = ngettext(
            "{count} unit with more than invited", "{count} units with more than invited", over
        )
        parts.append(text.format(count=number(over)))
    if missing:
        text = ngettext("{count} unit lacks a number", "{count} units lack a number", missing)
        parts.append(text.format(count=number(missing)))
    return " · ".join(parts)
