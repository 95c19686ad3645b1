"""Pictures for the tests, drawn on the spot."""

from __future__ import annotations

import struct
import zlib

from PySide6.QtGui import QColor, QImage, QPainter

from desktop.ui.files import pictures


def image(width: int = 60, height: int = 40, colour: str = "#1a5fb4") -> QImage:
    """Return an image whose upper left quarter is white."""
    made = QImage(width, height, QImage.Format.Format_RGB32)
    made.fill(QColor(colour))
    painter = QPainter(made)
    painter.fillRect(0, 0, width // 2, height // 2, QColor("white"))
    painter.end()
    return made


def noisy(width: int, height: int) -> QImage:
    """Return an image that no format makes small."""
    step = 7919
    row = bytes((place * step >> 3) & 0xFF for place in range(width * 4))
    rows = b"".join(row[at % 4096 :] + row[: at % 4096] for at in range(0, height * 37, 37))
    return QImage(rows, width, height, QImage.Format.Format_RGB32).copy()


def turned(jpeg: bytes, orientation: int = 6) -> bytes:
    """Return a JPEG that says how it was held (EXIF, tag 0x0112)."""
    entry = struct.pack(">HHIHH", 0x0112, 3, 1, orientation, 0)
    tiff = b"MM\x00*" + struct.pack(">IH", 8, 1) + entry + struct.pack(">I", 0)
    exif = b"Exif\x00\x00" + tiff
    return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + jpeg[2:]


def png_of(width: int, height: int) -> bytes:
    """Return a tiny PNG that claims so many points: what unfolds to gigabytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    data = chunk(b"IDAT", zlib.compress(bytes(1_000)))
    return b"\x89PNG\r\n\x1a\n" + head + data + chunk(b"IEND", b"")


def jpeg(width: int = 60, height: int = 40) -> bytes:
    """Return an image as JPEG."""
    return pictures.as_jpeg(image(width, height), 90)
