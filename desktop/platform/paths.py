"""Where things lie: shipped resources, and the user's data, logs, backups and documents.

The environment variable GUONGSANG_HOME puts all of the user's folders under one folder
(portable use, tests).
"""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path

from platformdirs import user_data_path, user_documents_path

APP_NAME = "GuongSang"
HOME_VARIABLE = "GUONGSANG_HOME"


def resource_path(*parts: str) -> Path:
    """Return the path of a shipped file or folder below `resources`, frozen or not."""
    return _resources().joinpath(*parts)


@cache
def _resources() -> Path:
    bundle = getattr(sys, "_MEIPASS", None)
    root = Path(bundle) if bundle else Path(__file__).resolve().parents[2]
    return root / "resources"


def _home() -> Path | None:
    value = os.environ.get(HOME_VARIABLE, "").strip()
    return Path(value).expanduser().absolute() if value else None


def user_data_dir() -> Path:
    """Return the folder of settings, locks, logs and backups; it need not exist yet."""
    home = _home()
    if home is not None:
        return home
    return user_data_path(APP_NAME, appauthor=False)


def log_dir() -> Path:
    """Return the folder of the log and of error reports; it need not exist yet."""
    return user_data_dir() / "logs"


def backups_dir() -> Path:
    """Return the folder that backups go to unless the clerk names another."""
    return user_data_dir() / "backups"


def opened_dir() -> Path:
    """Return the folder of the read-only copies that other programs show; it need not exist yet."""
    return user_data_dir() / "opened"


def documents_dir() -> Path:
    """Return the folder offered first for books and papers; it need not exist yet."""
    home = _home()
    if home is not None:
        return home / "documents"
    return user_documents_path()
