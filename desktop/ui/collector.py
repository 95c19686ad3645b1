"""Python's cyclic collector, kept to the UI thread while worker threads run.

The collector runs on whichever thread happens to allocate. What it finds may be widgets, and a
widget that is destroyed off the UI thread takes the program down. So it is switched off, and a
timer of the UI thread does its work.

A full turn over all that the program is made of takes a tenth of a second, which is felt while
one types. What is there once the window stands (modules, classes, the window itself) is therefore
set aside until the end, and what is young is looked at every second, while it is still little.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 1000
_SETTLED = 3  # turns after which the window stands
_FULL_EVERY = 120  # turns between two looks at everything that isn't set aside
_users = 0


class Collector(QObject):
    """Collects on the UI thread from now until `stop`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        global _users  # noqa: PLW0603 (the collector is one per process)
        _users += 1
        gc.disable()
        self._stopped = False
        self._turns = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self._turn)
        self._timer.start()

    def _turn(self) -> None:
        self._turns += 1
        if self._turns == _SETTLED:
            gc.collect(1)  # nothing dead is set aside
            gc.freeze()
        self.collect()

    def collect(self) -> None:
        """Collect what is young, now and then everything, where Python itself would have."""
        if self._turns and self._turns % _FULL_EVERY == 0:
            gc.collect()
        elif gc.get_count()[0] > gc.get_threshold()[0]:
            gc.collect(1)

    def stop(self) -> None:
        """Give the work back to Python; the worker threads must have ended."""
        global _users  # noqa: PLW0603
        if self._stopped:
            return
        self._stopped = True
        self._timer.stop()
        _users -= 1
        if not _users:
            gc.unfreeze()
            gc.enable()
