"""The command line's verbs for damage: checking a file, and recovering a book."""

# ruff: noqa: PLC0415 (each verb loads what it needs)

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from desktop.cli_protection import add_book, add_unlocking
from desktop.ui.i18n import _


def add_verbs(verb: Callable[..., argparse.ArgumentParser]) -> None:
    """Declare the verbs; `verb(name, function, words)` makes a parser of one."""
    one = verb("check", check, _("check a book or a submission"))
    one.add_argument("file", type=Path, metavar=_("FILE"))
    words = _("also compute anew what the program derived: sort keys, digests of files")
    one.add_argument("--deep", action="store_true", help=words)
    add_unlocking(one)
    one = verb("repair", repair, _("recover what can be read of a damaged book into a new one"))
    add_book(one)
    words = _("file of the new book; the damaged one is only read")
    one.add_argument("--output", "--out", type=Path, required=True, help=words)


def check(given: argparse.Namespace) -> int:
    """Check a book or a submission."""
    from desktop.cli import say
    from desktop.services.books import check_file

    found = check_file(given.file, deep=given.deep)
    say("\n".join(found.lines), sys.stdout if found.ok else sys.stderr)
    return 0 if found.ok else 1


def repair(given: argparse.Namespace) -> int:
    """Recover a book and tell what is not as it was; 0 also when not everything could be read."""
    from desktop.cli import say
    from desktop.platform.single_instance import BookLock
    from desktop.services import repairing

    with BookLock(given.book):
        made = repairing.repair(given.book, given.output)
    say("\n".join(made.summary))
    return 0
