"""`guongsang-publish`: one line, the exit code, and the password nowhere."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desktop.publish.__main__ import main
from desktop.services import audit, books, receiving
from desktop.services.books import Book
from tests.services.arriving import Sender, documents

from .conftest import PASSWORD, Database

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def path(book: Book, tmp_path: Path) -> Path:
    """A closed book that received one submission."""
    sent = Sender().send(tmp_path / "1.gsnop", {"documents": documents(3)})
    receiving.receive(book, sent, accept=True)
    book.close()
    found: Path = book.path
    return found


def told(capsys: Any, *arguments: object) -> tuple[int, str, str]:
    code = main([str(one) for one in arguments])
    out, error = capsys.readouterr()
    return code, out, error


def written(home: Path) -> str:
    """Everything that was logged or reported."""
    files = (one for one in home.rglob("*") if one.is_file() and one.suffix in (".log", ".txt"))
    return "".join(one.read_text(encoding="utf-8", errors="replace") for one in files)


def test_published_by_a_password_file(
    path: Path, database: Database, password_file: Path, capsys: Any, home: Path
) -> None:
    given = ("--book", path, "--url", database.url, "--password-file", password_file)
    told_first = (
        "Đã đưa vào PostgreSQL: 2 cơ quan, 1 bộ dữ liệu, 3 bản ghi; 6 mới, 0 thay đổi, 0 không "
        "còn.\n"
    )
    assert told(capsys, *given) == (0, told_first, "")
    assert told(capsys, *given)[1].endswith("0 mới, 0 thay đổi, 0 không còn.\n")
    assert PASSWORD not in written(home)
    code, out, _error = told(capsys, *given, "--with-own")
    assert code == 0
    assert "3 bản ghi" not in out
    with closing(books.open_book(path)) as book:
        day = date.today()  # noqa: DTZ011 - the clerk's day
        words = [one.words for one in audit.log(book, audit.Asked(day, day)).deeds]
    assert words.count("Xuất: Dữ liệu lên PostgreSQL") == 3, "what left is in the log"


def test_published_by_the_environment(
    path: Path, database: Database, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    url = database.url.replace("postgresql://", "postgres://", 1)
    assert told(capsys, "--book", path, "--url", url)[0] == 0
    assert len(database.ask("SELECT * FROM guongsang.rows")) == 3


def test_a_wrong_password_and_no_server_are_one_line_each(
    path: Path, database: Database, tmp_path: Path, capsys: Any, home: Path
) -> None:
    wrong = tmp_path / "sai.txt"
    wrong.write_text("mật-khẩu-sai-7731", encoding="utf-8")
    nowhere = Database(tmp_path, "db").url
    missing = Database(database.folder, "không_có").url
    for url in (database.url, nowhere, missing):
        given = ("--book", path, "--url", url, "--password-file", wrong)
        code, out, error = told(capsys, *given)
        assert (code, out, error.count("\n")) == (1, "", 1)
        assert error.startswith("guongsang-publish: ")
        assert "Hãy kiểm tra" in error
        assert "7731" not in error
    assert "7731" not in written(home)
    assert database.ask("SELECT 1 FROM pg_namespace WHERE nspname = 'guongsang'") == []


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://owner:bi-mat-1234@localhost/db",
        "postgresql://owner@localhost/db?password=bi-mat-1234",
        "postgresql://owner@localhost/db?sslpassword=bi-mat-1234",
        "postgresql://owner:bi-mat-1234%0@localhost:port/db",
        "postgresql://owner@localhost/db?bi-mat-1234=x",
        "mysql://owner:bi-mat-1234@localhost/db",
        "host=localhost password=bi-mat-1234",
    ],
)
def test_a_url_with_a_password_or_a_mistake_is_refused_without_repeating_it(
    path: Path, url: str, capsys: Any, home: Path
) -> None:
    code, out, error = told(capsys, "--book", path, "--url", url)
    assert (code, out, error.count("\n")) == (2, "", 1)
    assert "bi-mat" not in error
    assert "bi-mat" not in written(home)


def test_arguments_that_are_missing_and_a_book_that_is_not_there(
    tmp_path: Path, capsys: Any
) -> None:
    code, out, error = told(capsys, "--url", "postgresql://localhost/db")
    assert (code, out, error.count("\n")) == (2, "", 1)
    assert "--book" in error
    assert "guongsang-publish --help" in error
    nothing = tmp_path / "không có.gsdb"
    code, _out, error = told(capsys, "--book", nothing, "--url", "postgresql://localhost/db")
    assert (code, error.count("\n")) == (1, 1)
    assert "Không tìm thấy" in error
    empty = tmp_path / "rỗng.txt"
    empty.touch()
    given = ("--book", nothing, "--url", "postgresql://localhost/db", "--password-file", empty)
    code, _out, error = told(capsys, *given)
    assert (code, error.count("\n")) == (1, 1)
    assert "mật khẩu ở dòng đầu" in error


def test_without_psycopg_it_says_what_to_install(path: Path) -> None:
    script = (
        "import sys\nsys.modules['psycopg'] = None\n"
        "from desktop.publish.__main__ import main\n"
        "sys.exit(main(sys.argv[1:]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "--book", path, "--url", "postgresql://localhost/db"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "pip install guongsang[publish]" in done.stderr
