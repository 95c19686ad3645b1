"""Yearly ratings, attachments, the audit trail, and what was sent or received."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Index, Integer, LargeBinary, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.core.register import Kind
from desktop.core.terms import Answer, Direction, Level, RatedKind, Rating, ReviewPeriod, Trust
from desktop.storage.models.base import Base, Kept, field, new_uid, now, register


class YearlyRating(Kept):
    """The rating of a member or a unit for a period; the pledge's outcome is one input."""

    __register__ = register(
        "yearly_ratings",
        "Ratings",
        "Đánh giá, xếp loại",
        "rating",
        "lần đánh giá, xếp loại",
        identity=(
            ("rated_kind", "member_id", "period_kind", "period_to"),
            ("rated_kind", "name", "unit_id", "period_kind", "period_to"),
        ),
        title="name",
        unit="unit_id",
        period="period_to",
        empty="Chưa có kết quả đánh giá, xếp loại nào.",
    )
    rated_kind: Mapped[str] = field(
        Kind.CHOICE,
        "Who",
        "Đối tượng",
        terms=RatedKind,
        required=True,
        filter=True,
        default=RatedKind.MEMBER.value,
        width=14,
    )
    member_id: Mapped[int | None] = field(
        Kind.REFERENCE,
        "Member",
        "Đảng viên",
        reference="members",
        shown=False,
        personal=True,
        width=26,
    )
    unit_id: Mapped[int | None] = field(
        Kind.REFERENCE, "Unit", "Đơn vị", reference="units", filter=True, width=28
    )
    name: Mapped[str] = field(
        Kind.NAME,
        "Name",
        "Họ và tên / Tên tổ chức",
        person_when=("rated_kind", ("member",)),
        required=True,
        search=True,
        width=28,
        personal=True,
        hint="Tự điền khi chọn đảng viên hoặc đơn vị.",
    )
    period_kind: Mapped[str] = field(
        Kind.CHOICE,
        "Period",
        "Kỳ",
        terms=ReviewPeriod,
        required=True,
        default=ReviewPeriod.YEAR.value,
        width=11,
    )
    period_from: Mapped[date | None] = field(Kind.DATE, "From", "Từ ngày", width=11)
    period_to: Mapped[date] = field(Kind.DATE, "To", "Đến ngày", required=True, width=11)
    common_points: Mapped[Decimal | None] = field(
        Kind.POINTS,
        "Common points",
        "Điểm tiêu chí chung",
        minimum=0,
        maximum=100,
        shown=False,
        personal=True,
    )
    result_points: Mapped[Decimal | None] = field(
        Kind.POINTS,
        "Result points",
        "Điểm kết quả",
        minimum=0,
        maximum=100,
        shown=False,
        personal=True,
    )
    points: Mapped[Decimal | None] = field(
        Kind.POINTS, "Points", "Tổng điểm", minimum=0, maximum=100, width=8, personal=True
    )
    rating: Mapped[str] = field(
        Kind.CHOICE,
        "Rating",
        "Xếp loại",
        terms=Rating,
        required=True,
        filter=True,
        width=26,
        personal=True,
    )
    decided_by: Mapped[str | None] = field(Kind.TEXT, "Decided by", "Cấp quyết định", width=24)
    decided_on: Mapped[date | None] = field(Kind.DATE, "Decided on", "Ngày quyết định", width=11)
    note: Mapped[str | None] = field(Kind.LONG_TEXT, "Note", "Ghi chú", shown=False, leaves=False)


class Attachment(Kept):
    """A file or photo kept inside the book, tied to a record by its register and uid."""

    __register__ = register(
        "attachments",
        "Attachments",
        "Tệp đính kèm",
        "attachment",
        "tệp đính kèm",
        identity=(("owner_register", "owner_uid", "name", "sha256"),),
        title="name",
        travels=False,
    )
    owner_register: Mapped[str] = field(
        Kind.TEXT, "Register", "Sổ", required=True, editable=False, shown=False
    )
    owner_uid: Mapped[str] = field(
        Kind.TEXT, "Record", "Bản ghi", required=True, editable=False, shown=False
    )
    name: Mapped[str] = field(
        Kind.TEXT, "File name", "Tên tệp", required=True, search=True, width=40
    )
    media_type: Mapped[str] = field(
        Kind.TEXT, "Type", "Loại tệp", required=True, editable=False, width=18
    )
    size: Mapped[int] = field(
        Kind.INTEGER, "Size (bytes)", "Dung lượng (byte)", required=True, editable=False, minimum=0
    )
    sha256: Mapped[str] = field(
        Kind.TEXT, "SHA-256", "Mã băm", required=True, editable=False, shown=False
    )
    caption: Mapped[str | None] = field(
        Kind.TEXT, "Caption", "Chú thích", search=True, since=3, width=30
    )
    content: Mapped[bytes] = field(
        Kind.BYTES, "Content", "Nội dung", required=True, editable=False, leaves=False
    )
    preview: Mapped[bytes | None] = field(
        Kind.BYTES, "Preview", "Ảnh xem trước", editable=False, since=3, leaves=False
    )
    """A JPEG of at most 1,200 points a side; None for what is no picture."""


class RecordNote(Kept):
    """A dated note on any record, with a day on which to be reminded of it."""

    __register__ = register(
        "notes",
        "Notes",
        "Ghi chú",
        "note",
        "ghi chú",
        identity=(("owner_register", "owner_uid", "on", "text"),),
        title="text",
        sort="on",
        descending=True,
        travels=False,
        period="on",
        empty="Chưa có ghi chú nào. Bấm «Thêm» để ghi.",
    )
    owner_register: Mapped[str] = field(
        Kind.TEXT, "Register", "Sổ", required=True, editable=False, shown=False
    )
    owner_uid: Mapped[str] = field(
        Kind.TEXT, "Record", "Bản ghi", required=True, editable=False, shown=False
    )
    on: Mapped[date] = field(Kind.DATE, "Date", "Ngày", required=True, width=11)
    text: Mapped[str] = field(
        Kind.LONG_TEXT, "Text", "Nội dung", required=True, search=True, width=60
    )
    remind_on: Mapped[date | None] = field(
        Kind.DATE, "Remind on", "Nhắc vào ngày", filter=False, width=11
    )
    settled: Mapped[bool] = field(Kind.BOOLEAN, "Settled", "Đã xong", filter=True)


_FIXED: dict[str, Any] = {"editable": False}


class Submission(Kept):
    """What was sent upward or received: period, digest, counts, receipt."""

    __register__ = register(
        "submissions",
        "Submissions",
        "Bộ dữ liệu gửi cấp trên",
        "submission",
        "bộ dữ liệu",
        identity=(("digest",),),
        title="file_name",
        sort="made_on",
        descending=True,
        travels=False,
        period="made_on",
        empty="Chưa gửi bộ dữ liệu nào. Dùng «Tệp → Gửi cấp trên» để lập bộ dữ liệu.",
    )
    direction: Mapped[str] = field(
        Kind.CHOICE,
        "Direction",
        "Chiều",
        terms=Direction,
        required=True,
        editable=False,
        default=Direction.ISSUED.value,
    )
    office_name: Mapped[str] = field(
        Kind.TEXT, "Office", "Cơ quan", required=True, editable=False, width=30
    )
    made_on: Mapped[date] = field(Kind.DATE, "Made on", "Ngày lập", required=True, editable=False)
    period_from: Mapped[date] = field(Kind.DATE, "From", "Từ ngày", required=True, editable=False)
    period_to: Mapped[date] = field(Kind.DATE, "To", "Đến ngày", required=True, editable=False)
    file_name: Mapped[str] = field(
        Kind.TEXT, "File", "Tên tệp", required=True, search=True, editable=False, width=36
    )
    digest: Mapped[str] = field(
        Kind.TEXT, "Digest", "Mã kiểm tra", required=True, editable=False, shown=False
    )
    counts: Mapped[str] = field(
        Kind.LONG_TEXT,
        "Counts (JSON)",
        "Số bản ghi (JSON)",
        required=True,
        editable=False,
        shown=False,
    )
    receipt: Mapped[str | None] = field(Kind.TEXT, "Receipt", "Xác nhận của cấp trên", width=30)
    number: Mapped[int | None] = field(
        Kind.INTEGER, "Number in the period", "Lần gửi", since=5, minimum=1, **_FIXED
    )
    """Counted per office and period; the highest that was not taken out is the one that counts."""
    replaces: Mapped[str | None] = field(
        Kind.TEXT, "Replaces", "Thay bộ dữ liệu", since=5, shown=False, **_FIXED
    )
    """The digest of the one before of the same period."""
    profile: Mapped[str | None] = field(
        Kind.TEXT, "Profile", "Mẫu gửi", since=5, shown=False, **_FIXED
    )
    office_uid: Mapped[str | None] = field(
        Kind.TEXT, "Office's identity", "Mã cơ quan", since=5, shown=False, **_FIXED
    )
    office_level: Mapped[str | None] = field(
        Kind.CHOICE, "Office's level", "Cấp", terms=Level, since=5, shown=False, **_FIXED
    )
    trust: Mapped[str | None] = field(
        Kind.CHOICE, "Signature", "Chữ ký", terms=Trust, since=5, width=18, **_FIXED
    )
    through_id: Mapped[int | None] = field(
        Kind.REFERENCE,
        "Came with",
        "Đến cùng",
        reference="submissions",
        since=5,
        shown=False,
        **_FIXED,
    )
    """Of a lower office's submission that the one of its higher office carried."""
    figures: Mapped[str | None] = field(
        Kind.LONG_TEXT, "Figures (JSON)", "Số liệu (JSON)", since=5, shown=False, **_FIXED
    )
    """The office's own figures of the period, by the contract of DOMAIN.md."""
    total: Mapped[str | None] = field(
        Kind.LONG_TEXT, "Total (JSON)", "Số liệu toàn cấp (JSON)", since=5, shown=False, **_FIXED
    )
    """Its figures with those of the offices below; None where it has none below."""
    answer: Mapped[str | None] = field(
        Kind.CHOICE, "Answer", "Trả lời", terms=Answer, since=5, filter=True, width=14, **_FIXED
    )
    answered_on: Mapped[date | None] = field(
        Kind.DATE, "Answered on", "Ngày trả lời", since=5, shown=False, width=11, **_FIXED
    )


class AuditEntry(Base):
    """Who did what to which record; written with the change, in the same transaction."""

    __tablename__ = "audit_entries"
    __table_args__ = (
        # few, and asked for when what they were called is to be told
        Index("ix_audit_entries_gone", "register", sqlite_where=text("action = 'purged'")),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    uid: Mapped[str] = mapped_column(Text, unique=True, default=new_uid)
    at: Mapped[str] = mapped_column(Text, default=now, index=True)
    batch: Mapped[str] = mapped_column(Text, index=True)
    """Uid shared by all entries of one deed; its entries follow each other."""
    deed: Mapped[str] = mapped_column(Text)
    """What the clerk did, in Vietnamese words."""
    action: Mapped[str] = mapped_column(Text)
    register: Mapped[str] = mapped_column(Text)
    row_uid: Mapped[str] = mapped_column(Text, index=True)
    title: Mapped[str] = mapped_column(Text)
    before: Mapped[str | None] = mapped_column(Text)
    """JSON of the fields that changed, as they were."""
    after: Mapped[str | None] = mapped_column(Text)
    """JSON of the fields that changed, as they are now."""
    # what follows is given when the transaction ends (`desktop.storage.audit_chain`)
    clerk: Mapped[str | None] = mapped_column(Text)
    """Who did it; None where nobody said so, as before schema 6."""
    salt: Mapped[bytes | None] = mapped_column(LargeBinary)
    """Random bytes that go into the payload's hash; None when the payload was erased."""
    payload_hash: Mapped[bytes | None] = mapped_column(LargeBinary)
    """Over the deed, the title and the values, which may be erased; it stays."""
    chain: Mapped[bytes | None] = mapped_column(LargeBinary)
    """Over the entry before, the payload's hash and the rest of this entry."""


class AuditHead(Base):
    """The end of the audit entries' chain, so that the last of them can't go unseen."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    last_id: Mapped[int] = mapped_column(Integer)
    entries: Mapped[int] = mapped_column(Integer)
    chain: Mapped[bytes] = mapped_column(LargeBinary)


class UndoneRows(Base):
    """Rows that an undoing removed, whole, so that the deed can be done again."""

    __tablename__ = "undone_rows"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    batch: Mapped[str] = mapped_column(Text, index=True)
    """The undoing that removed them."""
    register: Mapped[str] = mapped_column(Text)
    rows: Mapped[bytes] = mapped_column(LargeBinary)
    """Compressed JSON of the rows with all their columns; bytes in base64."""
    digest: Mapped[bytes | None] = mapped_column(LargeBinary)
    """Over batch, register and rows."""
