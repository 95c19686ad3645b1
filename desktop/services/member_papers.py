"""Printed papers about members: the book 7-HSĐV, trích ngang, the list by unit, reconciliation.

Each function reads the book, hands plain values to `desktop.reports` and returns the pages. A
list as of a day shows the unit and the status that each member had then (`core.standing`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from desktop.core.errors import UserProblem
from desktop.core.formats import date_text, number
from desktop.core.paper import Signature
from desktop.core.reconciliation import Change, Reconciliation, UnitLine, reconcile
from desktop.core.register import Query
from desktop.core.standing import PRESENT, away_on, last_unit, status_on, unit_on
from desktop.core.terms import SigningForm
from desktop.core.vietnamese.collate import name_sort_key
from desktop.services import registers, unit_times
from desktop.services.books import require_other
from desktop.services.house_paper import calendar_day, letterhead, own_office, paper_style, sign_off
from desktop.services.member_reading import Known, read_known, sheets_of
from desktop.services.member_rows import book_row, list_row
from desktop.storage.book import Book

if TYPE_CHECKING:
    from desktop.reports.members import BookRow, ListRow, ListTitle, MembersPaper
    from desktop.reports.reconciliation import UnitNumbers

MEMBER_BOOK, MEMBER_SHEET = "member-book", "member-sheet"
MEMBER_LIST, RECONCILIATION = "member-list", "member-reconciliation"
CHECK_SHEET = "check-sheet"
Progress = Callable[[int, int], None]
REGISTER = "members"
TITLES = {
    MEMBER_BOOK: "Sổ danh sách đảng viên (mẫu 7-HSĐV)",
    MEMBER_SHEET: "Trích ngang đảng viên",
    MEMBER_LIST: "Danh sách đảng viên",
    RECONCILIATION: "Biểu đối khớp số lượng đảng viên",
    CHECK_SHEET: "Phiếu rà soát thông tin đảng viên",
}
"""The papers by name, with their titles."""
_NO_UNIT = "Chưa rõ đơn vị"
_SHOWN = 20
"""So many names a note lists."""


def make(
    book: Book,
    form: str,
    target: Path,
    given: Mapping[str, Any],
    progress: Progress | None = None,
) -> int:
    """Write the paper of a name in `TITLES`; return its pages.

    Options: `unit` (id); of the lists `on` (a day); of the sheet `members` (ids) or `query` (a
    `Query`, else all members in order); of the reconciliation `first` and `last` (days, else the
    quarter that ended last). Raises what the paper's own function does.
    """
    unit, on = given.get("unit"), given.get("on")
    if form == MEMBER_BOOK:
        return member_book(book, target, unit, on, progress)
    if form == MEMBER_LIST:
        return member_list(book, target, unit, on, progress)
    if form == CHECK_SHEET:
        from desktop.services.check_sheets import check_sheet  # noqa: PLC0415 - it builds on this

        return check_sheet(book, target, unit, progress)
    if form == RECONCILIATION:
        first, last = last_quarter(calendar_day())
        first, last = given.get("first") or first, given.get("last") or last
        return reconciliation(book, target, first, last, unit, progress)
    query: Query = given.get("query") or Query("members")
    if unit is not None:
        query = replace(query, filters={**query.filters, "unit_id": unit})
    ids = given.get("members")
    if ids is None:
        ids = registers.keys(book, replace(query, register="members"))
    return member_sheet(book, target, ids, progress)


def last_quarter(today: date) -> tuple[date, date]:
    """Return the first and the last day of the quarter that ended last before a day."""
    begun = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    last = begun - timedelta(days=1)
    return date(last.year, last.month - 2, 1), last


# the four papers


def member_book(
    book: Book,
    target: Path,
    unit_id: int | None = None,
    on: date | None = None,
    progress: Progress | None = None,
) -> int:
    """Write 'Sổ danh sách đảng viên' (mẫu 7-HSĐV): all who are or were in a unit and below it.

    As of `on`, what happened later is left out. Raises `UserProblem` for a unit that isn't in
    the book, and the sentences of the environment.
    """
    from desktop.reports.members import UnitRows, write_member_book  # noqa: PLC0415

    def row(one: Known) -> tuple[int | None, BookRow] | None:
        if on is not None and (status_on(one.life, on) is None or away_on(one.life, on)):
            return None
        unit = one.life.unit_id if on is None else last_unit(one.life, on)
        return unit, book_row(one, on)

    paper, title, units = _list(book, target, unit_id, on, row)
    rows = [UnitRows(name, found) for name, found in units]
    return write_member_book(target, paper, title, rows, progress)


def member_list(
    book: Book,
    target: Path,
    unit_id: int | None = None,
    on: date | None = None,
    progress: Progress | None = None,
) -> int:
    """Write 'Danh sách đảng viên': who is dự bị or chính thức, by unit, with sums.

    Today's are told by the records, those of `on` by their history. Raises as `member_book`.
    """
    from desktop.reports.members import UnitRows, write_member_list  # noqa: PLC0415

    def row(one: Known) -> tuple[int | None, ListRow] | None:
        if on is None:
            status: str | None = one.life.status
            unit = one.life.unit_id
        else:
            status = None if away_on(one.life, on) else status_on(one.life, on)
            unit = unit_on(one.life, on)
        return (unit, list_row(one, status, on)) if status in PRESENT else None

    paper, title, units = _list(book, target, unit_id, on, row)
    rows = [UnitRows(name, found) for name, found in units]
    return write_member_list(target, paper, title, rows, progress)


def member_sheet(
    book: Book, target: Path, member_ids: Sequence[int], progress: Progress | None = None
) -> int:
    """Write 'Trích ngang' of members, in the order given, each on a page of its own.

    Raises `UserProblem` for no member or one that is gone, and the sentences of the environment.
    """
    from desktop.reports.member_sheet import write_member_sheets  # noqa: PLC0415

    if not member_ids:
        raise UserProblem("Hãy chọn đảng viên cần in trích ngang.")
    require_other(target, book.path)
    with book.read() as session:
        paper = members_paper(session)
        sheets = sheets_of(session, member_ids)
    return write_member_sheets(target, paper, sheets, len(member_ids), progress)


def reconciliation(
    book: Book,
    target: Path,
    first: date,
    last: date,
    unit_id: int | None = None,
    progress: Progress | None = None,
) -> int:
    """Write the reconciliation of a period, both days included, usually a quarter.

    Raises `UserProblem` for a period that ends before it begins, else as `member_book`.
    """
    from desktop.reports.members import ListTitle  # noqa: PLC0415
    from desktop.reports.reconciliation import write_reconciliation  # noqa: PLC0415

    if last < first:
        raise UserProblem("Ngày cuối kỳ phải từ ngày đầu kỳ trở đi.")
    require_other(target, book.path)
    names = unit_names(book, last)
    with book.read() as session:
        paper = members_paper(session)
        scope = units_below(session, names, unit_id, last)
        lives = [one.life for one in read_known(session)]
    found = reconcile(lives, first, last, scope)
    behalf = paper.style.prefixes.get(SigningForm.ON_BEHALF.value, "")
    paper = replace(paper, signature=Signature(f"{behalf} cấp ủy".strip()))
    title = ListTitle(names[unit_id] if unit_id is not None else "", _period_words(first, last))
    lines = [
        _numbers(names[unit] if unit is not None else _NO_UNIT, found.lines[unit])
        for unit in (*names, None)
        if unit in found.lines and not found.lines[unit].blank
    ]
    notes = _notes(found, names, first, last)
    total = _numbers("Tổng cộng", found.total)
    return write_reconciliation(target, paper, title, lines, total, notes, progress)


# what they have in common


@dataclass(frozen=True)
class _Ordered:
    """A row with its place among those of its unit."""

    key: tuple[bytes, str, int]
    row: Any


def _list(
    book: Book,
    target: Path,
    unit_id: int | None,
    on: date | None,
    row: Callable[[Known], tuple[int | None, Any] | None],
) -> tuple[MembersPaper, ListTitle, list[tuple[str, list[Any]]]]:
    """Return paper, title, and the rows that `row` makes by unit: units as in the tree, names."""
    from desktop.reports.members import ListTitle  # noqa: PLC0415

    require_other(target, book.path)
    names = unit_names(book, on)
    by_unit: dict[int | None, list[_Ordered]] = defaultdict(list)
    with book.read() as session:
        paper = members_paper(session)
        scope = units_below(session, names, unit_id, on)
        for one in read_known(session):
            made = row(one)
            if made is None or (scope is not None and made[0] not in scope):
                continue
            unit = made[0] if made[0] in names else None
            by_unit[unit].append(_Ordered(name_key(one), made[1]))
    groups = [
        (
            names[unit] if unit is not None else _NO_UNIT,
            [one.row for one in sorted(by_unit[unit], key=lambda one: one.key)],
        )
        for unit in (*names, None)
        if unit in by_unit
    ]
    as_of = f"tính đến ngày {date_text(on or calendar_day())}"
    title = ListTitle(names[unit_id] if unit_id is not None else "", as_of)
    return paper, title, groups


def name_key(one: Known) -> tuple[bytes, str, int]:
    """Return what orders members by their names, those of one name by birth."""
    values = one.values
    key = name_sort_key(values["full_name"], values["given_words"] or 1)
    return key, values["birth_date"] or "", one.life.member_id


def members_paper(session: Session) -> MembersPaper:
    """Return how a paper about members looks today: style, letterhead, who signs."""
    from desktop.reports.members import MembersPaper  # noqa: PLC0415

    office, today = own_office(session), calendar_day()
    style = paper_style(session, office.paper_family, today)
    return MembersPaper(style, letterhead(office, today), sign_off(session, style, today))


def unit_names(book: Book, on: date | None = None) -> dict[int, str]:
    """Return each unit's name in the order of the tree, its parent's behind it where it has one.

    With `on` the tree is that of the day.
    """
    with book.read() as session:
        above = unit_times.superiors(session, on)
    nodes = {one.id: replace(one, parent_id=above.get(one.id)) for one in registers.tree(book)}
    below: dict[int | None, list[int]] = defaultdict(list)
    for one in nodes.values():
        below[one.parent_id if one.parent_id in nodes else None].append(one.id)
    names: dict[int, str] = {}
    waiting = list(reversed(below[None]))
    while waiting:
        unit = waiting.pop()
        node = nodes[unit]
        parent = nodes.get(node.parent_id) if node.parent_id is not None else None
        # the root's name says nothing that the letterhead doesn't
        further = parent is not None and parent.parent_id is not None
        names[unit] = f"{node.label} ({parent.label})" if parent and further else node.label
        waiting += reversed(below[unit])
    return names


def units_below(
    session: Session, names: dict[int, str], unit_id: int | None, on: date | None = None
) -> frozenset[int] | None:
    """Return a unit with all below it, None of none; `UserProblem` when it isn't in the book.

    With `on`, what was below it on that day.
    """
    if unit_id is None:
        return None
    if unit_id not in names:
        raise UserProblem("Đơn vị đã chọn không còn trong sổ. Hãy chọn lại.")
    return unit_times.below(unit_times.superiors(session, on), unit_id)


# the reconciliation


def _period_words(first: date, last: date) -> str:
    """Return 'quý II năm 2026 (từ ngày … đến ngày …)'; other periods by their days alone."""
    days = f"từ ngày {date_text(first)} đến ngày {date_text(last)}"
    quarter = (first.month + 2) // 3
    begins = first == date(first.year, 3 * quarter - 2, 1)
    end = date(first.year, 12, 31) if quarter == 4 else date(first.year, 3 * quarter + 1, 1)
    ends = last == end if quarter == 4 else (end - last).days == 1
    if begins and ends:
        return f"quý {('I', 'II', 'III', 'IV')[quarter - 1]} năm {first.year} ({days})"
    return days


def _numbers(unit: str, line: UnitLine) -> UnitNumbers:
    from desktop.reports.reconciliation import UnitNumbers  # noqa: PLC0415

    changes = {one.value: line.changes[one] for one in Change}
    return UnitNumbers(
        unit=unit,
        opening=line.opening,
        closing=line.closing,
        counted=line.counted,
        difference=line.difference,
        **changes,
    )


def _notes(found: Reconciliation, names: dict[int, str], first: date, last: date) -> list[str]:
    """Return the lines below the table; the one that explains it comes last."""

    def place(unit: int | None) -> str:
        return names.get(unit, _NO_UNIT) if unit is not None else _NO_UNIT

    notes = []
    if found.inside:
        notes.append(
            f"Trong đó {number(found.inside)} lượt chuyển giữa các đơn vị nói trên, "
            "tính cả ở cột chuyển đi và cột chuyển đến."
        )
    unclear = [
        f"{one.name}, {place(one.event.unit_id)}: {one.event.change.heading.lower()} "
        f"{date_text(one.event.on) or 'không ghi ngày'}"
        for one in found.unclear
    ]
    if unclear:
        notes.append(f"Chưa rõ ngày, không cộng vào biểu: {_listed(unclear)}.")
    odd = [f"{name}, {place(unit)}" for name, unit in found.unexplained]
    if odd:
        notes.append(f"Cần soát lại quá trình trạng thái và sinh hoạt: {_listed(odd)}.")
    notes.append(
        "Cuối kỳ = đầu kỳ + tăng - giảm. Số đếm trong sổ là đảng viên dự bị và chính thức "
        f"tại ngày {date_text(last)}; đầu kỳ là số trước ngày {date_text(first)}."
    )
    return notes


def _listed(entries: Iterable[str]) -> str:
    all_ = list(entries)
    rest = len(all_) - _SHOWN
    words = "; ".join(all_[:_SHOWN])
    return f"{words}; và {number(rest)} trường hợp khác" if rest > 0 else words
