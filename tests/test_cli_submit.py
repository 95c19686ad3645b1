"""`submit`: by a profile, with a passphrase, with rows from below; it tells number and key."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from desktop.exchange.arrival import opened, read_manifest
from desktop.exchange.submission import BELOW
from desktop.services import receiving
from desktop.services.books import Book
from desktop.services.submission_profiles import save_profile
from desktop.services.submissions import SubmissionRequest
from tests.conftest import Ran
from tests.services.arriving import HALF_YEAR, Sender, documents

PERIOD = ("--from", "2026-01-01", "--to", "2026-06-30")


@pytest.fixture
def path(book: Book, tmp_path: Path) -> Path:
    """A book with two profiles and what a lower office sent; nothing has it open."""
    only = SubmissionRequest(*HALF_YEAR, ("documents",))
    save_profile(book, "Chỉ văn bản", only)
    save_profile(book, "Kín", only, encrypted=True)
    receiving.receive(
        book, Sender().send(tmp_path / "dưới.gsnop", {"documents": documents(2)}), accept=True
    )
    book.close()
    return book.path


def test_it_tells_number_digest_and_key(
    run: Callable[..., Ran], path: Path, tmp_path: Path
) -> None:
    one, two = tmp_path / "1.gsnop", tmp_path / "2.gsnop"
    code, out, err = run("submit", "--book", path, *PERIOD, "--output", one)
    assert (code, err) == (0, "")
    first = out.splitlines()
    assert first[0] == str(one)
    assert first[1] == "Lần gửi 1, kèm 1 cơ quan cấp dưới"
    assert first[2] == f"SHA-256 {read_manifest(one).digest}"
    assert first[3].startswith("Khóa chữ ký ")
    assert "gọi điện" in first[4]
    code, out, _ = run("submit", "--book", path, *PERIOD, "--output", two)
    again = out.splitlines()
    today = date.today()  # noqa: DTZ011 - the clerk's own calendar day
    assert again[1].startswith(f"Lần gửi 2, thay lần 1 ngày {today:%d/%m/%Y}")
    assert (again[3], len(again)) == (first[3], 4)
    assert read_manifest(two).replaces == read_manifest(one).digest


def test_a_profile_says_what_goes(run: Callable[..., Ran], path: Path, tmp_path: Path) -> None:
    target = tmp_path / "a.gsnop"
    given = ("submit", "--book", path, *PERIOD, "--output", target)
    assert run(*given, "--profile", "chỉ văn bản")[0] == 0
    with opened(target) as arrival:
        assert arrival.manifest.profile == "Chỉ văn bản"
        assert "models" not in arrival.tables
        assert BELOW not in arrival.tables
    assert run(*given, "--profile", "chỉ văn bản", "--below")[0] == 0
    with opened(target) as arrival:
        assert len(list(arrival.rows(BELOW))) == 2
    code, out, err = run(*given, "--profile", "không có")
    assert (code, out) == (1, "")
    assert "Hiện có: Chỉ văn bản; Kín" in err


def test_the_passphrase_is_read_from_a_file(
    run: Callable[..., Ran], path: Path, tmp_path: Path
) -> None:
    target, secret = tmp_path / "a.gsnop", tmp_path / "mật khẩu.txt"
    given = ("submit", "--book", path, *PERIOD, "--output", target, "--profile", "Kín")
    code, _, err = run(*given)
    assert code == 1
    assert "--passphrase-file" in err
    assert not target.exists()
    secret.write_text("mật khẩu\n", encoding="utf-8")
    assert run(*given, "--passphrase-file", secret)[0] == 0
    with opened(target, "mật khẩu") as arrival:
        assert arrival.encrypted
