"""The icon set (Lucide, in resources/icons), recoloured by the palette and crisp at any scale."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QIconEngine, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer

from desktop.platform.paths import resource_path

# A role of the palette by the name callers use.
_ROLES = {
    "text": QPalette.ColorRole.ButtonText,
    "accent": QPalette.ColorRole.Accent,
    "muted": QPalette.ColorRole.PlaceholderText,
}
_FIXED = {  # on light, on dark
    "danger": ("#b3261e", "#ff8a80"),
    "on_accent": ("#ffffff", "#ffffff"),
}


@cache
def _source(name: str) -> bytes:
    return resource_path("icons", f"{name}.svg").read_bytes()


@cache
def _renderer(name: str, colour: str) -> QSvgRenderer:
    svg = _source(name).replace(b"currentColor", colour.encode("ascii"))
    return QSvgRenderer(QByteArray(svg))


def is_dark(palette: QPalette | None = None) -> bool:
    """Tell whether windows are darker than their text."""
    colours = palette or QGuiApplication.palette()
    window = colours.color(QPalette.ColorRole.Window)
    return window.lightness() < colours.color(QPalette.ColorRole.WindowText).lightness()


class _Engine(QIconEngine):
    """Draws one SVG in the colour that the palette has at the time of drawing."""

    def __init__(self, name: str, role: str) -> None:
        super().__init__()
        self._name = name
        self._role = role

    def clone(self) -> QIconEngine:
        return _Engine(self._name, self._role)

    def _colour(self, mode: QIcon.Mode) -> str:
        palette = QGuiApplication.palette()
        if mode is QIcon.Mode.Disabled:
            return palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText).name()
        if mode is QIcon.Mode.Selected:
            return palette.color(QPalette.ColorRole.HighlightedText).name()
        if self._role in _FIXED:
            return QColor(_FIXED[self._role][is_dark(palette)]).name()
        return palette.color(_ROLES[self._role]).name()

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        del state
        side = min(rect.width(), rect.height())
        square = QRectF(
            rect.x() + (rect.width() - side) / 2, rect.y() + (rect.height() - side) / 2, side, side
        )
        _renderer(self._name, self._colour(mode)).render(painter, square)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(
        self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float
    ) -> QPixmap:
        pixmap = QPixmap(size * scale)  # `size` is in the screen's logical pixels
        pixmap.setDevicePixelRatio(scale)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return pixmap


@cache
def icon(name: str, role: str = "text") -> QIcon:
    """Return the icon `name` (a file of resources/icons without its ending).

    `role` is 'text', 'accent', 'muted', 'danger' or 'on_accent' (on a primary button). The colour
    follows the palette.

    Raises:
        FileNotFoundError: there is no such icon (a bug).
    """
    _source(name)
    return QIcon(_Engine(name, role))


@cache
def app_icon() -> QIcon:
    """Return the icon of the program."""
    return QIcon(str(resource_path("icons", "guongsang.ico")))
