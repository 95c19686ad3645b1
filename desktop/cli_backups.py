"""The command line's verbs for backups: making one, listing them, putting one back."""

# ruff: noqa: PLC0415 (each verb loads what it needs)

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from desktop.cli_protection import add_book
from desktop.ui.i18n import _


def add_verbs(verb: Callable[..., argparse.ArgumentParser]) -> None:
    """Declare the verbs; `verb(name, function, words)` makes a parser of one."""
    one = verb("backup", backup, _("make a verified backup of a book"))
    add_book(one)
    words = _("file to write (else the book's folder of backups)")
    one.add_argument("--output", "--out", type=Path, help=words)
    add_book(verb("backups", backups, _("list a book's backups")))
    one = verb("restore", restore, _("put a backup in the place of a book"))
    add_book(one)
    words = _("the backup to put there")
    one.add_argument("--from", type=Path, required=True, dest="backup", help=words)


def backup(given: argparse.Namespace) -> int:
    """Make a backup and tell where it is."""
    from desktop.cli import opened, say
    from desktop.services.backups import backup_elsewhere, backup_now

    with opened(given.book) as book:
        made = backup_elsewhere(book, given.output) if given.output else backup_now(book)
    say(_("Backed up: {path}").format(path=made.path))
    return 0


def backups(given: argparse.Namespace) -> int:
    """List the backups of a book, also of one that can't be opened; the newest first."""
    from desktop.cli import say
    from desktop.services.backups import list_backups

    found = list_backups(given.book)
    for one in found:
        size = f"{one.size / 1_000_000:.1f} MB"
        say(f"{one.at:%Y-%m-%d %H:%M:%S}  {one.reason.words:24}  {size:>10}  {one.path}")
    if not found:
        say(_("This book has no backups yet."))
    return 0


def restore(given: argparse.Namespace) -> int:
    """Put a backup in the place of a book; what is there is backed up first."""
    from desktop.cli import say
    from desktop.platform.single_instance import BookLock
    from desktop.services import restoring

    with BookLock(given.book):
        done = restoring.restore(given.book, given.backup)
    if done.before is not None:
        say(_("The state before is kept in: {path}").format(path=done.before.path))
    if done.aside is not None:
        say(_("The damaged book is kept in: {path}").format(path=done.aside))
    say(_("Restored: {path}").format(path=done.path))
    return 0
