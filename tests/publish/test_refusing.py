"""Publishing: what is refused, what is left alone, and what a stop half way leaves."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import psycopg
import pytest

from desktop.core.errors import EnvironmentProblem, NotWritable, UserProblem
from desktop.publish import publishing, schema
from desktop.publish.connecting import engine_of
from desktop.publish.publishing import publish
from desktop.publish.views import FIXED, columns_of
from desktop.services import books, receiving
from desktop.services.books import Book, OfficeSetup
from desktop.storage.registers import SPECS
from tests.services.arriving import Sender, documents

from .conftest import PASSWORD, Database


def test_a_newer_schema_is_refused_and_left_as_it_is(filled: Book, database: Database) -> None:
    database.publish(filled)
    database.ask("UPDATE guongsang.version SET version = %s", schema.VERSION + 1)
    database.ask("DELETE FROM guongsang.rows")
    before = database.state()
    with pytest.raises(UserProblem, match="bản mới hơn"):
        database.publish(filled)
    assert database.state() == before


@pytest.mark.parametrize(
    "theirs",
    [
        "CREATE TABLE guongsang.salaries (name text)",
        "CREATE TABLE guongsang.version (version text)",
        "CREATE FUNCTION guongsang.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE TYPE guongsang.colour AS ENUM ('red')",
        (
            "CREATE TABLE guongsang.version (version int, office_uid text, office_name text); "
            "CREATE TABLE guongsang.offices (x int); CREATE TABLE guongsang.submissions (x int); "
            "CREATE TABLE guongsang.rows (x int)"
        ),
    ],
)
def test_what_is_not_ours_is_not_touched(filled: Book, database: Database, theirs: str) -> None:
    database.ask("CREATE SCHEMA guongsang")
    database.ask(theirs)
    listed = (
        "SELECT relname, relkind FROM pg_class WHERE relnamespace = 'guongsang'::regnamespace "
        "ORDER BY 1"
    )
    before = database.ask(listed)
    with pytest.raises(UserProblem, match="không phải do chương trình này lập"):
        database.publish(filled)
    assert database.ask(listed) == before


def test_an_empty_schema_made_beforehand_and_other_schemas_are_no_hindrance(
    filled: Book, database: Database
) -> None:
    database.ask("CREATE SCHEMA guongsang; CREATE TABLE public.rows (x int)")
    database.ask("INSERT INTO public.rows VALUES (1)")
    assert database.publish(filled).rows == 4
    assert database.ask("SELECT * FROM public.rows") == [(1,)]


def test_a_database_holds_one_book(filled: Book, database: Database, tmp_path: Path) -> None:
    database.publish(filled)
    before = database.state()
    setup = OfficeSetup("Ban Tuyên giáo Tỉnh ủy", "province", "Trà Vinh")
    other = books.create_book(tmp_path / "khác.gsdb", setup)
    try:
        with pytest.raises(UserProblem, match=filled.name):
            database.publish(other)
    finally:
        other.close()
    assert database.state() == before


def test_views_that_others_built_on_go_on_working(filled: Book, database: Database) -> None:
    database.publish(filled)
    database.ask("DROP VIEW guongsang.register_documents")
    # as an older version may have made it: one field fewer, and one that is declared no longer
    database.ask(
        "CREATE VIEW guongsang.register_documents AS SELECT office_uid AS row_office, "
        "uid AS row_uid, digest AS row_digest, title AS row_title, "
        "guongsang.as_integer(content -> 'once') AS once, content ->> 'number' AS number "
        "FROM guongsang.rows WHERE register = 'documents'"
    )
    database.ask("CREATE VIEW public.ours AS SELECT number, once FROM guongsang.register_documents")
    database.publish(filled)
    columns = database.ask(
        "SELECT attname FROM pg_attribute "
        "WHERE attrelid = 'guongsang.register_documents'::regclass ORDER BY attnum"
    )
    names = [one for (one,) in columns]
    assert names[:6] == [*FIXED, "once", "number"]
    assert set(columns_of(SPECS["documents"])) <= set(names)
    assert sorted(database.ask("SELECT * FROM public.ours")) == [
        *((f"{place}-KH/BTG", None) for place in (1, 2, 3))
    ]


def test_a_view_of_somebody_else_is_not_replaced(filled: Book, database: Database) -> None:
    database.publish(filled)
    database.ask("DROP VIEW guongsang.register_documents")
    database.ask("CREATE VIEW guongsang.register_documents AS SELECT 1::smallint AS mine")
    before = database.state()
    with pytest.raises(UserProblem, match="register_documents"):
        database.publish(filled)
    assert database.state() == before
    assert database.ask("SELECT * FROM guongsang.register_documents") == [(1,)]


def test_one_at_a_time(filled: Book, database: Database) -> None:
    with psycopg.connect(
        host=str(database.folder), dbname=database.name, user="owner", password=PASSWORD
    ) as other:
        other.execute("SELECT pg_advisory_xact_lock(%s)", (publishing._LOCK,))
        with pytest.raises(UserProblem, match="đang chạy"):
            database.publish(filled)
    assert database.publish(filled).rows == 4


def test_a_connection_lost_half_way_leaves_the_state_before(
    filled: Book, office: Sender, database: Database, tmp_path: Path
) -> None:
    database.publish(filled)
    before = database.state()
    path = office.send(tmp_path / "2.gsnop", {"documents": documents(1)}, number=2)
    receiving.receive(filled, path)
    with psycopg.connect(
        host=str(database.folder), dbname=database.name, user="owner", password=PASSWORD
    ) as other:
        # a reader that holds a row: the publication waits in the middle of its changes
        other.execute("SELECT 1 FROM guongsang.rows LIMIT 1 FOR UPDATE")
        raised: list[BaseException] = []

        def work() -> None:
            try:
                database.publish(filled)
            except EnvironmentProblem as problem:
                raised.append(problem)

        thread = threading.Thread(target=work)
        thread.start()
        waiting = (
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock' "
            "AND application_name = 'guongsang-publish' AND datname = current_database()"
        )
        while not database.ask(waiting) and thread.is_alive():
            time.sleep(0.02)
        thread.join()
    assert [type(one) for one in raised] == [EnvironmentProblem]
    assert database.state() == before
    assert database.publish(filled).rows == 1


def test_an_account_without_rights_is_told_so(filled: Book, database: Database) -> None:
    # a password of its own, or it could not come in at all
    name = f"reader_{database.name}"
    database.ask(f"CREATE ROLE {name} LOGIN PASSWORD '{PASSWORD}'")
    reader = engine_of(Database(database.folder, database.name, name).url, PASSWORD)
    with pytest.raises(NotWritable, match="không có quyền ghi"):
        publish(filled, reader)
    database.publish(filled)
    database.ask(f"GRANT USAGE ON SCHEMA guongsang TO {name}")
    database.ask(f"GRANT SELECT ON ALL TABLES IN SCHEMA guongsang TO {name}")
    assert len(database.ask("SELECT * FROM guongsang.register_documents", user=name)) == 3
    with pytest.raises(NotWritable, match="không có quyền ghi"):
        publish(filled, reader)


def test_a_database_that_keeps_no_vietnamese_is_refused(filled: Book, database: Database) -> None:
    with psycopg.connect(
        host=str(database.folder), dbname="postgres", user="owner", password=PASSWORD,
        autocommit=True,
    ) as connection:  # fmt: skip
        connection.execute(
            f"CREATE DATABASE {database.name}_latin TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'"
        )
    latin = Database(database.folder, f"{database.name}_latin")
    with pytest.raises(UserProblem, match="UTF8"):
        latin.publish(filled)
