"""Issuing a report: number, date, signer, and what the clerk may want to finish before."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from desktop.core.register import Field, Kind
from desktop.ui.dialogs.settings import term_of
from desktop.ui.i18n import _
from desktop.ui.icons import icon
from desktop.ui.page import PageContext
from desktop.ui.register.bars import NoticeBar, WrappedLabel, set_role
from desktop.ui.register.field_column import FieldColumn
from desktop.ui.register.typing import commit_input
from desktop.ui.reports import gateway
from desktop.ui.reports.asking import AskDialog

if TYPE_CHECKING:
    from desktop.core.changes import Done

_NUMBER = Field(
    name="number",
    label="Number and code",
    heading="Số, ký hiệu",
    kind=Kind.TEXT,
    hint="Có thể chỉ gõ số, như 12. Để trống: ghi tay sau khi in.",
)
_ON = Field(name="on", label="Date", heading="Ngày ban hành", kind=Kind.DATE, required=True)
_SIGNER = Field(
    name="signer",
    label="Signer",
    heading="Người ký",
    kind=Kind.REFERENCE,
    reference="signers",
    hint="Để trống: người ký mặc định của cơ quan.",
)
_PLACE = Qt.ItemDataRole.UserRole
_SIZE = (820, 420)


class IssueDialog(AskDialog):
    """Warns and never blocks; `wanted` asks for a part of the report with words in it."""

    wanted = Signal(int, str)

    def __init__(
        self, context: PageContext, report: int, notice: NoticeBar, parent: QWidget | None = None
    ) -> None:
        """`notice` tells of the copy that was made, and prints it."""
        super().__init__(context, _("Issue the report"), _("&Issue"), parent)
        self._report, self._notice = report, notice
        self.title = WrappedLabel()
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        set_role(self.title, "subtitle")
        self.fields = FieldColumn(context)
        self.fields.setFixedWidth(260)
        for field in (_NUMBER, _ON, _SIGNER):
            self.fields.add(field)
        self.told = WrappedLabel()
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        self.list = QListWidget()
        self.list.setAccessibleName(_("What is left to do"))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setToolTip(_("Enter or a double click goes to the place in the report."))
        self.list.itemActivated.connect(self._go)
        right = QVBoxLayout()
        right.addWidget(self.told)
        right.addWidget(self.list, 1)
        self.lay_out(self.fields, right, _SIZE, self.title)
        self.setEnabled(False)
        context.jobs.read(
            gateway.to_issue,
            report,
            term_of(context.settings),
            on_done=self._show,
            on_error=self.failed,
            on_finally=lambda: self.setEnabled(True),
            context=self,
        )

    def _show(self, found: gateway.ToIssue) -> None:
        self.setEnabled(True)
        self.title.setText(found.title)
        today = date.today()  # noqa: DTZ011 (the clerk's own day)
        self.fields.set_value("number", found.number)
        self.fields.set_value("on", found.on or today)
        for one in found.unfinished:
            words = (
                one.words
                if one.words.endswith(".")
                else _("To be written: {words}").format(words=one.words)
            )
            self._add(one.place, f"{one.heading}: {words}", "triangle-alert", one.words)
        for place, heading in found.changed:
            words = _("{part}: the figures are others now").format(part=heading)
            self._add(place, words, "refresh-cw", "")
        left = self.list.count()
        self.told.setText(
            _("Still to be looked at; the report can be issued as it is:")
            if left
            else _("Nothing is left to write, and the figures are those of today.")
        )
        set_role(self.told, "warning" if left else "muted")
        self.list.setVisible(bool(left))
        self.fields.boxes["number"].editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add(self, place: int, words: str, picture: str, find: str) -> None:
        item = QListWidgetItem(icon(picture, "accent"), words, self.list)
        item.setData(_PLACE, (place, find))
        item.setToolTip(words)

    def _go(self, item: QListWidgetItem) -> None:
        place, words = item.data(_PLACE)
        super().reject()
        self.wanted.emit(place, words)

    def begin(self) -> None:
        """Issue the report; from the list Enter goes to the place instead."""
        commit_input()
        if self.list.hasFocus() and self.list.currentItem() is not None:
            self._go(self.list.currentItem())
            return
        self.fields.resolve(self._issue)

    def _issue(self) -> None:
        if self.fields.show_errors():
            return
        self.button.setEnabled(False)
        self._context.jobs.write(
            gateway.issue,
            self._report,
            self.fields.value("number") or "",
            self.fields.value("on"),
            self.fields.value("signer"),
            on_done=self._done,
            on_error=self.failed,
            label=self.windowTitle(),
            context=self,
        )

    def _done(self, done: Done[int]) -> None:
        context = self._context

        def print_copy() -> None:
            context.print_pdf(gateway.FORM, {"issue": done.value})

        self.accept()
        words = _("The report was issued. The issued copy stays as it is.")
        self._notice.tell(words, "success", _("Print the copy…"), print_copy)
