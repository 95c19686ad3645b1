"""Which rows of a table are its heading, and which field each column holds.

Real lists have a title above, headings of two rows with merged cells, an STT column, a row that
only numbers the columns. What is found is a proposal: the clerk may change it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from rapidfuzz import fuzz

from desktop.core.errors import UserProblem
from desktop.core.vietnamese.fold import fold
from desktop.core.vietnamese.legacy import recover
from desktop.exchange.tables import Table
from desktop.services.sheets import SheetField, layout

NUMBER: Final = "#"  # the key of the STT column, which holds nothing of a record
REASON: Final = "Lý do chưa nhập được"  # the last column of a sheet of refused rows
MALE, FEMALE = "|male", "|female"  # a column under 'Ngày sinh' or 'Giới tính' for one sex alone

_DEEP = 40  # rows in which a heading is looked for
_ENOUGH = 86  # of 100: how alike a heading must be
_NUMBERS = frozenset({"stt", "tt", "so tt", "so thu tu", "thu tu", "s tt", "no"})
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")


@dataclass(frozen=True)
class Found:
    """Where a table's heading is, and the key of the field that each column holds."""

    table: int
    top: int  # index of the heading's first row in the table's rows
    bottom: int  # of its last
    columns: Mapping[int, str]
    score: float = 0.0

    @property
    def first(self) -> int:
        """Index of the first row under the heading."""
        return self.bottom + 1


@dataclass(frozen=True)
class _Name:
    key: str
    names: tuple[str, ...]
    place: int


def recognise(register: str, tables: Sequence[Table]) -> list[Found]:
    """Return what is recognised of each table that looks like a list of the register."""
    found = [_best(register, place, table) for place, table in enumerate(tables) if table.rows]
    return [one for one in found if one is not None]


def require(register: str, tables: Sequence[Table]) -> list[Found]:
    """Return what `recognise` does; `UserProblem` naming the wanted headings when it is nothing."""
    found = [one for one in recognise(register, tables) if not tables[one.table].hidden]
    if not found:
        wanted = ", ".join(f"«{one.field.heading}»" for one in layout(register)[:4])
        raise UserProblem(
            f"Không tìm thấy dòng tiêu đề của bảng. Hãy kiểm tra các cột có tên như {wanted} "
            "hoặc dùng tệp mẫu của chương trình."
        )
    return found


def headings(table: Table, top: int, bottom: int) -> dict[int, list[str]]:
    """Return the words above each column, from the top row of the heading to the last."""
    found: dict[int, list[str]] = {}
    for row in range(top, bottom + 1):
        texts = _across(table, row)
        for column, text in texts.items():
            above = found.setdefault(column, [])
            if text not in above:
                above.append(text)
    return found


def ignored(table: Table, found: Found) -> list[str]:
    """Return the headings of columns that hold something and aren't taken in."""
    words = headings(table, found.top, found.bottom)
    rows = table.rows[found.first :]
    return [
        " ".join(texts)
        for column, texts in sorted(words.items())
        if column not in found.columns
        and any(column < len(row) and row[column] not in (None, "") for row in rows)
    ]


def _across(table: Table, row: int) -> dict[int, str]:
    """Return a heading row's texts; what is merged over several columns is above each of them."""
    found = {
        column: " ".join(recover(value, table.fonts.get((row, column), "")).text.split())
        for column, value in enumerate(table.rows[row])
        if isinstance(value, str) and value.strip()
    }
    for top, left, _bottom, right in table.merged:
        if top > row:
            break  # they are in the order of their tops
        if top == row and left in found:
            for column in range(left + 1, right + 1):
                found.setdefault(column, found[left])
    return found


def _names(register: str) -> list[_Name]:
    return [
        _Name(
            one.key,
            tuple(dict.fromkeys(fold(text) for text in (one.field.heading, *one.field.aliases))),
            place,
        )
        for place, one in enumerate(layout(register))
    ]


def _best(register: str, place: int, table: Table) -> Found | None:
    known = _names(register)
    fields = {one.key: one for one in layout(register)}
    best: Found | None = None
    deep = min(len(table.rows), _DEEP)
    for top in range(deep):
        if sum(isinstance(one, str) and bool(one.strip()) for one in table.rows[top]) < 1:
            continue
        for bottom in range(top, min(top + 3, deep)):
            columns, score = _columns(known, fields, headings(table, top, bottom))
            score -= 0.1 * (bottom - top)  # of two that tell as much, the smaller one
            if best is None or score > best.score:
                best = Found(place, top, bottom, columns, score)
    if best is None or not _plausible(best, fields):
        return None
    return Found(place, best.top, _numbering(table, best.bottom), best.columns, best.score)


def _plausible(found: Found, fields: Mapping[str, SheetField]) -> bool:
    """Whether enough is there to make records of: two columns, one of them what names a row."""
    keys = {key.partition("|")[0] for key in found.columns.values()} - {NUMBER}
    required = [one.key for one in fields.values() if one.required]
    return len(keys) >= 2 and any(key in keys for key in required or fields)


def _numbering(table: Table, bottom: int) -> int:
    """Return the heading's last row, counting one that only numbers the columns: (1) (2) (3)."""
    if bottom + 1 < len(table.rows):
        texts = [str(one).strip(" ()").removesuffix(".0") for one in table.rows[bottom + 1]
                 if one not in (None, "")]  # fmt: skip
        numbers = [int(one) for one in texts if one.isdigit()]
        if len(texts) >= 3 and len(numbers) >= len(texts) - 2 and len(numbers) >= 2:
            steps = [second - first for first, second in pairwise(numbers)]
            if numbers[0] <= 2 and all(step == 1 for step in steps):
                return bottom + 1
    return bottom


def _columns(
    known: Sequence[_Name],
    fields: Mapping[str, SheetField],
    above: Mapping[int, Sequence[str]],
) -> tuple[dict[int, str], float]:
    """Return each column's key, best matches first, and how well all of them match."""
    scored: list[tuple[float, int, int, str]] = []
    columns: dict[int, str] = {}
    for column, texts in above.items():
        plain = [fold(text) for text in texts]
        short = [fold(_BRACKETS.sub(" ", text)) or fold(text) for text in texts]
        if plain and plain[-1] in _NUMBERS and not any(plain[-1] in one.names for one in known):
            columns[column] = NUMBER
            continue
        by_sex = _by_sex(plain, known)
        if by_sex:
            columns[column] = by_sex
            continue
        for name in known:
            # what stands in brackets may explain, or be a part of the name: 'Quê quán (hiện nay)'
            score = max(_score(plain, name.names), _score(short, name.names) - 1)
            if score >= _ENOUGH:
                scored.append((score, -name.place, -column, name.key))
    taken: set[str] = set()
    total = sum(0.5 if key == NUMBER else 1.0 for key in columns.values())
    for score, _place, minus, key in sorted(scored, reverse=True):
        if key not in taken and -minus not in columns:
            taken.add(key)
            columns[-minus] = key
            total += score / 100 + (1 if fields[key].required else 0)
    return dict(sorted(columns.items())), total


def _by_sex(plain: Sequence[str], known: Sequence[_Name]) -> str:
    """Return the key of a column for one sex: 'Nam' or 'Nữ' under 'Năm sinh' or 'Giới tính'."""
    if len(plain) < 2 or plain[-1] not in ("nam", "nu"):
        return ""
    for key in ("birth_date", "sex"):
        names = next((one.names for one in known if one.key == key), ())
        if _score(plain[:-1], names) >= _ENOUGH:
            return key + (MALE if plain[-1] == "nam" else FEMALE)
    return ""


def _score(plain: Sequence[str], names: Sequence[str]) -> float:
    """Return how alike a column's words are to a field's names: its own row, or all together."""
    if not plain:
        return 0.0
    # a lower row alone tells more than all rows joined, the first row alone the least
    texts = {" ".join(plain): 0.5, plain[-1]: 0.0}  # of a heading of one row they are the same
    best = 0.0
    for text, less in texts.items():
        for name in names:
            if text == name:
                best = max(best, 100.0 - less)
            elif len(text) > 3 and len(name) > 3:
                best = max(best, min(float(fuzz.ratio(text, name)), 98.0) - less)
    return best


def shape(above: Mapping[int, Sequence[str]]) -> str:
    """Return what files of one form have in common: their folded headings, in order."""
    return "|".join(f"{column}:{fold(' '.join(texts))}" for column, texts in sorted(above.items()))
