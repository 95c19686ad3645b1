"""One batch of files on its way into the book: looked at, asked about once, kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from desktop.core.errors import Problem
from desktop.core.file_names import size_text
from desktop.ui.files import asking, gateway, taking
from desktop.ui.i18n import _, ngettext, number
from desktop.ui.page import PageContext

if TYPE_CHECKING:
    from desktop.core.changes import Done
    from desktop.services.attachments import Attached

_TOLD = 3  # sentences about single files that are shown


class Batch(QObject):
    """Leads what the clerk gave to a record, whichever record is shown meanwhile, if any."""

    told = Signal(str, str, object)  # sentences, level, ids that were added

    def __init__(
        self,
        context: PageContext,
        register: str,
        row_id: int,
        sources: Sequence[taking.Source],
        parent: QWidget,
    ) -> None:
        # not the pane's: what was given is kept although its window was closed meanwhile
        super().__init__(context.jobs)
        self._context = context
        self._register, self._row_id = register, row_id
        self._sources = tuple(sources)
        self._pane = parent
        self._limit = 0
        self._remarks: list[str] = []
        self._refused = False
        self._shrunk = (0, 0, 0)  # pictures, bytes before, bytes after
        self.question: QMessageBox | None = None

    def begin(self) -> None:
        """Read the limit, then look at the files."""
        self._context.jobs.read(
            gateway.limit,
            on_done=self._look,
            on_error=self._fail,
            label=_("Add files"),
            context=self,
        )

    def _look(self, limit: int) -> None:
        self._limit = limit
        self._context.jobs.run(
            taking.look_at,
            self._sources,
            limit,
            on_done=self._looked,
            on_error=self._fail,
            label=_("Looking at the files"),
            context=self,
        )

    def _looked(self, files: list[taking.Ready]) -> None:
        self._sources = ()
        large = [one for one in files if one.big]
        if not large:
            self._keep(files)
            return
        parent = self._pane if shiboken6.isValid(self._pane) else QApplication.activeWindow()
        self.question = asking.ask_large(
            parent, large, lambda answer: self._answered(files, answer)
        )

    def _answered(self, files: list[taking.Ready], answer: str) -> None:
        self.question = None
        if answer == asking.CANCEL:
            self._end()
        elif answer == asking.SMALLER:
            before = [one for one in files if one.big]
            self._context.jobs.run(
                taking.shrink,
                files,
                self._limit,
                on_done=lambda made: self._made_smaller(before, files, made),
                on_error=self._fail,
                label=_("Scaling pictures down"),
                context=self,
            )
        elif answer == asking.LEAVE:
            self._keep([one for one in files if not one.big])
        else:
            self._keep(files)

    def _made_smaller(
        self,
        before: Sequence[taking.Ready],
        files: Sequence[taking.Ready],
        made: list[taking.Ready],
    ) -> None:
        pairs = [(one, two) for one, two in zip(files, made, strict=True) if one.big]
        self._shrunk = (
            len(before),
            sum(one.size for one, _two in pairs),
            sum(two.size for _one, two in pairs),
        )
        self._keep(made)

    def _keep(self, files: Sequence[taking.Ready]) -> None:
        self._remarks += [one.refused for one in files if one.refused]
        self._refused = bool(self._remarks)
        going = [one for one in files if not one.refused]
        self._remarks += [one.picture.trouble for one in going if one.picture.trouble]
        if not going:
            if self._remarks:
                self._tell(_joined(self._remarks), "error")
            self._end()
            return
        self._context.jobs.write(
            gateway.attach,
            self._register,
            self._row_id,
            going,
            on_done=self._kept,
            on_error=self._fail,
            label=_("Add files"),
            context=self,
        )

    def _kept(self, done: Done[Attached]) -> None:
        added = [one.id for one in done.value.added]
        parts = []
        if added:
            words = ngettext("{count} file was added.", "{count} files were added.", len(added))
            parts.append(words.format(count=number(len(added))))
        count, before, after = self._shrunk
        if count and added:
            words = _("Pictures scaled down: {before} became {after}.")
            parts.append(words.format(before=size_text(before), after=size_text(after)))
        there = [
            _("“{name}” is here already, so it wasn't added again.").format(name=one)
            for one in done.value.doubled
        ]
        remarks = [*there, *self._remarks]
        if remarks:
            parts.append(_joined(remarks))
        level = "error" if self._refused else "warning" if remarks else "success"
        self._tell(" ".join(parts), level, added)
        self._end()

    def _fail(self, problem: Problem) -> None:
        self._tell(problem.message, "error")
        self._end()

    def _tell(self, text: str, level: str, added: Sequence[int] = ()) -> None:
        if shiboken6.isValid(self._pane) and self._pane.isVisible():
            self.told.emit(text, level, list(added))
        else:
            self._context.notify(text, level)

    def _end(self) -> None:
        self.deleteLater()


def _joined(sentences: Sequence[str]) -> str:
    """Return the first sentences and how many more there are."""
    shown = list(sentences[:_TOLD])
    more = len(sentences) - len(shown)
    if more:
        words = ngettext("And {count} file more.", "And {count} files more.", more)
        shown.append(words.format(count=number(more)))
    return " ".join(shown)
