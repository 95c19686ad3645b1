"""Every released schema's populated book opens today, with every row as it was."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory

from desktop.core.errors import NeedsPassphrase, WrongPassphrase
from desktop.core.register import Query
from desktop.services import books, protection, registers
from desktop.storage import keys, schema, verifiers
from desktop.storage.engine import SCHEMA_VERSION

FOLDER = Path(__file__).parents[1] / "fixtures" / "books"
ENCRYPTED = FOLDER / "v5-encrypted.gsdb"
PASSPHRASE = "Sông Hậu một chiều mưa"  # of the encrypted book, whose rows are those of v5
BOOKS = sorted(set(FOLDER.glob("v*.gsdb")) - {ENCRYPTED})
SHADOW = "search_index"  # SQLite's own tables behind the search index


def contents(path: Path) -> dict[str, list[dict[str, object]]]:
    """Every table's rows, by name and column, read without the program."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
        connection.row_factory = sqlite3.Row
        names = [
            row["name"]
            for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
            if not row["name"].startswith(("sqlite_", SHADOW, "alembic"))
        ]
        return {
            name: [dict(row) for row in connection.execute(f'SELECT * FROM "{name}" ORDER BY 1')]
            for name in names
        }


def test_there_is_a_book_of_every_schema():
    assert [path.stem for path in BOOKS] == [f"v{one + 1}" for one in range(SCHEMA_VERSION)]


@pytest.mark.parametrize("fixture", BOOKS, ids=lambda path: path.stem)
def test_an_old_book_opens_whole(fixture, tmp_path):
    path = tmp_path / fixture.name
    shutil.copy(fixture, path)
    before = contents(path)
    assert sum(map(len, before.values())) > 100
    book = books.open_book(path)
    found = registers.count(book, Query("members"))
    book.close()
    assert found
    assert books.check_file(path).ok
    assert_kept(before, contents(path))


def assert_kept(before: dict, after: dict) -> None:
    """Every row that was there is there, with the same values in the columns of its time."""
    for name, rows in before.items():
        kept = after[name]
        if name == "search_places":  # a place is added with each register, none ever moves
            kept = [row for row in kept if row in rows]
        assert len(kept) == len(rows), name
        for old, new in zip(rows, kept, strict=True):
            same = {column: new[column] for column in old if column in new}
            assert same == {column: old[column] for column in same}, name


def test_a_book_encrypted_by_an_earlier_version_opens_whole(tmp_path):
    path = tmp_path / "Sổ kín.gsdb"
    shutil.copy(ENCRYPTED, path)
    shutil.copy(verifiers.place_of(ENCRYPTED), verifiers.place_of(path))
    with pytest.raises(NeedsPassphrase):
        books.open_book(path)
    with pytest.raises(WrongPassphrase):
        protection.unlock(path, PASSPHRASE + "?")
    assert path.read_bytes() == ENCRYPTED.read_bytes()
    protection.unlock(path, PASSPHRASE)
    books.open_book(path).close()
    protection.unlock(path, PASSPHRASE)
    assert books.check_file(path).ok
    for one in tmp_path.rglob("*.gsdb"):  # the copy made before the migration, too
        assert keys.salt_of(one) == keys.salt_of(ENCRYPTED), one
    protection.remove(path, PASSPHRASE)
    assert_kept(contents(FOLDER / "v5.gsdb"), contents(path))


@pytest.mark.parametrize("fixture", BOOKS, ids=lambda path: path.stem)
def test_a_book_of_today_is_left_as_it_is(fixture, tmp_path):
    path = tmp_path / fixture.name
    shutil.copy(fixture, path)
    books.open_book(path).close()
    once = path.read_bytes()
    books.open_book(path).close()
    assert path.read_bytes() == once
    if fixture.stem == f"v{SCHEMA_VERSION}":
        assert once == fixture.read_bytes()


def test_the_migrations_are_one_line_to_the_present_schema():
    config = Config()
    config.set_main_option("script_location", str(Path(schema.__file__).parent / "migrations"))
    scripts = ScriptDirectory.from_config(config)
    line = list(scripts.walk_revisions())
    assert len(scripts.get_heads()) == 1
    assert len(line) == SCHEMA_VERSION
    assert all(one.revision == f"{SCHEMA_VERSION - place:04}" for place, one in enumerate(line))


def test_migrations_never_import_the_models():
    for path in (Path(schema.__file__).parent / "migrations").rglob("*.py"):
        assert "desktop.storage.models" not in path.read_text(encoding="utf-8"), path
