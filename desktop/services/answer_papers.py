"""The printed answer to a received submission."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.core.errors import UserProblem
from desktop.core.terms import Answer, Direction
from desktop.exchange.submission import BELOW, BELOW_OFFICES
from desktop.services import remarks
from desktop.services.books import require_other
from desktop.services.house_paper import calendar_day, letterhead, own_office, paper_style, sign_off
from desktop.storage.book import Book
from desktop.storage.models import Submission
from desktop.storage.registers import SPECS

SHEET = "submission-answer"
REGISTER = "submissions"
TITLES = {SHEET: "Phiếu trả lời"}
"""The papers by name, with their titles."""
# sent along so that rows can refer to them; counted on no slip
_LOOKUPS = frozenset({"offices", "fields", "award_forms", "award_form_levels"})
_WAITING = "chưa trả lời"


def make(
    book: Book,
    form: str,
    target: Path,
    given: Mapping[str, Any],
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Write the sheet; return its pages.

    Options: `submission` (the id of a received one; else the one answered last). Raises
    `UserProblem` when there is nothing to print, and the sentences of the environment.
    """
    from desktop.reports.submission_answer import (  # noqa: PLC0415 - ReportLab when needed
        AnswerRemark,
        AnswerSheet,
        write_answer_sheet,
    )

    require_other(target, book.path)
    with book.read() as session:
        sent = _submission(session, given.get("submission"))
        day = sent.answered_on or calendar_day()
        office = own_office(session)
        style = paper_style(session, office.paper_family, day)
        said = remarks.lines_to_send(session, sent)
        counts = _counts(sent)
        sheet = AnswerSheet(
            office=sent.office_name,
            period_from=sent.period_from,
            period_to=sent.period_to,
            number=sent.number or 1,
            made_on=sent.made_on,
            file_name=sent.file_name,
            digest=sent.digest,
            total=sum(counts.values()),
            counts=_main(counts),
            answer=next((one.heading for one in Answer if one.value == sent.answer), _WAITING),
            answered_on=sent.answered_on,
            words=sent.receipt or "",
            remarks=tuple(AnswerRemark(_capital(one.on), one.words, one.made_on) for one in said),
        )
        head, signature = letterhead(office, day), sign_off(session, style, day)
        receivers = (sent.office_name, f"Lưu {office.code_suffix or 'VT'}")
    return write_answer_sheet(target, style, head, sheet, signature, receivers)


def _submission(session: Session, asked: int | None) -> Submission:
    received = select(Submission).where(
        Submission.deleted_at.is_(None),
        Submission.direction == Direction.RECEIVED.value,
        Submission.through_id.is_(None),
    )
    if asked is not None:
        found = session.scalars(received.where(Submission.id == asked)).first()
        if found is None:
            raise UserProblem("Phiếu trả lời chỉ in cho bộ dữ liệu nhận từ cấp dưới. Hãy chọn lại.")
        return found
    answered = received.where(Submission.answer.is_not(None))
    latest = answered.order_by(Submission.answered_on.desc(), Submission.id.desc())
    found = session.scalars(latest).first()
    if found is None:
        raise UserProblem("Chưa trả lời bộ dữ liệu nào. Hãy lập phiếu trả lời trước.")
    return found


def _counts(sent: Submission) -> dict[str, int]:
    """Return how many rows came with a submission by register; those of offices below as one."""
    left_out = {*_LOOKUPS, BELOW_OFFICES}
    counts: dict[str, int] = json.loads(sent.counts)
    return {name: count for name, count in counts.items() if count and name not in left_out}


def _main(counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """Return the counts of the registers that belong to no other one, by their names."""
    found = [
        (SPECS[name].heading, count)
        for name, count in counts.items()
        if name in SPECS and SPECS[name].parent is None
    ]
    if BELOW in counts:
        found.append(("Bản ghi của cấp dưới", counts[BELOW]))
    return tuple(found)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
