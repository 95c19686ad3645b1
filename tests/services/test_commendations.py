"""What the clerk does with the awards of a round."""

from __future__ import annotations

from typing import Any

import pytest

from desktop.core.errors import InvalidValues, StaleRecord, UserProblem
from desktop.core.register import Query
from desktop.core.terms import AwardState
from desktop.services import registers
from desktop.services.books import Book
from desktop.services.commendations import round_summary, set_decision, set_state

from .rows import add


@pytest.fixture
def held(book: Book) -> int:
    """A round."""
    return add(book, "rounds", title="Sơ kết")


def award(book: Book, held: int, name: str = "Lê An", **values: Any) -> int:
    form = registers.options(book, "award_forms", "giay")[0].id
    return add(book, "awards", round_id=held, form_id=form, recipient_name=name, **values)


def value(book: Book, award_id: int, name: str) -> Any:
    return registers.get(book, "awards", award_id).values[name]


def test_an_outcome_for_many_at_once(book: Book, held: int) -> None:
    ids = [award(book, held, f"Người {n}") for n in range(3)]
    done = set_state(book, ids, "agreed")
    assert done.value == 3
    assert done.changes.touches("awards")
    assert [value(book, one, "state") for one in ids] == ["agreed"] * 3


def test_a_refusal_keeps_its_reason(book: Book, held: int) -> None:
    one = award(book, held)
    set_state(book, [one], "refused", "Chưa đủ thời gian công tác")
    assert value(book, one, "state") == "refused"
    assert value(book, one, "reason") == "Chưa đủ thời gian công tác"
    set_state(book, [one], "agreed", "không phải lý do")
    assert value(book, one, "reason") != "không phải lý do"


ALLOWED = {
    ("proposed", "agreed"),
    ("proposed", "refused"),
    ("proposed", "given"),
    ("agreed", "proposed"),
    ("agreed", "refused"),
    ("agreed", "given"),
    ("agreed", "annulled"),
    ("refused", "proposed"),
    ("refused", "agreed"),
    ("given", "proposed"),
    ("given", "agreed"),
    ("given", "annulled"),
    ("annulled", "given"),
    ("annulled", "agreed"),
}


@pytest.mark.parametrize("before", [one.value for one in AwardState])
@pytest.mark.parametrize("after", [one.value for one in AwardState])
def test_which_outcome_may_follow_which(book: Book, held: int, before: str, after: str) -> None:
    one = award(book, held, state=before)
    if before == after or (before, after) in ALLOWED:
        set_state(book, [one], after, "vì lý do")
        assert value(book, one, "state") == after
    else:
        with pytest.raises(UserProblem, match=r"«Lê An» đang ở kết quả «.+»"):
            set_state(book, [one], after)
        assert value(book, one, "state") == before


def test_all_or_none(book: Book, held: int) -> None:
    good, annulled = award(book, held), award(book, held, "Võ Bị Thu", state="annulled")
    with pytest.raises(UserProblem, match="«Võ Bị Thu»"):
        set_state(book, [good, annulled], "refused", "x")
    assert value(book, good, "state") == "proposed"
    gone = award(book, held)
    registers.delete(book, "awards", [gone])
    for missing in (gone, 9_999):
        with pytest.raises(UserProblem, match="đã bị xóa"):
            set_state(book, [good, missing], "agreed")
        with pytest.raises(StaleRecord):
            set_decision(book, [good, missing], None)
    assert value(book, good, "state") == "proposed"
    with pytest.raises(UserProblem, match="«lost»"):
        set_state(book, [good], "lost")


def test_an_outcome_that_is_there_already_changes_nothing(book: Book, held: int) -> None:
    one = award(book, held, state="given")
    revision = registers.get(book, "awards", one).revision
    assert not set_state(book, [one], "given").changes
    assert registers.get(book, "awards", one).revision == revision


def test_putting_awards_under_a_decision_and_out_again(book: Book, held: int) -> None:
    decision = add(book, "decisions", round_id=held, level="district", number="15-QĐ/HU")
    ids = [award(book, held, f"Người {n}") for n in range(2)]
    done = set_decision(book, ids, decision)
    assert done.value == 2
    assert done.changes.touches("awards")
    row = registers.get(book, "awards", ids[0])
    assert row.labels["decision_id"] == "15-QĐ/HU"
    set_decision(book, ids[:1], None)
    assert [value(book, one, "decision_id") for one in ids] == [None, decision]


def test_a_decision_of_another_round_is_refused_for_all(book: Book, held: int) -> None:
    other = add(book, "rounds", title="Tổng kết")
    decision = add(book, "decisions", round_id=other, level="district")
    fitting = award(book, other)
    with pytest.raises(InvalidValues, match="đợt khen thưởng khác"):
        set_decision(book, [fitting, award(book, held)], decision)
    assert value(book, fitting, "decision_id") is None
    with pytest.raises(InvalidValues):
        set_decision(book, [fitting], 9_999)


def test_a_round_in_numbers(book: Book, held: int) -> None:
    award(book, held, state="given", money=300_000)
    award(book, held, state="agreed", money=500_000)
    award(book, held, state="refused", money=900_000)
    award(book, held, recipient_kind="collective", money=1_000_000)
    binned = award(book, held, state="given", money=7)
    registers.delete(book, "awards", [binned])
    award(book, add(book, "rounds", title="Khác"), state="given", money=11)
    found = round_summary(book, held)
    assert found.awards == 4
    assert dict(found.by_kind) == {"individual": 3, "collective": 1}
    assert dict(found.by_state) == {"given": 1, "agreed": 1, "refused": 1, "proposed": 1}
    assert found.money == 800_000
    empty = round_summary(book, add(book, "rounds", title="Trống"))
    assert (empty.awards, empty.by_kind, empty.by_state, empty.money) == (0, (), (), 0)


def test_each_deed_is_in_the_audit_trail_under_its_words(book: Book, held: int) -> None:
    from sqlalchemy import text  # noqa: PLC0415 - one use

    set_state(book, [award(book, held)], "refused", "Trùng hồ sơ")
    with book.read() as session:
        row = session.execute(
            text("SELECT deed, action, after FROM audit_entries ORDER BY id DESC LIMIT 1")
        ).one()
    assert row[0] == "Không đồng ý: 1 khen thưởng"
    assert row[1] == "changed"
    assert "Trùng hồ sơ" in row[2]
    assert registers.count(book, Query("awards")) == 1
