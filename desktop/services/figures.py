"""The figures of a period, for screen, report, command line and submission."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from desktop.core.errors import UserProblem
from desktop.core.figure_periods import Against, compared_period
from desktop.core.figures import Counted, Figures, Scope
from desktop.core.formats import date_text
from desktop.services import registers
from desktop.services.figure_lines import UNKNOWN, FigureLine, figure_groups
from desktop.services.house_paper import calendar_day
from desktop.storage import figures as computed
from desktop.storage.book import Book
from desktop.storage.figures.common import level_names
from desktop.storage.models import Unit

EVERYWHERE = Scope()
_DATED = ("campaigns", "pledges", "yearly_ratings", "models", "rounds", "decisions",
          "study_sessions", "inspections", "documents")  # fmt: skip
_FIRST_YEAR = 1930
"""What is dated before was mistyped."""


@dataclass(frozen=True)
class FigureRows:
    """The very rows that make a figure, and how it comes from them."""

    register: str
    ids: tuple[int, ...]
    counted: Counted = Counted.ROWS


def figures(
    book: Book,
    period_from: date,
    period_to: date,
    new_since: date | None = None,
    scope: Scope = EVERYWHERE,
) -> Figures:
    """Return the figures of a period, both days included; `UserProblem` for a turned period.

    `new_since` is the day from which a model counts as new (default: the period's first).
    """
    _check(period_from, period_to)
    with book.read() as session:
        return computed.compute(session, period_from, period_to, new_since, scope)


def contests(book: Book, first: date, last: date, scope: Scope = EVERYWHERE) -> dict[str, int]:
    """Return the contests of a period: `held`, and the `teams` and `contestants` in them."""
    with book.read() as session:
        return computed.contest_counts(session, first, last, scope)


def figure_rows(
    book: Book,
    path: tuple[str, ...],
    period_from: date,
    period_to: date,
    new_since: date | None = None,
    scope: Scope = EVERYWHERE,
) -> FigureRows:
    """Return the rows behind a figure; `path` are its keys in the JSON contract.

    ('models', 'by_state', 'stopped'); ('models', 'by_state') has the rows of all states. A rate has
    the rows of the whole. Raises `UserProblem` for a turned period, `KeyError` for a path that no
    figure has.
    """
    _check(period_from, period_to)
    with book.read() as session:
        found = computed.figure_rows(session, path, period_from, period_to, new_since, scope)
    if found is None:
        raise KeyError(path)
    register, ids, counted = found
    return FigureRows(register, tuple(ids), counted)


def data_years(book: Book) -> list[int]:
    """Return the years, up to this one, of which the book has anything to count, latest first."""
    today = calendar_day()
    found = {year for register in _DATED for year in registers.years(book, register)}
    return sorted((one for one in found if _FIRST_YEAR <= one <= today.year), reverse=True)


def compared(
    book: Book,
    period_from: date,
    period_to: date,
    against: Against,
    scope: Scope = EVERYWHERE,
) -> Figures:
    """Return the figures that those of a period are compared with: models are new in their period.

    Raises `UserProblem` for a turned period, and where there is no period to compare with.
    """
    _check(period_from, period_to)
    return figures(book, *compared_period(period_from, period_to, against), scope=scope)


def of_years(book: Book, years: Iterable[int], scope: Scope = EVERYWHERE) -> Mapping[int, Figures]:
    """Return the figures of several calendar years."""
    with book.read() as session:
        return {
            year: computed.compute(session, date(year, 1, 1), date(year, 12, 31), scope=scope)
            for year in years
        }


def _check(period_from: date, period_to: date) -> None:
    if period_from > period_to:
        raise UserProblem("Ngày đầu kỳ sau ngày cuối kỳ. Hãy chọn lại kỳ.")


def level_words(book: Book) -> dict[str, str]:
    """Return what the office calls the levels, in their order."""
    with book.read() as session:
        return level_names(session)


def scope_words(book: Book, scope: Scope) -> str:
    """Return of what figures are, in words; '' of all. `UserProblem` for a unit not in the book."""
    words = []
    with book.read() as session:
        if scope.unit is not None:
            unit = session.get(Unit, scope.unit)
            if unit is None or unit.deleted_at is not None:
                raise UserProblem("Đơn vị đã chọn không còn trong sổ. Hãy chọn đơn vị khác.")
            words.append(f"{unit.name} và các đơn vị trực thuộc")
        if scope.level is not None:
            name = level_names(session).get(scope.level, scope.level)
            words.append(f"khen thưởng, mô hình được khen, kiểm tra, giám sát cấp {name}")
    return "; ".join(words)


def figures_text(
    found: Figures,
    levels: Mapping[str, str] | None = None,
    other: Figures | None = None,
    scope: str = "",
) -> str:
    """Return the figures as Vietnamese lines for reading; `levels` and `other` as `figure_groups`.

    `scope` are the words of what they are of (`scope_words`).
    """
    lines = [found.office, f"Kỳ: {_days(found)}"]
    if scope:
        lines.append(f"Phạm vi: {scope}")
    if other is not None:
        lines.append(f"So với kỳ: {_days(other)}")
    for group in figure_groups(found, levels, other):
        lines += ["", group.title]
        if group.note:
            lines.append(f"  ({group.note})")
        for one in group.lines:
            lines.append(f"{'    ' if one.within else '  '}{one.words}: {_told(one)}")
    return "\n".join(lines)


def _days(found: Figures) -> str:
    return f"{date_text(found.period_from)} - {date_text(found.period_to)}"


def _told(one: FigureLine) -> str:
    """Return a line's value with its unit, and beside it that of the other period."""
    after = f" {one.unit}" if one.unit != "%" else "%" if one.value != UNKNOWN else ""
    value = f"{one.value}{after}"
    if not one.against:
        return value
    before = f"{one.against}%" if one.unit == "%" and one.against != UNKNOWN else one.against
    more = ", ".join(each for each in (one.difference, one.change) if each)
    return f"{value} (kỳ so sánh {before}; {more})"
