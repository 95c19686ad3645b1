"""Encrypted books below the services: keyring, opening, copies, what is told of a bad file."""

from __future__ import annotations

import json
import logging
import os
import shutil
import traceback
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path

import pytest

from desktop.core.errors import DamagedFile, ForeignFile, NeedsPassphrase, WrongPassphrase
from desktop.core.register import Query
from desktop.services import books, protection, registers
from desktop.storage import keys, unlocking, verifiers
from desktop.storage.engine import connect, translated

WORDS = "Cầu Ngang mùa nước nổi"
SALT = bytes(range(100, 116))


@pytest.fixture(autouse=True)
def _no_key_left() -> Iterator[None]:
    keys.lock_all()
    yield
    keys.lock_all()


@pytest.fixture(scope="module")
def sealed_once(empty_book: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("khóa") / "Sổ.gsdb"
    key = keys.derive(WORDS, SALT)
    plain = connect(empty_book, "ro", None)
    plain.execute("ATTACH DATABASE ? AS other KEY ?", (f"file:{path}?mode=rwc", key.literal()))
    plain.execute("SELECT sqlcipher_export('other')")
    for name in ("application_id", "user_version"):
        value = plain.execute(f"PRAGMA main.{name}").fetchone()[0]
        plain.execute(f"PRAGMA other.{name} = {value}")
    plain.close()
    verifiers.write(path, [verifiers.verifier_of(key)])
    return path


@pytest.fixture
def sealed(sealed_once: Path, tmp_path: Path) -> Path:
    """An encrypted book with its verifier; nobody has unlocked it."""
    path = Path(shutil.copy(sealed_once, tmp_path / "Sổ khóa.gsdb"))
    shutil.copy(verifiers.place_of(sealed_once), verifiers.place_of(path))
    return path


def test_a_locked_book_asks_and_an_unlocked_one_opens(sealed: Path) -> None:
    with pytest.raises(NeedsPassphrase, match="nhập mật khẩu"):
        books.open_book(sealed)
    assert protection.state_of(sealed) == protection.Protection(True, False, True)
    protection.unlock(sealed, WORDS)
    book = books.open_book(sealed)
    registers.save(book, "members", {"full_name": "Lê Văn Kín"})
    assert registers.count(book, Query("members")) == 1
    assert protection.state_of(sealed).unlocked
    book.close()
    assert not protection.state_of(sealed).unlocked
    with pytest.raises(NeedsPassphrase):
        books.open_book(sealed)
    assert "Văn Kín".encode() not in sealed.read_bytes()
    protection.unlock(sealed, WORDS)
    assert books.check_file(sealed).ok


def test_a_copy_opens_while_its_book_is_open_and_no_longer(sealed: Path, tmp_path: Path) -> None:
    protection.unlock(sealed, WORDS)
    book = books.open_book(sealed)
    registers.save(book, "members", {"full_name": "Lê Văn Kín"})
    made = books.backup_now(book, tmp_path / "USB" / "bản sao.gsdb").path
    assert made.read_bytes()[:16] == SALT
    assert verifiers.read(made) == verifiers.read(sealed)
    copy = books.open_book(made)
    assert registers.count(copy, Query("members")) == 1
    copy.close()
    registers.count(book, Query("members"))
    book.close()
    with pytest.raises(NeedsPassphrase):
        books.open_book(made)
    protection.unlock(made, WORDS)
    books.open_book(made).close()


def test_two_books_of_one_file_lock_with_the_last(sealed: Path) -> None:
    protection.unlock(sealed, WORDS)
    one, other = books.open_book(sealed), books.open_book(sealed)
    one.close()
    assert protection.state_of(sealed).unlocked
    other.close()
    assert not protection.state_of(sealed).unlocked


@pytest.mark.skipif(os.name != "posix", reason="rights are taken away as POSIX knows them")
def test_a_book_that_can_no_longer_be_reached_stops_no_other(
    sealed: Path, empty_book: Path, open_folder: Path, without_rights: Callable[[], object]
) -> None:
    protection.unlock(sealed, WORDS)
    other = Path(shutil.copy(empty_book, open_folder / "Sổ khác.gsdb"))
    sealed.parent.chmod(0o000)
    try:
        with without_rights():
            with pytest.raises(OSError, match="Permission"):
                sealed.stat()
            book = books.open_book(other)
            assert registers.count(book, Query("members")) == 0
            book.close()
    finally:
        sealed.parent.chmod(0o700)


def _forget_verifier(path: Path) -> None:
    verifiers.remove(path)


def _break_verifier(path: Path) -> None:
    place = verifiers.place_of(path)
    place.write_text(place.read_text("utf-8").replace('"version": 1', '"version": 2'), "utf-8")


def _overwrite(path: Path, at: int, data: bytes) -> None:
    content = bytearray(path.read_bytes())
    content[at : at + len(data)] = data
    path.write_bytes(bytes(content))


@pytest.mark.parametrize("without", [_forget_verifier, _break_verifier])
def test_without_the_verifier_the_sentence_says_both(
    sealed: Path, without: Callable[[Path], None]
) -> None:
    without(sealed)
    with pytest.raises(WrongPassphrase, match="không đúng, hoặc tệp đã bị hỏng"):
        protection.unlock(sealed, WORDS + "!")
    protection.unlock(sealed, WORDS)
    assert protection.state_of(sealed).verifier  # it is there again
    keys.lock_all()
    with pytest.raises(WrongPassphrase, match=r"không đúng\. Hãy gõ lại"):
        protection.unlock(sealed, WORDS + "!")


def test_a_wrong_passphrase_a_damaged_start_and_no_book_are_told_apart(sealed: Path) -> None:
    before = sealed.read_bytes()
    with pytest.raises(WrongPassphrase, match=r"không đúng\. Hãy gõ lại"):
        protection.unlock(sealed, WORDS.upper())
    assert sealed.read_bytes() == before
    _overwrite(sealed, 1000, b"\x00\x01")  # within the first page
    with pytest.raises(DamagedFile, match="Đúng mật khẩu"):
        protection.unlock(sealed, WORDS)
    sealed.write_bytes(before)
    _overwrite(sealed, 3, bytes([before[3] ^ 16]))  # the salt itself
    with pytest.raises(DamagedFile, match="Đúng mật khẩu"):
        protection.unlock(sealed, WORDS)
    with pytest.raises(WrongPassphrase, match="hoặc tệp"):
        protection.unlock(sealed, WORDS + "!")
    sealed.write_bytes(bytes(4096) + before[4096:])  # a zeroed first page
    with pytest.raises(DamagedFile, match="bị hỏng"):
        protection.unlock(sealed, WORDS)
    verifiers.remove(sealed)
    with pytest.raises(ForeignFile, match="hoặc tệp đã bị hỏng phần đầu"):
        protection.unlock(sealed, WORDS)
    sealed.write_bytes(b"%PDF-1.7" + os.urandom(8184))
    with pytest.raises(ForeignFile):
        protection.unlock(sealed, WORDS)


def test_a_book_cut_short_is_told_without_the_passphrase(sealed: Path) -> None:
    content = sealed.read_bytes()
    sealed.write_bytes(content[: len(content) // 2 + 77])
    with pytest.raises(DamagedFile, match="thiếu một phần"):
        books.open_book(sealed)
    sealed.write_bytes(content[: len(content) // 8192 * 4096])
    protection.unlock(sealed, WORDS)
    with pytest.raises(DamagedFile):
        books.open_book(sealed)


def test_the_passphrase_is_the_same_however_its_letters_are_typed() -> None:
    composed, decomposed = (unicodedata.normalize(form, "Đảng ủy xã") for form in ("NFC", "NFD"))
    assert composed != decomposed
    assert unlocking.same_key(keys.derive(composed, SALT), keys.derive(decomposed, SALT))


def test_the_key_is_in_no_repr_message_log_or_file(
    sealed: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    key = keys.derive(WORDS, SALT)
    told = [repr(key), str(key), f"{key}", repr({"key": key})]
    protection.unlock(sealed, WORDS)
    book = books.open_book(sealed)
    registers.count(book, Query("members"))
    book.close()
    _overwrite(sealed, 4096 * 5 + 9, b"\x00\x00\x00")
    protection.unlock(sealed, WORDS)
    try:
        told += books.check_file(sealed).problems
        books.open_book(sealed).close()
    except DamagedFile as error:
        told += traceback.format_exception(error)
    for words in (WORDS, WORDS + "!"):
        try:
            protection.unlock(sealed, words)
        except WrongPassphrase as error:
            told += traceback.format_exception(error)
    said = capfd.readouterr()
    assert said.err == ""  # SQLCipher complains on the console unless it is told not to
    everything = "\n".join([*told, caplog.text, said.out]).lower()
    secrets = (key.key.hex(), WORDS.lower(), str(key.key).lower())
    assert not [one for one in secrets if one in everything]
    beside = verifiers.place_of(sealed).read_text("utf-8").lower()
    assert not [one for one in secrets if one in beside]


def test_a_made_up_verifier_harms_nothing(sealed: Path) -> None:
    place = verifiers.place_of(sealed)
    good, key = verifiers.read(sealed)[0], keys.derive(WORDS, SALT)
    for changed in (
        {"salt": 5},
        {"salt": "zz"},
        {"salt": "00"},
        {"verifier": None},
        {"verifier_salt": ["é"]},
        {"verifier": "é"},
        {"recovery_tested": 3},
        {"salt": "11" * 16},
    ):
        one = {**asdict(good), **changed}
        body = [one] * 300
        content = {"version": 1, "books": body, "check": verifiers._check(body)}
        place.write_text(json.dumps(content), encoding="utf-8")
        protection.unlock(sealed, WORDS)
        assert verifiers.read(sealed)[0].fits(key), changed
    for text in ("", "[]", "null", "[" * 60_000, '{"books": 1}', "{" + " " * 70_000 + "}"):
        place.write_text(text, encoding="utf-8")
        assert verifiers.read(sealed) == ()


def test_an_engine_keeps_no_key(sealed: Path) -> None:
    protection.unlock(sealed, WORDS)
    book = books.open_book(sealed)
    book.close()
    with pytest.raises(DamagedFile), translated(sealed):
        book._reader.connect()
