"""The list of a report's parts, with what is to be known of each, and the ways to change them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHeaderView,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.i18n import _, ngettext, number
from desktop.ui.icons import icon
from desktop.ui.register.bars import NoticeBar
from desktop.ui.register.look import airy
from desktop.ui.register.typing import LineEdit, commit_input
from desktop.ui.reports.model import Entry, ReportModel
from desktop.ui.reports.tools import ReportTools
from desktop.ui.theme import GAP, MARGIN
from desktop.ui.widgets.field_form import FieldForm
from desktop.ui.widgets.parts import DoOrCancel

_EDITED, _WAITS, _FIGURES = 1, 2, 3
_MARK = 22  # width of a column of marks


class PartList(QWidget):
    """Parts in order; `moved_to` tells that another one is chosen, by its place."""

    moved_to = Signal(int)

    def __init__(self, model: ReportModel, notice: NoticeBar, parent: QWidget | None = None):
        super().__init__(parent)
        self._model = model
        self._notice = notice
        self._showing = False
        self._chosen: Entry | None = None
        self.dialog: PartDialog | None = None
        self.tree = QTreeWidget()
        self.tree.setAccessibleName(_("Parts of the report"))
        self.tree.setColumnCount(4)
        self.tree.setMinimumWidth(120)
        self.tree.setHeaderHidden(True)
        self.tree.setRootIsDecorated(False)
        self.tree.setItemsExpandable(False)
        self.tree.setIndentation(0)
        self.tree.setUniformRowHeights(True)
        airy(self.tree)
        self.tree.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.tree.header()
        header.setMinimumSectionSize(_MARK)
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (_EDITED, _WAITS, _FIGURES):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(column, _MARK)
        header.resizeSection(_WAITS, _MARK + 8)
        self.tree.currentItemChanged.connect(self._current_changed)
        self.tree.itemDoubleClicked.connect(lambda _item, _column: self.rename())
        self.tools = ReportTools(self.tree, worded=False)
        self.actions_ = self.tools.actions_
        for name, words, picture, keys, deed in (
            ("add", _("Add a part…"), "plus", "Ins", self.add),
            ("rename", _("Rename…"), "pencil", "F2", self.rename),
            ("remove", _("Take the part out"), "trash-2", "Del", self.remove),
            ("up", _("Move up"), "chevron-up", "Alt+Up", lambda: self.shift(-1)),
            ("down", _("Move down"), "chevron-down", "Alt+Down", lambda: self.shift(1)),
        ):
            self.tools.add(name, words, picture, keys, deed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.tree, 1)
        layout.addWidget(self.tools)
        model.shaped.connect(self.show_parts)
        model.edited.connect(self.show_titles)  # a table more or less may empty or fill a part

    # what is shown

    @property
    def place(self) -> int:
        """The place of the chosen part, -1 when there is none."""
        item = self.tree.currentItem()
        return self.tree.indexOfTopLevelItem(item) if item is not None else -1

    @property
    def title(self) -> str:
        """The heading of the chosen part with its number, as it is shown."""
        item = self.tree.currentItem()
        return item.text(0).strip() if item is not None else ""

    def choose(self, place: int) -> None:
        """Choose a part."""
        count = self.tree.topLevelItemCount()
        item = self.tree.topLevelItem(min(max(place, 0), count - 1))
        if item is not None:
            self.tree.setCurrentItem(item)

    def show_parts(self) -> None:
        """Show the parts anew; the chosen one stays chosen."""
        place = self.place
        if self._chosen in self._model.entries:
            place = self._model.entries.index(self._chosen)
        self._showing = True
        self.tree.clear()
        for one in self._model.entries:
            item = QTreeWidgetItem(self.tree)
            if one.part.level == 1:
                font = item.font(0)
                font.setBold(True)
                item.setFont(0, font)
        self.show_titles()
        self.choose(place)
        self._showing = False
        self._tell_current()

    def show_titles(self) -> None:
        """Show the numbers that will be on the paper, and the marks of every part."""
        for place, title in enumerate(self._model.titles()):
            item = self.tree.topLevelItem(place)
            if item is not None:
                one = self._model.entries[place]
                item.setText(0, f"{'    ' * (one.part.level == 2)}{title}")
                self._show_marks(item, one)
        for column in (_EDITED, _FIGURES):
            self.tree.setColumnHidden(column, not self._any_icon(column))

    def _show_marks(self, item: QTreeWidgetItem, one: Entry) -> None:
        """Show of a part whether it was edited, waits for words, has other figures now."""
        waits = len(one.prompts)
        words = []
        edited = one.taken().edited
        item.setIcon(_EDITED, icon("pen-line", "muted") if edited else QIcon())
        if edited:
            words.append(_("edited by hand"))
        item.setText(_WAITS, f"[{waits}]" if waits else "")
        if waits:
            text = ngettext("{count} place to write", "{count} places to write", waits)
            words.append(text.format(count=number(waits)))
        item.setIcon(_FIGURES, icon("refresh-cw", "accent") if one.figures_changed else QIcon())
        if one.figures_changed:
            words.append(_("the figures are others now"))
        title = item.text(0).strip()
        told = f"{title}: {', '.join(words)}" if words else title
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, told)
        for column in range(4):
            item.setToolTip(column, told)

    def _any_icon(self, column: int) -> bool:
        items = (self.tree.topLevelItem(row) for row in range(self.tree.topLevelItemCount()))
        return any(one is not None and not one.icon(column).isNull() for one in items)

    def enable(self) -> None:
        """Enable what can be done with the chosen part."""
        place = self.place
        there = 0 <= place < len(self._model.entries)
        self.actions_["rename"].setEnabled(there and self._model.entries[place].part.level > 0)
        self.actions_["remove"].setEnabled(there and len(self._model.entries) > 1)
        self.actions_["up"].setEnabled(there and self._model.moved(place, -1) is not None)
        self.actions_["down"].setEnabled(there and self._model.moved(place, 1) is not None)

    # what the clerk does

    def add(self) -> None:
        """Ask for the heading of a new part, which comes below the chosen one."""
        place = self.place
        level = 2 if place >= 0 and self._model.entries[place].part.level else 1

        def given(heading: str, chosen: int) -> None:
            at = self._model.add(place, heading, chosen)
            self.choose(at)

        self._ask(_("Add a part"), "", level, given)

    def rename(self) -> None:
        """Ask for another heading and level of the chosen part."""
        place = self.place
        if self.actions_["rename"].isEnabled():
            part = self._model.entries[place].part
            self._ask(
                _("Rename the part"),
                part.heading,
                part.level,
                lambda heading, level: self._model.rename(place, heading, level),
            )

    def remove(self) -> None:
        """Take the chosen part out with those below it; the notice puts them back."""
        place = self.place
        if place < 0 or len(self._model.block(place)) == len(self._model.entries):
            return
        title = self._model.entries[place].part.heading or _("Opening")
        gone = self._model.remove(place)
        text = _("«{title}» was taken out.")
        if len(gone) > 1:
            text = _("«{title}» was taken out with the parts below it.")

        def back() -> None:
            self._model.put_back(min(place, len(self._model.entries)), gone)
            self.choose(place)

        self._notice.tell(text.format(title=title), "info", _("Undo"), back)

    def shift(self, step: int) -> None:
        """Move the chosen part up or down."""
        if self.place >= 0:
            to = self._model.move(self.place, step)
            self.choose(to)

    def _ask(self, title: str, heading: str, level: int, given: Callable[[str, int], None]) -> None:
        commit_input()
        dialog = PartDialog(title, heading, level, self)
        dialog.given.connect(given)
        dialog.finished.connect(self._closed)
        self.dialog = dialog
        dialog.open()

    def _closed(self) -> None:
        self.dialog = None
        self.tree.setFocus(Qt.FocusReason.OtherFocusReason)

    def _current_changed(self, *_items: object) -> None:
        if not self._showing:
            self._tell_current()

    def _tell_current(self) -> None:
        place = self.place
        self._chosen = self._model.entries[place] if place >= 0 else None
        self.enable()
        self.moved_to.emit(place)


class PartDialog(QDialog):
    """Asks for a part's heading and level."""

    given = Signal(str, int)

    def __init__(self, title: str, heading: str, level: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.heading = LineEdit()
        self.heading.setText(heading)
        self.level = QComboBox()
        self.level.addItem(_("Section: I, II, III…"), 1)
        self.level.addItem(_("Part of a section: 1, 2, 3…"), 2)
        self.level.setCurrentIndex(max(0, self.level.findData(level)))
        self.form = FieldForm()
        self.form.add("heading", _("&Heading:"), self.heading, required=True)
        self.form.add("level", _("L&evel of the heading:"), self.level)
        buttons = DoOrCancel(self, _("&OK"))
        buttons.accepted.connect(self._accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addWidget(self.form)
        layout.addStretch(1)
        layout.addWidget(buttons)
        self.resize(480, 170)
        self.heading.setFocus(Qt.FocusReason.OtherFocusReason)
        self.heading.selectAll()

    def _accept(self) -> None:
        commit_input()
        self.heading.tidy()
        heading = self.heading.text()
        if not self.form.show_errors({} if heading else {"heading": _("Fill this in.")}):
            level = int(self.level.currentData())
            self.accept()
            self.given.emit(heading, level)
