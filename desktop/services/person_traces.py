"""What the log knows of a person beside their record: records merged into it, earlier names."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from typing import Final

from sqlalchemy.orm import Session

from desktop.core.terms import AuditAction
from desktop.storage.registers import SPECS

_MEMBERS: Final = "members"
_BINNED: Final = (
    "SELECT DISTINCT said.batch, gone.id FROM members gone JOIN audit_entries said"
    " ON said.register = 'members' AND said.row_uid = gone.uid AND said.action = ?"
    " WHERE gone.deleted_at IS NOT NULL UNION"
    " SELECT said.batch, json_extract(gone.before, '$.id') FROM audit_entries gone"
    " JOIN audit_entries said ON said.row_uid = gone.row_uid AND said.action = ?"
    " WHERE gone.action = 'purged' AND gone.register = 'members' AND gone.before IS NOT NULL"
)
_MOVED: Final = (
    "SELECT batch, register, before, after FROM audit_entries WHERE action = ? AND before"
    " IS NOT NULL AND after IS NOT NULL AND batch IN (SELECT value FROM json_each(?))"
)
_CALLED: Final = (
    "SELECT before, after FROM audit_entries WHERE register = 'members'"
    " AND row_uid IN (SELECT value FROM json_each(?))"
)
_FIELDS: Final = {
    one.name: [field.name for field in one.fields if field.reference == _MEMBERS]
    for one in SPECS.values()
}


def merged_into(session: Session, member_id: int) -> set[int]:
    """Return the members that were made one with this member and are in the bin, or gone for good.

    A merge is known by what it did: one deed threw a member away and gave what referred to it
    to another. Those that were merged into one of these count, too.
    """
    connection = session.connection()
    batches: dict[str, set[int]] = {}
    for batch, gone in connection.exec_driver_sql(_BINNED, (AuditAction.DELETED.value,) * 2):
        batches.setdefault(batch, set()).add(gone)
    given = (AuditAction.CHANGED.value, json.dumps(sorted(batches)))
    into: dict[int, set[int]] = {}
    for batch, register, before, after in connection.exec_driver_sql(_MOVED, given):
        for name in _FIELDS.get(register, ()):
            was, now = json.loads(before).get(name), json.loads(after).get(name)
            if was in batches[batch] and now is not None and now != was:
                into.setdefault(now, set()).add(was)
    found: set[int] = set()
    waiting = [member_id]
    while waiting:
        more = into.get(waiting.pop(), set()) - found - {member_id}
        found |= more
        waiting += more
    return found


def earlier(session: Session, uids: Collection[str], names: Iterable[str]) -> Iterator[str]:
    """Yield what fields (`names`) of members said at any time, as far as the log has it."""
    wanted = tuple(names)
    for values in session.connection().exec_driver_sql(_CALLED, (json.dumps(sorted(uids)),)):
        for said in values:
            told = json.loads(said) if said else {}
            yield from (one for name in wanted if isinstance(one := told.get(name), str) and one)
