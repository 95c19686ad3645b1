"""The audit entries' chain: each entry is sealed over the one before it, so that a change shows.

An entry's payload (what its deed and its record are called, the values before and after) may hold
a person's data; the rest (when, by whom, what kind, which row) does not. The chain is over the
payload's hash, not over the payload: it can be erased with the person and the chain still holds.
The hash is salted and the salt goes with the payload, so that no name can be guessed from it.

The head is kept beside the entries too: without it nobody would miss the last ones. It all shows
what was changed behind the program's back, by mistake or by damage; who knows this file can make
the chain anew, and for that the head of the chain stands on each printed report of the log.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Connection

ERASED: Final = "erased"
START: Final = bytes(32)
"""What the first entry is chained to."""
_SALT: Final = 16  # bytes
_CHUNK: Final = 1_000  # entries read and sealed together
_JSON: Final = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), default=lambda value: value.hex()
)
_COLUMNS: Final = (
    "id, uid, at, batch, action, register, row_uid, clerk, deed, title, before, after,"
    " salt, payload_hash, chain"
)
# names of our own
_NEXT: Final = f"SELECT {_COLUMNS} FROM audit_entries WHERE id > ? ORDER BY id LIMIT {_CHUNK}"  # noqa: S608
_SEAL: Final = (
    "UPDATE audit_entries SET clerk = ?, salt = ?, payload_hash = ?, chain = ? WHERE id = ?"
)


def digest(*parts: Any) -> bytes:
    """Return the SHA-256 over some values (canonical JSON of a list; bytes in hex)."""
    return hashlib.sha256(_JSON.encode(parts).encode("utf-8", "surrogatepass")).digest()


def head(connection: Connection) -> tuple[int, int, bytes]:
    """Return the last sealed entry's id, how many are sealed, and the chain's end."""
    row = connection.exec_driver_sql("SELECT last_id, entries, chain FROM audit_head").first()
    return (0, 0, START) if row is None else (row[0], row[1], row[2])


def _put_head(connection: Connection, last: int, entries: int, chain: bytes) -> None:
    connection.exec_driver_sql(
        "INSERT OR REPLACE INTO audit_head (id, last_id, entries, chain) VALUES (1, ?, ?, ?)",
        (last, entries, chain),
    )


def seal(connection: Connection, clerk: str | None = None) -> int:
    """Seal the entries since the head, in the order of their ids, and return how many.

    Those without a clerk get this one. To be called when nothing more is written to them: at the
    end of a transaction.
    """
    last, entries, chain = head(connection)
    before = entries
    while rows := connection.exec_driver_sql(_NEXT, (last,)).all():
        sealed = []
        for row in rows:
            salt, payload = row.salt, row.payload_hash
            if salt is not None or payload is None:  # else its payload was erased
                salt = salt or os.urandom(_SALT)
                payload = _payload(salt, row)
            who = clerk if row.clerk is None else row.clerk
            chain = _link(chain, row, who, payload)
            sealed.append((who, salt, payload, chain, row.id))
        connection.exec_driver_sql(_SEAL, sealed)
        last, entries = rows[-1].id, entries + len(rows)
    if entries > before:
        _put_head(connection, last, entries, chain)
    return entries - before


def seal_anew(connection: Connection) -> int:
    """Seal every entry again from the first, and return how many; erased ones stay erased.

    For a book that was put together from what could be read of another: its chain is broken for
    good, and from now on shows what is changed later.
    """
    _put_head(connection, 0, 0, START)
    return seal(connection)


def reopen(connection: Connection, entry_id: int) -> bool:
    """Take the seal off the last entry, so that its own sitting may go on in it.

    Returns False, with nothing done, when it isn't the last that was sealed.
    """
    last, entries, _chain = head(connection)
    if last != entry_id:
        return False
    earlier = connection.exec_driver_sql(
        "SELECT id, chain FROM audit_entries WHERE id < ? ORDER BY id DESC LIMIT 1", (entry_id,)
    ).first()
    _put_head(
        connection, *((0, 0, START) if earlier is None else (earlier[0], entries - 1, earlier[1]))
    )
    connection.exec_driver_sql("UPDATE audit_entries SET chain = NULL WHERE id = ?", (entry_id,))
    return True


def blank(connection: Connection, entry_ids: Iterable[int], clerk: str | None = None) -> list[int]:
    """Empty the payloads of entries and return the ids of those that had one.

    Entries that stand for many rows added at once name nobody and are left as they are, and so is
    what tells of an erasing. What is not sealed yet is sealed first.
    """
    seal(connection, clerk)
    done: list[int] = []
    ids = sorted(set(entry_ids))
    for start in range(0, len(ids), _CHUNK):
        given = json.dumps(ids[start : start + _CHUNK])
        found = connection.exec_driver_sql(
            "UPDATE audit_entries SET deed = '', title = '', before = NULL, after = NULL,"
            " salt = NULL WHERE id IN (SELECT value FROM json_each(?))"
            " AND salt IS NOT NULL AND (row_uid <> '' OR action IN ('printed', 'exported'))"
            " AND action <> 'erased' RETURNING id",
            (given,),
        )
        done += [one for (one,) in found.all()]
    return sorted(done)


def _payload(salt: Any, row: Any) -> bytes:
    return digest(salt, row.deed, row.title, row.before, row.after)


def _link(chain: Any, row: Any, clerk: Any, payload: Any) -> bytes:
    return digest(
        chain, row.id, row.uid, row.at, row.batch, row.action, row.register, row.row_uid, clerk,
        payload,
    )  # fmt: skip


# checking


@dataclass
class _Walk:
    """What the walk along the chain has met so far."""

    most: int
    told: list[str] = field(default_factory=list)
    wrong: int = 0
    erased: set[int] = field(default_factory=set)
    accounted: set[int] = field(default_factory=set)

    def tell(self, sentence: str) -> None:
        """Note one finding; only the first ones are told in words."""
        self.wrong += 1
        if len(self.told) < self.most:
            self.told.append(sentence)


def verify(
    connection: Connection, most: int = 20, progress: Callable[[int], object] | None = None
) -> list[str]:
    """Return sentences on what of the audit entries was edited, lost, moved or put in.

    Walks all of them once, in flat memory. Text is read as it lies in the file, so that a byte
    that is no letter any more is told and stops nothing. `progress` gets how many were looked at.
    """
    raw: Any = connection.connection.driver_connection
    before = raw.text_factory
    raw.text_factory = lambda data: data.decode("utf-8", "replace")
    try:
        return _verify(connection, most, progress)
    finally:
        raw.text_factory = before


def _verify(
    connection: Connection, most: int, progress: Callable[[int], object] | None
) -> list[str]:
    walk = _Walk(most)
    last, entries, chain = head(connection)
    place, count, link = 0, 0, START
    while rows := connection.exec_driver_sql(_NEXT, (place,)).all():
        for row in rows:
            _look_at(walk, row, place, link, sealed=row.id <= last)
            place, link = row.id, row.chain
        count += len(rows)
        if progress is not None:
            progress(count)
    if not count:
        walk.tell("Nhật ký thao tác trống: mọi mục đã bị bỏ. Hãy so với bản sao lưu gần nhất.")
    elif place < last or (count < entries and not walk.wrong):
        walk.tell(
            f"Nhật ký thao tác thiếu phần cuối: phải có {entries} mục, chỉ còn {count}. "
            "Hãy so với bản sao lưu gần nhất."
        )
    elif link != chain and not walk.wrong:
        walk.tell("Nhật ký thao tác: mã của mục cuối không khớp. Hãy so với bản sao lưu gần nhất.")
    for one in sorted(walk.erased - walk.accounted):
        walk.tell(f"Nhật ký thao tác: nội dung của mục số {one} bị xóa mà không có ghi chép.")
    more = walk.wrong - len(walk.told)
    return [*walk.told, f"Nhật ký thao tác: còn {more} mục nữa không khớp."] if more else walk.told


def _look_at(walk: _Walk, row: Any, before: int, link: Any, *, sealed: bool) -> None:
    named = f"Nhật ký thao tác: mục số {row.id}{_of_day(row.at)}"
    if not sealed or row.chain is None:
        walk.tell(f"{named} không do chương trình ghi. Hãy so với bản sao lưu gần nhất.")
        return
    if row.salt is None:
        walk.erased.add(row.id)
        edited = (row.deed, row.title, row.before, row.after) != ("", "", None, None)
    else:
        edited = _payload(row.salt, row) != row.payload_hash
    if edited:
        walk.tell(f"{named} đã bị sửa nội dung. Hãy so với bản sao lưu gần nhất.")
    elif row.action == ERASED:
        walk.accounted.update(_erased_ids(row.after))
    if _link(link, row, row.clerk, row.payload_hash) == row.chain:
        return
    if row.id != before + 1:
        lost = f"số {before + 1}" + (f" đến {row.id - 1}" if row.id - before > 2 else "")
        walk.tell(
            f"Nhật ký thao tác thiếu mục {lost}, ngay trước mục số {row.id}{_of_day(row.at)}. "
            "Hãy so với bản sao lưu gần nhất."
        )
    elif not edited:
        walk.tell(
            f"{named} đã bị sửa, đổi chỗ hoặc chèn vào, hay mục ngay trước nó bị bỏ. "
            "Hãy so với bản sao lưu gần nhất."
        )


def _of_day(at: Any) -> str:
    """Return the day of an entry for a sentence; '' when it is none any more."""
    day = str(at)[:10].split("-")
    if [len(one) for one in day] != [4, 2, 2] or not all(one.isdecimal() for one in day):
        return ""
    return f" (ngày {day[2]}/{day[1]}/{day[0]})"


def _erased_ids(after: Any) -> Sequence[int]:
    """Return the entries that an entry of erasing names."""
    try:
        found = json.loads(after)["entries"]
    except (ValueError, TypeError, LookupError):  # never by us: the payload's hash holds
        return ()
    return [one for one in found if isinstance(one, int)]
