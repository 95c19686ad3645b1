"""The extra stays apart: nobody imports it, the installer leaves it out, pip knows it."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "desktop"
OTHERS = sorted(
    one for one in PACKAGE.rglob("*.py") if PACKAGE / "publish" not in one.parents
)  # fmt: skip
NETWORK = ("psycopg", "desktop.publish")


def imported(path: Path) -> Iterator[str]:
    source = path.read_text(encoding="utf-8")
    if not any(one in source for one in ("psycopg", "publish")):
        return  # parsing every module takes seconds
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{one.name}" for one in node.names)


def test_nothing_else_of_the_program_imports_it() -> None:
    found = {
        (str(path.relative_to(ROOT)), name)
        for path in OTHERS
        for name in imported(path)
        if name.startswith(NETWORK)
    }
    assert found == set()
    assert [*imported(PACKAGE / "publish" / "publishing.py")].count("psycopg.sql") == 1


def test_it_is_an_extra_with_a_command_of_its_own() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["scripts"]["guongsang-publish"] == "desktop.publish.__main__:main"
    assert project["optional-dependencies"]["publish"] == ["psycopg[binary]>=3.2"]
    assert not [one for one in project["dependencies"] if one.startswith("psycopg")]


@pytest.mark.parametrize("name", ["desktop.publish", "psycopg", "psycopg_binary"])
def test_the_installer_leaves_it_out(name: str) -> None:
    spec = (ROOT / "packaging" / "guongsang.spec").read_text(encoding="utf-8")
    excluded = next(
        one.value
        for one in ast.parse(spec).body
        if isinstance(one, ast.Assign)
        and isinstance(one.targets[0], ast.Name)
        and one.targets[0].id == "EXCLUDED"
    )
    assert name in {one.value for one in ast.walk(excluded) if isinstance(one, ast.Constant)}
    pins = (ROOT / "packaging" / "requirements.in").read_text(encoding="utf-8")
    assert "psycopg" not in pins


def test_the_program_starts_without_it() -> None:
    script = (
        "import sys\nimport desktop.cli, desktop.app, desktop.ui.main_window\n"
        f"print([one for one in sys.modules if one.startswith({NETWORK!r})])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
