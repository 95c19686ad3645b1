"""The program's own modules, parsed: what they import and what they call."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "desktop"
APART = PACKAGE / "publish"
"""The extra that reaches a PostgreSQL: no part of the installer, imported by nothing else."""


def modules() -> list[Path]:
    """Return the program's modules."""
    return sorted(one for one in PACKAGE.rglob("*.py") if APART not in one.parents)


def imported(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Yield each name that is imported, whole, with its line: of 'from a import b' a and a.b."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for one in node.names:
                yield one.name, node.lineno
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, node.lineno
            for one in node.names:
                yield f"{node.module}.{one.name}", node.lineno


def dotted(node: ast.AST) -> str:
    """Return 'a.b.c' for such an expression, "" for any other."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else f".{node.attr}"
    return ""


def named(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Yield each name and attribute that is used, whole, with its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name | ast.Attribute):
            yield dotted(node), node.lineno


def called(tree: ast.AST) -> Iterator[tuple[ast.Call, str]]:
    """Yield each call with what is called."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node, dotted(node.func)
