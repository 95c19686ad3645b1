"""The declaration of a register as plain values, which every package reads.

A register is declared once, as its SQLAlchemy model; storage derives a `RegisterSpec` from it.
Tables, forms, filters, spreadsheets, printed lists and validation are all made from that.
Each text exists in English (`label`) for maintainers and in Vietnamese (`heading`) for the clerk,
the spreadsheets and all paper.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cached_property
from typing import Any, Self


class Kind(Enum):
    """What a field holds; decides its editor, its column type and how it is written out."""

    TEXT = "text"  # one line
    LONG_TEXT = "long_text"  # several lines
    NAME = "name"  # a person's name: sorts by given name
    INTEGER = "integer"
    MONEY = "money"  # whole đồng
    POINTS = "points"  # Decimal, two places
    BOOLEAN = "boolean"
    DATE = "date"
    PARTIAL_DATE = "partial_date"  # ISO text: '1975', '1975-05' or '1975-05-03'
    CHOICE = "choice"  # one of `choices`
    LABEL = "label"  # text from the editable list `reference` names, kept as written
    REFERENCE = "reference"  # a row of the register `reference` names
    BYTES = "bytes"  # an attachment's content


YEARS = frozenset({"year", "last_year"})
"""Numbers that are names of years: written without full stops."""


class Term(str, Enum):
    """A fixed term: the value is stored, `label` is English, `heading` is Vietnamese."""

    label: str
    heading: str

    def __new__(cls, value: str, label: str, heading: str) -> Self:
        """Make the member with its two labels."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        member.heading = heading
        return member

    def __str__(self) -> str:
        return str(self.value)


@dataclass(frozen=True)
class Choice:
    """One value of a choice field."""

    value: str
    label: str
    heading: str

    def text(self, language: str = "vi") -> str:
        """Return the label in `language`."""
        return self.heading if language == "vi" else self.label


def choices_of(terms: type[Term]) -> tuple[Choice, ...]:
    """Return the choices that an enumeration of terms offers, in its order."""
    return tuple(Choice(str(term.value), term.label, term.heading) for term in terms)


@dataclass(frozen=True)
class Field:
    """One declared field of a register."""

    name: str
    label: str
    heading: str
    kind: Kind
    required: bool = False
    choices: tuple[Choice, ...] = ()
    reference: str | None = None  # name of the register a REFERENCE or LABEL comes from
    aliases: tuple[str, ...] = ()  # other headings a spreadsheet may use
    width: int = 14  # in characters, for table, spreadsheet and paper
    leaves: bool = True  # may leave the office in a submission
    personal: bool = False  # says something about one person
    search: bool = False  # found by search as you type
    shown: bool = True  # a column that the table shows at first
    filter: bool = False  # offered as a filter above the table
    editable: bool = True  # has an editor in the form
    sheet: int | None = None  # place among the spreadsheet's first columns (DOMAIN.md)
    form: int | None = None  # place among the form's first fields: what others depend on
    group: str = ""  # heading of the form's section, Vietnamese
    group_label: str = ""  # the same in English
    hint: str = ""  # one Vietnamese sentence under the editor
    person_when: tuple[str, tuple[str, ...]] = ("", ())
    """Of a NAME that may also be a collective's: the field that tells, and its values for a
    person. A person is sorted by given name, a collective as it is written."""
    since: int = 1
    """The schema that brought the field to a register that was there before: without a value it
    leaves a row's hash as it was then."""
    pattern: str = ""  # a regular expression that only warns
    minimum: int | None = None
    maximum: int | None = None  # of a text: the most characters, when not the usual
    default: Any = None
    dated_by: str = ""
    """Of a choice: the field with the day since when it holds; a change has another day."""
    computed_from: tuple[str, ...] = ()
    """Of a computed column (`RegisterSpec.computed`): the registers it is worked out from."""

    def text(self, language: str = "vi") -> str:
        """Return the label in `language`."""
        return self.heading if language == "vi" else self.label

    @cached_property
    def choice_headings(self) -> Mapping[str, str]:
        """Vietnamese label of each choice by its stored value."""
        return {choice.value: choice.heading for choice in self.choices}


@dataclass(frozen=True)
class RegisterSpec:
    """A register: its fields in order, its identity, and how its rows are named."""

    name: str  # table name, plural: 'members'
    label: str  # English, plural
    heading: str  # Vietnamese, as on the tab
    singular: str  # English, one row
    singular_heading: str  # Vietnamese, one row
    fields: tuple[Field, ...]
    identity: tuple[tuple[str, ...], ...]  # alternatives, the first whose fields are all known
    title: str  # the field that names a row in lists and references
    sort: tuple[str, bool]  # field name, descending
    lead: str | None = None  # BOOLEAN field whose rows come first in that order: 'heads first'
    then: str | None = None  # required field that orders rows equal in it, ascending
    parent: str | None = None  # field that refers to the owning row, for child registers
    travels: bool = True  # has rows that may be sent upward
    period: str | None = None  # the date field by which rows belong to a period
    unit: str | None = None  # the field that ties a row to a unit (for 'unit with its subtree')
    empty: str = ""  # what an empty page tells the clerk to do, Vietnamese
    computed: tuple[Field, ...] = ()
    """Columns of words that no row stores; a table shows and filters by them, nothing sorts."""

    @cached_property
    def columns(self) -> Mapping[str, Field]:
        """What can be a column of a table, by name: fields, then what is computed."""
        stored = (one for one in self.fields if one.kind is not Kind.BYTES)
        return {one.name: one for one in (*stored, *self.computed)}

    @cached_property
    def by_name(self) -> Mapping[str, Field]:
        """The fields by their names."""
        return {one.name: one for one in self.fields}

    @cached_property
    def sheet_fields(self) -> tuple[Field, ...]:
        """Fields in spreadsheet order: DOMAIN.md's columns first, then the others."""
        ordered = [one for one in self.fields if one.sheet is not None]
        ordered.sort(key=lambda one: one.sheet or 0)
        rest = [one for one in self.fields if one.sheet is None and one.kind is not Kind.BYTES]
        return (*ordered, *rest)

    @cached_property
    def form_fields(self) -> tuple[Field, ...]:
        """Fields in the order in which a form asks for them: those with a place first."""
        last = len(self.fields)
        return tuple(sorted(self.fields, key=lambda one: last if one.form is None else one.form))

    @cached_property
    def searched(self) -> tuple[Field, ...]:
        """Fields that search as you type looks at."""
        return tuple(one for one in self.fields if one.search)

    @cached_property
    def filters(self) -> tuple[Field, ...]:
        """Fields offered as filters."""
        return tuple(one for one in (*self.fields, *self.computed) if one.filter)


@dataclass(frozen=True)
class Query:
    """What a page of a register asks for."""

    register: str
    search: str = ""
    filters: Mapping[str, Any] = field(default_factory=dict)
    """Field name to a value, or a tuple of values (any of them). The key 'year' filters by the
    register's period date; the unit field takes a unit with its subtree."""
    sort: str | None = None
    """Field name; the register's own order when None, or when it is that order's own field and
    direction. Only the own order has rows that lead."""
    descending: bool = False
    deleted: bool = False  # the recycle bin instead of the register


@dataclass(frozen=True)
class Row:
    """One row as read: stored values by field name, and the words of its references."""

    id: int
    uid: str
    revision: int
    values: Mapping[str, Any]
    labels: Mapping[str, str]  # REFERENCE fields: what the referred row is called
    deleted: bool = False
    origin: str = ""
    computed: Mapping[str, str] = field(default_factory=dict)  # words of the computed columns


Value = str | int | bool | Decimal | date | bytes | None
