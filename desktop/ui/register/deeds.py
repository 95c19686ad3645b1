"""What is done to the selected rows of a page: delete with undo, restore, remove, copy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox

from desktop.core.changes import Done
from desktop.core.errors import Problem
from desktop.ui.i18n import _, ngettext, number
from desktop.ui.register import clipboard, source
from desktop.ui.register.display import plural

if TYPE_CHECKING:
    from desktop.services.bin import Restored
    from desktop.ui.register_page import RegisterPage

_ASK_FROM = 20  # records from which deleting asks first


class Deeds(QObject):
    """Writes in the background and tells the outcome below the table."""

    def __init__(self, page: RegisterPage) -> None:
        super().__init__(page)
        self._page = page
        self.stays = ""
        """What removing for good leaves behind: told with the question."""

    def delete(self, ids: list[int]) -> None:
        """Move rows to the recycle bin, from where the clerk may take them back at once."""
        if len(ids) <= _ASK_FROM:
            self._delete(ids)
            return
        self._ask(
            _("Delete {count} records?").format(count=number(len(ids))),
            _("They go to the recycle bin, from where they can be restored."),
            _("Delete"),
            lambda: self._delete(ids),
        )

    def restore(self, ids: list[int]) -> None:
        """Take rows out of the recycle bin."""
        self._write(source.restore, ids, self._restored, _("Restore"))

    def purge(self, ids: list[int]) -> None:
        """Remove rows of the recycle bin for good, after asking."""
        self._ask(
            _("Remove {count} records for good?").format(count=number(len(ids))),
            " ".join(filter(None, (_("This can't be undone."), self.stays))),
            _("Remove for good"),
            lambda: self._write(source.purge, ids, self._purged, _("Remove for good")),
        )

    def copy(self, ids: list[int]) -> None:
        """Copy rows with headings: text and HTML."""
        page = self._page
        fields = [page.spec.columns[name] for name in page.columns.shown()]
        page.context.jobs.read(
            clipboard.table_of,
            page.spec.name,
            ids,
            fields,
            on_done=self._copied,
            on_error=self.failed,
            label=_("Copy"),
            context=self,
        )

    def failed(self, problem: Problem) -> None:
        """Say what stood in the way."""
        self._page.notice.tell(problem.message, "error")

    def _delete(self, ids: list[int]) -> None:
        self._write(source.delete, ids, lambda done: self._deleted(ids, done), _("Delete"))

    def _write(
        self,
        deed: Callable[..., Any],
        ids: Sequence[int],
        on_done: Callable[[Any], None],
        label: str,
    ) -> None:
        self._page.context.jobs.write(
            deed,
            self._page.spec.name,
            list(ids),
            on_done=on_done,
            on_error=self.failed,
            label=label,
            context=self,
        )

    def _deleted(self, ids: list[int], done: Done[int]) -> None:
        text = ngettext(
            "{count} record was moved to the recycle bin.",
            "{count} records were moved to the recycle bin.",
            done.value,
        ).format(count=number(done.value))
        self._page.notice.tell(text, "info", _("Undo"), lambda: self._undo(ids))

    def _undo(self, ids: list[int]) -> None:
        self.restore(ids)
        self._page.view.setFocus()

    def _restored(self, done: Done[Restored]) -> None:
        count, told = done.value.count, done.value.told
        text = ngettext("{count} record was restored.", "{count} records were restored.", count)
        words = " ".join((text.format(count=number(count)), *told))
        self._page.notice.tell(words, "warning" if told else "success")

    def _purged(self, done: Done[int]) -> None:
        text = ngettext(
            "{count} record was removed for good.",
            "{count} records were removed for good.",
            done.value,
        )
        self._page.notice.tell(text.format(count=number(done.value)), "info")

    def _copied(self, table: clipboard.CopiedTable) -> None:
        QGuiApplication.clipboard().setMimeData(table.mime_data())
        text = ngettext("{count} row was copied.", "{count} rows were copied.", table.rows)
        self._page.context.notify(text.format(count=number(table.rows)), "success")

    def _ask(self, text: str, more: str, button: str, deed: Callable[[], None]) -> None:
        question = QMessageBox(self._page)
        question.setIcon(QMessageBox.Icon.Question)
        question.setWindowTitle(plural(self._page.spec))
        question.setText(text)
        question.setInformativeText(more)
        go = question.addButton(button, QMessageBox.ButtonRole.DestructiveRole)
        stay = question.addButton(_("Cancel"), QMessageBox.ButtonRole.RejectRole)
        question.setDefaultButton(stay)
        question.setEscapeButton(stay)
        question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        go.clicked.connect(deed)
        question.open()
