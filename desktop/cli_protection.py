"""The command line's verbs for a book's passphrase, and the unlocking of a book for any verb.

A passphrase is never an argument: others who use the machine could see it. It is the first line
of a file, or it is typed at the terminal.
"""

# ruff: noqa: PLC0415 (each verb loads what it needs)

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop.core.errors import NeedsPassphrase, UserProblem
from desktop.ui.i18n import _

_LONGEST = 4_096  # bytes of a file with a passphrase or a recovery key
_PLAIN = b"SQLite format 3\x00"


def add_book(
    parser: argparse.ArgumentParser, *, required: bool = True, other_secret: bool = False
) -> None:
    """Declare `--book` and how it is unlocked.

    With `other_secret` the verb has a `--passphrase-file` of its own, for another file.
    """
    parser.add_argument("--book", type=Path, required=required, help=_("file of the book"))
    add_unlocking(parser, other_secret=other_secret)


def add_unlocking(parser: argparse.ArgumentParser, *, other_secret: bool = False) -> None:
    """Declare how an encrypted book is unlocked: by its passphrase or by its recovery key."""
    how = parser.add_mutually_exclusive_group()
    names = ("--book-passphrase-file", *(() if other_secret else ("--passphrase-file",)))
    how.add_argument(
        *names,
        type=Path,
        dest="book_passphrase_file",
        metavar=_("FILE"),
        help=_("text file whose first line is the book's passphrase (else it is asked for)"),
    )
    how.add_argument(
        "--recovery-file",
        type=Path,
        metavar=_("FILE"),
        help=_("text file with the book's recovery key, instead of the passphrase"),
    )


def add_verbs(verb: Callable[..., argparse.ArgumentParser]) -> None:
    """Declare the verbs; `verb(name, function, words)` makes a parser of one."""
    one = verb("protect", protect, _("encrypt a book with a passphrase"))
    one.add_argument("--book", type=Path, required=True, help=_("file of the book"))
    _add_new(one, "--passphrase-file")
    one.add_argument(
        "--keep-copies", action="store_true", help=_("leave copies made before readable by anybody")
    )
    one = verb("change-passphrase", change, _("give an encrypted book another passphrase"))
    add_book(one)
    _add_new(one)
    add_book(verb("unprotect", unprotect, _("make an encrypted book readable by anybody")))
    one = verb("recovery-key", recovery_key, _("write an encrypted book's recovery key"))
    add_book(one)
    one.add_argument("--output", type=Path, help=_("file to write (.pdf, .txt); else it is shown"))
    one.add_argument(
        "--compare",
        type=Path,
        metavar=_("FILE"),
        help=_("tell whether what was typed from paper into this file is right"),
    )


def _add_new(parser: argparse.ArgumentParser, *more: str) -> None:
    parser.add_argument(
        "--new-passphrase-file",
        *more,
        type=Path,
        dest="new_passphrase_file",
        metavar=_("FILE"),
        help=_("text file whose first line is the new passphrase (else it is asked for)"),
    )


@contextmanager
def unlocked(given: argparse.Namespace) -> Iterator[None]:
    """Unlock the book that a verb works on for the time of a block.

    Raises `NeedsPassphrase` when there is nobody to ask, `WrongPassphrase`, `WrongRecoveryKey`.
    """
    known = vars(given)
    path: Path | None = known.get("book", known.get("file"))  # `check` has no --book
    changes = given.verb in {change, unprotect}  # they read the passphrase themselves
    wanted = "book_passphrase_file" in known and not changes
    if path is None or not wanted or not _may_be_encrypted(path):
        yield
        return
    from desktop.services import protection

    try:
        if given.recovery_file is not None:
            protection.unlock_by_recovery(path, read_text(given.recovery_file))
        elif given.book_passphrase_file is not None:
            protection.unlock(path, read_passphrase(given.book_passphrase_file))
        elif _encrypted(path):
            protection.unlock(path, _ask(path))
        yield
    finally:
        protection.lock(path)


def _may_be_encrypted(path: Path) -> bool:
    """Tell whether a file is there that is no plain book: a look before anything is loaded."""
    if not path.is_file():
        return False
    with path.open("rb") as stream:
        return stream.read(len(_PLAIN)) != _PLAIN


def _encrypted(path: Path) -> bool:
    """Tell whether a book wants a passphrase; what is wrong otherwise, the verb itself tells."""
    from desktop.core.errors import Problem
    from desktop.exchange.arrival import is_submission
    from desktop.services import protection

    try:
        return not is_submission(path) and protection.state_of(path).encrypted
    except Problem:
        return False


# verbs


def protect(given: argparse.Namespace) -> int:
    """Encrypt a book; show its recovery key once."""
    from desktop.cli import say
    from desktop.platform.single_instance import BookLock
    from desktop.services import protection

    words = _new_passphrase(given)
    with BookLock(given.book):
        try:
            before = protection.plain_copies(given.book)
            sheet = protection.protect(given.book, words, copies=not given.keep_copies)
            left = protection.plain_copies(given.book)
        finally:
            protection.lock(given.book)
    say(_("{path} is encrypted.").format(path=given.book))
    if copies := len(set(before) - set(left)):
        say(_("Copies made before that are encrypted now: {number}").format(number=copies))
    for one in left:
        say(_("A copy that anybody can read: {path}").format(path=one))
    say("\n".join(sheet_lines(sheet)))
    return 0


def change(given: argparse.Namespace) -> int:
    """Give a book another passphrase, by the old one or by the recovery key."""
    from desktop.cli import say
    from desktop.platform.single_instance import BookLock
    from desktop.services import protection

    with BookLock(given.book):
        try:
            if given.recovery_file is not None:
                typed = read_text(given.recovery_file)
                new = _new_passphrase(given)
                sheet = protection.change_by_recovery(given.book, typed, new)
            else:
                old = _old_passphrase(given)
                sheet = protection.change(given.book, old, _new_passphrase(given))
        finally:
            protection.lock(given.book)
    say(_("{path} has a new passphrase.").format(path=given.book))
    say(_("The recovery sheet of before opens only copies made before; keep it for them."))
    say("\n".join(sheet_lines(sheet)))
    return 0


def unprotect(given: argparse.Namespace) -> int:
    """Make a book readable without a passphrase."""
    from desktop.cli import BadArguments, say
    from desktop.platform.single_instance import BookLock
    from desktop.services import protection

    if given.recovery_file is not None:
        raise BadArguments(_("unprotect wants the passphrase; change-passphrase gives a new one"))
    with BookLock(given.book):
        try:
            protection.remove(given.book, _old_passphrase(given))
        finally:
            protection.lock(given.book)
    say(_("{path} is no longer encrypted.").format(path=given.book))
    return 0


def recovery_key(given: argparse.Namespace) -> int:
    """Show or write the recovery key; or compare what was typed from paper with it."""
    from desktop.cli import BadArguments, opened, say
    from desktop.platform.atomic import atomic_write
    from desktop.services import protection, recovery_papers
    from desktop.services.books import require_other

    if not _encrypted(given.book):
        raise UserProblem(f"Sổ «{given.book.name}» không có mật khẩu nên không có khóa khôi phục.")
    if given.compare is not None:
        if not protection.recovery_fits(given.book, read_text(given.compare)):
            raise UserProblem(
                "Khóa khôi phục gõ đúng cách nhưng không phải của sổ này hiện nay: tờ của sổ "
                "khác, hoặc tờ in trước khi đổi mật khẩu (tờ cũ chỉ mở được bản sao lưu lập "
                f"khi đó). Hãy tìm tờ ký hiệu {protection.recovery_mark(given.book)}."
            )
        protection.mark_recovery_tested(given.book)
        say(_("The recovery key is right."))
        return 0
    lines = sheet_lines(protection.recovery_of(given.book))
    if given.output is None:
        say("\n".join(lines))
        return 0
    ending = given.output.suffix.lower()
    if ending not in {".pdf", ".txt"}:
        raise BadArguments(_("the ending of --output must be .pdf or .txt"))
    require_other(given.output, given.book)
    content = "\n".join([given.book.name, *lines, ""]).encode("utf-8")
    if ending == ".pdf":
        with opened(given.book) as book:
            content = recovery_papers.sheet(book)
    with atomic_write(given.output) as stream:
        stream.write(content)
    say(str(given.output))
    return 0


def sheet_lines(sheet: object) -> list[str]:
    """Return a recovery key as it is shown: what it is, then six lines of three groups."""
    from desktop.core.recovery_key import RecoveryKey

    assert isinstance(sheet, RecoveryKey)  # noqa: S101 - told to the type checker
    return [
        f"Khóa khôi phục (tờ {sheet.mark}), hãy chép ra giấy và cất nơi an toàn:",
        *(f"{place}.  {'  '.join(line)}" for place, line in enumerate(sheet.lines, 1)),
    ]


# secrets


def read_passphrase(path: Path) -> str:
    """Return the first line of a file; `UserProblem` when it holds no passphrase."""
    lines = read_text(path).splitlines()
    if not lines or not lines[0].strip():
        raise UserProblem(f"«{path.name}» phải là tệp chữ UTF-8 có mật khẩu ở dòng đầu.")
    return lines[0]


def read_text(path: Path) -> str:
    """Return a small text file; `UserProblem` when it is none."""
    with path.open("rb") as stream:
        raw = stream.read(_LONGEST)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UserProblem(f"«{path.name}» phải là tệp chữ UTF-8.") from None


def _old_passphrase(given: argparse.Namespace) -> str:
    if given.book_passphrase_file is not None:
        return read_passphrase(given.book_passphrase_file)
    return _ask(given.book)


def _new_passphrase(given: argparse.Namespace) -> str:
    if given.new_passphrase_file is not None:
        return read_passphrase(given.new_passphrase_file)
    words = _typed(given.book, _("New passphrase: "))
    if words != _typed(given.book, _("The same again: ")):
        raise UserProblem("Hai lần gõ mật khẩu không giống nhau. Hãy làm lại.")
    return words


def _ask(path: Path) -> str:
    return _typed(path, _("Passphrase of «{name}»: ").format(name=path.name))


def _typed(path: Path, prompt: str) -> str:
    if sys.stdin is None or not sys.stdin.isatty():
        raise NeedsPassphrase(
            f"«{path.name}» cần mật khẩu. Hãy cho biết tệp chữ có mật khẩu ở dòng đầu bằng "
            "--book-passphrase-file hoặc --new-passphrase-file."
        )
    return getpass.getpass(prompt)
