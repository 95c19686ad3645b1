"""A person's whole record in words: every row, their history, where it went (`person_places`)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.core.errors import UserProblem
from desktop.core.formats import date_text, number
from desktop.core.register import Field, Kind, RegisterSpec, Row
from desktop.core.terms import AuditAction
from desktop.services import registers
from desktop.services.books import require_other
from desktop.services.history import Telling
from desktop.services.member_papers import members_paper
from desktop.services.person_places import (
    MEMBERS,
    Mention,
    Places,
    Receipt,
    Tick,
    places_of,
    uid_fields,
)
from desktop.storage.book import Book
from desktop.storage.models import AuditEntry, ReportIssue
from desktop.storage.registers import SPECS, TABLES, spec
from desktop.storage.search import titles_of

if TYPE_CHECKING:
    from desktop.reports.person_record import PersonRecord, RecordTable

PERSON_RECORD: Final = "person-record"
TITLES: Final = {PERSON_RECORD: "Toàn bộ dữ liệu về một cá nhân"}
REGISTER: Final = MEMBERS
_CHUNK: Final = 500
_WIDEST: Final = 40  # characters of a column
_WIDE: Final = 6  # columns of a table; a register with more is told field by field
_ACTIONS: Final[Mapping[str, str]] = {one.value: one.heading for one in AuditAction}
_BIN: Final = " (trong thùng rác)"
_TECHNICAL: Final = frozenset({"sha256", "media_type"})


def make(
    book: Book,
    _form: str,
    target: Path,
    given: Mapping[str, Any],
    progress: Tick | None = None,
) -> int:
    """Write the whole record of the members of the option `members` (ids); return its pages.

    Raises `UserProblem` for none, `StaleRecord` for one that is gone.
    """
    from desktop.reports.person_record import write_person_records  # noqa: PLC0415

    ids = given.get("members")
    if not ids:
        raise UserProblem("Hãy chọn đảng viên cần in toàn bộ dữ liệu.")
    require_other(target, book.path)
    with book.read() as session:
        paper = members_paper(session)
        records = [record_of(session, one, progress) for one in ids]
    return write_person_records(target, paper, records, len(ids), progress)


def whole_record(book: Book, member_id: int, progress: Tick | None = None) -> PersonRecord:
    """Return all that the book holds about a member; `StaleRecord` when the record is gone."""
    with book.read() as session:
        return record_of(session, member_id, progress)


def record_of(session: Session, member_id: int, tick: Tick | None = None) -> PersonRecord:
    """Return a person's whole record within a session that reads (`whole_record`)."""
    from desktop.reports.person_record import PersonRecord  # noqa: PLC0415

    found = places_of(session, member_id, tick)
    tables = [
        _rows_table(session, spec(register), ids, found) for register, ids in found.rows.items()
    ]
    tables += [
        _history(session, found),
        _sent(found),
        _frozen(session, found),
        _elsewhere(session, found),
    ]
    return PersonRecord(found.name, _summary(found), tuple(tables))


def _summary(found: Places) -> tuple[str, ...]:
    rows = sum(len(ids) for ids in found.rows.values())
    said = (
        f"Tính đến ngày {date_text(date.today())}, "  # noqa: DTZ011 - the clerk's own day
        f"sổ đang giữ {number(rows)} bản ghi thuộc {number(len(found.rows))} sổ về người này và "
        f"{number(len(found.entries))} mục nhật ký thay đổi."
    )
    paragraphs = [said]
    if found.homonyms:
        paragraphs.append(
            f"Sổ còn {number(len(found.homonyms))} đảng viên khác trùng họ tên; dữ liệu của những "
            "người đó không nằm trong bản này."
        )
    if found.undone:
        paragraphs.append(
            f"Có {number(found.undone)} phần dữ liệu của việc đã hoàn tác còn được giữ để làm lại; "
            "phần này tự mất khi có việc mới."
        )
    return tuple(paragraphs)


# registers


def _rows_table(
    session: Session, declared: RegisterSpec, ids: Sequence[int], found: Places
) -> RecordTable:
    from desktop.reports.person_record import RecordTable  # noqa: PLC0415
    from desktop.reports.table import Column  # noqa: PLC0415

    rows = [_as_told(session, declared, one, found) for one in _read(session, declared.name, ids)]
    fields = _told_fields(declared, rows)
    heading = f"{declared.heading} ({number(len(rows))})" if len(rows) > 1 else declared.heading
    long = any(one.kind is Kind.LONG_TEXT for one in fields)
    if declared.name != MEMBERS and 0 < len(fields) <= _WIDE and not long:
        cells: list[tuple[str, ...] | str] = []
        for row in rows:
            texts = [_cell(one, row) for one in fields]
            texts[0] += _BIN if row.deleted else ""
            cells.append(tuple(texts))
        shares = [min(max(map(len, texts)), _WIDEST) for texts in zip(*cells, strict=True)]
        columns = tuple(
            Column(one.heading, max(share, len(one.heading), 8))
            for one, share in zip(fields, shares, strict=True)
        )
        return RecordTable(heading, columns, tuple(cells))
    columns = (Column("Mục", 30), Column("Nội dung", 70))
    lines: list[tuple[str, ...] | str] = []
    for place, row in enumerate(rows, start=1):
        if len(rows) > 1 or row.deleted:
            title = titles_of(session, declared.name, [row.id]).get(row.id, "")
            own = "" if not title or found.mentions.is_name(title) else f": {title}"
            what = f"{declared.singular_heading[:1].upper()}{declared.singular_heading[1:]}"
            lines.append(f"{what} {place}{own}{_BIN if row.deleted else ''}")
        told = ((one.heading, _cell(one, row)) for one in fields)
        lines.extend(one for one in told if one[1])
    return RecordTable(heading, columns, tuple(lines))


def _as_told(session: Session, declared: RegisterSpec, row: Row, found: Places) -> Row:
    """Return a row that refers to the person's pledges by what they are, not by the name again."""
    labels = dict(row.labels)
    for one in declared.fields:
        if one.reference == "pledges" and found.mentions.is_name(labels.get(one.name)):
            (pledge,) = registers.read_rows(session, "pledges", [row.values[one.name]])
            kind = spec("pledges").by_name["kind"]
            labels[one.name] = f"{_cell(kind, pledge)}, năm {pledge.values['year']}"
    return replace(row, labels=labels)


def _read(session: Session, register: str, ids: Sequence[int]) -> Iterator[Row]:
    for start in range(0, len(ids), _CHUNK):
        yield from registers.read_rows(session, register, ids[start : start + _CHUNK])


def _told_fields(declared: RegisterSpec, rows: Iterable[Row]) -> list[Field]:
    """Return the fields that say something: not those that are the person's own record."""
    some = list(rows)
    hidden = {*uid_fields(declared), *_TECHNICAL}
    return [
        one
        for one in declared.fields
        if one.kind is not Kind.BYTES
        and one.name not in hidden
        and one.reference != MEMBERS
        and any(_cell(one, row) for row in some)
    ]


def _cell(field: Field, row: Row) -> str:
    from desktop.services.printing import cell_text  # noqa: PLC0415 - it builds on this module

    if field.kind is Kind.BOOLEAN:
        return "có" if row.values.get(field.name) else ""
    if field.name == "owner_register":
        declared = SPECS.get(str(row.values.get(field.name)))
        return declared.heading if declared is not None else ""
    return cell_text(field, row)


# history


def _history(session: Session, found: Places) -> RecordTable:
    from desktop.reports.person_record import RecordTable  # noqa: PLC0415
    from desktop.reports.table import Column  # noqa: PLC0415

    columns = (
        Column("Lúc", 16, sample="00/00/0000"),
        Column("Việc", 24),
        Column("Bản ghi", 24),
        Column("Nội dung thay đổi (trước → sau)", 46),
    )
    told = Telling(session)
    lines = tuple(_entry(told, one) for one in _entries(session, found.entries))
    return RecordTable("Lịch sử thay đổi", columns, lines)


def _entries(session: Session, ids: Sequence[int]) -> Iterator[AuditEntry]:
    ordered = sorted(ids)
    for start in range(0, len(ordered), _CHUNK):
        some = ordered[start : start + _CHUNK]
        yield from session.scalars(
            select(AuditEntry).where(AuditEntry.id.in_(some)).order_by(AuditEntry.id)
        )


def _entry(told: Telling, entry: AuditEntry) -> tuple[str, ...]:
    declared = SPECS.get(entry.register)
    action = _ACTIONS.get(entry.action, entry.action)
    what = declared.singular_heading if declared is not None else ""
    subject = f"{what}: {entry.title}" if what and entry.title else what or entry.title
    return _when(entry.at), _who(entry, action), subject, _said(told, declared, entry)


def _who(entry: AuditEntry, action: str) -> str:
    clerk = getattr(entry, "clerk", None)
    words = f"{action}: {entry.deed}" if entry.deed else action
    return f"{words} ({clerk})" if clerk else words


def _said(told: Telling, declared: RegisterSpec | None, entry: AuditEntry) -> str:
    if declared is None:
        return ""
    before = json.loads(entry.before) if entry.before else {}
    after = json.loads(entry.after) if entry.after else {}
    if entry.action == AuditAction.PURGED.value:
        gone = [
            f"{one.heading}: {told.words(one, before[one.name])}"
            for one in declared.fields
            if before.get(one.name) not in (None, "") and one.name not in _TECHNICAL
        ]
        return "; ".join(gone)
    return "\n".join(one.words for one in told.changes(declared, before, after))


def _when(at: str) -> str:
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:  # kept by another program: told as it is
        return at
    return f"{moment.astimezone():%H:%M %d/%m/%Y}"


# where it went


def _sent(found: Places) -> RecordTable:
    from desktop.reports.person_record import RecordTable  # noqa: PLC0415
    from desktop.reports.table import Column  # noqa: PLC0415

    columns = (
        Column("Ngày lập", 14, "center", sample="00/00/0000"),
        Column("Kỳ", 30),
        Column("Các sổ có bản ghi của người này", 56),
    )
    lines = tuple(
        (date_text(one.made_on), _period(one.period), _registers(one.registers))
        for one in found.sent
    )
    note = (
        "Sổ chỉ ghi số lượng bản ghi đã gửi: các bộ dưới đây lập sau khi người này có trong sổ và "
        "có những sổ ấy nên có thể đã mang theo dữ liệu; có nêu tên hay không là theo mẫu gửi."
    )
    return RecordTable("Đã gửi cấp trên", columns, lines, note if lines else "")


def _registers(names: Iterable[str]) -> str:
    return ", ".join(spec(one).heading for one in names)


def _period(period: tuple[date, date]) -> str:
    return f"{date_text(period[0])} - {date_text(period[1])}"


def _frozen(session: Session, found: Places) -> RecordTable:
    from desktop.reports.person_record import RecordTable  # noqa: PLC0415
    from desktop.reports.table import Column  # noqa: PLC0415

    lines = [(one.office, _receipt_words(one)) for one in found.received]
    lines += [("Báo cáo đã ban hành", words) for words in issue_words(session, found.issues)]
    columns = (Column("Nguồn", 34), Column("Nội dung", 66))
    return RecordTable("Trong dữ liệu nhận về và báo cáo đã ban hành", columns, tuple(lines))


def _receipt_words(one: Receipt) -> str:
    rows = f"{number(one.rows)} bản ghi nhắc đến người này"
    return f"Bộ dữ liệu đã nhận, kỳ {_period(one.period)}: {rows}"


def issue_words(session: Session, ids: Iterable[int]) -> list[str]:
    """Return what frozen reports are called, each with its number and date."""
    found = []
    for one in ids:
        issue = session.get_one(ReportIssue, one)
        title = titles_of(session, "period_reports", [issue.report_id]).get(issue.report_id, "")
        told = " ".join(title.split())
        number_ = f", số {issue.number}" if issue.number else ""
        day = f", ngày {date_text(issue.on)}" if issue.on else ""
        found.append(f"«{told}»{number_}{day}")
    return found


def _elsewhere(session: Session, found: Places) -> RecordTable:
    from desktop.reports.person_record import RecordTable  # noqa: PLC0415
    from desktop.reports.table import Column  # noqa: PLC0415

    columns = (Column("Sổ", 26), Column("Bản ghi", 40), Column("Mục", 34))
    lines = tuple((*mention_words(session, one), mention_fields(one)) for one in found.doubtful)
    note = "Trùng họ tên hoặc số thẻ nhưng không gắn với đảng viên này trong sổ: cần xem lại."
    return RecordTable("Nơi khác nhắc đến họ tên này", columns, lines, note if lines else "")


def mention_words(session: Session, one: Mention) -> tuple[str, str]:
    """Return the register and the record of a mention in words."""
    declared = SPECS.get(one.register)
    if declared is None:
        return "Nhật ký", "giấy đã in, tệp đã xuất"
    if not one.id and not one.uid:
        return declared.heading, "(mục nhật ký của việc trên nhiều bản ghi)"
    if not one.id:
        return declared.heading, "(bản ghi đã xóa hẳn, còn trong nhật ký)"
    title = titles_of(session, one.register, [one.id]).get(one.id, "")
    table = TABLES[one.register]
    gone = session.scalar(select(table.c.deleted_at).where(table.c.id == one.id))
    return declared.heading, f"{' '.join(title.split())}{_BIN if gone else ''}"


def mention_fields(one: Mention) -> str:
    """Return the fields of a mention in words."""
    declared = SPECS.get(one.register)
    if declared is None or not one.fields:
        return "nhật ký thay đổi"
    return ", ".join(declared.by_name[name].heading for name in one.fields)
