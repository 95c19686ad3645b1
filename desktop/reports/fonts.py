"""The font of all paper: Times New Roman where Windows has it, else the bundled Liberation Serif.

Both have the same metrics, so that a list breaks at the same places on every machine.
"""

from __future__ import annotations

import os
import sys
from functools import lru_cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from desktop.platform.paths import resource_path

REGULAR, BOLD, ITALIC, BOLD_ITALIC = "GS", "GS-Bold", "GS-Italic", "GS-BoldItalic"
_BUNDLED = {
    REGULAR: "LiberationSerif-Regular.ttf",
    BOLD: "LiberationSerif-Bold.ttf",
    ITALIC: "LiberationSerif-Italic.ttf",
    BOLD_ITALIC: "LiberationSerif-BoldItalic.ttf",
}
_TIMES = {
    REGULAR: "times.ttf",
    BOLD: "timesbd.ttf",
    ITALIC: "timesi.ttf",
    BOLD_ITALIC: "timesbi.ttf",
}


def bundled_fonts() -> dict[str, Path]:
    """Return the bundled font file of each style."""
    return {name: resource_path("fonts", file) for name, file in _BUNDLED.items()}


def _windows_fonts() -> dict[str, Path] | None:
    if sys.platform != "win32":
        return None
    folder = Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts"
    found = {name: folder / file for name, file in _TIMES.items()}
    return found if all(path.exists() for path in found.values()) else None


@lru_cache(maxsize=1)
def register_fonts() -> None:
    """Make the four styles known to ReportLab; does nothing a second time."""
    own = _windows_fonts()
    try:
        _register(own or bundled_fonts())
    except TTFError:
        # a damaged or odd system font must not stop the printing
        _register(bundled_fonts())


def _register(files: dict[str, Path]) -> None:
    for name, path in files.items():
        pdfmetrics.registerFont(TTFont(name, str(path)))
