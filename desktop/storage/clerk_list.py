"""The names of the clerks who work with a book, kept in it.

They are no content: who comes and goes is no deed to undo. Who did what stands in the entries.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.storage import audit_chain
from desktop.storage.models import Setting

KEY: Final = "clerks"
"""The setting that has them."""
_PUT: Final = "INSERT OR REPLACE INTO settings (key, value, digest) VALUES (?, ?, ?)"


def known(session: Session) -> list[str]:
    """Return the names, in the order in which they came."""
    kept = session.scalar(select(Setting.value).where(Setting.key == KEY))
    try:
        found = json.loads(kept) if kept else []
    except ValueError:  # damaged, which `check` tells
        return []
    return [one for one in found if isinstance(one, str)] if isinstance(found, list) else []


def keep(session: Session, names: Sequence[str]) -> None:
    """Keep these names instead of those that are there."""
    value = json.dumps(list(names), ensure_ascii=False)
    session.connection().exec_driver_sql(_PUT, (KEY, value, audit_chain.digest(KEY, value)))
