"""What is read out of a spreadsheet or a Word file: tables of raw values, and why none can be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Final

from desktop.core.errors import DamagedFile, UserProblem

Value = str | int | float | bool | date | datetime | time | None
Merged = tuple[int, int, int, int]
Tick = Callable[[float], None]

MAX_ROWS: Final = 200_000
"""Rows of one sheet or table that hold anything; a longer list is to be split."""
MAX_CELLS: Final = 8_000_000
"""Places in the rows of one sheet, empty ones to the left of a value counted."""
HEADING_ROWS: Final = 40
"""Rows from the top in which cells merged within one row are told; those over rows always are."""

_LEGACY = (".vn", "vni")


class PasswordProtected(UserProblem):
    """The file can't be read without a password."""


class TooLarge(UserProblem):
    """The file holds, or pretends to hold, more than is read at once."""


class NoTables(UserProblem):
    """The file is whole, but there is nothing in it to read."""


class CellFonts(Mapping[tuple[int, int], str]):
    """Fonts by (row, column), a byte for each: a whole sheet may be in a legacy font."""

    def __init__(self) -> None:
        self._names: list[str] = []
        self._codes: dict[str, int] = {}
        self._rows: dict[int, bytearray] = {}

    def add(self, row: int, column: int, font: str) -> None:
        """Tell a cell's font. The fonts of a sheet beyond the 255th are forgotten."""
        code = self._codes.get(font)
        if code is None:
            if len(self._names) == 255:
                return
            self._names.append(font)
            code = self._codes[font] = len(self._names)
        codes = self._rows.get(row)
        if codes is None:
            codes = self._rows[row] = bytearray()
        if column >= len(codes):
            codes.extend(bytes(column + 1 - len(codes)))
        codes[column] = code

    def move_up(self, rows: int) -> None:
        """Count rows from a later one."""
        if rows:
            self._rows = {row - rows: codes for row, codes in self._rows.items()}

    def __getitem__(self, cell: tuple[int, int]) -> str:
        row, column = cell
        codes = self._rows.get(row, b"")
        if not 0 <= column < len(codes) or not codes[column]:
            raise KeyError(cell)
        return self._names[codes[column] - 1]

    def __contains__(self, cell: object) -> bool:
        return isinstance(cell, tuple) and self.get(cell) is not None

    def __iter__(self) -> Iterator[tuple[int, int]]:
        for row, codes in self._rows.items():
            yield from ((row, column) for column, code in enumerate(codes) if code)

    def __len__(self) -> int:
        return sum(len(codes) - codes.count(0) for codes in self._rows.values())

    def __bool__(self) -> bool:
        return bool(self._rows)


@dataclass(frozen=True)
class Table:
    """The cells of a sheet or of a table in a Word file, raw, from column A on.

    `rows` are all rows from the first to the last that holds anything; the inner lists end with
    their last value, so an empty row is an empty list. `first_row` is the number of `rows[0]` in
    the file, from 1. `fonts` names the font of cells in a legacy Vietnamese font, by (index in
    rows, column). `merged` are (top, left, bottom, right), indexes into rows and columns, both
    ends inclusive, in order: all that go over several rows, and of those within one row the ones
    that begin in the first `HEADING_ROWS` rows.
    """

    name: str
    rows: list[list[Value]]
    first_row: int = 1
    fonts: Mapping[tuple[int, int], str] = field(default_factory=dict)
    merged: tuple[Merged, ...] = ()
    hidden: bool = False


class Progress:
    """Tells how much of the work, in units of the caller's own, is done; telling may raise."""

    def __init__(self, tick: Tick | None, total: int) -> None:
        self._tick = tick
        self._total = max(total, 1)
        self._done = 0

    def add(self, amount: int) -> None:
        """Count more work as done."""
        self._done += amount
        if self._tick is not None:
            self._tick(min(self._done / self._total, 1.0))


def is_legacy_font(name: str | None) -> bool:
    """Return whether a font's name is one of the TCVN3 (.Vn*) or VNI (VNI*) fonts."""
    return name is not None and name.strip().casefold().startswith(_LEGACY)


def common_legacy_font(runs: Iterable[tuple[str | None, str]]) -> str | None:
    """Return the legacy font of most letters, if all letters of `runs` (font, text) have one."""
    lengths: dict[str, int] = {}
    for font, text in runs:
        letters = len(text.strip())
        if not letters:
            continue
        if font is None or not is_legacy_font(font):
            return None
        lengths[font] = lengths.get(font, 0) + letters
    return max(lengths, key=lengths.__getitem__) if lengths else None


def trimmed(
    name: str,
    rows: list[list[Value]],
    first_row: int,
    merged: Iterable[Merged],
    fonts: CellFonts | None = None,
) -> Table | None:
    """Return the table without the empty rows around it; None when nothing is left.

    `fonts` and `merged` are given by indexes into `rows` as handed in; `rows` and `fonts` are
    changed.
    """
    while rows and not rows[-1]:
        rows.pop()
    top = next((index for index, row in enumerate(rows) if row), 0)
    if not rows:
        return None
    del rows[:top]
    if fonts is not None:
        fonts.move_up(top)
    last = len(rows) - 1
    moved = (
        (max(upper - top, 0), left, min(lower - top, last), right)
        for upper, left, lower, right in merged
        if lower >= top
        and upper - top <= last
        and (upper - top < HEADING_ROWS or min(lower - top, last) > upper - top)
    )
    return Table(name, rows, first_row + top, fonts or {}, tuple(sorted(moved)))


def shortened(row: list[Value]) -> None:
    """Drop the empty end of a row."""
    while row and row[-1] is None:
        row.pop()


def too_many_rows(file: str, sheet: str, count: int) -> TooLarge:
    """Return the problem of a sheet with `count` rows of values, more than `MAX_ROWS`."""
    return TooLarge(
        f"«{sheet}» trong «{file}» có {_number(count)} dòng dữ liệu, quá mức {_number(MAX_ROWS)} "
        "dòng đọc được một lần. Hãy tách thành nhiều tệp rồi nhập từng tệp."
    )


def too_many_cells(file: str, sheet: str) -> TooLarge:
    """Return the problem of a sheet that needs more than `MAX_CELLS` places."""
    return TooLarge(
        f"«{sheet}» trong «{file}» có hơn {_number(MAX_CELLS)} ô. Hãy xóa các cột thừa bên phải "
        "bảng hoặc tách thành nhiều tệp rồi nhập lại."
    )


def damaged(file: str) -> DamagedFile:
    """Return the problem of a file that is cut short or broken."""
    return DamagedFile(
        f"«{file}» bị hỏng hoặc chép chưa hết. Hãy chép lại tệp từ nơi gửi, hoặc mở bằng Excel "
        "hay Word rồi lưu thành tệp mới."
    )


def protected(file: str) -> PasswordProtected:
    """Return the problem of a file that is encrypted."""
    return PasswordProtected(
        f"«{file}» có đặt mật khẩu. Hãy mở bằng Excel hoặc Word, bỏ mật khẩu, lưu lại rồi nhập."
    )


def _number(count: int) -> str:
    return f"{count:,}".replace(",", ".")
