"""One window per book on this machine: a lock in the user's data folder.

The lock is the operating system's own (flock, or a locked byte on Windows), so it is gone
with the process however that ends. The lock's file stays behind; removing it could race with
another process that is just opening it.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from desktop.core.errors import BookInUse, problem_from_oserror
from desktop.platform.paths import user_data_dir


class BookLock:
    """Holds a book for this process; a context manager, or `acquire` and `release`."""

    def __init__(self, book: Path | str) -> None:
        """Prepare the lock of the book at the path `book`; nothing is locked yet."""
        self.book = Path(book)
        real = os.path.normcase(os.path.realpath(book))
        import hashlib  # noqa: PLC0415 (loads OpenSSL, not before the window is painted)

        name = hashlib.sha256(real.encode("utf-8", "surrogatepass")).hexdigest()[:32]
        self.path = user_data_dir() / "locks" / f"{name}.lock"
        self._stream: BinaryIO | None = None

    @property
    def held(self) -> bool:
        """Whether this object holds the lock."""
        return self._stream is not None

    def acquire(self) -> Self:
        """Take the lock and return this object; does nothing when it is held already.

        Raises:
            BookInUse: another window has the book.
            EnvironmentProblem: the lock's file couldn't be made.
        """
        if self._stream is not None:
            return self
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            stream = self.path.open("ab")
        except OSError as error:
            raise problem_from_oserror(error, self.path) from error
        try:
            _lock(stream)
        except OSError as error:
            stream.close()
            raise BookInUse(
                f"Sổ «{self.book.name}» đang mở ở một cửa sổ khác của Gương Sáng. "
                "Hãy dùng cửa sổ đó hoặc đóng nó rồi mở lại."
            ) from error
        self._stream = stream
        return self

    def release(self) -> None:
        """Give the lock back; does nothing when it isn't held."""
        if self._stream is None:
            return
        stream, self._stream = self._stream, None
        try:
            _unlock(stream)
        finally:
            stream.close()

    def __enter__(self) -> Self:
        """Take the lock."""
        return self.acquire()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Give the lock back."""
        self.release()


if sys.platform == "win32":
    import msvcrt

    def _lock(stream: BinaryIO) -> None:
        stream.seek(0)
        msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)

    def _unlock(stream: BinaryIO) -> None:
        stream.seek(0)
        msvcrt.locking(stream.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(stream: BinaryIO) -> None:
        fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _unlock(stream: BinaryIO) -> None:
        fcntl.flock(stream.fileno(), fcntl.LOCK_UN)
