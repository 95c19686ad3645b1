"""Papers of a round from the book: who is on them, and what is told when there is nobody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desktop.core.errors import UserProblem
from desktop.services import printing, registers
from desktop.services.award_papers import READING, SIGNING, STATISTICS, TITLES
from desktop.services.books import Book

from .rows import add

READ = Callable[[Path], list[Any]]


@pytest.fixture
def held(book: Book) -> int:
    return add(
        book,
        "rounds",
        title="Sơ kết",
        achievement_period="2021 - 2023",
        meeting_on=date(2025, 5, 19),
        meeting_place="Hội trường",
    )


def award(book: Book, held: int, name: str, **values: Any) -> int:
    form = registers.options(book, "award_forms", "giay")[0].id
    return add(book, "awards", round_id=held, form_id=form, recipient_name=name, **values)


@pytest.fixture
def paper(book: Book, tmp_path: Path, read_pdf: READ) -> Callable[..., str]:
    def made(form: str, **options: Any) -> str:
        target = tmp_path / "giấy.pdf"
        done = printing.make_pdf(book, form, target, options)
        assert done.title == TITLES[form]
        found = read_pdf(target)
        assert len(found) == done.pages
        return " ".join(" ".join(page.text.split()) for page in found)

    return made


def test_who_was_agreed_to_is_read(book: Book, held: int, paper: Any) -> None:
    decision = add(
        book,
        "decisions",
        round_id=held,
        number="15-QĐ/HU",
        on=date(2025, 5, 12),
        level="district",
        issuer="Ban Thường vụ Huyện ủy",
    )
    award(book, held, "Lê An", state="agreed", decision_id=decision, recipient_post="UBND xã")
    award(book, held, "Võ Nam", state="refused")
    award(book, held, "Ngô Ba")
    words = paper(READING, round=held)
    assert "Lê An" in words
    assert "Ủy ban nhân dân xã" in words
    assert "Của Ban Thường vụ Huyện ủy theo Quyết định số 15-QĐ/HU ngày 12/05/2025" in words
    assert "Sơ kết, giai đoạn 2021 - 2023" in words
    assert "Hội nghị ngày 19/05/2025, Hội trường" in words
    assert "Võ Nam" not in words
    assert "Ngô Ba" not in words
    assert "Dự kiến" not in words
    assert "Lê An" not in paper(READING, round=held, decision=decision + 1)


def test_before_anybody_is_agreed_to_the_list_can_be_rehearsed(
    book: Book, held: int, paper: Any
) -> None:
    award(book, held, "Lê An")
    award(book, held, "Võ Nam", state="refused")
    words = paper(READING)
    assert "(Dự kiến" in words
    assert "Lê An" in words
    assert "Võ Nam" not in words


def test_the_sheet_to_sign_has_those_with_money_or_a_gift(
    book: Book, held: int, paper: Any
) -> None:
    with pytest.raises(UserProblem, match="Hãy ghi kết quả xét"):
        paper(SIGNING, round=held)
    one = award(book, held, "Lê An", state="given")
    with pytest.raises(UserProblem, match="Hãy nhập mức thưởng"):
        paper(SIGNING, round=held)
    registers.save(book, "awards", {"money": 1_500_000}, one)
    award(book, held, "Ngô Ba", state="agreed", gift="Khung ảnh")
    award(book, held, "Võ Nam", state="annulled", money=7)
    words = paper(SIGNING, round=held, family="government")
    assert "CỘNG HÒA XÃ HỘI" in words
    assert "Lê An" in words
    assert "Khung ảnh" in words
    assert "Một triệu năm trăm nghìn đồng" in words
    assert "Võ Nam" not in words


def test_the_sheet_names_two_decisions_of_one_number(book: Book, held: int, paper: Any) -> None:
    for day, issuer in ((1, "UBND huyện"), (9, "UBND tỉnh")):
        decision = add(
            book,
            "decisions",
            round_id=held,
            number="152/QĐ-UBND",
            on=date(2025, 5, day),
            level="district",
            issuer=issuer,
        )
        award(book, held, f"Lê {day}", state="agreed", decision_id=decision, money=5)
    words = paper(SIGNING, round=held)
    first = "Quyết định số 152/QĐ-UBND ngày 01/05/2025 của UBND huyện"
    assert f"({first}; Quyết định số 152/QĐ-UBND ngày 09/05/2025 của UBND tỉnh)" in words


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2025, 1, 1), date(2025, 12, 31), "năm 2025"),
        (date(2021, 1, 1), date(2025, 12, 31), "giai đoạn 2021 - 2025"),
        (date(2025, 1, 2), date(2025, 6, 30), "từ ngày 02/01/2025 đến ngày 30/06/2025"),
        (date(2025, 1, 2), None, "từ ngày 02/01/2025"),
        (None, date(2025, 6, 30), "đến ngày 30/06/2025"),
        (None, None, "từ trước đến nay"),
    ],
)
def test_statistics_say_their_period(
    book: Book, held: int, paper: Any, first: date | None, last: date | None, said: str
) -> None:
    unit = add(book, "units", name="Chi bộ ấp 1")
    award(book, held, "Lê An", state="given", unit_id=unit, money=5)
    words = paper(STATISTICS, first=first, last=last, unit=unit)
    for one in (said, "Chi bộ ấp 1", "Giấy khen", "Chưa rõ cấp", "2025", "01 lượt cho 01 cá nhân"):
        assert one in words


def test_statistics_of_one_round(book: Book, held: int, paper: Any) -> None:
    award(book, held, "Lê An", state="given", money=500_000)
    award(book, held, "Lê Bình", state="proposed")
    words = paper(STATISTICS, round=held)
    assert "IV. Theo quyết định" in words
    assert "Chưa có quyết định 1 500.000" in words
    assert "Cá nhân 1 500.000" in words
    assert "Giấy khen 1 500.000" in words


def test_a_round_that_is_gone_and_a_book_without_any_are_told(book: Book, paper: Any) -> None:
    with pytest.raises(UserProblem, match="Hãy lập đợt"):
        paper(READING)
    with pytest.raises(UserProblem, match="đã bị xóa"):
        paper(SIGNING, round=9_999)
    with pytest.raises(UserProblem, match="đã bị xóa"):
        paper(STATISTICS, round=9_999)
    assert set(TITLES) <= {one.name for one in printing.print_forms()}


def test_the_year_left_to_the_pen_is_the_rounds(
    book: Book, held: int, tmp_path: Path, read_pdf: READ
) -> None:
    this_year = date.today().year  # noqa: DTZ011 - the clerk's own day
    bare = add(book, "rounds", title="Không ngày")
    decided = add(book, "rounds", title="Có quyết định")
    add(book, "decisions", round_id=decided, number="7", on=date(2023, 4, 2), level="district")
    later = add(book, "rounds", title="Sang năm", meeting_on=date(this_year + 1, 1, 9))
    years = ((held, 2025), (bare, this_year), (decided, 2023), (later, this_year))
    for at, year in years:
        award(book, at, "Lê An", state="agreed", money=100_000)
        for form in ("commendation-proposal", SIGNING):
            target = tmp_path / "giấy.pdf"
            printing.make_pdf(book, form, target, {"round": at})
            words = " ".join(read_pdf(target)[0].text.split())
            assert f"ngày tháng năm {year}" in words
