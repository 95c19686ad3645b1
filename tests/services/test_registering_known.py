"""Who has a pledge already: by record, else by a name that can be of nobody else."""

from __future__ import annotations

from datetime import date

import pytest

from desktop.core.errors import UserProblem
from desktop.services import campaigns, figures, registers, worklists
from desktop.services.books import Book
from desktop.services.registering import Entry, Outcome, Registration, register
from desktop.services.registering_known import Pledger
from desktop.services.registering_people import Item, candidates, heads_behind
from desktop.services.worklists import Scope, Work

from .rows import add, live

KIND = "registration"
ITEM = Item("Giúp 02 hộ nghèo", "Dân vận", "02 hộ")


@pytest.fixture
def cell(book: Book) -> int:
    return add(book, "units", name="Chi bộ 1", kind="cell")


def member(book: Book, cell: int | None, name: str = "Lê An", **values: object) -> Pledger:
    row = add(book, "members", full_name=name, status="official", unit_id=cell, **values)
    return Pledger("member", name, row, cell)


def pledge(book: Book, **values: object) -> int:
    return add(book, "pledges", **{"year": 2026, "kind": KIND, "pledger_kind": "member"} | values)


def registered(book: Book, *whom: Pledger, more: bool = False, campaign: int | None = None):
    entries = tuple(Entry(one, (ITEM,), complete=more) for one in whom)
    return register(book, Registration(2026, KIND, entries, campaign_id=campaign)).value


def test_a_name_without_unit_or_record_is_the_only_one_of_that_name(book: Book, cell: int) -> None:
    an = member(book, cell)
    pledge(book, name="lê an")
    pledge(book, name="Chi bộ 1", pledger_kind="organisation")
    with pytest.raises(UserProblem, match="đều có"):
        registered(book, an, Pledger("organisation", "Chi bộ 1", None, cell))
    assert len(live(book, "pledges")) == 2


def test_of_two_namesakes_neither_is_taken_for_the_one_with_a_pledge(book: Book, cell: int) -> None:
    one = member(book, cell, birth_date="1970")
    other = member(book, cell, birth_date="1980")
    pledge(book, name="Lê An", unit_id=cell)
    assert len(registered(book, one, other).pledges) == 2


def test_of_two_units_of_one_name_neither_is_taken_for_the_one_with_a_pledge(
    book: Book, cell: int
) -> None:
    again = add(book, "units", name="Chi bộ 1", kind="cell")
    pledge(book, name="Chi bộ 1", pledger_kind="organisation")
    whom = [Pledger("organisation", "Chi bộ 1", None, unit) for unit in (cell, again)]
    assert len(registered(book, *whom).pledges) == 2


def test_a_namesake_with_an_own_pledge_or_long_gone_leaves_no_doubt(book: Book, cell: int) -> None:
    an = member(book, cell)
    own = member(book, cell, birth_date="1980")
    pledge(book, member_id=own.member_id)
    gone = member(book, cell, birth_date="1940")
    registers.save(
        book, "members", {"status": "deceased", "status_on": "2020-03-01"}, gone.member_id
    )
    pledge(book, name="Lê An", unit_id=cell)
    with pytest.raises(UserProblem, match="đều có"):
        registered(book, an)


def test_the_name_in_another_unit_is_somebody_else(book: Book, cell: int) -> None:
    other = add(book, "units", name="Chi bộ 2", kind="cell")
    pledge(book, name="Lê An", unit_id=other)
    assert len(registered(book, member(book, cell)).pledges) == 1


def test_a_person_on_no_list_is_known_by_name_and_unit(book: Book, cell: int) -> None:
    other = add(book, "units", name="Chi bộ 2", kind="cell")
    here = Pledger("other", "Kim Thị Hoa", None, cell)
    registered(book, here)
    for same in (here, Pledger("other", "KIM THỊ HOA", None, None)):
        with pytest.raises(UserProblem, match="đều có"):
            registered(book, same)
    assert len(registered(book, Pledger("other", "Kim Thị Hoa", None, other)).pledges) == 1


def test_completing_ties_a_named_pledge_to_the_record_and_the_figures_agree(
    book: Book, cell: int
) -> None:
    an = member(book, cell)
    campaign = add(
        book, "campaigns", year=2026, title="Đợt 2026", pledge_kind=KIND, deadline=date(2026, 3, 1)
    )
    campaigns.list_expected(book, campaign, campaigns.Whom.MEMBERS)
    campaigns.list_expected(book, campaign, campaigns.Whom.ORGANISATIONS)
    named = [
        pledge(book, name="Lê An"), pledge(book, name="Chi bộ 1", pledger_kind="organisation")
    ]  # fmt: skip
    scope = Scope(campaign_id=campaign)

    def still() -> tuple[int, float | None]:
        made = figures.figures(book, date(2026, 1, 1), date(2026, 12, 31)).pledges
        return len(worklists.keys(book, Work.NOT_REGISTERED, scope)), made.people.rate

    assert still() == (2, 0.0)
    unit = Pledger("organisation", "Chi bộ 1", None, cell)
    found: Outcome = registered(book, an, unit, more=True, campaign=campaign)
    assert (found.pledges, sorted(found.completed)) == ((), named)
    rows = live(book, "pledges")
    assert [one["member_id"] for one in rows] == [an.member_id, None]
    assert {one["unit_id"] for one in rows} == {cell}
    assert still() == (0, 1.0)


def test_candidates_show_what_a_named_pledge_holds(book: Book, cell: int) -> None:
    member(book, cell)
    kept = pledge(book, name="Lê An")
    add(book, "pledge_items", pledge_id=kept, content="Trồng cây")
    (found,) = candidates(book, 2026, KIND, cell)
    assert (found.pledge_id, found.items) == (kept, 1)
    (later,) = candidates(book, 2027, KIND, cell)
    assert [one.content for one in later.unfinished] == ["Trồng cây"]


@pytest.mark.parametrize(
    "gone", [{"status": "deceased", "status_on": "2026-03-01"}, {"status": "transferred"}]
)
def test_a_head_who_died_or_left_is_awaited_no_more(
    book: Book, cell: int, gone: dict[str, str]
) -> None:
    head = member(book, cell, "Lê Trưởng", party_post="Bí thư")
    an = member(book, cell)
    campaign = add(
        book, "campaigns", year=2026, title="Đợt 2026", pledge_kind=KIND, deadline=date(2026, 3, 1)
    )
    campaigns.list_expected(book, campaign, campaigns.Whom.MEMBERS)
    registered(book, an, campaign=campaign)
    scope, day = Scope(campaign_id=campaign), date(2026, 4, 1)
    assert [one.name for one in heads_behind(book, campaign, cell, [an])] == ["Lê Trưởng"]
    assert len(worklists.keys(book, Work.HEADS_BEHIND, scope, day)) == 1

    registers.save(book, "members", gone, head.member_id)
    assert heads_behind(book, campaign, cell, [an]) == []
    assert not worklists.keys(book, Work.HEADS_BEHIND, scope, day)
    # the figures count by the campaign's list: there until the clerk takes the name off
    (row,) = worklists.rows(
        book, Work.NOT_REGISTERED, worklists.keys(book, Work.NOT_REGISTERED, scope, day), day
    )
    word = "từ trần" if gone["status"] == "deceased" else "chuyển đi"
    assert row.words == (
        f"Người đứng đầu; {word}, nên bỏ khỏi danh sách của đợt; đã quá hạn 31 ngày"
    )
