"""The office's key: signatures by the standard, and a file that keeps it."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.core.errors import (
    DamagedFile,
    FileMissing,
    NeedsPassphrase,
    NewerFile,
    Problem,
    UserProblem,
    WrongPassphrase,
)
from desktop.exchange.signing import (
    OfficeKey,
    fingerprint,
    key_of_passphrase,
    load_key,
    new_key,
    save_key,
    signed_by,
)

# RFC 8032, 7.1, test 3
SEED = "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7"
PUBLIC = "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025"
SIGNATURE = (
    "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
    "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
)


def test_a_signature_is_ed25519() -> None:
    assert OfficeKey(PUBLIC, bytes.fromhex(SEED)).sign(b"\xaf\x82") == SIGNATURE
    assert signed_by(PUBLIC, b"\xaf\x82", SIGNATURE)


@given(data=st.binary(max_size=100), at=st.integers(0, 63), bits=st.integers(1, 255))
def test_only_what_was_signed_is_good(data: bytes, at: int, bits: int) -> None:
    key = OfficeKey(PUBLIC, bytes.fromhex(SEED))
    signed = key.sign(data)
    assert signed_by(key.public, data, signed)
    assert not signed_by(key.public, data + b"x", signed)
    assert not signed_by(new_key().public, data, signed)
    changed = bytearray.fromhex(signed)
    changed[at] ^= bits
    assert not signed_by(key.public, data, changed.hex())


@settings(max_examples=30)
@given(public=st.text(max_size=70), signature=st.text(max_size=130))
def test_what_is_no_key_is_not_good(public: str, signature: str) -> None:
    assert not signed_by(public, b"x", signature)
    assert not signed_by("", b"x", "")
    assert not signed_by("00" * 32, b"x", "00" * 64)


def test_a_fingerprint_can_be_read_out() -> None:
    keys = {new_key().public for _ in range(50)}
    prints = {fingerprint(one) for one in keys}
    assert len(prints) == len(keys)
    for one in prints:
        assert [len(part) for part in one.split(" ")] == [4] * 6
        assert one.replace(" ", "").isdecimal()
    assert fingerprint(PUBLIC) == "4583 5783 8877 0003 1045 6382"


@pytest.mark.parametrize("passphrase", [None, "mật khẩu của sổ"])
def test_a_key_is_kept(tmp_path: Path, passphrase: str | None) -> None:
    path = tmp_path / "keys" / "x.key"
    key = new_key()
    save_key(path, key, passphrase)
    again = load_key(path, passphrase)
    assert again.public == key.public
    assert signed_by(key.public, b"x", again.sign(b"x"))
    assert [one.name for one in path.parent.iterdir()] == [path.name]
    hidden = key._seed.hex()
    assert (hidden in path.read_text()) == (passphrase is None)
    assert hidden not in repr(key)


@pytest.mark.skipif(os.name != "posix", reason="rights of files are POSIX here")
def test_only_the_user_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "x.key"
    path.write_text("cũ")
    path.chmod(0o644)
    save_key(path, new_key())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_passphrase_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "x.key"
    save_key(path, new_key(), "Đúng")
    with pytest.raises(NeedsPassphrase):
        load_key(path)
    with pytest.raises(WrongPassphrase):
        load_key(path, "sai")
    decomposed = "Đu\u0301ng"
    assert load_key(path, decomposed)
    assert key_of_passphrase(decomposed) == "Đúng"
    for empty in ("", "  ", "a\0"):
        with pytest.raises(UserProblem):
            save_key(path, new_key(), empty)
    assert load_key(path, "Đúng")


def test_a_lost_or_damaged_key_is_told(tmp_path: Path) -> None:
    path = tmp_path / "x.key"
    with pytest.raises(FileMissing):
        load_key(path)
    save_key(path, new_key())
    good = json.loads(path.read_text())
    other = new_key().public
    for changed in (
        {"secret": "00"},
        {"secret": 5},
        {"public": other},
        {"format": "x"},
        {"salt": "00", "ops": 10**9, "memory": 1 << 40},
        {"salt": "zz", "ops": 3, "memory": 65536},
    ):
        path.write_text(json.dumps(good | changed))
        with pytest.raises(DamagedFile):
            load_key(path, "x")
    path.write_text(json.dumps(good | {"format": 2}))
    with pytest.raises(NewerFile):
        load_key(path)


@given(raw=st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
def test_any_bytes_are_told(raw: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("k") / "x.key"
    path.write_bytes(raw)
    with pytest.raises(Problem):
        load_key(path, "x")
