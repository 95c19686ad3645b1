"""Copying the things to do of another plan into this one, their days moved by years."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QSpinBox, QVBoxLayout, QWidget

from desktop.core.errors import Problem
from desktop.ui.i18n import _, number
from desktop.ui.page import PageContext
from desktop.ui.plans import gateway
from desktop.ui.plans.tables import chosen_places
from desktop.ui.register.bars import NoticeBar, WrappedLabel
from desktop.ui.theme import GAP, MARGIN
from desktop.ui.widgets.lists import ListModel, ListView
from desktop.ui.widgets.parts import DoOrCancel

if TYPE_CHECKING:
    from desktop.core.changes import Done
    from desktop.services.plans import Source

_FARTHEST = 270  # years: from the earliest year of a plan to the latest


class CopyDialog(QDialog):
    """The plans to copy from, last year's of the same unit first."""

    copied = Signal(int)  # so many things

    def __init__(
        self, context: PageContext, plan: int, year: int | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Copy the things to do of another plan"))
        self._context, self._plan, self._year = context, plan, year
        self.view = ListView(_("Plans to copy from"))
        self.view.activated.connect(lambda _index: self.copy())
        self.years = QSpinBox()
        self.years.setRange(-_FARTHEST, _FARTHEST)
        self.years.setAccessibleName(_("Move the days by years"))
        label = QLabel(_("&Move the days by (years):"))
        label.setBuddy(self.years)
        row = QHBoxLayout()
        row.addWidget(label)
        row.addWidget(self.years)
        row.addStretch(1)
        self.notice = NoticeBar()
        self.buttons = DoOrCancel(self, _("&Copy"))
        self.buttons.accepted.connect(self.copy)
        self.buttons.do.setEnabled(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addWidget(
            WrappedLabel(
                _("What this plan has already is not copied again. Done days are left out.")
            )
        )
        layout.addWidget(self.view, 1)
        layout.addLayout(row)
        layout.addWidget(self.notice)
        layout.addWidget(self.buttons)
        room = self.screen().availableGeometry()
        self.resize(min(900, room.width() - 60), min(480, room.height() - 80))
        context.jobs.read(
            gateway.sources,
            plan,
            on_done=self._show,
            on_error=self._failed,
            label=self.windowTitle(),
            context=self,
        )

    def chosen(self) -> Source | None:
        """Return the plan with the cursor."""
        model, places = self.view.model(), chosen_places(self.view)
        if not isinstance(model, ListModel) or not places:
            return None
        found: Source = model.rows[places[0]]
        return found

    def copy(self) -> None:
        """Copy what the chosen plan has."""
        source = self.chosen()
        if source is None:
            return
        self.buttons.do.setEnabled(False)
        self._context.jobs.write(
            gateway.copy_things,
            source.plan_id,
            self._plan,
            self.years.value(),
            on_done=self._copied,
            on_error=self._failed,
            label=self.windowTitle(),
            context=self,
        )

    def _show(self, sources: Sequence[Source]) -> None:
        if not sources:
            self.notice.tell(_("No other plan has things to do yet."), "info")
            return

        def cell(one: Source, column: int) -> str:
            year = "" if one.year is None else str(one.year)
            return (year, one.title, one.unit, number(one.things))[column]

        heads = [_("Year"), _("Plan"), _("Unit"), _("Things to do")]
        self.view.show_list(ListModel(heads, sources, cell), [6, 52, 30, 12])
        # not `row_changed`: a click moves the cursor before it selects
        self.view.selectionModel().selectionChanged.connect(lambda *_both: self._choose())
        self.buttons.do.setEnabled(True)
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        self._choose()

    def _choose(self) -> None:
        source = self.chosen()
        if source is not None:
            between = self._year - source.year if source.year and self._year else 0
            self.years.setValue(between)

    def _copied(self, done: Done[int]) -> None:
        self.accept()
        self.copied.emit(done.value)

    def _failed(self, problem: Problem) -> None:
        self.buttons.do.setEnabled(True)
        self.notice.tell(problem.message, "error")
