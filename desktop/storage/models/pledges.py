"""Topics, documents, campaigns, and the pledges made for them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Boolean, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from desktop.core.register import Kind
from desktop.core.terms import (
    PledgeKind,
    PledgerKind,
    PublicMeans,
    Rating,
    ReviewPeriod,
)
from desktop.storage.models.base import Kept, field, register

_WHO: dict[str, Any] = {"group": "Người đăng ký", "group_label": "Who"}
_WHAT: dict[str, Any] = {"group": "Đăng ký", "group_label": "Pledge"}
_SAID: dict[str, Any] = {"group": "Cam kết", "group_label": "Commitment"}
_OPEN: dict[str, Any] = {"group": "Công khai, xác nhận", "group_label": "Publicity"}


class Campaign(Kept):
    """A campaign of a year in which pledges are registered."""

    __register__ = register(
        "campaigns",
        "Campaigns",
        "Đợt đăng ký",
        "campaign",
        "đợt đăng ký",
        identity=(("year", "pledge_kind", "title"),),
        title="title",
        sort="deadline",
        descending=True,
        period="deadline",
        empty="Chưa có đợt đăng ký nào. Bấm «Thêm» để mở đợt đăng ký của năm.",
    )
    year: Mapped[int] = field(
        Kind.INTEGER, "Year", "Năm", required=True, filter=True, minimum=1900, maximum=2200, width=6
    )
    title: Mapped[str] = field(Kind.TEXT, "Title", "Tên đợt", required=True, search=True, width=40)
    topic_id: Mapped[int | None] = field(
        Kind.REFERENCE, "Topic", "Chuyên đề", reference="topics", width=40
    )
    pledge_kind: Mapped[str] = field(
        Kind.CHOICE,
        "Kind of pledge",
        "Loại",
        terms=PledgeKind,
        required=True,
        default=PledgeKind.REGISTRATION.value,
        width=30,
    )
    opened_on: Mapped[date | None] = field(Kind.DATE, "Opened", "Ngày mở")
    deadline: Mapped[date] = field(Kind.DATE, "Deadline", "Hạn đăng ký", required=True)
    note: Mapped[str | None] = field(Kind.LONG_TEXT, "Note", "Ghi chú", shown=False)


class Expected(Kept):
    """Who is expected to pledge in a campaign; fixed when it opens, changed with a reason."""

    __register__ = register(
        "expected",
        "Expected",
        "Danh sách phải đăng ký",
        "expected person or organisation",
        "đối tượng phải đăng ký",
        identity=(("campaign_id", "member_id"), ("campaign_id", "name", "unit_id")),
        title="name",
        lead="head",
        parent="campaign_id",
        unit="unit_id",
        empty="Đợt này chưa có danh sách phải đăng ký. Bấm «Lập danh sách» để lấy từ sổ đảng viên.",
    )
    campaign_id: Mapped[int] = field(
        Kind.REFERENCE, "Campaign", "Đợt đăng ký", reference="campaigns", required=True
    )
    pledger_kind: Mapped[str] = field(
        Kind.CHOICE, "Who", "Đối tượng", terms=PledgerKind, required=True, filter=True
    )
    name: Mapped[str] = field(
        Kind.NAME,
        "Name",
        "Họ và tên / Tên tổ chức",
        person_when=("pledger_kind", ("member", "other")),
        required=True,
        search=True,
        width=30,
        personal=True,
    )
    member_id: Mapped[int | None] = field(
        Kind.REFERENCE, "Member", "Đảng viên", reference="members", shown=False, personal=True
    )
    unit_id: Mapped[int | None] = field(
        Kind.REFERENCE, "Unit", "Đơn vị", reference="units", width=28, filter=True
    )
    head: Mapped[bool] = field(Kind.BOOLEAN, "Head", "Người đứng đầu", filter=True)
    reason: Mapped[str | None] = field(
        Kind.TEXT, "Reason of a change", "Lý do bổ sung, điều chỉnh", width=24
    )


class Pledge(Kept):
    """A pledge by a member, an organisation, or a person who is no member."""

    __register__ = register(
        "pledges",
        "Pledges",
        "Cam kết",
        "pledge",
        "bản đăng ký, cam kết",
        identity=(
            ("year", "kind", "member_id"),
            ("year", "kind", "name", "unit_id"),
        ),
        title="name",
        unit="unit_id",
        period="registered_on",
        empty="Chưa có bản đăng ký nào. Bấm «Thêm» (Ctrl+N) để nhập bản đăng ký đầu tiên.",
    )
    year: Mapped[int] = field(
        Kind.INTEGER,
        "Year",
        "Năm",
        required=True,
        filter=True,
        sheet=1,
        minimum=1900,
        maximum=2200,
        width=6,
        **_WHAT,
    )
    kind: Mapped[str] = field(
        Kind.CHOICE,
        "Kind",
        "Loại",
        terms=PledgeKind,
        required=True,
        sheet=2,
        width=26,
        default=PledgeKind.REGISTRATION.value,
        filter=True,
        **_WHAT,
    )
    campaign_id: Mapped[int | None] = field(
        Kind.REFERENCE,
        "Campaign",
        "Đợt đăng ký",
        reference="campaigns",
        width=26,
        filter=True,
        shown=False,
        **_WHAT,
    )
    pledger_kind: Mapped[str] = field(
        Kind.CHOICE,
        "Who",
        "Đối tượng",
        terms=PledgerKind,
        required=True,
        shown=False,
        filter=True,
        default=PledgerKind.MEMBER.value,
        **_WHO,
    )
    member_id: Mapped[int | None] = field(
        Kind.REFERENCE,
        "Member",
        "Đảng viên",
        reference="members",
        shown=False,
        personal=True,
        width=26,
        **_WHO,
    )
    name: Mapped[str] = field(
        Kind.NAME,
        "Pledged by",
        "Người đăng ký",
        person_when=("pledger_kind", ("member", "other")),
        required=True,
        search=True,
        sheet=3,
        width=26,
        personal=True,
        aliases=("Họ và tên", "Tên tổ chức"),
        hint="Tự điền khi chọn đảng viên hoặc đơn vị.",
        **_WHO,
    )
    post: Mapped[str | None] = field(Kind.TEXT, "Post", "Chức vụ", shown=False, width=20, **_WHO)
    unit_id: Mapped[int | None] = field(
        Kind.REFERENCE,
        "Unit",
        "Chi bộ",
        reference="units",
        sheet=5,
        width=26,
        filter=True,
        aliases=("Đơn vị", "Chi bộ, đơn vị"),
        **_WHO,
    )
    registered_on: Mapped[date | None] = field(
        Kind.DATE, "Registered on", "Ngày đăng ký", sheet=6, width=11, **_SAID
    )
    renounces: Mapped[bool] = field(
        Kind.BOOLEAN,
        "Commits not to show the 27 manifestations",
        "Cam kết không vi phạm 27 biểu hiện",
        shown=False,
        **_SAID,
    )
    public_means: Mapped[str | None] = field(
        Kind.CHOICE,
        "Made public",
        "Hình thức công khai",
        terms=PublicMeans,
        sheet=11,
        width=14,
        **_OPEN,
    )
    public_on: Mapped[date | None] = field(
        Kind.DATE, "Made public on", "Ngày công khai", sheet=12, width=11, **_OPEN
    )
    confirmed_on: Mapped[date | None] = field(
        Kind.DATE, "Confirmed by the cell", "Ngày chi bộ xác nhận", shown=False, width=11, **_OPEN
    )
    note: Mapped[str | None] = field(
        Kind.LONG_TEXT, "Note", "Ghi chú", shown=False, leaves=False, **_OPEN
    )
    tied: Mapped[bool] = mapped_column(Boolean, default=False)
    """Whether an item has both a duty and a target; follows from the items."""
    items_digest: Mapped[bytes | None] = mapped_column(LargeBinary)
    """Digest of all items' texts, folded and joined; None without items. Pledges of a campaign
    that share it share their text word for word."""


class PledgeItem(Kept):
    """What will be done: tied to a duty, with a target and a due date."""

    __register__ = register(
        "pledge_items",
        "Items",
        "Nội dung đăng ký",
        "item",
        "nội dung đăng ký",
        identity=(("pledge_id", "content"),),
        title="content",
        sort="position",
        parent="pledge_id",
        empty="Bản này chưa có nội dung. Bấm «Thêm» để nhập việc sẽ làm.",
    )
    pledge_id: Mapped[int] = field(
        Kind.REFERENCE, "Pledge", "Bản đăng ký", reference="pledges", required=True
    )
    position: Mapped[int | None] = field(Kind.INTEGER, "No.", "Thứ tự", width=6, minimum=0)
    content: Mapped[str] = field(
        Kind.LONG_TEXT, "Content", "Nội dung", required=True, search=True, sheet=7, width=40
    )
    duty: Mapped[str | None] = field(
        Kind.LONG_TEXT,
        "Duty",
        "Gắn với nhiệm vụ",
        sheet=8,
        width=26,
        hint="Việc thuộc chức trách, nhiệm vụ được giao mà nội dung này gắn với.",
    )
    target: Mapped[str | None] = field(
        Kind.TEXT,
        "Target",
        "Chỉ tiêu",
        sheet=9,
        width=20,
        hint="Con số hoặc kết quả đo được, ví dụ: 04 buổi, 100% hồ sơ đúng hạn.",
    )
    due_on: Mapped[date | None] = field(Kind.DATE, "Due", "Thời hạn", sheet=10, width=11)
    progress: Mapped[int | None] = field(
        Kind.INTEGER, "Progress (%)", "Tiến độ (%)", minimum=0, maximum=100, width=8
    )
    done_on: Mapped[date | None] = field(Kind.DATE, "Done on", "Ngày hoàn thành", width=11)
    result: Mapped[str | None] = field(Kind.LONG_TEXT, "Result", "Kết quả", sheet=13, width=30)


class PledgeReview(Kept):
    """A review of a pledge for a month, a quarter, a half-year, a year or a term."""

    __register__ = register(
        "pledge_reviews",
        "Reviews",
        "Nhận xét, đánh giá",
        "review",
        "lần nhận xét, đánh giá",
        identity=(("pledge_id", "period_kind", "period_from"),),
        title="period_kind",
        sort="reviewed_on",
        parent="pledge_id",
        empty="Bản này chưa được nhận xét, đánh giá lần nào.",
    )
    pledge_id: Mapped[int] = field(
        Kind.REFERENCE, "Pledge", "Bản đăng ký", reference="pledges", required=True
    )
    period_kind: Mapped[str] = field(
        Kind.CHOICE,
        "Period",
        "Kỳ",
        terms=ReviewPeriod,
        required=True,
        default=ReviewPeriod.QUARTER.value,
        width=12,
    )
    period_from: Mapped[date | None] = field(Kind.DATE, "From", "Từ ngày", width=11)
    period_to: Mapped[date | None] = field(Kind.DATE, "To", "Đến ngày", width=11)
    reviewed_on: Mapped[date] = field(
        Kind.DATE, "Reviewed on", "Ngày đánh giá", required=True, width=11
    )
    pledged: Mapped[str | None] = field(
        Kind.LONG_TEXT,
        "Pledged for the period",
        "Việc đăng ký trong kỳ",
        width=30,
        since=3,
        personal=True,
    )
    done: Mapped[str | None] = field(
        Kind.LONG_TEXT, "Done", "Việc đã làm trong kỳ", width=30, since=3, personal=True
    )
    self_assessment: Mapped[str | None] = field(
        Kind.LONG_TEXT, "Self-assessment", "Tự đánh giá", width=30, personal=True
    )
    cell_assessment: Mapped[str | None] = field(
        Kind.LONG_TEXT, "The cell's assessment", "Chi bộ đánh giá", width=30, personal=True
    )
    points: Mapped[Decimal | None] = field(
        Kind.POINTS, "Points", "Điểm", minimum=0, maximum=100, width=7, personal=True
    )
    rating: Mapped[str | None] = field(
        Kind.CHOICE, "Rating", "Xếp loại", terms=Rating, sheet=14, width=24, personal=True
    )
