"""The promises about a clerk's data name tests that are there, and leave none out that counts."""

from __future__ import annotations

from pathlib import Path

import pytest

from .promises import PROMISES, told

TESTS = Path(__file__).parent
ROOT = TESTS.parent


@pytest.mark.parametrize("name", [one for promise in PROMISES for one in promise.tests])
def test_every_test_that_is_named_is_there(name: str) -> None:
    assert (ROOT / name).exists()


def test_every_test_that_counts_is_one_of_a_promise() -> None:
    counting = [
        path.relative_to(ROOT).as_posix()
        for path in sorted(TESTS.rglob("test_*.py"))
        if " counted(" in path.read_text("utf-8") and path != Path(__file__)
    ]
    assert len(counting) > 15
    left_out = [one for one in counting if not any(two.tried_by(one) for two in PROMISES)]
    assert left_out == []


def test_no_test_is_told_twice() -> None:
    names = [one for promise in PROMISES for one in promise.tests]
    for one in names:
        assert [two for two in names if one.startswith(two)] == [one]


def test_what_failed_is_a_loss() -> None:
    lines = list(
        told(
            [
                ("tests/test_kill.py::test_a", True, {"faults": 40, "losses": 0}),
                ("tests/test_kill.py::test_b", False, {}),
                ("tests/core/test_backup_ages.py::test_c", True, {}),
                ("tests/core/test_names.py::test_d", False, {}),
            ]
        )
    )
    assert lines == [
        "backup: thinned by age: tests: 1, faults tried: 1, losses: 0",
        "crash: killed in the middle of work: tests: 2, faults tried: 41, losses: 1",
        "faults tried: 42, losses: 1",
    ]
    assert list(told([])) == []
