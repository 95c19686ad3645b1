"""Files inside the book: put in, found again, renamed, deleted, undone, gone with their record."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from pathlib import Path

import pytest

from desktop.core.errors import Cancelled, FileMissing, StaleRecord, UserProblem
from desktop.core.register import Query
from desktop.platform.opened import COPIES
from desktop.platform.paths import opened_dir
from desktop.services import attachments, book_settings, books, registers, undoing
from desktop.services.attachments import NewFile, attach, listed
from desktop.services.books import Book
from desktop.services.merging import merge
from desktop.storage.models import Attachment, AuditEntry
from desktop.ui.files import gateway

from .rows import add, everything, live, undo_last

JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffc0000b080020004001011100")
"""The head of a picture of 64 x 32 points: all that is asked of it here."""


@pytest.fixture
def model(book: Book) -> int:
    return add(book, "models", name="Thắp sáng đường quê")


def names(book: Book, row_id: int, register: str = "models") -> list[str]:
    return [one.name for one in listed(book, register, row_id)]


def test_files_come_back_as_they_were(book: Book, model: int, tmp_path: Path) -> None:
    path = tmp_path / "so lieu.xlsx"
    path.write_bytes(b"PK" + bytes(range(256)) * 9)
    done = attach(
        book,
        "models",
        model,
        [
            NewFile("C:\\Ảnh\\DSC 1.jpg", JPEG, "image/jpeg", JPEG, "Đường mới"),
            NewFile(path.name, path),
        ],
    )
    assert done.changes.registers == {"attachments"}
    first, second = listed(book, "models", model)
    assert done.value.added == (first, second)
    assert done.value.doubled == ()
    assert (first.name, first.caption, first.pictured) == ("DSC 1.jpg", "Đường mới", True)
    assert (second.name, second.size, second.pictured) == (path.name, 2306, False)
    assert second.media_type.endswith("sheet")
    kept = attachments.content(book, second.id)
    assert (kept.name, kept.content) == (path.name, path.read_bytes())
    (row,) = live(book, "attachments", name=path.name)
    assert row["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert attachments.thumbnails(book, [first.id, second.id]) == {first.id: JPEG}
    assert attachments.total(book) == attachments.Total(2, len(JPEG) + 2306)
    assert books.check_file(book.path).ok


def test_the_list_reads_no_content(book: Book, model: int) -> None:
    attach(book, "models", model, [NewFile("a.pdf", b"x" * 100, preview=None)])
    seen: list[str] = []
    with book.read() as session:
        session.connection().connection.driver_connection.set_trace_callback(seen.append)
    try:
        listed(book, "models", model)
    finally:
        with book.read() as session:
            session.connection().connection.driver_connection.set_trace_callback(None)
    read = [one for one in seen if "FROM attachments" in one]
    assert read
    assert not [one for one in read if re.search(r"attachments\.content\b", one)]


def test_the_contents_stand_last(book: Book) -> None:
    """SQLite reads through all that stands before a column: nothing may stand behind them."""
    with book.read() as session:
        rows = session.connection().exec_driver_sql("PRAGMA table_info(attachments)")
        columns = [one[1] for one in rows]
    assert columns[-2:] == ["preview", "content"]


def test_one_deed_says_what_was_done(book: Book, model: int) -> None:
    before = everything(book)
    attach(book, "models", model, [NewFile(f"{one}.txt", bytes([one])) for one in range(3)])
    words = "Đính kèm 3 tệp vào mô hình «Thắp sáng đường quê»"
    with book.read() as session:
        deeds = session.query(AuditEntry.deed).filter_by(register="attachments").all()
    assert [one.deed for one in deeds] == [words] * 3
    assert undo_last(book) == words
    assert everything(book) == before


def test_done_again_every_byte_is_there(book: Book, model: int) -> None:
    held = bytes(range(256)) * 5
    attach(book, "models", model, [NewFile("a.jpg", held, preview=JPEG, caption="Một")])
    undo_last(book)
    assert names(book, model) == []
    undoing.redo(book)
    (found,) = listed(book, "models", model)
    assert (found.name, found.caption, found.pictured) == ("a.jpg", "Một", True)
    assert attachments.content(book, found.id).content == held
    assert books.check_file(book.path).ok


def test_the_same_content_is_told_and_not_doubled(book: Book, model: int) -> None:
    attach(book, "models", model, [NewFile("a.txt", b"1")])
    again = attach(
        book, "models", model, [NewFile("b.txt", b"1"), NewFile("c.txt", b"2"), NewFile("d", b"2")]
    ).value
    assert [one.name for one in again.added] == ["c.txt"]
    assert again.doubled == ("b.txt", "d")
    assert names(book, model) == ["a.txt", "c.txt"]
    other = add(book, "models", name="Một mô hình khác")
    assert attach(book, "models", other, [NewFile("a.txt", b"1")]).value.doubled == ()
    nothing = attach(book, "models", model, [NewFile("e.txt", b"2")])
    assert not nothing.changes


def test_another_content_of_the_same_name_gets_a_number(book: Book, model: int) -> None:
    files = [NewFile("ảnh.jpg", b"1"), NewFile("ẢNH.jpg", b"2"), NewFile("ảnh.jpg", b"3")]
    attach(book, "models", model, files)
    assert names(book, model) == ["ảnh.jpg", "ẢNH (2).jpg", "ảnh (3).jpg"]


def test_the_limit_names_file_size_and_way_out(book: Book, model: int, tmp_path: Path) -> None:
    book_settings.save(book, {"attachment_limit_mb": 1})
    large = tmp_path / "phim.mp4"
    large.write_bytes(bytes(1_500_000))
    with pytest.raises(UserProblem) as found:
        attach(book, "models", model, [NewFile("a.txt", b"1"), NewFile("phim.mp4", large)])
    assert found.value.message == (
        "«phim.mp4» có dung lượng 1,5 MB, quá mức 1 MB cho một tệp. Hãy làm tệp nhỏ lại, "
        "hoặc nâng mức trong «Thiết lập của sổ»."
    )
    assert names(book, model) == []
    attach(book, "models", model, [NewFile("đúng mức.bin", bytes(1_000_000))])
    assert names(book, model) == ["đúng mức.bin"]


def test_a_file_that_went_away_leaves_nothing(book: Book, model: int, tmp_path: Path) -> None:
    with pytest.raises(FileMissing, match=r"đã mất\.pdf"):
        attach(book, "models", model, [NewFile("a", b"1"), NewFile("b", tmp_path / "đã mất.pdf")])
    assert names(book, model) == []


def test_the_book_itself_is_refused(book: Book, model: int) -> None:
    with pytest.raises(UserProblem, match="chính là sổ đang mở"):
        attach(book, "models", model, [NewFile("sổ.gsdb", book.path)])


def test_cancelled_keeps_nothing(book: Book, model: int) -> None:
    def progress(done: int, total: int) -> None:
        assert 0 <= done <= total == 2
        if done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        attach(book, "models", model, [NewFile("a", b"1"), NewFile("b", b"2")], progress)
    assert names(book, model) == []


def test_nothing_is_put_to_a_record_in_the_bin(book: Book, model: int) -> None:
    attach(book, "models", model, [NewFile("a.txt", b"1")])
    registers.delete(book, "models", [model])
    with pytest.raises(StaleRecord):
        attach(book, "models", model, [NewFile("b.txt", b"2")])
    assert names(book, model) == ["a.txt"]  # it stays with its record


def test_name_and_caption(book: Book, model: int) -> None:
    attach(book, "models", model, [NewFile("a.jpg", b"1"), NewFile("b.jpg", b"2")])
    first = listed(book, "models", model)[0]
    done = attachments.describe(book, first.id, "b", "Lễ ra mắt", first.revision).value
    assert (done.name, done.caption) == ("b (2).jpg", "Lễ ra mắt")
    assert attachments.content(book, first.id).content == b"1"
    with pytest.raises(UserProblem, match="tên tệp"):
        attachments.describe(book, first.id, "  ", "")
    with pytest.raises(StaleRecord):
        attachments.describe(book, first.id, "c", "", first.revision)
    assert undo_last(book) == "Sửa tên, chú thích tệp «a.jpg»"
    assert names(book, model) == ["a.jpg", "b.jpg"]


def test_deleted_and_taken_back(book: Book, model: int) -> None:
    attach(book, "models", model, [NewFile("a.jpg", b"1"), NewFile("b.jpg", b"2")])
    ids = [one.id for one in listed(book, "models", model)]
    registers.delete(book, "attachments", ids[:1])
    assert names(book, model) == ["b.jpg"]
    registers.restore(book, "attachments", ids[:1])
    assert names(book, model) == ["a.jpg", "b.jpg"]


def test_a_record_takes_its_files_and_notes_along(book: Book, model: int) -> None:
    award = add(book, "awards", recipient_name="Tổ 3", form_id=form(book), round_id=held(book))
    for register, row in (("models", model), ("awards", award)):
        attach(book, register, row, [NewFile("a.jpg", b"1")])
    uid = registers.get(book, "models", model).uid
    add(book, "notes", owner_register="models", owner_uid=uid, on=_day(), text="nhắc")
    registers.delete(book, "attachments", [listed(book, "models", model)[0].id])
    attach(book, "models", model, [NewFile("b.jpg", b"2")])
    registers.delete(book, "models", [model])
    registers.restore(book, "models", [model])
    assert names(book, model) == ["b.jpg"]
    registers.delete(book, "models", [model])
    registers.purge(book, "models", [model])
    owners = [one["owner_register"] for one in live(book, "attachments")]
    assert owners == ["awards"]
    for register in ("attachments", "notes"):
        assert registers.count(book, Query(register, deleted=True)) == 0
    assert live(book, "notes") == []


def test_merged_people_bring_their_files_and_notes_together(book: Book) -> None:
    one, two = (add(book, "members", full_name=name) for name in ("Lê Anh", "Lê Ánh"))
    attach(book, "members", one, [NewFile("thẻ.jpg", b"1")])
    attach(book, "members", two, [NewFile("thẻ.jpg", b"1"), NewFile("đơn.pdf", b"2")])
    for row, text in ((one, "đã gọi"), (two, "đã gọi"), (two, "chờ hồ sơ")):
        uid = registers.get(book, "members", row).uid
        add(book, "notes", owner_register="members", owner_uid=uid, on=_day(), text=text)
    before = everything(book)
    merge(book, one, two)
    assert names(book, one, "members") == ["thẻ.jpg", "đơn.pdf"]
    assert sorted(note["text"] for note in live(book, "notes")) == ["chờ hồ sơ", "đã gọi"]
    undo_last(book)
    assert everything(book) == before


def test_previews_for_a_paper(book: Book, model: int) -> None:
    attach(
        book,
        "models",
        model,
        [
            NewFile("a.jpg", b"1", preview=JPEG, caption="Một"),
            NewFile("b.pdf", b"2"),
            NewFile("c.jpg", b"3", preview=b"no picture"),
            NewFile("d.png", b"4", preview=JPEG),
        ],
    )
    row = registers.get(book, "models", model)
    with book.read() as session:
        found = attachments.previews(session, "models", row.uid)
        assert attachments.previews(session, "members", row.uid) == []
    assert [(one.name, one.caption, one.width, one.height) for one in found] == [
        ("a.jpg", "Một", 64, 32),
        ("d.png", "", 64, 32),
    ]


@pytest.mark.parametrize("jpeg", [b"", b"\xff\xd8", b"\xff\xd8\xff", b"GIF89a", JPEG[:20]])
def test_what_is_no_jpeg_has_no_size(jpeg: bytes) -> None:
    assert attachments.jpeg_size(jpeg) is None


def form(book: Book) -> int:
    return add(book, "award_forms", name="Khen")


def held(book: Book) -> int:
    return add(book, "rounds", title="Tổng kết")


def _day() -> date:
    return date(2026, 11, 21)


def test_a_file_restored_beside_its_double_is_there_once(book: Book, model: int) -> None:
    first = attach(book, "models", model, [NewFile("Biên bản.pdf", b"1")]).value.added[0]
    registers.delete(book, "attachments", [first.id])
    attach(book, "models", model, [NewFile("Bản quét.pdf", b"1", caption="Có dấu")])
    registers.restore(book, "attachments", [first.id])
    (kept,) = listed(book, "models", model)
    assert (kept.id, kept.name, kept.caption) == (first.id, "Biên bản.pdf", "Có dấu")
    assert [one.name for one in listed(book, "models", model, deleted=True)] == ["Bản quét.pdf"]
    undo_last(book)
    assert names(book, model) == ["Bản quét.pdf"]


def test_a_file_restored_gets_a_name_of_its_own(book: Book, model: int) -> None:
    first = attach(book, "models", model, [NewFile("Biên bản.pdf", b"1")]).value.added[0]
    registers.delete(book, "attachments", [first.id])
    attach(book, "models", model, [NewFile("Biên bản.pdf", b"2")])
    registers.restore(book, "attachments", [first.id])
    assert sorted(names(book, model)) == ["Biên bản (2).pdf", "Biên bản.pdf"]


@pytest.mark.parametrize("name", ["../ngoài.txt", "..\\ngoài.txt", "/etc/ngoài.txt"])
def test_a_name_from_another_hand_leads_nowhere(
    book: Book, model: int, tmp_path: Path, name: str
) -> None:
    made = attach(book, "models", model, [NewFile("x.txt", b"1")]).value.added[0]
    with book.write("Từ sổ của nơi khác") as session:
        session.get_one(Attachment, made.id).name = name
    assert attachments.content(book, made.id).name == "ngoài.txt"
    folder = tmp_path / "chọn"
    folder.mkdir()
    gateway.save_copies(book, [made.id], folder)
    assert [one.name for one in folder.iterdir()] == ["ngoài.txt"]
    assert not (tmp_path / "ngoài.txt").exists()
    try:
        shown = gateway.open_copy(book, made.id)
        assert opened_dir() in shown.resolve().parents
    finally:
        COPIES.end()
