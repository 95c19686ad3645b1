"""A chart on the screen: an SVG in the window's colours whose rows can be walked and opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
)
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop.platform.paths import resource_path

if TYPE_CHECKING:
    from desktop.services.overview_charts import OverviewChart, Picture

FAMILY = "Liberation Serif"
"""The letters of charts, on each machine the same (`reports.charts`)."""
_LARGEST = 1.3  # a drawing is not made larger than so
_COPIED = 2.0  # pixels of a copied picture for each of the drawing
_BORDER = 16  # round a copied picture
_Role = QPalette.ColorRole


def load_letters() -> None:
    """Make the letters of charts known to Qt, where the machine has none of the name."""
    if FAMILY not in QFontDatabase.families():
        for face in ("Regular", "Bold"):
            file = resource_path("fonts", f"LiberationSerif-{face}.ttf")
            QFontDatabase.addApplicationFont(str(file))


class ChartView(QWidget):
    """The drawing of a chart; arrow keys walk its rows, Enter or a click opens one's rows."""

    opened = Signal(int)  # place among the rows that have bars
    copied = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._chart: OverviewChart | None = None
        self._picture: Picture | None = None
        self._renderer = QSvgRenderer(self)
        self.current = 0

    def show_chart(self, chart: OverviewChart, picture: Picture) -> None:
        """Show a chart."""
        load_letters()
        self._chart, self._picture = chart, picture
        self.current = min(self.current, len(chart.shown) - 1)
        self.setAccessibleName(chart.title)
        self.setAccessibleDescription("; ".join(map(self._words, range(len(chart.shown)))))
        self._load()
        self._fit()

    def _load(self) -> None:
        """Draw anew in the window's colours."""
        if self._picture is not None:
            colours = (_Role.Text, _Role.Accent, _Role.Base)
            ink, shade, ground = (self.palette().color(one).name() for one in colours)
            svg = self._picture.coloured(ink, shade, ground)
            self._renderer.load(QByteArray(svg.encode("utf-8")))
            self.update()

    def _words(self, place: int) -> str:
        """Return a row in words, with its whole label."""
        assert self._chart is not None  # noqa: S101 - rows are those of a chart
        row = self._chart.shown[place]
        if len(self._chart.series) < 2:
            return f"{row.label}: {row.texts[0]}"
        pairs = zip(self._chart.series, row.texts, strict=True)
        return f"{row.label}: {', '.join(f'{name} {text}' for name, text in pairs)}"

    # where things are

    @property
    def _scale(self) -> float:
        if self._picture is None:
            return 1.0
        return min(self.width() / self._picture.width, _LARGEST)

    def row_rect(self, place: int) -> QRectF:
        """Return where a row is in the window."""
        if self._picture is None:
            return QRectF()
        top, high = self._picture.bands[place]
        scale = self._scale
        return QRectF(0, top * scale, self._picture.width * scale, high * scale)

    def _row_at(self, point: QPoint) -> int | None:
        if self._picture is not None:
            for place in range(len(self._picture.bands)):
                if self.row_rect(place).contains(point):
                    return place
        return None

    def _fit(self) -> None:
        high = 1 if self._picture is None else round(self._picture.height * self._scale)
        if self.height() != high or self.minimumHeight() != high:
            self.setFixedHeight(high)

    def sizeHint(self) -> QSize:
        """Return the size of the drawing as it was made."""
        if self._picture is None:
            return QSize(200, 40)
        return QSize(round(self._picture.width), round(self._picture.height))

    def minimumSizeHint(self) -> QSize:
        """Return a width at which its letters can still be read."""
        return QSize(320, self.minimumHeight())

    # what happens

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Be as high as the drawing is at the new width."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Take on the colours of another theme."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.ApplicationPaletteChange):
            self._load()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chart, and a frame round the row that the keys are on."""
        del event
        if self._picture is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale = self._scale
        size = QRectF(0, 0, self._picture.width * scale, self._picture.height * scale)
        self._renderer.render(painter, size)
        if self.hasFocus():
            painter.setPen(QPen(self.palette().color(_Role.Accent), 1.5))
            painter.drawRoundedRect(self.row_rect(self.current).adjusted(1, 1, -1, -1), 3, 3)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk the rows, open one, copy the chart."""
        last = len(self._picture.bands) - 1 if self._picture is not None else -1
        steps = {
            Qt.Key.Key_Up: self.current - 1,
            Qt.Key.Key_Down: self.current + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        key = Qt.Key(event.key())
        if key in steps and last >= 0:
            self._walk(min(max(steps[key], 0), last))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and last >= 0:
            self.opened.emit(self.current)
        elif event.matches(QKeySequence.StandardKey.Copy) and last >= 0:
            self.copied.emit()
        else:
            super().keyPressEvent(event)

    def _walk(self, place: int) -> None:
        self.current = place
        self.update()
        middle = self.row_rect(place).bottomLeft().toPoint()
        QToolTip.showText(self.mapToGlobal(middle), self._words(place), self)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the rows behind a bar."""
        place = self._row_at(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and place is not None:
            self.current = place
            self.update()
            self.opened.emit(place)
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show that bars can be pressed."""
        over = self._row_at(event.position().toPoint()) is not None
        shape = Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)

    def event(self, event: QEvent) -> bool:
        """Tell a row with its whole name where the mouse rests."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            place = self._row_at(event.pos())
            if place is None:
                QToolTip.hideText()
            else:
                QToolTip.showText(event.globalPos(), self._words(place), self)
            return True
        return super().event(event)

    def image(self) -> QImage:
        """Return the chart in black on white with its title, to be put into Word."""
        assert self._chart is not None  # noqa: S101 - only a chart that is shown is copied
        assert self._picture is not None  # noqa: S101 - as above
        svg = self._picture.coloured("#000000", "#404040", "#ffffff")
        renderer = QSvgRenderer(QByteArray(svg.encode("utf-8")))
        font = QFont(FAMILY)
        font.setPixelSize(14)
        font.setBold(True)
        wide = self._picture.width + 2 * _BORDER
        high = self._picture.height + 3 * _BORDER + 20
        image = QImage(round(wide * _COPIED), round(high * _COPIED), QImage.Format.Format_RGB32)
        image.fill(QColor("white"))
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(_COPIED, _COPIED)
        plain = painter.font()
        painter.setFont(font)
        painter.setPen(QColor("black"))
        title = QRectF(_BORDER, _BORDER, self._picture.width, 20)
        painter.drawText(title, Qt.TextFlag.TextSingleLine, self._chart.title)
        painter.setFont(plain)  # letters of the drawing inherit the painter's weight
        below = QRectF(_BORDER, 2 * _BORDER + 20, self._picture.width, self._picture.height)
        renderer.render(painter, below)
        painter.end()
        return image
