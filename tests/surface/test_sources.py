"""What the program's own code may not do, read from its source: reach out, run what it reads."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from .sources import PACKAGE, ROOT, called, imported, modules, named

NETWORK = frozenset(
    (
        *("socket", "_socket", "ssl", "select", "selectors", "asyncio", "http", "urllib.request"),
        *("urllib.error", "urllib.robotparser", "urllib3", "requests", "httpx", "aiohttp"),
        *("ftplib", "smtplib", "poplib", "imaplib", "telnetlib", "nntplib", "xmlrpc", "wsgiref"),
        *("socketserver", "webbrowser", "cgi", "antigravity", "multiprocessing", "psycopg"),
        *("logging.handlers.SocketHandler", "logging.handlers.DatagramHandler"),
        *("logging.handlers.HTTPHandler", "logging.handlers.SMTPHandler"),
        *("logging.handlers.SysLogHandler", "logging.config", "PySide6.QtNetwork"),
        *("PySide6.QtWebSockets", "PySide6.QtWebEngineCore", "PySide6.QtDBus"),
        *("PySide6.QtRemoteObjects", "PySide6.QtBluetooth", "PySide6.QtSerialPort"),
    )
)
RUNNERS = frozenset(
    (
        *("subprocess", "pty", "pexpect", "code", "codeop", "runpy", "pdb", "imp", "zipimport"),
        *("pickle", "_pickle", "cPickle", "dill", "cloudpickle", "joblib", "marshal", "shelve"),
        *("dbm", "yaml", "ruamel", "plistlib", "xml", "defusedxml", "winreg", "win32com"),
        *("PySide6.QtCore.QProcess", "PySide6.QtQml", "PySide6.QtScript", "os.system"),
        *("os.startfile", "os.popen", "shutil.unpack_archive"),
    )
)
LAUNCHES = ("system", "startfile", "popen", "posix_spawn", "posix_spawnp", "fork", "forkpty")
STARTS = ("platform.platform", "platform.processor", "platform.uname", "ctypes.util.find_library")
EVALUATES = ("eval", "exec", "compile", "__import__", "breakpoint", "input", "globals")
OUTSIDE = "ui/outside.py"
BY_NAME = {"ui/main_window.py": "the tabs, by the names in ui/tabs"}
NATIVE = {"platform/drives.py", "platform/handed.py", "platform/running.py"}
XML = {"exchange/packages.py", "exchange/word_tables.py", "exchange/sheet_xml.py"}


def at(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def forbidden(tree: ast.AST, names: frozenset[str]) -> Iterator[str]:
    for name, line in imported(tree):
        parts = name.split(".")
        if any(".".join(parts[:size]) in names for size in range(1, len(parts) + 1)):
            yield f"line {line}: {name}"


def reaches_out(tree: ast.AST) -> list[str]:
    return list(forbidden(tree, NETWORK))


def runs_what_it_reads(tree: ast.AST) -> list[str]:
    found = list(forbidden(tree, RUNNERS))
    for node, name in called(tree):
        last = name.rpartition(".")[2]
        if name in (*EVALUATES, *STARTS) or (
            name.startswith("os.") and (last in LAUNCHES or last.startswith(("exec", "spawn")))
        ):
            found.append(f"line {node.lineno}: {name}()")
    return found


def hands_over(tree: ast.AST) -> list[str]:
    wanted = ("QDesktopServices", "openUrl", "ShellExecuteW", "startDetached")
    found = [f"line {line}: {name}" for name, line in imported(tree) if name.endswith(wanted)]
    for name, line in named(tree):
        if name.rpartition(".")[2] in wanted:
            found.append(f"line {line}: {name}")
    for node, name in called(tree):
        on = [one.value for one in node.args if isinstance(one, ast.Constant)]
        if name.endswith(("setOpenExternalLinks", "setOpenLinks")) and on != [False]:
            found.append(f"line {node.lineno}: {name}")
    return found


CHECKS: dict[str, tuple[Callable[[ast.AST], list[str]], str]] = {
    "a network": (reaches_out, "from urllib import request"),
    "a network, by a log": (reaches_out, "from logging.handlers import HTTPHandler"),
    "Qt's network": (reaches_out, "from PySide6 import QtNetwork"),
    "a pickle": (runs_what_it_reads, "import pickle"),
    "code in a text": (runs_what_it_reads, "def a(text):\n    return eval(text)"),
    "a shell": (runs_what_it_reads, "import os\nos.system('x')"),
    "a program": (runs_what_it_reads, "import os\nos.execv('x', [])"),
    "another program": (hands_over, "QtGui.QDesktopServices.openUrl(QUrl('x'))"),
    "links of a page": (hands_over, "self.text.setOpenExternalLinks(True)"),
}


@pytest.mark.parametrize("kind", CHECKS)
def test_each_check_finds_what_it_looks_for(kind: str) -> None:
    check, code = CHECKS[kind]
    assert check(ast.parse(code)) != []
    assert check(ast.parse("from urllib.parse import quote\nimport re\nre.compile('x')")) == []


def test_nothing_of_the_program_can_reach_a_network(counted: Any) -> None:
    found = {at(one): told for one in modules() if (told := reaches_out(parsed(one)))}
    counted(len(modules()), len(found))
    assert found == {}


def test_nothing_that_is_read_is_run(counted: Any) -> None:
    found = {at(one): told for one in modules() if (told := runs_what_it_reads(parsed(one)))}
    counted(len(modules()), len(found))
    assert found == {}


def test_one_module_hands_files_to_other_programs() -> None:
    found = {at(one): told for one in modules() if (told := hands_over(parsed(one)))}
    assert set(found) == {OUTSIDE}


def test_modules_are_loaded_by_names_of_our_own_only() -> None:
    found = {
        at(one): [node.lineno for node, name in called(parsed(one)) if "import_module" in name]
        for one in modules()
    }
    assert {one for one, lines in found.items() if lines} == set(BY_NAME)


def test_windows_itself_is_called_in_few_places() -> None:
    found = {at(one) for one in modules() if any(n == "ctypes" for n, _ in imported(parsed(one)))}
    assert found <= NATIVE


def test_xml_is_parsed_by_parsers_that_fetch_and_expand_nothing() -> None:
    """Every parser is made with XML_SAFELY, and nothing parses without one."""
    users = {at(one) for one in modules() if any(n == "lxml" for n, _ in imported(parsed(one)))}
    assert users <= XML
    wild = []
    for one in modules():
        for node, name in called(parsed(one)):
            if name in ("etree.XMLParser", "etree.XMLPullParser", "etree.iterparse"):
                safe = [value.value for value in node.keywords if value.arg is None]
                names = [value.id for value in safe if isinstance(value, ast.Name)]
                if names != ["XML_SAFELY"]:
                    wild.append(f"{at(one)} line {node.lineno}")
            elif name in ("etree.parse", "etree.fromstring", "etree.XML", "etree.HTML"):
                whole = len(node.args) == 2
                if not whole:
                    wild.append(f"{at(one)} line {node.lineno}")
    assert wild == []


def test_the_extra_that_publishes_is_no_part_of_the_installer() -> None:
    spec = (ROOT / "packaging" / "guongsang.spec").read_text(encoding="utf-8")
    left_out = spec.partition("EXCLUDED = [")[2].partition("\n]")[0]
    assert '"desktop.publish"' in left_out
    assert '"psycopg"' in left_out
