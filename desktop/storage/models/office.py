"""The office, its signers, and the rules that change: levels, layouts, document types, scales."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.core.register import Kind
from desktop.core.terms import Level, PaperFamily, Rating, SigningForm
from desktop.storage.models.base import Base, Kept, field, register

_KNOWN: dict[str, Any] = {"editable": False, "shown": False, "leaves": False}


class Office(Kept):
    """The office whose book this is (`own`), and offices it knows of."""

    __register__ = register(
        "offices",
        "Offices",
        "Cơ quan",
        "office",
        "cơ quan",
        identity=(("name", "parent_name"),),
        title="name",
    )
    name: Mapped[str] = field(
        Kind.TEXT, "Name", "Tên cơ quan", required=True, search=True, width=36
    )
    level: Mapped[str] = field(Kind.CHOICE, "Level", "Cấp", terms=Level, required=True, filter=True)
    parent_name: Mapped[str | None] = field(
        Kind.TEXT, "Parent", "Cơ quan cấp trên", search=True, width=30
    )
    place: Mapped[str | None] = field(Kind.TEXT, "Place for dates", "Địa danh")
    code_suffix: Mapped[str | None] = field(
        Kind.TEXT, "Document code suffix", "Ký hiệu văn bản", hint="Ví dụ: BTG"
    )
    header_lines: Mapped[str | None] = field(
        Kind.LONG_TEXT,
        "Header lines",
        "Dòng đầu trang",
        shown=False,
        hint="Mỗi dòng một hàng ở góc trái đầu trang; để trống thì dùng cơ quan cấp trên và tên.",
    )
    paper_family: Mapped[str] = field(
        Kind.CHOICE,
        "Paper style",
        "Thể thức văn bản",
        terms=PaperFamily,
        required=True,
        default=PaperFamily.PARTY.value,
    )
    own: Mapped[bool] = field(
        Kind.BOOLEAN, "This office", "Cơ quan của sổ này", editable=False, shown=False
    )
    parent_uid: Mapped[str | None] = field(
        Kind.TEXT, "Parent's identity", "Mã cơ quan cấp trên", since=5, **_KNOWN
    )
    public_key: Mapped[str | None] = field(
        Kind.TEXT, "Signature key", "Khóa chữ ký", since=5, **_KNOWN
    )
    """The Ed25519 key by which its submissions are known, in hexadecimal."""
    known_on: Mapped[date | None] = field(
        Kind.DATE, "Key accepted on", "Ngày công nhận chữ ký", since=5, **_KNOWN
    )
    sends_from: Mapped[date | None] = field(
        Kind.DATE,
        "Sends from",
        "Gửi số liệu từ ngày",
        since=5,
        shown=False,
        leaves=False,
        hint="Từ ngày này cơ quan phải gửi số liệu mỗi kỳ; để trống thì không nhắc.",
    )


class Signer(Kept):
    """A person who signs the office's papers, and in what capacity."""

    __register__ = register(
        "signers",
        "Signers",
        "Người ký",
        "signer",
        "người ký",
        identity=(("name", "post"),),
        title="name",
    )
    name: Mapped[str] = field(
        Kind.NAME, "Name", "Họ và tên", required=True, search=True, width=24, personal=True
    )
    post: Mapped[str] = field(Kind.TEXT, "Post", "Chức vụ", required=True, search=True, width=24)
    signs: Mapped[str] = field(
        Kind.CHOICE,
        "Signs",
        "Hình thức ký",
        terms=SigningForm,
        required=True,
        default=SigningForm.DIRECT.value,
    )
    authority: Mapped[str | None] = field(
        Kind.TEXT,
        "On whose authority",
        "Ký thay mặt, ký thay cho",
        hint="Ví dụ: BAN THƯỜNG VỤ hoặc TRƯỞNG BAN",
        width=24,
    )
    valid_from: Mapped[date | None] = field(Kind.DATE, "From", "Từ ngày")
    valid_to: Mapped[date | None] = field(Kind.DATE, "To", "Đến ngày")
    main: Mapped[bool] = field(Kind.BOOLEAN, "Signs by default", "Người ký mặc định")


class LevelName(Kept):
    """What a level is called in this office, and whether it is in use from a date on."""

    __register__ = register(
        "levels",
        "Levels",
        "Cấp",
        "level",
        "cấp",
        identity=(("level", "valid_from"),),
        title="name",
        travels=False,
    )
    level: Mapped[str] = field(Kind.CHOICE, "Level", "Cấp cố định", terms=Level, required=True)
    name: Mapped[str] = field(Kind.TEXT, "Label", "Tên gọi", required=True, search=True)
    in_use: Mapped[bool] = field(Kind.BOOLEAN, "In use", "Đang dùng", default=True)
    valid_from: Mapped[date | None] = field(Kind.DATE, "From", "Từ ngày")
    valid_to: Mapped[date | None] = field(Kind.DATE, "To", "Đến ngày")


class Rule(Kept):
    """A rule the office works by, with the dates from which and to which it holds."""

    __register__ = register(
        "rules",
        "Rules",
        "Quy định áp dụng",
        "rule",
        "quy định",
        identity=(("code",),),
        title="code",
        travels=False,
    )
    code: Mapped[str] = field(Kind.TEXT, "Code", "Số, ký hiệu", required=True, search=True)
    title: Mapped[str] = field(Kind.TEXT, "About", "Về việc", required=True, search=True, width=40)
    valid_from: Mapped[date | None] = field(Kind.DATE, "From", "Từ ngày")
    valid_to: Mapped[date | None] = field(Kind.DATE, "To", "Đến ngày")
    replaces: Mapped[str | None] = field(Kind.TEXT, "Replaces", "Thay cho")
    note: Mapped[str | None] = field(Kind.LONG_TEXT, "Note", "Ghi chú", width=30)


class DocumentType(Kept):
    """A type of document; type and abbreviation are apart, for QĐ stands for two types."""

    __register__ = register(
        "document_types",
        "Document types",
        "Loại văn bản",
        "document type",
        "loại văn bản",
        identity=(("name", "valid_from"),),
        title="name",
        travels=False,
    )
    name: Mapped[str] = field(Kind.TEXT, "Type", "Loại văn bản", required=True, search=True)
    abbreviation: Mapped[str] = field(
        Kind.TEXT, "Abbreviation", "Viết tắt", required=True, search=True
    )
    valid_from: Mapped[date | None] = field(Kind.DATE, "From", "Từ ngày")
    valid_to: Mapped[date | None] = field(Kind.DATE, "To", "Đến ngày")


class PageLayout(Kept):
    """A page layout: everything about it is data (`desktop.core.paper`), with its dates."""

    __register__ = register(
        "page_layouts",
        "Page layouts",
        "Thể thức trình bày",
        "page layout",
        "thể thức trình bày",
        identity=(("name", "valid_from"),),
        title="name",
        travels=False,
    )
    name: Mapped[str] = field(
        Kind.TEXT, "Name", "Tên thể thức", required=True, search=True, width=30
    )
    family: Mapped[str] = field(
        Kind.CHOICE, "Style", "Thể thức văn bản", terms=PaperFamily, required=True
    )
    rule_id: Mapped[int | None] = field(Kind.REFERENCE, "Rule", "Theo quy định", reference="rules")
    valid_from: Mapped[date | None] = field(Kind.DATE, "From", "Từ ngày")
    valid_to: Mapped[date | None] = field(Kind.DATE, "To", "Đến ngày")
    main: Mapped[bool] = field(Kind.BOOLEAN, "Used by default", "Dùng mặc định")
    settings: Mapped[str] = field(
        Kind.LONG_TEXT,
        "Settings",
        "Thông số (JSON)",
        required=True,
        shown=False,
        hint="Lề, cỡ chữ, dòng đầu trang… theo đúng mẫu có sẵn; sai cú pháp sẽ được báo.",
    )


class RatingScale(Kept):
    """A rating scale with the dates from which it holds."""

    __register__ = register(
        "rating_scales",
        "Rating scales",
        "Thang xếp loại",
        "rating scale",
        "thang xếp loại",
        identity=(("name", "valid_from"),),
        title="name",
        travels=False,
    )
    name: Mapped[str] = field(Kind.TEXT, "Name", "Tên thang", required=True, search=True, width=30)
    rule_id: Mapped[int | None] = field(Kind.REFERENCE, "Rule", "Theo quy định", reference="rules")
    uses_points: Mapped[bool] = field(Kind.BOOLEAN, "Uses points", "Chấm điểm")
    common_points: Mapped[int | None] = field(
        Kind.INTEGER, "Common points at most", "Điểm tiêu chí chung tối đa", minimum=0
    )
    result_points: Mapped[int | None] = field(
        Kind.INTEGER, "Result points at most", "Điểm kết quả tối đa", minimum=0
    )
    valid_from: Mapped[date | None] = field(Kind.DATE, "From", "Từ ngày")
    valid_to: Mapped[date | None] = field(Kind.DATE, "To", "Đến ngày")


class RatingGrade(Kept):
    """One grade of a scale: from how many points it is given."""

    __register__ = register(
        "rating_grades",
        "Grades",
        "Mức xếp loại",
        "grade",
        "mức xếp loại",
        identity=(("scale_id", "rating"),),
        title="rating",
        parent="scale_id",
        travels=False,
    )
    scale_id: Mapped[int] = field(
        Kind.REFERENCE, "Scale", "Thang xếp loại", reference="rating_scales", required=True
    )
    rating: Mapped[str] = field(Kind.CHOICE, "Rating", "Xếp loại", terms=Rating, required=True)
    minimum_points: Mapped[Decimal | None] = field(
        Kind.POINTS, "From points", "Từ số điểm", minimum=0, maximum=100
    )


class Setting(Base):
    """A setting of the book: a key and a JSON value; neither travels."""

    __tablename__ = "settings"

    key: Mapped[str] = mapped_column(Text, primary_key=True)
    value: Mapped[str] = mapped_column(Text)
    digest: Mapped[bytes | None] = mapped_column(LargeBinary)
    """Over key and value, by which `check` finds a changed byte."""
