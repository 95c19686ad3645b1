"""Members, with what happened to them."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Mapped

from desktop.core.register import Kind
from desktop.core.terms import Force, MemberStatus, MoveKind, Sex, TheoryLevel
from desktop.storage.models.base import Kept, field, register

_PERSON: dict[str, Any] = {"group": "Nhân thân", "group_label": "Person"}
_PARTY: dict[str, Any] = {"group": "Đảng", "group_label": "Party"}
_WORK: dict[str, Any] = {"group": "Công việc, trình độ", "group_label": "Work and education"}
_STATE: dict[str, Any] = {"group": "Tình trạng", "group_label": "Status"}


class Member(Kept):
    """A Party member; the least the lists need, and no more."""

    __register__ = register(
        "members",
        "Members",
        "Đảng viên",
        "member",
        "đảng viên",
        identity=(("card_number",), ("full_name", "birth_date", "unit_id")),
        title="full_name",
        unit="unit_id",
        empty="Chưa có đảng viên nào. Bấm «Thêm» (Ctrl+N) để nhập đảng viên đầu tiên.",
    )
    full_name: Mapped[str] = field(
        Kind.NAME,
        "Full name",
        "Họ và tên",
        required=True,
        search=True,
        sheet=1,
        width=26,
        personal=True,
        aliases=(
            "Họ tên",
            "Họ và tên đảng viên",
            "Tên đảng viên",
            "Họ, tên",
            "Họ và tên đang dùng",
            "Họ và tên khai sinh, tên đang dùng",
        ),
        **_PERSON,
    )
    birth_name: Mapped[str | None] = field(
        Kind.NAME,
        "Birth name",
        "Họ và tên khai sinh",
        shown=False,
        personal=True,
        width=26,
        **_PERSON,
    )
    birth_date: Mapped[str | None] = field(
        Kind.PARTIAL_DATE,
        "Born",
        "Ngày sinh",
        sheet=2,
        width=11,
        personal=True,
        aliases=("Ngày tháng năm sinh", "Năm sinh", "Sinh ngày"),
        **_PERSON,
    )
    sex: Mapped[str | None] = field(
        Kind.CHOICE,
        "Sex",
        "Giới tính",
        terms=Sex,
        sheet=3,
        width=8,
        personal=True,
        aliases=("Nam, nữ", "Nam/nữ", "Giới"),
        **_PERSON,
    )
    ethnicity: Mapped[str | None] = field(
        Kind.TEXT, "Ethnicity", "Dân tộc", sheet=4, width=9, personal=True, **_PERSON
    )
    home_town: Mapped[str | None] = field(
        Kind.TEXT,
        "Home town (then)",
        "Quê quán",
        sheet=5,
        width=30,
        personal=True,
        shown=False,
        aliases=("Quê",),
        **_PERSON,
    )
    home_town_now: Mapped[str | None] = field(
        Kind.TEXT,
        "Home town (now)",
        "Quê quán (hiện nay)",
        shown=False,
        width=30,
        personal=True,
        **_PERSON,
    )
    card_number: Mapped[str | None] = field(
        Kind.TEXT,
        "Card number",
        "Số thẻ đảng",
        search=True,
        sheet=6,
        width=11,
        personal=True,
        pattern=r"\d{8}",
        hint="Thường gồm 8 chữ số, giữ cả số 0 ở đầu.",
        aliases=("Số thẻ", "Số thẻ đảng viên", "Số thẻ ĐV", "Thẻ đảng", "Thẻ đảng viên"),
        **_PARTY,
    )
    file_number: Mapped[str | None] = field(
        Kind.TEXT, "File number", "Số lý lịch", shown=False, search=True, personal=True, **_PARTY
    )
    badge_number: Mapped[str | None] = field(
        Kind.TEXT, "Badge number", "Số Huy hiệu Đảng", shown=False, personal=True, **_PARTY
    )
    admitted_on: Mapped[str | None] = field(
        Kind.PARTIAL_DATE,
        "Admitted",
        "Ngày kết nạp",
        sheet=7,
        width=11,
        personal=True,
        aliases=("Ngày vào Đảng", "Ngày kết nạp Đảng", "Ngày vào Đảng dự bị", "Vào Đảng ngày"),
        **_PARTY,
    )
    official_on: Mapped[str | None] = field(
        Kind.PARTIAL_DATE,
        "Official",
        "Ngày chính thức",
        sheet=8,
        width=11,
        personal=True,
        aliases=("Ngày vào Đảng chính thức", "Ngày công nhận chính thức"),
        **_PARTY,
    )
    unit_id: Mapped[int | None] = field(
        Kind.REFERENCE,
        "Unit",
        "Chi bộ",
        reference="units",
        sheet=9,
        width=28,
        filter=True,
        aliases=(
            "Đơn vị",
            "Đơn vị công tác",
            "Chi bộ sinh hoạt",
            "Chi bộ đang sinh hoạt",
            "Đang sinh hoạt tại",
            "Nơi sinh hoạt",
            "Sinh hoạt tại chi bộ",
            "Tên chi bộ",
        ),
        **_PARTY,
    )
    party_post: Mapped[str | None] = field(
        Kind.TEXT, "Party post", "Chức vụ Đảng", sheet=10, width=18, search=True, **_PARTY
    )
    other_post: Mapped[str | None] = field(
        Kind.TEXT,
        "Other post",
        "Chức vụ chính quyền, đoàn thể",
        sheet=11,
        width=22,
        shown=False,
        aliases=("Chức vụ chính quyền", "Chức vụ"),
        **_WORK,
    )
    education: Mapped[str | None] = field(
        Kind.TEXT,
        "Education",
        "Trình độ học vấn",
        sheet=12,
        width=12,
        shown=False,
        personal=True,
        aliases=("Học vấn", "Văn hóa", "Trình độ văn hóa"),
        **_WORK,
    )
    theory_level: Mapped[str | None] = field(
        Kind.CHOICE,
        "Political theory",
        "Lý luận chính trị",
        terms=TheoryLevel,
        sheet=13,
        width=11,
        personal=True,
        filter=True,
        aliases=("LLCT", "Trình độ LLCT", "Trình độ lý luận chính trị", "Lý luận"),
        **_WORK,
    )
    qualification: Mapped[str | None] = field(
        Kind.TEXT,
        "Professional qualification",
        "Chuyên môn nghiệp vụ",
        shown=False,
        width=20,
        personal=True,
        aliases=("Chuyên môn",),
        **_WORK,
    )
    foreign_language: Mapped[str | None] = field(
        Kind.TEXT, "Foreign language", "Ngoại ngữ", shown=False, personal=True, **_WORK
    )
    occupation_before: Mapped[str | None] = field(
        Kind.TEXT,
        "Occupation before admission",
        "Nghề nghiệp trước khi vào Đảng",
        shown=False,
        width=20,
        personal=True,
        **_WORK,
    )
    occupation_now: Mapped[str | None] = field(
        Kind.TEXT,
        "Occupation now",
        "Nghề nghiệp hiện nay",
        shown=False,
        width=20,
        personal=True,
        aliases=("Nghề nghiệp",),
        **_WORK,
    )
    force: Mapped[str | None] = field(
        Kind.CHOICE,
        "Force or retired",
        "Bộ đội, công an, hưu trí",
        terms=Force,
        shown=False,
        personal=True,
        **_WORK,
    )
    status: Mapped[str] = field(
        Kind.CHOICE,
        "Status",
        "Trạng thái",
        terms=MemberStatus,
        required=True,
        default=MemberStatus.OFFICIAL.value,
        filter=True,
        sheet=14,
        width=11,
        personal=True,
        aliases=("Tình trạng",),
        **_STATE,
    )
    status_on: Mapped[str | None] = field(
        Kind.PARTIAL_DATE,
        "Status since",
        "Ngày của trạng thái",
        shown=False,
        personal=True,
        hint="Ngày chuyển đi, ra khỏi Đảng hoặc từ trần.",
        **_STATE,
    )
    status_reason: Mapped[str | None] = field(
        Kind.TEXT,
        "Form or cause",
        "Hình thức, lý do",
        shown=False,
        width=20,
        personal=True,
        hint="Hình thức ra khỏi Đảng, lý do từ trần, nơi chuyển đến.",
        **_STATE,
    )
    exempt: Mapped[bool] = field(
        Kind.BOOLEAN,
        "Exempt from meetings",
        "Miễn sinh hoạt",
        shown=False,
        personal=True,
        filter=True,
        **_STATE,
    )
    temporary: Mapped[bool] = field(
        Kind.BOOLEAN,
        "Temporary activity",
        "Sinh hoạt tạm thời",
        shown=False,
        personal=True,
        **_STATE,
    )
    note: Mapped[str | None] = field(
        Kind.LONG_TEXT, "Note", "Ghi chú", sheet=15, shown=False, width=24, leaves=False, **_STATE
    )
    given_words: Mapped[int | None] = field(
        Kind.INTEGER,
        "Words of the given name",
        "Số chữ của tên gọi",
        shown=False,
        minimum=1,
        maximum=4,
        leaves=False,
        hint="Để trống: tên gọi là chữ cuối. Chỉ nhập khi tên gọi có từ hai chữ trở lên.",
        **_STATE,
    )


class MemberStep(Kept):
    """A step of a member's status, with its date."""

    __register__ = register(
        "member_steps",
        "Status history",
        "Quá trình trạng thái",
        "status step",
        "bước trạng thái",
        identity=(("member_id", "status", "on"),),
        title="status",
        sort="on",
        parent="member_id",
    )
    member_id: Mapped[int] = field(
        Kind.REFERENCE, "Member", "Đảng viên", reference="members", required=True, personal=True
    )
    status: Mapped[str] = field(
        Kind.CHOICE, "Status", "Trạng thái", terms=MemberStatus, required=True, personal=True
    )
    on: Mapped[str | None] = field(Kind.PARTIAL_DATE, "On", "Ngày", personal=True)
    reason: Mapped[str | None] = field(
        Kind.TEXT, "Form or cause", "Hình thức, lý do", width=30, personal=True
    )


class MemberMove(Kept):
    """An arrival from, or a departure to, another Party organisation."""

    __register__ = register(
        "member_moves",
        "Arrivals and departures",
        "Chuyển đến, chuyển đi",
        "move",
        "lần chuyển sinh hoạt",
        identity=(("member_id", "kind", "on"),),
        title="place",
        sort="on",
        parent="member_id",
    )
    member_id: Mapped[int] = field(
        Kind.REFERENCE, "Member", "Đảng viên", reference="members", required=True, personal=True
    )
    kind: Mapped[str] = field(
        Kind.CHOICE, "Direction", "Chiều", terms=MoveKind, required=True, personal=True
    )
    on: Mapped[str | None] = field(Kind.PARTIAL_DATE, "On", "Ngày", personal=True)
    place: Mapped[str] = field(
        Kind.TEXT, "From or to", "Nơi đến, nơi đi", required=True, width=36, personal=True
    )


class MemberUnit(Kept):
    """A time a member spent in a unit."""

    __register__ = register(
        "member_units",
        "History of units",
        "Quá trình sinh hoạt",
        "time in a unit",
        "thời gian sinh hoạt",
        identity=(("member_id", "unit_id", "from_on"),),
        title="unit_id",
        sort="from_on",
        parent="member_id",
    )
    member_id: Mapped[int] = field(
        Kind.REFERENCE, "Member", "Đảng viên", reference="members", required=True, personal=True
    )
    unit_id: Mapped[int] = field(
        Kind.REFERENCE, "Unit", "Chi bộ", reference="units", required=True, width=30
    )
    from_on: Mapped[str | None] = field(Kind.PARTIAL_DATE, "From", "Từ ngày", personal=True)
    to_on: Mapped[str | None] = field(Kind.PARTIAL_DATE, "To", "Đến ngày", personal=True)
