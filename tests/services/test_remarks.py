"""Remarks: written beside what was received, settled by whom they came down to."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from desktop.core.errors import InvalidValues, StaleRecord, UserProblem
from desktop.services import receiving, registers, remarks
from desktop.services.books import Book
from desktop.services.overview_due import due_lines
from desktop.services.remarks import (
    change_remark,
    delete_remarks,
    remarks_of_record,
    remarks_on,
    remarks_to,
    settle,
    write_remark,
)

from .arriving import Sender, documents
from .rows import add, everything, live, undo_last

UID = documents(1)[0]["uid"]


@pytest.fixture
def received(book: Book, tmp_path: Path) -> int:
    sent = {"documents": documents(2), "units": [{"uid": "u-1"}]}
    path = Sender("Xã An Hòa", "commune").send(tmp_path / "xã.gsnop", sent)
    return receiving.receive(book, path, accept=True).value.id


def from_above(book: Book, **values: object) -> int:
    """A remark as an answer brings it."""
    given = {
        "direction": "received",
        "office_name": "Ban Tuyên giáo Tỉnh ủy",
        "submission_digest": "a" * 64,
        "made_on": date(2026, 6, 12),
        "words": "Chưa ghi kết quả",
        **values,
    }
    return add(book, "remarks", **given)


def test_a_remark_is_written_changed_deleted(book: Book, received: int) -> None:
    rows = everything(book)
    one = write_remark(book, received, " Sai trích yếu\u200b ", "documents", UID).value
    assert (one.words, one.on, one.received) == ("Sai trích yếu", "văn bản «1-KH/BTG»", False)
    assert (one.office_name, one.made_on) == ("Xã An Hòa", date.today())  # noqa: DTZ011 - its day
    whole = write_remark(book, received, "Gửi chậm").value
    assert whole.on == "cả bộ dữ liệu"
    nameless = write_remark(book, received, "Thiếu tên", "units", "u-1").value
    assert nameless.on == "đơn vị không nêu tên"
    assert [each.words for each in remarks_to(book, received)] == [
        "Sai trích yếu",
        "Gửi chậm",
        "Thiếu tên",
    ]
    # written to a lower office, it is told at no own record
    assert remarks_on(book, "documents", UID) == ()
    again = write_remark(book, received, "Sai trích yếu", "documents", UID)
    assert (again.value.id, again.changes.registers) == (one.id, frozenset())
    changed = change_remark(book, one.id, "Sai số, ký hiệu")
    assert changed.changes.touches("remarks")
    assert changed.value.words == "Sai số, ký hiệu"
    assert undo_last(book) == "Sửa ý kiến về văn bản «1-KH/BTG» của «Xã An Hòa»"
    assert remarks_to(book, received)[0].words == "Sai trích yếu"
    assert delete_remarks(book, [one.id, whole.id, nameless.id]).value == 3
    assert remarks_to(book, received) == ()
    left = {key: row for key, row in everything(book).items() if not key.startswith("remarks ")}
    assert left == rows


def test_what_a_remark_cannot_be_written_on(book: Book, received: int, tmp_path: Path) -> None:
    before = everything(book)
    with pytest.raises(InvalidValues):
        write_remark(book, received, " \n ", "documents", UID)
    with pytest.raises(UserProblem, match="dài quá"):
        write_remark(book, received, "a" * 10_001)
    for register, uid in (("documents", "other"), ("models", UID), ("documents", None)):
        with pytest.raises(StaleRecord):
            write_remark(book, received, "Sai", register, uid)
    with pytest.raises(StaleRecord):
        write_remark(book, 99, "Sai")
    own = add(book, "submissions", office_name=book.name, made_on=date(2026, 7, 1),
              period_from=date(2026, 1, 1), period_to=date(2026, 6, 30), file_name="x.gsnop",
              digest="b" * 64, counts="{}")  # fmt: skip
    with pytest.raises(UserProblem, match="do cơ quan mình gửi"):
        write_remark(book, own, "Sai")
    there = from_above(book)
    with pytest.raises(UserProblem, match="do cấp trên ghi nên không sửa được"):
        change_remark(book, there, "Khác")
    registers.delete(book, "remarks", [there])
    for deed in (lambda: settle(book, [there]), lambda: change_remark(book, there, "Khác")):
        with pytest.raises(StaleRecord):
            deed()
    with pytest.raises(StaleRecord):
        remarks_to(book, 99)
    assert {k for k in everything(book) if k not in before} == {
        f"submissions {live(book, 'submissions', id=own)[0]['uid']}",
        *(k for k in everything(book) if k.startswith("remarks ")),
    }


def test_remarks_stay_when_the_submission_is_taken_out_and_received_again(
    book: Book, received: int, tmp_path: Path
) -> None:
    write_remark(book, received, "Sai trích yếu", "documents", UID)
    receiving.take_out(book, [received])
    again = receiving.receive(book, tmp_path / "xã.gsnop").value.id
    assert [one.words for one in remarks_to(book, again)] == ["Sai trích yếu"]


def test_a_row_is_found_by_its_uid_or_title(book: Book, received: int) -> None:
    assert remarks.received_row(book, received, "documents", UID) == UID
    assert remarks.received_row(book, received, "documents", "1-KH/BTG") == UID
    with pytest.raises(UserProblem, match="Không có bản ghi «9»"):
        remarks.received_row(book, received, "documents", "9")


def test_what_came_from_above_is_told_at_the_record_until_it_is_settled(book: Book) -> None:
    row = add(book, "models", name="Hũ gạo tình thương", kind="collective")
    uid = registers.get(book, "models", row).uid
    on = {"row_register": "models", "row_uid": uid, "row_title": "Hũ gạo"}
    first = from_above(book, **on)
    second = from_above(book, **on, words="Thiếu ảnh", made_on=date(2026, 6, 20))
    from_above(book, row_register="models", row_uid="other", words="Khác")
    assert [one.words for one in remarks_on(book, "models", uid)] == [
        "Thiếu ảnh",
        "Chưa ghi kết quả",
    ]
    assert settle(book, [second, second]).value == 1
    assert settle(book, [second]).value == 0
    told = remarks_of_record(book, "models", row)
    assert [(one.id, one.settled) for one in told] == [(first, False), (second, True)]
    assert remarks_of_record(book, "models", 99) == ()
    assert settle(book, [second], settled=False).value == 1
    assert undo_last(book) == "Đánh dấu chưa xử lý ý kiến về mô hình «Hũ gạo»"
    settle(book, [second], settled=False)
    assert settle(book, [first, second]).value == 2
    assert undo_last(book) == "Đánh dấu đã xử lý 2 ý kiến"


def test_open_remarks_are_due(book: Book) -> None:
    row = add(book, "models", name="Hũ gạo tình thương", kind="collective")
    uid = registers.get(book, "models", row).uid

    def told() -> list[tuple[str, str, int | None]]:
        return [
            (one.what, one.register, one.row_id)
            for one in due_lines(book)
            if "ý kiến của cấp trên" in one.what.lower()
        ]

    assert told() == []
    ids = [from_above(book, row_register="models", row_uid=uid, row_title="Hũ gạo")]
    ids.append(from_above(book, words="Gửi chậm"))
    assert told() == [
        ("Ý kiến của cấp trên chưa xử lý: Chưa ghi kết quả", "models", row),
        ("Ý kiến của cấp trên chưa xử lý: Gửi chậm", "remarks", ids[1]),
    ]
    due = [one for one in due_lines(book) if one.register == "models"]
    assert (due[0].whose, due[0].late) == ("Hũ gạo", True)
    ids.append(from_above(book, row_register="models", row_uid=uid, words="Thiếu ảnh"))
    assert told()[0] == ("2 ý kiến của cấp trên chưa xử lý", "models", row)
    ids += [
        from_above(book, row_register="models", row_uid=f"x{place}", words="Xem lại")
        for place in range(4)
    ]
    assert told() == [("7 ý kiến của cấp trên chưa xử lý", "remarks", None)]
    settle(book, ids[:3])
    assert len(told()) == 4
    settle(book, ids)
    assert told() == []


def test_a_submission_to_be_corrected_is_due_until_it_is_sent_again(book: Book) -> None:
    given = {
        "office_name": book.name,
        "made_on": date(2026, 7, 1),
        "period_from": date(2026, 1, 1),
        "period_to": date(2026, 6, 30),
        "file_name": "x.gsnop",
        "counts": "{}",
    }

    def told() -> list[str]:
        return [one.what for one in due_lines(book) if one.register == "submissions"]

    add(book, "submissions", **given, digest="a" * 64, number=1, answer="accepted")
    assert told() == []
    add(book, "submissions", **given, digest="b" * 64, number=2, answer="to_correct",
        receipt="Thiếu quý II")  # fmt: skip
    assert told() == [
        "Cấp trên đề nghị chỉnh sửa bộ dữ liệu kỳ 01/01/2026 - 30/06/2026: Thiếu quý II"
    ]
    add(book, "submissions", **given, digest="c" * 64, number=3)
    assert told() == []
