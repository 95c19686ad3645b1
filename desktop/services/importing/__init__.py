"""Taking spreadsheets and Word tables into a register: read, recognise, check, take in.

`check` does everything that `run` does, in a transaction that is then undone, so that what is
shown before is what happens after. Rows that can't be kept are told with their reasons and are
never dropped silently; the rest goes in as one deed, which can be undone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from sqlalchemy.orm import Session

from desktop.core.changes import Done
from desktop.core.errors import InvalidValues, UserProblem
from desktop.exchange.tables import Table, read_tables
from desktop.services import backups
from desktop.services.importing import lines, recognising
from desktop.services.importing.known_members import Members
from desktop.services.importing.lines import Column, Line, Problematic, Repair, Taken
from desktop.services.importing.people import MemberRecords
from desktop.services.importing.recognising import Found
from desktop.services.importing.records import Existing, Outcome, Records, Waits
from desktop.services.importing.references import References, Units, Words
from desktop.services.importing.takers import taker
from desktop.storage.book import Book, changes_of
from desktop.storage.keeping import deed_of
from desktop.storage.registers import spec

__all__ = ["Existing", "Found", "Options", "Outcome", "Problematic", "Repair", "Report", "Source"]

Tick = Callable[[int, int], None]
_EVERY = 200  # rows between two signs of life
_KEPT = frozenset({Outcome.NEW, Outcome.FILLED, Outcome.CHANGED})
_KNOWN = frozenset({Outcome.SAME, Outcome.REPEATED})


@dataclass(frozen=True)
class Source:
    """A file that was read."""

    path: Path
    tables: tuple[Table, ...]


@dataclass(frozen=True)
class Options:
    """How a file is taken in."""

    create: bool = True  # units and entries of lists that are not in the book yet
    existing: Existing = Existing.FILL
    given: Mapping[str, str] = field(default_factory=dict)
    """Words for columns that the file doesn't have, by key: the round of a unit's proposal."""


@dataclass
class Report:
    """What an import does or did."""

    register: str
    counts: Counter[Outcome] = field(default_factory=Counter)
    taken: list[Taken] = field(default_factory=list)
    """Rows that change the book, in the order of the file."""
    known: list[Taken] = field(default_factory=list)
    """Rows that change nothing, in the order of the file: in the book as they are, or repeated."""
    refused: list[Problematic] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    new_units: list[tuple[str, str]] = field(default_factory=list)
    """Names of units that were added, each with one of the book that is much like it."""
    new_words: list[tuple[str, str]] = field(default_factory=list)
    left_out: list[tuple[int, int, str]] = field(default_factory=list)
    """Rows that are no records (table, row number, words): headings of groups, sums."""
    differing: list[Problematic] = field(default_factory=list)
    batch: str = ""  # of the deed, by which it can be undone

    @property
    def rows(self) -> int:
        """How many rows were records."""
        return sum(self.counts.values()) + len(self.refused)


def read(path: Path, tick: Callable[[float], None] | None = None) -> Source:
    """Read every table of a file; raises a `Problem` saying what is wrong with it."""
    return Source(path, tuple(read_tables(path, tick)))


def recognise(register: str, source: Source) -> list[Found]:
    """Return where the headings are and what the columns hold; `UserProblem` for none."""
    return recognising.require(register, source.tables)


def check(
    book: Book,
    register: str,
    source: Source,
    found: Sequence[Found],
    options: Options | None = None,
    tick: Tick | None = None,
) -> Report:
    """Return what `run` would do; the book stays as it is."""
    report = Report(register)
    try:
        with book.write("Xem trước") as session:
            _take(session, report, source, found, options or Options(), tick)
            raise _Undone  # noqa: TRY301 - the one way out of a transaction that keeps nothing
    except _Undone:
        return report


def run(
    book: Book,
    register: str,
    source: Source,
    found: Sequence[Found],
    options: Options | None = None,
    tick: Tick | None = None,
) -> Done[Report]:
    """Take the rows in as one deed and tell what was done; rows that can't be kept stay out.

    `tick` (rows done, rows in all) may raise to cancel: nothing is kept then.
    """
    report = Report(register)
    words = _words(register, source)
    backups.before(book, backups.Reason.IMPORT)
    with book.write(words) as session:
        _take(session, report, source, found, options or Options(), tick)
        session.flush()
        changes = changes_of(session)
        report.batch = deed_of(session).batch if changes else ""
    return Done(report, changes)


class _Undone(Exception):
    """Ends a check, so that its transaction is undone."""


def _words(register: str, source: Source) -> str:
    return f"Nhập {spec(register).singular_heading} từ «{source.path.name}»"


def _take(
    session: Session,
    report: Report,
    source: Source,
    found: Sequence[Found],
    options: Options,
    tick: Tick | None,
) -> None:
    register = report.register
    refs = References(
        session,
        Units(session, options.create),
        Words(session, options.create),
        lru_cache(maxsize=1)(lambda: Members(session)),
    )
    taken = [
        line
        for one in found
        for line in lines.lines(source.tables[one.table], one, register, report.left_out)
    ]
    columns = {
        one.table: lines.columns(register, one, source.tables[one.table], options.given)
        for one in found
    }
    records: Records | MemberRecords
    if register == "members":
        records = MemberRecords(session, refs, options.existing, _words(register, source))
    else:
        names = lines.titles(register, taken, columns, source.tables)
        records = taker(register)(session, register, refs, options.existing, names)
    waiting = taken
    done = 0
    while waiting:
        later: list[Line] = []
        for line in waiting:
            fonts = source.tables[line.table].fonts
            if not _one(refs, report, records, line, columns[line.table], fonts):
                later.append(line)
            done += 1
            if tick and done % _EVERY == 0:
                tick(min(done, len(taken)), len(taken))
        if len(later) == len(waiting):
            for line in later:
                _refuse(
                    report, line, {"": "Dòng này gắn với một dòng khác của tệp chưa nhập được."}
                )
            break
        waiting = later
    if isinstance(records, MemberRecords):
        records.flush()
    report.new_units += [(one.name, one.near) for one in refs.units.new.values()]
    report.new_words += refs.words.new
    report.refused.sort(key=lambda one: (one.table, one.index))
    report.taken.sort()
    report.known.sort()
    if tick:
        tick(len(taken), len(taken))


def _one(
    refs: References,
    report: Report,
    records: Records | MemberRecords,
    line: Line,
    columns: Sequence[Column],
    fonts: Mapping[tuple[int, int], str],
) -> bool:
    """Take one row; False when it has to wait for another."""
    values, wrong, repairs = lines.values(line, columns, fonts)
    if line.doubt:
        wrong = {"": line.doubt}
    if wrong:
        _refuse(report, line, wrong)
        return True
    try:
        if isinstance(records, MemberRecords):
            outcome = records.take(values)
        else:
            try:
                with refs.tried():
                    outcome = records.take(values)
            except (Waits, UserProblem):
                records.forget()
                raise
    except Waits:
        return False
    except InvalidValues as problem:
        _refuse(report, line, problem.by_field)
        return True
    except UserProblem as problem:
        _refuse(report, line, {"": problem.message})
        return True
    report.counts[outcome] += 1
    if outcome in _KEPT:
        report.taken.append(Taken(line.table, line.index, line.number, outcome.value))
    elif outcome in _KNOWN:
        report.known.append(Taken(line.table, line.index, line.number, outcome.value))
    report.repairs += repairs
    if outcome is Outcome.DIFFERS:
        sentence = "Sổ, hoặc một dòng ở trên, đã ghi khác; điều có trước được giữ nguyên."
        report.differing.append(_problematic(line, {"": sentence}))
    return True


def _refuse(report: Report, line: Line, reasons: Mapping[str, str]) -> None:
    report.refused.append(_problematic(line, reasons))


def _problematic(line: Line, reasons: Mapping[str, str]) -> Problematic:
    return Problematic(line.table, line.index, line.number, dict(reasons), line.section)
