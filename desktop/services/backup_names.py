"""Under which names a book's backups lie: a book that is renamed or moved stays the same book.

The folder of backups bears the book's name and the beginning of its office's uid. By the uid the
folders of all names that the book had are found. A copy of a book with a life of its own has the
same uid: what is done to backups unasked leaves those of such a copy alone.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from desktop.platform.paths import backups_dir
from desktop.services.backup_shelf import Kept, folder_name, path_mark, shelf, short
from desktop.storage import keys, verifiers
from desktop.storage.book import SUFFIX

_ENDING: Final = 8
"""So many signs of the office's uid end the name of a folder."""
_FOLDER = re.compile(r".*-([0-9a-f]{8})", re.DOTALL)
_PIECE: Final = 1 << 20


def folders_of(stem: str, origin: str, place: Path | None = None) -> list[Path]:
    """Return the folders with backups of a book, that of its present name first.

    Without an origin they are those of every book of that name. `place`: where the folders lie,
    by default the first place.
    """
    within = place or backups_dir()
    if not origin:
        begin = f"{short(stem)}-"
        return [one for one in _folders(within) if one.name[:-_ENDING] == begin]
    own = within / folder_name(stem, origin)
    others = [one for one in _folders(within) if one.name.endswith(f"-{origin[:_ENDING]}")]
    return [own, *(one for one in others if one != own)]


def folders_ending(endings: Iterable[str]) -> list[Path]:
    """Return the folders of the first place with backups of offices, by their uids' beginnings."""
    wanted = set(endings)
    return [one for one in _folders(backups_dir()) if ending_of(one) in wanted]


def ending_of(folder: Path) -> str:
    """Return the beginning of the uid in a folder's name."""
    return folder.name[-_ENDING:]


def _folders(within: Path) -> list[Path]:
    try:
        return sorted(one for one in within.iterdir() if _is_folder(one))
    except OSError:
        return []


def _is_folder(path: Path) -> bool:
    return _FOLDER.fullmatch(path.name) is not None and path.is_dir()


def earlier_name(kept: Kept, stem: str) -> str:
    """Return the name that the book had when a backup was made; '' for the present one.

    A long name is cut. A backup that lies elsewhere tells no name.
    """
    folder = kept.path.parent
    if _FOLDER.fullmatch(folder.name) is None:
        return ""
    name = folder.name[: -_ENDING - 1]
    return "" if name == short(stem) else name


def without_copies(found: Iterable[Kept], path: Path) -> list[Kept]:
    """Leave out the backups of another book that lies beside a book now.

    Such a book may be a copy of it and has backups of its own.
    """
    own = path_mark(path)
    with contextlib.suppress(OSError):
        marks = {path_mark(one) for one in path.parent.glob(f"*{SUFFIX}")} - {own}
        return [one for one in found if one.book not in marks]
    return list(found)


def endings_in(path: Path) -> set[str]:
    """Return the endings of folders in which backups of a book that can't be opened may lie.

    An encrypted book has the same salt as its backups; in a plain one its office's uid stands in
    what is left of its rows.
    """
    folders = _folders(backups_dir())
    with contextlib.suppress(OSError):
        salt = keys.salt_of(path)
        if not salt:
            return set()
        if salt != keys.PLAIN_HEADER:
            salts = {salt, *(bytes.fromhex(one.salt) for one in verifiers.read(path))}
            made = {ending_of(one) for one in folders if _has_salt(one, salts)}
            if made:
                return made
        return _written_in(path, {ending_of(one) for one in folders})
    return set()


def _has_salt(folder: Path, salts: set[bytes]) -> bool:
    for one in shelf(folder):
        with contextlib.suppress(OSError):
            if keys.salt_of(one.path) in salts:
                return True
    return False


def _written_in(path: Path, endings: set[str]) -> set[str]:
    """Return which of the beginnings of uids stand in a file; raises `OSError`."""
    if not endings:
        return set()
    pattern = re.compile(b"(" + b"|".join(sorted(one.encode() for one in endings)) + b")-")
    found, before = set(), b""
    with path.open("rb") as stream:
        while piece := stream.read(_PIECE):
            found.update(pattern.findall(before + piece))
            before = piece[-_ENDING:]
    return {one.decode() for one in found}
