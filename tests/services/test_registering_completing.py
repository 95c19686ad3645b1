"""Registering for who has a pledge already: what was typed is added to it or told, never lost."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.vietnamese.fold import fold
from desktop.services.books import Book
from desktop.services.registering import Entry, Outcome, Registration, register
from desktop.services.registering_completing import merged
from desktop.services.registering_known import Pledger
from desktop.services.registering_people import Item

from .rows import add, everything, live, undo_last

KIND = "registration"


@pytest.fixture
def an(book: Book) -> Pledger:
    """A member with a pledge of 2026 of one item."""
    row = add(book, "members", full_name="Lê An", status="official")
    kept = add(book, "pledges", year=2026, kind=KIND, member_id=row)
    add(book, "pledge_items", pledge_id=kept, content="Giúp hộ nghèo xã Mỹ Hòa")
    return Pledger("member", "Lê An", row)


def completed(book: Book, who: Pledger, *items: Item, **more: object) -> Outcome:
    entries = (Entry(who, items, complete=True),)
    return register(book, Registration(2026, KIND, entries, **more)).value


def items(book: Book) -> list[tuple[object, ...]]:
    rows = live(book, "pledge_items")
    return [(one["content"], one["duty"], one["target"], one["due_on"]) for one in rows]


def test_an_item_that_is_there_gets_the_duty_and_target_typed(book: Book, an: Pledger) -> None:
    before = everything(book)
    assert not live(book, "pledges")[0]["tied"]
    day = date(2026, 6, 1)
    found = completed(book, an, Item("Giúp hộ nghèo xã Mỹ Hoà", "Dân vận", "02 hộ", day))
    assert (found.items, len(found.completed)) == (1, 1)
    assert items(book) == [("Giúp hộ nghèo xã Mỹ Hòa", "Dân vận", "02 hộ", day)]
    assert live(book, "pledges")[0]["tied"]  # concrete now
    assert undo_last(book) == "Bổ sung nội dung vào 1 bản đăng ký"
    assert everything(book) == before


def test_an_item_written_with_other_accents_is_not_doubled(book: Book, an: Pledger) -> None:
    found = completed(book, an, Item("giúp hộ nghèo  xã Mỹ Hoà"), Item("Đọc sách"))
    assert found.items == 1
    assert [one[0] for one in items(book)] == ["Giúp hộ nghèo xã Mỹ Hòa", "Đọc sách"]


def test_an_item_that_says_something_else_is_kept_beside(book: Book, an: Pledger) -> None:
    completed(book, an, Item("Giúp hộ nghèo xã Mỹ Hòa", None, "02 hộ"))
    completed(book, an, Item("Giúp hộ nghèo xã Mỹ Hòa", "Dân vận", "05 hộ"))
    assert [one[1:3] for one in items(book)] == [(None, "02 hộ"), ("Dân vận", "05 hộ")]


def test_blanks_of_a_pledge_are_filled_and_the_rest_is_told(book: Book, an: Pledger) -> None:
    campaign = add(
        book, "campaigns", year=2026, title="Đợt", pledge_kind=KIND, deadline=date(2026, 3, 1)
    )
    add(book, "campaigns", year=2026, title="Đợt 2", pledge_kind=KIND, deadline=date(2026, 9, 1))
    closing = {
        "campaign_id": campaign,
        "registered_on": date(2026, 1, 5),
        "renounces": True,
        "public_means": "posted",
        "public_on": date(2026, 2, 2),
        "confirmed_on": date(2026, 2, 1),
    }
    found = completed(book, an, **closing)
    assert (len(found.completed), found.items, found.differing) == (1, 0, ())
    (row,) = live(book, "pledges")
    assert {name: row[name] for name in closing} == closing

    found = completed(
        book, an, Item("Đọc sách"), public_means="loudspeaker", public_on=date(2026, 5, 5)
    )
    assert found.differing == ("Lê An",)
    (row,) = live(book, "pledges")
    assert (row["public_means"], row["public_on"]) == ("posted", date(2026, 2, 2))


def test_the_day_of_other_means_is_not_taken(book: Book, an: Pledger) -> None:
    completed(book, an, public_means="posted")
    found = completed(
        book, an, Item("Đọc sách"), public_means="loudspeaker", public_on=date(2026, 5, 5)
    )
    assert found.differing == ("Lê An",)
    (row,) = live(book, "pledges")
    assert (row["public_means"], row["public_on"]) == ("posted", None)


_ITEMS = st.fixed_dictionaries(
    {
        "content": st.sampled_from(["Xã Hòa", "xã Hoà", "Đọc sách"]),
        "duty": st.sampled_from([None, "Dân vận", "Văn phòng"]),
        "target": st.sampled_from([None, "02 hộ"]),
        "due_on": st.sampled_from([None, date(2026, 6, 1), date(2026, 7, 1)]),
    }
)


@given(st.lists(_ITEMS, max_size=6))
def test_nothing_typed_is_lost_when_items_become_one(typed: list[dict[str, object]]) -> None:
    found = merged(typed)
    assert len(found) <= len(typed)
    for one in typed:
        assert any(
            fold(str(kept["content"])) == fold(str(one["content"]))
            and all(one[name] in (None, kept[name]) for name in ("duty", "target", "due_on"))
            for kept in found
        )
