"""Who has sent for a period and who is late; what was sent is opened, answered, taken out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMessageBox, QPlainTextEdit, QSplitter, QWidget

from desktop.core.formats import date_text
from desktop.core.terms import Answer, Trust
from desktop.core.vietnamese.fold import fold
from desktop.ui.errors import ask
from desktop.ui.i18n import _, ngettext, number
from desktop.ui.page import PageContext
from desktop.ui.register.bars import muted
from desktop.ui.register.toolbar import SearchField
from desktop.ui.upward import gateway
from desktop.ui.upward.answer_dialog import AnswerDialog
from desktop.ui.upward.rows_dialog import RowsDialog
from desktop.ui.upward.section import Rows, Section, copy_button
from desktop.ui.upward.words import signature_words, term_words

if TYPE_CHECKING:
    from desktop.core.changes import Done
    from desktop.services.adding_up import OfficeState

_WIDTHS = (34, 28, 10, 5, 19, 14, 15, 11)
_LATE, _CHANGED = 4, 7


class ReceivedPage(Section):
    """Offices in a table; below it what is to be known of the one with the cursor."""

    registers = frozenset({"submissions", "offices", "remarks"})

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.states: tuple[OfficeState, ...] = ()
        self.dialog: Any = None
        self.search = SearchField(_("Offices"))
        self.search.textChanged.connect(lambda _text: self._show())
        self.search.typed.connect(self._show)
        self.search.down_pressed.connect(self._to_table)
        self.table = Rows(_("Offices and what they sent"), _WIDTHS)
        self.table.activated.connect(lambda _index: self.open_rows())
        self.table.row_changed.connect(lambda _row: self._moved())
        self.about = QPlainTextEdit()
        self.about.setReadOnly(True)
        self.about.setTabChangesFocus(True)
        self.about.setAccessibleName(_("What is known of the submission"))
        self.count = muted()
        self._make_buttons()
        body = QSplitter(Qt.Orientation.Vertical)
        body.addWidget(self.table)
        body.addWidget(self.about)
        body.setChildrenCollapsible(False)
        body.setSizes([420, 110])
        tools = (self.receive_button, self.open_button, self.answer_button, self.out_button,
                 self.forget_button, self.print_button, self.copy_button, self.search,
                 self.count)  # fmt: skip
        self.lay_out(tools, body)
        self._enable()

    def _make_buttons(self) -> None:
        self.receive_button = self.button(
            _("&Receive files…"), "download",
            _("Take in what other offices sent: .gsnop files, one or many"),
            self.ask_files, main=True,
        )  # fmt: skip
        self.open_button = self.button(
            _("&Look at the records"), "list",
            _("The records that the office sent, by register (Enter)"), self.open_rows,
        )  # fmt: skip
        self.answer_button = self.button(
            _("&Answer…"), "send",
            _("Write the file that goes back: accepted, or to be corrected"), self.answer,
        )  # fmt: skip
        self.out_button = self.button(
            _("Take &out…"), "archive-restore",
            _("Take what the chosen offices sent out of the book, whole (Delete)"), self.take_out,
        )  # fmt: skip
        self.forget_button = self.button(
            _("For&get the key…"), "lock",
            _("When an office has a new signature key: its next file is one of a new office"),
            self.forget_key,
        )  # fmt: skip
        self.copy_button = copy_button(self.table, self)
        self.print_button = self.button(
            _("Print list…"), "printer", _("Who has sent and who is late (Ctrl+P)"), self.print_list
        )
        keys = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self.table, self.take_out)
        keys.setContext(Qt.ShortcutContext.WidgetShortcut)

    # what the window asks

    def focus_search(self) -> None:
        """Put the cursor into the search field."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def read(self) -> None:
        """Ask for the offices of the period."""
        self.context.jobs.read(
            gateway.office_states,
            self.first,
            self.last,
            key=(id(self), "states"),
            on_done=self._came,
            on_error=self.failed,
            label=_("Received"),
            context=self,
        )

    def print_list(self) -> None:
        """Print who has sent and who is late."""
        self.context.print_pdf("offices-state", {"first": self.first, "last": self.last})

    # what the clerk does

    def ask_files(self) -> None:
        """Ask for files and show what would be taken in."""
        actions = getattr(self.window(), "actions_", None)
        if actions is not None:
            actions["receive_files"].trigger()

    def open_rows(self) -> None:
        """Show the records that the office with the cursor sent."""
        one = self.table.current()
        if one is not None and one.submission_id is not None:
            self.dialog = RowsDialog(
                self.context, self.first, self.last, one.uid, one.name, self.window()
            )
            self.dialog.open()

    def answer(self) -> None:
        """Answer the office with the cursor."""
        one = self.table.current()
        if one is not None and one.submission_id is not None:
            self.dialog = AnswerDialog(self.context, one, self.window())
            self.dialog.written.connect(lambda text: self._answered(text, one.submission_id))
            self.dialog.open()

    def _answered(self, text: str, submission: int) -> None:
        """Tell where the answer is, and offer it on paper."""

        def print_it() -> None:
            self.context.print_pdf("submission-answer", {"submission": submission})

        self.notice.tell(text, "success", _("Print it…"), print_it)

    def take_out(self) -> None:
        """Ask, and take out what the selected offices sent."""
        chosen = [one for one in self.table.chosen() if one.submission_id is not None]
        if not chosen:
            return
        names = "; ".join(one.name for one in chosen[:5]) + ("; …" if chosen[5:] else "")
        words = ngettext(
            "Take {count} submission out of the book, with all its records: {names}? It lies in "
            "the recycle bin and can be brought back (Ctrl+Z).",
            "Take {count} submissions out of the book, with all their records: {names}? They lie "
            "in the recycle bin and can be brought back (Ctrl+Z).",
            len(chosen),
        )
        text = words.format(count=number(len(chosen)), names=names)
        if any(one.before for one in chosen):
            text += " " + _("What such an office had sent before then counts again.")
        buttons = QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.No

        def answered(button: QMessageBox.StandardButton) -> None:
            if button == QMessageBox.StandardButton.Yes:
                self._take_out([one.submission_id for one in chosen])

        ask(self, _("Take out"), text, buttons, answered)

    def _take_out(self, ids: list[int]) -> None:
        def done(found: Done[int]) -> None:
            words = ngettext(
                "{count} submission was taken out. Ctrl+Z brings it back.",
                "{count} submissions were taken out. Ctrl+Z brings them back.",
                found.value,
            )
            self.notice.tell(words.format(count=number(found.value)), "success")

        self.context.jobs.write(
            gateway.take_out, ids, on_done=done, on_error=self.failed, label=_("Take out"),
            context=self,
        )  # fmt: skip

    def forget_key(self) -> None:
        """Ask, and forget the key of the office with the cursor."""
        one = self.table.current()
        if one is None:
            return
        text = _(
            "Forget the signature key of {name}? Do this only when the office said by phone that "
            "it has a new one; the key of its next file must be compared again."
        ).format(name=one.name)
        buttons = QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.No

        def answered(button: QMessageBox.StandardButton) -> None:
            if button == QMessageBox.StandardButton.Yes:
                self.context.jobs.write(
                    gateway.forget_key, one.uid, on_done=done, on_error=self.failed,
                    label=_("Forget the key"), context=self,
                )  # fmt: skip

        def done(found: Done[str]) -> None:
            words = _("The key of {name} was forgotten.").format(name=found.value)
            self.notice.tell(words, "success")

        ask(self, _("Forget the key"), text, buttons, answered)

    # what comes

    def _came(self, states: tuple[OfficeState, ...]) -> None:
        self.states = states
        self._show()

    def _show(self) -> None:
        """Show the offices that the search lets through."""
        words = fold(self.search.full_text())
        some = [one for one in self.states if words in fold(f"{one.name} {one.parent}")]
        if not self.states:
            self.show_face(
                _(
                    "No office has sent anything for this period. Drop the .gsnop files here, or "
                    "choose them; from which day on an office must send is written in “Lists and "
                    "rules”, “Offices”."
                ),
                "download", _("Receive files…"), self.ask_files,
            )  # fmt: skip
        elif not some:
            self.show_face(
                _("Nothing fits what you look for."), "search", _("Show all"), self.search.clear
            )
        else:
            self.table.put(_headings(), some, _cell, _mark, lambda one: one.uid)
            self.show_body()
        sent = sum(one.submission_id is not None for one in self.states)
        late = sum(bool(one.late) for one in self.states)
        text = _("{sent} of {all} offices have sent").format(
            sent=number(sent), all=number(len(self.states))
        )
        if late:
            text += "; " + _("{count} late").format(count=number(late))
        self.count.setText(text if self.states else "")
        self._moved()

    def _moved(self) -> None:
        one = self.table.current() if self.stack.currentWidget() is self.body else None
        self.about.setPlainText("" if one is None else "\n".join(_about(one)))
        self._enable()

    def _enable(self) -> None:
        shown = self.stack.currentWidget() is self.body
        one = self.table.current() if shown else None
        sent = one is not None and one.submission_id is not None
        self.open_button.setEnabled(sent)
        self.answer_button.setEnabled(sent)
        self.out_button.setEnabled(sent)
        signed = one is not None and one.trust not in ("", Trust.UNSIGNED.value)
        self.forget_button.setEnabled(signed)
        self.copy_button.setEnabled(shown)

    def _to_table(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)


def _headings() -> list[str]:
    return [
        _("Office"), _("Higher office"), _("Made on"), _("Number"), _("Due day"), _("Signature"),
        _("Answer"), _("Figures changed"),
    ]  # fmt: skip


def _cell(one: OfficeState, column: int) -> str:
    """Return what stands in a column."""
    if column == _LATE:
        return late_words(one)
    if column == _CHANGED:
        return number(len(one.changed)) if one.changed else ""
    return (
        one.name,
        one.through or one.parent,
        date_text(one.sent_on),
        str(one.number) if one.number else "",
        "",
        signature_words(one.trust, taken=True),
        term_words(Answer, one.answer),
    )[column]


def late_words(one: OfficeState) -> str:
    """Return whether an office sent in time, in words."""
    if one.late:
        days = ngettext("{count} day late", "{count} days late", one.late)
        words = days.format(count=number(one.late))
        return words if one.first_on else _("Not sent, {late}").format(late=words)
    if one.first_on is None:
        return _("Not sent yet")
    return _("In time") if one.must_send else ""


def _mark(one: OfficeState, column: int) -> str:
    """Return what is wrong in a column."""
    if column == _LATE and one.late:
        return _("Was due on {day}").format(day=date_text(one.due))
    if column == _CHANGED and one.changed:
        return "\n".join(_changes(one))
    return ""


def _changes(one: OfficeState) -> list[str]:
    return [f"{each.words}: {each.before} → {each.now} {each.unit}" for each in one.changed]


def _about(one: OfficeState) -> list[str]:
    """Return what is to be known of an office's submission, as lines."""
    lines = [one.name + (f" ({one.parent})" if one.parent else "")]
    if one.through:
        lines.append(_("Came inside the submission of {name}").format(name=one.through))
    if one.must_send:
        lines.append(_("Due on {day}").format(day=date_text(one.due)) + f": {late_words(one)}")
    if one.changed:
        lines.append(
            _("Figures that differ from those sent as number {number}:").format(number=one.before)
        )
        lines += [f"    {each}" for each in _changes(one)]
    elif one.before:
        lines.append(_("No figure changed since number {number}.").format(number=one.before))
    return lines
