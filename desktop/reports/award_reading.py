"""The list that is read aloud at the meeting: large type, by form, collectives first.

A recipient is a block that is never parted between pages. A person's name stands on one line,
whole; the words that a reader would stumble over (abbreviations) are written out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Final

from desktop.core.formats import date_text, official_count
from desktop.core.paper import PaperStyle
from desktop.core.terms import RecipientKind
from desktop.core.vietnamese.collate import name_sort_key, natural_sort_key
from desktop.platform.atomic import atomic_write
from desktop.reports.document import MM, Document, Progress
from desktop.reports.fonts import BOLD, ITALIC, REGULAR
from desktop.reports.text import LEADING, balanced, width, wrap

NAME_SIZE: Final = 20.0
TEXT_SIZE: Final = 18.0
_HEADING: Final = 18.0
_NUMBER_ROOM: Final = 14 * MM
_GAP: Final = 13.0
"""Room in points between two recipients."""
_FILL: Final = 0.7
"""Of a page, at most, for one recipient."""
_LEAST_TEXT: Final = 13.0
_SHORT: Final = 220
"""Characters that are read of an achievement, unless its first sentence is longer."""
_INDIVIDUAL: Final = RecipientKind.INDIVIDUAL.value
_ROMAN: Final = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_LETTERS: Final = "ABCDEGHIKLMNOPQRSTUVXY"
_KINDS: Final = {one.value: one.heading for one in RecipientKind}
_SPOKEN: Final = {
    "UBMTTQ": "Ủy ban Mặt trận Tổ quốc",
    "MTTQ": "Mặt trận Tổ quốc",
    "UBND": "Ủy ban nhân dân",
    "HĐND": "Hội đồng nhân dân",
    "BCH": "Ban Chấp hành",
    "BTV": "Ban Thường vụ",
    "LHPN": "Liên hiệp Phụ nữ",
    "TNCS": "Thanh niên Cộng sản",
    "LĐLĐ": "Liên đoàn Lao động",
    "CCB": "Cựu chiến binh",
    "HTX": "Hợp tác xã",
    "THCS": "Trung học cơ sở",
    "THPT": "Trung học phổ thông",
    "TNHH": "trách nhiệm hữu hạn",
    "VHTT": "Văn hóa - Thông tin",
    "GDĐT": "Giáo dục và Đào tạo",
}
_ABBREVIATION: Final = re.compile(rf"(?<![\w/-])({'|'.join(_SPOKEN)})(?![\w/-])")
_HYPHEN: Final = re.compile(r"(?<=\w)\s*[-‐‑–]\s*(?=\w)")
_SENTENCE: Final = re.compile(r"(?<=[.!?;])\s+")


@dataclass(frozen=True)
class Citation:
    """A recipient as it is read aloud."""

    kind: str  # a value of RecipientKind
    name: str
    post: str
    achievement: str
    form: str
    form_order: int = 0
    decision: str = ""  # 'của … theo Quyết định số … ngày …'
    decision_order: tuple[date, int] = (date.max, 0)
    given_words: int = 1


@dataclass(frozen=True)
class ReadingHead:
    """The meeting; `expected` when nobody was agreed to yet."""

    occasion: str
    meeting_on: date | None = None
    meeting_place: str = ""
    office: str = ""
    expected: bool = False


@dataclass(frozen=True)
class _Block:
    """A recipient laid out: lines with font and size."""

    number: int
    lines: tuple[tuple[str, str, float], ...]

    @property
    def height(self) -> float:
        return sum(size * LEADING for _text, _font, size in self.lines) + _GAP


def spoken(text: str) -> str:
    """Return a text with the abbreviations of offices written out."""
    return _ABBREVIATION.sub(lambda found: _SPOKEN[found[1]], " ".join(text.split()))


def spoken_name(name: str, kind: str) -> str:
    """Return a name as it is read: of a person without hyphens, else with nothing abbreviated."""
    if kind == _INDIVIDUAL:
        return _HYPHEN.sub(" ", " ".join(name.split()))
    return spoken(name)


def shortened(text: str, most: int = _SHORT) -> str:
    """Return the sentences of a text that fit into `most` characters, at least the first.

    A first sentence that is much longer ends at its last comma before that.
    """
    sentences = _SENTENCE.split(" ".join(text.split()))
    found = sentences[0]
    for one in sentences[1:]:
        if len(found) + 1 + len(one) > most:
            break
        found += f" {one}"
    if len(found) > 2 * most:
        cut = found.rfind(", ", most // 2, most)
        cut = cut if cut > 0 else found.rfind(" ", 0, most)
        found = f"{found[:cut]}." if cut > 0 else found
    return found.rstrip(";,") if found.endswith((";", ",")) else found


def write_reading(
    target: Path,
    style: PaperStyle,
    head: ReadingHead,
    citations: Sequence[Citation],
    progress: Progress | None = None,
) -> int:
    """Write the list that is read aloud as PDF; return its pages."""
    with atomic_write(target) as stream:
        document = Document(
            stream,
            style,
            title=f"Danh sách công bố khen thưởng: {head.occasion}",
            author=head.office,
            progress=progress,
        )
        _title(document, head, len(citations))
        if not citations:
            document.paragraph("Chưa có đối tượng nào.", size=TEXT_SIZE, indent=False)
        ordered = sorted(citations, key=_order)
        sections = [
            list(group)
            for _key, group in groupby(ordered, key=lambda one: (one.form, one.decision))
        ]
        for place, section in enumerate(sections):
            letter = _LETTERS[place % len(_LETTERS)] if len(sections) > 1 else ""
            _section(document, letter, section)
        return document.finish()


def _order(one: Citation) -> tuple[object, ...]:
    person = one.kind == _INDIVIDUAL
    key = name_sort_key(one.name, one.given_words) if person else natural_sort_key(one.name)
    kinds = list(_KINDS)
    return (
        one.form_order,
        one.form,
        one.decision_order,
        one.decision,
        kinds.index(one.kind),
        key,
        one.post,
    )


def _title(document: Document, head: ReadingHead, count: int) -> None:
    document.centred("DANH SÁCH CÔNG BỐ KHEN THƯỞNG", BOLD, NAME_SIZE)
    document.skip(3)
    document.centred(head.occasion, BOLD, TEXT_SIZE)
    about = []
    if head.meeting_on is not None:
        about.append(f"Hội nghị ngày {date_text(head.meeting_on)}")
    if head.meeting_place:
        about.append(head.meeting_place)
    if about:
        document.centred(", ".join(about), ITALIC, 15)
    if head.expected and count:
        document.centred("(Dự kiến: chưa ghi kết quả xét)", ITALIC, 15)
    document.rule((document.left + document.right) / 2, 120, below=8)
    document.skip(6)


def _section(document: Document, letter: str, section: Sequence[Citation]) -> None:
    """Draw the recipients of one form under one decision."""
    first = section[0]
    heading = f"{letter}. {first.form.upper()}" if letter else first.form.upper()
    opening = [(one, BOLD, NAME_SIZE) for one in wrap(heading, BOLD, NAME_SIZE, document.width)]
    if first.decision:
        words = spoken(first.decision)
        opening += [(one, ITALIC, 15) for one in wrap(capital(words), ITALIC, 15, document.width)]
    kinds = [(kind, list(group)) for kind, group in groupby(section, key=lambda one: one.kind)]
    for place, (kind, people) in enumerate(kinds):
        words = f"{_ROMAN[place]}. {_KINDS[kind].upper()} ({official_count(len(people))})"
        above = opening if place == 0 else []
        blocks = [_block(document, number, one) for number, one in enumerate(people, start=1)]
        _keep(document, _high(above) + _HEADING * LEADING + 16 + blocks[0].height)
        document.skip(6)
        _draw(document, above, document.left)
        document.skip(5 if above else 0)
        _draw(document, [(words, BOLD, _HEADING)], document.left)
        document.skip(5)
        for block in blocks:
            _keep(document, block.height - _GAP)
            _draw_block(document, block)


def capital(text: str) -> str:
    """Return a text with its first letter in capitals."""
    return text[:1].upper() + text[1:]


def _high(lines: Sequence[tuple[str, str, float]]) -> float:
    return sum(size * LEADING for _text, _font, size in lines)


def _keep(document: Document, height: float) -> None:
    """Turn the page when what comes next has no room on this one but has on a new one."""
    if height > document.room and document.room < document.top - document.bottom - 1:
        document.new_page()


def _block(document: Document, number: int, one: Citation) -> _Block:
    """Lay a recipient out; it always fits onto one page below its headings."""
    room = document.width - _NUMBER_ROOM
    most = (document.top - document.bottom) * _FILL
    said = spoken(shortened(one.achievement))
    size = TEXT_SIZE
    while True:
        lines = _name_lines(spoken_name(one.name, one.kind), one.kind, room)
        for text, font in ((spoken(one.post), ITALIC), (said, REGULAR)):
            if text:
                lines += [(line, font, size) for line in wrap(text, font, size, room)]
        if _high(lines) <= most:
            return _Block(number, tuple(lines))
        if size <= _LEAST_TEXT:  # somebody pasted a whole report
            return _Block(number, tuple(_cut(lines, most)))
        size -= 1


def _cut(lines: Sequence[tuple[str, str, float]], most: float) -> list[tuple[str, str, float]]:
    """Return the lines that have room; the last one says that there was more."""
    found: list[tuple[str, str, float]] = []
    for line in lines:
        if found and _high([*found, line]) > most:
            break
        found.append(line)
    text, font, size = found[-1]
    return [*found[:-1], (f"{text} …", font, size)]


def _name_lines(name: str, kind: str, room: float) -> list[tuple[str, str, float]]:
    """Return the lines of a name: a person's is one, smaller where it is long."""
    wide = width(name, BOLD, NAME_SIZE)
    size = NAME_SIZE if wide <= room else int(2 * NAME_SIZE * room / wide) / 2
    if kind == _INDIVIDUAL or size >= TEXT_SIZE:
        return [(name, BOLD, size)]
    return [(line, BOLD, TEXT_SIZE) for line in balanced(name, BOLD, TEXT_SIZE, room)]


def _draw(document: Document, lines: Sequence[tuple[str, str, float]], x: float) -> None:
    for text, font, size in lines:
        document.y -= size * LEADING
        document.canvas.setFont(font, size)
        document.canvas.drawString(x, document.y, text)


def _draw_block(document: Document, block: _Block) -> None:
    top = document.y
    _draw(document, block.lines, document.left + _NUMBER_ROOM)
    size = block.lines[0][2]
    document.canvas.setFont(BOLD, size)
    document.canvas.drawString(document.left, top - size * LEADING, f"{block.number}.")
    document.skip(_GAP)
