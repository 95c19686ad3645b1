"""Sending upward and receiving: profiles, received rows, remarks, same records."""

from __future__ import annotations

from pathlib import Path

from alembic import op

from desktop.storage.schema import search_triggers

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

SEARCHED = {
    "submission_profiles": 40,
    "remarks": 41,
    "same_records": 42,
}


def upgrade() -> None:
    script = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
    for statement in filter(None, (one.strip() for one in script.split(";\n"))):
        op.execute(statement)
    for table, place in SEARCHED.items():
        op.execute(f"INSERT INTO search_places (register, place) VALUES ('{table}', {place})")
        for statement in search_triggers(table, place):
            op.execute(statement)


def downgrade() -> None:
    message = "a book is never taken back to an older schema"
    raise NotImplementedError(message)
