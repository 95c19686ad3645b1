"""The command line's verbs for sending upward and for receiving what offices below send."""

# ruff: noqa: PLC0415 (each verb loads what it needs)

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from desktop import cli_answers
from desktop.cli_protection import read_passphrase
from desktop.core.errors import Problem, UserProblem
from desktop.ui.i18n import _

if TYPE_CHECKING:
    from desktop.services.books import Book
    from desktop.services.receiving import Arriving, Received, ReceivedSubmission, RegisterChange

_SHORTEST_DIGEST = 8  # letters by which a submission may be named
_TRUST = {
    "known": "cơ quan đã biết, chữ ký đúng",
    "new": "cơ quan mới",
    "unsigned": "chưa ký",
    "": "đến cùng",
}


def add_verbs(
    verb: Callable[..., argparse.ArgumentParser],
    add_book: Callable[..., None],
    add_period: Callable[[argparse.ArgumentParser], None],
) -> None:
    """Declare the verbs; `verb(name, function, words)` makes a parser of one."""
    one = verb("submit", submit, _("write the file for the office above"))
    add_book(one, other_secret=True)
    add_period(one)
    one.add_argument("--output", type=Path, required=True, help=_("file to write (.gsnop)"))
    one.add_argument(
        "--profile", metavar=_("NAME"), help=_("profile of what is sent (default: the book's)")
    )
    one.add_argument(
        "--below", action="store_true", help=_("with the rows that offices below have sent")
    )
    one.add_argument(
        "--passphrase-file", type=Path, help=_("text file whose first line is the passphrase")
    )

    one = verb("receive", receive, _("take in the files of offices below"))
    one.add_argument(
        "files", nargs="+", type=Path, metavar=_("FILE"), help=_("file to receive (.gsnop)")
    )
    add_book(one, other_secret=True)
    one.add_argument("--dry-run", action="store_true", help=_("only tell what would be done"))
    one.add_argument(
        "--accept-new",
        action="store_true",
        help=_("accept the keys of new offices, and files without a signature"),
    )
    one.add_argument(
        "--passphrase-file", type=Path, help=_("text file whose first line is the passphrase")
    )

    one = verb("received", received, _("list what was received"))
    add_book(one)

    one = verb("take-out", take_out, _("take received submissions out of the book, whole"))
    one.add_argument(
        "submissions",
        nargs="+",
        metavar=_("SUBMISSION"),
        help=_("number in the list of `received`, digest, or name of the file"),
    )
    add_book(one)

    one = verb("forget-key", forget_key, _("forget the signature key of an office"))
    one.add_argument("office", metavar=_("OFFICE"), help=_("number or words of its name"))
    add_book(one)
    cli_answers.add_verbs(verb, add_book)


def submit(given: argparse.Namespace) -> int:
    """Write the submission of a period, by a profile of the book."""
    from desktop.cli import opened, say
    from desktop.services import office_keys, submission_profiles
    from desktop.services.submissions import send_upward

    passphrase = None if given.passphrase_file is None else read_passphrase(given.passphrase_file)
    with opened(given.book) as book:
        wanted = (
            submission_profiles.profile(book)
            if given.profile is None
            else submission_profiles.named(book, given.profile)
        )
        if wanted.encrypted and passphrase is None:
            raise UserProblem(
                f"Mẫu gửi «{wanted.name}» đặt mật khẩu cho tệp. Hãy cho biết tệp có mật khẩu bằng "
                "--passphrase-file."
            )
        request = submission_profiles.request(wanted, given.begin, given.end)
        request = replace(request, below=request.below or given.below)
        sent = send_upward(book, request, given.output, passphrase=passphrase).value
    before = sent.replaces
    instead = f", thay lần {before.number} ngày {before.made_on:%d/%m/%Y}" if before else ""
    below = f", kèm {sent.offices} cơ quan cấp dưới" if sent.offices else ""
    lines = [
        f"{sent.path}",
        f"Lần gửi {sent.number}{instead}{below}",
        f"SHA-256 {sent.digest}",
        f"Khóa chữ ký {sent.fingerprint}",
    ]
    say("\n".join([*lines, office_keys.ANEW] if sent.anew else lines))
    return 0


def receive(given: argparse.Namespace) -> int:
    """Take files in, each by itself; one that can't be is told on the error stream."""
    from desktop.cli import opened, say

    passphrase = None if given.passphrase_file is None else read_passphrase(given.passphrase_file)
    failed = 0
    with opened(given.book) as book:
        for path in given.files:
            try:
                say(_one(book, path, passphrase, given))
            except Problem as problem:
                failed += 1
                named = "" if path.name in problem.message else f"«{path.name}»: "
                sentence = named + problem.message
                if sys.stderr is not None:
                    sys.stderr.write("guongsang: " + " ".join(sentence.split()) + "\n")
    return 1 if failed else 0


def _one(book: Book, path: Path, passphrase: str | None, given: argparse.Namespace) -> str:
    """Take in one file, or only look at it; return the line that tells what was done."""
    from desktop.services import receiving

    if given.dry_run:
        arriving = receiving.look_at(book, path, passphrase)
        if arriving.refusal:
            raise UserProblem(arriving.refusal)
        return _looked_at(arriving)
    return _received(receiving.receive(book, path, passphrase, given.accept_new).value, path)


def _looked_at(arriving: Arriving) -> str:
    if arriving.already:
        return f"«{arriving.path.name}»: đã có trong sổ."
    trust = _TRUST[arriving.trust.value if arriving.trust else ""]
    key = f", khóa {arriving.fingerprint}" if arriving.needs_accept and arriving.fingerprint else ""
    words = (
        f"«{arriving.path.name}»: {_whose(arriving)}, {trust}{key}; {_changed(arriving.changes)}"
    )
    return " ".join((words + ".", *arriving.warnings))


def _received(found: Received, path: Path) -> str:
    if found.already:
        return f"«{path.name}»: đã có trong sổ, không nhận thêm."
    below = f", kèm {found.offices_below} cơ quan cấp dưới" if found.offices_below else ""
    instead = f", thay lần {found.replaced.number}" if found.replaced else ""
    words = (
        f"Đã nhận «{path.name}»: {_whose(found)}{instead}, {_TRUST[found.trust.value]}; "
        f"{found.rows} bản ghi{below}; {_changed(found.changes)}."
    )
    return " ".join((words, *found.warnings))


def _whose(one: Arriving | Received) -> str:
    said = one.manifest
    return (
        f"{said.office_name}, kỳ {said.period_from:%d/%m/%Y} - {said.period_to:%d/%m/%Y}, "
        f"lần {one.number}"
    )


def _changed(changes: Sequence[RegisterChange]) -> str:
    """Return how many of the office's own rows are new, changed and gone."""
    own = [one for one in changes if one.register != "below_offices"]
    new, changed, gone = (
        sum(getattr(one, name) for one in own) for name in ("new", "changed", "gone")
    )
    return f"{new} mới, {changed} thay đổi, {gone} không còn"


def received(given: argparse.Namespace) -> int:
    """List what was received: number, office, period, which time, trust, whether it counts."""
    from desktop.cli import opened, say
    from desktop.services import receiving

    with opened(given.book) as book:
        for one in receiving.received(book):
            say(
                f"{one.id}  {one.office_name}  {one.period_from:%d/%m/%Y} - "
                f"{one.period_to:%d/%m/%Y}  lần {one.number}  {_TRUST[one.trust]}  {_state(one)}  "
                f"{one.file_name}"
            )
    return 0


def _state(one: ReceivedSubmission) -> str:
    if one.counts:
        return "được tính" if one.through_id is None else "tính trong cơ quan cấp trên của nó"
    return "đã có trong bộ khác" if one.current else "đã được thay"


def take_out(given: argparse.Namespace) -> int:
    """Take submissions out of the book."""
    from desktop.cli import opened, say
    from desktop.services import receiving

    with opened(given.book) as book:
        there = receiving.received(book)
        ids = list(dict.fromkeys(named_submission(there, words).id for words in given.submissions))
        count = receiving.take_out(book, ids).value
    say(f"Đã rút ra {count} bộ dữ liệu; có thể khôi phục từ thùng rác.")
    return 0


def named_submission(there: Sequence[ReceivedSubmission], words: str) -> ReceivedSubmission:
    """Return the submission that a number, the start of a digest or a file's name stands for.

    Raises `UserProblem` for none, or several.
    """
    direct = [one for one in there if one.through_id is None]
    found = [one for one in there if str(one.id) == words] or [
        one
        for one in direct
        if one.file_name in (words, Path(words).name)
        or (len(words) >= _SHORTEST_DIGEST and one.digest.startswith(words.lower()))
    ]
    if len(found) == 1:
        return found[0]
    which = "Không có" if not found else "Có nhiều"
    listed = "; ".join(f"{one.id} {one.office_name} ({one.file_name})" for one in direct[:10])
    raise UserProblem(
        f"{which} bộ dữ liệu đã nhận nào là «{words}». Hiện có: {listed or 'chưa có'}."
    )


def forget_key(given: argparse.Namespace) -> int:
    """Forget an office's key, so that its next file is one of a new office."""
    from desktop.cli import one_row, opened, say
    from desktop.services import receiving

    with opened(given.book) as book:
        name = receiving.forget_key(book, one_row(book, "offices", given.office)).value
    say(f"Đã quên khóa chữ ký của «{name}».")
    return 0
