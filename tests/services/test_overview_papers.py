"""'Tổng quan năm' on paper, and one chart with its numbers."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desktop.core.errors import UserProblem
from desktop.core.formats import number
from desktop.services import figures, overview_charts
from desktop.services.books import Book
from desktop.services.demo import make_demo
from desktop.services.overview_figures import cards_of
from desktop.services.printing import make_pdf

YEAR = {"first": date(2026, 1, 1), "last": date(2026, 12, 31)}
TERM = {"first": date(2023, 1, 1), "last": date(2026, 12, 31)}
FORM = "year-overview"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Any:
    book = make_demo(
        tmp_path_factory.mktemp("mẫu") / "sổ.gsdb", members=120, today=date(2026, 11, 2)
    )
    yield book
    book.close()


def text_of(pages: list[Any]) -> str:
    return " ".join(" ".join(page.text for page in pages).split())


@pytest.mark.parametrize("period", [YEAR, TERM])
def test_figures_and_charts_on_two_pages(demo: Book, tmp_path: Path, read_pdf: Any, period) -> None:
    printed = make_pdf(demo, FORM, tmp_path / "a.pdf", period)
    pages = read_pdf(tmp_path / "a.pdf")
    assert printed.title == "Tổng quan năm"
    assert len(pages) == printed.pages == 2
    text = text_of(pages)
    assert "TỔNG QUAN" in text
    found = figures.figures(demo, period["first"], period["last"])
    for card in cards_of(found):
        assert card.title.upper() in text
        for line in card.lines:
            assert f"{line.words} {line.unit} {line.value}" in text
    shown = [one for one in overview_charts.charts(demo, found) if one.rows]
    assert len(shown) == 5
    for place, chart in enumerate(shown, start=1):
        assert f"Biểu đồ {place}. {chart.title}" in text
        for row in chart.shown:
            assert row.texts[0] in text
    for page in pages:
        assert max(one.right for one in page.letters) <= page.width - 15 * 72 / 25.4 + 0.5
        assert all(one.text != "�" for one in page.letters)


def test_the_title_says_which_years(demo: Book, tmp_path: Path, read_pdf: Any) -> None:
    for given, words in ((YEAR, "năm 2026"), (TERM, "giai đoạn 2023 - 2026")):
        make_pdf(demo, FORM, tmp_path / "a.pdf", given)
        assert words in text_of(read_pdf(tmp_path / "a.pdf"))
    make_pdf(demo, FORM, tmp_path / "b.pdf", {"first": date(2025, 1, 1)})
    assert "(Từ ngày 01/01/2025 đến ngày 31/12/2025)" in text_of(read_pdf(tmp_path / "b.pdf"))


@pytest.mark.parametrize("key", overview_charts.KEYS)
def test_one_chart_with_all_its_numbers(demo: Book, tmp_path: Path, read_pdf: Any, key) -> None:
    make_pdf(demo, FORM, tmp_path / "a.pdf", {**TERM, "chart": key})
    text = text_of(read_pdf(tmp_path / "a.pdf"))
    found = figures.figures(demo, TERM["first"], TERM["last"])
    chart = next(one for one in overview_charts.charts(demo, found) if one.key == key)
    assert chart.title in text
    for row in chart.rows:
        assert f"{row.label} {' '.join(row.cells)}" in text


def test_a_book_without_anything_prints_noughts_and_no_chart(
    book: Book, tmp_path: Path, read_pdf: Any
) -> None:
    make_pdf(book, FORM, tmp_path / "a.pdf")
    text = text_of(read_pdf(tmp_path / "a.pdf"))
    assert f"Mô hình mô hình {number(0)}" in text
    assert "Biểu đồ" not in text
    with pytest.raises(UserProblem, match="Hãy thêm ở thẻ «Mô hình»"):
        make_pdf(book, FORM, tmp_path / "b.pdf", {"chart": "models"})
    assert not (tmp_path / "b.pdf").exists()


def test_a_turned_period_and_an_unknown_chart_are_refused(book: Book, tmp_path: Path) -> None:
    turned = {"first": date(2026, 2, 1), "last": date(2026, 1, 1)}
    with pytest.raises(UserProblem, match="Ngày đầu kỳ"):
        make_pdf(book, FORM, tmp_path / "a.pdf", turned)
    with pytest.raises(UserProblem, match="Không có biểu đồ này"):
        make_pdf(book, FORM, tmp_path / "a.pdf", {"chart": "?"})
