"""The command line and encrypted books: a passphrase comes from a file or the terminal."""

from __future__ import annotations

import argparse
import os
import re
import shutil
import sys
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop import cli
from desktop.services import protection
from desktop.storage import keys

OLD = "Cầu Ngang mùa nước nổi"
NEW = "ruộng lúa chín vàng"


@pytest.fixture
def secrets(tmp_path: Path) -> dict[str, Path]:
    """Files with passphrases, as editors on Windows write them."""
    old, new = tmp_path / "cũ.txt", tmp_path / "mới.txt"
    old.write_bytes(b"\xef\xbb\xbf" + OLD.encode() + b"\r\n\r\n")
    new.write_bytes(unicodedata.normalize("NFD", NEW).encode() + b"\n")
    return {"old": old, "new": new}


@pytest.fixture
def plain(empty_book: Path, tmp_path: Path) -> Path:
    (tmp_path / "sổ").mkdir()
    return Path(shutil.copy(empty_book, tmp_path / "sổ" / "Sổ.gsdb"))


def groups_in(said: str) -> str:
    """The recovery key in what a verb told."""
    return " ".join(re.findall(r"\b[0-9BCFGHJKMNPQRSTVXZ]{6}\b", said))


def test_protect_use_change_and_unprotect(run: Callable, plain: Path, secrets: dict) -> None:
    old, new = secrets["old"], secrets["new"]
    code, out, err = run("protect", "--book", plain, "--passphrase-file", old)
    assert (code, err) == (0, "")
    assert "Đã mã hóa" in out
    assert len(groups_in(out).split()) == 18
    assert "đã có mật khẩu" in run("protect", "--book", plain, "--passphrase-file", old)[2]
    assert run("check", plain, "--passphrase-file", old)[:2][0] == 0
    year = ("--from", "01/01/2026", "--to", "31/12/2026")
    assert run("figures", "--book", plain, *year, "--passphrase-file", old)[0] == 0
    code, out, err = run("figures", "--book", plain, *year, "--passphrase-file", new)
    assert (code, out) == (1, "")
    assert err == (
        "guongsang: Mật khẩu của «Sổ.gsdb» không đúng. Hãy gõ lại (kiểm tra Caps Lock, bộ gõ "
        "tiếng Việt), hoặc dùng khóa khôi phục đã in.\n"
    )
    change = ("change-passphrase", "--book", plain, "--new-passphrase-file", new)
    assert run(*change, "--passphrase-file", new)[0] == 1
    code, out, _err = run(*change, "--passphrase-file", old)
    assert code == 0
    assert run("check", plain, "--passphrase-file", old)[0] == 1
    assert run("check", plain, "--passphrase-file", new)[0] == 0
    assert keys.key_of(plain) is None  # forgotten with each verb
    assert run("unprotect", "--book", plain, "--passphrase-file", old)[0] == 1
    assert run("unprotect", "--book", plain, "--passphrase-file", new)[0] == 0
    assert run("check", plain)[0] == 0
    assert "không có mật khẩu" in run("recovery-key", "--book", plain)[2]


def test_the_recovery_key_by_files(
    run: Callable, plain: Path, secrets: dict, tmp_path: Path, read_pdf: Callable
) -> None:
    told = run("protect", "--book", plain, "--passphrase-file", secrets["old"])[1]
    paper = tmp_path / "giấy.txt"
    paper.write_text(groups_in(told).lower(), encoding="utf-8-sig")
    assert run("check", plain, "--recovery-file", paper)[0] == 0
    key = ("recovery-key", "--book", plain, "--passphrase-file", secrets["old"])
    code, out, _err = run(*key, "--compare", paper)
    assert code == 0
    assert protection.recovery_tested(plain)
    assert groups_in(run(*key)[1]) == groups_in(told)
    target = tmp_path / "khóa.txt"
    assert run(*key, "--output", target)[0] == 0
    assert groups_in(target.read_text("utf-8")) == groups_in(told)
    assert run(*key, "--output", plain)[0] == 2
    assert run(*key, "--output", tmp_path / "khóa.pdf")[0] == 0
    page = read_pdf(tmp_path / "khóa.pdf")[0].text.replace(" ", "")  # its signs stand apart
    assert all(one in page for one in groups_in(told).split())
    code, out, err = run(
        "change-passphrase",
        *("--book", plain, "--recovery-file", paper, "--new-passphrase-file", secrets["new"]),
    )
    assert (code, err) == (0, "")
    assert groups_in(out) != groups_in(told)
    assert "chỉ mở được các bản sao lập trước đó" in out
    new_key = ("recovery-key", "--book", plain, "--passphrase-file", secrets["new"])
    code, _out, err = run(*new_key, "--compare", paper)
    assert code == 1
    assert "tờ cũ chỉ mở được bản sao lưu lập khi đó" in err
    protection.unlock(plain, secrets["new"].read_text("utf-8").splitlines()[0])
    assert f"tờ ký hiệu {protection.recovery_mark(plain)}." in err
    protection.lock(plain)
    assert "tờ cũ chỉ mở được bản sao lưu cũ" in run("check", plain, "--recovery-file", paper)[2]
    paper.write_text(groups_in(out).replace(groups_in(out)[0], "D", 1), encoding="utf-8")
    assert "ở nhóm 1 " in run("check", plain, "--recovery-file", paper)[2]
    assert run("unprotect", "--book", plain, "--recovery-file", paper)[0] == 2


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "mật khẩu ở dòng đầu"),
        (b"\r\nxin ch\xc3\xa0o b\xe1\xba\xa1n", "mật khẩu ở dòng đầu"),
        (b"\xff\xfe\x00\x01", "tệp chữ UTF-8"),
        ("bảy chữ".encode(), "ít nhất 10"),
    ],
)
def test_a_file_that_holds_no_good_passphrase(
    run: Callable, plain: Path, tmp_path: Path, content: bytes, told: str
) -> None:
    bad = tmp_path / "xấu.txt"
    bad.write_bytes(content)
    before = plain.read_bytes()
    code, out, err = run("protect", "--book", plain, "--passphrase-file", bad)
    assert (code, out) == (1, "")
    assert told in err
    assert err.count("\n") == 1
    assert plain.read_bytes() == before


def test_with_nobody_to_ask_it_is_told(run: Callable, plain: Path, secrets: dict) -> None:
    run("protect", "--book", plain, "--passphrase-file", secrets["old"])
    code, out, err = run("check", plain)
    assert (code, out) == (1, "")
    assert "--book-passphrase-file" in err


def test_no_passphrase_can_be_an_argument() -> None:
    parser = cli.build_parser()
    verbs = next(
        one for one in parser._actions if isinstance(one, argparse._SubParsersAction)
    ).choices
    with_book = 0
    for name, one in verbs.items():
        options = one._option_string_actions
        for option, action in options.items():
            if "passphrase" in option or "recovery" in option:
                assert action.type is Path, (name, option)
        if "--book" in options and name not in {"init", "demo", "protect"}:
            with_book += 1
            assert "--book-passphrase-file" in options, name
            assert "--recovery-file" in options, name
    assert with_book > 10


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal of POSIX")
def test_the_passphrase_is_asked_for_at_a_terminal(
    run: Callable, plain: Path, secrets: dict
) -> None:
    run("protect", "--book", plain, "--passphrase-file", secrets["old"])
    code, shown = at_terminal(["check", str(plain)], "Mật khẩu của", OLD)
    assert "nguyên vẹn" in shown, shown
    assert code == 0
    assert OLD not in shown


def at_terminal(arguments: list[str], prompt: str, typed: str) -> tuple[int, str]:
    """Run the program in a terminal of its own and type when it asks; its code and the screen."""
    import pty  # noqa: PLC0415 - not on Windows

    child, screen = pty.fork()
    if child == 0:
        os.execv(sys.executable, [sys.executable, "-m", "desktop", *arguments])  # noqa: S606
    shown, typed_yet, until = b"", False, time.monotonic() + 120
    while time.monotonic() < until:
        try:
            some = os.read(screen, 4096)
        except OSError:  # the terminal closed: the program has ended
            break
        if not some:
            break
        shown += some
        if not typed_yet and prompt.encode() in shown and shown.rstrip().endswith(b":"):
            time.sleep(0.05)
            os.write(screen, typed.encode() + b"\n")
            typed_yet = True
    os.close(screen)
    _pid, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), shown.decode("utf-8", "replace")
