"""The files and photos of one record: put in, looked at, opened, saved, described, deleted."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from desktop.core.file_names import size_text
from desktop.ui.files import asking, gateway, taking
from desktop.ui.files.batch import Batch
from desktop.ui.files.cards import THUMB, FilesModel, FilesView
from desktop.ui.files.deeds import FileDeeds
from desktop.ui.files.tools import Tools
from desktop.ui.i18n import _, ngettext, number
from desktop.ui.page import PageContext
from desktop.ui.register.bars import Face, MasterHint, NoticeBar, muted
from desktop.ui.theme import GAP

if TYPE_CHECKING:
    from desktop.core.changes import Changes
    from desktop.services.attachments import Listed

_AT_ONCE = 12  # pictures read together


class FilesPane(QWidget):
    """What is attached to the record that `set_record` names."""

    counted = Signal(int)  # files of the record, when they were read

    def __init__(
        self, context: PageContext, register: str, parent: QWidget | None = None, hint: str = ""
    ) -> None:
        """`hint` is shown while there is no record."""
        super().__init__(parent)
        self.context = context
        self.register = register
        self._record: int | None = None
        self._hovered = False
        self.model = FilesModel()
        self.view = FilesView(self.model)
        self.notice = NoticeBar()
        self.deeds = FileDeeds(self)
        self.tools = Tools(self)
        self._count = muted()
        self._hint = MasterHint(hint or _("Save the record first; then files can be added to it."))
        self._empty = Face()
        self._stack = QStackedWidget()
        for one in (self._hint, self._empty, self.view):
            self._stack.addWidget(one)
        self._lay_out()
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # Ctrl+V also where there is no file yet
        self.view.opened.connect(self.deeds.open)
        self.view.describe_asked.connect(self.deeds.describe)
        self.view.delete_asked.connect(self.deeds.delete_selected)
        paste = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self, self.paste)
        paste.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.view.customContextMenuRequested.connect(self._show_menu)
        self.view.selectionModel().selectionChanged.connect(lambda *_chosen: self._enable())
        context.jobs.changed.connect(self.apply_changes)
        self._show()

    # What is shown

    @property
    def record(self) -> int | None:
        """The id of the record whose files are shown."""
        return self._record

    def set_record(self, row_id: int | None) -> None:
        """Show the files of a record; None shows the hint."""
        if row_id == self._record:
            return
        self._record = row_id
        self.notice.hide()
        self.model.show_files(())
        self._show()
        self.refresh()

    def refresh(self) -> None:
        """Read the list again."""
        if self._record is not None:
            self.context.jobs.read(
                gateway.listed,
                self.register,
                self._record,
                key=(id(self), "files"),
                on_done=self._listed,
                on_error=self.deeds.failed,
                label=_("Files and photos"),
                context=self,
            )

    def apply_changes(self, changes: Changes) -> None:
        """Read again when files were changed anywhere."""
        if changes.touches("attachments"):
            self.refresh()

    def files(self) -> list[Listed]:
        """Return the files shown, in their order."""
        return list(self.model.files)

    def selected(self) -> list[Listed]:
        """Return the chosen files in the order shown."""
        rows = sorted(one.row() for one in self.view.selectedIndexes())
        return [self.model.files[row] for row in rows if row < len(self.model.files)]

    def _listed(self, files: Sequence[Listed]) -> None:
        chosen = {one.id for one in self.selected()}
        if list(files) != self.model.files:
            self.model.show_files(files)
        for place, one in enumerate(files):
            if one.id in chosen:
                self.view.selectionModel().select(
                    self.model.index(place), self.view.selectionModel().SelectionFlag.Select
                )
        if files and not self.view.currentIndex().isValid():
            self.view.selectionModel().setCurrentIndex(
                self.model.index(0), self.view.selectionModel().SelectionFlag.NoUpdate
            )
        self._show()
        self.counted.emit(len(files))
        if self.isVisible():
            self._read_pictures()

    def _read_pictures(self) -> None:
        wanted = self.model.wanting()[:_AT_ONCE]
        if not wanted:
            return
        scale = self.devicePixelRatioF()
        self.context.jobs.read(
            gateway.thumbnails,
            wanted,
            round(THUMB.width() * scale),
            round(THUMB.height() * scale),
            key=(id(self), "pictures"),
            on_done=lambda found: self._pictures_came(found, wanted, scale),
            on_error=self.deeds.failed,
            label=_("Files and photos"),
            context=self,
        )

    def _pictures_came(self, found: dict[int, object], asked: list[int], scale: float) -> None:
        self.model.take_pictures(found, asked, scale)  # type: ignore[arg-type]  # of QImage
        self._read_pictures()

    def showEvent(self, event: QShowEvent) -> None:
        """Read the pictures when they can be seen."""
        super().showEvent(event)
        self._read_pictures()

    def _show(self) -> None:
        files = self.model.files
        face: QWidget = self._hint
        if self._record is not None:
            face = self.view if files else self._empty
        self._stack.setCurrentWidget(face)
        size = size_text(sum(one.size for one in files))
        words = ngettext("{count} file · {size}", "{count} files · {size}", len(files))
        self._count.setText(words.format(count=number(len(files)), size=size) if files else "")
        self._enable()

    def _enable(self) -> None:
        self.tools.enable(record=self._record is not None, chosen=len(self.selected()))

    # Putting in

    def add(self) -> None:
        """Ask for files and put them in."""
        from desktop.platform.paths import documents_dir  # noqa: PLC0415 (when asked)

        start = self.context.settings.last_folder("files", documents_dir())
        chosen, _kind = QFileDialog.getOpenFileNames(self, _("Add files"), str(start))
        if chosen:
            self.context.settings.set_last_folder("files", Path(chosen[0]).parent)
            self.take([taking.Source(Path(one).name, Path(one)) for one in chosen])

    def paste(self) -> None:
        """Put in the files or the image that were copied."""
        mime = QGuiApplication.clipboard().mimeData()
        # PySide gives None for a clipboard that holds nothing
        sources = taking.sources_in(mime, self._names()) if mime is not None else []
        if sources:
            self.take(sources)
        elif self._record is not None:
            self.notice.tell(
                _("Nothing to paste: copy a picture or files first, e.g. by Print Screen."),
                "warning",
            )

    def take_scanned(self) -> None:
        """Offer the newest files of the scanner's folder."""
        dialog = asking.ScanDialog(self.context, self)
        dialog.given.connect(
            lambda paths: self.take([taking.Source(one.name, one) for one in paths])
        )
        dialog.open()
        dialog.begin()

    def take(self, sources: Sequence[taking.Source]) -> None:
        """Put files to the record that is shown now."""
        if self._record is None or not sources:
            return
        batch = Batch(self.context, self.register, self._record, sources, self)
        batch.told.connect(self._told)
        batch.begin()

    def _names(self) -> list[str]:
        return [one.name for one in self.model.files]

    def _told(self, text: str, level: str, added: list[int]) -> None:
        if added:
            self.notice.tell(text, level, _("Undo"), lambda: self.deeds.delete(added))
        else:
            self.notice.tell(text, level)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and pictures that are dragged here."""
        mime = event.mimeData()
        if self._record is not None and (mime.hasUrls() or mime.hasImage()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self._hover(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Take the frame away."""
        super().dragLeaveEvent(event)
        self._hover(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Put in what was dropped; it stays where it was, too."""
        self._hover(False)
        sources = taking.sources_in(event.mimeData(), self._names())
        if sources:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.take(sources)

    def _hover(self, hovered: bool) -> None:
        self._hovered = hovered
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a frame while something is dragged over the pane."""
        super().paintEvent(event)
        if self._hovered:
            painter = QPainter(self)
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Accent), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -2, -2))

    # Parts

    def _show_menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.addActions(self.tools.of_files if self.selected() else self.tools.of_record)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.view.viewport().mapToGlobal(at))

    def _lay_out(self) -> None:
        self._empty.tell(
            _("No files yet. Drag files here, paste a picture (Ctrl+V), or choose them."),
            "image",
            _("Add files…"),
            self.add,
        )
        top = QHBoxLayout()
        top.addWidget(self.tools, 1)
        top.addWidget(self._count)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(GAP - 2)
        layout.addLayout(top)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self.notice)
        self.setAccessibleName(_("Files and photos"))

    def minimumSizeHint(self) -> QSize:
        """Return what shows a row of cards in a narrow pane."""
        return QSize(320, 140)
