"""The recovery key of an encrypted book: what is printed on paper and typed from it.

It is the book's key itself and the file's salt, so it opens the book, and every copy made under
the same passphrase, without the passphrase. On paper it is 18 groups of six signs. The signs are
the digits and 17 consonants: without vowels, D and W no Vietnamese typing method (Telex, VNI)
turns them into accented letters. The sixth sign of a group checks the group and its place: any
single wrong sign, two neighbours swapped, and two groups swapped are all noticed.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass

from desktop.core.errors import UserProblem

KEY_BYTES = 32
SALT_BYTES = 16
SIGNS = "0123456789BCFGHJKMNPQRSTVXZ"
GROUPS = 18
GROUP_SIGNS = 6
GROUPS_A_LINE = 3
_BASE = len(SIGNS)
_BITS = 23  # of a group: 27 ** 5 > 2 ** 23
_SUM_BITS = GROUPS * _BITS - 8 * (KEY_BYTES + SALT_BYTES)
# prime to 27, and so are the differences of neighbours: one wrong sign or one swap always shows
_WEIGHTS = (1, 2, 4, 5, 7, 8)
_LAST_INVERSE = pow(_WEIGHTS[-1], -1, _BASE)
_TAKEN_FOR = str.maketrans("OILU", "011V")
_MARK_SIGNS = 4


class WrongRecoveryKey(UserProblem):
    """What was typed is no recovery key; `groups` are the wrong groups, counted from 1."""

    def __init__(self, message: str, groups: tuple[int, ...] = ()) -> None:
        super().__init__(message)
        self.groups = groups


@dataclass(frozen=True, repr=False)
class RecoveryKey:
    """A book's key (32 bytes) and its file's salt (16 bytes)."""

    key: bytes
    salt: bytes

    def __repr__(self) -> str:
        """Show nothing of the key: what is shown ends in logs."""
        return "RecoveryKey(…)"

    @property
    def groups(self) -> tuple[str, ...]:
        """The 18 groups for paper, of six signs each."""
        total = int.from_bytes(self.key + self.salt, "big") << _SUM_BITS | _sum(self.key, self.salt)
        parts = [(total >> _BITS * place) % (1 << _BITS) for place in reversed(range(GROUPS))]
        return tuple(_group(place, part) for place, part in enumerate(parts))

    @property
    def lines(self) -> tuple[tuple[str, ...], ...]:
        """The groups as they stand on paper: six lines of three."""
        found = self.groups
        starts = range(0, GROUPS, GROUPS_A_LINE)
        return tuple(found[start : start + GROUPS_A_LINE] for start in starts)

    @property
    def mark(self) -> str:
        """Four signs that name the sheet; they tell nothing of the key."""
        return mark_of(self.salt)


def mark_of(salt: bytes) -> str:
    """Return the four signs that name the sheet of a file with that salt."""
    number = int.from_bytes(hashlib.sha256(b"guongsang sheet" + salt).digest(), "big")
    return "".join(SIGNS[number // _BASE**place % _BASE] for place in range(_MARK_SIGNS))


def parse(text: str) -> RecoveryKey:
    """Return the recovery key that was typed: case, spaces and hyphens don't matter, nor O for 0.

    Raises `WrongRecoveryKey`, whose sentence names the groups that are wrong.
    """
    typed = unicodedata.normalize("NFC", text).upper().translate(_TAKEN_FOR)
    parts = re.findall(r"[^\W_]+", typed)
    if len(parts) != GROUPS:
        joined = "".join(parts)
        parts = [joined[at : at + GROUP_SIGNS] for at in range(0, len(joined), GROUP_SIGNS)]
        if len(joined) != GROUPS * GROUP_SIGNS:
            raise _wrong_length(parts, len(joined))
    found = [_part(place, one) for place, one in enumerate(parts)]
    wrong = tuple(place + 1 for place, one in enumerate(found) if one is None)
    if wrong:
        raise WrongRecoveryKey(_sentence(wrong, typed), wrong)
    total = 0
    for one in found:
        total = total << _BITS | (one or 0)
    whole = (total >> _SUM_BITS).to_bytes(KEY_BYTES + SALT_BYTES, "big")
    made = RecoveryKey(whole[:KEY_BYTES], whole[KEY_BYTES:])
    if total % (1 << _SUM_BITS) != _sum(made.key, made.salt):
        raise WrongRecoveryKey(
            "Khóa khôi phục gõ chưa đúng ở nhiều chỗ. Hãy so lại từng nhóm với tờ giấy."
        )
    return made


def _sum(key: bytes, salt: bytes) -> int:
    digest = hashlib.sha256(b"guongsang recovery 1" + key + salt).digest()
    return int.from_bytes(digest[:8], "big") % (1 << _SUM_BITS)


def _group(place: int, part: int) -> str:
    values = [part // _BASE**power % _BASE for power in reversed(range(GROUP_SIGNS - 1))]
    told = sum(weight * value for weight, value in zip(_WEIGHTS, values, strict=False))
    values.append((place - told) * _LAST_INVERSE % _BASE)
    return "".join(SIGNS[value] for value in values)


def _part(place: int, group: str) -> int | None:
    """Return the number that a group stands for; None when the group is wrong."""
    if len(group) != GROUP_SIGNS or any(sign not in SIGNS for sign in group):
        return None
    values = [SIGNS.index(sign) for sign in group]
    told = sum(weight * value for weight, value in zip(_WEIGHTS, values, strict=True))
    number = 0
    for value in values[:-1]:
        number = number * _BASE + value
    return number if told % _BASE == place and number < 1 << _BITS else None


def _sentence(wrong: tuple[int, ...], typed: str) -> str:
    shown = ", ".join(_named(one) for one in wrong[:3]) + (", …" if len(wrong) > 3 else "")
    words = f"Khóa khôi phục gõ chưa đúng ở nhóm {shown}. Hãy so lại với tờ giấy"
    if typed.isascii():
        return words + "."
    return words + " và tắt bộ gõ tiếng Việt khi gõ."


def _named(group: int) -> str:
    line, place = divmod(group - 1, GROUPS_A_LINE)
    return f"{group} (dòng {line + 1}, nhóm thứ {place + 1} của dòng)"


def _wrong_length(parts: list[str], signs: int) -> WrongRecoveryKey:
    wanted = GROUPS * GROUP_SIGNS
    less = "thiếu" if signs < wanted else "thừa"
    first = next((k + 1 for k in range(GROUPS) if _part(k, "".join(parts[k : k + 1])) is None), 0)
    where = f", xem từ nhóm {_named(first)}" if first else ""
    return WrongRecoveryKey(
        f"Khóa khôi phục có {wanted} ký tự, vừa gõ {signs} ký tự, {less} "
        f"{abs(wanted - signs)}{where}. Hãy so lại với tờ giấy.",
        (first,) if first else (),
    )
