"""What pledges, models and commendations need through their year; notes; what redo needs."""

from __future__ import annotations

import hashlib
from pathlib import Path

from alembic import op

from desktop.storage.migrations.versions.m0001_first_schema import SEARCHED as FIRST_SEARCHED
from desktop.storage.schema import search_triggers

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SEARCHED = {
    "certificate_layouts": 25,
    "model_reviews": 26,
    "notes": 27,
    "breakthroughs": 28,
    "conferences": 29,
    "contests": 30,
    "ethics_standards": 31,
    "good_deeds": 32,
    "indicators": 33,
    "plans": 34,
    "topic_meetings": 35,
}


def upgrade() -> None:
    script = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
    for statement in filter(None, (one.strip() for one in script.split(";\n"))):
        op.execute(statement)
    # rebuilt with the contents last: SQLite reads through what stands before a column
    for statement in search_triggers("attachments", FIRST_SEARCHED["attachments"]):
        op.execute(statement)
    for table, place in SEARCHED.items():
        op.execute(f"INSERT INTO search_places (register, place) VALUES ('{table}', {place})")
        for statement in search_triggers(table, place):
            op.execute(statement)
    _follow_items()


def _follow_items() -> None:
    """Give the pledges that are there what follows from their items."""
    connection = op.get_bind()
    rows = connection.exec_driver_sql(
        "SELECT pledge_id, search_text, coalesce(duty, '') <> '' AND coalesce(target, '') <> ''"
        " FROM pledge_items WHERE deleted_at IS NULL ORDER BY pledge_id, position, id"
    )
    texts: dict[int, list[str]] = {}
    tied: dict[int, bool] = {}
    for pledge, text, both in rows:
        texts.setdefault(pledge, []).append(text)
        tied[pledge] = tied.get(pledge, False) or bool(both)
    if texts:
        connection.exec_driver_sql(
            "UPDATE pledges SET tied = ?, items_digest = ? WHERE id = ?",
            [
                (tied[one], hashlib.sha256(" ".join(parts).encode()).digest()[:16], one)
                for one, parts in texts.items()
            ],
        )


def downgrade() -> None:
    message = "a book is never taken back to an older schema"
    raise NotImplementedError(message)
