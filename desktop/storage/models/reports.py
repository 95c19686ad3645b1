"""Reports of a period: templates of their text, drafts, and what was issued, kept as it was."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped

from desktop.core.register import Kind
from desktop.core.terms import ReportKind
from desktop.storage.models.base import Kept, field, register


class ReportTemplate(Kept):
    """The clerk's own wording of a kind of report, with places for figures."""

    __register__ = register(
        "report_templates",
        "Report templates",
        "Mẫu báo cáo",
        "report template",
        "mẫu báo cáo",
        identity=(("name",),),
        title="name",
        travels=False,
        empty="Chưa có mẫu riêng nào; báo cáo dùng mẫu có sẵn.",
    )
    name: Mapped[str] = field(Kind.TEXT, "Name", "Tên mẫu", required=True, search=True, width=36)
    kind: Mapped[str] = field(
        Kind.CHOICE,
        "Kind",
        "Loại báo cáo",
        terms=ReportKind,
        required=True,
        default=ReportKind.INTERIM_REVIEW.value,
        filter=True,
        width=18,
    )
    text: Mapped[str] = field(
        Kind.LONG_TEXT, "Text", "Nội dung mẫu", required=True, shown=False, width=60
    )
    main: Mapped[bool] = field(Kind.BOOLEAN, "Used by default", "Dùng mặc định", width=10)


class PeriodReport(Kept):
    """A report of a period: what it is about, and its text as the clerk has it now."""

    __register__ = register(
        "period_reports",
        "Reports",
        "Báo cáo sơ kết, tổng kết",
        "report",
        "báo cáo",
        identity=(("kind", "title", "period_from", "period_to"),),
        title="title",
        sort="period_to",
        descending=True,
        period="period_to",
        unit="unit_id",
        travels=False,
        empty="Chưa có báo cáo nào. Bấm «Lập báo cáo» để lập từ số liệu của một kỳ.",
    )
    kind: Mapped[str] = field(
        Kind.CHOICE,
        "Kind",
        "Loại báo cáo",
        terms=ReportKind,
        required=True,
        default=ReportKind.INTERIM_REVIEW.value,
        filter=True,
        width=18,
    )
    title: Mapped[str] = field(
        Kind.LONG_TEXT, "Abstract", "Trích yếu", required=True, search=True, width=60
    )
    period_from: Mapped[date] = field(Kind.DATE, "From", "Từ ngày", required=True, width=11)
    period_to: Mapped[date] = field(Kind.DATE, "To", "Đến ngày", required=True, width=11)
    unit_id: Mapped[int | None] = field(
        Kind.REFERENCE,
        "Unit with its subtree",
        "Đơn vị",
        reference="units",
        shown=False,
        width=28,
        hint="Để trống: cả cơ quan.",
    )
    number: Mapped[str | None] = field(
        Kind.TEXT, "Number and code", "Số, ký hiệu", search=True, width=14
    )
    on: Mapped[date | None] = field(Kind.DATE, "Date", "Ngày ban hành", width=11)
    issued: Mapped[bool] = field(
        Kind.BOOLEAN, "Issued", "Đã ban hành", filter=True, editable=False, width=10
    )
    content: Mapped[str | None] = field(
        Kind.LONG_TEXT,
        "Content (JSON)",
        "Nội dung (JSON)",
        shown=False,
        editable=False,
        maximum=5_000_000,  # some hundred pages, each part three times over
    )
    """The report's parts as the clerk edits them (`desktop.core.report_text`)."""
    note: Mapped[str | None] = field(Kind.LONG_TEXT, "Note", "Ghi chú", shown=False, leaves=False)


class ReportIssue(Kept):
    """A report as it was issued: text, figures, tables and heads, frozen."""

    __register__ = register(
        "report_issues",
        "Issued copies",
        "Bản đã ban hành",
        "issued copy",
        "bản đã ban hành",
        identity=(("report_id", "sha256"),),
        title="number",
        sort="on",
        descending=True,
        parent="report_id",
        travels=False,
        empty="Báo cáo này chưa ban hành.",
    )
    report_id: Mapped[int] = field(
        Kind.REFERENCE,
        "Report",
        "Báo cáo",
        reference="period_reports",
        required=True,
        shown=False,
    )
    on: Mapped[date | None] = field(Kind.DATE, "Date", "Ngày ban hành", editable=False, width=11)
    number: Mapped[str | None] = field(
        Kind.TEXT, "Number and code", "Số, ký hiệu", editable=False, width=14
    )
    sha256: Mapped[str] = field(
        Kind.TEXT, "SHA-256", "Mã băm", required=True, editable=False, shown=False
    )
    content: Mapped[bytes] = field(
        Kind.BYTES, "Content", "Nội dung", required=True, editable=False, leaves=False
    )
    """Compressed JSON of all that its paper is made of."""
