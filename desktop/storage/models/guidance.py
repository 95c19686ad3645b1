"""Documents received or issued, and the topics that they issue."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped

from desktop.core.register import Kind
from desktop.core.terms import Direction
from desktop.storage.models.base import Kept, field, register


class Document(Kept):
    """A document received or issued."""

    __register__ = register(
        "documents",
        "Documents",
        "Văn bản",
        "document",
        "văn bản",
        identity=(("number", "on", "issuer"),),
        title="number",
        sort="on",
        descending=True,
        period="on",
        empty="Chưa có văn bản nào. Bấm «Thêm» (Ctrl+N) để nhập văn bản chỉ đạo đầu tiên.",
    )
    number: Mapped[str] = field(
        Kind.TEXT,
        "Number and code",
        "Số, ký hiệu",
        required=True,
        search=True,
        sheet=1,
        width=16,
        hint="Ví dụ: 196-KH/TU",
    )
    on: Mapped[date | None] = field(Kind.DATE, "Date", "Ngày", sheet=2, form=3, width=11)
    issuer: Mapped[str | None] = field(
        Kind.TEXT, "Issuer", "Cơ quan ban hành", search=True, sheet=3, width=26
    )
    type: Mapped[str | None] = field(
        Kind.LABEL,
        "Type",
        "Loại",
        reference="document_types",
        filter=True,
        sheet=4,
        form=2,
        width=14,
    )
    abstract: Mapped[str | None] = field(
        Kind.LONG_TEXT, "Abstract", "Trích yếu", search=True, sheet=5, width=50
    )
    direction: Mapped[str] = field(
        Kind.CHOICE,
        "Direction",
        "Chiều",
        terms=Direction,
        required=True,
        default=Direction.RECEIVED.value,
        filter=True,
        sheet=6,
        form=1,  # the next number depends on it, on the type and on the day
        width=8,
    )
    report_due: Mapped[date | None] = field(
        Kind.DATE,
        "Report due",
        "Hạn báo cáo",
        since=4,
        width=11,
        hint="Của văn bản đến có yêu cầu báo cáo.",
    )
    reported_on: Mapped[date | None] = field(
        Kind.DATE, "Reported on", "Ngày đã báo cáo", since=4, shown=False, width=11
    )
    note: Mapped[str | None] = field(Kind.LONG_TEXT, "Note", "Ghi chú", shown=False, leaves=False)


class Topic(Kept):
    """The topic of a year or term, and the document that issued it."""

    __register__ = register(
        "topics",
        "Topics",
        "Chuyên đề",
        "topic",
        "chuyên đề",
        identity=(("year", "title"),),
        title="title",
        sort="year",
        descending=True,
        empty="Chưa có chuyên đề nào. Bấm «Thêm» để nhập chuyên đề của năm hoặc toàn khóa.",
    )
    year: Mapped[int | None] = field(
        Kind.INTEGER, "Year", "Năm", filter=True, minimum=1900, maximum=2200, width=6
    )
    term: Mapped[str | None] = field(
        Kind.TEXT, "Term", "Nhiệm kỳ", hint="Ví dụ: 2020 - 2025", width=12
    )
    title: Mapped[str] = field(
        Kind.TEXT, "Title", "Chuyên đề", required=True, search=True, width=60
    )
    document_id: Mapped[int | None] = field(
        Kind.REFERENCE, "Issued by", "Văn bản ban hành", reference="documents", width=20
    )
    note: Mapped[str | None] = field(Kind.LONG_TEXT, "Note", "Ghi chú", shown=False)


class TopicDocument(Kept):
    """A further document about a topic, beside the one that issued it."""

    __register__ = register(
        "topic_documents",
        "Documents of the topic",
        "Văn bản của chuyên đề",
        "document of the topic",
        "văn bản của chuyên đề",
        identity=(("topic_id", "document_id"),),
        title="document_id",
        parent="topic_id",
        empty="Chưa có văn bản nào khác của chuyên đề này.",
    )
    topic_id: Mapped[int] = field(
        Kind.REFERENCE, "Topic", "Chuyên đề", reference="topics", required=True, shown=False
    )
    document_id: Mapped[int] = field(
        Kind.REFERENCE, "Document", "Văn bản", reference="documents", required=True, width=24
    )
