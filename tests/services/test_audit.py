"""The log of a period: what left the book, by whom, what changed; on paper and as a sheet."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import text

from desktop.core.errors import UserProblem
from desktop.core.register import Query
from desktop.core.terms import AuditAction
from desktop.services import audit, clerks, exporting, printing, registers, undoing
from desktop.services.audit import NOBODY, Asked
from desktop.services.history import history
from desktop.storage import audit_chain
from desktop.storage.audit_notes import erase_payloads
from desktop.storage.book import Book

TODAY = date.today()  # noqa: DTZ011 - the clerk's day


@pytest.fixture
def worked(book: Book) -> Book:
    """A book in which two clerks did something today."""
    book.clerk = "Trần Thị Hoa"
    row = registers.save(book, "units", {"name": "Chi bộ 1"}).value.id
    book.clerk = "Lê Văn Minh"
    registers.save(book, "units", {"name": "Chi bộ Một"}, row)
    audit.note_left(
        book,
        AuditAction.PRINTED,
        "Danh sách: Đơn vị",
        file=Path("/nơi/kia/ds.pdf"),
        pages=2,
        rows=1,
    )
    audit.note_left(
        book, AuditAction.EXPORTED, "Đơn vị", file="dv.xlsx", rows=1, record=("units", row)
    )
    return book


def words_of(pages: list[Any]) -> str:
    return " ".join(" ".join(one.text for one in pages).split())


def told(book: Book, **asked: object) -> list[tuple[str, str, str]]:
    found = audit.log(book, Asked(TODAY, TODAY, **asked))  # type: ignore[arg-type]
    return [(one.clerk, one.words, one.about) for one in found.deeds]


def test_a_day_is_told_deed_by_deed(worked):
    found = told(worked)
    assert found[-4:] == [
        ("Trần Thị Hoa", "Thêm đơn vị", "đơn vị «Chi bộ 1»"),
        ("Lê Văn Minh", "Sửa đơn vị", "đơn vị «Chi bộ Một»"),
        ("Lê Văn Minh", "In: Danh sách: Đơn vị", "Danh sách: Đơn vị"),
        ("Lê Văn Minh", "Xuất: Đơn vị", "đơn vị «Đơn vị»"),
    ]
    assert found[0][:2] == (NOBODY, "Lập sổ mới")
    assert audit.clerks(worked) == ("Lê Văn Minh", "Trần Thị Hoa")


def test_by_clerk_and_kind(worked):
    assert len(told(worked, clerk="Trần Thị Hoa")) == 1
    assert len(told(worked, clerk=NOBODY)) == 1
    printed = frozenset({AuditAction.PRINTED.value})
    assert [one[1] for one in told(worked, kinds=printed)] == ["In: Danh sách: Đơn vị"]
    assert audit.kinds_of(["Sửa", "printed"]) == {"changed", "printed"}
    with pytest.raises(UserProblem, match="Không có loại"):
        audit.kinds_of(["khác"])


def test_what_changed_is_told_before_and_after(worked):
    deeds = audit.log(worked, Asked(TODAY, TODAY)).deeds
    assert "«Chi bộ 1» → «Chi bộ Một»" in " ".join(audit.details(worked, deeds[-3]))
    assert audit.details(worked, deeds[-2]) == (
        "In giấy Danh sách: Đơn vị", "    Tệp: ds.pdf", "    Số trang: 2", "    Số dòng: 1",
    )  # fmt: skip
    assert audit.details(worked, deeds[0], most=3)[-1].startswith("… và ")


def test_days_are_those_of_the_clerks_own_clock(worked):
    """An entry of this second is of today's log, whatever the day is in Greenwich."""
    yesterday = TODAY - timedelta(days=1)
    assert audit.log(worked, Asked(yesterday, yesterday)).deeds == ()
    begin = datetime.combine(TODAY, datetime.min.time()).astimezone().astimezone(UTC)
    for seconds, day in ((-1, yesterday), (0, TODAY)):
        at = (begin + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")
        with worked.write("") as session:
            session.execute(text("UPDATE audit_entries SET at = :at WHERE id = 1"), {"at": at})
        found = audit.log(worked, Asked(day, day)).deeds
        assert any(one.first == 1 for one in found), at
    with pytest.raises(UserProblem, match="sau ngày cuối"):
        audit.log(worked, Asked(TODAY, yesterday))


def test_more_deeds_than_are_told(worked):
    found = audit.log(worked, Asked(TODAY, TODAY), most=2)
    assert len(found.deeds) == 2
    assert found.more


def test_what_left_of_a_record_stands_in_its_history_and_is_no_deed(worked):
    row = registers.keys(worked, Query("units"))[0]
    latest = history(worked, "units", row).events[0]
    assert (latest.clerk, latest.words) == ("Lê Văn Minh", "Xuất: Đơn vị")
    assert undoing.last_deed(worked).words == "Sửa đơn vị"
    undoing.undo(worked, undoing.last_deed(worked).batch)
    undoing.undo(worked, undoing.last_deed(worked).batch)
    assert registers.count(worked, Query("units")) == 0


def test_paper(worked, tmp_path, read_pdf):
    made = printing.make_pdf(worked, "audit-log", tmp_path / "a.pdf", {"first": TODAY})
    words = words_of(read_pdf(made.path))
    for one in ("NHẬT KÝ THAO TÁC", "Trần Thị Hoa", "«Chi bộ 1» → «Chi bộ Một»", "ds.pdf"):
        assert one in words
    with worked.read() as session:
        assert audit.chain_words(session) in words
        chain = audit_chain.head(session.connection())[2]
    assert chain.hex()[:4].upper() in words


def test_paper_of_a_day_without_deeds(book, tmp_path, read_pdf):
    made = printing.make_pdf(
        book, "audit-log", tmp_path / "a.pdf", {"first": date(2001, 1, 1), "last": date(2001, 1, 2)}
    )
    assert "Không có thao tác nào" in words_of(read_pdf(made.path))


def test_sheet(worked, tmp_path):
    target = tmp_path / "a.xlsx"
    count = exporting.export_form(worked, "audit-log", target, {"clerk": "Lê Văn Minh"})
    assert count == 3
    rows = [[cell.value for cell in row] for row in load_workbook(target).active.iter_rows()]
    assert rows[-3][3:5] == ["Lê Văn Minh", "Sửa đơn vị"]
    assert "→" in rows[-3][-1]
    with pytest.raises(UserProblem, match="PDF"):
        exporting.export_form(worked, "audit-log", tmp_path / "a.docx")


def test_what_was_erased_is_told_as_that(worked, tmp_path, read_pdf):
    with worked.read() as session:
        ids = session.scalars(text("SELECT id FROM audit_entries WHERE title LIKE 'Chi bộ%'")).all()
    with worked.write("Xóa dữ liệu cá nhân") as session:
        erase_payloads(session, ids)
    made = printing.make_pdf(worked, "audit-log", tmp_path / "a.pdf")
    assert "nội dung đã xóa" in words_of(read_pdf(made.path))
    assert "Chi bộ Một" not in words_of(read_pdf(made.path))


def test_a_book_that_is_only_looked_at_notes_nothing(worked):
    worked.close()
    before = worked.path.read_bytes()
    looked_at = Book(worked.path, read_only=True)
    clerks.begin(looked_at, "Người xem")
    audit.note_left(looked_at, AuditAction.PRINTED, "Danh sách", pages=1)
    looked_at.close()
    assert worked.path.read_bytes() == before
