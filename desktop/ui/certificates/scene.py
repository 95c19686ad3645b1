"""The sheet with its fields, to be dragged; one unit of the scene is a millimetre."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QByteArray, QLineF, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter, QPainterPath, QPalette, QPen
from PySide6.QtWidgets import (
    QGraphicsItem,
    QGraphicsScene,
    QGraphicsSceneHoverEvent,
    QGraphicsSceneMouseEvent,
    QStyleOptionGraphicsItem,
    QWidget,
)

from desktop.core.certificate_text import ASCENT, DESCENT, SetText, box_of, set_field
from desktop.core.certificates import LEAST_WIDTH, POINT, CertificateField, rounded
from desktop.ui.certificates.lettering import EM, measure, outline
from desktop.ui.certificates.model import LayoutModel

_HANDLE = 9  # pixels of the handle that makes a field wider
_CATCH = 6  # pixels from which a field snaps to another
_EDGE = 2.0  # mm of the desk that is seen round the sheet
_PAPER = QColor("white")
_INK, _RED = QColor("black"), QColor("#bf0d0d")
_ACCENT, _FAINT, _GUIDE = QColor("#1a5fb4"), QColor(26, 95, 180, 90), QColor("#c2185b")
_TIGHT = QColor(196, 60, 0, 60)


class FieldItem(QGraphicsItem):
    """A field: its text in its box, its anchor, and when it is selected a handle."""

    def __init__(self, scene: SheetScene, place: int) -> None:
        super().__init__()
        self._sheet = scene
        self.place = place
        self.field: CertificateField
        self.text: SetText | None = None
        self.box = QRectF()
        self.setAcceptHoverEvents(True)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIsSelectable, False)

    def tell(self, field: CertificateField, words: Mapping[str, str]) -> None:
        """Show a field with a recipient's words."""
        self.prepareGeometryChange()
        layout = self._sheet.model.layout
        self.field = field
        self.text = set_field(layout, field, words, measure)
        left, width = box_of(layout, field)
        size = (self.text.size if self.text else field.size) * POINT
        lines = self.text.lines if self.text else ()
        first = lines[0].y if lines else field.y
        last = lines[-1].y if lines else field.y
        top, bottom = first - ASCENT * size, last + DESCENT * size
        self.box = QRectF(left, top, width, bottom - top)
        self.setToolTip(field.name)
        self.update()

    @property
    def selected(self) -> bool:
        """Whether it is among the selected ones."""
        return self.place in self._sheet.model.selected

    def handle(self) -> QRectF:
        """Return where the handle is that makes it wider."""
        side = _HANDLE * self._sheet.pixel
        x = self.box.left() if self.field.align == "right" else self.box.right()
        return QRectF(x - side / 2, self.box.center().y() - side / 2, side, side)

    def boundingRect(self) -> QRectF:
        """Return the box with the handle and the anchor's cross."""
        room = 2 * _HANDLE * self._sheet.pixel
        return self.box.adjusted(-room, -room, room, room)

    def shape(self) -> QPainterPath:
        """Return what the mouse catches: the box, and the handle of a selected one."""
        path = QPainterPath()
        path.addRect(self.box)
        if self.selected:
            path.addRect(self.handle())
        return path

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw text, box, anchor and handle."""
        del option, widget
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.text is None or self.text.tight:
            painter.fillRect(self.box, _TIGHT if self.text else QColor(26, 95, 180, 25))
        self._draw_text(painter)
        chosen = self.selected
        pen = QPen(_ACCENT if chosen else _FAINT, self._sheet.pixel)
        pen.setStyle(Qt.PenStyle.SolidLine if chosen else Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(self.box)
        arm = 6 * self._sheet.pixel
        x, y = self.field.x, self.field.y
        painter.drawLine(QLineF(x - arm, y, x + arm, y))
        painter.drawLine(QLineF(x, y - arm, x, y + arm))
        if chosen:
            painter.setBrush(_ACCENT)
            painter.setPen(QPen(_PAPER, 0))
            painter.drawRect(self.handle())

    def _draw_text(self, painter: QPainter) -> None:
        field = self.field
        painter.setPen(Qt.PenStyle.NoPen)
        if self.text is None:
            # nothing to print for this recipient: its name, so that it can be found
            painter.setBrush(_FAINT)
            scale = min(field.size, 9) * POINT / EM
            words = f"«{field.name}»"
            self._draw_line(painter, words, self.box.left(), field.y, scale)
            return
        painter.setBrush(_RED if field.colour == "red" else _INK)
        scale = self.text.size * POINT / EM
        for line in self.text.lines:
            self._draw_line(painter, line.text, line.x, line.y, scale)

    def _draw_line(self, painter: QPainter, text: str, x: float, y: float, scale: float) -> None:
        painter.save()
        painter.translate(x, y)
        painter.scale(scale, scale)
        painter.drawPath(outline(text, self.field.bold, self.field.italic))
        painter.restore()

    def hoverMoveEvent(self, event: QGraphicsSceneHoverEvent) -> None:
        """Show by the cursor what a drag would do."""
        wider = self.selected and self.handle().contains(event.pos())
        self.setCursor(Qt.CursorShape.SizeHorCursor if wider else Qt.CursorShape.SizeAllCursor)

    def mousePressEvent(self, event: QGraphicsSceneMouseEvent) -> None:
        """Select, and begin to move it or to make it wider."""
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        wider = self.selected and self.handle().contains(event.pos())
        more = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        self._sheet.press(self, event.scenePos(), more=more, wider=wider)

    def mouseMoveEvent(self, event: QGraphicsSceneMouseEvent) -> None:
        """Move it, or make it wider."""
        snaps = not event.modifiers() & Qt.KeyboardModifier.AltModifier
        self._sheet.drag(event.scenePos(), snaps=snaps)

    def mouseReleaseEvent(self, event: QGraphicsSceneMouseEvent) -> None:
        """Keep where it is."""
        del event
        self._sheet.release()


class SheetScene(QGraphicsScene):
    """Paper, scan and fields of a `LayoutModel`, with the words of a recipient."""

    def __init__(self, model: LayoutModel) -> None:
        super().__init__()
        self.model = model
        self.pixel = 0.3  # mm of a pixel of the view
        self.opacity = 0.7  # of the scan
        self.items_by_place: list[FieldItem] = []
        self._words: Mapping[str, str] = {}
        self._scan: QImage | None = None
        self._scan_bytes: bytes | None = None
        self._guides: list[QLineF] = []
        self._grip: tuple[FieldItem, QPointF, tuple[CertificateField, ...]] | None = None
        self._wider = False
        self._moved = False
        model.changed.connect(self.refresh)
        model.selection_changed.connect(self._select)
        self.refresh()

    # what is shown

    def set_words(self, words: Mapping[str, str]) -> None:
        """Show the words of another recipient."""
        self._words = words
        self.refresh()

    def set_pixel(self, millimetres: float) -> None:
        """Take note of how large a pixel is now: handles keep their size on the screen."""
        self.pixel = millimetres
        for item in self.items_by_place:
            item.prepareGeometryChange()
        self.update()

    def set_opacity(self, opacity: float) -> None:
        """Show the scan fainter or stronger (0 to 1)."""
        self.opacity = opacity
        self.update()

    def refresh(self) -> None:
        """Show the layout as it is now."""
        layout = self.model.layout
        self.setSceneRect(-_EDGE, -_EDGE, layout.width + 2 * _EDGE, layout.height + 2 * _EDGE)
        if self.model.now.scan is not self._scan_bytes:
            self._scan_bytes = self.model.now.scan
            self._scan = None
            if self._scan_bytes is not None:
                image = QImage.fromData(QByteArray(self._scan_bytes))
                self._scan = None if image.isNull() else image
        while len(self.items_by_place) > len(layout.fields):
            self.removeItem(self.items_by_place.pop())
        while len(self.items_by_place) < len(layout.fields):
            item = FieldItem(self, len(self.items_by_place))
            item.tell(layout.fields[item.place], self._words)
            self.items_by_place.append(item)
            self.addItem(item)
        for item, field in zip(self.items_by_place, layout.fields, strict=True):
            item.tell(field, self._words)
        self._select()

    def scan_size(self) -> QSize | None:
        """Return the size of the scan in points, None without one."""
        return None if self._scan is None else self._scan.size()

    def tight_fields(self) -> list[str]:
        """Return the names of the fields whose text is smaller than readable."""
        return [one.field.name for one in self.items_by_place if one.text and one.text.tight]

    def _select(self) -> None:
        current = self.model.current
        for item in self.items_by_place:
            # the selected one lies on top: it is the one that can be caught
            item.setZValue(1 if item.place == current else 0)
            item.prepareGeometryChange()
            item.update()

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        """Draw the desk, the paper and the scan."""
        painter.fillRect(rect, QGuiApplication.palette().color(QPalette.ColorRole.Mid))
        paper = self.paper()
        painter.fillRect(paper, _PAPER)
        if self._scan is not None:
            painter.setOpacity(self.opacity)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(paper, self._scan)
            painter.setOpacity(1)
        painter.setPen(QPen(QColor("#8a929e"), 0))
        painter.drawRect(paper)

    def drawForeground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        """Draw the lines to which a field has snapped."""
        del rect
        painter.setPen(QPen(_GUIDE, self.pixel))
        painter.drawLines(self._guides)

    def paper(self) -> QRectF:
        """Return the sheet."""
        return QRectF(0, 0, self.model.layout.width, self.model.layout.height)

    # dragging

    def press(self, item: FieldItem, at: QPointF, *, more: bool, wider: bool) -> None:
        """Begin a drag of a field (`more`: together with those selected already)."""
        chosen = self.model.selected
        if more and item.place in chosen and len(chosen) > 1:
            self.model.select(*(one for one in chosen if one != item.place))
            return
        if more or item.place in chosen:
            self.model.select(*(one for one in chosen if one != item.place), item.place)
        else:
            self.model.select(item.place)
        self._wider, self._moved = wider, False
        self._grip = (item, at, self.model.begin_drag())

    def drag(self, at: QPointF, *, snaps: bool) -> None:
        """Go on with a drag."""
        if self._grip is None:
            return
        item, begun, fields = self._grip
        step = at - begun
        if not self._moved and max(abs(step.x()), abs(step.y())) < 2 * self.pixel:
            return  # a click with an unsteady hand moves nothing
        self._moved = True
        if self._wider:
            self._widen(item, fields, at)
            return
        dx, dy = step.x(), step.y()
        self._guides = []
        if snaps:
            dx, dy = self._snapped(fields, dx, dy)
        self.model.drag_to(self.model.moved(fields, dx, dy))
        self.update()

    def release(self) -> None:
        """End a drag."""
        self._grip = None
        self._guides = []
        self.model.end_drag()
        self.update()

    def _widen(self, item: FieldItem, fields: tuple[CertificateField, ...], at: QPointF) -> None:
        field = fields[item.place]
        away = abs(at.x() - field.x) * (2 if field.align == "center" else 1)
        width = rounded(min(max(away, LEAST_WIDTH), self.model.layout.width))
        wider = replace(field, width=width)
        self.model.drag_to((*fields[: item.place], wider, *fields[item.place + 1 :]))

    def _snapped(
        self, fields: tuple[CertificateField, ...], dx: float, dy: float
    ) -> tuple[float, float]:
        """Return a step that ends in line with another field or the middle of the sheet."""
        current = self.model.current
        if current is None:
            return dx, dy
        field, layout = fields[current], self.model.layout
        others = [one for at, one in enumerate(fields) if at not in self.model.selected]
        near = _CATCH * self.pixel
        columns = [one.x for one in others] + [layout.width / 2]
        x = min(columns, key=lambda one: abs(one - field.x - dx))
        if abs(x - field.x - dx) <= near:
            dx = x - field.x
            self._guides.append(QLineF(x, 0, x, layout.height))
        if others:
            y = min((one.y for one in others), key=lambda one: abs(one - field.y - dy))
            if abs(y - field.y - dy) <= near:
                dy = y - field.y
                self._guides.append(QLineF(0, y, layout.width, y))
        return dx, dy
