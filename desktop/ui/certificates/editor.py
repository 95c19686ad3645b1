"""The editor of a certificate's layout: fields dragged over a scan of the blank, in millimetres.

Nothing is kept before the clerk saves; closing with unsaved changes asks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QPushButton,
    QSizePolicy,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.core.certificate_presets import preset_for
from desktop.core.certificates import MOST_FIELDS, PIECES, new_field
from desktop.core.errors import Problem
from desktop.platform.paths import documents_dir
from desktop.ui.certificates import gateway
from desktop.ui.certificates.canvas import Board
from desktop.ui.certificates.model import Edited, LayoutModel
from desktop.ui.certificates.properties import FieldPanel
from desktop.ui.certificates.sheet_panel import SheetPanel
from desktop.ui.certificates.tools import Tools
from desktop.ui.errors import ask, show_problem
from desktop.ui.i18n import _, number
from desktop.ui.page import PageContext
from desktop.ui.register.bars import NoticeBar
from desktop.ui.register.typing import commit_input
from desktop.ui.theme import GAP, MARGIN

if TYPE_CHECKING:
    from desktop.core.changes import Done
    from desktop.services.certificates import KeptLayout

_SAVE = QMessageBox.StandardButton.Save
_DISCARD = QMessageBox.StandardButton.Discard
_CANCEL = QMessageBox.StandardButton.Cancel
_ODD = 0.04  # from which a scan's shape is another than the paper's
_PANEL = 318


class LayoutEditor(QDialog):
    """Edits one layout; `kept` tells that it was saved."""

    kept = Signal(object)  # KeptLayout

    def __init__(
        self,
        context: PageContext,
        layout: int | KeptLayout | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Edit the layout of an id, a preset that isn't kept yet, or (None) a new one."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.setWindowTitle(_("Certificate layout"))
        self._context = context
        self._id: int | None = None
        self._revision: int | None = None
        self._scan_kept: bytes | None = None
        self._samples: list[gateway.Sample] = []
        self._saving = False
        self.model = LayoutModel(self)
        self.board = Board(self.model)
        self.fields = FieldPanel(self.model)
        self.sheet = SheetPanel(self.model, context.settings)
        self.panels = QTabWidget()
        self.panels.addTab(self.fields, _("Fields"))
        self.panels.addTab(self.sheet, _("Layout and blank"))
        self.panels.setFixedWidth(_PANEL)
        self.notice = NoticeBar()
        self.tools = Tools()
        self.sample = self.tools.sample
        self._fill_tools()
        self._lay_out()
        self._connect()
        self._resize(parent)
        self._show_state()
        self._load(layout)

    # reading

    def _load(self, layout: int | KeptLayout | None) -> None:
        self.setEnabled(False)
        fn: Any = gateway.new_layout if layout is None else gateway.open_layout
        self._context.jobs.read(
            fn,
            *(() if layout is None else (layout,)),
            on_done=self._opened,
            on_error=self._not_opened,
            on_finally=lambda: self.setEnabled(True),
            context=self,
        )

    def _opened(self, found: gateway.Opened) -> None:
        one = found.kept
        self._id, self._revision = one.id, one.revision
        self._scan_kept = found.scan
        self._samples = list(found.samples)
        self.sample.clear()
        self.sample.addItems([each.name for each in self._samples])
        edited = Edited(one.layout, one.name, one.form_id, one.level, one.main, found.scan)
        # a preset that isn't kept may be left again without a question: nothing was typed
        self.model.load(edited, saved=not one.broken)
        self.sheet.set_forms(found.forms)
        self._show_sample(0)
        self.board.view.fit()
        self.board.view.setFocus(Qt.FocusReason.OtherFocusReason)
        if one.broken:
            self.notice.tell(one.broken, "error")

    def _not_opened(self, problem: Problem) -> None:
        show_problem(self.parentWidget(), problem, self.windowTitle())
        super().reject()

    def _show_sample(self, place: int) -> None:
        if 0 <= place < len(self._samples):
            self.sample.setCurrentIndex(place)
            self.board.scene.set_words(self._samples[place].words)
            self._show_state()

    def _step_sample(self, step: int) -> None:
        if self._samples:
            self._show_sample((self.sample.currentIndex() + step) % len(self._samples))

    # what the tools do

    def add_field(self, key: str) -> None:
        """Add a field of a kind in the middle of the sheet."""
        layout = self.model.layout
        if len(layout.fields) >= MOST_FIELDS:
            words = _("A layout holds at most {count} fields.")
            self.notice.tell(words.format(count=number(MOST_FIELDS)), "warning")
            return
        taken = {one.y for one in layout.fields if abs(one.x - layout.width / 2) < 1}
        y = round(layout.height / 2)
        while y in taken and y < layout.height - 10:
            y += 8  # not on top of the one added before
        self.model.add(new_field(key, layout.width / 2, y))
        self.panels.setCurrentWidget(self.fields)
        self.board.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def reset(self) -> None:
        """Take the fields of the preset again; it can be taken back."""
        form = self.sheet.form.currentText()
        layout = preset_for(form, self.model.layout.style).layout
        self.model.select()
        self.model.change(replace(self.model.now, layout=layout))
        self.notice.tell(_("The fields stand as delivered again. Undo takes that back."))

    def copy(self) -> None:
        """Copy the layout, saved first, and go on with the copy."""
        self._settle(self._copy)

    def _copy(self) -> None:
        if self._id is None:
            self.save(then=self._copy)
            return
        self._context.jobs.write(
            gateway.copy,
            self._id,
            on_done=self._copied,
            on_error=self._failed,
            label=_("Copy the layout"),
            context=self,
        )

    def _copied(self, done: Done[KeptLayout]) -> None:
        self.kept.emit(done.value)
        self._load(done.value.id)
        words = _("This is the copy: «{name}».").format(name=done.value.name)
        self.notice.tell(words, "success")

    def choose_scan(self) -> None:
        """Ask for the picture of the blank."""
        settings = self._context.settings
        folder = settings.last_folder("scan", documents_dir())
        chosen = QFileDialog.getOpenFileName(
            self,
            _("Scan of the blank"),
            str(folder),
            _("Pictures (*.jpg *.jpeg *.png *.bmp *.webp)"),
        )
        if chosen[0]:
            settings.set_last_folder("scan", Path(chosen[0]).parent)
            self.load_scan(Path(chosen[0]))

    def load_scan(self, path: Path) -> None:
        """Show a picture of the blank below the fields; it is kept when the layout is saved."""
        self._context.jobs.run(
            gateway.read_scan,
            path,
            on_done=self._scanned,
            on_error=self._failed,
            label=_("Reading the scan"),
            context=self,
        )

    def _turn(self) -> None:
        if self.model.now.scan is not None:
            self._context.jobs.run(
                gateway.turned, self.model.now.scan, on_done=self._scanned, context=self
            )

    def _scanned(self, jpeg: bytes) -> None:
        self.model.change(replace(self.model.now, scan=jpeg))

    def _tell_scan(self) -> None:
        size = self.board.scene.scan_size()
        words = _("Scan the whole sheet; a layout without a scan works as well.")
        if size is not None:
            layout = self.model.layout
            shape = (size.width() / size.height()) / (layout.width / layout.height)
            words = ""
            if abs(shape - 1) > _ODD:
                words = _("The scan has another shape than the paper: it is stretched to fit.")
        self.sheet.tell_scan(words)

    # printing

    def _options(self) -> dict[str, Any]:
        return {
            "settings": self.model.layout.to_json(),
            "name": self.model.now.name,
            "offset": self.sheet.printer.offset,
        }

    def print_trial(self) -> None:
        """Make the page that tries out the printer, of the layout as it stands here."""
        commit_input()
        self._context.settings.try_save()
        self._context.print_pdf("certificate-test", self._options())

    # saving and closing

    def save(self, *, then: Callable[[], object] | None = None) -> None:
        """Keep the layout in the book."""
        commit_input()
        if self._saving:
            return
        now = self.model.now
        if not now.name.strip():
            self.panels.setCurrentWidget(self.sheet)
            self.sheet.name.setFocus(Qt.FocusReason.OtherFocusReason)
            self.notice.tell(_("Give the layout a name."), "error")
            return
        self._saving = True
        self._context.settings.try_save()

        def done(found: Done[KeptLayout]) -> None:
            self._saved(found.value, now)
            if then is not None:
                then()

        self._context.jobs.write(
            gateway.keep,
            now,
            self._id,
            self._revision,
            now.scan is not self._scan_kept,
            on_done=done,
            on_error=self._failed,
            on_finally=self._ended,
            label=_("Save the layout"),
            context=self,
        )

    def _saved(self, found: KeptLayout, kept: Edited) -> None:
        self._id, self._revision = found.id, found.revision
        self._scan_kept = kept.scan
        self.model.mark_saved(kept)
        self.notice.tell(_("Saved."), "success")
        self.kept.emit(found)

    def _ended(self) -> None:
        self._saving = False

    def _failed(self, problem: Problem) -> None:
        self.notice.tell(problem.message, "error")

    def _settle(self, then: Callable[[], object]) -> None:
        """Call `then` when nothing is unsaved; ask what is to become of it else."""
        commit_input()
        if not self.model.unsaved:
            then()
            return

        def answered(button: QMessageBox.StandardButton) -> None:
            if button == _SAVE:
                self.save(then=then)
            elif button == _DISCARD:
                then()

        words = _("The layout has changes that are not saved. Save them?")
        ask(self, self.windowTitle(), words, _SAVE | _DISCARD | _CANCEL, answered)

    def reject(self) -> None:
        """Close, after asking about what isn't saved."""
        self._settle(super().reject)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close by the window's cross as by Esc."""
        event.ignore()
        self.reject()

    def done(self, result: int) -> None:
        """Keep the printers' offsets with the dialog's end."""
        self._context.settings.try_save()
        super().done(result)

    # parts

    def _lay_out(self) -> None:
        buttons = QDialogButtonBox()
        self.save_button = QPushButton(_("&Save the layout"))
        self.save_button.setProperty("role", "primary")
        close = QPushButton(_("&Close"))
        trial = self.sheet.printer.trial
        trial.clicked.connect(self.print_trial)
        buttons.addButton(self.save_button, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(close, QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        self.save_button.clicked.connect(self.save)
        for button in (self.save_button, close):
            button.setAutoDefault(False)
        self.status = QLabel()
        self.status.setProperty("role", "warning")
        self.status.setTextFormat(Qt.TextFormat.PlainText)
        self.status.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        middle = QHBoxLayout()
        middle.setSpacing(GAP)
        middle.addWidget(self.board, 1)
        middle.addWidget(self.panels)
        below = QHBoxLayout()
        below.addWidget(self.status, 1)
        below.addWidget(buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, GAP // 2, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addWidget(self.tools)
        layout.addLayout(middle, 1)
        layout.addWidget(self.notice)
        layout.addLayout(below)

    def _fill_tools(self) -> None:
        tools, view, model = self.tools, self.board.view, self.model
        tools.add("undo", _("Undo"), "undo-2", "Ctrl+Z", model.undo)
        tools.add("redo", _("Redo"), "redo-2", "Ctrl+Y", model.redo)
        tools.addSeparator()
        tools.offer([(piece.key, piece.name) for piece in PIECES], self.add_field)
        tools.add("remove", _("Remove the field"), "trash-2", "", model.remove_selected)
        tools.addSeparator()
        tools.add("out", _("Smaller"), "zoom-out", "Ctrl+-", view.zoom_out)
        tools.addWidget(tools.zoom)
        tools.add("in", _("Larger"), "zoom-in", "Ctrl++", view.zoom_in)
        tools.add("fit", _("Whole sheet"), "move-horizontal", "Ctrl+0", view.fit)
        tools.addSeparator()
        tools.add_samples(self._step_sample)
        tools.addSeparator()
        tools.add("copy", _("Copy as a new layout"), "copy", "", self.copy)
        tools.add("reset", _("As delivered"), "refresh-cw", "", self.reset)
        QShortcut(QKeySequence("Ctrl+S"), self, self.save)

    def _connect(self) -> None:
        self.model.changed.connect(self._show_state)
        self.model.selection_changed.connect(self._show_state)
        self.sample.activated.connect(self._show_sample)
        self.board.view.zoomed.connect(
            lambda zoom: self.tools.zoom.setText(f"{round(zoom * 100)}%")
        )
        self.sheet.scan_asked.connect(self.choose_scan)
        self.sheet.turn_asked.connect(self._turn)
        self.sheet.opacity_changed.connect(self.board.scene.set_opacity)
        self.board.scene.set_opacity(self.sheet.opacity.value() / 100)

    def _show_state(self) -> None:
        actions, model = self.tools.actions_, self.model
        actions["undo"].setEnabled(model.can_undo)
        actions["redo"].setEnabled(model.can_redo)
        actions["remove"].setEnabled(bool(model.selected))
        self.save_button.setEnabled(model.unsaved or self._id is None)
        mark = "*" if model.unsaved else ""
        self.setWindowTitle(f"{_('Certificate layout')} – {model.now.name}{mark}")
        tight = self.board.scene.tight_fields()
        words = ""
        if tight:
            words = _("Too long for its place: {names}.").format(names=", ".join(tight))
        self.status.setText(words)
        self.status.setToolTip(words)
        self._tell_scan()

    def _resize(self, parent: QWidget | None) -> None:
        screen = (parent or self).screen().availableGeometry()
        self.resize(min(1500, screen.width() - 40), min(960, screen.height() - 60))
