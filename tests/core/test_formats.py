"""Dates, numbers and money as official papers write them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core import formats
from desktop.core.errors import UserProblem
from desktop.core.formats import NumberProblem
from desktop.core.vietnamese.dates import PartialDate, parse_date

office_decimals = st.decimals(min_value=-(10**15), max_value=10**15, places=3)


def test_date_text() -> None:
    assert formats.date_text(date(2023, 5, 18)) == "18/05/2023"
    assert formats.date_text(datetime(2023, 5, 18, 7, 30)) == "18/05/2023"  # noqa: DTZ001 -- local
    assert formats.date_text(PartialDate(1975, 5)) == "05/1975"
    assert formats.date_text(None) == ""


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2025, 9, 2), "ngày 02 tháng 9 năm 2025"),
        (date(2025, 1, 10), "ngày 10 tháng 01 năm 2025"),
        (date(2025, 2, 9), "ngày 09 tháng 02 năm 2025"),
        (date(2025, 3, 31), "ngày 31 tháng 3 năm 2025"),
        (date(2025, 12, 1), "ngày 01 tháng 12 năm 2025"),
    ],
)
def test_official_date(day: date, expected: str) -> None:
    assert formats.official_date(day) == expected
    assert formats.place_and_date("Cầu Ngang", day) == f"Cầu Ngang, {expected}"


@given(st.dates(date(1800, 1, 1), date(2200, 12, 31)))
def test_dates_are_read_back(day: date) -> None:
    assert parse_date(formats.date_text(day)) == day
    assert parse_date(formats.official_date(day)) == day


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [
        (5395, None, "5.395"),
        (0, None, "0"),
        (999, None, "999"),
        (-1234567, None, "-1.234.567"),
        (98.5, None, "98,5"),
        (0.1, None, "0,1"),
        (Decimal("1234.50"), None, "1.234,5"),
        (Decimal("1E+3"), None, "1.000"),
        (2.5, 0, "3"),
        (Decimal("0.125"), 2, "0,13"),
        (1.005, 2, "1,01"),
        (-0.04, 1, "0"),
        (1e22, None, "10.000.000.000.000.000.000.000"),
    ],
)
def test_number(value: float | Decimal, digits: int | None, expected: str) -> None:
    assert formats.number(value, digits) == expected


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("NaN")])
def test_what_is_no_number_is_not_written(value: float | Decimal) -> None:
    with pytest.raises(ValueError, match="finite"):
        formats.number(value)


@given(office_decimals | st.integers() | st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_are_read_back(value: float | Decimal) -> None:
    assert formats.parse_number(formats.number(value)) == Decimal(str(value))


@given(office_decimals)
def test_rounding_is_half_up(value: Decimal) -> None:
    shown = formats.parse_number(formats.number(value, 1))
    assert shown == value.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


@pytest.mark.parametrize(
    ("fraction", "digits", "expected"),
    [
        (0.985, 1, "98,5%"),
        (0.98, 1, "98%"),
        (1, 1, "100%"),
        (0.9845, 1, "98,5%"),
        (0.98449, 1, "98,4%"),
        (0.125, 0, "13%"),
        (1 / 3, 2, "33,33%"),
        (0.29, 1, "29%"),
        (None, 1, ""),
    ],
)
def test_percent(fraction: float | None, digits: int, expected: str) -> None:
    assert formats.percent(fraction, digits) == expected


@given(st.decimals(min_value=0, max_value=2, places=3))
def test_percents_are_read_back(fraction: Decimal) -> None:
    assert formats.parse_number(formats.percent(fraction).removesuffix("%")) == fraction * 100


@pytest.mark.parametrize(
    ("fraction", "expected"),
    [
        (0.9876, "trên 98%"),
        (0.98, "98%"),
        (0.9899999, "trên 98%"),
        (0.29, "29%"),
        (0.57, "57%"),
        (1.0, "100%"),
        (0, "0%"),
        (1052 / 1069, "trên 98%"),
    ],
)
def test_over_percent(fraction: float, expected: str) -> None:
    assert formats.over_percent(fraction) == expected


@given(st.integers(0, 5000), st.integers(1, 5000))
def test_over_percent_never_says_too_much(attended: int, invited: int) -> None:
    text = formats.over_percent(attended / invited)
    whole = int(formats.parse_number(text.removeprefix("trên ").removesuffix("%")))
    assert whole == attended * 100 // invited
    assert text.startswith("trên ") == (attended * 100 % invited != 0)


@pytest.mark.parametrize(
    ("count", "expected"), [(0, "0"), (1, "01"), (9, "09"), (10, "10"), (5395, "5.395")]
)
def test_official_count(count: int, expected: str) -> None:
    assert formats.official_count(count) == expected


def test_money() -> None:
    assert formats.money(1_500_000) == "1.500.000 đồng"
    assert formats.money_plain(1_500_000) == "1.500.000"
    assert formats.money_plain(Decimal("999.5")) == "1.000"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.500.000", "1500000"),
        ("1500000", "1500000"),
        ("1 500 000", "1500000"),
        ("1\u00a0500", "1500"),
        ("98,5", "98.5"),
        ("1.234,50", "1234.5"),
        ("1,500", "1.5"),
        ("-5", "-5"),
        ("−5", "-5"),
        ("+5", "5"),
        ("01", "1"),
        ("500.000 đồng", "500000"),
        ("500.000đ", "500000"),
        ("500.000 VNĐ", "500000"),
    ],
)
def test_parse_number(text: str, expected: str) -> None:
    assert formats.parse_number(text) == Decimal(expected)


@pytest.mark.parametrize(
    "text",
    ["1.5", "1,500,000", "15.00", "0.500", "1.500 000", "1.500,", ",5", "một", "5%", "1e3", "٣"],
)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(NumberProblem, match=r"^Không đọc được số “.*\.$") as problem:
        formats.parse_number(text)
    assert isinstance(problem.value, ValueError)
    assert isinstance(problem.value, UserProblem)


def test_an_empty_number() -> None:
    with pytest.raises(NumberProblem, match="Chưa ghi số"):
        formats.parse_number(" ")


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        (0, "Không đồng"),
        (5, "Năm đồng"),
        (10, "Mười đồng"),
        (11, "Mười một đồng"),
        (14, "Mười bốn đồng"),
        (15, "Mười lăm đồng"),
        (20, "Hai mươi đồng"),
        (21, "Hai mươi mốt đồng"),
        (24, "Hai mươi tư đồng"),
        (55, "Năm mươi lăm đồng"),
        (100, "Một trăm đồng"),
        (101, "Một trăm linh một đồng"),
        (104, "Một trăm linh bốn đồng"),
        (105, "Một trăm linh năm đồng"),
        (115, "Một trăm mười lăm đồng"),
        (1_001, "Một nghìn không trăm linh một đồng"),
        (1_010, "Một nghìn không trăm mười đồng"),
        (21_000, "Hai mươi mốt nghìn đồng"),
        (101_015, "Một trăm linh một nghìn không trăm mười lăm đồng"),
        (1_500_000, "Một triệu năm trăm nghìn đồng"),
        (1_000_005, "Một triệu không trăm linh năm đồng"),
        (1_005_000, "Một triệu không trăm linh năm nghìn đồng"),
        (
            74_545_454,
            "Bảy mươi tư triệu năm trăm bốn mươi lăm nghìn bốn trăm năm mươi tư đồng",
        ),
        (1_000_000_000, "Một tỷ đồng"),
        (1_000_000_005, "Một tỷ không trăm linh năm đồng"),
        (1_500_000_000_000, "Một nghìn năm trăm tỷ đồng"),
        (-21_000, "Âm hai mươi mốt nghìn đồng"),
    ],
)
def test_money_in_words(amount: int, expected: str) -> None:
    assert formats.money_in_words(amount) == expected


VALUES = {
    word: value
    for value, names in enumerate(
        [
            ("không",),
            ("một", "mốt"),
            ("hai",),
            ("ba",),
            ("bốn", "tư"),
            ("năm", "lăm"),
            ("sáu",),
            ("bảy",),
            ("tám",),
            ("chín",),
        ]
    )
    for word in names
}


def read_aloud(text: str) -> int:
    """Add up what a cashier would hear."""
    total = group = pending = 0
    for word in text.lower().removesuffix(" đồng").split():
        if word in VALUES:
            pending = VALUES[word]
        elif word == "linh":
            pending = 0
        elif word == "mười":
            group, pending = group + 10, 0
        elif word in {"mươi", "trăm"}:
            group, pending = group + pending * (10 if word == "mươi" else 100), 0
        elif word == "tỷ":
            total, group, pending = (total + group + pending) * 10**9, 0, 0
        else:
            size = {"nghìn": 10**3, "triệu": 10**6}[word]
            total, group, pending = total + (group + pending) * size, 0, 0
    return total + group + pending


@given(
    st.integers(0, 10**15) | st.integers(0, 10**6) | st.integers(0, 999).map(lambda n: n * 10**6)
)
def test_money_in_words_is_heard_as_the_amount(amount: int) -> None:
    text = formats.money_in_words(amount)
    assert read_aloud(text) == amount
    assert text[0].isupper()
    assert "  " not in text
