"""The command line's verbs for answering a submission and for taking in the answer to one's own."""

# ruff: noqa: PLC0415 (each verb loads what it needs)

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from desktop.core.formats import date_text
from desktop.ui.i18n import _


def add_verbs(
    verb: Callable[..., argparse.ArgumentParser],
    add_book: Callable[..., None],
) -> None:
    """Declare the verbs; `verb(name, function, words)` makes a parser of one."""
    one = verb("answer", answer, _("write the answer to a received submission"))
    add_book(one, other_secret=True)
    one.add_argument(
        "--submission",
        required=True,
        metavar=_("SUBMISSION"),
        help=_("number in the list of `received`, digest, or name of the file"),
    )
    which = one.add_mutually_exclusive_group(required=True)
    which.add_argument("--accept", action="store_true", help=_("the submission is accepted"))
    which.add_argument("--correct", action="store_true", help=_("it is to be corrected"))
    one.add_argument("--words", default="", help=_("what is said to the whole submission"))
    one.add_argument(
        "--remark",
        nargs=3,
        action="append",
        default=[],
        metavar=(_("REGISTER"), _("RECORD"), _("WORDS")),
        help=_("a remark on a record of it: its register, its uid or title, what is said"),
    )
    one.add_argument("--output", type=Path, required=True, help=_("file to write (.gsnop)"))
    _add_passphrase(one)

    one = verb("take-answer", take, _("take in the answer of the office above"))
    one.add_argument(
        "file", type=Path, metavar=_("FILE"), help=_("answer of the office above (.gsnop)")
    )
    add_book(one, other_secret=True)
    one.add_argument("--dry-run", action="store_true", help=_("only tell what would be done"))
    one.add_argument("--accept-new", action="store_true", help=_("accept the key of a new office"))
    _add_passphrase(one)


def _add_passphrase(one: argparse.ArgumentParser) -> None:
    one.add_argument(
        "--passphrase-file", type=Path, help=_("text file whose first line is the passphrase")
    )


def _passphrase(given: argparse.Namespace) -> str | None:
    from desktop.cli_protection import read_passphrase

    return None if given.passphrase_file is None else read_passphrase(given.passphrase_file)


def answer(given: argparse.Namespace) -> int:
    """Write remarks and the answer to a submission."""
    from desktop.cli import opened, say
    from desktop.cli_upward import named_submission
    from desktop.core.terms import Answer
    from desktop.services import receiving, remarks
    from desktop.services.answers import write_answer

    passphrase = _passphrase(given)
    what = Answer.ACCEPTED if given.accept else Answer.TO_CORRECT
    with opened(given.book) as book:
        sent = named_submission(receiving.received(book), given.submission)
        rows = [
            (register, remarks.received_row(book, sent.id, register, record), words)
            for register, record, words in given.remark
        ]
        for register, uid, words in rows:
            remarks.write_remark(book, sent.id, words, register, uid)
        written = write_answer(book, sent.id, what, given.output, given.words, passphrase).value
    say(
        f"{written.path}\n{what.heading}: «{written.office_name}», {written.remarks} ý kiến\n"
        f"SHA-256 {written.digest}"
    )
    return 0


def take(given: argparse.Namespace) -> int:
    """Take in an answer, or only tell what it says."""
    from desktop.cli import opened, say
    from desktop.core.errors import UserProblem
    from desktop.services import answers

    path, passphrase = given.file, _passphrase(given)
    said: answers.ArrivingAnswer | answers.TakenAnswer
    with opened(given.book) as book:
        if given.dry_run:
            said = answers.look_at_answer(book, path, passphrase)
            if said.asks and not given.accept_new:
                raise UserProblem(said.asks)
        else:
            said = answers.take_answer(book, path, given.accept_new, passphrase).value
    if said.already:
        say(f"«{path.name}»: đã có trong sổ, không có gì mới.")
        return 0
    words = f" - {' '.join(said.words.split())}" if said.words else ""
    begin = f"«{path.name}»" if given.dry_run else f"Đã nhận «{path.name}»"
    say(
        f"{begin}: {said.office_name} trả lời ngày {date_text(said.on)}: "
        f"{said.answer.heading}{words}; {said.new} ý kiến mới, {said.gone} ý kiến không còn."
    )
    return 0
