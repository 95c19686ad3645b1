"""The file sent upward, read with plain sqlite3 and recomputed from its written description."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from desktop.core.errors import DamagedFile, ForeignFile, NewerFile, NotWritable, Problem
from desktop.exchange.arrival import check_submission, is_submission, read_manifest
from desktop.exchange.submission import FORMAT, Table, write_file
from desktop.services.books import Book, check_file
from desktop.storage.registers import SPECS

Content = dict[str, tuple[list[str], list[tuple[Any, ...]]]]


def content(path: Path) -> Content:
    """Every table with its columns and rows, as any SQLite tool shows them."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        listed = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        found: Content = {}
        for (name,) in listed.fetchall():
            cursor = connection.execute(f'SELECT * FROM "{name}"')
            found[name] = ([one[0] for one in cursor.description], cursor.fetchall())
        return found


def declarations(path: Path) -> dict[str, str]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        return dict(connection.execute("SELECT name, sql FROM sqlite_master").fetchall())


def manifest(path: Path) -> dict[str, str]:
    return {str(key): str(value) for key, value in content(path)["manifest"][1]}


def described_digest(path: Path) -> str:
    """The digest, computed word by word as the module's docstring says."""
    tables = content(path)
    columns, rows = tables.pop("manifest")
    kept = [row for row in rows if row[0] not in ("digest", "signature")]
    parts = [("manifest", columns, kept)]
    parts += [(name, *tables[name]) for name in sorted(tables)]
    lines: list[Any] = []
    for name, columns, rows in parts:
        lines.append([name, columns])
        lines += sorted((list(row) for row in rows), key=lambda row: str(row[0]))
    text = "".join(
        json.dumps(one, ensure_ascii=False, separators=(",", ":")) + "\n" for one in lines
    )
    return hashlib.sha256(text.encode()).hexdigest()


def change(path: Path, *statements: str) -> Path:
    target = path.with_name("đã sửa.gsnop")
    shutil.copy(path, target)
    with closing(sqlite3.connect(target, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)
    return target


def problems(path: Path) -> tuple[str, ...]:
    """What a check says; every sentence is one, and the folder is as it was."""
    before = {one.name: one.stat().st_size for one in path.parent.iterdir()}
    found = check_submission(path).problems
    for one in found:
        assert one.endswith("."), one
        assert any(ord(letter) > 127 for letter in one), one
    assert {one.name: one.stat().st_size for one in path.parent.iterdir()} == before
    return found


def test_the_file_is_a_fresh_database_of_its_own_kind(sent: Path) -> None:
    with closing(sqlite3.connect(sent)) as connection:

        def pragma(name: str) -> Any:
            return connection.execute(f"PRAGMA {name}").fetchone()[0]

        assert pragma("application_id").to_bytes(4, "big") == b"GSNP"
        assert pragma("user_version") == FORMAT
        assert pragma("freelist_count") == 0
        assert pragma("integrity_check") == "ok"
        assert pragma("encoding") == "UTF-8"
    assert is_submission(sent)
    assert problems(sent) == ()
    report = check_file(sent)
    assert (report.kind, report.ok) == ("submission", True)
    assert [one.name for one in sent.parent.iterdir()] == [sent.name]


def test_the_manifest_says_whose_what_and_how_much(sent: Path, office: Book) -> None:
    found = manifest(sent)
    assert found["office_name"] == office.name
    assert found["office_uid"] == office.origin
    assert found["office_level"] == "district"
    assert (found["period_from"], found["period_to"]) == ("2025-01-01", "2025-12-31")
    tables = content(sent)
    counts = {name: len(rows) for name, (_, rows) in tables.items() if name != "manifest"}
    assert json.loads(found["counts"]) == counts
    assert json.loads(found["registers"]) == sorted(counts)
    assert json.loads(found["figures"])["commendations"]["awards"] == 2
    assert read_manifest(sent).counts == counts
    assert dict(check_submission(sent).counts) == counts


def test_the_digest_is_what_the_docstring_says(sent: Path) -> None:
    assert manifest(sent)["digest"] == described_digest(sent)


def test_only_rows_of_the_period_leave(sent: Path) -> None:
    tables = content(sent)

    def column(table: str, name: str) -> set[Any]:
        names, rows = tables[table]
        return {row[names.index(name)] for row in rows}

    assert column("models", "name") == {"Mô hình mới"}
    assert column("rounds", "title") == {"Sơ kết trong kỳ"}
    assert column("awards", "recipient_name") == {
        "Lê An (Sơ kết trong kỳ)",
        "Trần Bình (Sơ kết trong kỳ)",
    }
    assert column("pledge_items", "content") == {"Việc của Đợt trong kỳ"}
    assert column("campaigns", "title") == {"Đợt trong kỳ"}
    # of another year, but a topic that is sent refers to it
    assert column("documents", "number") == {"12-CV/BTG", "196-KH/TU"}
    assert column("yearly_ratings", "period_to") == {"2025-06-15"}


def test_only_fields_that_may_leave_do(sent: Path, send: Callable[..., Path]) -> None:
    raw = sent.read_bytes()
    for secret in ("BÍ MẬT", "Đảng Viên Kín", "01234567", "Tự nhận xét kín"):
        assert secret.encode() not in raw, secret
    for name, (columns, _) in content(sent).items():
        if name == "manifest":
            continue
        declared = SPECS[name].by_name
        named = name in ("awards", "rounds", "decisions")
        for column in columns[1:]:
            assert declared[column].leaves, (name, column)
            assert named or not declared[column].personal, (name, column)
    assert not {"members", "member_steps", "expected", "attachments"} & set(content(sent))
    chosen = send(personal=frozenset({"pledges"})).read_bytes()
    assert "Đảng Viên Kín".encode() in chosen
    assert "BÍ MẬT".encode() not in chosen


def test_only_the_chosen_registers_leave(send: Callable[..., Path]) -> None:
    found = set(content(send(registers=("documents",))))
    always = {"manifest", "offices", "units", "fields", "award_forms"}
    assert found == {"documents", *always}


def test_references_are_uids_of_rows_in_the_file(sent: Path) -> None:
    tables = content(sent)
    uids = {name: {row[0] for row in rows} for name, (_, rows) in tables.items()}
    for name, (columns, rows) in tables.items():
        for place, column in enumerate(columns):
            target = None if name == "manifest" or place == 0 else SPECS[name].by_name[column]
            if target is not None and target.reference in uids and target.kind.value == "reference":
                assert {row[place] for row in rows} - {None} <= uids[target.reference], (
                    name,
                    column,
                )


def test_points_are_hundredths(send: Callable[..., Path]) -> None:
    names, rows = content(send(personal=frozenset({"yearly_ratings"})))["yearly_ratings"]
    assert [row[names.index("points")] for row in rows] == [9125]


# what changes the digest and what doesn't


def test_vacuum_and_the_order_of_rows_change_nothing(sent: Path) -> None:
    digest = described_digest(sent)
    vacuumed = change(sent, "VACUUM", "PRAGMA page_size = 8192", "VACUUM")
    assert vacuumed.read_bytes() != sent.read_bytes()
    assert described_digest(vacuumed) == digest
    assert problems(vacuumed) == ()
    steps = []
    for name, declaration in declarations(sent).items():
        steps += [
            f'CREATE TABLE copied AS SELECT * FROM "{name}"',
            f'DROP TABLE "{name}"',
            declaration,
            f'INSERT INTO "{name}" SELECT * FROM copied ORDER BY 1 DESC',
            "DROP TABLE copied",
        ]
    turned = change(sent, *steps, "VACUUM")
    assert described_digest(turned) == digest
    assert problems(turned) == ()


def test_any_changed_cell_is_found(sent: Path) -> None:
    seen = 0
    for name, (columns, rows) in content(sent).items():
        if not rows or name == "manifest":
            continue
        for column in columns:
            path = change(
                sent,
                f'UPDATE "{name}" SET "{column}" = coalesce("{column}", \'\') || \'1\' WHERE '
                f'"{columns[0]}" = (SELECT min("{columns[0]}") FROM "{name}")',
            )
            assert any("mã kiểm tra" in one for one in problems(path)), (name, column)
            seen += 1
    assert seen > 40


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("DELETE FROM awards WHERE uid = (SELECT min(uid) FROM awards)", "Số bản ghi"),
        ("DROP TABLE pledges", "Số bản ghi"),
        ("CREATE TABLE added (uid TEXT)", "thành phần lạ"),
        ("ALTER TABLE models RENAME COLUMN name TO title", "mã kiểm tra"),
        ("ALTER TABLE models ADD COLUMN more TEXT", "thành phần lạ"),
        ("UPDATE awards SET money = CAST(money AS TEXT) || 'x'", "mã kiểm tra"),
        ("UPDATE awards SET money = money + 0.5", "mã kiểm tra"),
        ("UPDATE models SET name = CAST(name AS BLOB)", "mã kiểm tra"),
        ("UPDATE manifest SET value = 'Ban khác' WHERE key = 'office_name'", "mã kiểm tra"),
        ("UPDATE manifest SET value = '{}' WHERE key = 'figures'", "mã kiểm tra"),
        ("INSERT INTO manifest VALUES ('more', '1')", "mã kiểm tra"),
        ("UPDATE manifest SET value = 'x' WHERE key = 'period_to'", "bản kê"),
        ("UPDATE manifest SET value = '[1]' WHERE key = 'counts'", "bản kê"),
        ("DELETE FROM manifest WHERE key = 'digest'", "bản kê"),
        ("DELETE FROM manifest", "bản kê"),
        ("DROP TABLE manifest", "bản kê"),
    ],
)
def test_a_changed_submission_is_told(sent: Path, statement: str, words: str) -> None:
    path = change(sent, statement, "VACUUM")
    assert words in " ".join(problems(path))
    if words == "bản kê":
        with pytest.raises(DamagedFile):
            read_manifest(path)


def test_free_pages_are_told(sent: Path) -> None:
    path = change(sent, "CREATE TABLE x (a)", "DROP TABLE x")
    assert any("trang trống" in one for one in problems(path))


# damaged and foreign files


def read_or_told(path: Path) -> None:
    try:
        read_manifest(path)
    except Problem as problem:
        assert problem.message.endswith(".")


@settings(
    max_examples=120,
    deadline=None,
    # each example writes the damaged file anew
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    page=st.integers(0, 60),
    at=st.one_of(st.integers(0, 4095), st.integers(3000, 4095)),
    bits=st.integers(1, 255),
)
@example(page=0, at=18, bits=3)
@example(page=0, at=19, bits=3)
@example(page=0, at=47, bits=1)
@example(page=0, at=63, bits=2)
@example(page=0, at=70, bits=1)
@example(page=0, at=100, bits=0x80)
@example(page=0, at=4000, bits=0xC0)
def test_a_flipped_byte_is_told_or_changes_nothing(
    sent: Path, page: int, at: int, bits: int
) -> None:
    raw = bytearray(sent.read_bytes())
    raw[(page * 4096 + at) % len(raw)] ^= bits
    path = sent.with_name("hỏng.gsnop")
    path.write_bytes(raw)
    read_or_told(path)
    if problems(path) == ():
        assert content(path) == content(sent)


def test_letters_flipped_out_of_utf8_are_told(sent: Path) -> None:
    raw = sent.read_bytes()
    for part in (b'"commendations"', b"recipient_name", b"CREATE TABLE", b"manifest"):
        at = -1
        while (at := raw.find(part, at + 1)) >= 0:
            path = sent.with_name("hỏng.gsnop")
            path.write_bytes(raw[:at] + bytes([raw[at] ^ 0x80]) + raw[at + 1 :])
            read_or_told(path)
            if problems(path) == ():
                assert content(path) == content(sent)


@pytest.mark.parametrize("kept", [1, 71, 99, 100, 512, 4095, 4096, 20_000, -1])
def test_a_file_cut_short_is_told(sent: Path, kept: int) -> None:
    path = sent.with_name("thiếu.gsnop")
    path.write_bytes(sent.read_bytes()[:kept])
    assert problems(path) != ()
    read_or_told(path)


def test_other_files_are_told(sent: Path, office: Book) -> None:
    folder = sent.parent
    (folder / "rỗng.gsnop").write_bytes(b"")
    (folder / "chữ.gsnop").write_text("Kính gửi Ban Tuyên giáo " * 50, encoding="utf-8")
    shutil.copy(office.path, folder / "sổ.gsnop")
    for name, problem in (("rỗng", DamagedFile), ("chữ", ForeignFile), ("sổ", ForeignFile)):
        path = folder / f"{name}.gsnop"
        assert not is_submission(path)
        assert len(problems(path)) == 1
        with pytest.raises(problem):
            read_manifest(path)
    assert "Không tìm thấy" in problems(folder / "không có.gsnop")[0]
    assert not (folder / "không có.gsnop").exists()
    assert not is_submission(folder)
    assert problems(folder) != ()


def test_a_later_format_is_told(sent: Path) -> None:
    path = change(sent, f"PRAGMA user_version = {FORMAT + 1}")
    assert "phiên bản Gương Sáng mới hơn" in problems(path)[0]
    with pytest.raises(NewerFile):
        read_manifest(path)


# writing that fails

ENTRIES = {"office_name": "Ban"}
TABLE = Table("units", ("uid", "name"), frozenset(), [("a", "Một"), ("b", "Hai")])


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "cũ.gsnop"
    target.write_bytes(b"old")
    before = sorted(tmp_path.iterdir())
    twice = Table("units", ("uid", "name"), frozenset(), [("a", "Một"), ("a", "Hai")])
    blob = Table("units", ("uid", "name"), frozenset(), [("a", b"\x00")])
    for table, error in ((twice, Exception), (blob, TypeError)):
        with pytest.raises(error):
            write_file(target, ENTRIES, [table])
        assert target.read_bytes() == b"old"
        assert sorted(tmp_path.iterdir()) == before
    folder = tmp_path / "thư mục.gsnop"
    folder.mkdir()
    with pytest.raises(NotWritable, match="thư mục"):
        write_file(folder, ENTRIES, [TABLE])
    assert list(folder.iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="rights of folders are POSIX here")
def test_a_folder_without_the_right_to_write(
    open_folder: Path, without_rights: Callable[..., Any]
) -> None:
    open_folder.chmod(0o555)
    with without_rights(), pytest.raises(NotWritable, match="Không có quyền"):
        write_file(open_folder / "mới.gsnop", ENTRIES, [TABLE])
    assert list(open_folder.iterdir()) == []


_FULL = """
import resource, sys
from pathlib import Path
from desktop.core.errors import EnvironmentProblem
from desktop.exchange.submission import Table, write_file
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, resource.RLIM_INFINITY))
table = Table("units", ("uid", "name"), frozenset(), [(str(n), "x" * 500) for n in range(200)])
try:
    write_file(Path(sys.argv[1]), {}, [table])
except EnvironmentProblem as problem:
    sys.stdout.buffer.write(problem.message.encode())
"""


@pytest.mark.skipif(os.name != "posix", reason="a limit on file sizes is POSIX")
def test_a_disk_that_takes_no_more_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "cũ.gsnop"
    target.write_bytes(b"old")
    before = sorted(tmp_path.iterdir())
    run = subprocess.run(
        [sys.executable, "-c", _FULL, str(target)], capture_output=True, check=True
    )
    assert "«cũ.gsnop»" in run.stdout.decode()
    assert target.read_bytes() == b"old"
    assert sorted(tmp_path.iterdir()) == before
