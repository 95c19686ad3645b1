from __future__ import annotations

import json

from sqlalchemy import select

from desktop.core.register import Query
from desktop.services import books, registers
from desktop.services.books import Book
from desktop.storage.bulk import insert_many
from desktop.storage.models import AuditEntry
from desktop.storage.registers import TABLES

HOUSE = {"id", "uid", "created_at", "updated_at", "content_hash"}


def test_rows_written_in_bulk_are_kept_like_single_ones(book: Book) -> None:
    unit = registers.save(book, "units", {"name": "Chi bộ ấp Ba"}).value
    values = {
        "full_name": "Nguyễn Thị Ánh",
        "birth_date": "1975-05",
        "unit_id": unit.id,
        "status": "probationary",
        "card_number": "00123456",
    }
    single = registers.save(book, "members", values).value
    with book.write("Nhập") as session:
        many = insert_many(session, "members", [values, values], words="Nhập 2 đảng viên")
    table = TABLES["members"]
    with book.read() as session:
        rows = session.execute(
            select(table).where(table.c.id.in_([single.id, *many])).order_by(table.c.id)
        ).mappings()
        first, *others = ({k: v for k, v in row.items() if k not in HOUSE} for row in rows)
    assert others == [first, first]
    assert registers.count(book, Query("members", "anh")) == 3
    assert books.check_file(book.path).ok


def test_each_change_is_told_in_the_audit_trail(book: Book) -> None:
    row = registers.save(book, "topics", {"title": "Chuyên đề", "year": 2026}).value
    registers.save(book, "topics", {"title": "Chuyên đề toàn khóa"}, row.id)
    registers.delete(book, "topics", [row.id])
    registers.restore(book, "topics", [row.id])
    with book.read() as session:
        entries = session.scalars(
            select(AuditEntry).where(AuditEntry.row_uid == row.uid).order_by(AuditEntry.id)
        ).all()
    assert [one.action for one in entries] == ["created", "changed", "deleted", "restored"]
    assert json.loads(entries[1].before or "") == {"title": "Chuyên đề"}
    assert json.loads(entries[1].after or "") == {"title": "Chuyên đề toàn khóa"}
    assert entries[2].deed == "Xóa 1 chuyên đề"
    assert len({one.batch for one in entries}) == 4


def test_the_record_of_deeds_calls_rows_by_the_clerks_words(book: Book) -> None:
    with book.write("Thử") as session:
        unit = registers.save_in(session, "units", {"name": "Chi bộ 1"})
        registers.save_in(session, "members", {"full_name": "Lê An", "unit_id": unit.id})
        session.flush()
        titles = set(session.scalars(select(AuditEntry.title).where(AuditEntry.deed == "Thử")))
    assert titles == {"Chi bộ 1", "Lê An", "Chính thức"}
