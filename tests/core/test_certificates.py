"""Layouts of certificates as values: to and from JSON, their texts with the words put in."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.certificate_presets import EXAMPLE, PAPERS, PRESETS, preset_for
from desktop.core.certificates import (
    ALIGNS,
    COLOURS,
    PIECES,
    PLACEHOLDERS,
    CertificateField,
    CertificateLayout,
    filled,
    kept_on,
    new_field,
    unknown_placeholders,
)
from desktop.core.errors import UserProblem
from desktop.core.vietnamese.fold import clean

tenths = st.integers(0, 2_000).map(lambda one: one / 10)
texts = st.text(max_size=80).map(lambda one: clean(one, multiline=True))
fields = st.builds(
    CertificateField,
    key=st.sampled_from([one.key for one in PIECES]),
    text=texts,
    x=tenths,
    y=tenths,
    width=st.integers(50, 2_000).map(lambda one: one / 10),
    align=st.sampled_from(ALIGNS),
    size=st.integers(8, 200).map(lambda one: one / 2),
    bold=st.booleans(),
    italic=st.booleans(),
    capitals=st.booleans(),
    colour=st.sampled_from(COLOURS),
    spacing=st.integers(0, 300).map(lambda one: one / 10),
    indent=tenths,
    max_lines=st.integers(1, 20),
    upwards=st.booleans(),
    min_size=st.integers(8, 60).map(lambda one: one / 2),
)
layouts = st.builds(
    CertificateLayout,
    st.integers(200, 600).map(float),
    st.integers(200, 600).map(float),
    st.lists(fields, max_size=12).map(tuple),
    st.sampled_from(("", "party", "government")),
)


@given(layouts)
def test_a_layout_comes_back_from_json_as_it_was(layout: CertificateLayout) -> None:
    assert CertificateLayout.from_json(layout.to_json()) == layout


@given(layouts, st.sampled_from(sorted(PAPERS)))
def test_on_other_paper_every_field_stays_on_the_sheet(
    layout: CertificateLayout, paper: str
) -> None:
    width, height = PAPERS[paper]
    found = layout.resized(width, height)
    assert (found.width, found.height) == (width, height)
    assert len(found.fields) == len(layout.fields)
    for one in found.fields:
        assert 0 <= one.x <= width
        assert 0 <= one.y <= height
        assert one.width <= width
    assert CertificateLayout.from_json(found.to_json()) == found


def _with(**changes: object) -> str:
    given_ = json.loads(PRESETS["certificate-party"].layout.to_json())
    given_["fields"][0] |= changes
    return json.dumps(given_)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "sai cú pháp ở dòng 1"),
        ('{"width": 297,\n "height"', "sai cú pháp ở dòng 2"),
        ("[" * 100_000, "không đọc được"),
        ("[]", "thiếu khổ giấy"),
        ('{"width": 297, "height": 210}', "thiếu khổ giấy"),
        ('{"width": 5, "height": 210, "fields": []}', "«width» phải từ 50 đến 600"),
        ('{"width": 1e999, "height": 210, "fields": []}', "«width» phải từ 50 đến 600"),
        ('{"width": NaN, "height": 210, "fields": []}', "«width» phải từ 50 đến 600"),
        ('{"width": true, "height": 210, "fields": []}', "«width» phải là một số"),
        ('{"width": 297, "height": 210, "fields": [1]}', "dòng chữ không đọc được"),
        ('{"width": 297, "height": 210, "fields": [], "x": 1}', "mục lạ «x»"),
        ('{"width": 297, "height": 210, "fields": [], "style": 3}', "thể thức"),
        (_with(x=298), "«x» phải từ 0 đến 297"),
        (_with(x=10**400), "«x» phải từ 0 đến 297"),
        (_with(y="giữa"), "«y» phải là một số"),
        (_with(size=3), "«size» phải từ 4 đến 120"),
        (_with(align="justify"), "căn lề"),
        (_with(colour="blue"), "màu chữ"),
        (_with(bold=1), "«bold» phải là true hoặc false"),
        (_with(text=None), "«text» phải là chữ"),
        (_with(max_lines=0), "«max_lines» phải từ 1 đến 20"),
        (_with(font="Arial"), "mục lạ «font»"),
    ],
)
def test_what_can_not_be_a_layout_gives_one_sentence(text: str, words: str) -> None:
    with pytest.raises(UserProblem) as told:
        CertificateLayout.from_json(text)
    message = told.value.message
    assert words in message
    assert message.startswith("Mẫu in giấy khen này bị hỏng")
    assert message.endswith("Hãy mở mẫu rồi bấm «Lấy lại mẫu gốc».")


def test_the_presets_hold_what_the_usual_blanks_leave_open() -> None:
    assert {one.form for one in PRESETS.values()} == {"Giấy khen", "Bằng khen", "Thư khen"}
    for preset in PRESETS.values():
        layout = preset.layout
        assert CertificateLayout.from_json(layout.to_json()) == layout
        keys = {one.key for one in layout.fields}
        assert {"name", "post", "achievement", "place_date", "signer_post", "signer"} <= keys
        for one in layout.fields:
            assert unknown_placeholders(one.text) == ()
            assert filled(one.text, EXAMPLE)
    assert set(EXAMPLE) == set(PLACEHOLDERS)


def test_the_preset_of_a_form_is_that_of_its_paper_style() -> None:
    assert preset_for("Bằng khen", "government").key == "diploma-state"
    assert preset_for("bằng khen", "party").key == "diploma-party"
    assert preset_for("Thư khen", "government").key == "letter"
    assert preset_for("Kỷ niệm chương", "party").key == "certificate-party"


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("{name}", {"name": "Lê Thị Ánh"}, "Lê Thị Ánh"),
        ("Tặng cho {address}:", {"address": "bà"}, "Tặng cho bà:"),
        ("{money}", {}, ""),
        ("Thưởng {money}", {"money": ""}, ""),
        ("{place}, {date}", {"date": "ngày 02 tháng 9 năm 2025"}, "ngày 02 tháng 9 năm 2025"),
        ("{place}, {date}", {"place": "Cầu Ngang", "date": "ngày 1"}, "Cầu Ngang, ngày 1"),
        ("{người}", {}, "{người}"),
        ("{nam} {name}", {"name": "A"}, "{nam} A"),
        ("Chữ cố định", {}, "Chữ cố định"),
        (
            "Đã có thành tích {achievement}",
            {"achievement": "Có thành tích xuất sắc"},
            "Đã có thành tích xuất sắc",
        ),
        (
            "Đã có thành tích {achievement}",
            {"achievement": "Duy trì 04 mô hình"},
            "Đã có thành tích duy trì 04 mô hình",
        ),
        (
            "Đã có thành tích {achievement}",
            {"achievement": "Bác Hồ dạy"},
            "Đã có thành tích Bác Hồ dạy",
        ),
        ("{achievement}", {"achievement": "Duy trì\ntốt"}, "Duy trì tốt"),
        ("{achievement}", {"achievement": "Thành tích"}, "Thành tích"),
    ],
)
def test_words_are_put_into_a_text(text: str, words: dict[str, str], expected: str) -> None:
    assert filled(text, words) == expected


@given(texts, st.dictionaries(st.sampled_from(sorted(PLACEHOLDERS)), texts))
def test_no_words_make_a_text_fail(text: str, words: dict[str, str]) -> None:
    found = filled(f"{text} {{name}} {{achievement}}", words)
    assert found.count("\n") <= text.count("\n")


def test_a_new_field_stands_where_it_was_asked_for() -> None:
    field = new_field("number", 148.54, 100)
    assert (field.key, field.x, field.y) == ("number", 148.5, 100)
    assert new_field("không có", 1, 1).key == "text"
    assert kept_on(field, 100, 80).x == 100
    assert kept_on(field, 100, 80).y == 80
