"""Draw the Windows icons from their SVG pictures: run by hand when a picture changes.

.venv/bin/python packaging/icons.py
"""

from __future__ import annotations

import io
import os
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ICONS = Path(__file__).resolve().parent.parent / "resources" / "icons"
SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)


def drawn(renderer: QSvgRenderer, size: int) -> Image.Image:
    """Return a picture drawn at one size, in pixels."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return Image.open(io.BytesIO(bytes(buffer.data().data())))


def main() -> None:
    """Write an `.ico` beside each picture of the program and of its kinds of file."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QGuiApplication([])
    for name in ("guongsang", "guongsang-book", "guongsang-submission"):
        renderer = QSvgRenderer(str(ICONS / f"{name}.svg"))
        pictures = [drawn(renderer, size) for size in SIZES]
        pictures[-1].save(
            ICONS / f"{name}.ico",
            sizes=[(size, size) for size in SIZES],
            append_images=pictures[:-1],
        )
    app.quit()


if __name__ == "__main__":
    main()
