"""The command line's verb for the figures of a period."""

# ruff: noqa: PLC0415 (each verb loads what it needs)

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence

from desktop.core.figure_periods import Against
from desktop.core.terms import Level
from desktop.ui.i18n import _


def add_options(one: argparse.ArgumentParser, formats: Sequence[str]) -> None:
    """Declare of what figures are told, what they are compared with, and in which form."""
    one.add_argument("--unit", help=_("only this unit and those below it: name, or path of names"))
    levels = [level.value for level in Level]
    one.add_argument(
        "--level", choices=levels, help=_("only commendations and inspections of this level")
    )
    one.add_argument(
        "--compare",
        choices=[*map(str, Against)],
        help=_("with the period before, or with the same period last year"),
    )
    words = _("over all offices that sent theirs for the period, and each office")
    one.add_argument("--offices", action="store_true", help=words)
    words = _("with --offices: only this office and those below it, by words of its name")
    one.add_argument("--office", metavar=_("NAME"), help=words)
    one.add_argument("--format", choices=formats, default="text", help=_("form of the output"))
    words = _("the same as --format json")
    one.add_argument("--json", action="store_const", const="json", dest="format", help=words)


def figures(given: argparse.Namespace) -> int:
    """Tell the figures of a period."""
    if given.offices or given.office is not None:
        return _offices(given)
    from desktop.cli import one_unit, opened, say
    from desktop.core.figures import Scope
    from desktop.services import figures as service

    with opened(given.book) as book:
        unit = None if given.unit is None else one_unit(book, given.unit)
        scope = Scope(unit, given.level)
        found = service.figures(book, given.begin, given.end, given.new_since, scope)
        other = None
        if given.compare is not None:
            against = Against(given.compare)
            other = service.compared(book, given.begin, given.end, against, scope)
        levels, words = service.level_words(book), service.scope_words(book, scope)
    if given.format == "json":
        plain = found.to_json_dict()
        if other is not None:
            plain["compared"] = other.to_json_dict()
        say(json.dumps(plain, ensure_ascii=False, indent=2))
    else:
        say(service.figures_text(found, levels, other, words))
    return 0


def _offices(given: argparse.Namespace) -> int:
    """Tell the figures over all offices, or over one with those below it."""
    from desktop.cli import BadArguments, opened, say
    from desktop.services import adding_up
    from desktop.services import figures as service

    for name in ("unit", "level", "compare", "new_since"):
        if getattr(given, name) is not None:
            option = "--" + name.replace("_", "-")
            raise BadArguments(_("{option} is not for figures over offices").format(option=option))
    with opened(given.book) as book:
        uid = None if given.office is None else adding_up.office_named(book, given.office)
        found = adding_up.added_up(book, given.begin, given.end, uid)
        levels = service.level_words(book)
    if given.format == "json":
        say(json.dumps(found.to_json_dict(), ensure_ascii=False, indent=2))
        return 0
    names = [f"  {'' if one.added else '  - '}{one.office.name}" for one in found.by_office]
    said = [_("Added up from {count} submissions").format(count=len(found.added)), *names, ""]
    say("\n".join(said) + "\n" + service.figures_text(found.total, levels))
    return 0
