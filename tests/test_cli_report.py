"""`guongsang report summary`: the report of a period as a file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from desktop import cli
from desktop.core.register import Query
from desktop.services import books, registers
from desktop.services.period_report_making import LONG
from desktop.storage.bulk import insert_many


@pytest.fixture
def office(empty_book: Path, tmp_path: Path) -> Path:
    path = tmp_path / "Sổ.gsdb"
    path.write_bytes(empty_book.read_bytes())
    book = books.open_book(path)
    unit = registers.save(book, "units", {"name": "Đảng bộ xã Mỹ Hòa"}).value.id
    for name, one in (("Hũ gạo", unit), ("Tủ sách", None)):
        values = {"name": name, "unit_id": one, "registered_on": date(2025, 3, 2)}
        registers.save(book, "models", values)
    book.close()
    return path


@pytest.mark.parametrize(
    ("form", "days"),
    [
        ("year-overview", ("--from", "0001-01-01", "--to", "0002-01-01")),
        ("model-statistics", ("--from", "9999-01-01", "--to", "9999-12-31")),
        ("pledges-due-soon", ("--on", "9999-12-31")),
        ("summary", ("--from", "1799-12-31", "--to", "2025-12-31")),
    ],
)
def test_a_day_of_a_year_that_no_book_has_is_told(
    office: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str, days: tuple[str]
) -> None:
    target = tmp_path / "a.pdf"
    code = cli.main(["report", form, "--book", str(office), "--out", str(target), *days])
    error = capsys.readouterr().err
    assert (code, error.count("\n")) == (2, 1)
    assert f"«{days[-1] if form == 'pledges-due-soon' else days[1]}» không phải ngày" in error
    assert not target.exists()


def test_a_unit_is_told_as_for_the_figures(
    office: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = books.open_book(office)
    for name in ("Đảng bộ A", "Đảng bộ B"):
        above = registers.save(book, "units", {"name": name}).value.id
        registers.save(book, "units", {"name": "Chi bộ 1", "parent_id": above})
    book.close()
    for form in ("summary", "figures"):
        given = ["--from", "2025-01-01", "--to", "2025-12-31", "--unit", "Đảng bộ B > Chi bộ 1"]
        target = str(tmp_path / "a.pdf")
        code = cli.main(["report", form, "--book", str(office), "--out", target, *given])
        assert (code, capsys.readouterr().err) == (0, "")


def test_a_registers_own_list_is_of_the_unit_or_says_that_it_is_whole(
    office: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def report(form: str, *more: str) -> tuple[int, str]:
        target = str(tmp_path / "a.xlsx")
        code = cli.main(["report", form, "--book", str(office), "--out", target, *more])
        told = capsys.readouterr()
        return code, (told.out + told.err).strip()

    assert report("models")[1].endswith("2 dòng")
    assert report("models", "--unit", "Mỹ Hòa")[1].endswith("1 dòng")
    assert report("models", "--unit", "Mỹ Hòa", "--search", "tủ sách")[1].endswith("0 dòng")
    for form, option, value in (
        ("models", "--from", "01/01/2025"),
        ("models", "--on", "01/01/2025"),
        ("inspections", "--unit", "Mỹ Hòa"),
    ):
        code, error = report(form, option, value)
        assert code == 2
        assert f"«{form}» luôn gồm mọi dòng nên không nhận {option}" in error


def summary(office: Path, target: Path, *more: str) -> int:
    days = ["--from", "01/01/2025", "--to", "2025-12-31"]
    return cli.main(
        ["report", "summary", "--book", str(office), *days, "--out", str(target), *more]
    )


def test_it_writes_each_kind_of_file(
    office: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], read_pdf: Callable[..., Any]
) -> None:
    for ending, told in ((".pdf", "trang"), (".docx", "bảng"), (".xlsx", "trang tính")):
        assert summary(office, tmp_path / f"a{ending}", "--kind", "tong-ket") == 0
        assert capsys.readouterr().out.strip().endswith(told)
    words = " ".join(" ".join(one.text.split()) for one in read_pdf(tmp_path / "a.pdf"))
    assert "BÁO CÁO tổng kết việc học tập" in words
    assert "Trong kỳ có 02 mô hình" in words
    document = docx.Document(str(tmp_path / "a.docx"))
    assert any("Trong kỳ có 02 mô hình" in one.text for one in document.paragraphs)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames[0] == "Số liệu"
    book.close()
    kept = books.open_book(office)
    assert registers.count(kept, Query("period_reports")) == 0
    kept.close()


def test_it_can_be_of_a_unit(office: Path, tmp_path: Path, read_pdf: Callable[..., Any]) -> None:
    assert summary(office, tmp_path / "a.pdf", "--unit", "Mỹ Hòa") == 0
    words = " ".join(" ".join(one.text.split()) for one in read_pdf(tmp_path / "a.pdf"))
    assert "BÁO CÁO sơ kết" in words
    assert "Đảng bộ xã Mỹ Hòa báo cáo" in words
    assert "Trong kỳ có 01 mô hình" in words


def test_new_models_go_by_a_day(office: Path, tmp_path: Path, read_pdf: Callable[..., Any]) -> None:
    assert summary(office, tmp_path / "a.pdf", "--new-since", "31/12/2024") == 0
    words = " ".join(" ".join(one.text.split()) for one in read_pdf(tmp_path / "a.pdf"))
    assert "Số mô hình mới đăng ký kể từ ngày 31/12/2024 là" in words


def test_the_figures_on_paper_go_by_a_day_and_a_list_takes_none(
    office: Path, tmp_path: Path, read_pdf: Callable[..., Any], capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "a.pdf"
    asked = ["report", "--book", str(office), "--out", str(target), "--new-since", "31/12/2024"]
    assert cli.main([*asked, "models"]) == 2
    assert "«models» không nhận --new-since" in capsys.readouterr().err
    assert not target.exists()
    assert cli.main([*asked, "figures", "--from", "2020-01-01", "--to", "2025-12-31"]) == 0
    words = " ".join(" ".join(one.text.split()) for one in read_pdf(target))
    assert "Mô hình mới (kể từ ngày 31/12/2024)" in words


def test_long_annexes_are_printed_when_asked_for(
    office: Path, tmp_path: Path, read_pdf: Callable[..., Any]
) -> None:
    book = books.open_book(office)
    names = [f"Mô hình thứ {n}" for n in range(LONG + 1)]
    with book.write("Nhập") as session:
        rows = ({"name": one, "kind": "collective"} for one in names)
        models = insert_many(session, "models", rows, words="Nhập")
        levels = ({"model_id": one, "level": "base"} for one in models)
        insert_many(session, "model_levels", levels, words="Nhập")
    book.close()
    assert summary(office, tmp_path / "a.pdf") == 0
    assert summary(office, tmp_path / "b.pdf", "--long") == 0
    short, whole = (read_pdf(tmp_path / f"{one}.pdf") for one in "ab")
    assert not any(names[-1] in one.text for one in short)
    assert any(names[-1] in one.text for one in whole)


@pytest.mark.parametrize(
    ("more", "code", "words"),
    [
        (("--from", "2026-01-01"), 1, "Ngày đầu kỳ sau ngày cuối kỳ"),
        (("--unit", "Không có"), 1, "Không có"),
        (("--kind", "royal"), 2, "royal"),
        (("--output", "a.odt"), 2, ".docx"),
    ],
)
def test_what_is_wrong_is_one_line(
    office: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    more: tuple[str, ...], code: int, words: str,
) -> None:  # fmt: skip
    assert summary(office, tmp_path / "a.pdf", *more) == code
    told = capsys.readouterr().err
    assert told.startswith("guongsang: ")
    assert told.count("\n") == 1
    assert words in told
    assert not (tmp_path / "a.pdf").exists()


@pytest.mark.parametrize("left_out", ["--book", "--from", "--to", "--out"])
def test_what_is_missing_is_named(
    office: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], left_out: str
) -> None:
    given = {"--book": office, "--from": "2025-01-01", "--to": "2025-12-31",
             "--out": tmp_path / "a.pdf"}  # fmt: skip
    arguments = [str(word) for pair in given.items() if pair[0] != left_out for word in pair]
    assert cli.main(["report", "summary", *arguments]) == 2
    assert left_out in capsys.readouterr().err


def test_the_list_can_be_printed_by_name_too(office: Path, tmp_path: Path) -> None:
    arguments = ["report", "period-report", "--book", str(office)]
    for ending in (".pdf", ".docx", ".xlsx"):
        assert cli.main([*arguments, "--output", str(tmp_path / f"a{ending}")]) == 0
        assert (tmp_path / f"a{ending}").stat().st_size > 5_000


def test_the_whole_record_of_one_person(
    office: Path, tmp_path: Path, run: Callable[..., tuple[int, str, str]]
) -> None:
    book = books.open_book(office)
    registers.save(book, "members", {"full_name": "Đặng Như Ý", "card_number": "00123456"})
    book.close()
    paper = tmp_path / "Người.pdf"
    for words in ("00123456", "như ý", "1"):
        asked = ("--book", office, "--member", words, "--output", paper)
        code, said, _ = run("report", "person-record", *asked)
        assert (code, said.rstrip().endswith(" trang")) == (0, True), said
        assert paper.read_bytes().startswith(b"%PDF")
        paper.unlink()
    code, _, wrong = run("report", "members", "--book", office, "--member", "1", "--output", paper)
    assert (code, "--member" in wrong) == (2, True)
    assert not paper.exists()
