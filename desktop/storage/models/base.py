"""The base of every register's model, and `field`, which declares a column once for all uses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, ClassVar, cast
from uuid import uuid4

from sqlalchemy import (
    Boolean,
    Date,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Text,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedColumn, declared_attr, mapped_column
from sqlalchemy.types import TypeDecorator, TypeEngine

from desktop.core.register import Field, Kind, RegisterSpec, Term, choices_of

KEYED = frozenset({Kind.TEXT, Kind.LONG_TEXT, Kind.NAME, Kind.LABEL, Kind.CHOICE, Kind.REFERENCE})
"""Kinds whose stored value does not sort as the clerk expects and has a key column beside it."""

_NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


def now() -> str:
    """Return the present moment as ISO text in UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def new_uid() -> str:
    """Return a random identity for a row; it says nothing about the row."""
    return str(uuid4())


class Hundredths(TypeDecorator[Decimal]):
    """A Decimal with two places, kept as a whole number of hundredths."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        """Turn the Decimal into hundredths, half up."""
        if value is None:
            return None
        return int((Decimal(value) * 100).to_integral_value(ROUND_HALF_UP))

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        """Turn hundredths into the Decimal."""
        return None if value is None else Decimal(value) / 100


_TYPES: Mapping[Kind, type[TypeEngine[Any]]] = {
    Kind.TEXT: Text,
    Kind.LONG_TEXT: Text,
    Kind.NAME: Text,
    Kind.LABEL: Text,
    Kind.CHOICE: Text,
    Kind.PARTIAL_DATE: Text,
    Kind.INTEGER: Integer,
    Kind.MONEY: Integer,
    Kind.POINTS: Hundredths,
    Kind.BOOLEAN: Boolean,
    Kind.DATE: Date,
    Kind.REFERENCE: Integer,
    Kind.BYTES: LargeBinary,
}


def field(
    kind: Kind,
    label: str,
    heading: str,
    *,
    terms: type[Term] | None = None,
    reference: str | None = None,
    required: bool = False,
    default: Any = None,
    **declared: Any,
) -> MappedColumn[Any]:
    """Declare a column of a register; `declared` are the other attributes of `Field`.

    A reference becomes a foreign key; deleting the row referred to is refused by SQLite.
    """
    described = Field(
        name="",
        label=label,
        heading=heading,
        kind=kind,
        required=required,
        choices=choices_of(terms) if terms else (),
        reference=reference,
        default=default,
        **declared,
    )
    arguments: list[Any] = [_TYPES[kind]]
    if kind is Kind.REFERENCE:
        arguments.append(ForeignKey(f"{reference}.id"))
    keep = kind is Kind.BOOLEAN or required
    return mapped_column(
        *arguments,
        nullable=not keep,
        default=False if kind is Kind.BOOLEAN and default is None else default,
        info={"field": described},
        # file contents are read only when asked for
        deferred=kind is Kind.BYTES,
    )


def declared_field(column: MappedColumn[Any]) -> Field | None:
    """Return the declaration that `field` put into a column, or None for house-keeping ones."""
    return cast("Field | None", column.column.info.get("field"))


class Base(DeclarativeBase):
    """Every table of the book."""

    metadata = MetaData(naming_convention=_NAMING)


class Kept(Base):
    """A register's row: identity, dates, revision, origin, recycle bin, hash, search text.

    Key columns (`<field>_key`) and the indices that let every column be sorted are added here,
    from the declaration.
    """

    __abstract__ = True
    __register__: ClassVar[RegisterSpec]

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    uid: Mapped[str] = mapped_column(Text, unique=True, default=new_uid)
    created_at: Mapped[str] = mapped_column(Text, default=now)
    updated_at: Mapped[str] = mapped_column(Text, default=now)
    revision: Mapped[int] = mapped_column(Integer)
    origin: Mapped[str] = mapped_column(Text, default="")
    deleted_at: Mapped[str | None] = mapped_column(Text)
    content_hash: Mapped[bytes] = mapped_column(LargeBinary)
    search_text: Mapped[str] = mapped_column(Text, default="")

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        """Count revisions, so that a stale write is noticed."""
        return {"version_id_col": cls.revision}

    def __init_subclass__(cls, **options: Any) -> None:
        """Complete the declaration: name its fields, add key columns and indices."""
        declaration: RegisterSpec | None = cls.__dict__.get("__register__")
        if declaration is None:
            super().__init_subclass__(**options)
            return
        cls.__tablename__ = declaration.name
        fields: list[Field] = []
        live = text("deleted_at IS NULL")
        indices: list[Index] = []
        for name, column in list(cls.__dict__.items()):
            if not isinstance(column, MappedColumn):
                continue
            described = declared_field(column)
            if described is None:
                continue
            described = replace(described, name=name)
            column.column.info["field"] = described
            fields.append(described)
            ordered = sort_column(described)
            if ordered != name:
                setattr(cls, ordered, mapped_column(LargeBinary, deferred=True))
            if described.kind is not Kind.BYTES:
                indices.append(
                    Index(f"ix_{declaration.name}_{ordered}", ordered, sqlite_where=live)
                )
            if described.kind is Kind.REFERENCE:
                indices.append(Index(f"ix_{declaration.name}_{name}", name))
        if declaration.lead is not None:
            first = [declaration.parent] if declaration.parent is not None else []
            (last,) = (one for one in fields if one.name == declaration.sort[0])
            columns = (*first, declaration.lead, sort_column(last))
            name = f"ix_{declaration.name}_{declaration.lead}_first"
            indices.append(Index(name, *columns, sqlite_where=live))
        cls.__register__ = replace(declaration, fields=tuple(fields))
        cls.__table_args__ = (*indices, {"sqlite_autoincrement": True})
        super().__init_subclass__(**options)


def sort_column(described: Field) -> str:
    """Return the name of the column by which a field sorts."""
    return f"{described.name}_key" if described.kind in KEYED else described.name


def register(
    name: str,
    label: str,
    heading: str,
    singular: str,
    singular_heading: str,
    *,
    identity: tuple[tuple[str, ...], ...] = (),
    title: str,
    sort: str | None = None,
    descending: bool = False,
    lead: str | None = None,
    then: str | None = None,
    **declared: Any,
) -> RegisterSpec:
    """Declare a register; its fields are added from the model's columns.

    Raises `ValueError` for rows that lead in a descending order, or in one with a second key:
    nothing here needs it.
    """
    if lead is not None and (descending or then is not None):
        raise ValueError(name)
    return RegisterSpec(
        name=name,
        label=label,
        heading=heading,
        singular=singular,
        singular_heading=singular_heading,
        fields=(),
        identity=identity,
        title=title,
        sort=(sort or title, descending),
        lead=lead,
        then=then,
        **declared,
    )
