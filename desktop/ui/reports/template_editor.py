"""The editor of a template: its text, the figures it may ask for, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QTextCursor
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QMessageBox,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from desktop.core.errors import Problem
from desktop.core.report_text import CHARTS, TABLES
from desktop.core.vietnamese.fold import clean
from desktop.ui.errors import ask, show_problem
from desktop.ui.i18n import _, ngettext, number
from desktop.ui.page import PageContext
from desktop.ui.register.bars import WrappedLabel, set_role
from desktop.ui.register.field_column import FieldColumn
from desktop.ui.register.look import airy
from desktop.ui.register.typing import commit_input
from desktop.ui.reports import gateway
from desktop.ui.reports.side import Insertable, InsertPane
from desktop.ui.reports.window import CANCEL, DISCARD, SAVE, EditorWindow
from desktop.ui.theme import GAP, MARGIN

if TYPE_CHECKING:
    from desktop.core.changes import Done
    from desktop.core.register import Row
    from desktop.services.period_reports import PlaceName
    from desktop.services.report_templates import KeptTemplate

_SIZE = (1180, 680)
_PANES = (20, 52, 28)  # hundredths of the window's width
_LINE = Qt.ItemDataRole.UserRole
_NAMES = ("kind", "name", "main")


class TemplateEditor(EditorWindow):
    """Edits one template; a wrong one is kept all the same, and told."""

    kept = Signal(int)

    def __init__(
        self,
        context: PageContext,
        template: int | None = None,
        copied: str | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Edit a template, or a new one that begins with the shipped text of a kind `copied`."""
        super().__init__(context, _("Report template"), "template_editor", parent)
        self._id = template
        self._revision: int | None = None
        self._before: dict[str, Any] | None = None  # what is kept; None until it was read
        self._saving = False
        spec = context.specs[gateway.TEMPLATES]
        self.fields = FieldColumn(context)
        for name in _NAMES:
            field = spec.by_name[name]
            self.fields.add(replace(field, required=name != "main"), field.default)
        self.text.unmarked = ("[bảng", "[biểu đồ", "[nếu")
        self.text.setAccessibleName(_("Text of the template"))
        self.insert = InsertPane((_("Figure"), _("This year")))
        self.problems = QListWidget()
        self.problems.setAccessibleName(_("What is wrong"))
        airy(self.problems)
        self.problems.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.problems.setWordWrap(True)
        self.problems.setToolTip(_("Enter or a double click goes to the line."))
        self.problems.hide()
        self._lay_out()
        self._connect()
        self.restore(_SIZE, _PANES)
        self._load(template, copied)

    # reading

    def _load(self, template: int | None, copied: str | None) -> None:
        read = self._context.jobs.read
        common: dict[str, Any] = {"on_error": self._not_read, "context": self}
        read(gateway.names_of_year, on_done=self._show_names, **common)
        if template is not None:
            read(gateway.template, template, on_done=self._show, **common)
        elif copied is not None:
            read(
                gateway.shipped,
                copied,
                on_done=lambda found: self._show_new(copied, *found),
                **common,
            )
        else:
            self._before = self._now()
            self.text.set_text(_FIRST_TEXT)

    def _show(self, row: Row) -> None:
        self._revision = row.revision
        for name in _NAMES:
            self.fields.set_value(name, row.values[name])
        self.text.set_text(row.values["text"])
        self.text.mark()
        self._before = self._now()
        self.check()

    def _show_new(self, kind: str, name: str, text: str) -> None:
        self._before = self._now()
        self.fields.set_value("kind", kind)
        self.fields.set_value("name", _("{name} - own").format(name=name))
        self.text.set_text(text)
        self.text.mark()
        self.fields.boxes["name"].editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_names(self, found: tuple[PlaceName, ...]) -> None:
        entries = [
            Insertable(one.words, one.shown, f"{{{{{one.name}}}}}", f"{{{{{one.name}}}}}")
            for one in found
        ]
        marks = [
            (_("Section"), "\n# MỤC"),
            (_("Part of a section"), "\n## Mục con"),
            (_("Only when there is a figure"), "[nếu mô hình: mới]"),
            (_("Only when there is none"), "[nếu không mô hình: mới]"),
            (_("To be written by hand"), "[Nêu rõ …]"),
            *((_("Table: {name}").format(name=one), f"\n[bảng: {one}]") for one in TABLES.values()),
            *(
                (_("Chart: {name}").format(name=one), f"\n[biểu đồ: {one}]")
                for one in CHARTS.values()
            ),
        ]
        entries += [Insertable(words, "", text, text.strip()) for words, text in marks]
        self.insert.show_all(entries)

    def _not_read(self, problem: Problem) -> None:
        show_problem(self.parentWidget(), problem, self.windowTitle())
        super().reject()

    # checking

    def check(self) -> None:
        """Look for what is wrong with the text."""
        commit_input()
        self._context.jobs.read(
            gateway.problems,
            self._text(),
            key=(id(self), "problems"),
            on_done=self._show_problems,
            on_error=self.failed,
            context=self,
        )

    def _asked_check(self) -> None:
        """Look, and say so also when nothing is wrong."""
        self.notice.tell(_("The template is right."), "success")
        self.check()

    def _show_problems(self, found: tuple[gateway.LineProblem, ...]) -> None:
        self.problems.clear()
        for one in found:
            words = one.words
            if one.line:
                words = _("Line {line}: {words}").format(line=one.line, words=words)
            item = QListWidgetItem(words, self.problems)
            item.setData(_LINE, one.line)
            item.setToolTip(words)
        self.problems.setVisible(bool(found))
        if found:
            count = len(found)
            text = ngettext(
                "{count} thing in the template is wrong; it stays in the report as it is.",
                "{count} things in the template are wrong; they stay in the report as they are.",
                count,
            )
            self.notice.tell(text.format(count=number(count)), "warning")

    def _go(self, item: QListWidgetItem) -> None:
        line = item.data(_LINE)
        if line:
            block = self.text.document().findBlockByNumber(line - 1)
            cursor = QTextCursor(block)
            cursor.select(QTextCursor.SelectionType.LineUnderCursor)
            cursor.movePosition(
                QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor
            )
            self.text.setTextCursor(cursor)
            self.text.centerCursor()
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    # saving and closing

    def _text(self) -> str:
        return clean(self.text.toPlainText(), multiline=True)

    def _now(self) -> dict[str, Any]:
        return {**{name: self.fields.value(name) for name in _NAMES}, "text": self._text()}

    @property
    def has_unsaved(self) -> bool:
        """Whether something isn't kept."""
        commit_input()
        return self._before is not None and self._now() != self._before

    def save(self, *, then: Callable[[], object] | None = None) -> None:
        """Keep the template as it is, right or wrong."""
        commit_input()
        if self._saving or self.fields.show_errors():
            return
        now = self._now()
        if not now["text"]:
            self.notice.tell(_("Write the text of the template first."), "error")
            self.text.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._saving = True

        def done(found: Done[KeptTemplate]) -> None:
            self._id, self._revision, self._before = found.value.id, found.value.revision, now
            self.notice.tell(_("Saved."), "success")
            self.kept.emit(found.value.id)
            if then is not None:
                then()
            else:
                self.check()

        self._context.jobs.write(
            gateway.save_template,
            now,
            self._id,
            self._revision,
            on_done=done,
            on_error=self.failed,
            on_finally=self._ended,
            label=_("Save the template"),
            context=self,
        )

    def _ended(self) -> None:
        self._saving = False

    def reject(self) -> None:
        """Close, after asking about what isn't saved."""
        if not self.has_unsaved:
            super().reject()
            return

        def answered(button: QMessageBox.StandardButton) -> None:
            if button == SAVE:
                self.save(then=super(TemplateEditor, self).reject)
            elif button == DISCARD:
                super(TemplateEditor, self).reject()

        words = _("The template has changes that are not saved. Save them?")
        ask(self, self.windowTitle(), words, SAVE | DISCARD | CANCEL, answered)

    # parts

    def _lay_out(self) -> None:
        hint = WrappedLabel(
            _(
                "“# ” begins a section, “## ” a part of it; {{…}} becomes a figure; words in "
                "brackets are what the clerk writes."
            )
        )
        set_role(hint, "muted")
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.fields)
        column.addWidget(hint)
        column.addStretch(1)
        middle = QSplitter(Qt.Orientation.Vertical)
        middle.addWidget(self.text)
        middle.addWidget(self.problems)
        middle.setSizes([480, 130])
        middle.setChildrenCollapsible(False)
        self.show_panes(left, middle, self.insert)
        self.check_button = QPushButton(_("C&heck"))
        self.save_button = QPushButton(_("&Save"))
        self.save_button.setProperty("role", "primary")
        self.check_button.clicked.connect(self._asked_check)
        self.save_button.clicked.connect(self.save)
        below = QHBoxLayout()
        below.addWidget(self.check_button)
        below.addStretch(1)
        below.addWidget(self.save_button)
        below.addWidget(self.close_button)
        for button in (self.check_button, self.save_button):
            button.setAutoDefault(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, GAP)
        layout.setSpacing(GAP)
        layout.addWidget(self.splitter, 1)
        layout.addWidget(self.notice)
        layout.addLayout(below)

    def _connect(self) -> None:
        self.insert.chosen.connect(self.text.put)
        self.problems.itemActivated.connect(self._go)
        QShortcut(QKeySequence("Ctrl+S"), self, self.save)
        QShortcut(QKeySequence("F5"), self, self._asked_check)


_FIRST_TEXT = (
    "# KẾT QUẢ\n\n# HẠN CHẾ\n\n# NGUYÊN NHÂN\n\n# BÀI HỌC KINH NGHIỆM\n\n# PHƯƠNG HƯỚNG, NHIỆM VỤ\n"
)
"""What a new template begins with: the sections of a report, on paper Vietnamese."""
