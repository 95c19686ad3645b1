"""The rotating log and the report of a bug, both without personal data.

What is written: times, names of modules, types of errors, places in the code. What an error's
own text, or what anybody logs, might carry of the clerk's data (quoted text, any word that isn't
one of `log_words`, long numbers, SQL parameters, folders) is blanked by `redact`.
"""

from __future__ import annotations

import copy
import logging
import logging.handlers
import platform
import re
import sys
import traceback
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from desktop import __version__
from desktop.core.errors import problem_from_oserror
from desktop.platform.log_words import KEPT
from desktop.platform.paths import log_dir

LOG_NAME = "guongsang.log"
SELF_TEST_NAME = "self-test.log"
_MAX_BYTES = 1_000_000
_KEPT = 3
_KEPT_REPORTS = 20
_BLANK = "…"
_QUOTED = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"|«[^»\n]*»|“[^”\n]*”")
_PARAMETERS = re.compile(r"\[parameters:.*", re.DOTALL)
_NUMBER = re.compile(r"\d{4,}|\d{1,2}[/-]\d{1,2}[/-]\d{2,4}")
_FOREIGN = re.compile(r"\S*[^\x00-\x7f]\S*")
_PATH = re.compile(r"\S*(?:[\\/]\S+|\w\.[A-Za-z]\w{1,5}\b)\S*")
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
# SQLite names its own columns there, and nothing that a row holds
_CONSTRAINT = re.compile(r"constraint failed: ([a-z_]+\.[a-z_]+(?:, [a-z_]+\.[a-z_]+)*)")
_OURS = ("desktop", "site-packages", "packaging", "tests")


def redact(text: str) -> str:
    """Blank what may be personal in the text of an error or a message."""
    text = _PARAMETERS.sub(f"[parameters: {_BLANK}]", text)
    broken = _CONSTRAINT.findall(text)
    for pattern in (_QUOTED, _FOREIGN, _PATH, _NUMBER):
        text = pattern.sub(_BLANK, text)
    text = _WORD.sub(lambda found: found[0] if found[0] in KEPT else _BLANK, text)
    text = f"{text} [{'; '.join(broken)}]" if broken else text
    return re.sub(rf"{_BLANK}(?:[\s,.:;_-]*{_BLANK})+", _BLANK, text)


def describe_error(error: BaseException) -> str:
    """Return the traceback of `error` and of its causes, with their texts redacted."""
    parts: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        frames = _frames(current)
        kind = f"{type(current).__module__}.{type(current).__qualname__}"
        parts.append(f"{frames}{kind}: {redact(_text(current))}")
        current = current.__cause__ or (
            None if current.__suppress_context__ else current.__context__
        )
    return "\n\ncaused this error:\n\n".join(reversed(parts))


def _text(error: BaseException) -> str:
    try:
        return str(error)
    except Exception:  # noqa: BLE001 - an error that can't be told must not hide the place it came from
        return ""


def _frames(error: BaseException) -> str:
    """Return where an error came from: our own lines, without the folders above the program."""
    lines = []
    for one in traceback.extract_tb(error.__traceback__):
        parts = Path(one.filename).parts
        start = next((place for place, part in enumerate(parts) if part in _OURS), len(parts) - 1)
        lines.append(f'  File "{"/".join(parts[start:])}", line {one.lineno}, in {one.name}\n')
        lines.append(f"    {one.line}\n" if one.line else "")
    return "".join(lines)


class _Formatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        told = copy.copy(record)  # another handler may need its own words
        told.msg, told.args = redact(_message(record)), None
        told.exc_text = told.stack_info = None
        return super().format(told)

    def formatException(self, ei: object) -> str:  # noqa: N802 (logging's name)
        if isinstance(ei, tuple) and isinstance(ei[1], BaseException):
            return describe_error(ei[1])
        return ""


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError, KeyError):
        return "arguments mismatch"  # what was to be told may stand in them


def setup_logging() -> Path | None:
    """Send this program's log to a rotating file and return its path.

    Return None when the file can't be opened: the program works without a log.
    """
    path = log_dir() / LOG_NAME
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = logging.handlers.RotatingFileHandler(
            path, maxBytes=_MAX_BYTES, backupCount=_KEPT, encoding="utf-8", delay=False
        )
    except OSError:
        return None
    handler.setFormatter(_Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handler.set_name("guongsang")
    root = logging.getLogger()
    close_logging()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    logging.getLogger("alembic").setLevel(logging.WARNING)  # it tells of each plugin it loads
    return path


def close_logging() -> None:
    """Close the log file that `setup_logging` opened, if any."""
    root = logging.getLogger()
    for handler in list(root.handlers):
        if handler.get_name() == "guongsang":
            root.removeHandler(handler)
            handler.close()


def write_report(error: BaseException, doing: str = "") -> Path:
    """Write a report of a bug to a file of its own in the log folder and return its path.

    The report says what the program was doing (`doing`, the label of the job), versions and
    the redacted traceback. The newest twenty reports are kept.

    Raises:
        EnvironmentProblem: the report couldn't be written.
    """
    now = datetime.now().astimezone()
    path = log_dir() / f"report-{now:%Y%m%d-%H%M%S-%f}.txt"
    _write(path, (*_head(now), f"doing: {redact(doing)}", "", describe_error(error)))
    for old in sorted(path.parent.glob("report-*.txt"))[:-_KEPT_REPORTS]:
        old.unlink(missing_ok=True)
    return path


def write_self_test(lines: Sequence[str], failures: Sequence[str]) -> Path:
    """Write what a self-test told, over that of the one before, and return its path.

    Its rows are made up, so nothing needs to be blanked.

    Raises:
        EnvironmentProblem: the log couldn't be written.
    """
    path = log_dir() / SELF_TEST_NAME
    _write(path, (*_head(datetime.now().astimezone()), "", *lines, "", *failures))
    return path


def _head(now: datetime) -> tuple[str, ...]:
    return (
        f"Guong Sang {__version__}",
        f"time: {now.isoformat(timespec='seconds')}",
        f"system: {_system()} Python {platform.python_version()}",
        f"frozen: {bool(getattr(sys, 'frozen', False))}",
    )


def _system() -> str:
    # not platform.platform(): it starts another program to ask for the processor
    return f"{platform.system()} {platform.release()} {platform.version()} {platform.machine()}"


def _write(path: Path, lines: Sequence[str]) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join((*lines, "")), encoding="utf-8")
    except OSError as problem:
        raise problem_from_oserror(problem, path) from problem
