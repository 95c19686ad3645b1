"""The calls of the services for what protects a book; all run on a worker thread."""

# ruff: noqa: PLC0415 (late imports are what this module is for)

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.core.errors import Problem, UserProblem

if TYPE_CHECKING:
    from desktop.services.books import Book
    from desktop.services.protection import Protection


@dataclass(frozen=True)
class Guard:
    """How an open book is protected, and whether its recovery sheet was tried."""

    encrypted: bool
    tested: bool = True


@dataclass
class Rework:
    """What came of work on a closed book that is open again: `problem` when it failed.

    `left`: what of it could not be done, though the book itself is as it was asked for.
    """

    book: Book | None = None
    problem: Problem | None = None
    left: Problem | None = None


def guard_of(path: Path) -> Guard:
    """Return how an open book is protected."""
    from desktop.services import protection

    state: Protection = protection.state_of(path)
    return Guard(state.encrypted, not state.encrypted or protection.recovery_tested(path))


def unlock(path: Path, passphrase: str) -> None:
    """Let this process open an encrypted book; `WrongPassphrase` when it can't."""
    from desktop.services import protection

    protection.unlock(path, passphrase)


def unlock_by_recovery(path: Path, typed: str) -> None:
    """Do as `unlock` with the recovery key typed from its sheet."""
    from desktop.services import protection

    protection.unlock_by_recovery(path, typed)


def locked_by(path: Path) -> str:
    """Return the mark of the recovery sheet for a file that can't be read without a passphrase.

    '' where none is needed. Whatever else is wrong with the file, the work that it is wanted for
    tells.
    """
    from desktop.services import protection
    from desktop.ui.gateway import SUBMISSION_SUFFIX

    if path.suffix.lower() == SUBMISSION_SUFFIX:
        return ""
    try:
        state = protection.state_of(path)
    except Problem:
        return ""
    return protection.recovery_mark(path) if state.encrypted and not state.unlocked else ""


def forget(path: Path) -> None:
    """Forget the key of a file that isn't open."""
    from desktop.services import protection

    protection.forget_closed(path)


def rest(book: Book) -> None:
    """Close a book's connections and forget its key."""
    from desktop.services import locking

    locking.rest(book)


def wake(book: Book, passphrase: str) -> None:
    """Open a locked book's connections again; `WrongPassphrase` when it can't."""
    from desktop.services import locking

    locking.wake(book, passphrase)


def wake_by_recovery(book: Book, typed: str) -> None:
    """Do as `wake` with the recovery key typed from its sheet."""
    from desktop.services import locking

    locking.wake_by_recovery(book, typed)


def clear_opened() -> None:
    """Remove the copies that other programs were shown; one that is held goes later."""
    from desktop.platform.opened import COPIES

    COPIES.end()


def test_sheet(path: Path, typed: str) -> bool:
    """Tell whether what was typed from the sheet opens this book; it is kept that it does.

    `WrongRecoveryKey` names the groups that are wrong in themselves.
    """
    from desktop.services import protection

    fits = protection.recovery_fits(path, typed)
    if fits:
        protection.mark_recovery_tested(path)
    return fits


def sheet(book: Book) -> Any:
    """Return the PDF of the recovery sheet of an open book, which is never written to a disk."""
    from desktop.services import recovery_papers
    from desktop.ui.pdf import PdfFile

    return PdfFile(book.path.with_suffix(".pdf"), recovery_papers.sheet(book))


def reworked(path: Path, work: Callable[[], object], again: Callable[[], object]) -> Rework:
    """Do `work` on a closed book, then open it; when it fails, `again` makes it ready to open.

    What the work raises for the clerk stands in `problem`; the book is open in any case.
    """
    from desktop.services.books import open_book

    done = Rework()
    try:
        left = work()
        done.left = left if isinstance(left, Problem) else None
    except Problem as problem:
        done.problem = problem
        again()
    done.book = open_book(path)
    return done


def carry(path: Path) -> Callable[[], object]:
    """Return what makes an open book ready to be opened again after it was closed."""
    from desktop.services import locking

    return locking.carry(path)


def protect(path: Path, new: str, progress: Any, *, copies: bool) -> Problem | None:
    """Encrypt a closed plain book, and then the backups of it that anybody can read.

    Return why not all of the backups are encrypted; the book is by then.
    """
    from desktop.services import protection

    protection.protect(path, new, progress, copies=copies)
    left = len(protection.plain_copies(path)) if copies else 0
    if not left:
        return None
    return UserProblem(
        f"Sổ đã có mật khẩu, nhưng còn {left} bản sao lưu cũ chưa mã hóa được. "
        "Hãy xóa các bản ấy ở Tệp > Bản sao lưu nếu không muốn người khác đọc."
    )


def change(path: Path, old: str, new: str, progress: Any) -> None:
    """Encrypt a closed book anew under another passphrase."""
    from desktop.services import protection

    protection.change(path, old, new, progress)


def renew(path: Path, typed: str, new: str, progress: Any) -> None:
    """Do as `change` where the passphrase is forgotten, by the recovery key."""
    from desktop.services import protection

    protection.change_by_recovery(path, typed, new, progress)


def remove(path: Path, old: str, progress: Any) -> None:
    """Decrypt a closed book."""
    from desktop.services import protection

    protection.remove(path, old, progress)
