"""Several papers in one PDF, each of which begins on a page 1 of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from desktop.reports.document import Document, Progress

_Paper = TypeVar("_Paper")


class PaperSeries(Document):
    """A document of several papers: each begins on a page 1 of its own."""

    before = 0
    """Pages of the papers before this one."""

    def next_paper(self, *, duplex: bool = False) -> None:
        """End this paper and begin the next one on a new page, without a page number.

        With `duplex` it begins on a new sheet: the back of this paper's last one may stay empty.
        """
        self.canvas.showPage()
        self.before += self.page
        if duplex and self.before % 2 == 1:
            self.canvas.showPage()
            self.before += 1
        self.page = 1
        self.y = self.top

    def write_each(
        self,
        papers: Iterable[_Paper],
        draw: Callable[[PaperSeries, _Paper], None],
        total: int,
        progress: Progress | None,
        *,
        duplex: bool = False,
    ) -> int:
        """Draw papers one after the other and write the PDF; return its pages.

        `progress` hears of papers done and all papers.
        """
        for place, one in enumerate(papers):
            if progress is not None:
                progress(place, total)
            if place:
                self.next_paper(duplex=duplex)
            draw(self, one)
        return self.before + self.finish()
