"""What the windows of reports ask of the services; runs on worker threads."""

# ruff: noqa: PLC0415 (services are imported when they are first needed, on a worker thread)

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.core.register import Query
from desktop.core.report_text import Draft, check, filled

if TYPE_CHECKING:
    from desktop.core.changes import Done
    from desktop.core.register import Row
    from desktop.services.books import Book
    from desktop.services.document_numbers import Term
    from desktop.services.period_reports import PlaceName, Present, TemplateName, Unfinished
    from desktop.services.report_templates import KeptTemplate

REPORTS, COPIES, TEMPLATES = "period_reports", "report_issues", "report_templates"
FORM = "period-report"
_TYPE = "Báo cáo"  # as the list of document types calls it


@dataclass(frozen=True)
class Now:
    """What the book gives today: to a report's text, tables and annexes, and to each part."""

    present: Present
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Opened:
    """A report with what the editor shows of it."""

    draft: Draft
    title: str
    first: date
    last: date
    copies: int
    now: Now
    names: tuple[PlaceName, ...]


@dataclass(frozen=True)
class Proposed:
    """What a new report of a kind and a period begins with."""

    title: str
    templates: tuple[TemplateName, ...]


@dataclass(frozen=True)
class ToIssue:
    """What is told before a report is issued."""

    title: str
    number: str
    on: date | None
    unfinished: tuple[Unfinished, ...]
    changed: tuple[tuple[int, str], ...]  # place and heading of parts with other figures now


@dataclass(frozen=True)
class LineProblem:
    """What is wrong with a template: the line, counted from 1 (0: the whole), and a sentence."""

    line: int
    words: str


def latest(book: Book) -> int | None:
    """Return the report of the latest period, None when there is none."""
    from desktop.services import registers

    found = registers.keys(book, Query(REPORTS, sort="period_to", descending=True))
    return found[0] if found else None


def open_report(book: Book, report_id: int) -> Opened:
    """Read a report with what its template gives today."""
    from desktop.services import period_reports, registers

    row = registers.get(book, REPORTS, report_id)
    draft = period_reports.draft(book, report_id)
    copies = registers.count(book, Query(COPIES, filters={"report_id": report_id}))
    now = report_now(book, report_id, tuple(one.source for one in draft.parts))
    values = row.values
    return Opened(
        draft,
        values["title"],
        values["period_from"],
        values["period_to"],
        copies,
        now,
        period_reports.place_names(now.present.values),
    )


def report_now(book: Book, report_id: int, sources: Sequence[str]) -> Now:
    """Return what a report and the templates' texts of its parts give with today's figures."""
    from desktop.services import period_reports

    present = period_reports.report_now(book, report_id)
    return Now(present, tuple(filled(one, present.values) for one in sources))


def save(book: Book, report_id: int, draft: Draft, sitting: str) -> Done[str]:
    """Keep a report as it is edited; return the deed, which the next saving goes on with."""
    from desktop.services import period_reports

    return period_reports.save_draft(book, report_id, draft, sitting)


def propose(book: Book, kind: str, first: date, last: date) -> Proposed:
    """Return the abstract and the templates for a kind of report and a period."""
    from desktop.services import period_reports

    title = period_reports.default_title(kind, first, last)
    return Proposed(title, period_reports.template_names(book, kind))


def draw_up(
    book: Book,
    kind: str,
    title: str,
    first: date,
    last: date,
    unit: int | None,
    template: str | None,
    new_since: date | None,
) -> Done[int]:
    """Draw a report up."""
    from desktop.services import period_reports

    return period_reports.new_report(book, kind, title, first, last, unit, template, new_since)


def to_issue(book: Book, report_id: int, term: Term) -> ToIssue:
    """Return what is told before a report is issued, with the number it would get."""
    from desktop.services import document_numbers, period_reports, registers

    row = registers.get(book, REPORTS, report_id).values
    draft = period_reports.draft(book, report_id)
    values = period_reports.report_now(book, report_id).values
    proposal = None
    if not row["number"]:
        proposal = document_numbers.next_number(book, _TYPE, row["on"], term)
    return ToIssue(
        row["title"],
        row["number"] or (_free(book, proposal.number) if proposal is not None else ""),
        row["on"],
        period_reports.unfinished(draft, values),
        tuple((one.place, one.heading) for one in period_reports.figures_changed(draft, values)),
    )


def _free(book: Book, number: str) -> str:
    """Return the number proposed, or the next one that no other report has."""
    from desktop.services import registers

    ids = registers.keys(book, Query(REPORTS))
    taken = {one.values["number"] for one in registers.rows(book, REPORTS, ids)}
    while number in taken:
        digits = re.match(r"\d+", number)
        if digits is None:
            break
        number = f"{int(digits[0]) + 1:02}{number[digits.end() :]}"
    return number


def issue(book: Book, report_id: int, number: str, on: date, signer: int | None) -> Done[int]:
    """Issue a report and return its copy."""
    from desktop.services import period_reports

    return period_reports.issue(book, report_id, number, on, signer)


def write_paper(book: Book, target: Path, given: dict[str, Any]) -> Path:
    """Write a report or an issued copy as Word or Excel."""
    from desktop.services import period_report_papers

    period_report_papers.write_paper(book, target, given)
    return target


def file_name(book: Book, given: dict[str, Any], suffix: str) -> str:
    """Return what the file of a report or an issued copy is called at first."""
    from desktop.services import period_report_papers

    return period_report_papers.file_name(book, given, suffix)


def template(book: Book, template_id: int) -> Row:
    """Return an own template."""
    from desktop.services import registers

    return registers.get(book, TEMPLATES, template_id)


def shipped(book: Book, kind: str) -> tuple[str, str]:
    """Return the name and the text of the shipped template of a kind of report."""
    from desktop.services import period_reports

    found = next(one for one in period_reports.template_names(book, kind) if not one.own)
    return found.name, period_reports.template_text(book, found.key)


def names_of_year(book: Book) -> tuple[PlaceName, ...]:
    """Return the figures that a template may ask for, with what they are this year."""
    from desktop.services import period_reports

    today = date.today()  # noqa: DTZ011 (the clerk's own day)
    return period_reports.names_of(book, date(today.year, 1, 1), date(today.year, 12, 31))


def problems(book: Book, text: str) -> tuple[LineProblem, ...]:
    """Return what is wrong with a template's text, with the line where it stands."""
    from desktop.services import period_reports

    known = period_reports.known_names(book)
    where: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if "{" in line or "}" in line or "[" in line:
            for words in check(line, known):
                where.setdefault(words, number)
    return tuple(
        LineProblem(where.get(words, 0), words)
        for words in period_reports.template_problems(text, known)
    )


def save_template(
    book: Book, values: dict[str, Any], template_id: int | None, revision: int | None
) -> Done[KeptTemplate]:
    """Keep a template."""
    from desktop.services import report_templates

    return report_templates.save_template(book, values, template_id, revision)
