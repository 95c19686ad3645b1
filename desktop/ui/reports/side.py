"""The narrow side of an editor: figures to put into the text, what else goes into the report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QHeaderView,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.core.report_text import ANNEXES, CHARTS, TABLES
from desktop.core.vietnamese.fold import clean, fold
from desktop.ui.i18n import N_, _, ngettext, number
from desktop.ui.register.bars import WrappedLabel, set_role
from desktop.ui.register.look import airy
from desktop.ui.register.toolbar import SearchField
from desktop.ui.register.typing import TextArea
from desktop.ui.reports.model import ReportModel, keys_in
from desktop.ui.widgets.lists import ListModel, ListView

_REST_MS = 150
_KEY = Qt.ItemDataRole.UserRole
_GROUPS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "tables": (N_("Tables"), TABLES),
    "charts": (N_("Charts"), CHARTS),
    "annexes": (N_("Annexes"), ANNEXES),
}


@dataclass(frozen=True)
class Insertable:
    """Something that can be put into a text: its words, what it is now, the text that goes in."""

    words: str
    shown: str
    text: str
    about: str = ""


class InsertPane(QWidget):
    """Searches what can be put into the text; Enter, a double click or the button puts it in."""

    chosen = Signal(str)

    def __init__(self, heads: tuple[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heads = heads
        self._all: tuple[tuple[str, Insertable], ...] = ()
        self.search = SearchField(_("Figures"))
        self.search.setPlaceholderText(_("Search by name, meaning, value"))
        self.search.setMaximumWidth(16_777_215)
        self.search.setMinimumWidth(60)
        self.view = ListView(_("Figures"))
        self.view.horizontalHeader().setMinimumSectionSize(40)
        self.about = WrappedLabel()
        self.about.setTextFormat(Qt.TextFormat.PlainText)
        set_role(self.about, "muted")
        self.button = QPushButton(_("&Put into the text"))
        self.button.setAutoDefault(False)
        self.button.setEnabled(False)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REST_MS)
        self._timer.timeout.connect(self.look)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 6, 4, 4)
        layout.setSpacing(4)
        layout.addWidget(self.search)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.about)
        layout.addWidget(self.button)
        self.search.typed.connect(self._timer.start)
        self.search.textChanged.connect(lambda _text: self._timer.start())
        self.search.returnPressed.connect(self._put_first)
        self.search.down_pressed.connect(self.view.setFocus)
        self.view.activated.connect(lambda _index: self.put())
        self.view.row_changed.connect(self._tell)
        self.button.clicked.connect(self.put)
        self.look()

    def show_all(self, entries: Sequence[Insertable]) -> None:
        """Show what there is."""
        self._all = tuple(
            (fold(f"{one.words} {one.shown} {one.text} {one.about}"), one) for one in entries
        )
        self.look()

    def look(self) -> None:
        """Show what the search finds."""
        self._timer.stop()
        wanted = fold(clean(self.search.full_text())).split()
        found = [one for key, one in self._all if all(word in key for word in wanted)]
        model = ListModel(self._heads, found, lambda one, column: (one.words, one.shown)[column])
        self.view.show_list(model, [24, 9])
        header = self.view.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self._tell(0 if found else -1)

    def current(self) -> Insertable | None:
        """Return what is chosen."""
        model, index = self.view.model(), self.view.currentIndex()
        if not isinstance(model, ListModel) or not index.isValid():
            return None
        found: Insertable = model.rows[index.row()]
        return found

    def put(self) -> None:
        """Put into the text what is chosen."""
        one = self.current()
        if one is not None:
            self.chosen.emit(one.text)

    def _put_first(self) -> None:
        if self._timer.isActive():
            self.look()
        self.put()

    def _tell(self, _row: int) -> None:
        one = self.current()
        self.button.setEnabled(one is not None)
        self.about.setText("" if one is None else one.about or one.text)
        if one is None and self._all:
            self.about.setText(_("Nothing was found."))


def annex_words(key: str, rows: int) -> str:
    """Return an annex with how many rows it has: 'Danh sách khen thưởng, biểu dương (12 dòng)'."""
    words = ngettext("{annex} ({count} row)", "{annex} ({count} rows)", rows)
    return words.format(annex=ANNEXES[key], count=number(rows))


class SwitchList(QListWidget):
    """Ticks for the tables, charts and annexes that go into a report."""

    def __init__(self, model: ReportModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._showing = False
        self.setAccessibleName(_("Tables, charts, annexes"))
        airy(self)
        self.setWordWrap(True)  # how many rows stands at the end
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemChanged.connect(self._changed)

    def show_rest(self) -> None:
        """Show what is chosen in the report."""
        self._showing = True
        self.clear()
        for group, (title, known) in _GROUPS.items():
            head = QListWidgetItem(_(title), self)
            head.setFlags(Qt.ItemFlag.NoItemFlags)
            font = head.font()
            font.setBold(True)
            head.setFont(font)
            chosen = getattr(self._model.rest, group)
            for key, name in known.items():
                words = self._told(group, key, name)
                item = QListWidgetItem(words, self)
                item.setFlags(
                    Qt.ItemFlag.ItemIsEnabled
                    | Qt.ItemFlag.ItemIsSelectable
                    | Qt.ItemFlag.ItemIsUserCheckable
                )
                on = key in chosen
                item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
                item.setData(_KEY, (group, key))
                item.setToolTip(words)
        self.setCurrentRow(1)
        self._showing = False

    def _told(self, group: str, key: str, name: str) -> str:
        """Return a name with what it would print today: rows of an annex, or nothing at all."""
        now = self._model.present
        if now is None:
            return name
        if group == "annexes" and now.rows[key]:
            return annex_words(key, now.rows[key])
        if group == "annexes" or f"{group.removesuffix('s')}:{key}" not in now.shown:
            return _("{name} (nothing to print)").format(name=name)
        return name

    def go_to(self, group: str, key: str) -> None:
        """Put the cursor on a table, chart or annex."""
        for row in range(self.count()):
            if self.item(row).data(_KEY) == (group, key):
                self.setCurrentRow(row)
                self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _changed(self, item: QListWidgetItem) -> None:
        if self._showing or item.data(_KEY) is None:
            return
        group, _key = item.data(_KEY)
        on = [
            one.data(_KEY)[1]
            for one in (self.item(row) for row in range(self.count()))
            if one.data(_KEY) is not None
            and one.data(_KEY)[0] == group
            and one.checkState() is Qt.CheckState.Checked
        ]
        self._model.choose(group, keys_in(_GROUPS[group][1], on))


class Side(QTabWidget):
    """Figures, switches and receivers of a report."""

    def __init__(self, model: ReportModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setDocumentMode(True)
        self.insert = InsertPane((_("Figure"), _("Now")))
        self.switches = SwitchList(model)
        self.receivers_text = TextArea()
        self.receivers_text.setAccessibleName(_("Receivers"))
        self.receivers_text.typed.connect(self._receivers_typed)
        lines = WrappedLabel(_("One receiver on each line, as on the paper below “Nơi nhận”."))
        set_role(lines, "muted")
        page = QWidget()
        below = QVBoxLayout(page)
        below.setContentsMargins(4, 6, 4, 4)
        below.addWidget(lines)
        below.addWidget(self.receivers_text, 1)
        self.addTab(self.insert, _("Figures"))
        self.addTab(self.switches, _("Tables, charts"))
        self.addTab(page, _("Receivers"))
        self.setUsesScrollButtons(True)

    def show_report(self) -> None:
        """Show what the report has."""
        self.switches.show_rest()
        self.receivers_text.set_text("\n".join(self._model.rest.receivers))

    def _receivers_typed(self) -> None:
        lines = (clean(one) for one in self.receivers_text.toPlainText().split("\n"))
        self._model.choose("receivers", tuple(one for one in lines if one))
