"""Sheets that are long, wide or have a stray cell far away: two ways of reading, one result."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.exchange.tables import MAX_ROWS, TooLarge

from .workbooks import FAR, LAST_ROW, MAIN, only, package, refusal, valued, with_far_cell

# a cell knows no zone
FIRST_MOMENT, LAST_MOMENT = datetime(1900, 3, 2), datetime(2100, 1, 1)  # noqa: DTZ001
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**9), 10**9),
    st.floats(-1e9, 1e9, allow_nan=False).map(lambda number: round(number, 6)),
    st.text(
        st.characters(codec="utf-8", exclude_categories=["Cs"], exclude_characters="\ufffe\uffff"),
        max_size=20,
    ),
    st.dates(date(1900, 1, 1), date(2100, 1, 1)),
    st.datetimes(FIRST_MOMENT, LAST_MOMENT).map(lambda moment: moment.replace(microsecond=0)),
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=st.lists(st.lists(VALUES, max_size=5), min_size=1, max_size=6))
def test_a_stray_cell_far_away_changes_nothing_else(tmp_path: Path, rows: list[list[Any]]) -> None:
    """The quick reader reads the first file, the one row by row the second."""

    path = tmp_path / "tệp.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_string("A1", "đầu")
        formats = {
            kind: workbook.add_format({"num_format": code})
            for kind, code in ((date, "dd/mm/yyyy"), (datetime, "dd/mm/yyyy hh:mm:ss"))
        }
        for index, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(index, column, value, formats[type(value)])
                elif isinstance(value, str):
                    sheet.write_string(index, column, value)
                elif value is not None:
                    sheet.write(index, column, value)
    quick = only(path)
    slow = only(with_far_cell(path))
    assert len(slow.rows) == FAR[0] + 1
    assert slow.rows[: len(quick.rows)] == quick.rows
    assert not any(slow.rows[len(quick.rows) : -1])
    assert [list(map(type, row)) for row in slow.rows[: len(quick.rows)]] == [
        list(map(type, row)) for row in quick.rows
    ]
    assert quick.rows[0] == ["đầu"]


# --- long and wide sheets ------------------------------------------------------------------------


def formatted(first: int, last: int) -> Iterator[str]:
    """Rows of which only the look is kept."""
    for number in range(first, last + 1):
        yield (
            f'<row r="{number}" spans="1:3" s="1" customFormat="1"><c r="A{number}" s="1"/>'
            f'<c r="B{number}" s="1"/><c r="C{number}" s="1"/></row>'
        )


@pytest.mark.slow
def test_a_sheet_formatted_to_its_end_gives_its_rows(tmp_path: Path) -> None:
    def rows() -> Iterator[str]:
        yield from valued(1, 3)
        yield from formatted(4, 700_000)
        yield '<row r="700001"><c r="C700001" t="inlineStr"><is><t>giữa</t></is></c></row>'
        yield from formatted(700_002, LAST_ROW)

    table = only(package(tmp_path / "dài.xlsx", rows()))
    assert len(table.rows) == 700_001
    assert table.rows[:4] == [[1], [2], [3], []]
    assert table.rows[-1] == [None, None, "giữa"]
    assert sum(map(bool, table.rows)) == 4


@pytest.mark.slow
def test_too_many_rows_end_in_their_count(tmp_path: Path) -> None:
    path = package(tmp_path / "đông.xlsx", valued(2, 250_001))
    refusal(path, TooLarge, "250.000", "200.000", "tách")
    assert MAX_ROWS == 200_000


def test_a_column_that_begins_far_down_is_read(tmp_path: Path) -> None:
    """It shows only after a good part of the sheet has been looked over."""
    rows = [*valued(1, 40_000), '<row r="40001"><c r="AB40001"><v>9</v></c></row>']
    table = only(package(tmp_path / "lệch.xlsx", rows))
    assert len(table.rows) == 40_001
    assert table.rows[-1] == [*[None] * 27, 9]


def test_a_stray_cell_takes_no_more_memory_than_its_row(tmp_path: Path) -> None:
    rows = [*valued(1, 2), '<row r="5"><c r="XFD5"><v>9</v></c></row>']
    table = only(package(tmp_path / "xa.xlsx", rows))
    assert table.rows[:4] == [[1], [2], [], []]
    assert table.rows[4] == [None] * 16_383 + [9]


@pytest.mark.parametrize(
    "cell",
    [
        '<c s="1" r="XFD1048576"><v>1</v></c>',
        "<c r='XFD1048576'><v>1</v></c>",
        '<c\nr = "XFD1048576"><v>1</v></c>',
        f'<y:c xmlns:y="{MAIN}" r="XFD1048576"><y:v>1</y:v></y:c>',
    ],
)
def test_a_stray_cell_is_seen_however_it_is_written(tmp_path: Path, cell: str) -> None:
    rows = [*valued(1, 2), f'<row r="{LAST_ROW}">{cell}</row>']
    table = only(package(tmp_path / "xa.xlsx", rows))
    assert len(table.rows) == LAST_ROW
    assert len(table.rows[-1]) == 16_384


def test_too_many_cells_end_in_a_sentence(tmp_path: Path) -> None:
    rows = (f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(1, 600))
    refusal(package(tmp_path / "rộng.xlsx", rows), TooLarge, "8.000.000 ô", "cột thừa")
