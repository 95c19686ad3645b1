"""The base of these dialogs: fields, what would happen, and the one deed with its progress."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QProgressBar,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.core.changes import Done
from desktop.core.errors import InvalidValues, Problem
from desktop.core.register import Field, Kind
from desktop.ui.i18n import _, ngettext, number
from desktop.ui.jobs import Job
from desktop.ui.page import PageContext
from desktop.ui.register.bars import WrappedLabel
from desktop.ui.register.editors import Unreadable
from desktop.ui.register.fields_dialog import FieldsDialog
from desktop.ui.theme import GAP, MARGIN

if TYPE_CHECKING:
    from desktop.services.unit_lives import Foreseen

_REST_MS = 250  # after the last key, before it is foreseen anew
_REFRESH_MS = 150
_NAMED = 6  # so many units are named in what would happen
_ROOM = 120  # height of what would happen, in logical pixels


class UnitDeedDialog(FieldsDialog):
    """Asks, tells what would happen, does it; a running deed can be cancelled."""

    done_with = Signal(str)  # a sentence that tells what was done

    hint = ""
    """What to fill in before anything can be foreseen."""

    def __init__(
        self, context: PageContext, title: str, button: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(context, title, button, parent)
        self._job: Job | None = None
        self._looked: Any = None  # what was asked for when it was looked at last
        self._wanted = False  # the button was pressed while it wasn't foreseen yet
        self.foreseen: Foreseen | None = None
        self.body = QWidget()
        self.fields.edited.connect(self.look_soon)
        self._make_preview()
        self._bar = QProgressBar()
        self._bar.setAccessibleName(_("Progress"))
        self._bar.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addWidget(self.body)
        layout.addWidget(self._card, 1)
        layout.addWidget(self._bar)
        layout.addWidget(self.buttons)
        self._rest = _timer(self, _REST_MS, self._look, single=True)
        self._watch = _timer(self, _REFRESH_MS, self._show_progress, single=False)

    # for each kind of deed

    def asked(self) -> Any | None:
        """Return what is asked for; None while something is missing; raises `Unreadable`."""
        raise NotImplementedError

    def foresee(self) -> Callable[..., Foreseen]:
        """Return the function that tells what would happen (book, asked)."""
        raise NotImplementedError

    def deed(self) -> Callable[..., Done[int]]:
        """Return the function that does it (book, asked, progress)."""
        raise NotImplementedError

    def lines(self, foreseen: Foreseen) -> list[str]:
        """Return what would happen, a sentence a line."""
        raise NotImplementedError

    def told(self, moved: int) -> str:
        """Return what was done, in a sentence."""
        raise NotImplementedError

    def seen(self, foreseen: Foreseen) -> None:
        """Take in what was foreseen: a kind of deed may ask for more by it."""

    # what would happen

    def look_soon(self) -> None:
        """Foresee it anew once the clerk rests."""
        self.foreseen = self._looked = None
        self._wanted = False
        self._rest.start()

    @property
    def preview(self) -> str:
        """What the dialog says would happen, or why it can't."""
        return "\n".join(
            one.text() for one in (self._problem, self._text, self._warning) if one.text()
        )

    def _look(self) -> None:
        self._rest.stop()
        if self._job is not None:
            return
        try:
            asked = self.asked()
        except Unreadable:
            asked = None
        if asked is None:
            self._show(self.hint)
            return
        self._looked = asked
        self.context.jobs.read(
            self.foresee(),
            asked,
            key=(id(self), "foresee"),
            on_done=lambda found: self._foreseen(asked, found),
            on_error=self._not_foreseen,
            context=self,
        )

    def _foreseen(self, asked: Any, found: Foreseen) -> None:
        if asked is not self._looked:
            return  # something was changed meanwhile
        self.foreseen = found
        self.seen(found)
        lines = [f"•  {one}" for one in self.lines(found)]
        warnings = []
        if found.late:
            text = ngettext(
                "{count} member came to the unit after this day; its history would contradict it.",
                "{count} members came to the unit after this day; "
                "their history would contradict it.",
                found.late,
            )
            warnings.append(text.format(count=number(found.late)))
        if found.future:
            warnings.append(_("This day is still to come: the book changes at once all the same."))
        self._show("\n".join(lines), warning="\n".join(warnings))
        if self._wanted:
            self._wanted = False
            self._checked()

    def _not_foreseen(self, problem: Problem) -> None:
        self._wanted = False
        self._show(problem=problem.message)

    def _show(self, text: str = "", problem: str = "", warning: str = "") -> None:
        for label, words in (
            (self._problem, problem),
            (self._text, text),
            (self._warning, warning),
        ):
            label.setText(words)
            label.setVisible(bool(words))

    def _make_preview(self) -> None:
        self._card = QFrame()
        self._card.setProperty("role", "card")
        self._problem, self._text, self._warning = (WrappedLabel() for _part in range(3))
        inside = QWidget()
        room = QVBoxLayout(inside)
        room.setContentsMargins(MARGIN, GAP, MARGIN, GAP)
        for label, role in (
            (self._problem, "error"),
            (self._text, ""),
            (self._warning, "warning"),
        ):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setProperty("role", role)
            label.hide()
            room.addWidget(label)
        room.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setMinimumHeight(_ROOM)
        area.setAccessibleName(_("What would happen"))
        area.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # its text may have to be scrolled
        area.setWidget(inside)
        inside.setBackgroundRole(QPalette.ColorRole.Base)  # as the card's
        title = QLabel(_("What would happen"))
        title.setProperty("role", "muted")
        title.setContentsMargins(MARGIN, GAP, MARGIN, 0)
        layout = QVBoxLayout(self._card)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(title)
        layout.addWidget(area, 1)

    # doing it

    def reject(self) -> None:
        """Close; a running deed is cancelled instead, and nothing is kept of it."""
        if self._job is not None:
            self._job.cancel()
        else:
            super().reject()

    def start(self) -> None:
        """Do it once it is foreseen."""
        if self._job is not None:
            return
        if self.foreseen is None:
            self._look()
            self._wanted = True
            return
        asked = self.asked()
        if asked is None:
            return
        self._enable(False)
        self._job = self.context.jobs.write(
            self.deed(),
            asked,
            on_done=self._did,
            on_error=self._refused,
            on_finally=self._ended,
            label=self.windowTitle(),
            context=self,
        )
        self._job.show_nowhere()  # the progress is shown here, where it can be cancelled
        self._watch.start()

    def _did(self, done: Done[int]) -> None:
        self._job = None
        self.done_with.emit(self.told(done.value))
        self.accept()

    def _refused(self, problem: Problem) -> None:
        further = dict(problem.by_field) if isinstance(problem, InvalidValues) else {}
        self._show(problem=problem.message)
        self._enable(True)
        self.fields.show_errors({name: further.get(name, "") for name in self.fields.boxes})

    def _ended(self) -> None:
        self._job = None
        self._watch.stop()
        self._bar.hide()
        self._enable(True)

    def _enable(self, on: bool) -> None:
        self.body.setEnabled(on)
        self.button.setEnabled(on)

    def _show_progress(self) -> None:
        if self._job is None:
            return
        done, total, _text = self._job.progress.state
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._bar.show()


def unit_field(
    name: str, label: str, heading: str, *, required: bool = True, hint: str = ""
) -> Field:
    """Return a field that holds a unit."""
    return Field(
        name=name,
        label=label,
        heading=heading,
        kind=Kind.REFERENCE,
        reference="units",
        required=required,
        hint=hint,
    )


def day_field(heading: str, label: str) -> Field:
    """Return the field of the day from which the deed holds; a month or a year will do."""
    return Field(name="on", label=label, heading=heading, kind=Kind.PARTIAL_DATE, required=True)


def listed(names: Iterable[str]) -> str:
    """Return names in «», the first of them when they are many."""
    everyone = [f"«{one}»" for one in names]
    rest = len(everyone) - _NAMED
    words = ", ".join(everyone[:_NAMED])
    if rest <= 0:
        return words
    more = ngettext("{names} and {count} more", "{names} and {count} more", rest)
    return more.format(names=words, count=number(rest))


def along_lines(foreseen: Foreseen, units_to: str) -> list[str]:
    """Return what is said of the units below those that end; `units_to` is who takes them."""
    below = [name for one in foreseen.units for name in one.below]
    deeper = sum(one.deeper for one in foreseen.units)
    lines = []
    if below:
        text = ngettext(
            "{count} unit below goes to {to}: {names}.",
            "{count} units below go to {to}: {names}.",
            len(below),
        )
        lines.append(text.format(count=number(len(below)), to=units_to, names=listed(below)))
    if deeper:
        text = ngettext(
            "{count} unit below these goes along.", "{count} units below these go along.", deeper
        )
        lines.append(text.format(count=number(deeper)))
    return lines


def staying_line(foreseen: Foreseen) -> str:
    """Return what is said of those who left, died …: they stay in the past of their unit."""
    staying = sum(one.staying for one in foreseen.units)
    if not staying:
        return ""
    text = ngettext(
        "{count} member who had left or died stays in the past of the old unit.",
        "{count} members who had left or died stay in the past of the old unit.",
        staying,
    )
    return text.format(count=number(staying))


def _timer(parent: QWidget, interval: int, deed: Callable[[], None], *, single: bool) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(single)
    timer.setInterval(interval)
    timer.timeout.connect(deed)
    return timer
