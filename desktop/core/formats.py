"""Dates, numbers and money as Vietnamese official papers write them, in any interface language.

Source: DOMAIN.md, 'Paper'. Rounding is half up, in decimals.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal
from typing import Final

from desktop.core.errors import UserProblem
from desktop.core.vietnamese.dates import PartialDate
from desktop.core.vietnamese.fold import clean

# Wide enough that no number of an office is rounded by arithmetic itself.
_EXACT: Final = Context(prec=400, rounding=ROUND_HALF_UP)
_SWAP: Final = str.maketrans(",.", ".,")
_NUMBER: Final = re.compile(
    "(?P<sign>[-−+]?) ?"
    "(?P<whole>[0-9]+|[1-9][0-9]{0,2}(?:(?:[.][0-9]{3})+|(?: [0-9]{3})+))"
    "(?:,(?P<fraction>[0-9]+))?(?: ?(?:đồng|đ|vnđ|vnd))?",
    re.IGNORECASE,
)


class NumberProblem(UserProblem, ValueError):
    """A text that is no number; its own text is one Vietnamese sentence for the clerk."""


def date_text(day: date | PartialDate | None) -> str:
    """Give '18/05/2023', of a partial date '05/2023' or '2023', and '' of none."""
    if day is None:
        return ""
    if isinstance(day, PartialDate):
        return day.display
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def official_date(day: date) -> str:
    """Give 'ngày 02 tháng 9 năm 2025': a leading zero for days below 10 and months 1 and 2."""
    month = f"{day.month:02}" if day.month <= 2 else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


def place_and_date(place: str, day: date) -> str:
    """Give the line above a document: 'Cầu Ngang, ngày 02 tháng 9 năm 2025'."""
    return f"{place}, {official_date(day)}"


def _decimal(value: float | Decimal) -> Decimal:
    """Take a float at its shortest text, which is what was meant by it; raises ValueError."""
    result = value if isinstance(value, Decimal) else Decimal(str(value))
    if not result.is_finite():
        raise ValueError(f"not a finite number: {value}")
    return result


def _rounded(value: Decimal, digits: int, rounding: str = ROUND_HALF_UP) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-digits), rounding=rounding, context=_EXACT)


def number(value: float | Decimal, digits: int | None = None) -> str:
    """Give '5.395' and '98,5': full stops between thousands, a decimal comma.

    `digits` is the most decimal places shown, by default as many as the value has; zeros at the
    end of the decimals are dropped. Raises ValueError for what is not finite.
    """
    exact = _decimal(value)
    if digits is not None:
        exact = _rounded(exact, digits)
    text = f"{exact:,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text.translate(_SWAP)


def percent(fraction: float | Decimal | None, digits: int = 1) -> str:
    """Give a fraction as '98,5%', rounded half up to `digits` places; '' of an unknown rate."""
    if fraction is None:
        return ""
    return number(_EXACT.multiply(_decimal(fraction), Decimal(100)), digits) + "%"


def over_percent(fraction: float | Decimal) -> str:
    """Give 'trên 98%' for a fraction of 0.9876, rounded down, and '98%' for exactly 0.98."""
    exact = _EXACT.multiply(_decimal(fraction), Decimal(100))
    whole = _rounded(exact, 0, ROUND_FLOOR)
    return f"trên {number(whole)}%" if exact > whole else f"{number(whole)}%"


def official_count(count: int) -> str:
    """Give a count as official text has it: '01' to '09', '0', '10', '5.395'."""
    return f"{count:02}" if 0 < count < 10 else number(count)


def money_plain(amount: int | Decimal) -> str:
    """Give an amount of đồng, without the word, to the whole đồng: '1.500.000'."""
    return number(amount, 0)


def money(amount: int | Decimal) -> str:
    """Give an amount of đồng: '1.500.000 đồng'."""
    return f"{money_plain(amount)} đồng"


def parse_number(text: str) -> Decimal:
    """Read '1.500.000', '1 500 000', '98,5' or '500.000 đồng'; raises NumberProblem.

    A comma is always the decimal one and a full stop always divides thousands, so '1,500' is one
    and a half; '1.5' and '1,500,000' are refused.
    """
    shown = clean(text)
    if not shown:
        raise NumberProblem("Chưa ghi số.")
    found = _NUMBER.fullmatch(shown)
    if not found:
        raise NumberProblem(
            f"Không đọc được số “{shown}”; hãy dùng dấu chấm giữa các nhóm ba chữ số"
            " và dấu phẩy trước phần thập phân, như 1.500.000 hoặc 98,5."
        )
    sign = "-" if found["sign"] in {"-", "−"} else ""
    whole = found["whole"].replace(".", "").replace(" ", "")
    return Decimal(f"{sign}{whole}.{found['fraction'] or '0'}".removesuffix(".0"))


_DIGITS: Final = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_BILLION: Final = 10**9


def _two_digits(tens: int, ones: int) -> str:
    """Read a group's last two digits, of which at least one is no zero, after its hundreds."""
    if tens == 0:
        return f"linh {_DIGITS[ones]}"
    head = "mười" if tens == 1 else f"{_DIGITS[tens]} mươi"
    if ones == 0:
        return head
    changed = {5: "lăm"} if tens == 1 else {1: "mốt", 4: "tư", 5: "lăm"}
    return f"{head} {changed.get(ones, _DIGITS[ones])}"


def _group(value: int, *, leading: bool) -> str:
    """Read a group of three digits; only the number's first leaves out empty places."""
    hundreds, rest = divmod(value, 100)
    if leading and not hundreds:
        return _DIGITS[rest] if rest < 10 else _two_digits(*divmod(rest, 10))
    head = f"{_DIGITS[hundreds]} trăm"
    return f"{head} {_two_digits(*divmod(rest, 10))}" if rest else head


def _read(value: int, *, leading: bool) -> list[str]:
    parts: list[str] = []
    if value >= _BILLION:
        above, value = divmod(value, _BILLION)
        parts = [*_read(above, leading=leading), "tỷ"]
        leading = False
    for size, unit in ((10**6, "triệu"), (10**3, "nghìn"), (1, "")):
        group, value = divmod(value, size)
        if group:
            parts.append(_group(group, leading=leading))
            parts.append(unit)
            leading = False
    return [part for part in parts if part]


def money_in_words(amount: int) -> str:
    """Give an amount of đồng in words: 'Một triệu năm trăm nghìn đồng'.

    Read with mốt, tư, lăm, linh and 'không trăm' in their places; a group of three zeros is left
    out, as is usual on receipts ('Một triệu không trăm linh năm đồng' for 1.000.005).
    """
    words = _read(abs(amount), leading=True) or [_DIGITS[0]]
    text = " ".join(["âm", *words] if amount < 0 else words) + " đồng"
    return text[0].upper() + text[1:]
