"""Publishing into a real PostgreSQL: what is there then, and that it follows the book."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.core.register import Kind
from desktop.exchange.submission import leaving_fields
from desktop.publish import schema
from desktop.publish.publishing import Published
from desktop.publish.views import FIXED, columns_of, view_of
from desktop.services import receiving, submission_profiles
from desktop.services.books import Book
from desktop.services.demo import make_demo
from desktop.services.submission_rows import SubmissionRequest, tables_of
from desktop.storage.registers import SPECS
from tests.services.arriving import HALF_YEAR, Below, Sender, documents
from tests.services.rows import add

from .conftest import PASSWORD, Database

YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def test_what_was_received_is_there_and_twice_is_the_same(
    filled: Book, office: Sender, database: Database
) -> None:
    done = database.publish(filled)
    assert done == Published(offices=2, submissions=1, rows=4, new=7, changed=0, gone=0)
    assert database.ask(
        "SELECT uid, name, level, parent_uid, own FROM guongsang.offices ORDER BY own"
    ) == [
        (office.uid, office.name, "district", filled.origin, False),
        (filled.origin, filled.name, "district", None, True),
    ]
    (kept,) = receiving.received(filled)
    today = date.today()  # noqa: DTZ011 - the clerk's own calendar day
    assert database.ask(
        "SELECT digest, through, office_uid, period_from, period_to, number, made_on, received_on, "
        "trust, current, counts, figures, total FROM guongsang.submissions"
    ) == [
        (
            *(kept.digest, "", office.uid, *HALF_YEAR, 1, kept.made_on, today, "new", True, True),
            *({"office": office.name, "documents": {"issued": 1}}, None),
        )
    ]
    found = database.rows("documents")
    first = found[documents(1)[0]["uid"]]
    assert (first["row_office"], first["row_digest"]) == (office.uid, kept.digest)
    assert (first["number"], first["on"], first["row_title"]) == (
        "1-KH/BTG",
        "2026-03-01",
        "1-KH/BTG",
    )
    assert len(found) == 3

    before = database.state()
    assert database.publish(filled) == Published(2, 1, 4, new=0, changed=0, gone=0)
    assert database.state() == before
    assert database.ask("SELECT version, office_uid, with_own FROM guongsang.version") == [
        (schema.VERSION, filled.origin, False)
    ]


def test_the_columns_have_the_types_of_the_declared_fields(
    book: Book, office: Sender, database: Database, tmp_path: Path
) -> None:
    sent: dict[str, list[dict[str, Any]]] = {
        "pledges": [{"uid": "p", "year": 2026, "renounces": 1}, {"uid": "q", "renounces": 0}],
        "yearly_ratings": [
            {"uid": "y", "rated_kind": "unit", "points": 9850, "period_to": "2025-12-31"}
        ],
        "members": [{"uid": "m", "birth_date": "1975-05"}],
    }
    receiving.receive(book, office.send(tmp_path / "1.gsnop", sent), accept=True)
    database.publish(book)
    (rating,) = database.ask("SELECT points, period_to FROM guongsang.register_yearly_ratings")
    assert rating == (Decimal("98.50"), date(2025, 12, 31))
    assert database.ask(
        "SELECT year, renounces FROM guongsang.register_pledges ORDER BY row_uid"
    ) == [(2026, True), (None, False)]
    assert database.ask("SELECT birth_date FROM guongsang.register_members") == [("1975-05",)]
    types = {
        "bigint": (Kind.INTEGER, Kind.MONEY),
        "numeric": (Kind.POINTS,),
        "boolean": (Kind.BOOLEAN,),
        "date": (Kind.DATE,),
    }
    there = database.ask(
        "SELECT table_name, column_name, data_type FROM information_schema.columns "
        "WHERE table_schema = 'guongsang' AND table_name LIKE 'register\\_%'"
    )
    declared = {
        (view_of(spec.name), one.name): next(
            (name for name, kinds in types.items() if one.kind in kinds), "text"
        )
        for spec in SPECS.values()
        if spec.travels
        for one in leaving_fields(spec, personal=True)
    }
    found = {(view, column): kind for view, column, kind in there if column not in FIXED}
    assert found == declared
    heading = "SELECT col_description('guongsang.register_documents'::regclass, attnum) FROM "
    assert database.ask(
        heading + "pg_attribute WHERE attrelid = 'guongsang.register_documents'::regclass "
        "AND attname = 'issuer'"
    ) == [(SPECS["documents"].by_name["issuer"].heading,)]


def test_no_field_is_called_as_a_column_of_every_view() -> None:
    assert not [
        one.name for one in SPECS.values() if one.travels and FIXED.keys() & columns_of(one)
    ]


def test_changed_and_gone_rows_follow_and_come_back(
    filled: Book, office: Sender, database: Database, tmp_path: Path
) -> None:
    database.publish(filled)
    first = database.state()
    again = [*documents(1), *documents(1, start=1, word="Hướng dẫn"), *documents(2, start=7)]
    path = office.send(tmp_path / "2.gsnop", {"documents": again}, number=2)
    done = receiving.receive(filled, path).value
    # two documents and the submission are new; of the four rows one is another and two are gone;
    # every row that stayed has another digest, and the old submission no longer counts
    assert database.publish(filled) == Published(2, 2, 4, new=3, changed=3, gone=2)
    found = database.rows("documents")
    assert sorted(one["abstract"] for one in found.values()) == [
        *("Hướng dẫn số 2", "Kế hoạch số 1", "Kế hoạch số 8", "Kế hoạch số 9"),
    ]
    assert database.rows("units") == {}
    counted = database.ask(
        "SELECT number, current, counts FROM guongsang.submissions ORDER BY number"
    )
    assert counted == [(1, False, False), (2, True, True)]
    receiving.take_out(filled, [done.id])
    database.publish(filled)
    assert database.state() == first


def test_what_came_inside_another_is_counted_once(
    book: Book, database: Database, tmp_path: Path
) -> None:
    commune = Sender("Đảng ủy xã Long Sơn", "commune")
    direct = commune.send(tmp_path / "xã.gsnop", {"documents": documents(2)})
    receiving.receive(book, direct, accept=True)
    below = Below(
        *(commune.uid, commune.name, "p-1"),
        rows={"documents": [{**documents(1)[0], "abstract": "Bản đi cùng"}]},
        figures={"documents": {"issued": 3}},
    )
    province = Sender("Tỉnh ủy Trà Vinh", "province")
    path = province.send(tmp_path / "tỉnh.gsnop", below=[below], total={"documents": {"issued": 4}})
    receiving.receive(book, path, accept=True)
    database.publish(book)
    carrier = receiving.received(book)
    digests = {one.office_uid: one.digest for one in carrier if one.through_id is None}
    listed = database.ask(
        "SELECT office_uid, through, current, counts FROM guongsang.submissions ORDER BY through, 1"
    )
    assert sorted(listed) == sorted(
        [
            (commune.uid, "", True, False),
            (province.uid, "", True, True),
            (commune.uid, digests[province.uid], True, True),
        ]
    )
    added = (
        "SELECT sum((coalesce(total, figures) #>> '{documents,issued}')::integer) "
        "FROM guongsang.submissions WHERE counts AND through = ''"
    )
    assert database.ask(added) == [(4,)]
    assert [one["abstract"] for one in database.rows("documents").values()] == ["Bản đi cùng"]


def test_of_a_row_of_two_periods_the_latest_is_there(
    filled: Book, office: Sender, database: Database, tmp_path: Path
) -> None:
    later = documents(1, word="Kế hoạch sửa")
    path = office.send(tmp_path / "năm.gsnop", {"documents": later}, period=YEAR)
    receiving.receive(filled, path)
    assert database.publish(filled).rows == 4
    found = sorted(one["abstract"] for one in database.rows("documents").values())
    assert found == ["Kế hoạch số 2", "Kế hoạch số 3", "Kế hoạch sửa số 1"]


def test_own_rows_only_when_asked_and_as_they_would_be_sent(
    database: Database, tmp_path: Path
) -> None:
    book = make_demo(tmp_path / "mẫu.gsdb", members=10, today=date(2026, 6, 1))
    try:
        assert database.publish(book).rows == 0
        done = database.publish(book, with_own=True)
        with book.read() as session:
            tables = tables_of(session, SubmissionRequest(date.min, date.max), None)
        counts = {one.name: len(one.rows) for one in tables if one.rows}
        assert done.rows == sum(counts.values())
        found = database.ask("SELECT register, count(*) FROM guongsang.rows GROUP BY 1")
        assert dict(found) == counts
        assert counts["pledges"]
        assert counts["awards"]
        # persons are named in the commendations alone, and no member goes
        personal = {
            name: [one.name for one in SPECS[name].fields if one.personal] for name in counts
        }
        for register, fields in personal.items():
            held = database.ask(
                "SELECT DISTINCT jsonb_object_keys(content) FROM guongsang.rows "
                "WHERE register = %s",
                register,
            )
            names = {one for (one,) in held} & set(fields)
            assert register in ("awards", "rounds", "decisions") or not names, register
        assert "members" not in counts
        assert {one for (one,) in database.ask("SELECT DISTINCT digest FROM guongsang.rows")} == {
            None
        }
        (titled,) = database.ask(
            "SELECT count(*) FROM guongsang.register_models WHERE row_title = name"
        )
        assert titled == (counts["models"],)
        assert database.publish(book, with_own=True).new == 0
        assert database.publish(book).gone == done.rows
    finally:
        book.close()


def test_own_rows_are_those_of_the_profile_used_by_default(book: Book, database: Database) -> None:
    add(book, "documents", number="1-KH/BTG", issuer="Ban Tuyên giáo", direction="issued")
    add(book, "models", name="Tổ tự quản", registered_on=date(2020, 1, 1))
    database.publish(book, with_own=True)
    assert database.rows("documents")
    assert database.rows("models")
    chosen = SubmissionRequest(*YEAR, registers=("documents",))
    submission_profiles.save_profile(book, "Chỉ văn bản", chosen, main=True)
    database.publish(book, with_own=True)
    assert database.rows("documents")
    assert database.rows("models") == {}


def test_texts_and_values_that_a_database_would_refuse(
    book: Book, office: Sender, database: Database, tmp_path: Path
) -> None:
    words = "Dấu \\u0000 \\ \" ' \t\n \x01\x7f\u2028 😀 ễ\u0302 $$ {0} %s :x"
    sent = [
        {"uid": "d1", "number": "1", "on": "2026-02-29", "abstract": words},
        {"uid": "d2", "number": "2\x00b", "on": "hôm qua", "abstract": "\\N"},
        {"uid": "d3", "number": "3", "on": "2024-02-29", "abstract": "\\."},
    ]
    rated = [{"uid": "y", "points": 2**63 - 1, "rated_kind": "unit"}]
    path = office.send(tmp_path / "1.gsnop", {"documents": sent, "yearly_ratings": rated})
    receiving.receive(book, path, accept=True)
    database.publish(book)
    found = database.rows("documents")
    assert {uid: one["on"] for uid, one in found.items()} == {
        "d1": None,
        "d2": None,
        "d3": "2024-02-29",
    }
    assert [found[one]["abstract"] for one in ("d1", "d2", "d3")] == [words, "\\N", "\\."]
    assert (found["d2"]["number"], found["d2"]["row_title"]) == ("2b", "2b")
    whole = database.ask("SELECT content ->> 'on' FROM guongsang.rows WHERE uid = 'd2'")
    assert whole == [("hôm qua",)]
    assert database.ask("SELECT points FROM guongsang.register_yearly_ratings") == [
        (Decimal(2**63 - 1) / 100,)
    ]


def test_dates_and_numbers_are_read_as_python_reads_them(book: Book, database: Database) -> None:
    database.publish(book)

    def day(text: str) -> date | None:
        try:
            found = date.fromisoformat(text)
        except ValueError:
            return None
        return found if found.isoformat() == text else None

    days = st.one_of(
        st.dates().map(date.isoformat),
        st.from_regex(r"\A[0-9]{4}-[0-3][0-9]-[0-3][0-9]\Z"),
        st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=12),
    )
    values = st.one_of(st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.none())
    with psycopg.connect(
        host=str(database.folder), dbname=database.name, user="owner", password=PASSWORD
    ) as connection:

        @settings(max_examples=60)
        @given(st.lists(days, min_size=1), st.lists(values, min_size=1))
        def same(texts: list[str], numbers: list[Any]) -> None:
            read = "SELECT guongsang.as_date(one) FROM unnest(%s::text[]) WITH ORDINALITY AS t(one)"
            assert [one for (one,) in connection.execute(read, (texts,))] == list(map(day, texts))
            read = (
                "SELECT guongsang.as_integer(one), guongsang.as_boolean(one) "
                "FROM jsonb_array_elements(%s::jsonb) AS t(one)"
            )
            for value, (whole, yes) in zip(
                numbers, connection.execute(read, (json.dumps(numbers),)), strict=True
            ):
                exact = None if value is None else Decimal(json.dumps(value))
                fits = (
                    exact is not None
                    and exact == exact.to_integral_value()
                    and -(2**63) <= exact < 2**63
                )
                assert whole == (int(exact) if exact is not None and fits else None)
                assert yes == {1: True, 0: False}.get(value)

        same()
