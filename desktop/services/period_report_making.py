"""What a period's report says and holds: template, figures in words, the paper put together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from sqlalchemy.orm import Session

from desktop.core.errors import StaleRecord
from desktop.core.paper import PaperStyle, Signature
from desktop.core.report_names import Value, period_words, values_of
from desktop.core.report_outline import outline
from desktop.core.report_text import ANNEXES, CHARTS, TABLES, Draft, Part, fill, filled
from desktop.core.terms import PaperFamily, ReportKind
from desktop.platform.paths import resource_path
from desktop.reports.period_report_paper import (
    ReportChart,
    ReportPaper,
    ReportSection,
    ReportTable,
)
from desktop.services import figures, registers
from desktop.services.house_paper import (
    calendar_day,
    letterhead,
    on_behalf,
    own_office,
    paper_style,
    sign_off,
)
from desktop.services.period_report_annexes import Period, annex, annex_rows, figure_lines
from desktop.services.period_report_tables import charts_of, tables_of
from desktop.storage.book import Book
from desktop.storage.models import Office, Signer

SHIPPED: Final[Mapping[str, tuple[str, str]]] = {
    ReportKind.INTERIM_REVIEW.value: ("so-ket", "Mẫu sơ kết có sẵn"),
    ReportKind.FINAL_REVIEW.value: ("tong-ket", "Mẫu tổng kết có sẵn"),
    ReportKind.OTHER.value: ("dinh-ky", "Mẫu định kỳ có sẵn"),
}
"""Of each kind of report the file of its template and the name the clerk reads."""
LONG: Final = 300
"""Rows of an annex: a longer one is ten pages and more."""
_FOLLOWING: Final = "học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh"
_BEGINS: Final = {
    ReportKind.INTERIM_REVIEW.value: "sơ kết việc",
    ReportKind.FINAL_REVIEW.value: "tổng kết việc",
    ReportKind.OTHER.value: "kết quả",
}


@dataclass(frozen=True)
class Wanted:
    """Which report is made: abstract, period, and what was given for its head and its end."""

    title: str
    period: Period
    number: str = ""
    on: date | None = None
    signer: int | None = None  # a row of `signers`; None: who signs by default


def shipped_text(key: str) -> str:
    """Return the text of a shipped template by the name of its file; else `StaleRecord`."""
    if key not in {file for file, _ in SHIPPED.values()}:
        raise StaleRecord
    return resource_path("reports", f"{key}.txt").read_text(encoding="utf-8")


def default_title(kind: str, first: date, last: date) -> str:
    """Return an abstract: 'sơ kết việc học tập và làm theo … giai đoạn 2021 - 2025'."""
    return f"{_BEGINS[kind]} {_FOLLOWING} {period_words(first, last)}"


def report_title(kind: str, title: str, first: date, last: date) -> str:
    """Return a report's name in short: 'Báo cáo sơ kết 6 tháng đầu năm 2026'.

    An abstract of the clerk's own stays whole behind 'Báo cáo'.
    """
    words = " ".join(title.split())
    if words == default_title(kind, first, last):
        words = f"{_BEGINS[kind].removesuffix(' việc')} {period_words(first, last)}"
    return words if words.casefold().startswith("báo cáo") else f"Báo cáo {words}"


@dataclass(frozen=True)
class Present:
    """What a report of a period can say with the figures of today.

    `values` is what its names stand for, `shown` the tables and charts that have something to
    show ('table:…', 'chart:…'), `rows` how many rows each annex has, by its key; those that are
    printed only when they are asked for are in `long`, too.
    """

    values: Mapping[str, Value]
    shown: frozenset[str]
    rows: Mapping[str, int]
    long: Mapping[str, int]


@dataclass(frozen=True)
class _Found:
    """The figures of a period once read, as all of a report is made from them."""

    plain: Mapping[str, Any]
    lines: tuple[tuple[str, str, str, str], ...]
    values: dict[str, Value]
    tables: dict[str, ReportTable]
    charts: dict[str, ReportChart]

    @property
    def rows(self) -> dict[str, int]:
        return annex_rows(self.plain, self.lines)

    @property
    def long(self) -> dict[str, int]:
        return {key: count for key, count in self.rows.items() if count > LONG}


def _found(book: Book, period: Period) -> _Found:
    since = period.new_since
    found = figures.figures(book, period.first, period.last, since, period.scope)
    held = figures.contests(book, period.first, period.last, period.scope)
    plain = found.to_json_dict()
    levels = figures.level_words(book)
    named = values_of(
        plain | {"contests": held},
        unit=_unit_name(book, period.unit),
        new_since=since,
        levels=levels,
        fields=tuple(registers.labels(book, "fields")),
        forms=tuple(registers.labels(book, "award_forms")),
    )
    tables = tables_of(plain, levels)
    return _Found(plain, figure_lines(found, levels, since), named, tables, charts_of(tables))


def present(book: Book, period: Period) -> Present:
    """Return what a report of a period could say now; `UserProblem` for a turned period."""
    found = _found(book, period)
    shown = (*(f"table:{key}" for key in found.tables), *(f"chart:{key}" for key in found.charts))
    return Present(found.values, frozenset(shown), found.rows, found.long)


def values(book: Book, period: Period) -> Mapping[str, Value]:
    """Return what every name of a report's text stands for; `UserProblem` for a turned period."""
    return present(book, period).values


def _unit_name(book: Book, unit: int | None) -> str:
    return "" if unit is None else str(registers.get(book, "units", unit).values["name"])


def first_draft(book: Book, template: Sequence[Part], name: str, period: Period) -> Draft:
    """Return the draft that a template's parts give; `UserProblem` for a turned period.

    An annex of more than `LONG` rows stays out until the clerk wants it.
    """
    now = present(book, period)
    made = Draft(
        fill(template, now.values),
        receivers=_receivers(book),
        template=name,
        new_since=period.new_since,
    )
    return replace(made, annexes=tuple(one for one in made.annexes if one not in now.long))


def _receivers(book: Book) -> tuple[str, ...]:
    office = registers.own_office(book).values
    above = (f"{office['parent_name']} (để báo cáo)",) if office["parent_name"] else ()
    return (*above, f"Lưu {office['code_suffix'] or 'VT'}")


def make_paper(book: Book, wanted: Wanted, draft: Draft, *, long: bool = False) -> ReportPaper:
    """Return a report's paper from the book as it is now.

    Names of figures that the clerk wrote into the text are filled in. With `long` the long
    annexes are there, too: a sheet may have many rows, and is no paper. Raises `UserProblem` for a
    turned period and `StaleRecord` for a unit or signer that is gone.
    """
    period = wanted.period
    found = _found(book, period)
    parts = [
        replace(one, heading=filled(one.heading, found.values), text=filled(one.text, found.values))
        for one in draft.parts
    ]
    shown_tables = {key: one for key, one in found.tables.items() if key in draft.tables}
    shown_charts = {key: one for key, one in found.charts.items() if key in draft.charts}
    keys = {*draft.annexes, *(found.long if long else ())}
    annexes = [annex(book, key, period) for key in ANNEXES if key in keys]
    day = wanted.on or calendar_day()
    with book.read() as session:
        office = own_office(session)
        style = paper_style(session, office.paper_family, day)
        number = wanted.number or _blank_number(office)
        return ReportPaper(
            style=style,
            head=letterhead(office, wanted.on, number),
            signature=_signature(session, style, wanted.signer, day),
            abstract=wanted.title,
            period_from=period.first,
            period_to=period.last,
            sections=tuple(_sections(parts, shown_tables, shown_charts)),
            annexes=tuple(one for one in annexes if one is not None),
            receivers=draft.receivers,
            figures=found.plain,
            figure_lines=found.lines,
        )


def full_number(book: Book, typed: str) -> str:
    """Return the number of a report as it is kept: of '7' it is '07-BC/BTG'."""
    typed = typed.strip()
    if not (typed.isascii() and typed.isdigit()):
        return typed
    with book.read() as session:
        return f"{typed:0>2}{_blank_number(own_office(session)).strip()}"


def _blank_number(office: Office) -> str:
    """Return '-BC/BTG' with room before it for the number."""
    code = office.code_suffix or ""
    if office.paper_family == PaperFamily.PARTY.value:
        return f"-BC/{code}".removesuffix("/")
    return f"{' ' * 8}/BC-{code}".removesuffix("-")


def _signature(session: Session, style: PaperStyle, signer: int | None, day: date) -> Signature:
    if signer is None:
        return sign_off(session, style, day)
    found = session.get(Signer, signer)
    if found is None or found.deleted_at is not None:
        raise StaleRecord
    return Signature(found.post, found.name, on_behalf(style, found))


def _sections(
    parts: Sequence[Part], tables: Mapping[str, ReportTable], charts: Mapping[str, ReportChart]
) -> Iterator[ReportSection]:
    """Yield the sections that say something, numbered 'I.' and '1.', tables and charts in place."""
    there = [*(f"table:{key}" for key in tables), *(f"chart:{key}" for key in charts)]
    captions = {"table": 0, "chart": 0}
    for one, printed in zip(parts, outline(parts, there), strict=True):
        if printed is None:
            continue
        shown: list[ReportTable | ReportChart] = []
        for key in printed.shows:
            kind, _, name = key.partition(":")
            captions[kind] += 1
            if kind == "table":
                title = f"Bảng {captions[kind]}. {TABLES[name]}"
                shown.append(replace(tables[name], title=title))
            else:
                title = f"Biểu đồ {captions[kind]}. {CHARTS[name]}"
                shown.append(replace(charts[name], title=title))
        paragraphs = tuple(line.strip() for line in one.text.split("\n") if line.strip())
        yield ReportSection(printed.title, one.level, paragraphs, tuple(shown))
