"""One record of two: nothing is lost, nothing refers to the one that went, and all can be undone.

`everything` reads every table as SQLite has it, so that a sort key left behind is seen too.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.core.errors import InvalidValues, StaleRecord, UserProblem
from desktop.core.register import Kind, Query
from desktop.core.vietnamese.collate import natural_sort_key
from desktop.services import books, registers, undoing
from desktop.services.lookalikes import compare
from desktop.services.merging import merge
from desktop.storage.book import Book
from desktop.storage.bulk import insert_many
from desktop.storage.models import Kept
from desktop.storage.registers import MODELS, TABLES, referring, spec

from .rows import add, everything, live, undo_last

Plain = dict[str, Any]


@pytest.fixture
def two(book: Book) -> tuple[int, int]:
    """One person twice: once with a card, once with a whole date of birth."""
    cell = add(book, "units", name="Chi bộ ấp Nhứt")
    return (
        add(book, "members", full_name="Nguyễn Thị Ánh", birth_date="1975", unit_id=cell,
            card_number="00123456", note="ở ấp Nhứt"),
        add(book, "members", full_name="Nguyễn Thị Anh", birth_date="1975-05-03", unit_id=cell,
            home_town="Mỹ Long Bắc", temporary=True, note="mới chuyển"),
    )  # fmt: skip


# side by side


def test_what_differs_and_what_is_proposed(book: Book, two: tuple[int, int]) -> None:
    found = {one.name: one for one in compare(book, *two)}
    assert {name: one.kept for name, one in found.items()} == {
        "full_name": 0,
        "birth_date": 1,
        "home_town": 1,
        "card_number": 0,
        "temporary": 1,
        "note": 0,
    }
    assert found["birth_date"].words == ("1975", "03/05/1975")
    assert found["birth_date"].values == ("1975", "1975-05-03")
    assert found["birth_date"].heading == "Ngày sinh"
    assert found["temporary"].words == ("không", "có")
    assert {one.name: one.kept for one in compare(book, *reversed(two))} == {
        "full_name": 0,
        "birth_date": 0,
        "home_town": 0,
        "card_number": 1,
        "temporary": 0,
        "note": 0,
    }
    with pytest.raises(StaleRecord):
        compare(book, two[0], 999_999)


def test_a_date_that_contradicts_is_not_fuller(book: Book) -> None:
    ids = [add(book, "members", full_name="Lê An", birth_date=one) for one in ("1976", "1975-05")]
    assert [one.kept for one in compare(book, ids[0], ids[1])] == [0]


def test_the_day_of_a_status_is_not_taken_without_the_status(book: Book) -> None:
    here = add(book, "members", full_name="Lê An")
    gone = add(book, "members", full_name="Lê An", status="deceased", status_on="2020-01-02",
               status_reason="bệnh")  # fmt: skip
    merge(book, here, gone)
    values = registers.get(book, "members", here).values
    assert (values["status"], values["status_on"], values["status_reason"]) == (
        "official",
        None,
        None,
    )


# merging


def test_the_one_that_stays_is_completed(book: Book, two: tuple[int, int]) -> None:
    done = merge(book, *two)
    assert done.value.id == two[0]
    assert done.changes.touches("members")
    kept = registers.get(book, "members", two[0]).values
    assert kept["full_name"] == "Nguyễn Thị Ánh"
    assert kept["birth_date"] == "1975-05-03"
    assert kept["home_town"] == "Mỹ Long Bắc"
    assert kept["card_number"] == "00123456"
    assert kept["temporary"] is True
    assert kept["note"] == "ở ấp Nhứt"
    assert registers.get(book, "members", two[1]).deleted
    assert registers.count(book, Query("members", search="nguyen thi anh")) == 1


def test_what_the_clerk_chose_is_taken(book: Book, two: tuple[int, int]) -> None:
    add(book, "pledges", year=2025, kind="registration", member_id=two[1])
    chosen = {"full_name": " Nguyễn Thị Ngọc Anh ", "home_town": None, "birth_date": "1975"}
    kept = merge(book, *two, chosen).value.values
    assert kept["full_name"] == "Nguyễn Thị Ngọc Anh"
    assert kept["home_town"] is None
    assert kept["birth_date"] == "1975"
    assert kept["temporary"] is True
    # what refers to it sorts by its new name
    assert live(book, "pledges")[0]["member_id_key"] == natural_sort_key("Nguyễn Thị Ngọc Anh")


@pytest.mark.parametrize(
    "chosen",
    [{"full_name": None}, {"birth_date": "03/05/1975"}, {"birth_date": "2199"}, {"unit_id": 999}],
)
def test_what_can_not_be_kept_changes_nothing(
    book: Book, two: tuple[int, int], chosen: Plain
) -> None:
    before = everything(book)
    with pytest.raises(InvalidValues):
        merge(book, *two, chosen)
    assert everything(book) == before


def test_two_pledges_of_a_year_and_kind_are_one(book: Book, two: tuple[int, int]) -> None:
    first = add(book, "pledges", year=2025, kind="registration", member_id=two[0],
                registered_on=date(2025, 3, 1), public_means="meeting")  # fmt: skip
    second = add(book, "pledges", year=2025, kind="registration", member_id=two[1],
                 registered_on=date(2025, 3, 9), public_means="posted", renounces=True,
                 public_on=date(2025, 4, 1), confirmed_on=date(2025, 4, 2))  # fmt: skip
    other = add(book, "pledges", year=2025, kind="commitment", member_id=two[1])
    for pledge, texts in ((first, ("a", "b")), (second, ("b", "c"))):
        for text in texts:
            add(book, "pledge_items", pledge_id=pledge, content=text)
        add(book, "pledge_reviews", pledge_id=pledge, reviewed_on=date(2025, 6, pledge),
            points=Decimal("91.5"))  # fmt: skip
    held = add(book, "rounds", title="Sơ kết")
    form = registers.keys(book, Query("award_forms"))[0]
    award = add(book, "awards", round_id=held, form_id=form, member_id=two[1], pledge_id=second)
    merge(book, *two)
    kept = live(book, "pledges")
    assert [one["id"] for one in kept] == [first, other]
    assert {one["member_id"] for one in kept} == {two[0]}
    assert kept[0]["registered_on"] == date(2025, 3, 1)
    assert kept[0]["confirmed_on"] == date(2025, 4, 2)
    assert kept[0]["renounces"] is True
    # the other's day of publicity is not that of this means
    assert (kept[0]["public_means"], kept[0]["public_on"]) == ("meeting", None)
    items = [(one["position"], one["content"]) for one in live(book, "pledge_items")]
    assert items == [(1, "a"), (2, "b"), (3, "c")]
    assert {one["pledge_id"] for one in live(book, "pledge_items")} == {first}
    assert [one["pledge_id"] for one in live(book, "pledge_reviews")] == [first, first]
    assert [(one["id"], one["pledge_id"]) for one in live(book, "awards")] == [(award, first)]
    # names on papers stay as they were written
    assert kept[1]["name"] == live(book, "awards")[0]["recipient_name"] == "Nguyễn Thị Anh"


def test_pledges_for_two_campaigns_stay_two(book: Book, two: tuple[int, int]) -> None:
    for member, month in zip(two, (3, 9), strict=True):
        campaign = add(book, "campaigns", year=2025, title=f"Đợt {month}",
                       deadline=date(2025, month, 1))  # fmt: skip
        add(book, "pledges", year=2025, kind="registration", member_id=member,
            campaign_id=campaign)  # fmt: skip
    merge(book, *two)
    assert [one["member_id"] for one in live(book, "pledges")] == [two[0], two[0]]


def test_who_was_expected_twice_is_expected_once(book: Book, two: tuple[int, int]) -> None:
    campaigns = [
        add(book, "campaigns", year=2025, title=f"Đợt {n}", deadline=date(2025, n, 1))
        for n in (1, 2)
    ]
    add(book, "expected", campaign_id=campaigns[0], pledger_kind="member", member_id=two[0])
    for one in campaigns:
        add(book, "expected", campaign_id=one, pledger_kind="member", member_id=two[1], head=True,
            reason="bổ sung")  # fmt: skip
    merge(book, *two)
    found = live(book, "expected")
    assert [one["campaign_id"] for one in found] == campaigns
    assert {one["member_id"] for one in found} == {two[0]}
    assert all(one["head"] and one["reason"] == "bổ sung" for one in found)


def test_history_is_not_doubled_and_not_lost(book: Book, two: tuple[int, int]) -> None:
    cell = add(book, "units", name="Chi bộ 2")
    for member in two:
        add(book, "member_moves", member_id=member, kind="arrival", place="Trà Cú", on="2010")
    add(book, "member_moves", member_id=two[1], kind="arrival", place="Càng Long", on="2010")
    add(book, "member_units", member_id=two[1], unit_id=cell, from_on="2005", to_on="2010")
    add(book, "member_steps", member_id=two[1], status="probationary", on="2003")
    assert len(live(book, "member_units", member_id=two[1])) == 2
    merge(book, *two)
    assert [one["place"] for one in live(book, "member_moves")] == ["Trà Cú", "Càng Long"]
    assert [one["from_on"] for one in live(book, "member_units")] == [None, "2005"]
    # the last says today what the record says: the one without a day comes before 2003
    steps = [(one["status"], one["on"]) for one in live(book, "member_steps")]
    assert steps == [("official", None), ("probationary", "2003"), ("official", None)]
    for register in ("member_moves", "member_units", "member_steps"):
        assert {one["member_id"] for one in live(book, register)} == {two[0]}


def test_a_unit_taken_from_the_other_has_its_time_and_is_no_transfer(book: Book) -> None:
    cells = [add(book, "units", name=f"Chi bộ {n}") for n in (1, 2)]
    here = add(book, "members", full_name="Lê An", unit_id=cells[0])
    gone = add(book, "members", full_name="Lê An", unit_id=cells[1], status="transferred")
    merge(book, here, gone, {"unit_id": cells[1], "status": "deceased", "status_on": "2021"})
    times = live(book, "member_units")
    assert [(one["unit_id"], one["from_on"], one["to_on"]) for one in times] == [
        (cells[0], None, None),
        (cells[1], None, None),
    ]
    steps = [(one["status"], one["on"]) for one in live(book, "member_steps")]
    assert ("deceased", "2021") in steps


def test_ratings_that_contradict_stay_both(book: Book, two: tuple[int, int]) -> None:
    for member, rating in zip((*two, two[1]), ("good", "good", "excellent"), strict=True):
        add(book, "yearly_ratings", member_id=member, rating=rating, period_to=date(2025, 12, 31))
    merge(book, *two)
    assert [one["rating"] for one in live(book, "yearly_ratings")] == ["good", "excellent"]


def test_files_go_along(book: Book, two: tuple[int, int]) -> None:
    uids = [registers.get(book, "members", one).uid for one in two]
    for owner, name in ((0, "a.pdf"), (1, "a.pdf"), (1, "b.pdf")):
        add(book, "attachments", owner_register="members", owner_uid=uids[owner], name=name,
            media_type="application/pdf", size=4, sha256="88d4", content=b"%PDF")  # fmt: skip
    before = everything(book)
    merge(book, *two)
    assert [(one["name"], one["owner_uid"]) for one in live(book, "attachments")] == [
        ("a.pdf", uids[0]),
        ("b.pdf", uids[0]),
    ]
    assert books.check_file(book.path).ok
    undo_last(book)
    assert everything(book) == before


def test_the_one_that_went_can_be_removed_for_good(book: Book, two: tuple[int, int]) -> None:
    pledge = add(book, "pledges", year=2025, kind="registration", member_id=two[1])
    registers.delete(book, "pledges", [pledge])
    merge(book, *two)
    registers.purge(book, "members", [two[1]])
    assert books.check_file(book.path).ok
    assert registers.get(book, "pledges", pledge).values["member_id"] == two[0]


# refusals


def test_what_is_refused_says_why_and_changes_nothing(book: Book, two: tuple[int, int]) -> None:
    with book.write("Nhận") as session:
        received = {"full_name": "Lê An", "origin": "another office"}
        foreign = insert_many(session, "members", [received], words="Nhận")[0]
    deleted = add(book, "members", full_name="Lê An")
    registers.delete(book, "members", [deleted])
    before = everything(book)
    for keep, gone, why in (
        (two[0], two[0], "hai bản ghi khác nhau"),
        (two[0], foreign, "cơ quan khác"),
        (foreign, two[0], "cơ quan khác"),
        (two[0], deleted, "thùng rác"),
        (deleted, two[0], "thùng rác"),
        (two[0], 999_999, "không còn trong sổ"),
    ):
        with pytest.raises(UserProblem, match=why):
            merge(book, keep, gone)
    with pytest.raises(UserProblem, match="đơn vị"):
        merge(book, 1, 2, register="units")
    assert everything(book) == before


def test_no_undoing_after_the_one_that_stays_was_changed(book: Book, two: tuple[int, int]) -> None:
    merge(book, *two)
    deed = undoing.last_deed(book)
    registers.save(book, "members", {"note": "khác"}, two[0])
    assert deed is not None
    assert deed.words == "Gộp đảng viên «Nguyễn Thị Anh»"
    with pytest.raises(UserProblem, match="đã được sửa"):
        undoing.undo(book, deed.batch)


def minimal(session: Session, register: str, **given: Any) -> Kept:
    """Keep a row of a register with what it requires alone, by its declaration."""
    samples: dict[Kind, Any] = {Kind.INTEGER: 2024, Kind.DATE: date(2024, 1, 1),
                                Kind.PARTIAL_DATE: "2024"}  # fmt: skip
    values = dict(given)
    for field in spec(register).fields:
        if field.name in values or not field.required or field.kind is Kind.BOOLEAN:
            continue
        if field.kind is Kind.REFERENCE:
            values[field.name] = minimal(session, field.reference or "").id
        elif field.choices:
            values[field.name] = field.choices[0].value
        else:
            values[field.name] = samples.get(field.kind, f"{register} {len(values)}")
    row = MODELS[register](**values)
    session.add(row)
    session.flush()
    return row


def test_whatever_register_refers_to_a_member_follows(book: Book, two: tuple[int, int]) -> None:
    """Over all declarations: one that is added later is in here by itself, live and in the bin."""
    kept, gone = two
    referred = {(one.name, field) for one, field in referring("members")}
    with book.write("Nhập") as session:
        made = [(register, field, minimal(session, register, **{field: gone}).id)
                for register, field in referred for _live_and_binned in range(2)]  # fmt: skip
        for register, _field, row in made[1::2]:
            session.get_one(MODELS[register], row).deleted_at = "2024-01-01T00:00:00Z"
    before = everything(book)
    merge(book, kept, gone)
    with book.read() as session:
        for register, field, row in made:
            table = TABLES[register]
            where = select(table.c[field]).where(table.c.id == row)
            assert session.scalar(where) == kept, (register, field)
    undo_last(book)
    assert everything(book) == before
