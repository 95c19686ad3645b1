"""The papers about models, read back from real PDFs."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from desktop.core.errors import UserProblem
from desktop.core.register import Query
from desktop.services import attachments, model_life, model_papers, printing, registers
from desktop.services.books import Book
from desktop.services.house_paper import calendar_day

from .rows import add

ROOT = Path(__file__).resolve().parents[2]
LONG = "Tổ tự quản bảo vệ môi trường, giữ gìn an ninh trật tự và giúp nhau phát triển kinh tế " * 2


def jpeg(width: int, height: int) -> bytes:
    made = BytesIO()
    Image.new("RGB", (width, height), (90, 140, 200)).save(made, "JPEG")
    return made.getvalue()


@pytest.fixture
def models(book: Book) -> dict[str, int]:
    """A model with all that a sheet may show, its replica, and an individual one."""
    fields = registers.options(book, "fields", "kinh tế")
    unit = add(book, "units", name="Chi bộ ấp Mỹ Cẩm")
    other = add(book, "units", name="Chi bộ ấp Sóc Chuối")
    first = add(
        book,
        "models",
        code="MH01",
        name=LONG.strip(),
        field_id=fields[0].id,
        unit_id=unit,
        registered_on=date(2025, 2, 3),
        description="Mỗi hộ góp một ngày công.\nMỗi tháng họp một lần.",
        results="45 hộ thoát nghèo",
        person_in_charge="Nguyễn Thị Anh",
    )
    add(book, "model_units", model_id=first, unit_id=other)
    add(book, "model_levels", model_id=first, level="district", on=date(2025, 9, 2))
    model_life.step(book, [first], "in_progress", date(2025, 3, 1), "Đảng ủy xã")
    model_life.step(book, [first], "appraised", date(2025, 5, 1))
    model_life.reverse(book, first, "Hồ sơ chưa đủ")
    model_life.review(book, [first], date(2026, 1, 5), True, "Vẫn hoạt động tốt", "Huyện")
    held = add(book, "rounds", title="Sơ kết", meeting_on=date(2025, 5, 19))
    form = registers.options(book, "award_forms", "giay")[0].id
    add(
        book,
        "awards",
        round_id=held,
        form_id=form,
        recipient_name="Tổ tự quản ấp Mỹ Cẩm",
        model_id=first,
        state="agreed",
    )
    second = add(book, "models", name="Bản sao", unit_id=other, replicated_from_id=first)
    alone = add(
        book,
        "models",
        name="Gương sáng",
        kind="individual",
        owner_person="Trần Văn Đạt",
        owner_post="Bí thư",
        state="stopped",
    )
    return {"first": first, "second": second, "alone": alone}


@pytest.fixture
def paper(book: Book, tmp_path: Path, read_pdf: Any) -> Any:
    def make(form: str, **options: Any) -> list[Any]:
        target = tmp_path / f"{form}.pdf"
        made = printing.make_pdf(book, form, target, options)
        pages = read_pdf(target)
        assert len(pages) == made.pages
        return pages

    return make


def words(pages: list[Any]) -> str:
    return " ".join(" ".join(page.text for page in pages).split())


@pytest.mark.parametrize("form", list(model_papers.TITLES))
def test_every_paper_can_be_made_of_an_empty_book_but_the_sheet(paper, form):
    if form == model_papers.SHEET:
        with pytest.raises(UserProblem, match="chọn mô hình"):
            paper(form)
    else:
        assert "BAN TUYÊN GIÁO" in words(paper(form))


def test_the_directory_groups_by_field_and_unit_with_counts(paper, models):
    text = words(paper("model-directory"))
    assert "I. PHÁT TRIỂN KINH TẾ: 01 mô hình (01 tập thể)" in text
    assert "Chi bộ ấp Mỹ Cẩm: 01 mô hình" in text
    assert "II. CHƯA GHI LĨNH VỰC: 02 mô hình (01 tập thể, 01 cá nhân; 01 đã dừng)" in text
    assert "Huyện (02/09/2025)" in text
    assert "Trần Văn Đạt, Bí thư" in text
    assert "Tổng cộng: 03 mô hình (02 tập thể, 01 cá nhân; 01 đã dừng)." in text
    assert "Mã" in text


def test_the_directory_by_unit_and_of_what_is_filtered(paper, models):
    text = words(paper("model-directory", by="unit"))
    assert text.index("I. CHI BỘ ẤP MỸ CẨM") < text.index("II. CHI BỘ ẤP SÓC CHUỐI")
    assert "III. KHÔNG THUỘC ĐƠN VỊ TRONG DANH SÁCH" in text
    query = Query("models", filters={"state": "stopped"})
    text = words(paper("model-directory", query=query, filters="Tình trạng: Dừng"))
    assert "Tổng cộng: 01 mô hình (01 cá nhân; 01 đã dừng)." in text
    assert "Tình trạng: Dừng" in text


def test_the_directory_as_of_a_day_has_what_was_there_then(book, paper):
    values = {"state": "recognised", "state_on": date(2025, 6, 1)}
    made = add(book, "models", name="Tổ tiết kiệm", registered_on=date(2025, 1, 10), **values)
    add(book, "model_levels", model_id=made, level="district", on=date(2025, 9, 2))
    add(book, "models", name="Hàng rào xanh", registered_on=date(2025, 3, 1))
    text = words(paper("model-directory", on=date(2025, 2, 1)))
    assert "tính đến ngày 01/02/2025" in text
    assert "Tổ tiết kiệm" in text
    assert "Công nhận" not in text
    assert "Huyện (02/09/2025)" not in text
    assert "Hàng rào xanh" not in text
    text = words(paper("model-directory", on=date(2025, 9, 2)))
    assert "Công nhận" in text
    assert "Huyện (02/09/2025)" in text
    assert "Hàng rào xanh" in text


def test_the_sheet_has_the_whole_life_and_kin(paper, models):
    pages = paper("model-sheet", models=[models["first"], models["second"]])
    text = words(pages)
    for piece in (
        "PHIẾU MÔ HÌNH",
        "MH01",
        "Chi bộ ấp Mỹ Cẩm; Chi bộ ấp Sóc Chuối",
        "Mỗi tháng họp một lần.",
        "45 hộ thoát nghèo",
        "Lùi về: Đang thực hiện",
        "Hồ sơ chưa đủ",
        "Vẫn hoạt động tốt",
        "Tổ tự quản ấp Mỹ Cẩm",
        "Nhân rộng tới",
        "Nhân rộng từ",
    ):
        assert piece in text
    assert "Ảnh" not in text
    assert "Trang" not in pages[-1].text  # each sheet begins on a page 1 of its own


def test_photos_keep_their_proportions_two_a_row_with_captions(book, paper, models, tmp_path):
    photos = [
        attachments.NewFile("a.jpg", jpeg(400, 300), "image/jpeg", jpeg(400, 300), "Ra quân"),
        attachments.NewFile("b.jpg", jpeg(200, 400), "image/jpeg", jpeg(200, 400), LONG.strip()),
        attachments.NewFile("c.jpg", jpeg(400, 100), "image/jpeg", jpeg(400, 100)),
    ]
    attachments.attach(book, "models", models["second"], photos)
    text = words(paper("model-sheet", models=[models["second"]]))
    assert "Ra quân" in text
    boxes = _pictures(tmp_path / "model-sheet.pdf")
    assert [round((right - left) / (top - bottom), 1) for left, bottom, right, top in boxes] == [
        1.3,
        0.5,
        4.0,
    ]
    first, second, third = boxes
    assert first[2] < second[0]  # beside each other
    assert abs(first[1] - second[1]) < 1
    below = third[3] < first[1]
    assert below or len(paper("model-sheet", models=[models["second"]])) > 1  # or on the next page


def _pictures(path: Path) -> list[tuple[float, float, float, float]]:
    import pypdfium2  # noqa: PLC0415 - only here
    import pypdfium2.raw as pdfium  # noqa: PLC0415

    with pypdfium2.PdfDocument(path) as document:
        return [
            one.get_bounds()
            for page in document
            for one in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE])
        ]


def test_the_sheet_needs_no_pillow(book, models, tmp_path):
    attachments.attach(
        book,
        "models",
        models["first"],
        [attachments.NewFile("a.jpg", jpeg(400, 300), "image/jpeg", jpeg(400, 300))],
    )
    book.close()
    code = f"""
import runpy
runpy.run_path({str(ROOT / "packaging" / "windows" / "no_pictures.py")!r})
from pathlib import Path
from desktop.services import books, printing
book = books.open_book(Path({str(book.path)!r}))
for form in ("model-sheet", "model-statistics"):
    target = Path({str(tmp_path)!r}) / (form + ".pdf")
    printing.make_pdf(book, form, target, {{"models": [{models["first"]}]}})
book.close()
"""
    made = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert made.returncode == 0, made.stderr
    assert len(_pictures(tmp_path / "model-sheet.pdf")) == 1


def test_the_statistics_stand_beside_the_period_before(paper, models):
    pages = paper("model-statistics", first=date(2025, 1, 1), last=date(2025, 12, 31))
    text = words(pages)
    assert "Năm 2024 Năm 2025 Tăng, giảm" in text
    assert "Mô hình mới trong kỳ 0 1 +1" in text
    assert text.count("Lĩnh vực") > 1  # in the table, and above its chart
    assert {one.font for page in pages for one in page.letters} <= {
        "LiberationSerif",
        "LiberationSerif-Bold",
        "LiberationSerif-Italic",
        "TimesNewRomanPSMT",
        "TimesNewRomanPS-BoldMT",
        "TimesNewRomanPS-ItalicMT",
    }


def test_days_of_a_period_are_never_parted_in_a_heading(paper, models):
    days = {"first": date(2025, 2, 3), "last": date(2025, 12, 14),
            "before_first": date(2024, 2, 13), "before_last": date(2024, 12, 24)}  # fmt: skip
    for form in ("model-comparison", "model-statistics"):
        text = words(paper(form, **days))
        assert "13/02/2024 - 24/12/2024 03/02/2025 - 14/12/2025 Tăng" in text or (
            "13/02/2024 - 03/02/2025 - Tăng, 24/12/2024 14/12/2025 giảm" in text
        )


def test_the_comparison_names_what_made_the_difference(paper, models):
    text = words(paper("model-comparison", first=date(2025, 1, 1), last=date(2025, 12, 31)))
    assert "SO SÁNH MÔ HÌNH" in text
    assert "Mô hình mới đăng ký, năm 2025: 01" in text
    assert "Đăng ký 03/02/2025" in text
    with pytest.raises(UserProblem, match="cuối kỳ"):
        paper("model-comparison", first=date(2025, 2, 1), last=date(2025, 1, 1))


def test_the_list_of_silent_models_leaves_room_for_the_pen(book, paper, models):
    add(book, "models", name="Im ắng", registered_on=date(2020, 1, 1))
    text = words(paper("model-silent", months=1))
    assert "không có tin mới từ 1 tháng trở lên" in text
    assert "Còn phát huy tác dụng" in text
    assert "01/01/2020 Đăng ký" in text
    assert "Bản sao" not in text  # entered today
    assert "Gương sáng" not in text  # stopped


@pytest.mark.parametrize(
    ("first", "last", "name"),
    [
        (date(2026, 1, 1), date(2026, 12, 31), "Năm 2026"),
        (date(2026, 4, 1), date(2026, 6, 30), "Quý II/2026"),
        (date(2026, 7, 1), date(2026, 12, 31), "6 tháng cuối năm 2026"),
        (date(2026, 2, 1), date(2026, 2, 28), "01/02/2026 - 28/02/2026"),
        (date(2025, 1, 1), date(2026, 12, 31), "01/01/2025 - 31/12/2026"),
    ],
)
def test_periods_have_their_names(first, last, name):
    assert model_papers.period_name((first, last)) == name


def test_the_directory_has_the_levels_at_which_awards_were_given(book, paper, models):
    held = add(book, "rounds", title="Tổng kết", meeting_on=date(2025, 12, 19))
    later = add(book, "rounds", title="Năm sau", meeting_on=calendar_day() + timedelta(days=9))
    form = registers.options(book, "award_forms", "bang")[0].id
    for name, level, state, where in (
        ("second", "province", "given", held),
        ("second", "central", "refused", held),
        ("alone", "central", "agreed", later),
        ("first", "district", "given", held),  # it is among the model's own, with its day
    ):
        values = {"recipient_name": "Chi bộ", "proposed_level": level, "state": state}
        add(book, "awards", round_id=where, form_id=form, model_id=models[name], **values)
    text = words(paper("model-directory"))
    assert "Tỉnh (19/12/2025)" in text
    assert "Huyện (02/09/2025)" in text
    assert "Huyện (19/12/2025)" not in text
    assert "Trung ương" not in text
