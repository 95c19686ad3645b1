"""The worklists one by one: their order and words, texts that many share, what is done there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from desktop.core.errors import UserProblem
from desktop.core.terms import ReviewPeriod
from desktop.services import registers, worklists, worklists_texts
from desktop.services.books import Book
from desktop.services.worklists import Scope, Work
from desktop.services.worklists_reading import period_of
from desktop.services.worklists_rows import due_words
from desktop.storage.models import Campaign, Pledge
from tests.services.rows import add, undo_last

DAY = date(2026, 5, 20)
OTHER = "00000000-0000-4000-8000-00000000beef"  # an office whose data were received


def _campaign(book: Book, **values: Any) -> int:
    given_ = {"year": 2026, "title": "Đợt 2026", "deadline": DAY, **values}
    return add(book, "campaigns", **given_)


def test_heads_come_first_and_the_deadline_is_told(book: Book) -> None:
    campaign = _campaign(book)
    unit = add(book, "units", name="Chi bộ ấp 1")
    for name, head in (("Trần An", False), ("Lê Bình", True), ("Võ An", False)):
        values = {"pledger_kind": "other", "name": name, "head": head, "unit_id": unit}
        add(book, "expected", campaign_id=campaign, **values)
    keys = worklists.keys(book, Work.NOT_REGISTERED, on=DAY)
    found = worklists.rows(book, Work.NOT_REGISTERED, keys, DAY)
    assert [one.name for one in found] == ["Lê Bình", "Trần An", "Võ An"]
    assert found[0].head
    assert (found[0].words, found[0].late) == ("Người đứng đầu", False)
    later = worklists.rows(book, Work.NOT_REGISTERED, keys, DAY + timedelta(1))
    assert later[1].words == "Đã quá hạn 1 ngày"
    assert later[1].late
    assert not worklists.keys(book, Work.HEADS_BEHIND, on=DAY)
    add(book, "pledges", year=2026, campaign_id=campaign, pledger_kind="other", name="Trần An",
        unit_id=unit)  # fmt: skip
    (behind,) = worklists.rows(
        book, Work.HEADS_BEHIND, worklists.keys(book, Work.HEADS_BEHIND, on=DAY), DAY
    )
    assert behind.name == "Lê Bình"
    assert behind.words == "Người đứng đầu; 1 người của đơn vị đã đăng ký"


def _pledge(book: Book, campaign: int, name: str, *items: str, tied: bool = True) -> int:
    pledge = add(book, "pledges", year=2026, campaign_id=campaign, pledger_kind="other", name=name)
    given_ = {"duty": "Dạy học", "target": "02 hộ"} if tied else {}
    for n, text in enumerate(items):
        add(book, "pledge_items", pledge_id=pledge, content=text, position=n, **given_)
    return pledge


def test_why_a_pledge_is_not_concrete_and_who_shares_its_text(book: Book) -> None:
    campaign = _campaign(book)
    shared = [_pledge(book, campaign, f"Lê {n}", "Dậy sớm", "Trồng cây") for n in "EDCBA"]
    _pledge(book, campaign, "Võ Không")
    _pledge(book, campaign, "Võ Trơn", "Một mình", tied=False)
    _pledge(book, campaign, "Võ Rõ", "Giúp 02 hộ nghèo ở ấp 1")
    keys = worklists.keys(book, Work.NOT_CONCRETE, on=DAY)
    words = {one.name: one.words for one in worklists.rows(book, Work.NOT_CONCRETE, keys, DAY)}
    assert words == {
        **{f"Lê {n}": "5 bản trùng nguyên văn" for n in "ABCDE"},
        "Võ Không": "Chưa có nội dung nào",
        "Võ Trơn": "Không có nội dung nào vừa gắn với nhiệm vụ vừa có chỉ tiêu",
    }
    (text,) = worklists_texts.shared_texts(book, Scope(campaign_id=campaign), DAY)
    assert text.items == ("Dậy sớm", "Trồng cây")
    assert text.pledges == tuple(reversed(shared))  # by name


def test_texts_nearly_the_same(book: Book) -> None:
    campaign = _campaign(book)
    near = [
        _pledge(book, campaign, f"Lê {n}", f"Vận động nhân dân ấp {n} trồng hoa dọc tuyến đường")
        for n in range(1, 4)
    ]
    _pledge(book, campaign, "Võ Rõ", "Giúp hai hộ nghèo vay vốn chăn nuôi bò sinh sản")
    ((first, *others),) = worklists_texts.near_texts(book, campaign)
    assert first.likeness == 100
    assert all(90 <= one.likeness < 100 for one in others)
    assert sorted(pledge for one in (first, *others) for pledge in one.pledges) == near


def test_setting_items_done_is_one_deed(book: Book) -> None:
    campaign = _campaign(book)
    pledge = add(book, "pledges", year=2026, campaign_id=campaign, name="Lê An",
                 pledger_kind="other")  # fmt: skip
    items = [
        add(book, "pledge_items", pledge_id=pledge, content=f"Việc {n}", due_on=DAY)
        for n in range(2)
    ]
    assert list(worklists.keys(book, Work.OVERDUE, on=DAY)) == items
    done = worklists.set_done(book, items, DAY, "Đã xong")
    assert done.value == 2
    assert done.changes.registers >= {"pledge_items"}
    assert not worklists.keys(book, Work.OVERDUE, on=DAY)
    assert undo_last(book) == "Ghi hoàn thành 2 nội dung đăng ký"
    assert list(worklists.keys(book, Work.OVERDUE, on=DAY)) == items
    registers.delete(book, "pledge_items", items[:1])
    with pytest.raises(UserProblem):
        worklists.set_done(book, items, DAY)
    assert list(worklists.keys(book, Work.OVERDUE, on=DAY)) == items[1:]


def test_reminders_lead_to_their_record(book: Book) -> None:
    unit = registers.save(book, "units", {"name": "Chi bộ ấp 1"}).value
    values = {"owner_register": "units", "owner_uid": unit.uid, "on": DAY, "text": "Gọi lại"}
    note = add(book, "notes", **values, remind_on=DAY)
    (row,) = worklists.rows(book, Work.REMINDERS, worklists.keys(book, Work.REMINDERS, on=DAY))
    assert (row.id, row.opens, row.name, row.words) == (
        note, ("units", unit.id), "Chi bộ ấp 1", "Gọi lại")  # fmt: skip
    worklists.settle(book, [note])
    assert not worklists.keys(book, Work.REMINDERS, on=DAY)


def test_a_campaign_that_is_gone_is_told(book: Book) -> None:
    with pytest.raises(UserProblem, match="Đợt đăng ký này không còn"):
        worklists.counts(book, replace(Scope(), campaign_id=99))


@pytest.mark.parametrize(
    ("day", "kind", "first", "last"),
    [
        (date(2026, 5, 20), ReviewPeriod.QUARTER, date(2026, 4, 1), date(2026, 6, 30)),
        (date(2026, 12, 31), ReviewPeriod.QUARTER, date(2026, 10, 1), date(2026, 12, 31)),
        (date(2026, 6, 30), ReviewPeriod.HALF_YEAR, date(2026, 1, 1), date(2026, 6, 30)),
        (date(2026, 7, 1), ReviewPeriod.HALF_YEAR, date(2026, 7, 1), date(2026, 12, 31)),
    ],
)
def test_the_period_of_a_day(day: date, kind: ReviewPeriod, first: date, last: date) -> None:
    assert period_of(day, kind) == (first, last)


def test_how_far_a_day_is() -> None:
    assert due_words(DAY, DAY) == "hôm nay"
    assert due_words(DAY - timedelta(3), DAY) == "quá 3 ngày"
    assert due_words(DAY + timedelta(12), DAY) == "còn 12 ngày"


def test_a_plan_or_a_day_alone_is_no_review(book: Book) -> None:
    one = _pledge(book, _campaign(book), "Lê An")
    periods: tuple[tuple[str, dict[str, str]], ...] = (
        ("month", {}),
        ("quarter", {"pledged": "Dạy học"}),
    )
    for period, said in periods:
        add(book, "pledge_reviews", pledge_id=one, period_kind=period, reviewed_on=DAY, **said)
    for work in (Work.NEVER_REVIEWED, Work.NO_QUARTER_REVIEW):
        (key,) = worklists.keys(book, work, on=DAY)
        (row,) = worklists.rows(book, work, [key], DAY)
        assert (key, row.words) == (one, "Chưa đánh giá lần nào")


def test_what_is_left_of_last_year_stays_until_the_end_of_march(book: Book) -> None:
    campaign = _campaign(book)
    pledge = add(book, "pledges", year=2026, campaign_id=campaign, pledger_kind="other",
                 name="Lê An", confirmed_on=DAY, public_on=DAY)  # fmt: skip
    item = add(book, "pledge_items", pledge_id=pledge, content="Việc", duty="Dạy học",
               target="02 hộ", due_on=date(2026, 12, 20))  # fmt: skip
    year = [date(2026, 12, 31), date(2027, 1, 1), date(2027, 3, 31)]
    for day in year:
        assert list(worklists.keys(book, Work.OVERDUE, on=day)) == [item]
        assert [one.open for one in worklists.campaigns(book, day)] == [True]
    # nothing that comes round is due in the new year
    assert [worklists.counts(book, on=day)[Work.NO_QUARTER_REVIEW] for day in year] == [1, 0, 0]
    assert worklists.older_with_work(book, year[2]) == 0
    after = date(2027, 4, 1)
    assert not any(worklists.counts(book, on=after).values())
    assert worklists.older_with_work(book, after) == 1
    add(book, "pledge_reviews", pledge_id=pledge, reviewed_on=DAY, rating="good")
    worklists.set_done(book, [item], DAY)
    assert [one.open for one in worklists.campaigns(book, year[1])] == [False]
    assert worklists.older_with_work(book, after) == 0


def test_rows_of_other_offices_are_no_work_of_ours(book: Book) -> None:
    with book.write("Nhận dữ liệu") as session:
        held = Campaign(year=2026, title="Đợt bạn", deadline=DAY, origin=OTHER)
        session.add(held)
        session.flush()
        for campaign in (None, held.id):
            values = {"year": 2026, "kind": "registration", "pledger_kind": "other"}
            session.add(Pledge(**values, name="Bạn", campaign_id=campaign, origin=OTHER))
    assert worklists.campaigns(book, DAY) == []
    assert not any(worklists.counts(book, on=DAY).values())
    assert not any(worklists.counts(book, Scope(year=2026), DAY).values())
