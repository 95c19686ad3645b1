"""The view of the sheet: zoom with the wheel, move with the arrows, rulers in millimetres."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QShowEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QGraphicsView, QGridLayout, QWidget

from desktop.ui.certificates.model import LayoutModel
from desktop.ui.certificates.scene import SheetScene
from desktop.ui.i18n import _

_STEP, _FINE, _COARSE = 0.5, 0.1, 5.0  # mm of an arrow; with Shift; with Ctrl
_LEAST, _MOST = 0.3, 8.0
_FACTOR = 1.2
_MM = 96 / 25.4  # logical pixels of a millimetre at 100 %
_RULER = 20  # pixels
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class SheetView(QGraphicsView):
    """Shows a `SheetScene`; 1.0 is the size on paper on a screen of 96 dots per inch."""

    zoomed = Signal(float)
    moved = Signal()  # what is seen has moved: rulers follow

    def __init__(self, scene: SheetScene, model: LayoutModel) -> None:
        super().__init__(scene)
        self._sheet, self._model = scene, model
        self._fits, self._fitting = True, False
        self.zoom = 1.0
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("The sheet"))
        self.setAccessibleDescription(
            _("Arrows move the chosen field by 0.5 mm, with Shift by 0.1 mm, with Ctrl by 5 mm.")
        )
        for bar in (self.horizontalScrollBar(), self.verticalScrollBar()):
            bar.valueChanged.connect(lambda _value: self.moved.emit())

    def set_zoom(self, zoom: float) -> None:
        """Show the sheet at a size; it doesn't follow the window's size any more."""
        self._fits = False
        self._apply(zoom)

    def zoom_in(self) -> None:
        """Show it larger."""
        self.set_zoom(self.zoom * _FACTOR)

    def zoom_out(self) -> None:
        """Show it smaller."""
        self.set_zoom(self.zoom / _FACTOR)

    def fit(self) -> None:
        """Show the whole sheet, now and when the window changes its size."""
        self._fits = True
        whole = self.sceneRect()
        room = self.maximumViewportSize()
        across = (room.width() - 2) / (whole.width() * _MM)
        down = (room.height() - 2) / (whole.height() * _MM)
        self._apply(min(across, down))
        self.centerOn(whole.center())

    def _apply(self, zoom: float) -> None:
        self.zoom = min(max(zoom, _LEAST), _MOST)
        scale = self.zoom * _MM
        self._sheet.set_pixel(1 / scale)
        # at once: a transform in between would show and hide the scroll bars
        self.setTransform(QTransform.fromScale(scale, scale))
        self.zoomed.emit(self.zoom)
        self.moved.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, else scroll."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            turned = event.angleDelta().y()
            if turned:
                self.set_zoom(self.zoom * _FACTOR ** (turned / 120))
            event.accept()
            return
        super().wheelEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select nothing when the bare sheet is clicked."""
        if self.itemAt(event.position().toPoint()) is None:
            self._model.select()
        super().mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """There is no menu on the sheet: all is in the tools."""
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the selected fields, remove them, go from field to field."""
        key = Qt.Key(event.key())
        if key in _ARROWS and self._model.selected:
            mods = event.modifiers()
            shift = bool(mods & Qt.KeyboardModifier.ShiftModifier)
            control = bool(mods & Qt.KeyboardModifier.ControlModifier)
            step = _FINE if shift else _COARSE if control else _STEP
            x, y = _ARROWS[key]
            self._model.move_selected(x * step, y * step, ("arrows", self._model.selected))
            event.accept()
            return
        if key == Qt.Key.Key_Delete:
            self._model.remove_selected()
            event.accept()
            return
        if key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp) and self._model.layout.fields:
            self._next(1 if key == Qt.Key.Key_PageDown else -1)
            event.accept()
            return
        super().keyPressEvent(event)

    def _next(self, step: int) -> None:
        current = self._model.current
        count = len(self._model.layout.fields)
        place = 0 if current is None else (current + step) % count
        self._model.select(place)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the whole sheet in view while it fits."""
        super().resizeEvent(event)
        if self._fits and not self._fitting:
            self._fitting = True  # fitting may hide a scroll bar, which resizes again
            self.fit()
            self._fitting = False
        self.moved.emit()

    def showEvent(self, event: QShowEvent) -> None:
        """Fit the sheet when the window comes up."""
        super().showEvent(event)
        if self._fits:
            self.fit()


class Ruler(QWidget):
    """A ruler in millimetres along one side of the view; marks where the chosen field is."""

    def __init__(self, view: SheetView, model: LayoutModel, *, across: bool) -> None:
        super().__init__()
        self._view, self._model, self._across = view, model, across
        if across:
            self.setFixedHeight(_RULER)
        else:
            self.setFixedWidth(_RULER + 6)
        font = self.font()
        font.setPointSizeF(max(6.5, font.pointSizeF() * 0.72))
        self.setFont(font)
        view.moved.connect(self.update)
        model.changed.connect(self.update)
        model.selection_changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ticks that are in view."""
        del event
        painter = QPainter(self)
        palette = self.palette()
        painter.fillRect(self.rect(), palette.color(QPalette.ColorRole.Base))
        ink = palette.color(QPalette.ColorRole.PlaceholderText)
        layout = self._model.layout
        whole = int(layout.width if self._across else layout.height)
        scale = self._view.zoom * _MM
        step = next(one for one in (1, 5, 10, 50, 100) if one * scale >= 4 or one == 100)
        named = next(one for one in (10, 20, 50, 100) if one * scale >= 26 or one == 100)
        self._mark(painter, scale)
        painter.setPen(ink)
        for at in range(0, whole + 1, step):
            place = self._place(at)
            long = 9 if at % named == 0 else 6 if at % 10 == 0 else 3
            self._tick(painter, place, long)
            if at % named == 0:
                self._number(painter, place, str(at))

    def _place(self, millimetres: float) -> float:
        point = QPointF(millimetres, 0) if self._across else QPointF(0, millimetres)
        shown = self._view.mapFromScene(point)
        corner = self._view.viewport().mapTo(self._view, shown)
        return float(corner.x() if self._across else corner.y())

    def _tick(self, painter: QPainter, place: float, long: int) -> None:
        if self._across:
            painter.drawLine(QPointF(place, self.height()), QPointF(place, self.height() - long))
        else:
            painter.drawLine(QPointF(self.width(), place), QPointF(self.width() - long, place))

    def _number(self, painter: QPainter, place: float, text: str) -> None:
        if self._across:
            box = QRectF(place - 20, 0, 40, self.height() - 8)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        else:
            box = QRectF(0, place - 10, self.width() - 10, 20)
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(box, right, text)

    def _mark(self, painter: QPainter, scale: float) -> None:
        field = self._model.field
        if field is None:
            return
        place = self._place(field.x if self._across else field.y)
        accent = self.palette().color(QPalette.ColorRole.Accent)
        accent.setAlpha(120)
        side = max(2.0, 0.5 * scale)
        size = self.height() if self._across else self.width()
        box = QRectF(place - side / 2, 0, side, size)
        if not self._across:
            box = QRectF(0, place - side / 2, size, side)
        painter.fillRect(box, accent)


class Board(QWidget):
    """The view with its two rulers."""

    def __init__(self, model: LayoutModel) -> None:
        super().__init__()
        self.scene = SheetScene(model)
        self.view = SheetView(self.scene, model)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(Ruler(self.view, model, across=True), 0, 1)
        layout.addWidget(Ruler(self.view, model, across=False), 1, 0)
        layout.addWidget(self.view, 1, 1)
