"""Printed papers about models: directory, sheets with photos, statistics, re-evaluation list.

Each function reads the book, hands plain values to `desktop.reports` and returns the pages.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from desktop.core.errors import UserProblem
from desktop.core.formats import date_text, number
from desktop.core.register import Query, Row
from desktop.core.terms import ModelKind, ModelState
from desktop.core.vietnamese.collate import sort_key
from desktop.services import book_settings, model_figures, registers
from desktop.services.books import require_other
from desktop.services.house_paper import calendar_day, letterhead, own_office, paper_style, sign_off
from desktop.services.member_papers import unit_names
from desktop.services.model_figures import Comparison, Named, Period
from desktop.storage.book import Book
from desktop.storage.figures.models import model_states

if TYPE_CHECKING:
    from desktop.reports.models import DirectoryRow, ModelsPaper, NamedRows

DIRECTORY, SHEET, STATISTICS = "model-directory", "model-sheet", "model-statistics"
SILENT, COMPARISON = "model-silent", "model-comparison"
REGISTER = "models"
TITLES = {
    DIRECTORY: "Danh mục mô hình",
    SHEET: "Phiếu mô hình",
    STATISTICS: "Thống kê mô hình",
    SILENT: "Danh sách mô hình cần đánh giá lại",
    COMPARISON: "So sánh mô hình",
}
"""The papers by name, with their titles."""
BY_FIELD, BY_UNIT = "field", "unit"
Progress = Callable[[int, int], None]
_NO_FIELD, _NO_UNIT = "Chưa ghi lĩnh vực", "Không thuộc đơn vị trong danh sách"
_CHARTED = ("Lĩnh vực", "Tình trạng cuối kỳ", "Được tuyên dương")
_CHUNK = 500
_STATES = {one.value: one.heading for one in ModelState}


def make(
    book: Book,
    form: str,
    target: Path,
    given: Mapping[str, Any],
    progress: Progress | None = None,
) -> int:
    """Write the paper of a name in `TITLES`; return its pages.

    Options: of the directory `query` (a `Query`), `unit` (id), `by` ('field' or 'unit'), `filters`
    (words) and `on` (a day, else today); of the sheet `models` (ids) or `query`; of the statistics
    `first` and `last` (days, else this year), beside the period before; of the comparison also
    `before_first` and `before_last`; of the re-evaluation list `months`. Raises what the paper's
    own function does.
    """
    require_other(target, book.path)
    if form == DIRECTORY:
        return directory(book, target, given, progress)
    if form == SHEET:
        ids = given.get("models")
        if ids is None:
            ids = registers.keys(book, given.get("query") or Query(REGISTER))
        return model_sheets(book, target, ids, progress)
    if form == SILENT:
        return silent_list(book, target, given.get("months"), progress)
    today = calendar_day()
    second = (
        given.get("first") or date(today.year, 1, 1),
        given.get("last") or date(today.year, 12, 31),
    )
    if second[1] < second[0]:
        raise UserProblem("Ngày cuối kỳ phải từ ngày đầu kỳ trở đi.")
    begin, end = model_figures.previous_period(second)
    first = (given.get("before_first") or begin, given.get("before_last") or end)
    return figures(book, target, first, second, lists=form == COMPARISON, progress=progress)


def directory(
    book: Book, target: Path, given: Mapping[str, Any], progress: Progress | None = None
) -> int:
    """Write 'Danh mục mô hình', grouped by field and unit or by unit and field.

    With the option `on`: those registered by that day (or on an unknown one), each with the state
    and the commending levels that it had then.
    """
    from desktop.reports.models import write_directory  # noqa: PLC0415 - ReportLab when needed

    query: Query = given.get("query") or Query(REGISTER)
    if given.get("unit") is not None:
        query = replace(query, filters={**query.filters, "unit_id": given["unit"]})
    ids = registers.keys(book, replace(query, register=REGISTER))
    units = list(unit_names(book).items())
    fields = registers.labels(book, "fields")
    rows: list[Row] = []
    for start in range(0, len(ids), _CHUNK):
        rows += registers.rows(book, REGISTER, ids[start : start + _CHUNK])
    day: date = given.get("on") or calendar_day()
    with book.read() as session:
        paper = models_paper(session)
        if given.get("on") is not None:
            rows = _as_of(session, rows, day)
        commended = _levels_of(session, [one.id for one in rows], day)
        further = _further_units(session)
    by_unit = given.get("by") == BY_UNIT
    found = _ordered_rows(rows, units, fields, commended, further, by_unit)
    unit = dict(units).get(given.get("unit") or 0, "")
    as_of = f"tính đến ngày {date_text(day)}"
    return write_directory(
        target, paper, (unit, given.get("filters") or "", as_of), found, progress
    )


def model_sheets(
    book: Book, target: Path, model_ids: Sequence[int], progress: Progress | None = None
) -> int:
    """Write 'Phiếu mô hình' of models, in the order given, each on a page of its own.

    Raises `UserProblem` for no model or one that is gone, and the sentences of the environment.
    """
    from desktop.reports.model_sheet import write_model_sheets  # noqa: PLC0415
    from desktop.services import model_life, model_reading  # noqa: PLC0415

    if not len(model_ids):
        raise UserProblem("Hãy chọn mô hình cần in phiếu.")
    with book.read() as session:
        models = model_life.living(session, model_ids)
        paper = models_paper(session)
        sheets = model_reading.sheets_of(session, models)
        return write_model_sheets(target, paper, sheets, len(models), progress)


def silent_list(
    book: Book, target: Path, months: int | None = None, progress: Progress | None = None
) -> int:
    """Write the list of models without news for so many months (the office's setting)."""
    from desktop.reports.models import SilentRow, write_silent  # noqa: PLC0415

    with book.read() as session:
        paper = models_paper(session)
        if months is None:
            months = book_settings.value(session, "model_silence_months")
    rows = [
        SilentRow(
            one.name,
            one.owner,
            one.field,
            _STATES.get(one.state, ""),
            f"{date_text(one.since)}\n{one.news}",
        )
        for one in model_figures.silent(book, months)
    ]
    words = f"không có tin mới từ {number(months)} tháng trở lên"
    as_of = f"tính đến ngày {date_text(calendar_day())}"
    return write_silent(target, paper, (words, as_of), rows, progress)


def figures(
    book: Book,
    target: Path,
    first: Period,
    second: Period,
    *,
    lists: bool,
    progress: Progress | None = None,
) -> int:
    """Write the figures of two periods with charts; `lists` names what is new, stopped, praised."""
    from desktop.reports.models import (  # noqa: PLC0415 - ReportLab when needed
        FigureRow,
        PeriodFigures,
        write_figures,
    )

    found = model_figures.compare(book, first, second)
    with book.read() as session:
        paper = models_paper(session)
    title = "So sánh mô hình" if lists else "Thống kê mô hình"
    days = f"từ ngày {date_text(second[0])} đến ngày {date_text(second[1])}"
    before = f"từ ngày {date_text(first[0])} đến ngày {date_text(first[1])}"
    abstract = (f"{days}, so với", before) if lists else (days,)
    rows = [FigureRow(one.section, one.label, one.first, one.second) for one in found.lines]
    value = PeriodFigures(
        title,
        abstract,
        period_name(first),
        period_name(second),
        rows,
        _CHARTED,
        _lists(found) if lists else (),
    )
    return write_figures(target, paper, value, progress)


def period_name(period: Period) -> str:
    """Return 'Năm 2026', 'Quý II/2026', '6 tháng đầu năm 2026', else both days."""
    first, last = period
    if first.day == 1 and model_figures.is_month_end(last) and first.year == last.year:
        months = (first.month, last.month)
        if months == (1, 12):
            return f"Năm {first.year}"
        if months in ((1, 6), (7, 12)):
            return f"6 tháng {'đầu' if months[0] == 1 else 'cuối'} năm {first.year}"
        if months[1] - months[0] == 2 and months[1] % 3 == 0:
            return f"Quý {('I', 'II', 'III', 'IV')[months[1] // 3 - 1]}/{first.year}"
    return f"{date_text(first)} - {date_text(last)}"


def models_paper(session: Session) -> ModelsPaper:
    """Return how a paper about models looks today: style, letterhead, who signs."""
    from desktop.reports.models import ModelsPaper  # noqa: PLC0415

    office, today = own_office(session), calendar_day()
    style = paper_style(session, office.paper_family, today)
    return ModelsPaper(style, letterhead(office, today), sign_off(session, style, today))


def owner_words(row: Row, further: Sequence[str] = ()) -> str:
    """Return who has a model: person with post, group, unit and further units."""
    values = row.values
    person = values.get("owner_person") or row.labels.get("member_id")
    if person and values.get("owner_post"):
        person = f"{person}, {values['owner_post']}"
    parts = (person, values.get("owner_group"), row.labels.get("unit_id"), *further)
    return "; ".join(dict.fromkeys(str(one) for one in parts if one))


def _ordered_rows(
    rows: Sequence[Row],
    units: Sequence[tuple[int, str]],
    fields: Sequence[str],
    commended: Mapping[int, str],
    further: Mapping[int, Sequence[str]],
    by_unit: bool,
) -> list[DirectoryRow]:
    from desktop.reports.models import DirectoryRow  # noqa: PLC0415

    names = dict(units)
    unit_place = {one: place for place, (one, _) in enumerate(units)}
    field_place = {one: place for place, one in enumerate(fields)}

    def key(row: Row) -> tuple[object, ...]:
        places = [
            field_place.get(row.labels.get("field_id", ""), len(fields)),
            unit_place.get(row.values["unit_id"], len(units)),
        ]
        return (*(reversed(places) if by_unit else places), sort_key(row.values["name"]), row.id)

    found = []
    for row in sorted(rows, key=key):
        values = row.values
        field = row.labels.get("field_id") or _NO_FIELD
        unit = names.get(values["unit_id"]) or _NO_UNIT
        found.append(
            DirectoryRow(
                group=unit if by_unit else field,
                subgroup=field if by_unit else unit,
                code=values["code"] or "",
                name=values["name"],
                owner=owner_words(row, further.get(row.id, ())),
                in_charge=values["person_in_charge"] or "",
                registered=date_text(values["registered_on"]),
                state=_STATES.get(values["state"], ""),
                commended=commended.get(row.id, ""),
                individual=values["kind"] == ModelKind.INDIVIDUAL.value,
                stopped=values["state"] == ModelState.STOPPED.value,
            )
        )
    return found


def _as_of(session: Session, rows: Sequence[Row], day: date) -> list[Row]:
    """Return the models there were on a day, each with the state that it had then."""
    states = model_states(session, day)
    found = []
    for row in rows:
        registered = row.values["registered_on"]
        if registered is None or registered <= day:
            state = states.get(row.id, (row.values["state"], None))[0]
            found.append(replace(row, values={**row.values, "state": state}))
    return found


def _levels_of(session: Session, ids: Sequence[int], day: date) -> dict[int, str]:
    """Return the levels that commended models by a day, each on a line with its own."""
    from desktop.services.model_reading import commended_of  # noqa: PLC0415

    return {
        one: "\n".join(f"{name} ({on})" if on else name for on, name in found)
        for one, found in commended_of(session, ids, day).items()
    }


def _further_units(session: Session) -> dict[int, list[str]]:
    from desktop.services.model_reading import further_units  # noqa: PLC0415

    return further_units(session)


def _lists(found: Comparison) -> tuple[NamedRows, ...]:
    from desktop.reports.models import NamedRows  # noqa: PLC0415

    def rows(entries: Sequence[Named]) -> tuple[tuple[str, str, str], ...]:
        return tuple((one.name, one.owner, one.detail) for one in entries)

    last = date_text(found.first_period[1])
    return (
        NamedRows(
            f"Mô hình mới đăng ký, {_small(period_name(found.second_period))}", rows(found.new)
        ),
        NamedRows(f"Mô hình đã dừng sau ngày {last}", rows(found.stopped)),
        NamedRows(f"Mô hình được tuyên dương thêm sau ngày {last}", rows(found.commended)),
    )


def _small(name: str) -> str:
    return f"{name[0].lower()}{name[1:]}"
