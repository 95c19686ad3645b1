"""What a board follows beside pledges, models and commendations: small registers.

Conferences, contests, ethics standards, breakthroughs, cells' topic meetings, good deeds
and indicators (DOMAIN.md, 'Entities').
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy.orm import Mapped

from desktop.core.due import DueState
from desktop.core.register import Choice, Field, Kind, choices_of
from desktop.core.terms import ConferenceKind
from desktop.storage.models.base import Kept, field, register

_YEARS: dict[str, Any] = {"minimum": 1900, "maximum": 2200, "width": 6}
_STANDING = Field(
    "standing",
    "Standing",
    "Tình hình",
    Kind.TEXT,
    choices=choices_of(DueState),
    filter=True,
    width=21,
    computed_from=("breakthroughs", "settings"),
)
_POSTED = Field(
    "posting",
    "Posting",
    "Niêm yết",
    Kind.TEXT,
    choices=(
        Choice("posted", "Posted", "Đã niêm yết"),
        Choice("not_posted", "Not posted", "Chưa niêm yết"),
    ),
    filter=True,
    width=14,
    computed_from=("ethics_standards",),
)
_RATE = Field(
    "rate",
    "Rate",
    "Tỷ lệ",
    Kind.TEXT,
    width=9,
    computed_from=("topic_meetings",),
)


class Conference(Kept):
    """A conference: review, commendation, seminar, speakers' meeting."""

    __register__ = register(
        "conferences",
        "Conferences",
        "Hội nghị",
        "conference",
        "hội nghị",
        identity=(("title", "on"),),
        title="title",
        sort="on",
        descending=True,
        period="on",
        empty="Chưa có hội nghị nào. Bấm «Thêm» (Ctrl+N) để nhập hội nghị đầu tiên.",
    )
    title: Mapped[str] = field(
        Kind.TEXT, "Title", "Tên hội nghị", required=True, search=True, sheet=1, width=50
    )
    kind: Mapped[str] = field(
        Kind.CHOICE,
        "Kind",
        "Loại",
        terms=ConferenceKind,
        required=True,
        default=ConferenceKind.INTERIM_REVIEW.value,
        filter=True,
        sheet=2,
        width=14,
    )
    on: Mapped[date | None] = field(Kind.DATE, "Date", "Ngày", sheet=3, width=11)
    place: Mapped[str | None] = field(
        Kind.TEXT, "Place", "Địa điểm", search=True, sheet=4, width=26
    )
    connected: Mapped[int | None] = field(
        Kind.INTEGER, "Connected places", "Số điểm cầu", minimum=0, sheet=5, width=10
    )
    attended: Mapped[int | None] = field(
        Kind.INTEGER, "People attending", "Số đại biểu dự", minimum=0, sheet=6, width=10
    )
    presided: Mapped[str | None] = field(
        Kind.TEXT, "Presided by", "Chủ trì", search=True, sheet=7, width=26
    )
    papers: Mapped[int | None] = field(
        Kind.INTEGER, "Papers read", "Số tham luận", minimum=0, sheet=8, width=9
    )
    closed: Mapped[str | None] = field(
        Kind.LONG_TEXT, "Documents reviewed", "Văn bản được sơ kết, tổng kết", sheet=9, width=36
    )
    topic_id: Mapped[int | None] = field(
        Kind.REFERENCE, "Topic", "Chuyên đề", reference="topics", sheet=10, shown=False, width=30
    )
    outcome: Mapped[str | None] = field(
        Kind.LONG_TEXT, "Outcome", "Kết quả", sheet=11, shown=False, width=36
    )
    note: Mapped[str | None] = field(
        Kind.LONG_TEXT, "Note", "Ghi chú", sheet=12, shown=False, leaves=False
    )


class Contest(Kept):
    """A contest: who judged, who took part, who won."""

    __register__ = register(
        "contests",
        "Contests",
        "Hội thi",
        "contest",
        "hội thi",
        identity=(("name", "on"),),
        title="name",
        sort="on",
        descending=True,
        period="on",
        unit="unit_id",
        empty="Chưa có hội thi nào. Bấm «Thêm» (Ctrl+N) để nhập hội thi đầu tiên.",
    )
    name: Mapped[str] = field(
        Kind.TEXT, "Name", "Tên hội thi", required=True, search=True, sheet=1, width=50
    )
    on: Mapped[date | None] = field(Kind.DATE, "Date", "Ngày", sheet=2, width=11)
    unit_id: Mapped[int | None] = field(
        Kind.REFERENCE,
        "Held by",
        "Đơn vị tổ chức",
        reference="units",
        filter=True,
        sheet=3,
        width=26,
        hint="Để trống khi cơ quan trực tiếp tổ chức.",
    )
    place: Mapped[str | None] = field(Kind.TEXT, "Place", "Địa điểm", sheet=4, width=22)
    jury: Mapped[str | None] = field(
        Kind.LONG_TEXT, "Jury", "Ban giám khảo", sheet=5, shown=False, width=30
    )
    teams: Mapped[int | None] = field(
        Kind.INTEGER, "Teams", "Số đội dự thi", minimum=0, sheet=6, width=9
    )
    contestants: Mapped[int | None] = field(
        Kind.INTEGER, "Contestants", "Số thí sinh", minimum=0, sheet=7, width=9
    )
    prizes: Mapped[str | None] = field(
        Kind.LONG_TEXT,
        "Prizes",
        "Giải thưởng",
        search=True,
        sheet=8,
        width=40,
        hint="Ví dụ: Nhất: Đảng ủy xã Mỹ Hòa; Nhì: …",
    )
    note: Mapped[str | None] = field(
        Kind.LONG_TEXT, "Note", "Ghi chú", sheet=9, shown=False, leaves=False
    )


class EthicsStandard(Kept):
    """The ethics standard of an organisation: text, adopted, revised, posted where and when."""

    __register__ = register(
        "ethics_standards",
        "Ethics standards",
        "Chuẩn mực đạo đức",
        "ethics standard",
        "chuẩn mực đạo đức",
        identity=(("unit_id", "title"),),
        title="title",
        sort="unit_id",
        unit="unit_id",
        period="adopted_on",
        empty="Chưa có chuẩn mực đạo đức nào. Bấm «Thêm» (Ctrl+N) để nhập của một đơn vị.",
        computed=(_POSTED,),
    )
    unit_id: Mapped[int | None] = field(
        Kind.REFERENCE,
        "Organisation",
        "Đơn vị",
        reference="units",
        filter=True,
        sheet=1,
        width=28,
        hint="Để trống khi là chuẩn mực của chính cơ quan.",
    )
    title: Mapped[str] = field(
        Kind.TEXT, "Title", "Tên chuẩn mực", required=True, search=True, sheet=2, width=36
    )
    text: Mapped[str | None] = field(
        Kind.LONG_TEXT, "Text", "Nội dung", search=True, sheet=3, shown=False, width=50
    )
    adopted_on: Mapped[date | None] = field(
        Kind.DATE, "Adopted", "Ngày ban hành", sheet=4, width=11
    )
    revised_on: Mapped[date | None] = field(
        Kind.DATE, "Revised", "Ngày sửa đổi, bổ sung", sheet=5, width=11
    )
    posted_at: Mapped[str | None] = field(
        Kind.TEXT, "Posted at", "Nơi niêm yết", search=True, sheet=6, width=26
    )
    posted_on: Mapped[date | None] = field(
        Kind.DATE, "Posted on", "Ngày niêm yết", sheet=7, width=11
    )
    note: Mapped[str | None] = field(
        Kind.LONG_TEXT, "Note", "Ghi chú", sheet=8, shown=False, leaves=False
    )


class Breakthrough(Kept):
    """A matter of breakthrough of an organisation in a year."""

    __register__ = register(
        "breakthroughs",
        "Breakthroughs",
        "Nội dung đột phá",
        "breakthrough",
        "nội dung đột phá",
        identity=(("year", "unit_id", "matter"),),
        title="matter",
        sort="year",
        descending=True,
        unit="unit_id",
        empty="Chưa có nội dung đột phá nào. Bấm «Thêm» (Ctrl+N) để nhập.",
        computed=(_STANDING,),
    )
    year: Mapped[int] = field(
        Kind.INTEGER, "Year", "Năm", required=True, filter=True, sheet=1, **_YEARS
    )
    unit_id: Mapped[int | None] = field(
        Kind.REFERENCE,
        "Organisation",
        "Đơn vị",
        reference="units",
        filter=True,
        sheet=2,
        width=28,
        hint="Để trống khi là nội dung của chính cơ quan.",
    )
    matter: Mapped[str] = field(
        Kind.TEXT, "Matter", "Nội dung", required=True, search=True, sheet=3, width=50
    )
    owner: Mapped[str | None] = field(
        Kind.TEXT, "In charge", "Người, bộ phận phụ trách", search=True, sheet=4, width=24
    )
    due_on: Mapped[date | None] = field(Kind.DATE, "Deadline", "Thời hạn", sheet=5, width=11)
    done_on: Mapped[date | None] = field(Kind.DATE, "Done on", "Ngày hoàn thành", sheet=6, width=11)
    result: Mapped[str | None] = field(Kind.LONG_TEXT, "Result", "Kết quả", sheet=7, width=40)
    note: Mapped[str | None] = field(
        Kind.LONG_TEXT, "Note", "Ghi chú", sheet=8, shown=False, leaves=False
    )


class TopicMeeting(Kept):
    """A cell's meeting on a topic: how many came of how many expected."""

    __register__ = register(
        "topic_meetings",
        "Cells' topic meetings",
        "Sinh hoạt chuyên đề",
        "topic meeting",
        "buổi sinh hoạt chuyên đề",
        identity=(("unit_id", "on", "subject"),),
        title="subject",
        sort="on",
        descending=True,
        unit="unit_id",
        period="on",
        empty="Chưa có buổi sinh hoạt chuyên đề nào. Bấm «Thêm» (Ctrl+N) để nhập.",
        computed=(_RATE,),
    )
    unit_id: Mapped[int] = field(
        Kind.REFERENCE,
        "Cell",
        "Chi bộ",
        reference="units",
        required=True,
        filter=True,
        sheet=1,
        width=28,
    )
    on: Mapped[date] = field(Kind.DATE, "Date", "Ngày", required=True, sheet=2, width=11)
    subject: Mapped[str] = field(
        Kind.TEXT, "Subject", "Nội dung", required=True, search=True, sheet=3, width=50
    )
    topic_id: Mapped[int | None] = field(
        Kind.REFERENCE, "Topic", "Chuyên đề", reference="topics", sheet=4, shown=False, width=30
    )
    expected: Mapped[int | None] = field(
        Kind.INTEGER, "Expected", "Số phải dự", minimum=0, sheet=5, width=9
    )
    present: Mapped[int | None] = field(
        Kind.INTEGER, "Present", "Số có mặt", minimum=0, sheet=6, width=9
    )
    note: Mapped[str | None] = field(
        Kind.LONG_TEXT, "Note", "Ghi chú", sheet=7, shown=False, leaves=False
    )


class GoodDeed(Kept):
    """A good deed: lighter than a model."""

    __register__ = register(
        "good_deeds",
        "Good deeds",
        "Người tốt, việc tốt",
        "good deed",
        "việc tốt",
        identity=(("name", "on", "deed"),),
        title="name",
        sort="on",
        descending=True,
        unit="unit_id",
        period="on",
        empty="Chưa có gương người tốt, việc tốt nào. Bấm «Thêm» (Ctrl+N) để nhập.",
    )
    name: Mapped[str] = field(
        Kind.NAME,
        "Who",
        "Họ và tên / Tên tập thể",
        aliases=("Họ và tên", "Tên tập thể"),
        required=True,
        search=True,
        sheet=1,
        width=28,
        personal=True,
    )
    post: Mapped[str | None] = field(
        Kind.TEXT, "Post, address", "Chức vụ, nơi công tác", sheet=2, width=26
    )
    unit_id: Mapped[int | None] = field(
        Kind.REFERENCE, "Unit", "Đơn vị", reference="units", filter=True, sheet=3, width=26
    )
    on: Mapped[date | None] = field(Kind.DATE, "When", "Ngày", sheet=4, width=11)
    deed: Mapped[str] = field(
        Kind.LONG_TEXT, "Deed", "Việc làm", required=True, search=True, sheet=5, width=50
    )
    told: Mapped[str | None] = field(
        Kind.TEXT,
        "Told where",
        "Nơi tuyên truyền",
        sheet=6,
        width=26,
        hint="Ví dụ: Đài truyền thanh xã, trang thông tin điện tử huyện.",
    )
    told_on: Mapped[date | None] = field(
        Kind.DATE, "Told on", "Ngày tuyên truyền", sheet=7, width=11, shown=False
    )
    note: Mapped[str | None] = field(
        Kind.LONG_TEXT, "Note", "Ghi chú", sheet=8, shown=False, leaves=False
    )


class Indicator(Kept):
    """An indicator of a year: target and what was achieved."""

    __register__ = register(
        "indicators",
        "Indicators",
        "Chỉ tiêu",
        "indicator",
        "chỉ tiêu",
        identity=(("year", "unit_id", "name"),),
        title="name",
        sort="year",
        descending=True,
        unit="unit_id",
        empty="Chưa có chỉ tiêu nào. Bấm «Thêm» (Ctrl+N) để nhập chỉ tiêu của năm.",
    )
    year: Mapped[int] = field(
        Kind.INTEGER, "Year", "Năm", required=True, filter=True, sheet=1, **_YEARS
    )
    unit_id: Mapped[int | None] = field(
        Kind.REFERENCE,
        "Organisation",
        "Đơn vị",
        reference="units",
        filter=True,
        sheet=2,
        width=28,
        hint="Để trống khi là chỉ tiêu của chính cơ quan.",
    )
    name: Mapped[str] = field(
        Kind.TEXT, "Name", "Tên chỉ tiêu", required=True, search=True, sheet=3, width=50
    )
    target: Mapped[str | None] = field(
        Kind.TEXT, "Target", "Chỉ tiêu giao", sheet=4, width=14, hint="Ví dụ: 35 hoặc 98%"
    )
    achieved: Mapped[str | None] = field(
        Kind.TEXT, "Achieved", "Đạt được", sheet=5, width=14, hint="Ví dụ: 35/35 hoặc 100%"
    )
    met: Mapped[bool] = field(Kind.BOOLEAN, "Met", "Đạt", filter=True, sheet=6, width=6)
    note: Mapped[str | None] = field(
        Kind.LONG_TEXT, "Note", "Ghi chú", sheet=7, shown=False, leaves=False
    )
