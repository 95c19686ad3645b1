"""The user's settings: one small JSON file, written whole or not at all.

A damaged file is kept aside under another name and the program starts with its defaults. A
value of another type than the one asked for counts as missing. Two windows may share the
file: a save writes only what this window changed over what stands there.
"""

from __future__ import annotations

import base64
import binascii
import json
import logging
from pathlib import Path
from typing import Any, TypeVar

from desktop.core.errors import EnvironmentProblem, problem_from_oserror
from desktop.platform.atomic import atomic_write
from desktop.platform.paths import user_data_dir

SETTINGS_NAME = "settings.json"
RECENT_KEPT = 8

_log = logging.getLogger(__name__)
_Value = TypeVar("_Value", str, int, bool)


class Settings:
    """Typed access to the settings file; `save` writes what was changed since the last save."""

    def __init__(self, path: Path | None = None) -> None:
        """Read the settings from `path` (default: the user's own file)."""
        self.path = path or user_data_dir() / SETTINGS_NAME
        self._values = self._read()
        self._changed: dict[str, Any] = {}

    def get(self, key: str, default: _Value) -> _Value:
        """Return the value of `key`, or `default` when it is missing or of another type."""
        value = self._values.get(key, default)
        return value if type(value) is type(default) else default

    def set(self, key: str, value: str | int | bool) -> None:
        """Change `key`; `save` keeps it."""
        self._put(key, value)

    def get_bytes(self, key: str) -> bytes:
        """Return the bytes kept under `key`, or none of them."""
        try:
            return base64.b64decode(self.get(key, ""), validate=True)
        except (binascii.Error, ValueError):
            return b""

    def set_bytes(self, key: str, value: bytes) -> None:
        """Change `key` to bytes (a window's geometry)."""
        self._put(key, base64.b64encode(value).decode("ascii"))

    def get_texts(self, key: str) -> list[str]:
        """Return the list of texts kept under `key`, or an empty one."""
        value = self._values.get(key)
        if not isinstance(value, list):
            return []
        return [one for one in value if isinstance(one, str)]

    def set_texts(self, key: str, value: list[str]) -> None:
        """Change `key` to a list of texts."""
        self._put(key, list(value))

    def get_table(self, key: str) -> dict[str, Any]:
        """Return the mapping kept under `key` (a table's columns), or an empty one."""
        value = self._values.get(key)
        return dict(value) if isinstance(value, dict) else {}

    def set_table(self, key: str, value: dict[str, Any]) -> None:
        """Change `key` to a mapping of plain JSON values."""
        self._put(key, dict(value))

    def recent_books(self) -> list[Path]:
        """Return the books opened last, the newest first; they may be gone by now."""
        return [Path(one) for one in self.get_texts("recent_books")]

    def remember_book(self, path: Path) -> None:
        """Put a book first among the recent ones."""
        text = str(path.absolute())
        others = [one for one in self.get_texts("recent_books") if one != text]
        self.set_texts("recent_books", [text, *others][:RECENT_KEPT])

    def forget_book(self, path: Path) -> None:
        """Take a book off the recent ones."""
        text = str(path.absolute())
        kept = [one for one in self.get_texts("recent_books") if one != text]
        self.set_texts("recent_books", kept)

    def last_folder(self, purpose: str, default: Path) -> Path:
        """Return the folder last used for `purpose` if it is still there, else `default`."""
        value = self.get(f"folder.{purpose}", "")
        return Path(value) if value and Path(value).is_dir() else default

    def set_last_folder(self, purpose: str, folder: Path) -> None:
        """Remember the folder used for `purpose`."""
        self._put(f"folder.{purpose}", str(folder))

    def save(self) -> None:
        """Write what was changed.

        Raises:
            EnvironmentProblem: the file couldn't be written; the changes are kept for the next
                try.
        """
        if not self._changed:
            return
        values = {**self._read(), **self._changed}
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise problem_from_oserror(error, self.path) from error
        text = json.dumps(values, ensure_ascii=False, indent=1, sort_keys=True)
        with atomic_write(self.path) as stream:
            stream.write(text.encode("utf-8"))
        self._values = values
        self._changed = {}

    def try_save(self) -> EnvironmentProblem | None:
        """Save; return what stood in the way instead of raising it."""
        try:
            self.save()
        except EnvironmentProblem as problem:
            _log.warning("settings not saved: %s", type(problem).__name__)
            return problem
        return None

    def _put(self, key: str, value: Any) -> None:
        if self._values.get(key) == value and type(self._values.get(key)) is type(value):
            return
        self._values[key] = value
        self._changed[key] = value

    def _read(self) -> dict[str, Any]:
        try:
            text = self.path.read_bytes().decode("utf-8")
            values = json.loads(text)
        except OSError:  # none yet, or not readable: start with the defaults
            return {}
        except (ValueError, RecursionError):
            self._set_aside()
            return {}
        if not isinstance(values, dict):
            self._set_aside()
            return {}
        return values

    def _set_aside(self) -> None:
        kept = self.path.with_name(f"{self.path.stem}.damaged{self.path.suffix}")
        _log.warning("settings file is damaged; kept aside")
        try:
            self.path.replace(kept)
        except OSError:
            _log.warning("the damaged settings file couldn't be renamed")
