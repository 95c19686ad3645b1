"""Which of the received submissions count: each office once, whoever brought it."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from desktop.services.receiving_states import ReceivedSubmission, _judged

PERIOD = (date(2026, 1, 1), date(2026, 6, 30))
OFFICES = range(5)
# a file: its office, its number, the offices inside it
FILES = st.lists(
    st.tuples(
        st.sampled_from(OFFICES),
        st.integers(1, 3),
        st.sets(st.sampled_from(OFFICES), max_size=3),
    ),
    max_size=8,
)


def submissions(files: list[tuple[int, int, set[int]]]) -> list[ReceivedSubmission]:
    found: list[ReceivedSubmission] = []

    def add(office: int, number: int, through: int | None) -> int:
        row_id = len(found) + 1
        one = ReceivedSubmission(
            *(row_id, f"office-{office}", f"Cơ quan {office}", "commune", *PERIOD, number),
            *(PERIOD[1], "tệp.gsnop", "", "known", "", through),
        )
        found.append(one)
        return row_id

    for office, number, inside in files:
        row_id = add(office, number, None)
        for other in sorted(inside - {office}):
            add(other, 1, row_id)
    return found


@given(FILES)
def test_every_office_counts_once_and_nothing_is_lost(
    files: list[tuple[int, int, set[int]]],
) -> None:
    found = _judged(submissions(files))
    of = {one.id: one for one in found}
    sent = {one.office_uid for one in found if one.through_id is None}
    counting = [one.office_uid for one in found if one.counts]
    assert len(counting) == len(set(counting))
    assert sent <= set(counting)
    for one in found:
        assert one.current or not one.counts
        if one.counts and one.through_id is not None:
            assert of[one.through_id].added  # it is in a total that is added up
    for office in sent:
        direct = [one for one in found if one.office_uid == office and one.through_id is None]
        (current,) = [one for one in direct if one.current]
        assert (current.number, current.id) == max((one.number, one.id) for one in direct)


@given(FILES)
def test_what_is_in_a_total_is_not_added_beside_it(
    files: list[tuple[int, int, set[int]]],
) -> None:
    found = _judged(submissions(files))
    of = {one.id: one for one in found}
    carries: dict[str, set[str]] = {}
    for one in found:
        if one.through_id is not None and one.current:
            carries.setdefault(of[one.through_id].office_uid, set()).add(one.office_uid)

    def reaches(office: str, other: str, seen: frozenset[str] = frozenset()) -> bool:
        nexts = carries.get(office, set()) - seen
        return other in nexts or any(reaches(one, other, seen | nexts) for one in nexts)

    added = {one.office_uid for one in found if one.added}
    for office in added:
        for inside in carries.get(office, set()) & added:
            assert reaches(inside, office)  # only where both carry each other, by a mistake


def test_a_chain_counts_at_its_top_and_by_what_the_top_brought() -> None:
    # the commune (2) sent to the district (1) and to here; the district's file has it, and what
    # the commune's own file has inside (3) is not in the district's
    found = _judged(submissions([(2, 1, {3}), (1, 1, {2}), (3, 1, set())]))
    told = {(one.office_uid, one.through_id): (one.current, one.counts) for one in found}
    assert told == {
        ("office-2", None): (True, False),
        ("office-3", 1): (True, False),
        ("office-1", None): (True, True),
        ("office-2", 3): (True, True),
        ("office-3", None): (True, True),
    }
