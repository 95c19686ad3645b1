"""Registers out again: any view or all of a register as .xlsx or .docx, and templates to fill in.

What goes out has the words of references and choices, under the headings that the reader of
spreadsheets knows, and in the columns that it reads (`services.sheets`). Nothing is written over
the book.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from desktop.core.errors import UserProblem
from desktop.core.formats import date_text, number, place_and_date
from desktop.core.register import Field, Kind, Query, RegisterSpec, Row
from desktop.core.vietnamese.fold import fold
from desktop.services import adding_up_papers, audit_papers, registers, telling_words
from desktop.services.books import require_other
from desktop.services.house_paper import below
from desktop.services.printing import Progress, columns_of, print_forms
from desktop.services.sheets import BELOW, SheetField, layout, whole
from desktop.services.template_words import example, hints, note
from desktop.storage import search
from desktop.storage.book import Book
from desktop.storage.registers import SPECS, spec

if TYPE_CHECKING:
    from desktop.reports.workbook import CellValue, SheetColumn

XLSX: Final = ".xlsx"
DOCX: Final = ".docx"
_CHUNK: Final = 250  # with what they own few enough for `storage.search` to find by index
_MOST_IN_WORD: Final = 20_000  # Word itself hardly opens more
_MOST_WORDS: Final = 5_000  # of a drop-down
_NOT_LISTED: Final = frozenset({"members", "pledges"})  # too many for a drop-down
# owned rows that stand in one cell of their owner's row; of reviews the last one counts
_JOINED: Final = "model_levels"
_LAST: Final = "pledge_reviews"


def export_view(
    book: Book,
    query: Query,
    columns: Sequence[str],
    target: Path,
    *,
    filters: str = "",
    progress: Progress | None = None,
) -> int:
    """Write the rows of a query, in its order, and return how many lines the table has.

    `columns` are names of fields or keys of `sheets.layout` (none: what a table shows at first);
    rows that belong to another record say to which, also where that isn't among them.
    `filters` says in words what was asked for. The ending of `target` decides: .xlsx or .docx. A
    row with several owned rows (a pledge's items), when columns of theirs are asked for, is
    several lines. `progress` hears of rows done and all rows.

    Raises `UserProblem` for another ending or what the file can't hold, and the sentences of the
    environment; what `progress` raises goes through. `target` is then as it was.
    """
    ending = target.suffix.lower()
    if ending not in (XLSX, DOCX):
        raise UserProblem("Tên tệp phải kết thúc bằng .xlsx (Excel) hoặc .docx (Word).")
    require_other(target, book.path)
    declared = spec(query.register)
    chosen = _chosen(declared, columns)
    ids = registers.keys(book, query)
    lines = _lines(book, query, ids, chosen, progress)
    sheet = _sheet(chosen)
    if ending == DOCX:
        return _word(book, declared, target, sheet, lines, len(ids), filters)
    from desktop.reports.workbook import write_workbook  # noqa: PLC0415 - XlsxWriter when needed

    return write_workbook(target, _title(declared), sheet, lines, subtitle=filters)


def export_whole(
    book: Book, query: Query, target: Path, *, filters: str = "", progress: Progress | None = None
) -> int:
    """Write the rows of a query so that they can be taken in again; see `export_view`.

    Study sessions are written with who attended (DOMAIN.md, 'Spreadsheets', study).
    """
    columns = [one.key for one in whole(query.register)]
    return export_view(book, query, columns, target, filters=filters, progress=progress)


def export_all(book: Book, register: str, target: Path, *, progress: Progress | None = None) -> int:
    """Write every row of a register with every column its sheet has; see `export_view`."""
    names = [one.key for one in layout(register)]
    return export_view(book, Query(register), names, target, progress=progress)


def export_form(
    book: Book, form: str, target: Path, options: Mapping[str, Any] | None = None
) -> int:
    """Write a printed list as .xlsx or .docx, with the options of `printing.make_pdf`.

    Without `columns` a document has those of the printed list, a workbook all that its sheet
    has, so that it can be read in again. Raises `UserProblem` for a form that is PDF only.
    """
    given = dict(options or {})
    if form in adding_up_papers.SHEETS and target.suffix.lower() == XLSX:
        return adding_up_papers.export(book, form, target, given)
    if form == audit_papers.LOG and target.suffix.lower() == XLSX:
        return audit_papers.export(book, target, given)
    if form not in SPECS:
        titles = {one.name: one.title for one in print_forms()}
        raise UserProblem(
            f"«{titles.get(form, form)}» chỉ có dạng PDF. Hãy đặt tên tệp kết thúc bằng .pdf."
        )
    query: Query = given.get("query") or Query(form)
    columns: Sequence[str] = given.get("columns") or ()
    if not columns and target.suffix.lower() == XLSX:
        columns = [one.key for one in layout(form)]
    return export_view(book, query, columns, target, filters=given.get("filters") or "")


def template(book: Book, register: str, target: Path) -> None:
    """Write an empty workbook for a register, with drop-downs and an example row.

    Raises `UserProblem` for another ending than .xlsx or a register that nobody types.
    """
    if target.suffix.lower() != XLSX:
        raise UserProblem("Tên tệp mẫu phải kết thúc bằng .xlsx (Excel).")
    require_other(target, book.path)
    declared = spec(register)
    if any(one.required and not one.editable for one in declared.fields):
        raise UserProblem(f"«{declared.heading}» do chương trình tự ghi nên không có mẫu để nhập.")
    from desktop.reports.workbook import SheetColumn, write_template  # noqa: PLC0415

    asked = [one for one in layout(register) if one.field.editable]
    words = [_listed(book, one.field) for one in asked]
    write_template(
        target,
        f"MẪU NHẬP: {declared.heading.upper()}",
        [
            SheetColumn(
                one.field.heading, _kind(one), one.field.width, listed, note(one), one.required
            )
            for one, listed in zip(asked, words, strict=True)
        ],
        [example(register, one, listed) for one, listed in zip(asked, words, strict=True)],
        hints(declared, asked),
    )


# columns and lines


def _title(declared: RegisterSpec) -> str:
    heading = declared.heading.upper()
    return heading if heading.startswith("DANH SÁCH") else f"DANH SÁCH {heading}"


def _chosen(declared: RegisterSpec, names: Sequence[str]) -> list[SheetField]:
    known = {
        one.name: SheetField(one.name, declared.name, one) for one in declared.columns.values()
    }
    known |= {
        one.key: one for one in (*layout(declared.name), *whole(declared.name)) if one.foreign
    }
    wanted = names or [one.name for one in columns_of(declared, None)]
    found = [known[one] for one in wanted if one in known]
    if not found:
        raise UserProblem("Chưa chọn cột nào để xuất. Hãy chọn ít nhất một cột.")
    owner = declared.parent
    if owner is not None and owner not in {one.via or one.key for one in found}:
        found.insert(0, known[owner])  # in the window it is the record above
    return found


def _sheet(chosen: Sequence[SheetField]) -> list[SheetColumn]:
    from desktop.reports.workbook import SheetColumn  # noqa: PLC0415

    return [SheetColumn(one.field.heading, _kind(one), one.field.width) for one in chosen]


def _kind(column: SheetField) -> Kind:
    # several commending levels stand in one cell as words
    return Kind.TEXT if column.foreign and column.register == _JOINED else column.field.kind


@dataclass(frozen=True)
class _Around:
    """What a chunk's rows refer to and own, for columns of other registers."""

    words: Mapping[str, Mapping[int, str]]  # register and id to words clearer than the title
    reached: Mapping[str, Mapping[int, Row]]  # reference and id to the row it leads to
    owned: Mapping[str, Mapping[int, list[Row]]]  # register and owner's id to owned rows


def _lines(
    book: Book,
    query: Query,
    ids: Sequence[int],
    chosen: Sequence[SheetField],
    progress: Progress | None,
) -> Iterator[list[CellValue]]:
    """Give the lines of the table, some rows at a time: another thread may write in between."""
    words = {
        name: _clear_words(book, name)
        for name in {one.field.reference for one in chosen if one.field.kind is Kind.REFERENCE}
        if name is not None and name not in _NOT_LISTED
    }
    spread = {one.register for one in chosen if one.foreign and not one.via} - {_JOINED, _LAST}
    for start in range(0, len(ids), _CHUNK):
        if progress is not None:
            progress(start, len(ids))
        rows = registers.rows(book, query.register, ids[start : start + _CHUNK])
        rows = [one for one in rows if one.deleted == query.deleted]
        around = _Around(words, _reached(book, chosen, rows), _owned(book, query, chosen, rows))
        for row in rows:
            several: list[Row | None] = []
            for name in spread:
                several += around.owned[name].get(row.id, ())
            for part in several or [None]:
                yield [_cell(one, row, part, around) for one in chosen]
    if progress is not None:
        progress(len(ids), len(ids))


def _reached(
    book: Book, chosen: Sequence[SheetField], rows: Sequence[Row]
) -> dict[str, dict[int, Row]]:
    found: dict[str, dict[int, Row]] = {}
    for via, register in {(one.via, one.register) for one in chosen if one.via}:
        wanted = dict.fromkeys(one.values[via] for one in rows if one.values[via] is not None)
        found[via] = {one.id: one for one in registers.rows(book, register, list(wanted))}
    return found


def _owned(
    book: Book, query: Query, chosen: Sequence[SheetField], rows: Sequence[Row]
) -> dict[str, dict[int, list[Row]]]:
    found: dict[str, dict[int, list[Row]]] = {}
    for register in {one.register for one in chosen if one.foreign and not one.via}:
        parent = spec(register).parent or ""
        within = Query(
            register, filters={parent: tuple(one.id for one in rows)}, deleted=query.deleted
        )
        of = found[register] = defaultdict(list)
        for one in registers.rows(book, register, registers.keys(book, within) if rows else ()):
            of[one.values[parent]].append(one)
    return found


def _clear_words(book: Book, register: str) -> dict[int, str]:
    """Return what names a row and no other where its title doesn't, as the reader knows it."""
    if register == "units":
        return unit_words(registers.tree(book))
    with book.read() as session:
        found = telling_words.shortest(session, register)
    if "code" in spec(register).by_name:
        coded = registers.rows(book, register, list(found))
        found |= {one.id: one.values["code"] for one in coded if one.values["code"]}
    return found


def _words_of(book: Book, register: str) -> list[str]:
    """Return what names every row of a list, in its order."""
    clear = _clear_words(book, register)
    with book.read() as session:
        ids = search.all_ids(session, Query(register))
        titles = search.titles_of(session, register, ids)
    return [clear.get(one, titles[one]) for one in ids]


def unit_words(units: Sequence[registers.UnitNode]) -> dict[int, str]:
    """Return what names each unit: 'Chi bộ 1 / Đảng bộ xã A' where several have its name.

    A name alone means the unit that has not ended.
    """
    known = {one.id: one for one in units}
    paths: dict[int, list[str]] = {}
    for one in units:
        path, above = [one.label], known.get(one.parent_id or 0)
        while above is not None and len(path) <= len(known):
            path.append(above.label)
            above = known.get(above.parent_id or 0)
        paths[one.id] = path
    alike: dict[str, list[registers.UnitNode]] = defaultdict(list)
    for one in units:
        alike[fold(one.label)].append(one)
    found: dict[int, str] = {}
    for one in units:
        named = alike[fold(one.label)]
        others = [paths[other.id] for other in named if other is not one]
        if not one.ended:
            others = [paths[other.id] for other in named if other is not one and not other.ended]
        path = paths[one.id]
        length = 1
        while length < len(path) and any(other[:length] == path[:length] for other in others):
            length += 1
        found[one.id] = BELOW.join(path[:length])
    return found


def _cell(column: SheetField, row: Row, part: Row | None, around: _Around) -> CellValue:
    if not column.foreign:
        return _value(column.field, row, around)
    if column.via:
        other = around.reached[column.via].get(row.values[column.via])
        return None if other is None else _value(column.field, other, around)
    owned = around.owned[column.register].get(row.id, [])
    if column.register == _JOINED:
        order = list(column.field.choice_headings)
        owned = sorted(owned, key=lambda one: order.index(one.values["level"]))
        return "; ".join(_level(column.field, one, around) for one in owned)
    if column.register == _LAST:
        return _value(column.field, owned[-1], around) if owned else None
    return None if part is None else _value(column.field, part, around)


def _level(field: Field, row: Row, around: _Around) -> str:
    """Give 'Tỉnh (19/05/2019)', 'Tỉnh' where the day isn't known (DOMAIN.md, 'Spreadsheets')."""
    day = row.values.get("on")
    return f"{_value(field, row, around)}{f' ({date_text(day)})' if day else ''}"


def _value(field: Field, row: Row, around: _Around) -> CellValue:
    if field.computed_from:
        return row.computed.get(field.name)
    value: CellValue = row.values.get(field.name)
    if value is None:
        return None
    if field.kind is Kind.REFERENCE:
        clear = around.words.get(field.reference or "", {}).get(row.values[field.name])
        return clear or row.labels.get(field.name) or None
    if field.kind is Kind.CHOICE:
        return field.choice_headings.get(str(value), str(value))
    return value


def _word(
    book: Book,
    declared: RegisterSpec,
    target: Path,
    sheet: Sequence[SheetColumn],
    lines: Iterator[list[CellValue]],
    total: int,
    filters: str,
) -> int:
    from desktop.reports.word_list import write_word_list  # noqa: PLC0415 - python-docx when needed

    if total > _MOST_IN_WORD:
        raise UserProblem(
            f"Word không mở nổi bảng {number(total)} dòng. Hãy lọc bớt còn tối đa "
            f"{number(_MOST_IN_WORD)} dòng, hoặc xuất ra Excel (.xlsx)."
        )
    office = registers.own_office(book).values
    parent, place = office["parent_name"] or "", office["place"] or ""
    head = (parent.upper(), below(parent, office["name"]).upper())
    today = date.today()  # noqa: DTZ011 - the clerk's own calendar day
    return write_word_list(
        target,
        _title(declared),
        sheet,
        lines,
        header_left=[one for one in head if one],
        header_right=[place_and_date(place, today)] if place else [],
        subtitle=filters,
    )


# templates


def _listed(book: Book, field: Field) -> tuple[str, ...]:
    """Return the words of a field's drop-down: fixed ones, or those of the list it refers to."""
    if field.kind is Kind.CHOICE:
        return tuple(field.choice_headings.values())
    if field.kind is Kind.BOOLEAN:
        from desktop.reports.workbook import MARK  # noqa: PLC0415

        return (MARK,)
    if field.reference is None or field.reference in _NOT_LISTED:
        return ()
    if field.reference == "units":
        clear = _clear_words(book, "units")
        found = [clear.get(one.id, one.label) for one in registers.tree(book) if not one.ended]
    else:
        found = _words_of(book, field.reference)
    return tuple(dict.fromkeys(one for one in found if one))[:_MOST_WORDS]
