"""What leaves the book by the window is noted in its log: printed, written into a file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from desktop.core.terms import AuditAction
from desktop.ui import audit_gateway as gateway
from desktop.ui.i18n import _
from desktop.ui.jobs import Jobs

_OPTIONS = {
    "report": "period_reports",
    "model": "models",
    "decision": "decisions",
    "round": "rounds",
}
PRINTED, EXPORTED = AuditAction.PRINTED.value, AuditAction.EXPORTED.value


def note_left(
    jobs: Jobs,
    action: str,
    title: str,
    file: Path | str = "",
    *,
    record: tuple[str, int] | None = None,
    **facts: int,
) -> None:
    """Note on the writing thread what was done: `PRINTED` or `EXPORTED`, of what, where to.

    `facts` are `rows` and `pages`. What stands in the way is told as of any write.
    """
    if jobs.book is not None:
        name = Path(file).name
        label = _("Writing down what was done")
        jobs.write(gateway.note_left, action, title, name, facts, record, label=label)


def one_record(options: Mapping[str, Any]) -> tuple[str, int] | None:
    """Return the record that a paper with these options is about, when it is about one."""
    members = options.get("members")
    if isinstance(members, list | tuple) and len(members) == 1:
        return "members", members[0]
    for name, register in _OPTIONS.items():
        if isinstance(options.get(name), int):
            return register, options[name]
    return None
