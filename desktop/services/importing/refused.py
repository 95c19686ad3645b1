"""The rows that were not taken in, as a spreadsheet to be mended and taken in again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from desktop.core.register import Kind
from desktop.core.vietnamese.legacy import recover
from desktop.exchange.tables import Table
from desktop.services.importing.converting import as_text
from desktop.services.importing.filled_down import FilledDown
from desktop.services.importing.lines import Problematic, layout_keys
from desktop.services.importing.recognising import NUMBER, REASON, Found, headings
from desktop.storage.registers import spec

_PLACE = "Dòng trong tệp gốc"


class _Sheet:
    """The columns of the sheet, and where each column of each table goes."""

    def __init__(self, register: str, tables: Sequence[Table], found: Sequence[Found]) -> None:
        self.fields = layout_keys(register)
        self.widths: dict[str, int] = {}  # by heading, in order
        self.headings: dict[tuple[int, int], str] = {}
        self.down = {one.table: FilledDown(tables[one.table], one) for one in found}
        for one in found:
            above = headings(tables[one.table], one.top, one.bottom)
            for column in sorted({*above, *one.columns}):
                self._add(one, column, " ".join(above.get(column, [])))

    def _add(self, found: Found, column: int, words: str) -> None:
        key, _bar, sex = found.columns.get(column, "").partition("|")
        known = self.fields.get(key) if not sex else None
        heading = known.field.heading if known else words or f"Cột {column + 1}"
        if key == NUMBER or heading in (REASON, _PLACE):
            return
        self.widths.setdefault(heading, known.field.width if known else 16)
        self.headings[found.table, column] = heading

    def line(self, table: Table, one: Problematic) -> list[str]:
        """Return a refused row's texts, its place and why it was refused."""
        texts = dict.fromkeys(self.widths, "")
        cells, above = self.down[one.table].row(one.index)
        for column, value in enumerate(cells):
            heading = self.headings.get((one.table, column))
            if heading is None or value is None:
                continue
            font = table.fonts.get((above.get(column, one.index), column), "")
            texts[heading] = recover(value, font).text if isinstance(value, str) else as_text(value)
        if one.section:
            unit = self.fields["unit_id"].field.heading
            texts[unit] = texts[unit] or one.section
        told = [
            f"{self.fields[key].field.heading}: {sentence}" if key in self.fields else sentence
            for key, sentence in one.reasons.items()
        ]
        return [*texts.values(), f"{table.name}, {one.number}", " ".join(told)]


def write_refused(
    register: str,
    tables: Sequence[Table],
    found: Sequence[Found],
    refused: Sequence[Problematic],
    target: Path,
) -> int:
    """Write refused rows with the file's own columns and the reason last; return how many.

    Texts in old encodings are Unicode there. The headings are the register's own for columns that
    were recognised, so that the sheet can be read in again as it is. Raises the sentences of the
    environment.
    """
    from desktop.reports.workbook import SheetColumn, write_workbook  # noqa: PLC0415 - when needed

    sheet = _Sheet(register, tables, found)
    if any(one.section for one in refused):
        sheet.widths.setdefault(sheet.fields["unit_id"].field.heading, 26)
    columns = [SheetColumn(heading, Kind.TEXT, width) for heading, width in sheet.widths.items()]
    columns += [SheetColumn(_PLACE, Kind.TEXT, 16), SheetColumn(REASON, Kind.LONG_TEXT, 50)]
    return write_workbook(
        target,
        f"{spec(register).heading}: các dòng chưa nhập được",
        columns,
        (sheet.line(tables[one.table], one) for one in refused),
        subtitle="Sửa các dòng dưới đây rồi nhập lại tệp này.",
    )
