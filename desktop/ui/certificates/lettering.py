"""The letters of certificates on the screen: the same widths as on paper, sharp at any size."""

from __future__ import annotations

import sys
from functools import lru_cache

from PySide6.QtCore import QLocale
from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF, QPainterPath

from desktop.platform.paths import resource_path

EM = 1000
"""Pixels of the size at which letters are measured and outlined."""
_FACES = ("Regular", "Bold", "Italic", "BoldItalic")
_NO_LIGATURES = ("liga", "clig", "dlig")


@lru_cache(maxsize=1)
def _family() -> str:
    """Return Times New Roman where Windows has it, else the bundled font of the same metrics."""
    if sys.platform == "win32" and "Times New Roman" in QFontDatabase.families():
        return "Times New Roman"
    for face in _FACES:
        file = resource_path("fonts", f"LiberationSerif-{face}.ttf")
        QFontDatabase.addApplicationFont(str(file))
    return "Liberation Serif"


@lru_cache(maxsize=4)
def _font(bold: bool, italic: bool) -> QFont:
    font = QFont(_family())
    font.setPixelSize(EM)
    font.setBold(bold)
    font.setItalic(italic)
    # the paper's letters stand side by side as their widths say
    font.setKerning(False)
    for name in _NO_LIGATURES:
        font.setFeature(QFont.Tag(name), 0)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


@lru_cache(maxsize=4)
def _metrics(bold: bool, italic: bool) -> QFontMetricsF:
    return QFontMetricsF(_font(bold, italic))


@lru_cache(maxsize=8_192)
def measure(text: str, bold: bool, italic: bool) -> float:
    """Return a text's width at 1 point (`core.certificate_text.Measure`)."""
    return _metrics(bold, italic).horizontalAdvance(text) / EM


@lru_cache(maxsize=512)
def outline(text: str, bold: bool, italic: bool) -> QPainterPath:
    """Return the outlines of a text from (0, 0) on its base line, at the size `EM`."""
    path = QPainterPath()
    path.addText(0, 0, _font(bold, italic), text)
    return path


def millimetres(value: float, digits: int = 1) -> str:
    """Return a length as the clerk reads it: '148,5'."""
    vietnamese = QLocale(QLocale.Language.Vietnamese)
    vietnamese.setNumberOptions(QLocale.NumberOption.OmitGroupSeparator)
    text = vietnamese.toString(round(value, digits) + 0.0, "f", digits)
    return text.removesuffix(",0")
