"""The sheet on which recipients sign for their money: room to sign, sums carried forward.

Across the sheet. Each page begins with what the pages before it came to and ends with what goes
on to the next one; the last has the whole in figures and words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from desktop.core.formats import money_in_words, money_plain, official_count
from desktop.core.paper import Letterhead, PaperStyle, Signature
from desktop.core.terms import RecipientKind
from desktop.core.vietnamese.collate import name_sort_key, natural_sort_key
from desktop.platform.atomic import atomic_write
from desktop.reports.document import MM, Document, Progress
from desktop.reports.fonts import BOLD, ITALIC, REGULAR
from desktop.reports.text import LEADING, width, wrap

_SIGN: Final = 13 * MM
"""The least height of a row in points: a signature needs it."""
_SIZE: Final = 12.0
_PADDING: Final = 4.0
_SUM: Final = 8 * MM
_ROOM_TO_SIGN: Final = 62.0
_CLOSING: Final = ("Người lập danh sách", "Thủ quỹ")
_INDIVIDUAL: Final = RecipientKind.INDIVIDUAL.value
_KINDS: Final = [one.value for one in RecipientKind]
_HEADINGS: Final = (
    "TT",
    "Họ và tên / Tên tập thể",
    "Chức vụ, đơn vị",
    "Hình thức khen",
    "Số tiền (đồng)",
    "Ký nhận",
)
_SHARES: Final = (5, 27, 31, 14, 15, 24)
_ALIGN: Final = ("center", "left", "left", "center", "right", "left")
_MONEY: Final = 4
_MORE: Final = " …"  # where a text was cut


@dataclass(frozen=True)
class Payee:
    """Who signs, and for how much (đồng); a gift is signed for too."""

    kind: str  # a value of RecipientKind
    name: str
    post: str
    form: str
    form_order: int = 0
    money: int = 0
    gift: str = ""
    given_words: int = 1


@dataclass(frozen=True)
class SigningHead:
    """What the title says: the round, and its decisions."""

    occasion: str
    decisions: str = ""


@dataclass
class _Sheet:
    """The table under way: its columns, and the sum of the rows so far."""

    document: Document
    widths: Sequence[float]
    spent: int = 0
    _rules: list[tuple[float, float, float, float]] = field(default_factory=list)

    def heading(self) -> None:
        """Draw the headings, and on a further page what is brought forward."""
        cells = [
            wrap(one, BOLD, _SIZE, room - 2 * _PADDING)
            for one, room in zip(_HEADINGS, self.widths, strict=True)
        ]
        height = max(map(len, cells)) * _SIZE * LEADING + 2 * _PADDING
        self._row(cells, BOLD, height, centred=True)
        if self.document.page > 1 and self.spent:
            self.sum_row("Trang trước mang sang", self.spent)

    def payee(self, number: int, one: Payee, closing: float) -> None:
        """Draw a row; `closing` points have to stay free below it on its page."""
        amount = money_plain(one.money) if one.money else one.gift
        if one.money and one.gift:
            amount = f"{amount} và {one.gift}"
        texts = (str(number), one.name, one.post, one.form, amount, "")
        cells: list[Sequence[str]] = [
            wrap(text, BOLD if place == 1 else REGULAR, _SIZE, room - 2 * _PADDING)
            for place, (text, room) in enumerate(zip(texts, self.widths, strict=True))
        ]
        height = _height(cells)
        below = max(closing, _SUM)
        if height + below > self.document.room:
            self.turn()
            cells = self._shortened(cells, self.document.room - below)
            height = _height(cells)
        self.spent += one.money
        self._row(cells, REGULAR, height)

    def _shortened(self, cells: Sequence[Sequence[str]], room: float) -> list[Sequence[str]]:
        """Return cells no higher than so many points: a row to be signed stays on one page."""
        most = max(1, int((room - 2 * _PADDING) / (_SIZE * LEADING)))
        found: list[Sequence[str]] = []
        for place, (lines, across) in enumerate(zip(cells, self.widths, strict=True)):
            kept = list(lines[:most])
            if len(lines) > most:
                face = BOLD if place == 1 else REGULAR
                room_of_last = across - 2 * _PADDING - width(_MORE, face, _SIZE)
                kept[-1] = wrap(kept[-1], face, _SIZE, room_of_last)[0] + _MORE
            found.append(kept)
        return found

    def turn(self) -> None:
        """Close the page with what goes on to the next one."""
        if self.spent:
            self.sum_row("Cộng mang sang trang sau", self.spent)
        self.end_page()
        self.document.new_page()
        self.heading()

    def sum_row(self, words: str, amount: int) -> None:
        """Draw a sum across the columns before the money's."""
        document, top = self.document, self.document.y
        bottom = top - _SUM
        base = (top + bottom) / 2 - _SIZE * 0.35
        money_left = document.left + sum(self.widths[:_MONEY])
        money_right = money_left + self.widths[_MONEY]
        document.canvas.setFont(BOLD, _SIZE)
        document.canvas.drawRightString(money_left - 2 * _PADDING, base, words)
        document.canvas.drawRightString(money_right - _PADDING, base, money_plain(amount))
        for x in (document.left, money_left, money_right, document.right):
            self._rules.append((x, top, x, bottom))
        self._rules.append((document.left, bottom, document.right, bottom))
        document.y = bottom

    def end_page(self) -> None:
        """Draw the rules of the page."""
        self.document.canvas.setLineWidth(0.5)
        self.document.canvas.lines(self._rules)
        self._rules = []

    def _row(
        self,
        cells: Sequence[Sequence[str]],
        font: str,
        height: float,
        *,
        centred: bool = False,
    ) -> None:
        document = self.document
        top, bottom = document.y, document.y - height
        if not self._rules:
            self._rules.append((document.left, top, document.right, top))
        x = document.left
        for place, (lines, room) in enumerate(zip(cells, self.widths, strict=True)):
            face = BOLD if place == 1 else font
            document.canvas.setFont(face, _SIZE)
            y = (top + bottom + len(lines) * _SIZE * LEADING) / 2 - _SIZE * 0.95
            for line in lines:
                at = x + _PADDING
                align = "center" if centred else _ALIGN[place]
                if align == "center":
                    at = x + (room - width(line, face, _SIZE)) / 2
                elif align == "right":
                    at = x + room - _PADDING - width(line, face, _SIZE)
                document.canvas.drawString(at, y, line)
                y -= _SIZE * LEADING
            self._rules.append((x, top, x, bottom))
            x += room
        self._rules.append((document.right, top, document.right, bottom))
        self._rules.append((document.left, bottom, document.right, bottom))
        document.y = bottom


def write_signing(
    target: Path,
    style: PaperStyle,
    head: Letterhead,
    signature: Signature,
    about: SigningHead,
    payees: Sequence[Payee],
    progress: Progress | None = None,
) -> int:
    """Write the sheet as PDF, across the page; return its pages."""
    ordered = sorted(payees, key=_order)
    with atomic_write(target) as stream:
        document = Document(
            stream,
            style,
            title=f"Danh sách ký nhận tiền thưởng: {about.occasion}",
            author=head.issuer,
            landscape=True,
            progress=progress,
        )
        document.letterhead(head)
        note = f"({about.decisions})" if about.decisions else ""
        document.title("Danh sách", ("ký nhận tiền thưởng", about.occasion), note)
        sheet = _Sheet(document, _widths(document.width))
        words = total_words(ordered)
        closing = _SUM + _closing_height(document, signature, words)
        if document.room < _SUM * 2 + _SIGN:
            document.new_page()
        sheet.heading()
        for number, one in enumerate(ordered, start=1):
            last = number == len(ordered)
            sheet.payee(number, one, closing if last else 0.0)
        sheet.sum_row("Tổng cộng", sheet.spent)
        sheet.end_page()
        document.skip(6)
        document.paragraph(words, BOLD, indent=False)
        _sign(document, signature)
        return document.finish()


def _height(cells: Sequence[Sequence[str]]) -> float:
    return max(_SIGN, max(map(len, cells)) * _SIZE * LEADING + 2 * _PADDING)


def _order(one: Payee) -> tuple[object, ...]:
    person = one.kind == _INDIVIDUAL
    key = name_sort_key(one.name, one.given_words) if person else natural_sort_key(one.name)
    return (_KINDS.index(one.kind), one.form_order, one.form, key, one.post)


def _widths(whole: float) -> list[float]:
    shares = sum(_SHARES)
    return [whole * one / shares for one in _SHARES]


def total_words(payees: Sequence[Payee]) -> str:
    """Return the sentence below the table: how many sign, and the money in figures and words."""
    whole = sum(one.money for one in payees)
    count = official_count(len(payees))
    if not whole:
        return f"Danh sách có {count} suất thưởng."
    return (
        f"Danh sách có {count} suất thưởng. Tổng số tiền: {money_plain(whole)} đồng "
        f"(Bằng chữ: {money_in_words(whole)})."
    )


def _closing_height(document: Document, signature: Signature, words: str) -> float:
    size = document.style.body_size
    lines = len(wrap(words, BOLD, size, document.width))
    signing = document.style.signature_size * LEADING
    above = 2 if signature.authority else 1
    return 6 + lines * size * LEADING + size * 0.25 + 14 + (above + 2) * signing + _ROOM_TO_SIGN


def _sign(document: Document, signature: Signature) -> None:
    """Draw who made the list, who paid, and who signs for the office, side by side."""
    document.skip(10)
    size, third = document.style.signature_size, document.width / 3
    columns = [
        *(("", one.upper(), "") for one in _CLOSING),
        (signature.authority.upper(), signature.post.upper(), signature.name),
    ]
    top, lowest = document.y, document.y
    for place, (authority, post, name) in enumerate(columns):
        document.y = top
        x = document.left + third * (place + 0.5)
        if authority:
            document.centred(authority, BOLD, size, x, third - 8)
        document.centred(post, BOLD, size, x, third - 8)
        if not name and not authority:
            document.centred("(Ký, ghi rõ họ tên)", ITALIC, _SIZE, x, third - 8)
        document.y = min(document.y, top - 2 * size * LEADING) - _ROOM_TO_SIGN
        if name:
            document.centred(name, BOLD, size, x, third - 8)
        lowest = min(lowest, document.y)
    document.y = lowest
