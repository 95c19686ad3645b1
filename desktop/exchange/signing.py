"""The office's signature (Ed25519) and the file that its key lies in.

The key file is JSON: `format` 1, `public` (hexadecimal), and `secret`, the seed of the key in
hexadecimal. With a passphrase `secret` is an XSalsa20-Poly1305 box (nonce first) under a key of
Argon2id over the passphrase (Unicode NFC, UTF-8); `salt`, `ops` and `memory` (bytes) are its
settings.
"""

from __future__ import annotations

import hashlib
import json
import os
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nacl.exceptions import CryptoError
from nacl.pwhash import argon2id
from nacl.secret import SecretBox
from nacl.signing import SigningKey, VerifyKey
from nacl.utils import random as random_bytes

from desktop.core.errors import (
    DamagedFile,
    NeedsPassphrase,
    NewerFile,
    UserProblem,
    WrongPassphrase,
    problem_from_oserror,
)
from desktop.platform.atomic import atomic_file
from desktop.storage.keeping import canonical

__all__ = [
    "OfficeKey",
    "fingerprint",
    "key_of_passphrase",
    "load_key",
    "new_key",
    "save_key",
    "signed_by",
]

_FORMAT = 1
_OPS, _MEMORY = 3, 64 << 20  # Argon2id's passes and bytes: half a second on an office machine
_MOST_OPS, _MOST_MEMORY = 16, 1 << 30  # what a key file may ask of this machine
_LONGEST_FILE = 4_096
_GROUPS, _DIGITS = 6, 4


@dataclass(frozen=True)
class OfficeKey:
    """An office's key: `public` in hexadecimal is what others know it by."""

    public: str
    _seed: bytes = field(repr=False, compare=False)

    def sign(self, data: bytes) -> str:
        """Return the signature of `data` in hexadecimal."""
        return SigningKey(self._seed).sign(data).signature.hex()


def new_key() -> OfficeKey:
    """Return a fresh random key."""
    return _key(bytes(SigningKey.generate()))


def _key(seed: bytes) -> OfficeKey:
    return OfficeKey(bytes(SigningKey(seed).verify_key).hex(), seed)


def signed_by(public: str, data: bytes, signature: str) -> bool:
    """Tell whether `signature` (hex) of `data` was made by the key `public` (hex).

    Anything that is no key or no signature is False.
    """
    try:
        VerifyKey(bytes.fromhex(public)).verify(data, bytes.fromhex(signature))
    except (CryptoError, ValueError, TypeError):
        return False
    return True


def fingerprint(public: str) -> str:
    """Return six groups of four digits that stand for a public key, to be read out by phone.

    They are the SHA-256 of the key's 32 bytes as a number, of which the last 24 digits count.
    Raises `ValueError` for what is not hexadecimal.
    """
    number = int.from_bytes(hashlib.sha256(bytes.fromhex(public)).digest(), "big")
    digits = f"{number % 10 ** (_GROUPS * _DIGITS):0{_GROUPS * _DIGITS}d}"
    return " ".join(digits[at : at + _DIGITS] for at in range(0, len(digits), _DIGITS))


def key_of_passphrase(passphrase: str) -> str:
    """Return a passphrase as it is used: Unicode NFC, so that every keyboard gives the same.

    Raises `UserProblem` for an empty one, and for one that can't be a key.
    """
    used = unicodedata.normalize("NFC", passphrase)
    if not used.strip():
        raise UserProblem("Mật khẩu đang để trống. Hãy nhập mật khẩu.")
    if "\0" in used or any("\ud800" <= letter <= "\udfff" for letter in used):
        raise UserProblem("Mật khẩu có ký tự không dùng được. Hãy nhập mật khẩu khác.")
    return used


def save_key(path: Path, key: OfficeKey, passphrase: str | None = None) -> None:
    """Write a key to a file that only this user may read, protected when there is a passphrase.

    Raises the sentences of the environment; `UserProblem` for an empty passphrase.
    """
    content: dict[str, Any] = {"format": _FORMAT, "public": key.public}
    if passphrase is None:
        content["secret"] = key._seed.hex()  # noqa: SLF001 - the only place that writes it down
    else:
        salt = random_bytes(argon2id.SALTBYTES)
        box = _box(passphrase, salt, _OPS, _MEMORY)
        secret = bytes(box.encrypt(key._seed))  # noqa: SLF001 - as above
        content |= {"secret": secret.hex(), "salt": salt.hex(), "ops": _OPS, "memory": _MEMORY}
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise problem_from_oserror(error, path) from error
    with atomic_file(path) as temporary:
        flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(temporary, flags, 0o600), "wb") as stream:
            stream.write(canonical(content) + b"\n")
        if path.exists():  # its rights are what the new one gets
            path.chmod(0o600)


def load_key(path: Path, passphrase: str | None = None) -> OfficeKey:
    """Read a key; `passphrase` is not looked at when the file is not protected.

    Raises `NeedsPassphrase`, `WrongPassphrase`, `DamagedFile`, `NewerFile`, or the sentences of
    the environment (`FileMissing` for one that was lost).
    """
    try:
        with path.open("rb") as stream:
            raw = stream.read(_LONGEST_FILE + 1)
    except OSError as error:
        raise problem_from_oserror(error, path) from error
    try:
        content = dict(json.loads(raw.decode()))
        if int(content["format"]) > _FORMAT:
            raise NewerFile(
                f"«{path.name}» do phiên bản Gương Sáng mới hơn tạo ra. "
                "Hãy cài phiên bản mới của chương trình rồi làm lại."
            )
        key = _key(_seed(path, content, passphrase))
        if key.public != content["public"]:
            raise _damaged(path)
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError) as error:
        raise _damaged(path) from error
    return key


def _seed(path: Path, content: dict[str, Any], passphrase: str | None) -> bytes:
    secret = bytes.fromhex(content["secret"])
    if "salt" not in content:
        return secret
    if passphrase is None:
        raise NeedsPassphrase("Khóa chữ ký được bảo vệ bằng mật khẩu. Hãy nhập mật khẩu.")
    ops, memory = int(content["ops"]), int(content["memory"])
    if not (1 <= ops <= _MOST_OPS and 8_192 <= memory <= _MOST_MEMORY):
        raise _damaged(path)
    try:
        return _box(passphrase, bytes.fromhex(content["salt"]), ops, memory).decrypt(secret)
    except CryptoError as error:
        raise WrongPassphrase("Mật khẩu của khóa chữ ký không đúng. Hãy nhập lại.") from error


def _box(passphrase: str, salt: bytes, ops: int, memory: int) -> SecretBox:
    words = key_of_passphrase(passphrase).encode()
    return SecretBox(argon2id.kdf(SecretBox.KEY_SIZE, words, salt, opslimit=ops, memlimit=memory))


def _damaged(path: Path) -> DamagedFile:
    return DamagedFile(
        f"Tệp khóa chữ ký «{path.name}» bị hỏng. Hãy thay khóa mới và báo nơi nhận công nhận lại."
    )
