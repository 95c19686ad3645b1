"""The one place that hands a file or a folder to another program: the clerk's own viewer.

Only what lies on this machine or on a drive of its network, only what a viewer shows, and only
when the clerk asks for it. Nothing else of the program starts another one (a test says so).
"""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from desktop.core.file_names import is_program, may_be_opened
from desktop.ui.i18n import _


def refusal(name: str) -> str:
    """Return why a file of this name is not handed to another program; "" when it may be."""
    if may_be_opened(name):
        return ""
    if is_program(name):
        words = _(
            "“{name}” is a program, not a document, so it isn't opened here. “Save as…” "
            "writes it out."
        )
    else:
        words = _(
            "“{name}” is of a kind that can do more than show itself when it is opened, so it "
            "isn't opened here. “Save as…” writes it out."
        )
    return words.format(name=name)


def open_file(path: Path) -> bool:
    """Show a file in the system's own program for it.

    False for one that `refusal` names, or when this machine has no program for it.
    """
    return not refusal(path.name) and _handed(path, str(path))


def open_folder(path: Path) -> bool:
    """Show a folder in the system's file manager; False when this machine has none."""
    # without the sign at its end Windows would rather run a "folder.exe" that lies beside it
    return _handed(path, f"{path}{os.sep}")


def _handed(path: Path, name: str) -> bool:
    # a whole path: what isn't could be taken for the address of something else
    return path.is_absolute() and QDesktopServices.openUrl(QUrl.fromLocalFile(name))
