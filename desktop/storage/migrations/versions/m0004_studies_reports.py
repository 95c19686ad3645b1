"""Study sessions, inspection counts, things to do by a plan, reports of a period."""

from __future__ import annotations

from pathlib import Path

from alembic import op

from desktop.storage.schema import search_triggers

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

SEARCHED = {
    "study_sessions": 36,
    "plan_items": 37,
    "period_reports": 38,
    "report_templates": 39,
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
