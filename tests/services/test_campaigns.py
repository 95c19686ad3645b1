"""Listing who is expected to pledge."""

from __future__ import annotations

from datetime import date

import pytest

from desktop.core.errors import InvalidValues, UserProblem
from desktop.core.register import Query
from desktop.services import books, figures, registers
from desktop.services.books import Book
from desktop.services.campaigns import (
    Whom,
    list_expected,
    needs_reason,
    open_campaign,
    remove_expected,
    restore_expected,
    save_expected,
)
from desktop.services.registering_people import candidates
from desktop.storage.models import Member, Unit

from .rows import add, live

OTHER = "00000000-0000-4000-8000-00000000beef"  # an office whose data were received


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


def test_partial_dates_of_units_leave_no_unit_out(book: Book) -> None:
    made = add(book, "campaigns", year=2026, title="Đợt", deadline=date(2026, 3, 31))
    add(book, "units", name="Hết cuối 2026", kind="cell", ended="2026")
    add(book, "units", name="Hết 2025", kind="cell", ended="2025")
    add(book, "units", name="Lập 2026", kind="cell", established="2026")
    add(book, "units", name="Lập 2027", kind="cell", established="2027-01-01")
    list_expected(book, made, Whom.ORGANISATIONS)
    assert names(book, made) == ["Hết cuối 2026", "Lập 2026"]


def test_members_and_units_of_other_offices_are_not_expected(book: Book, campaign: int) -> None:
    with book.write("Nhận dữ liệu") as session:
        unit = Unit(name="Chi bộ xã bạn", kind="cell", origin=OTHER)
        session.add(unit)
        session.flush()
        session.add(Member(full_name="Người Xã Bạn", unit_id=unit.id, status="official",
                           party_post="Bí thư", origin=OTHER))  # fmt: skip
    for whom in Whom:
        list_expected(book, campaign, whom)
    assert not {"Chi bộ xã bạn", "Người Xã Bạn"} & set(names(book, campaign))
    found = candidates(book, 2026, "registration", None, campaign)
    assert "Người Xã Bạn" not in [one.who.name for one in found]


def _on(book: Book, name: str) -> int:
    (one,) = [row["id"] for row in live(book, "expected") if row["name"] == name]
    return int(one)


def test_a_list_begun_after_the_opening_day_was_typed_is_begun_without_a_reason(book: Book) -> None:
    cell = add(book, "units", name="Chi bộ ấp Một", kind="cell")
    add(book, "members", full_name="Lê Thị Yến", party_post="Bí thư chi bộ", unit_id=cell)
    add(book, "members", full_name="Trần Văn Bé", unit_id=cell)
    made = add(book, "campaigns", year=2026, title="Đợt", deadline=date(2026, 3, 31),
               opened_on=date(2026, 1, 2))  # fmt: skip
    assert not needs_reason(book, made)
    assert list_expected(book, made, Whom.HEADS).value == 1
    assert needs_reason(book, made)
    for whom in (Whom.MEMBERS, Whom.ORGANISATIONS):  # as for one who is added
        with pytest.raises(InvalidValues, match="đã chốt"):
            list_expected(book, made, whom)
        assert list_expected(book, made, whom, "Lập bổ sung").value == 1
    assert list_expected(book, made, Whom.MEMBERS).value == 0  # nobody to add, nothing to tell
    with pytest.raises(InvalidValues, match="đã chốt"):
        remove_expected(book, [_on(book, "Trần Văn Bé")])


def test_a_list_that_was_there_when_it_opened_asks_for_reasons(book: Book, campaign: int) -> None:
    list_expected(book, campaign, Whom.HEADS)
    open_campaign(book, campaign, date(2026, 1, 2))
    assert needs_reason(book, campaign)
    with pytest.raises(InvalidValues, match="đã chốt"):
        list_expected(book, campaign, Whom.MEMBERS)
    assert list_expected(book, campaign, Whom.MEMBERS, "Bổ sung đảng viên").value == 2


@pytest.fixture
def opened(book: Book, campaign: int) -> int:
    """The campaign with its heads and members listed, then opened."""
    list_expected(book, campaign, Whom.MEMBERS)
    open_campaign(book, campaign, date(2026, 1, 2))
    return campaign


def test_an_open_list_changes_with_a_reason_whatever_way(book: Book, opened: int) -> None:
    one = _on(book, "Trần Văn Bé")
    with pytest.raises(InvalidValues):
        registers.delete(book, "expected", [one])
    remove_expected(book, [one], "Chuyển sinh hoạt")
    with pytest.raises(InvalidValues):
        registers.restore(book, "expected", [one])
    restore_expected(book, [one], "Về lại")
    assert [row["reason"] for row in live(book, "expected", id=one)] == ["Về lại"]


def test_taking_everybody_off_does_not_set_the_list_free(book: Book, opened: int) -> None:
    remove_expected(book, [row["id"] for row in live(book, "expected")], "Làm lại")
    values = {"campaign_id": opened, "pledger_kind": "other", "name": "Lê An"}
    with pytest.raises(InvalidValues):
        save_expected(book, values)


def test_an_entry_is_moved_into_an_open_campaign_with_a_reason(book: Book, opened: int) -> None:
    draft = add(book, "campaigns", year=2026, title="Nháp", deadline=date(2026, 3, 31))
    values = {"campaign_id": draft, "pledger_kind": "other", "name": "Lê An"}
    row = save_expected(book, values).value
    with pytest.raises(InvalidValues):
        save_expected(book, {"campaign_id": opened}, row.id, row.revision)


def test_a_member_is_on_a_list_once(book: Book, opened: int) -> None:
    member = live(book, "expected")[0]["member_id"]
    values = {"campaign_id": opened, "pledger_kind": "member", "member_id": member}
    with pytest.raises(InvalidValues, match="đã có trong danh sách"):
        save_expected(book, {**values, "reason": "Thêm"})
