"""A passphrase set, changed, removed; the recovery key; copies made before."""

from __future__ import annotations

import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import sqlcipher3.dbapi2

from desktop.core.errors import (
    Cancelled,
    DamagedFile,
    FileLocked,
    InvalidValues,
    NeedsPassphrase,
    UserProblem,
    WrongPassphrase,
)
from desktop.core.recovery_key import WrongRecoveryKey
from desktop.core.register import Query
from desktop.platform.paths import backups_dir
from desktop.services import backups, books, protection, registers, restoring
from desktop.services.backups import Reason
from desktop.storage import keys, rekeying, verifiers

OLD = "Cầu Ngang mùa nước nổi"
NEW = "ruộng lúa chín vàng"
SECRET = "Nguyễn Thị Không Ai Biết"


@pytest.fixture(autouse=True)
def _no_key_left() -> Iterator[None]:
    keys.lock_all()
    yield
    keys.lock_all()


@pytest.fixture
def plain(empty_book: Path, tmp_path: Path) -> Path:
    """A closed plain book with one member."""
    (tmp_path / "sổ").mkdir()
    path = Path(shutil.copy(empty_book, tmp_path / "sổ" / "Sổ [1].gsdb"))
    with closing(books.open_book(path)) as book:
        registers.save(book, "members", {"full_name": SECRET})
    return path


@pytest.fixture
def sealed(plain: Path) -> Path:
    """The same book with the passphrase OLD, locked."""
    protection.protect(plain, OLD)
    protection.lock(plain)
    return plain


def names(path: Path) -> list[str]:
    with closing(books.open_book(path)) as book:
        query = Query("members")
        found = registers.rows(book, "members", registers.keys(book, query))
        return [row.values["full_name"] for row in found]


def beside(path: Path) -> list[str]:
    return sorted(one.name for one in path.parent.iterdir())


def test_a_passphrase_is_set_changed_and_removed(plain: Path) -> None:
    assert protection.state_of(plain) == protection.Protection(False, False, False)
    head = plain.read_bytes()[:100]
    told: list[tuple[int, int]] = []
    sheet = protection.protect(plain, OLD, lambda done, total: told.append((done, total)))
    assert len(told) > 20
    assert names(plain) == [SECRET]  # unlocked by the one who set it
    assert protection.state_of(plain) == protection.Protection(True, False, True)
    content = plain.read_bytes()
    assert SECRET.encode() not in content
    assert b"CREATE TABLE" not in content
    with pytest.raises(WrongPassphrase):
        protection.unlock(plain, NEW)
    protection.unlock(plain, OLD)
    assert protection.recovery_of(plain) == sheet
    protection.lock(plain)
    again = protection.change(plain, OLD, NEW)
    assert again != sheet
    protection.lock(plain)
    with pytest.raises(WrongPassphrase):
        protection.unlock(plain, OLD)
    protection.unlock(plain, NEW)
    assert books.check_file(plain).ok
    with pytest.raises(WrongPassphrase):
        protection.remove(plain, OLD)
    protection.remove(plain, NEW)
    assert names(plain) == [SECRET]
    assert books.check_file(plain).ok
    # what the export loses is there again
    assert [plain.read_bytes()[:100][at : at + 4] for at in (60, 68)] == [head[60:64], head[68:72]]
    assert beside(plain) == [plain.name]


def test_other_tools_open_the_book_by_its_passphrase(sealed: Path) -> None:
    with closing(sqlcipher3.dbapi2.connect(str(sealed))) as connection:
        words = unicodedata.normalize("NFC", OLD)
        connection.execute(f"PRAGMA key = '{words}'")
        assert connection.execute("SELECT full_name FROM members").fetchall() == [(SECRET,)]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_the_passphrase_may_be_typed_in_either_form(sealed: Path, form: str) -> None:
    protection.unlock(sealed, unicodedata.normalize(form, OLD))
    assert names(sealed) == [SECRET]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("", "ít nhất 10"),
        ("mật khẩ", "ít nhất 10"),
        (unicodedata.normalize("NFD", "mậtkhẩu"), "ít nhất 10"),
        (" " * 12, "dấu cách"),
        ("aaaaaaaaaaaa", "khác nhau"),
        ("mật khẩu\nhai dòng", "không gõ được"),
        ("xyz" * 400, "dài quá"),
    ],
)
def test_a_weak_passphrase_is_refused(plain: Path, words: str, told: str) -> None:
    before = plain.read_bytes()
    with pytest.raises(InvalidValues, match=told) as caught:
        protection.protect(plain, words)
    assert "passphrase" in caught.value.by_field
    assert plain.read_bytes() == before


def test_what_makes_no_sense_is_told(plain: Path) -> None:
    for work in (
        lambda: protection.change(plain, OLD, NEW),
        lambda: protection.remove(plain, OLD),
    ):
        with pytest.raises(UserProblem, match="không có mật khẩu"):
            work()
    with closing(books.open_book(plain)), pytest.raises(UserProblem, match="đang mở"):
        protection.protect(plain, OLD)
    protection.protect(plain, OLD)
    with pytest.raises(UserProblem, match="đã có mật khẩu"):
        protection.protect(plain, NEW)


def test_cancelled_on_the_way_nothing_has_changed(plain: Path) -> None:
    def stop(done: int, total: int) -> None:
        if done > total // 2:
            raise Cancelled

    before = plain.read_bytes()
    with pytest.raises(Cancelled):
        protection.protect(plain, OLD, stop)
    assert plain.read_bytes() == before
    assert beside(plain) == [plain.name]


def test_a_book_that_cannot_be_read_whole_is_left_as_it_is(plain: Path) -> None:
    content = bytearray(plain.read_bytes())
    for page in range(8, len(content) // 4096, 3):
        content[page * 4096 : page * 4096 + 8] = b"\xff" * 8
    plain.write_bytes(bytes(content))
    with pytest.raises(DamagedFile):
        protection.protect(plain, OLD)
    assert plain.read_bytes() == bytes(content)
    assert beside(plain) == [plain.name]


_WRITES = """
import sqlcipher3.dbapi2 as sqlite, sys
c = sqlite.connect(sys.argv[1]); c.execute("UPDATE members SET note = 'x'"); c.commit(); c.close()
"""


def test_another_program_that_wrote_meanwhile_is_noticed(plain: Path) -> None:
    key = keys.derive(OLD, keys.fresh_salt())
    seen = rekeying._first_page(plain)
    subprocess.run([sys.executable, "-c", _WRITES, str(plain)], check=True)
    fresh = rekeying._beside(plain, "khoa")
    rekeying._write(plain, fresh, None, key, None)
    with pytest.raises(FileLocked, match="vừa ghi"):
        rekeying._put_in_place(plain, fresh, seen, None, key)
    assert keys.salt_of(plain) == keys.PLAIN_HEADER
    assert not verifiers.place_of(plain).exists()


def test_the_recovery_key_opens_the_book_and_its_copies_of_that_time(
    plain: Path, tmp_path: Path
) -> None:
    sheet = protection.protect(plain, OLD)
    with closing(books.open_book(plain)) as book:
        copy = books.backup_now(book, tmp_path / "USB" / "cũ.gsdb").path
    typed = " ".join(sheet.groups)
    with pytest.raises(NeedsPassphrase):
        protection.recovery_fits(plain, typed)
    protection.unlock_by_recovery(plain, typed.lower())
    assert names(plain) == [SECRET]
    with pytest.raises(WrongRecoveryKey, match="ở nhóm 3 "):
        protection.unlock_by_recovery(
            plain, " ".join(["QQQQQQ" if k == 2 else one for k, one in enumerate(sheet.groups)])
        )
    fresh = protection.change_by_recovery(plain, typed, NEW)
    assert fresh.mark != sheet.mark
    protection.lock(plain)
    assert protection.recovery_mark(plain) == fresh.mark
    with pytest.raises(WrongPassphrase, match="tờ cũ chỉ mở được bản sao lưu cũ"):
        protection.unlock_by_recovery(plain, typed)
    protection.unlock_by_recovery(copy, typed)
    assert names(copy) == [SECRET]
    verifiers.remove(plain)
    protection.unlock_by_recovery(plain, " ".join(fresh.groups))
    assert names(plain) == [SECRET]


def test_the_recovery_key_is_tested_once(sealed: Path) -> None:
    protection.unlock(sealed, OLD)
    with closing(books.open_book(sealed)) as book:
        sheet = protection.recovery_of(sealed)
        assert protection.recovery_fits(sealed, "-".join(sheet.groups))
        other = protection.RecoveryKey(bytes(32), sheet.salt)
        assert not protection.recovery_fits(sealed, "-".join(other.groups))
        assert not protection.recovery_tested(sealed)
        protection.mark_recovery_tested(sealed)
        assert protection.recovery_tested(sealed)
        assert registers.count(book, Query("members")) == 1
    assert protection.recovery_tested(sealed)
    protection.change(sealed, OLD, NEW)
    assert not protection.recovery_tested(sealed)  # a new paper, not tested yet


def test_copies_made_before_are_named_and_encrypted_when_asked(plain: Path) -> None:
    with closing(books.open_book(plain)) as book:
        made = backups.backup(book, backups.Reason.IMPORT)
    old = made.path
    upgraded = plain.with_name(f"{plain.stem} (trước nâng cấp 4).gsdb")
    shutil.copy(plain, upgraded)
    protection.protect(plain, OLD)
    assert set(protection.plain_copies(plain)) == {old, upgraded}
    protection.unlock(plain, OLD)
    assert protection.protect_copies(plain) == 2
    assert protection.plain_copies(plain) == ()
    for one in (old, upgraded):
        assert SECRET.encode() not in one.read_bytes()
    kept = next(one for one in backups.list_backups(plain) if one.path == old)
    assert (kept.reason, kept.at, kept.encrypted) == (made.reason, made.at, True)
    assert kept.counts is None
    assert kept.size == old.stat().st_size
    protection.lock(plain)
    protection.unlock(old, OLD)
    assert names(old) == [SECRET]
    plain_left = [
        one
        for one in backups_dir().rglob("*")
        if one.is_file() and SECRET.encode() in one.read_bytes()
    ]
    assert plain_left == []


def test_copies_go_along_and_a_damaged_one_stays(plain: Path) -> None:
    with closing(books.open_book(plain)) as book:
        good, bad = (backups.backup(book, backups.Reason.IMPORT).path for _turn in range(2))
    content = bad.read_bytes()
    bad.write_bytes(content[: len(content) // 2])
    protection.protect(plain, OLD, copies=True)
    assert protection.plain_copies(plain) == (bad,)
    assert keys.salt_of(good) == keys.salt_of(plain)
    assert bad.read_bytes() == content[: len(content) // 2]


def test_a_backup_is_made_under_each_passphrase(sealed: Path) -> None:
    def salts() -> set[bytes]:
        return {keys.salt_of(one) for one in backups_dir().rglob("*.gsdb")}

    first = keys.salt_of(sealed)
    assert first in salts()
    protection.change(sealed, OLD, NEW)
    assert {first, keys.salt_of(sealed)} <= salts()


def test_leftovers_of_a_killed_change_go_at_the_next_opening(plain: Path) -> None:
    second = rekeying._beside(plain, "cu")
    second.hardlink_to(plain)  # killed before the new file took the place
    rekeying._beside(plain, "khoa").write_bytes(b"SQLite format 3\x00" + SECRET.encode() * 9)
    with rekeying._beside(plain, "khoa").open("rb") as held:
        assert names(plain) == [SECRET]
        assert beside(plain) == [plain.name]
        assert SECRET.encode() not in held.read()  # overwritten before it was removed
    assert books.check_file(plain).ok


def test_the_plain_file_is_overwritten_when_the_encrypted_one_is_in_place(plain: Path) -> None:
    with plain.open("rb") as held:
        protection.protect(plain, OLD)
        assert SECRET.encode() not in held.read()


def test_the_verifier_beside_is_always_the_books_own(sealed: Path, plain: Path) -> None:
    """Restored across a passphrase in both ways, and left by a killed program."""
    place = verifiers.place_of(sealed)
    protection.unlock(sealed, OLD)
    secret = backups.backup_path(sealed, "", Reason.MANUAL).path
    protection.remove(sealed, OLD)
    assert not place.exists()
    bare = backups.backup_path(plain, "", Reason.MANUAL).path
    verifiers.place_of(secret).unlink()
    protection.unlock(secret, OLD)
    restoring.restore(sealed, secret)
    salt = keys.salt_of(sealed)
    assert [one.of(salt) for one in verifiers.read(sealed)] == [True]
    left = place.read_bytes()
    restoring.restore(sealed, bare)
    assert not place.exists()
    place.write_bytes(left)  # killed just before it went
    books.open_book(sealed).close()
    assert not place.exists()
    restoring.restore(sealed, secret)
    protection.change(sealed, OLD, NEW)
    restoring.restore(sealed, secret)
    assert [one.of(salt) for one in verifiers.read(sealed)] == [True], "not the later one, too"
    keys.lock_all()
    with pytest.raises(WrongPassphrase, match="không đúng"):
        protection.unlock(sealed, NEW)
    protection.unlock(sealed, OLD)
