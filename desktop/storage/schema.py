"""Bringing a file's schema to the present one, by the packaged Alembic migrations."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine

from desktop.core.errors import DamagedFile
from desktop.storage.engine import SCHEMA_VERSION

SCRIPTS = Path(__file__).parent / "migrations"


def upgrade(engine: Engine, application_id: int) -> None:
    """Run the migrations that a file lacks, all in one transaction.

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
                connection.exec_driver_sql(f"PRAGMA application_id = {application_id}")
                connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")
        finally:
            raw.execute("PRAGMA foreign_keys = ON")
