"""Reports of four years as PDF, Word and Excel, read back figure by figure."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from desktop.core.errors import UserProblem
from desktop.core.report_text import ANNEXES
from desktop.services import books, figures, period_reports, registers
from desktop.services.books import Book
from desktop.services.period_report_making import LONG
from desktop.services.period_report_papers import FORM, file_name, write_paper
from desktop.services.printing import make_pdf

from .four_years import FIRST, INSPECTIONS, LAST, MODELS, SESSIONS, YEARS, fill
from .rows import add

READ = Callable[[Path], list[Any]]
PERIOD = {"first": FIRST, "last": LAST, "kind": "final_review"}


@pytest.fixture(scope="module")
def made_once(empty_book: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = Path(shutil.copy(empty_book, tmp_path_factory.mktemp("bốn năm") / "sổ.gsdb"))
    book = books.open_book(path)
    fill(book)
    book.close()
    return path


@pytest.fixture
def board(made_once: Path, tmp_path: Path) -> Iterator[Book]:
    book = books.open_book(Path(shutil.copy(made_once, tmp_path / "sổ.gsdb")))
    yield book
    book.close()


def dotted(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def comma(part: int, whole: int) -> str:
    found = f"{part / whole * 100:.1f}".removesuffix(".0").replace(".", ",")
    return f"{found}%"


def expected_sentences() -> list[str]:
    invited = sum(one for some in SESSIONS.values() for one, _ in some)
    attended = sum(one for some in SESSIONS.values() for _, one in some)
    kinds = {
        "kiểm tra": "inspection",
        "giám sát chuyên đề": "thematic_supervision",
        "giám sát thường xuyên": "regular_supervision",
        "kiểm tra khi có dấu hiệu vi phạm": "violation_inspection",
    }
    told = "; ".join(
        f"{words} ({official(sum(o for o, _ in INSPECTIONS[kind]))} lượt tổ chức, "
        f"{official(sum(m for _, m in INSPECTIONS[kind]))} lượt đảng viên)"
        for words, kind in kinds.items()
    )
    total, persons = MODELS + 100, sum(place % 5 == 0 for place in range(MODELS + 100))
    lowest = dotted(MODELS - 37)
    return [
        "giai đoạn 2021 - 2024",
        "Trong kỳ đã ban hành 12 văn bản",
        "triển khai 04 văn bản của cấp trên",
        "Đã tổ chức 07 hội nghị học tập",
        f"Có {dotted(attended)} lượt người tham dự trên tổng số {dotted(invited)} lượt",
        f"đạt tỷ lệ trên {attended * 100 // invited}%",
        f"Trong kỳ có {dotted(total)} mô hình, gồm {dotted(total - persons)} mô hình của tập thể",
        f"và {dotted(persons)} mô hình của cá nhân",
        f"Có {dotted(MODELS)} mô hình được các cấp tuyên dương, khen thưởng; tính theo cấp cao",
        f"nhất: cấp tỉnh (04 mô hình); cấp huyện (33 mô hình); cấp cơ sở ({lowest} mô hình)",
        f"cấp tỉnh (04 mô hình); cấp huyện (37 mô hình); cấp cơ sở ({dotted(MODELS)} mô hình)",
        "Trong kỳ có 09 lượt khen thưởng, biểu dương; được khen có 05 tập thể và 04 cá nhân",
        f"(tính theo lượt): {told}",
    ]


def official(value: int) -> str:
    return f"0{value}" if 0 < value < 10 else dotted(value)


def expected_rows() -> list[str]:
    rows = []
    for place, year in enumerate(YEARS, start=1):
        invited = sum(one for one, _ in SESSIONS[year])
        attended = sum(one for _, one in SESSIONS[year])
        rate = comma(attended, invited)
        rows.append(f"{place} Năm {year} {len(SESSIONS[year])} {invited} {attended} {rate}")
    for place, (words, kind) in enumerate(
        (("Kiểm tra", "inspection"), ("Giám sát chuyên đề", "thematic_supervision")), start=1
    ):
        sums = [sum(one[at] for one in INSPECTIONS[kind]) for at in (0, 1)]
        rows.append(f"{place} {words} {dotted(sums[0])} {dotted(sums[1])}")
    return [
        *rows,
        f"1 Tỉnh 4 4 2 Huyện 37 33 3 Cơ sở {dotted(MODELS)} {dotted(MODELS - 37)}",
        f"Ít nhất một cấp {dotted(MODELS)} {dotted(MODELS)}",
        "1 Tỉnh 2 22,2% 2 Huyện 7 77,8% Cộng 9 100%",
    ]


def test_every_figure_is_right_in_the_pdf(board: Book, tmp_path: Path, read_pdf: READ) -> None:
    target = tmp_path / "a.pdf"
    pages = write_paper(board, target, PERIOD)
    found = read_pdf(target)
    assert pages == len(found)
    # page numbers are no part of the text
    words = " ".join(
        " ".join(one.text.split("\n", int(at > 0))[-1].split()) for at, one in enumerate(found)
    )
    for one in [*expected_sentences(), *expected_rows()]:
        assert one in words, one
    assert "Mô hình thứ " not in words  # so many aren't printed unasked
    annexes = words[words.index("PHỤ LỤC 1") :]
    assert annexes.count("412-QĐ/HU") == 7
    assert "Chuyên đề 2021 lần 1 02/03/2021 Hội trường Huyện ủy 400 396 99%" in annexes
    assert "Chuyên đề 2020" not in annexes


def test_every_figure_is_right_in_the_word_file(board: Book, tmp_path: Path) -> None:
    target = tmp_path / "a.docx"
    write_paper(board, target, PERIOD)
    document = docx.Document(str(target))
    words = " ".join(one.text for one in document.paragraphs)
    for one in expected_sentences():
        assert one in words, one
    told = " ".join(
        " ".join(text for cell in row.cells if (text := " ".join(cell.text.split())))
        for table in document.tables
        if len(table.rows) < 200
        for row in table.rows
    )
    for one in expected_rows():
        assert one in told, one


def test_a_long_list_is_printed_when_it_is_asked_for(
    board: Book, tmp_path: Path, read_pdf: READ
) -> None:
    assert MODELS > LONG
    report = period_reports.new_report(board, "final_review", "tổng kết", FIRST, LAST).value
    draft = period_reports.draft(board, report)
    assert draft.annexes == ("awards", "study")
    now = period_reports.report_now(board, report)
    assert now.long == {"models": MODELS}
    period_reports.save_draft(board, report, replace(draft, annexes=tuple(ANNEXES)))
    paper = period_reports.paper_of(board, report)
    printed = {one.key: sum(kind == "row" for kind, _ in one.lines()) for one in paper.annexes}
    assert printed == now.rows
    target = tmp_path / "a.pdf"
    write_paper(board, target, {"report": report})
    words = " ".join(
        " ".join(one.text.split("\n", int(at > 0))[-1].split())
        for at, one in enumerate(read_pdf(target))
    )
    annexes = words[words.index("PHỤ LỤC 1") :]
    assert f"Cấp cao nhất: Cơ sở ({dotted(MODELS - 37)} mô hình)" in annexes
    assert annexes.count("Mô hình thứ ") == MODELS
    write_paper(board, tmp_path / "a.docx", {"report": report})
    tables = docx.Document(str(tmp_path / "a.docx")).tables
    # a heading of each level, and the table's
    assert MODELS + 3 + 1 in [len(one.rows) for one in tables]


@pytest.mark.parametrize(
    ("kind", "title", "first", "last", "name"),
    [
        ("interim_review", "", date(2026, 1, 1), date(2026, 6, 30),
         "Báo cáo sơ kết 6 tháng đầu năm 2026"),
        ("final_review", "", date(2021, 1, 1), date(2025, 12, 31),
         "Báo cáo tổng kết giai đoạn 2021 - 2025"),
        ("other", "", date(2026, 4, 1), date(2026, 6, 30), "Báo cáo kết quả quý II năm 2026"),
        ("other", "sơ kết Chỉ thị 05-CT/TW:\nbước 1?", date(2026, 1, 1), date(2026, 1, 2),
         "Báo cáo sơ kết Chỉ thị 05-CT-TW_ bước 1_"),
        ("other", "Báo cáo nhanh", date(2026, 1, 1), date(2026, 1, 2), "Báo cáo nhanh"),
        ("other", "sơ kết " + "việc học tập " * 20, date(2026, 1, 1), date(2026, 1, 2),
         "Báo cáo sơ kết" + " việc học tập" * 6 + " việc"),
    ],
)  # fmt: skip
def test_a_file_has_a_name_that_tells_what_it_is(
    book: Book, kind: str, title: str, first: date, last: date, name: str
) -> None:
    title = title or period_reports.default_title(kind, first, last)
    report = period_reports.new_report(book, kind, title, first, last).value
    assert file_name(book, {"report": report}, ".docx") == f"{name}.docx"
    assert file_name(book, {"report": report}, ".xlsx") == f"{name} - phụ lục.xlsx"


def test_a_list_of_one_row_has_no_sum(book: Book) -> None:
    held = {"on": date(2026, 3, 1), "subject": "Chuyên đề 2026"}
    for count, expected in ((1, ()), (2, ("Cộng", None, "", 0, 0, None))):
        add(book, "study_sessions", **held)
        report = period_reports.new_report(
            book, "other", f"lần {count}", date(2026, 1, 1), date(2026, 12, 31)
        ).value
        (study,) = period_reports.paper_of(book, report).annexes
        assert (len(study.rows), study.total) == (count, expected)


def test_a_file_of_a_copy_has_its_number_and_one_of_a_unit_its_name(book: Book) -> None:
    unit = add(book, "units", name="Đảng bộ xã An Bình")
    first, last = date(2026, 1, 1), date(2026, 6, 30)
    title = period_reports.default_title("interim_review", first, last)
    report = period_reports.new_report(book, "interim_review", title, first, last, unit).value
    copy = period_reports.issue(book, report, "12/BC-UBND", date(2026, 7, 1)).value
    name = "Báo cáo sơ kết 6 tháng đầu năm 2026 - Đảng bộ xã An Bình.docx"
    assert file_name(book, {"report": report}, ".docx") == name
    assert file_name(book, {"issue": copy}, ".docx") == f"12-BC-UBND {name}"


def test_every_figure_is_right_in_the_workbook(board: Book, tmp_path: Path) -> None:
    target = tmp_path / "a.xlsx"
    sheets = write_paper(board, target, PERIOD)
    book = openpyxl.load_workbook(target)
    assert len(book.sheetnames) == sheets
    assert book.sheetnames[0] == "Số liệu"
    assert book.sheetnames[-3:] == ["Mô hình", "Khen thưởng", "Học tập"]
    figures_sheet = {
        (row[1], row[2]): row[3] for row in book["Số liệu"].iter_rows(values_only=True)
    }
    assert figures_sheet["Mô hình", "Mô hình"] == MODELS + 100
    assert figures_sheet["Khen thưởng", "Khen thưởng, biểu dương"] == 9
    study = next(one for one in book["Học tập"].iter_rows(values_only=True) if one[0] == 1)
    assert study[1] == "Chuyên đề 2021 lần 1"
    assert study[2].date() == date(2021, 3, 2)
    assert study[4:7] == (400, 396, pytest.approx(0.99))
    assert book["Mô hình"].max_row == 2 + 1 + 3 + MODELS
    book.close()


def test_a_report_of_a_unit_counts_that_unit(board: Book, tmp_path: Path, read_pdf: READ) -> None:
    target = tmp_path / "a.pdf"
    write_paper(board, target, {**PERIOD, "unit": 1})
    words = " ".join(" ".join(one.text.split()) for one in read_pdf(target))
    half = sum(one // 2 for some in SESSIONS.values() for one, _ in some)
    assert "Đảng bộ xã Mỹ Hòa báo cáo tổng kết" in words
    assert f"trên tổng số {dotted(half)} lượt người" in words
    assert "Kiểm tra, giám sát theo hình thức" not in words  # has no unit
    found = figures.figures(board, FIRST, LAST).models.total
    assert f"Trong kỳ có {dotted(found)} mô hình" not in words


def test_the_form_prints_this_year_without_options(
    book: Book, tmp_path: Path, read_pdf: READ
) -> None:
    made = make_pdf(book, FORM, tmp_path / "a.pdf")
    pages = read_pdf(tmp_path / "a.pdf")
    words = " ".join(pages[0].text.split())
    assert made.title == "Báo cáo sơ kết, tổng kết"
    assert "BÁO CÁO sơ kết việc học tập" in words
    assert "Bảng 1" not in words  # nothing has been entered
    assert "PHỤ LỤC" not in words
    assert words.index("I. KẾT QUẢ") < words.index("II. HẠN CHẾ")


@pytest.mark.parametrize(
    ("name", "given", "words"),
    [
        ("a.odt", {}, "Tên tệp phải kết thúc"),
        ("a.pdf", {"first": LAST, "last": FIRST}, "Ngày đầu kỳ sau"),
        ("a.docx", {"kind": "royal"}, "Không có loại báo cáo"),
        ("a.pdf", {"report": 7}, "xóa"),
        ("a.xlsx", {"issue": 7}, "xóa"),
        ("sổ.gsdb", {}, "kết thúc"),
    ],
)
def test_what_cannot_be_made_is_told_and_leaves_no_file(
    book: Book, tmp_path: Path, name: str, given: dict[str, Any], words: str
) -> None:
    before = sorted(tmp_path.iterdir())
    with pytest.raises(UserProblem, match=words):
        write_paper(book, tmp_path / name, given)
    assert sorted(tmp_path.iterdir()) == before


def test_names_with_signs_of_their_own_go_into_every_file(
    book: Book, tmp_path: Path, read_pdf: READ
) -> None:
    field = registers.options(book, "fields", "")[0].id
    registers.save(book, "fields", {"name": "A & B <c> {{kỳ}} [x]"}, field)
    given = {"registered_on": date(2026, 1, 2), "field_id": field}
    model = add(book, "models", name="«Hũ gạo» & <b>", **given)
    add(book, "model_levels", model_id=model, level="base")
    period = {"first": date(2026, 1, 1), "last": date(2026, 12, 31)}
    for ending in (".pdf", ".docx", ".xlsx"):
        write_paper(book, tmp_path / f"a{ending}", period)
    words = " ".join(" ".join(one.text.split()) for one in read_pdf(tmp_path / "a.pdf"))
    assert "«Hũ gạo» & <b>" in words
    told = docx.Document(str(tmp_path / "a.docx"))
    assert any("A & B <c>" in cell.text for one in told.tables for cell in one.columns[1].cells)


def test_awarded_collectives_stand_as_in_the_decision_s_list(book: Book) -> None:
    held = add(book, "rounds", title="Sơ kết 2 năm", meeting_on=date(2026, 5, 18))
    form_id = registers.options(book, "award_forms", "Bằng khen")[0].id
    for number in (16, 3, 1):
        add(book, "awards", round_id=held, form_id=form_id, recipient_kind="collective",
            recipient_name=f"Đảng bộ phường số {number}", state="agreed")  # fmt: skip
    report = period_reports.new_report(
        book, "interim_review", "sơ kết", date(2026, 1, 1), date(2026, 6, 30)
    ).value
    awards = next(one for one in period_reports.paper_of(book, report).annexes
                  if one.key == "awards")  # fmt: skip
    names = [row[0] for row in awards.rows if len(row) > 1]
    assert names == [f"Đảng bộ phường số {number}" for number in (1, 3, 16)]
