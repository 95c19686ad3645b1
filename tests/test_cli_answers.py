"""The command line's way down and back up: answers written, taken in, and printed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from desktop.services import books, remarks
from desktop.services.books import Book, OfficeSetup
from tests.conftest import Ran
from tests.services.rows import add, live

PERIOD = ("--from", "2026-01-01", "--to", "2026-06-30")


@pytest.fixture
def above(tmp_path: Path) -> Path:
    path = tmp_path / "tỉnh.gsdb"
    books.create_book(path, OfficeSetup("Ban Tuyên giáo Tỉnh ủy", "province", "Vĩnh Long")).close()
    return path


def test_an_answer_goes_down_and_is_taken_in(
    run: Callable[..., Ran], book: Book, above: Path, tmp_path: Path
) -> None:
    add(book, "documents", number="12-KH/BTG", on=date(2026, 3, 1), direction="issued")
    below = book.path
    book.close()
    sent, down = tmp_path / "gửi.gsnop", tmp_path / "xuống.gsnop"
    assert run("submit", "--book", below, *PERIOD, "--output", sent)[0] == 0
    assert run("receive", sent, "--book", above, "--accept-new")[0] == 0
    head = ("answer", "--book", above, "--submission")
    code, _, err = run(*head, "gửi.gsnop", "--correct", "--output", down)
    assert (code, err.count("\n")) == (1, 1)
    assert "chưa nói chỉnh sửa gì" in err
    remark = ("--remark", "documents", "12-KH/BTG", "Sai trích yếu")
    code, _, err = run(*head, "1", "--accept", "--output", down, "--remark", "documents", "?", "x")
    assert (code, "Không có bản ghi «?»" in err) == (1, True)
    code, out, err = run(*head, sent, "--correct", "--words", "Gửi lại", *remark, "--output", down)
    assert (code, err) == (0, "")
    path, told, digest = out.splitlines()
    assert path == str(down)
    assert told == "Đề nghị chỉnh sửa: «Ban Tuyên giáo Huyện ủy Cầu Ngang», 1 ý kiến"
    assert digest.startswith("SHA-256 ")

    code, out, err = run("take-answer", down, "--book", below)
    assert (code, out) == (1, "")
    assert "đối chiếu khóa" in err
    told = "Ban Tuyên giáo Tỉnh ủy trả lời ngày"
    code, out, _ = run("take-answer", down, "--book", below, "--dry-run", "--accept-new")
    assert (code, out.startswith(f"«xuống.gsnop»: {told}")) == (0, True)
    code, out, err = run("take-answer", down, "--book", below, "--accept-new")
    assert (code, err) == (0, "")
    assert out.startswith(f"Đã nhận «xuống.gsnop»: {told}")
    assert out.endswith("Đề nghị chỉnh sửa - Gửi lại; 1 ý kiến mới, 0 ý kiến không còn.\n")
    code, out, err = run("take-answer", down, "--book", below)
    assert (code, out) == (0, "«xuống.gsnop»: đã có trong sổ, không có gì mới.\n")
    opened = books.open_book(below)
    try:
        (row,) = live(opened, "documents")
        (one,) = remarks.remarks_on(opened, "documents", row["uid"])
        assert (one.words, one.office_name) == ("Sai trích yếu", "Ban Tuyên giáo Tỉnh ủy")
    finally:
        opened.close()


def test_a_file_of_the_other_kind_is_told(
    run: Callable[..., Ran], book: Book, above: Path, tmp_path: Path
) -> None:
    below = book.path
    book.close()
    sent, down = tmp_path / "gửi.gsnop", tmp_path / "xuống.gsnop"
    run("submit", "--book", below, *PERIOD, "--output", sent)
    run("receive", sent, "--book", above, "--accept-new")
    run("answer", "--book", above, "--submission", "1", "--accept", "--output", down)
    code, _, err = run("take-answer", sent, "--book", above)
    assert (code, "không phải phiếu trả lời" in err) == (1, True)
    code, _, err = run("receive", down, "--book", below)
    assert (code, "là phiếu trả lời của cấp trên" in err) == (1, True)
    paper = tmp_path / "phiếu.pdf"
    assert run("report", "submission-answer", "--book", above, "--output", paper)[0] == 0
    assert paper.read_bytes().startswith(b"%PDF")
