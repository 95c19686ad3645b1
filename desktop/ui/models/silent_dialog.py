"""The models without news, and one re-evaluation written for several of them at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.core.changes import Done
from desktop.core.errors import Problem
from desktop.core.formats import date_text
from desktop.core.register import Field, Kind
from desktop.core.vietnamese.fold import clean
from desktop.ui.i18n import _, language, ngettext, number
from desktop.ui.icons import icon
from desktop.ui.models import gateway
from desktop.ui.models.decider import DeciderField
from desktop.ui.models.step_dialog import state_text
from desktop.ui.page import PageContext
from desktop.ui.register.bars import Face, NoticeBar, muted
from desktop.ui.register.field_column import FieldColumn
from desktop.ui.register.typing import TextArea, commit_input
from desktop.ui.theme import GAP, MARGIN
from desktop.ui.widgets.lists import ListModel, ListView

if TYPE_CHECKING:
    from desktop.services.model_figures import Silent

_ON = Field(name="on", label="Evaluated on", heading="Ngày đánh giá lại", kind=Kind.DATE,
            required=True)  # fmt: skip
_PAPER = "model-silent"


class SilentDialog(QDialog):
    """The list above, what the clerk found out of the chosen ones below."""

    opened = Signal(int)  # a model that the clerk wants to see

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Models to evaluate again"))
        self._context = context
        self._filling = False
        self._told = False  # that what was typed isn't written yet
        self.months = QSpinBox()
        self.months.setRange(1, 60)
        self.months.setAccessibleName(_("Months without news"))
        self.months.valueChanged.connect(lambda _value: self._months_changed())
        label = QLabel(_("Without &news for (months):"))
        label.setBuddy(self.months)
        self._count = muted()
        self.view = ListView(_("Models to evaluate again"))
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.view.activated.connect(lambda _index: self.open_current())
        self.face = Face()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.face)
        self.notice = NoticeBar()
        above = QHBoxLayout()
        above.addWidget(label)
        above.addWidget(self.months)
        above.addWidget(self._count)
        above.addStretch(1)
        self._make_form()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addLayout(above)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self._form)
        layout.addWidget(self.notice)
        layout.addLayout(self._make_buttons())
        room = self.screen().availableGeometry()
        self.resize(min(1120, room.width() - 60), min(640, room.height() - 80))
        self._enable()
        self._read(None)

    # the list

    def chosen(self) -> list[int]:
        """Return the ids of the models that are selected."""
        model = self.view.model()
        if not isinstance(model, ListModel) or self._stack.currentWidget() is not self.view:
            return []
        places = sorted(one.row() for one in self.view.selectionModel().selectedRows())
        return [model.rows[place].id for place in places]

    def open_current(self) -> None:
        """Close and show the model with the cursor."""
        model = self.view.model()
        place = self.view.currentIndex().row()
        if isinstance(model, ListModel) and 0 <= place < len(model.rows):
            found = model.rows[place].id
            if self._may_leave():
                super().reject()
                self.opened.emit(found)

    def reject(self) -> None:
        """Close; a finding that was typed and not written is told of first."""
        if self._may_leave():
            super().reject()

    def _may_leave(self) -> bool:
        """Tell whether nothing typed would be lost, or the clerk was told so already."""
        commit_input()
        if self._told or not self.finding.toPlainText().strip():
            return True
        self._told = True
        self.notice.tell(_("The finding isn't written yet. Leave once more to drop it."), "warning")
        self.finding.setFocus(Qt.FocusReason.OtherFocusReason)
        return False

    def print_list(self) -> None:
        """Print the list, with room for the pen."""
        self._context.print_pdf(_PAPER, {"months": self.months.value()})

    def _months_changed(self) -> None:
        if not self._filling:
            self._read(self.months.value())

    def _read(self, months: int | None) -> None:
        self._context.jobs.read(
            gateway.silent,
            months,
            key=(id(self), "silent"),
            on_done=self._show,
            on_error=self._failed,
            label=self.windowTitle(),
            context=self,
        )

    def _show(self, found: gateway.Quiet) -> None:
        self._filling = True
        self.months.setValue(found.months)
        self._filling = False
        rows: Sequence[Silent] = found.models
        text = ngettext("{count} model", "{count} models", len(rows))
        self._count.setText(text.format(count=number(len(rows))))
        if rows:
            self._fill(rows)
            self._stack.setCurrentWidget(self.view)
        else:
            self.face.tell(_("Every model has news: none has to be evaluated again."),
                           "circle-check")  # fmt: skip
            self._stack.setCurrentWidget(self.face)
        self._enable()

    def _fill(self, rows: Sequence[Silent]) -> None:
        def cell(one: Silent, column: int) -> str:
            texts = (one.name, one.owner, one.field, state_text(one.state))
            return (*texts, date_text(one.since), one.news)[column]

        declared = self._context.specs["models"].by_name
        field, state = (declared[name].text(language()) for name in ("field_id", "state"))
        heads = [_("Model"), _("Whose"), field, state, _("Last news on"), _("Last news")]
        self.view.show_list(ListModel(heads, rows, cell), [30, 30, 22, 14, 12, 14])
        self.view.selectionModel().selectionChanged.connect(lambda *_both: self._enable())

    # the re-evaluation

    def _make_form(self) -> None:
        self._form = QWidget()
        self.fields = FieldColumn(self._context)
        self.fields.add(_ON, date.today())  # noqa: DTZ011 (the clerk's own day)
        self.effective = QCheckBox(_("Still &effective"))
        self.effective.setChecked(True)
        self.decider = DeciderField(self._context, _("Evaluated &by:"))
        self.finding = TextArea()
        self.finding.setAccessibleName(_("Finding"))
        self.finding.typed.connect(self._typed)
        caption = QLabel(_("&Finding:"))
        caption.setBuddy(self.finding)
        left = QVBoxLayout()
        for one in (self.fields, self.decider, self.effective):
            left.addWidget(one)
        left.addStretch(1)
        right = QVBoxLayout()
        right.addWidget(caption)
        right.addWidget(self.finding)
        room = QHBoxLayout(self._form)
        room.setContentsMargins(0, 0, 0, 0)
        room.setSpacing(MARGIN)
        room.addLayout(left, 2)
        room.addLayout(right, 3)
        self._form.setMaximumHeight(190)

    def _typed(self) -> None:
        self._told = False

    def _make_buttons(self) -> QHBoxLayout:
        def button(words: str, name: str, deed: Callable[[], object]) -> QPushButton:
            made = QPushButton(icon(name), words) if name else QPushButton(words)
            made.setAutoDefault(False)
            made.clicked.connect(lambda _on=False: deed())
            return made

        self.open_button = button(_("&Open the model"), "pencil", self.open_current)
        self.print_button = button(_("&Print the list"), "printer", self.print_list)
        self.write_button = button("", "circle-check", self.write)
        self.write_button.setProperty("role", "primary")
        close = button(_("&Close"), "", self.reject)
        row = QHBoxLayout()
        row.addWidget(self.open_button)
        row.addWidget(self.print_button)
        row.addStretch(1)
        row.addWidget(self.write_button)
        row.addWidget(close)
        return row

    def _enable(self) -> None:
        count = len(self.chosen())
        text = ngettext("&Write for {count} model", "&Write for {count} models", count).format(
            count=number(count)
        )
        self.write_button.setText(text if count else _("&Write the re-evaluation"))
        self.write_button.setEnabled(bool(count))
        self.open_button.setEnabled(count == 1)
        self._form.setEnabled(self._stack.currentWidget() is self.view)

    def write(self) -> None:
        """Write the re-evaluation of the models that are selected."""
        commit_input()
        self.fields.resolve(self._write)

    def _write(self) -> None:
        models = self.chosen()
        if not models or self.fields.show_errors():
            return
        asked = gateway.AskedReview(
            tuple(models),
            self.fields.value("on"),
            self.effective.isChecked(),
            clean(self.finding.toPlainText(), multiline=True),
            self.decider.text(),
        )
        self._form.setEnabled(False)
        self.write_button.setEnabled(False)
        self._context.jobs.write(
            gateway.review,
            asked,
            on_done=self._written,
            on_error=self._failed,
            on_finally=self._enable,
            label=self.windowTitle(),
            context=self,
        )

    def _written(self, done: Done[int]) -> None:
        text = ngettext(
            "Written for {count} model. Ctrl+Z undoes it.",
            "Written for {count} models. Ctrl+Z undoes it.",
            done.value,
        )
        self.notice.tell(text.format(count=number(done.value)), "success")
        self.finding.set_text("")
        self._read(self.months.value())

    def _failed(self, problem: Problem) -> None:
        self.notice.tell(problem.message, "error")
