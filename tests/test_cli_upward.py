"""The command line's verbs for receiving: one line a file, one line a problem, exit codes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.services import receiving
from desktop.services.books import Book, open_book
from tests.conftest import Ran
from tests.services.arriving import Below, Sender, documents


@pytest.fixture
def path(book: Book) -> Path:
    """A book that nothing has open."""
    book.close()
    return book.path


def counts_of(path: Path) -> list[tuple[int, bool]]:
    opened = open_book(path)
    try:
        return [(one.number, one.counts) for one in receiving.received(opened)]
    finally:
        opened.close()


def test_files_are_received_taken_out_and_listed(
    run: Callable[..., Ran], path: Path, tmp_path: Path
) -> None:
    sender = Sender("Ban Tuyên giáo Trà Cú")
    below = [Below("below-A", "Xã A", sender.uid, rows={"documents": documents(1)})]
    first = sender.send(tmp_path / "một.gsnop", {"documents": documents(3)}, below=below)
    second = sender.send(tmp_path / "hai.gsnop", {"documents": documents(3, start=1)}, number=2)
    code, out, err = run("receive", first, "--book", path)
    assert (code, out) == (1, "")
    assert err.count("\n") == 1
    assert "đối chiếu khóa" in err
    code, out, err = run("receive", first, second, "--book", path, "--accept-new")
    assert (code, err) == (0, "")
    one, two = out.splitlines()
    assert one == (
        "Đã nhận «một.gsnop»: Ban Tuyên giáo Trà Cú, kỳ 01/01/2026 - 30/06/2026, lần 1, cơ quan "
        "mới; 4 bản ghi, kèm 1 cơ quan cấp dưới; 3 mới, 0 thay đổi, 0 không còn."
    )
    assert "lần 2, thay lần 1, cơ quan đã biết, chữ ký đúng; 3 bản ghi; 1 mới" in two
    code, out, err = run("receive", second, "--book", path)
    assert (code, out, err) == (0, "«hai.gsnop»: đã có trong sổ, không nhận thêm.\n", "")
    assert counts_of(path) == [(2, True), (1, False), (1, False)]

    code, out, err = run("received", "--book", path)
    assert (code, err) == (0, "")
    assert [line.split("  ")[5] for line in out.splitlines()] == [
        "được tính",
        "đã được thay",
        "đã được thay",
    ]
    assert "đến cùng" in out
    code, out, err = run("take-out", "hai.gsnop", "--book", path)
    assert (code, out, err) == (0, "Đã rút ra 1 bộ dữ liệu; có thể khôi phục từ thùng rác.\n", "")
    assert counts_of(path) == [(1, True), (1, True)]
    number = next(line.split("  ")[0] for line in out_of(run, path) if "Trà Cú" in line)
    assert run("take-out", number, "--book", path)[0] == 0
    assert counts_of(path) == []


def out_of(run: Callable[..., Ran], path: Path) -> list[str]:
    return run("received", "--book", path)[1].splitlines()


def test_one_bad_file_does_not_stop_the_others(
    run: Callable[..., Ran], path: Path, tmp_path: Path
) -> None:
    good = Sender("A").send(tmp_path / "tốt.gsnop", {"documents": documents(2)})
    bad = tmp_path / "xấu.gsnop"
    bad.write_bytes(good.read_bytes()[:-4096])
    other = Sender("B").send(tmp_path / "cũng tốt.gsnop")
    code, out, err = run("receive", bad, good, other, "--book", path, "--accept-new")
    assert code == 1
    assert [line.split(":")[0] for line in out.splitlines()] == [
        "Đã nhận «tốt.gsnop»",
        "Đã nhận «cũng tốt.gsnop»",
    ]
    assert err.count("\n") == 1
    assert "xấu.gsnop" in err
    assert len(counts_of(path)) == 2
    missing = tmp_path / "không có.gsnop"
    assert run("receive", missing, "--book", path)[0] == 1


def test_a_dry_run_tells_and_writes_nothing(
    run: Callable[..., Ran], path: Path, tmp_path: Path
) -> None:
    sent = Sender("Ban A").send(tmp_path / "1.gsnop", {"documents": documents(2)})
    code, out, err = run("receive", sent, "--book", path, "--dry-run")
    assert (code, err) == (0, "")
    assert "cơ quan mới, khóa " in out
    assert out.endswith("2 mới, 0 thay đổi, 0 không còn.\n")
    assert counts_of(path) == []


def test_the_passphrase_comes_from_a_file(
    run: Callable[..., Ran], path: Path, tmp_path: Path
) -> None:
    sent = Sender().send(tmp_path / "1.gsnop", passphrase="mật khẩu chung")
    asked = ("receive", sent, "--book", path, "--accept-new")
    code, _out, err = run(*asked)
    assert code == 1
    assert "mật khẩu" in err
    words = tmp_path / "mật khẩu.txt"
    for content, expected in (("sai", 1), ("", 1), ("mật khẩu chung\r\n", 0)):
        words.write_text(content, encoding="utf-8")
        assert run(*asked, "--passphrase-file", words)[0] == expected
    assert len(counts_of(path)) == 1


def test_a_key_is_forgotten_by_the_offices_name(
    run: Callable[..., Ran], path: Path, tmp_path: Path
) -> None:
    sender = Sender("Ban Tuyên giáo Trà Cú")
    run("receive", sender.send(tmp_path / "1.gsnop"), "--book", path, "--accept-new")
    again = Sender(sender.name, uid=sender.uid).send(tmp_path / "2.gsnop", number=2)
    code, _out, err = run("receive", again, "--book", path, "--accept-new")
    assert (code, "thay khóa" in err) == (1, True)
    code, out, _err = run("forget-key", "Trà Cú", "--book", path)
    assert (code, out) == (0, "Đã quên khóa chữ ký của «Ban Tuyên giáo Trà Cú».\n")
    assert run("receive", again, "--book", path, "--accept-new")[0] == 0


def test_take_out_says_what_there_is(run: Callable[..., Ran], path: Path, tmp_path: Path) -> None:
    sent = Sender("Ban A").send(tmp_path / "1.gsnop")
    run("receive", sent, "--book", path, "--accept-new")
    code, out, err = run("take-out", "không có", "--book", path)
    assert (code, out) == (1, "")
    assert "Hiện có: " in err
    assert "Ban A (1.gsnop)" in err
    assert run("take-out", "--book", path)[0] == 2
    assert run("receive", "--book", path)[0] == 2


def test_what_an_office_submits_another_receives(path: Path, tmp_path: Path) -> None:
    below = tmp_path / "huyện.gsdb"
    sent = tmp_path / "lên.gsnop"
    period = ("--from", "2026-01-01", "--to", "2026-06-30")
    for arguments in (
        ("demo", "--book", below, "--members", 40),
        ("submit", "--book", below, *period, "--output", sent),
        ("receive", sent, "--book", path, "--accept-new"),
        ("check", path),
    ):
        done = subprocess.run(
            [sys.executable, "-m", "desktop", *map(str, arguments)],
            capture_output=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, b""), arguments
    assert counts_of(path) == [(1, True)]
