"""The rows of a recognised table that are records, and what their cells say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from desktop.core.errors import UserProblem
from desktop.core.register import Kind
from desktop.core.terms import RecipientKind
from desktop.core.vietnamese.fold import fold
from desktop.core.vietnamese.legacy import Encoding, prevailing, recover, tidy_name
from desktop.exchange.tables import Table, Value
from desktop.services.importing.converting import Read, as_text, reader
from desktop.services.importing.filled_down import FilledDown
from desktop.services.importing.kinds import recipient_kind
from desktop.services.importing.recognising import NUMBER, Found
from desktop.services.importing.records import Values
from desktop.services.importing.sections import unit_of
from desktop.services.sheets import SheetField, layout
from desktop.storage.registers import spec

_TOTALS = frozenset({"tong cong", "tong so", "cong", "tong"})
_SUM_OF = re.compile(r"(tong )?(cong|so) (nam|quy|thang|dot|ky)( \w+)?( nam)? \d+")
_LONGEST_SUM = 28
_ROMAN = frozenset("ivxlcdmabcdefgh")
_NO_NUMBER = (
    "Dòng không có số thứ tự và gần như trống, có thể là phần ký tên. "
    "Nếu là một bản ghi, hãy ghi số thứ tự rồi nhập lại."
)
_EXAMPLE = "vi du"  # in the STT cell of a template's example row
_REMEMBERED = 5_000  # words of a column
_SAMPLE = 2_000  # rows by which a column's encoding is told
_SHOWN = (Kind.TEXT, Kind.NAME, Kind.LONG_TEXT, Kind.LABEL, Kind.REFERENCE)


@dataclass(frozen=True)
class Repair:
    """A text that was put right: where, and what it was and is."""

    table: int
    number: int
    key: str
    before: str
    after: str


@dataclass(frozen=True)
class Problematic:
    """A row that can't be kept, or that the book contradicts: its place and why."""

    table: int
    index: int  # in the table's rows
    number: int  # in the file, from 1
    reasons: Mapping[str, str]  # key ('' for the whole row) to a sentence
    section: str = ""  # the heading of the group it stands in, where that says its unit


@dataclass(frozen=True, slots=True, order=True)
class Taken:
    """A row that changes the book: its place and what becomes of it."""

    table: int
    index: int  # in the table's rows
    number: int  # in the file, from 1
    outcome: str  # a value of `records.Outcome`


@dataclass(frozen=True)
class Line:
    """A row of the file that is a record."""

    table: int
    index: int
    number: int
    cells: Sequence[Value]
    section: str
    doubt: str = ""  # why it may be no record at all
    above: Mapping[int, int] = field(default_factory=dict)
    """The rows where cells stand that are merged over this one, by column."""

    def cell(self, column: int, fonts: Mapping[tuple[int, int], str]) -> tuple[Value, str]:
        """Return a cell's value and its font in an old encoding, if it has one."""
        value = self.cells[column] if column < len(self.cells) else None
        place = (self.above.get(column, self.index), column)
        return value, fonts.get(place, "") if fonts else ""


def lines(
    table: Table, found: Found, register: str, left_out: list[tuple[int, int, str]]
) -> Iterator[Line]:
    """Yield the rows that are records; headings of groups and sums go to `left_out`."""
    stt = next((column for column, key in found.columns.items() if key == NUMBER), None)
    naming = {column for column, key in found.columns.items() if key == spec(register).title}
    within = {column for column, key in found.columns.items() if key == spec(register).unit}
    sections = "unit_id" in layout_keys(register) and "unit_id" not in found.columns.values()
    section, numbered = "", False
    down = FilledDown(table, found)
    likely: Encoding | None = None
    for index in range(found.first, len(table.rows)):
        number = table.first_row + index
        own = _filled(table.rows[index])
        if not own:
            continue
        row, above = down.row(index)
        filled = _filled(row)
        head = fold(next((text for column, text in filled if column == stt), ""))
        if head == _EXAMPLE:
            left_out.append((found.table, number, "dòng ví dụ của tệp mẫu"))
            continue
        words = [
            (text, table.fonts.get((index, column), ""))
            for column, text in own
            if column != stt or not _is_number(text)
        ]
        units = [(text, table.fonts.get((index, column), "")) for column, text in own
                 if column in within]  # fmt: skip
        if any(_is_sum(*one) for one in (*words[:1], *units)):
            left_out.append((found.table, number, " ".join(recover(*one).text for one in words)))
            continue
        # a row below a person's name or number that goes on is that person's
        if not above.keys() & {stt, *naming} and _is_section(
            table.rows[index], stt, own, [text for text, _font in words]
        ):
            if likely is None:
                likely = prevailing(_old_texts(table, found))
            heading = recover(*words[-1], likely).text
            left_out.append((found.table, number, heading))
            section = unit_of(heading) if sections else ""
            continue
        numbered = numbered or bool(head)
        doubt = _NO_NUMBER if numbered and not head and len(filled) < 3 else ""
        yield Line(found.table, index, number, row, section, doubt, above)


def is_example(row: Sequence[Value], columns: Mapping[int, str]) -> bool:
    """Tell whether a row is the example of a template, which is never taken in."""
    stt = next((column for column, key in columns.items() if key == NUMBER), None)
    return stt is not None and stt < len(row) and fold(as_text(row[stt])) == _EXAMPLE


@lru_cache(maxsize=4096)
def _is_sum(text: str, font: str) -> bool:
    """Tell whether a text heads a row of sums: 'Tổng cộng', 'Cộng năm 2025'."""
    if len(text) > _LONGEST_SUM:
        return False
    folded = fold(recover(text, font).text)
    return folded in _TOTALS or _SUM_OF.fullmatch(folded) is not None


def _filled(row: Sequence[Value]) -> list[tuple[int, str]]:
    """Return the columns and texts of a row's cells that say anything."""
    texts = ((column, as_text(value).strip()) for column, value in enumerate(row))
    return [(column, text) for column, text in texts if text]


def _is_number(text: str) -> bool:
    return text.replace(".", "").isdigit()


def _is_section(
    row: Sequence[Value], stt: int | None, filled: Sequence[tuple[int, str]], words: Sequence[str]
) -> bool:
    """Tell whether a row is the heading of a group: one text, beside at most I, II, A, B."""
    if stt is None:
        return False
    number = next((text for column, text in filled if column == stt), "")
    letters = fold(number)
    if len(filled) == 1:
        return not _is_number(filled[0][1]) and (filled[0][0] == stt or len(row) > 2)
    return len(words) == 2 and words[0] == number and bool(letters) and set(letters) <= _ROMAN


def layout_keys(register: str) -> dict[str, SheetField]:
    """Return the columns of a register's sheet by their keys."""
    return {one.key: one for one in layout(register)}


@dataclass(frozen=True)
class Column:
    """How a column of the file is read; `column` is None for a word given beside the file."""

    column: int | None
    key: str
    read: Read
    kind: Kind
    sex: str = ""
    given: str = ""
    likely: Encoding = Encoding.UNICODE  # what most of the column's texts are written in
    seen: dict[tuple[str, str], Any] = field(default_factory=dict, repr=False)

    def kept(self, value: Value, font: str) -> Any:
        """Return what a cell means; raises `UserProblem`. Words that come often are read once."""
        if not isinstance(value, str):
            return self.read(value)
        if (value, font) in self.seen:
            return self.seen[value, font]
        said = value
        if font or not value.isascii():
            recovered = recover(value, font, self.likely)
            said = recovered.text
            if recovered.encoding is Encoding.TCVN3 and self._is_person(said):
                said = tidy_name(value, font, self.likely)  # it has no capitals with tones
        found = self.read(said)
        if len(self.seen) < _REMEMBERED:
            self.seen[value, font] = found
        return found

    def _is_person(self, said: str) -> bool:
        """Tell whether a text in both small letters and capitals is a person's name."""
        if self.kind is not Kind.NAME or said.isupper() or said.islower():
            return False
        return recipient_kind(said) is RecipientKind.INDIVIDUAL


def columns(register: str, found: Found, table: Table, given: Mapping[str, str]) -> list[Column]:
    """Return how each recognised column is read, then the words given beside the file."""
    fields = layout_keys(register)
    wanted = []
    for column, name in found.columns.items():
        key, _bar, sex = name.partition("|")
        if key != NUMBER and key in fields:
            described = fields[key].field
            likely = prevailing(_texts(table, found, column))
            read = _reader(key, fields)
            wanted.append(Column(column, key, read, described.kind, sex, likely=likely))
    there = {one.key for one in wanted}
    for key, text in given.items():
        if key not in there:
            described = fields[key].field
            wanted.append(Column(None, key, _reader(key, fields), described.kind, given=text))
    return wanted


def _texts(table: Table, found: Found, column: int) -> Iterator[str]:
    """Yield the texts of a column that some old encoding could be behind."""
    for row in table.rows[found.first : found.first + _SAMPLE]:
        value = row[column] if column < len(row) else None
        if isinstance(value, str) and not value.isascii():
            yield value


def _old_texts(table: Table, found: Found) -> Iterator[str]:
    """Yield what `_texts` does of all columns that were recognised."""
    for column in found.columns:
        yield from _texts(table, found, column)


def _reader(key: str, fields: Mapping[str, SheetField]) -> Read:
    if key == "model_levels.level":
        return reader(spec("models").by_name["description"])  # words, read as a list later
    return reader(fields[key].field)


def values(
    line: Line, columns: Sequence[Column], fonts: Mapping[tuple[int, int], str]
) -> tuple[Values, dict[str, str], list[Repair]]:
    """Return a row's values by key, what can't be read, and what was put right."""
    found: Values = {}
    wrong: dict[str, str] = {}
    repairs: list[Repair] = []
    for one in columns:
        value: Value = one.given
        font = ""
        if one.column is not None:
            value, font = line.cell(one.column, fonts)
        if value is None or value == "":
            found.setdefault(one.key, None)
            continue
        if one.sex and one.key == "sex":
            found["sex"] = one.sex
            continue
        try:
            kept = one.kept(value, font)
        except UserProblem as problem:
            wrong[one.key] = problem.message
            continue
        if one.sex and kept is not None:
            found["sex"] = one.sex
        if kept is not None or one.key not in found:
            found[one.key] = kept
        if isinstance(kept, str) and one.kind in _SHOWN and _was_changed(value, kept, one.kind):
            repairs.append(Repair(line.table, line.number, one.key, as_text(value), kept))
    if line.section and found.get("unit_id") is None:
        found["unit_id"] = line.section
    return found, wrong, repairs


def _was_changed(value: Value, kept: str, kind: Kind) -> bool:
    """Tell whether a text was put right: more than spaces, or zeros before a number."""
    if isinstance(value, str):
        return value != kept and " ".join(value.split()) != kept
    return kind is Kind.TEXT and as_text(value) != kept


def titles(
    register: str,
    taken: Sequence[Line],
    wanted: Mapping[int, Sequence[Column]],
    tables: Sequence[Table],
) -> frozenset[str]:
    """Return the folded names (and codes) of the file's own rows."""
    declared = spec(register)
    if not any(one.reference == register for one in declared.fields):
        return frozenset()
    named = {declared.title, "code"}
    found = set()
    for line in taken:
        for one in wanted[line.table]:
            if one.key in named and one.column is not None:
                with suppress(UserProblem):  # told when the row is taken
                    kept = one.kept(*line.cell(one.column, tables[line.table].fonts))
                    found.add(fold(str(kept or "")))
    return frozenset(found - {""})
