"""Opening an encrypted book: a wrong passphrase, a damaged file and no book are told apart.

SQLCipher gives one answer for all three. The verifier beside the book knows the right key; where
it is missing the sentence names both possibilities.
"""

from __future__ import annotations

import contextlib
import hmac
from pathlib import Path

import sqlcipher3.dbapi2

from desktop.core.errors import DamagedFile, EnvironmentProblem, NeedsPassphrase, WrongPassphrase
from desktop.core.recovery_key import mark_of
from desktop.storage import keys, verifiers
from desktop.storage.engine import (
    BOOK_APPLICATION_ID,
    UNTOUCHED,
    connect,
    inspect_header,
    translated,
)
from desktop.storage.keys import BookKey


def is_encrypted(path: Path) -> bool:
    """Tell whether a file is an encrypted book (or one that may be), open or closed.

    Raises the sentences of `inspect_header` for what is no book at all.
    """
    with translated(path):
        if keys.key_of(path) is not None:
            return True
    try:
        inspect_header(path, BOOK_APPLICATION_ID)
    except NeedsPassphrase:
        return True
    return False


def key_by_passphrase(path: Path, passphrase: str) -> BookKey:
    """Return the key of a closed encrypted book; the keyring is left as it is.

    Raises `WrongPassphrase` when it doesn't fit, `DamagedFile` when it fits but the file's first
    page is damaged; without the verifier the sentence of the one names the other.
    """
    with translated(path):
        salt = keys.salt_of(path)
    key = keys.derive(passphrase, salt)
    known = verifiers.read(path)
    mine = next((one for one in known if one.of(salt)), None)
    if mine is not None and not mine.fits(key):
        raise wrong_passphrase(path)
    if opens(path, key):
        if mine is None:  # lost, or of an older copy: from now on it tells them apart again
            with contextlib.suppress(EnvironmentProblem):
                verifiers.write(path, [verifiers.verifier_of(key)])
        return key
    if mine is not None or _fits_another(passphrase, known, salt):
        raise _damaged_start(path)
    raise WrongPassphrase(
        f"Mật khẩu của «{path.name}» không đúng, hoặc tệp đã bị hỏng. Hãy gõ lại mật khẩu "
        "(kiểm tra Caps Lock, bộ gõ tiếng Việt); nếu vẫn không được, hãy mở bản sao lưu gần nhất."
    )


def key_by_recovery(path: Path, secret: bytes, salt: bytes) -> BookKey:
    """Return the key of a closed encrypted book from what its recovery sheet says.

    Raises `WrongPassphrase` when the sheet is of another book or of an earlier passphrase,
    `DamagedFile` when it is this book's but the file's first page is damaged.
    """
    with translated(path):
        found = keys.salt_of(path)
    key = BookKey(secret, salt)
    fits = any(one.fits(key) for one in verifiers.read(path))
    if found == salt and opens(path, key):
        if not fits:
            with contextlib.suppress(EnvironmentProblem):
                verifiers.write(path, [verifiers.verifier_of(key)])
        return key
    if fits or found == salt:
        raise _damaged_start(path)
    raise WrongPassphrase(
        f"Khóa khôi phục này không phải của «{path.name}» hiện nay: tờ của sổ khác, hoặc "
        "tờ in trước khi đổi mật khẩu (tờ cũ chỉ mở được bản sao lưu cũ). Hãy tìm tờ ký hiệu "
        f"{mark_of(found)}."
    )


def same_key(one: BookKey, other: BookKey) -> bool:
    """Compare two keys in a time that tells nothing of them."""
    return hmac.compare_digest(one.key + one.salt, other.key + other.salt)


def wrong_passphrase(path: Path) -> WrongPassphrase:
    """Return the sentence for a passphrase that surely doesn't fit."""
    return WrongPassphrase(
        f"Mật khẩu của «{path.name}» không đúng. Hãy gõ lại (kiểm tra Caps Lock, bộ gõ tiếng "
        "Việt), hoặc dùng khóa khôi phục đã in."
    )


def opens(path: Path, key: BookKey) -> bool:
    """Tell whether a key decrypts the first page of a file; the file is only looked at."""
    with translated(path):
        connection = connect(path, UNTOUCHED, key)
        try:
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        except sqlcipher3.dbapi2.DatabaseError as error:
            code = getattr(error, "sqlite_errorcode", None)
            if code == sqlcipher3.dbapi2.SQLITE_NOTADB if code else "not a database" in str(error):
                return False
            if isinstance(error, sqlcipher3.dbapi2.OperationalError):
                raise
        finally:
            connection.close()
    return True  # the page is decrypted; what is wrong further on, opening and checking tell


def _fits_another(passphrase: str, known: tuple[verifiers.Verifier, ...], salt: bytes) -> bool:
    """Tell whether the passphrase is right for the verifier of a salt the file has lost."""
    others = [bytes.fromhex(one.salt) for one in known if not one.of(salt)]
    return any(
        verifier.fits(keys.derive(passphrase, other)) for other in others for verifier in known
    )


def _damaged_start(path: Path) -> DamagedFile:
    return DamagedFile(
        f"Đúng mật khẩu nhưng «{path.name}» bị hỏng phần đầu nên không mở được. "
        "Hãy mở bản sao lưu gần nhất; không ghi gì thêm vào tệp này."
    )
