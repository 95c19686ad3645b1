"""Spreadsheets as offices make them, written for the tests."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from desktop.services import books, importing
from desktop.services.importing import Options, Report
from desktop.storage.book import Book

Rows = Sequence[Sequence[Any]]
Sheet = Callable[..., Path]
MEMBERS = ("STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số thẻ đảng", "Chi bộ", "Ngày kết nạp")


@pytest.fixture
def sheet(tmp_path: Path) -> Sheet:
    """Write a workbook: rows of a first sheet, more sheets by name, merged ranges of the first."""

    def write(
        rows: Rows,
        name: str = "danh sach.xlsx",
        *,
        merges: Sequence[tuple[int, int, int, int, str]] = (),
        font: str = "",
        **more: Rows,
    ) -> Path:
        path = tmp_path / name
        with xlsxwriter.Workbook(str(path), {"strings_to_numbers": False}) as book:
            style = book.add_format({"font_name": font}) if font else None
            dates = book.add_format({"num_format": "dd/mm/yyyy"})
            for title, table in {"Danh sách": rows, **more}.items():
                page = book.add_worksheet(title)
                for row, cells in enumerate(table):
                    for column, value in enumerate(cells):
                        if value is None:
                            continue
                        look = dates if hasattr(value, "year") else style
                        page.write(row, column, value, look)
                if table is rows:
                    for top, left, bottom, right, text in merges:
                        page.merge_range(top, left, bottom, right, text)
        return path

    return write


@pytest.fixture
def other_book(empty_book: Path, tmp_path: Path) -> Iterator[Book]:
    """A second empty book."""
    made = books.open_book(Path(shutil.copy(empty_book, tmp_path / "Sổ khác.gsdb")))
    yield made
    made.close()


def taken(book: Book, register: str, path: Path, options: Options | None = None) -> Report:
    """Take a file in as the command line does."""
    source = importing.read(path)
    found = importing.recognise(register, source)
    return importing.run(book, register, source, found, options).value


def seen(book: Book, register: str, path: Path, options: Options | None = None) -> Report:
    """Only look what taking a file in would do."""
    source = importing.read(path)
    found = importing.recognise(register, source)
    return importing.check(book, register, source, found, options)


def outcomes(report: Report) -> dict[str, int]:
    """Counts by outcome, and of refused rows."""
    found = {one.value: count for one, count in report.counts.items()}
    return {**found, "refused": len(report.refused)} if report.refused else found
