"""The window's calls of the services for spreadsheets; see `ui.gateway`.

What takes a `book` or reads a file runs on a worker thread; the rest is quick and is called once
a file has been read, when the services are loaded.
"""

# ruff: noqa: PLC0415 (late imports are what this module is for)

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.core.register import Field, Kind, Query
from desktop.ui.page import Listing

if TYPE_CHECKING:
    from desktop.core.changes import Done
    from desktop.services.books import Book
    from desktop.services.importing import Found, Report, Source

Progress = Callable[[int, int], Any]
Table = Any  # exchange.tables.Table, which the window may not name
SHEET_SUFFIXES = (".xlsx", ".xls", ".docx")
# the reader says in a sentence what to do with these
TOLD_SUFFIXES = (*SHEET_SUFFIXES, ".xlsm", ".xlsb", ".doc", ".ods", ".csv", ".pdf")
NUMBER = "#"  # the key of a column that only numbers the rows
ROUND = "rounds.title"
_PARTS = 1000  # a share of the file that was read, as a whole number
_GIVEN = (Kind.CHOICE, Kind.INTEGER, Kind.REFERENCE, Kind.LABEL)
_BY_SEX = (("birth_date", "|male"), ("birth_date", "|female"), ("sex", "|male"), ("sex", "|female"))


@dataclass(frozen=True)
class Choice:
    """What a column of a file may hold: a column of the register's sheet."""

    key: str
    field: Field
    needed: bool = False  # a row can't be kept without it
    given: bool = False  # may be said once for the whole file
    sex: str = ""  # '|male' or '|female': for those of that sex alone

    @property
    def heading(self) -> str:
        """What the register calls it, Vietnamese."""
        return self.field.heading


@dataclass(frozen=True)
class Read:
    """A file that was read: its tables, what was recognised, what its columns may hold."""

    register: str
    source: Source
    found: tuple[Found, ...]
    choices: tuple[Choice, ...]


def read_file(
    path: Path, register: str, known: Source | None = None, progress: Progress | None = None
) -> Read:
    """Read the tables of a file (unless they are `known`) and recognise their columns."""
    from desktop.services import importing
    from desktop.services.importing import recognising

    def tick(share: float) -> None:
        if progress is not None:
            progress(int(share * _PARTS), _PARTS)

    source = known if known is not None and known.path == path else importing.read(path, tick)
    found = tuple(recognising.recognise(register, source.tables))
    return Read(register, source, found, choices_of(register))


def choices_of(register: str) -> tuple[Choice, ...]:
    """Return what the columns of a register's file may hold, in the order of its sheet."""
    from desktop.services.registers import specs
    from desktop.services.sheets import layout

    title = specs()[register].title
    found = []
    for one in layout(register):
        needed = one.required or one.key == ROUND
        given = needed and (
            one.key == ROUND or (one.field.kind in _GIVEN and one.field.name != title)
        )
        found.append(Choice(one.key, one.field, needed, given))
    by_key = {one.key: one for one in found}
    pairs = _BY_SEX if register == "members" else ()
    found += [Choice(key + sex, by_key[key].field, sex=sex) for key, sex in pairs if key in by_key]
    return tuple(found)


def headings_of(table: Table, top: int, bottom: int) -> dict[int, list[str]]:
    """Return the words above each column between two rows (indexes) of a table."""
    from desktop.services.importing.recognising import headings

    last = len(table.rows) - 1
    return headings(table, min(top, last), min(bottom, last))


def shape_of(above: Mapping[int, Sequence[str]]) -> str:
    """Return what files of one form have in common."""
    from desktop.services.importing.recognising import shape

    return shape(above)


def found_of(table: int, top: int, bottom: int, columns: Mapping[int, str]) -> Found:
    """Return what the clerk says of a table, as the services take it."""
    from desktop.services.importing import Found

    return Found(table, top, bottom, dict(columns))


def proposed(register: str, table: Table, top: int, bottom: int) -> dict[int, str]:
    """Return which field each column seems to hold when these rows are the heading."""
    from dataclasses import replace

    from desktop.services.importing.recognising import recognise

    rows = [list(row) for row in table.rows[top : bottom + 1]]
    fonts = {(row - top, column): font for (row, column), font in table.fonts.items()
             if top <= row <= bottom}  # fmt: skip
    merged = tuple(
        (max(first - top, 0), left, min(last, bottom) - top, right)
        for first, left, last, right in table.merged
        if last >= top and first <= bottom
    )
    heading = replace(table, rows=rows, fonts=fonts, merged=merged)
    found = recognise(register, [heading])
    if found:
        return dict(found[0].columns)
    # a heading that lacks what every row needs counts as none: recognised as if it had it
    width = max((len(row) for row in rows), default=0)
    needed = [one.heading for one in choices_of(register) if one.needed]
    rows[-1] += [None] * (width - len(rows[-1]))
    rows[-1] += needed
    found = recognise(register, [heading])
    return {place: key for place, key in found[0].columns.items() if place < width} if found else {}


def is_example(table: Table, row: int, columns: Mapping[int, str]) -> bool:
    """Tell whether a row (index) is a template's example, which is never taken in."""
    from desktop.services.importing.lines import is_example

    return is_example(table.rows[row], columns)


def cell_text(table: Table, row: int, column: int) -> str:
    """Return a cell as a clerk reads it; text in an old encoding is Unicode."""
    from desktop.core.vietnamese.legacy import recover
    from desktop.services.importing.converting import as_text

    cells = table.rows[row]
    value = cells[column] if column < len(cells) else None
    if isinstance(value, str):
        if value.isascii() and not table.fonts:
            return value
        return recover(value, table.fonts.get((row, column), "")).text
    return as_text(value)


def words_to_give(book: Book, keys: Sequence[str], register: str) -> dict[str, list[str]]:
    """Return the words to choose from for what is said once for a whole file, by key."""
    from desktop.services.registers import labels

    found: dict[str, list[str]] = {}
    by_key = {one.key: one.field for one in choices_of(register)}
    for key in keys:
        field = by_key[key]
        if key == ROUND:
            found[key] = labels(book, "rounds")
        elif field.reference:
            found[key] = labels(book, field.reference)
        else:
            found[key] = list(field.choice_headings.values())
    return found


def check_rows(
    book: Book,
    read: Read,
    found: Sequence[Found],
    options: Mapping[str, Any],
    progress: Progress | None = None,
) -> Report:
    """Return what `import_rows` would do; nothing is kept."""
    from desktop.services import importing

    return importing.check(book, read.register, read.source, found, _options(options), progress)


def import_rows(
    book: Book,
    read: Read,
    found: Sequence[Found],
    options: Mapping[str, Any],
    progress: Progress | None = None,
) -> Done[Report]:
    """Take the rows of a file in; `options` has 'create', 'existing' and 'given'."""
    from desktop.services import importing

    return importing.run(book, read.register, read.source, found, _options(options), progress)


def _options(asked: Mapping[str, Any]) -> Any:
    from desktop.services.importing import Existing, Options

    return Options(asked["create"], Existing(asked["existing"]), dict(asked["given"]))


def save_refused(
    book: Book, read: Read, found: Sequence[Found], report: Report, target: Path
) -> Path:
    """Write the rows that couldn't be taken in, with their reasons, and return the file."""
    from desktop.services.books import require_other
    from desktop.services.importing.refused import write_refused

    require_other(target, book.path, read.source.path)
    write_refused(read.register, read.source.tables, found, report.refused, target)
    return target


def export_listing(
    book: Book,
    listing: Listing,
    target: Path,
    every_column: bool,
    progress: Progress | None = None,
) -> int:
    """Write what a page shows as .xlsx or .docx and return how many lines it has."""
    from desktop.services.exporting import export_view, export_whole

    query: Query = listing.query
    said = listing.filters
    if every_column:
        return export_whole(book, query, target, filters=said, progress=progress)
    return export_view(book, query, listing.columns, target, filters=said, progress=progress)


def write_template(book: Book, register: str, target: Path) -> Path:
    """Write an empty spreadsheet for a register and return the file."""
    from desktop.services.exporting import template

    template(book, register, target)
    return target


def undo(book: Book, batch: str, progress: Progress | None = None) -> Done[str]:
    """Undo an import and return its words."""
    from desktop.services.undoing import undo

    return undo(book, batch, progress)
