"""What units were part of through time, so that lists of a past day show its tree."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    script = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
    for statement in filter(None, (one.strip() for one in script.split(";\n"))):
        op.execute(statement)


def downgrade() -> None:
    message = "a book is never taken back to an older schema"
    raise NotImplementedError(message)
