"""Sending upward and receiving: profiles, received rows, remarks on them, same records."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Index, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.core.register import Kind
from desktop.core.terms import Direction
from desktop.storage.models.base import Base, Kept, field, register


class SubmissionProfile(Kept):
    """What the office sends upward: registers, where persons are named, rows from below."""

    __register__ = register(
        "submission_profiles",
        "Submission profiles",
        "Mẫu gửi cấp trên",
        "submission profile",
        "mẫu gửi cấp trên",
        identity=(("name",),),
        title="name",
        travels=False,
        empty="Chưa có mẫu gửi nào; lần gửi dùng các sổ có sẵn, chỉ nêu tên trong khen thưởng.",
    )
    name: Mapped[str] = field(Kind.TEXT, "Name", "Tên mẫu", required=True, search=True, width=36)
    registers: Mapped[str | None] = field(
        Kind.LONG_TEXT, "Registers (JSON)", "Các sổ gửi (JSON)", editable=False, shown=False
    )
    """JSON list of registers; None for those that are offered at first."""
    personal: Mapped[str | None] = field(
        Kind.LONG_TEXT, "Named in (JSON)", "Nêu tên trong (JSON)", editable=False, shown=False
    )
    """JSON list of the registers in which persons are named; None for commendations alone."""
    below: Mapped[bool] = field(
        Kind.BOOLEAN, "With lower offices' rows", "Kèm bản ghi của cấp dưới", width=12
    )
    encrypted: Mapped[bool] = field(Kind.BOOLEAN, "Encrypted", "Đặt mật khẩu", width=10)
    main: Mapped[bool] = field(Kind.BOOLEAN, "Used by default", "Dùng mặc định", width=10)


class ReceivedRow(Base):
    """A row of another office as it was sent; nobody edits it. It goes with its submission."""

    __tablename__ = "received_rows"
    __table_args__ = (
        Index("ix_received_rows_of", "submission_id", "register", "uid", unique=True),
        Index("ix_received_rows_uid", "register", "uid"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id", ondelete="CASCADE"))
    register: Mapped[str] = mapped_column(Text)
    uid: Mapped[str] = mapped_column(Text)
    title: Mapped[str | None] = mapped_column(Text)
    """What the row is called, None where its name did not leave the office."""
    content: Mapped[str] = mapped_column(Text)
    """Canonical JSON of the fields as in the submission: references are uids."""


class Remark(Kept):
    """A word on a record of a submission: to a lower office, or from the higher one."""

    __register__ = register(
        "remarks",
        "Remarks",
        "Ý kiến về số liệu",
        "remark",
        "ý kiến",
        identity=(("submission_digest", "row_register", "row_uid", "words"),),
        title="words",
        sort="made_on",
        descending=True,
        travels=False,
        period="made_on",
        empty="Chưa có ý kiến nào về số liệu gửi, nhận.",
    )
    direction: Mapped[str] = field(
        Kind.CHOICE,
        "Direction",
        "Chiều",
        terms=Direction,
        required=True,
        editable=False,
        filter=True,
        default=Direction.ISSUED.value,
        width=8,
    )
    office_name: Mapped[str] = field(
        Kind.TEXT, "Office", "Cơ quan", required=True, editable=False, search=True, width=30
    )
    submission_digest: Mapped[str] = field(
        Kind.TEXT, "Submission", "Bộ dữ liệu", required=True, editable=False, shown=False
    )
    row_register: Mapped[str | None] = field(
        Kind.TEXT, "Register", "Sổ", editable=False, shown=False
    )
    row_uid: Mapped[str | None] = field(
        Kind.TEXT, "Record's identity", "Mã bản ghi", editable=False, shown=False
    )
    row_title: Mapped[str | None] = field(
        Kind.TEXT, "Record", "Bản ghi", editable=False, search=True, width=36
    )
    words: Mapped[str] = field(
        Kind.LONG_TEXT, "Remark", "Ý kiến", required=True, search=True, width=50
    )
    made_on: Mapped[date] = field(
        Kind.DATE, "Made on", "Ngày", required=True, editable=False, width=11
    )
    settled: Mapped[bool] = field(Kind.BOOLEAN, "Settled", "Đã xử lý", filter=True, width=9)


class SameRecord(Kept):
    """The clerk's word on two offices' rows that look alike: one and the same, or two."""

    __register__ = register(
        "same_records",
        "Decisions on look-alike records",
        "Bản ghi trùng giữa các cơ quan",
        "decision on two records",
        "quyết định về hai bản ghi",
        identity=(("row_register", "first_uid", "second_uid"),),
        title="row_title",
        travels=False,
        empty="Chưa có quyết định nào về bản ghi trùng giữa các cơ quan.",
    )
    row_register: Mapped[str] = field(
        Kind.TEXT, "Register", "Sổ", required=True, editable=False, shown=False
    )
    row_title: Mapped[str] = field(
        Kind.TEXT, "Record", "Bản ghi", required=True, editable=False, search=True, width=40
    )
    first_office: Mapped[str] = field(
        Kind.TEXT, "First office", "Cơ quan thứ nhất", required=True, editable=False, width=28
    )
    first_uid: Mapped[str] = field(
        Kind.TEXT, "First identity", "Mã thứ nhất", required=True, editable=False, shown=False
    )
    second_office: Mapped[str] = field(
        Kind.TEXT, "Second office", "Cơ quan thứ hai", required=True, editable=False, width=28
    )
    second_uid: Mapped[str] = field(
        Kind.TEXT, "Second identity", "Mã thứ hai", required=True, editable=False, shown=False
    )
    same: Mapped[bool] = field(Kind.BOOLEAN, "One and the same", "Là một", filter=True, width=9)
