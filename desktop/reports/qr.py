"""A QR code drawn on a paper as shapes, not as a picture: sharp on every printer."""

from __future__ import annotations

from itertools import groupby

import segno
from reportlab.pdfgen.canvas import Canvas

QUIET = 4
"""Modules of white that a reader needs on all sides (ISO/IEC 18004, 'quiet zone')."""


def modules(text: str) -> tuple[tuple[bool, ...], ...]:
    """Return the dark modules of a text's code row by row, from the top; error level M."""
    code = segno.make_qr(text, error="m", boost_error=False)
    return tuple(tuple(bool(one) for one in row) for row in code.matrix)


def draw_qr(canvas: Canvas, text: str, x: float, y: float, side: float) -> float:
    """Draw a text's code with its lower left corner at `x`, `y`; return the size of a module.

    `side` is that of the code in points; the caller keeps `QUIET` modules white around it.
    """
    rows = modules(text)
    step = side / len(rows)
    path = canvas.beginPath()
    for place, row in enumerate(rows):
        at = 0
        for dark, run in groupby(row):
            length = len(list(run))
            if dark:
                path.rect(x + at * step, y + side - (place + 1) * step, length * step, step)
            at += length
    canvas.saveState()
    canvas.setFillGray(0)
    canvas.drawPath(path, stroke=0, fill=1)
    canvas.restoreState()
    return step
