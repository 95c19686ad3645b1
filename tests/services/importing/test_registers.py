"""Units, pledges, models, awards and documents out of spreadsheets and Word tables."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import docx
import pytest

from desktop.core.register import Query
from desktop.core.vietnamese.legacy import Encoding, encode
from desktop.services import figures, registers, undoing
from desktop.services.books import check_file
from desktop.services.importing import Options
from desktop.storage.book import Book

from .conftest import Sheet, outcomes, taken

BEGIN, END = date(2024, 1, 1), date(2024, 12, 31)
PLEDGES = ("Năm", "Loại", "Người đăng ký", "Số thẻ đảng", "Chi bộ", "Ngày đăng ký", "Nội dung",
           "Gắn với nhiệm vụ", "Chỉ tiêu", "Thời hạn", "Hình thức công khai", "Ngày công khai",
           "Kết quả", "Xếp loại")  # fmt: skip
AWARDS = ("Đợt", "Số quyết định", "Ngày quyết định", "Cấp khen", "Cơ quan ban hành",
          "Hình thức khen", "Đối tượng", "Họ và tên / Tên tập thể", "Chức vụ, đơn vị",
          "Thành tích", "Mức thưởng", "Kết quả")  # fmt: skip


def all_rows(book: Book, register: str) -> list[dict[str, object]]:
    found = registers.rows(book, register, list(registers.keys(book, Query(register))))
    return [{**one.values, **one.labels} for one in found]


def test_units_whose_parents_stand_further_down(book: Book, sheet: Sheet) -> None:
    path = sheet(
        [
            ["Mã", "Tên đơn vị", "Loại", "Trực thuộc", "Ngày thành lập", "Ngày kết thúc",
             "Sáp nhập vào"],
            ["A1", "Chi bộ Ấp Chợ", "Chi bộ trực thuộc", "Đảng bộ xã Tân Long", 1998, None, None],
            ["A2", "Chi bộ Ấp Giữa", None, "Đảng bộ xã Tân Long", None, "1/7/2025",
             "Chi bộ Ấp Chợ"],
            ["A", "Đảng bộ xã Tân Long", "Đảng bộ cơ sở", None, "5/1976", None, None],
        ]
    )  # fmt: skip
    assert outcomes(taken(book, "units", path)) == {"new": 3}
    found = {str(one["name"]): one for one in all_rows(book, "units")}
    assert found["Chi bộ Ấp Chợ"]["parent_id"] == "Đảng bộ xã Tân Long"
    assert found["Chi bộ Ấp Giữa"]["merged_into_id"] == "Chi bộ Ấp Chợ"
    assert found["Chi bộ Ấp Giữa"]["kind"] == "cell"
    assert found["Đảng bộ xã Tân Long"]["established"] == "1976-05"
    assert outcomes(taken(book, "units", path)) == {"same": 3}


def test_units_in_a_circle_are_refused(book: Book, sheet: Sheet) -> None:
    path = sheet([["Tên đơn vị", "Trực thuộc"], ["Chi bộ A", "Chi bộ B"], ["Chi bộ B", "Chi bộ A"],
                  ["Chi bộ C", None]])  # fmt: skip
    assert outcomes(taken(book, "units", path)) == {"new": 1, "refused": 2}


def test_pledges_of_several_items_are_one_pledge(book: Book, sheet: Sheet) -> None:
    registers.save(book, "campaigns", {"year": 2024, "title": "Đăng ký năm 2024",
                                       "deadline": date(2024, 3, 31)})  # fmt: skip
    unit = registers.save(book, "units", {"name": "Chi bộ 1"}).value.id
    member = {"full_name": "Nguyễn Thị Ánh", "card_number": "00000001", "unit_id": unit}
    registers.save(book, "members", member)
    kind = "Bản đăng ký học tập và làm theo"
    path = sheet(
        [
            PLEDGES,
            [2024, kind, "Nguyễn Thị Ánh", "00000001", "Chi bộ 1", "5/3/2024", "Đọc sách mỗi tuần",
             "Tuyên truyền", "52 quyển", "31/12/2024", "Niêm yết", "10/3/2024", None,
             "Hoàn thành tốt nhiệm vụ"],
            [2024, kind, "Nguyễn Thị Ánh", "00000001", "Chi bộ 1", "5/3/2024", "Giúp 02 hộ nghèo",
             None, "02 hộ", "30/6/2024", None, None, "Đã giúp", None],
            [2024, kind, "Chi bộ 1", None, None, "5/3/2024", "Giữ chi bộ trong sạch", None, None,
             None, None, None, None, None],
            [2024, kind, "Bùi Văn Ngoài", None, None, None, None, None, None, None, None, None,
             None, None],
        ]
    )  # fmt: skip
    assert outcomes(taken(book, "pledges", path)) == {"new": 4}
    assert registers.count(book, Query("pledges")) == 3
    assert registers.count(book, Query("pledge_items")) == 3
    kinds = {str(one["name"]): one["pledger_kind"] for one in all_rows(book, "pledges")}
    assert kinds == {
        "Nguyễn Thị Ánh": "member", "Chi bộ 1": "organisation", "Bùi Văn Ngoài": "other"
    }  # fmt: skip
    told = figures.figures(book, BEGIN, END).to_json_dict()["pledges"]
    assert (told["public"], told["by_rating"]) == (1, {"good": 1})
    assert (told["overdue_items"], told["others"]) == (2, 3)
    again = taken(book, "pledges", path)
    assert set(outcomes(again)) <= {"same", "repeated"}
    assert again.batch == ""


def test_models_with_levels_and_origin(book: Book, sheet: Sheet) -> None:
    path = sheet(
        [
            ["Mã", "Tên mô hình", "Loại", "Lĩnh vực", "Đơn vị", "Ngày đăng ký", "Tình trạng",
             "Cấp tuyên dương", "Nhân rộng từ"],
            ["M2", "Tiết kiệm ở ấp Giữa", "Tập thể", "An sinh xã hội, từ thiện", "Chi bộ Ấp Giữa",
             "1/2/2024", "Đang thực hiện", None, "M1"],
            ["M1", "Tiết kiệm nuôi heo đất", "Tập thể", "An sinh xã hội, từ thiện",
             "Chi bộ Ấp Chợ", "1/1/2024", "Nhân rộng", "Huyện; Tỉnh (19/05/2024)", None],
            ["M3", "Dạy học tình thương", "cá nhân", "Khuyến học", None, "3/3/2024", "Công nhận",
             "xã", None],
            ["M4", "Không rõ cấp", "Cá nhân", None, None, None, "Đăng ký", "Liên hiệp quốc", None],
        ]
    )  # fmt: skip
    report = taken(book, "models", path)
    assert outcomes(report) == {"new": 3, "refused": 1}
    assert report.new_words == [("lĩnh vực", "Khuyến học")]
    found = {one["code"]: one for one in all_rows(book, "models")}
    assert found["M2"]["replicated_from_id"] == "Tiết kiệm nuôi heo đất"
    told = figures.figures(book, BEGIN, END).to_json_dict()["models"]
    assert (told["total"], told["individual"], told["new"]) == (3, 1, 3)
    assert told["commended"] == {
        "any": 2, "base": 0, "commune": 1, "district": 1, "province": 1, "central": 0
    }  # fmt: skip
    assert outcomes(taken(book, "models", path)) == {"same": 3, "refused": 1}


def test_awards_make_their_rounds_and_decisions(book: Book, sheet: Sheet) -> None:
    registers.save(book, "units", {"name": "Chi bộ Ấp Chợ"})
    rows = [
        AWARDS,
        ["Sơ kết 2024", "12-QĐ/HU", "19/5/2024", "Huyện", "Huyện ủy", "Giấy khen", "Tập thể",
         "Chi bộ Ấp Chợ", None, "Đi đầu", 1_000_000, "Đồng ý"],
        ["Sơ kết 2024", "12-QĐ/HU", "19/5/2024", "Huyện", "Huyện ủy", "Giấy khen", None,
         "Nguyễn Thị Ánh", "Bí thư Chi bộ 1", "Gương mẫu", "500.000 đồng", "Đồng ý"],
        ["Sơ kết 2024", "99/QĐ-UBND", "20/5/2024", "Tỉnh", "UBND tỉnh", "Bằng khen", None,
         "Hộ ông Lê Văn Tám", None, None, None, "Đã trao"],
        ["Sơ kết 2024", None, None, None, None, "Thư khen", "Cá nhân", "Trần Văn Chín", None, None,
         None, None],
        [None, None, None, None, None, "Thư khen", "Cá nhân", "Không có đợt", None, None, None,
         None],
    ]  # fmt: skip
    path = sheet(rows)
    report = taken(book, "awards", path)
    assert outcomes(report) == {"new": 4, "refused": 1}
    assert registers.count(book, Query("rounds")) == 1
    assert registers.count(book, Query("decisions")) == 2
    told = figures.figures(book, BEGIN, END).to_json_dict()["commendations"]
    assert told == {
        "awards": 3, "collectives": 1, "individuals": 1, "households": 1,
        "by_form": {"Giấy khen": 2, "Bằng khen": 1}, "by_level": {"district": 2, "province": 1},
    }  # fmt: skip
    assert outcomes(taken(book, "awards", path)) == {"same": 4, "refused": 1}
    undoing.undo(book, report.batch)
    assert registers.count(book, Query("rounds")) == 0
    assert check_file(book.path).ok


def test_a_units_proposal_in_word_goes_into_the_round_that_was_chosen(
    book: Book, tmp_path: Path
) -> None:
    paper = docx.Document()
    paper.add_paragraph("DANH SÁCH ĐỀ NGHỊ KHEN THƯỞNG")
    table = paper.add_table(rows=1, cols=5)
    for cell, text in zip(
        table.rows[0].cells,
        ("TT", "Họ và tên", "Chức vụ, đơn vị", "Thành tích", "Hình thức khen"),
        strict=True,
    ):
        cell.text = text
    for row in (("1", "Nguyễn Thị Ánh", "Bí thư", "Gương mẫu", "Giấy khen"),
                ("2", "Lê Văn Tám", "Chi ủy viên", "Đi đầu", "Giấy khen")):  # fmt: skip
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    path = tmp_path / "de nghi.docx"
    paper.save(str(path))
    options = Options(given={"rounds.title": "Tổng kết 2024"})
    assert outcomes(taken(book, "awards", path, options)) == {"new": 2}
    assert [one["title"] for one in all_rows(book, "rounds")] == ["Tổng kết 2024"]
    assert {one["state"] for one in all_rows(book, "awards")} == {"proposed"}


def test_the_headings_of_a_proposal_list_are_known(book: Book, sheet: Sheet) -> None:
    path = sheet([
        ["DANH SÁCH ĐỀ NGHỊ TẶNG BẰNG KHEN"],
        ["STT", "Tên đợt", "Giai đoạn", "Họ và tên/Tên tập thể", "Hình thức khen", "Cấp đề nghị"],
        [1, "Sơ kết 2 năm", "2021 - 2023", "Đảng bộ phường số 1", "Bằng khen", "Tỉnh"],
    ])  # fmt: skip
    assert outcomes(taken(book, "awards", path)) == {"new": 1}
    assert [one["proposed_level"] for one in all_rows(book, "awards")] == ["province"]
    assert [one["achievement_period"] for one in all_rows(book, "rounds")] == ["2021 - 2023"]


@pytest.mark.parametrize("font", ["", ".VnTime"])
def test_old_encodings_are_put_right_and_told(book: Book, sheet: Sheet, font: str) -> None:
    names = ["Nguyễn Thị Ánh", "Trần Văn Hùng", "Lê Hoàng Khương", "Mường Thị Thắng"]
    rows: list[list[object]] = [["STT", "Họ và tên", "Quê quán"]]
    for place, name in enumerate(names):
        old = encode(name, Encoding.TCVN3 if font or place % 2 else Encoding.VNI)
        rows.append([place + 1, old, encode("Xã Bảo Thắng", Encoding.TCVN3)])
    path = sheet(rows, font=font) if font else sheet(rows)
    report = taken(book, "members", path)
    assert outcomes(report) == {"new": 4}
    found = {str(one["full_name"]) for one in all_rows(book, "members")}
    # TCVN3 has no capital letters with tones of their own: 'Ánh' is written 'ánh' in it
    assert {one.lower() for one in found} == {one.lower() for one in names}
    assert {one["home_town"] for one in all_rows(book, "members")} == {"Xã Bảo Thắng"}
    assert any(one.after == "Xã Bảo Thắng" for one in report.repairs)


def test_documents_in_several_sheets(book: Book, sheet: Sheet) -> None:
    head = ["Số, ký hiệu", "Ngày", "Cơ quan ban hành", "Loại", "Trích yếu", "Chiều"]
    path = sheet(
        [head, ["196-KH/TU", "18/5/2024", "Tỉnh ủy", "Kế hoạch", "Học tập", "Đến"]],
        Đi=[head, ["12-BC/BTG", date(2024, 6, 1), "Ban Tuyên giáo", "Báo cáo", "6 tháng", "đi"]],
        Khác=[["Ghi chép"], ["không phải bảng"]],
    )
    assert outcomes(taken(book, "documents", path)) == {"new": 2}
    told = figures.figures(book, BEGIN, END).to_json_dict()["documents"]
    assert told == {"issued": 1, "received": 1}
    assert outcomes(taken(book, "documents", path)) == {"same": 2}
