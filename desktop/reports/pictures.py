"""Draws JPEG pictures from their bytes on ReportLab's canvas; no other library is needed.

A picture that stands on many pages is kept in the file once.
"""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO

from reportlab.pdfbase.pdfdoc import PDFImageXObject
from reportlab.pdfbase.pdfutils import readJPEGInfo
from reportlab.pdfgen.canvas import Canvas

from desktop.core.errors import UserProblem


def jpeg_size(data: bytes) -> tuple[int, int]:
    """Return width and height in pixels.

    Raises `UserProblem` for what is no JPEG that a PDF can hold.
    """
    if not data.startswith(b"\xff\xd8"):
        raise _unreadable()
    try:
        width, height, _colours, _dpi = readJPEGInfo(BytesIO(data))
    except Exception as error:  # ReportLab raises struct.error and classes of its own
        raise _unreadable() from error
    if not width or not height:
        raise _unreadable()
    return int(width), int(height)


def draw_jpeg(canvas: Canvas, data: bytes, x: float, y: float, width: float, height: float) -> None:
    """Draw a JPEG into a box: its lower left corner and its size in points.

    Raises `UserProblem` for what is no JPEG that a PDF can hold.
    """
    name = f"GS{sha256(data).hexdigest()[:24]}"
    document = canvas._doc  # noqa: SLF001 - canvas.drawImage would read the bytes by Pillow
    if not document.hasForm(name):
        jpeg_size(data)
        picture = PDFImageXObject(name, None)
        picture.loadImageFromJPEG(BytesIO(data))
        document.Reference(picture, document.getXObjectName(name))
        document.addForm(name, picture)
    canvas.saveState()
    canvas.translate(x, y)
    canvas.scale(width, height)
    canvas.doForm(name)
    canvas.restoreState()


def _unreadable() -> UserProblem:
    return UserProblem("Ảnh không đọc được. Hãy chọn ảnh JPG hoặc PNG khác.")
