"""The tools above the sheet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QComboBox, QLabel, QMenu, QToolBar, QToolButton

from desktop.ui.i18n import _
from desktop.ui.icons import icon
from desktop.ui.theme import GAP, ICON_SIZE


class Tools(QToolBar):
    """Buttons by name in `actions_`, the zoom shown, and the recipient that is looked at."""

    def __init__(self) -> None:
        super().__init__(_("Tools"))
        self.actions_: dict[str, QAction] = {}
        self.zoom = QLabel()
        self.zoom.setMinimumWidth(46)
        self.zoom.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.sample = QComboBox()
        self.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)

    def add(self, name: str, words: str, picture: str, keys: str, deed: Callable[[], Any]) -> None:
        """Add a button that can be reached by Tab."""
        action = QAction(icon(picture), words, self)
        native = ""
        if keys:
            action.setShortcut(QKeySequence(keys))
            native = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(f"{words} ({native})" if native else words)
        action.triggered.connect(lambda _on=False: deed())
        self.addAction(action)
        self.widgetForAction(action).setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.actions_[name] = action

    def offer(self, pieces: Sequence[tuple[str, str]], deed: Callable[[str], Any]) -> None:
        """Add the button whose menu adds a field of a kind (key, name)."""
        button = QToolButton()
        button.setText(_("&Add a field"))
        button.setIcon(icon("plus"))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        menu = QMenu(self)
        for key, name in pieces:
            action = menu.addAction(name)
            action.triggered.connect(lambda _on=False, key=key: deed(key))
        button.setMenu(menu)
        self.addWidget(button)

    def add_samples(self, step: Callable[[int], Any]) -> None:
        """Add the box of recipients, with a button to the one before and the next one."""
        label = QLabel(_("Seen &with:"))
        label.setContentsMargins(GAP, 0, GAP // 2, 0)
        label.setBuddy(self.sample)
        self.addWidget(label)
        self.add("before", _("The one before"), "chevron-left", "Alt+Left", lambda: step(-1))
        self.sample.setAccessibleName(_("Recipient to look at the layout with"))
        policy = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        self.sample.setSizeAdjustPolicy(policy)
        self.sample.setMinimumContentsLength(26)
        self.addWidget(self.sample)
        self.add("after", _("The next one"), "chevron-right", "Alt+Right", lambda: step(1))
