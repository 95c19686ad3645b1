"""Ways to break the rules on study sessions, and to mend them."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from desktop.core.register import Query
from desktop.services import registers
from desktop.services.cleaning import FindingKind

from .cleaning_desk import Case, Desk

_C: Final = FindingKind.CONTRADICTORY
_DAY: Final = date(2025, 3, 14)


def _session(invited: int | None = 50, attended: int | None = 49, **values: Any) -> Any:
    def add(desk: Desk) -> int:
        row = desk.add("study_sessions", **{"subject": "Chuyên đề 2025", "on": _DAY, **values})
        desk.add("study_attendances", session_id=row, unit_id=desk.committee, invited=invited,
                 attended=attended)  # fmt: skip
        return row

    return add


def _count(desk: Desk, row: int) -> None:
    """Give the session's units the numbers that they should have."""
    for one in registers.keys(desk.book, Query("study_attendances", filters={"session_id": row})):
        desk.change("study_attendances", one, invited=50, attended=50)


STUDY_CASES: Final = {
    "undated-study": Case(
        _session(on=None, year=2025), {"on": _DAY}, register="study_sessions", place="on"
    ),
    "uncounted-study": Case(
        _session(attended=None), _count, register="study_sessions", words="1 đơn vị chưa đủ số"
    ),
    "more-than-invited": Case(
        _session(attended=51),
        _count,
        register="study_sessions",
        words="1 đơn vị có số tham dự nhiều hơn",
        kind=_C,
    ),
    "other-study-year": Case(
        _session(year=2024),
        {"year": 2025},
        register="study_sessions",
        words="Ghi năm 2024 mà ngày tổ chức là 14/03/2025.",
        kind=_C,
    ),
}
