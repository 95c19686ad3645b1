"""Numbers of documents: what they say, which one comes next, which were left out.

Source: DOMAIN.md, 'Paper', numbering: in Party papers from 01 per type and committee term, in
Government papers from 01 per type and calendar year.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from desktop.core.errors import UserProblem
from desktop.core.formats import date_text, number
from desktop.core.terms import Direction, PaperFamily
from desktop.core.vietnamese.fold import clean, words
from desktop.services.house_paper import calendar_day, own_office
from desktop.storage.book import Book
from desktop.storage.cleaning import iso
from desktop.storage.models import Document, DocumentType, Office

Term = tuple[int, int]
"""The first and the last year of a committee term."""
TERM: Final[Term] = (2025, 2030)
"""The term after the congresses of 2025; other terms follow in steps of its length."""

FIRST_YEAR, LAST_YEAR = 1900, 2200
"""The years in which documents are numbered, as years are bounded everywhere in the book."""
_BEGINS: Final = 2  # a series begins with 01, or with 02 when that was not entered
_LISTED: Final = 500  # of the numbers left out
_LAST: Final = 999_999  # what a number can be
_NEW: Final = 2**63  # sorts after all documents of its day

_CALLED: Final = r"\s*(?i:s[ốo]\s*[:.]?\s*)?"
_NUMBER: Final = re.compile(rf"{_CALLED}(\d{{1,6}})([a-zA-ZđĐ]?)(?![^\W_])")
_DASH: Final = "[-–]"  # Word makes the longer one of a hyphen between spaces
_TYPED: Final = re.compile(
    rf"{_CALLED}\d+[a-zA-ZđĐ]?\s*(?:{_DASH}|/(?:\d{{4}}/)?)\s*([^\W\d_]+)\s*(?={_DASH}|/|$)"
)
_CORRESPONDENCE: Final = "CV"  # a Government letter has no type in its number


@dataclass(frozen=True)
class Proposal:
    """The next number of a type, and who issues: what a form proposes."""

    number: str
    issuer: str


@dataclass(frozen=True)
class Gaps:
    """The numbers of a type missing between its lowest and highest one, in a term or a year."""

    type: str
    lowest: int  # a book that was begun in the midst of a term begins with it
    highest: int
    missing: tuple[int, ...]  # the lowest ones, when they are very many
    more: int = 0  # how many more are missing

    @property
    def words(self) -> str:
        """The missing numbers as a clerk reads them: '03, 07 - 09'."""
        words = ", ".join(
            f"{first:02}" if first == last else f"{first:02} - {last:02}"
            for first, last in _runs(self.missing)
        )
        return f"{words} và {number(self.more)} số nữa" if self.more else words


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for one in numbers:
        if runs and one == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], one)
        else:
            runs.append((one, one))
    return runs


def number_of(text: str) -> tuple[int, str] | None:
    """Return the number of '13-BC/BTG', with the letter of '13a-BC/BTG'; None without one."""
    found = _NUMBER.match(clean(text))
    return None if found is None else (int(found[1]), found[2].lower())


def abbreviation_of(text: str) -> str:
    """Return the type's abbreviation in a number: 'KH' of '196-KH/TU', '' when it has none."""
    found = _TYPED.match(clean(text))
    return "" if found is None else found[1]


def type_of(session: Session, number: str, on: date | None = None) -> str | None:
    """Return the one type that a number's abbreviation stands for on a day, else None.

    QĐ stands for Quyết định and for Quy định, and so for none (DOMAIN.md, 'Paper').
    """
    said = abbreviation_of(number)
    if not said:
        return None
    day = on or calendar_day()
    rows = session.execute(
        select(DocumentType.name, DocumentType.abbreviation).where(
            DocumentType.deleted_at.is_(None), _holds(day)
        )
    )
    names = {name for name, known in rows if known.casefold() == said.casefold()}
    return names.pop() if len(names) == 1 else None


def _holds(day: date) -> ColumnElement[bool]:
    """Return the condition by which a type, as it is listed, holds on a day."""
    return and_(
        or_(DocumentType.valid_from.is_(None), DocumentType.valid_from <= day),
        or_(DocumentType.valid_to.is_(None), DocumentType.valid_to >= day),
    )


# which documents are numbered together


@dataclass(frozen=True)
class _Span:
    """From when to when documents may be numbered in one series with those of a day."""

    day: date
    first: date
    last: date
    congresses: tuple[int, ...] = ()  # years in which the numbering may begin anew; none: it can't

    @classmethod
    def of(cls, family: str, day: date, term: Term) -> _Span:
        """Return the year of a day in Government papers, its term in Party ones.

        In a congress year both the term that ends and the one that begins. Raises `UserProblem`
        for a year that no document has.
        """
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise UserProblem(
                f"Năm của văn bản phải từ {FIRST_YEAR} đến {LAST_YEAR}. Hãy nhập lại ngày."
            )
        if family == PaperFamily.GOVERNMENT.value:
            return cls(day, date(day.year, 1, 1), date(day.year, 12, 31))
        begin, end = sorted(term)
        length = max(1, end - begin)
        past = (day.year - begin) % length
        # a congress belongs to two terms: before it the old one goes on
        first = day.year - (past or length)
        years = (first, first + length, first + 2 * length)
        congresses = years if past == 0 else years[:2]
        return cls(
            day,
            date(max(1, congresses[0]), 1, 1),
            date(min(9999, congresses[-1]), 12, 31),
            congresses,
        )

    def congress_before(self, year: int) -> int:
        """Return the last congress year up to a year."""
        return max(one for one in self.congresses if one <= year)


@dataclass(frozen=True)
class _Numbered:
    """An issued document with its number."""

    id: int
    text: str
    day: date  # of the document, else of its entry
    on: date | None
    number: int
    letter: str


def _issued(
    session: Session, office: Office, span: _Span, type_: str | None
) -> dict[str, list[_Numbered]]:
    """Return the office's own issued documents of a span by type, in the order of their days."""
    entered = func.substr(Document.created_at, 1, 10)
    day = func.coalesce(iso(Document.on), entered)
    statement = (
        select(Document.id, Document.type, Document.number, day, Document.on)
        .where(
            Document.deleted_at.is_(None),
            Document.origin == office.uid,
            Document.direction == Direction.ISSUED.value,
            Document.type.is_not(None) if type_ is None else Document.type == type_,
            day.between(span.first.isoformat(), span.last.isoformat()),
        )
        .order_by(day, Document.id)
    )
    found: dict[str, list[_Numbered]] = defaultdict(list)
    for row_id, name, text, on_day, on in session.execute(statement):
        known = number_of(text)
        if known is not None and name is not None and _of_office(text, office.code_suffix or ""):
            found[name].append(_Numbered(row_id, text, date.fromisoformat(on_day), on, *known))
    return found


def _of_office(number: str, suffix: str) -> bool:
    """Tell whether a number bears an office's code, or none at all ('13', '13-BC')."""
    wanted, said = list(words(suffix)), list(words(_NUMBER.sub("", clean(number), count=1)))
    if not wanted or len(said) < 2:
        return True
    return any(said[at : at + len(wanted)] == wanted for at in range(len(said)))


class _Run:
    """Documents numbered in one series, from 01 on or from where the book begins."""

    def __init__(self) -> None:
        self.rows: list[_Numbered] = []
        self.used: set[int] = set()
        self._highest = 0  # of the days before the last one
        self._today = 0  # of the last day

    def append(self, one: _Numbered) -> None:
        """Add the next document; none may be earlier than the one before it."""
        if self.rows and one.day > self.rows[-1].day:
            self._highest = max(self._highest, self._today)
            self._today = 0
        self._today = max(self._today, one.number)
        self.rows.append(one)
        self.used.add(one.number)

    def ends_before(self, one: _Numbered, span: _Span) -> bool:
        """Tell whether a document is the first of a new series.

        The day of the congress is nowhere in the book: it is where the clerk began anew, so with
        01 or 02 after a higher number. A number that was left out may be filled in at any time.
        """
        if not self.rows or one.number > _BEGINS:
            return False
        last = self.rows[-1].day
        highest = max(self._highest, self._today) if one.day > last else self._highest
        if one.number >= highest or not (one.number in self.used or min(self.used) > _BEGINS):
            return False
        congress = span.congress_before(one.day.year)
        return one.day.year == congress or last.year <= congress  # or the first one after it


def _runs_of(rows: Iterable[_Numbered], span: _Span) -> list[_Run]:
    """Return the series of a type in a span, the earliest first."""
    runs = [_Run()]
    for one in rows:
        if span.congresses and runs[-1].ends_before(one, span):
            runs.append(_Run())
        runs[-1].append(one)
    return [one for one in runs if one.rows]


def _run_at(rows: Iterable[_Numbered], span: _Span) -> set[int]:
    """Return the numbers of the series in which documents of the span's day are numbered."""
    found: set[int] = set()
    for run in _runs_of(rows, span):
        begun = run.rows[0].day
        if begun <= span.day:
            found = run.used  # the last one that has begun
        elif not found and not _later_term(begun, span):
            return run.used
    return found


def _later_term(begun: date, span: _Span) -> bool:
    """Tell whether a series begins in the congress year after the span's day, or later."""
    return any(span.day.year < one <= begun.year for one in span.congresses)


# what is asked


def next_number(
    book: Book, type_: str, on: date | None = None, term: Term = TERM
) -> Proposal | None:
    """Return the next number of a type of issued document on a day (default: today).

    It follows the highest one of the office's own issued documents of the type, in the committee
    term of the day or in its year, as the office's papers are of the Party or the Government.
    A number that was filled in later, out of turn, changes nothing. None for a type that the book
    doesn't list; raises `UserProblem` for a day of a year that no document has.
    """
    day = on or calendar_day()
    with book.read() as session:
        abbreviation = session.scalars(
            select(DocumentType.abbreviation)
            .where(DocumentType.deleted_at.is_(None), DocumentType.name == type_)
            .order_by(_holds(day).desc(), DocumentType.valid_from.desc())
        ).first()
        if abbreviation is None:
            return None
        office = own_office(session)
        span = _Span.of(office.paper_family, day, term)
        used = _run_at(_issued(session, office, span, type_).get(type_, ()), span)
        return Proposal(_written(_following(used), abbreviation, office), office.name)


def _following(used: set[int]) -> int:
    """Return the number after the highest one that has a number after it."""
    return max((one for one in used if one < _LAST and one + 1 not in used), default=0) + 1


def _written(number: int, abbreviation: str, office: Office) -> str:
    """Return a number as the office's papers have it: '01-BC/BTG', '01/BC-UBND', '01/BTG'."""
    suffix = clean(office.code_suffix or "")
    if office.paper_family != PaperFamily.GOVERNMENT.value:
        return f"{number:02}-{abbreviation}" + (f"/{suffix}" if suffix else "")
    if abbreviation.casefold() == _CORRESPONDENCE.casefold() and suffix:
        return f"{number:02}/{suffix}"
    return f"{number:02}/{abbreviation}" + (f"-{suffix}" if suffix else "")


def gaps(book: Book, on: date | None = None, term: Term = TERM) -> list[Gaps]:
    """Return, by type in Vietnamese order, the numbers left out in the term or year of a day.

    Types of which none is missing are there, too.
    """
    with book.read() as session:
        office = own_office(session)
        span = _Span.of(office.paper_family, on or calendar_day(), term)
        known = _issued(session, office, span, None)
        order = list(session.scalars(select(DocumentType.name).order_by(DocumentType.id)))
    used = {name: _run_at(rows, span) for name, rows in known.items()}
    place = {name: at for at, name in enumerate(order)}
    return [
        Gaps(name, min(numbers), max(numbers), *_missing(numbers))
        for name, numbers in sorted(used.items(), key=lambda one: place.get(one[0], len(place)))
        if numbers
    ]


def _missing(numbers: set[int]) -> tuple[tuple[int, ...], int]:
    """Return the first numbers left out between the lowest and the highest; how many more."""
    found: list[int] = []
    ordered = sorted(numbers)
    for before, after in pairwise(ordered):
        found += range(before + 1, min(after, before + 2 + _LISTED - len(found)))
    found = found[:_LISTED]
    return tuple(found), ordered[-1] - ordered[0] + 1 - len(ordered) - len(found)


def taken(
    session: Session, values: Mapping[str, Any], row_id: int | None, term: Term = TERM
) -> dict[str, str]:
    """Return a sentence when another issued document of the type has the number already.

    Only those numbered in one series are compared. Of a new document that would begin a series
    anew the number is told, too, if it was used before in the same year.
    """
    text, type_ = values.get("number"), values.get("type")
    if values.get("direction") != Direction.ISSUED.value or not text or not type_:
        return {}
    said = number_of(text)
    office = own_office(session)
    if said is None or not _of_office(text, office.code_suffix or ""):
        return {}
    on = values.get("on")
    try:
        span = _Span.of(office.paper_family, on or calendar_day(), term)
    except UserProblem as problem:
        return {"on": problem.message}
    others = [
        one for one in _issued(session, office, span, type_).get(type_, ()) if one.id != row_id
    ]
    asked = _Numbered(_NEW if row_id is None else row_id, text, span.day, on, *said)
    runs = _runs_of(sorted((*others, asked), key=lambda one: (one.day, one.id)), span)
    of = next(at for at, run in enumerate(runs) if asked in run.rows)
    for one in runs[of].rows:
        if (one.number, one.letter) == said and one.id != asked.id:
            return {"number": f"{_used(type_, one)}."}
    if row_id is None and of and runs[of].rows[0] is asked:
        for one in reversed(runs[of - 1].rows):
            if (one.number, one.letter) == said and one.day.year == asked.day.year:
                return {"number": f"{_used(type_, one)}; đánh số lại sau đại hội thì cứ để vậy."}
    return {}


def _used(type_: str, one: _Numbered) -> str:
    day = f" ngày {date_text(one.on)}" if one.on else ""
    return f"Số này đã dùng cho {type_.lower()} «{one.text}»{day}"
