"""Sends a PDF to a printer at the printer's own resolution, page by page, in true size.

A page is drawn in bands, each made and sent in a turn of its own of the event loop: memory
stays small at 600 dots per inch, the window stays alive, and Cancel works.
"""

from __future__ import annotations

from PySide6.QtCore import QMarginsF, QObject, QPointF, QTimer, Signal
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from desktop.core.errors import Cancelled, EnvironmentProblem, Problem
from desktop.ui.pdf import PdfFile

_BAND_PIXELS = 6_000_000
_MOST_DPI = 600  # more can't be seen on an office printer


class PrintRun(QObject):
    """One run through the printer; `done` or `failed` comes exactly once."""

    progress = Signal(int, int)  # pages sent, pages in all
    done = Signal()
    failed = Signal(object)  # Problem

    def __init__(
        self, file: PdfFile, printer: QPrinter, pages: list[int], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._file = file
        self._printer = printer
        self._pages = pages
        self._at = 0
        self._top = 0.0  # points of the present page that are sent already
        self._painter: QPainter | None = None
        self._over = False

    def start(self) -> None:
        """Begin; the outcome comes by signal."""
        set_page(self._printer, self._file, self._pages[0])
        painter = QPainter()
        if not painter.begin(self._printer):
            self._fail(
                EnvironmentProblem(
                    "Máy in không nhận bản in. Hãy kiểm tra máy in đã bật và còn giấy rồi in lại."
                )
            )
            return
        self._painter = painter
        QTimer.singleShot(0, self, self._step)

    def cancel(self) -> None:
        """Stop; what the printer has already is taken back where it allows that."""
        if not self._over:
            self._printer.abort()
            self._fail(Cancelled())

    def _step(self) -> None:
        """Draw one band."""
        painter = self._painter
        if self._over or painter is None:
            return
        page = self._pages[self._at]
        size = self._file.sizes[page]
        dpi = self._printer.resolution()
        scale = min(dpi, _MOST_DPI) / 72
        band = max(36.0, _BAND_PIXELS / (size.width() * scale) / scale)
        bottom = min(size.height(), self._top + band)
        if size.height() - bottom < 1:
            bottom = size.height()
        picture = self._file.render(page, scale, (self._top, bottom))
        painter.save()
        painter.scale(dpi / 72 / scale, dpi / 72 / scale)
        painter.drawImage(QPointF(0, self._top * scale), picture)
        painter.restore()
        self._top = bottom
        if bottom >= size.height():
            self._next_page()
        if not self._over:
            QTimer.singleShot(0, self, self._step)

    def _next_page(self) -> None:
        self._at, self._top = self._at + 1, 0.0
        self.progress.emit(self._at, len(self._pages))
        if self._at == len(self._pages):
            self._finish()
            return
        set_page(self._printer, self._file, self._pages[self._at])
        if not self._printer.newPage():
            self._fail(
                EnvironmentProblem(
                    "Máy in dừng giữa chừng. Hãy kiểm tra máy in rồi in lại những trang còn thiếu."
                )
            )

    def _finish(self) -> None:
        self._over = True
        painter, self._painter = self._painter, None
        if painter is not None and not painter.end():
            self.failed.emit(
                EnvironmentProblem(
                    "Không gửi hết được bản in tới máy in. Hãy kiểm tra máy in rồi in lại."
                )
            )
            return
        self.done.emit()

    def _fail(self, problem: Problem) -> None:
        self._over = True
        painter, self._painter = self._painter, None
        if painter is not None:
            painter.end()
        self.failed.emit(problem)


def set_page(printer: QPrinter, file: PdfFile, page: int) -> None:
    """Give the printer the paper size and the direction of a page; no margins of its own."""
    size = file.sizes[page]
    landscape = size.width() > size.height()
    upright = size.transposed() if landscape else size
    printer.setFullPage(True)
    printer.setPageLayout(
        QPageLayout(
            QPageSize(upright, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch),
            QPageLayout.Orientation.Landscape if landscape else QPageLayout.Orientation.Portrait,
            QMarginsF(0, 0, 0, 0),
        )
    )


def pages_of(printer: QPrinter, count: int, current: int) -> list[int]:
    """Return the pages, from 0, that the print dialog chose, in the order they go out."""
    chosen = printer.printRange()
    if chosen is QPrinter.PrintRange.CurrentPage:
        pages = [current]
    elif chosen is QPrinter.PrintRange.PageRange:
        ranges = printer.pageRanges()
        if ranges.isEmpty():
            first, last = printer.fromPage() or 1, printer.toPage() or count
            pages = list(range(first - 1, min(last, count)))
        else:
            pages = [page for page in range(count) if ranges.contains(page + 1)]
    else:
        pages = list(range(count))
    if printer.pageOrder() is QPrinter.PageOrder.LastPageFirst:
        pages.reverse()
    return pages
