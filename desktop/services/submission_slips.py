"""What the slip of a submission says: its manifest, and what the book noted when it was sent."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.core.terms import Direction, Trust
from desktop.exchange.arrival_header import look
from desktop.exchange.manifest import Manifest
from desktop.exchange.signing import fingerprint
from desktop.exchange.submission import BELOW, BELOW_OFFICES
from desktop.reports.submission_slip import Slip, code_text
from desktop.services.office_keys import ANEW
from desktop.storage.models import Submission
from desktop.storage.registers import SPECS

_LOOKUPS = frozenset({"offices", "fields", "award_forms", "award_form_levels", BELOW_OFFICES})
"""Lists that are sent along, which are no content of their own."""


def slip_of(session: Session, file: Path, manifest: Manifest) -> Slip:
    """Return what the slip of a file says, its manifest having been read."""
    noted = _noted(session, manifest.digest)
    return Slip(
        office=manifest.office_name,
        period_from=manifest.period_from,
        period_to=manifest.period_to,
        file_name=file.name,
        size=file.stat().st_size,
        digest=manifest.digest,
        counts=tuple(
            (_heading(name), n) for name, n in manifest.counts.items() if n and name not in _LOOKUPS
        ),
        made_on=manifest.made_on,
        number=manifest.number,
        replaces=_replaced(session, manifest),
        fingerprint=fingerprint(manifest.public_key) if manifest.public_key else "",
        anew=ANEW if noted is not None and noted.trust == Trust.NEW.value else "",
        profile=manifest.profile,
        offices=manifest.counts.get(BELOW_OFFICES, 0),
        with_rows=BELOW in manifest.counts,
        encrypted=look(file) is None,
        code=code_text(
            manifest.office_uid,
            manifest.period_from,
            manifest.period_to,
            manifest.number,
            manifest.digest,
            sum(manifest.counts.values()),
        ),
    )


def _heading(name: str) -> str:
    return "Bản ghi của cấp dưới" if name == BELOW else SPECS[name].heading


def _replaced(session: Session, manifest: Manifest) -> tuple[int, date | None] | None:
    if not manifest.replaces:
        return None
    before = _noted(session, manifest.replaces)
    if before is None:
        return manifest.number - 1, None
    return before.number or 1, before.made_on


def _noted(session: Session, digest: str) -> Submission | None:
    """Return what the book noted of a submission that was sent, also when it lies in the bin."""
    return session.scalars(
        select(Submission).where(
            Submission.digest == digest, Submission.direction == Direction.ISSUED.value
        )
    ).first()
