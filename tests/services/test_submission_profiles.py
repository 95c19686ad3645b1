"""Profiles: what is sent is kept by name, and comes back as it was."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.core.errors import UserProblem
from desktop.services import registers
from desktop.services.books import Book
from desktop.services.submission_profiles import (
    named,
    profile,
    profiles,
    request_of,
    save_profile,
)
from desktop.services.submission_rows import NAMED_AT_FIRST, OFFERED, with_names
from desktop.services.submissions import SubmissionRequest

from .rows import add, undo_last

FROM, TO = date(2026, 1, 1), date(2026, 6, 30)


def request(
    *names: str, personal: frozenset[str] = NAMED_AT_FIRST, below: bool = False
) -> SubmissionRequest:
    return SubmissionRequest(FROM, TO, names or OFFERED, personal, below)


def test_without_any_the_first_offer_holds(book: Book) -> None:
    assert profiles(book) == ()
    assert request_of(book, None, FROM, TO) == SubmissionRequest(FROM, TO)
    # names in commendations alone, counts elsewhere
    assert SubmissionRequest(FROM, TO).personal == with_names("rounds")
    add(book, "submission_profiles", name="Chỉ có tên")
    kept = named(book, "chỉ có TÊN")
    assert (kept.registers, kept.personal) == (OFFERED, NAMED_AT_FIRST)


def test_a_choice_is_kept_by_name_and_used_again(book: Book) -> None:
    wanted = request("documents", "models", personal=with_names("models"), below=True)
    done = save_profile(book, "  Sáu tháng ", wanted, encrypted=True, main=True)
    assert done.changes.registers == {"submission_profiles"}
    kept = done.value
    assert (kept.name, kept.encrypted, kept.main) == ("Sáu tháng", True, True)
    assert profiles(book) == (kept,)
    assert profile(book) == profile(book, kept.id) == named(book, "sau thang") == kept
    found = request_of(book, kept.id, FROM, TO)
    assert (set(found.registers), found.personal, found.below) == (
        {"models", "documents"},
        with_names("models"),
        True,
    )
    assert (found.profile, found.period_from, found.period_to) == ("Sáu tháng", FROM, TO)
    # the same name is the same profile
    save_profile(book, "SÁU THÁNG", request("pledges"))
    (changed,) = profiles(book)
    assert (changed.id, changed.registers, changed.main) == (kept.id, ("pledges",), True)
    undo_last(book)
    assert profiles(book) == (kept,)


def test_one_is_used_by_default(book: Book) -> None:
    save_profile(book, "Ánh", request(), main=True)
    save_profile(book, "Ăn", request("models"))
    save_profile(book, "Bình", request("pledges"), main=True)
    assert [(one.name, one.main) for one in profiles(book)] == [
        ("Bình", True),
        ("Ăn", False),
        ("Ánh", False),
    ]
    assert profile(book).name == "Bình"


def test_what_cannot_be_kept_or_found_is_told(book: Book) -> None:
    with pytest.raises(UserProblem, match="đặt tên"):
        save_profile(book, "  ", request())
    with pytest.raises(UserProblem, match="«members»"):
        save_profile(book, "A", request("members"))
    assert profiles(book) == ()
    with pytest.raises(UserProblem, match="chưa có mẫu nào"):
        named(book, "A")
    kept = save_profile(book, "A", request()).value
    with pytest.raises(UserProblem, match="Hiện có: A"):
        named(book, "B")
    registers.delete(book, "submission_profiles", [kept.id])
    with pytest.raises(UserProblem, match="không còn"):
        request_of(book, kept.id, FROM, TO)
    add(book, "submission_profiles", name="Hỏng", registers='{"a": 1}')
    with pytest.raises(UserProblem, match="«Hỏng» bị hỏng"):
        profiles(book)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sets(st.sampled_from(OFFERED), min_size=1),
    st.sets(st.sampled_from([one for one in OFFERED if with_names(one)])),
    st.booleans(),
)
def test_every_choice_comes_back_as_it_was(
    book: Book, chosen: set[str], named_in: set[str], below: bool
) -> None:
    personal = frozenset(one for each in named_in for one in with_names(each))
    kept = save_profile(
        book, "Mẫu", SubmissionRequest(FROM, TO, tuple(chosen), personal, below)
    ).value
    found = request_of(book, kept.id, FROM, TO)
    assert set(found.registers) == chosen
    assert (found.personal, found.below) == (personal, below)
