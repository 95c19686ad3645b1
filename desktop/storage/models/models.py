"""The model registry: fields of work, models, their owners, states and commending levels."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy.orm import Mapped

from desktop.core.register import Choice, Field, Kind, choices_of
from desktop.core.terms import NOT_COMMENDED, Level, ModelKind, ModelState
from desktop.storage.models.base import Kept, field, register

_OWNER: dict[str, Any] = {"group": "Chủ thể", "group_label": "Owner"}
_LIFE: dict[str, Any] = {"group": "Tình trạng", "group_label": "State"}
_WHAT: dict[str, Any] = {"group": "Nội dung, kết quả", "group_label": "Content and results"}
_COMMENDED = Field(
    "commended",
    "Commended by",
    "Cấp tuyên dương",
    Kind.TEXT,
    choices=(
        *choices_of(Level),
        Choice(NOT_COMMENDED, "Not commended yet", "Chưa được tuyên dương"),
    ),
    filter=True,
    width=20,
    computed_from=("model_levels", "awards", "decisions", "rounds", "levels"),
)


class FieldOfWork(Kept):
    """A field (lĩnh vực) of models; a list the clerk can edit."""

    __register__ = register(
        "fields",
        "Fields",
        "Lĩnh vực",
        "field",
        "lĩnh vực",
        identity=(("name",),),
        title="name",
        sort="position",
    )
    name: Mapped[str] = field(
        Kind.TEXT, "Name", "Tên lĩnh vực", required=True, search=True, width=36
    )
    position: Mapped[int | None] = field(Kind.INTEGER, "No.", "Thứ tự", width=6, minimum=0)


class Model(Kept):
    """A model: a good example that others copy."""

    __register__ = register(
        "models",
        "Models",
        "Mô hình",
        "model",
        "mô hình",
        identity=(("code",), ("name", "unit_id", "owner_group", "owner_person")),
        title="name",
        unit="unit_id",
        period="registered_on",
        empty="Chưa có mô hình nào. Bấm «Thêm» (Ctrl+N) để đăng ký mô hình đầu tiên.",
        computed=(_COMMENDED,),
    )
    code: Mapped[str | None] = field(Kind.TEXT, "Code", "Mã", search=True, sheet=1, width=9)
    name: Mapped[str] = field(
        Kind.TEXT, "Name", "Tên mô hình", required=True, search=True, sheet=2, width=44
    )
    kind: Mapped[str] = field(
        Kind.CHOICE,
        "Kind",
        "Loại",
        terms=ModelKind,
        required=True,
        filter=True,
        sheet=3,
        width=9,
        default=ModelKind.COLLECTIVE.value,
    )
    field_id: Mapped[int | None] = field(
        Kind.REFERENCE, "Field", "Lĩnh vực", reference="fields", filter=True, sheet=4, width=22
    )
    unit_id: Mapped[int | None] = field(
        Kind.REFERENCE,
        "Unit",
        "Đơn vị",
        reference="units",
        filter=True,
        sheet=5,
        width=26,
        aliases=("Đơn vị thực hiện", "Chủ thể"),
        **_OWNER,
    )
    owner_group: Mapped[str | None] = field(
        Kind.TEXT,
        "Group",
        "Nhóm thực hiện",
        search=True,
        width=20,
        shown=False,
        hint="Nhóm không có trong danh sách đơn vị, ví dụ: đoàn viên thanh niên.",
        **_OWNER,
    )
    member_id: Mapped[int | None] = field(
        Kind.REFERENCE,
        "Member",
        "Đảng viên thực hiện",
        reference="members",
        shown=False,
        personal=True,
        width=24,
        **_OWNER,
    )
    owner_person: Mapped[str | None] = field(
        Kind.NAME, "Person", "Cá nhân thực hiện", search=True, width=22, personal=True, **_OWNER
    )
    owner_post: Mapped[str | None] = field(
        Kind.TEXT, "The person's post", "Chức vụ", shown=False, width=22, **_OWNER
    )
    person_in_charge: Mapped[str | None] = field(
        Kind.NAME,
        "Person in charge",
        "Người phụ trách",
        sheet=6,
        width=22,
        search=True,
        personal=True,
        shown=False,
        **_OWNER,
    )
    registered_on: Mapped[date | None] = field(
        Kind.DATE, "Registered on", "Ngày đăng ký", sheet=7, width=11, **_LIFE
    )
    state: Mapped[str] = field(
        Kind.CHOICE,
        "State",
        "Tình trạng",
        terms=ModelState,
        required=True,
        filter=True,
        sheet=8,
        default=ModelState.REGISTERED.value,
        width=14,
        dated_by="state_on",
        **_LIFE,
    )
    state_on: Mapped[date | None] = field(
        Kind.DATE,
        "State since",
        "Ngày của tình trạng",
        width=11,
        shown=False,
        hint="Để trống khi không biết ngày.",
        **_LIFE,
    )
    replicated_from_id: Mapped[int | None] = field(
        Kind.REFERENCE,
        "Replicated from",
        "Nhân rộng từ",
        reference="models",
        sheet=10,
        width=26,
        shown=False,
        **_LIFE,
    )
    description: Mapped[str | None] = field(
        Kind.LONG_TEXT, "What it does", "Nội dung, cách làm", shown=False, width=40, **_WHAT
    )
    results: Mapped[str | None] = field(
        Kind.LONG_TEXT, "Results", "Kết quả", sheet=11, shown=False, width=40, **_WHAT
    )
    beneficiaries: Mapped[str | None] = field(
        Kind.TEXT, "Beneficiaries", "Đối tượng thụ hưởng", shown=False, width=24, **_WHAT
    )
    note: Mapped[str | None] = field(
        Kind.LONG_TEXT, "Note", "Ghi chú", shown=False, leaves=False, **_WHAT
    )


class ModelUnit(Kept):
    """A further unit that owns a model together with the first."""

    __register__ = register(
        "model_units",
        "Further units",
        "Đơn vị cùng thực hiện",
        "further unit",
        "đơn vị cùng thực hiện",
        identity=(("model_id", "unit_id"),),
        title="unit_id",
        parent="model_id",
        unit="unit_id",
    )
    model_id: Mapped[int] = field(
        Kind.REFERENCE, "Model", "Mô hình", reference="models", required=True
    )
    unit_id: Mapped[int] = field(
        Kind.REFERENCE, "Unit", "Đơn vị", reference="units", required=True, width=36
    )


class ModelStep(Kept):
    """A step in a model's life: state, date if known, reason, who decided."""

    __register__ = register(
        "model_steps",
        "State history",
        "Quá trình tình trạng",
        "step",
        "bước tình trạng",
        identity=(("model_id", "state", "on"),),
        title="state",
        sort="on",
        parent="model_id",
        empty="Mô hình này chưa có bước chuyển tình trạng nào.",
    )
    model_id: Mapped[int] = field(
        Kind.REFERENCE, "Model", "Mô hình", reference="models", required=True
    )
    state: Mapped[str] = field(
        Kind.CHOICE, "State", "Tình trạng", terms=ModelState, required=True, width=14
    )
    on: Mapped[date | None] = field(Kind.DATE, "On", "Ngày", width=11)
    reason: Mapped[str | None] = field(Kind.TEXT, "Reason", "Lý do", width=30)
    decided_by: Mapped[str | None] = field(
        Kind.TEXT, "Decided by", "Người, cấp quyết định", width=24
    )


class ModelLevel(Kept):
    """A level that commended a model, with the date where it is known."""

    __register__ = register(
        "model_levels",
        "Commending levels",
        "Cấp tuyên dương",
        "commending level",
        "cấp tuyên dương",
        identity=(("model_id", "level"),),
        title="level",
        parent="model_id",
        empty="Mô hình này chưa được cấp nào tuyên dương.",
    )
    model_id: Mapped[int] = field(
        Kind.REFERENCE, "Model", "Mô hình", reference="models", required=True
    )
    level: Mapped[str] = field(
        Kind.CHOICE, "Level", "Cấp tuyên dương", terms=Level, required=True, sheet=9
    )
    on: Mapped[date | None] = field(Kind.DATE, "On", "Ngày", width=11)


class ModelReview(Kept):
    """A re-evaluation of a model: is it still alive, and what came of it."""

    __register__ = register(
        "model_reviews",
        "Re-evaluations",
        "Đánh giá lại",
        "re-evaluation",
        "lần đánh giá lại",
        identity=(("model_id", "on"),),
        title="on",
        sort="on",
        descending=True,
        parent="model_id",
        period="on",
        empty="Mô hình này chưa được đánh giá lại lần nào.",
    )
    model_id: Mapped[int] = field(
        Kind.REFERENCE, "Model", "Mô hình", reference="models", required=True
    )
    on: Mapped[date] = field(Kind.DATE, "On", "Ngày đánh giá lại", required=True, width=11)
    effective: Mapped[bool] = field(
        Kind.BOOLEAN, "Still effective", "Còn phát huy tác dụng", default=True, filter=True
    )
    finding: Mapped[str | None] = field(
        Kind.LONG_TEXT, "Finding", "Nhận xét, kết quả", search=True, width=40
    )
    reviewed_by: Mapped[str | None] = field(
        Kind.TEXT, "Reviewed by", "Người, cấp đánh giá", width=24
    )
