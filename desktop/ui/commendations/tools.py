"""The buttons and menus of the tab: of the round, of its papers, of the selected awards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from desktop.core.formats import date_text
from desktop.core.terms import AwardState
from desktop.ui.commendations.deeds import RoundDeeds
from desktop.ui.i18n import _
from desktop.ui.icons import icon
from desktop.ui.register.round_head import term_text
from desktop.ui.register_page import RegisterPage

QUICK = {AwardState.AGREED: "F6", AwardState.REFUSED: "F7"}
"""Keys that give the selected awards an outcome and go on to the next row."""


def push(words: str, icon_name: str, deed: Callable[[], object] | None = None) -> QPushButton:
    """Return a button that does something or, without a deed, opens the menu it is given."""
    button = QPushButton(icon(icon_name), words)
    button.setAutoDefault(False)
    if deed is None:
        button.setMenu(QMenu(button))
    else:
        button.clicked.connect(lambda _checked=False: deed())
    return button


def fill(menu: QMenu, entries: Sequence[tuple[str, Callable[[], object]] | None]) -> None:
    """Fill a menu; None is a line between."""
    for entry in entries:
        if entry is None:
            menu.addSeparator()
        else:
            words, deed = entry
            menu.addAction(words).triggered.connect(lambda _on=False, deed=deed: deed())


class AwardTools:
    """What can be done with the selected awards: outcome, decision, tie."""

    def __init__(self, page: RegisterPage, deeds: RoundDeeds, owner: QWidget) -> None:
        self._page = page
        self.state_menu = QMenu(_("Set outcome"), owner)
        for state in AwardState:
            action = self.state_menu.addAction(term_text(state))
            quick = state in QUICK
            action.triggered.connect(
                lambda _on=False, state=state, quick=quick: deeds.set_state(state, go_on=quick)
            )
            if quick:
                action.setShortcut(QKeySequence(QUICK[state]))
                action.setAutoRepeat(False)  # a key held a little too long is one row's
                action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                page.addAction(action)  # the keys count while the cursor is on this page
        self.decision_menu = QMenu(_("Set decision"), owner)
        self._state = QAction(icon("circle-check"), _("Outcome"), owner)
        self._state.setToolTip(_("Set the outcome of the selected awards"))
        self._decision = QAction(icon("scroll-text"), _("Decision"), owner)
        self._decision.setToolTip(_("Put the selected awards under a decision"))
        self.tie = QAction(icon("user-plus"), _("Tie to a record…"), owner)
        self.tie.triggered.connect(lambda _checked=False: deeds.tie())
        page.toolbar.add_tool(self._state, self.state_menu)
        page.toolbar.add_tool(self._decision, self.decision_menu)
        page.toolbar.extra.append(self.tie)

    def enable(self) -> None:
        """Enable what can be done with what is selected."""
        count = self._page.view.selected_count()
        for one in (self._state, self._decision, self.state_menu, self.decision_menu):
            one.setEnabled(count > 0)
        self.tie.setEnabled(count == 1)


def decision_name(title: str, on: Any) -> str:
    """Return what a decision is called in a menu."""
    name = title or _("Decision without a number")
    return f"{name} ({date_text(on)})" if on else name
