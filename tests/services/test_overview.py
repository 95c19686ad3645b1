"""What the clerk sees first: counts, the first steps, the next meeting."""

from __future__ import annotations

from datetime import date, timedelta

from desktop.core.register import Query
from desktop.services import registers
from desktop.services.books import Book
from desktop.services.overview import overview

from .rows import add

TODAY = date(2026, 3, 10)


def days(number: int) -> date:
    return TODAY + timedelta(days=number)


def test_an_empty_book_says_what_to_do_first(book: Book) -> None:
    found = overview(book, TODAY)
    assert found.empty
    assert found.meeting is None
    assert [one.value for one in found.counts] == [0] * len(found.counts)
    assert [register for _, register in found.first_steps] == [
        "units",
        "members",
        "signers",
        "campaigns",
        "models",
        "rounds",
    ]
    add(book, "units", name="Chi bộ ấp 1")
    assert not overview(book, TODAY).empty


def test_counts_are_what_their_filters_find(book: Book) -> None:
    add(book, "units", name="Chi bộ ấp 1")
    for status in ("official", "probationary", "deceased", "transferred"):
        add(book, "members", full_name="A", status=status)
    for state in ("registered", "recognised", "stopped"):
        add(book, "models", name="Mô hình", state=state)
    for year in (2025, 2026):
        add(book, "pledges", year=year, name="A")
    held = add(book, "rounds", title="Sơ kết")
    form = registers.options(book, "award_forms", "giay")[0].id
    for state in ("given", "agreed", "proposed", "refused"):
        add(book, "awards", round_id=held, form_id=form, recipient_name="A", state=state)
    gone = add(book, "members", full_name="B")
    registers.delete(book, "members", [gone])
    counts = {one.counted: one for one in overview(book, TODAY).counts}
    assert {name: one.value for name, one in counts.items()} == {
        "members": 2,
        "pledges": 1,
        "models": 2,
        "awards": 2,
        "rounds": 1,
        "units": 1,
    }
    for name, one in counts.items():
        assert one.text()
        assert one.text("en").isascii()
        if one.register == name:
            assert registers.count(book, Query(name, filters=one.filters)) == one.value
    assert counts["pledges"].label == "Bản đăng ký, cam kết năm 2026"


def test_the_next_meeting_is_the_nearest_ahead_else_the_last(book: Book) -> None:
    add(book, "rounds", title="Chưa có ngày")
    add(book, "rounds", title="Năm ngoái", meeting_on=days(-200))
    add(book, "rounds", title="Tháng trước", meeting_on=days(-20))
    found = overview(book, TODAY).meeting
    assert found is not None
    assert (found.title, found.ahead) == ("Tháng trước", False)
    add(book, "rounds", title="Tháng sau", meeting_on=days(30))
    held = add(book, "rounds", title="Hôm nay", meeting_on=TODAY, meeting_place="Hội trường")
    form = registers.options(book, "award_forms", "giay")[0].id
    for state in ("proposed", "agreed"):
        add(book, "awards", round_id=held, form_id=form, recipient_name="A", state=state)
    found = overview(book, TODAY).meeting
    assert found is not None
    assert (found.title, found.on, found.place) == ("Hôm nay", TODAY, "Hội trường")
    assert (found.round_id, found.awards, found.proposed, found.ahead) == (held, 2, 1, True)
