"""A PDF opened for looking at and for printing; pdfium, guarded by one lock.

pdfium isn't safe to be used by two threads, so every call of it is made under `_LOCK`.
Sizes are in points (1/72 inch), as in the file.
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw
from PySide6.QtCore import QSizeF
from PySide6.QtGui import QImage

from desktop.core.errors import DamagedFile, problem_from_oserror

_LOCK = threading.Lock()
_pdfium: Any = pypdfium2  # has no complete types
MAX_PIXELS = 36_000_000  # of one picture: 144 MB


class PdfFile:
    """An open PDF. It is read into memory, so that the file may be replaced meanwhile."""

    def __init__(self, path: Path, content: bytes | None = None) -> None:
        """Open the PDF at `path`; with `content` the one that lies in memory only.

        Raises:
            EnvironmentProblem: it can't be read.
            DamagedFile: it isn't a whole PDF.
        """
        self.path = path
        try:
            self.content = path.read_bytes() if content is None else content
        except OSError as error:
            raise problem_from_oserror(error, path) from error
        with _LOCK:
            try:
                self._document = _pdfium.PdfDocument(self.content)
                self.sizes = [
                    QSizeF(*self._document.get_page_size(page))
                    for page in range(len(self._document))
                ]
            except _pdfium.PdfiumError as error:
                raise DamagedFile(
                    f"«{path.name}» không phải tệp PDF dùng được. Hãy lập lại bản in."
                ) from error

    def __len__(self) -> int:
        return len(self.sizes)

    def render(self, page: int, scale: float, band: tuple[float, float] | None = None) -> QImage:
        """Return a picture of a page, `scale` pixels a point; safe on any thread.

        `band` (top, bottom in points from the page's top) leaves out what is above and below.
        """
        height = self.sizes[page].height()
        top, bottom = band or (0.0, height)
        with _LOCK:
            opened = self._document[page]
            try:
                bitmap = opened.render(
                    scale=scale,
                    crop=(0, height - bottom, 0, top),
                    force_bitmap_format=_pdfium.raw.FPDFBitmap_BGRx,
                )
                picture = QImage(
                    bitmap.buffer,
                    bitmap.width,
                    bitmap.height,
                    bitmap.stride,
                    QImage.Format.Format_RGB32,
                ).copy()
                bitmap.close()
            finally:
                opened.close()
        return picture

    def close(self) -> None:
        """Give the memory back; the file can't be used any more."""
        with _LOCK:
            self._document.close()
