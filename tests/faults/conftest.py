"""A populated book for the tests of damage: every register filled, made once for the run."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from desktop.services import demo


@pytest.fixture(scope="session")
def busy_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo book of 60 members, closed: to be copied, never opened."""
    folder = tmp_path_factory.mktemp("đầy")
    path = folder / "Sổ đầy.gsdb"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GUONGSANG_HOME", str(folder))
        demo.make_demo(path, members=60, today=date(2026, 5, 18)).close()
    return path


@pytest.fixture
def copied(busy_book: Path, tmp_path: Path) -> Path:
    """A copy of the populated book, to be damaged."""
    return Path(shutil.copy(busy_book, tmp_path / "Sổ hỏng.gsdb"))
