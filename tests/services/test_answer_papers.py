"""The printed answer: one sheet with what is answered, the outcome and the remarks."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desktop.core.errors import UserProblem
from desktop.core.terms import Answer
from desktop.services import receiving
from desktop.services.answers import write_answer
from desktop.services.books import Book
from desktop.services.printing import make_pdf
from desktop.services.remarks import settle, write_remark

from .arriving import Sender, documents

FORM = "submission-answer"


@pytest.fixture
def received(book: Book, tmp_path: Path) -> int:
    path = Sender("Xã An Hòa", "commune").send(tmp_path / "xã.gsnop", {"documents": documents(60)})
    return receiving.receive(book, path, accept=True).value.id


def test_the_sheet_says_what_was_answered(
    book: Book, received: int, tmp_path: Path, read_pdf: Any
) -> None:
    write_remark(book, received, "Sai trích yếu,\nxem lại", "documents", documents(1)[0]["uid"])
    done = write_remark(book, received, "Đã gọi điện hỏi").value
    settle(book, [done.id])
    write_answer(book, received, Answer.TO_CORRECT, tmp_path / "x.gsnop", "Đề nghị gửi lại")
    printed = make_pdf(book, FORM, tmp_path / "phiếu.pdf", {"submission": received})
    assert (printed.pages, printed.title) == (1, "Phiếu trả lời")
    (page,) = read_pdf(printed.path)
    words = " ".join(one.text for one in page.lines)
    day = date.today()  # noqa: DTZ011 - the clerk's own calendar day
    for said in (
        "PHIẾU TRẢ LỜI",
        "kỳ từ ngày 01/01/2026 đến ngày 30/06/2026",
        "Cơ quan gửi: Xã An Hòa; lần gửi 01, lập ngày 01/07/2026.",
        "Tên tệp: xã.gsnop.",
        "Đã nhận 60 bản ghi, trong đó: Văn bản 60.",
        "Kết quả: Đề nghị chỉnh sửa.",
        "Đề nghị gửi lại",
        "Ý kiến cụ thể (01):",
        "Văn bản «1-KH/BTG»",
        "Sai trích yếu, xem lại",
        f"ngày {day:%d} tháng",
        "Nơi nhận:",
        "- Xã An Hòa,",
    ):
        assert said in words, said
    assert "Đã gọi điện" not in words


def test_many_long_remarks_go_over_pages_and_leave_room_to_sign(
    book: Book, received: int, tmp_path: Path, read_pdf: Any
) -> None:
    for one in documents(60):
        write_remark(book, received, f"Xem lại {one['abstract']} " * 9, "documents", one["uid"])
    write_answer(book, received, Answer.TO_CORRECT, tmp_path / "x.gsnop")
    printed = make_pdf(book, FORM, tmp_path / "phiếu.pdf")
    pages = read_pdf(printed.path)
    assert printed.pages == len(pages) > 3
    last = pages[-1]
    assert last.line("TRƯỞNG BAN").bottom > 56
    assert any("Văn bản «60-KH/BTG»" in one.text for one in last.lines)


def test_nothing_to_print_is_told(book: Book, received: int, tmp_path: Path) -> None:
    with pytest.raises(UserProblem, match="Chưa trả lời bộ dữ liệu nào"):
        make_pdf(book, FORM, tmp_path / "x.pdf")
    with pytest.raises(UserProblem, match="chỉ in cho bộ dữ liệu nhận"):
        make_pdf(book, FORM, tmp_path / "x.pdf", {"submission": 99})
    printed = make_pdf(book, FORM, tmp_path / "x.pdf", {"submission": received})
    assert printed.pages == 1
