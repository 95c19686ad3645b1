"""Reading what came from outside: signed, encrypted, of the format before, with rows from below."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.errors import (
    Cancelled,
    DamagedFile,
    ForeignFile,
    NeedsPassphrase,
    UserProblem,
    WrongPassphrase,
    WrongSignature,
)
from desktop.exchange.arrival import check_submission, is_submission, opened, read_manifest
from desktop.exchange.signing import new_key
from desktop.exchange.submission import Table, write_file
from desktop.services.books import Book, check_file
from desktop.storage.keeping import canonical

from .hostile import BASE, FIXTURES, line

ENTRIES = {
    "office_uid": "8a45b1de-631c-4cf7-af97-1f20bc1a40f1",
    "office_name": "Đảng ủy xã Kim Hòa",
    "office_level": "commune",
    "office_parent": "",
    "period_from": "2025-01-01",
    "period_to": "2025-12-31",
    "made_at": "2026-01-05T02:03:04Z",
    "program_version": "0.1.0",
    "schema_version": "5",
    "registers": '["units"]',
    "personal": "[]",
    "figures": '{"models":{"registered":3}}',
}
ROWS = [("b", "Chi bộ Hai", None), ("a", "Chi bộ Một", 5)]
UNITS = Table("units", ("uid", "name", "party_members"), frozenset({"party_members"}), ROWS)


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    def made(tables: tuple[Table, ...] = (UNITS,), key: Any = None, passphrase: Any = None,
             **entries: str) -> Path:  # fmt: skip
        folder = tmp_path / "usb"
        folder.mkdir(exist_ok=True)
        path = folder / "tệp.gsnop"
        return write_file(path, {**ENTRIES, **entries}, tables, key, passphrase).path

    return made


def test_what_is_written_is_read(write: Callable[..., Path]) -> None:
    key = new_key()
    sums = '{"study.rates":[291.5,3]}'
    path = write(key=key, number="3", replaces="ab" * 32, profile="Gửi tỉnh", total="{}", sums=sums)
    with opened(path) as arrival:
        assert arrival.trust_signature == "good"
        assert not arrival.encrypted
        assert dict(arrival.tables) == {"units": UNITS.columns}
        assert list(arrival.rows("units")) == [
            {"uid": "a", "name": "Chi bộ Một", "party_members": 5},
            {"uid": "b", "name": "Chi bộ Hai", "party_members": None},
        ]
        said = arrival.manifest
        with pytest.raises(sqlcipher3.dbapi2.OperationalError):
            arrival.connection.execute("DELETE FROM units")
    assert (said.public_key, said.number, said.replaces) == (key.public, 3, "ab" * 32)
    assert (said.kind, said.profile, said.total) == ("submission", "Gửi tỉnh", {})
    assert said.sums == {"study.rates": (291.5, 3)}
    assert said.counts == {"units": 2}
    assert said.entries["office_name"] == said.office_name == ENTRIES["office_name"]
    assert read_manifest(path) == said
    assert dict(check_submission(path).details)["Chữ ký"] == "đúng"


def test_a_file_without_a_key_is_not_signed(write: Callable[..., Path]) -> None:
    with opened(write()) as arrival:
        assert arrival.trust_signature == "none"


def test_an_answer_has_tables_of_its_own(write: Callable[..., Path]) -> None:
    table = Table("answers", ("uid", "words"), frozenset(), [("a", "Đã nhận")])
    with opened(write((table,), kind="answer")) as arrival:
        assert arrival.manifest.kind == "answer"
        assert [row["words"] for row in arrival.rows("answers")] == ["Đã nhận"]
    assert check_submission(write((table,))).problems != ()


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("UPDATE manifest SET value = '{0}' WHERE key = 'signature'", WrongSignature),
        ("UPDATE manifest SET value = '' WHERE key = 'signature'", WrongSignature),
        ("UPDATE manifest SET value = '{1}' WHERE key = 'public_key'", DamagedFile),
        ("UPDATE manifest SET value = '' WHERE key IN ('signature', 'public_key')", DamagedFile),
        ("UPDATE units SET name = 'Khác'", DamagedFile),
    ],
)
def test_a_signature_stands_for_the_content(
    write: Callable[..., Path], statement: str, problem: type[Exception]
) -> None:
    path = write(key=new_key())
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(statement.format("ab" * 64, new_key().public))
    with pytest.raises(problem), opened(path):
        pass


def test_format_1_is_read() -> None:
    path = FIXTURES / "v1.gsnop"
    with opened(path) as arrival:
        said = arrival.manifest
        assert arrival.trust_signature == "none"
        assert (said.kind, said.number, said.replaces, said.total) == ("submission", 1, "", None)
        assert said.office_name == "Ban Tuyên giáo Huyện ủy Cầu Ngang"
        assert {row["name"] for row in arrival.rows("models")} == {"Mô hình mới"}
        assert {len(list(arrival.rows(name))) for name in arrival.tables} >= {0, 1, 2}
    assert check_submission(path).problems == ()


def test_the_kept_file_of_format_2_is_read() -> None:
    with opened(BASE) as arrival:
        assert arrival.trust_signature == "good"
        assert arrival.manifest.number == 2
        offices = list(arrival.rows("below_offices"))
        assert [one["office_name"] for one in offices] == ["Đảng ủy xã Kim Hòa"]
        rows = list(arrival.rows("below"))
        assert [one["title"] for one in rows] == ["Hũ gạo tình thương", "Tuyến đường hoa"]
        assert {one["office_uid"] for one in rows} == {offices[0]["office_uid"]}


def test_an_encrypted_file_asks_for_its_passphrase(write: Callable[..., Path]) -> None:
    path = write(key=new_key(), passphrase="Mật 'khẩu' đúng")
    raw = path.read_bytes()
    assert b"SQLite" not in raw
    assert "Chi bộ".encode() not in raw
    assert is_submission(path)
    with pytest.raises(NeedsPassphrase), opened(path):
        pass
    with pytest.raises(WrongPassphrase), opened(path, "sai"):
        pass
    with pytest.raises(UserProblem), opened(path, " "):
        pass
    with opened(path, "Mâ\u0323t 'khẩu' đúng") as arrival:
        assert (arrival.encrypted, arrival.trust_signature) == (True, "good")
        assert len(list(arrival.rows("units"))) == 2
    report = check_file(path)
    assert (report.kind, report.ok) == ("submission", False)
    assert "mật khẩu" in report.problems[0]
    damaged = bytearray(raw)
    damaged[len(raw) // 2] ^= 1
    path.write_bytes(damaged)
    assert len(check_submission(path, "Mật 'khẩu' đúng").problems) == 1
    path.write_bytes(raw[:-4096])
    assert len(check_submission(path, "Mật 'khẩu' đúng").problems) == 1
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_an_empty_passphrase_writes_nothing(write: Callable[..., Path], tmp_path: Path) -> None:
    with pytest.raises(UserProblem):
        write(passphrase="")
    assert list((tmp_path / "usb").iterdir()) == []


def test_an_open_book_is_no_submission(book: Book) -> None:
    with pytest.raises(ForeignFile, match="sổ đang mở"), opened(book.path):
        pass


def test_a_file_changed_after_it_was_verified_is_told(write: Callable[..., Path]) -> None:
    path = write()
    with opened(path) as arrival:
        arrival.require_unchanged()
        shutil.copy(BASE, path)
        with pytest.raises(DamagedFile, match="thay đổi"):
            arrival.require_unchanged()


def test_verifying_can_be_cancelled(write: Callable[..., Path]) -> None:
    rows = [(f"{n:06d}", "Chi bộ", n) for n in range(12_000)]
    path = write((Table("units", UNITS.columns, UNITS.numeric, rows),))
    seen = []

    def cancel(done: int, of: int) -> None:
        seen.append((done, of))
        if done > 5_000:
            raise Cancelled

    with pytest.raises(Cancelled), opened(path, None, cancel):
        pass
    assert seen == [(5_000, 12_000), (10_000, 12_000)]


VALUES = st.one_of(
    st.none(),
    st.integers(-(2**63), 2**63 - 1),
    st.text(st.characters(exclude_categories=["Cs"])),
    st.text(st.characters(max_codepoint=0xA0)),
)


@given(values=st.lists(VALUES, min_size=1, max_size=30))
def test_sqlite_writes_json_as_we_do(values: list[Any]) -> None:
    """The digest is made of SQLite's json_array; it must be `canonical` to the letter."""
    with closing(sqlcipher3.dbapi2.connect(":memory:")) as connection:
        marks = ", ".join("?" * len(values))
        found = connection.execute(f"SELECT json_array({marks})", values).fetchone()[0]
    assert found.encode() == canonical(values) == line(values).encode()


def test_every_letter_is_written_as_we_do() -> None:
    letters = [chr(one) for one in range(0x110000) if not 0xD800 <= one <= 0xDFFF]
    with closing(sqlcipher3.dbapi2.connect(":memory:")) as connection:
        for at in range(0, len(letters), 50_000):
            text = "".join(letters[at : at + 50_000])
            found = connection.execute("SELECT json_array(?)", (text,)).fetchone()[0]
            assert found.encode() == canonical([text])
