"""What a sheet tells of itself: how saving goes, what isn't kept and why, the totals."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLabel

from desktop.core.formats import percent
from desktop.core.rating import ORDER, SHORT, Share, share
from desktop.core.terms import ReviewPeriod
from desktop.ui.i18n import _, ngettext, number
from desktop.ui.pledges.grid import GridView
from desktop.ui.pledges.review_sheet_saver import Saver
from desktop.ui.register.bars import NoticeBar, set_role

_LETTERS = 24
_SLOW_MS = 600  # after which a save is told of
_BETWEEN = "   |   "


class SaveState(QLabel):
    """Tells whether all is saved; what is wrong stands in its tip."""

    def __init__(self, savers: Sequence[Saver]) -> None:
        super().__init__()
        self._savers = savers
        set_role(self, "muted")
        # always as wide: what changes in it moves nothing
        self.setFixedWidth(self.fontMetrics().averageCharWidth() * _LETTERS)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._slow = False  # a save has been under way for some time
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SLOW_MS)
        self._timer.timeout.connect(self._is_slow)

    def _is_slow(self) -> None:
        self._slow = True
        self.look()

    def look(self) -> None:
        """Tell how it is now."""
        wrong = [text for one in self._savers for text in one.model.wrong.values()]
        waiting = [text for one in self._savers for text in one.model.waiting.values()]
        unsaved = sum(one.unsaved for one in self._savers)
        going_on = bool(unsaved) or any(one.busy for one in self._savers)
        role, text = "muted", ""
        if wrong or any(one.problem for one in self._savers):
            role = "error"
            text = ngettext("{count} cell not saved", "{count} cells not saved", unsaved)
            text = text.format(count=number(unsaved))
        elif waiting:
            role = "warning"
            text = ngettext("{count} row waits", "{count} rows wait", len(waiting))
            text = text.format(count=number(len(waiting)))
        elif going_on and not self._slow:
            if not self._timer.isActive():
                self._timer.start()
            return  # most saves are over before one could read it
        elif going_on:
            text = _("Saving…")
        elif any(one.kept for one in self._savers):
            text = _("Saved")
        self._slow = False
        self._timer.stop()
        set_role(self, role)
        self.setText(text)
        hints = list(dict.fromkeys((*wrong, *waiting)))
        self.setToolTip("\n".join(hints[:5]))


_FINAL = (ReviewPeriod.YEAR, ReviewPeriod.TERM)
_ENOUGH = 5  # so many rated good or better: from here on the share says something


class Totals(QLabel):
    """How many are reviewed, by rating, and the share of excellent ones; `over` warns."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.over = QLabel()
        set_role(self.over, "warning")
        self.over.hide()

    def count(
        self,
        done: int,
        rows: int,
        groups: Sequence[tuple[str, Sequence[str | None]]],
        most: int,
        kind: ReviewPeriod,
    ) -> None:
        """Show totals: rows done of all; of each group its heading and a rating of each in it.

        `most` is how many percent of those rated good or better may be excellent, in each group;
        it warns of the ratings that a year or a term ends with, and not while few are rated.
        """
        parts = [_("Reviewed {done} of {all}").format(done=number(done), all=number(rows))]
        over = []
        for heading, ratings in groups:
            found = share(ratings, most)
            by_rating = " · ".join(
                f"{SHORT[one]} {number(found.counts[one])}"
                for one in ORDER
                if found.counts.get(one)
            )
            if by_rating:
                parts.append(f"{heading}: {by_rating}" if heading else by_rating)
            if found.base:
                parts.append(_share_words(found))
            enough = found.base >= _ENOUGH or found.rated == len(ratings)
            if kind in _FINAL and enough and found.excess > 0:
                over.append(f"{heading}: {_over_words(found)}" if heading else _over_words(found))
        self.setText(_BETWEEN.join(parts))
        self.over.setVisible(bool(over))
        self.over.setText(_BETWEEN.join(over))


def _share_words(found: Share) -> str:
    words = _("excellent {part} of {base} rated good or better: {rate}")
    return words.format(
        part=number(found.excellent), base=number(found.base), rate=percent(found.rate)
    )


def _over_words(found: Share) -> str:
    words = _("Above the share of {percent}%: at most {allowed}, {excess} too many")
    return words.format(
        percent=found.percent, allowed=number(found.allowed), excess=number(found.excess)
    )


def show_unsaved(
    grids: Sequence[tuple[GridView, Saver]], notice: NoticeBar, again: Callable[[], None]
) -> None:
    """Put the cursor on a cell that isn't kept, where one is in sight, and tell why.

    `again` tries once more what failed.
    """
    said = ""
    for view, saver in grids:
        model = saver.model
        names = [one.name for one in model.columns]
        waiting = [(key, "rating") for key in model.waiting]
        for key, name in (*model.wrong, *waiting, *model.dirty):
            sentence = model.wrong.get((key, name)) or model.waiting.get(key) or saver.problem
            said = said or sentence
            place = model.place_of(key)
            if place is None:
                continue
            view.go_to(place, names.index(name))
            view.setFocus()
            _tell(notice, sentence, again if saver.problem else None)
            return
    _tell(notice, said, again)


def _tell(notice: NoticeBar, sentence: str, again: Callable[[], None] | None) -> None:
    if again is None:
        notice.tell(sentence, "warning")
    elif sentence:
        notice.tell(sentence, "error", _("Try &again"), again)
