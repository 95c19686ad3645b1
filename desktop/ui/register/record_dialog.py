"""The window in which one record is added or changed, with what belongs to it on further tabs."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Any, Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QLabel,
    QMessageBox,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.core.changes import Done
from desktop.core.errors import InvalidValues, Problem, StaleRecord
from desktop.core.register import RegisterSpec, Row
from desktop.ui.i18n import _
from desktop.ui.page import PageContext
from desktop.ui.register import source
from desktop.ui.register.bars import set_role
from desktop.ui.register.display import row_title, singular
from desktop.ui.register.form import InvalidForm, RecordForm
from desktop.ui.register.look import slim_tabs
from desktop.ui.register.picker import ReferenceEditor
from desktop.ui.register.record_buttons import RecordButtons
from desktop.ui.register.record_tabs import count_in_title
from desktop.ui.register.remark_strip import RemarkStrip
from desktop.ui.register.typing import commit_input
from desktop.ui.theme import GAP, MARGIN

_WIDTH, _HEIGHT = 920, 640  # fits a screen of 1366x768 with the task bar
_NARROW_WIDTH = 560
_LINE = 62  # about the height of a field with its name
_FEW_FIELDS = 7
Then = Callable[[], None]


class Neighbours(Protocol):
    """Tells which records stand before and after one in the table."""

    def __call__(self, row_id: int, step: int) -> int | None:
        """Return the id of the record `step` places on, None at the end."""


ChildPages = Callable[[int, QWidget], list[tuple[str, QWidget]]]
"""Makes the further tabs of a record: title and page of each."""


class RecordDialog(QDialog):
    """Adds or changes one record of a register."""

    saved = Signal(object)  # Row
    moved = Signal(int)  # another record is shown: its id
    keep: Callable[..., Done[Row]] = staticmethod(source.save)
    """Keeps the record: book, register, values, id, revision (on the writing thread)."""

    def __init__(
        self,
        context: PageContext,
        spec: RegisterSpec,
        parent: QWidget | None = None,
        *,
        scope: Mapping[str, Any] | None = None,
        neighbours: Neighbours | None = None,
        children: ChildPages | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self.spec = spec
        self._scope = dict(scope or {})
        self._neighbours = neighbours
        self._children = children
        self._row: Row | None = None
        self._given: dict[str, Any] = {}
        self._saving = False
        self._closing = False
        self._question: QMessageBox | None = None
        self.form = RecordForm(context, spec, self._scope)
        self.form.edited.connect(self._edited)
        self.form.new_wanted.connect(self._make_referred)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        slim_tabs(self.tabs.tabBar())
        self.tabs.addTab(self.form, _("Record"))
        self.tabs.tabBarClicked.connect(lambda _place: commit_input())
        self.tabs.currentChanged.connect(lambda _place: commit_input())
        self.tabs.tabBar().hide()
        self._message = QLabel()
        self._message.setWordWrap(True)
        self._message.setTextFormat(Qt.TextFormat.PlainText)
        self._message.setContentsMargins(MARGIN, GAP, MARGIN, 0)
        self._message.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._message)
        self.remarks = RemarkStrip(context, spec.name)
        layout.addWidget(self.remarks)
        layout.addWidget(self.tabs, 1)
        line = QFrame()
        line.setFrameShape(QFrame.Shape.HLine)
        line.setForegroundRole(self.palette().ColorRole.Mid)
        layout.addWidget(line)
        self.buttons = RecordButtons(self)
        layout.addWidget(self.buttons)
        self._fit()
        self.setAccessibleName(singular(spec))

    # What is shown

    @property
    def row(self) -> Row | None:
        """The record shown, None while it is a new one."""
        return self._row

    def show_new(self, given: Mapping[str, Any] | None = None) -> None:
        """Begin a new record; `given` are values to begin with."""
        self._given = {**self._scope, **(given or {})}
        self._row = None
        self.remarks.show_on(None)
        self._set_title()
        self.form.setEnabled(False)
        self._context.jobs.read(
            source.new_draft,
            self.spec.name,
            self._given,
            key=(id(self), "shown"),
            on_done=self._draft_came,
            on_error=self._failed,
            context=self,
        )

    def show_record(self, row_id: int) -> None:
        """Show a kept record."""
        self.form.setEnabled(False)
        self._context.jobs.read(
            source.get,
            self.spec.name,
            row_id,
            key=(id(self), "shown"),
            on_done=self._row_came,
            on_error=self._failed,
            context=self,
        )

    def tell(self, text: str, role: str = "error") -> None:
        """Show a sentence above the form; an empty one takes it away."""
        self._message.setText(text)
        set_role(self._message, role)
        self._message.setVisible(bool(text))

    @property
    def message(self) -> str:
        """The sentence above the form."""
        return self._message.text() if self._message.isVisibleTo(self) else ""

    # What is done

    def is_dirty(self) -> bool:
        """Tell whether anything typed hasn't been saved."""
        return self.form.isEnabled() and self.form.is_dirty()

    def save(self, then: Then | None = None) -> None:
        """Save what was typed and go on with `then`; what is wrong is shown beside its field."""
        if self._saving or not self.form.isEnabled():
            return
        self._saving = True
        self._enable_buttons()
        self.form.resolve(lambda: self._save(then))

    def save_and_close(self) -> None:
        """Save what was typed and close."""
        commit_input()
        if self._row is not None and not self.is_dirty():
            self.accept_now()
        else:
            self.save(self.accept_now)

    def save_and_new(self) -> None:
        """Save what was typed and begin the next record."""
        commit_input()
        if self._row is not None and not self.is_dirty():
            self.show_new(self._kept_for_next())
        else:
            self.save(lambda: self.show_new(self._kept_for_next()))

    def go(self, step: int) -> None:
        """Show the record `step` places on in the table; what was typed is saved first."""
        commit_input()
        if self._row is None or self._neighbours is None:
            return
        other = self._neighbours(self._row.id, step)
        if other is None:
            return
        if self.is_dirty():
            self.save(lambda: self._go_to(other))
        else:
            self._go_to(other)

    def neighbours_changed(self, _count: int = 0) -> None:
        """Look again which records stand before and after: the table was read anew."""
        self._enable_buttons()

    def accept_now(self) -> None:
        """Close without asking."""
        self._closing = True
        self.accept()

    def reject(self) -> None:
        """Close; ask first when something typed hasn't been saved."""
        commit_input()
        if self._closing or self._saving or not self.is_dirty():
            if not self._saving:
                super().reject()
            return
        self._ask_unsaved()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask as Escape does."""
        commit_input()
        if self._closing or not (self.is_dirty() or self._saving):
            event.accept()
            return
        event.ignore()
        if not self._saving:
            self._ask_unsaved()

    # How it is done

    def _save(self, then: Then | None) -> None:
        try:
            values = self.form.values()
        except InvalidForm as problem:
            self._saving = False
            self._enable_buttons()
            self.tabs.setCurrentIndex(0)
            self.form.show_errors(problem.by_field)
            return
        row = self._row
        sent = self.form.raw()
        self._context.jobs.write(
            self.keep,
            self.spec.name,
            values,
            None if row is None else row.id,
            None if row is None else row.revision,
            on_done=lambda done: self._saved(done, sent, then),
            on_error=self._refused,
            on_finally=self._save_ended,
            label=_("Save"),
            context=self,
        )

    def _saved(self, done: Done[Row], sent: dict[str, Hashable], then: Then | None) -> None:
        self._saving = False
        self._show(done.value, sent)
        self.saved.emit(done.value)
        if then is not None:
            then()
        else:
            self.tell(_("Saved."), "muted")

    def _refused(self, problem: Problem) -> None:
        self._saving = False
        self.tabs.setCurrentIndex(0)
        if isinstance(problem, InvalidValues):
            self.tell(self.form.show_errors(problem.by_field))
            return
        self.tell(problem.message)
        if isinstance(problem, StaleRecord):
            self.buttons.reload.show()

    def _save_ended(self) -> None:
        self._saving = False
        self._enable_buttons()

    def _draft_came(self, draft: source.Draft) -> None:
        self.tell("")
        self.form.setEnabled(True)
        self.form.show_draft(draft)
        self._drop_children()
        self._enable_buttons()
        self.form.focus_first()

    def _row_came(self, row: Row) -> None:
        self._show(row)
        if not self.form.isAncestorOf(self.focusWidget() or self):
            self.form.focus_first()

    def _show(self, row: Row, sent: dict[str, Hashable] | None = None) -> None:
        self.tell("")
        self.buttons.reload.hide()
        other = self._row is None or self._row.id != row.id
        self._row = row
        self.remarks.show_on(row)
        self.form.setEnabled(True)
        if sent is None:
            self.form.show_row(row)
        else:
            self.form.take_kept(row, sent)
        self.form.set_read_only(row.deleted)
        if row.deleted:
            self.tell(_("This record is in the recycle bin; restore it to change it."), "muted")
        if other:
            self._drop_children()
            self._make_children(row.id)
            self.moved.emit(row.id)
        self._set_title()
        self._enable_buttons()

    def _failed(self, problem: Problem) -> None:
        self.tell(problem.message)
        self._enable_buttons()

    def _go_to(self, row_id: int) -> None:
        self.show_record(row_id)

    def _kept_for_next(self) -> dict[str, Any]:
        """Return what the next record begins with: the references and years of this one."""
        kept = {}
        row = self._row
        if row is not None:
            for name in _KEPT_FOR_NEXT.get(self.spec.name, ()):
                kept[name] = row.values.get(name)
        return {name: value for name, value in kept.items() if value is not None}

    def _edited(self) -> None:
        self._set_title()

    def _make_children(self, row_id: int) -> None:
        if self._children is None:
            return
        for title, page in self._children(row_id, self):
            self.tabs.addTab(page, title)
            count_in_title(self.tabs, page, title)
        self.tabs.tabBar().setVisible(self.tabs.count() > 1)

    def _drop_children(self) -> None:
        while self.tabs.count() > 1:
            page = self.tabs.widget(1)
            self.tabs.removeTab(1)
            if page is not None:
                page.deleteLater()
        self.tabs.tabBar().hide()

    def _make_referred(self, editor: ReferenceEditor, text: str) -> None:
        """Make a row that a reference can then choose, without leaving this record."""
        spec = self._context.specs.get(editor.field.reference or "")
        if spec is None:
            return
        dialog = RecordDialog(self._context, spec, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.saved.connect(lambda row: editor.choose(row.id, source.title_of(spec, row)))
        dialog.without_next()
        dialog.open()
        title = spec.by_name[spec.title]
        given = source.begins_with(self.spec.name, editor.field.name, self.form.readable())
        named = {title.name: text} if text and title.name in dialog.form.boxes else {}
        dialog.show_new({**given, **named})

    def without_next(self) -> None:
        """Hide 'Save and new' where one record is wanted."""
        self.buttons.next.hide()

    def _ask_unsaved(self) -> None:
        if self._question is not None:
            return
        question = QMessageBox(self)
        question.setIcon(QMessageBox.Icon.Question)
        question.setWindowTitle(_("Unsaved changes"))
        question.setText(_("What you changed hasn't been saved yet."))
        question.setInformativeText(_("Save it before closing?"))
        save = question.addButton(_("Save"), QMessageBox.ButtonRole.AcceptRole)
        drop = question.addButton(_("Don't save"), QMessageBox.ButtonRole.DestructiveRole)
        stay = question.addButton(_("Go on editing"), QMessageBox.ButtonRole.RejectRole)
        question.setDefaultButton(save)
        question.setEscapeButton(stay)
        question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        question.finished.connect(lambda _code: self._answered(question, save, drop))
        self._question = question
        question.open()

    def _answered(self, question: QMessageBox, save: Any, drop: Any) -> None:
        clicked = question.clickedButton()
        self._question = None
        if clicked is save:
            self.save(self.accept_now)
        elif clicked is drop:
            self._closing = True
            super().reject()

    # Parts

    def read_again(self) -> None:
        """Show the record as it is kept now."""
        if self._row is not None:
            self.show_record(self._row.id)

    def _enable_buttons(self) -> None:
        row, neighbours = self._row, self._neighbours
        ready = self.form.isEnabled() and not self._saving
        before = after = None
        if row is not None and neighbours is not None:
            before = ready and neighbours(row.id, -1) is not None
            after = ready and neighbours(row.id, 1) is not None
        may_save = ready and not (row is not None and row.deleted)
        self.buttons.enable(save=may_save, before=before, after=after)

    def _set_title(self) -> None:
        what = singular(self.spec)
        if self._row is None:
            title = _("New: {name}").format(name=what)
        else:
            name = row_title(self.spec, self._row)
            title = f"{what[:1].upper()}{what[1:]}: {name}"
        self.setWindowTitle(f"{title}[*]")
        self.setWindowModified(self.is_dirty())

    def _fit(self) -> None:
        """Size the window to the form: a few fields need no large window."""
        count = len(self.form.boxes)
        if count <= _FEW_FIELDS and self._children is None:
            self.resize(_NARROW_WIDTH, min(_HEIGHT, 110 + count * _LINE + 40))
        else:
            self.resize(_WIDTH, _HEIGHT)
        screen = self.screen()
        if screen is not None:
            room = screen.availableGeometry()
            self.resize(
                min(self.width(), room.width() - 40), min(self.height(), room.height() - 60)
            )


_KEPT_FOR_NEXT: Mapping[str, tuple[str, ...]] = {
    "members": ("unit_id",),
    "pledges": ("year", "kind", "campaign_id", "pledger_kind"),
    "awards": ("decision_id", "form_id", "recipient_kind", "proposed_level", "money"),
    "expected": ("pledger_kind",),
    "yearly_ratings": ("rated_kind", "period_kind", "period_from", "period_to", "decided_by"),
    "units": ("parent_id",),
}
