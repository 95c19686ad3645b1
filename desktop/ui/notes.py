"""Dated notes on one record: written at the top, read and ticked below.

What is typed is kept as a draft until it is in the book, so that neither another tab nor another
record nor a full disk loses it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any
from weakref import ref

import shiboken6
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidgetItem,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.core.errors import Problem
from desktop.core.formats import date_text
from desktop.core.vietnamese.fold import clean
from desktop.ui import note_gateway
from desktop.ui.i18n import _
from desktop.ui.icons import icon
from desktop.ui.note_gateway import DRAFTS, Draft, Key
from desktop.ui.note_list import NoteArea, NotesList
from desktop.ui.page import PageContext
from desktop.ui.register.bars import Face, MasterHint, NoticeBar
from desktop.ui.register.date_editor import DateEditor
from desktop.ui.register.editors import Unreadable
from desktop.ui.register.typing import commit_input
from desktop.ui.theme import GAP

if TYPE_CHECKING:
    from desktop.core.changes import Changes
    from desktop.services.notes import Note

_ID = Qt.ItemDataRole.UserRole


class NotesPane(QWidget):
    """What is noted on the record that `set_record` names."""

    counted = Signal(int)  # notes on the record, when they were read

    def __init__(
        self, context: PageContext, register: str, parent: QWidget | None = None, hint: str = ""
    ) -> None:
        """`hint` is shown while there is no record."""
        super().__init__(parent)
        self._context = context
        self._register = register
        self._record: int | None = None
        self._draft = Draft()
        self._filling = False
        self.notes: tuple[Note, ...] = ()
        fields = context.specs["notes"].by_name
        self.area = NoteArea()
        self.area.setAccessibleName(_("Note"))
        self.area.setPlaceholderText(_("Write a note here; Ctrl+Enter keeps it."))
        self.on = DateEditor(fields["on"])
        self.remind_on = DateEditor(fields["remind_on"])
        self.list = NotesList()
        self.notice = NoticeBar()
        self._empty = Face()
        self._empty.tell(_("No notes yet. Write the first one above."), "pen-line")
        self._hint = MasterHint(hint or _("Save the record first; then notes can be added to it."))
        self._below = QStackedWidget()
        self._stack = QStackedWidget()
        self._lay_out()
        self.area.submitted.connect(self.submit)
        for one in (self.on, self.remind_on):
            one.entered.connect(self.submit)
            one.edited.connect(self._typed)
        self.area.typed.connect(self._typed)
        self.list.itemChanged.connect(self._ticked)
        self.list.edit_asked.connect(self.edit_selected)
        self.list.delete_asked.connect(self.delete_selected)
        context.jobs.changed.connect(self.apply_changes)
        self._show(())

    # What is shown

    def set_record(self, row_id: int | None) -> None:
        """Show the notes on a record; what was typed for the one before is kept."""
        if row_id == self._record:
            return
        self.save_pending()
        self._record = row_id
        self.notice.hide()
        self._show(())
        self._fill(self._kept_drafts().pop(self._key, Draft()))
        self.refresh()

    def refresh(self) -> None:
        """Read the notes again."""
        if self._record is not None:
            self._context.jobs.read(
                note_gateway.listed,
                self._register,
                self._record,
                key=(id(self), "notes"),
                on_done=self._listed,
                on_error=self._failed,
                label=_("Notes"),
                context=self,
            )

    def apply_changes(self, changes: Changes) -> None:
        """Read again when notes were changed anywhere."""
        if changes.touches("notes"):
            self.refresh()

    def _listed(self, notes: Sequence[Note]) -> None:
        self._show(notes)
        self.counted.emit(len(notes))

    def _show(self, notes: Sequence[Note]) -> None:
        chosen = self._selected()
        self._filling = True
        self.notes = tuple(notes)
        self.list.clear()
        for one in notes:
            item = self._item(one)
            self.list.addItem(item)
            if chosen is not None and one.id == chosen.id:
                self.list.setCurrentItem(item)
        self._filling = False
        self._below.setCurrentWidget(self.list if notes else self._empty)
        self._stack.setCurrentIndex(0 if self._record is None else 1)

    def _item(self, one: Note) -> QListWidgetItem:
        head = date_text(one.on)
        if one.remind_on is not None:
            head += " · " + _("remind on {day}").format(day=date_text(one.remind_on))
        item = QListWidgetItem(f"{head}\n{one.text}")
        item.setData(_ID, one.id)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked if one.settled else Qt.CheckState.Unchecked)
        item.setToolTip(_("Ticked: settled") if one.settled else _("Tick when it is settled"))
        if one.settled:
            font = item.font()
            font.setStrikeOut(True)
            item.setFont(font)
        elif one.remind_on is not None:
            today = date.today()  # noqa: DTZ011 - the clerk's own calendar day
            item.setIcon(icon("clock", "danger" if one.remind_on <= today else "muted"))
        return item

    def _selected(self) -> Note | None:
        item = self.list.currentItem()
        found = None if item is None else item.data(_ID)
        return next((one for one in self.notes if one.id == found), None)

    # Typing

    @property
    def _key(self) -> Key:
        return self._register, self._record or 0

    def _kept_drafts(self) -> dict[Key, Draft]:
        book = self._context.jobs.book
        return {} if book is None else DRAFTS.setdefault(book, {})

    def _fill(self, draft: Draft) -> None:
        self._filling = True
        self._draft = draft
        self.area.set_text(draft.text)
        self.on.set_value(draft.on or date.today())  # noqa: DTZ011 - the clerk's own day
        self.remind_on.set_value(draft.remind_on)
        self._filling = False
        changing = draft.note is not None
        self._keep_button.setText(_("Save the note") if changing else _("Add the note"))
        self._drop_button.setVisible(changing)

    def has_unsaved(self) -> bool:
        """Tell whether the editor holds what isn't in the book."""
        for one in (self.area, self.on.line, self.remind_on.line):
            one.commit_preedit()  # the focus may be elsewhere already
        found = self._read()[0]
        if not found.text:
            return False
        return self._draft.note is None or found != self._draft

    def save_pending(self) -> bool:
        """Write down what stands in the editor."""
        if self._record is not None and self.has_unsaved():
            self._submit()
        return True

    def showEvent(self, event: QShowEvent) -> None:
        """Show again what couldn't be kept while the tab was out of sight."""
        super().showEvent(event)
        draft = self._kept_drafts().get(self._key)
        if draft is not None:
            self.take_back(draft, self._key)

    def hideEvent(self, event: QHideEvent) -> None:
        """Write down what was typed when the tab or the window goes."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.save_pending()

    def submit(self) -> None:
        """Write the note down and begin the next one."""
        commit_input()
        draft, wrong = self._read()
        if not draft.text or self._record is None:
            self.area.setFocus()
            return
        if wrong:
            self.notice.tell(wrong, "error")
            return
        self._submit()
        self.area.setFocus()

    def _submit(self) -> None:
        draft, wrong = self._read()
        if wrong:  # the window goes: what was typed as a day stays readable in the note
            typed = " ".join(filter(None, (self.on.line.text(), self.remind_on.line.text())))
            draft = replace(draft, text=f"{draft.text}\n({typed})")
        self._context.jobs.write(
            note_gateway.keep,
            self._register,
            self._record,
            draft,
            on_error=self._keeper(draft),
            label=_("Notes"),
        )
        self._fill(Draft())

    def _keeper(self, draft: Draft) -> Callable[[Problem], None]:
        """Return what keeps a draft when it can't be written; it works without the pane, too."""
        context, drafts, key, pane = self._context, self._kept_drafts(), self._key, ref(self)

        def not_kept(problem: Problem) -> None:
            drafts[key] = draft
            shown = pane()
            if shown is not None and shiboken6.isValid(shown) and shown.isVisible():
                shown.take_back(draft, key)
                shown.notice.tell(problem.message, "error")
            else:
                context.notify(problem.message, "error")

        return not_kept

    def take_back(self, draft: Draft, key: Key) -> None:
        """Show again what couldn't be kept, unless something else was typed meanwhile."""
        if key == self._key and not self.area.toPlainText():
            self._kept_drafts().pop(key, None)
            self._fill(draft)

    def _typed(self) -> None:
        if not self._filling and self._record is not None and self.notice.isVisible():
            self.notice.hide()

    def _read(self) -> tuple[Draft, str]:
        """Return what stands in the editor, and what is wrong with its days."""
        text = clean(self.area.toPlainText(), multiline=True)
        days: list[date | None] = []
        wrong = ""
        for one in (self.on, self.remind_on):
            try:
                value = one.value()
                days.append(value if isinstance(value, date) else None)
            except Unreadable as problem:
                days.append(None)
                wrong = wrong or str(problem)
        draft = replace(self._draft, text=text, on=days[0], remind_on=days[1])
        return draft, wrong

    # What is done to a note

    def edit_selected(self) -> None:
        """Take the chosen note into the editor."""
        one = self._selected()
        if one is not None:
            self.save_pending()
            self._fill(Draft(one.text, one.on, one.remind_on, one.id))
            self.area.setFocus()

    def drop_edit(self) -> None:
        """Leave the note as it was and begin a new one."""
        self._fill(Draft())
        self.area.setFocus()

    def delete_selected(self) -> None:
        """Move the chosen note to the recycle bin; a click takes it back."""
        one = self._selected()
        if one is None:
            return
        if self._draft.note == one.id:
            self._fill(Draft())
        self._write(note_gateway.delete, one.id, then=lambda _done: self._deleted(one.id))

    def _deleted(self, note: int) -> None:
        self.notice.tell(
            _("The note was moved to the recycle bin."),
            "info",
            _("Undo"),
            lambda: self._write(note_gateway.restore, note),
        )

    def _ticked(self, item: QListWidgetItem) -> None:
        one = next((note for note in self.notes if note.id == item.data(_ID)), None)
        settled = item.checkState() is Qt.CheckState.Checked
        if not self._filling and one is not None and one.settled is not settled:
            self._write(note_gateway.settle, one.id, settled)

    def _write(
        self,
        deed: Callable[..., Any],
        *given: Any,
        then: Callable[[Any], None] | None = None,
    ) -> None:
        self._context.jobs.write(
            deed, *given, on_done=then, on_error=self._failed, label=_("Notes"), context=self
        )

    def _failed(self, problem: Problem) -> None:
        self.notice.tell(problem.message, "error")
        self.refresh()

    # Parts

    def _lay_out(self) -> None:
        self._keep_button = _button(_("Add the note"), self.submit)
        self._keep_button.setToolTip(_("Keep the note (Ctrl+Enter)"))
        self._drop_button = _button(_("Leave it unchanged"), self.drop_edit)
        edit = _button(_("Edit"), self.edit_selected, "pencil")
        edit.setToolTip(_("Change the chosen note (Enter)"))
        gone = _button(_("Delete"), self.delete_selected, "trash-2")
        gone.setToolTip(_("Move the chosen note to the recycle bin (Del)"))
        days = QHBoxLayout()
        days.setSpacing(GAP)
        for words, editor in ((_("Date"), self.on), (_("Remind on"), self.remind_on)):
            label = QLabel(words)
            label.setBuddy(editor)
            editor.line.setAccessibleName(words)
            days.addWidget(label)
            days.addWidget(editor)
        days.addWidget(self._keep_button)
        days.addWidget(self._drop_button)
        days.addStretch(1)
        days.addWidget(edit)
        days.addWidget(gone)
        self.area.setFixedHeight(4 * self.area.fontMetrics().lineSpacing() + 10)
        self._below.addWidget(self._empty)
        self._below.addWidget(self.list)
        body = QWidget()
        inner = QVBoxLayout(body)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(GAP)
        inner.addWidget(self.area)
        inner.addLayout(days)
        inner.addWidget(self._below, 1)
        inner.addWidget(self.notice)
        self._stack.addWidget(self._hint)
        self._stack.addWidget(body)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, GAP, 0, 0)
        layout.addWidget(self._stack)
        self.setAccessibleName(_("Notes"))


def _button(words: str, deed: Callable[[], None], sign: str = "") -> QPushButton:
    button = QPushButton(words)
    if sign:
        button.setIcon(icon(sign))
    button.setAutoDefault(False)
    button.clicked.connect(lambda _checked=False: deed())
    return button
