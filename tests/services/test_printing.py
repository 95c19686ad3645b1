"""Everything that can be printed, printed and read back."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from desktop.core.errors import Cancelled, UserProblem
from desktop.core.formats import official_count
from desktop.core.register import Query
from desktop.core.vietnamese.fold import fold
from desktop.services import (
    answer_papers,
    books,
    certificate_papers,
    commitment_papers,
    period_report_papers,
    person_records,
    registers,
)
from desktop.services.books import Book, OfficeSetup
from desktop.services.printing import ANNEX, PROPOSAL, SLIP, make_pdf, print_forms
from desktop.services.submissions import SubmissionRequest, send_upward

from .rows import add

READ = Callable[[Path], list[Any]]
DAY = date(2025, 5, 19)
NAMES = [one.name for one in print_forms()]


def words_of(pages: list[Any]) -> str:
    return " ".join(" ".join(page.text.split()) for page in pages)


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a book and a submission; each test has a copy."""
    folder = tmp_path_factory.mktemp("in")
    setup = OfficeSetup("Ban Tuyên giáo Huyện ủy Cầu Ngang", "district", "Cầu Ngang")
    book = books.create_book(folder / "sổ.gsdb", setup)
    fill(book)
    send_upward(book, SubmissionRequest(DAY, DAY), folder / "gửi.gsnop")
    book.close()
    return folder


@pytest.fixture
def filled(made_once: Path, tmp_path: Path) -> Iterator[Book]:
    """A book with a row in every register that a clerk fills, and a submission beside it."""
    for one in made_once.iterdir():
        shutil.copy(one, tmp_path)
    book = books.open_book(tmp_path / "sổ.gsdb")
    yield book
    book.close()


def fill(book: Book) -> None:
    unit = add(book, "units", name="Chi bộ ấp Một", established=DAY)
    above = add(book, "units", name="Đảng bộ xã Mỹ Hòa")
    add(book, "unit_parents", unit_id=unit, parent_id=above, to_on="2025-07-01")
    member = add(
        book,
        "members",
        full_name="Nguyễn Thị Ánh",
        birth_date="1975-05",
        card_number="01234567",
        admitted_on="2001-05-19",
        unit_id=unit,
        party_post="Bí thư",
        sex="female",
    )
    add(book, "member_moves", member_id=member, kind="arrival", on="2010-02-03", place="Xã Mỹ Hòa")
    document = add(book, "documents", number="196-KH/TU", on=DAY, type="Kế hoạch")
    topic = add(book, "topics", year=2025, title="Chuyên đề năm 2025", document_id=document)
    given = add(book, "campaigns", year=2025, title="Đợt 2025", topic_id=topic, deadline=DAY)
    add(book, "expected", campaign_id=given, pledger_kind="member", member_id=member)
    pledge = add(book, "pledges", year=2025, campaign_id=given, member_id=member, registered_on=DAY)
    add(book, "pledge_items", pledge_id=pledge, content="Giúp 02 hộ nghèo", due_on=DAY)
    add(book, "pledge_reviews", pledge_id=pledge, reviewed_on=DAY, points=Decimal("92.5"))
    model = add(book, "models", name="Hũ gạo tình thương", registered_on=DAY, unit_id=unit)
    add(book, "model_levels", model_id=model, level="district", on=DAY)
    add(book, "model_units", model_id=model, unit_id=unit)
    held = add(book, "rounds", title="Sơ kết 3 năm", meeting_on=DAY, proposal="Tờ trình số 05-TTr")
    decision = add(
        book,
        "decisions",
        round_id=held,
        number="15-QĐ/HU",
        on=DAY,
        level="district",
        issuer="Ban Thường vụ Huyện ủy",
        signer="Trần Văn Ký",
        signer_post="Bí thư",
    )
    for name, state in (
        ("Lê Được", "given"),
        ("Võ Chờ", "proposed"),
        ("Hồ Thu", "annulled"),
        ("Tạ Trượt", "refused"),
    ):
        form = registers.options(book, "award_forms", "giay")[0].id
        values = {"recipient_name": name, "state": state, "money": 300_000}
        add(book, "awards", round_id=held, decision_id=decision, form_id=form, **values)
    add(book, "yearly_ratings", member_id=member, period_to=DAY, rating="good")
    add(book, "model_reviews", model_id=model, on=DAY, finding="Còn duy trì")
    add(book, "notes", owner_register="models", owner_uid="1", on=DAY, text="Xin thêm kinh phí")
    plan = add(book, "plans", title="Thực hiện chuyên đề", unit_id=unit, year=2025)
    add(book, "plan_items", plan_id=plan, content="Mở lớp học tập", due_on=DAY)
    study = add(book, "study_sessions", subject="Chuyên đề năm 2025", on=DAY, place="Hội trường")
    add(book, "study_attendances", session_id=study, unit_id=unit, invited=40, attended=39)
    add(book, "inspections", year=2025, level="district", organisations=2, members=5)
    add(book, "topic_documents", topic_id=topic, document_id=document)
    reviewed = {"title": "Sơ kết 3 năm", "period_from": DAY, "period_to": DAY}
    report = add(book, "period_reports", **reviewed)
    add(book, "report_issues", report_id=report, number="12-BC/BTG", sha256="0", content=b"{}")
    add(book, "report_templates", name="Mẫu của Ban", text="Kết quả")
    add(book, "submission_profiles", name="Gửi hằng năm")
    given = {"office_name": "Xã Mỹ Long", "submission_digest": "0" * 64, "made_on": DAY}
    add(book, "remarks", words="Thiếu ngày quyết định", **given)
    pair = {"first_uid": "a", "second_uid": "b", "row_register": "models"}
    offices = {"first_office": "Xã Mỹ Long", "second_office": "Xã Kim Hòa"}
    add(book, "same_records", row_title="Tiết học biên cương", **pair, **offices)
    add(book, "conferences", title="Sơ kết 3 năm", on=DAY)
    add(book, "contests", name="Kể chuyện về Bác", on=DAY)
    add(book, "ethics_standards", title="Chuẩn mực của cán bộ", unit_id=unit)
    add(book, "topic_meetings", unit_id=unit, on=DAY, subject="Nêu gương")
    add(book, "breakthroughs", year=2025, matter="Hồ sơ trước hạn")
    add(book, "good_deeds", name="Lê Được", deed="Nhặt được của rơi")
    add(book, "indicators", year=2025, name="Học tập chuyên đề")
    add(book, "signers", name="Phạm Thị Thay", post="Phó Trưởng ban", signs="for_head",
        authority="Trưởng ban", main=True)  # fmt: skip


def test_every_register_and_every_official_form_can_be_printed() -> None:
    assert NAMES[:3] == [PROPOSAL, ANNEX, SLIP]
    assert set(registers.specs()) - set(NAMES) == {"attachments"}
    assert len(set(NAMES)) == len(NAMES)


@pytest.mark.parametrize("form", [one for one in NAMES if one != answer_papers.SHEET])
def test_every_form_is_a_paper_with_its_title(
    form: str, filled: Book, tmp_path: Path, read_pdf: READ
) -> None:
    target = tmp_path / "in.pdf"
    asked = {
        SLIP: {"file": tmp_path / "gửi.gsnop"},
        person_records.PERSON_RECORD: {"members": registers.keys(filled, Query("members"))[:1]},
    }
    made = make_pdf(filled, form, target, asked.get(form))
    pages = read_pdf(target)
    assert (made.path, made.pages) == (target, len(pages))
    called = next(one.title for one in print_forms() if one.name == form)
    assert made.title.startswith(called)
    assert made.title == called or form == ANNEX  # which names its decision
    words = fold(words_of(pages))
    at = -1
    # a certificate's title stands on its pre-printed paper; one of three stands on a commitment
    of_its_own = {
        certificate_papers.CERTIFICATES: "",
        commitment_papers.COMMITMENTS: "bản đăng ký",
        period_report_papers.FORM: "báo cáo sơ kết",
    }
    title = of_its_own.get(form, called)
    for part in fold(title).split():  # a title may be set in two lines with words between
        at = words.index(part, at + 1)
    if form in registers.specs():
        total = registers.count(filled, Query(form))
        assert total > 0 or form in ("levels", "rating_grades"), form
        assert f"tong cong {official_count(total)} " in words
        for page in pages:
            for x, y1, _, y2 in (rule for rule in page.rules if abs(rule[0] - rule[2]) < 0.01):
                for one in page.letters:
                    if min(y1, y2) < one.base < max(y1, y2):
                        assert not one.left + 0.3 < x < one.right - 0.3, one


@pytest.mark.parametrize("form", ["members", "units", "rounds", "documents", "pledges", "models"])
def test_dates_and_numbers_are_not_broken(
    form: str, filled: Book, tmp_path: Path, read_pdf: READ
) -> None:
    target = tmp_path / "in.pdf"
    make_pdf(filled, form, target)
    (page,) = read_pdf(target)
    lines = [one.text for edge in zip(page.columns, page.columns[1:], strict=False)
             for one in page.within(*edge)]  # fmt: skip
    shown = {one.name for one in registers.specs()[form].fields if one.shown}
    row = registers.page(filled, Query(form)).rows[0]
    for name, value in row.values.items():
        if name in shown and isinstance(value, date):
            assert f"{value:%d/%m/%Y}" in lines, (name, lines)
    if form == "members":
        assert {"05/1975", "01234567"} <= set(lines)


def test_numbers_have_full_stops_and_years_none(
    filled: Book, tmp_path: Path, read_pdf: READ
) -> None:
    add(filled, "conferences", title="Hội nghị trực tuyến", attended=12_500)
    add(filled, "indicators", name="Số người dự học", year=2023)
    make_pdf(filled, "conferences", tmp_path / "a.pdf")
    make_pdf(filled, "indicators", tmp_path / "b.pdf")
    assert "12.500" in words_of(read_pdf(tmp_path / "a.pdf"))
    words = words_of(read_pdf(tmp_path / "b.pdf"))
    assert "2023" in words
    assert "2.023" not in words


def test_who_is_expected_is_printed_heads_first(
    filled: Book, tmp_path: Path, read_pdf: READ
) -> None:
    campaign = registers.page(filled, Query("campaigns")).rows[0].id
    for name, head in (("Võ Yên", True), ("Bùi An", False), ("Lê Bảy", True)):
        add(filled, "expected", campaign_id=campaign, pledger_kind="other", name=name, head=head)
    query = Query("expected", filters={"campaign_id": campaign}, sort="name")  # as it is shown
    make_pdf(filled, "expected", tmp_path / "in.pdf", {"query": query, "columns": ["name"]})
    words = words_of(read_pdf(tmp_path / "in.pdf"))
    places = [words.index(one) for one in ("Lê Bảy", "Võ Yên", "Bùi An")]
    assert places == sorted(places)


def test_a_plain_list_takes_query_columns_and_words(
    filled: Book, tmp_path: Path, read_pdf: READ
) -> None:
    add(filled, "members", full_name="Trần Bình", status="deceased")
    target = tmp_path / "in.pdf"
    options = {
        "query": Query("members", "anh"),
        "columns": ["full_name", "sex", "nothing"],
        "filters": "Tìm: anh",
    }
    make_pdf(filled, "members", target, options)
    words = words_of(read_pdf(target))
    assert "Nguyễn Thị Ánh Nữ" in words
    assert "Trần Bình" not in words
    assert "Số thẻ đảng" not in words
    assert "Tìm: anh" in words
    assert "Tổng cộng: 01 đảng viên." in words


@pytest.mark.parametrize(
    ("level", "number", "family"),
    [("province", "1088/QĐ-UBND", "government"), ("district", "15-QĐ/HU", "party")],
)
def test_an_annex_of_an_unknown_issuer_bears_no_other_offices_head(
    book: Book, tmp_path: Path, read_pdf: READ, level: str, number: str, family: str
) -> None:
    held = add(book, "rounds", title="Sơ kết")
    (form, *_rest) = registers.keys(book, Query("award_forms"))
    values = {"level": level, "number": number, "paper_family": family}
    decision = add(book, "decisions", round_id=held, **values)
    add(book, "awards", round_id=held, form_id=form, recipient_name="Lê An", state="agreed",
        decision_id=decision)  # fmt: skip
    make_pdf(book, ANNEX, tmp_path / "a.pdf")
    words = words_of(read_pdf(tmp_path / "a.pdf"))
    assert "Lê An" in words
    assert "TUYÊN GIÁO" not in words
    assert words.count("………………………") == 2  # in the head, and where the decision is named


def test_an_annex_of_the_offices_own_number_names_the_office_twice(
    book: Book, tmp_path: Path, read_pdf: READ
) -> None:
    held = add(book, "rounds", title="Sơ kết")
    (form, *_rest) = registers.keys(book, Query("award_forms"))
    decision = add(book, "decisions", round_id=held, level="district", number="03-QĐ/BTG")
    add(book, "awards", round_id=held, form_id=form, recipient_name="Lê An", state="agreed",
        decision_id=decision)  # fmt: skip
    make_pdf(book, ANNEX, tmp_path / "a.pdf")
    words = words_of(read_pdf(tmp_path / "a.pdf"))
    assert "HUYỆN ỦY CẦU NGANG BAN TUYÊN GIÁO" in words
    assert "của Ban Tuyên giáo Huyện ủy Cầu Ngang)" in words


def test_the_proposal_and_the_annex_hold_whom_they_should(
    filled: Book, tmp_path: Path, read_pdf: READ
) -> None:
    make_pdf(filled, PROPOSAL, tmp_path / "a.pdf")
    proposal = words_of(read_pdf(tmp_path / "a.pdf"))
    assert "Lê Được" in proposal
    assert "Võ Chờ" in proposal
    assert "Hồ Thu" not in proposal
    assert "Tạ Trượt" not in proposal
    assert "Tổng mức thưởng: 600.000 đồng (Sáu trăm nghìn đồng)" in proposal
    assert "K/T TRƯỞNG BAN PHÓ TRƯỞNG BAN Phạm Thị Thay" in proposal
    assert "(Kèm theo Tờ trình số 05-TTr)" in proposal
    made = make_pdf(filled, ANNEX, tmp_path / "b.pdf")
    assert made.title.endswith("kèm theo Quyết định số 15-QĐ/HU ngày 19/05/2025")
    annex = words_of(read_pdf(tmp_path / "b.pdf"))
    assert "Lê Được" in annex
    assert "Võ Chờ" not in annex
    assert "Kèm theo Quyết định số 15-QĐ/HU ngày 19/05/2025 của Ban Thường vụ Huyện ủy" in annex
    assert "BÍ THƯ Trần Văn Ký" in annex


@pytest.mark.parametrize(
    ("signs", "party", "government"),
    [
        ("on_behalf", "T/M BAN THƯỜNG VỤ", "TM. BAN THƯỜNG VỤ"),
        ("for_head", "K/T BAN THƯỜNG VỤ", "KT. BAN THƯỜNG VỤ"),
        ("by_order", "T/L BAN THƯỜNG VỤ", "TL. BAN THƯỜNG VỤ"),
        ("direct", None, None),
    ],
)
def test_who_signs_in_each_style(
    signs: str, party: str | None, government: str | None,
    book: Book, tmp_path: Path, read_pdf: READ,
) -> None:  # fmt: skip
    add(book, "rounds", title="Sơ kết", meeting_on=DAY)
    expired = {"name": "Lê Đã Nghỉ", "post": "Bí thư", "signs": "direct", "main": True}
    add(book, "signers", valid_to=date(2024, 12, 31), **expired)
    signer = {"name": "Phạm Thị Ký", "post": "Phó Bí thư", "main": True}
    add(book, "signers", signs=signs, authority="Ban Thường vụ", **signer)
    for family, wanted, motto in (
        ("party", party, "ĐẢNG CỘNG SẢN VIỆT NAM"),
        ("government", government, "Độc lập - Tự do - Hạnh phúc"),
    ):
        make_pdf(book, PROPOSAL, tmp_path / "a.pdf", {"family": family})
        words = words_of(read_pdf(tmp_path / "a.pdf"))
        assert motto in words
        assert "PHÓ BÍ THƯ Phạm Thị Ký" in words
        assert "Lê Đã Nghỉ" not in words
        if wanted is None:
            assert "BAN THƯỜNG VỤ" not in words
        else:
            assert f"{wanted} PHÓ BÍ THƯ" in words


def test_the_layout_of_the_day_is_used(filled: Book, tmp_path: Path, read_pdf: READ) -> None:
    row = next(
        one for one in registers.page(filled, Query("page_layouts")).rows
        if one.values["main"] and one.values["family"] == "party"
    )  # fmt: skip
    wide = re.sub(r'"left": \d+', '"left": 50', row.values["settings"])
    values = {"name": "Mới", "family": "party", "settings": wide, "main": True}
    add(filled, "page_layouts", valid_from=DAY, **values)
    registers.save(filled, "page_layouts", {"valid_to": date(2025, 5, 18)}, row.id)
    make_pdf(filled, PROPOSAL, tmp_path / "a.pdf")
    (page,) = read_pdf(tmp_path / "a.pdf")
    assert page.columns[0] == pytest.approx(50 * 72 / 25.4, abs=0.2)


def test_what_cannot_be_printed_is_told_and_leaves_no_file(book: Book, tmp_path: Path) -> None:
    before = sorted(tmp_path.iterdir())
    target = tmp_path / "in.pdf"
    for form, options, words in (
        ("nothing", None, "Không có mẫu in"),
        ("attachments", None, "Không có mẫu in"),
        (PROPOSAL, None, "Chưa có đợt khen thưởng"),
        (ANNEX, {"round": 7}, "Chưa có đợt khen thưởng"),
        (SLIP, None, "Hãy chọn bộ dữ liệu"),
    ):
        with pytest.raises(UserProblem, match=words):
            make_pdf(book, form, target, options)
    add(book, "rounds", title="Sơ kết")
    for options, words in (({"family": "royal"}, "Thể thức"), ({"decision": 7}, "Quyết định này")):
        with pytest.raises(UserProblem, match=words):
            make_pdf(book, ANNEX, target, options)

    def cancel(done: int, of: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        make_pdf(book, "fields", target, None, cancel)
    assert sorted(tmp_path.iterdir()) == before


def test_an_empty_register_is_a_list_without_rows(
    book: Book, tmp_path: Path, read_pdf: READ
) -> None:
    make_pdf(book, "members", tmp_path / "in.pdf")
    words = words_of(read_pdf(tmp_path / "in.pdf"))
    assert "Không có dòng nào." in words
    assert "Tổng cộng: 0 đảng viên." in words
