"""Registering those who are chosen in a worklist, or the whole cell of one of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop.ui.i18n import _
from desktop.ui.page import PageContext
from desktop.ui.pledges import register_cell_gateway, worklist_gateway
from desktop.ui.register.bars import NoticeBar

if TYPE_CHECKING:
    from desktop.services.registering_listed import Listed
    from desktop.ui.pledges.register_cell import RegisterCellDialog


class Registering(QObject):
    """Opens the dialog that registers and tells what came of it; `dialog` is the last one."""

    def __init__(self, context: PageContext, notice: NoticeBar, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._notice, self._window = context, notice, parent
        self.dialog: RegisterCellDialog | None = None

    def open_for(self, expected: Sequence[int]) -> None:
        """Open the dialog with those ticked whom rows of a campaign's list are about."""
        self._context.jobs.read(
            register_cell_gateway.read_listed,
            expected,
            key=(id(self), "listed"),
            on_done=self._listed,
            on_error=lambda problem: self._notice.tell(problem.message, "error"),
            label=_("Register for a whole cell"),
            context=self,
        )

    def _listed(self, found: Listed) -> None:
        self.open(found.unit, found.campaign_id, found.keys)

    def open(
        self,
        unit: tuple[int, str] | None,
        campaign: int | None,
        only: Collection[Any] | None = None,
    ) -> None:
        """Open the dialog for a unit (id, name) and a campaign; `only` these keys are ticked."""
        from desktop.ui.pledges.register_cell import (  # noqa: PLC0415 (when used)
            RegisterCellDialog,
        )

        self.dialog = RegisterCellDialog(self._context, unit, campaign, self._window, only)
        self.dialog.registered.connect(self._registered)
        self.dialog.open()

    def _registered(self, outcome: Any, print_them: bool) -> None:
        from desktop.ui.pledges.register_cell_close import (  # noqa: PLC0415 (loaded with the dialog)
            outcome_words,
        )

        self._notice.tell(outcome_words(outcome), "success")
        if print_them:
            pledges = {"pledges": [*outcome.pledges, *outcome.completed]}
            self._context.print_pdf(worklist_gateway.COMMITMENTS, pledges)
