"""The one place that wires everything together: arguments, language, looks, log, window."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, NoReturn

from desktop.platform.paths import HOME_VARIABLE
from desktop.platform.running import announce

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from desktop.ui.main_window import MainWindow

_SUFFIXES = (".gsdb", ".gsnop")


class _Arguments(argparse.ArgumentParser):
    """Tells bad arguments in one line."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and end with 2."""
        _say(f"guongsang: {message}")
        raise SystemExit(2)


def _parser() -> argparse.ArgumentParser:
    parser = _Arguments(prog="guongsang", description=__doc__)
    parser.add_argument(
        "book", nargs="?", type=Path, help="the book to open, or a submission to receive"
    )
    parser.add_argument("--demo", action="store_true", help="make and open a demo book")
    parser.add_argument("--lang", choices=("vi", "en"), help="language of the interface")
    # for measuring the start: the process ends when its window is painted
    parser.add_argument("--close-when-painted", action="store_true", help=argparse.SUPPRESS)
    return parser


def console_main(argv: Sequence[str] | None = None) -> int:
    """Run the command line when a verb is given, else open the window; return the exit code."""
    given = list(sys.argv[1:] if argv is None else argv)
    announce()
    if _is_for_window(given):
        return window_main(given)
    from desktop import cli  # noqa: PLC0415 (the window doesn't need it)

    return cli.main(given)


def _is_for_window(given: list[str]) -> bool:
    """Tell whether nothing but a book and the window's own options is given."""
    rest = list(given)
    if "--lang" in rest[:-1]:
        place = rest.index("--lang")
        del rest[place : place + 2]
    books = [one for one in rest if one != "--demo" and not one.startswith("--lang=")]
    if len(books) > 1:
        return False
    return all(
        not one.startswith("-") and (one.lower().endswith(_SUFFIXES) or Path(one).is_file())
        for one in books
    )


def window_main(argv: Sequence[str] | None = None) -> int:
    """Open the window and return the exit code when it is closed."""
    given = _parser().parse_args(sys.argv[1:] if argv is None else argv)
    if not has_display():
        _say(
            "guongsang: no display here; use a command instead, for example: "
            "guongsang demo --book demo.gsdb"
        )
        return 1
    announce()
    app, window = build(given.book, demo=given.demo, language=given.lang)
    if given.close_when_painted:
        window.painted.connect(app.quit)
    window.show()
    return app.exec()


def has_display() -> bool:
    """Tell whether a window can be shown at all."""
    if sys.platform in ("win32", "darwin") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def build(
    book: Path | None = None, *, demo: bool = False, language: str | None = None
) -> tuple[QApplication, MainWindow]:
    """Make the application and its window, which is not shown yet.

    `book` is opened after the first paint; without it, and unless `demo`, the last one is. It may
    also be a submission: that is shown for receiving, in the last book.
    """
    from PySide6.QtCore import Qt, qInstallMessageHandler  # noqa: PLC0415 (the command line
    from PySide6.QtGui import QGuiApplication  # noqa: PLC0415  needs no Qt)
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    from desktop.platform.settings import Settings  # noqa: PLC0415
    from desktop.ui import i18n  # noqa: PLC0415
    from desktop.ui.book_flow import start_book  # noqa: PLC0415
    from desktop.ui.main_window import MainWindow  # noqa: PLC0415
    from desktop.ui.theme import Theme  # noqa: PLC0415

    settings = Settings()
    qInstallMessageHandler(_qt_message)
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(
        Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
    )
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("GuongSang")
    app.setApplicationDisplayName("Gương Sáng")
    app.setDesktopFileName("guongsang")
    i18n.install(language or settings.get("language", i18n.DEFAULT_LANGUAGE), app)
    theme = Theme(app)
    theme.apply(settings.get("theme", "system"))
    start = None if demo else book or start_book(settings)
    window = MainWindow(settings, theme, start, demo)
    window.painted.connect(_begin_log)
    window.painted.connect(lambda: window.jobs.run(_clear_opened, label="opened copies"))
    app.aboutToQuit.connect(_end_opened)
    _report_bugs_to(window)
    return app, window


def offscreen_unless_shown() -> None:
    """Let Qt draw into memory where there is no display."""
    if not has_display():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"


@contextmanager
def private_home(folder: Path) -> Iterator[None]:
    """Keep settings, backups and documents in `folder`, away from the clerk's own."""
    before = os.environ.get(HOME_VARIABLE)
    os.environ[HOME_VARIABLE] = str(folder)
    try:
        yield
    finally:
        if before is None:
            del os.environ[HOME_VARIABLE]
        else:
            os.environ[HOME_VARIABLE] = before


def _begin_log() -> None:
    """Begin the log; what happens before the first paint is told in dialogs and reports."""
    from desktop.platform.logging import setup_logging  # noqa: PLC0415 (slow to load)

    setup_logging()


def _clear_opened() -> None:
    """Remove the copies of files that an earlier run opened in other programs and had to leave."""
    from desktop.platform.opened import COPIES  # noqa: PLC0415 (after the first paint)

    COPIES.begin()


def _end_opened() -> None:
    """Remove the copies of files that were opened in other programs."""
    from desktop.platform.opened import COPIES  # noqa: PLC0415 (when the program ends)

    COPIES.end()


def _report_bugs_to(window: MainWindow) -> None:
    """Send what nobody caught on the UI thread to the bug dialog."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
        else:
            window.reporter.bug(error.with_traceback(trace))

    sys.excepthook = hook


def _qt_message(kind: object, context: object, message: str) -> None:
    """Write Qt's own messages to the log."""
    import logging  # noqa: PLC0415 (slow to load)

    from PySide6.QtCore import QtMsgType  # noqa: PLC0415 (loaded already when Qt calls)

    del context
    levels = {
        QtMsgType.QtWarningMsg: logging.WARNING,
        QtMsgType.QtCriticalMsg: logging.ERROR,
        QtMsgType.QtFatalMsg: logging.CRITICAL,
    }
    level = levels.get(kind, logging.DEBUG) if isinstance(kind, QtMsgType) else logging.DEBUG
    logging.getLogger("qt").log(level, "%s", message)


def _say(text: str) -> None:
    """Write a line to the console, if there is one (a windowed program has none)."""
    if sys.stderr is not None:
        sys.stderr.write(text + "\n")
