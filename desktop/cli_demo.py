"""The command line's verb for books with invented data."""

# ruff: noqa: PLC0415 (each verb loads what it needs)

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from desktop.core.errors import UserProblem
from desktop.ui.i18n import _


def add_verb(
    verb: Callable[..., argparse.ArgumentParser], count: Callable[[str], int]
) -> argparse.ArgumentParser:
    """Declare the verb; `verb(name, function, words)` makes its parser, `count` reads a number."""
    one = verb("demo", demo, _("make a book with invented data, or with the rows of a case"))
    where = one.add_mutually_exclusive_group(required=True)
    where.add_argument("--book", type=Path, help=_("file of the book"))
    where.add_argument(
        "--offices",
        type=Path,
        metavar=_("FOLDER"),
        help=_("make the small books of offices on three levels in this folder"),
    )
    one.add_argument(
        "--members", type=count, default=600, help=_("how many members (10 to 100000)")
    )
    one.add_argument("--seed", type=int, default=1, help=_("another number gives other data"))
    one.add_argument("--case", type=Path, help=_("JSON file with the rows of a case"))
    return one


def demo(given: argparse.Namespace) -> int:
    """Make a book with invented data or with a case's rows, or books of offices on three levels."""
    from desktop.cli import BadArguments, say

    if given.offices is not None:
        if given.case is not None:
            raise BadArguments(_("--case needs --book"))
        from desktop.services.demo.offices import make_offices

        for one in make_offices(given.offices, seed=given.seed):
            say(f"{one.path}: {one.name}")
        return 0
    if given.case is not None:
        from desktop.services.cases import load_case

        load_case(given.book, _json(given.case)).close()
    else:
        from desktop.services.demo import make_demo

        make_demo(given.book, members=given.members, seed=given.seed).close()
    say(_("Made the book {path}").format(path=given.book))
    return 0


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError):
        raise UserProblem(f"«{path.name}» không phải tệp JSON đọc được.") from None
