"""The command line's figures over all offices."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from desktop import cli
from desktop.services import receiving
from desktop.services.books import Book
from tests.services.arriving import Sender, text
from tests.services.offices_below import PERIOD, Office, model

DAYS = ("--from", "2026-01-01", "--to", "2026-12-31")


@pytest.fixture
def path(book: Book, tmp_path: Path) -> Path:
    """A book that has received the figures of two offices."""
    for n in range(2):
        office = Office([model(f"m{n}", "Ba cùng")], [], 10 + n)
        file = Sender(f"Xã {n}").send(
            tmp_path / f"{n}.gsnop", office.rows(), period=PERIOD, figures=text(office.figures())
        )
        receiving.receive(book, file, accept=True)
    found: Path = book.path
    book.close()
    return found


def told(path: Path, capsys: Any, *more: str) -> tuple[int, str, str]:
    code = cli.main(["figures", "--book", str(path), *DAYS, *more])
    out, error = capsys.readouterr()
    return code, out, error


def test_over_all_offices_and_one(path: Path, capsys: Any) -> None:
    code, out, _error = told(path, capsys, "--offices")
    assert code == 0
    assert "Xã 0" in out
    assert "Đảng viên (chính thức và dự bị): 21 người" in out
    code, out, _error = told(path, capsys, "--offices", "--office", "xa 1", "--json")
    found = json.loads(out)
    assert (code, found["total"]["members"]["total"]) == (0, 11)
    assert [one["name"] for one in found["offices"]] == ["Xã 1"]


def test_what_does_not_go_together_is_one_line(path: Path, capsys: Any) -> None:
    code, out, error = told(path, capsys, "--offices", "--level", "district")
    assert (code, out, error.count("\n")) == (2, "", 1)
    code, out, error = told(path, capsys, "--office", "Xã Lạ")
    assert (code, out) == (1, "")
    assert "không biết cơ quan nào" in error


@pytest.mark.parametrize("form", ["offices-figures", "offices-state"])
def test_the_papers_are_reports(path: Path, capsys: Any, tmp_path: Path, form: str) -> None:
    for ending in ("pdf", "xlsx"):
        target = tmp_path / f"t.{ending}"
        code = cli.main(["report", form, "--book", str(path), *DAYS, "--output", str(target)])
        assert code == 0
        assert target.stat().st_size > 1_000
    capsys.readouterr()
