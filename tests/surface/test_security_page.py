"""What SECURITY.md says is tested is tested, and the README leads there."""

from __future__ import annotations

import re

from .sources import ROOT

PAGE = ROOT / ".github" / "SECURITY.md"


def test_every_test_that_is_named_is_there() -> None:
    text = PAGE.read_text(encoding="utf-8")
    named = re.findall(r"`(tests/[\w/]+(?:\.py)?)`", text)
    assert len(named) > 20
    assert [one for one in named if not (ROOT / one).exists()] == []


def test_every_attacker_has_a_test() -> None:
    rows = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    assert len(rows) > 10
    assert [row for row in rows[1:] if "`tests/" not in row.rsplit(" | ", 1)[-1]] == []


def test_the_readme_leads_to_it() -> None:
    assert "](.github/SECURITY.md)" in (ROOT / "README.md").read_text(encoding="utf-8")
