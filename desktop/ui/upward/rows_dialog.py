"""The records that an office sent, or all of them: by register, searched, remarked on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from desktop.core.errors import Problem
from desktop.core.formats import date_text
from desktop.ui.i18n import _, language, number
from desktop.ui.icons import icon
from desktop.ui.page import TAKEN_IN, PageContext
from desktop.ui.register.bars import NoticeBar
from desktop.ui.register.look import airy
from desktop.ui.register.toolbar import SearchField
from desktop.ui.theme import GAP, MARGIN
from desktop.ui.upward import gateway
from desktop.ui.upward.arriving_text import register_words
from desktop.ui.upward.remark_dialog import RemarkDialog
from desktop.ui.upward.section import Rows
from desktop.ui.widgets.parts import Panes

if TYPE_CHECKING:
    from desktop.core.register import Field
    from desktop.services.adding_up import ReceivedList, ReceivedListRow
    from desktop.services.remarks import RemarkLine

_SIZE = (1180, 660)
_SEARCH_MS = 200
_WIDEST = 34  # letters of a column at first


class RowsDialog(QDialog):
    """Registers on the left, the records of the chosen one on the right; nothing is edited."""

    def __init__(
        self,
        context: PageContext,
        first: date,
        last: date,
        office: str | None,
        name: str,
        parent: QWidget | None = None,
    ) -> None:
        """`office` is the uid of the one whose records are shown, None for all of them."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        period = f"{date_text(first)} - {date_text(last)}"
        self.setWindowTitle(_("Records sent: {name}, {period}").format(name=name, period=period))
        self._context, self._period, self._office = context, (first, last), office
        self._after: Any = None
        self._found: list[ReceivedListRow] = []
        self._remarks: dict[int, tuple[RemarkLine, ...]] = {}
        self.remark: RemarkDialog | None = None
        self.names = QListWidget()
        self.names.setAccessibleName(_("Registers"))
        airy(self.names)
        self.search = SearchField(_("Records sent"))
        self.table = Rows(_("Records sent"), ())
        self.about = QPlainTextEdit()
        self.about.setReadOnly(True)
        self.about.setTabChangesFocus(True)
        self.about.setAccessibleName(_("The whole record"))
        self.count = QLabel()
        self.count.setProperty("role", "muted")
        self.notice = NoticeBar()
        self.table.told = lambda text: self.notice.tell(text, "success")
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_SEARCH_MS)
        self._make_buttons()
        self._lay_out()
        self._connect()
        context.jobs.read(
            gateway.row_counts, first, last, office, on_done=self._name_registers,
            on_error=self._failed, label=self.windowTitle(), context=self,
        )  # fmt: skip
        room = self.screen().availableGeometry()
        self.resize(min(_SIZE[0], room.width() - 40), min(_SIZE[1], room.height() - 60))

    def _make_buttons(self) -> None:
        self.remark_button = QPushButton(icon("pen-line"), _("Write a &remark…"))
        self.remark_button.setToolTip(
            _("A word on this record, which goes back to its office with the answer")
        )
        self.copy_button = QPushButton(icon("copy"), _("&Copy"))
        self.more_button = QPushButton(_("Read &more"))
        self.close_button = QPushButton(_("Close"))
        self._buttons = (
            self.remark_button,
            self.copy_button,
            self.more_button,
            self.close_button,
        )
        for one in self._buttons:
            one.setAutoDefault(False)

    def _lay_out(self) -> None:
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(GAP, 0, 0, 0)
        top = QHBoxLayout()
        top.addWidget(self.search)
        top.addWidget(self.count, 1)
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self.splitter.addWidget(self.table)
        self.splitter.addWidget(self.about)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setSizes([360, 160])
        column.addLayout(top)
        column.addWidget(self.splitter, 1)
        buttons = QHBoxLayout()
        for one in self._buttons[:-1]:
            buttons.addWidget(one)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        panes = Panes(self._context.settings, "splitter.received_rows", self.names, right, 240)
        layout.addWidget(panes, 1)
        layout.addWidget(self.notice)
        layout.addLayout(buttons)

    def _connect(self) -> None:
        self._typing.timeout.connect(self._read_anew)
        self.search.typed.connect(self._typing.start)
        self.search.textChanged.connect(lambda _text: self._typing.start())
        self.search.down_pressed.connect(self.table.setFocus)
        self.names.currentRowChanged.connect(lambda _row: self._read_anew())
        self.table.row_changed.connect(lambda _row: self._moved())
        self.table.activated.connect(lambda _index: self.write_remark())
        self.remark_button.clicked.connect(lambda _on=False: self.write_remark())
        self.copy_button.clicked.connect(lambda _on=False: self.table.copy())
        self.more_button.clicked.connect(lambda _on=False: self._read())
        self.close_button.clicked.connect(self.reject)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self, self._to_search)

    @property
    def register(self) -> str:
        """The register that is shown, '' of none."""
        item = self.names.currentItem()
        return "" if item is None else str(item.data(Qt.ItemDataRole.UserRole))

    def write_remark(self) -> None:
        """Write a remark on the record with the cursor."""
        one = self.table.current()
        if one is None or one.submission_id is None or self.remark is not None:
            return
        on = one.title or register_words(self.register, self._context.specs)
        self.remark = RemarkDialog(
            _("Remark on {record} of {office}:").format(record=on, office=one.office_name), self
        )
        register = self.register

        def write(words: str) -> None:
            self._context.jobs.write(
                gateway.write_remark, one.submission_id, words, register, one.uid,
                on_done=lambda _done: self._written(one.submission_id), on_error=self._failed,
                label=_("Write a remark"), context=self,
            )  # fmt: skip

        self.remark.given.connect(write)
        self.remark.finished.connect(self._asked)
        self.remark.open()

    def _asked(self) -> None:
        self.remark = None

    def _written(self, submission: int) -> None:
        self.notice.tell(
            _("The remark was written; it goes back to the office with the next answer."),
            "success",
        )
        self._read_remarks(submission)

    # what comes

    def _name_registers(self, counts: Mapping[str, int]) -> None:
        order = (*TAKEN_IN, *counts)  # the main ones first
        for name, count in sorted(counts.items(), key=lambda one: order.index(one[0])):
            words = f"{register_words(name, self._context.specs)} ({number(count)})"
            item = QListWidgetItem(words)
            item.setToolTip(words)
            item.setData(Qt.ItemDataRole.UserRole, name)
            self.names.addItem(item)
        if counts:
            self.names.setCurrentRow(0)
            self.names.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.count.setText(_("Nothing but figures was sent."))
            self._enable()

    def _read_anew(self) -> None:
        self._typing.stop()
        self._after, self._found = None, []
        self._read()

    def _read(self) -> None:
        if not self.register:
            return
        fresh = self._after is None
        self._context.jobs.read(
            gateway.rows,
            self.register,
            self._period,
            self._office,
            self.search.full_text(),
            self._after,
            key=(id(self), "rows"),
            on_done=lambda page: self._came(page, fresh),
            on_error=self._failed,
            label=self.windowTitle(),
            context=self,
        )

    def _came(self, page: ReceivedList, fresh: bool) -> None:
        self._found = [*(() if fresh else self._found), *page.rows]
        self._after = page.after
        fields = self._fields()
        many = len({one.office_uid for one in self._found}) > 1
        heads = [_("Office")] * many + [one.text(language()) for one in fields]

        def cell(one: ReceivedListRow, column: int) -> str:
            if many and column == 0:
                return one.office_name
            return one.words.get(fields[column - many].name, "").replace("\n", " ")

        widths = [30] * many + [min(max(one.width, 8), _WIDEST) for one in fields]
        self.table.resize_to(widths, _title_place(fields, self._title()) + many)
        self.table.put(heads, self._found, cell, None, lambda one: (one.submission_id, one.uid))
        shown = number(len(self._found))
        more = _("{count} shown, there are more") if page.after else _("{count} shown")
        self.count.setText(more.format(count=shown) if self._found else _("Nothing fits."))
        for submission in {one.submission_id for one in page.rows} - self._remarks.keys():
            if submission is not None:
                self._read_remarks(submission)
        self._moved()

    def _fields(self) -> list[Field]:
        """Return the fields of which something came, all where nothing was found."""
        shown = [one for one in self._context.specs[self.register].columns.values() if one.shown]
        came = {name for one in self._found for name in one.words}
        return [one for one in shown if one.name in came] or shown

    def _title(self) -> str:
        return self._context.specs[self.register].title

    def _read_remarks(self, submission: int) -> None:
        def came(found: tuple[RemarkLine, ...]) -> None:
            self._remarks[submission] = found
            self._moved()

        self._context.jobs.read(
            gateway.remarks_to, submission, on_done=came, on_error=self._failed, context=self
        )

    def _moved(self) -> None:
        one = self.table.current()
        text = "" if one is None else "\n".join(self._lines(one))
        if self.about.toPlainText() != text:
            self.about.setPlainText(text)
        self._enable()

    def _lines(self, one: ReceivedListRow) -> list[str]:
        spec = self._context.specs[self.register]
        lines = [f"{_('Office')}: {one.office_name}"]
        for remark in self._remarks.get(one.submission_id or 0, ()):
            if (remark.row_register, remark.row_uid) == (self.register, one.uid):
                day = date_text(remark.made_on)
                lines.append(f"{_('Remark')} ({day}): {remark.words}")
        lines += [
            f"{field.text(language())}: {one.words[field.name]}"
            for field in spec.columns.values()
            if one.words.get(field.name)
        ]
        return lines

    def _enable(self) -> None:
        one = self.table.current()
        self.remark_button.setEnabled(one is not None and one.submission_id is not None)
        self.copy_button.setEnabled(bool(self._found))
        self.more_button.setVisible(self._after is not None)

    def _to_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _failed(self, problem: Problem) -> None:
        self.notice.tell(problem.message, "error")


def _title_place(fields: list[Field], title: str) -> int:
    """Return the column that takes what room is left."""
    names = [one.name for one in fields]
    return names.index(title) if title in names else 0
