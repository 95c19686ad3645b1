"""The key an office signs with: made once, kept beside the book, replaced when it is lost."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from desktop.core.errors import DamagedFile, NeedsPassphrase, UserProblem, WrongPassphrase
from desktop.exchange.arrival import opened, read_manifest
from desktop.exchange.signing import fingerprint, signed_by
from desktop.services import books, office_keys, receiving
from desktop.services.books import Book, OfficeSetup
from desktop.services.submissions import SubmissionRequest, prospect, send_upward

from .rows import live, undo_last

REQUEST = SubmissionRequest(date(2025, 1, 1), date(2025, 12, 31))


def test_a_key_is_made_at_first_use_and_stays(book: Book, home: Path) -> None:
    assert office_keys.key_of(book) is None
    assert office_keys.state_of(book) == office_keys.KeyState("", lost=False, used=False)
    key = office_keys.own_key(book)
    path = home / "keys" / f"{book.origin}.key"
    assert office_keys.key_path(book) == path
    assert path.is_file()
    if os.name == "posix":
        assert path.stat().st_mode & 0o777 == 0o600
    assert office_keys.own_key(book) == office_keys.key_of(book) == key
    assert signed_by(key.public, b"x", office_keys.own_key(book).sign(b"x"))
    assert [one["public_key"] for one in live(book, "offices", own=True)] == [key.public]
    assert key.public.encode() not in path.with_name("x").name.encode()
    state = office_keys.state_of(book)
    assert (state.fingerprint, state.lost) == (fingerprint(key.public), False)


def test_the_secret_is_not_in_the_book(book: Book) -> None:
    key = office_keys.own_key(book)
    book.close()
    raw = book.path.read_bytes()
    secret = office_keys.key_path(book).read_bytes().split(b'"secret":"')[1][:64]
    assert key.public.encode() in raw
    assert secret not in raw
    assert bytes.fromhex(secret.decode()) not in raw


def test_making_ready_does_not_write_to_the_book(book: Book) -> None:
    key = office_keys.make_ready(book)
    assert live(book, "offices", own=True)[0]["public_key"] is None
    assert office_keys.own_key(book) == key
    assert office_keys.make_ready(book) == key


def test_a_key_with_a_passphrase_is_opened_by_it_alone(book: Book) -> None:
    key = office_keys.own_key(book, "bí mật")
    assert office_keys.own_key(book, "bí mật") == key
    with pytest.raises(NeedsPassphrase):
        office_keys.own_key(book)
    with pytest.raises(WrongPassphrase):
        office_keys.own_key(book, "khác")


def test_a_lost_key_is_told_and_another_takes_its_place(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = send_upward(book, REQUEST, tmp_path / "1.gsnop").value
    assert first.anew  # nobody can know it yet
    again = send_upward(book, REQUEST, tmp_path / "2.gsnop").value
    assert not again.anew
    assert again.fingerprint == first.fingerprint
    monkeypatch.setenv("GUONGSANG_HOME", str(tmp_path / "máy khác"))
    state = office_keys.state_of(book)
    assert (state.lost, state.fingerprint) == (True, "")
    assert prospect(book, REQUEST.period_from, REQUEST.period_to).key.lost
    other = send_upward(book, REQUEST, tmp_path / "3.gsnop").value
    assert other.anew
    assert other.fingerprint != first.fingerprint
    assert not office_keys.state_of(book).lost
    kept = [one["trust"] for one in live(book, "submissions")]
    assert kept == ["new", "known", "new"]


def test_a_replaced_key_says_what_must_be_told_upward(book: Book, tmp_path: Path) -> None:
    above = books.create_book(tmp_path / "trên.gsdb", OfficeSetup("Tỉnh", "province", "Tỉnh"))
    one = send_upward(book, REQUEST, tmp_path / "1.gsnop").value
    receiving.receive(above, one.path, accept=True)
    done = office_keys.replace_key(book)
    assert done.changes.registers == {"offices"}
    assert done.value.fingerprint in done.value.words
    assert "Quên khóa chữ ký" in done.value.words
    two = send_upward(book, REQUEST, tmp_path / "2.gsnop").value
    assert (two.fingerprint, two.anew) == (done.value.fingerprint, True)
    with pytest.raises(UserProblem, match=two.fingerprint):
        receiving.receive(above, two.path, accept=True)
    (office,) = live(above, "offices", own=False)
    receiving.forget_key(above, office["id"])
    assert receiving.receive(above, two.path, accept=True).value.number == 2
    # what was signed before stays as it was
    with opened(one.path) as arrival:
        assert arrival.trust_signature == "good"
    above.close()


def test_the_key_here_is_the_one_that_counts_after_an_undo(book: Book) -> None:
    old = office_keys.own_key(book)
    office_keys.replace_key(book)
    undo_last(book)
    assert live(book, "offices", own=True)[0]["public_key"] == old.public
    now = office_keys.own_key(book)
    assert now != old
    assert live(book, "offices", own=True)[0]["public_key"] == now.public


def test_a_damaged_key_is_told_and_can_be_replaced(book: Book, tmp_path: Path) -> None:
    office_keys.own_key(book)
    office_keys.key_path(book).write_bytes(b"\0\1")
    with pytest.raises(DamagedFile, match="thay khóa"):
        send_upward(book, REQUEST, tmp_path / "x.gsnop")
    assert not (tmp_path / "x.gsnop").exists()
    made = office_keys.replace_key(book).value
    sent = send_upward(book, REQUEST, tmp_path / "x.gsnop").value
    assert sent.fingerprint == made.fingerprint == fingerprint(read_manifest(sent.path).public_key)


def test_a_strange_uid_is_no_path(book: Book, home: Path) -> None:
    book.origin = "../../etc/x"
    path = office_keys.key_path(book)
    assert path.parent == home / "keys"
    assert len(path.stem) == 64
