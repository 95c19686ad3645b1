"""In place of what Alembic has for databases other than SQLite (0.5 MB with SQLAlchemy's part).

Its package imports them all; what is called of them is nothing (guongsang.spec).
"""

import sys
import types

for _name in ("mssql", "mysql", "oracle", "postgresql"):
    sys.modules.setdefault(f"alembic.ddl.{_name}", types.ModuleType(f"alembic.ddl.{_name}"))
