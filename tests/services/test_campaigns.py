"""Listing who is expected to pledge."""

from __future__ import annotations

from datetime import date

import pytest

from desktop.core.errors import UserProblem
from desktop.core.register import Query
from desktop.services import books, figures, registers
from desktop.services.books import Book
from desktop.services.campaigns import Whom, list_expected

from .rows import add


@pytest.fixture
def campaign(book: Book) -> int:
    cell = add(book, "units", name="Chi bộ ấp Một", kind="cell")
    add(book, "units", name="Chi bộ ấp Cũ", kind="cell", ended="2020-01-01")
    common = {"unit_id": cell, "status": "official"}
    add(book, "members", full_name="Nguyễn Văn An", **common)
    add(book, "members", full_name="Lê Thị Yến", party_post="Bí thư chi bộ", **common)
    add(book, "members", full_name="Trần Văn Bé", party_post="Phó Bí thư", **common)
    add(book, "members", full_name="Võ Văn Miễn", exempt=True, **common)
    add(book, "members", full_name="Phạm Thị Đi", unit_id=cell, status="left")
    return add(
        book,
        "campaigns",
        year=2026,
        title="Cam kết 2026",
        pledge_kind="commitment",
        deadline=date(2026, 3, 31),
    )


def names(book: Book, campaign: int) -> list[str]:
    ids = registers.keys(book, Query("expected", filters={"campaign_id": campaign}))
    rows = sorted(registers.rows(book, "expected", ids), key=lambda row: row.id)
    return [row.values["name"] for row in rows]


def test_heads_first_then_all_and_nobody_twice(book: Book, campaign: int) -> None:
    assert list_expected(book, campaign, Whom.HEADS).value == 1
    done = list_expected(book, campaign, Whom.MEMBERS)
    assert done.value == 2
    assert done.changes.touches("expected")
    assert names(book, campaign) == ["Lê Thị Yến", "Nguyễn Văn An", "Trần Văn Bé"]
    assert list_expected(book, campaign, Whom.MEMBERS).value == 0
    found = figures.figures(book, date(2026, 1, 1), date(2026, 12, 31))
    assert found.pledges.people.expected == 3
    book.close()
    assert books.check_file(book.path).ok


def test_organisations_that_had_not_ended(book: Book, campaign: int) -> None:
    assert list_expected(book, campaign, Whom.ORGANISATIONS).value == 1
    assert names(book, campaign) == ["Chi bộ ấp Một"]
    assert list_expected(book, campaign, Whom.ORGANISATIONS).value == 0


def test_a_campaign_that_is_gone_is_told(book: Book, campaign: int) -> None:
    registers.delete(book, "campaigns", [campaign])
    with pytest.raises(UserProblem, match="không còn"):
        list_expected(book, campaign, Whom.MEMBERS)
