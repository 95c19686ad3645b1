"""A person's whole record, on paper: each row, its history, where it went."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from desktop.core.errors import StaleRecord, UserProblem
from desktop.services import bin as recycle
from desktop.services import printing, registers
from desktop.services.books import Book
from desktop.services.house_paper import calendar_day
from desktop.services.person_places import places_of
from desktop.services.person_records import PERSON_RECORD, whole_record
from desktop.storage.models import Submission
from desktop.storage.registers import SPECS

from .full_book import NAME, fill, person
from .rows import add


def test_every_value_of_every_row_stands_in_the_record(book: Book) -> None:
    member = person(book, ethnicity="Khmer", note="Ghi riêng")
    fill(book, member)
    record = whole_record(book, member)
    words = "\n".join(
        " ".join(line) if isinstance(line, tuple) else line
        for table in record.tables
        for line in table.lines
    )
    with book.read() as session:
        rows = places_of(session, member).rows
    assert "Khmer" in words
    assert "Ghi riêng" in words
    assert len(record.tables) == len(rows) + 4
    for register in rows:
        assert any(table.heading.startswith(SPECS[register].heading) for table in record.tables)
    attachment = next(one for one in record.tables if one.heading == "Tệp đính kèm")
    assert attachment.lines[0][0] == f"Đồng chí {NAME} nêu"


def test_history_tells_who_did_what_before_and_after(book: Book) -> None:
    member = person(book)
    registers.save(book, "members", {"ethnicity": "Kinh"}, member)
    registers.save(book, "members", {"ethnicity": "Khmer"}, member)
    pledge = add(book, "pledges", year=2026, kind="registration", member_id=member)
    recycle.delete(book, "pledges", [pledge])
    recycle.purge(book, "pledges", [pledge])
    (history,) = [
        one for one in whole_record(book, member).tables if one.heading.startswith("Lịch")
    ]
    said = [" | ".join(line) for line in history.lines if isinstance(line, tuple)]
    assert any("Dân tộc: «Kinh» → «Khmer»" in one for one in said)
    assert any("Xóa hẳn" in one and "Năm: 2026" in one for one in said)
    assert any(f"{calendar_day():%d/%m/%Y}" in one for one in said)


def test_submissions_after_the_person_was_entered_are_listed(book: Book) -> None:
    member = person(book)
    digests = iter("abc")
    with book.write("Gửi") as session:
        for counts, at in (
            ('{"members": 3}', "2099-01-01T00:00:00Z"),
            ('{"documents": 3}', "2099-01-01T00:00:00Z"),
            ('{"members": 3}', "2001-01-01T00:00:00Z"),
        ):
            one = Submission(
                direction="issued", office_name="Ban", made_on=date(2026, 5, 2), counts=counts,
                period_from=date(2026, 1, 1), period_to=date(2026, 3, 31), file_name="a.gsnop",
                digest=next(digests), created_at=at,
            )  # fmt: skip
            session.add(one)
    sent = next(
        one for one in whole_record(book, member).tables if one.heading.startswith("Đã gửi")
    )
    assert sent.lines == (("02/05/2026", "01/01/2026 - 31/03/2026", "Đảng viên"),)


def test_the_paper_is_whole(book: Book, tmp_path: Path, read_pdf) -> None:
    member = person(book)
    fill(book, member)
    made = printing.make_pdf(book, PERSON_RECORD, tmp_path / "a.pdf", {"members": [member]})
    pages = read_pdf(made.path)
    assert len(pages) == made.pages
    text = " ".join(" ".join(one.text.split()) for one in pages)
    assert "TOÀN BỘ DỮ LIỆU VỀ MỘT CÁ NHÂN" in text
    assert f"Đảng viên {NAME}" in text
    assert "Lịch sử thay đổi" in text
    assert "Nơi khác nhắc đến họ tên này" in text


def test_nobody_and_someone_gone_are_told(book: Book, tmp_path: Path) -> None:
    with pytest.raises(UserProblem, match="chọn đảng viên"):
        printing.make_pdf(book, PERSON_RECORD, tmp_path / "a.pdf")
    with pytest.raises(StaleRecord):
        printing.make_pdf(book, PERSON_RECORD, tmp_path / "a.pdf", {"members": [9]})
    assert not (tmp_path / "a.pdf").exists()
