"""Partial dates, and what clerks type for them."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.errors import UserProblem
from desktop.core.vietnamese.dates import DateProblem, PartialDate, parse_date, parse_partial

TODAY = date(2026, 2, 1)


@st.composite
def partial_dates(draw: st.DrawFn) -> PartialDate:
    year = draw(st.integers(1800, 2200))
    month = draw(st.none() | st.integers(1, 12))
    if month is None:
        return PartialDate(year)
    return PartialDate(year, month, draw(st.none() | st.integers(1, monthrange(year, month)[1])))


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("03/05/1975", "1975-05-03"),
        ("3/5/1975", "1975-05-03"),
        ("3-5-75", "1975-05-03"),
        ("3.5.75", "1975-05-03"),
        ("3–5–1975", "1975-05-03"),
        (" 3 / 5 / 1975 ", "1975-05-03"),
        ("03051975", "1975-05-03"),
        ("5/1975", "1975-05"),
        ("05-1975", "1975-05"),
        ("5.1975", "1975-05"),
        ("1975", "1975"),
        ("năm 1975", "1975"),
        ("NĂM 1975", "1975"),
        ("nam 1975", "1975"),
        ("tháng 5 năm 1975", "1975-05"),
        ("tháng 5/1975", "1975-05"),
        ("ngày 3 tháng 5 năm 1975", "1975-05-03"),
        ("Ngày 03 tháng 05 năm 1975", "1975-05-03"),
        ("ngày 3, tháng 5, năm 1975", "1975-05-03"),
        ("3 thang 5 nam 1975", "1975-05-03"),
        ("ngày 3/5/1975", "1975-05-03"),
        ("1975-05-03", "1975-05-03"),
        ("1975-05", "1975-05"),
        ("1975/5/3", "1975-05-03"),
        ("1975-05-03 00:00:00", "1975-05-03"),
        ("1975-05-03T07:30", "1975-05-03"),
        ("29/02/2024", "2024-02-29"),
        ("1\u00a0/\u00a02\u00a0/\u00a02003", "2003-02-01"),
        ("1/1/1800", "1800-01-01"),
        ("31122200", "2200-12-31"),
    ],
)
def test_what_is_read(text: str, iso: str) -> None:
    assert parse_partial(text, TODAY).iso == iso
    assert parse_partial(unicodedata.normalize("NFD", text), TODAY).iso == iso


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Chưa ghi ngày"),
        ("  ", "Chưa ghi ngày"),
        ("hôm qua", "Không đọc được ngày “hôm qua”"),
        ("31/02/1975", "tháng 2 năm 1975 có 28 ngày"),
        ("29/2/2023", "tháng 2 năm 2023 có 28 ngày"),
        ("31/4/1975", "tháng 4 năm 1975 có 30 ngày"),
        ("00/05/1975", "Không có ngày 0/5/1975"),
        ("5/13/1975", "Không có tháng 13"),
        ("13/1975", "Không có tháng 13"),
        ("0/1975", "Không có tháng 0"),
        ("19750503", "Năm 503"),
        ("1/1/1799", "Năm 1799"),
        ("2201", "Năm 2201"),
        ("5/75", "Không đọc được"),
        ("3/5", "Không đọc được"),
        ("75", "Không đọc được"),
        ("030575", "Không đọc được"),
        ("3051975", "Không đọc được"),
        ("27517", "Không đọc được"),
        ("3/5-1975", "Không đọc được"),
        ("3/5/1975 - 4/5/1975", "Không đọc được"),
        ("3/5/197", "Không đọc được"),
        ("٣/٥/١٩٧٥", "Không đọc được"),
    ],
)
def test_what_is_refused(text: str, said: str) -> None:
    with pytest.raises(DateProblem, match=re.escape(said)) as problem:
        parse_partial(text, TODAY)
    sentence = str(problem.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert isinstance(problem.value, ValueError)
    assert isinstance(problem.value, UserProblem)


@pytest.mark.parametrize(
    ("short", "year"), [("26", 2026), ("31", 2031), ("32", 1932), ("75", 1975), ("00", 2000)]
)
def test_two_digits_of_a_year(short: str, year: int) -> None:
    assert parse_partial(f"3/5/{short}", TODAY).year == year


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.integers(0, 99))
def test_two_digits_mean_at_most_five_years_ahead(today: date, short: int) -> None:
    year = parse_partial(f"1/1/{short:02}", today).year
    assert year % 100 == short
    assert today.year - 95 < year <= today.year + 5


def test_a_short_year_means_this_day_when_no_other_is_given() -> None:
    this_year = date.today().year  # noqa: DTZ011 -- the local day, as in the module
    assert parse_date(f"1/2/{this_year % 100:02}") == date(this_year, 2, 1)


def test_a_full_date_is_asked_for() -> None:
    assert parse_date("3/5/1975") == date(1975, 5, 3)
    assert parse_date("3/5/75", TODAY) == date(1975, 5, 3)
    for text in ("5/1975", "1975"):
        with pytest.raises(DateProblem, match="chưa đủ ngày, tháng và năm"):
            parse_date(text)


@given(partial_dates())
def test_what_is_shown_and_stored_is_read_back(day: PartialDate) -> None:
    assert parse_partial(day.display) == day
    assert parse_partial(day.iso) == day
    assert PartialDate.from_iso(day.iso) == day
    assert str(day) == day.display


@given(partial_dates(), partial_dates())
def test_order_is_that_of_the_stored_text(left: PartialDate, right: PartialDate) -> None:
    assert (left < right) == (left.iso < right.iso)
    assert (left >= right) == (left.iso >= right.iso)
    assert (left == right) == (left.iso == right.iso)


@given(partial_dates())
def test_first_and_last_day_enclose(day: PartialDate) -> None:
    assert day.first_day <= day.last_day
    assert (day.first_day == day.last_day) == (day.day is not None)
    assert PartialDate.from_date(day.first_day) >= day
    assert day.first_day.year == day.last_day.year == day.year


def test_first_and_last_day() -> None:
    assert PartialDate(1975).first_day == date(1975, 1, 1)
    assert PartialDate(1975).last_day == date(1975, 12, 31)
    assert PartialDate(2024, 2).last_day == date(2024, 2, 29)


def test_display_and_iso() -> None:
    shown = [PartialDate(1975), PartialDate(1975, 5), PartialDate(1975, 5, 3)]
    assert [day.display for day in shown] == ["1975", "05/1975", "03/05/1975"]
    assert [day.iso for day in shown] == ["1975", "1975-05", "1975-05-03"]


def test_a_day_needs_a_month() -> None:
    with pytest.raises(DateProblem, match="cả tháng"):
        PartialDate(1975, day=3)


@pytest.mark.parametrize("text", ["", "75", "1975-5", "1975-05-3", "1975-13", "03/05/1975", "0000"])
def test_from_iso_reads_nothing_else(text: str) -> None:
    with pytest.raises(DateProblem):
        PartialDate.from_iso(text)


def test_a_partial_date_cannot_be_compared_with_text() -> None:
    with pytest.raises(TypeError):
        _ = PartialDate(1975) < "1975"  # type: ignore[operator]  # what is tested


@given(st.text() | st.text(alphabet="0123456789/-. nămthágy"))
def test_any_text_is_a_date_or_a_problem(text: str) -> None:
    try:
        found = parse_partial(text)
    except DateProblem:
        return
    assert parse_partial(found.display) == found
