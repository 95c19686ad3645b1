"""What speaks against taking a submission in, and what looks strange about it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.core.errors import DamagedFile, UserProblem
from desktop.core.terms import Direction
from desktop.exchange.arrival import Arrival
from desktop.exchange.manifest import SUBMISSION, Manifest
from desktop.exchange.submission import BELOW_OFFICES
from desktop.services import receiving_rows
from desktop.services.receiving_offices import BelowOffice, below_of, refuse_own
from desktop.services.receiving_states import Period, ReceivedSubmission, current_of, states
from desktop.storage.book import Book
from desktop.storage.models import Submission


def period_of(manifest: Manifest) -> Period:
    """Return the period of a submission."""
    return manifest.period_from, manifest.period_to


def inside_of(book: Book, path: Path, arrival: Arrival) -> tuple[BelowOffice, ...]:
    """Return the submissions inside, the file being one that this office may take in."""
    manifest = arrival.manifest
    if manifest.kind != SUBMISSION:
        raise UserProblem(
            f"«{path.name}» là phiếu trả lời của cấp trên, không phải bộ dữ liệu của cấp dưới. "
            "Hãy nhận bằng «Nhận phiếu trả lời»."
        )
    below: tuple[BelowOffice, ...] = ()
    if BELOW_OFFICES in arrival.tables:
        try:
            below = below_of(arrival.rows(BELOW_OFFICES))
        except ValueError as error:
            raise receiving_rows.damaged(path) from error
    if below and manifest.total is None:
        raise receiving_rows.damaged(path)  # what is below can't be in a total that isn't there
    if manifest.total is not None and not below:
        # it would count instead of the office's own figures, and nobody could say whose it holds
        raise DamagedFile(
            f"«{path.name}» có số liệu tổng hợp mà không kê cơ quan cấp dưới nào, nên không biết "
            f"đó là số liệu của ai. Hãy đề nghị «{manifest.office_name}» lập và gửi lại tệp; sổ "
            "chưa có gì thay đổi."
        )
    refuse_own(book, manifest, below)
    receiving_rows.require_known_below(arrival.connection, path, arrival.tables)
    return below


def in_book(session: Session, manifest: Manifest) -> Submission | None:
    """Return the submission of this very file, where it was received and not taken out."""
    return session.scalar(
        select(Submission)
        .where(
            Submission.deleted_at.is_(None),
            Submission.direction == Direction.RECEIVED.value,
            Submission.through_id.is_(None),
            Submission.digest == manifest.digest,
        )
        .limit(1)
    )


def refuse_number(session: Session, manifest: Manifest, below: Sequence[BelowOffice]) -> None:
    """Refuse what is older than what counts, and what can't stand beside it."""
    name = manifest.office_name
    there = current_of(session, manifest.office_uid, period_of(manifest))
    if there is not None and there.number > manifest.number:
        raise UserProblem(
            f"Đã nhận lần gửi {there.number} của «{name}» cho kỳ này; tệp này là lần gửi "
            f"{manifest.number}, cũ hơn. Muốn dùng tệp này, hãy rút lần {there.number} ra trước."
        )
    if there is not None and there.number == manifest.number:
        raise UserProblem(
            f"Đã nhận một bộ dữ liệu khác cũng là lần gửi {there.number} của «{name}» cho kỳ này "
            f"(tệp «{there.file_name}», lập ngày {there.made_on:%d/%m/%Y}). Hãy hỏi nơi gửi tệp "
            "nào đúng, đề nghị gửi lại lần mới, hoặc rút bộ đã nhận ra rồi nhận tệp này."
        )
    if below:
        _refuse_below(states(session, period_of(manifest)), manifest, {one.uid for one in below})


def _refuse_below(
    there: Sequence[ReceivedSubmission], manifest: Manifest, uids: Collection[str]
) -> None:
    """Refuse offices below that would then be in the totals of two, or that carry their carrier."""
    name = manifest.office_name
    carriers = {one.id: one for one in there}
    itself_carried = any(
        one.counts and one.through_id is not None and one.office_uid == manifest.office_uid
        for one in there
    )
    for one in there:
        carrier = carriers.get(one.through_id or 0)
        if carrier is None or not one.current:
            continue
        if one.office_uid == manifest.office_uid and carrier.office_uid in uids:
            raise UserProblem(
                f"«{name}» kê «{carrier.office_name}» là cấp dưới, trong khi bộ dữ liệu đã nhận "
                f"của «{carrier.office_name}» lại kê «{name}» là cấp dưới. Hãy hỏi lại hai nơi gửi."
            )
        replaced = carrier.office_uid == manifest.office_uid or carrier.office_uid in uids
        if one.office_uid in uids and carrier.added and not replaced and not itself_carried:
            raise UserProblem(
                f"Số liệu của «{one.office_name}» kỳ này đã nằm trong bộ dữ liệu đã nhận của "
                f"«{carrier.office_name}»; nhận thêm của «{name}» thì bị tính hai lần. Hãy hỏi hai "
                f"nơi gửi «{one.office_name}» thuộc nơi nào, và đề nghị nơi kia rút ra rồi gửi lại."
            )


def strange(manifest: Manifest, replaced: ReceivedSubmission | None) -> list[str]:
    """Return sentences on what looks strange about the numbering; they are shown, never block."""
    found = []
    before = 0 if replaced is None else replaced.number
    if manifest.number > before + 1:
        missing = " và ".join(str(one) for one in range(before + 1, manifest.number)[:3])
        found.append(f"Chưa nhận lần gửi {missing} của kỳ này; lần gửi mới nhất là đủ.")
    elif replaced is not None and manifest.replaces and manifest.replaces != replaced.digest:
        found.append("Nơi gửi ghi rằng tệp này thay cho một bộ khác với bộ đang có trong sổ.")
    if replaced is not None and manifest.made_on < replaced.made_on:
        found.append(f"Tệp này lập trước bộ đang có trong sổ ({replaced.made_on:%d/%m/%Y}).")
    if manifest.made_on > date.today():  # noqa: DTZ011 - the clerk's own calendar day
        found.append("Ngày lập ở sau hôm nay: đồng hồ của một trong hai máy bị sai.")
    return found
