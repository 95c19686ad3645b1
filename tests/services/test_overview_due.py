"""All that is due on a day, from every register with a deadline."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.services import book_settings, model_figures, notes, registers
from desktop.services.books import Book
from desktop.services.overview_due import Due, due_lines
from desktop.services.worklists import Work

from .rows import add

TODAY = date(2026, 3, 10)


def due(book: Book, register: str) -> list[Due]:
    return [one for one in due_lines(book, TODAY) if one.register == register]


def days(number: int) -> date:
    return TODAY + timedelta(days=number)


def missing(book: Book) -> list[Due]:
    """What is due because somebody hasn't registered."""
    return [
        one for one in due(book, "worklist") if one.filters["work"] == Work.NOT_REGISTERED.value
    ]


def from_elsewhere(book: Book, register: str, row_id: int) -> None:
    """Make a row one that another office sent."""
    with book.write("Nhận") as session:
        connection = session.connection()
        connection.exec_driver_sql(
            f"UPDATE {register} SET origin = 'khác' WHERE id = ?",
            (row_id,),
        )


@pytest.mark.parametrize(
    ("deadline", "told", "late"),
    [
        (days(-366), False, False),
        (days(-365), True, True),
        (days(-1), True, True),
        (TODAY, True, False),
        (days(15), True, False),
        (days(16), False, False),
    ],
)
def test_campaigns_near_their_deadline(book: Book, deadline: date, told: bool, late: bool) -> None:
    held = add(book, "campaigns", year=2026, title="Đăng ký 2026", deadline=deadline)
    add(book, "expected", campaign_id=held, pledger_kind="other", name="Lê An")
    found = missing(book)
    assert len(found) == told
    if told:
        assert found[0].late is late
        assert found[0].on == deadline
        assert found[0].filters == {"work": "not_registered", "campaign": held}
        assert found[0].what == "Còn 1 đối tượng chưa đăng ký: «Đăng ký 2026»"


def test_who_has_not_registered_is_counted_by_person(book: Book) -> None:
    held = add(book, "campaigns", year=2026, title="Đăng ký 2026", deadline=TODAY)
    unit = add(book, "units", name="Chi bộ ấp 1")
    for values in (
        {"pledger_kind": "other", "name": "Lê An"},
        {"pledger_kind": "other", "name": "Trần Bình"},
        {"pledger_kind": "organisation", "unit_id": unit, "name": "Chi bộ ấp 1"},
    ):
        add(book, "expected", campaign_id=held, **values)
    # twice by one, and by people whom nobody expected
    for name in ("Lê An", "LE AN", "Người ngoài 1", "Người ngoài 2"):
        add(book, "pledges", year=2026, campaign_id=held, pledger_kind="other", name=name)
    (told,) = missing(book)
    assert told.what.startswith("Còn 2 đối tượng")
    for values in (
        {"pledger_kind": "other", "name": "Trần Bình"},
        {"pledger_kind": "organisation", "unit_id": unit},
    ):
        add(book, "pledges", year=2026, campaign_id=held, **values)
    assert missing(book) == []


def test_few_items_stand_one_by_one_and_many_as_one_line(book: Book) -> None:
    unit = add(book, "units", name="Chi bộ ấp 1")
    pledge = add(book, "pledges", year=2026, name="Lê An", unit_id=unit)
    for content, on, done in (
        ("Hôm nay", TODAY, None),
        ("Quá hạn", days(-9), None),
        ("Xong", days(-9), days(-1)),
        ("Tuần sau", days(15), None),
        ("Tháng sau", days(16), None),
    ):
        add(book, "pledge_items", pledge_id=pledge, content=content, due_on=on, done_on=done)
    found = due(book, "pledges")
    assert [(one.what, one.on, one.late, one.row_id) for one in found] == [
        ("Nội dung đăng ký: Quá hạn", days(-9), True, pledge),
        ("Nội dung đăng ký: Hôm nay", TODAY, False, pledge),
        ("Nội dung đăng ký: Tuần sau", days(15), False, pledge),
    ]
    assert {one.whose for one in found} == {"Lê An, Chi bộ ấp 1"}
    assert [one.distance(TODAY) for one in found] == [
        "Quá hạn 09 ngày",
        "Hạn hôm nay",
        "Còn 15 ngày",
    ]
    for place in range(4):
        on = days(-place - 1)
        add(book, "pledge_items", pledge_id=pledge, content="Nữa", due_on=on)
    (told,) = due(book, "worklist")
    assert told.what == "6 nội dung đăng ký đã đến hạn mà chưa hoàn thành"
    assert (told.on, told.late, told.filters) == (days(-9), True, {"work": "overdue"})
    registers.delete(book, "pledges", [pledge])
    assert [*due(book, "worklist"), *due(book, "pledges")] == []


def test_rounds_without_an_outcome_or_a_number(book: Book) -> None:
    held = add(book, "rounds", title="Sơ kết", meeting_on=days(-1), meeting_place="Hội trường")
    form = registers.options(book, "award_forms", "giay")[0].id
    award = add(book, "awards", round_id=held, form_id=form, recipient_name="Lê An")
    (told,) = due(book, "rounds")
    assert told.what == "1 đề nghị chưa có kết quả xét: «Sơ kết»"
    assert (told.on, told.late, told.whose, told.row_id) == (days(-1), True, "Hội trường", held)
    registers.save(book, "awards", {"state": "given"}, award)
    assert due(book, "rounds") == []
    decision = add(book, "decisions", round_id=held, level="district", number="15-QĐ/HU")
    (told,) = due(book, "rounds")
    assert told.what == "Có quyết định chưa ghi số hoặc ngày: «Sơ kết»"
    assert told.distance(TODAY) == ""
    registers.save(book, "decisions", {"on": days(-2)}, decision)
    assert due(book, "rounds") == []


@pytest.mark.parametrize(
    ("register", "values", "day", "words"),
    [
        ("rounds", {"title": "Sơ kết"}, "meeting_on", "Trao thưởng: «Sơ kết»"),
        ("conferences", {"title": "Tọa đàm"}, "on", "Hội nghị: «Tọa đàm»"),
        ("contests", {"name": "Kể chuyện"}, "on", "Hội thi: «Kể chuyện»"),
        ("study_sessions", {"subject": "Chuyên đề"}, "on", "Học tập: «Chuyên đề»"),
    ],
)
def test_meetings_of_the_next_thirty_days(
    book: Book, register: str, values: dict[str, Any], day: str, words: str
) -> None:
    for ahead in (-1, 31):
        add(book, register, **values, **{day: days(ahead)})
    near = [add(book, register, **values, **{day: days(ahead)}) for ahead in (0, 30)]
    found = due(book, register)
    assert [one.row_id for one in found] == near
    assert {one.what for one in found} == {words}
    assert not any(one.late for one in found)


def thing_of_a_plan(book: Book, on: date) -> int:
    unit = add(book, "units", name="Chi bộ ấp 1")
    plan = add(book, "plans", title="Kế hoạch năm 2026", year=2026, unit_id=unit)
    return add(book, "plan_items", plan_id=plan, content="Mở lớp", due_on=on)


def breakthrough(book: Book, on: date) -> int:
    values = {"year": 2026, "matter": "Giúp hộ nghèo", "owner": "Bí thư"}
    return add(book, "breakthroughs", due_on=on, **values)


def document(book: Book, on: date) -> int:
    values = {"number": "196-KH/TU", "issuer": "Tỉnh ủy", "abstract": "Sơ kết"}
    return add(book, "documents", report_due=on, **values)


@pytest.mark.parametrize(
    ("make", "register", "what", "whose", "done"),
    [
        (
            thing_of_a_plan,
            "plan_items",
            "Mở lớp (kế hoạch «Kế hoạch năm 2026»)",
            "Chi bộ ấp 1",
            "done_on",
        ),
        (breakthrough, "breakthroughs", "Nội dung đột phá: Giúp hộ nghèo", "Bí thư", "done_on"),
        (
            document,
            "documents",
            "Báo cáo theo văn bản 196-KH/TU: Sơ kết",
            "Tỉnh ủy",
            "reported_on",
        ),
    ],
)
def test_what_has_a_deadline_of_its_own(
    book: Book,
    make: Callable[[Book, date], int],
    register: str,
    what: str,
    whose: str,
    done: str,
) -> None:
    made = {ahead: make(book, days(ahead)) for ahead in (16, 15, 0, -1)}
    found = due(book, register)
    assert [(one.row_id, one.late) for one in found] == [
        (made[-1], True),
        (made[0], False),
        (made[15], False),
    ]
    assert {(one.what, one.whose) for one in found} == {(what, whose)}
    registers.save(book, register, {done: TODAY}, made[-1])
    registers.delete(book, register, [made[0]])
    assert [one.row_id for one in due(book, register)] == [made[15]]
    from_elsewhere(book, register, made[15])
    assert due(book, register) == []
    book_settings.save(book, {"due_soon_days": 16})
    assert [one.row_id for one in due(book, register)] == [made[16]]


def test_notes_that_remind(book: Book) -> None:
    model = add(book, "models", name="Hũ gạo", registered_on=TODAY)
    long = "Hỏi thêm kinh phí\nvà " + "rất " * 60 + "dài"
    for text, ahead in ((long, -2), ("Hôm nay", 0), ("Mai", 1)):
        notes.add(book, "models", model, text, TODAY, days(ahead))
    first, second = due(book, "models")
    assert first.what.startswith("Nhắc: Hỏi thêm kinh phí và rất")
    assert first.what.endswith("…")
    assert (first.whose, first.late, first.on) == ("Hũ gạo", True, days(-2))
    assert (second.what, second.late) == ("Nhắc: Hôm nay", False)


def test_signers_are_wanted_once_there_is_a_round(book: Book) -> None:
    assert due(book, "signers") == []
    add(book, "rounds", title="Sơ kết")
    assert len(due(book, "signers")) == 1
    add(book, "signers", name="Trần Ký", post="Trưởng ban")
    assert due(book, "signers") == []


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.integers(-400, 40), max_size=5))
def test_the_late_come_first_then_by_day(book: Book, ahead: list[int]) -> None:
    for one in ahead:
        breakthrough(book, days(one))
    found = due_lines(book, TODAY)
    assert [one.late for one in found] == sorted((one.late for one in found), reverse=True)
    for late in (True, False):
        dates = [one.on for one in found if one.late is late and one.on is not None]
        assert dates == sorted(dates)
    for one in found:
        assert one.late == (one.on is not None and one.on < TODAY)
        assert one.distance(TODAY).startswith("Quá hạn") == one.late


def test_models_are_silent_by_the_one_rule_and_the_offices_months(book: Book) -> None:
    for place, state in enumerate(("registered", "recognised", "stopped")):
        add(book, "models", name=f"Mô hình {place}", registered_on=days(-800), state=state,
            state_on=days(-400))  # fmt: skip
    listed = model_figures.silent(book, on=TODAY)
    (told,) = due(book, "models")
    assert told.what.startswith(f"{len(listed)} mô hình quá 12 tháng")
    assert told.filters == {"state": ("registered", "recognised")}
    book_settings.save(book, {"model_silence_months": 24})
    assert not model_figures.silent(book, on=TODAY)
    assert not due(book, "models")
