"""The log of who did what on paper and as a spreadsheet, day by day."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from desktop.core.errors import UserProblem
from desktop.core.formats import date_text, number
from desktop.core.register import Kind
from desktop.services import audit
from desktop.services.audit import Asked
from desktop.services.books import require_other
from desktop.services.history import Telling
from desktop.services.house_paper import calendar_day
from desktop.services.member_papers import members_paper
from desktop.storage.book import Book

if TYPE_CHECKING:
    from desktop.reports.audit import LogDay
    from desktop.reports.workbook import CellValue

LOG: Final = "audit-log"
REGISTER: Final = None
TITLES: Final = {LOG: "Nhật ký thao tác"}
"""The paper by name, with its title."""
MOST_ON_PAPER: Final = 5_000  # deeds
_LINES: Final = 12  # of what a deed changed, on paper
_LONGEST: Final = 160  # signs of such a line
_COLUMNS: Final = (
    ("Số mục", Kind.INTEGER, 10),
    ("Ngày", Kind.DATE, 12),
    ("Giờ", Kind.TEXT, 10),
    ("Người làm", Kind.TEXT, 24),
    ("Việc đã làm", Kind.TEXT, 44),
    ("Loại", Kind.TEXT, 16),
    ("Bản ghi", Kind.TEXT, 40),
    ("Thay đổi", Kind.TEXT, 60),
)

Progress = Callable[[int, int], None]


def make(
    book: Book,
    form: str,
    target: Path,
    given: Mapping[str, Any],
    progress: Progress | None = None,
) -> int:
    """Write the log of a period as PDF; return its pages.

    Options: `first` and `last` (days, else today), `clerk` (a name, else all), `kinds` (values of
    `AuditAction`, else all). Raises `UserProblem` for a turned period and for more deeds than a
    paper takes, and the sentences of the environment.
    """
    from desktop.reports.audit import write_log  # noqa: PLC0415 - ReportLab when needed

    del form
    require_other(target, book.path)
    asked = asked_for(given)
    found = audit.log(book, asked, MOST_ON_PAPER)
    if found.more:
        raise UserProblem(
            f"Kỳ này có hơn {number(MOST_ON_PAPER)} việc, quá nhiều để in. "
            "Hãy chọn kỳ ngắn hơn hoặc xuất ra Excel."
        )
    with book.read() as session:
        paper = members_paper(session)
        days = _days(session, asked)
    return write_log(target, paper, _scope(asked), days, found.chain, progress)


def export(book: Book, target: Path, given: Mapping[str, Any]) -> int:
    """Write the entries of a period as .xlsx, with the options of `make`; return its lines."""
    from desktop.reports.workbook import SheetColumn, write_workbook  # noqa: PLC0415 - as above

    require_other(target, book.path)
    asked = asked_for(given)
    if asked.first > asked.last:
        raise UserProblem("Ngày đầu kỳ sau ngày cuối kỳ. Hãy chọn lại kỳ.")
    columns = [SheetColumn(heading, kind, width) for heading, kind, width in _COLUMNS]
    with book.read() as session:
        said = "; ".join((*_scope(asked), f"cuối nhật ký: {audit.chain_words(session)}"))
        rows = _rows(session, asked)
        return write_workbook(target, TITLES[LOG], columns, rows, subtitle=said, numbered=False)


def asked_for(given: Mapping[str, Any]) -> Asked:
    """Return what the options of a paper ask for."""
    today = calendar_day()
    first, last = given.get("first"), given.get("last")
    first = first or (date(last.year, last.month, 1) if last else today)
    kinds = audit.kinds_of(given.get("kinds") or ())
    return Asked(first, last or max(first, today), given.get("clerk") or "", kinds)


def _scope(asked: Asked) -> list[str]:
    days = f"từ ngày {date_text(asked.first)} đến ngày {date_text(asked.last)}"
    if asked.first == asked.last:
        days = f"ngày {date_text(asked.first)}"
    told = [days]
    if asked.clerk:
        told.append(f"người làm: {asked.clerk}")
    if asked.kinds:
        words = (heading for value, heading in audit.KINDS if value in asked.kinds)
        told.append(f"loại thao tác: {', '.join(words)}")
    return told


def _days(session: Any, asked: Asked) -> list[LogDay]:
    from desktop.reports.audit import LogDay, LogLine  # noqa: PLC0415

    telling = Telling(session)
    lines: list[tuple[date, LogLine]] = []
    for entries in audit.read_entries(session, asked):
        deed = audit.deed_of_entries(entries)
        told = [_short(one) for one in audit.details_of(telling, entries, _LINES)]
        more = len(told) - _LINES
        if more > 1:
            told = [*told[:_LINES], f"… và {number(more)} dòng nữa"]
        line = LogLine(f"{deed.at:%H:%M:%S}", deed.clerk, deed.words, "\n".join(told))
        lines.append((deed.at.date(), line))
    # the clock may have been set back: a day stands where its deeds stand in the log
    by_day = groupby(lines, key=lambda one: one[0])
    return [LogDay(date_text(day), [line for _day, line in some]) for day, some in by_day]


def _short(line: str) -> str:
    plain = " ".join(line.split())
    return plain if len(plain) <= _LONGEST else plain[: _LONGEST - 1] + "…"


def _rows(session: Any, asked: Asked) -> Iterator[tuple[CellValue, ...]]:
    telling = Telling(session)
    for entries in audit.read_entries(session, asked):
        deed = audit.deed_of_entries(entries)
        for one in entries:
            at = audit.local(one.at)
            yield (
                one.id,
                at.date(),
                f"{at:%H:%M:%S}",
                deed.clerk,
                deed.words,
                dict(audit.KINDS).get(one.action, one.action),
                audit.subject(one),
                "; ".join(audit.changes_in(telling, one))[:32_000],
            )
