"""A paper under way: pages, margins, letterhead, title, paragraphs, signature (DOMAIN.md 'Paper').

Everything is drawn straight on ReportLab's canvas; `y` is where the next thing begins, in
points from the bottom. The same input gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import BinaryIO

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from desktop.core.formats import place_and_date
from desktop.core.paper import Letterhead, PaperStyle, Signature
from desktop.reports.fonts import BOLD, BOLD_ITALIC, ITALIC, REGULAR, register_fonts
from desktop.reports.text import LEADING, balanced, width, wrap

Progress = Callable[[int, int], None]
MM = 72 / 25.4
"""A millimetre in points."""
RULE = 0.7
"""Thickness of a rule in points."""
_SIGN_ROOM = 62.0
"""Room in points between post and name for signature and seal."""
_LEAST_SIGN_ROOM = 36.0
"""What is left of it across the sheet, where a page is low: still enough for a seal."""


class Document:
    """One PDF being drawn; `finish` writes it and returns the number of pages."""

    def __init__(
        self,
        target: BinaryIO,
        style: PaperStyle,
        *,
        title: str,
        author: str,
        landscape: bool = False,
        progress: Progress | None = None,
    ) -> None:
        register_fonts()
        self.style = style
        wide, high = (A4[1], A4[0]) if landscape else A4
        self.page_width: float = wide
        self.page_height: float = high
        self.canvas = Canvas(
            target, pagesize=(wide, high), invariant=1, pageCompression=1, lang="vi-VN"
        )
        self.canvas.setTitle(title)
        self.canvas.setAuthor(author)
        self.canvas.setCreator("Gương Sáng")
        self.page = 1
        self._progress = progress
        self._least_sign_room = _LEAST_SIGN_ROOM if landscape else _SIGN_ROOM
        self.y = self.top

    # the type area of the present page

    @property
    def left(self) -> float:
        """Left edge of the type area; on the back of a sheet the margins change places."""
        turned = self.style.mirrored and self.page % 2 == 0
        return (self.style.right if turned else self.style.left) * MM

    @property
    def right(self) -> float:
        """Right edge of the type area."""
        return self.left + self.width

    @property
    def width(self) -> float:
        """Width of the type area."""
        return self.page_width - (self.style.left + self.style.right) * MM

    @property
    def top(self) -> float:
        """Upper edge of the type area."""
        return self.page_height - self.style.top * MM

    @property
    def bottom(self) -> float:
        """Lower edge of the type area."""
        return self.style.bottom * MM

    @property
    def room(self) -> float:
        """Height that is left on the page."""
        return self.y - self.bottom

    def new_page(self) -> None:
        """End the page and begin the next one, with its number."""
        self.canvas.showPage()
        if self._progress is not None:
            self._progress(self.page, 0)
        self.page += 1
        self.y = self.top
        size = self.style.page_number_size
        self.canvas.setFont(REGULAR, size)
        at = self.page_height - self.style.page_number_from_top * MM - size * 0.7
        middle = (self.left + self.right) / 2
        self.canvas.drawCentredString(middle, at, self.style.page_number_text.format(n=self.page))

    def finish(self) -> int:
        """Write the PDF; return the number of pages."""
        self.canvas.showPage()
        self.canvas.save()
        return self.page

    # pieces

    def skip(self, points: float) -> None:
        """Leave some room."""
        self.y -= points

    def centred(
        self, text: str, font: str, size: float, x: float | None = None, room: float | None = None
    ) -> float:
        """Write centred lines around `x` (default: the type area); return the widest line."""
        x = (self.left + self.right) / 2 if x is None else x
        widest = 0.0
        self.canvas.setFont(font, size)
        for line in balanced(text, font, size, room or self.width):
            self.y -= size * LEADING
            self.canvas.drawCentredString(x, self.y, line)
            widest = max(widest, width(line, font, size))
        return widest

    def rule(self, x: float, length: float, below: float = 5.5) -> None:
        """Draw a rule centred around `x`, a little under the last line."""
        self.y -= below
        self.canvas.setLineWidth(RULE)
        self.canvas.line(x - length / 2, self.y, x + length / 2, self.y)

    def letterhead(self, head: Letterhead) -> None:
        """Draw both columns at the head of the first page."""
        # the heading of the state or the Party must stay on one line each, so must the date
        needed = max(
            width(line, BOLD, size)
            for line, size in zip(self.style.heading, self.style.heading_sizes, strict=True)
        )
        dated = min(width(_date_words(head), ITALIC, self.style.date_size), self.width * 0.7)
        right_room = max(needed, dated, self.width * 0.5) + 2
        gap = 4 * MM
        left_room = self.width - right_room - gap
        start = self.y
        self._issuer(head, self.left + left_room / 2, left_room)
        left_end = self.y
        self.y = start
        self._heading(head, self.right - right_room / 2, right_room)
        self.y = min(self.y, left_end)

    def _issuer(self, head: Letterhead, x: float, room: float) -> None:
        style = self.style
        parent_font = BOLD if style.parent_bold else REGULAR
        if head.parent:
            self.centred(head.parent.upper(), parent_font, style.parent_size, x, room)
        widest = self.centred(head.issuer.upper(), BOLD, style.issuer_size, x, room)
        if style.issuer_mark == "star":
            self.centred("*", REGULAR, style.issuer_size, x, room)
        else:
            self.rule(x, min(widest, room) * 0.4)
        if head.number:
            # '-QĐ/HU': the number itself is written in by hand
            shown = f"{' ' * 8}{head.number}" if head.number.startswith("-") else head.number
            self.skip(2)
            self.centred_raw(style.number_text.format(number=shown), style.number_size, x)

    def centred_raw(self, text: str, size: float, x: float) -> None:
        """Write one line with its spaces as they are (room for a pen)."""
        self.y -= size * LEADING
        self.canvas.setFont(REGULAR, size)
        self.canvas.drawCentredString(x, self.y, text)

    def _heading(self, head: Letterhead, x: float, room: float) -> None:
        style = self.style
        length = 0.0
        for line, size in zip(style.heading, style.heading_sizes, strict=True):
            self.centred(line, BOLD, size, x, room)
            length = width(line, BOLD, size)
        self.rule(x, length)
        self.y -= 4
        self.y -= style.date_size * LEADING
        self.canvas.setFont(ITALIC, style.date_size)
        self.canvas.drawCentredString(x, self.y, _date_words(head))

    def title(self, kind: str, abstract: Sequence[str] = (), note: str = "") -> None:
        """Write the title: kind in capitals, abstract bold, short rule, a note in italics."""
        style = self.style
        self.skip(style.title_size)
        self.centred(kind.upper(), BOLD, style.title_size)
        widest = 0.0
        for line in abstract:
            if line:
                widest = self.centred(line, BOLD, style.abstract_size)
        if note:
            self.centred(note, ITALIC, style.body_size)
        self.rule((self.left + self.right) / 2, min(max(widest, 90) * 0.4, 170), below=7)
        self.skip(9)

    def paragraph(
        self, text: str, font: str = REGULAR, size: float | None = None, *, indent: bool = True
    ) -> None:
        """Write a justified paragraph with its first line indented."""
        size = size or self.style.body_size
        first = self.style.indent * MM if indent else 0.0
        lines = _indented(text, font, size, self.width, first)
        for place, line in enumerate(lines):
            if self.room < size * LEADING:
                self.new_page()
            self.y -= size * LEADING
            x = self.left + (first if place == 0 else 0)
            self._justified(line, font, size, x, last=place == len(lines) - 1)
        self.skip(size * 0.25)

    def _justified(self, line: str, font: str, size: float, x: float, *, last: bool) -> None:
        words = line.split(" ")
        spare = self.right - x - width(line, font, size)
        self.canvas.setFont(font, size)
        if last or len(words) < 2 or spare < 0:
            self.canvas.drawString(x, self.y, line)
            return
        # word by word: a TrueType font ignores PDF's own word spacing
        gap = width(" ", font, size) + spare / (len(words) - 1)
        for word in words:
            self.canvas.drawString(x, self.y, word)
            x += width(word, font, size) + gap

    # the end of a paper

    def signature_height(self, signature: Signature, receivers: Sequence[str] = ()) -> float:
        """Return the least height of the closing block."""
        style, half = self.style, self.width / 2
        texts = (signature.authority.upper(), signature.post.upper(), signature.name or " ")
        lines = sum(len(wrap(one, BOLD, style.signature_size, half)) for one in texts if one)
        right = lines * style.signature_size * LEADING + self._least_sign_room
        left = 0.0
        if receivers:
            left = style.receivers_title_size * LEADING
            left += len(self._receiver_lines(receivers)) * style.receivers_size * LEADING
        return max(right, left) + 14

    def sign_room(self, below: float) -> float:
        """Return the room in points for a signature with `below` points to come after it."""
        return max(self._least_sign_room, min(_SIGN_ROOM, self.room - below))

    def signature(self, signature: Signature, receivers: Sequence[str] = ()) -> None:
        """Draw receivers bottom left and the signature on the right; the room must be there."""
        self.skip(14)
        start = self.y
        half = self.width / 2
        x = self.right - half / 2
        size = self.style.signature_size
        if signature.authority:
            self.centred(signature.authority.upper(), BOLD, size, x, half)
        self.centred(signature.post.upper(), BOLD, size, x, half)
        names = len(wrap(signature.name or " ", BOLD, size, half))
        self.skip(self.sign_room(names * size * LEADING))
        self.centred(signature.name, BOLD, size, x, half)
        end = self.y
        if receivers:
            self.y = start
            self._receivers(receivers)
        self.y = min(self.y, end)

    def _receivers(self, receivers: Sequence[str]) -> None:
        style = self.style
        size = style.receivers_title_size
        font = BOLD_ITALIC if style.receivers_title_look == "bold-italic" else REGULAR
        self.y -= size * LEADING
        self.canvas.setFont(font, size)
        self.canvas.drawString(self.left, self.y, "Nơi nhận:")
        if style.receivers_title_look == "underline":
            self.canvas.setLineWidth(RULE)
            end = self.left + width("Nơi nhận", font, size)
            self.canvas.line(self.left, self.y - 2, end, self.y - 2)
        for line in self._receiver_lines(receivers):
            self.y -= style.receivers_size * LEADING
            self.canvas.setFont(REGULAR, style.receivers_size)
            self.canvas.drawString(self.left, self.y, line)

    def _receiver_lines(self, receivers: Sequence[str]) -> list[str]:
        size, room = self.style.receivers_size, self.width * 0.45
        ends = ["," for _one in receivers[1:]] + ["."]
        entries = [f"- {one}{end}" for one, end in zip(receivers, ends, strict=True)]
        return [line for one in entries for line in wrap(one, REGULAR, size, room)]


def _date_words(head: Letterhead) -> str:
    """Return the line of place and date; without a day it leaves room for the pen."""
    if head.day is not None:
        return place_and_date(head.place, head.day)
    year = str(head.year) if head.year else " " * 6
    return f"{head.place}, ngày {' ' * 5} tháng {' ' * 5} năm {year}"


def _indented(text: str, font: str, size: float, room: float, first: float) -> list[str]:
    """Return the lines of a paragraph whose first line has less room."""
    head = wrap(text, font, size, room - first)[0]
    rest = text[len(head) :].strip() if text.startswith(head) else ""
    if not rest:
        words = " ".join(text.split())
        head = wrap(words, font, size, room - first)[0]
        rest = words[len(head) :].strip()
    return [head, *(wrap(rest, font, size, room) if rest else ())]
