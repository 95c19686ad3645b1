"""The command line: the clerk's work without a window, by the same services.

Every verb ends with 0 when it was done, 1 when it failed, 2 for arguments that make no sense;
what went wrong is one line on the error stream. Output is UTF-8 wherever it goes.
"""

# ruff: noqa: PLC0415 (each verb loads what it needs: `check` needs no ReportLab, `init` no PDF)

from __future__ import annotations

import argparse
import io
import logging
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TextIO

from desktop import (
    __version__,
    cli_backups,
    cli_clean,
    cli_demo,
    cli_figures,
    cli_import,
    cli_protection,
    cli_repair,
    cli_report,
    cli_upward,
)
from desktop.cli_protection import add_book
from desktop.core.errors import Problem, UserProblem, problem_from_oserror
from desktop.core.terms import Level, PaperFamily
from desktop.core.vietnamese.dates import PartialDate, parse_date
from desktop.ui import i18n
from desktop.ui.i18n import N_, _

if TYPE_CHECKING:
    from desktop.services.books import Book

_log = logging.getLogger(__name__)
_CLERK: ContextVar[str | None] = ContextVar("clerk", default=None)
_PDF = ".pdf"
_SHEETS = (".xlsx", ".docx")
_FORMATS = ("text", "json")
# argparse's own sentences, for the catalogue
_OF_ARGPARSE = (
    N_("the following arguments are required: %s"),
    N_("unrecognized arguments: %s"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("expected one argument"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("not allowed with argument %s"),
    N_("one of the arguments %s is required"),
    N_("usage: "),
    N_("options"),
    N_("show this help message and exit"),
    N_("show program's version number and exit"),
)


class BadArguments(Exception):
    """Arguments that make no sense; the text says which."""


class Parser(argparse.ArgumentParser):
    """Tells bad arguments by `BadArguments`."""

    def error(self, message: str) -> NoReturn:
        """Raise `BadArguments` with what is wrong."""
        more = _("See: {command}").format(command=f"{self.prog} --help")
        raise BadArguments(f"{message}. {more}")


def main(argv: Sequence[str]) -> int:
    """Do what the arguments ask and return the exit code."""
    return run(argv, build_parser)


def run(
    argv: Sequence[str],
    parser_of: Callable[[], argparse.ArgumentParser],
    program: str = "guongsang",
) -> int:
    """Do what the arguments ask of `program` and return the exit code.

    The parser is made in the language asked for; its `verb` does the work.
    """

    def fail(sentence: str, code: int) -> int:
        if sys.stderr is not None:
            sys.stderr.write(f"{program}: " + " ".join(sentence.split()) + "\n")
        return code

    use_utf8()
    # without a handler of ours Python would write what is logged, tracebacks too, to the console
    logging.getLogger().addHandler(logging.NullHandler())
    i18n.install(_language(argv))
    with _argparse_words():
        try:
            given = parser_of().parse_args(argv)
        except BadArguments as error:
            return fail(str(error), 2)
    try:
        with cli_protection.unlocked(given), _at_work(getattr(given, "clerk", None)):
            code: int = given.verb(given)
    except BadArguments as error:
        return fail(str(error), 2)
    except Problem as problem:
        return fail(problem.message, 1)
    except BrokenPipeError:
        sys.stderr.close()  # whoever read the output has gone
        return 1
    except OSError as error:
        return fail(problem_from_oserror(error, error.filename or "?").message, 1)
    except KeyboardInterrupt:
        return fail(_("Stopped."), 1)
    except Exception as error:  # noqa: BLE001 - a bug becomes a report and one line, never a traceback
        return fail(_bug(error), 1)
    return code


def use_utf8() -> None:
    """Make both streams write UTF-8, also where the console's own encoding is another."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _language(argv: Sequence[str]) -> str:
    """Return the language asked for, before anything else is understood."""
    for place, one in enumerate(argv):
        if one == "--lang" and place + 1 < len(argv):
            return argv[place + 1]
        if one.startswith("--lang="):
            return one.partition("=")[2]
    return i18n.DEFAULT_LANGUAGE


@contextmanager
def _argparse_words() -> Iterator[None]:
    """Have argparse speak the language of the interface while it reads the arguments."""
    names: dict[str, Any] = {"_": i18n._, "ngettext": i18n.ngettext}
    before = {name: getattr(argparse, name) for name in names}
    for name, words in names.items():
        setattr(argparse, name, words)
    try:
        yield
    finally:
        for name, words in before.items():
            setattr(argparse, name, words)


def _bug(error: Exception) -> str:
    from desktop.platform.logging import write_report

    _log.error("bug on the command line", exc_info=error)
    try:
        report = write_report(error, "command line")
    except Problem:
        return _("The program failed, and no report of it could be written.")
    return _("The program failed; what happened is written in {path}").format(path=report)


# arguments


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of every verb, with its words in the interface's language."""
    common = Parser(add_help=False)
    common.add_argument("--lang", choices=("vi", "en"), help=_("language of these messages"))
    words = _("who is at work, for the log (else the system's user)")
    common.add_argument("--clerk", metavar=_("NAME"), help=words)
    parser = Parser(prog="guongsang", parents=[common], description=_("Work without a window."))
    parser.add_argument("--version", action="version", version=f"guongsang {__version__}")
    verbs = parser.add_subparsers(
        title=_("commands"), metavar=_("COMMAND"), required=True, dest="name"
    )

    def verb(name: str, work: Callable[[Any], int], words: str) -> argparse.ArgumentParser:
        made = verbs.add_parser(name, parents=[common], help=words, description=words)
        made.set_defaults(verb=work)
        return made

    one = verb("init", init, _("make an empty book"))
    one.add_argument("--book", type=Path, required=True, help=_("file of the book"))
    one.add_argument("--name", required=True, help=_("name of the office"))
    levels = [level.value for level in Level]
    one.add_argument("--level", required=True, choices=levels, help=_("level of the office"))
    one.add_argument("--place", required=True, help=_("place name of the date line"))
    one.add_argument("--parent", default="", help=_("name of the office above"))

    cli_demo.add_verb(verb, _count)
    _add_figures(verb("figures", cli_figures.figures, _("the figures of a period")))
    _add_report(verb("report", report, _("a printed list as a file")))
    cli_import.add_verbs(verb)
    cli_clean.add_verbs(verb)
    cli_backups.add_verbs(verb)
    cli_upward.add_verbs(verb, add_book, _add_period)

    cli_repair.add_verbs(verb)
    cli_protection.add_verbs(verb)

    verb("self-test", self_test, _("try the program as it is installed here"))
    return parser


def _add_figures(one: argparse.ArgumentParser) -> None:
    add_book(one)
    _add_period(one)
    one.add_argument("--new-since", type=_day, help=_("models are new from this day on"))
    cli_figures.add_options(one, _FORMATS)


def _add_report(one: argparse.ArgumentParser) -> None:
    one.add_argument("list", nargs="?", metavar=_("LIST"), help=_("what to print; see --list"))
    one.add_argument("--list", action="store_true", dest="show", help=_("name what can be printed"))
    add_book(one, required=False)
    words = _("file to write (.pdf, .xlsx, .docx)")
    one.add_argument("--output", "--out", type=Path, help=words)
    cli_report.add_options(one, _day)
    one.add_argument("--round", help=_("commendation round: number or words of its title"))
    one.add_argument("--decision", help=_("number of the decision"))
    one.add_argument("--style", choices=[*map(str, PaperFamily)], help=_("paper style"))
    one.add_argument("--search", default="", help=_("only rows with these words"))
    one.add_argument("--file", type=Path, help=_("submission whose slip is printed"))
    one.add_argument("--unit", help=_("only this unit and those below it: words of its name"))
    for name, where in (("--on", "on"), ("--from", "first"), ("--to", "last")):
        one.add_argument(name, type=_day, dest=where, help=_("day as 2026-05-18 or 18/05/2026"))


def _add_period(parser: argparse.ArgumentParser) -> None:
    words = _("day as 2026-05-18 or 18/05/2026")
    parser.add_argument("--from", type=_day, required=True, dest="begin", help=words)
    parser.add_argument("--to", type=_day, required=True, dest="end", help=words)


def _day(text: str) -> date:
    try:
        try:
            found = date.fromisoformat(text.strip())
        except ValueError:
            return parse_date(text)  # as the clerk writes it
        return PartialDate.from_date(found).first_day  # of a year that a book knows
    except ValueError:
        words = _("«{text}» is not a day; write 2026-05-18 or 18/05/2026")
        raise argparse.ArgumentTypeError(words.format(text=text)) from None


def _count(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = -1
    if not 10 <= number <= 100_000:
        words = _("«{text}» must be a number from 10 to 100000")
        raise argparse.ArgumentTypeError(words.format(text=text))
    return number


# verbs


def init(given: argparse.Namespace) -> int:
    """Make an empty book."""
    from desktop.services.books import OfficeSetup, create_book

    create_book(given.book, OfficeSetup(given.name, given.level, given.place, given.parent)).close()
    say(_("Made the book {path}").format(path=given.book))
    return 0


def report(given: argparse.Namespace) -> int:
    """Print a list into a file, or name what can be printed."""
    from desktop.services import printing

    if given.list == cli_report.SUMMARY and not given.show:
        return cli_report.summary(given)
    forms = printing.print_forms()
    if given.show:
        width = max(len(one.name) for one in forms)
        say("\n".join(f"{one.name:{width}}  {one.title}" for one in forms))
        return 0
    for name in ("list", "book", "output"):
        if getattr(given, name) is None:
            missing = "LIST" if name == "list" else f"--{name}"
            raise BadArguments(_("report needs {missing}").format(missing=missing))
    if given.list not in {one.name for one in forms}:
        raise BadArguments(_("no list is called «{name}»; see --list").format(name=given.list))
    ending = given.output.suffix.lower()
    if ending not in (_PDF, *_SHEETS):
        raise BadArguments(_("the ending of --output must be .pdf, .xlsx or .docx"))
    with opened(given.book) as book:
        options = _print_options(book, given)
        if ending in _SHEETS and given.list == cli_report.FORM:
            return cli_report.write(book, given.output, options)
        if ending in _SHEETS:
            from desktop.services import exporting

            rows = exporting.export_form(book, given.list, given.output, options)
            titles = {one.name: one.title for one in forms}
            _note(book, given, titles[given.list], rows=rows)
            say(_("{path}: {rows} rows").format(path=given.output, rows=rows))
            return 0
        made = printing.make_pdf(book, given.list, given.output, options)
        _note(book, given, made.title, pages=made.pages)
    say(_("{path}: {pages} pages").format(path=made.path, pages=made.pages))
    return 0


def _note(
    book: Book,
    given: argparse.Namespace,
    title: str,
    *,
    rows: int | None = None,
    pages: int | None = None,
) -> None:
    """Note in the book's log that a list was written into a file."""
    from desktop.core.terms import AuditAction
    from desktop.services import audit

    audit.note_left(book, AuditAction.EXPORTED, title, file=given.output, rows=rows, pages=pages)


def _print_options(book: Book, given: argparse.Namespace) -> dict[str, Any]:
    options: dict[str, Any] = {"file": given.file, "family": given.style}
    if given.round is not None:
        options["round"] = one_row(book, "rounds", given.round)
    if given.decision is not None:
        within = {"round_id": options["round"]} if "round" in options else {}
        options["decision"] = one_row(book, "decisions", given.decision, **within)
        if "round" not in options:
            options["round"] = _value(book, "decisions", options["decision"], "round_id")
    options |= cli_report.narrowed(book, given)
    return {name: value for name, value in options.items() if value is not None}


def _value(book: Book, register: str, row: int, name: str) -> Any:
    from desktop.services import registers

    return registers.get(book, register, row).values[name]


def one_row(book: Book, register: str, words: str, **within: Any) -> int:
    """Return the one row that a number or words of its title name."""
    from desktop.core.register import Query
    from desktop.services import registers

    spec = registers.specs()[register]
    keys = registers.keys(book, Query(register, filters=within))
    rows = registers.rows(book, register, keys)
    exact = [one for one in rows if words in (str(one.id), one.values[spec.title])]
    folded = exact or [
        one for one in rows if words.casefold() in str(one.values[spec.title]).casefold()
    ]
    if len(folded) == 1:
        return folded[0].id
    listed = "; ".join(f"{one.id} {one.values[spec.title]}" for one in (folded or rows)[:10])
    found = "Không có" if not folded else "Có nhiều"
    raise UserProblem(f"{found} {spec.singular_heading} «{words}». Hiện có: {listed or 'chưa có'}.")


def one_unit(book: Book, words: str) -> int:
    """Return the unit that a name, a code or a path of names tells, else a number or some words."""
    from desktop.services.importing.references import Units

    with book.read() as session:
        found = Units(session, create=False).look(words)
    return one_row(book, "units", words) if found is None else found


def self_test(given: argparse.Namespace) -> int:
    """Try the program as it is installed here, in a folder that is removed afterwards."""
    del given
    from desktop import app
    from desktop.platform.logging import write_self_test
    from desktop.services import selftest
    from desktop.ui.selftest import open_everything

    test = selftest.SelfTest(say)
    with (
        tempfile.TemporaryDirectory(prefix="guongsang-", ignore_cleanup_errors=True) as folder,
        app.private_home(Path(folder)),
    ):
        book = selftest.run(test, Path(folder))
        app.offscreen_unless_shown()
        open_everything(app.build, book, test.part)
    log = write_self_test(test.lines, test.failures)
    verdict = _("Self-test passed.") if not test.failures else _("Self-test FAILED.")
    where = _("Log: {path}").format(path=log)
    say(f"{verdict} {where}")
    return 1 if test.failures else 0


@contextmanager
def _at_work(clerk: str | None) -> Iterator[None]:
    """Let the books that are opened within a block bear this clerk's name."""
    token = _CLERK.set(clerk)
    try:
        yield
    finally:
        _CLERK.reset(token)


@contextmanager
def opened(path: Path) -> Iterator[Book]:
    """Open a book for the time of a block."""
    from desktop.services import clerks
    from desktop.services.books import open_book

    book = open_book(path)
    try:
        if book.told:
            say(book.told, sys.stderr)
        name = _CLERK.get() or clerks.system_user()
        if name:
            clerks.begin(book, name, remember=False)
        yield book
    finally:
        book.close()


def say(text: str, stream: TextIO | None = None) -> None:
    """Write lines to the console, or to `stream`."""
    out = stream or sys.stdout
    if out is not None:  # a windowed program has none
        out.write(text + "\n")
        out.flush()
