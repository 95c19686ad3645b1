"""Work on a book that isn't open here and may be encrypted: its passphrase is asked for first."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from desktop.ui.i18n import _
from desktop.ui.jobs import Jobs
from desktop.ui.protection import gateway
from desktop.ui.protection.unlocking import Asking, UnlockDialog

Forget = Callable[[], object]


def ask_key(
    jobs: Jobs,
    path: Path,
    parent: QWidget,
    opened: Callable[[str], object],
    asking: Asking | None = None,
) -> UnlockDialog:
    """Ask for the passphrase of a file until one fits; `opened` gets the recovery key, if typed."""
    dialog = UnlockDialog(path.name, parent, asking)

    def fits(typed: str) -> None:
        dialog.accept()
        opened(typed)

    def tried(text: str, by_recovery: bool) -> None:
        unlock = gateway.unlock_by_recovery if by_recovery else gateway.unlock
        jobs.run(
            unlock,
            path,
            text,
            on_done=lambda _none: fits(text if by_recovery else ""),
            on_error=dialog.refuse,
            context=dialog,
            label=_("Opening the book"),
        )

    dialog.tried.connect(tried)
    dialog.open()
    return dialog


def with_key(
    jobs: Jobs,
    path: Path,
    parent: QWidget,
    then: Callable[[Forget], object],
    asking: Callable[[str], Asking],
    given_up: Callable[[], object] = lambda: None,
) -> None:
    """Call `then` once a file can be read: at once, or when its passphrase was typed.

    It gets what is to be called when the work is over: the key that was asked for is forgotten.
    `asking` says how it is asked for, from the mark of the recovery sheet that fits.
    """

    def forget() -> None:
        jobs.run(gateway.forget, path, label="protection")

    def looked(mark: str) -> None:
        if not mark:
            then(lambda: None)
            return
        over = QApplication.activeModalWidget() or parent
        dialog = ask_key(jobs, path, over, lambda _typed: then(forget), asking(mark))
        dialog.rejected.connect(given_up)

    jobs.run(gateway.locked_by, path, on_done=looked, context=parent, label=_("Opening the book"))


def to_go_on(path: Path, title: str) -> Asking:
    """Return how the passphrase is asked for where the book isn't opened in the window."""
    words = _(
        "“{name}” is protected by a passphrase. Type it to go on; it is forgotten as soon as this "
        "is done."
    )
    return Asking(title, words.format(name=path.name), _("&Unlock"))


def to_read_backup(path: Path, title: str, mark: str) -> Asking:
    """Return how the passphrase of a backup is asked for: that of the time when it was made."""
    words = _(
        "“{name}” opens only with the passphrase that the book had when this backup was made. Type "
        "the passphrase of that time; it is forgotten when the list is closed."
    )
    key_words = _(
        "Type the key from the recovery sheet with the mark {mark}, line by line: only that one "
        "opens this backup. Capitals, spaces and line breaks don't matter."
    )
    return Asking(title, words.format(name=path.name), _("&Unlock"), key_words.format(mark=mark))
