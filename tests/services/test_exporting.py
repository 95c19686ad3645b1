"""Registers written to Excel and Word, and read back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import pytest
from python_calamine import CalamineWorkbook

from desktop.core.errors import Cancelled, UserProblem
from desktop.core.register import Query
from desktop.services import exporting, registers
from desktop.services.books import Book
from desktop.services.registers import UnitNode
from desktop.services.sheets import layout
from desktop.storage.registers import SPECS

from .rows import add

WRITTEN_BY_PROGRAM = {
    "attachments",
    "notes",
    "submissions",
    "remarks",
    "same_records",
    "report_issues",
}
TYPED = sorted(set(SPECS) - WRITTEN_BY_PROGRAM)


@pytest.fixture
def office(book: Book) -> Book:
    """A book with two units of one name, members, a pledge of two items, a model, awards."""
    above = [add(book, "units", name=f"Đảng bộ xã {one}", kind="party_committee") for one in "AB"]
    cells = [add(book, "units", name="Chi bộ 1", parent_id=one) for one in above]
    add(
        book,
        "members",
        full_name="Trần Văn Đức",
        birth_date="1975-05",
        card_number="00123456",
        admitted_on="2003-02-03",
        unit_id=cells[0],
        exempt=True,
        note="=1+1",
    )
    add(book, "members", full_name="Nguyễn Thị Ánh", birth_date="1890", unit_id=cells[1])
    gone = add(book, "members", full_name="Lê Văn Xóa")
    registers.delete(book, "members", [gone])
    return book


def read(target: Path) -> tuple[list[Any], list[dict[str, Any]]]:
    """Return what stands above the headings, and the rows by their headings; blanks left out."""
    if target.suffix == ".docx":
        document = docx.Document(str(target))
        rows = [[cell.text for cell in row.cells] for row in document.tables[-1].rows]
        above = [one.text for one in document.paragraphs if one.text]
    else:
        rows = CalamineWorkbook.from_path(target).get_sheet_by_index(0).to_python()
        start = next(place for place, row in enumerate(rows) if row[0] == "STT")
        above, rows = [row[0] for row in rows[:start]], rows[start:]
    heading, *lines = rows
    return above, [
        {name: value for name, value in zip(heading, one, strict=True) if value != ""}
        for one in lines
    ]


def test_every_member_goes_out_with_every_column(office, tmp_path):
    target = tmp_path / "đảng viên.xlsx"
    assert exporting.export_all(office, "members", target) == 2
    above, rows = read(target)
    assert above == ["DANH SÁCH ĐẢNG VIÊN"]
    assert rows == [
        {
            "STT": 1,
            "Họ và tên": "Nguyễn Thị Ánh",
            "Ngày sinh": "1890",
            "Chi bộ": "Chi bộ 1 / Đảng bộ xã B",
            "Trạng thái": "Chính thức",
        },
        {
            "STT": 2,
            "Họ và tên": "Trần Văn Đức",
            "Ngày sinh": "05/1975",
            "Số thẻ đảng": "00123456",
            "Ngày kết nạp": date(2003, 2, 3),
            "Chi bộ": "Chi bộ 1 / Đảng bộ xã A",
            "Trạng thái": "Chính thức",
            "Miễn sinh hoạt": "x",
            "Ghi chú": "=1+1",
        },
    ]
    written = CalamineWorkbook.from_path(target).get_sheet_by_index(0).to_python()[1]
    assert written == ["STT", *(one.field.heading for one in layout("members"))]


@pytest.mark.parametrize("ending", [".xlsx", ".docx", ".XLSX"])
def test_a_view_goes_out_as_it_is_seen(ending, office, tmp_path):
    target = tmp_path / f"a{ending}"
    query = Query("members", sort="full_name", descending=True)
    names = ["birth_date", "full_name"]
    assert exporting.export_view(office, query, names, target, filters="Chi bộ: tất cả") == 2
    above, rows = read(target.rename(target.with_suffix(ending.lower())))
    assert above == ["DANH SÁCH ĐẢNG VIÊN", "Chi bộ: tất cả"]
    assert [list(one)[1:] for one in rows] == [["Ngày sinh", "Họ và tên"]] * 2
    assert [one["Họ và tên"] for one in rows] == ["Trần Văn Đức", "Nguyễn Thị Ánh"]
    found = Query("members", search="anh")
    assert exporting.export_view(office, found, names, tmp_path / f"b{ending}") == 1


def test_a_view_without_columns_has_those_of_the_table(office, tmp_path):
    target = tmp_path / "a.docx"
    exporting.export_view(office, Query("units"), (), target)
    _above, rows = read(target)
    assert rows[0] == {
        "STT": "1",
        "Tên đơn vị": "Chi bộ 1",
        "Loại": "Chi bộ trực thuộc",
        "Trực thuộc": "Đảng bộ xã A",
    }


def test_rows_that_belong_to_another_record_say_to_which(office, tmp_path):
    unit = add(office, "units", name="Chi bộ ấp Một")
    for day in (1, 2):  # of one name: told apart by their days
        held = add(office, "study_sessions", subject="Nghị quyết", on=date(2024, 3, day))
        add(office, "study_attendances", session_id=held, unit_id=unit, invited=10, attended=day)
    plan = add(office, "plans", period="year", year=2024, title="Kế hoạch năm")
    add(office, "plan_items", plan_id=plan, content="Mở hội nghị")
    target = tmp_path / "dự học tập.xlsx"
    shown = ("unit_id", "invited", "attended")
    query = Query("study_attendances", filters={"session_id": held}, sort="attended")
    exporting.export_view(office, query, shown, target)
    (row,) = read(target)[1]
    assert list(row) == ["STT", "Hội nghị học tập", "Đơn vị", "Số triệu tập", "Số tham dự"]
    assert row["Hội nghị học tập"] == "Nghị quyết (02/03/2024)"
    exporting.export_view(office, Query("plan_items"), ("content",), target)
    (row,) = read(target)[1]
    assert (row["Kế hoạch"], row["Công việc"]) == ("Kế hoạch năm", "Mở hội nghị")
    exporting.export_view(office, Query("plan_items"), ("content", "plan_id"), target)
    (row,) = read(target)[1]
    assert list(row) == ["STT", "Công việc", "Kế hoạch"]  # where the clerk has it


@pytest.mark.parametrize("register", sorted(one.name for one in SPECS.values() if one.parent))
def test_every_register_of_owned_rows_has_its_owner_beside_them(register, office, tmp_path):
    target = tmp_path / f"{register}.xlsx"
    exporting.export_view(office, Query(register), (), target)
    rows = CalamineWorkbook.from_path(target).get_sheet_by_index(0).to_python()
    (heading,) = (row for row in rows if row[0] == "STT")
    declared = SPECS[register]
    assert declared.by_name[declared.parent].heading in heading


def test_the_recycle_bin_can_go_out_too(office, tmp_path):
    query = Query("members", deleted=True)
    exporting.export_view(office, query, ["full_name"], tmp_path / "a.xlsx")
    assert read(tmp_path / "a.xlsx")[1] == [{"STT": 1, "Họ và tên": "Lê Văn Xóa"}]


def test_a_word_list_has_the_offices_head(office, tmp_path):
    target = tmp_path / "a.docx"
    exporting.export_view(office, Query("members"), ["full_name"], target)
    head = docx.Document(str(target)).tables[0].rows[0].cells
    assert head[0].text == "HUYỆN ỦY CẦU NGANG\nBAN TUYÊN GIÁO"
    assert head[1].text.startswith("Cầu Ngang, ngày ")


def test_a_pledge_of_several_items_is_several_lines(office, tmp_path):
    pledge = add(office, "pledges", year=2026, kind="registration", name="Tổ 1")
    for content, done in (("Việc hai", date(2026, 5, 1)), ("Việc ba", None)):
        add(office, "pledge_items", pledge_id=pledge, content=content, done_on=done)
    for on, rating in ((date(2026, 12, 1), "excellent"), (date(2026, 6, 1), "good")):
        values = {"period_kind": "year", "reviewed_on": on, "rating": rating}
        add(office, "pledge_reviews", pledge_id=pledge, **values)
    add(office, "pledges", year=2025, kind="registration", name="Tổ 2")
    assert exporting.export_all(office, "pledges", tmp_path / "a.xlsx") == 3
    _above, rows = read(tmp_path / "a.xlsx")
    shown = ("Năm", "Người đăng ký", "Nội dung", "Ngày hoàn thành", "Xếp loại")
    best = "Hoàn thành xuất sắc nhiệm vụ"
    assert {tuple(one.get(name) for name in shown) for one in rows} == {
        (2026, "Tổ 1", "Việc hai", date(2026, 5, 1), best),
        (2026, "Tổ 1", "Việc ba", None, best),
        (2025, "Tổ 2", None, None, None),
    }
    # only the pledge's own columns: a line each
    assert exporting.export_view(office, Query("pledges"), ["name"], tmp_path / "b.xlsx") == 2


def test_a_model_has_its_levels_in_one_cell(office, tmp_path):
    model = add(office, "models", name="Camera an ninh", kind="collective", code="MH1")
    add(office, "model_levels", model_id=model, level="province", on=date(2019, 5, 19))
    add(office, "model_levels", model_id=model, level="district")
    exporting.export_all(office, "models", tmp_path / "a.xlsx")
    assert read(tmp_path / "a.xlsx")[1][0]["Cấp tuyên dương"] == "Huyện; Tỉnh (19/05/2019)"


def test_an_award_has_its_round_its_decision_and_the_very_model(office, tmp_path):
    models = [
        add(office, "models", name="Camera an ninh", kind="collective", code=code)
        for code in ("MH1", "MH2")
    ]
    held = add(office, "rounds", title="Sơ kết", meeting_on=date(2026, 5, 19))
    decided = add(office, "decisions", round_id=held, number="15-QĐ/HU", level="district")
    form = registers.options(office, "award_forms", "giay khen")[0].id
    member = registers.options(office, "members", "duc")[0].id
    add(
        office,
        "awards",
        round_id=held,
        decision_id=decided,
        form_id=form,
        member_id=member,
        model_id=models[1],
        money=500_000,
        recipient_kind="individual",
        state="agreed",
    )
    add(
        office,
        "awards",
        round_id=held,
        form_id=form,
        recipient_name="Tổ 1",
        recipient_kind="collective",
    )
    assert exporting.export_all(office, "awards", tmp_path / "a.xlsx") == 2
    _above, rows = read(tmp_path / "a.xlsx")
    one = next(one for one in rows if one.get("Số thẻ đảng"))
    wanted = {
        "Đợt": "Sơ kết",
        "Ngày hội nghị": date(2026, 5, 19),
        "Số quyết định": "15-QĐ/HU",
        "Cấp khen": "Huyện",
        "Hình thức khen": "Giấy khen",
        "Họ và tên / Tên tập thể": "Trần Văn Đức",
        "Số thẻ đảng": "00123456",
        "Mức thưởng": 500_000,
        "Mô hình": "MH2",
        "Kết quả": "Đồng ý",
    }
    assert {name: one[name] for name in wanted} == wanted
    other = next(one for one in rows if not one.get("Số thẻ đảng"))
    assert other["Đợt"] == "Sơ kết"
    assert "Số quyết định" not in other


def test_points_and_days_go_out_as_numbers(office, tmp_path):
    values = {"rated_kind": "member", "name": "Ánh", "rating": "good", "points": Decimal("92.55")}
    add(office, "yearly_ratings", period_to=date(2026, 12, 31), **values)
    exporting.export_all(office, "yearly_ratings", tmp_path / "a.xlsx")
    (row,) = read(tmp_path / "a.xlsx")[1]
    assert (row["Tổng điểm"], row["Đến ngày"]) == (92.55, date(2026, 12, 31))


def test_a_unit_is_told_from_others_of_its_name():
    units = [
        UnitNode(1, None, "Huyện ủy", False),
        UnitNode(2, 1, "Xã A", False),
        UnitNode(3, 1, "Xã B", False),
        UnitNode(4, 2, "Chi bộ 1", False),
        UnitNode(5, 3, "Chi bộ 1", False),
        UnitNode(6, 2, "Chi bộ 2", False),
        UnitNode(7, 3, "Chi bộ 2", True),
        UnitNode(8, 3, "CHI BỘ 3", True),
    ]
    assert exporting.unit_words(units) == {
        1: "Huyện ủy",
        2: "Xã A",
        3: "Xã B",
        4: "Chi bộ 1 / Xã A",
        5: "Chi bộ 1 / Xã B",
        6: "Chi bộ 2",
        7: "Chi bộ 2 / Xã B",
        8: "CHI BỘ 3",
    }


@pytest.mark.parametrize("register", sorted(SPECS))
def test_every_register_goes_out(register, office, tmp_path):
    expected = registers.count(office, Query(register))
    for ending in (".xlsx", ".docx"):
        target = tmp_path / f"a{ending}"
        assert exporting.export_all(office, register, target) == expected
        assert len(read(target)[1]) == expected


def test_many_rows_go_out_in_parts_alike(office, tmp_path, monkeypatch):
    for place in range(7):
        pledge = add(office, "pledges", year=2026, kind="registration", name=f"Tổ {place}")
        add(office, "pledge_items", pledge_id=pledge, content=f"Việc {place}")
    whole, parts = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    exporting.export_all(office, "pledges", whole)
    monkeypatch.setattr(exporting, "_CHUNK", 2)
    heard: list[tuple[int, int]] = []
    progress = lambda done, total: heard.append((done, total))  # noqa: E731 - as it is handed over
    exporting.export_all(office, "pledges", parts, progress=progress)
    assert parts.read_bytes() == whole.read_bytes()
    assert heard == [(0, 7), (2, 7), (4, 7), (6, 7), (7, 7)]


@pytest.mark.parametrize("ending", [".xlsx", ".docx"])
def test_it_can_be_cancelled_and_leaves_what_was_there(ending, office, tmp_path):
    target = tmp_path / f"a{ending}"
    target.write_bytes(b"before")

    def progress(done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        exporting.export_all(office, "members", target, progress=progress)
    assert target.read_bytes() == b"before"
    assert not list(tmp_path.glob(".gs-*"))


def test_what_can_not_be_written_is_one_sentence(office, tmp_path, monkeypatch):
    query = Query("members")
    with pytest.raises(UserProblem, match=r"\.xlsx"):
        exporting.export_view(office, query, [], tmp_path / "a.xls")
    with pytest.raises(UserProblem, match="cột"):
        exporting.export_view(office, query, ["không có"], tmp_path / "a.xlsx")
    book = office.path.with_suffix(".xlsx")
    book.hardlink_to(office.path)
    before = office.path.read_bytes()
    with pytest.raises(UserProblem, match="ghi đè"):
        exporting.export_view(office, query, [], book)
    with pytest.raises(UserProblem, match="ghi đè"):
        exporting.template(office, "members", book)
    assert office.path.read_bytes() == before
    monkeypatch.setattr(exporting, "_MOST_IN_WORD", 1)
    with pytest.raises(UserProblem, match="Word"):
        exporting.export_all(office, "members", tmp_path / "a.docx")
    assert not (tmp_path / "a.docx").exists()


def test_a_form_that_is_only_pdf_says_so(office, tmp_path):
    with pytest.raises(UserProblem, match=r"đề nghị khen thưởng.*PDF"):
        exporting.export_form(office, "commendation-proposal", tmp_path / "a.xlsx")
    assert exporting.export_form(office, "members", tmp_path / "a.xlsx") == 2


# templates


@pytest.fixture
def template(office: Book, tmp_path: Path) -> Iterator[Any]:
    import openpyxl  # noqa: PLC0415 - slow to load, used here alone

    target = tmp_path / "mẫu.xlsx"
    exporting.template(office, "members", target)
    found = openpyxl.load_workbook(target)
    yield found
    found.close()


def test_a_template_shows_how_a_member_is_written(template):
    sheet = template["Danh sách"]
    row = {heading.value: cell.value for heading, cell in zip(sheet[3], sheet[4], strict=True)}
    assert row["STT"] == "Ví dụ"
    assert row["Họ và tên"] == "Nguyễn Thị Ánh"
    assert row["Số thẻ đảng"] == "00123456"
    assert row["Ngày kết nạp"] == "02/2003"
    assert row["Giới tính"] == "Nữ"
    assert row["Chi bộ"] == "Chi bộ 1 / Đảng bộ xã A"
    required = [cell.value for cell in sheet[3] if cell.font.color.rgb == "FFC00000"]
    assert required == ["Họ và tên"]
    hints = [row[0].value for row in template["Hướng dẫn"].iter_rows()]
    assert any("Ví dụ" in one and "không được đọc" in one for one in hints)
    assert any("bắt buộc: «Họ và tên»" in one for one in hints)


def test_a_template_offers_the_books_units_and_fixed_words(template):
    sheet = template["Danh sách"]
    letters = {cell.value: cell.column_letter for cell in sheet[3]}
    rules = {str(one.sqref): one for one in sheet.data_validations.dataValidation}
    assert rules[f"{letters['Giới tính']}4:{letters['Giới tính']}2000"].formula1 == '"Nam,Nữ"'
    units = rules[f"{letters['Chi bộ']}4:{letters['Chi bộ']}2000"]
    assert units.showErrorMessage is False
    offered = set(units.formula1.strip('"').split(","))
    assert {"Chi bộ 1 / Đảng bộ xã A", "Chi bộ 1 / Đảng bộ xã B"} <= offered


@pytest.mark.parametrize("register", TYPED)
def test_every_register_that_is_typed_has_a_template(register, office, tmp_path):
    exporting.template(office, register, tmp_path / "a.xlsx")
    _above, (row,) = read(tmp_path / "a.xlsx")
    assert row.pop("STT") == "Ví dụ"
    asked = [one for one in layout(register) if one.field.editable]
    for one in asked:
        if one.required:
            assert row[one.field.heading] != "", one.key
    assert set(row) <= {one.field.heading for one in asked}


def test_what_the_program_writes_itself_has_no_template(office, tmp_path):
    for register in sorted(set(SPECS) - set(TYPED)):
        with pytest.raises(UserProblem, match="tự ghi"):
            exporting.template(office, register, tmp_path / "a.xlsx")
    with pytest.raises(UserProblem, match=r"\.xlsx"):
        exporting.template(office, "members", tmp_path / "a.docx")
    assert not (tmp_path / "a.xlsx").exists()
