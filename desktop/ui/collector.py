"""Python's cyclic collector, kept to the UI thread while worker threads run.

The collector runs on whichever thread happens to allocate. What it finds may be widgets, and a
widget that is destroyed off the UI thread takes the program down. So it is switched off, and a
timer of the UI thread does its work.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 1000
_users = 0


class Collector(QObject):
    """Collects on the UI thread from now until `stop`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        global _users  # noqa: PLW0603 (the collector is one per process)
        _users += 1
        gc.disable()
        self._stopped = False
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def collect(self) -> None:
        """Collect the oldest generation whose turn it is, as Python itself would have."""
        counts, limits = gc.get_count(), gc.get_threshold()
        for generation in (2, 1, 0):
            if counts[generation] > limits[generation]:
                gc.collect(generation)
                return

    def stop(self) -> None:
        """Give the work back to Python; the worker threads must have ended."""
        global _users  # noqa: PLW0603
        if self._stopped:
            return
        self._stopped = True
        self._timer.stop()
        _users -= 1
        if not _users:
            gc.enable()
