"""The views, one a register: the declared fields of its rows as typed columns.

A view is made anew only when a field was added to its register, and then keeps every column that
it had, in its place: views that others built on it go on working.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, Final

from psycopg import sql

from desktop.core.errors import UserProblem
from desktop.core.register import Kind, RegisterSpec
from desktop.exchange.submission import leaving_fields
from desktop.publish.schema import SCHEMA
from desktop.storage.registers import SPECS

FIXED: Final = {
    "row_office": "office_uid",
    "row_uid": "uid",
    "row_digest": "digest",
    "row_title": "title",
}
"""The first columns of every view, and what of `rows` they are."""

_TYPES: Final = {
    Kind.INTEGER: "bigint",
    Kind.MONEY: "bigint",
    Kind.POINTS: "numeric",
    Kind.BOOLEAN: "boolean",
    Kind.DATE: "date",
}
_VALUES: Final = {
    "text": sql.SQL("content ->> {name}"),
    "bigint": sql.SQL("{schema}.as_integer(content -> {name})"),
    "numeric": sql.SQL("{schema}.as_points(content -> {name})"),
    "boolean": sql.SQL("{schema}.as_boolean(content -> {name})"),
    "date": sql.SQL("{schema}.as_date(content ->> {name})"),
}
_THERE: Final = """
SELECT relation.relname, part.attname, format_type(part.atttypid, NULL)
FROM pg_catalog.pg_class AS relation
JOIN pg_catalog.pg_namespace AS place ON place.oid = relation.relnamespace
JOIN pg_catalog.pg_attribute AS part ON part.attrelid = relation.oid
WHERE place.nspname = %s AND relation.relkind = 'v' AND part.attnum > 0
ORDER BY relation.relname, part.attnum
"""


def view_of(register: str) -> str:
    """Return the name of a register's view."""
    return f"register_{register}"


def columns_of(spec: RegisterSpec) -> dict[str, str]:
    """Return the columns that a register's fields are, with their types."""
    return {one.name: _TYPES.get(one.kind, "text") for one in leaving_fields(spec, personal=True)}


def make_views(cursor: Any) -> int:
    """Make the views that lack a column or aren't there; return how many.

    `cursor` is psycopg's. Nothing is locked when nothing is to be made. Raises `UserProblem` when
    somebody else made a view of such a name.
    """
    there: dict[str, dict[str, str]] = defaultdict(dict)
    for view, column, kind in cursor.execute(_THERE, (SCHEMA,)).fetchall():
        if column not in FIXED:
            there[view][column] = kind
    statements: list[sql.Composed] = []
    made = 0
    for spec in SPECS.values():
        before = there.get(view_of(spec.name))
        wanted = columns_of(spec)
        if not spec.travels or (before is not None and wanted.keys() <= before.keys()):
            continue
        if before is not None and not set(before.values()) <= _VALUES.keys():
            raise UserProblem(
                f"Trong lược đồ «{SCHEMA}» có khung nhìn «{view_of(spec.name)}» không phải do "
                "chương trình này lập. Hãy đổi tên khung nhìn đó rồi làm lại; chưa có gì thay đổi."
            )
        statements += _statements(spec, {**wanted, **before} if before else wanted, before)
        made += 1
    if statements:
        cursor.execute(sql.SQL(";\n").join(statements))
    return made


def _statements(
    spec: RegisterSpec, columns: Mapping[str, str], before: Mapping[str, str] | None
) -> Iterator[sql.Composed]:
    """Yield what makes a view with these columns, those of `before` first, and describes it."""
    view = sql.Identifier(SCHEMA, view_of(spec.name))
    order = list(dict.fromkeys((*(before or ()), *columns)))
    parts = [
        sql.SQL("{} AS {}").format(sql.Identifier(source), sql.Identifier(name))
        for name, source in FIXED.items()
    ]
    for name in order:
        value = _VALUES[columns[name]].format(schema=sql.Identifier(SCHEMA), name=sql.Literal(name))
        parts.append(sql.SQL("{} AS {}").format(value, sql.Identifier(name)))
    yield sql.SQL("CREATE OR REPLACE VIEW {} AS SELECT {} FROM {} WHERE register = {}").format(
        view,
        sql.SQL(", ").join(parts),
        sql.Identifier(SCHEMA, "rows"),
        sql.Literal(spec.name),
    )
    yield sql.SQL("COMMENT ON VIEW {} IS {}").format(view, sql.Literal(spec.heading))
    for name in order:
        if name in spec.by_name:
            yield sql.SQL("COMMENT ON COLUMN {} IS {}").format(
                sql.Identifier(SCHEMA, view_of(spec.name), name),
                sql.Literal(spec.by_name[name].heading),
            )
