"""No socket is ever asked for and no other program started: the kernel watches the real program."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from .sealing import ASKED, KILLED
from .sources import ROOT

SECONDS = 300
DEEDS = {
    "window": (
        *("tab members", "tab upward", "print_list", "export_xlsx", "export_docx", "import"),
        *("send_upward", "receive_files", "backup", "close"),
    ),
    "commands": ("demo", "figures", "report", "import", "template", "submit", "check", "receive"),
    "self_test": (),
}


def sealed(task: str, folder: Path) -> tuple[int, str, str]:
    """Do a task in a sealed process; return its exit code and what it said on both streams."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.surface.sealed_work", task, str(folder)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def works(task: str, folder: Path, counted: Any) -> None:
    code, said, complained = sealed(task, folder)
    counted(1, int(code in (KILLED, ASKED)))
    assert code == 0, f"{said}\n{complained}"
    assert said.splitlines()[-1] == "all done"
    done = {line.removeprefix("did ") for line in said.splitlines()}
    assert set(DEEDS[task]) <= done
    if "sealed by kernel" not in said:
        pytest.skip("the kernel lets no process seal itself here: Python's own calls were watched")


@pytest.mark.parametrize("task", ["python_socket", "python_program"])
def test_what_python_asks_for_is_caught(task: str, tmp_path: Path) -> None:
    code, _said, told = sealed(task, tmp_path)
    assert code == ASKED
    assert "asked for: " in told


@pytest.mark.parametrize(
    "task", ["native_socket", "native_socket_in_a_thread", "native_program", "qt_program"]
)
def test_what_native_code_asks_for_is_caught(task: str, tmp_path: Path) -> None:
    code, said, _told = sealed(task, tmp_path)
    if "sealed by kernel" not in said:
        pytest.skip("the kernel lets no process seal itself here")
    assert code == KILLED
    assert "all done" not in said


def test_the_window_needs_no_socket_and_no_other_program(tmp_path: Path, counted: Any) -> None:
    works("window", tmp_path, counted)


def test_the_command_line_needs_none_either(tmp_path: Path, counted: Any) -> None:
    works("commands", tmp_path, counted)


@pytest.mark.soak
def test_nor_does_any_register_paper_or_sheet(tmp_path: Path, counted: Any) -> None:
    works("self_test", tmp_path, counted)
