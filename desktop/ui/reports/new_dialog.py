"""Drawing a report up: kind, period, unit, abstract and template; the figures fill it in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.core.errors import Problem
from desktop.core.register import Field, Kind
from desktop.ui.dialogs.figures import NEW_SINCE
from desktop.ui.dialogs.settings import term_of
from desktop.ui.i18n import _
from desktop.ui.page import PageContext
from desktop.ui.periods import quick_periods
from desktop.ui.register.field_column import FieldColumn
from desktop.ui.register.period_column import PeriodColumn
from desktop.ui.register.typing import commit_input
from desktop.ui.reports import gateway
from desktop.ui.reports.asking import AskDialog

if TYPE_CHECKING:
    from desktop.core.changes import Done

_REST_MS = 250
_SIZE = (720, 380)
_UNIT = Field(
    name="unit",
    label="Unit",
    heading="Đơn vị",
    kind=Kind.REFERENCE,
    reference="units",
    hint="Gồm cả các đơn vị trực thuộc. Để trống: cả cơ quan.",
)


class NewReportDialog(AskDialog):
    """Asks what a report is about; `made` gives the report's id."""

    made = Signal(int)

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, _("Draw up a report"), _("&Draw up"), parent)
        self._proposed = ""  # the abstract that was filled in and not typed
        spec = context.specs[gateway.REPORTS]
        self.period = PeriodColumn(context)
        self.period.setFixedWidth(230)
        self.period.add(replace(spec.by_name["kind"], required=True), spec.by_name["kind"].default)
        today = date.today()  # noqa: DTZ011 (the clerk's own day)
        self.period.add_period(quick_periods(today, term_of(context.settings)))
        self.period.add(NEW_SINCE)
        self.about = FieldColumn(context)
        self.about.add(_UNIT)
        self.about.add(replace(spec.by_name["title"], hint=""))
        area = self.about.findChild(QPlainTextEdit)
        if area is not None:
            area.setFixedHeight(area.fontMetrics().lineSpacing() * 5 + 14)
        self.template = QComboBox()
        self.template.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.template.setAccessibleName(_("Template"))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REST_MS)
        self._timer.timeout.connect(self._propose)
        self._stale = True  # what is proposed is of another kind or period than what is chosen
        self._wanted = False  # it was asked for meanwhile
        self.period.edited.connect(self._edited)
        label = QLabel(_("&Template:"))
        label.setBuddy(self.template)
        self.about.add_widget(label)
        self.about.add_widget(self.template)
        wide = QVBoxLayout()
        wide.addWidget(self.about)
        wide.addStretch(1)
        self.lay_out(self.period, wide, _SIZE)
        self._propose()
        self.period.boxes["kind"].editor.setFocus(Qt.FocusReason.OtherFocusReason)

    # what is proposed

    def _title(self) -> str:
        return self.about.value("title") or ""

    def _edited(self) -> None:
        self._stale = True
        self._timer.start()

    def _propose(self) -> None:
        if self.period.turned():
            return
        self._timer.stop()
        try:
            kind, first, last = (self.period.value(name) for name in ("kind", "first", "last"))
        except Problem:  # not readable yet: told when the field is left
            return
        if kind and first and last:
            self._context.jobs.read(
                gateway.propose,
                kind,
                first,
                last,
                key=(id(self), "proposed"),
                on_done=self._show,
                on_error=self.failed,
                context=self,
            )

    def _show(self, found: gateway.Proposed) -> None:
        if self._title() in ("", self._proposed):
            self.about.set_value("title", found.title)
            self._proposed = self._title()
        chosen = self.template.currentData()
        self.template.clear()
        for one in found.templates:
            self.template.addItem(one.name, one.key)
        self.template.setCurrentIndex(max(0, self.template.findData(chosen)))
        self._stale = self._timer.isActive()
        if self._wanted and not self._stale:
            self._wanted = False
            self.begin()

    # drawing up

    def begin(self) -> None:
        """Draw the report up."""
        commit_input()
        self.about.resolve(self._draw_up)

    def _draw_up(self) -> None:
        wrong = self.period.show_errors(self.period.turned())
        if self.about.show_errors() or wrong:
            return
        self.message.hide()
        if self._stale:  # abstract and template follow what was chosen last
            self._wanted = True
            self._propose()
            return
        self.button.setEnabled(False)
        self._context.jobs.write(
            gateway.draw_up,
            self.period.value("kind"),
            self._title(),
            self.period.value("first"),
            self.period.value("last"),
            self.about.value("unit"),
            self.template.currentData(),
            self.period.value("new_since"),
            on_done=self._done,
            on_error=self.failed,
            label=self.windowTitle(),
            context=self,
        )

    def _done(self, done: Done[int]) -> None:
        self.accept()
        self.made.emit(done.value)

    def failed(self, problem: Problem) -> None:
        """Tell what stood in the way; it is drawn up only when asked for again."""
        self._wanted = False
        super().failed(problem)
