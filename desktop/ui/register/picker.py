"""Editors that choose from other registers: a reference, or a label kept as written."""

from __future__ import annotations

from collections.abc import Callable, Container, Hashable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QToolButton, QWidget

from desktop.core.register import Field, RegisterSpec
from desktop.core.vietnamese.fold import clean, fold
from desktop.ui.i18n import _
from desktop.ui.icons import icon
from desktop.ui.jobs import Jobs
from desktop.ui.register import source
from desktop.ui.register.display import singular
from desktop.ui.register.editors import FieldEditor, Unreadable
from desktop.ui.register.suggestions import Suggestion, SuggestLine

_OFFERED = 50
_ENDED = "(đã kết thúc)"  # Vietnamese in every language: it stands beside the unit's own name


class _SuggestingEditor(FieldEditor):
    """A line with suggestions and a button that lists them all."""

    def __init__(self, field: Field, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._jobs = jobs
        self.line = SuggestLine()
        self.line.typed.connect(self._typed)
        self.line.left.connect(self._left)
        self.line.returnPressed.connect(self.entered)
        self.line.wanted.connect(self._ask)
        self.line.picked.connect(self._picked)
        self._row.addWidget(self.line, 1)
        self.drop = _tool("chevron-down", _("Show the list (Down arrow)"))
        self.drop.clicked.connect(self._show_all)
        self._row.addWidget(self.drop)
        self.setFocusProxy(self.line)

    def set_read_only(self, on: bool) -> None:
        """Show without letting anything be changed."""
        self.line.setReadOnly(on)
        self.drop.setEnabled(not on)

    def _show_all(self) -> None:
        if self.line.is_open:
            self.line.hide_list()
        else:
            self.line.setFocus()
            self.line.ask("")

    def _typed(self) -> None:
        self.edited.emit()

    def _left(self) -> None:
        self.left.emit()

    def _ask(self, text: str) -> None:
        raise NotImplementedError

    def _picked(self, suggestion: Suggestion) -> None:
        raise NotImplementedError


class ReferenceEditor(_SuggestingEditor):
    """A row of another register: chosen from the suggestions, or meant by the words typed.

    Words that say a row's name, or begin the name of the only row found, mean it: they are looked
    up when the field is left or the form is saved, never while they are typed.
    """

    picked = Signal(object)  # the id that stood here before
    new_asked = Signal(str)  # the text typed: a new row of that register is wanted

    def __init__(
        self,
        field: Field,
        jobs: Jobs,
        spec: RegisterSpec | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Choose from the register of `spec`; without it no new row can be made from here."""
        super().__init__(field, jobs, parent)
        self._id: int | None = None
        self._label = ""
        self._waiting: list[Callable[[], None]] = []
        self._looking = False
        self._looked_for = ""
        self.line.setPlaceholderText(_("Type to search"))
        self.new: QToolButton | None = None
        if spec is not None:
            self.new = _tool("plus", _("New: {name}").format(name=singular(spec)))
            tip = _("New: {name} (Insert)").format(name=singular(spec))
            self.new.setToolTip(tip)
            self.new.clicked.connect(lambda: self.new_asked.emit(self._typed_words()))
            self._row.addWidget(self.new)

    def set_read_only(self, on: bool) -> None:
        """Show without letting anything be changed."""
        super().set_read_only(on)
        if self.new is not None:
            self.new.setEnabled(not on)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Insert makes a new row, as the button does."""
        if event.key() == Qt.Key.Key_Insert and self.new is not None and self.new.isEnabled():
            self.new.click()
        else:
            super().keyPressEvent(event)

    def set_value(self, value: Any, label: str = "") -> None:
        """Show the row with the id `value`, called `label`."""
        self._id = value
        self._label = label if value is not None else ""
        self.line.setText(self._label)
        self.line.setCursorPosition(0)
        self.line.setToolTip(self._label)

    def choose(self, value: int, label: str) -> None:
        """Choose a row as the clerk does."""
        before = self._id
        self.set_value(value, label)
        self.edited.emit()
        if value != before:
            self.picked.emit(before)
        self.left.emit()

    def value(self) -> int | None:
        """Return the id of the chosen row, None for nothing."""
        text = clean(self.line.full_text())
        if not text:
            return None
        if self._id is not None and text == clean(self._label):
            return self._id
        raise Unreadable(
            f"Không có «{text}» trong danh sách. Hãy chọn một dòng được gợi ý, hoặc để trống."
        )

    def raw(self) -> Hashable:
        """Return the id, or the text that isn't one yet."""
        text = clean(self.line.full_text())
        if not text:
            return None
        return self._id if self._id is not None and text == clean(self._label) else text

    def resolve(self, done: Callable[[], None]) -> None:
        """Find the row that the typed words mean, then call `done`."""
        if not isinstance(self.raw(), str):
            done()
            return
        self._waiting.append(done)
        self._look_up()

    def _typed_words(self) -> str:
        return "" if isinstance(self.raw(), int) else clean(self.line.full_text())

    def _left(self) -> None:
        if isinstance(self.raw(), str):
            self._look_up()
            return
        if self.raw() is None and self._id is not None:
            before, self._id, self._label = self._id, None, ""
            self.picked.emit(before)
        self.left.emit()

    def _look_up(self) -> None:
        if self._looking:
            return
        self._looking = True
        text = self._looked_for = clean(self.line.full_text())
        self._jobs.read(
            source.options,
            self.field.reference,
            text,
            _OFFERED,
            on_done=lambda found: self._looked_up(text, found),
            on_finally=self._told,
            context=self,
        )

    def _looked_up(self, text: str, found: Sequence[Any]) -> None:
        if clean(self.line.full_text()) != text:
            return
        if self.line.hasFocus() and not self._waiting:
            return  # the clerk came back to go on typing
        meant = _meant(text, found)
        if meant is not None:
            before = self._id
            self.set_value(meant.id, meant.label)
            if before != self._id:
                self.picked.emit(before)

    def _told(self) -> None:
        self._looking = False
        if self.line.hasFocus() and not self._waiting:
            return  # it was not left after all
        if isinstance(self.raw(), str) and clean(self.line.full_text()) != self._looked_for:
            self._look_up()  # other words were typed meanwhile
            return
        waiting, self._waiting = self._waiting, []
        self.left.emit()
        for done in waiting:
            done()

    def _ask(self, text: str) -> None:
        if text and text == self._label:
            text = ""  # the arrow key on a chosen row lists the others
        self._jobs.read(
            source.options,
            self.field.reference,
            text,
            _OFFERED,
            key=(id(self), "options"),
            on_done=self._offer,
            context=self,
        )

    def _offer(self, found: Sequence[Any]) -> None:
        offered = []
        for one in found:
            parts = [_ENDED] if one.ended else []
            parts += [one.detail] if one.detail else []
            offered.append(Suggestion((one.id, one.label), one.label, " ".join(parts)))
        self.line.suggest(offered, _("Nothing found"))

    def _picked(self, suggestion: Suggestion) -> None:
        self.choose(*suggestion.value)


class LabelEditor(_SuggestingEditor):
    """A text of an editable list; any other text may be written too."""

    def __init__(self, field: Field, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(field, jobs, parent)
        self._searched = ""

    def set_value(self, value: Any, label: str = "") -> None:
        """Show a text."""
        del label
        self.line.setText(value or "")

    def value(self) -> str | None:
        """Return the cleaned text, None for nothing."""
        return clean(self.line.full_text()) or None

    def raw(self) -> Hashable:
        """Return the text."""
        return clean(self.line.full_text())

    def _ask(self, text: str) -> None:
        self._searched = fold(text)
        self._jobs.read(
            source.label_finds,
            self.field.reference,
            text,
            key=(id(self), "labels"),
            on_done=self._offer,
            context=self,
        )

    def _offer(self, finds: tuple[Sequence[str], Container[str]]) -> None:
        found, besides = finds
        fitting = [one for one in found if self._searched in fold(one) or one in besides]
        said = self.line.text()
        if fitting == [said] and self.line.asked:  # the others, beside the one that stands there
            fitting = list(found)
        marked = fitting.index(said) if said in fitting else 0
        self.line.suggest([Suggestion(one, one) for one in fitting], marked=marked)

    def _picked(self, suggestion: Suggestion) -> None:
        self.line.setText(suggestion.label)
        self.edited.emit()
        self.left.emit()


def _meant(text: str, found: Sequence[Any]) -> Any | None:
    """Return the row that a text can only mean: it says the name, or begins the only one found."""
    typed = fold(text)
    same = [one for one in found if fold(one.label) == typed]
    exact = [one for one in same if one.label == text] or same
    if not exact and len(found) == 1 and fold(found[0].label).startswith(typed):
        return found[0]
    return exact[0] if len(exact) == 1 else None


def _tool(name: str, tip: str) -> QToolButton:
    button = QToolButton()
    button.setIcon(icon(name))
    button.setAutoRaise(True)
    button.setToolTip(tip)
    button.setAccessibleName(tip)
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the line isn't left: nothing is looked up
    return button
