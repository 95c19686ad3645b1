"""The paper of a period's report: PDF by name, Word and Excel by the ending of the file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from desktop.core.errors import UserProblem
from desktop.core.file_names import clean_name
from desktop.core.terms import ReportKind
from desktop.reports.period_report_paper import ReportPaper
from desktop.services import registers
from desktop.services.books import require_other
from desktop.services.house_paper import calendar_day
from desktop.services.period_report_making import SHIPPED, report_title
from desktop.services.period_reports import paper_of, paper_of_issue, paper_of_period
from desktop.storage.book import Book

FORM: Final = "period-report"
REGISTER: Final = "period_reports"
TITLES: Final = {FORM: "Báo cáo sơ kết, tổng kết"}
KINDS: Final[Mapping[str, str]] = {file: kind for kind, (file, _) in SHIPPED.items()}
"""The kinds of report as the command line names them, by the files of their templates."""
_LONGEST: Final = 100  # letters of a file's name that is given: folders need room, too
PDF, DOCX, XLSX = ".pdf", ".docx", ".xlsx"
Progress = Callable[[int, int], None]


def make(
    book: Book,
    form: str,
    target: Path,
    given: Mapping[str, Any],
    progress: Progress | None = None,
) -> int:
    """Write a report as PDF; return its pages. Options as of `paper_asked`."""
    del form
    from desktop.reports.period_report import write_report  # noqa: PLC0415 - ReportLab when needed

    return write_report(target, paper_asked(book, given), progress)


def paper_asked(book: Book, given: Mapping[str, Any], *, long: bool = False) -> ReportPaper:
    """Return the paper that options ask for; with `long` a draft's long annexes are there, too.

    `report` (id; with `signer`, a row of `signers`) as it is now, `issue` (id of an issued copy) as
    it was; without them the period from `first` to `last` (else this year up to today) from a
    template: `kind` (`ReportKind`), `unit`, `title`, `template` (a key of `template_names`),
    `new_since` (from when on a model is new; else `first`).
    """
    if given.get("issue") is not None:
        return paper_of_issue(book, given["issue"])
    if given.get("report") is not None:
        return paper_of(book, given["report"], given.get("signer"), long=long)
    today = calendar_day()
    last = given.get("last") or today
    return paper_of_period(
        book,
        given.get("kind") or ReportKind.INTERIM_REVIEW.value,
        given.get("first") or date(last.year, 1, 1),
        last,
        given.get("unit"),
        given.get("title") or "",
        given.get("template"),
        given.get("new_since"),
        long=long,
    )


def write_paper(
    book: Book, target: Path, given: Mapping[str, Any], progress: Progress | None = None
) -> int:
    """Write a report as .pdf, .docx or its annexes as .xlsx; return pages, tables or sheets.

    Options as of `paper_asked`; `long` annexes are always sheets of .xlsx. Raises `UserProblem`
    for another ending, and the sentences of the environment; no half-written file is left.
    """
    ending = target.suffix.lower()
    if ending not in (PDF, DOCX, XLSX):
        raise UserProblem("Tên tệp phải kết thúc bằng .pdf, .docx (Word) hoặc .xlsx (Excel).")
    require_other(target, book.path)
    paper = paper_asked(book, given, long=ending == XLSX or bool(given.get("long")))
    if ending == PDF:
        from desktop.reports.period_report import write_report  # noqa: PLC0415

        return write_report(target, paper, progress)
    if ending == DOCX:
        from desktop.reports.period_report_word import write_report_word  # noqa: PLC0415

        return write_report_word(target, paper)
    from desktop.reports.period_report_sheets import write_report_sheets  # noqa: PLC0415

    return write_report_sheets(target, paper)


def file_name(book: Book, given: Mapping[str, Any], suffix: str) -> str:
    """Return what a file is called at first: 'Báo cáo sơ kết 6 tháng đầu năm 2026.docx'.

    An issued copy has its number before, a unit its name behind, a workbook ' - phụ lục'. Any
    system can write it, and a long one ends with a whole word. `given` has `report` or `issue` as
    for `paper_asked`; `StaleRecord` when the row is gone.
    """
    number, report = "", given.get("report")
    if report is None:
        copy = registers.get(book, "report_issues", given["issue"]).values
        number, report = copy["number"] or "", copy["report_id"]
    row = registers.get(book, REGISTER, report)
    kind, title, first, last = (
        row.values[one] for one in ("kind", "title", "period_from", "period_to")
    )
    unit = row.labels.get("unit_id")
    name = f"{number} {report_title(kind, title, first, last)}{f' - {unit}' if unit else ''}"
    tail = " - phụ lục" if suffix == XLSX else ""
    name = _cut(name.replace("/", "-").replace("\\", "-"))
    return clean_name(f"{name}{tail}{suffix}")


def _cut(text: str) -> str:
    """Return the first words of a text, as many as a file's name has room for."""
    words = " ".join(text.split())
    if len(words) <= _LONGEST:
        return words
    cut, _, _rest = words[: _LONGEST + 1].rpartition(" ")
    return (cut or words[:_LONGEST]).rstrip(" ,;:.-–(")
