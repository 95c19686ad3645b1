"""The pages of a PDF one below the other; pictures are made off the UI thread, when needed."""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict

import shiboken6
from PySide6.QtCore import QObject, QPoint, QRect, QRunnable, Qt, QThreadPool, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from desktop.ui.i18n import _
from desktop.ui.pdf import MAX_PIXELS, PdfFile

_GAP = 12
_KEPT_PIXELS = 24_000_000  # of pictures in memory: about 100 MB
_STEPS = (0.25, 0.33, 0.5, 0.67, 0.75, 0.9, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0)
_POINT = 96 / 72  # logical pixels of a point at 100 %
_Key = tuple[int, int]  # page, pixels across


class _Done(QObject):
    made = Signal(int, int, QImage)  # page, pixels across


class _Render(QRunnable):
    def __init__(self, file: PdfFile, page: int, across: int, done: _Done) -> None:
        super().__init__()
        self._file, self._page, self._across, self._done = file, page, across, done

    def run(self) -> None:
        scale = self._across / self._file.sizes[self._page].width()
        picture = self._file.render(self._page, scale)
        if shiboken6.isValid(self._done):
            self._done.made.emit(self._page, self._across, picture)


class PdfView(QAbstractScrollArea):
    """Shows a PDF; the page shown is the one at the middle of the view."""

    page_changed = Signal(int)  # from 0
    zoom_changed = Signal(float)

    def __init__(self, file: PdfFile, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._file = file
        self._zoom = 1.0
        self._fit = True
        self._page = 0
        self._closed = False
        self._tops: list[int] = []
        self._pictures: OrderedDict[_Key, QImage] = OrderedDict()
        self._asked: set[_Key] = set()
        self._done = _Done()
        self._done.made.connect(self._keep, Qt.ConnectionType.QueuedConnection)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._settled = QTimer(self)  # no pictures for each step of a fast scroll or zoom
        self._settled.setSingleShot(True)
        self._settled.setInterval(40)
        self._settled.timeout.connect(self._ask)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Pages"))
        self.viewport().setBackgroundRole(QPalette.ColorRole.Mid)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self._lay_out()

    @property
    def zoom(self) -> float:
        """1.0 is the size on paper on a screen of 96 dots per inch."""
        return self._zoom

    @property
    def fits_width(self) -> bool:
        """Whether the pages keep the width of the view."""
        return self._fit

    @property
    def page(self) -> int:
        """The page shown, from 0."""
        return self._page

    @property
    def pictured(self) -> set[int]:
        """Pages whose picture is there at the present zoom."""
        return {page for page, across in self._pictures if across == self._across(page)}

    def set_zoom(self, zoom: float) -> None:
        """Show the pages at another size, the same place in the middle."""
        self._fit = False
        self._apply(zoom)

    def fit_width(self) -> None:
        """Let the widest page fill the view, now and when the view changes its size."""
        self._fit = True
        widest = max((size.width() for size in self._file.sizes), default=595.0)
        self._apply((self.viewport().width() - 2 * _GAP) / (widest * _POINT))

    def zoom_in(self) -> None:
        """Go to the next larger step."""
        self.set_zoom(next((one for one in _STEPS if one > self._zoom + 0.01), _STEPS[-1]))

    def zoom_out(self) -> None:
        """Go to the next smaller step."""
        smaller = [one for one in _STEPS if one < self._zoom - 0.01]
        self.set_zoom(smaller[-1] if smaller else _STEPS[0])

    def go_to(self, page: int) -> None:
        """Show a page from its top; beyond the ends, the first or the last."""
        page = min(max(page, 0), len(self._file) - 1)
        self.verticalScrollBar().setValue(self._tops[page] - _GAP)
        self._show_page(page)

    def close_file(self) -> None:
        """Wait for the picture being made and give the file back; nothing is shown any more."""
        if self._closed:
            return
        self._closed = True
        self._settled.stop()
        self._pool.clear()
        self._pool.waitForDone()
        self._file.close()

    def _apply(self, zoom: float) -> None:
        zoom = min(max(zoom, _STEPS[0]), _STEPS[-1])
        bar = self.verticalScrollBar()
        middle = (bar.value() + self.viewport().height() / 2) / max(self._height(), 1)
        self._zoom = zoom
        self._lay_out()
        bar.setValue(round(middle * self._height() - self.viewport().height() / 2))
        self.zoom_changed.emit(zoom)

    def _width_of(self, page: int) -> int:
        return round(self._file.sizes[page].width() * _POINT * self._zoom)

    def _height_of(self, page: int) -> int:
        return round(self._file.sizes[page].height() * _POINT * self._zoom)

    def _across(self, page: int) -> int:
        """Return how many device pixels a page's picture has from left to right."""
        size = self._file.sizes[page]
        most = (MAX_PIXELS * size.width() / size.height()) ** 0.5
        return int(min(self._width_of(page) * self.devicePixelRatioF(), most))

    def _height(self) -> int:
        last = len(self._file) - 1
        return self._tops[last] + self._height_of(last) + _GAP if self._tops else 0

    def _lay_out(self) -> None:
        top, self._tops = _GAP, []
        for page in range(len(self._file)):
            self._tops.append(top)
            top += self._height_of(page) + _GAP
        view = self.viewport().size()
        widest = max((self._width_of(page) for page in range(len(self._file))), default=0)
        vertical, across = self.verticalScrollBar(), self.horizontalScrollBar()
        vertical.setRange(0, max(0, self._height() - view.height()))
        vertical.setPageStep(view.height())
        vertical.setSingleStep(40)
        across.setRange(0, max(0, widest + 2 * _GAP - view.width()))
        across.setPageStep(view.width())
        across.setSingleStep(40)
        self._settled.start()
        self.viewport().update()

    def _rect_of(self, page: int) -> QRect:
        width = self._width_of(page)
        free = self.viewport().width() - width
        left = free // 2 if free > 2 * _GAP else _GAP - self.horizontalScrollBar().value()
        top = self._tops[page] - self.verticalScrollBar().value()
        return QRect(left, top, width, self._height_of(page))

    def _visible(self) -> range:
        first = max(0, bisect_right(self._tops, self.verticalScrollBar().value()) - 1)
        bottom = self.verticalScrollBar().value() + self.viewport().height()
        return range(first, max(first + 1, bisect_right(self._tops, bottom)))

    def _scrolled(self) -> None:
        middle = self.verticalScrollBar().value() + self.viewport().height() // 2
        self._show_page(max(0, bisect_right(self._tops, middle) - 1))
        self._settled.start()
        self.viewport().update()

    def _show_page(self, page: int) -> None:
        if page != self._page:
            self._page = page
            self.page_changed.emit(page)

    def _ask(self) -> None:
        """Ask for the pictures that are wanted now, and for no others any more."""
        if self._closed:
            return
        self._pool.clear()
        self._asked.clear()
        seen = self._visible()
        near = (seen.stop, seen.start - 1)
        for page in (*seen, *near):
            if 0 <= page < len(self._file):
                key = (page, self._across(page))
                if key not in self._pictures:
                    self._asked.add(key)
                    self._pool.start(_Render(self._file, *key, self._done))

    def _keep(self, page: int, across: int, picture: QImage) -> None:
        self._asked.discard((page, across))
        self._pictures[page, across] = picture
        pixels = sum(one.width() * one.height() for one in self._pictures.values())
        while pixels > _KEPT_PIXELS and len(self._pictures) > 1:
            _key, old = self._pictures.popitem(last=False)
            pixels -= old.width() * old.height()
        self.viewport().update()

    def _picture(self, page: int) -> QImage | None:
        """Return the best picture there is of a page, of another zoom if need be."""
        exact = self._pictures.get((page, self._across(page)))
        if exact is not None:
            self._pictures.move_to_end((page, self._across(page)))
            return exact
        others = [key for key in self._pictures if key[0] == page]
        return self._pictures[max(others)] if others else None

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the pages in view; a page without a picture yet is white paper."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for page in self._visible():
            rect = self._rect_of(page)
            if rect.intersects(event.rect()):
                painter.fillRect(rect.translated(QPoint(2, 2)), QColor(0, 0, 0, 60))
                painter.fillRect(rect, Qt.GlobalColor.white)
                picture = self._picture(page)
                if picture is not None:
                    painter.drawImage(rect, picture)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the width when the pages fit it."""
        super().resizeEvent(event)
        if self._fit:
            self.fit_width()
        else:
            self._lay_out()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, scroll without."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if event.angleDelta().y() > 0:
                self.zoom_in()
            else:
                self.zoom_out()
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page Up and Page Down go by pages, Home and End to the ends, arrows scroll."""
        keys: dict[int, int] = {
            Qt.Key.Key_PageDown: self._page + 1,
            Qt.Key.Key_PageUp: self._page - 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: len(self._file) - 1,
        }
        page = keys.get(event.key())
        if page is None:
            super().keyPressEvent(event)
        else:
            self.go_to(page)
