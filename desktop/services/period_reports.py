"""Reports of a period ('Báo cáo sơ kết, tổng kết'): drawn up from figures, edited, issued, kept.

A report's text is its draft (`core.report_text`); an issued copy holds its whole paper and prints
again as it was, whatever happened to the data since. Source: DOMAIN.md, 'Figures' and 'Paper'.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.core.changes import Done
from desktop.core.errors import StaleRecord, UserProblem
from desktop.core.report_names import FIELD, FORM, NAMES, Value
from desktop.core.report_text import Draft, Part, check, parts_of, prompts, refilled
from desktop.core.terms import ReportKind
from desktop.core.vietnamese.fold import clean
from desktop.reports.period_report_paper import ReportPaper
from desktop.services import registers
from desktop.services.period_report_annexes import Period
from desktop.services.period_report_making import (
    SHIPPED,
    Present,
    Wanted,
    default_title,
    first_draft,
    full_number,
    make_paper,
    present,
    shipped_text,
    values,
)
from desktop.services.report_documents import note_report
from desktop.services.report_keeping import keep_content
from desktop.storage.book import Book, changes_of
from desktop.storage.models import PeriodReport, ReportIssue, ReportTemplate

__all__ = ["Draft", "Part", "Present", "ReportPaper", "default_title"]

_OWN: Final = "own:"
_OPENING: Final = "Phần mở đầu"


@dataclass(frozen=True)
class TemplateName:
    """A template that a report may be drawn up from; the one by default is first."""

    key: str
    name: str
    own: bool


@dataclass(frozen=True)
class PlaceName:
    """A name that a text may use: its meaning, and what it stands for in a period."""

    name: str
    words: str
    shown: str


@dataclass(frozen=True)
class ChangedPart:
    """A part whose figures are others now; `edited`: the clerk's own text would stay."""

    place: int
    heading: str
    edited: bool
    now: str


@dataclass(frozen=True)
class Unfinished:
    """Something a report still lacks: the part's place and heading, and what in words."""

    place: int
    heading: str
    words: str


# templates


def template_names(book: Book, kind: str) -> tuple[TemplateName, ...]:
    """Return the templates of a kind of report (`ReportKind`), the one used by default first."""
    key, name = SHIPPED[_kind(kind)]
    with book.read() as session:
        rows = session.scalars(
            select(ReportTemplate)
            .where(ReportTemplate.deleted_at.is_(None), ReportTemplate.kind == kind)
            .order_by(ReportTemplate.main.desc(), ReportTemplate.name, ReportTemplate.id)
        ).all()
        own = [(one.main, TemplateName(f"{_OWN}{one.id}", one.name, True)) for one in rows]
    shipped = TemplateName(key, name, own=False)
    return (
        *(one for main, one in own if main),
        shipped,
        *(one for main, one in own if not main),
    )


def template_text(book: Book, key: str) -> str:
    """Return a template's text by its key; `StaleRecord` when an own one is gone."""
    if not key.startswith(_OWN):
        return shipped_text(key)
    with book.read() as session:
        found = session.get(ReportTemplate, int(key.removeprefix(_OWN)))
        if found is None or found.deleted_at is not None:
            raise StaleRecord
        return found.text


def template_problems(text: str, known: Collection[str] = NAMES) -> tuple[str, ...]:
    """Return a sentence for each thing that is wrong with a template's text.

    `known` are the names of the book (`known_names`).
    """
    try:
        parts_of(text)
    except UserProblem as problem:
        return (problem.message, *check(text, known))
    return check(text, known)


def known_names(book: Book) -> tuple[str, ...]:
    """Return every name that a text may use in this book."""
    today = date.today()  # noqa: DTZ011 - any period has the same names
    return tuple(values(book, Period(today, today)))


def place_names(named: Mapping[str, Value]) -> tuple[PlaceName, ...]:
    """Return names (`Present.values`) with their meaning and what they stand for."""
    found = []
    for name, value in named.items():
        words = NAMES[name].words if name in NAMES else ""
        if not words:
            label = name.removeprefix(FIELD).removeprefix(FORM)
            words = f"{'Mô hình' if name.startswith('mô hình') else 'Lượt khen'}: {label}"
        found.append(PlaceName(name, words, value.text))
    return tuple(found)


def names_of(book: Book, first: date, last: date) -> tuple[PlaceName, ...]:
    """Return the names that a text may use, with what they stand for in a period."""
    return place_names(values(book, Period(first, last)))


def _kind(kind: str) -> str:
    if kind not in {one.value for one in ReportKind}:
        raise UserProblem(f"Không có loại báo cáo «{kind}».")
    return kind


# drafts


def new_report(
    book: Book,
    kind: str,
    title: str,
    first: date,
    last: date,
    unit: int | None = None,
    template: str | None = None,
    new_since: date | None = None,
) -> Done[int]:
    """Draw a report up from the figures of a period and return its id.

    `unit` is a unit with its subtree, None the whole office; `template` is a key of
    `template_names`, None the one used by default; `new_since` is the day from which a model is
    new, None the period's first, and is kept with the report. Raises `UserProblem` for a turned
    period or a template without sections, `InvalidValues` for a missing abstract.
    """
    period = Period(first, last, unit, new_since)
    made = _from_template(book, kind, period, template)
    title = clean(title, multiline=True)
    with book.write(f"Lập báo cáo «{_short(title)}»") as session:
        row = registers.save_in(
            session,
            "period_reports",
            {
                "kind": kind,
                "title": title,
                "period_from": first,
                "period_to": last,
                "unit_id": unit,
                "content": made.to_json(),
            },
        )
        return Done(row.id, changes_of(session))


def _from_template(book: Book, kind: str, period: Period, template: str | None) -> Draft:
    names = template_names(book, kind)
    chosen = next((one for one in names if one.key == template), names[0])
    text = template_text(book, template or chosen.key)
    try:
        parts = parts_of(text)
    except UserProblem as problem:
        raise UserProblem(f"Mẫu «{chosen.name}»: {problem.message}") from problem
    return first_draft(book, parts, chosen.name, period)


def draft(book: Book, report_id: int) -> Draft:
    """Return a report's draft; one that has none yet gets it from the default template."""
    found = _report(book, report_id)
    if found.content:
        return Draft.from_json(found.content)
    return _from_template(book, found.kind, found.period, None)


def save_draft(book: Book, report_id: int, changed: Draft, sitting: str = "") -> Done[str]:
    """Keep a report's draft as the clerk edited it; issued copies stay as they are.

    Returns its deed, which with `sitting` goes on (`report_keeping.keep_content`).
    """
    parts = tuple(
        replace(one, text=clean(one.text, multiline=True), heading=clean(one.heading))
        for one in changed.parts
    )
    receivers = tuple(found for one in changed.receivers if (found := clean(one)))
    content = replace(changed, parts=parts, receivers=receivers).to_json()
    words = f"Sửa báo cáo «{_short(_report(book, report_id).title)}»"
    return keep_content(book, report_id, content, words, sitting)


def report_now(book: Book, report_id: int) -> Present:
    """Return what a report could say with the figures of today."""
    return present(book, _report(book, report_id).asked)


def figures_changed(kept: Draft, named: Mapping[str, Value]) -> tuple[ChangedPart, ...]:
    """Return the parts of which the template would give another text with `Present.values`."""
    fresh = refilled(kept.parts, named)
    return tuple(
        ChangedPart(place, _heading(was), was.edited, now.filled)
        for place, (was, now) in enumerate(zip(kept.parts, fresh, strict=True))
        if was.filled != now.filled
    )


def unfinished(found: Draft, known: Collection[str] = NAMES) -> tuple[Unfinished, ...]:
    """Return prompts that still wait for the clerk's words, and names that there aren't.

    `known` are the names of the book (`known_names`).
    """
    return tuple(
        Unfinished(place, _heading(one), words)
        for place, one in enumerate(found.parts)
        for text in (one.heading, one.text)
        for words in (*prompts(text), *check(text, known))
    )


def _heading(part: Part) -> str:
    return part.heading or _OPENING


# issuing and paper


def issue(
    book: Book, report_id: int, number: str, on: date, signer: int | None = None
) -> Done[int]:
    """Issue a report: keep its whole paper as it is now, and return the copy's id.

    One with a number is entered among the documents that the office issued, in the same deed.
    `number` may be bare ('12' becomes '12-BC/BTG'); `signer` is a row of `signers`, None who signs
    by default. Issued again after a correction it gets a further copy; unchanged it keeps the one
    it has. Raises what `paper_of` raises.
    """
    number = full_number(book, clean(number))
    kept = draft(book, report_id)
    found = _report(book, report_id)
    wanted = Wanted(found.title, found.asked, number, on, signer)
    frozen = make_paper(book, wanted, kept).to_json()
    digest = hashlib.sha256(frozen.encode()).hexdigest()
    with book.write(f"Ban hành báo cáo {number or f'«{_short(found.title)}»'}") as session:
        told = {"issued": True, "number": number or None, "on": on, "content": kept.to_json()}
        registers.save_in(session, "period_reports", told, report_id)
        copy_id = _same_copy(session, report_id, digest)
        if copy_id is None:
            copy = {"report_id": report_id, "on": on, "number": number or None, "sha256": digest}
            content = zlib.compress(frozen.encode(), 9)
            row = registers.save_in(session, "report_issues", {**copy, "content": content})
            copy_id = row.id
        note_report(session, number, on, found.title)
        return Done(copy_id, changes_of(session))


def _same_copy(session: Session, report_id: int, digest: str) -> int | None:
    return session.scalars(
        select(ReportIssue.id).where(
            ReportIssue.report_id == report_id,
            ReportIssue.sha256 == digest,
            ReportIssue.deleted_at.is_(None),
        )
    ).first()


def paper_of(
    book: Book, report_id: int, signer: int | None = None, *, long: bool = False
) -> ReportPaper:
    """Return a report's paper as it would be printed now (`long` as of `make_paper`).

    Raises `StaleRecord` when the report, its unit or the signer is gone, `UserProblem` for a
    turned period or content that can't be read.
    """
    found = _report(book, report_id)
    wanted = Wanted(found.title, found.asked, found.number, found.on, signer)
    return make_paper(book, wanted, draft(book, report_id), long=long)


def paper_of_issue(book: Book, issue_id: int) -> ReportPaper:
    """Return the paper of an issued copy, as it was; `UserProblem` when the copy is damaged."""
    with book.read() as session:
        found = session.get(ReportIssue, issue_id)
        if found is None:
            raise StaleRecord
        content, digest = found.content, found.sha256
    try:
        frozen = zlib.decompress(content)
    except zlib.error:
        frozen = b""
    if hashlib.sha256(frozen).hexdigest() != digest:
        raise UserProblem("Bản báo cáo đã ban hành bị hỏng. Hãy mở bản sao lưu của sổ.")
    return ReportPaper.from_json(frozen.decode())


def paper_of_period(
    book: Book,
    kind: str,
    first: date,
    last: date,
    unit: int | None = None,
    title: str = "",
    template: str | None = None,
    new_since: date | None = None,
    *,
    long: bool = False,
) -> ReportPaper:
    """Return the paper of a period from a template; no report is kept (`long` as of `make_paper`).

    Raises as `new_report`.
    """
    period = Period(first, last, unit, new_since)
    made = _from_template(book, kind, period, template)
    wanted = Wanted(title or default_title(kind, first, last), period)
    return make_paper(book, wanted, made, long=long)


@dataclass(frozen=True)
class _Report:
    kind: str
    title: str
    period: Period
    number: str
    on: date | None
    content: str | None

    @property
    def asked(self) -> Period:
        """The period with the day from which a model is new, as the report was drawn up."""
        if not self.content:
            return self.period
        return replace(self.period, new_since=Draft.from_json(self.content).new_since)


def _report(book: Book, report_id: int) -> _Report:
    with book.read() as session:
        found = session.get(PeriodReport, report_id)
        if found is None or found.deleted_at is not None:
            raise StaleRecord
        period = Period(found.period_from, found.period_to, found.unit_id)
        number = found.number or ""
        return _Report(found.kind, found.title, period, number, found.on, found.content)


def _short(title: str, most: int = 60) -> str:
    words = " ".join(title.split())
    return words if len(words) <= most else f"{words[: most - 1]}…"
