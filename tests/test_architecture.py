"""The house's rules that no linter knows (import contracts are import-linter's)."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.storage.registers import SPECS

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "desktop"
MODULES = sorted(PACKAGE.rglob("*.py"))
TOP = {"pyproject.toml", "desktop", "resources", "packaging", "tests", "README.md"}
ALSO = {"LICENSE", "CHANGELOG.md"}
LONGEST_MODULE, LONGEST_FUNCTION = 450, 60  # 400 and 50 ask a question, these answer it
HEAVY = ("sqlalchemy", "alembic", "reportlab", "pypdfium2", "sqlcipher3", "docx", "openpyxl")


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True
    ).stdout.decode()
    return [Path(one) for one in listed.split("\0") if one]


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_the_top_level_is_as_agreed():
    names = {path.parts[0] for path in tracked()}
    assert names - ALSO - {name for name in names if name.startswith(".")} == TOP


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_modules_and_functions_stay_small(path):
    source = path.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= LONGEST_MODULE
    long = {
        one.name: one.end_lineno - one.lineno + 1
        for one in functions(ast.parse(source))
        if one.end_lineno and one.end_lineno - one.lineno >= LONGEST_FUNCTION
    }
    assert long == {}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_error_is_swallowed_and_nothing_is_printed(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ExceptHandler):
            broad = node.type is None or (
                isinstance(node.type, ast.Name) and node.type.id in ("Exception", "BaseException")
            )
            silent = all(isinstance(one, ast.Pass) for one in node.body)
            assert not (broad and silent), f"line {node.lineno}"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id != "print", f"line {node.lineno}"


def test_no_committed_file_names_a_machine_or_a_registry():
    # put together, or this file would find itself
    hosts = ("pypi" + ".org", "files.python" + "hosted", "deb.deb" + "ian", "registry.npm" + "js")
    homes = re.compile(r"(?<![\w.])/(?:home|root|work|tmp/w)/[\w.-]+")
    for path in tracked():
        if path.suffix in (".ttf", ".png", ".jpg", ".ico", ".mo", ".gsdb", ".gsnop", ".svg"):
            continue
        text = (ROOT / path).read_text(encoding="utf-8")
        found = [host for host in hosts if host in text] + homes.findall(text)
        assert found == [], path


def test_the_window_is_painted_before_anything_heavy_is_loaded():
    """What the start imports: Qt and our own small modules; the rest comes when it is needed."""
    script = (
        "import sys\n"
        "from desktop import app\n"
        "import desktop.ui.main_window, desktop.ui.theme, desktop.platform.settings\n"
        f"print([one for one in {HEAVY!r} if one in sys.modules])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_the_command_line_is_understood_without_qt():
    script = (
        "import sys\nfrom desktop import cli\ncli.main(['report', '--list'])\n"
        "assert not [one for one in sys.modules if one.startswith('PySide6')]\n"
    )
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, check=True)


def test_the_tabs_say_what_to_do_when_they_are_empty():
    for name in ("members", "pledges", "models", "rounds", "units", "campaigns"):
        assert SPECS[name].empty, name


def test_every_register_is_named_and_has_an_identity():
    for name, spec in SPECS.items():
        assert spec.heading, name
        assert spec.singular_heading, name
        assert spec.identity, name
