"""Fixtures that every test may use: a home of its own, and a real book."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.services import books
from desktop.services.books import Book, OfficeSetup

SETUP = OfficeSetup(
    name="Ban Tuyên giáo Huyện ủy Cầu Ngang",
    level="district",
    place="Cầu Ngang",
    parent="Huyện ủy Cầu Ngang",
    code_suffix="BTG",
)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings, logs and backups of this test alone."""
    folder = tmp_path / "nhà của tôi"
    folder.mkdir()
    monkeypatch.setenv("GUONGSANG_HOME", str(folder))
    return folder


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    """An empty book with the default lists."""
    made = books.create_book(tmp_path / "Sổ 2026.gsdb", SETUP)
    yield made
    made.close()
