"""What the editor and the print dialog ask of the services; runs on worker threads."""

# ruff: noqa: PLC0415 (services are imported when they are first needed, on a worker thread)

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.core.certificate_presets import EXAMPLE
from desktop.core.errors import UserProblem, problem_from_oserror

if TYPE_CHECKING:
    from desktop.core.changes import Done
    from desktop.services.books import Book
    from desktop.services.certificate_papers import Survey
    from desktop.services.certificates import Changed, FormOfAward, KeptLayout
    from desktop.ui.certificates.model import Edited

_MOST_BYTES = 60_000_000


@dataclass(frozen=True)
class Sample:
    """A recipient to look at a layout with."""

    name: str
    words: Mapping[str, str]


@dataclass(frozen=True)
class Opened:
    """A layout with everything that the editor shows of it."""

    kept: KeptLayout
    scan: bytes | None
    forms: Sequence[FormOfAward]
    samples: Sequence[Sample]
    names: Sequence[str]


@dataclass(frozen=True)
class Asked:
    """What the print dialog offers: layouts, and what would be printed."""

    layouts: Sequence[KeptLayout]
    survey: Survey


def open_layout(book: Book, kept: int | KeptLayout) -> Opened:
    """Read a layout by its id, or take a preset that the book doesn't keep."""
    from desktop.services import certificate_papers, certificates

    found = certificates.layout(book, kept) if isinstance(kept, int) else kept
    scan = certificates.scan(book, found.id) if found.id is not None else None
    some = certificate_papers.samples(book, found.form_id)
    if not some and found.form_id is not None:
        some = certificate_papers.samples(book)
    samples = [Sample(one.name.replace("\u00a0", " "), one.words) for one in some]
    names = [one.name for one in certificates.layouts(book) if one.id != found.id]
    return Opened(
        found,
        scan,
        certificates.forms(book),
        samples or [Sample(EXAMPLE["name"].replace("\u00a0", " "), EXAMPLE)],
        names,
    )


def new_layout(book: Book) -> Opened:
    """Begin a new layout from the preset of giấy khen."""
    from desktop.services import certificates

    return open_layout(book, certificates.fresh(book))


def copy(book: Book, layout_id: int) -> Done[Any]:
    """Copy a layout as it is kept."""
    from desktop.services import certificates

    return certificates.copy(book, layout_id)


def ask(book: Book, given: Mapping[str, Any]) -> Asked:
    """Return what would be printed with these options."""
    from desktop.services import certificate_papers, certificates

    return Asked(certificates.layouts(book), certificate_papers.survey(book, given))


def read_scan(path: Path) -> bytes:
    """Read a picture of the blank as JPEG, no larger than is needed.

    Raises `UserProblem` for what is no picture, and the sentences of the environment.
    """
    from desktop.ui.files import pictures

    try:
        if path.stat().st_size > _MOST_BYTES:
            raise UserProblem(f"Ảnh «{path.name}» quá lớn. Hãy quét lại phôi ở 200 điểm/inch.")
        content = path.read_bytes()
    except OSError as error:
        raise problem_from_oserror(error, path) from error
    jpeg = pictures.smaller(content)
    if jpeg is None:
        raise UserProblem(
            f"«{path.name}» không phải ảnh đọc được. Hãy chọn ảnh quét JPG hoặc PNG của phôi."
        )
    return jpeg


def turned(jpeg: bytes) -> bytes:
    """Return a picture turned by a quarter, clockwise."""
    from PySide6.QtCore import QByteArray
    from PySide6.QtGui import QImage, QTransform

    from desktop.ui.files import pictures

    image = QImage.fromData(QByteArray(jpeg))
    return pictures.as_jpeg(image.transformed(QTransform().rotate(90)), 85)


def changed_from(edited: Edited, scan_changed: bool) -> Changed:
    """Return what is to be kept of the editor's state (`model.Edited`)."""
    from desktop.services.certificates import Changed, Scan
    from desktop.ui.files import pictures

    scan = None
    if scan_changed and edited.scan is not None:
        small = pictures.look("phôi.jpg", edited.scan).preview or edited.scan
        scan = Scan(f"Phôi {edited.name}.jpg", edited.scan, small)
    return Changed(
        edited.name,
        edited.layout,
        edited.form_id,
        edited.level,
        edited.main,
        scan,
        without_scan=scan_changed and edited.scan is None,
    )


def keep(
    book: Book, edited: Edited, layout_id: int | None, revision: int | None, scan_changed: bool
) -> Done[Any]:
    """Keep the editor's state."""
    from desktop.services import certificates

    return certificates.save(book, changed_from(edited, scan_changed), layout_id, revision)
