"""Whose data is kept longer than the rule asks: reminded of, kept on with a reason, not deleted."""

from __future__ import annotations

from datetime import date

import pytest

from desktop.core.errors import StaleRecord, UserProblem
from desktop.core.vietnamese.dates import PartialDate
from desktop.services import book_settings, erasing, overview_due, registers, retention, undoing
from desktop.services.books import Book

from .rows import add

DAY = date(2026, 6, 1)


def gone(book: Book, name: str, status: str, on: str | None, **values: object) -> int:
    return add(book, "members", full_name=name, status=status, status_on=on, **values)


def named(book: Book, day: date = DAY) -> list[str]:
    return [one.name for one in retention.overkept(book, day)]


@pytest.mark.parametrize(
    ("since", "last_kept", "due"),
    [
        ("2021-05-31", date(2026, 5, 30), date(2026, 5, 31)),
        ("2020-02-29", date(2025, 2, 27), date(2025, 2, 28)),
        ("2021-05", date(2026, 5, 30), date(2026, 5, 31)),
        ("2020", date(2025, 12, 30), date(2025, 12, 31)),
    ],
)
def test_due_after_so_many_years_of_the_last_day_it_may_have_been(
    book: Book, since: str, last_kept: date, due: date
) -> None:
    gone(book, "Lê Đã Đi", "left", since)
    assert retention.due_on(PartialDate.from_iso(since), 5) == due
    assert named(book, last_kept) == []
    assert named(book, due) == ["Lê Đã Đi"]


def test_only_who_is_gone_and_since_a_known_day(book: Book) -> None:
    for status in ("transferred", "left", "deceased"):
        gone(book, f"Lê {status}", status, "2015-01-01")
    for status in ("official", "probationary"):
        gone(book, f"Lê {status}", status, "2015-01-01")
    gone(book, "Lê Không Rõ", "left", None)
    assert named(book) == ["Lê transferred", "Lê left", "Lê deceased", "Lê Không Rõ"]
    first = retention.overkept(book, DAY)[0]
    assert first.words == "chuyển đi 01/01/2015"
    last = retention.overkept(book, DAY)[-1]
    assert (last.due, last.words) == (None, "ra khỏi Đảng, chưa ghi ngày")


def test_who_left_without_a_day_is_asked_for_it(book: Book) -> None:
    member = gone(book, "Lê Không Rõ", "deceased", None)
    (line,) = overview_due.due_lines(book, DAY)
    assert (line.register, line.row_id) == ("members", member)
    assert line.what.endswith("Lê Không Rõ, từ trần, chưa ghi ngày")
    for place in range(5):
        gone(book, f"Lê Khác {place}", "left", None)
    (line,) = overview_due.due_lines(book, DAY)
    assert line.register == retention.OVERKEPT
    assert "người đã rời đi chưa ghi ngày" in line.what
    registers.save(book, "members", {"status_on": "2026-01"}, member)
    assert "Lê Không Rõ" not in named(book), "with its day it is not due yet"
    retention.keep_on(book, [member + 1], "Đang hỏi", DAY)
    assert len(named(book)) == 4
    book_settings.save(book, {retention.YEARS: 0})
    assert overview_due.due_lines(book, DAY) == ()


def test_the_day_of_a_departure_counts_for_who_was_transferred(book: Book) -> None:
    member = gone(book, "Lê Chuyển", "transferred", None)
    add(book, "member_moves", member_id=member, kind="departure", on="2016-03", place="Huyện khác")
    (one,) = retention.overkept(book, DAY)
    assert one.words == "chuyển đi 03/2016"


def test_the_clerk_sets_the_years_or_turns_it_off(book: Book) -> None:
    gone(book, "Lê Đã Đi", "left", "2018-01-01")
    assert named(book) == ["Lê Đã Đi"]
    for years, told in ((10, []), (8, ["Lê Đã Đi"]), (0, [])):
        book_settings.save(book, {retention.YEARS: years})
        assert named(book) == told


def test_kept_on_with_a_reason_it_comes_back_after_a_year(book: Book) -> None:
    member = gone(book, "Lê Đã Đi", "left", "2018-01-01")
    with pytest.raises(UserProblem, match="lý do"):
        retention.keep_on(book, [member], "  ", DAY)
    with pytest.raises(StaleRecord):
        retention.keep_on(book, [99], "Còn cần", DAY)
    done = retention.keep_on(book, [member], "Tổng kết nhiệm kỳ", DAY)
    assert done.value == 1
    assert named(book) == []
    assert named(book, date(2027, 5, 31)) == []
    (again,) = retention.overkept(book, date(2027, 6, 1))
    assert again.kept == "Tổng kết nhiệm kỳ"
    retention.keep_on(book, [member], "Vẫn cần", date(2027, 6, 1))
    assert named(book, date(2028, 5, 31)) == []
    last = undoing.last_deed(book)
    assert last is not None
    undoing.undo(book, last.batch)
    assert named(book, date(2027, 6, 1)) == ["Lê Đã Đi"]


def test_it_stands_among_what_is_due_and_leads_to_the_person(book: Book) -> None:
    unit = add(book, "units", name="Chi bộ 1")
    member = gone(book, "Lê Đã Đi", "deceased", "2018", unit_id=unit)
    (line,) = overview_due.due_lines(book, DAY)
    assert (line.register, line.row_id, line.whose) == ("members", member, "Chi bộ 1")
    assert "Lê Đã Đi, từ trần" in line.what
    for place in range(5):
        gone(book, f"Lê Khác {place}", "left", "2018")
    (line,) = overview_due.due_lines(book, DAY)
    assert (line.register, line.row_id, dict(line.filters)) == (retention.OVERKEPT, None, {})
    assert line.what.startswith("06 người") or line.what.startswith("6 người")


def test_the_erased_are_no_longer_reminded_of(book: Book) -> None:
    member = gone(book, "Lê Đã Đi Rồi", "left", "2015")
    retention.keep_on(book, [member], "Còn cần", date(2020, 1, 1))
    assert named(book) == ["Lê Đã Đi Rồi"]
    uid = registers.get(book, "members", member).uid
    erasing.erase(book, member, "Theo quy định lưu giữ")
    assert named(book) == []
    assert uid not in str(book_settings.values(book))
    with book.read() as session:
        kept = session.connection().exec_driver_sql(
            "SELECT count(*) FROM settings WHERE key LIKE 'retention_kept:%'"
        )
        assert kept.scalar_one() == 0
