"""The tab of units: the tree on the left is an editor, and chooses what the table shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QCheckBox,
    QMenu,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.core.changes import Changes
from desktop.ui.i18n import _
from desktop.ui.icons import icon
from desktop.ui.page import PageContext
from desktop.ui.register import source
from desktop.ui.register.compound import CompoundPage
from desktop.ui.register.display import plural
from desktop.ui.register.options import PageOptions
from desktop.ui.register.toolbar import SearchField
from desktop.ui.register.unit_tree import UnitEditor
from desktop.ui.register_page import RegisterPage
from desktop.ui.theme import GAP, MARGIN
from desktop.ui.unit_flow import Named, UnitFlow
from desktop.ui.widgets.parts import Panes

_ID = Qt.ItemDataRole.UserRole
_KEY = "splitter.units"
_ENDED_KEY = "units.ended_shown"
_FILTER_MS = 120


class UnitsPage(CompoundPage):
    """The tree of units, and the units below the chosen one as a table."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        options = PageOptions(children=self._history)
        self.list = RegisterPage(context, context.specs["units"], options)
        self.list.new_values = self._part_of
        self.flow = UnitFlow(context, self, self.list.notice.tell)
        self.tree = UnitEditor()
        self.tree.currentItemChanged.connect(lambda item, _before: self._chosen(item))
        self.tree.open_wanted.connect(self.open_unit)
        # once the drop is over: a question must not come up within it
        self.tree.move_wanted.connect(self.flow.move, Qt.ConnectionType.QueuedConnection)
        self.tree.customContextMenuRequested.connect(self._show_menu)
        self.flow.moved.connect(self._moved)
        self._in_tree = False
        self.tree.installEventFilter(self)
        self.list.view.installEventFilter(self)
        self._lay_out()
        self._make_actions()
        self._make_tools()
        self.setAccessibleName(_("Units"))
        context.jobs.changed.connect(self._changed)
        self._read_tree()

    def _history(self, unit: int, parent: QWidget) -> list[tuple[str, QWidget]]:
        """Make the further tabs of a unit's window."""
        spec = self.context.specs["unit_parents"]
        options = PageOptions(
            scope={"unit_id": unit},
            compact=True,
            key="units.unit_parents",
            filters=False,
            search=False,
        )
        return [(plural(spec), RegisterPage(self.context, spec, options, parent))]

    # What the window asks

    def main_page(self) -> RegisterPage:
        """Return the table of units."""
        return self.list

    def focus_search(self) -> None:
        """Put the cursor into the line above the tree or the table, wherever the clerk is."""
        if self._in_tree:
            self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.filter.selectAll()
        else:
            super().focus_search()

    def delete_selected(self) -> None:
        """Move the units chosen in the tree or the table to the recycle bin."""
        if self._in_tree and not self.list.bin_shown:
            self.delete_units()
        else:
            super().delete_selected()

    # What the clerk does

    def chosen_units(self) -> list[Named]:
        """Return the units chosen where the clerk is: in the table, else in the tree."""
        ids = [] if self._in_tree else self.list.selected_ids()
        return [(one, self.tree.name_of(one)) for one in ids or self.tree.chosen()]

    def open_unit(self) -> None:
        """Open the record of the unit with the cursor."""
        unit = self.tree.unit()
        if unit is not None:
            self.list.open_record("units", unit)
            self._come_back()

    def add_below(self) -> None:
        """Begin a new unit below the one with the cursor."""
        self.list.new_record()
        self._come_back()

    def delete_units(self) -> None:
        """Move the units chosen in the tree to the recycle bin, as in the register."""
        chosen = self.tree.chosen()
        if chosen:
            self.list.deeds.delete(chosen)

    def print_paper(self, form: str) -> None:
        """Ask for the options of a paper about the members of the chosen unit, and print it."""
        from desktop.ui.dialogs.paper_options import ask_paper  # noqa: PLC0415 (when needed)

        ask_paper(self.context, form, self._one_unit()[0], self)

    # The tree and the table

    def _part_of(self) -> dict[str, Any]:
        """Return what a new unit begins with: it is part of the chosen one."""
        unit = self.tree.unit()
        return {} if unit is None else {"parent_id": unit}

    def _read_tree(self) -> None:
        self.context.jobs.read(
            source.tree, key=(id(self), "tree"), on_done=self._show_tree, context=self
        )

    def _show_tree(self, nodes: Sequence[Any]) -> None:
        self.tree.show_units(nodes)
        self._enable()

    def _enable(self) -> None:
        """Enable what can be done in the tree now."""
        chosen = bool(self.tree.chosen())
        self.open_action.setEnabled(self.tree.unit() is not None)
        self.paste_action.setEnabled(bool(self.tree.cut))
        for action in (self.cut_action, self.delete_action):
            action.setEnabled(chosen)

    def _changed(self, changes: Changes) -> None:
        if changes.touches("units"):
            self._read_tree()

    def _chosen(self, item: QTreeWidgetItem | None) -> None:
        if item is not None:
            unit = item.data(0, _ID)
            self.list.narrow({} if unit is None else {"id": unit})

    def _moved(self, parent: int | None) -> None:
        """Show where the units went."""
        self.tree.leave_cut()
        self.tree.open_unit(parent)

    def _come_back(self) -> None:
        """Return to the tree when the record's window, opened from there, is closed."""
        dialog = self.list.dialog
        if dialog is not None:
            dialog.finished.connect(lambda _code: self.tree.setFocus())

    def _one_unit(self) -> tuple[int | None, str]:
        chosen = self.chosen_units()
        return chosen[0] if len(chosen) == 1 else (None, "")

    def _named_unit(self) -> Named | None:
        unit, name = self._one_unit()
        return None if unit is None else (unit, name)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Remember whether the clerk was in the tree or in the table last."""
        if event.type() == QEvent.Type.FocusIn:
            self._in_tree = watched is self.tree
        return super().eventFilter(watched, event)

    def _narrow_tree(self) -> None:
        self._timer.stop()
        self.tree.narrow(self.filter.full_text())

    def _to_tree(self) -> None:
        self._narrow_tree()
        self.tree.setFocus()

    def _show_ended(self, shown: bool) -> None:
        self.tree.show_ended(shown)
        self.context.settings.set(_ENDED_KEY, shown)

    # Parts

    def _lay_out(self) -> None:
        self.filter = SearchField(_("Tree of units"))
        self.filter.setPlaceholderText(_("Filter the tree"))
        self.filter.setMaximumWidth(16_777_215)  # as wide as the tree
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_FILTER_MS)
        self._timer.timeout.connect(self._narrow_tree)
        self.filter.typed.connect(self._timer.start)
        self.filter.textChanged.connect(lambda _text: self._timer.start())
        self.filter.returnPressed.connect(self._to_tree)
        self.filter.down_pressed.connect(self._to_tree)
        self.ended = QCheckBox(_("Show units that have &ended"))
        self.ended.setChecked(bool(self.context.settings.get(_ENDED_KEY, True)))
        self.tree.show_ended(self.ended.isChecked())
        self.ended.toggled.connect(self._show_ended)
        left = QWidget()
        room = QVBoxLayout(left)
        room.setContentsMargins(MARGIN, GAP, 0, MARGIN)
        room.setSpacing(GAP)
        room.addWidget(self.filter)
        room.addWidget(self.tree, 1)
        room.addWidget(self.ended)
        self.splitter = Panes(self.context.settings, _KEY, left, self.list)
        self.splitter.fill(self)

    def _make_actions(self) -> None:
        """Make what can be done in the tree; the keys hold while the cursor is in it."""
        self.tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        make, flow = self._action, self.flow
        self.open_action = make(_("Edit"), "pencil", self.open_unit, "F2")
        self.add_action = make(_("Add a unit below"), "plus", self.add_below, "Ins")
        self.cut_action = make(_("Cut"), "", self.tree.cut_chosen, "Ctrl+X")
        self.paste_action = make(_("Paste here"), "", self.tree.paste, "Ctrl+V")
        self.delete_action = make(_("Delete"), "trash-2", self.delete_units, "Del")
        self.move_action = make(
            _("&Move in the tree…"), "network", lambda: flow.choose_place(self.chosen_units())
        )
        self.merge_action = make(
            _("M&erge units…"), "handshake", lambda: flow.merge(self.chosen_units())
        )
        self.dissolve_action = make(
            _("&Dissolve a unit…"), "circle-x", lambda: flow.dissolve(self._named_unit())
        )
        self.transfer_action = make(
            _("&Transfer a whole unit…"),
            "move-horizontal",
            lambda: flow.transfer(self._named_unit()),
        )
        self._deeds = (
            self.move_action,
            self.merge_action,
            self.dissolve_action,
            self.transfer_action,
        )
        for signal in (self.tree.itemSelectionChanged, self.tree.cut_changed):
            signal.connect(self._enable)
        self._enable()

    def _action(
        self, words: str, icon_name: str, deed: Callable[[], object], keys: str = ""
    ) -> QAction:
        action = QAction(words, self)
        if icon_name:
            action.setIcon(icon(icon_name))
        if keys:
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.setShortcutVisibleInContextMenu(True)
            self.tree.addAction(action)
        action.triggered.connect(lambda _checked=False: deed())
        return action

    def _make_tools(self) -> None:
        """Put what happens to units, and the papers, above the table."""
        self.deeds_menu = QMenu(self)
        self.deeds_menu.addActions(list(self._deeds))
        self.papers_menu = self._papers(self)
        toolbar = self.list.toolbar
        toolbar.add_tool(QAction(icon("network"), _("Organise"), self), self.deeds_menu)
        toolbar.add_tool(QAction(icon("printer"), _("Papers"), self), self.papers_menu)

    def _papers(self, parent: QWidget) -> QMenu:
        menu = QMenu(_("Papers"), parent)
        menu.setIcon(icon("printer"))
        for form, words in (
            ("member-list", _("&List of members by unit…")),
            ("member-book", _("&Book of members (form 7-HSĐV)…")),
            ("member-reconciliation", _("&Quarterly reconciliation…")),
        ):
            action = menu.addAction(words)
            action.triggered.connect(lambda _checked=False, form=form: self.print_paper(form))
        return menu

    def tree_menu(self) -> QMenu:
        """Return the menu of the tree: everything that can be done with the units chosen."""
        menu = QMenu(self)
        menu.addActions([self.open_action, self.add_action])
        menu.addSeparator()
        menu.addActions([self.cut_action, self.paste_action])
        menu.addActions(list(self._deeds))
        menu.addSeparator()
        menu.addMenu(self._papers(menu))
        menu.addSeparator()
        menu.addAction(self.delete_action)
        return menu

    def _show_menu(self, at: QPoint) -> None:
        menu = self.tree_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.tree.viewport().mapToGlobal(at))


def make_page(context: PageContext, parent: QWidget | None = None) -> QWidget:
    """Return the page of the tab."""
    return UnitsPage(context, parent)
