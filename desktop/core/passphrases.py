"""What a new passphrase has to be: long enough that nobody tries it out, and typed again surely.

Length counts for more than odd signs do: whoever has the file may try as many passphrases as his
machine can in years, and a clerk has to remember it without writing it down.
"""

from __future__ import annotations

import unicodedata

from desktop.core.vietnamese.fold import fold

LEAST = 10
LEAST_DIGITS = 16
MOST = 1_000
_LEAST_DIFFERENT = 5
_KNOWN = ("matkhau", "password", "guongsang", "1234567", "qwerty", "abcdef", "iloveyou")
_LEAST_BESIDE = 8  # signs that stand beside a word everybody tries first


def weakness(passphrase: str) -> str:
    """Return the sentence that says why a new passphrase won't do; "" when it will."""
    words = unicodedata.normalize("NFC", passphrase)
    if words != words.strip():
        return "Mật khẩu không được bắt đầu hoặc kết thúc bằng dấu cách: rất dễ gõ thiếu."
    if any(unicodedata.category(one) in {"Cc", "Cs"} for one in words):
        return "Mật khẩu có ký tự không gõ được từ bàn phím. Hãy gõ lại."
    if len(words) > MOST:
        return f"Mật khẩu dài quá {MOST} ký tự. Hãy rút ngắn."
    if len(words) < LEAST:
        return f"Mật khẩu cần ít nhất {LEAST} ký tự; hãy ghép ba, bốn từ dễ nhớ với mình."
    if words.isdigit() and len(words) < LEAST_DIGITS:
        return f"Mật khẩu chỉ có chữ số thì cần ít nhất {LEAST_DIGITS} số. Hãy thêm vài từ."
    bare = fold(words).replace(" ", "")
    if len(set(bare)) < _LEAST_DIFFERENT:
        return "Mật khẩu lặp lại quá ít ký tự khác nhau, rất dễ đoán. Hãy chọn mật khẩu khác."
    for one in _KNOWN:
        if one in bare and len(bare) - len(one) < _LEAST_BESIDE:
            return "Mật khẩu này có trong danh sách ai cũng thử đầu tiên. Hãy chọn mật khẩu khác."
    return ""
