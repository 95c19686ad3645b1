"""The part of the self-test that needs a window: every tab and the lists, opened on a book."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.platform.settings import Settings
from desktop.ui import tabs
from desktop.ui.clerk_flow import SETTING
from desktop.ui.files import pictures

if TYPE_CHECKING:
    from desktop.ui.main_window import MainWindow

_WAIT_SECONDS = 30.0


def open_everything(
    build: Callable[[Path], tuple[Any, MainWindow]],
    book: Path,
    part: Callable[[str, Callable[[], object]], bool],
) -> None:
    """Open the window on a book and bring up every tab; `part` does and tells each step.

    `build` makes the application and its window for a book (`desktop.app.build`).
    """
    kept = Settings()
    kept.set(SETTING, "Gương Sáng")  # else the window asks who is at work
    kept.save()
    app, window = build(book)
    bugs: list[BaseException] = []
    window.jobs.bug.connect(lambda error, _label: bugs.append(error))
    window.jobs.problem.connect(lambda problem, _label: bugs.append(problem))
    window.show()

    def until(done: Callable[[], bool], what: str) -> None:
        deadline = time.monotonic() + _WAIT_SECONDS
        while not done() and not bugs:
            app.processEvents()
            time.sleep(0.005)
            if time.monotonic() > deadline:
                raise AssertionError(f"{what} took over {_WAIT_SECONDS:.0f} s")
        if bugs:
            raise bugs[0]

    def settled() -> bool:
        return not window.jobs.pending

    def show(name: str) -> None:
        bugs.clear()
        if name in window.tabs.names():
            window.tabs.show_tab(name)
            until(lambda: window.tabs.page(name) is not None and settled(), name)
        else:
            page = window.make_page(name)
            page.show()
            until(settled, name)
            page.close()

    part("pictures", pictures.try_out)
    try:
        if part("window", lambda: until(lambda: window.jobs.book is not None, "the window")):
            for name in tabs.PAGES:
                part(f"tab {name}", partial(show, name))
    finally:
        window.stop_safely()
        app.processEvents()
