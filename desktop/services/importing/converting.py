"""From what a cell holds to what a record keeps: text put right, dates, numbers, choices.

Nothing is guessed: what can't be read is a problem, told in a sentence. What is put right (old
encodings, capitals, lost zeros) is told too, before and after, so that it can be looked at.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from rapidfuzz import fuzz, process

from desktop.core.errors import UserProblem
from desktop.core.formats import parse_number
from desktop.core.register import Field, Kind
from desktop.core.terms import Level
from desktop.core.vietnamese.dates import FIRST_YEAR, LAST_YEAR, PartialDate, parse_partial
from desktop.core.vietnamese.fold import clean, fold
from desktop.core.vietnamese.legacy import tidy_name
from desktop.exchange.tables import Value
from desktop.services.likeness import plain_card

Read = Callable[[Value], Any]
"""Reads a cell whose text is Unicode already; raises `UserProblem`."""

# Excel counts days from here; day 60 is the 29 February 1900 that never was
_FIRST_DAY: Final = date(1899, 12, 30)
_SERIALS: Final = (10_000, 80_000)  # 1927 to 2119: what is below could be a year or a count
_YES: Final = frozenset({"x", "co", "1", "true", "dung", "v", "yes", "dang ky", "cam ket"})
_NO: Final = frozenset({"", "khong", "0", "false", "sai", "no", "chua"})
_ONLY_DIGITS: Final = re.compile(r"\\d\{(\d+)\}")
_NOTHING: Final = "-–—.… "  # stand in tables for no number
_YEAR: Final = re.compile(r"^năm\b\s*", re.IGNORECASE)
_CARD: Final = 8  # digits of a Party card's number
# bodies by whose names offices tell a level; the one named first counts
_BODIES: Final = re.compile(
    r"\b(?:(?P<central>trung uong|tw)|(?P<province>tinh uy|cap tinh)"
    r"|(?P<district>huyen uy|thi uy|quan uy|cap huyen)"
    r"|(?P<commune>dang uy (?:xa|phuong|thi tran|dac khu)|cap xa)"
    r"|(?P<base>dang uy co so|dang bo co so|cap uy co so|chi bo|chi uy|to chuc co so dang))\b"
)
_LEVEL_ON: Final = re.compile(r"([^();,]+?)\s*(?:\(([^)]*)\))?\s*(?:[;,+]|$|\s+và\s+)")
_OTHER_WORDS: Mapping[str, Mapping[str, str]] = {
    "sex": {"m": "male", "f": "female", "ong": "male", "ba": "female"},
    "status": {
        "dang vien chinh thuc": "official",
        "dang vien du bi": "probationary",
        "ct": "official",
        "db": "probationary",
        "da chuyen": "transferred",
        "chuyen sinh hoat": "transferred",
        "chet": "deceased",
        "mat": "deceased",
        "qua doi": "deceased",
        "khai tru": "left",
        "xoa ten": "left",
    },
    "theory_level": {"sc": "elementary", "tc": "intermediate", "cc": "advanced", "cn": "bachelor"},
    "rating": {
        "hoan thanh xuat sac": "excellent",
        "xuat sac": "excellent",
        "hoan thanh tot": "good",
        "tot": "good",
        "hoan thanh": "completed",
        "khong hoan thanh": "not_completed",
    },
    "public_means": {"hoi nghi chi bo": "meeting", "loa": "loudspeaker", "dai truyen thanh":
                     "loudspeaker"},
    "direction": {"van ban den": "received", "van ban di": "issued", "nhan": "received",
                  "ban hanh": "issued", "nhan duoc": "received", "phat hanh": "issued",
                  "vb den": "received", "vb di": "issued", "cong van den": "received",
                  "cong van di": "issued"},
    "kind": {
        "kt": "inspection",
        "gs chuyen de": "thematic_supervision",
        "gscd": "thematic_supervision",
        "giam sat theo chuyen de": "thematic_supervision",
        "gs thuong xuyen": "regular_supervision",
        "gstx": "regular_supervision",
        "kt khi co dhvp": "violation_inspection",
        "kt dhvp": "violation_inspection",
        "ktdhvp": "violation_inspection",
        "kt dau hieu vi pham": "violation_inspection",
        "kt khi co dau hieu vi pham": "violation_inspection",
        "kiem tra dhvp": "violation_inspection",
        "kiem tra khi co dhvp": "violation_inspection",
        "kiem tra dau hieu vi pham": "violation_inspection",
    },
}  # fmt: skip


def reader(field: Field) -> Read:
    """Return what reads the cells of a field's column."""
    kind = field.kind
    if kind is Kind.NAME and not field.person_when[0]:
        return _name  # what may be a collective's ('UBND XÃ') keeps its capitals until it is known
    if kind in (Kind.TEXT, Kind.NAME, Kind.LABEL, Kind.REFERENCE):
        return _text_reader(field)
    if kind is Kind.LONG_TEXT:
        return _long_text
    if kind is Kind.PARTIAL_DATE:
        return _partial
    if kind is Kind.DATE:
        return _whole_day
    if kind is Kind.CHOICE:
        return _choice_reader(field)
    if kind is Kind.BOOLEAN:
        return _flag
    if kind is Kind.POINTS:
        return _points
    return _year if field.name == "year" else _whole_number


def as_text(value: Value) -> str:
    """Return a cell's value as a clerk would read it on the screen."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "x" if value else ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 2**53 else repr(value)
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return f"{value.day:02}/{value.month:02}/{value.year:04}"
    if isinstance(value, time):
        return value.isoformat("minutes")
    return str(value)


def _words(value: Value, *, multiline: bool = False) -> str | None:
    if not isinstance(value, str):
        return as_text(value) or None
    return clean(value, multiline=multiline) or None


def _long_text(value: Value) -> str | None:
    return _words(value, multiline=True)


def _name(value: Value) -> str | None:
    found = _words(value)
    return None if found is None else tidy_name(found) or None


def _text_reader(field: Field) -> Read:
    digits = _ONLY_DIGITS.fullmatch(field.pattern)
    wanted = int(digits[1]) if digits else 0

    def read(value: Value) -> str | None:
        found = _words(value)
        if wanted and found and isinstance(value, (int, float)) and found.isdigit():
            return found.zfill(wanted)  # Excel keeps no zeros before a number
        if wanted == _CARD and found and isinstance(value, str):
            digits = plain_card(found)  # '00.123.457', '123457'
            if digits.isascii() and digits.isdigit() and len(digits) <= wanted:
                return digits.zfill(wanted)
        return " ".join(found.split()) if found and "  " in found else found

    return read


def _partial(value: Value) -> str | None:
    if isinstance(value, datetime | date):
        return PartialDate.from_date(value).iso
    if value is None or value == "":
        return None
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _number_date(value).iso
    text = _words(value)
    return None if text is None or not _meant(text) else parse_partial(text).iso


def _meant(text: str) -> bool:
    """Tell whether a text in a date's cell says anything: not a dash, dots, or 'không'."""
    return bool(fold(text)) and fold(text) not in ("khong", "khong ro", "chua")


def _number_date(value: float) -> PartialDate:
    """Read a number in a date's cell: a year, ddmmyyyy without its zero, or Excel's count."""
    if FIRST_YEAR <= value <= LAST_YEAR and float(value).is_integer():
        return PartialDate(int(value))
    if _SERIALS[0] <= value <= _SERIALS[1]:
        return PartialDate.from_date(_FIRST_DAY + timedelta(days=int(value)))
    text = as_text(value)
    if 7 <= len(text) <= 8 and text.isdigit():
        return parse_partial(text.zfill(8))
    return parse_partial(text)


def _whole_day(value: Value) -> date | None:
    found = _partial(value)
    if found is None:
        return None
    known = PartialDate.from_iso(found)
    if known.day is None:
        raise UserProblem(
            f"Ngày «{known.display}» chưa đủ ngày, tháng và năm; hãy ghi đủ, ví dụ 18/05/2026."
        )
    return known.first_day


def _flag(value: Value) -> bool:
    if isinstance(value, bool):
        return value
    said = fold(_words(value) or "")
    if said in _NO:
        return False
    if said in _YES or (value and isinstance(value, str) and value.strip() in "✓✔☑√"):
        return True
    raise UserProblem(f"«{as_text(value)}» không rõ có hay không; hãy ghi x hoặc để trống.")


def _decimal(value: Value) -> Decimal | None:
    if value is None or value == "":
        return None
    if isinstance(value, bool | datetime | date | time):
        raise UserProblem(f"«{as_text(value)}» không phải là số.")
    if isinstance(value, (int, float)):
        return Decimal(str(value))
    text = _words(value)
    return parse_number(text) if text and text.strip(_NOTHING) else None


def _whole_number(value: Value) -> int | None:
    found = _decimal(value)
    if found is None:
        return None
    if found != found.to_integral_value():
        raise UserProblem(f"«{as_text(value)}» phải là số nguyên.")
    return int(found)


def _year(value: Value) -> int | None:
    """Read '2023', 'Năm 2023', or a day, whose year it is."""
    if isinstance(value, date):
        return value.year
    text = _words(value)
    return _whole_number(text and _YEAR.sub("", text))


def _points(value: Value) -> Decimal | None:
    found = _decimal(value)
    return None if found is None else found.quantize(Decimal("0.01"), ROUND_HALF_UP)


def _choice_reader(field: Field) -> Read:
    words: dict[str, str] = {}
    for one in field.choices:
        for text in (one.value, one.label, one.heading):
            words.setdefault(fold(text), one.value)
    words |= {word: value for word, value in _OTHER_WORDS.get(field.name, {}).items()
              if value in field.choice_headings}  # fmt: skip
    listed = ", ".join(one.heading for one in field.choices)
    seen: dict[str, str] = {}

    def read(value: Value) -> str | None:
        text = _words(value)
        if text is None:
            return None
        if text not in seen:
            seen[text] = _chosen(text, words)
            body = _BODIES.search(fold(text)) if field.name == "level" else None
            if body and not seen[text] and str(body.lastgroup) in field.choice_headings:
                seen[text] = str(body.lastgroup)
        if not seen[text]:
            raise UserProblem(f"«{text}» không có trong danh sách: {listed}.")
        return seen[text]

    return read


def _chosen(text: str, words: Mapping[str, str]) -> str:
    """Return the choice that a text means; empty when it is none, or could be two."""
    said = fold(text)
    for prefix in ("", "cap "):
        if said.removeprefix(prefix) in words:
            return words[said.removeprefix(prefix)]
    starting = {value for word, value in words.items() if word.startswith(said)}
    if len(said) >= 4 and len(starting) == 1:
        return starting.pop()
    found = process.extract(said, list(words), scorer=fuzz.ratio, score_cutoff=88, limit=3)
    values = {words[word] for word, _score, _place in found}
    return values.pop() if len(values) == 1 else ""


def levels(text: str) -> list[tuple[str, date | None]]:
    """Read 'Huyện; Tỉnh (19/05/2019)': commending levels, each with its date if told.

    Source: DOMAIN.md, 'Spreadsheets'. Raises `UserProblem`.
    """
    words = {fold(word): one.value for one in Level for word in (one.heading, one.label, one.value)}
    words |= {"xa": "commune", "phuong": "commune", "thi tran": "commune", "tw": "central"}
    found: list[tuple[str, date | None]] = []
    for said, day in _LEVEL_ON.findall(clean(text)):
        level = _chosen(said, words)
        if not level:
            raise UserProblem(f"Cấp «{said.strip()}» không có trong danh sách các cấp.")
        found.append((level, _whole_day(day) if day.strip() else None))
    return found
