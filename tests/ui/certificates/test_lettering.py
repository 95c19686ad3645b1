"""The letters on the screen are as wide as those on paper, so that both break at the same place."""

from __future__ import annotations

import pytest

from desktop.core.certificate_presets import EXAMPLE, PRESETS
from desktop.core.certificate_text import set_all
from desktop.reports import certificates
from desktop.ui.certificates import lettering


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize("italic", [False, True])
@pytest.mark.parametrize("text", ["Nguyễn Thị Hồng Ánh", "AVATAR fi ffl Tý To", "15-QĐ/HU …", " "])
@pytest.mark.usefixtures("qapp")
def test_words_are_as_wide_as_on_paper(text: str, bold: bool, italic: bool) -> None:
    on_paper = certificates.measure(text, bold, italic)
    assert lettering.measure(text, bold, italic) == pytest.approx(on_paper, rel=0.004)


@pytest.mark.parametrize("name", sorted(PRESETS))
@pytest.mark.usefixtures("qapp")
def test_every_line_stands_where_the_paper_has_it(name: str) -> None:
    layout = PRESETS[name].layout
    shown = set_all(layout, EXAMPLE, lettering.measure)
    printed = set_all(layout, EXAMPLE, certificates.measure)
    assert [one.key for one, _text in shown] == [one.key for one, _text in printed]
    for (_a, screen), (_b, paper) in zip(shown, printed, strict=True):
        assert screen.size == paper.size
        for one, other in zip(screen.lines, paper.lines, strict=True):
            assert one.text == other.text
            assert one.x == pytest.approx(other.x, abs=0.3)
            assert one.y == other.y


@pytest.mark.usefixtures("qapp")
def test_outlines_are_as_wide_as_measured() -> None:
    path = lettering.outline("HOÀNG", True, False)
    wide = lettering.measure("HOÀNG", True, False) * lettering.EM
    assert path.boundingRect().width() == pytest.approx(wide, rel=0.05)


@pytest.mark.parametrize(
    ("value", "text"), [(148.5, "148,5"), (20, "20"), (0.04, "0"), (-2.25, "-2,3")]
)
def test_millimetres_are_read_with_a_comma(value: float, text: str) -> None:
    assert lettering.millimetres(value) in (text, text.replace("2,3", "2,2"))
