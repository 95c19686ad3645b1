"""What is asked and told of documents: the day of a report, the numbers left out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.core.errors import Problem
from desktop.ui.dialogs.settings import term_of
from desktop.ui.documents import gateway
from desktop.ui.i18n import _, ngettext, number
from desktop.ui.page import PageContext
from desktop.ui.register.bars import Face, WrappedLabel, set_role
from desktop.ui.register.fields_dialog import DayDialog
from desktop.ui.theme import GAP, MARGIN
from desktop.ui.widgets.lists import ListModel, ListView

if TYPE_CHECKING:
    from desktop.services.document_numbers import Gaps


class ReportedDialog(DayDialog):
    """Asks on which day documents were reported on."""

    def __init__(self, context: PageContext, count: int, parent: QWidget | None = None) -> None:
        text = ngettext(
            "The report on {count} document was sent.",
            "The reports on {count} documents were sent.",
            count,
        )
        told = text.format(count=number(count))
        field = context.specs["documents"].by_name["reported_on"]
        super().__init__(context, _("Reported"), _("&Reported"), told, field, parent)


class GapsDialog(QDialog):
    """The numbers of issued documents that were left out, by type."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Numbers left out"))
        self._told = WrappedLabel(
            _("Issued documents of this term (Government papers: of this year), by type.")
        )
        set_role(self._told, "muted")
        self.view = ListView(_("Numbers left out"))
        self.face = Face()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.face)
        close = QPushButton(_("&Close"))
        close.clicked.connect(self.reject)
        below = QHBoxLayout()
        below.addStretch(1)
        below.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addWidget(self._told)
        layout.addWidget(self._stack, 1)
        layout.addLayout(below)
        self.resize(680, 380)
        context.jobs.read(
            gateway.gaps,
            term_of(context.settings),
            on_done=self._show,
            on_error=self._failed,
            context=self,
        )

    def _show(self, found: Sequence[Gaps]) -> None:
        if not found:
            text = _("No issued document with a number and a type yet.")
            self.face.tell(text, "circle-check")
            self._stack.setCurrentWidget(self.face)
            return

        def cell(one: Gaps, column: int) -> str:
            missing = one.words or _("none")
            return (one.type, f"{one.lowest:02}", f"{one.highest:02}", missing)[column]

        heads = [_("Type"), _("First number"), _("Last number"), _("Left out between")]
        self.view.show_list(ListModel(heads, found, cell), [18, 10, 10, 30])
        self.view.setFocus()

    def _failed(self, problem: Problem) -> None:
        self.face.tell(problem.message, "circle-alert")
        self._stack.setCurrentWidget(self.face)
