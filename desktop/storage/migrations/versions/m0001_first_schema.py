"""The first schema: every register, its keys and indices, and the search index."""

from __future__ import annotations

from pathlib import Path

from alembic import op

from desktop.storage.schema import search_triggers

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


# Place of each register in the search index (rowid = place * 2**40 + id), kept in the book too.
SEARCHED = {
    "attachments": 1,
    "award_forms": 2,
    "awards": 3,
    "campaigns": 4,
    "decisions": 5,
    "document_types": 6,
    "documents": 7,
    "expected": 8,
    "fields": 9,
    "levels": 10,
    "members": 11,
    "models": 12,
    "offices": 13,
    "page_layouts": 14,
    "pledge_items": 15,
    "pledges": 16,
    "rating_scales": 17,
    "rounds": 18,
    "rules": 19,
    "signers": 20,
    "submissions": 21,
    "topics": 22,
    "units": 23,
    "yearly_ratings": 24,
}

SEARCH_INDEX = """
CREATE VIRTUAL TABLE search_index USING fts5(
    words, content='', contentless_delete=1, prefix='1 2 3',
    tokenize="unicode61 remove_diacritics 0"
)
"""


def _statements(script: str) -> list[str]:
    return [one.strip() for one in script.split(";\n") if one.strip()]


def upgrade() -> None:
    script = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
    for statement in _statements(script):
        op.execute(statement)
    op.execute(SEARCH_INDEX)
    op.execute("CREATE TABLE search_places (register TEXT PRIMARY KEY, place INTEGER NOT NULL)")
    for table, place in SEARCHED.items():
        op.execute(f"INSERT INTO search_places (register, place) VALUES ('{table}', {place})")
        for statement in search_triggers(table, place):
            op.execute(statement)


def downgrade() -> None:
    message = "a book is never taken back to an older schema"
    raise NotImplementedError(message)
