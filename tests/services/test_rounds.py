"""Rounds copied, split and joined: nothing is lost, and each is undone in one step."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.core.errors import UserProblem
from desktop.services import attachments, notes, registers
from desktop.services.attachments import NewFile
from desktop.services.books import Book
from desktop.services.rounds import copy_round, join_rounds, split_round

from .rows import add, everything, live, undo_last

MOVING = ("round_id", "decision_id", "round_id_key", "decision_id_key")


@pytest.fixture
def held(book: Book) -> int:
    return add(
        book,
        "rounds",
        title="Sơ kết 2025",
        achievement_period="năm 2025",
        meeting_on=date(2025, 5, 19),
        proposal="Tờ trình số 5",
        note="Ghi",
    )


def award(book: Book, held: int, name: str, **values: Any) -> int:
    form = registers.options(book, "award_forms", "giay")[0].id
    return add(book, "awards", round_id=held, form_id=form, recipient_name=name, **values)


def decision(book: Book, held: int, number: str = "5-QĐ/HU", **values: Any) -> int:
    values = {"on": date(2025, 5, 10), "level": "district", **values}
    return add(book, "decisions", round_id=held, number=number, **values)


def said(book: Book) -> list[dict[str, Any]]:
    """What every award says, but for where it belongs; with its decision in words."""
    numbers = {one["id"]: (one["number"], one["on"]) for one in live(book, "decisions")}
    names = registers.specs()["awards"].by_name
    return [
        {name: one[name] for name in names if name not in MOVING}
        | {"decision": numbers.get(one["decision_id"])}
        for one in live(book, "awards")
    ]


def names(book: Book, held: int) -> list[str]:
    return [one["recipient_name"] for one in live(book, "awards", round_id=held)]


def test_a_copy_proposes_everybody_again(book: Book, held: int) -> None:
    under = decision(book, held)
    first = award(
        book,
        held,
        "Lê An",
        state="given",
        given_on=date(2025, 5, 19),
        decision_id=under,
        money=500_000,
        achievement="Tốt",
        gift="Khung",
    )
    award(book, held, "Võ Nam", state="refused", reason="Trùng")
    award(book, held, "Ngô Ba", state="annulled", reason="Sai")
    binned = award(book, held, "Đã xóa")
    registers.delete(book, "awards", [binned])
    before = everything(book)
    done = copy_round(book, held, " Sơ kết 2026 ", None, date(2026, 5, 19), "năm 2026")
    made = registers.get(book, "rounds", done.value).values
    assert (made["title"], made["meeting_on"]) == ("Sơ kết 2026", date(2026, 5, 19))
    assert (made["achievement_period"], made["proposal"]) == ("năm 2026", None)
    (copied,) = live(book, "awards", round_id=done.value)
    original = registers.get(book, "awards", first).values
    afresh = {"round_id", "decision_id", "state", "reason", "given_on", "annulled_on"}
    for name, value in original.items():
        if name not in afresh:
            assert str(copied[name] or "") == str(value or ""), name
    assert (copied["state"], copied["decision_id"], copied["given_on"]) == ("proposed", None, None)
    assert undo_last(book) == "Sao chép đợt «Sơ kết 2025» với 1 khen thưởng"
    assert everything(book) == before


def test_only_chosen_recipients_are_copied(book: Book, held: int) -> None:
    award(book, held, "A")
    chosen = award(book, held, "B", state="refused", reason="Trùng")
    made = copy_round(book, held, "Mới", [chosen]).value
    assert names(book, made) == ["B"]
    for bad in ([9_999], [award(book, made, "C")]):
        with pytest.raises(UserProblem, match="Hãy chọn lại"):
            copy_round(book, held, "Mới nữa", bad)
    with pytest.raises(UserProblem, match="Hãy đặt tên"):
        copy_round(book, held, "   ")


def test_a_split_takes_a_whole_decision_along_and_doubles_a_shared_one(
    book: Book, held: int
) -> None:
    whole, shared = decision(book, held, "1-QĐ/HU"), decision(book, held, "2-QĐ/HU")
    a = award(book, held, "A", decision_id=whole)
    b = award(book, held, "B", decision_id=shared)
    c = award(book, held, "C", decision_id=shared)
    told, before = said(book), everything(book)
    made = split_round(book, held, [a, b], "Phần sau").value
    assert names(book, made) == ["A", "B"]
    assert names(book, held) == ["C"]
    assert said(book) == told
    assert registers.get(book, "decisions", whole).values["round_id"] == made
    assert registers.get(book, "decisions", shared).values["round_id"] == held
    assert registers.get(book, "awards", c).values["decision_id"] == shared
    alike = registers.get(book, "awards", b).values["decision_id"]
    assert alike != shared
    assert registers.get(book, "decisions", alike).values["round_id"] == made
    assert undo_last(book) == "Tách 2 khen thưởng của đợt «Sơ kết 2025»"
    assert everything(book) == before


def test_nothing_or_everything_cant_be_split_off(book: Book, held: int) -> None:
    ids = [award(book, held, name) for name in "AB"]
    for chosen in ([], ids):
        with pytest.raises(UserProblem, match="Hãy chọn một phần"):
            split_round(book, held, chosen, "Mới")
    assert len(live(book, "rounds")) == 1


def test_a_join_moves_everything(book: Book, held: int) -> None:
    other = add(book, "rounds", title="Đột xuất", meeting_place="Hội trường", proposal="Tờ trình 9")
    under, draft = decision(book, other), decision(book, other, "7", signer="Lê Ký")
    award(book, held, "A")
    award(book, other, "B", decision_id=under)
    binned = award(book, other, "C", decision_id=draft)
    registers.delete(book, "awards", [binned])
    told, before = said(book), everything(book)
    assert join_rounds(book, held, other).value == 1
    assert sorted(names(book, held)) == ["A", "B"]
    assert said(book) == told
    assert {one["round_id"] for one in live(book, "decisions")} == {held}
    registers.restore(book, "awards", [binned])
    assert sorted(names(book, held)) == ["A", "B", "C"]
    kept = registers.get(book, "rounds", held).values
    assert kept["meeting_place"] == "Hội trường"
    assert kept["proposal"] == "Tờ trình số 5"
    assert kept["note"] == "Ghi\nĐã gộp đợt «Đột xuất», Tờ trình 9."
    assert registers.get(book, "rounds", other).deleted
    undo_last(book)  # the restoring
    assert undo_last(book) == "Gộp đợt «Đột xuất» vào «Sơ kết 2025»: 1 khen thưởng"
    assert everything(book) == before


def test_a_round_isnt_joined_to_itself_or_to_one_that_is_gone(book: Book, held: int) -> None:
    gone = add(book, "rounds", title="Bỏ")
    registers.delete(book, "rounds", [gone])
    with pytest.raises(UserProblem, match="hai đợt khác nhau"):
        join_rounds(book, held, held)
    with pytest.raises(UserProblem, match="đã bị xóa"):
        join_rounds(book, held, gone)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(st.lists(st.tuples(st.booleans(), st.sampled_from([None, 0, 1])), min_size=2, max_size=9))
def test_split_and_joined_again_a_round_is_as_it_was(
    book: Book, drawn: list[tuple[bool, int | None]]
) -> None:
    held = add(book, "rounds", title="Gốc", meeting_on=date(2025, 5, 19))
    decisions = [decision(book, held, number) for number in ("1-QĐ/HU", "2-QĐ/HU")]
    ids = [
        award(book, held, f"N {place}", decision_id=None if under is None else decisions[under])
        for place, (_chosen, under) in enumerate(drawn)
    ]
    chosen = [one for one, (picked, _under) in zip(ids, drawn, strict=True) if picked]
    told, before = said(book), everything(book)
    if 0 < len(chosen) < len(ids):
        made = split_round(book, held, chosen, "Tách").value
        assert said(book) == told
        assert join_rounds(book, held, made).value == len(chosen)
        assert said(book) == told
        assert [one["id"] for one in live(book, "awards", round_id=held)] == ids
        assert len(live(book, "decisions", round_id=held)) == 2
        undo_last(book)
        undo_last(book)
        assert everything(book) == before
    registers.delete(book, "rounds", [held])


# what hangs on rounds and decisions


def test_a_copy_leaves_conference_and_note_behind(book: Book, held: int) -> None:
    conference = add(book, "conferences", title="Tổng kết 2025", on=date(2025, 12, 1))
    registers.save(book, "rounds", {"conference_id": conference}, held)
    made = registers.get(book, "rounds", copy_round(book, held, "Năm sau").value).values
    assert (made["conference_id"], made["note"]) == (None, None)


def test_joined_twins_of_a_decision_keep_files_and_notes_of_both(book: Book, held: int) -> None:
    gone = add(book, "rounds", title="Cũ")
    mine, twin = decision(book, held), decision(book, gone)
    award(book, gone, "A", decision_id=twin)
    for owner, names in ((mine, ["ký.pdf"]), (twin, ["ký.pdf", "bản quét.pdf"])):
        files = [NewFile(one, one.encode()) for one in names]
        attachments.attach(book, "decisions", owner, files)
        notes.add(book, "decisions", owner, "Bản gốc ở văn thư")
    notes.add(book, "decisions", twin, "Đã gửi")
    before = everything(book)
    join_rounds(book, held, gone)
    assert [one["id"] for one in live(book, "decisions")] == [mine]
    assert [one.name for one in attachments.listed(book, "decisions", mine)] == [
        "ký.pdf",
        "bản quét.pdf",
    ]
    told = [one.text for one in notes.listed(book, "decisions", mine)]
    assert sorted(told) == ["Bản gốc ở văn thư", "Đã gửi"]
    undo_last(book)
    assert everything(book) == before


def test_joined_rounds_have_each_file_once(book: Book, held: int) -> None:
    gone = add(book, "rounds", title="Cũ")
    attachments.attach(book, "rounds", held, [NewFile("Biên bản.pdf", b"same")])
    more = [NewFile("Quét.pdf", b"same", caption="Bản ký"), NewFile("Biên bản.pdf", b"other")]
    attachments.attach(book, "rounds", gone, more)
    join_rounds(book, held, gone)
    found = [(one.name, one.caption) for one in attachments.listed(book, "rounds", held)]
    assert found == [("Biên bản.pdf", "Bản ký"), ("Biên bản (2).pdf", "")]


def test_the_conference_of_a_joined_round_is_not_lost(book: Book, held: int) -> None:
    days = (date(2025, 12, 1), date(2025, 12, 2))
    first, second = (add(book, "conferences", title=f"Hội nghị {d.day}", on=d) for d in days)
    join_rounds(book, held, add(book, "rounds", title="Cũ", conference_id=first))
    assert registers.get(book, "rounds", held).values["conference_id"] == first
    join_rounds(book, held, add(book, "rounds", title="Khác", conference_id=second))
    values = registers.get(book, "rounds", held).values
    assert values["conference_id"] == first
    assert "trao tại hội nghị «Hội nghị 2»" in values["note"]


def test_a_split_takes_along_what_is_in_the_bin_under_a_decision(book: Book, held: int) -> None:
    under = decision(book, held)
    chosen = award(book, held, "A", decision_id=under)
    award(book, held, "B")
    binned = award(book, held, "C", decision_id=under)
    registers.delete(book, "awards", [binned])
    made = split_round(book, held, [chosen], "Phần sau").value
    assert [(one["id"], one["round_id"]) for one in live(book, "decisions")] == [(under, made)]
    registers.restore(book, "awards", [binned])
    values = registers.get(book, "awards", binned).values
    assert (values["round_id"], values["decision_id"]) == (made, under)
