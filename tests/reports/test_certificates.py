"""Certificates read back from the PDF: where every letter stands, and the page of a trial."""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage

from desktop.core.certificate_presets import EXAMPLE, PRESETS
from desktop.core.certificate_text import set_all
from desktop.core.certificates import CertificateField, CertificateLayout
from desktop.core.errors import Cancelled, UserProblem
from desktop.reports import certificates
from desktop.reports.certificates import Sheet, write_certificates, write_test_page

MM = 72 / 25.4
NEAR = 0.3  # mm
LAYOUT = PRESETS["certificate-party"].layout


def sheets(*names: str, layout: CertificateLayout = LAYOUT, **words: str) -> list[Sheet]:
    return [Sheet(layout, {**EXAMPLE, "name": name, **words}) for name in names]


@pytest.fixture
def written(tmp_path: Path, read_pdf: Callable[[Path], list[Any]]) -> Callable[..., list[Any]]:
    """Writes certificates and reads them back."""

    def make(given_: list[Sheet], offset: tuple[float, float] = (0.0, 0.0)) -> list[Any]:
        target = tmp_path / "giấy khen.pdf"
        assert write_certificates(target, given_, len(given_), offset) == len(given_)
        return read_pdf(target)

    return make


def text_of(field: CertificateField) -> str:
    """Return the first words that a field of the preset prints."""
    found = set_all(replace(LAYOUT, fields=(field,)), EXAMPLE, certificates.measure)
    return found[0][1].lines[0].text


@pytest.mark.parametrize("offset", [(0.0, 0.0), (2.5, -1.5), (-3.0, 4.0)])
def test_every_field_stands_at_its_anchor(written: Any, offset: tuple[float, float]) -> None:
    (page,) = written(sheets(EXAMPLE["name"]), offset)
    assert (page.width, page.height) == pytest.approx((297 * MM, 210 * MM))
    for field in LAYOUT.fields:
        words = text_of(field)
        lines = [one for one in page.lines if words.split()[0] in one.text]
        line = min(lines, key=lambda one: abs(one.letters[0].base / MM - (210 - field.y)))
        base = 210 - line.letters[0].base / MM
        assert base == pytest.approx(field.y + offset[1], abs=NEAR)
        if field.align == "left":
            assert line.left / MM == pytest.approx(field.x + offset[0], abs=NEAR)
        else:
            # two fields may share a height: the letters of this one's half alone
            half = [one for one in line.letters if one.left / MM > 130 or field.x < 150]
            middle = (half[0].left + half[-1].right) / 2 / MM
            assert middle == pytest.approx(field.x + offset[0], abs=0.6)


def test_the_letters_of_a_name_begin_where_they_were_set(written: Any) -> None:
    field = CertificateField("name", "{name}", 148.5, 110, 225, size=22, bold=True)
    layout = replace(LAYOUT, fields=(field,))
    (page,) = written(sheets("Hà Thị Hòa", layout=layout))
    (line,) = page.lines
    wide = certificates.measure("Hà Thị Hòa", True, False) * 22 / MM
    # H has next to no room before its ink: 0.02 of its size
    assert line.left / MM == pytest.approx(148.5 - wide / 2, abs=NEAR)
    assert line.size == 22
    assert "Bold" in line.font


def test_one_page_for_each_with_its_own_words_and_paper(written: Any) -> None:
    large = PRESETS["diploma-state"].layout.resized(420, 297)
    pages = written([*sheets("Chi bộ ấp 1"), *sheets("Lê Thị Ánh", layout=large)])
    assert [one.line("Chi bộ").text for one in pages[:1]] == ["Chi bộ ấp 1"]
    assert pages[1].line("Lê Thị").text == "Lê Thị Ánh"
    assert (pages[1].width, pages[1].height) == pytest.approx((420 * MM, 297 * MM))


def test_what_the_decision_lacks_leaves_dots(written: Any) -> None:
    (page,) = written(
        sheets("Lê Thị Ánh", number="……………", date="ngày …… tháng …… năm ………", money="")
    )
    assert "Quyết định số ……………" in page.text
    assert "ngày …… tháng …… năm ………" in page.text


def test_colour_and_capitals(written: Any) -> None:
    field = CertificateField("text", "tập thể {name}", 60, 40, 100, capitals=True, colour="red")
    (page,) = written(sheets("ấp Mỹ Cẩm", layout=replace(LAYOUT, fields=(field,))))
    assert "TẬP THỂ ẤP MỸ CẨM" in page.text


names = st.lists(
    st.text("aăâbcdđeêghiklmnoôơpqrstuưvxyAĐƯ ", min_size=1, max_size=12), min_size=1, max_size=20
).map(" ".join)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names, st.sampled_from(("left", "center", "right")), st.integers(60, 225))
def test_no_name_runs_off_its_field(written: Any, name: str, align: str, wide: int) -> None:
    x = {"left": 20.0, "center": 148.5, "right": 270.0}[align]
    field = CertificateField(
        "name", "«{name}»", x, 100, float(wide), align=align, size=24, max_lines=2, min_size=12
    )
    (page,) = written(sheets(name, layout=replace(LAYOUT, fields=(field,))))
    left = {"left": x, "center": x - wide / 2, "right": x - wide}[align]
    for line in page.lines:
        assert line.left / MM >= left - NEAR
        assert line.right / MM <= left + wide + NEAR
    assert len(page.lines) <= 2


def test_a_cancelled_run_leaves_no_file(tmp_path: Path) -> None:
    def stop(done: int, total: int) -> None:
        assert total == 3
        if done == 2:
            raise Cancelled

    target = tmp_path / "ra" / "giấy khen.pdf"
    target.parent.mkdir()
    with pytest.raises(Cancelled):
        write_certificates(target, sheets("A", "B", "C"), 3, progress=stop)
    assert list(target.parent.iterdir()) == []


def test_the_same_certificates_give_the_same_bytes(tmp_path: Path) -> None:
    found = []
    for place in (1, 2):
        target = tmp_path / f"{place}.pdf"
        write_certificates(target, sheets("Lê Thị Ánh"), 1)
        found.append(hashlib.sha256(target.read_bytes()).hexdigest())
    assert found[0] == found[1]


# the scan below


def jpeg() -> bytes:
    """A small JPEG: made by Qt as the program makes them."""
    image = QImage(60, 42, QImage.Format.Format_RGB32)
    image.fill(QColor("#f0d080"))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(buffer, "JPG", 90)
    return bytes(buffer.data().data())


def test_the_scan_lies_below_the_words_and_is_kept_once(tmp_path: Path) -> None:
    picture = jpeg()
    target = tmp_path / "xem.pdf"
    many = [Sheet(LAYOUT, {**EXAMPLE, "name": f"Người {n}"}, picture) for n in range(20)]
    write_certificates(target, many, len(many))
    assert target.read_bytes().count(b"/Subtype /Image") == 1
    document = pypdfium2.PdfDocument(target)
    shown = document[19].render(scale=1)
    at = 10 * shown.stride + 10 * shown.n_channels
    corner = list(shown.buffer[at : at + 3])
    document.close()
    assert abs(max(corner) - 0xF0) < 8
    assert abs(min(corner) - 0x80) < 8


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xd8",
        b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + zlib.compress(b"x"),
        b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\0" * 40,
    ],
)
def test_what_is_no_jpeg_is_told(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(UserProblem, match="Ảnh không đọc được"):
        write_certificates(tmp_path / "x.pdf", [Sheet(LAYOUT, EXAMPLE, data)], 1)
    assert not (tmp_path / "x.pdf").exists()


# the trial page


@pytest.mark.parametrize("offset", [(0.0, 0.0), (1.5, -2.0)])
def test_the_trial_page_measures_true(
    tmp_path: Path, read_pdf: Any, offset: tuple[float, float]
) -> None:
    target = tmp_path / "thử.pdf"
    assert write_test_page(target, LAYOUT, "Giấy khen (thể thức Đảng)", offset) == 1
    (page,) = read_pdf(target)
    dx, dy = offset
    upright = [one for one in page.rules if abs(one[0] - one[2]) < 0.01]
    level = [one for one in page.rules if abs(one[1] - one[3]) < 0.01]
    tall = [one for one in upright if abs(one[1] - one[3]) / MM > 205]
    assert [one[0] / MM for one in tall] == [pytest.approx(20 + dx, abs=0.05)]
    long = [one for one in level if abs(one[0] - one[2]) / MM > 290]
    assert [210 - one[1] / MM for one in long] == [pytest.approx(20 + dy, abs=0.05)]
    box = [one for one in (*upright, *level) if 95 < _length(one) / MM < 105]
    assert [_length(one) / MM for one in box] == [pytest.approx(100, abs=0.05)] * 4
    # a cross of 6 mm at each anchor
    middles = {
        (round((one[0] + one[2]) / 2 / MM - dx, 1), round(210 - one[1] / MM - dy, 1))
        for one in level
        if _length(one) / MM == pytest.approx(6, abs=0.01) and 10 < one[0] / MM < 280
    }
    assert {(one.x, one.y) for one in LAYOUT.fields} <= middles
    assert "Họ và tên / Tên tập thể (148,5; 114)" in page.text
    words = " ".join(page.text.split())
    assert certificates.READING in words
    shift = {0.0: "0", 1.5: "1,5", -2.0: "-2"}
    assert f"đã dời sang phải {shift[dx]} mm, xuống {shift[dy]} mm" in words


def _length(rule: tuple[float, float, float, float]) -> float:
    return abs(rule[0] - rule[2]) + abs(rule[1] - rule[3])
