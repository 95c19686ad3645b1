"""Findings as a spreadsheet and as lines of text, to be mended from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.core.errors import UserProblem
from desktop.core.formats import date_text, number
from desktop.core.register import Kind
from desktop.services.books import require_other
from desktop.services.cleaning import RULES
from desktop.services.cleaning.values import Finding, FindingKind, Findings
from desktop.services.house_paper import calendar_day
from desktop.storage.book import Book
from desktop.storage.registers import spec

if TYPE_CHECKING:
    from desktop.reports.workbook import CellValue, SheetColumn

Progress = Callable[[int, int], Any]
_TITLE = "DANH SÁCH DỮ LIỆU CẦN RÀ SOÁT"


def write_list(
    book: Book,
    findings: Sequence[Finding],
    target: Path,
    *,
    about: str = "",
    progress: Progress | None = None,
) -> int:
    """Write findings as an .xlsx file, in their order; return how many lines it has.

    `about` says in words what was chosen. `progress` hears of lines written and all lines.
    Raises `UserProblem` for another ending or too many lines, and the sentences of the
    environment; what `progress` raises goes through. `target` is then as it was.
    """
    if target.suffix.lower() != ".xlsx":
        raise UserProblem("Tên tệp phải kết thúc bằng .xlsx (Excel).")
    require_other(target, book.path)
    from desktop.reports.workbook import write_workbook  # noqa: PLC0415 - XlsxWriter when needed

    total = len(findings)
    told = f"Tính đến ngày {date_text(calendar_day())}"
    return write_workbook(
        target,
        _TITLE,
        _columns(),
        _rows(findings),
        subtitle=f"{about}. {told}" if about else told,
        tick=None if progress is None else lambda done: progress(done, total),
    )


def _columns() -> list[SheetColumn]:
    from desktop.reports.workbook import SheetColumn  # noqa: PLC0415

    widths = {"Đơn vị": 34, "Sổ": 18, "Bản ghi": 28, "Cần xem": 11, "Nội dung": 60, "Cột": 20}
    found = [SheetColumn(heading, Kind.TEXT, width) for heading, width in widths.items()]
    return [
        *found,
        SheetColumn("Đã xác nhận", Kind.BOOLEAN, 10),
        SheetColumn("Sửa lại là", Kind.TEXT, 24),
    ]


def _rows(findings: Sequence[Finding]) -> Iterator[list[CellValue]]:
    for one in findings:
        declared = spec(one.register)
        yield [
            one.unit,
            declared.heading,
            one.title,
            one.kind.heading,
            one.words,
            declared.by_name[one.field].heading,
            one.confirmed,
            None,  # for the hand of whoever mends it
        ]


def summary(found: Findings) -> list[str]:
    """Return lines on how much there is to mend: by kind, then by rule."""
    waiting = [one for one in found.entries if not one.confirmed]
    if not waiting:
        return ["Không có gì phải sửa."]
    rules = Counter(one.rule for one in waiting)
    lines = [f"Cần xem lại: {number(len(waiting))} mục"]
    for kind in FindingKind:
        of_kind = [one for one in RULES if one.kind is kind and rules[one.name]]
        if of_kind:
            lines.append(f"{kind.heading}: {number(sum(rules[one.name] for one in of_kind))}")
            lines += [f"  {number(rules[one.name])} {one.heading}" for one in of_kind]
    confirmed = len(found.entries) - len(waiting)
    if confirmed:
        lines.append(f"Đã xác nhận là đúng: {number(confirmed)}")
    return lines


def by_unit(found: Findings, names: Sequence[tuple[int, str]]) -> list[str]:
    """Return a line for each unit, of (id, name), that has something to mend with all below it."""
    return [f"  {number(found.count(unit))} {name}" for unit, name in names if found.count(unit)]
