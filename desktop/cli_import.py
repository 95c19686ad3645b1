"""The command line's verbs for spreadsheets: `import` and `template`, and undoing an import."""

# ruff: noqa: PLC0415 (each verb loads what it needs)

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.cli_protection import add_book
from desktop.core.errors import UserProblem
from desktop.core.vietnamese.fold import fold
from desktop.ui.i18n import _

if TYPE_CHECKING:
    from desktop.services.books import Book
    from desktop.services.importing import Options, Report, Source

_SHOWN = 20  # rows with problems that are told one by one
_PAIRS = 5  # pairs of look-alikes that are told
_EXISTING = ("fill", "skip", "update")
# one line of the summary for each outcome, in this order; Vietnamese as it is about the book
_OUTCOMES = {
    "new": "thêm mới",
    "filled": "bổ sung vào bản ghi đã có",
    "changed": "cập nhật theo tệp",
    "same": "đã có, giống hệt",
    "repeated": "lặp lại trong tệp",
    "differs": "đã có và khác, giữ như trong sổ",
}


def add_verbs(verb: Callable[..., argparse.ArgumentParser]) -> None:
    """Declare the verbs; `verb(name, function, words)` makes a parser of one."""
    one = verb("import", import_file, _("take a spreadsheet or a Word table into a register"))
    one.add_argument("register", metavar=_("REGISTER"), help=_("members, units, pledges, …"))
    one.add_argument("file", type=Path, metavar=_("FILE"), help=_(".xlsx, .xls or .docx"))
    add_book(one)
    one.add_argument("--dry-run", action="store_true", help=_("only tell what would be done"))
    one.add_argument("--rejects", type=Path, help=_("write refused rows here (.xlsx)"))
    one.add_argument("--strict", action="store_true", help=_("add no units or list entries"))
    one.add_argument(
        "--existing",
        choices=_EXISTING,
        default="fill",
        help=_("rows that are there already: fill blanks, skip, or update"),
    )
    one.add_argument(
        "--set",
        action="append",
        default=[],
        metavar=_("HEADING=TEXT"),
        help=_("a value for a column that the file doesn't have"),
    )
    one = verb("template", template, _("write an empty spreadsheet for a register"))
    one.add_argument("register", metavar=_("REGISTER"), help=_("members, units, pledges, …"))
    add_book(one)
    one.add_argument("--output", type=Path, required=True, help=_("file to write (.xlsx)"))


def import_file(given: argparse.Namespace) -> int:
    """Take a file into a register; tell what was done, and each refused row's reason."""
    from desktop.cli import opened, say
    from desktop.services import importing
    from desktop.services.books import require_other
    from desktop.services.importing import recognising
    from desktop.services.importing.refused import write_refused
    from desktop.services.sheets import sheet_register

    register = _known(sheet_register(given.register))
    if given.rejects is not None:
        if given.rejects.suffix.lower() != ".xlsx":
            raise UserProblem("Tệp ghi các dòng chưa nhập được phải kết thúc bằng .xlsx.")
        require_other(given.rejects, given.book, given.file)
    source = importing.read(given.file)
    found = importing.recognise(register, source)
    options = _options(given, register)
    with opened(given.book) as book:
        if given.dry_run:
            report = importing.check(book, register, source, found, options)
        else:
            report = importing.run(book, register, source, found, options).value
        say(_summary(source, report, dry=given.dry_run))
        for one in found:
            left = recognising.ignored(source.tables[one.table], one)
            if left:
                say(f"Cột không nhập: {', '.join(f'«{words}»' for words in left)}")
        if register == "members" and report.batch:
            alike = _look_alikes(book, report.batch)
            if alike:
                say(alike)
    if given.rejects is not None and report.refused:
        rows = write_refused(register, source.tables, found, report.refused, given.rejects)
        say(f"Đã ghi {rows} dòng chưa nhập được vào {given.rejects}")
    return 0


def _look_alikes(book: Book, batch: str) -> str:
    """Return who of those an import added may be in the book twice; empty when nobody."""
    from desktop.services import lookalikes

    added = frozenset(lookalikes.taken_in(book, batch))
    pairs = lookalikes.look_alikes(book, added) if added else []
    if not pairs:
        return ""
    people = {row for one in pairs for row in (one.first, one.second)} & added
    where = "Mở sổ, chọn Công cụ → Tìm người trùng để xem từng cặp."
    lines = [f"Có thể trùng: {len(people)} người vừa nhập. {where}"]
    for one in pairs[:_PAIRS]:
        names = " / ".join(dict.fromkeys(one.names))
        lines.append(f"  {names}: {'; '.join(one.reasons)}")
    if len(pairs) > _PAIRS:
        lines.append(f"  … và {len(pairs) - _PAIRS} cặp nữa")
    return "\n".join(lines)


def template(given: argparse.Namespace) -> int:
    """Write an empty spreadsheet that the clerk fills in."""
    from desktop.cli import opened, say
    from desktop.services import exporting
    from desktop.services.sheets import sheet_register

    with opened(given.book) as book:
        exporting.template(book, _known(sheet_register(given.register)), given.output)
    say(_("Made the file {path}").format(path=given.output))
    return 0


def _known(register: str) -> str:
    from desktop.services import registers

    if register not in registers.specs():
        raise UserProblem(f"Không có sổ nào tên là «{register}».")
    return register


def _options(given: argparse.Namespace, register: str) -> Options:
    from desktop.services.importing import Existing, Options
    from desktop.services.importing.lines import layout_keys

    headings = {fold(one.field.heading): key for key, one in layout_keys(register).items()}
    words: dict[str, str] = {}
    for text in given.set:
        heading, sign, value = text.partition("=")
        if not sign or fold(heading) not in headings:
            raise UserProblem(f"«{text}»: hãy ghi Tên cột=Giá trị với một cột của sổ này.")
        words[headings[fold(heading)]] = value
    return Options(create=not given.strict, existing=Existing(given.existing), given=words)


def _summary(source: Source, report: Report, *, dry: bool) -> str:
    """Return what was done, for people: counts, new units, left-out rows, reasons."""
    counts: dict[str, Any] = {one.value: count for one, count in report.counts.items()}
    lines = [f"{'Xem trước, sổ không đổi' if dry else 'Đã nhập'}: {report.rows} dòng"]
    lines += [f"  {counts[name]} {words}" for name, words in _OUTCOMES.items() if counts.get(name)]
    if report.refused:
        lines.append(f"  {len(report.refused)} chưa nhập được")
    for name, near in report.new_units:
        alike = f" (gần giống «{near}»)" if near else ""
        lines.append(f"Đơn vị mới: {name}{alike}")
    lines += [f"Thêm vào danh mục {kind}: {name}" for kind, name in report.new_words]
    if report.repairs:
        one = report.repairs[0]
        lines.append(
            f"Đã sửa chữ ở {len(report.repairs)} ô, ví dụ: «{one.before}» thành «{one.after}»"
        )
    if report.left_out:
        told = "; ".join(f"dòng {number} «{text}»" for _table, number, text in report.left_out[:5])
        lines.append(f"Bỏ qua {len(report.left_out)} dòng không phải bản ghi: {told}")
    for problem in report.refused[:_SHOWN]:
        table = source.tables[problem.table].name
        lines.append(f"{table}, dòng {problem.number}: {' '.join(problem.reasons.values())}")
    if len(report.refused) > _SHOWN:
        rest = len(report.refused) - _SHOWN
        lines.append(f"… và {rest} dòng nữa; dùng --rejects để ghi tất cả ra tệp.")
    return "\n".join(lines)
