"""The audit entries' chain, with who did it; hashes of the settings and of what can be redone."""

from __future__ import annotations

from pathlib import Path

from alembic import op

from desktop.storage.audit_chain import digest, seal

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

HASHED = {
    "settings": ("key", "value"),
    "undone_rows": ("id", "batch", "register", "rows"),
}


def upgrade() -> None:
    script = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
    for statement in filter(None, (one.strip() for one in script.split(";\n"))):
        op.execute(statement)
    connection = op.get_bind()
    for table, columns in HASHED.items():
        keys = connection.exec_driver_sql(f"SELECT {columns[0]} FROM {table}").all()
        for (key,) in keys:
            listed = ", ".join(f'"{one}"' for one in columns)
            where = f"WHERE {columns[0]} = ?"
            row = connection.exec_driver_sql(f"SELECT {listed} FROM {table} {where}", (key,)).one()
            wanted = digest(*row[1:] if table == "undone_rows" else row)
            connection.exec_driver_sql(f"UPDATE {table} SET digest = ? {where}", (wanted, key))
    seal(connection)


def downgrade() -> None:
    message = "a book is never taken back to an older schema"
    raise NotImplementedError(message)
