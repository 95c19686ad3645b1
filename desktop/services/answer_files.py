"""The answer as a file (`.gsnop` of kind 'answer'): what it says beyond what all files say.

Its manifest is that of a submission (`desktop.exchange.submission`) by the office that answers,
with the period and number of the submission that it answers, and besides:

- `answers_office`: the uid of the office that sent that submission; `answers_digest`: its digest;
- `answer`: 'accepted' or 'to_correct'; `answered_on`: the day, ISO; `words`: what is said to the
  whole, or ''.

`made_at` tells the newer of two answers. One table, `remarks` (uid, row_register, row_uid,
row_title, words, made_on), all text: the first three of the row null for a remark on the whole.
A row's register and uid are those that it was sent with.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from desktop.core.errors import DamagedFile, UserProblem
from desktop.core.terms import Answer
from desktop.core.vietnamese.fold import clean
from desktop.exchange.arrival import Arrival
from desktop.exchange.manifest import ANSWER, Manifest
from desktop.exchange.submission import Table

REMARKS: Final = "remarks"
COLUMNS: Final = ("uid", "row_register", "row_uid", "row_title", "words", "made_on")
SCHEMA: Final = 5
"""The schema since which books know remarks: what an answer says needs no later one."""
MOST_REMARKS: Final = 5_000
LONGEST_WORDS: Final = 10_000  # characters
_LONGEST_TITLE = 2_000
_ANSWERS = {str(one.value): one for one in Answer}
_UID = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{0,63}")
_REGISTER = re.compile(r"[a-z][a-z0-9_]{0,62}")
_ROW = re.compile(r"[^\x00-\x1f\x7f]{1,200}")  # as the lower office made it
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class SentRemark:
    """A remark as it stands in the file; register, uid and title '' for one on the whole."""

    uid: str
    row_register: str
    row_uid: str
    row_title: str
    words: str
    made_on: date


@dataclass(frozen=True)
class SentAnswer:
    """What an answer says; `digest` is that of the submission it answers."""

    office_uid: str
    digest: str
    answer: Answer
    on: date
    words: str
    remarks: tuple[SentRemark, ...]


def manifest_of(said: SentAnswer) -> dict[str, str]:
    """Return the entries of the manifest that only an answer has."""
    return {
        "kind": ANSWER,
        "answers_office": said.office_uid,
        "answers_digest": said.digest,
        "answer": str(said.answer.value),
        "answered_on": said.on.isoformat(),
        "words": said.words,
    }


def table_of(remarks: Iterable[SentRemark]) -> Table:
    """Return the table of remarks."""
    rows = [
        (
            one.uid,
            one.row_register or None,
            one.row_uid or None,
            one.row_title or None,
            one.words,
            one.made_on.isoformat(),
        )
        for one in remarks
    ]
    return Table(REMARKS, COLUMNS, frozenset(), rows)


def read(path: Path, arrival: Arrival) -> SentAnswer:
    """Return what a verified file says.

    Raises `UserProblem` for a submission, `DamagedFile` for an answer of another shape.
    """
    if arrival.manifest.kind != ANSWER:
        raise UserProblem(
            f"«{path.name}» là bộ dữ liệu của «{arrival.manifest.office_name}», không phải phiếu "
            "trả lời. Hãy nhận bằng «Nhận bộ dữ liệu»."
        )
    try:
        remarks = _remarks(arrival)
        return _parsed(arrival.manifest, remarks)
    except (ValueError, TypeError, LookupError, OverflowError) as error:
        raise DamagedFile(f"Phiếu trả lời «{path.name}» sai cấu trúc. Hãy đề nghị gửi lại.") from (
            error
        )


def _parsed(manifest: Manifest, remarks: tuple[SentRemark, ...]) -> SentAnswer:
    said = manifest.entries
    return SentAnswer(
        office_uid=_matching(_UID, said["answers_office"]),
        digest=_matching(_DIGEST, said["answers_digest"]),
        answer=_ANSWERS[said["answer"]],
        on=date.fromisoformat(said["answered_on"]),
        words=_words(said["words"], LONGEST_WORDS),
        remarks=remarks,
    )


def _remarks(arrival: Arrival) -> tuple[SentRemark, ...]:
    if dict(arrival.tables) != {REMARKS: COLUMNS}:
        raise ValueError("tables")
    if arrival.manifest.counts[REMARKS] > MOST_REMARKS:
        raise ValueError("too many remarks")
    return tuple(_remark(row) for row in arrival.rows(REMARKS))


def _remark(row: Mapping[str, Any]) -> SentRemark:
    register, uid, title = (row[name] or "" for name in ("row_register", "row_uid", "row_title"))
    if bool(register) != bool(uid) or (title and not uid):
        raise ValueError("a record is named by register and uid")
    words = _words(row["words"], LONGEST_WORDS)
    if not words:
        raise ValueError("no words")
    return SentRemark(
        uid=_matching(_UID, row["uid"]),
        row_register=_matching(_REGISTER, register) if register else "",
        row_uid=_matching(_ROW, uid) if uid else "",
        row_title=" ".join(_words(title, _LONGEST_TITLE).split()),
        words=words,
        made_on=date.fromisoformat(row["made_on"]),
    )


def _matching(pattern: re.Pattern[str], text: str) -> str:
    if not pattern.fullmatch(text):
        raise ValueError(text)
    return text


def _words(text: str, most: int) -> str:
    if len(text) > most:
        raise ValueError("too long")
    return clean(text, multiline=True)
