"""Setting a certificate's text: lines, sizes, places; nothing is cut, nothing leaves the paper."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.certificate_text import ASCENT, DESCENT, SetText, box_of, set_all, set_field
from desktop.core.certificates import ALIGNS, POINT, CertificateField, CertificateLayout

NAME = CertificateField("name", "{name}", 148.5, 110, 225, size=22, bold=True, min_size=13)
LONG_UNIT = (
    "Đội Cảnh sát quản lý hành chính về trật tự xã hội và Tổ bảo vệ an ninh trật tự ở cơ sở "
    "ấp Mỹ Cẩm, xã Mỹ Hòa, huyện Cầu Ngang"
)


def measure(text: str, bold: bool, italic: bool) -> float:
    """A font whose letters are half as wide as high, bold ones a little wider."""
    del italic
    return len(text) * (0.55 if bold else 0.5)


def sheet(*fields: CertificateField) -> CertificateLayout:
    return CertificateLayout(297.0, 210.0, fields)


def put(field: CertificateField, name: str, offset: tuple[float, float] = (0, 0)) -> SetText:
    found = set_field(sheet(field), field, {"name": name}, measure, offset)
    assert found is not None
    return found


words = st.text(st.characters(categories=("Lu", "Ll", "Nd")), min_size=1, max_size=14)
sentences = st.lists(words, min_size=1, max_size=40).map(" ".join)
fields = st.builds(
    CertificateField,
    key=st.just("text"),
    text=st.sampled_from(("{name}", "Đã có thành tích {name}", "{name}\nvà {name}")),
    x=st.integers(0, 2_970).map(lambda one: one / 10),
    y=st.integers(0, 2_100).map(lambda one: one / 10),
    width=st.integers(50, 2_970).map(lambda one: one / 10),
    align=st.sampled_from(ALIGNS),
    size=st.integers(4, 120).map(float),
    bold=st.booleans(),
    capitals=st.booleans(),
    spacing=st.integers(0, 30).map(float),
    indent=st.integers(0, 60).map(float),
    max_lines=st.integers(1, 6),
    upwards=st.booleans(),
    min_size=st.integers(4, 20).map(float),
)
offsets = st.tuples(st.integers(-30, 30).map(float), st.integers(-30, 30).map(float))


@given(fields, sentences, offsets)
def test_every_text_stays_on_the_paper_and_within_its_width(
    field: CertificateField, name: str, offset: tuple[float, float]
) -> None:
    found = put(field, name, offset)
    dx, dy = offset
    widest = max(field.width, 5.0)
    high = found.size * POINT
    for line in found.lines:
        assert line.width <= widest + 1e-6
        assert line.x + dx >= -1e-6
        assert line.x + line.width + dx <= 297 + 1e-6
        assert line.y - ASCENT * high + dy >= -1e-6
        assert line.y + DESCENT * high + dy <= 210 + 1e-6
    assert len(found.lines) <= max(field.max_lines, field.text.count("\n") + 1)
    assert found.size <= field.size
    assert found.tight == (found.size < min(field.size, field.min_size))


@given(fields, sentences)
def test_not_a_letter_is_lost(field: CertificateField, name: str) -> None:
    found = put(replace(field, capitals=False), name)
    printed = "".join("".join(one.text for one in found.lines).split())
    assert printed.count("".join(name.split())) >= 1


def test_a_short_name_keeps_its_size_and_stands_at_its_anchor() -> None:
    found = put(NAME, "Lê Thị Ánh")
    (line,) = found.lines
    assert (found.size, found.tight) == (22, False)
    assert line.y == 110
    assert line.x + line.width / 2 == pytest.approx(148.5)
    left = put(replace(NAME, align="left", x=40), "Lê Thị Ánh").lines[0]
    assert left.x == 40
    right = put(replace(NAME, align="right", x=280), "Lê Thị Ánh").lines[0]
    assert right.x + right.width == pytest.approx(280)


def test_a_persons_name_becomes_smaller_before_it_is_parted() -> None:
    name = "Công Tằng Tôn Nữ Nguyễn Thị Thanh Hương"
    field = replace(NAME, width=110, max_lines=2)
    whole = put(field, name.replace(" ", "\u00a0"))
    assert [one.text for one in whole.lines] == [name]
    assert 13 <= whole.size < 22
    parted = put(field, name)
    assert len(parted.lines) == 2
    assert parted.size == 22


def test_a_long_units_name_parts_where_its_parts_do() -> None:
    field = replace(NAME, max_lines=2, spacing=8, upwards=True)
    found = put(field, LONG_UNIT)
    first, second = (one.text for one in found.lines)
    assert f"{first} {second}" == LONG_UNIT
    assert (found.lines[0].y, found.lines[1].y) == (102, 110)  # the last line on the anchor
    assert second.split(" ")[0] in ("và", "xã", "huyện")
    assert 13 <= found.size < 22


def test_what_belongs_together_is_not_parted() -> None:
    field = CertificateField("text", "{name}", 20, 50, 60, align="left", size=12, max_lines=8)
    text = (
        "Học tập và làm theo Hồ Chí Minh trong giai đoạn 2021 - 2023 tại ấp 1 của xã Mỹ Hòa theo "
        "Chỉ thị số 05 của Bộ Chính trị ngày 18/05/2016"
    )
    lines = [one.text for one in put(field, text).lines]
    assert " ".join(lines) == text
    joined = "|".join(lines)
    for whole in ("Hồ Chí Minh", "2021 - 2023", "ấp 1", "Mỹ Hòa", "số 05", "Bộ Chính", "ngày 18"):
        assert whole in joined


def test_a_text_typed_with_every_word_in_capitals_still_breaks_at_full_size() -> None:
    field = CertificateField("text", "{name}", 148.5, 50, 100, size=14, max_lines=3)
    found = put(field, "Ủy Ban Nhân Dân Xã Mỹ Hòa Huyện Cầu Ngang Tỉnh Trà Vinh")
    assert found.size == 14
    assert len(found.lines) == 2


def test_the_first_line_is_indented_and_lines_keep_their_distance() -> None:
    field = CertificateField(
        "text", "{name}", 30, 60, 100, align="left", size=14, max_lines=5, spacing=9.5, indent=35
    )
    found = put(field, "Đã có nhiều thành tích trong phong trào thi đua yêu nước năm nay")
    assert found.lines[0].x == 65
    assert found.lines[1].x == 30
    assert found.lines[1].y - found.lines[0].y == pytest.approx(9.5)
    assert found.lines[0].x + found.lines[0].width <= 130


def test_nothing_to_print_is_left_out() -> None:
    empty = replace(NAME, key="money", text="{money}")
    layout = sheet(NAME, empty)
    assert [field.key for field, _text in set_all(layout, {"name": "A"}, measure)] == ["name"]


def test_the_box_of_a_field_is_what_it_may_fill() -> None:
    assert box_of(sheet(NAME), NAME) == (36, 225)
    edge = replace(NAME, x=297, align="left")
    assert box_of(sheet(edge), edge) == (292, 5)  # room for a word, on the sheet
