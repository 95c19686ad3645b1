"""Ways to break the rules on documents and on counts of inspection, and to mend them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from desktop.services.cleaning import FindingKind

from .cleaning_desk import TODAY, YEAR, Case, Desk

_C: Final = FindingKind.CONTRADICTORY
_ISSUED: Final = {"direction": "issued", "number": "13/BTG", "on": TODAY}
_BEFORE: Final = TODAY - timedelta(1)


def _document(**values: Any) -> Any:
    return lambda desk: desk.add("documents", **values)


def _twice(desk: Desk) -> int:
    values: dict[str, Any] = {"number": "196-KH/TU", "on": TODAY, "issuer": "Tỉnh ủy"}
    desk.add("documents", **values)
    return desk.add("documents", **(values | {"number": "196 -KH/TU"}))


def _entry(**values: Any) -> Any:
    given = {"kind": "inspection", "level": "base", "organisations": 1, "members": 2}
    return lambda desk: desk.add("inspections", **(given | values))


def _parts(desk: Desk) -> int:
    row: int = _entry(year=2024)(desk)
    _entry(period_from=date(2024, 1, 1), period_to=date(2024, 3, 31))(desk)
    return row


DOCUMENT_CASES: Final = {
    "order-documents-report_due": Case(
        _document(number="1-KH/TU", on=TODAY, report_due=_BEFORE),
        {"report_due": TODAY},
        register="documents",
        kind=_C,
    ),
    "order-documents-reported_on": Case(
        _document(number="1-KH/TU", on=TODAY, reported_on=_BEFORE),
        {"reported_on": TODAY},
        register="documents",
        kind=_C,
    ),
    "untyped-issued": Case(
        _document(**_ISSUED), {"type": "Công văn"}, register="documents", place="type"
    ),
    "undated-document": Case(_document(number="1-KH/TU"), {"on": TODAY}, register="documents"),
    "same-document": Case(
        _twice,
        {"number": "197-KH/TU"},
        register="documents",
        words="Có 2 văn bản cùng số ngày",
        place="number",
        kind=_C,
    ),
    "order-inspections-period_to": Case(
        _entry(period_from=date(YEAR, 2, 2), period_to=date(YEAR, 2, 1)),
        {"period_to": date(YEAR, 2, 2)},
        register="inspections",
        kind=_C,
    ),
    "uncounted-inspection": Case(
        _entry(year=2024, organisations=None, members=None), {"members": 0}, register="inspections"
    ),
    "endless-inspection": Case(
        _entry(period_from=date(2024, 2, 2)),
        {"period_to": date(2024, 3, 2)},
        register="inspections",
        words="Từ ngày 02/02/2024 mà chưa có «Đến ngày»: đang tính vào ngày 31/12/2024.",
    ),
    "other-inspection-year": Case(
        _entry(year=2023, period_to=date(2024, 3, 31)),
        {"year": 2024},
        register="inspections",
        words="Ghi năm 2023 mà «Đến ngày» là 31/03/2024.",
        kind=_C,
    ),
    "inspected-twice": Case(_parts, {"year": 2023}, register="inspections", kind=_C),
}
