"""How a paper of the house begins: a PDF with its properties, the head, the title."""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO, Protocol

from desktop.core.paper import Letterhead, PaperStyle
from desktop.reports.document import Document, Progress


class HousePaper(Protocol):
    """What a paper says of its look and of the office whose it is."""

    @property
    def style(self) -> PaperStyle:
        """The look: Party or Government."""

    @property
    def head(self) -> Letterhead:
        """What stands at the head of the first sheet."""


def begun(
    stream: BinaryIO,
    paper: HousePaper,
    kind: str,
    abstract: Sequence[str] = (),
    note: str = "",
    *,
    landscape: bool = False,
    progress: Progress | None = None,
) -> Document:
    """Return a document with its head and title drawn.

    `kind` and `abstract` (lines, empty ones left out) are also the title among its properties;
    `note` stands below in italics.
    """
    document = Document(
        stream,
        paper.style,
        title=" ".join(one for one in (kind, *abstract) if one),
        author=paper.head.issuer,
        landscape=landscape,
        progress=progress,
    )
    document.letterhead(paper.head)
    document.title(kind, abstract, note)
    return document
