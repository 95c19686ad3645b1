"""The preview of a printed paper: look at it, print it, save it, open it elsewhere."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QLabel,
    QMessageBox,
    QProgressDialog,
    QSpinBox,
    QToolBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.errors import Cancelled, EnvironmentProblem, Problem
from desktop.platform.atomic import atomic_write
from desktop.platform.opened import COPIES
from desktop.platform.paths import documents_dir
from desktop.platform.settings import Settings
from desktop.ui.errors import ask, show_problem
from desktop.ui.i18n import _
from desktop.ui.icons import icon
from desktop.ui.noting import EXPORTED, PRINTED
from desktop.ui.outside import open_file
from desktop.ui.pdf import PdfFile
from desktop.ui.printer import PrintRun, pages_of, set_page
from desktop.ui.theme import ICON_SIZE
from desktop.ui.widgets.pdf_view import PdfView

_NOT_IN_NAMES = '\\/:*?"<>|\n\t'


class PreviewDialog(QDialog):
    """Shows the PDF `file`; `title` names it on the screen and in the file offered to save.

    `screen_only`: neither printed here nor handed to a viewer, which could print it. `warning`:
    a secret, not handed to a viewer; saved only after this question. `left` tells what was done
    with it: printed or written out, into which file, how many pages.
    """

    left = Signal(str, str, int)

    def __init__(
        self,
        file: PdfFile,
        title: str,
        settings: Settings,
        parent: QWidget | None = None,
        *,
        screen_only: bool = False,
        warning: str = "",
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.setWindowTitle(title)
        self._file = file
        self._screen_only, self._warning = screen_only, warning
        self._title = title
        self._settings = settings
        self._run: PrintRun | None = None
        self._waiting: QProgressDialog | None = None
        self.view = PdfView(file)
        self._page = QSpinBox()
        self._page.setRange(1, max(1, len(file)))
        self._page.setAccessibleName(_("Page"))
        self._page.setKeyboardTracking(False)
        self._page.valueChanged.connect(lambda page: self.view.go_to(page - 1))
        self._zoom = QLabel()
        self._zoom.setAccessibleName(_("Zoom"))
        self._zoom.setMinimumWidth(48)
        self._zoom.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._message = QLabel()
        self._message.setTextFormat(Qt.TextFormat.PlainText)
        self.view.page_changed.connect(self._show_page)
        self.view.zoom_changed.connect(self._show_zoom)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._toolbar())
        layout.addWidget(self.view, 1)
        self._show_zoom(self.view.zoom)
        if screen_only:
            self._message.setText(_("For the screen only: this isn't printed."))
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        self._resize(parent)

    def _resize(self, parent: QWidget | None) -> None:
        if parent is None:
            self.resize(900, 680)
        else:
            window = parent.window().size()
            self.resize(QSize(int(window.width() * 0.8), int(window.height() * 0.92)))

    def _toolbar(self) -> QToolBar:
        bar = QToolBar(_("Preview"))
        bar.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        paper = not self._screen_only
        if paper:
            self._action(bar, _("Print…"), "printer", ["Ctrl+P"], self.ask_to_print)
        self._action(bar, _("Save as…"), "save", ["Ctrl+S"], self.ask_to_save)
        if paper and not self._warning:
            outside = self.open_outside
            self._action(bar, _("Open in viewer"), "external-link", ["Ctrl+O"], outside)
        bar.addSeparator()
        view = self.view
        self._action(bar, "", "chevron-up", ["Alt+Up"], self._back, _("Page before"))
        bar.addWidget(self._page)
        bar.addWidget(QLabel(" " + _("of {count}").format(count=len(self._file)) + " "))
        self._action(bar, "", "chevron-down", ["Alt+Down"], self._on, _("Page after"))
        bar.addSeparator()
        self._action(bar, "", "zoom-out", ["Ctrl+-"], view.zoom_out, _("Smaller"))
        bar.addWidget(self._zoom)
        self._action(bar, "", "zoom-in", ["Ctrl++", "Ctrl+="], view.zoom_in, _("Larger"))
        self._action(bar, "", "move-horizontal", ["Ctrl+0"], view.fit_width, _("Fit the width"))
        bar.addSeparator()
        bar.addWidget(self._message)
        return bar

    def _action(
        self,
        bar: QToolBar,
        text: str,
        picture: str,
        keys: list[str],
        do: object,
        name: str = "",
    ) -> None:
        action = QAction(icon(picture), text or name, self)
        action.setShortcuts([QKeySequence(key) for key in keys])
        shown = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(f"{(text or name).rstrip('…')} ({shown})")
        action.triggered.connect(do)
        bar.addAction(action)
        button = bar.widgetForAction(action)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAccessibleName(text or name)
        if not text and isinstance(button, QToolButton):
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)

    def _back(self) -> None:
        self.view.go_to(self.view.page - 1)

    def _on(self) -> None:
        self.view.go_to(self.view.page + 1)

    def _show_page(self, page: int) -> None:
        self._page.blockSignals(True)
        self._page.setValue(page + 1)
        self._page.blockSignals(False)

    def _show_zoom(self, zoom: float) -> None:
        self._zoom.setText(f"{round(zoom * 100)}%")

    def message(self) -> str:
        """Return what the bar says of the last deed."""
        return self._message.text()

    def ask_to_print(self) -> None:
        """Open the print dialog and print what it chose."""
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(self._title)
        set_page(printer, self._file, 0)
        dialog = QPrintDialog(printer, self)
        dialog.setWindowTitle(_("Print"))
        dialog.setMinMax(1, len(self._file))
        dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintCurrentPage)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.print_on(printer)

    def print_on(self, printer: QPrinter) -> None:
        """Send the pages that `printer` is set to, with progress."""
        pages = pages_of(printer, len(self._file), self.view.page)
        if not pages or self._run is not None:
            return
        self._run = PrintRun(self._file, printer, pages, self)
        self._waiting = QProgressDialog(
            _("Sending to the printer…"), _("Cancel"), 0, len(pages), self
        )
        self._waiting.setMinimumDuration(1000)
        self._waiting.setWindowModality(Qt.WindowModality.WindowModal)
        self._waiting.canceled.connect(self._run.cancel)
        self._run.progress.connect(self._waiting.setValue)
        self._run.done.connect(lambda: self._sent(len(pages)))
        self._run.failed.connect(self._not_printed)
        self._run.start()

    def _sent(self, pages: int) -> None:
        self._printed(_("Sent to the printer."))
        self.left.emit(PRINTED, "", pages)

    def _printed(self, words: str) -> None:
        self._message.setText(words)
        waiting, self._waiting = self._waiting, None
        run, self._run = self._run, None
        if waiting is not None:
            waiting.blockSignals(True)
            waiting.close()
            waiting.deleteLater()
        if run is not None:
            run.deleteLater()

    def _not_printed(self, problem: Problem) -> None:
        if isinstance(problem, Cancelled):
            self._printed(_("Printing was cancelled."))
        else:
            self._printed("")
            show_problem(self, problem, _("Print"))

    def ask_to_save(self) -> None:
        """Ask for a file and save the paper there; a secret only after its warning."""
        if not self._warning:
            self._save_as()
            return
        yes, no = QMessageBox.StandardButton.Yes, QMessageBox.StandardButton.No
        ask(
            self,
            _("Save as"),
            self._warning,
            yes | no,
            lambda button: self._save_as() if button == yes else None,
        ).setDefaultButton(no)

    def _save_as(self) -> None:
        folder = self._settings.last_folder("paper", documents_dir())
        name = "".join("-" if sign in _NOT_IN_NAMES else sign for sign in self._title).strip()
        chosen = QFileDialog.getSaveFileName(
            self, _("Save as"), str(folder / f"{name[:100]}.pdf"), _("PDF files (*.pdf)")
        )
        if chosen[0]:
            path = Path(chosen[0])
            self.save_to(
                path if path.suffix.lower() == ".pdf" else path.with_name(f"{path.name}.pdf")
            )

    def save_to(self, path: Path) -> None:
        """Save the paper as `path`, whole or not at all."""
        try:
            with atomic_write(path) as stream:
                stream.write(self._file.content)
        except EnvironmentProblem as problem:
            show_problem(self, problem, _("Save as"))
            return
        self._settings.set_last_folder("paper", path.parent)
        self._message.setText(_("Saved: {name}").format(name=path.name))
        self.left.emit(EXPORTED, path.name, len(self._file))

    def open_outside(self) -> None:
        """Open a copy of the paper in the system's own viewer; it lasts until the program ends."""
        try:
            copy = COPIES.put(f"{self._title}.pdf", self._file.content)
        except EnvironmentProblem as problem:
            show_problem(self, problem, _("Open in viewer"))
            return
        if open_file(copy):
            self.left.emit(EXPORTED, copy.name, len(self._file))  # it may be printed there
        else:
            self._message.setText(_("This machine has no viewer for PDF files."))

    def done(self, result: int) -> None:
        """End the printing and give the file back with the dialog."""
        if self._run is not None:
            self._run.cancel()
        self.view.close_file()
        super().done(result)
