"""What a template says: notes at its headings, hints, and a believable example row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from desktop.core.register import Kind, RegisterSpec
from desktop.services.sheets import SheetField

Example = str | int | Decimal | date | None

_EXAMPLES: Final[Mapping[str, Example]] = {
    "full_name": "Nguyễn Thị Ánh",
    "sex": "female",
    "theory_level": "intermediate",
    "decisions.level": "district",
    "public_means": "meeting",
    "birth_date": "1975-05-03",
    "ethnicity": "Kinh",
    "home_town": "Mỹ Long Bắc, Cầu Ngang, Trà Vinh",
    "card_number": "00123456",
    "admitted_on": "2003-02",
    "official_on": "2004-02-03",
    "party_post": "Bí thư chi bộ",
    "other_post": "Trưởng ấp",
    "education": "12/12",
    "year": 2026,
    "registered_on": date(2026, 2, 3),
    "opened_on": date(2026, 1, 5),
    "deadline": date(2026, 3, 31),
    "meeting_on": date(2026, 5, 19),
    "on": date(2026, 5, 19),
    "period_from": date(2026, 1, 1),
    "period_to": date(2026, 12, 31),
    "reviewed_on": date(2026, 12, 15),
    "public_on": date(2026, 2, 20),
    "due_on": date(2026, 11, 30),
    "established": "2005",
    "money": 500_000,
    "points": Decimal("92.5"),
    "content": "Dành 01 giờ mỗi tuần thăm một hộ khó khăn trong ấp",
    "target": "50 lượt thăm trong năm",
    "results": "Giúp 12 hộ thoát nghèo",
    "achievement": "Hoàn thành xuất sắc nhiệm vụ năm 2025",
    "recipient_name": "Nguyễn Thị Ánh",
    "recipient_post": "Bí thư Chi bộ ấp Nhứt",
    "person_in_charge": "Nguyễn Thị Ánh",
    "issuer": "Huyện ủy Cầu Ngang",
    "signer": "Trần Văn Đức",
    "post": "Bí thư chi bộ",
    "member_moves.place": "Đảng ủy xã Mỹ Long Bắc",
    "offices.place": "Cầu Ngang",
    "units.code": "CB01",
    "units.name": "Chi bộ ấp Nhứt",
    "models.code": "MH01",
    "models.name": "Tổ tự quản không rác thải nhựa",
    "pledges.name": "Nguyễn Thị Ánh",
    "expected.name": "Nguyễn Thị Ánh",
    "yearly_ratings.name": "Nguyễn Thị Ánh",
    "signers.name": "Trần Văn Đức",
    "offices.name": "Ban Tuyên giáo Huyện ủy Cầu Ngang",
    "fields.name": "Cải cách hành chính",
    "award_forms.name": "Giấy khen",
    "levels.name": "Huyện",
    "document_types.name": "Kế hoạch",
    "abbreviation": "KH",
    "rating_scales.name": "Thang xếp loại năm 2026",
    "page_layouts.name": "Văn bản Đảng",
    "rounds.title": "Sơ kết 3 năm thực hiện Kết luận số 01-KL/TW",
    "campaigns.title": "Đăng ký học tập và làm theo Bác năm 2026",
    "topics.title": "Nêu gương, nói đi đôi với làm",
    "rules.title": "Thể thức văn bản của Đảng",
    "rules.code": "36-HD/VPTW",
    "decisions.number": "15-QĐ/HU",
    "documents.number": "196-KH/TU",
    "abstract": "Kế hoạch thực hiện chuyên đề năm 2026",
}
"""What an example row says, by the field's name, before it the register's where names differ."""

_IN_GENERAL: Final[Mapping[Kind, Example]] = {
    Kind.TEXT: "…",
    Kind.LONG_TEXT: "…",
    Kind.NAME: "Nguyễn Thị Ánh",
    Kind.LABEL: "…",
    Kind.REFERENCE: "…",
    Kind.INTEGER: 1,
    Kind.MONEY: 500_000,
    Kind.POINTS: Decimal("92.5"),
    Kind.DATE: date(2026, 5, 19),
    Kind.PARTIAL_DATE: "2026-05-19",
}
_OF_REGISTER: Final = {
    "units": "Chi bộ ấp Nhứt",
    "members": "Nguyễn Thị Ánh",
    "pledges": "Nguyễn Thị Ánh",
    "models": "Tổ tự quản không rác thải nhựa",
    "rounds": "Sơ kết 3 năm thực hiện Kết luận số 01-KL/TW",
}


_EMPTY: Final = frozenset(
    {
        "units.merged_into_id",
        "awards.model_id",
        "models.replicated_from_id",
        "models.member_id.card_number",
        "models.model_levels.level",
        "pledges.pledge_reviews.rating",
    }
)


def example(register: str, column: SheetField, words: Sequence[str]) -> Example:
    """Return what the example row of a register says in a column; empty where it may."""
    field = column.field
    key = f"{column.register}.{field.name}"
    if f"{register}.{column.key}" in _EMPTY:
        return None
    known = _EXAMPLES.get(key, _EXAMPLES.get(field.name))
    if field.kind is Kind.CHOICE:
        known = field.choice_headings.get(str(known or field.default), words[0])
    elif known is not None and field.kind not in (Kind.REFERENCE, Kind.LABEL):
        return known
    if field.kind is Kind.BOOLEAN or not (field.required or field.sheet is not None):
        return None
    if field.kind is Kind.CHOICE:
        return known
    if words:
        usual = "Đảng bộ" if register == "units" else "Chi bộ"
        return next((one for one in words if one.startswith(usual)), words[0])
    general = _IN_GENERAL[field.kind] if field.required else None
    return _OF_REGISTER.get(field.reference or "", general)


_NOTES: Final = {
    Kind.DATE: "Ngày/tháng/năm, ví dụ 19/05/2026.",
    Kind.PARTIAL_DATE: "Ngày/tháng/năm; không rõ ngày thì ghi tháng/năm hoặc chỉ ghi năm.",
    Kind.BOOLEAN: "Ghi x nếu đúng, để trống nếu không.",
    Kind.MONEY: "Số tiền bằng đồng, ví dụ 500000.",
    Kind.POINTS: "Số điểm, phần thập phân sau dấu phẩy, ví dụ 98,5.",
}


def note(column: SheetField) -> str:
    """Return the note at a column's heading."""
    field = column.field
    parts = ("Bắt buộc." if column.required else "", _NOTES.get(field.kind, ""), field.hint)
    return " ".join(one for one in parts if one)


def hints(declared: RegisterSpec, columns: Sequence[SheetField]) -> list[str]:
    """Return how to fill the template in."""

    def named(*kinds: Kind) -> str:
        fields = [one.field for one in columns]
        return "; ".join(f"«{one.heading}»" for one in fields if one.kind in kinds)

    one_row = declared.singular_heading
    required = "; ".join(f"«{one.field.heading}»" for one in columns if one.required)
    found = [
        f"Mỗi dòng là một {one_row}. Nhập từ dòng ngay dưới dòng ví dụ.",
        "Dòng có chữ «Ví dụ» ở cột STT không được đọc vào sổ; có thể để lại hoặc xóa.",
        "Không sửa tiêu đề cột. Cột không dùng thì để trống hoặc xóa cả cột.",
        "Ô có mũi tên: chọn trong danh sách thả xuống.",
    ]
    if required:
        found.insert(2, f"Cột có tiêu đề màu đỏ là bắt buộc: {required}.")
    if any(one.register == "pledge_items" for one in columns if one.foreign):
        found.append(
            "Bản đăng ký có nhiều nội dung thì ghi nhiều dòng, các dòng cùng năm, loại, người."
        )
    if any(one.register == "plan_items" for one in columns if one.foreign):
        found.append(
            "Kế hoạch có nhiều công việc thì ghi nhiều dòng, các dòng cùng đơn vị, thời kỳ, năm, "
            "trích yếu."
        )
    if any(one.register == "model_levels" for one in columns if one.foreign):
        found.append("Nhiều cấp tuyên dương thì ghi trong một ô: Huyện; Tỉnh (19/05/2019).")
    if any(one.register == "decisions" for one in columns if one.foreign):
        found.append(
            "Dòng có số và ngày quyết định mà để trống «Kết quả» thì được ghi «Đồng ý»; chưa có "
            "quyết định thì «Đề nghị»."
        )
    if any(one.field.reference == "units" for one in columns):
        found.append(
            "Tên đơn vị ghi đúng như trong sổ; trùng tên thì ghi thêm cấp trên: "
            "Chi bộ ấp Nhứt / Đảng bộ xã Mỹ Long Bắc."
        )
    if partial := named(Kind.PARTIAL_DATE):
        found.append(
            f"{partial}: ghi ngày/tháng/năm (03/05/1975); không rõ thì ghi tháng/năm (05/1975) "
            "hoặc chỉ ghi năm (1975)."
        )
    if days := named(Kind.DATE):
        found.append(f"{days}: ghi đủ ngày/tháng/năm (19/05/2026); gõ xong xem lại ngày hiện ra.")
    if marks := named(Kind.BOOLEAN):
        found.append(f"{marks}: ghi x nếu đúng, để trống nếu không.")
    if any(one.field.pattern for one in columns):
        found.append("Số thẻ, mã số: giữ cả các số 0 ở đầu; ô đã để sẵn dạng chữ.")
    identities = " hoặc ".join(
        ", ".join(declared.by_name[name].heading.lower() for name in names)
        for names in declared.identity
    )
    found.append(f"Hai dòng trùng {identities} được coi là một {one_row}.")
    found.append("Lưu tệp, rồi trong Gương Sáng chọn Tệp > Nhập từ Excel.")
    return found
