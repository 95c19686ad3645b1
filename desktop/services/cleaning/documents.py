"""Rules for documents and for counts of inspection: what stands twice, and what lacks its place."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Integer, Row, Select, and_, cast, func, null, or_, select
from sqlalchemy.orm import aliased

from desktop.core.formats import date_text
from desktop.core.terms import Direction
from desktop.services.cleaning.values import Asked, FindingKind, Rule
from desktop.storage.cleaning import iso, listed, live
from desktop.storage.models import Document, InspectionEntry

_MISSING: Final = FindingKind.MISSING
_CONTRADICTORY: Final = FindingKind.CONTRADICTORY


def _documents(asked: Asked, *values: Any) -> Select[Any]:
    return listed(Document, asked.origin, null(), *values)


def _same(asked: Asked) -> Select[Any]:
    parts = (
        func.lower(func.replace(Document.number, " ", "")).label("plain"),
        func.coalesce(iso(Document.on), "").label("day"),
        func.coalesce(Document.issuer, "").label("issuer"),
    )
    several = (
        select(*parts, func.count().label("count"))
        .where(*live(Document, asked.origin))
        .group_by(*parts)
        .having(func.count() > 1)
        .subquery()
    )
    alike = and_(
        several.c.plain == parts[0].element,
        several.c.day == parts[1].element,
        several.c.issuer == parts[2].element,
    )
    shown = (Document.on.label("told"), Document.issuer.label("body"), several.c.count)
    return _documents(asked, *shown).join(several, alike)


def _same_words(row: Row[Any]) -> str:
    day = f" ngày {date_text(row.told)}" if row.told else ""
    issuer = f" của {row.body}" if row.body else ""
    return f"Có {row[-1]} văn bản cùng số{day}{issuer}."


def _untyped(asked: Asked) -> Select[Any]:
    return _documents(asked).where(
        Document.direction == Direction.ISSUED.value, Document.type.is_(None)
    )


def _undated(asked: Asked) -> Select[Any]:
    return _documents(asked).where(Document.on.is_(None))


DOCUMENTS: Final = (
    Rule(
        "untyped-issued", _MISSING, "documents", "Văn bản đi chưa có loại", "type",
        "Văn bản đi chưa có loại nên không tính vào số thứ tự của loại nào.", _untyped,
    ),
    Rule("undated-document", _MISSING, "documents", "Văn bản chưa có ngày", "on",
         "Chưa có ngày nên không vào sổ văn bản và số liệu của kỳ nào.", _undated),
    Rule("same-document", _CONTRADICTORY, "documents", "Văn bản trùng số, ngày, cơ quan", "number",
         _same_words, _same),
)  # fmt: skip


# counts of inspection and supervision


def _entries(asked: Asked, *values: Any) -> Select[Any]:
    year = func.printf("%d", InspectionEntry.year).label("year")
    return listed(InspectionEntry, asked.origin, null(), year, *values)


def _no_end(asked: Asked) -> Select[Any]:
    return _entries(asked, InspectionEntry.period_from.label("begins")).where(
        InspectionEntry.period_from.is_not(None), InspectionEntry.period_to.is_(None)
    )


def _other_year(asked: Asked) -> Select[Any]:
    ends = cast(func.substr(iso(InspectionEntry.period_to), 1, 4), Integer)
    return _entries(asked, InspectionEntry.period_to.label("ends")).where(
        ends != InspectionEntry.year
    )


def _uncounted(asked: Asked) -> Select[Any]:
    return _entries(asked).where(
        InspectionEntry.organisations.is_(None), InspectionEntry.members.is_(None)
    )


def _twice(asked: Asked) -> Select[Any]:
    """A year's counts beside those of parts of it."""
    part = aliased(InspectionEntry)
    parts = select(part.id).where(
        part.deleted_at.is_(None),
        part.origin == asked.origin,
        part.year == InspectionEntry.year,
        part.kind == InspectionEntry.kind,
        part.level.is_not_distinct_from(InspectionEntry.level),
        or_(part.period_from.is_not(None), part.period_to.is_not(None)),
    )
    return _entries(asked).where(
        InspectionEntry.period_from.is_(None), InspectionEntry.period_to.is_(None), parts.exists()
    )


INSPECTIONS: Final = (
    Rule("uncounted-inspection", _MISSING, "inspections", "Kiểm tra, giám sát chưa có số",
         "organisations", "Năm {year}: chưa có số tổ chức và số đảng viên.", _uncounted),
    Rule("endless-inspection", _MISSING, "inspections", "Số liệu chưa có «Đến ngày»", "period_to",
         "Từ ngày {begins} mà chưa có «Đến ngày»: đang tính vào ngày 31/12/{year}.", _no_end),
    Rule("other-inspection-year", _CONTRADICTORY, "inspections", "Năm khác «Đến ngày»", "year",
         "Ghi năm {year} mà «Đến ngày» là {ends}.", _other_year),
    Rule("inspected-twice", _CONTRADICTORY, "inspections", "Số cả năm bên cạnh số từng kỳ", "year",
         "Năm {year} có cả số của cả năm và số theo kỳ; cộng lại có thể bị tính hai lần.", _twice),
)  # fmt: skip

RULES: Final = (*DOCUMENTS, *INSPECTIONS)
