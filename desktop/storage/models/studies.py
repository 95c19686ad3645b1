"""Study sessions with who attended, and counts of inspection and supervision."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy.orm import Mapped

from desktop.core.register import Field, Kind
from desktop.core.terms import InspectionKind, Level
from desktop.storage.models.base import Kept, field, register

_YEARS: dict[str, Any] = {"minimum": 1900, "maximum": 2200, "width": 6}
_TIMES = "Tính theo lượt, không phải số người."
_SUMS = Field(
    "sums",
    "Attended of invited",
    "Tham dự/triệu tập",
    Kind.TEXT,
    width=20,
    computed_from=("study_attendances",),
)
_RATE = Field(
    "rate",
    "Rate",
    "Tỷ lệ",
    Kind.TEXT,
    width=16,
    computed_from=("study_attendances", "settings"),
)


class StudySession(Kept):
    """A session in which a topic was studied; who was invited and attended stands by unit."""

    __register__ = register(
        "study_sessions",
        "Study sessions",
        "Học tập chuyên đề",
        "study session",
        "hội nghị học tập",
        identity=(("subject", "on", "place", "year"),),
        title="subject",
        sort="on",
        descending=True,
        period="on",
        empty="Chưa có hội nghị học tập, quán triệt nào. Bấm «Thêm» (Ctrl+N) để nhập.",
        computed=(_SUMS,),
    )
    year: Mapped[int | None] = field(
        Kind.INTEGER,
        "Year",
        "Năm",
        filter=True,
        sheet=1,
        hint="Để trống thì lấy năm của ngày tổ chức.",
        **_YEARS,
    )
    subject: Mapped[str] = field(
        Kind.TEXT, "Topic", "Chuyên đề", required=True, search=True, sheet=2, width=50
    )
    on: Mapped[date | None] = field(
        Kind.DATE,
        "Date",
        "Ngày",
        sheet=3,
        width=11,
        hint="Hội nghị chưa có ngày không được tính vào số liệu của kỳ nào.",
    )
    place: Mapped[str | None] = field(
        Kind.TEXT, "Place", "Địa điểm", search=True, sheet=4, width=26
    )
    host: Mapped[str | None] = field(
        Kind.TEXT, "Held by", "Đơn vị tổ chức", search=True, sheet=8, width=26
    )
    speaker: Mapped[str | None] = field(
        Kind.TEXT, "Speaker", "Báo cáo viên", search=True, sheet=9, shown=False, width=24
    )
    topic_id: Mapped[int | None] = field(
        Kind.REFERENCE,
        "Topic of the year",
        "Thuộc chuyên đề năm, nhiệm kỳ",
        reference="topics",
        filter=True,
        shown=False,
        width=30,
        hint="Tự điền khi có chuyên đề cùng tên.",
    )
    note: Mapped[str | None] = field(Kind.LONG_TEXT, "Note", "Ghi chú", shown=False, leaves=False)


class StudyAttendance(Kept):
    """How many of a unit were invited to a study session, and how many attended."""

    __register__ = register(
        "study_attendances",
        "Attendance by unit",
        "Số dự học tập theo đơn vị",
        "attendance",
        "đơn vị dự học tập",
        identity=(("session_id", "unit_id"),),
        title="unit_id",
        sort="unit_id",
        parent="session_id",
        unit="unit_id",
        empty="Chưa có đơn vị nào. Bấm «Thêm», hoặc «Lấy các đơn vị» để điền một lần.",
        computed=(_RATE,),
    )
    session_id: Mapped[int] = field(
        Kind.REFERENCE,
        "Session",
        "Hội nghị học tập",
        reference="study_sessions",
        required=True,
        shown=False,
    )
    unit_id: Mapped[int | None] = field(
        Kind.REFERENCE,
        "Unit",
        "Đơn vị",
        reference="units",
        sheet=5,
        width=36,
        hint="Để trống khi chỉ có số chung của cả hội nghị.",
    )
    invited: Mapped[int | None] = field(
        Kind.INTEGER, "Invited", "Số triệu tập", minimum=0, sheet=6, width=10
    )
    attended: Mapped[int | None] = field(
        Kind.INTEGER, "Attended", "Số tham dự", minimum=0, sheet=7, width=10
    )
    note: Mapped[str | None] = field(
        Kind.TEXT, "Reason for absence", "Lý do vắng", sheet=10, leaves=False, width=26
    )


class InspectionEntry(Kept):
    """How many organisations and members were inspected or supervised: counts, in times."""

    __register__ = register(
        "inspections",
        "Inspection and supervision",
        "Kiểm tra, giám sát",
        "inspection entry",
        "số liệu kiểm tra, giám sát",
        identity=(("period_from", "period_to", "kind", "level"), ("year", "kind", "level")),
        title="kind",
        sort="year",
        descending=True,
        then="kind",
        empty="Chưa có số liệu kiểm tra, giám sát nào. Bấm «Thêm» (Ctrl+N) để nhập của một năm.",
    )
    year: Mapped[int | None] = field(
        Kind.INTEGER,
        "Year",
        "Năm",
        filter=True,
        sheet=1,
        hint="Để trống thì lấy năm của «Đến ngày».",
        **_YEARS,
    )
    kind: Mapped[str] = field(
        Kind.CHOICE,
        "Kind",
        "Hình thức",
        terms=InspectionKind,
        required=True,
        default=InspectionKind.INSPECTION.value,
        filter=True,
        sheet=2,
        width=32,
    )
    level: Mapped[str | None] = field(
        Kind.CHOICE, "Level", "Cấp", terms=Level, filter=True, sheet=3, width=12
    )
    organisations: Mapped[int | None] = field(
        Kind.INTEGER,
        "Organisations (times)",
        "Số tổ chức",
        aliases=("Lượt tổ chức", "Số lượt tổ chức", "Tổ chức đảng"),
        minimum=0,
        sheet=4,
        width=10,
        hint=_TIMES,
    )
    members: Mapped[int | None] = field(
        Kind.INTEGER,
        "Members (times)",
        "Số đảng viên",
        aliases=("Lượt đảng viên", "Số lượt đảng viên", "Đảng viên"),
        minimum=0,
        sheet=5,
        width=10,
        hint=_TIMES,
    )
    note: Mapped[str | None] = field(
        Kind.LONG_TEXT,
        "Note",
        "Ghi chú",
        sheet=6,
        leaves=False,
        width=30,
        hint="Chỉ ghi số lượng; không ghi vi phạm của từng người.",
    )
    period_from: Mapped[date | None] = field(Kind.DATE, "From", "Từ ngày", sheet=7, width=11)
    period_to: Mapped[date | None] = field(
        Kind.DATE,
        "To",
        "Đến ngày",
        sheet=8,
        width=11,
        hint="Để trống thì tính vào ngày 31/12 của năm.",
    )
