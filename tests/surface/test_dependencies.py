"""What the program stands on: pinned, hashed, named with its licence, without a network."""

from __future__ import annotations

import importlib.util
import re
from importlib.metadata import metadata
from pathlib import Path
from types import ModuleType

import pytest

from .sources import ROOT

PACKAGING = ROOT / "packaging"
FILES = sorted(PACKAGING.rglob("requirements*.txt"))
LINE = re.compile(
    r"#.*|-r [\w./-]+\.txt|[a-z0-9-]+==[\w.+!]+(?: ; [^\\]+)? \\(?:\n    --hash=sha256:[0-9a-f]{64}"
    r"(?: \\)?)+(?:\n +# .*)*"
)
FAMILIES = ("MIT", "BSD", "Apache", "LGPL", "PSF")


def unpinned(text: str) -> list[str]:
    """Return what is no pin with a hash, no comment and no other file's name."""
    left = LINE.sub("", text)
    return [line for line in left.splitlines() if line.strip() and not line.startswith("    #")]


def listed() -> ModuleType:
    spec = importlib.util.spec_from_file_location("licences", PACKAGING / "licences.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    "line",
    ["lxml", "lxml==6.1.3", "lxml>=6 \\\n    --hash=sha256:" + "0" * 64, "--index-url https://a.b",
     "lxml @ https://a.b/c.whl", "-e .", "lxml==6.1 \\\n    --hash=md5:" + "0" * 32],
)  # fmt: skip
def test_what_is_not_pinned_is_found(line: str) -> None:
    assert unpinned(line + "\n") != []


@pytest.mark.parametrize("path", FILES, ids=lambda one: str(one.relative_to(PACKAGING)))
def test_every_requirement_is_pinned_with_hashes_and_names_no_place(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert unpinned(text) == []
    assert "://" not in text
    assert text.count("==") >= 7


def test_the_list_of_parts_is_that_of_the_pins() -> None:
    module = listed()
    assert set(module.pins()) == set(module.PACKAGES)
    assert module.TARGET.read_text(encoding="utf-8") == module.page(), (
        "run python packaging/licences.py"
    )


def test_the_licences_are_those_that_the_parts_name() -> None:
    module = listed()
    wrong = {}
    for name, (licence, _owner, _use) in module.PACKAGES.items():
        said = metadata(name)
        told = " ".join(
            (said.get("License-Expression") or "", (said.get("License") or "")[:200],
             *(said.get_all("Classifier") or ()))
        )  # fmt: skip
        family = next((one for one in FAMILIES if one in licence), "")
        if family and family not in told:
            wrong[name] = told[:120]
    assert wrong == {}


def test_the_texts_that_licences_ask_for_go_along() -> None:
    texts = {
        one.name: one.read_text(encoding="utf-8") for one in (PACKAGING / "licenses").iterdir()
    }
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in texts["LGPL-3.0.txt"]
    assert "GNU GENERAL PUBLIC LICENSE" in texts["GPL-3.0.txt"]
    assert "ZETETIC LLC" in texts["SQLCipher.txt"]
    assert "Frank Denis" in texts["libsodium.txt"]
    assert "OpenSSL" in texts["README.txt"]
    assert (ROOT / "resources" / "fonts" / "LICENSE-liberation.txt").is_file()
    assert (ROOT / "resources" / "icons" / "LICENSE-lucide.txt").is_file()
    spec = (PACKAGING / "guongsang.spec").read_text(encoding="utf-8")
    assert "*licences()," in spec


def test_the_frozen_program_has_no_tls_and_no_network_of_qt() -> None:
    spec = (PACKAGING / "guongsang.spec").read_text(encoding="utf-8")
    left_out = spec.partition("LEFT_OUT = {")[2].partition("\n}")[0]
    excluded = spec.partition("EXCLUDED = [")[2].partition("\n]")[0]
    for one in ("Network|", "libssl", "_(ssl|", "plugins/(tls|networkinformation|"):
        assert one.removeprefix("plugins/") in left_out, one
    names = ("ssl", "xmlrpc", "smtplib", "http.cookiejar", "asyncio", "PySide6.QtNetwork")
    for one in names:
        assert f'"{one}"' in excluded, one
