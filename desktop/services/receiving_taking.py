"""Writing a verified submission into the book: the submission, those inside it, and all rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from sqlalchemy.orm import Session

from desktop.core.terms import Direction, Trust
from desktop.exchange.arrival import Arrival
from desktop.exchange.manifest import Manifest
from desktop.exchange.submission import BELOW
from desktop.services import receiving_rows
from desktop.services.receiving_offices import BelowOffice
from desktop.storage.keeping import canonical
from desktop.storage.models import Submission
from desktop.storage.received import note_rows

Progress = Callable[[int, int], object]


def take_in(
    session: Session,
    path: Path,
    arrival: Arrival,
    trust: Trust,
    below: Sequence[BelowOffice],
    progress: Progress | None,
) -> tuple[int, int]:
    """Write the submission, those inside, and all rows; return its id and how many rows."""
    manifest = arrival.manifest
    own = _submission(manifest, path, trust)
    session.add(own)
    session.flush()
    inside = {one.uid: _inside(one, own) for one in below}
    session.add_all(inside.values())
    session.flush()
    total = sum(manifest.counts.values())
    rows = 0
    for name in receiving_rows.registers_in(arrival.tables):
        if progress is not None:
            progress(total + rows, 2 * total)
        written = receiving_rows.write(
            session, own.id, arrival.connection, path, arrival.tables, name
        )
        if written != manifest.counts[name]:
            raise receiving_rows.damaged(path)  # it was another when it was verified
        rows += written
    if BELOW in arrival.tables:
        ids = {office: one.id for office, one in inside.items()}
        rows += receiving_rows.write_below(session, ids, arrival.connection, path)
    for one in (own, *inside.values()):
        note_rows(session, one)
    if progress is not None:
        progress(2 * total, 2 * total)
    return own.id, rows


def _submission(manifest: Manifest, path: Path, trust: Trust) -> Submission:
    figures = dict(manifest.figures)
    if manifest.sums:
        figures["sums"] = dict(manifest.sums)
    return Submission(
        direction=Direction.RECEIVED.value,
        office_name=manifest.office_name,
        office_uid=manifest.office_uid,
        office_level=manifest.office_level,
        made_on=manifest.made_on,
        period_from=manifest.period_from,
        period_to=manifest.period_to,
        file_name=path.name,
        digest=manifest.digest,
        counts=canonical(dict(manifest.counts)).decode(),
        number=manifest.number,
        replaces=manifest.replaces or None,
        profile=manifest.profile or None,
        trust=trust.value,
        figures=canonical(figures).decode(),
        total=canonical(dict(manifest.total)).decode() if manifest.total is not None else None,
    )


def _inside(one: BelowOffice, carrier: Submission) -> Submission:
    return Submission(
        direction=Direction.RECEIVED.value,
        office_name=one.name,
        office_uid=one.uid,
        office_level=one.level,
        made_on=one.made_on,
        period_from=carrier.period_from,
        period_to=carrier.period_to,
        file_name=carrier.file_name,
        digest=one.digest,
        counts=one.counts,
        number=one.number,
        through_id=carrier.id,
        figures=one.figures,
        total=one.total or None,
    )
