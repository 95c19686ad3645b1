"""The check-sheet of each cell: what the book knows of its members, to be checked there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.core.errors import UserProblem
from desktop.core.formats import date_text
from desktop.core.paper import Signature
from desktop.core.standing import PRESENT
from desktop.core.terms import MemberStatus, Sex, SigningForm
from desktop.services import cleaning
from desktop.services.books import require_other
from desktop.services.cleaning.missing import CELLS
from desktop.services.filling import joined_posts
from desktop.services.house_paper import calendar_day
from desktop.services.member_papers import members_paper, name_key, unit_names, units_below
from desktop.services.member_reading import Known, day_of, read_known
from desktop.storage.book import Book
from desktop.storage.cleaning import first_day
from desktop.storage.models import Unit

if TYPE_CHECKING:
    from desktop.reports.check_sheet import CheckRow

Progress = Callable[[int, int], None]
_NO_UNIT: Final = "Chưa rõ chi bộ"
_SEXES: Final = {one.value: one.heading for one in Sex}
_IN_BOXES: Final = frozenset({"no-birth", "no-admission", "no-official-day", "no-card", "profile"})
"""Rules whose findings the sheet shows as boxes to write in."""
_NOT_FOR_CELLS: Final = frozenset({"unrated", "untouched"})
"""Rules about the office's own work: there is nothing to be said of them in the cell."""
_SHORT: Final = {
    one.name: f"{one.heading}." for one in cleaning.RULES if one.name.startswith("form-")
}
"""Rules whose sentence tells how to type something: on paper their heading is enough."""
_UNSEEN: Final = {"home_town": "quê quán", "education": "trình độ học vấn"}


def check_sheet(
    book: Book, target: Path, unit_id: int | None = None, progress: Progress | None = None
) -> int:
    """Write 'Phiếu rà soát thông tin đảng viên' of each cell of a unit, all without one.

    A sheet has who is dự bị or chính thức today; a cell without members has one, too. What the
    clerk has confirmed (`cleaning.confirm`) is not named. Returns the pages. Raises
    `UserProblem` for a unit that isn't in the book or has no cell, and the sentences of the
    environment; what `progress` raises goes through.
    """
    from desktop.reports.check_sheet import CellSheet, write_check_sheets  # noqa: PLC0415

    require_other(target, book.path)
    doubts = _doubts(book, unit_id, progress)
    names = unit_names(book)
    by_unit: dict[int | None, list[Known]] = defaultdict(list)
    with book.read() as session:
        paper = members_paper(session)
        scope = units_below(session, names, unit_id)
        for one in read_known(session):
            unit = one.life.unit_id if one.life.unit_id in names else None
            if one.life.status in PRESENT and (scope is None or unit in scope):
                by_unit[unit].append(one)
        for cell in _open_cells(session):
            if scope is None or cell in scope:
                by_unit.setdefault(cell, [])
    order = [unit for unit in (*names, None) if unit in by_unit]
    if not order:
        raise UserProblem("Đơn vị này chưa có chi bộ, đảng viên nào để in phiếu rà soát.")
    behalf = paper.style.prefixes.get(SigningForm.ON_BEHALF.value, "")
    paper = replace(paper, signature=Signature("Bí thư", "", f"{behalf} chi bộ".strip()))
    as_of = f"tính đến ngày {date_text(calendar_day())}"
    sheets = (
        CellSheet(
            names[unit] if unit is not None else _NO_UNIT,
            as_of,
            [_row(one, doubts[one.life.member_id]) for one in sorted(by_unit[unit], key=name_key)],
        )
        for unit in order
    )
    return write_check_sheets(target, paper, sheets, len(order), progress)


def _doubts(book: Book, unit_id: int | None, progress: Progress | None) -> dict[int, list[str]]:
    """Return what is to be looked at again of each member, beyond what the boxes show."""
    found: dict[int, list[str]] = defaultdict(list)
    for one in cleaning.find(book, unit_id, registers=("members",), progress=progress).entries:
        if not one.confirmed and one.rule not in _IN_BOXES | _NOT_FOR_CELLS:
            found[one.record_id].append(_SHORT.get(one.rule, one.words))
    return found


def _open_cells(session: Session) -> list[int]:
    """Return the cells that haven't ended by today."""
    cells = select(Unit.id, first_day(Unit.ended)).where(
        Unit.deleted_at.is_(None), Unit.kind.in_(CELLS)
    )
    today = calendar_day().isoformat()
    return [row for row, ended in session.execute(cells) if ended is None or ended > today]


def _row(one: Known, doubts: list[str]) -> CheckRow:
    from desktop.reports.check_sheet import GAP, CheckRow  # noqa: PLC0415

    values = one.values
    probationary = one.life.status == MemberStatus.PROBATIONARY.value

    def day(name: str, *, wanted: bool = True) -> str:
        return date_text(day_of(values[name])) or (GAP if wanted else "")

    unseen = [words for name, words in _UNSEEN.items() if not values[name]]
    told = [*doubts, *([f"Chưa có {', '.join(unseen)}."] if unseen else [])]
    return CheckRow(
        name=f"{values['full_name']}\n(dự bị)" if probationary else values["full_name"],
        born=day("birth_date"),
        sex_ethnicity=f"{_SEXES.get(values['sex'] or '', GAP)}\n{values['ethnicity'] or GAP}",
        card=values["card_number"] or ("" if probationary else GAP),
        admitted=day("admitted_on"),
        official=day("official_on", wanted=not probationary),
        posts=joined_posts(values["party_post"], values["other_post"]) or "",
        doubts="\n".join(told),
        probationary=probationary,
    )
