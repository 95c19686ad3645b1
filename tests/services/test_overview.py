"""What the clerk sees first: counts, what is due on a day, the next meeting."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from desktop.core.register import Query
from desktop.services import registers
from desktop.services.books import Book
from desktop.services.overview import Due, overview
from desktop.services.worklists import Work

from .rows import add

TODAY = date(2026, 3, 10)


def due(book: Book, register: str) -> list[Due]:
    return [one for one in overview(book, TODAY).due if one.register == register]


def days(number: int) -> date:
    return TODAY + timedelta(days=number)


def test_an_empty_book_says_what_to_do_first(book: Book) -> None:
    found = overview(book, TODAY)
    assert found.empty
    assert found.due == ()
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


def missing(book: Book) -> list[Due]:
    """What is due because somebody hasn't registered."""
    return [
        one for one in due(book, "worklist") if one.filters["work"] == Work.NOT_REGISTERED.value
    ]


@pytest.mark.parametrize(
    ("deadline", "told", "late"),
    [
        (days(-366), False, False),
        (days(-365), True, True),
        (days(-1), True, True),
        (TODAY, True, False),
        (days(14), True, False),
        (days(15), False, False),
    ],
)
def test_campaigns_near_their_deadline(book: Book, deadline: date, told: bool, late: bool) -> None:
    given = add(book, "campaigns", year=2026, title="Đăng ký 2026", deadline=deadline)
    add(book, "expected", campaign_id=given, pledger_kind="other", name="Lê An")
    found = missing(book)
    assert len(found) == told
    if told:
        assert found[0].late is late
        assert found[0].filters == {"work": "not_registered", "campaign": given}
        assert "còn 1 đối tượng chưa đăng ký" in found[0].sentence
        assert ("đã hết hạn" in found[0].sentence) is late


def test_who_has_not_registered_is_counted_by_person(book: Book) -> None:
    given = add(book, "campaigns", year=2026, title="Đăng ký 2026", deadline=TODAY)
    unit = add(book, "units", name="Chi bộ ấp 1")
    for values in (
        {"pledger_kind": "other", "name": "Lê An"},
        {"pledger_kind": "other", "name": "Trần Bình"},
        {"pledger_kind": "organisation", "unit_id": unit, "name": "Chi bộ ấp 1"},
    ):
        add(book, "expected", campaign_id=given, **values)
    # twice by one, and by people whom nobody expected
    for name in ("Lê An", "LE AN", "Người ngoài 1", "Người ngoài 2"):
        add(book, "pledges", year=2026, campaign_id=given, pledger_kind="other", name=name)
    (told,) = missing(book)
    assert "còn 2 đối tượng" in told.sentence
    for values in (
        {"pledger_kind": "other", "name": "Trần Bình"},
        {"pledger_kind": "organisation", "unit_id": unit},
    ):
        add(book, "pledges", year=2026, campaign_id=given, **values)
    assert missing(book) == []


def test_items_that_are_overdue(book: Book) -> None:
    pledge = add(book, "pledges", year=2026, name="Lê An")
    add(book, "pledge_items", pledge_id=pledge, content="Hôm nay", due_on=TODAY)
    add(book, "pledge_items", pledge_id=pledge, content="Xong", due_on=days(-9), done_on=days(-1))
    add(book, "pledge_items", pledge_id=pledge, content="Tuần sau", due_on=days(15))
    add(book, "pledge_items", pledge_id=pledge, content="Tháng sau", due_on=days(16))
    late, soon = due(book, "worklist")
    assert soon.sentence == "1 nội dung đăng ký đến hạn trong 15 ngày tới."
    assert not soon.late
    assert soon.filters == {"work": "due_soon"}
    assert late.sentence == "1 nội dung đăng ký đã đến hạn mà chưa hoàn thành."
    assert late.late
    assert late.filters == {"work": "overdue"}
    add(book, "pledge_items", pledge_id=pledge, content="Hôm qua", due_on=days(-1))
    assert due(book, "worklist")[0].sentence.startswith("2 nội dung")
    registers.delete(book, "pledges", [pledge])
    assert due(book, "worklist") == []


def test_rounds_without_an_outcome_or_a_number(book: Book) -> None:
    held = add(book, "rounds", title="Sơ kết", meeting_on=days(-1))
    form = registers.options(book, "award_forms", "giay")[0].id
    award = add(book, "awards", round_id=held, form_id=form, recipient_name="Lê An")
    (told,) = due(book, "rounds")
    assert told.sentence == ("«Sơ kết», hội nghị ngày 09/03/2026: 1 đề nghị chưa có kết quả xét.")
    assert told.late
    registers.save(book, "awards", {"state": "given"}, award)
    assert due(book, "rounds") == []
    decision = add(book, "decisions", round_id=held, level="district", number="15-QĐ/HU")
    (told,) = due(book, "rounds")
    assert told.sentence == "«Sơ kết»: có quyết định chưa ghi số hoặc ngày."
    registers.save(book, "decisions", {"on": days(-2)}, decision)
    assert due(book, "rounds") == []


def test_models_that_nobody_looked_at_for_a_year(book: Book) -> None:
    add(book, "models", name="Cũ", registered_on=days(-366))
    add(book, "models", name="Vừa đủ", registered_on=days(-365))
    add(book, "models", name="Đã công nhận", state="recognised", state_on=days(-900))
    (told,) = due(book, "models")
    assert told.sentence.startswith("1 mô hình hơn một năm")


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
