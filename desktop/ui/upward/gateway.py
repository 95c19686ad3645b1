"""What the tab of sending and receiving asks of the services, on the worker threads."""

# ruff: noqa: PLC0415 (services are imported when they are first needed, on a worker thread)

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.core.errors import NeedsPassphrase, Problem, UserProblem, WrongPassphrase

if TYPE_CHECKING:
    from PySide6.QtCore import QUrl

    from desktop.core.changes import Done
    from desktop.core.figures import Figures
    from desktop.services.adding_up import LookAlike, OfficeState, ReceivedList
    from desktop.services.answers import ArrivingAnswer, TakenAnswer, WrittenAnswer
    from desktop.services.books import Book
    from desktop.services.figure_lines import FigureGroup
    from desktop.services.receiving import Arriving, Received
    from desktop.services.remarks import RemarkLine

SUFFIX = ".gsnop"
Period = tuple[date, date]
_PAGE = 200  # rows that are read at a time


@dataclass(frozen=True)
class LookedAt:
    """A file that was verified: a submission or an answer, and the passphrase that opened it."""

    found: Arriving | ArrivingAnswer
    answer: bool
    passphrase: str | None = None


def look_at(
    book: Book, path: Path, passphrases: Sequence[str] = (), progress: Any = None
) -> LookedAt:
    """Verify a file with the first passphrase that opens it, whichever of both kinds it is.

    Raises `NeedsPassphrase` or `WrongPassphrase` when none does, and the sentences of the services.
    """
    tried: Problem | None = None
    for passphrase in (None, *passphrases):
        try:
            return _look_at(book, path, passphrase, progress)
        except (NeedsPassphrase, WrongPassphrase) as problem:
            tried = problem
    raise tried or Problem(path.name)


def _look_at(book: Book, path: Path, passphrase: str | None, progress: Any) -> LookedAt:
    from desktop.services import answers, arriving_files, receiving

    if arriving_files.is_answer(path, passphrase):
        return LookedAt(answers.look_at_answer(book, path, passphrase), True, passphrase)
    return LookedAt(receiving.look_at(book, path, passphrase, progress), False, passphrase)


def files_in(urls: Iterable[QUrl]) -> list[Path]:
    """Return the files of other offices among what is dropped (on the UI thread)."""
    paths = (Path(one.toLocalFile()) for one in urls if one.isLocalFile())
    return [one for one in paths if one.suffix.lower() == SUFFIX]


def take_in(
    book: Book, looked: LookedAt, accept: bool, progress: Any = None
) -> Done[Received] | Done[TakenAnswer]:
    """Take a file in that was looked at."""
    from desktop.services import answers, receiving

    path = looked.found.path
    if looked.answer:
        return answers.take_answer(book, path, accept, looked.passphrase)
    return receiving.receive(book, path, looked.passphrase, accept, progress)


# what was received


@dataclass(frozen=True)
class Known:
    """The periods of which something is in the book, the latest first; whether any came here."""

    periods: tuple[Period, ...]
    received: bool
    years: tuple[int, ...] = ()
    """Those of which this book has data of its own."""


def known_periods(book: Book) -> Known:
    """Return the periods of which something was received or sent."""
    from desktop.services import adding_up, receiving
    from desktop.services.figures import data_years

    received = bool(receiving.received(book))
    return Known(adding_up.periods(book), received, tuple(data_years(book)))


def office_states(book: Book, first: date, last: date) -> tuple[OfficeState, ...]:
    """Return where each office stands with a period today."""
    from desktop.services import adding_up

    return adding_up.states(book, first, last, date.today())  # noqa: DTZ011 (the clerk's day)


def take_out(book: Book, ids: Sequence[int]) -> Done[int]:
    """Take submissions out of the book, whole."""
    from desktop.services import receiving

    return receiving.take_out(book, ids)


def forget_key(book: Book, uid: str) -> Done[str]:
    """Forget the key of an office by its uid; return its name."""
    from desktop.core.register import Query
    from desktop.services import receiving, registers

    ids = registers.keys(book, Query("offices"))
    for row in registers.rows(book, "offices", ids):
        if row.uid == uid:
            return receiving.forget_key(book, row.id)
    raise UserProblem("Cơ quan này không còn trong sổ.")


def row_counts(book: Book, first: date, last: date, office: str | None) -> Mapping[str, int]:
    """Return how many received rows of each register there are."""
    from desktop.services import adding_up

    return adding_up.count_rows(book, first, last, office)


def rows(
    book: Book, register: str, period: Period, office: str | None, search: str, after: Any
) -> ReceivedList:
    """Return a page of received rows."""
    from desktop.services import adding_up

    return adding_up.rows(book, register, *period, office, search, after, _PAGE)


def remarks_to(book: Book, submission: int) -> tuple[RemarkLine, ...]:
    """Return the remarks on a submission."""
    from desktop.services import remarks

    return remarks.remarks_to(book, submission)


def write_remark(
    book: Book, submission: int, words: str, register: str | None = None, uid: str | None = None
) -> Done[RemarkLine]:
    """Write a remark on a row of a submission, or on the whole of it."""
    from desktop.services import remarks

    return remarks.write_remark(book, submission, words, register, uid)


# what goes back


@dataclass(frozen=True)
class Answering:
    """What an answer begins with: the name of its file, the remarks that go with it."""

    name: str
    remarks: tuple[RemarkLine, ...]


def answering(book: Book, submission: int) -> Answering:
    """Return what an answer begins with."""
    from desktop.services import answers, remarks

    return Answering(answers.suggested_name(book, submission), remarks.remarks_to(book, submission))


def write_answer(
    book: Book,
    submission: int,
    accepted: bool,
    target: Path,
    words: str,
    passphrase: str | None,
) -> Done[WrittenAnswer]:
    """Write the file of an answer."""
    from desktop.core.terms import Answer
    from desktop.services import answers

    answer = Answer.ACCEPTED if accepted else Answer.TO_CORRECT
    return answers.write_answer(book, submission, answer, target, words, passphrase)


# added up


@dataclass(frozen=True)
class OfficeFigures:
    """An office's figures in words, by path: with those of the offices below, and its own alone."""

    uid: str
    name: str
    parent_uid: str
    added: bool
    total: Mapping[tuple[str, ...], str]
    own: Mapping[tuple[str, ...], str]


@dataclass(frozen=True)
class Summed:
    """What was added up: lines whose value is the total, beside the own office's (`against`)."""

    groups: tuple[FigureGroup, ...]
    name: str
    offices: tuple[OfficeFigures, ...]


def sum_up(book: Book, first: date, last: date, office: str | None = None) -> Summed:
    """Add up the figures of all offices, or of one with those below it."""
    from desktop.services import adding_up
    from desktop.services.figure_lines import figure_groups
    from desktop.services.figures import level_words

    found = adding_up.added_up(book, first, last, office)
    levels = level_words(book)

    def words(figures: Figures) -> dict[tuple[str, ...], str]:
        groups = figure_groups(figures, levels)
        return {line.path: line.value for group in groups for line in group.lines}

    offices = []
    for part in found.by_office:
        total = words(part.figures)
        own = total if part.own is part.figures else words(part.own)
        one = part.office
        offices.append(OfficeFigures(one.uid, one.name, one.parent_uid, part.added, total, own))
    groups = figure_groups(found.total, levels, found.own)
    return Summed(groups, found.own.office, tuple(offices))


def write_by_office(book: Book, target: Path, options: Mapping[str, Any]) -> int:
    """Write the figures of each office as a spreadsheet; return its lines."""
    from desktop.services import adding_up_papers

    return adding_up_papers.export(book, adding_up_papers.FIGURES, target, options)


def look_alikes(
    book: Book, register: str, first: date, last: date, decided: bool, progress: Any = None
) -> list[LookAlike]:
    """Return rows that two offices may both have sent."""
    from desktop.services import adding_up

    return adding_up.look_alikes(book, register, first, last, decided, progress)


def decide(book: Book, pairs: Sequence[LookAlike], same: bool) -> Done[tuple[int, ...]]:
    """Keep what the clerk says of pairs of rows; return the record of each."""
    from desktop.services import adding_up

    return adding_up.decide(book, pairs, same)
