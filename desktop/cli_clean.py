"""The command line's verb for clean data: what is missing, contradictory or stale."""

# ruff: noqa: PLC0415 (each verb loads what it needs)

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from desktop.cli_protection import add_book
from desktop.core.errors import UserProblem
from desktop.ui.i18n import _


def add_verbs(verb: Callable[..., argparse.ArgumentParser]) -> None:
    """Declare the verb; `verb(name, function, words)` makes a parser of one."""
    one = verb("clean-data", clean_data, _("what is missing, contradictory or stale in a book"))
    add_book(one)
    one.add_argument("--unit", help=_("only this unit and those below it: words of its name"))
    one.add_argument("--xlsx", type=Path, help=_("write every line here (.xlsx)"))


def clean_data(given: argparse.Namespace) -> int:
    """Tell what is to be mended, by kind and by unit; write each line to a spreadsheet."""
    from desktop.cli import one_unit, opened, say
    from desktop.services import cleaning
    from desktop.services.cleaning import listing
    from desktop.services.member_papers import unit_names

    if given.xlsx is not None and given.xlsx.suffix.lower() != ".xlsx":
        raise UserProblem("Tên tệp phải kết thúc bằng .xlsx (Excel).")
    with opened(given.book) as book:
        unit = one_unit(book, given.unit) if given.unit is not None else None
        found = cleaning.find(book, unit)
        names = unit_names(book)
        lines = listing.summary(found)
        if found.count():
            lines += [
                "Theo đơn vị, tính cả cấp dưới:",
                *listing.by_unit(found, list(names.items())),
            ]
        say("\n".join(lines))
        if given.xlsx is not None:
            about = names[unit] if unit is not None else ""
            rows = listing.write_list(book, found.entries, given.xlsx, about=about)
            say(_("{path}: {rows} rows").format(path=given.xlsx, rows=rows))
    return 0
