"""What belongs to a row: ratings, items, decisions and rounds that were proposed; card numbers."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from desktop.core.register import Query
from desktop.services import exporting, registers
from desktop.services.importing import Existing, Options
from desktop.storage.book import Book

from .conftest import Sheet, outcomes, taken

PLEDGE = ["Năm", "Loại", "Người đăng ký", "Nội dung", "Chỉ tiêu", "Xếp loại"]
AWARD = ["Đợt", "Ngày hội nghị", "Số quyết định", "Cấp khen", "Hình thức khen", "Họ và tên",
         "Chức vụ, đơn vị"]  # fmt: skip


def kept(book: Book, register: str, *names: str) -> list[tuple[object, ...]]:
    found = registers.rows(book, register, list(registers.keys(book, Query(register))))
    return sorted(
        (tuple(one.labels.get(name) or one.values[name] for name in names) for one in found),
        key=repr,
    )


def pledge(content: str | None, target: str | None = None, rating: str | None = None) -> list:
    return ["2025", "Bản cam kết", "Lê An", content, target, rating]


def reviewed(book: Book, *reviews: tuple[str, date, date, str]) -> int:
    made = {"year": 2025, "kind": "commitment", "pledger_kind": "other", "name": "Lê An"}
    one = registers.save(book, "pledges", made).value.id
    for kind, start, end, rating in reviews:
        told = {"pledge_id": one, "period_kind": kind, "period_from": start, "period_to": end,
                "reviewed_on": end, "rating": rating}  # fmt: skip
        registers.save(book, "pledge_reviews", told)
    return one


JANUARY = ("month", date(2025, 1, 1), date(2025, 1, 31), "good")
YEAR = ("year", date(2025, 1, 1), date(2025, 12, 31), "excellent")


@pytest.mark.parametrize(
    ("existing", "outcome", "ratings"),
    [(Existing.FILL, "differs", ["excellent", "good"]),
     (Existing.SKIP, "differs", ["excellent", "good"]),
     (Existing.UPDATE, "changed", ["good", "good"])],
)  # fmt: skip
def test_a_rating_other_than_the_years(
    book: Book, sheet: Sheet, existing: Existing, outcome: str, ratings: list[str]
) -> None:
    reviewed(book, JANUARY, YEAR)
    path = sheet([PLEDGE, pledge(None, rating="Hoàn thành tốt nhiệm vụ")])
    report = taken(book, "pledges", path, Options(existing=existing))
    assert outcomes(report) == {outcome: 1}
    assert len(report.differing) == (outcome == "differs")
    assert [one for (one,) in kept(book, "pledge_reviews", "rating")] == ratings
    path = sheet([PLEDGE, pledge(None, rating="Hoàn thành xuất sắc nhiệm vụ")])
    if existing is not Existing.UPDATE:
        assert outcomes(taken(book, "pledges", path, Options(existing=existing))) == {"same": 1}


def test_a_months_rating_is_not_the_years(book: Book, sheet: Sheet) -> None:
    reviewed(book, JANUARY)
    path = sheet([PLEDGE, pledge(None, rating="Hoàn thành xuất sắc nhiệm vụ")])
    assert outcomes(taken(book, "pledges", path)) == {"filled": 1}
    assert kept(book, "pledge_reviews", "period_kind", "rating") == [
        ("month", "good"), ("year", "excellent")
    ]  # fmt: skip


def test_two_ratings_of_one_year_in_a_file_are_told(book: Book, sheet: Sheet) -> None:
    path = sheet(
        [PLEDGE, pledge("A", rating="Hoàn thành tốt nhiệm vụ"), pledge("B"),
         pledge("C", rating="Hoàn thành nhiệm vụ")]
    )  # fmt: skip
    assert outcomes(taken(book, "pledges", path)) == {"new": 2, "differs": 1}
    assert kept(book, "pledge_reviews", "rating") == [("good",)]


def test_items_of_one_text_with_different_targets_are_two(
    book: Book, other_book: Book, tmp_path: Path
) -> None:
    one = reviewed(book)
    for target in (None, "10 giờ", "20 giờ"):
        told = {"pledge_id": one, "content": "Học tập", "target": target}
        registers.save(book, "pledge_items", told)
    path = tmp_path / "p.xlsx"
    exporting.export_all(book, "pledges", path)
    assert outcomes(taken(other_book, "pledges", path)) == {"new": 3}
    assert kept(other_book, "pledge_items", "target") == kept(book, "pledge_items", "target")
    assert set(outcomes(taken(other_book, "pledges", path))) == {"same"}
    assert set(outcomes(taken(book, "pledges", path))) == {"same"}


def test_an_item_that_lacks_its_target_is_completed(book: Book, sheet: Sheet) -> None:
    one = reviewed(book)
    registers.save(book, "pledge_items", {"pledge_id": one, "content": "Học tập"})
    path = sheet([PLEDGE, pledge("Học tập", "10 giờ"), pledge("Học tập", "20 giờ")])
    assert outcomes(taken(book, "pledges", path)) == {"filled": 2}
    assert kept(book, "pledge_items", "target") == [("10 giờ",), ("20 giờ",)]


def award(name: str, number: str | None, met: date | None = None) -> list:
    return ["TK 2025", met, number, "Huyện", "Giấy khen", name, "x"]


def test_a_proposals_decision_gets_its_number(book: Book, sheet: Sheet) -> None:
    taken(book, "awards", sheet([AWARD, award("Lê An", None), award("Lê Ba", None)]))
    assert kept(book, "decisions", "number") == [(None,)]
    numbered = sheet([AWARD, award("Lê An", "15/QĐ-UBND"), award("Lê Ba", "15/QĐ-UBND")])
    assert outcomes(taken(book, "awards", numbered)) == {"same": 2}
    assert kept(book, "decisions", "number", "paper_family") == [("15/QĐ-UBND", "government")]
    assert kept(book, "awards", "recipient_name", "decision_id") == [
        ("Lê An", "15/QĐ-UBND"), ("Lê Ba", "15/QĐ-UBND")
    ]  # fmt: skip
    assert outcomes(taken(book, "awards", numbered)) == {"same": 2}


def test_what_one_file_tells_with_and_without_a_number_is_two(book: Book, sheet: Sheet) -> None:
    path = sheet([AWARD, award("Lê An", None), award("Lê Ba", "15-QĐ/HU")])
    assert outcomes(taken(book, "awards", path)) == {"new": 2}
    assert kept(book, "awards", "recipient_name", "decision_id")[1] == ("Lê Ba", "15-QĐ/HU")
    assert kept(book, "decisions", "number") == [("15-QĐ/HU",), (None,)]


def test_a_round_gets_its_day(book: Book, sheet: Sheet) -> None:
    taken(book, "awards", sheet([AWARD, award("Lê An", None)]))
    path = sheet([AWARD, award("Lê Ba", None, date(2025, 12, 1))])
    assert outcomes(taken(book, "awards", path)) == {"new": 1}
    assert kept(book, "rounds", "meeting_on") == [(date(2025, 12, 1),)]
    path = sheet([AWARD, award("Lê Ba", None, date(2025, 12, 2))])
    assert outcomes(taken(book, "awards", path)) == {"new": 1}
    assert len(kept(book, "rounds", "meeting_on")) == 2


@pytest.mark.parametrize("written", ["00.123.457", "123457", "00 123 457", 123457, "00123457"])
def test_a_card_number_however_it_is_written(book: Book, sheet: Sheet, written: str | int) -> None:
    registers.save(book, "members", {"full_name": "Lê An", "card_number": "00123457"})
    path = sheet([["Họ và tên", "Số thẻ đảng"], ["Lê An", written]])
    assert outcomes(taken(book, "members", path)) == {"same": 1}
    assert kept(book, "members", "card_number") == [("00123457",)]


def test_what_is_no_card_number_stays_as_it_is(book: Book, sheet: Sheet) -> None:
    path = sheet([["Họ và tên", "Số thẻ đảng"], ["Lê An", "123456789"], ["Lê Ba", "AB-12"]])
    taken(book, "members", path)
    assert {one for (one,) in kept(book, "members", "card_number")} <= {"123456789", "AB-12"}


def test_an_item_of_a_hundred_percent_is_done_on_the_day_it_comes(book: Book, sheet: Sheet) -> None:
    rows = [[*PLEDGE, "Tiến độ (%)"], [*pledge("Học tập"), 100], [*pledge("Đọc sách"), 40]]
    assert outcomes(taken(book, "pledges", sheet(rows))) == {"new": 2}
    today = date.today()  # noqa: DTZ011 (the clerk's own day)
    assert kept(book, "pledge_items", "progress", "done_on") == [(100, today), (40, None)]
    assert outcomes(taken(book, "pledges", sheet(rows))) == {"same": 2}
