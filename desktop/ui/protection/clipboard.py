"""What this program put into the clipboard and what still stands there."""

from __future__ import annotations

from PySide6.QtGui import QClipboard, QGuiApplication


def clear_own() -> bool:
    """Empty the clipboard when what stands in it comes from this program; tell whether it did.

    What another program has put there since is the clerk's own and stays.
    """
    clipboard = QGuiApplication.clipboard()
    alone = QGuiApplication.platformName() == "offscreen"  # a clipboard that nobody else sees
    owned = clipboard.ownsClipboard() or alone
    if owned:
        clipboard.clear(QClipboard.Mode.Clipboard)
    if clipboard.supportsSelection() and clipboard.ownsSelection():
        clipboard.clear(QClipboard.Mode.Selection)
    return owned
