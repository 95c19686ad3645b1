"""Answers that can't be written, and files that are not for here."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from desktop.core.errors import DamagedFile, StaleRecord, UserProblem
from desktop.core.terms import Trust
from desktop.exchange.arrival import opened
from desktop.exchange.signing import OfficeKey, new_key
from desktop.exchange.submission import Table, write_file
from desktop.services import (
    answer_files,
    answers,
    books,
    office_keys,
    receiving,
    registers,
)
from desktop.services.answers import look_at_answer, take_answer, write_answer
from desktop.services.books import Book

from .answer_chain import ABOVE, ACCEPTED, CORRECT, Chain
from .arriving import Sender, documents
from .rows import everything, live

# what can't be answered, and what can't be taken in


def test_what_cannot_be_answered(chain: Chain, tmp_path: Path) -> None:
    target = tmp_path / "x.gsnop"
    with pytest.raises(UserProblem, match=r"phải có đuôi \.gsnop"):
        write_answer(chain.above, chain.received, ACCEPTED, tmp_path / "x.pdf")
    with pytest.raises(UserProblem, match="chưa nói chỉnh sửa gì"):
        write_answer(chain.above, chain.received, CORRECT, target, " \n ")
    with pytest.raises(UserProblem, match="Chỉ trả lời được bộ dữ liệu nhận"):
        write_answer(chain.below, chain.issued, ACCEPTED, target)
    with pytest.raises(UserProblem, match="dài quá"):
        write_answer(chain.above, chain.received, CORRECT, target, "a" * 10_001)
    with pytest.raises(StaleRecord):
        write_answer(chain.above, 99, ACCEPTED, target)
    receiving.take_out(chain.above, [chain.received])
    with pytest.raises(StaleRecord):
        write_answer(chain.above, chain.received, ACCEPTED, target)
    assert not target.exists()


def test_the_name_of_the_file_tells_whom_it_answers(chain: Chain) -> None:
    assert answers.suggested_name(chain.above, chain.received) == (
        "tra-loi_ban-tuyen-giao-huyen-uy-cau-ngang_20260101-20260630.gsnop"
    )


def test_a_file_that_cannot_be_noted_is_not_left(chain: Chain) -> None:
    path = chain.folder / "không ghi.gsnop"
    with chain.above.write("Thử") as session:
        session.connection().exec_driver_sql(
            "CREATE TRIGGER full BEFORE UPDATE ON submissions "
            "BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
        )
    with pytest.raises(Exception, match="full"):
        write_answer(chain.above, chain.received, ACCEPTED, path)
    assert not path.exists()
    assert registers.get(chain.above, "submissions", chain.received).values["answer"] is None


def refused(chain: Chain, path: Path, *, accept: bool = True, book: Book | None = None) -> str:
    """Take a file in, which is refused alike by looking and by taking, and changes nothing."""
    into = book or chain.below
    before = everything(into)
    with pytest.raises((UserProblem, DamagedFile)) as taken:
        take_answer(into, path, accept=accept)
    with pytest.raises((UserProblem, DamagedFile)) as seen:
        look_at_answer(into, path)
    assert everything(into) == before
    assert taken.value.message == seen.value.message
    return taken.value.message


def test_files_that_are_for_somebody_else(chain: Chain, tmp_path: Path) -> None:
    path = chain.answer(what=ACCEPTED)
    assert "không phải phiếu trả lời" in refused(chain, chain.sent)
    assert "do chính cơ quan của sổ này lập" in refused(chain, path, book=chain.above)
    other = tmp_path / "khác.gsdb"
    books.create_book(other, replace(ABOVE, name="Ban Tuyên giáo khác")).close()
    opened_ = books.open_book(other)
    try:
        assert "phiếu trả lời cho cơ quan khác" in refused(chain, path, book=opened_)
    finally:
        opened_.close()
    # an answer is no submission either
    with pytest.raises(UserProblem, match="là phiếu trả lời của cấp trên"):
        receiving.receive(chain.below, path, accept=True)


def test_a_submission_that_the_book_no_longer_has(chain: Chain) -> None:
    path = chain.answer(what=ACCEPTED)
    registers.delete(chain.below, "submissions", [chain.issued])
    assert "đang ở thùng rác. Hãy khôi phục" in refused(chain, path)
    registers.purge(chain.below, "submissions", [chain.issued])
    assert "mà sổ này không có" in refused(chain, path)


def test_keys_that_are_not_those_of_the_office_above(chain: Chain) -> None:
    path = chain.answer("một.gsnop", ACCEPTED)
    take_answer(chain.below, path, accept=True)
    office_keys.replace_key(chain.above)
    anew = chain.answer("hai.gsnop", ACCEPTED, "Đủ")
    words = refused(chain, anew)
    assert "Chữ ký của phiếu trả lời không phải của" in words
    assert "«Quên khóa chữ ký»" in words
    (office,) = live(chain.below, "offices", uid=chain.above.origin)
    receiving.forget_key(chain.below, office["id"])
    assert look_at_answer(chain.below, anew).trust is Trust.NEW
    assert take_answer(chain.below, anew, accept=True).value.trust is Trust.NEW
    assert chain.noted()[2] == "Đủ"


def forged(chain: Chain, key: OfficeKey | None, table: Table | None = None, **said: str) -> Path:
    """Write an answer by hand, made after a right one."""
    right = chain.folder / "đúng.gsnop"
    if not right.exists():
        chain.answer("đúng.gsnop", ACCEPTED)
    with opened(right) as arrival:
        entries = {**arrival.manifest.entries, **said}
    for one in ("counts", "digest", "public_key", "signature"):
        del entries[one]
    path = chain.folder / f"giả {len(list(chain.folder.iterdir()))}.gsnop"
    write_file(path, entries, [answer_files.table_of(()) if table is None else table], key)
    return path


def test_an_office_that_is_not_above_is_asked_about_or_refused(chain: Chain) -> None:
    take_answer(chain.below, chain.answer("đúng.gsnop", ACCEPTED), accept=True)
    stranger = {"office_uid": "other-office", "office_name": "Ban khác"}
    path = forged(chain, new_key(), made_at="2099-01-01T00:00:00Z", **stranger)
    words = look_at_answer(chain.below, path).asks
    assert f"Sổ đang ghi cấp trên là «{ABOVE.name}»" in words
    with pytest.raises(UserProblem, match="Nếu đúng là cấp trên mới"):
        take_answer(chain.below, path)
    lower = Sender("Xã An Hòa", "commune")
    sent = lower.send(chain.folder / "xã.gsnop", {"documents": documents(1)})
    receiving.receive(chain.below, sent, accept=True)
    theirs = {"office_uid": lower.uid, "office_name": lower.name}
    assert "là cơ quan cấp dưới trong sổ này" in refused(chain, forged(chain, lower.key, **theirs))


def test_answers_without_signature_or_of_another_shape(chain: Chain) -> None:
    key = office_keys.own_key(chain.above)
    assert "không có chữ ký" in refused(chain, forged(chain, None))
    row: tuple[Any, ...] = ("u-1", "models", chain.model_uid, "Tên", "Lời", "2026-06-12")
    good = Table(answer_files.REMARKS, answer_files.COLUMNS, frozenset(), [row])
    strange: list[tuple[Table, dict[str, str]]] = [
        (good, {"answer": "perhaps"}),
        (good, {"answered_on": "hôm nay"}),
        (good, {"answers_digest": "abc"}),
        (good, {"words": "a" * 10_001}),
        (replace(good, name="models"), {}),
        (replace(good, columns=(*answer_files.COLUMNS[:-1], "made_at")), {}),
        (replace(good, rows=[(*row[:4], " ", row[5])]), {}),
        (replace(good, rows=[(*row[:5], "12/06/2026")]), {}),
        (replace(good, rows=[(row[0], "models", None, *row[3:])]), {}),
        (replace(good, rows=[(row[0], "Models!", *row[2:])]), {}),
        (replace(good, rows=[("../x", *row[1:])]), {}),
        (replace(good, rows=[(*row[:5], None)]), {}),
    ]
    for table, said in strange:
        words = refused(chain, forged(chain, key, table, **said))
        assert "sai cấu trúc. Hãy đề nghị gửi lại." in words, said or table
    assert take_answer(chain.below, forged(chain, key, good), accept=True).value.new == 1


def test_a_remark_with_the_identity_of_another(chain: Chain) -> None:
    key = office_keys.own_key(chain.above)
    chain.remark()
    take_answer(chain.below, chain.answer("một.gsnop"), accept=True)
    (there,) = live(chain.below, "remarks")
    second = chain.send("gửi lần hai.gsnop")
    digest = max(live(chain.below, "submissions"), key=lambda one: one["id"])["digest"]
    assert second.exists()
    row = (there["uid"], None, None, None, "Lời khác", "2026-06-12")
    table = Table(answer_files.REMARKS, answer_files.COLUMNS, frozenset(), [row])
    path = forged(chain, key, table, answers_digest=digest, number="2")
    assert "trùng mã với ý kiến khác" in refused(chain, path)
