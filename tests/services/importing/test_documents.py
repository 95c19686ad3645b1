"""Types of documents given by their abbreviations."""

from __future__ import annotations

from desktop.storage.book import Book
from tests.services.rows import live

from .conftest import Sheet, outcomes, taken

HEAD = ["Số, ký hiệu", "Ngày", "Cơ quan ban hành", "Loại", "Trích yếu", "Chiều"]


def test_an_abbreviation_is_its_type_and_two_types_stay_as_typed(book: Book, sheet: Sheet) -> None:
    rows = [
        HEAD,
        ["01-NQ/TW", "01/02/2026", "Trung ương", "NQ", "Về xây dựng Đảng", "Đến"],
        ["02-KH/TU", "01/02/2026", "Tỉnh ủy", "kế  hoạch", "Thực hiện", "Đến"],
        ["03-QĐ/TU", "01/02/2026", "Tỉnh ủy", "QĐ", "Ban hành", "Đến"],
        ["04/TU", "01/02/2026", "Tỉnh ủy", "Phiếu chuyển", "Chuyển đơn", "Đến"],
    ]
    path = sheet(rows)
    assert outcomes(taken(book, "documents", path)) == {"new": 4}
    kinds = {one["number"]: one["type"] for one in live(book, "documents")}
    assert kinds == {
        "01-NQ/TW": "Nghị quyết",
        "02-KH/TU": "Kế hoạch",
        "03-QĐ/TU": "QĐ",
        "04/TU": "Phiếu chuyển",
    }
    assert outcomes(taken(book, "documents", path)) == {"same": 4}
