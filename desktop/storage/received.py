"""What a submission's rows were when they were received, by which a changed byte is found later.

They are kept as they came, and nothing changes them. The submission's own digest is over the
file, of which the book keeps less; so this one is taken of the rows as the book has them, and kept
among its settings under the submission's uid.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from typing import Any, Final

import sqlcipher3.dbapi2
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from desktop.storage import audit_chain
from desktop.storage.models import Submission

_KEY: Final = "received_rows/"
# as bytes: what is no UTF-8 any more is only another text
_LINES: Final = """
SELECT CAST(json_array(register, uid, title, content) AS BLOB) FROM received_rows
WHERE submission_id = ? ORDER BY register, uid
"""
_NOTE: Final = "INSERT OR REPLACE INTO settings (key, value, digest) VALUES (?, ?, ?)"
_KEPT: Final = f"""
SELECT one.id, one.office_name, above.office_name, one.period_from, one.period_to, kept.value
FROM settings AS kept JOIN submissions AS one ON one.uid = substr(kept.key, {len(_KEY) + 1})
LEFT JOIN submissions AS above ON above.id = one.through_id
WHERE kept.key >= '{_KEY}' AND kept.key < '{_KEY[:-1]}0' ORDER BY one.id
"""  # noqa: S608 - our own words; '0' comes after '/'

MORE_OR_LESS: Final = """
SELECT id, office_name, period_from, period_to FROM submissions
WHERE direction = 'received' AND through_id IS NULL AND (
    NOT json_valid(counts)
    OR (SELECT count(*) FROM received_rows WHERE submission_id = submissions.id)
    <> (SELECT coalesce(sum(value), 0) FROM json_each(CASE WHEN json_valid(counts) THEN counts END)
        WHERE key NOT IN ('below', 'below_offices')))
"""


def rows_digest(connection: Connection, submission: int) -> str:
    """Return the SHA-256 of a submission's rows in their order, '' where they can't be read."""
    raw: Any = connection.connection.driver_connection
    found = hashlib.sha256()
    try:
        for (line,) in raw.execute(_LINES, (submission,)):
            found.update(line + b"\n")
    except sqlcipher3.dbapi2.Error:  # a value that no row has
        return ""
    return found.hexdigest()


def note_rows(session: Session, submission: Submission) -> None:
    """Keep the digest of the rows of a submission that has just been taken in.

    It is no change of a setting that the clerk made: the record of deeds has the submission alone,
    and finds the digest again when that is undone and done once more.
    """
    connection = session.connection()
    digest = rows_digest(connection, submission.id)
    key, value = _KEY + submission.uid, f'"{digest}"'
    connection.exec_driver_sql(_NOTE, (key, value, audit_chain.digest(key, value)))


def changed_rows(connection: Connection, told: Collection[int], most: int) -> list[str]:
    """Return sentences on submissions whose rows are not as they were received.

    At most so many; of those in `told` the clerk knows already. What an earlier program took in,
    which kept no digest, is left out.
    """
    found = []
    for one, office, above, begin, end, kept in connection.exec_driver_sql(_KEPT).fetchall():
        digest = "" if one in told else rows_digest(connection, one)
        if one in told or (digest and kept == f'"{digest}"'):
            continue
        through = f" (đến cùng bộ của «{above}»)" if above else ""
        found.append(
            f"Bản ghi trong bộ dữ liệu đã nhận của «{office}»{through}, kỳ {begin} - {end}, không "
            "còn đúng như lúc nhận. Hãy mở bản sao lưu, hoặc rút bộ đó ra rồi nhận lại."
        )
        if len(found) == most:
            break
    return found


def changed_submissions(connection: Connection) -> list[int]:
    """Return the received submissions, by number, that are not whole or not as they came."""
    odd = [row[0] for row in connection.exec_driver_sql(MORE_OR_LESS).fetchall()]
    return odd + [
        one
        for one, *_words, kept in connection.exec_driver_sql(_KEPT).fetchall()
        if one not in odd and kept != f'"{rows_digest(connection, one)}"'
    ]
