"""Buttons of a report's windows: each can be reached by Tab and by a key of its own."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QToolBar, QWidget

from desktop.ui.i18n import _
from desktop.ui.icons import icon
from desktop.ui.theme import ICON_SIZE


class ReportTools(QToolBar):
    """Buttons by name in `actions_`; their keys hold in the whole window, or in one widget."""

    def __init__(self, owner: QWidget, *, worded: bool) -> None:
        """Without words only pictures are shown, and the keys hold where `owner` has the cursor."""
        super().__init__(_("Tools"))
        self._owner, self._worded = owner, worded
        self.actions_: dict[str, QAction] = {}
        self.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
        if worded:
            self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)

    def add(
        self, name: str, words: str, picture: str, keys: str, deed: Callable[[], object]
    ) -> None:
        """Add a button."""
        action = QAction(icon(picture), words, self._owner)
        action.setShortcut(QKeySequence(keys))
        if not self._worded:
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        native = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(f"{words.rstrip('…')} ({native})")
        action.triggered.connect(lambda _on=False: deed())
        self._owner.addAction(action)
        self.addAction(action)
        button = self.widgetForAction(action)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAccessibleName(words)
        self.actions_[name] = action
