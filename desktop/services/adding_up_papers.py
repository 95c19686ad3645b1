"""Papers of a receiving office: figures by office with totals, who has sent, a chart by office."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from desktop.core.errors import UserProblem
from desktop.core.figures import Figures
from desktop.core.formats import date_text, number, official_count
from desktop.core.register import Kind
from desktop.core.terms import Answer, Trust
from desktop.services import adding_up
from desktop.services.adding_up import AddedUp, OfficeState
from desktop.services.books import require_other
from desktop.services.figure_lines import FigureLine, figure_groups
from desktop.services.figures import level_words
from desktop.services.house_paper import calendar_day
from desktop.services.member_papers import members_paper
from desktop.storage.book import Book

if TYPE_CHECKING:
    from desktop.reports.adding_up import OfficeRow, StateRow

FIGURES, STATE, CHART = "offices-figures", "offices-state", "offices-chart"
Progress = Callable[[int, int], None]
REGISTER = "submissions"
TITLES = {
    FIGURES: "Tổng hợp số liệu các cơ quan",
    STATE: "Tình hình gửi số liệu",
    CHART: "Biểu đồ số liệu các cơ quan",
}
"""The papers by name, with their titles."""
SHEETS: Final = (FIGURES, STATE)
"""What can be a workbook, too."""
CHARTED: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "models": ("số mô hình", ("models", "total")),
    "members": ("số đảng viên", ("members", "total")),
    "awards": ("số lượt khen thưởng", ("commendations", "awards")),
    "registered": ("số cá nhân đã đăng ký", ("pledges", "people", "registered")),
}
"""What a chart can show of each office: in words, and the figure's keys in the JSON contract."""
_STATE_COLUMNS = (
    *("Trực thuộc", "Cơ quan", "Cấp", "Ngày gửi", "Lần gửi", "Tình trạng"),
    *("Số liệu đã sửa sau khi gửi", "Chữ ký", "Trả lời"),
)
_SUMS = ("Tổng cộng", "Trừ trùng giữa các cơ quan")
_SHOWN = 4  # changed figures that a row names


def make(
    book: Book,
    form: str,
    target: Path,
    given: Mapping[str, Any],
    progress: Progress | None = None,
) -> int:
    """Write the paper of a name in `TITLES`; return its pages.

    Options: `first` and `last` (days; without both the latest period of which something was
    received or sent, else this year), `office` (an office's uid: it with those below it), of the
    chart `figure` (a key of `CHARTED`). Raises `UserProblem` for a turned period, an unknown office
    or figure, and the sentences of the environment.
    """
    from desktop.reports import adding_up as paper  # noqa: PLC0415 - ReportLab when needed

    require_other(target, book.path)
    first, last = period_of(book, given)
    with book.read() as session:
        style = members_paper(session)
    days = f"từ ngày {date_text(first)} đến ngày {date_text(last)}"
    if form == STATE:
        found = adding_up.states(book, first, last, calendar_day())
        groups = [(name, list(rows)) for name, rows in _state_groups(book, found)]
        abstract = ("gửi số liệu của các cơ quan", days)
        return paper.write_states(target, style, abstract, groups, _told(found), progress)
    added = adding_up.added_up(book, first, last, given.get("office"))
    if form == CHART:
        words, bars = _bars(added, given.get("figure") or "models")
        abstract = (f"số liệu các cơ quan: {words}", days)
        return paper.write_chart(target, style, abstract, bars, _notes(added), progress)
    rows, twice, total = _rows(added)
    abstract = ("số liệu các cơ quan", days)
    return paper.write_figures(target, style, abstract, rows, twice, total, _notes(added), progress)


def export(book: Book, form: str, target: Path, given: Mapping[str, Any]) -> int:
    """Write what a paper has as .xlsx, with the options of `make`; return the lines of the table.

    The figures have a column for each figure that some office has, not only those of the paper.
    """
    from desktop.reports.workbook import SheetColumn, write_workbook  # noqa: PLC0415 - as above

    require_other(target, book.path)
    first, last = period_of(book, given)
    days = f"Từ ngày {date_text(first)} đến ngày {date_text(last)}"
    if form == STATE:
        found = adding_up.states(book, first, last, calendar_day())
        columns = [SheetColumn(one, Kind.TEXT, 22) for one in _STATE_COLUMNS]
        told = (
            (parent, one.name, one.level, one.sent_on, one.number, one.state, one.changed,
             one.trust, one.answer)
            for parent, rows in _state_groups(book, found)
            for one in rows
        )  # fmt: skip
        return write_workbook(target, TITLES[form], columns, told, subtitle=days)
    added = adding_up.added_up(book, first, last, given.get("office"))
    table = _whole(book, added)
    columns = [
        SheetColumn("Cơ quan", Kind.TEXT, 36),
        SheetColumn("Thuộc số liệu của", Kind.TEXT, 30),
    ]
    columns += [
        SheetColumn(one.words, Kind.POINTS if one.unit == "%" else Kind.INTEGER, 14)
        for one in table
    ]
    lines = _whole_lines(added, table)
    return write_workbook(target, TITLES[form], columns, lines, subtitle=days)


def period_of(book: Book, given: Mapping[str, Any]) -> tuple[date, date]:
    """Return the period asked for, else the latest known one, else this year."""
    first, last = given.get("first"), given.get("last")
    if first is None and last is None:
        known = adding_up.periods(book)
        if known:
            return known[0]
    year = (first or last or calendar_day()).year
    return first or date(year, 1, 1), last or date(year, 12, 31)


# figures by office


def _rows(added: AddedUp) -> tuple[list[OfficeRow], OfficeRow | None, OfficeRow]:
    """Return a row for each office, what is counted twice in them, and the total."""
    from desktop.reports.adding_up import RATES, OfficeRow  # noqa: PLC0415 - ReportLab when needed

    rows = []
    if all(one.own is not added.own for one in added.by_office):
        rows.append(OfficeRow(added.own.office, _values(added.own)))
    rows += [
        OfficeRow(one.office.name, _values(one.figures), not one.added) for one in added.by_office
    ]
    total = OfficeRow(_SUMS[0], _values(added.total))
    summed = [
        sum(one.values[at] or 0 for one in rows if not one.within)
        for at in range(len(total.values))
    ]
    over = tuple(
        0 if at in RATES else summed[at] - (value or 0) for at, value in enumerate(total.values)
    )
    return rows, OfficeRow(_SUMS[1], over) if any(over) else None, total


def _values(found: Figures) -> tuple[float | None, ...]:
    """Return the figures of a row, in the order of `reports.adding_up.COLUMNS`."""
    people, models, awards = found.pledges.people, found.models, found.commendations
    inspected = found.inspections.values()
    return (
        found.members.total,
        people.expected,
        people.registered,
        people.rate,
        models.total,
        models.new,
        models.commended.get("any", 0),
        awards.awards,
        awards.collectives,
        awards.individuals,
        awards.households,
        found.study.sessions,
        found.study.rate,
        sum(one.organisations or 0 for one in inspected),
        sum(one.members or 0 for one in inspected),
    )


def _notes(added: AddedUp) -> list[str]:
    sent = sum(one.added for one in added.by_office)
    if not added.by_office:
        return ["Chưa nhận bộ dữ liệu nào của kỳ này."]
    notes = [f"Tổng hợp từ số liệu của {official_count(sent)} cơ quan đã gửi."]
    if any(not one.added for one in added.by_office):
        notes.append(
            "Cơ quan có dấu gạch đầu dòng đã tính trong số liệu của cơ quan đứng trước đó."
        )
    notes.append(
        "Người, tập thể, hộ được khen và mô hình, khen thưởng do nhiều cơ quan cùng báo cáo được "
        "tính một lần trong tổng số; kiểm tra, giám sát tính theo lượt."
    )
    return notes


def _bars(added: AddedUp, figure: str) -> tuple[str, list[tuple[str, int]]]:
    if figure not in CHARTED:
        raise UserProblem("Không có biểu đồ này. Hãy chọn lại.")
    words, path = CHARTED[figure]
    named = [(one.office.name, one.figures) for one in added.by_office if one.added]
    return words, [(name, int(_at(found.to_json_dict(), path) or 0)) for name, found in named]


def _at(plain: Mapping[str, Any], path: Sequence[str]) -> Any:
    value: Any = plain
    for key in path:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def _whole(book: Book, added: AddedUp) -> list[FigureLine]:
    """Return every figure that the total has, the words of its group before its own."""
    return [
        replace(one, words=f"{group.title}: {one.words} ({one.unit})")
        for group in figure_groups(added.total, level_words(book))
        for one in group.lines
    ]


def _whole_lines(added: AddedUp, table: Sequence[FigureLine]) -> Iterator[tuple[Any, ...]]:
    rows = []
    if all(one.own is not added.own for one in added.by_office):
        rows.append((added.own.office, "", added.own))
    above = ""
    for one in added.by_office:
        above = one.office.name if one.added else above
        rows.append((one.office.name, "" if one.added else above, one.figures))
    for name, within, found in (*rows, (_SUMS[0], "", added.total)):
        plain = found.to_json_dict()
        yield (name, within, *(_cell(_at(plain, one.path), one.unit) for one in table))


def _cell(value: Any, unit: str) -> Decimal | None:
    """Return a figure as a number: a rate in percent, of a group without its own its sum."""
    if isinstance(value, Mapping):
        value = sum(value.values())
    if value is None:
        return None if unit == "%" else Decimal(0)
    return Decimal(str(round(value * 100, 2))) if unit == "%" else Decimal(value)


# who has sent


def _state_groups(
    book: Book, found: Sequence[OfficeState]
) -> Iterator[tuple[str, Iterator[StateRow]]]:
    """Yield the offices by whom they are below."""
    levels = level_words(book)
    for parent, some in groupby(found, key=lambda one: one.parent):
        yield (f"Trực thuộc {parent}" if parent else ""), (_row(one, levels) for one in some)


def _row(one: OfficeState, levels: Mapping[str, str]) -> StateRow:
    from desktop.reports.adding_up import StateRow  # noqa: PLC0415 - ReportLab when needed

    # what is in the book was recognised when it was taken in
    trusts = {term.value: term.heading for term in Trust} | {Trust.NEW.value: "Mới công nhận"}
    answers = {term.value: term.heading for term in Answer}
    return StateRow(
        name=one.name,
        level=levels.get(one.level, ""),
        sent_on=date_text(one.sent_on),
        number=number(one.number) if one.number else "",
        state=state_words(one),
        changed=changed_words(one),
        trust=trusts.get(one.trust, "") if not one.through else f"Theo {one.through}",
        answer=answers.get(one.answer, ""),
    )


def state_words(one: OfficeState) -> str:
    """Return whether an office has sent, and how late."""
    if one.first_on is None:
        late = f", quá hạn {number(one.late)} ngày" if one.late else f", hạn {date_text(one.due)}"
        return f"Chưa gửi{late}"
    return f"Đã gửi, chậm {number(one.late)} ngày" if one.late else "Đã gửi"


def changed_words(one: OfficeState) -> str:
    """Return which figures an office changed after it had sent, the first few by name."""
    named = []
    for each in one.changed[:_SHOWN]:
        unit = "%" if each.unit == "%" else ""
        named.append(f"{each.words}: {each.before}{unit} → {each.now}{unit}")
    more = len(one.changed) - len(named)
    if more:
        named.append(f"và {number(more)} số liệu khác")
    return "; ".join(named)


def _told(found: Sequence[OfficeState]) -> list[str]:
    if not found:
        return []
    sent = sum(one.first_on is not None for one in found)
    late = sum(one.first_on is not None and bool(one.late) for one in found)
    missing = sum(one.first_on is None for one in found)
    words = (
        f"Đã gửi: {official_count(sent)} cơ quan, trong đó gửi chậm {official_count(late)}; "
        f"chưa gửi: {official_count(missing)} cơ quan."
    )
    return [words]
