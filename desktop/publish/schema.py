"""The schema `guongsang` in PostgreSQL, version 1: stable, to be read by any tool.

What is published is what the book holds at the moment; each publication brings the whole to that
state in one transaction. Nobody else should write here: it would be taken back the next time.

- `version`, one row: `version` of this schema, `office_uid` and `office_name` of the book,
  `program_version`, `with_own` (whether the office's own rows are here), `published_at`.
- `offices` (key `uid`): the own office (`own`) and every one that the book knows: `name`, `level`
  (base, commune, district, province, central), `parent_uid` (may be one that isn't here),
  `sends_from` (from this day it has to send something).
- `submissions` (key `digest`, `through`): what was received and not taken out. `office_uid`;
  `period_from` and `period_to`, both days within it; `number` within office and period;
  `made_on`, `received_on`; `trust` of the signature, `answer`, `answered_on`, `profile`.
  `through` is the digest of the higher office's submission it came inside, '' when it came
  directly. `current`: the latest of its office and period. `counts`: its figures and rows are
  to be counted (`desktop.services.receiving_states` has the rule). `figures`: the office's own
  figures as the command `figures --json` tells them, `total`: with those of the offices below it,
  NULL where there are none; rates can't be added, they follow from the sums. Added up over all
  offices is `coalesce(total, figures)` of those with `counts AND through = ''`.
- `rows` (key `office_uid`, `register`, `uid`): the rows of the submissions that count, each as
  in the latest period it was sent in; `digest` is its submission's, NULL for an own row. `title`
  is what the row is called, `content` its fields as in a submission (points are hundredths, yes
  and no are 1 and 0, references are uids).
- one view `register_<register>` for each register that may be sent: `row_office`, `row_uid`,
  `row_digest`, `row_title`, then its declared fields as text, bigint, numeric, boolean or date.
  A choice is its stored word, a reference the `row_uid` of a row of the same office, a date of
  which only the year or month is known a text. What is no such value is NULL; `content` has it.
  A field's description is its Vietnamese heading. Later versions of the program add columns at
  the end of a view and never take one away.
- functions `as_integer`, `as_points`, `as_boolean`, `as_date`, which the views use.

A change of the tables is a new version of the schema. Who may read is up to the database: nothing
is granted here.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    MetaData,
    Table,
    Text,
)
from sqlalchemy.dialects.postgresql import JSONB

SCHEMA: Final = "guongsang"
VERSION: Final = 1
"""The version of the schema that this program writes."""

METADATA: Final = MetaData(schema=SCHEMA)

version = Table(
    "version",
    METADATA,
    Column("version", BigInteger, primary_key=True, autoincrement=False),
    Column("office_uid", Text, nullable=False),
    Column("office_name", Text, nullable=False),
    Column("program_version", Text, nullable=False),
    Column("with_own", Boolean, nullable=False),
    Column("published_at", DateTime(timezone=True), nullable=False),
    comment="Gương Sáng: what was published here, from which book, when",
)
offices = Table(
    "offices",
    METADATA,
    Column("uid", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("level", Text),
    Column("parent_uid", Text),
    Column("own", Boolean, nullable=False),
    Column("sends_from", Date),
    Index("offices_parent", "parent_uid"),
    comment="Cơ quan",
)
submissions = Table(
    "submissions",
    METADATA,
    Column("digest", Text, primary_key=True),
    Column("through", Text, primary_key=True),
    Column("office_uid", Text, ForeignKey(offices.c.uid), nullable=False),
    Column("period_from", Date, nullable=False),
    Column("period_to", Date, nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("made_on", Date, nullable=False),
    Column("received_on", Date, nullable=False),
    Column("trust", Text),
    Column("answer", Text),
    Column("answered_on", Date),
    Column("profile", Text),
    Column("current", Boolean, nullable=False),
    Column("counts", Boolean, nullable=False),
    Column("figures", JSONB),
    Column("total", JSONB),
    Index("submissions_office", "office_uid", "period_to"),
    Index("submissions_period", "period_from", "period_to"),
    comment="Bộ dữ liệu đã nhận",
)
rows = Table(
    "rows",
    METADATA,
    Column("office_uid", Text, ForeignKey(offices.c.uid), primary_key=True),
    Column("register", Text, primary_key=True),
    Column("uid", Text, primary_key=True),
    Column("digest", Text),
    Column("title", Text),
    Column("content", JSONB, nullable=False),
    Index("rows_register", "register", "office_uid"),
    Index("rows_digest", "digest"),
    comment="Bản ghi của các cơ quan",
)
PUBLISHED: Final = (offices, submissions, rows)
"""What is brought up to date, in the order in which rows may be added."""

FUNCTIONS: Final = (
    f"""
CREATE FUNCTION {SCHEMA}.as_integer(value jsonb) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT CASE WHEN jsonb_typeof(value) = 'number' THEN
    CASE WHEN value::numeric = trunc(value::numeric) AND value::numeric
        BETWEEN -9223372036854775808 AND 9223372036854775807 THEN value::bigint END END
$$""",
    f"""
CREATE FUNCTION {SCHEMA}.as_points(value jsonb) RETURNS numeric
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT CASE WHEN jsonb_typeof(value) = 'number' THEN round(value::numeric * 0.01, 2) END
$$""",
    f"""
CREATE FUNCTION {SCHEMA}.as_boolean(value jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT CASE value WHEN '1' THEN true WHEN '0' THEN false END
$$""",
    # a day that there isn't would break the view for everybody
    rf"""
CREATE FUNCTION {SCHEMA}.as_date(value text) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT CASE WHEN value ~ '^(?!0000)[0-9]{{4}}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$' THEN
    CASE WHEN right(value, 2)::integer <= CASE
            WHEN substr(value, 6, 2) IN ('04', '06', '09', '11') THEN 30
            WHEN substr(value, 6, 2) <> '02' THEN 31
            WHEN left(value, 4)::integer % 400 = 0 OR (left(value, 4)::integer % 4 = 0
                AND left(value, 4)::integer % 100 <> 0) THEN 29
            ELSE 28 END
        THEN make_date(left(value, 4)::integer, substr(value, 6, 2)::integer,
            right(value, 2)::integer) END END
$$""",
)
