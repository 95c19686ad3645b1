"""What the papers of these tests have in common."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desktop.core.paper import PRESETS, Letterhead, Signature
from desktop.reports.commendations import AwardLine, ListPaper, RoundHead, write_proposal

HEAD = Letterhead("Huyện ủy Cầu Ngang", "Ban Tuyên giáo", "Cầu Ngang", day=date(2025, 9, 2))
SIGNATURE = Signature("Trưởng ban", "Nguyễn Văn Ký")


def make_paper(preset: str = "party-a", **changes: Any) -> ListPaper:
    values: dict[str, Any] = {"head": HEAD, "signature": SIGNATURE, "receivers": ("Như trên",)}
    return ListPaper(PRESETS[preset], **(values | changes))


def make_award(name: str, **changes: Any) -> AwardLine:
    values: dict[str, Any] = {
        "kind": "individual",
        "post": "Bí thư Chi bộ",
        "achievement": "Học tập và làm theo Bác",
        "form": "Giấy khen",
    }
    return AwardLine(name=name, **(values | changes))


@pytest.fixture
def paper() -> Callable[..., ListPaper]:
    """Makes a list's paper from a preset's key."""
    return make_paper


@pytest.fixture
def award() -> Callable[..., AwardLine]:
    """Makes a line of a list."""
    return make_award


@pytest.fixture
def proposal(tmp_path: Path, read_pdf: Callable[[Path], list[Any]]) -> Callable[..., list[Any]]:
    """Writes a proposal list and reads it back."""

    def made(awards: list[AwardLine], on: ListPaper | None = None, **held: Any) -> list[Any]:
        target = tmp_path / "danh sách.pdf"
        round_head = RoundHead(**({"occasion": "Sơ kết 3 năm"} | held))
        pages = write_proposal(target, on or make_paper(), round_head, awards)
        found = read_pdf(target)
        assert len(found) == pages
        return found

    return made
