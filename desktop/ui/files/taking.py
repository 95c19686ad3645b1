"""Files that the clerk gives: looked at, made smaller when wanted, put into the book.

All of it runs on worker threads, but for `sources_in`.
"""

# ruff: noqa: PLC0415 (services are imported when they are first needed, on a worker thread)

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage

from desktop.core.errors import Problem, problem_from_oserror
from desktop.core.file_names import clean_name
from desktop.core.formats import date_text
from desktop.ui.files import pictures

Progress = Callable[[int, int], None]
_BIG = 1_000_000  # bytes from which a picture with many points is worth scaling down
_LARGEST_PICTURE = 150_000_000  # bytes of a file that is read only to look at it


@dataclass(frozen=True)
class Source:
    """What was dropped, pasted or chosen: a file, or an image without one."""

    name: str
    path: Path | None = None
    image: QImage | None = None


@dataclass(frozen=True)
class Ready:
    """A file that was looked at; `refused` says in a sentence why it can't be put in."""

    name: str
    content: bytes | Path
    size: int
    picture: pictures.Looked = field(default_factory=lambda: pictures.Looked(""))
    refused: str = ""

    @property
    def big(self) -> bool:
        """Whether the clerk is asked to have it made smaller."""
        return self.picture.may_shrink and (self.size > _BIG or bool(self.refused))


def sources_in(mime: QMimeData, taken: Sequence[str] = ()) -> list[Source]:
    """Return what dropped or pasted data holds: its files, else its image.

    `taken` are names that an image without a name must not get.
    """
    paths = [Path(one.toLocalFile()) for one in mime.urls() if one.isLocalFile()]
    if paths:
        return [Source(one.name, one) for one in paths]
    if mime.hasImage():
        image = mime.imageData()
        if isinstance(image, QImage) and not image.isNull():
            return [Source(_pasted_name(taken), image=image)]
    return []


def _pasted_name(taken: Sequence[str]) -> str:
    """Return a name for an image that has none: 'Ảnh dán 21-11-2026 1.png'."""
    day = date_text(date.today()).replace("/", "-")  # noqa: DTZ011 - the clerk's own calendar day
    held = {one.casefold() for one in taken}
    place = 1
    while f"ảnh dán {day} {place}.png" in held or f"ảnh dán {day} {place}.jpg" in held:
        place += 1
    return f"Ảnh dán {day} {place}.png"


def look_at(sources: Sequence[Source], limit: int, progress: Progress | None = None) -> list[Ready]:
    """Look at files before they are put in; `limit` is the largest size in MB."""
    found = []
    for place, one in enumerate(sources):
        if progress:
            progress(place, len(sources))
        found.append(_limited(_look(one), limit))
    return found


def shrink(files: Sequence[Ready], limit: int, progress: Progress | None = None) -> list[Ready]:
    """Make the big pictures smaller; what can't be stays as it is."""
    found = []
    for place, one in enumerate(files):
        if progress:
            progress(place, len(files))
        found.append(_limited(_smaller(one), limit) if one.big else one)
    return found


def _look(one: Source) -> Ready:
    from desktop.services import attachments

    name = clean_name(one.name)
    if one.image is not None:
        content = pictures.as_png(one.image)
        return Ready(name, content, len(content), pictures.look(name, content))
    path = one.path or Path(one.name)
    if path.is_dir():
        sentence = f"«{name}» là một thư mục. Hãy chọn các tệp ở trong thư mục đó."
        return Ready(name, path, 0, refused=sentence)
    try:
        attachments.refuse_book(path)
        size = path.stat().st_size
        with path.open("rb") as stream:
            picture = bool(pictures.kind_of(stream.read(16))) and size <= _LARGEST_PICTURE
    except OSError as error:
        return Ready(name, path, 0, refused=problem_from_oserror(error, path).message)
    except Problem as problem:
        return Ready(name, path, 0, refused=problem.message)
    if not picture:
        return Ready(name, path, size)
    try:
        return Ready(name, path, size, pictures.look(name, path.read_bytes()))
    except OSError as error:
        return Ready(name, path, 0, refused=problem_from_oserror(error, path).message)


def _limited(one: Ready, limit: int) -> Ready:
    from desktop.services import attachments

    if one.size <= limit * 1_000_000:
        return one
    sentence = attachments.too_large(one.name, one.size, limit, picture=one.picture.may_shrink)
    return replace(one, refused=one.refused or sentence)


def _smaller(one: Ready) -> Ready:
    try:
        content = one.content if isinstance(one.content, bytes) else one.content.read_bytes()
    except OSError as error:
        sentence = problem_from_oserror(error, one.name).message
        return replace(one, refused=sentence)
    made = pictures.smaller(content)
    if made is None or len(made) >= one.size:
        return one
    stem = one.name.rpartition(".")[0] or one.name
    keeps = one.name.lower().endswith((".jpg", ".jpeg"))
    name = one.name if keeps else clean_name(f"{stem}.jpg")
    return Ready(name, made, len(made), pictures.look(name, made))


def newest_in(folder: Path, most: int = 40) -> list[tuple[Path, float, int]]:
    """Return a folder's newest files with time and size; hidden and unfinished ones left out.

    Raises:
        EnvironmentProblem: the folder can't be read.
    """
    found = []
    try:
        for one in folder.iterdir():
            hidden = one.name.startswith((".", "~$")) or one.suffix.lower() in (".tmp", ".part")
            if hidden or not one.is_file():
                continue
            told = one.stat()
            found.append((one, told.st_mtime, told.st_size))
    except OSError as error:
        raise problem_from_oserror(error, folder) from error
    return sorted(found, key=lambda each: -each[1])[:most]
