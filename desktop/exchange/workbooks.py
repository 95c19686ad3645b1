"""Reads Excel workbooks: .xlsx and .xlsm by calamine or row by row, .xls by calamine.

Calamine is given a sheet only after a look over its bytes has shown that it takes a bounded
amount of memory and loses nothing.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from io import BytesIO
from typing import IO, Any, Final

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from desktop.core.errors import DamagedFile
from desktop.exchange import compound
from desktop.exchange.compound import Compound
from desktop.exchange.packages import Package
from desktop.exchange.sheet_survey import read_marks, survey, survey_shared
from desktop.exchange.sheet_xml import Cells, lasting, read_shared, read_sheet, read_styles
from desktop.exchange.table_values import (
    Merged,
    PasswordProtected,
    Progress,
    Table,
    Tick,
    TooLarge,
    Value,
    damaged,
    protected,
    shortened,
    trimmed,
)

XLS_STREAMS: Final = ("Workbook", "Book")
"""The streams that make an OLE2 container an Excel workbook."""
_STEP = 4096  # rows between two ticks


@dataclass(frozen=True)
class _Sheet:
    name: str
    part: str | None  # None for a chart, a dialog, a sheet of macros
    hidden: bool


def read_xlsx(source: IO[bytes], package: Package, workbook: str, tick: Tick | None) -> list[Table]:
    """Read the worksheets of an .xlsx or .xlsm that hold anything; `workbook` is its main part.

    Raises `DamagedFile`, `TooLarge`; what `tick` raises.
    """
    return _Xlsx(source, package, workbook).read(tick)


class _Xlsx:
    def __init__(self, source: IO[bytes], package: Package, workbook: str) -> None:
        self._source, self._package = source, package
        root = package.tree(workbook)
        relations = package.relations(workbook)
        self._sheets = []
        for one in root.iterfind("{*}sheets/{*}sheet"):
            key = next((text for name, text in one.items() if name.endswith("}id")), "")
            kind, part = relations.get(key, ("", ""))
            if part not in package:
                raise damaged(package.file)
            hidden = one.get("state", "visible") != "visible"
            self._sheets.append(
                _Sheet(one.get("name", ""), part if kind == "worksheet" else None, hidden)
            )
        parts = dict(relations.values())
        self._shared_part = parts.get("sharedStrings")
        self._styles = read_styles(package, parts.get("styles"))
        self._plain = package.plain and all(
            self._is_where_calamine_looks(workbook, parts.get(kind), kind)
            for kind in ("sharedStrings", "styles")
        )
        options = root.find("{*}workbookPr")
        since = None if options is None else options.get("date1904")
        self._from_1904 = since in {"1", "true"}
        self._cells: Cells | None = None
        self._quick: CalamineWorkbook | None = None

    def read(self, tick: Tick | None) -> list[Table]:
        package = self._package
        sizes = {one.part: package.size(one.part) for one in self._sheets if one.part}
        progress = Progress(tick, 2 * sum(sizes.values()))
        fonts = self._styles.fonts
        rich = survey_shared(package, self._shared_part, styled=bool(fonts))
        looks = {part: survey(package, part, fonts, progress) for part in sorted(sizes)}
        tables = []
        for index, sheet in enumerate(self._sheets):
            if sheet.part is None:
                continue
            look, table = looks[sheet.part], None
            marks = None
            if self._plain and look.dense and not (rich and (look.legacy or not fonts)):
                marks = read_marks(package, sheet.part, look, fonts)
            rows = self._quick_rows(index, sheet, progress) if marks is not None else None
            if marks is not None and rows is not None:
                _put(rows[0], marks.errors)
                table = trimmed(sheet.name, rows[0], 1, rows[1], marks.fonts)
            else:
                table = read_sheet(package, sheet.part, sheet.name, self._whole(), progress)
            if table is not None:
                tables.append(replace(table, hidden=sheet.hidden))
        return tables

    def _is_where_calamine_looks(self, workbook: str, part: str | None, kind: str) -> bool:
        """Whether calamine, which follows no relations here, finds what was looked over."""
        usual = posixpath.join(posixpath.dirname(workbook), f"{kind}.xml")
        if part is None:
            return usual not in self._package
        return part.lower() == usual.lower()

    def _whole(self) -> Cells:
        """Return what reading row by row needs, read once."""
        if self._cells is None:
            shared = read_shared(self._package, self._shared_part)
            self._cells = Cells(self._styles, shared, self._from_1904)
        return self._cells

    def _quick_rows(
        self, index: int, sheet: _Sheet, progress: Progress
    ) -> tuple[list[list[Value]], list[Merged]] | None:
        """Return a sheet's rows from the first on and its merged cells; None if calamine can't.

        It stumbles over error values and extensions that are younger than itself.
        """
        try:
            with _calamine(self._package.file):
                if self._quick is None:
                    self._source.seek(0)
                    self._quick = CalamineWorkbook.from_filelike(self._source)
                if self._quick.sheet_names != [one.name for one in self._sheets]:
                    return None
                found = self._quick.get_sheet_by_index(index)
                merged = list(_merged(found))
            size = self._package.size(sheet.part or "")
            return _rows(found, self._package.file, progress, size), merged
        except (DamagedFile, PasswordProtected):
            self._plain = self._quick is not None
            return None


def read_xls(container: Compound, file: str, tick: Tick | None) -> list[Table]:
    """Read the worksheets of an .xls that hold anything; there are no fonts to be had.

    Raises `DamagedFile`, `PasswordProtected`; what `tick` raises.
    """
    name = next(name for name in XLS_STREAMS if name in container)
    stream = container.read(name)
    looks = compound.survey(stream, file)
    if looks is None:
        raise protected(file)
    if sum(one.box for one in looks) > compound.MAX_BOX:
        raise TooLarge(
            f"Các trang của «{file}» trải ra quá rộng. Hãy chép riêng bảng cần nhập sang một tệp "
            "mới rồi nhập lại."
        )
    with _calamine(file):
        book = CalamineWorkbook.from_filelike(BytesIO(compound.container_of(stream)))
        about = book.sheets_metadata
    if len(about) != len(looks):
        raise damaged(file)
    progress = Progress(tick, len(looks))
    tables = []
    for index, (one, look) in enumerate(zip(about, looks, strict=True)):
        if one.typ != SheetTypeEnum.WorkSheet:
            progress.add(1)
            continue
        with _calamine(file):
            sheet = book.get_sheet_by_index(index)
        rows = _rows(sheet, file, progress, 1)
        _put(rows, look.errors)
        table = trimmed(one.name, rows, 1, _merged(sheet))
        if table is not None:
            tables.append(replace(table, hidden=one.visible != SheetVisibleEnum.Visible))
    return tables


@contextmanager
def _calamine(file: str) -> Iterator[None]:
    """Turn what calamine raises into the sentence for `file`."""
    try:
        yield
    except PasswordError as error:
        raise protected(file) from error
    except CalamineError as error:
        raise damaged(file) from error
    except OSError as error:
        if error.errno is not None:
            raise
        raise damaged(file) from error  # an end where calamine expected more
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # of Rust: no class to catch it by
            raise
        raise damaged(file) from error


def _rows(sheet: CalamineSheet, file: str, progress: Progress, share: int) -> list[list[Value]]:
    """Return a sheet's rows from the first of the sheet on; `share` is its part of the work."""
    if sheet.start is None:
        progress.add(share)
        return []
    top, left = sheet.start
    with _calamine(file):
        # iter_rows counts rows from the sheet's first, but columns from the range's first
        rows: list[Any] = sheet.to_python()
    step = share * _STEP // max(len(rows), _STEP)
    for index, found in enumerate(rows):
        rows[index] = _row(found, left)
        if index % _STEP == 0:
            progress.add(step)
    rows[:0] = ([] for _ in range(top))
    return rows


def _row(found: list[Any], left: int) -> list[Value]:
    """Return a row from column A on, with None where calamine says an empty text."""
    row: list[Value] = [None] * left + found if left else found
    if timedelta in set(map(type, found)):
        row = [lasting(one) if isinstance(one, timedelta) else one for one in row]
    if "" in row:
        row = [None if one == "" else one for one in row]
        shortened(row)
    return row


def _put(rows: list[list[Value]], values: Mapping[tuple[int, int], Value]) -> None:
    """Put error values where calamine leaves cells empty."""
    for (index, column), value in values.items():
        rows.extend([] for _ in range(index + 1 - len(rows)))
        row = rows[index]
        row.extend([None] * (column + 1 - len(row)))
        row[column] = value


def _merged(sheet: CalamineSheet) -> Iterator[Merged]:
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        yield top, left, bottom, right
