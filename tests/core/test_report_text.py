"""A report's text: templates, figures in their places, what is wrong or missing."""

from __future__ import annotations

import json
import unicodedata
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.errors import UserProblem
from desktop.core.figures import Figures
from desktop.core.report_names import NAMES, Value, values_of
from desktop.core.report_text import (
    CHARTS,
    TABLES,
    Draft,
    Part,
    check,
    fill,
    filled,
    parts_of,
    prompts,
    refilled,
)
from desktop.platform.paths import resource_path

SHIPPED = ("so-ket", "tong-ket", "dinh-ky")
VALUES = {
    "kỳ": Value("năm 2026"),
    "mô hình: tổng số": Value("12"),
    "mô hình: mới": Value("0", some=False),
    "học tập: tỷ lệ": Value("98,5%"),
    "học tập: số hội nghị": Value("03"),
}


def test_a_template_is_parted_into_sections() -> None:
    text = (
        "Mở đầu {{kỳ}}.\n\n# I. KẾT QUẢ\n## 1) Mô hình\nCó.\n\n[bảng: Mô hình theo lĩnh vực]\n"
        "[biểu đồ:  mo hinh theo linh vuc]\n[bảng: qqq]\n# II. HẠN CHẾ"
    )
    parts = parts_of(text)
    assert [(one.level, one.heading) for one in parts] == [
        (0, ""), (1, "KẾT QUẢ"), (2, "Mô hình"), (1, "HẠN CHẾ"),
    ]  # fmt: skip
    assert parts[0].source == "Mở đầu {{kỳ}}."
    assert parts[2].source == "Có.\n\n[bảng: qqq]"  # told by `check`
    assert parts[2].shows == ("table:models_by_field", "chart:models_by_field")
    assert check(text) == ("«[bảng: qqq]» không có trong danh sách số liệu, bảng, biểu đồ.",)


@pytest.mark.parametrize("text", ["", "Chỉ có chữ", "### Quá sâu"])
def test_a_template_without_sections_is_told_in_a_sentence(text: str) -> None:
    with pytest.raises(UserProblem, match="không có mục nào"):
        parts_of(text)


@pytest.mark.parametrize("name", SHIPPED)
def test_what_is_shipped_asks_for_nothing_that_there_is_not(name: str) -> None:
    text = resource_path("reports", f"{name}.txt").read_text(encoding="utf-8")
    assert check(text) == ()
    parts = parts_of(text)
    sections = [one.heading for one in parts if one.level == 1]
    assert sections == [
        "KẾT QUẢ", "HẠN CHẾ", "NGUYÊN NHÂN", "BÀI HỌC KINH NGHIỆM", "PHƯƠNG HƯỚNG, NHIỆM VỤ",
        "KIẾN NGHỊ",
    ]  # fmt: skip
    shown = [key for one in parts for key in one.shows]
    assert sorted(shown) == sorted(
        [*(f"table:{key}" for key in TABLES), *(f"chart:{key}" for key in CHARTS)]
    )
    empty = fill(
        parts, values_of(Figures("Ban", date(2026, 1, 1), date(2026, 1, 2)).to_json_dict())
    )
    told = "\n".join(one.text for one in empty)
    assert "chưa có số liệu" not in told
    assert "{{" not in told
    written = {place for place, one in enumerate(empty) if one.level == 1} - {len(empty) - 1}
    for place in written - {1}:  # what figures can't say waits for the clerk
        assert prompts(empty[place].text)


def test_figures_stand_in_their_places() -> None:
    assert filled("Có {{mô hình: tổng số}} mô hình.", VALUES) == "Có 12 mô hình."
    assert filled("{{ Mô  hình:  TỔNG SỐ }} và {{mo hinh tong so}}", VALUES) == "12 và 12"
    assert filled("{{kỳ}}, tốt. {{kỳ}} và {{kỳ}}", VALUES) == (
        "Năm 2026, tốt. Năm 2026 và năm 2026"
    )
    assert filled("{{không có}} thì để nguyên", VALUES) == "{{không có}} thì để nguyên"


def test_a_sentence_goes_when_its_figure_is_nought() -> None:
    text = (
        "[nếu mô hình: tổng số] Có {{mô hình: tổng số}}. [nếu mô hình: mới] Mới {{mô hình: mới}}."
    )
    assert filled(text, VALUES) == "Có 12."
    assert filled("[nếu mô hình: mới] Mới.\nSau.", VALUES) == "Sau."
    assert filled("Có[nếu mô hình: mới], mới[hết] và cũ.", VALUES) == "Có và cũ."
    assert filled("[nếu không mô hình: mới] Chưa có mô hình mới.", VALUES) == "Chưa có mô hình mới."
    assert filled("[nếu không có học tập: tỷ lệ] Chưa học.", VALUES) == ""
    assert filled("[nếu lạ: quá] Còn.", VALUES) == "[nếu lạ: quá] Còn."


def test_what_is_unknown_is_named_with_what_was_meant() -> None:
    assert check("Có {{mô hình: tông cộng}}", NAMES)[0] == (
        "«{{mô hình: tông cộng}}» không có trong danh sách số liệu, bảng, biểu đồ; "
        "có phải «mô hình: tổng số»?"
    )
    assert check("[nếu học tâp: ty lẹ] Có", NAMES) == ()  # marks don't matter
    assert check("[nếu học: tỷ lệ] Có")[0] == (
        "«[nếu học: tỷ lệ]» không có trong danh sách số liệu, bảng, biểu đồ; "
        "có phải «học tập: tỷ lệ»?"
    )
    assert check("{{qqq}}") == ("«{{qqq}}» không có trong danh sách số liệu, bảng, biểu đồ.",)
    assert check("Có {{mô hình: tổng số} mô hình") == (
        "Dấu ngoặc không khớp ở dòng «Có {{mô hình: tổng số} mô hình».",
    )


def test_prompts_are_what_stands_in_brackets_in_words() -> None:
    assert prompts("[nếu lạ: quá] Có.") == ()  # told by `check`
    assert prompts("Theo [1] và [Nêu rõ lý do.] [x]\n[Ghi số]") == ("[Nêu rõ lý do.]", "[Ghi số]")


def test_edited_parts_stay_when_the_figures_change() -> None:
    parts = parts_of("# A\nCó {{mô hình: tổng số}}.\n# B\nHọc {{học tập: tỷ lệ}}.")
    before = fill(parts, VALUES)
    assert [one.edited for one in before] == [False, False]
    mine = (before[0], Part("B", 1, "Của tôi.", before[1].source, before[1].filled))
    after = refilled(mine, {**VALUES, "mô hình: tổng số": Value("13")})
    assert [one.text for one in after] == ["Có 13.", "Của tôi."]
    assert [one.edited for one in after] == [False, True]


def test_a_draft_goes_into_json_and_back() -> None:
    part = Part("A", 1, "x", "{{kỳ}}", "x", ("table:pledges",))
    draft = Draft((part,), ("pledges",), (), ("awards",), ("Lưu BTG",), "Mẫu của Ban")
    assert Draft.from_json(draft.to_json()) == draft
    assert json.loads(draft.to_json())["version"] == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "bị hỏng"),
        ("[]", "bị hỏng"),
        ("{}", "bị hỏng"),
        ('{"version": 1, "parts": [3]}', "bị hỏng"),
        ('{"version": 1, "parts": [{"heading": 1, "level": 1, "text": 3}]}', "bị hỏng"),
        ('{"version": 99, "parts": []}', "mới hơn"),
    ],
)
def test_what_is_no_draft_is_told_in_a_sentence(text: str, words: str) -> None:
    with pytest.raises(UserProblem, match=words):
        Draft.from_json(text)


WORDS = st.text(
    st.characters(blacklist_characters="{}[]", blacklist_categories=("C",)), max_size=30
)
MARKS = st.sampled_from(
    ["{{kỳ}}", "{{mô hình: tổng số}}", "[nếu mô hình: mới] ", "[nếu kỳ] ", "[hết]", "\n", "{{lạ}}"]
)


@given(st.lists(st.one_of(WORDS, MARKS), max_size=12))
def test_any_text_can_be_filled_and_nothing_known_is_left(pieces: list[str]) -> None:
    text = "".join(pieces)
    found = filled(text, VALUES)
    for name in ("{{kỳ}}", "{{mô hình: tổng số}}", "[nếu kỳ]", "[nếu mô hình: mới]", "[hết]"):
        assert name not in found
    assert filled(found, VALUES) == found  # what was filled in is not read again
    assert all(line and line == line.strip(" ") for line in found.split("\n") if found)


@given(WORDS.filter(lambda one: "\n" not in one))
def test_words_without_marks_stay_as_they_are(words: str) -> None:
    assert filled(words, VALUES) == " ".join(one for one in words.split(" ") if one)


@given(st.text(max_size=80))
def test_no_text_makes_the_check_fail(text: str) -> None:
    found: Any = check(text)
    assert all(isinstance(one, str) for one in found)
    prompts(text)


@pytest.mark.parametrize(
    "line",
    [
        "[nếu mô hình: mới Có {{mô hình: mới}} mô hình mới.",
        "[nếu mô hình: mới [Nêu rõ mô hình]] Có.",
        "Có mô hình mới]. [Nêu rõ.]",
        "Có [Nêu rõ",
    ],
)
def test_a_bracket_without_its_other_one_is_told(line: str) -> None:
    assert check(f"# KẾT QUẢ\nTốt [Nêu rõ] và [hết] xong.\n{line}") == (
        f"Dấu ngoặc không khớp ở dòng «{line}».",
    )


def test_marks_and_names_are_checked_however_their_letters_are_composed() -> None:
    text = unicodedata.normalize("NFD", "[nếu mô hình: mơi mẻ] Có.")
    assert len(check(text)) == 1
    assert check(unicodedata.normalize("NFD", "[nếu mô hình: mới] Có.")) == ()
