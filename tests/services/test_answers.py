"""Answers: written above, taken in below, in any order."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable
from contextlib import ExitStack, closing
from copy import copy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.core.errors import UserProblem
from desktop.core.terms import Trust
from desktop.exchange.arrival import check_submission
from desktop.services import (
    books,
    office_keys,
    receiving,
    registers,
    remarks,
)
from desktop.services.answers import look_at_answer, take_answer, write_answer
from desktop.services.books import Book
from desktop.services.remarks import remarks_on, remarks_to, settle, write_remark
from desktop.services.submissions import SubmissionRequest, send_upward

from .answer_chain import ABOVE, ACCEPTED, CORRECT, Chain, today
from .arriving import HALF_YEAR, Sender, documents
from .rows import everything, live, undo_last

# the way down


def test_remarks_come_down_to_the_record(chain: Chain) -> None:
    rows = everything(chain.above)
    chain.remark()
    write_remark(chain.above, chain.received, "Thiếu số liệu tháng 6")
    # nothing received was touched
    assert {k: v for k, v in everything(chain.above).items() if not k.startswith("remarks ")} == (
        rows
    )
    path = chain.answer(words="Đề nghị bổ sung,\nxong trước 15/7")
    sent = registers.get(chain.above, "submissions", chain.received).values
    assert (sent["answer"], sent["answered_on"]) == ("to_correct", today())
    assert sent["receipt"] == "Đề nghị bổ sung,\nxong trước 15/7"
    assert check_submission(path).problems == ()

    seen = look_at_answer(chain.below, path)
    assert (seen.new, seen.gone, seen.already, seen.trust) == (2, 0, False, Trust.NEW)
    assert "đối chiếu khóa" in seen.asks
    before = everything(chain.below)
    with pytest.raises(UserProblem, match="đối chiếu khóa") as caught:
        take_answer(chain.below, path)
    assert caught.value.message == seen.asks
    assert seen.fingerprint in seen.asks
    assert everything(chain.below) == before

    done = take_answer(chain.below, path, accept=True)
    assert done.changes.touches("remarks")
    assert (done.value.new, done.value.gone, done.value.answer) == (2, 0, CORRECT)
    assert done.value.submission_id == chain.issued
    assert chain.noted() == ("to_correct", today(), "Đề nghị bổ sung,\nxong trước 15/7")
    assert chain.told() == [("Chưa ghi người phụ trách", False)]
    whole, one = sorted(remarks_to(chain.below, chain.issued), key=lambda each: each.row_uid)
    assert (whole.on, whole.received) == ("cả bộ dữ liệu", True)
    assert (one.on, one.office_name) == ("mô hình «Hũ gạo tình thương»", ABOVE.name)
    # the office above is known from now on
    (office,) = live(chain.below, "offices", uid=chain.above.origin)
    assert office["public_key"] == office_keys.own_key(chain.above).public
    assert office["known_on"] == today()
    assert registers.own_office(chain.below).values["parent_uid"] == chain.above.origin


def test_the_same_answer_twice_changes_nothing(chain: Chain) -> None:
    chain.remark()
    path = chain.answer()
    take_answer(chain.below, path, accept=True)
    (one,) = remarks_on(chain.below, "models", chain.model_uid)
    settle(chain.below, [one.id])
    before = everything(chain.below)
    again = take_answer(chain.below, path).value
    assert (again.already, again.new, again.trust) == (True, 0, Trust.KNOWN)
    assert everything(chain.below) == before
    assert look_at_answer(chain.below, path).already
    assert chain.told() == [("Chưa ghi người phụ trách", True)]


def test_a_newer_answer_replaces_what_is_not_settled(chain: Chain) -> None:
    first, second = chain.remark("Thiếu ngày"), chain.remark("Thiếu kết quả")
    take_answer(chain.below, chain.answer("một.gsnop"), accept=True)
    open_ = {one.words: one.id for one in remarks_on(chain.below, "models", chain.model_uid)}
    settle(chain.below, [open_["Thiếu ngày"]])
    remarks.delete_remarks(chain.above, [second])
    remarks.change_remark(chain.above, first, "Thiếu ngày công nhận")
    chain.remark("Thiếu ảnh")
    done = take_answer(chain.below, chain.answer("hai.gsnop", words="Còn thiếu")).value
    assert (done.new, done.gone) == (1, 1)
    # other words are to be settled anew
    assert sorted(chain.told()) == [("Thiếu ngày công nhận", False), ("Thiếu ảnh", False)]
    with pytest.raises(UserProblem, match="đã cũ nên không cần nhận"):
        take_answer(chain.below, chain.folder / "một.gsnop")
    # all is well in the end; what was settled stays as a memory
    ids = [one.id for one in remarks_on(chain.below, "models", chain.model_uid)]
    settle(chain.below, ids[:1])
    for one in remarks_to(chain.above, chain.received):
        settle(chain.above, [one.id])
    take_answer(chain.below, chain.answer("ba.gsnop", ACCEPTED))
    assert chain.noted() == ("accepted", today(), None)
    assert [settled for _, settled in chain.told()] == [True]


def test_taking_in_is_undone_and_done_again(chain: Chain) -> None:
    chain.remark()
    path = chain.answer(words="Xem lại")
    before = everything(chain.below)
    take_answer(chain.below, path, accept=True)
    after = everything(chain.below)
    assert undo_last(chain.below).startswith("Nhận trả lời bộ dữ liệu kỳ 01/01/2026")
    left = everything(chain.below)
    assert left == before
    assert take_answer(chain.below, path, accept=True).value.new == 1
    again = everything(chain.below)
    assert {k: v for k, v in again.items() if not k.startswith("offices")}.keys() == {
        k for k in after if not k.startswith("offices")
    }
    assert chain.noted() == ("to_correct", today(), "Xem lại")


def test_remarks_on_what_came_inside_go_to_the_office_that_carried_it(
    above: Book, book: Book, tmp_path: Path
) -> None:
    """The commune's rows came through the district: the centre's word on them goes there."""
    commune = Sender("Xã An Hòa", "commune")
    sent = {"documents": documents(2)}
    receiving.receive(book, commune.send(tmp_path / "xã.gsnop", sent), accept=True)
    up = tmp_path / "huyện.gsnop"
    send_upward(book, SubmissionRequest(*HALF_YEAR, below=True), up)
    receiving.receive(above, up, accept=True)
    carrier, inside = sorted(live(above, "submissions"), key=lambda one: one["through_id"] or 0)
    assert inside["through_id"] == carrier["id"]
    uid = documents(1)[0]["uid"]
    write_remark(above, inside["id"], "Sai trích yếu", "documents", uid)
    write_remark(above, inside["id"], "Gửi chậm")
    with pytest.raises(UserProblem, match="Hãy trả lời bộ của"):
        write_answer(above, inside["id"], CORRECT, tmp_path / "x.gsnop", "Sửa")
    path = tmp_path / "xuống.gsnop"
    assert write_answer(above, carrier["id"], CORRECT, path).value.remarks == 2
    take_answer(book, path, accept=True)
    (one,) = remarks_on(book, "documents", uid)
    assert one.row_title == "Xã An Hòa: 1-KH/BTG"
    words = [each.words for each in remarks_to(book, live(book, "submissions",
             direction="issued")[0]["id"]) if not each.row_uid]  # fmt: skip
    assert words == ["Xã An Hòa: Gửi chậm"]


def test_an_answer_can_be_encrypted(chain: Chain) -> None:
    path = chain.folder / "kín.gsnop"
    write_answer(chain.above, chain.received, ACCEPTED, path, passphrase="trăng rằm")
    assert b"SQLite" not in path.read_bytes()
    done = take_answer(chain.below, path, accept=True, passphrase="trăng rằm")
    assert done.value.answer is ACCEPTED


# in whatever order


def test_answers_in_any_order_end_alike(chain: Chain) -> None:
    for one in (chain.below, chain.above):
        one.close()
    count = itertools.count()

    @settings(max_examples=20)
    @given(data=st.data())
    def ordered(data: st.DataObject) -> None:
        folder = chain.folder / str(next(count))
        folder.mkdir()
        with ExitStack() as stack:
            again = copy(chain)
            again.folder = folder
            for name, one in (("below", chain.below), ("above", chain.above)):
                path = Path(shutil.copy(one.path, folder / f"{name}.gsdb"))
                setattr(again, name, stack.enter_context(closing(books.open_book(path))))
            _any_order(again, data.draw)

    ordered()


def _any_order(chain: Chain, draw: Callable[..., Any]) -> None:
    """Write answers with remarks that come, change and go; take some in, settle some."""
    words = st.sampled_from(["Thiếu ngày", "Sai tên", "Trùng", "Chưa rõ kết quả"])
    paths, said = [], []
    for place in range(draw(st.integers(1, 4))):
        for deed in draw(st.lists(st.sampled_from(["add", "change", "delete"]), max_size=3)):
            there = [one.id for one in remarks_to(chain.above, chain.received)]
            if deed == "add":
                chain.remark(draw(words))
            elif there and deed == "change":
                one = draw(st.sampled_from(there))
                remarks.change_remark(chain.above, one, draw(words))
            elif there:
                remarks.delete_remarks(chain.above, [draw(st.sampled_from(there))])
        what = draw(st.sampled_from([ACCEPTED, CORRECT]))
        paths.append(chain.answer(f"{place}.gsnop", what, f"Lần {place}"))
        said.append({one.uid: one.words for one in remarks_to(chain.above, chain.received)})
    latest, settled = -1, dict[str, str]()
    for place in draw(st.lists(st.integers(0, len(paths) - 1), min_size=1, max_size=6)):
        if place < latest:
            with pytest.raises(UserProblem, match="đã cũ"):
                take_answer(chain.below, paths[place], accept=True)
            continue
        taken = take_answer(chain.below, paths[place], accept=True).value
        assert taken.already is (place == latest)
        if place > latest:  # a settled one whose words changed is open again
            settled = {k: v for k, v in settled.items() if said[place].get(k, v) == v}
        latest = place
        found = {one.uid: one for one in remarks_to(chain.below, chain.issued)}
        assert {k: v.words for k, v in found.items()} == {**settled, **said[latest]}
        assert {k for k, v in found.items() if v.settled} == set(settled)
        assert chain.noted()[2] == f"Lần {latest}"
        if found and draw(st.booleans()):
            one = draw(st.sampled_from(sorted(found)))
            settle(chain.below, [found[one].id])
            settled[one] = found[one].words
