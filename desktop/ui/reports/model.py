"""A report as it stands in the editor: its parts with a text document of their own each.

Every part keeps what was typed into it to be taken back, also while another one is shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QFont, QTextCursor, QTextDocument
from PySide6.QtWidgets import QPlainTextDocumentLayout

from desktop.core.report_outline import outline
from desktop.core.report_text import CHARTS, TABLES, Draft, Part, filled, prompts
from desktop.core.vietnamese.fold import clean
from desktop.ui.i18n import _

if TYPE_CHECKING:
    from desktop.services.period_reports import Present
    from desktop.ui.reports.gateway import Now

_PLAIN = str.maketrans("\u00a0", " ")  # as a text document gives its text back


@dataclass(eq=False)
class Entry:
    """A part of the report; `now` is what its template gives with the figures of today."""

    part: Part
    now: str
    document: QTextDocument | None = field(default=None, repr=False)
    _read: tuple[int, str, str] = field(default=(-1, "", ""), repr=False)

    @property
    def text(self) -> str:
        """The text as it stands; untouched it is the very one that was read."""
        if self.document is None:
            return self.part.text
        # asked for of every part at every key: only the one that was typed into is read again
        revision, kept = self.document.revision(), self.part.text
        if self._read[:2] != (revision, kept):
            typed = clean(self.document.toPlainText(), multiline=True)
            same = typed == clean(kept, multiline=True).translate(_PLAIN)
            self._read = (revision, kept, kept if same else typed)
        return self._read[2]

    def taken(self) -> Part:
        """Return the part with its text as it stands."""
        return replace(self.part, text=self.text)

    @property
    def figures_changed(self) -> bool:
        """Whether the template would now give another text."""
        return self.now != self.part.filled

    @property
    def prompts(self) -> tuple[str, ...]:
        """What in the text still waits for the clerk's words."""
        return prompts(self.text)


class ReportModel(QObject):
    """The parts and choices of one report; `shaped`: parts came, went or moved."""

    shaped = Signal()
    edited = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.entries: list[Entry] = []
        self.present: Present | None = None
        self._rest = Draft(())
        self._saved = Draft(())

    def load(self, draft: Draft, now: Now) -> None:
        """Show a report as it was read."""
        found = zip(draft.parts, now.texts, strict=True)
        self.entries = [Entry(part, text) for part, text in found]
        self.present = now.present
        self._rest = self._saved = draft
        self.shaped.emit()

    def draft(self) -> Draft:
        """Return the report as it stands."""
        return replace(self._rest, parts=tuple(one.taken() for one in self.entries))

    @property
    def rest(self) -> Draft:
        """What beside its text goes into the report."""
        return self._rest

    @property
    def unsaved(self) -> bool:
        """Whether something isn't kept in the book."""
        return self.draft() != self._saved

    def mark_saved(self, saved: Draft) -> None:
        """Remember what the book has now."""
        self._saved = saved

    def document(self, entry: Entry, font: QFont) -> QTextDocument:
        """Return the document of a part, made when it is first shown."""
        if entry.document is None:
            made = QTextDocument(entry.part.text, self)
            made.setDocumentLayout(QPlainTextDocumentLayout(made))
            made.setDefaultFont(font)
            entry.document = made
        return entry.document

    def titles(self) -> list[str]:
        """Return the headings as the paper numbers them; what it leaves out is told so."""
        parts = [one.taken() for one in self.entries]
        if self.present is not None:
            named = self.present.values
            parts = [
                replace(one, heading=filled(one.heading, named), text=filled(one.text, named))
                if _asks(one)
                else one
                for one in parts
            ]
        found = []
        for part, printed in zip(parts, outline(parts, self._there()), strict=True):
            heading = part.heading if part.level else _("Opening")
            if printed is None:
                found.append(_("{part} (left empty, not printed)").format(part=heading))
            else:
                found.append(printed.title or heading)
        return found

    def long_annexes(self) -> dict[str, int]:
        """Return the long lists that aren't switched on, with their rows."""
        rows = {} if self.present is None else self.present.long
        return {key: count for key, count in rows.items() if key not in self._rest.annexes}

    def _there(self) -> list[str]:
        """Return the tables and charts that are switched on and have something to show."""
        shown = () if self.present is None else self.present.shown
        wanted = (*(f"table:{key}" for key in TABLES if key in self._rest.tables),
                  *(f"chart:{key}" for key in CHARTS if key in self._rest.charts))  # fmt: skip
        return [key for key in wanted if key in shown]

    # what the clerk does to parts

    def choose(self, name: str, chosen: tuple[str, ...]) -> None:
        """Change which 'tables', 'charts' or 'annexes' go in, or who the 'receivers' are."""
        changed: dict[str, Any] = {name: chosen}
        self._rest = replace(self._rest, **changed)
        self.edited.emit()

    def rename(self, place: int, heading: str, level: int) -> None:
        """Give a part another heading and level."""
        one = self.entries[place]
        one.part = replace(one.part, heading=heading, level=level)
        self._shaped()

    def add(self, place: int, heading: str, level: int) -> int:
        """Add an empty part below another one, a section below its parts; return its place."""
        at = min(place + 1, len(self.entries))
        if level == 1:
            while at < len(self.entries) and self.entries[at].part.level != 1:
                at += 1
        self.entries.insert(at, Entry(Part(heading, level, ""), ""))
        self._shaped()
        return at

    def block(self, place: int) -> range:
        """Return the places of a part and, of a section, of the parts below it."""
        end = place + 1
        if self.entries[place].part.level == 1:
            while end < len(self.entries) and self.entries[end].part.level == 2:
                end += 1
        return range(place, end)

    def remove(self, place: int) -> list[Entry]:
        """Take a part out with the parts below it; return them to be put back."""
        block = self.block(place)
        gone = self.entries[block.start : block.stop]
        del self.entries[block.start : block.stop]
        self._shaped()
        return gone

    def put_back(self, place: int, gone: Sequence[Entry]) -> None:
        """Put parts back that were taken out."""
        self.entries[place:place] = gone
        self._shaped()

    def moved(self, place: int, step: int) -> int | None:
        """Return where a part would stand one step up (-1) or down (1), None where it can't."""
        if not 0 <= place < len(self.entries) or self.entries[place].part.level == 0:
            return None
        block = self.block(place)
        if step > 0:
            if block.stop >= len(self.entries):
                return None
            return place + (len(self.block(block.stop)) if self._top(place) else 1)
        before = place - 1
        if before < 0 or self.entries[before].part.level == 0:
            return None
        if self._top(place):
            while before > 0 and not self._top(before) and self.entries[before - 1].part.level:
                before -= 1
            return before
        first = before == 0 or self.entries[before - 1].part.level == 0
        return None if self._top(before) and first else before

    def move(self, place: int, step: int) -> int:
        """Move a part with the parts below it one step; return its place."""
        to = self.moved(place, step)
        if to is None:
            return place
        block = self.block(place)
        taken = self.entries[block.start : block.stop]
        del self.entries[block.start : block.stop]
        self.entries[to:to] = taken
        self._shaped()
        return to

    def _top(self, place: int) -> bool:
        return self.entries[place].part.level == 1

    def _shaped(self) -> None:
        self.shaped.emit()
        self.edited.emit()

    # figures

    def set_now(self, entries: Sequence[Entry], now: Now) -> None:
        """Remember what the figures of today give, and the templates of parts with them."""
        for one, text in zip(entries, now.texts, strict=True):
            one.now = text
        self.present = now.present
        self.shaped.emit()

    def changed(self) -> list[Entry]:
        """Return the parts that would get another text."""
        return [one for one in self.entries if one.figures_changed]

    def refill(self, taken: Sequence[Entry]) -> None:
        """Give parts the text that their template gives today; the other ones keep theirs."""
        for one in self.changed():
            text = one.now if one in taken else one.text
            if one in taken and one.document is not None:
                cursor = QTextCursor(one.document)  # so that it can be taken back
                cursor.select(QTextCursor.SelectionType.Document)
                cursor.insertText(text)
            one.part = replace(one.part, text=text, filled=one.now)
        self._shaped()

    # what is left to write

    def waiting(self, place: int, at: int) -> Iterator[tuple[int, int, int]]:
        """Yield where the clerk's words are missing, from a place on and round to it again.

        A place is that of the part, and first and last letter in its text as shown.
        """
        count = len(self.entries)
        for step in range(count + 1):
            here = (place + step) % count
            one = self.entries[here]
            shown = one.text if one.document is None else one.document.toPlainText()
            begin = at if step == 0 else 0
            for words in prompts(shown[begin:]):
                found = shown.index(words, begin)
                begin = found + len(words)
                if step < count or found < at:
                    yield here, found, begin


def _asks(part: Part) -> bool:
    """Tell whether a part asks for figures that go in when it is printed."""
    words = f"{part.heading}\n{part.text}".casefold()
    return any(sign in words for sign in ("{{", "[nếu", "[hết"))


def keys_in(known: Mapping[str, str], chosen: Sequence[str]) -> tuple[str, ...]:
    """Return the keys that are chosen, in the order in which they are known."""
    return tuple(key for key in known if key in chosen)
