"""The lists behind the figures of an import, a tab for each."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from desktop.ui.dialogs.import_assistant.outcomes import Lists, Shown
from desktop.ui.i18n import _, number
from desktop.ui.register.bars import WrappedLabel
from desktop.ui.register.look import slim_tabs
from desktop.ui.theme import GAP
from desktop.ui.widgets.lists import ListView

_WITH_REASONS = ("refused", "differing")


class Details(QWidget):
    """Shows the lists; below rows with reasons, those of the chosen row whole."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName(_("Lists of this file"))
        slim_tabs(self.tabs.tabBar())
        self._reasons = WrappedLabel()
        self._reasons.setTextFormat(Qt.TextFormat.PlainText)
        self._lists: Lists | None = None
        self._names: list[str] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addWidget(self.tabs, 1)
        layout.addWidget(self._reasons)
        layout.addStretch(0)
        self.tabs.currentChanged.connect(lambda _place: self._tell())

    def show_lists(self, lists: Lists) -> None:
        """Show the lists of a report."""
        self._lists = lists
        self._names = []
        while self.tabs.count():
            old = self.tabs.widget(0)
            self.tabs.removeTab(0)
            if old is not None:
                old.deleteLater()
        for shown in lists.all():
            self._names.append(shown.name)
            self.tabs.addTab(self._view(shown), f"{shown.title} ({number(shown.model.rowCount())})")
        self.tabs.setVisible(bool(self._names))
        self._tell()

    def view(self, name: str) -> ListView | None:
        """Return the table of a list ('refused', 'new', 'repairs'), brought up."""
        if name not in self._names:
            return None
        self.tabs.setCurrentIndex(self._names.index(name))
        found = self.tabs.currentWidget()
        return found if isinstance(found, ListView) else None

    def begin(self) -> bool:
        """Put the cursor into the first list; False when there is none."""
        found = self.tabs.currentWidget()
        if found is not None and self._names:
            found.setFocus(Qt.FocusReason.OtherFocusReason)
        return bool(self._names)

    def _view(self, shown: Shown) -> ListView:
        view = ListView(shown.title)
        view.show_list(shown.model, shown.widths)
        view.row_changed.connect(lambda _row: self._tell())
        return view

    def _tell(self) -> None:
        """Show the chosen row's reasons whole."""
        place = self.tabs.currentIndex()
        name = self._names[place] if 0 <= place < len(self._names) else ""
        text = ""
        view = self.tabs.currentWidget()
        if name in _WITH_REASONS and isinstance(view, ListView) and self._lists is not None:
            row = view.currentIndex().row()
            rows = getattr(view.model(), "rows", ())
            if 0 <= row < len(rows):
                text = self._lists.reasons(rows[row])
        self._reasons.setText(text)
        self._reasons.setVisible(bool(text))
