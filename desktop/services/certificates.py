"""The layouts of certificates: kept, copied, and found for a form of award, with their scans.

A scan of the blank is a file of the layout's row (`services.attachments`); it is shown below the
fields on the screen and never printed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from desktop.core.certificate_presets import PRESETS, Preset, preset_for
from desktop.core.certificates import CertificateLayout
from desktop.core.changes import Done
from desktop.core.errors import StaleRecord, UserProblem
from desktop.core.vietnamese.collate import natural_sort_key
from desktop.services import attachments, registers
from desktop.services.house_paper import own_office
from desktop.storage.book import Book, changes_of
from desktop.storage.models import Attachment, AwardForm
from desktop.storage.models import CertificateLayout as LayoutRow
from desktop.storage.models.base import now

REGISTER: Final = "certificate_layouts"
_JPEG = b"\xff\xd8"


@dataclass(frozen=True)
class KeptLayout:
    """A layout with what it is for; `id` None: a preset that the book doesn't keep.

    `broken` is the sentence about settings that can't be read; `layout` is then the preset.
    """

    id: int | None
    revision: int | None
    name: str
    form_id: int | None
    form: str
    level: str | None
    main: bool
    layout: CertificateLayout
    scanned: bool = False
    broken: str = ""


@dataclass(frozen=True)
class FormOfAward:
    """A form of award that a layout can be for."""

    id: int
    name: str


@dataclass(frozen=True)
class Scan:
    """A picture of the blank to be kept: a JPEG, and a small one (at most 1,200 points a side)."""

    name: str
    jpeg: bytes
    preview: bytes


@dataclass(frozen=True)
class Changed:
    """A layout as the clerk wants it kept. `scan` None leaves the scan as it is."""

    name: str
    layout: CertificateLayout
    form_id: int | None = None
    level: str | None = None
    main: bool = False
    scan: Scan | None = None
    without_scan: bool = False


# reading


def layouts(book: Book) -> tuple[KeptLayout, ...]:
    """Return the layouts in the order of their names; a book without any has the presets."""
    with book.read() as session:
        return tuple(kept_layouts(session))


def layout(book: Book, layout_id: int) -> KeptLayout:
    """Return one layout; `StaleRecord` when it is gone."""
    with book.read() as session:
        return _one(session, layout_id)


def fresh(book: Book) -> KeptLayout:
    """Return what a new layout begins with: the preset of giấy khen in the office's own style."""
    with book.read() as session:
        preset = preset_for("Giấy khen", own_office(session).paper_family)
        taken = session.scalars(select(LayoutRow.name).where(LayoutRow.deleted_at.is_(None)))
        name = free_name(preset.name, taken)
        ids = {each.casefold(): form for form, each in _form_names(session).items()}
        found = _unkept(preset, ids.get(preset.form.casefold()))
        return replace(found, name=name, main=False)


def forms(book: Book) -> tuple[FormOfAward, ...]:
    """Return the forms of award in their order."""
    with book.read() as session:
        statement = select(AwardForm.id, AwardForm.name).where(AwardForm.deleted_at.is_(None))
        ordered = statement.order_by(AwardForm.position, AwardForm.id)
        return tuple(FormOfAward(one.id, one.name) for one in session.execute(ordered))


def scan(book: Book, layout_id: int) -> bytes | None:
    """Return the scan of a layout's blank as JPEG, None without one."""
    with book.read() as session:
        return scan_in(session, layout_id)


def scan_in(session: Session, layout_id: int) -> bytes | None:
    """Return the scan of a layout's blank (`scan`) within a session."""
    found = session.scalars(_scans(layout_id).order_by(Attachment.id.desc())).first()
    if found is None:
        return None
    if found.content.startswith(_JPEG):
        return bytes(found.content)
    # put in by another door as something else: its preview is a JPEG
    return bytes(found.preview) if found.preview else None


def kept_layouts(session: Session) -> list[KeptLayout]:
    """Return the layouts (`layouts`) within a session."""
    statement = select(LayoutRow).where(LayoutRow.deleted_at.is_(None)).order_by(LayoutRow.id)
    names = _form_names(session)
    rows = sorted(session.scalars(statement), key=lambda one: natural_sort_key(one.name))
    if not rows:
        ids = {name.casefold(): form for form, name in reversed(names.items())}
        return [_unkept(one, ids.get(one.form.casefold())) for one in PRESETS.values()]
    scanned = set(
        session.scalars(
            select(Attachment.owner_uid).where(
                Attachment.owner_register == REGISTER, Attachment.deleted_at.is_(None)
            )
        )
    )
    return [_kept(one, names, scanned=one.uid in scanned) for one in rows]


def chosen_for(
    found: Iterable[KeptLayout], form_id: int, form: str, level: str | None, style: str
) -> KeptLayout:
    """Return the layout used for an award: for its form, then level, paper style, by default.

    Where none is for the form, the preset is used.
    """

    def fits(one: KeptLayout) -> tuple[bool, ...]:
        own = one.layout.style
        return (one.level is not None, own in ("", style), one.main, own == style)

    fitting = [one for one in found if one.form_id == form_id and one.level in (None, level)]
    if not fitting:
        return _unkept(preset_for(form, style), form_id)
    return max(fitting, key=fits)


def _scans(layout_id: int) -> Select[Attachment]:
    owner = select(LayoutRow.uid).where(LayoutRow.id == layout_id).scalar_subquery()
    return select(Attachment).where(
        Attachment.owner_register == REGISTER,
        Attachment.owner_uid == owner,
        Attachment.deleted_at.is_(None),
    )


def _one(session: Session, layout_id: int) -> KeptLayout:
    row = session.get(LayoutRow, layout_id)
    if row is None or row.deleted_at is not None:
        raise StaleRecord
    file = session.scalar(_scans(layout_id).with_only_columns(Attachment.id).limit(1))
    return _kept(row, _form_names(session), scanned=file is not None)


def _kept(row: LayoutRow, names: dict[int, str], *, scanned: bool) -> KeptLayout:
    form = names.get(row.form_id, "") if row.form_id is not None else ""
    broken = ""
    try:
        read = CertificateLayout.from_json(row.settings)
    except UserProblem as problem:
        broken = problem.message
        read = preset_for(form).layout
    return KeptLayout(
        row.id,
        row.revision,
        row.name,
        row.form_id,
        form,
        row.level,
        row.main,
        read,
        scanned,
        broken,
    )


def _unkept(preset: Preset, form_id: int | None) -> KeptLayout:
    return KeptLayout(None, None, preset.name, form_id, preset.form, None, True, preset.layout)


def _form_names(session: Session) -> dict[int, str]:
    statement = select(AwardForm.id, AwardForm.name).where(AwardForm.deleted_at.is_(None))
    return {one.id: one.name for one in session.execute(statement)}


# writing


def save(
    book: Book, changed: Changed, layout_id: int | None = None, revision: int | None = None
) -> Done[KeptLayout]:
    """Keep a layout, a new one without `layout_id`.

    One of a form, level and style is the default one: marking it unmarks the other.

    Raises `InvalidValues`, `StaleRecord`, `LayoutRefused` for a layout that couldn't be read again,
    and `UserProblem` for a scan over the limit of files; nothing is changed then.
    """
    words = "Sửa" if layout_id is not None else "Thêm"
    with book.write(f"{words} mẫu in «{changed.name}»") as session:
        kept = _save_in(session, changed, layout_id, revision)
        return Done(kept, changes_of(session))


def copy(book: Book, layout_id: int) -> Done[KeptLayout]:
    """Copy a layout with its scan, under a name of its own; return the copy."""
    with book.write("Chép mẫu in giấy khen") as session:
        one = _one(session, layout_id)
        names = {each.name for each in kept_layouts(session)}
        name = free_name(one.name, names)
        jpeg = scan_in(session, layout_id)
        kept_scan = None
        if jpeg is not None:
            held = session.scalars(_scans(layout_id)).first()
            small = held.preview if held is not None and held.preview else jpeg
            kept_scan = Scan(f"{name}.jpg", jpeg, bytes(small))
        changed = Changed(name, one.layout, one.form_id, one.level, False, kept_scan)
        kept = _save_in(session, changed, None, None)
        return Done(kept, changes_of(session))


def free_name(name: str, taken: Iterable[str]) -> str:
    """Return 'Giấy khen (2)' for a name that is taken."""
    used = {one.casefold() for one in taken}
    count, found = 1, name
    while found.casefold() in used:
        count += 1
        found = f"{name} ({count})"
    return found


def _save_in(
    session: Session, changed: Changed, layout_id: int | None, revision: int | None
) -> KeptLayout:
    values = {
        "name": changed.name,
        "form_id": changed.form_id,
        "level": changed.level,
        "main": changed.main,
        "settings": changed.layout.to_keep(),
    }
    row = registers.save_in(session, REGISTER, values, layout_id, revision)
    if changed.main:
        _only_main(session, row.id, changed)
    if changed.without_scan or changed.scan is not None:
        _remove_scans(session, row.id)
    if changed.scan is not None:
        one = changed.scan
        file = attachments.NewFile(one.name, one.jpeg, "image/jpeg", one.preview)
        attachments.attach_in(session, REGISTER, row.id, [file])
    session.flush()
    return _one(session, row.id)


def _only_main(session: Session, layout_id: int, changed: Changed) -> None:
    """Take the mark of the default from the others for the same form, level and style."""
    statement = select(LayoutRow).where(
        LayoutRow.deleted_at.is_(None), LayoutRow.main, LayoutRow.id != layout_id
    )
    for other in session.scalars(statement):
        same = (other.form_id, other.level) == (changed.form_id, changed.level)
        if same and _kept(other, {}, scanned=False).layout.style == changed.layout.style:
            registers.save_in(session, REGISTER, {"main": False}, other.id)


def _remove_scans(session: Session, layout_id: int) -> None:
    stamp = now()
    for one in session.scalars(_scans(layout_id)):
        one.deleted_at = stamp
    session.flush()
