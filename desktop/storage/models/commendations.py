"""Rounds of commendation, their decisions and awards, and the forms of award."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy.orm import Mapped

from desktop.core.register import Kind
from desktop.core.terms import (
    AwardState,
    Level,
    Occasion,
    PaperFamily,
    RecipientKind,
    SigningForm,
)
from desktop.storage.models.base import Kept, field, register

_RECIPIENT: dict[str, Any] = {"group": "Đối tượng", "group_label": "Recipient"}
_FORM: dict[str, Any] = {"group": "Quyết định, hình thức", "group_label": "Decision and form"}
_AWARD: dict[str, Any] = {"group": "Thành tích, mức thưởng", "group_label": "Achievement"}
_STATE: dict[str, Any] = {"group": "Kết quả xét", "group_label": "Outcome"}


class AwardForm(Kept):
    """A form of award; which level may give it is in `AwardFormLevel`."""

    __register__ = register(
        "award_forms",
        "Forms of award",
        "Hình thức khen",
        "form of award",
        "hình thức khen",
        identity=(("name",),),
        title="name",
        sort="position",
    )
    name: Mapped[str] = field(
        Kind.TEXT,
        "Name",
        "Hình thức khen",
        required=True,
        search=True,
        width=24,
        aliases=("Tuyên dương",),
    )
    position: Mapped[int | None] = field(Kind.INTEGER, "No.", "Thứ tự", width=6, minimum=0)
    valid_from: Mapped[date | None] = field(Kind.DATE, "From", "Từ ngày")
    valid_to: Mapped[date | None] = field(Kind.DATE, "To", "Đến ngày")


class AwardFormLevel(Kept):
    """A level that may give a form of award, with the dates between which it may."""

    __register__ = register(
        "award_form_levels",
        "Who may give it",
        "Cấp được khen",
        "level that may give it",
        "cấp được khen",
        identity=(("form_id", "level", "valid_from"),),
        title="level",
        parent="form_id",
        travels=False,
    )
    form_id: Mapped[int] = field(
        Kind.REFERENCE, "Form", "Hình thức khen", reference="award_forms", required=True
    )
    level: Mapped[str] = field(Kind.CHOICE, "Level", "Cấp", terms=Level, required=True)
    valid_from: Mapped[date | None] = field(Kind.DATE, "From", "Từ ngày")
    valid_to: Mapped[date | None] = field(Kind.DATE, "To", "Đến ngày")
    rule_id: Mapped[int | None] = field(Kind.REFERENCE, "Rule", "Theo quy định", reference="rules")


class CertificateLayout(Kept):
    """Where the words stand on the pre-printed paper of a form of award, in millimetres."""

    __register__ = register(
        "certificate_layouts",
        "Certificate layouts",
        "Mẫu in giấy khen, bằng khen",
        "certificate layout",
        "mẫu in giấy khen, bằng khen",
        identity=(("name",),),
        title="name",
        travels=False,
    )
    name: Mapped[str] = field(Kind.TEXT, "Name", "Tên mẫu", required=True, search=True, width=36)
    form_id: Mapped[int | None] = field(
        Kind.REFERENCE, "Form", "Hình thức khen", reference="award_forms", filter=True, width=16
    )
    level: Mapped[str | None] = field(Kind.CHOICE, "Level", "Cấp khen", terms=Level, width=12)
    main: Mapped[bool] = field(Kind.BOOLEAN, "Used by default", "Dùng mặc định")
    settings: Mapped[str] = field(
        Kind.LONG_TEXT,
        "Settings",
        "Thông số (JSON)",
        required=True,
        shown=False,
        hint="Sửa bằng cửa sổ «Mẫu in giấy khen»: kéo từng dòng đến đúng chỗ trên phôi.",
    )


class Round(Kept):
    """A round of commendation: occasion, period of achievement, meeting."""

    __register__ = register(
        "rounds",
        "Rounds",
        "Đợt khen thưởng",
        "round",
        "đợt khen thưởng",
        identity=(("title", "meeting_on"),),
        title="title",
        sort="meeting_on",
        descending=True,
        period="meeting_on",
        empty="Chưa có đợt khen thưởng nào. Bấm «Thêm» (Ctrl+N) để lập đợt đầu tiên.",
    )
    title: Mapped[str] = field(
        Kind.TEXT,
        "Occasion",
        "Đợt",
        required=True,
        search=True,
        sheet=1,
        width=50,
        hint="Ví dụ: Sơ kết 3 năm thực hiện Kết luận số 01-KL/TW",
        aliases=("Đợt khen thưởng", "Tên đợt khen thưởng", "Tên đợt", "Đợt khen", "Hội nghị"),
    )
    occasion: Mapped[str] = field(
        Kind.CHOICE,
        "Kind of occasion",
        "Dịp",
        terms=Occasion,
        required=True,
        filter=True,
        default=Occasion.YEARLY.value,
        width=11,
    )
    achievement_period: Mapped[str | None] = field(
        Kind.TEXT,
        "Period of achievement",
        "Giai đoạn thành tích",
        aliases=("Giai đoạn",),
        width=16,
        hint="Ví dụ: giai đoạn 2021 - 2023",
    )
    meeting_on: Mapped[date | None] = field(Kind.DATE, "Meeting on", "Ngày hội nghị", width=11)
    meeting_place: Mapped[str | None] = field(
        Kind.TEXT, "Meeting place", "Nơi tổ chức hội nghị", width=24, shown=False
    )
    conference_id: Mapped[int | None] = field(
        Kind.REFERENCE,
        "Conference",
        "Trao tại hội nghị",
        reference="conferences",
        width=30,
        shown=False,
        since=3,
    )
    proposal: Mapped[str | None] = field(
        Kind.TEXT,
        "Proposal document",
        "Văn bản đề nghị",
        width=30,
        shown=False,
        hint="Ví dụ: Tờ trình số 05-TTr/BTG ngày 02/9/2025",
    )
    note: Mapped[str | None] = field(Kind.LONG_TEXT, "Note", "Ghi chú", shown=False, leaves=False)


class Decision(Kept):
    """A decision of a round; number and date may come after the awards."""

    __register__ = register(
        "decisions",
        "Decisions",
        "Quyết định khen thưởng",
        "decision",
        "quyết định khen thưởng",
        identity=(("number", "on", "issuer"),),
        title="number",
        sort="on",
        parent="round_id",
        period="on",
        empty="Đợt này chưa có quyết định. Bấm «Thêm» khi đã có dự thảo hoặc số quyết định.",
    )
    round_id: Mapped[int] = field(Kind.REFERENCE, "Round", "Đợt", reference="rounds", required=True)
    number: Mapped[str | None] = field(
        Kind.TEXT,
        "Number",
        "Số quyết định",
        search=True,
        sheet=2,
        width=16,
        hint="Ví dụ: 15-QĐ/HU hoặc 1088/QĐ-UBND; để trống khi chưa có số.",
        aliases=("Quyết định số", "Số QĐ", "Số quyết định khen thưởng"),
    )
    on: Mapped[date | None] = field(
        Kind.DATE,
        "Date",
        "Ngày quyết định",
        sheet=3,
        width=11,
        aliases=("Ngày QĐ", "Ngày ký", "Ngày, tháng, năm quyết định"),
    )
    level: Mapped[str] = field(
        Kind.CHOICE,
        "Level",
        "Cấp khen",
        terms=Level,
        required=True,
        sheet=4,
        filter=True,
        width=11,
        aliases=("Cấp khen thưởng", "Cấp ra quyết định", "Cấp quyết định"),
    )
    issuer: Mapped[str | None] = field(
        Kind.TEXT, "Issuer", "Cơ quan ban hành", search=True, sheet=5, width=28
    )
    issuer_parent: Mapped[str | None] = field(
        Kind.TEXT,
        "Above the issuer",
        "Cơ quan cấp trên của nơi ban hành",
        width=24,
        shown=False,
        hint="In ở dòng đầu bên trái; để trống khi nơi ban hành là cấp ủy.",
    )
    place: Mapped[str | None] = field(
        Kind.TEXT,
        "Place",
        "Địa danh",
        width=16,
        shown=False,
        since=3,
        hint="Ghi trước ngày ký trên giấy; của cơ quan khác ban hành mà để trống thì chừa chỗ.",
    )
    signer: Mapped[str | None] = field(Kind.NAME, "Signer", "Người ký", sheet=6, width=22)
    signer_post: Mapped[str | None] = field(
        Kind.TEXT, "The signer's post", "Chức vụ người ký", width=20, shown=False
    )
    signs: Mapped[str] = field(
        Kind.CHOICE,
        "Signs",
        "Hình thức ký",
        terms=SigningForm,
        required=True,
        default=SigningForm.DIRECT.value,
        width=16,
        shown=False,
    )
    authority: Mapped[str | None] = field(
        Kind.TEXT,
        "On whose authority",
        "Ký thay mặt, ký thay cho",
        hint="Ví dụ: BAN THƯỜNG VỤ hoặc CHỦ TỊCH",
        width=24,
        shown=False,
    )
    paper_family: Mapped[str] = field(
        Kind.CHOICE,
        "Paper style",
        "Thể thức văn bản",
        terms=PaperFamily,
        required=True,
        default=PaperFamily.PARTY.value,
        width=20,
    )


class Award(Kept):
    """An award to one recipient in a round, under a decision once there is one."""

    __register__ = register(
        "awards",
        "Awards",
        "Khen thưởng",
        "award",
        "khen thưởng",
        identity=(
            ("decision_id", "form_id", "member_id"),
            ("decision_id", "form_id", "recipient_name", "recipient_post"),
            ("round_id", "form_id", "recipient_name", "recipient_post"),
        ),
        title="recipient_name",
        parent="round_id",
        unit="unit_id",
        empty="Đợt này chưa có ai được đề nghị khen. Bấm «Thêm khen thưởng» để nhập.",
    )
    round_id: Mapped[int] = field(
        Kind.REFERENCE, "Round", "Đợt", reference="rounds", required=True, **_FORM
    )
    decision_id: Mapped[int | None] = field(
        Kind.REFERENCE,
        "Decision",
        "Số quyết định",
        reference="decisions",
        filter=True,
        width=16,
        **_FORM,
    )
    form_id: Mapped[int] = field(
        Kind.REFERENCE,
        "Form",
        "Hình thức khen",
        reference="award_forms",
        aliases=(
            "Hình thức khen thưởng",
            "Hình thức",
            "Hình thức đề nghị",
            "Hình thức đề nghị khen thưởng",
        ),
        required=True,
        sheet=7,
        filter=True,
        width=14,
        **_FORM,
    )
    recipient_kind: Mapped[str] = field(
        Kind.CHOICE,
        "Recipient",
        "Đối tượng",
        terms=RecipientKind,
        required=True,
        sheet=8,
        default=RecipientKind.INDIVIDUAL.value,
        filter=True,
        width=11,
        **_RECIPIENT,
    )
    member_id: Mapped[int | None] = field(
        Kind.REFERENCE,
        "Member",
        "Đảng viên",
        reference="members",
        shown=False,
        personal=True,
        width=26,
        **_RECIPIENT,
    )
    unit_id: Mapped[int | None] = field(
        Kind.REFERENCE,
        "Unit",
        "Đơn vị",
        reference="units",
        shown=False,
        width=26,
        filter=True,
        hint="Tập thể được khen, hoặc đơn vị của cá nhân được khen.",
        **_RECIPIENT,
    )
    recipient_name: Mapped[str] = field(
        Kind.NAME,
        "Name",
        "Họ và tên / Tên tập thể",
        person_when=("recipient_kind", ("individual",)),
        aliases=(
            "Họ và tên",
            "Họ tên",
            "Tên tập thể",
            "Tên tập thể, cá nhân",
            "Tập thể, cá nhân",
            "Họ và tên, tên tập thể",
        ),
        required=True,
        search=True,
        sheet=9,
        width=30,
        hint="Tự điền khi chọn đảng viên hoặc đơn vị.",
        **_RECIPIENT,
    )
    recipient_post: Mapped[str | None] = field(
        Kind.TEXT,
        "Post, unit",
        "Chức vụ, đơn vị",
        search=True,
        sheet=10,
        width=30,
        aliases=("Chức vụ, đơn vị công tác", "Chức vụ", "Đơn vị công tác", "Chức danh, đơn vị"),
        **_RECIPIENT,
    )
    achievement: Mapped[str | None] = field(
        Kind.LONG_TEXT, "Achievement", "Thành tích", sheet=11, width=40, **_AWARD
    )
    proposed_level: Mapped[str | None] = field(
        Kind.CHOICE,
        "Proposed to",
        "Đề nghị cấp",
        aliases=("Cấp đề nghị", "Cấp đề nghị khen"),
        terms=Level,
        filter=True,
        width=11,
        **_AWARD,
    )
    money: Mapped[int | None] = field(
        Kind.MONEY, "Money", "Mức thưởng", sheet=12, minimum=0, width=12, **_AWARD
    )
    gift: Mapped[str | None] = field(Kind.TEXT, "Gift", "Hiện vật", shown=False, width=16, **_AWARD)
    model_id: Mapped[int | None] = field(
        Kind.REFERENCE,
        "Model",
        "Mô hình",
        reference="models",
        sheet=13,
        shown=False,
        width=26,
        **_AWARD,
    )
    pledge_id: Mapped[int | None] = field(
        Kind.REFERENCE,
        "Pledge",
        "Bản đăng ký",
        reference="pledges",
        shown=False,
        width=26,
        personal=True,
        **_AWARD,
    )
    state: Mapped[str] = field(
        Kind.CHOICE,
        "State",
        "Kết quả",
        terms=AwardState,
        required=True,
        filter=True,
        width=11,
        default=AwardState.PROPOSED.value,
        **_STATE,
    )
    reason: Mapped[str | None] = field(
        Kind.TEXT, "Reason", "Lý do không đồng ý, thu hồi", shown=False, width=24, **_STATE
    )
    given_on: Mapped[date | None] = field(
        Kind.DATE, "Handed over on", "Ngày trao", shown=False, width=11, **_STATE
    )
    annulled_on: Mapped[date | None] = field(
        Kind.DATE, "Annulled on", "Ngày thu hồi", shown=False, since=3, width=11, **_STATE
    )
    note: Mapped[str | None] = field(
        Kind.LONG_TEXT, "Note", "Ghi chú", shown=False, leaves=False, **_STATE
    )
