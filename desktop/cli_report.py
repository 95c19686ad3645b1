"""The command line's report of a period: made from figures and a template, none is kept."""

# ruff: noqa: PLC0415 (each verb loads what it needs)

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.ui.i18n import _

if TYPE_CHECKING:
    from desktop.services.books import Book

SUMMARY, FORM = "summary", "period-report"
"""What `report` calls it, and the list of that name, which begins without a period."""
_WITH_NEW = (FORM, "figures")
"""Papers, other than the summary, that tell of new models."""
_KINDS = ("so-ket", "tong-ket", "dinh-ky")


def add_options(one: argparse.ArgumentParser, day: Callable[[str], date]) -> None:
    """Declare what only the summary asks for; `day` reads a day."""
    words = _("of «summary», the report of a period: which one")
    one.add_argument("--kind", choices=_KINDS, default=_KINDS[0], help=words)
    words = _(
        "of «summary» and «figures»: models are new from this day on (else from the period's first)"
    )
    one.add_argument("--new-since", type=day, help=words)
    words = _("of «person-record»: the member, by card number, number or name")
    one.add_argument("--member", help=words)
    words = _("of «summary»: with long annexes, too (the sheets of .xlsx always have them)")
    one.add_argument("--long", action="store_true", help=words)


def summary(given: argparse.Namespace) -> int:
    """Write the report of a period, of the whole office or of a unit with those below it."""
    from desktop.cli import BadArguments, one_unit, opened
    from desktop.services import period_report_papers as papers

    wanted = {"book": given.book, "from": given.first, "to": given.last, "output": given.output}
    for name, value in wanted.items():
        if value is None:
            raise BadArguments(_("report needs {missing}").format(missing=f"--{name}"))
    if given.output.suffix.lower() not in (papers.PDF, papers.DOCX, papers.XLSX):
        raise BadArguments(_("the ending of --output must be .pdf, .xlsx or .docx"))
    options: dict[str, Any] = {
        "first": given.first,
        "last": given.last,
        "kind": papers.KINDS[given.kind],
        "long": given.long,
        "new_since": given.new_since,
    }
    with opened(given.book) as book:
        if given.unit is not None:
            options["unit"] = one_unit(book, given.unit)
        return write(book, given.output, options)


def narrowed(book: Book, given: argparse.Namespace) -> dict[str, Any]:
    """Return which rows a list is asked for; a register's own goes by words and units alone."""
    from desktop.cli import BadArguments, one_unit
    from desktop.core.register import Query
    from desktop.services import registers

    unit = None if given.unit is None else one_unit(book, given.unit)
    options = {"unit": unit, "on": given.on, "first": given.first, "last": given.last}
    filters: dict[str, Any] = {}
    told = [f"Tìm: {given.search}"] if given.search else []
    declared = registers.specs().get(given.list)
    if declared is not None:
        for name, value in zip(("--unit", "--on", "--from", "--to"), options.values(), strict=True):
            if value is not None and (name != "--unit" or declared.unit is None):
                words = _("the list «{name}» is always whole: it takes no {option}")
                raise BadArguments(words.format(name=given.list, option=name))
        if unit is not None:
            filters[declared.unit or ""] = unit
            told.append(f"Đơn vị: {registers.get(book, 'units', unit).values['name']}")
    if given.member is not None:
        options["members"] = [one_member(book, given.list, given.member)]
    if given.new_since is not None:
        if given.list not in _WITH_NEW:
            words = _("the list «{name}» takes no {option}")
            raise BadArguments(words.format(name=given.list, option="--new-since"))
        options["new_since"] = given.new_since
    if given.search or filters:
        options["query"] = Query(given.list, search=given.search, filters=filters)
        options["filters"] = "; ".join(told)
    return options


def one_member(book: Book, form: str, words: str) -> int:
    """Return the one member that a card number, a number or words of the name tell."""
    from desktop.cli import BadArguments, one_row
    from desktop.core.register import Query
    from desktop.services import registers
    from desktop.services.person_records import PERSON_RECORD

    if form not in (PERSON_RECORD, "member-sheet"):
        raise BadArguments(_("the list «{name}» takes no --member").format(name=form))
    keys = registers.keys(book, Query("members", filters={"card_number": words}))
    return keys[0] if len(keys) == 1 else one_row(book, "members", words)


def write(book: Book, target: Path, options: Mapping[str, Any]) -> int:
    """Write a report with the options of `period_report_papers.paper_asked`; tell what it has."""
    from desktop.cli import say
    from desktop.core.terms import AuditAction
    from desktop.services import audit
    from desktop.services import period_report_papers as papers

    told = {
        papers.PDF: _("{path}: {pages} pages"),
        papers.DOCX: _("{path}: {pages} tables"),
        papers.XLSX: _("{path}: {pages} sheets"),
    }
    made = papers.write_paper(book, target, options)
    audit.note_left(book, AuditAction.EXPORTED, papers.TITLES[FORM], file=target)
    say(told[target.suffix.lower()].format(path=target, pages=made))
    return 0
