"""`guongsang-publish`: the arguments, and one line on what was done.

Ends as the other commands do: 0 when it was done, 1 when it failed, 2 for arguments that make
no sense.
"""

# ruff: noqa: PLC0415 (what needs psycopg is loaded when the arguments make sense)

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desktop import __version__, cli
from desktop.cli_protection import read_passphrase
from desktop.core.errors import UserProblem
from desktop.core.formats import number
from desktop.core.terms import AuditAction
from desktop.services import audit
from desktop.ui.i18n import _

if TYPE_CHECKING:
    from desktop.publish.publishing import Published

PROGRAM = "guongsang-publish"


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the arguments ask and return the exit code."""
    return cli.run(sys.argv[1:] if argv is None else argv, build_parser, PROGRAM)


def build_parser() -> argparse.ArgumentParser:
    """Return the parser, with its words in the interface's language."""
    words = _("Publish the received data of a book in a PostgreSQL database.")
    parser = cli.Parser(prog=PROGRAM, description=words)
    parser.add_argument("--version", action="version", version=f"{PROGRAM} {__version__}")
    parser.add_argument("--lang", choices=("vi", "en"), help=_("language of these messages"))
    parser.add_argument("--book", type=Path, required=True, help=_("file of the book"))
    parser.add_argument(
        "--url", required=True, help=_("the database, as postgresql://user@server/database")
    )
    parser.add_argument(
        "--password-file",
        type=Path,
        help=_("text file whose first line is the password; else PGPASSWORD is used"),
    )
    parser.add_argument(
        "--with-own",
        action="store_true",
        help=_("the office's own rows too, as it would send them upward"),
    )
    parser.set_defaults(verb=published)
    return parser


def published(given: argparse.Namespace) -> int:
    """Publish a book and say what was done."""
    try:
        import psycopg  # noqa: F401 - only whether it is there
    except ImportError:
        raise UserProblem(
            "Máy này thiếu phần nối với PostgreSQL. Hãy cài: pip install guongsang[publish]"
        ) from None
    from desktop.publish.connecting import engine_of
    from desktop.publish.publishing import publish

    password = None if given.password_file is None else read_passphrase(given.password_file)
    try:
        engine = engine_of(given.url, password)
    except UserProblem as problem:
        raise cli.BadArguments(problem.message) from None
    with cli.opened(given.book) as book:
        done = publish(book, engine, with_own=given.with_own)
        audit.note_left(book, AuditAction.EXPORTED, "Dữ liệu lên PostgreSQL", rows=done.rows)
    cli.say(_told(done))
    return 0


def _told(done: Published) -> str:
    return (
        f"Đã đưa vào PostgreSQL: {number(done.offices)} cơ quan, {number(done.submissions)} bộ dữ "
        f"liệu, {number(done.rows)} bản ghi; {number(done.new)} mới, {number(done.changed)} thay "
        f"đổi, {number(done.gone)} không còn."
    )


if __name__ == "__main__":
    sys.exit(main())
