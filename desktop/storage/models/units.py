"""Units, and what they were part of."""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from desktop.core.register import Kind
from desktop.core.terms import UnitKind
from desktop.storage.models.base import Kept, field, register


class Unit(Kept):
    """A unit of the tree; it has a life, and old papers keep old names."""

    __register__ = register(
        "units",
        "Units",
        "Đơn vị",
        "unit",
        "đơn vị",
        identity=(("code",), ("name", "parent_id")),
        title="name",
        unit="id",
        empty="Chưa có đơn vị nào. Bấm «Thêm» (Ctrl+N) để nhập đảng bộ, chi bộ đầu tiên.",
    )
    code: Mapped[str | None] = field(Kind.TEXT, "Code", "Mã", search=True, sheet=1, width=10)
    name: Mapped[str] = field(
        Kind.TEXT,
        "Name",
        "Tên đơn vị",
        required=True,
        search=True,
        sheet=2,
        width=36,
        aliases=("Đơn vị", "Tên tổ chức", "Tên chi bộ"),
    )
    kind: Mapped[str] = field(
        Kind.CHOICE,
        "Kind",
        "Loại",
        terms=UnitKind,
        required=True,
        default=UnitKind.CELL.value,
        filter=True,
        sheet=3,
        width=18,
    )
    parent_id: Mapped[int | None] = field(
        Kind.REFERENCE, "Part of", "Trực thuộc", reference="units", sheet=4, width=30
    )
    established: Mapped[str | None] = field(
        Kind.PARTIAL_DATE, "Established", "Ngày thành lập", sheet=5
    )
    ended: Mapped[str | None] = field(Kind.PARTIAL_DATE, "Ended", "Ngày kết thúc", sheet=6)
    merged_into_id: Mapped[int | None] = field(
        Kind.REFERENCE, "Merged into", "Sáp nhập vào", reference="units", sheet=7, width=30
    )
    note: Mapped[str | None] = field(Kind.LONG_TEXT, "Note", "Ghi chú", shown=False, width=30)


class UnitParent(Kept):
    """A time in which a unit was part of another; a unit without any was always where it is."""

    __register__ = register(
        "unit_parents",
        "History of superiors",
        "Trực thuộc qua các thời kỳ",
        "time below a superior",
        "thời gian trực thuộc",
        identity=(("unit_id", "parent_id", "from_on"),),
        title="parent_id",
        sort="from_on",
        parent="unit_id",
        travels=False,
    )
    unit_id: Mapped[int] = field(Kind.REFERENCE, "Unit", "Đơn vị", reference="units", required=True)
    parent_id: Mapped[int] = field(
        Kind.REFERENCE, "Part of", "Trực thuộc", reference="units", required=True, width=30
    )
    from_on: Mapped[str | None] = field(Kind.PARTIAL_DATE, "From", "Từ ngày")
    to_on: Mapped[str | None] = field(Kind.PARTIAL_DATE, "To", "Đến ngày")
