"""What the office above has said of a record: a strip above its form, until it is settled."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.core.changes import Changes
from desktop.core.errors import Problem
from desktop.core.formats import date_text
from desktop.core.register import Row
from desktop.ui import remark_gateway
from desktop.ui.i18n import _, ngettext, number
from desktop.ui.icons import icon
from desktop.ui.page import PageContext
from desktop.ui.register.bars import NoticeBar, WrappedLabel, muted
from desktop.ui.theme import GAP, ICON_SIZE, MARGIN

if TYPE_CHECKING:
    from desktop.services.remarks import RemarkLine

_FEW = 2  # remarks in sight at once: the form below must keep its room
_LONGEST = 400  # characters in sight of one; the whole is in the tooltip
_REGISTER = "remarks"
_SHOWN_OR_HIDDEN = (QEvent.Type.HideToParent, QEvent.Type.ShowToParent)


class RemarkRow(QWidget):
    """A remark with the button that settles it."""

    settle_asked = Signal(int)  # id of the remark

    def __init__(self, remark: RemarkLine) -> None:
        super().__init__()
        self.remark = remark
        self._icon = QLabel()
        self._paint()
        said = " ".join(remark.words.split())
        shown = said if len(said) <= _LONGEST else f"{said[:_LONGEST].rstrip()}…"
        words = _("Remark of {office} ({day}): {words}")
        named = {"office": remark.office_name, "day": date_text(remark.made_on)}
        self.text = WrappedLabel(words.format(**named, words=shown))
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        if shown != remark.words:
            self.text.setToolTip(remark.words)
        self.settled = QPushButton(_("Settled"))
        self.settled.setAutoDefault(False)
        self.settled.setToolTip(_("The remark has been dealt with; it is told no more"))
        self.settled.setAccessibleName(f"{_('Settled')}: {shown}")
        self.settled.clicked.connect(lambda: self.settle_asked.emit(remark.id))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addWidget(self._icon)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.settled)

    def changeEvent(self, event: QEvent) -> None:
        """Draw the sign in the colours of the new theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._paint()

    def _paint(self) -> None:
        sign = icon("triangle-alert", "accent")
        self._icon.setPixmap(sign.pixmap(ICON_SIZE, ICON_SIZE))


class RemarkStrip(QWidget):
    """The remarks from above on one record that aren't settled; hidden without any.

    Settling one is a deed of its own, at once and undone like any: what is typed in the form below
    stays as it is.
    """

    def __init__(self, context: PageContext, register: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._register = register
        self._uid = ""
        self.rows: list[RemarkRow] = []
        self._card = QFrame()
        self._card.setProperty("role", "card")
        self._more = muted()
        self._inner = QVBoxLayout(self._card)
        self._inner.setContentsMargins(GAP, GAP, GAP, GAP)
        self._inner.setSpacing(GAP)
        self._inner.addWidget(self._more)
        self.notice = NoticeBar()
        self.notice.installEventFilter(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, GAP, MARGIN, 0)
        layout.setSpacing(GAP // 2)
        layout.addWidget(self._card)
        layout.addWidget(self.notice)
        self.setAccessibleName(_("Remarks of the office above"))
        context.jobs.changed.connect(self._changed)
        self._show(())

    def show_on(self, row: Row | None) -> None:
        """Show what is open on a record; None is a new one, of which nothing can be said yet."""
        uid = "" if row is None or row.deleted else row.uid
        if uid == self._uid:
            return
        self._uid = uid
        self.notice.hide()
        self._show(())
        self._read()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave no gap behind when the notice has faded."""
        if watched is self.notice and event.type() in _SHOWN_OR_HIDDEN:
            self._appear()
        return super().eventFilter(watched, event)

    def settle(self, remark: int) -> None:
        """Mark a remark as settled; a click takes it back."""
        self._context.jobs.write(
            remark_gateway.settle,
            remark,
            on_done=lambda _done: self._settled(remark),
            on_error=self._failed,
            label=_("Remarks"),
            context=self,
        )

    def _settled(self, remark: int) -> None:
        self.notice.tell(
            _("The remark was marked as settled."),
            "info",
            _("Undo"),
            lambda: self._open_again(remark),
        )
        self._appear()

    def _open_again(self, remark: int) -> None:
        self._context.jobs.write(
            remark_gateway.settle,
            remark,
            False,
            on_error=self._failed,
            label=_("Remarks"),
            context=self,
        )

    def _changed(self, changes: Changes) -> None:
        if changes.touches(_REGISTER):
            self._read()

    def _read(self) -> None:
        if self._uid:
            self._context.jobs.read(
                remark_gateway.open_on,
                self._register,
                self._uid,
                key=(id(self), "remarks"),
                on_done=self._show,
                on_error=self._failed,
                label=_("Remarks"),
                context=self,
            )

    def _show(self, found: Sequence[RemarkLine]) -> None:
        had = any(one.settled.hasFocus() for one in self.rows)
        for one in self.rows:
            self._inner.removeWidget(one)
            one.hide()
            one.deleteLater()
        self.rows = [RemarkRow(one) for one in found[:_FEW]]
        for place, row in enumerate(self.rows):
            row.settle_asked.connect(self.settle)
            self._inner.insertWidget(place, row)
        rest = len(found) - len(self.rows)
        words = ngettext(
            "{count} more remark follows.", "{count} more remarks follow.", rest
        ).format(count=number(rest))
        self._more.setText(words if rest else "")
        self._more.setVisible(rest > 0)
        self._card.setVisible(bool(found))
        if had and self.rows:  # the next one takes its place under the key
            self.rows[0].settled.setFocus()
        self._appear()

    def _appear(self) -> None:
        self.setVisible(bool(self.rows) or not self.notice.isHidden())

    def _failed(self, problem: Problem) -> None:
        self.notice.tell(problem.message, "error")
        self._appear()
