"""Reports of a period as the clerk draws them up, edits, issues and prints them again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from desktop.core.errors import InvalidValues, StaleRecord, UserProblem
from desktop.core.report_text import Draft, Part, filled
from desktop.reports.period_report import write_report
from desktop.services import period_reports as reports
from desktop.services import registers
from desktop.services.books import Book
from desktop.services.period_report_making import full_number
from desktop.services.period_report_papers import write_paper

from .rows import add, live, undo_last

FIRST, LAST = date(2025, 1, 1), date(2025, 12, 31)
KIND = "interim_review"
TITLE = "sơ kết năm 2025"


def model(book: Book, name: str = "Hũ gạo tình thương", level: str | None = None) -> int:
    made = add(book, "models", name=name, kind="collective", registered_on=date(2025, 3, 2))
    if level is not None:
        add(book, "model_levels", model_id=made, level=level)
    return made


def new(book: Book, **changes: object) -> int:
    given = {"kind": KIND, "title": TITLE, "first": FIRST, "last": LAST} | changes
    return reports.new_report(book, **given).value  # type: ignore[arg-type]  # plain values


def part(draft: Draft, heading: str) -> tuple[int, Part]:
    return next((at, one) for at, one in enumerate(draft.parts) if heading in one.heading)


def edited(draft: Draft, heading: str, text: str) -> Draft:
    at, one = part(draft, heading)
    return replace(
        draft, parts=(*draft.parts[:at], replace(one, text=text), *draft.parts[at + 1 :])
    )


def others_now(book: Book, report: int) -> tuple[reports.ChangedPart, ...]:
    return reports.figures_changed(
        reports.draft(book, report), reports.report_now(book, report).values
    )


def test_a_new_report_is_filled_from_the_figures(book: Book) -> None:
    model(book)
    done = reports.new_report(book, KIND, TITLE, FIRST, LAST)
    assert done.changes.registers == {"period_reports"}
    found = reports.draft(book, done.value)
    assert part(found, "mô hình")[1].text.startswith(
        "Trong kỳ có 01 mô hình, gồm 01 mô hình của tập thể. Số mô hình mới đăng ký trong kỳ là 01"
    )
    assert found.receivers == ("Huyện ủy Cầu Ngang (để báo cáo)", "Lưu BTG")
    assert found.template == "Mẫu sơ kết có sẵn"
    row = registers.get(book, "period_reports", done.value)
    assert (row.values["title"], row.values["issued"]) == (TITLE, False)
    assert undo_last(book) == f"Lập báo cáo «{TITLE}»"
    assert live(book, "period_reports") == []


def test_new_models_are_counted_from_the_day_that_was_given(book: Book) -> None:
    first, day = date(2023, 1, 1), date(2025, 3, 1)
    model(book)
    add(book, "models", name="Cũ", kind="collective", registered_on=date(2023, 5, 4))
    whole = reports.draft(book, new(book, first=first))
    assert "Số mô hình mới đăng ký trong kỳ là 02 mô hình." in part(whole, "mô hình")[1].text
    report = new(book, first=first, new_since=day)
    kept = reports.draft(book, report)
    words = "Số mô hình mới đăng ký kể từ ngày 01/03/2025 là 01 mô hình."
    assert kept.new_since == day
    assert words in part(kept, "mô hình")[1].text
    assert others_now(book, report) == ()  # of the same day when it is filled in again
    kept = replace(edited(kept, "NGUYÊN NHÂN", "Có lý do."), annexes=("figures",))
    reports.save_draft(book, report, kept)
    assert reports.draft(book, report).new_since == day
    issued = reports.issue(book, report, "7", date(2026, 1, 5)).value
    model(book, "Mới nữa")
    paper = reports.paper_of_issue(book, issued)
    assert paper.figures["models"]["new"] == 1
    told = {words: value for _, words, value, _ in paper.figure_lines}
    assert told["Mô hình mới (kể từ ngày 01/03/2025)"] == "1"
    assert ("Mô hình mới (kể từ ngày 01/03/2025)", "mô hình", "1") in paper.annexes[0].rows
    (changed,) = [one for one in others_now(book, report) if "mô hình" in one.heading]
    assert "kể từ ngày 01/03/2025 là 02 mô hình" in changed.now


def test_contests_of_the_period_are_told_beside_the_study_and_left_out_without_any(
    book: Book,
) -> None:
    assert "hội thi" not in part(reports.draft(book, new(book)), "Học tập")[1].text
    add(book, "contests", name="Kể chuyện", on=FIRST, teams=5, contestants=30)
    add(book, "contests", name="Tìm hiểu", on=LAST)
    add(book, "contests", name="Kỳ khác", on=date(2019, 1, 1), teams=9)
    add(book, "contests", name="Chưa rõ ngày", teams=9)
    told = part(reports.draft(book, new(book, title="hai")), "Học tập")[1].text
    words = "Đã tổ chức 02 hội thi, cuộc thi. Dự thi có 05 lượt đội và 30 lượt thí sinh."
    assert words in told


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"title": " "}, InvalidValues),
        ({"first": LAST, "last": FIRST}, UserProblem),
        ({"kind": "royal"}, UserProblem),
        ({"unit": 99}, StaleRecord),
        ({"template": "own:99"}, StaleRecord),
        ({"template": "khong-co"}, StaleRecord),
    ],
)
def test_what_makes_no_report_is_told(
    book: Book, changes: dict[str, object], problem: type[UserProblem]
) -> None:
    with pytest.raises(problem):
        new(book, **changes)
    assert live(book, "period_reports") == []


def test_the_clerk_s_own_templates(book: Book) -> None:
    own = {"kind": KIND, "text": "# KẾT QUẢ\nCó {{mô hình: tổng số}} mô hình của Ban."}
    second = add(book, "report_templates", name="Mẫu hai", **own)
    main = add(book, "report_templates", name="Mẫu chính", main=True, **own)
    add(book, "report_templates", name="Của tổng kết", **(own | {"kind": "final_review"}))
    names = reports.template_names(book, KIND)
    assert [(one.key, one.name, one.own) for one in names] == [
        (f"own:{main}", "Mẫu chính", True),
        ("so-ket", "Mẫu sơ kết có sẵn", False),
        (f"own:{second}", "Mẫu hai", True),
    ]
    mine = reports.draft(book, new(book))
    assert [one.text for one in mine.parts] == ["Có 0 mô hình của Ban."]
    assert mine.template == "Mẫu chính"
    shipped = reports.draft(book, new(book, template="so-ket", title="khác"))
    assert len(shipped.parts) > 5
    assert reports.template_text(book, f"own:{main}") == own["text"]


def test_a_broken_template_is_told_in_a_sentence(book: Book) -> None:
    add(book, "report_templates", name="Hỏng", kind=KIND, text="Không có mục", main=True)
    with pytest.raises(UserProblem, match="Mẫu «Hỏng»: Mẫu báo cáo không có mục nào"):
        new(book)
    found = reports.template_problems("Có {{mô hình: tông cộng}}")
    assert len(found) == 2
    assert "có phải «mô hình: tổng số»?" in found[1]
    label = registers.labels(book, "fields")[0]
    text = f"# A\n{{{{mô hình: lĩnh vực {label}}}}} {{{{khen thưởng: hình thức giấy khen}}}}"
    assert reports.template_problems(text, reports.known_names(book)) == ()


def test_names_are_told_with_what_they_stand_for(book: Book) -> None:
    model(book)
    found = {one.name: one for one in reports.names_of(book, FIRST, LAST)}
    assert found["mô hình: tổng số"].shown == "01"
    assert found["kỳ"].shown == "năm 2025"
    assert all(one.words for one in found.values())
    assert set(found) == set(reports.known_names(book))


def test_what_the_clerk_typed_stays_when_the_figures_change(book: Book) -> None:
    report = new(book)
    assert others_now(book, report) == ()
    changed = edited(reports.draft(book, report), "Xây dựng", "Lời của tôi.")
    reports.save_draft(book, report, changed)
    model(book, level="province")
    add(
        book,
        "documents",
        number="1-KH/BTG",
        on=date(2025, 4, 1),
        type="Kế hoạch",
        direction="issued",
    )
    told = others_now(book, report)
    assert [(one.heading, one.edited) for one in told] == [
        ("Công tác lãnh đạo, chỉ đạo, quán triệt", False),
        ("Xây dựng, nhân rộng mô hình", True),
    ]
    assert "Có 01 mô hình được các cấp tuyên dương" in told[1].now
    assert reports.draft(book, report) == changed


def test_a_draft_is_kept_clean(book: Book) -> None:
    report = new(book)
    typed = edited(reports.draft(book, report), "HẠN CHẾ", "  Mo\u0302\u0323t\r\n\u200bhai ")
    reports.save_draft(book, report, replace(typed, receivers=(" Như trên ", "")))
    found = reports.draft(book, report)
    assert part(found, "HẠN CHẾ")[1].text == "Một\nhai"
    assert found.receivers == ("Như trên",)


def test_what_is_unfinished_is_listed(book: Book) -> None:
    draft = reports.draft(book, new(book))
    draft = edited(draft, "HẠN CHẾ", "Còn {{không biết}} bản.")
    told = reports.unfinished(draft, reports.known_names(book))
    assert told[0].heading == "Phần mở đầu"
    assert told[0].words.startswith("[Ghi số, ngày")
    unknown = next(one for one in told if one.heading == "HẠN CHẾ")
    assert unknown.words.startswith("«{{không biết}}» không có trong danh sách")
    assert draft.parts[unknown.place].heading == "HẠN CHẾ"
    done = replace(draft, parts=tuple(replace(one, text="Xong.") for one in draft.parts))
    assert reports.unfinished(done) == ()


def test_a_row_that_was_entered_by_hand_has_a_draft(book: Book) -> None:
    days = {"period_from": FIRST, "period_to": LAST}
    report = add(book, "period_reports", kind="final_review", title="Tổng kết", **days)
    assert reports.draft(book, report).template == "Mẫu tổng kết có sẵn"
    registers.save(book, "period_reports", {"content": "hỏng"}, report)
    with pytest.raises(UserProblem, match="bị hỏng"):
        reports.draft(book, report)


def test_the_paper_leaves_out_what_says_nothing(book: Book) -> None:
    report = new(book)
    headings = [one.heading for one in reports.paper_of(book, report).sections]
    assert headings[:3] == ["", "I. KẾT QUẢ", "1. Công tác lãnh đạo, chỉ đạo, quán triệt"]
    assert "3. Đăng ký, cam kết" not in headings  # neither text nor figures
    assert headings[-1] == "V. PHƯƠNG HƯỚNG, NHIỆM VỤ"
    reports.save_draft(
        book, report, edited(reports.draft(book, report), "KIẾN NGHỊ", "Xin kinh phí.")
    )
    assert reports.paper_of(book, report).sections[-1].heading == "VI. KIẾN NGHỊ"


def test_tables_charts_and_annexes_go_in_as_switched(book: Book) -> None:
    model(book, level="district")
    fields = registers.options(book, "fields", "")
    registers.save(book, "models", {"field_id": fields[0].id}, model(book, "Camera an ninh"))
    report = new(book)
    draft = reports.draft(book, report)
    paper = reports.paper_of(book, report)
    assert [one.title for section in paper.sections for one in section.shown] == [
        "Bảng 1. Mô hình theo lĩnh vực",
        "Biểu đồ 1. Mô hình theo lĩnh vực",
        "Bảng 2. Mô hình theo tình trạng",
        "Bảng 3. Mô hình được tuyên dương theo cấp",
    ]
    assert [one.key for one in paper.annexes] == ["models"]
    off = replace(draft, tables=("models_by_state",), charts=(), annexes=("figures",))
    reports.save_draft(book, report, off)
    paper = reports.paper_of(book, report)
    assert [one.title for section in paper.sections for one in section.shown] == [
        "Bảng 1. Mô hình theo tình trạng"
    ]
    assert [one.key for one in paper.annexes] == ["figures"]
    # a template that says nothing of tables has them at the end of its first section
    bare = replace(off, parts=(Part("KẾT QUẢ", 1, "Có."), Part("HẠN CHẾ", 1, "Không.")))
    reports.save_draft(book, report, bare)
    assert [len(one.shown) for one in reports.paper_of(book, report).sections] == [1, 0]


def test_sections_are_numbered_however_many(book: Book) -> None:
    report = new(book)
    parts = tuple(Part(f"Mục {place}", 1, "Có.") for place in range(1, 30))
    reports.save_draft(book, report, Draft(parts))
    headings = [one.heading for one in reports.paper_of(book, report).sections]
    assert [headings[place - 1] for place in (1, 4, 9, 14, 29)] == [
        "I. MỤC 1", "IV. MỤC 4", "IX. MỤC 9", "XIV. MỤC 14", "XXIX. MỤC 29",
    ]  # fmt: skip


def test_figures_that_the_clerk_asks_for_in_the_text_are_printed(book: Book) -> None:
    report = new(book)
    reports.save_draft(
        book, report, edited(reports.draft(book, report), "HẠN CHẾ", "Còn {{mô hình: tổng số}}.")
    )
    model(book)
    section = next(one for one in reports.paper_of(book, report).sections if "HẠN" in one.heading)
    assert section.paragraphs == ("Còn 01.",)


def test_an_issued_report_prints_again_as_it_was(book: Book, tmp_path: Path) -> None:
    unit = add(book, "units", name="Đảng bộ xã Mỹ Hòa")
    one = model(book, level="province")
    registers.save(book, "models", {"unit_id": unit}, one)
    report = new(book)
    done = reports.issue(book, report, "12", date(2026, 1, 5))
    assert done.changes.registers == {"period_reports", "report_issues", "documents"}
    (noted,) = live(book, "documents")
    assert (noted["number"], noted["on"]) == ("12-BC/BTG", date(2026, 1, 5))
    assert (noted["type"], noted["direction"]) == ("Báo cáo", "issued")
    row = registers.get(book, "period_reports", report).values
    assert (row["issued"], row["number"], row["on"]) == (True, "12-BC/BTG", date(2026, 1, 5))
    frozen = reports.paper_of_issue(book, done.value)
    assert frozen == reports.paper_of(book, report)
    assert frozen.head.number == "12-BC/BTG"
    for ending in (".pdf", ".docx", ".xlsx"):
        write_paper(book, tmp_path / f"a{ending}", {"issue": done.value})
    # everything that it was made of changes
    for place in range(3):
        model(book, f"Mới {place}", "central")
    registers.save(book, "models", {"name": "Tên khác"}, one)
    registers.save(book, "units", {"name": "Đảng bộ xã khác"}, unit)
    office = registers.own_office(book)
    registers.save(book, "offices", {"name": "Ban Tuyên giáo và Dân vận"}, office.id)
    add(book, "signers", name="Người mới", post="Trưởng ban", signs="direct", main=True)
    changed = edited(reports.draft(book, report), "HẠN CHẾ", "Khác hẳn.")
    reports.save_draft(book, report, changed)
    assert reports.paper_of_issue(book, done.value) == frozen
    assert reports.paper_of(book, report) != frozen
    for ending in (".pdf", ".docx", ".xlsx"):
        write_paper(book, tmp_path / f"b{ending}", {"issue": done.value})
        before, after = ((tmp_path / f"{name}{ending}").read_bytes() for name in "ab")
        assert before == after, ending
    write_report(tmp_path / "c.pdf", frozen)
    assert (tmp_path / "c.pdf").read_bytes() == (tmp_path / "a.pdf").read_bytes()


def test_issuing_again_makes_a_further_copy_only_when_something_changed(book: Book) -> None:
    report = new(book)
    first = reports.issue(book, report, "12-BC/BTG", date(2026, 1, 5)).value
    assert reports.issue(book, report, "12-BC/BTG", date(2026, 1, 5)).value == first
    signer = add(book, "signers", name="Lê Thị Thay", post="Phó Trưởng ban", signs="for_head",
                 authority="Trưởng ban")  # fmt: skip
    second = reports.issue(book, report, "12-BC/BTG", date(2026, 1, 5), signer).value
    assert second != first
    assert reports.paper_of_issue(book, second).signature.name == "Lê Thị Thay"
    assert reports.paper_of_issue(book, second).signature.authority.startswith("K/T")
    assert reports.paper_of_issue(book, first).signature.name != "Lê Thị Thay"
    assert len(live(book, "report_issues", report_id=report)) == 2
    with pytest.raises(StaleRecord):
        reports.issue(book, report, "", date(2026, 1, 5), 99)
    assert undo_last(book) == "Ban hành báo cáo 12-BC/BTG"
    assert len(live(book, "report_issues", report_id=report)) == 1


def test_a_damaged_copy_is_told(book: Book) -> None:
    report = new(book)
    copy = reports.issue(book, report, "", date(2026, 1, 5)).value
    registers.save(book, "report_issues", {"content": b"x"}, copy)
    with pytest.raises(UserProblem, match="bị hỏng"):
        reports.paper_of_issue(book, copy)


def test_the_government_s_office_has_its_own_number(book: Book) -> None:
    office = registers.own_office(book)
    registers.save(
        book, "offices", {"paper_family": "government", "code_suffix": "UBND"}, office.id
    )
    report = new(book)
    assert reports.paper_of(book, report).head.number.strip() == "/BC-UBND"
    reports.issue(book, report, "7", date(2026, 1, 5))
    assert registers.get(book, "period_reports", report).values["number"] == "07/BC-UBND"


def test_a_report_of_a_unit(book: Book) -> None:
    unit = add(book, "units", name="Đảng bộ xã Mỹ Hòa", established=date(1990, 1, 1))
    mine = model(book)
    registers.save(book, "models", {"unit_id": unit}, mine)
    model(book, "Của nơi khác")
    draft = reports.draft(book, new(book, unit=unit))
    assert "Đảng bộ xã Mỹ Hòa báo cáo" in draft.parts[0].text
    assert "Trong kỳ có 01 mô hình" in part(draft, "Xây dựng")[1].text


def test_a_heading_may_hold_figures_and_prompts(book: Book) -> None:
    model(book)
    text = "# Kết quả {{năm}}\nTốt.\n# Về {{mô hình: tổng số}} mô hình [Nêu rõ nơi]\nCó."
    own = add(book, "report_templates", name="Riêng", kind=KIND, text=text)
    report = new(book, template=f"own:{own}")
    headings = [one.heading for one in reports.paper_of(book, report).sections]
    assert headings == ["I. KẾT QUẢ 2025", "II. VỀ 01 MÔ HÌNH [NÊU RÕ NƠI]"]
    lacks = reports.unfinished(reports.draft(book, report), reports.known_names(book))
    assert [(one.place, one.words) for one in lacks] == [(1, "[Nêu rõ nơi]")]


def test_what_a_unit_alone_has_no_figures_of_is_not_told_as_nought(book: Book) -> None:
    unit = add(book, "units", name="Chi bộ 1")
    add(book, "documents", number="1", on=FIRST, direction="issued", abstract="Kế hoạch")
    report = new(book, unit=unit)
    text = "Đã ban hành: {{văn bản: đã ban hành}}."
    of_unit, of_all = (reports.report_now(book, one).values for one in (report, new(book)))
    assert filled(text, of_unit) == "Đã ban hành: chưa có số liệu."
    assert filled(text, of_all) == "Đã ban hành: 01."


def test_a_report_up_to_the_last_day_there_is(book: Book) -> None:
    model(book)
    paper = reports.paper_of_period(book, "other", FIRST, date.max)
    assert paper.abstract.startswith("kết quả học tập và làm theo tư tưởng")
    assert paper.abstract.endswith("giai đoạn 2025 - 9999")


@pytest.mark.parametrize(("family", "shown"), [("party", "-BC"), ("government", "/BC")])
def test_an_office_without_a_code_has_a_number_without_loose_strokes(
    book: Book, family: str, shown: str
) -> None:
    office = registers.own_office(book)
    registers.save(book, "offices", {"code_suffix": None, "paper_family": family}, office.id)
    assert reports.paper_of(book, new(book)).head.number.strip() == shown
    assert full_number(book, "7") == f"07{shown}"


def test_a_report_of_fifty_pages_is_kept_whole(book: Book) -> None:
    report = new(book)
    long = "\n".join(f"Đoạn {n}. " + "Nội dung học tập và làm theo. " * 20 for n in range(250))
    reports.save_draft(book, report, edited(reports.draft(book, report), "HẠN CHẾ", long))
    kept = part(reports.draft(book, report), "HẠN CHẾ")[1].text
    assert kept.split() == long.split()
    assert len(kept) > 150_000
