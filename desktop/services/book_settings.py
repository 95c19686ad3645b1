"""Limits and shares by which the office works: kept in the book, changed by the clerk.

Each is declared once here; the window makes its fields from the declaration. DOMAIN.md, 'Who uses
it': thresholds are data, never constants in code.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from desktop.core.attendance import BAR_KEY, DEFAULT_BAR
from desktop.core.changes import Changes, Done
from desktop.core.errors import UserProblem
from desktop.storage.book import Book, changes_of
from desktop.storage.models import Setting

SETTINGS: Final = "settings"
"""What `Changes` calls them."""


@dataclass(frozen=True)
class BookSetting:
    """A whole number that the clerk can change, between `minimum` and `maximum`."""

    key: str
    label: str  # English
    heading: str  # Vietnamese
    default: int
    minimum: int
    maximum: int
    unit: str  # Vietnamese, after the number
    hint: str  # one Vietnamese sentence: what it does


DECLARED: Final[Mapping[str, BookSetting]] = {
    one.key: one
    for one in (
        BookSetting(
            "shared_text_limit",
            "Pledges on one text",
            "Số bản đăng ký trùng nguyên văn",
            5,
            2,
            1_000,
            "bản",
            "Từ chừng này bản cùng một nội dung, các bản đó bị coi là chưa cụ thể.",
        ),
        BookSetting(
            "due_soon_days",
            "Due soon",
            "Sắp đến hạn trong",
            15,
            1,
            120,
            "ngày",
            "Nội dung có thời hạn trong chừng này ngày nữa hiện ở «Việc cần làm».",
        ),
        BookSetting(
            "excellent_share",
            "Rated excellent at most",
            "Tỷ lệ hoàn thành xuất sắc tối đa",
            20,
            1,
            100,
            "%",
            "So với số được xếp loại từ «Hoàn thành tốt nhiệm vụ» trở lên; vượt thì chỉ cảnh báo.",
        ),
        BookSetting(
            "model_silence_months",
            "Models without news",
            "Mô hình không có tin mới quá",
            12,
            1,
            60,
            "tháng",
            "Mô hình lâu hơn chừng này không có tin mới sẽ vào danh sách cần đánh giá lại.",
        ),
        BookSetting(
            BAR_KEY,
            "Attendance at study sessions at least",
            "Tỷ lệ dự học tập ít nhất",
            DEFAULT_BAR,
            1,
            100,
            "%",
            "Đơn vị có tỷ lệ tham dự thấp hơn được đánh dấu «dưới mức» ở «Học tập chuyên đề».",
        ),
        BookSetting(
            "submission_days",
            "Lower offices send within",
            "Cấp dưới gửi số liệu trong",
            15,
            1,
            120,
            "ngày",
            "Tính từ ngày cuối kỳ; cơ quan gửi sau chừng này ngày bị coi là gửi chậm.",
        ),
        BookSetting(
            "retention_years",
            "Remind of data kept longer than",
            "Nhắc dữ liệu người đã rời đi giữ quá",
            5,
            0,
            100,
            "năm",
            "Sau khi chuyển đi, ra khỏi Đảng, từ trần; 0 là không nhắc. Chương trình không tự xóa.",
        ),
        BookSetting(
            "attachment_limit_mb",
            "Largest file",
            "Tệp đính kèm lớn nhất",
            10,
            1,
            100,
            "MB",
            "Tệp lớn làm sổ nặng, sao lưu chậm; ảnh có thể thu nhỏ khi đính kèm.",
        ),
    )
}
"""The settings by key, in the order in which they are shown."""


def value(session: Session, key: str) -> int:
    """Return what a setting is, within a session that reads or writes."""
    declared = DECLARED[key]
    kept = session.get(Setting, key)
    return declared.default if kept is None else int(json.loads(kept.value))


def values(book: Book) -> dict[str, int]:
    """Return what every setting is, by key."""
    with book.read() as session:
        return {key: value(session, key) for key in DECLARED}


def save(book: Book, given: Mapping[str, int]) -> Done[int]:
    """Keep settings, all or none; return how many changed.

    Raises `UserProblem` naming the first one that is out of its bounds.
    """
    changed = 0
    with book.write("Đổi thiết lập của sổ") as session:
        for key, wanted in given.items():
            declared = DECLARED[key]
            if not declared.minimum <= wanted <= declared.maximum:
                raise UserProblem(
                    f"«{declared.heading}» phải từ {declared.minimum} đến {declared.maximum} "
                    f"{declared.unit}. Hãy nhập lại."
                )
            if value(session, key) == wanted:
                continue
            kept = session.get(Setting, key)
            if kept is None:
                session.add(Setting(key=key, value=json.dumps(wanted)))
            else:
                kept.value = json.dumps(wanted)
            changed += 1
        changes = changes_of(session) | Changes(frozenset({SETTINGS}))
    return Done(changed, changes)
