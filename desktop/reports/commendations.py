"""The commendation lists: for approval, and as annexed to a decision (DOMAIN.md 'Paper')."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from desktop.core.formats import date_text, money, money_in_words, money_plain, official_count
from desktop.core.paper import Letterhead, PaperStyle, Signature
from desktop.core.terms import RecipientKind
from desktop.core.vietnamese.collate import name_sort_key, natural_sort_key
from desktop.platform.atomic import atomic_write
from desktop.reports.document import Document, Progress
from desktop.reports.fonts import BOLD
from desktop.reports.table import Cells, Column, Group, Line, draw_table
from desktop.reports.text import LEADING, wrap

_KINDS = {one.value: one.heading for one in RecipientKind}
_NONE = "Chưa có đối tượng nào."
_YEAR = re.compile(r"\d{4}")
_YEARS = re.compile(r"[\d/.]+\s*[-–—]\s*[\d/.]+")
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


@dataclass(frozen=True)
class AwardLine:
    """A recipient as the list shows it; `money` is in đồng."""

    kind: str  # a value of RecipientKind
    name: str
    post: str
    achievement: str
    form: str
    form_order: int = 0
    level: str = ""  # the level proposed to, in words
    money: int | None = None
    gift: str = ""
    given_words: int = 1


@dataclass(frozen=True)
class RoundHead:
    """The round and, for the annex, its decision."""

    occasion: str
    achievement_period: str = ""
    meeting_on: date | None = None
    meeting_place: str = ""
    proposal: str = ""
    decision_number: str = ""
    decision_on: date | None = None
    decision_issuer: str = ""


@dataclass(frozen=True)
class ListPaper:
    """How a list is printed: style, head, who signs, who receives it."""

    style: PaperStyle
    head: Letterhead
    signature: Signature
    receivers: tuple[str, ...] = ()


def write_proposal(
    target: Path,
    paper: ListPaper,
    held: RoundHead,
    awards: Sequence[AwardLine],
    progress: Progress | None = None,
) -> int:
    """Write 'danh sách đề nghị khen thưởng' as PDF; return its pages."""
    abstract = ("đề nghị khen thưởng", occasion_text(held.occasion, held.achievement_period))
    note = f"(Kèm theo {held.proposal})" if held.proposal else ""
    return _write(target, paper, abstract, note, awards, progress)


def write_annex(
    target: Path,
    paper: ListPaper,
    held: RoundHead,
    awards: Sequence[AwardLine],
    progress: Progress | None = None,
) -> int:
    """Write 'danh sách khen thưởng kèm theo Quyết định' as PDF; return its pages.

    A decision without number or date leaves dotted room for the pen.
    """
    number = held.decision_number or "……………"
    day = date_text(held.decision_on) if held.decision_on else "…/…/……"
    issuer = held.decision_issuer or "………………………"
    note = f"(Kèm theo Quyết định số {number} ngày {day} của {issuer})"
    abstract = ("khen thưởng", occasion_text(held.occasion, held.achievement_period))
    return _write(target, paper, abstract, note, awards, progress)


def occasion_text(occasion: str, period: str) -> str:
    """Return a round's occasion with its period of achievement, unless it names it already.

    '2021 - 2023' is written 'giai đoạn 2021 - 2023', '2025' 'năm 2025'; words stay as typed.
    """
    if not period or period in occasion:
        return occasion
    if _YEARS.fullmatch(period):
        period = f"giai đoạn {period}"
    elif _YEAR.fullmatch(period):
        period = f"năm {period}"
    return f"{occasion}, {period}"


def _write(
    target: Path,
    paper: ListPaper,
    abstract: tuple[str, ...],
    note: str,
    awards: Sequence[AwardLine],
    progress: Progress | None,
) -> int:
    ordered = sorted(awards, key=_order)
    columns = _columns(ordered)
    total = totals(ordered)
    with atomic_write(target) as stream:
        document = Document(
            stream,
            paper.style,
            title=f"Danh sách {' '.join(abstract)}",
            author=paper.head.issuer,
            progress=progress,
        )
        document.letterhead(paper.head)
        document.title("Danh sách", abstract, note)
        size = paper.style.table_size
        body = paper.style.body_size
        # the paragraph below, with the room before and after it
        above = 6 + len(wrap(total, BOLD, body, document.width)) * body * LEADING + body * 0.25
        closing = above + document.signature_height(paper.signature, paper.receivers)
        draw_table(document, columns, _lines(ordered), size=size, closing=closing, empty=_NONE)
        document.skip(6)
        if ordered:  # else the table says it already
            document.paragraph(total, BOLD, indent=False)
        document.signature(paper.signature, paper.receivers)
        return document.finish()


def _order(award: AwardLine) -> tuple[object, ...]:
    kinds = list(_KINDS)
    person = award.kind == RecipientKind.INDIVIDUAL.value
    key = name_sort_key(award.name, award.given_words) if person else natural_sort_key(award.name)
    return (award.form_order, award.form, kinds.index(award.kind), key, award.post)


_Cell = Callable[[int, AwardLine], str]
_WITH_CELL: dict[str, tuple[Column, _Cell]] = {
    "place": (Column("TT", 5, "center"), lambda place, one: str(place)),
    "name": (Column("Họ và tên / Tên tập thể", 24), lambda place, one: one.name),
    "post": (Column("Chức vụ, đơn vị", 25), lambda place, one: one.post),
    "achievement": (Column("Thành tích", 42), lambda place, one: one.achievement),
    "form": (Column("Hình thức khen", 14, "center"), lambda place, one: one.form),
    "level": (Column("Cấp khen", 11, "center"), lambda place, one: one.level),
    "money": (
        Column("Mức thưởng (đồng)", 14, "right"),
        lambda place, one: _reward(one),
    ),
}


def _reward(award: AwardLine) -> str:
    """Return money and gift, as on the sheet that is signed for them."""
    amount = money_plain(award.money) if award.money is not None else ""
    if award.gift and not award.money:  # nobody is given «0 đồng và một khung bằng»
        return award.gift
    return f"{amount} và {award.gift}" if award.gift else amount


def _columns(awards: Sequence[AwardLine]) -> list[Column]:
    largest = max((money_plain(one.money) for one in awards if one.money), key=len, default="")
    samples = {
        "place": str(len(awards)),
        "money": largest,
        "form": _longest_word(one.form for one in awards),
        "level": _longest_word(one.level for one in awards),
    }
    found = {
        name: replace(_WITH_CELL[name][0], sample=samples.get(name, "")) for name in _names(awards)
    }
    if "money" in found and any(one.gift for one in awards):
        # words among the sums: neither stands to the right then
        found["money"] = Column("Mức thưởng (đồng), hiện vật", 18, "center", largest)
    return list(found.values())


def _longest_word(texts: Iterable[str]) -> str:
    return max((word for text in set(texts) for word in text.split()), key=len, default="")


def _names(awards: Sequence[AwardLine]) -> list[str]:
    """Return the columns that say something in this list."""
    names = ["place", "name", "post", "achievement"]
    if len({one.form for one in awards}) <= 1:  # else each form has a heading of its own
        names.append("form")
    if len({one.level for one in awards if one.level}) > 1:
        names.append("level")
    if any(one.money is not None or one.gift for one in awards):
        names.append("money")
    return names


def _lines(awards: Sequence[AwardLine]) -> Iterator[Line]:
    names = _names(awards)
    forms = list(dict.fromkeys(one.form for one in awards))
    section = 0
    before: tuple[str, str] | None = None
    place = 0
    counts: dict[tuple[str, str], int] = {}
    for one in awards:
        counts[one.form, one.kind] = counts.get((one.form, one.kind), 0) + 1
    for one in awards:
        if before is None or one.form != before[0]:
            section = 0
            if len(forms) > 1:
                letter = chr(ord("A") + forms.index(one.form))
                yield Group(f"{letter}. {one.form.upper()}")
        if (one.form, one.kind) != before:
            before = (one.form, one.kind)
            kind = _KINDS[one.kind].upper()
            number = official_count(counts[before])
            yield Group(f"{_ROMAN[section]}. {kind} ({number})")
            section += 1
            place = 0
        place += 1
        yield Cells(tuple(_WITH_CELL[name][1](place, one) for name in names))


def totals(awards: Sequence[AwardLine]) -> str:
    """Return the closing line: counts per kind, and the money in figures and words."""
    if not awards:
        return _NONE
    parts = []
    for kind in RecipientKind:
        number = sum(one.kind == kind.value for one in awards)
        if number:
            parts.append(f"{official_count(number)} {kind.heading.lower()}")
    line = f"Tổng cộng: {', '.join(parts)}"
    whole = sum(one.money or 0 for one in awards)
    if whole:
        line += f". Tổng mức thưởng: {money(whole)} ({money_in_words(whole)})"
    return f"{line}."
