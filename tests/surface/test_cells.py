"""No text of the book does anything in a file that is written: no formula, link, macro, field."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from desktop.core.errors import InvalidValues, UserProblem
from desktop.core.register import Kind
from desktop.exchange.tables import read_tables
from desktop.reports.period_report_paper import ReportColumn, ReportTable
from desktop.reports.workbook import SheetColumn, write_workbook
from desktop.services import cleaning, exporting, importing, period_report_papers, registers
from desktop.services.books import Book
from desktop.services.cleaning.listing import write_list
from desktop.services.importing.refused import write_refused
from desktop.services.selftest import row_of
from desktop.storage.registers import SPECS

from .packages import active

FORMULAS = (
    *("=HYPERLINK(http://a.b;Ánh)", "+cmd|' /C calc'!A0", "@SUM(1+1)*cmd|' /C calc'!A0"),
    *("-2+3+cmd|' /C calc'!A0", "＝1+1", "https://a.b/c", "mailto:a@b.c", '=DDE("a";"b")'),
)
TEXTS = (Kind.TEXT, Kind.LONG_TEXT, Kind.LABEL, Kind.NAME)
# what begins like a formula, as a cell; a sheet's reader puts spaces right, so none at the ends
SIGNED = some.builds(
    str.__add__,
    some.sampled_from(
        ["=", "+", "-", "@", "＝", "＋", "－", "＠", "'=", '"=', "{=", "http://", "#"]
    ),
    some.text("aủ1()+-=|!'\"&<>;,.:/\\{}[]", min_size=1, max_size=20),
)


def hostile(book: Book) -> int:
    """Keep a row in every register, each text of it like a formula; return how many texts."""
    made: dict[str, int] = {}
    kept = 0
    for name, declared in SPECS.items():
        place = row_of(book, name, made)
        fields = [one for one in declared.fields if one.kind in TEXTS and one.editable]
        values = {one.name: FORMULAS[at % len(FORMULAS)] for at, one in enumerate(fields)}
        while values:
            try:
                registers.save(book, name, values, place)
            except InvalidValues as problem:
                wrong = set(problem.by_field) & set(values)
                if not wrong:  # it is about other fields of this register
                    break
                for one in wrong:
                    del values[one]
                continue
            except UserProblem:
                break
            kept += len(values)
            break
    return kept


def test_what_does_something_is_found(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet()
        sheet.write(0, 0, "=1+1")
        sheet.write(1, 0, "https://a.b/c")
        made.define_name("Auto_Open", "=Sheet1!$A$1")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    told = " ".join(active(path))
    assert all(one in told for one in ("<f>", "hyperlink", "External", "Auto_Open", "vbaProject"))


def test_no_export_does_anything_of_itself(book: Book, tmp_path: Path, counted: Any) -> None:
    texts = hostile(book)
    assert texts > 100
    written: list[Path] = []

    def write(name: str, work: Callable[[Path], object]) -> None:
        target = tmp_path / f"{len(written)} {name}"
        work(target)
        written.append(target)

    for name, declared in SPECS.items():
        for ending in (".xlsx", ".docx"):
            write(f"{name}{ending}", lambda to, name=name: exporting.export_all(book, name, to))  # type: ignore[misc]
        if all(one.editable or not one.required for one in declared.fields):
            write(f"{name} m.xlsx", lambda to, name=name: exporting.template(book, name, to))  # type: ignore[misc]
    for form in exporting.adding_up_papers.SHEETS:
        write(f"{form}.xlsx", lambda to, form=form: exporting.export_form(book, form, to))  # type: ignore[misc]
    found = cleaning.find(book).entries
    write("việc cần làm.xlsx", lambda to: write_list(book, found, to))
    year = {"first": date(2026, 1, 1), "last": date(2026, 12, 31), "title": "=1+1"}
    for ending in (".xlsx", ".docx"):
        write(f"báo cáo{ending}", lambda to: period_report_papers.write_paper(book, to, year))
    told = {one.name: active(one) for one in written}
    losses = {name: what for name, what in told.items() if what}
    counted(len(written), len(losses))
    assert losses == {}


def test_what_could_not_be_taken_in_goes_back_as_text(book: Book, tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "vào.xlsx", {"strings_to_formulas": False}) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, ["Họ và tên", "Ngày sinh", "=HYPERLINK(1)"])
        sheet.write_row(1, 0, ["Nguyễn Thị Ánh", "=31/02/1990", "=cmd|' /C calc'!A0"])
    source = importing.read(tmp_path / "vào.xlsx")
    found = importing.recognise("members", source)
    report = importing.check(book, "members", source, found)
    assert len(report.refused) == 1
    target = tmp_path / "ra.xlsx"
    write_refused("members", source.tables, found, report.refused, target)
    assert active(target) == []
    cells = [one for row in read_tables(target)[0].rows for one in row]
    assert "=cmd|' /C calc'!A0" in cells


def test_a_merged_line_of_an_annex_is_no_formula(tmp_path: Path) -> None:
    from desktop.reports.period_report_sheets import write_report_sheets  # noqa: PLC0415
    from tests.reports.test_period_report_sheets import make  # noqa: PLC0415

    columns = (ReportColumn("=1", 10), ReportColumn("Số", 5))
    table = ReportTable("study", "=1+1", columns, (("=1+1",), ("https://a.b", "@x")))
    write_report_sheets(tmp_path / "a.xlsx", make(annexes=(table,)))
    assert active(tmp_path / "a.xlsx") == []


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some.lists(some.tuples(SIGNED, SIGNED), min_size=1, max_size=4))
def test_a_text_that_begins_like_a_formula_comes_back_as_it_was(
    tmp_path: Path, rows: list[tuple[str, str]]
) -> None:
    path = tmp_path / "a.xlsx"
    columns = [SheetColumn("Một", Kind.TEXT, 10), SheetColumn("Hai", Kind.LONG_TEXT, 10)]
    write_workbook(path, rows[0][0], columns, rows, numbered=False)
    assert active(path) == []
    read = [tuple(one) for one in read_tables(path)[0].rows]
    assert read[-len(rows) :] == rows


def test_a_macro_is_never_kept_and_never_run(book: Book, tmp_path: Path) -> None:
    """A workbook with macros is read as cells; what is written of it has none."""
    path = tmp_path / "có macro.xlsm"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, ["Họ và tên", "Ghi chú"])
        sheet.write_row(1, 0, ["Nguyễn Thị Ánh", "a"])
        sheet.write_formula(1, 1, "=1+1", None, 2)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0")
    source = importing.read(path)
    importing.run(book, "members", source, importing.recognise("members", source))
    target = tmp_path / "ra.xlsx"
    exporting.export_all(book, "members", target)
    assert active(target) == []
    assert "Nguyễn Thị Ánh" in [one for row in read_tables(target)[0].rows for one in row]


def test_our_own_word_files_hold_only_page_numbers(tmp_path: Path) -> None:
    Document().save(str(tmp_path / "a.docx"))
    assert active(tmp_path / "a.docx") == []
