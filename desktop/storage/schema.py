"""Bringing a file's schema to the present one, by the packaged Alembic migrations."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine

from desktop.core.errors import DamagedFile
from desktop.storage import seals
from desktop.storage.engine import SCHEMA_VERSION

SCRIPTS = Path(__file__).parent / "migrations"


def upgrade(engine: Engine, application_id: int) -> None:
    """Run the migrations that a file lacks, all in one transaction, and seal what is then there.

    Foreign keys are off while tables are rebuilt and checked before the commit: a rebuild with
    the keys on was seen to empty child tables. Raises `DamagedFile` when a key then points
    nowhere; nothing is changed in that case.
    """
    # imported here: most starts find the schema up to date and need no Alembic
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None  # noqa: S101 - a connection in use always has its driver
        raw.execute("PRAGMA foreign_keys = OFF")
        try:
            with connection.begin():
                config.attributes["connection"] = connection
                command.upgrade(config, "head")
                if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                    raise DamagedFile(
                        "Sổ có bản ghi trỏ tới bản ghi không tồn tại nên chưa nâng cấp được. "
                        "Hãy mở bản sao lưu gần nhất; sổ chưa bị thay đổi."
                    )
                seals.seal_all(connection)
                connection.exec_driver_sql(f"PRAGMA application_id = {application_id}")
                connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")
            seals.follow(connection)
        finally:
            raw.execute("PRAGMA foreign_keys = ON")


def search_triggers(table: str, place: int) -> list[str]:
    """Return the triggers that keep a register's search texts in the search index.

    `place` is the register's own (rowid = place * 2**40 + id). Migrations call this: what it gives
    for a register that is there never changes.
    """
    base = place << 40
    # names of our own tables, never a word of the clerk's
    remove = f"DELETE FROM search_index WHERE rowid = {base} + old.id"  # noqa: S608
    words = "(rowid, words) VALUES"
    add = f"INSERT INTO search_index {words} ({base} + new.id, new.search_text)"
    put = f"{remove}; {add}"
    changed = "WHEN old.search_text IS NOT new.search_text"
    return [
        f"CREATE TRIGGER {table}_search_add AFTER INSERT ON {table} BEGIN {add}; END",
        f"CREATE TRIGGER {table}_search_change AFTER UPDATE ON {table} {changed} BEGIN {put}; END",
        f"CREATE TRIGGER {table}_search_remove AFTER DELETE ON {table} BEGIN {remove}; END",
    ]
