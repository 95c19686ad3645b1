"""Certificates of a round: whose, in which order, with which words; the page of a trial."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desktop.core.certificate_presets import PRESETS
from desktop.core.errors import StaleRecord, UserProblem
from desktop.services import certificate_papers, certificates, printing, registers
from desktop.services.certificates import Changed
from desktop.storage.book import Book

from .rows import add


@pytest.fixture
def held(book: Book) -> dict[str, int]:
    """A round with a decision of the committee and one of the people's committee."""
    forms = {one.name: one.id for one in certificates.forms(book)}
    ids = {"paper": forms["Giấy khen"], "diploma": forms["Bằng khen"]}
    ids["round"] = add(
        book,
        "rounds",
        title="Sơ kết 05 năm",
        achievement_period="giai đoạn 2021 - 2025",
        meeting_on=date(2025, 12, 20),
    )
    ids["party"] = add(
        book,
        "decisions",
        round_id=ids["round"],
        number="15-QĐ/HU",
        on=date(2025, 9, 2),
        level="district",
        issuer="Ban Thường vụ Huyện ủy Cầu Ngang",
        signer="Trần Văn Đạt",
        signer_post="Bí thư",
        signs="on_behalf",
        authority="BAN THƯỜNG VỤ",
    )
    ids["state"] = add(
        book,
        "decisions",
        round_id=ids["round"],
        level="province",
        issuer="Chủ tịch UBND tỉnh Trà Vinh",
        paper_family="government",
    )
    ids["member"] = add(book, "members", full_name="Lê Thị Ánh", sex="female")
    for name, kind, form, decision, state in (
        ("Trần Văn Đạt", "individual", "paper", "party", "agreed"),
        ("Lê Thị Ánh", "individual", "paper", "party", "given"),
        ("Hộ ông Thạch Sô Phách", "household", "paper", "party", "agreed"),
        ("Chi bộ ấp 10", "collective", "paper", "party", "agreed"),
        ("Chi bộ ấp 2", "collective", "paper", "party", "agreed"),
        ("Nguyễn Văn Bình", "individual", "paper", "party", "refused"),
        ("Nguyễn Văn Chờ", "individual", "paper", "party", "proposed"),
        ("Xã Mỹ Hòa", "collective", "diploma", "state", "agreed"),
    ):
        ids[name] = add(
            book,
            "awards",
            round_id=ids["round"],
            form_id=ids[form],
            decision_id=ids[decision],
            recipient_kind=kind,
            recipient_name=name,
            recipient_post="Cầu Ngang",
            member_id=ids["member"] if name == "Lê Thị Ánh" else None,
            achievement="Có thành tích xuất sắc trong học tập và làm theo Bác.",
            state=state,
            money=1_500_000,
        )
    return ids


@pytest.fixture
def printed(book: Book, tmp_path: Path, read_pdf: Any) -> Callable[..., list[Any]]:
    """Prints and reads back."""

    def make(form: str = "certificates", /, **given: Any) -> list[Any]:
        target = tmp_path / "giấy khen.pdf"
        done = printing.make_pdf(book, form, target, given)
        pages = read_pdf(target)
        assert len(pages) == done.pages
        return pages

    return make


def first_name(page: Any) -> str:
    """Return the largest line, which is the recipient's name."""
    return max(page.lines, key=lambda one: one.size).text


def test_a_round_is_printed_whole_collectives_first(held: dict[str, int], printed: Any) -> None:
    pages = printed(round=held["round"])
    assert [first_name(one) for one in pages] == [
        "Xã Mỹ Hòa",
        "Chi bộ ấp 2",
        "Chi bộ ấp 10",
        "Hộ ông Thạch Sô Phách",
        "Lê Thị Ánh",
        "Trần Văn Đạt",
    ]


def test_only_what_was_agreed_of_the_choice(held: dict[str, int], printed: Any) -> None:
    assert len(printed(round=held["round"], decision=held["party"])) == 5
    assert len(printed(round=held["round"], form=held["diploma"])) == 1
    some = [held["Lê Thị Ánh"], held["Nguyễn Văn Bình"], held["Nguyễn Văn Chờ"]]
    assert [first_name(one) for one in printed(awards=some)] == ["Lê Thị Ánh"]


def test_the_words_of_a_certificate(held: dict[str, int], printed: Any) -> None:
    (page,) = printed(awards=[held["Lê Thị Ánh"]])
    text = " ".join(page.text.split())
    for words in (
        "BAN THƯỜNG VỤ HUYỆN ỦY CẦU NGANG",
        "Tặng cho đồng chí:",
        "Đã có thành tích xuất sắc trong học tập và làm theo Bác",
        "Quyết định số 15-QĐ/HU",
        "Cầu Ngang, ngày 02 tháng 9 năm 2025",
        "T/M BAN THƯỜNG VỤ",
        "BÍ THƯ",
        "Trần Văn Đạt",
        "Vào sổ khen thưởng số: ……………",
    ):
        assert words in text
    assert "theo Bác." not in text


def test_what_the_decision_lacks_leaves_dotted_room(held: dict[str, int], printed: Any) -> None:
    (page,) = printed(awards=[held["Xã Mỹ Hòa"]])
    text = " ".join(page.text.split())
    assert "Quyết định số: ……………" in text
    assert "ngày …… tháng …… năm ………" in text
    assert "Tặng cho tập thể:" in text
    assert "Trưởng ban" not in text  # who signs for the province isn't known


def test_a_sex_that_was_not_entered_is_not_guessed(held: dict[str, int], printed: Any) -> None:
    (page,) = printed(awards=[held["Trần Văn Đạt"]])
    assert "Tặng cho ông (bà):" in page.text


def test_numbers_in_the_book_go_on_in_the_order_printed(held: dict[str, int], printed: Any) -> None:
    pages = printed(round=held["round"], form=held["paper"], book_from=98)
    found = [one.line("Vào sổ").text.split(": ")[1] for one in pages]
    assert found == ["98", "99", "100", "101", "102"]


def test_the_survey_tells_what_to_look_at(book: Book, held: dict[str, int]) -> None:
    found = certificate_papers.survey(book, {"round": held["round"]})
    assert found.count == 6
    assert [(one.form, one.count, one.layout) for one in found.forms] == [
        ("Bằng khen", 1, "Bằng khen (thể thức Nhà nước)"),
        ("Giấy khen", 5, "Giấy khen (thể thức Đảng)"),
    ]
    assert (found.waiting, found.without_number, found.without_date) == (1, 1, 1)
    assert found.tight == ()
    one = certificate_papers.survey(book, {"round": held["round"], "form": held["paper"]})
    assert (one.count, one.without_number, len(one.forms)) == (5, 0, 2)
    add(
        book,
        "awards",
        round_id=held["round"],
        form_id=held["paper"],
        recipient_kind="collective",
        recipient_name="Ban " + "rất dài " * 60,
        state="agreed",
    )
    tight = certificate_papers.survey(book, {"round": held["round"]})
    assert [name[:12] for name in tight.tight] == ["Ban rất dài "]


def test_nothing_to_print_is_one_sentence(book: Book, held: dict[str, int], printed: Any) -> None:
    with pytest.raises(UserProblem, match="1 khen thưởng chưa có kết quả «Đồng ý»"):
        printed(awards=[held["Nguyễn Văn Chờ"]])
    empty = add(book, "rounds", title="Đợt trống")
    with pytest.raises(UserProblem, match="Chưa có khen thưởng nào để in"):
        printed(round=empty)
    assert certificate_papers.survey(book, {"round": empty}).count == 0
    assert len(printed()) == 6  # without a word the latest round that has any
    with pytest.raises(UserProblem, match="±30 mm"):
        printed(round=held["round"], offset=(31, 0))
    with pytest.raises(StaleRecord):
        printed(round=held["round"], layout=9_999)


def test_one_layout_for_all_and_the_offset_of_the_printer(
    book: Book, held: dict[str, int], printed: Any
) -> None:
    wide = PRESETS["letter"].layout.resized(420, 297)
    kept = certificates.save(book, Changed("A3", wide)).value
    pages = printed(round=held["round"], layout=kept.id)
    assert {round(one.width / 72 * 25.4) for one in pages} == {420}
    plain = printed(awards=[held["Lê Thị Ánh"]])[0].line("Lê Thị Ánh")
    moved = printed(awards=[held["Lê Thị Ánh"]], offset=(5, -3))[0].line("Lê Thị Ánh")
    assert (moved.left - plain.left) / 72 * 25.4 == pytest.approx(5, abs=0.01)
    assert (moved.bottom - plain.bottom) / 72 * 25.4 == pytest.approx(3, abs=0.01)


def test_the_trial_page_is_of_the_layout_as_it_stands(held: dict[str, int], printed: Any) -> None:
    settings = PRESETS["letter"].layout.to_json()
    (page,) = printed("certificate-test", settings=settings, name="Thư khen", offset=(1, 0))
    assert "Trang in thử giấy khen – Thư khen: đã dời sang phải 1 mm, xuống 0 mm." in page.text
    (plain,) = printed("certificate-test")
    assert "Bằng khen (thể thức Đảng)" in plain.text


def test_samples_are_real_recipients_the_longest_name_first(
    book: Book, held: dict[str, int]
) -> None:
    found = certificate_papers.samples(book, held["paper"])
    assert found[0].name == "Hộ ông Thạch Sô Phách"
    assert len(found) == 7
    assert len(certificate_papers.samples(book)) == 8


def test_a_layout_that_can_not_be_read_is_told_and_printed_by_its_preset(
    book: Book, held: dict[str, int], printed: Any
) -> None:
    broken = next(
        one for one in certificates.layouts(book) if one.name == "Giấy khen (thể thức Đảng)"
    )
    registers.save(book, "certificate_layouts", {"settings": "[]"}, broken.id)
    found = certificate_papers.survey(book, {"round": held["round"]})
    assert len(found.broken) == 1
    assert len(printed(round=held["round"])) == 6
