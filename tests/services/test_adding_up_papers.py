"""Who has sent, lists over all offices, and the papers of both: read back from files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from desktop.core.errors import UserProblem
from desktop.services import adding_up, book_settings, receiving
from desktop.services.adding_up_papers import state_words
from desktop.services.exporting import export_form
from desktop.services.printing import make_pdf
from desktop.storage.book import Book
from desktop.storage.models import Office as OfficeRecord

from .arriving import Sender, text
from .offices_below import PERIOD, Office, award, model
from .rows import add

DUE = PERIOD[1] + timedelta(days=15)
LONG = "Ban Xây dựng Đảng Đảng ủy xã Nguyễn Văn Thảnh, huyện cũ Bình Tân, tỉnh Vĩnh Long"


def send(book: Book, folder: Path, sender: Sender, office: Office, number: int = 1) -> int:
    """Send and take in what an office has; return the submission's id."""
    path = sender.send(
        folder / f"{sender.uid}-{number}.gsnop",
        office.rows(),
        number=number,
        period=PERIOD,
        figures=text(office.figures()),
    )
    return receiving.receive(book, path, accept=True).value.id


def must_send(book: Book, name: str, since: date = PERIOD[0]) -> None:
    """Tell an office that it must send; one that the book doesn't know is added."""
    with book.write("Thử") as session:
        found = session.scalar(select(OfficeRecord).where(OfficeRecord.name == name))
        if found is None:
            found = OfficeRecord(name=name, level="commune", own=False, parent_uid=book.origin)
            session.add(found)
        found.sends_from = since


@pytest.fixture
def senders(book: Book, tmp_path: Path) -> list[Sender]:
    """Two offices that have sent, the first one twice."""
    found = [Sender("Xã 10"), Sender("Xã 2", level="commune")]
    send(book, tmp_path, found[0], Office([model("m0", "Ba cùng")], [], 100))
    send(
        book,
        tmp_path,
        found[0],
        Office([model("m0", "Ba cùng")], [award("a0", "Lê An", member="đv")], 120),
        2,
    )
    other = Office([model("m1", "Đường hoa")], [award("a1", "Lê An", member="đv")], 7, [(10, 9)])
    send(book, tmp_path, found[1], other)
    return found


def test_who_has_sent_and_what_they_changed(book: Book, senders: list[Sender]) -> None:
    must_send(book, "Xã 3")
    must_send(book, "Xã 4", PERIOD[1] + timedelta(days=1))
    found = adding_up.states(book, *PERIOD, DUE)
    assert [(one.name, one.number, one.before) for one in found] == [
        ("Xã 2", 1, 0), ("Xã 3", 0, 0), ("Xã 10", 2, 1)
    ]  # fmt: skip
    changed = {(one.words, one.before, one.now) for one in found[2].changed}
    assert ("Đảng viên (chính thức và dự bị)", "100", "120") in changed
    assert not found[0].changed
    assert [one.must_send for one in found] == [False, True, False]
    assert found[2].sent_on == date(2026, 7, 2)
    assert found[2].trust == "known"
    receiving.take_out(book, [found[2].submission_id or 0])
    back = adding_up.states(book, *PERIOD, DUE)[2]
    assert (back.number, back.changed) == (1, ())


@pytest.mark.parametrize(
    ("today", "late", "words"),
    [
        (PERIOD[1], 0, "Chưa gửi, hạn 15/01/2027"),
        (DUE, 0, "Chưa gửi, hạn 15/01/2027"),
        (DUE + timedelta(days=1), 1, "Chưa gửi, quá hạn 1 ngày"),
    ],
)
def test_an_office_is_late_after_the_days_it_has(
    book: Book, today: date, late: int, words: str
) -> None:
    must_send(book, "Xã 3")
    (found,) = adding_up.states(book, *PERIOD, today)
    assert (found.late, found.due, state_words(found)) == (late, DUE, words)


def test_the_days_are_a_setting_and_the_first_submission_counts(
    book: Book, senders: list[Sender]
) -> None:
    must_send(book, "Xã 2")
    period = (PERIOD[0], date(2026, 6, 25))
    book_settings.save(book, {"submission_days": 3})
    path = senders[1].send(book.path.parent / "x.gsnop", {}, period=period)
    receiving.receive(book, path)
    (found,) = (one for one in adding_up.states(book, *period, DUE) if one.must_send)
    # made on 1 July, due on 28 June
    assert (found.late, state_words(found)) == (3, "Đã gửi, chậm 3 ngày")


def test_the_lists_of_all_offices(book: Book, senders: list[Sender]) -> None:
    first = adding_up.rows(book, "awards", *PERIOD, limit=1)
    assert [one.office_name for one in first.rows] == ["Xã 2"]
    second = adding_up.rows(book, "awards", *PERIOD, after=first.after, limit=1)
    (row,) = second.rows
    assert second.after is None
    assert (row.office_name, row.uid, row.title) == ("Xã 10", "a0", "Lê An")
    assert row.words["form_id"] == "Giấy khen"
    assert row.words["decision_id"] == "1"
    assert row.words["recipient_kind"] == "Cá nhân"
    assert row.words["member_id"] == ""
    (of,) = adding_up.rows(book, "models", *PERIOD, senders[1].uid).rows
    assert (of.title, of.words["registered_on"]) == ("Đường hoa", "01/03/2026")
    found = adding_up.rows(book, "models", *PERIOD, search="duong HOA").rows
    assert [one.title for one in found] == ["Đường hoa"]
    assert adding_up.count_rows(book, *PERIOD)["models"] == 2
    with pytest.raises(UserProblem, match="không có trong bộ dữ liệu"):
        adding_up.rows(book, "settings", *PERIOD)


def test_own_rows_stand_before_the_others(book: Book, senders: list[Sender]) -> None:
    for name, day in (("Mô hình 10", "2026-02-03"), ("Mô hình 2", None), ("Cũ", "2020-01-01")):
        add(book, "models", name=name, registered_on=day and date.fromisoformat(day))
    every, after = [], None
    while True:
        page = adding_up.rows(book, "models", *PERIOD, after=after, limit=1, own=True)
        every += page.rows
        after = page.after
        if after is None:
            break
    titles = ["Mô hình 2", "Mô hình 10", "Đường hoa", "Ba cùng"]
    assert [one.title for one in every] == titles
    assert [one.submission_id is None for one in every] == [True, True, False, False]
    assert every[1].words["registered_on"] == "03/02/2026"


def words_of(pages: list[Any]) -> str:
    return " ".join(" ".join(page.text.split()) for page in pages)


def test_the_figures_by_office_on_paper(
    book: Book, senders: list[Sender], tmp_path: Path, read_pdf: Callable[[Path], list[Any]]
) -> None:
    target = tmp_path / "t.pdf"
    printed = make_pdf(book, "offices-figures", target)
    pages = read_pdf(target)
    assert printed.title == "Tổng hợp số liệu các cơ quan"
    assert printed.pages == len(pages)
    words = words_of(pages)
    assert "từ ngày 01/01/2026 đến ngày 31/12/2026" in words
    assert "2 Xã 2 7 0 0 – 1 1 0 1 0 1 0 1 90% 0 0" in words
    assert "3 Xã 10 120 0 0 – 1 1 0 1 0 1 0 0 – 0 0" in words
    assert "Trừ trùng giữa các cơ quan -1" in words
    assert "Tổng cộng 127 0 0 – 2 2 0 2 0 1 0 1 90% 0 0" in words
    assert "Tổng hợp từ số liệu của 02 cơ quan đã gửi." in words


def test_who_has_sent_on_paper(
    book: Book, senders: list[Sender], tmp_path: Path, read_pdf: Callable[[Path], list[Any]]
) -> None:
    must_send(book, LONG)
    make_pdf(book, "offices-state", tmp_path / "t.pdf", {"first": PERIOD[0], "last": PERIOD[1]})
    words = words_of(read_pdf(tmp_path / "t.pdf"))
    assert "Trực thuộc" in words
    assert "Xã 10" in words
    assert "100 → 120" in words
    assert "Đã gửi: 02 cơ quan, trong đó gửi chậm 0; chưa gửi: 01 cơ quan." in words


def test_many_offices_have_the_heading_on_each_page(
    book: Book, tmp_path: Path, read_pdf: Callable[[Path], list[Any]]
) -> None:
    for n in range(30):
        send(book, tmp_path, Sender(f"{LONG} {n}"), Office([model(f"m{n}", "Ba cùng")]))
    for form, heading in (("offices-figures", "Cá nhân đăng ký"), ("offices-state", "Tình trạng")):
        make_pdf(book, form, tmp_path / "t.pdf")
        pages = read_pdf(tmp_path / "t.pdf")
        assert len(pages) > 1
        for page in pages:
            assert heading in " ".join(page.text.split())
    printed = make_pdf(book, "offices-chart", tmp_path / "c.pdf", {"figure": "members"})
    assert printed.pages == 2
    with pytest.raises(UserProblem, match="Không có biểu đồ này"):
        make_pdf(book, "offices-chart", tmp_path / "d.pdf", {"figure": "?"})


@pytest.mark.parametrize("form", ["offices-figures", "offices-state", "offices-chart"])
def test_a_book_that_received_nothing_says_so(
    book: Book, tmp_path: Path, read_pdf: Callable[[Path], list[Any]], form: str
) -> None:
    make_pdf(book, form, tmp_path / "t.pdf")
    words = words_of(read_pdf(tmp_path / "t.pdf"))
    assert ("Chưa nhận bộ dữ liệu nào" in words) or ("Chưa có cơ quan nào phải gửi" in words)


def test_the_papers_as_workbooks(book: Book, senders: list[Sender], tmp_path: Path) -> None:
    target = tmp_path / "t.xlsx"
    assert export_form(book, "offices-figures", target) == 4
    lines = [list(one) for one in load_workbook(target).active.iter_rows(values_only=True)]
    head = next(one for one in lines if "Cơ quan" in one)
    at = next(n for n, one in enumerate(head) if one and one.startswith("Mô hình: Mô hình ("))
    name = head.index("Cơ quan")
    told = {one[name]: one[at] for one in lines[lines.index(head) + 1 :]}
    assert (told["Xã 2"], told["Xã 10"], told["Tổng cộng"]) == (1, 1, 2)
    assert export_form(book, "offices-state", target) == 2
    with pytest.raises(UserProblem, match="chỉ có dạng PDF"):
        export_form(book, "offices-chart", target)
