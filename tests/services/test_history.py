"""The history of a record in words, from the audit entries of it and of what belongs to it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from desktop.core.errors import StaleRecord
from desktop.core.register import Query
from desktop.services import lives, many, registers, undoing
from desktop.services.demo import make_demo
from desktop.services.history import Change, Event, history
from desktop.storage.book import Book
from desktop.storage.bulk import insert_many

from .rows import add, undo_last


def told(book: Book, register: str, row: int) -> list[list[str]]:
    """Each deed's words, then what it did, a line each; latest first."""
    return [lines(one) for one in history(book, register, row).events]


def lines(event: Event) -> list[str]:
    found = [event.words]
    for part in event.parts:
        if part.subject or not part.changes:
            found.append(f"{part.action} {part.subject}".strip())
        found += [one.words for one in part.changes]
    return found


def test_each_field_is_told_as_the_clerk_reads_it(book: Book) -> None:
    cell = add(book, "units", name="Chi bộ 1")
    other = add(book, "units", name="Chi bộ 2")
    row = add(
        book, "members", full_name="Lê An", birth_date="1975", unit_id=cell, status="official"
    )
    values = {
        "full_name": "Lê Văn An",
        "birth_date": "1975-05-03",
        "admitted_on": "1999-10",
        "theory_level": "advanced",
        "exempt": True,
        "unit_id": other,
        "party_post": "Bí thư",
    }
    registers.save(book, "members", values, row)
    changed = history(book, "members", row).events[0].parts[0].changes
    assert Change("Họ và tên", "Lê An", "Lê Văn An") in changed
    assert Change("Ngày sinh", "1975", "03/05/1975") in changed
    assert Change("Ngày kết nạp", "(trống)", "10/1999") in changed
    assert Change("Chi bộ", "Chi bộ 1", "Chi bộ 2") in changed
    assert "Chức vụ Đảng: «(trống)» → «Bí thư»" in [one.words for one in changed]
    assert Change("Lý luận chính trị", "(trống)", "Cao cấp") in changed
    assert Change("Miễn sinh hoạt", "không", "có") in changed


def test_points_dates_and_numbers(book: Book) -> None:
    member = add(book, "members", full_name="Lê An")
    row = add(
        book,
        "yearly_ratings",
        rated_kind="member",
        member_id=member,
        name="Lê An",
        period_to=date(2024, 12, 31),
        points=Decimal("85.5"),
        rating="good",
    )
    new = {"points": Decimal(91), "rating": "excellent", "decided_on": date(2025, 1, 15)}
    registers.save(book, "yearly_ratings", new, row)
    (latest, first) = told(book, "yearly_ratings", row)
    assert "Tổng điểm: «85,5» → «91»" in latest
    assert "Xếp loại: «Hoàn thành tốt nhiệm vụ» → «Hoàn thành xuất sắc nhiệm vụ»" in latest
    assert "Ngày quyết định: «(trống)» → «15/01/2025»" in latest
    assert first[1:] == ["Thêm"]


def test_what_belongs_to_it_is_told_with_it_also_when_it_is_gone(book: Book) -> None:
    pledge = add(book, "pledges", year=2024, kind="commitment", pledger_kind="other", name="Lê An")
    item = add(book, "pledge_items", pledge_id=pledge, content="Tiết kiệm điện")
    registers.save(book, "pledge_items", {"target": "5%"}, item)
    registers.delete(book, "pledge_items", [item])
    registers.purge(book, "pledge_items", [item])
    uid = registers.get(book, "pledges", pledge).uid
    owner = {"owner_register": "pledges", "owner_uid": uid}
    note = add(book, "notes", on=date(2024, 5, 1), text="Hỏi lại chi bộ", **owner)
    found = told(book, "pledges", pledge)
    assert found[0][1] == "Thêm ghi chú «Hỏi lại chi bộ»"
    subject = "nội dung đăng ký «Tiết kiệm điện»"
    words = [one[1] for one in found[1:5]]
    assert words == [f"Xóa hẳn {subject}", f"Xóa {subject}", f"Sửa {subject}", f"Thêm {subject}"]
    assert "Chỉ tiêu: «(trống)» → «5%»" in found[3]
    registers.delete(book, "notes", [note])
    registers.purge(book, "notes", [note])
    assert told(book, "pledges", pledge)[0][1] == "Xóa hẳn ghi chú «Hỏi lại chi bộ»"


def test_what_is_called_by_its_day_is_told_by_it(book: Book) -> None:
    model = add(book, "models", name="Hũ gạo", kind="collective", state="registered")
    add(book, "model_reviews", model_id=model, on=date(2024, 5, 18), effective=True)
    (words,) = lines(history(book, "models", model).events[0])[1:]
    assert words.endswith("«18/05/2024»")


def test_what_a_reference_was_called_is_known_after_it_is_gone(book: Book) -> None:
    cell = add(book, "units", name="Chi bộ cũ")
    other = add(book, "units", name="Chi bộ mới")
    row = add(book, "pledges", year=2024, kind="commitment", pledger_kind="organisation",
              name="Chi bộ", unit_id=cell)  # fmt: skip
    registers.save(book, "pledges", {"unit_id": other}, row)
    registers.delete(book, "units", [cell])
    registers.purge(book, "units", [cell])
    changes = [one for event in history(book, "pledges", row).events for part in event.parts
               for one in part.changes]  # fmt: skip
    assert ("Chi bộ cũ", "Chi bộ mới") in [(one.before, one.after) for one in changes]


def test_rows_made_together_and_changed_together(book: Book) -> None:
    with book.write("Nhập 3 đơn vị") as session:
        rows = [{"name": f"Chi bộ {one}"} for one in range(3)]
        units = insert_many(session, "units", rows, words="Nhập 3 đơn vị")
    many.edit_many(book, "units", units, {"established": "2000"})
    found = told(book, "units", units[1])
    assert found == [
        ["Sửa 3 đơn vị", "Ngày thành lập: «(trống)» → «2000»"],
        ["Nhập 3 đơn vị", "Thêm"],
    ]


def test_a_transfer_is_one_deed_with_all_it_did(book: Book) -> None:
    here, there = (add(book, "units", name=f"Chi bộ {one}") for one in (1, 2))
    row = add(book, "members", full_name="Lê An", unit_id=here)
    lives.transfer(book, [row], there, "2024-05-01")
    latest = told(book, "members", row)[0]
    assert latest[0] == "Chuyển sinh hoạt 1 đảng viên"
    assert "Chi bộ: «Chi bộ 1» → «Chi bộ 2»" in latest
    assert any(one.startswith("Thêm thời gian") for one in latest)


def test_undoings_are_named_and_what_was_undone_is_marked(book: Book) -> None:
    row = add(book, "units", name="Chi bộ 1")
    registers.save(book, "units", {"name": "Chi bộ 2"}, row)
    undo_last(book)
    events = history(book, "units", row).events
    assert [(one.words, one.undone) for one in events] == [
        ("Hoàn tác: sửa đơn vị", False),
        ("Sửa đơn vị", True),
        ("Thêm đơn vị", False),
    ]
    undoing.redo(book)
    events = history(book, "units", row).events
    assert [(one.words, one.undone) for one in events[:3]] == [
        ("Làm lại: sửa đơn vị", False),
        ("Hoàn tác: sửa đơn vị", False),
        ("Sửa đơn vị", False),
    ]
    assert lines(events[0]) == [
        "Làm lại: sửa đơn vị",
        "Tên đơn vị: «Chi bộ 1» → «Chi bộ 2»",
    ]


def test_only_the_latest_are_told_when_there_are_many(book: Book) -> None:
    row = add(book, "units", name="Chi bộ")
    for one in range(6):
        registers.save(book, "units", {"name": f"Chi bộ {one}"}, row)
    found = history(book, "units", row, most=3)
    assert found.more
    assert found.title == "Chi bộ 5"
    assert [lines(one)[1] for one in found.events] == [
        "Tên đơn vị: «Chi bộ 4» → «Chi bộ 5»",
        "Tên đơn vị: «Chi bộ 3» → «Chi bộ 4»",
        "Tên đơn vị: «Chi bộ 2» → «Chi bộ 3»",
    ]
    assert not history(book, "units", row).more


def test_the_history_of_nothing_is_refused(book: Book) -> None:
    with pytest.raises(StaleRecord):
        history(book, "units", 99)


def test_every_register_of_a_whole_office_has_its_history(tmp_path: Path) -> None:
    demo = make_demo(tmp_path / "mẫu.gsdb", members=30)
    seen = set()
    for name in registers.specs():
        for row in list(registers.keys(demo, Query(name)))[:2]:
            found = history(demo, name, row)
            assert found.events, name
            assert found.events[-1].parts[0].action == "Thêm"
            seen.add(name)
    demo.close()
    assert len(seen) > 20
