"""A book that is still to be written anew after an erasure: remembered in it until it is done.

The mark is set within the deed that erases, and goes after the rewriting: a program that ends
between the two, or a full disk, leaves it for the next opening. It is no deed of its own and
leaves no audit entry.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy.orm import Session

from desktop.core.errors import EnvironmentProblem
from desktop.storage.audit_chain import digest

if TYPE_CHECKING:
    from desktop.storage.book import Book

_KEY: Final = "to_be_compacted"
_VALUE: Final = "true"


def mark(session: Session) -> None:
    """Remember within an open deed that the file is to be written anew."""
    session.connection().exec_driver_sql(
        "INSERT OR REPLACE INTO settings (key, value, digest) VALUES (?, ?, ?)",
        (_KEY, _VALUE, digest(_KEY, _VALUE)),
    )


def unmark(raw: Any) -> None:
    """Forget it, on the connection that wrote the file anew."""
    raw.execute("DELETE FROM settings WHERE key = ?", (_KEY,))


def finish(book: Book) -> str:
    """Write a book anew that a deed left to be; return what to tell the clerk, '' when nothing."""
    with book.read() as session:
        found = session.connection().exec_driver_sql(
            "SELECT count(*) FROM settings WHERE key = ?", (_KEY,)
        )
        if not found.scalar_one():
            return ""
    try:
        book.compact()
    except EnvironmentProblem as problem:
        return (
            "Chưa xóa hết được vết của dữ liệu cá nhân đã xóa trong tệp sổ; khi mở sổ lần sau "
            f"chương trình sẽ làm lại. {problem.message}"
        )
    return "Đã xóa nốt vết của dữ liệu cá nhân mà lần trước chưa kịp xóa khỏi tệp sổ."
