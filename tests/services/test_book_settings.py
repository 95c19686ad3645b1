"""Limits and shares kept in the book."""

from __future__ import annotations

import pytest

from desktop.core.errors import UserProblem
from desktop.services import book_settings, books
from desktop.storage.book import Book


def test_a_new_book_has_the_usual_ones(book: Book) -> None:
    found = book_settings.values(book)
    assert found == {one.key: one.default for one in book_settings.DECLARED.values()}
    assert found["shared_text_limit"] == 5  # DOMAIN.md, 'Figures', pledges
    assert found["excellent_share"] == 20


def test_what_is_kept_is_there_when_the_book_is_opened_again(book: Book) -> None:
    done = book_settings.save(book, {"excellent_share": 25, "due_soon_days": 15})
    assert done.value == 1  # the other one was that already
    assert done.changes.touches(book_settings.SETTINGS)
    book.close()
    again = books.open_book(book.path)
    assert book_settings.values(again)["excellent_share"] == 25
    assert book_settings.save(again, {"excellent_share": 30}).value == 1
    assert book_settings.values(again)["excellent_share"] == 30
    again.close()


def test_one_out_of_bounds_keeps_none(book: Book) -> None:
    with pytest.raises(UserProblem, match=r"Tệp đính kèm lớn nhất.*từ 1 đến 100 MB"):
        book_settings.save(book, {"excellent_share": 25, "attachment_limit_mb": 101})
    assert book_settings.values(book)["excellent_share"] == 20


def test_every_default_lies_within_its_bounds() -> None:
    for one in book_settings.DECLARED.values():
        assert one.minimum <= one.default <= one.maximum, one.key
