"""The command line's figures: of a unit, of a level, beside another period."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desktop import cli
from desktop.services import registers
from desktop.services.books import Book

PERIOD = ("--from", "2020-01-01", "--to", "2020-12-31")


@pytest.fixture
def path(book: Book) -> Path:
    """A book with two units that have the same name, and a member of one of them."""

    def add(register: str, **values: Any) -> int:
        return registers.save(book, register, values).value.id

    for name in ("Đảng bộ A", "Đảng bộ B"):
        above = add("units", name=name)
        cell = add("units", name="Chi bộ 1", parent_id=above)
    add("members", full_name="Lê An", status="official", unit_id=cell)
    add("models", name="Mô hình", registered_on=date(2019, 5, 1))
    found: Path = book.path
    book.close()
    return found


def told(path: Path, capsys: Any, *more: str) -> tuple[int, str, str]:
    code = cli.main(["figures", "--book", str(path), *PERIOD, *more])
    out, error = capsys.readouterr()
    return code, out, error


def test_of_a_unit_by_its_path(path: Path, capsys: Any) -> None:
    for unit, members in (("Đảng bộ A", 0), ("Đảng bộ B", 1), ("Đảng bộ B > Chi bộ 1", 1)):
        code, out, _error = told(path, capsys, "--unit", unit, "--json")
        found = json.loads(out)
        assert (code, found["members"]["total"]) == (0, members), unit
        assert found["documents"]["issued"] is None
    code, out, error = told(path, capsys, "--unit", "Chi bộ 1")
    assert (code, out, error.count("\n")) == (1, "", 1)
    assert "Có 2 đơn vị tên «Chi bộ 1»" in error


def test_beside_another_period(path: Path, capsys: Any) -> None:
    code, out, _error = told(path, capsys, "--compare", "last-year", "--level", "district")
    assert code == 0
    assert "So với kỳ: 01/01/2019 - 31/12/2019" in out
    assert "Phạm vi: khen thưởng, mô hình được khen, kiểm tra, giám sát cấp Huyện" in out
    code, out, _error = told(path, capsys, "--compare", "before", "--format", "json")
    assert json.loads(out)["compared"]["models"]["new"] == 1
    assert json.loads(out)["models"]["new"] == 0
    assert told(path, capsys, "--compare", "never")[0] == 2
