"""One person, one form, two decisions of one round: two awards, whatever was there before."""

from __future__ import annotations

import pytest

from desktop.services import registers
from desktop.services.importing import Existing, Options
from desktop.storage.book import Book
from tests.services.rows import live

from .conftest import Sheet, outcomes, taken

HEAD = ("Họ và tên", "Số thẻ đảng", "Đợt khen thưởng", "Hình thức khen thưởng", "Thành tích",
        "Số quyết định", "Ngày quyết định")  # fmt: skip


def row(number: str | None, day: str | None = None, card: str | None = None) -> tuple[object, ...]:
    return ("Nguyễn Thị Lan", card, "Sơ kết 2025", "Giấy khen", "Tốt", number, day)


@pytest.mark.parametrize("card", [None, "00000001"])
def test_two_decisions_in_one_file(book: Book, sheet: Sheet, card: str | None) -> None:
    if card:
        registers.save(book, "members", {"full_name": "Nguyễn Thị Lan", "card_number": card})
    path = sheet([HEAD, row("1-QĐ/HU", "01/05/2025", card), row("2-QĐ/HU", "02/05/2025", card)])
    assert outcomes(taken(book, "awards", path)) == {"new": 2}
    assert len({one["decision_id"] for one in live(book, "awards")}) == 2
    assert outcomes(taken(book, "awards", path)) == {"same": 2}


@pytest.mark.parametrize("card", [None, "00000001"])
def test_another_decision_than_the_books(book: Book, sheet: Sheet, card: str | None) -> None:
    if card:
        registers.save(book, "members", {"full_name": "Nguyễn Thị Lan", "card_number": card})
    taken(book, "awards", sheet([HEAD, row("1-QĐ/HU", "01/05/2025", card)]))
    other = sheet([HEAD, row("2-QĐ/HU", "02/05/2025", card)], "b.xlsx")
    assert outcomes(taken(book, "awards", other)) == {"new": 1}
    assert len(live(book, "awards")) == 2


def test_decisions_told_by_their_days_alone(book: Book, sheet: Sheet) -> None:
    path = sheet([HEAD, row(None, "01/05/2025"), row(None, "02/05/2025")])
    assert outcomes(taken(book, "awards", path)) == {"new": 2}
    assert outcomes(taken(book, "awards", path)) == {"same": 2}


def test_a_day_that_no_decision_of_the_book_has(book: Book, sheet: Sheet) -> None:
    taken(book, "awards", sheet([HEAD, row("1-QĐ/HU", "01/05/2025")]))
    other = sheet([HEAD, row(None, "02/05/2025")], "b.xlsx")
    assert outcomes(taken(book, "awards", other)) == {"new": 1}
    assert len(live(book, "awards")) == 2


def states(book: Book) -> list[str]:
    return [one["state"] for one in live(book, "awards")]


def test_who_stands_under_a_number_and_a_day_was_agreed_to(book: Book, sheet: Sheet) -> None:
    people = [
        ("Lê An", "1-QĐ/HU", "01/05/2025"),
        ("Võ Nam", "2-QĐ/HU", None),
        ("Cao Hà", None, None),
    ]
    rows = [(name, None, "Sơ kết 2025", "Giấy khen", "Tốt", number, day)
            for name, number, day in people]  # fmt: skip
    path = sheet([HEAD, *rows])
    assert outcomes(taken(book, "awards", path)) == {"new": 3}
    assert states(book) == ["agreed", "proposed", "proposed"]
    assert outcomes(taken(book, "awards", path)) == {"same": 3}


def test_what_a_row_itself_says_of_the_outcome_holds(book: Book, sheet: Sheet) -> None:
    head = (*HEAD, "Kết quả", "Lý do không đồng ý, thu hồi")
    rows = [(*row("1-QĐ/HU", "01/05/2025"), "Thu hồi", "Sai thành tích")]
    taken(book, "awards", sheet([head, *rows]))
    assert states(book) == ["annulled"]
    taken(book, "awards", sheet([HEAD, row("1-QĐ/HU", "01/05/2025")], "b.xlsx"))
    assert states(book) == ["annulled"]


@pytest.mark.parametrize(
    ("existing", "state", "outcome"),
    [
        (Existing.FILL, "agreed", "filled"),
        (Existing.UPDATE, "agreed", "filled"),
        (Existing.SKIP, "proposed", "same"),
    ],
)
def test_a_proposal_is_agreed_to_by_the_decision_that_comes_in_later(
    book: Book, sheet: Sheet, existing: Existing, state: str, outcome: str
) -> None:
    taken(book, "awards", sheet([HEAD, row(None)]))
    assert states(book) == ["proposed"]
    path = sheet([HEAD, row("1-QĐ/HU", "01/05/2025")], "b.xlsx")
    found = outcomes(taken(book, "awards", path, Options(existing=existing)))
    assert states(book) == [state]
    assert found == {outcome: 1}


def test_a_proposal_is_completed_once(book: Book, sheet: Sheet) -> None:
    taken(book, "awards", sheet([HEAD, row(None)]))
    path = sheet([HEAD, row("1-QĐ/HU", "01/05/2025"), row("2-QĐ/HU", "02/05/2025")], "b.xlsx")
    assert outcomes(taken(book, "awards", path)) == {"filled": 1, "new": 1}
    assert len(live(book, "awards")) == 2


ISSUED = (*HEAD, "Cơ quan ban hành")


def test_the_day_alone_means_the_decision_of_the_book(book: Book, sheet: Sheet) -> None:
    taken(book, "awards", sheet([HEAD, row("1-QĐ/HU", "01/05/2025")]))
    again = sheet([HEAD, row(None, "01/05/2025")], "b.xlsx")
    assert outcomes(taken(book, "awards", again)) == {"same": 1}
    (kept,) = live(book, "decisions")
    assert kept["number"] == "1-QĐ/HU"
    assert len(live(book, "awards")) == 1


def test_of_two_decisions_of_a_day_the_clerk_says_which(book: Book, sheet: Sheet) -> None:
    first, second = (
        (*row(f"{number}-QĐ/HU", "01/05/2025"), issuer)
        for number, issuer in ((1, "Huyện ủy"), (2, "Ban Tuyên giáo"))
    )
    taken(book, "awards", sheet([ISSUED, first, second]))
    report = taken(book, "awards", sheet([HEAD, row(None, "01/05/2025")], "b.xlsx"))
    (refused,) = report.refused
    (reason,) = refused.reasons.values()
    assert reason == (
        "Trong sổ có 2 quyết định ngày 01/05/2025 của đợt này (1-QĐ/HU, 2-QĐ/HU). "
        "Hãy ghi thêm số quyết định."
    )
    assert (len(live(book, "decisions")), len(live(book, "awards"))) == (2, 2)
    # the issuer tells which
    told = sheet([ISSUED, (*row(None, "01/05/2025"), "Ban Tuyên giáo")], "c.xlsx")
    assert outcomes(taken(book, "awards", told)) == {"same": 1}
    other = sheet([ISSUED, (*row(None, "01/05/2025"), "Tỉnh ủy")], "d.xlsx")
    assert outcomes(taken(book, "awards", other)) == {"new": 1}
    assert len(live(book, "decisions")) == 3


def test_a_numbered_decision_learns_its_issuer(book: Book, sheet: Sheet) -> None:
    taken(book, "awards", sheet([HEAD, row("1-QĐ/HU", "01/05/2025")]))
    told = sheet([ISSUED, (*row(None, "01/05/2025"), "Huyện ủy")], "b.xlsx")
    taken(book, "awards", told)
    (kept,) = live(book, "decisions")
    assert (kept["number"], kept["issuer"]) == ("1-QĐ/HU", "Huyện ủy")
    assert len(live(book, "awards")) == 1


def test_one_file_may_tell_a_decision_with_its_number_and_one_without(
    book: Book, sheet: Sheet
) -> None:
    path = sheet([HEAD, row("1-QĐ/HU", "01/05/2025"), row(None, "01/05/2025")])
    assert outcomes(taken(book, "awards", path)) == {"new": 2}
    assert outcomes(taken(book, "awards", path)) == {"same": 2}
