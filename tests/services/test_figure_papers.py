"""The figures of a period on paper: what the service says, read back from the PDF."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desktop.core.errors import UserProblem
from desktop.services import registers
from desktop.services.figure_lines import figure_groups
from desktop.services.figures import figures, figures_text, level_words
from desktop.services.printing import make_pdf
from desktop.storage.book import Book
from desktop.ui.figures.gateway import read

from .rows import add, live

FIRST, LAST = date(2024, 1, 1), date(2026, 12, 31)


def test_the_paper_says_every_figure(
    book: Book, tmp_path: Path, read_pdf: Callable[[Path], list[Any]]
) -> None:
    for year in (2023, 2024, 2026):
        values = {"name": f"Mô hình năm {year}", "registered_on": date(year, 3, 1)}
        registers.save(book, "models", values)
    target = tmp_path / "Biểu.pdf"
    printed = make_pdf(book, "figures", target, {"first": FIRST, "last": LAST})
    pages = read_pdf(target)
    assert printed.pages == len(pages)
    words = " ".join(" ".join(page.text.split()) for page in pages)
    assert "(Từ ngày 01/01/2024 đến ngày 31/12/2026)" in words
    for group in figure_groups(figures(book, FIRST, LAST)):
        assert group.title.upper() in words
        for line in group.lines:
            assert f"{line.words} {line.unit} {line.value}" in words, line
    assert "Mô hình mô hình 3" in words
    assert "Mô hình mới mô hình 2" in words
    days = {"first": FIRST, "last": LAST, "new_since": date(2026, 1, 1)}
    make_pdf(book, "figures", target, days)
    words = " ".join(" ".join(page.text.split()) for page in read_pdf(target))
    assert "Mô hình mới (kể từ ngày 01/01/2026) mô hình 1" in words
    text = figures_text(figures(book, FIRST, LAST, date(2026, 1, 1)))  # as the command line says
    assert "  Mô hình mới (kể từ ngày 01/01/2026): 1 mô hình" in text
    other = figures(book, date(2021, 1, 1), date(2023, 12, 31))
    text = figures_text(figures(book, FIRST, LAST, date(2026, 1, 1)), None, other)
    assert "Mô hình mới (kể từ ngày 01/01/2026; kỳ so sánh: trong kỳ): 1 mô hình (kỳ so" in text


def test_a_turned_period_is_one_sentence_and_no_file(book: Book, tmp_path: Path) -> None:
    target = tmp_path / "Biểu.pdf"
    with pytest.raises(UserProblem, match="Ngày đầu kỳ sau ngày cuối kỳ"):
        make_pdf(book, "figures", target, {"first": LAST, "last": FIRST})
    assert not target.exists()


def test_levels_have_the_names_of_the_office(
    book: Book, tmp_path: Path, read_pdf: Callable[[Path], list[Any]]
) -> None:
    (row,) = [one for one in live(book, "levels") if one["level"] == "commune"]
    values = {"name": "Xã, phường, đặc khu"}
    registers.save(book, "levels", values, row["id"], row["revision"])
    held = add(book, "rounds", title="Tổng kết", meeting_on=date(2025, 12, 19))
    form = registers.options(book, "award_forms", "giay")[0].id
    award = {"recipient_name": "Lê An", "state": "given", "proposed_level": "commune"}
    add(book, "awards", round_id=held, form_id=form, **award)
    found = figures(book, FIRST, LAST)
    groups = figure_groups(found, level_words(book))
    assert "Cấp: Xã, phường, đặc khu" in [one.words for each in groups for one in each.lines]
    assert "Cấp: Xã, phường, đặc khu: 1 lượt" in figures_text(found, level_words(book))
    assert read(book, FIRST, LAST, FIRST) == groups
    target = tmp_path / "Biểu.pdf"
    make_pdf(book, "figures", target, {"first": FIRST, "last": LAST})
    text = " ".join(" ".join(page.text.split()) for page in read_pdf(target))
    assert "Cấp: Xã, phường, đặc khu lượt 1" in text
    assert "Xã/phường" not in text
