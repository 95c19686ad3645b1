"""Plans of a year or a term, and what is to be done by them."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy.orm import Mapped

from desktop.core.due import DueState
from desktop.core.register import Field, Kind, choices_of
from desktop.core.terms import PlanPeriod
from desktop.storage.models.base import Kept, field, register

_YEARS: dict[str, Any] = {"minimum": 1900, "maximum": 2200, "width": 6}
_STANDING = Field(
    "standing",
    "Standing",
    "Tình hình",
    Kind.TEXT,
    choices=choices_of(DueState),
    width=21,
    computed_from=("plan_items", "settings"),
)


class Plan(Kept):
    """A plan of an organisation for a year or a term."""

    __register__ = register(
        "plans",
        "Plans",
        "Kế hoạch",
        "plan",
        "kế hoạch",
        identity=(("unit_id", "period", "year", "title"),),
        title="title",
        sort="on",
        descending=True,
        unit="unit_id",
        period="on",
        empty="Chưa có kế hoạch nào. Bấm «Thêm» (Ctrl+N) để nhập kế hoạch của một đơn vị.",
    )
    unit_id: Mapped[int | None] = field(
        Kind.REFERENCE,
        "Organisation",
        "Đơn vị",
        reference="units",
        filter=True,
        sheet=1,
        width=28,
        hint="Để trống khi là kế hoạch của chính cơ quan.",
    )
    period: Mapped[str] = field(
        Kind.CHOICE,
        "For",
        "Thời kỳ",
        terms=PlanPeriod,
        required=True,
        default=PlanPeriod.YEAR.value,
        filter=True,
        sheet=2,
        width=10,
    )
    year: Mapped[int | None] = field(
        Kind.INTEGER,
        "Year, first year",
        "Năm (năm đầu)",
        filter=True,
        sheet=3,
        aliases=("Năm",),
        **_YEARS,
    )
    last_year: Mapped[int | None] = field(
        Kind.INTEGER, "Last year of the term", "Năm cuối", sheet=4, shown=False, **_YEARS
    )
    number: Mapped[str | None] = field(
        Kind.TEXT, "Number and code", "Số, ký hiệu", search=True, sheet=5, width=14
    )
    on: Mapped[date | None] = field(Kind.DATE, "Date", "Ngày ban hành", sheet=6, width=11)
    title: Mapped[str] = field(
        Kind.TEXT, "Abstract", "Trích yếu", required=True, search=True, sheet=7, width=50
    )
    topic_id: Mapped[int | None] = field(
        Kind.REFERENCE, "Topic", "Chuyên đề", reference="topics", sheet=8, shown=False, width=30
    )
    note: Mapped[str | None] = field(
        Kind.LONG_TEXT, "Note", "Ghi chú", sheet=9, shown=False, leaves=False
    )


class PlanItem(Kept):
    """A thing to do by a plan, with its day."""

    __register__ = register(
        "plan_items",
        "Things to do",
        "Công việc của kế hoạch",
        "thing to do",
        "công việc",
        identity=(("plan_id", "content"),),
        title="content",
        sort="due_on",
        parent="plan_id",
        empty="Chưa có công việc nào. Bấm «Thêm» để ghi việc phải làm và thời hạn.",
        computed=(_STANDING,),
    )
    plan_id: Mapped[int] = field(
        Kind.REFERENCE, "Plan", "Kế hoạch", reference="plans", required=True, shown=False
    )
    content: Mapped[str] = field(
        Kind.LONG_TEXT, "Thing to do", "Công việc", required=True, search=True, width=50
    )
    owner: Mapped[str | None] = field(
        Kind.TEXT, "In charge", "Người, bộ phận phụ trách", search=True, width=24
    )
    due_on: Mapped[date | None] = field(Kind.DATE, "Due on", "Thời hạn", width=11)
    done_on: Mapped[date | None] = field(Kind.DATE, "Done on", "Ngày hoàn thành", width=11)
    result: Mapped[str | None] = field(Kind.LONG_TEXT, "Result", "Kết quả", width=36)
