"""The columns of a table: which are shown, in which order, how wide; kept in the settings."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from PySide6.QtCore import QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHeaderView, QMenu, QTableView

from desktop.core.register import Field
from desktop.platform.settings import Settings
from desktop.ui.i18n import _, language

_SAVE_MS = 300
_NARROWEST, _WIDEST = 44, 420
_SHARE = 0.8  # a declared width is in the widest letters of ordinary text
_PADDING = 20  # beside the text of a cell, with the sort sign of the heading


class Columns(QObject):
    """Shows, hides, moves and sizes the columns of a view and remembers it all."""

    def __init__(
        self,
        view: QTableView,
        fields: tuple[Field, ...],
        settings: Settings,
        key: str,
        left_out: Collection[str] = (),
        first: Sequence[str] | None = None,
        stretched: str = "",
    ) -> None:
        """Take over the header of `view`; `first` names the columns shown at first, in order.

        The column `stretched` takes what room is left, else the last one does.
        """
        super().__init__(view)
        self._view = view
        self._fields = fields
        self._settings = settings
        self._key = f"columns.{key}"
        self._left_out = frozenset(left_out)
        self._first = first
        self._busy = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SAVE_MS)
        self._timer.timeout.connect(self.save)
        header = self.header
        header.setSectionsMovable(True)
        header.setMinimumSectionSize(_NARROWEST)
        header.setStretchLastSection(not stretched)
        if stretched:
            header.setSectionResizeMode(self._place(stretched), QHeaderView.ResizeMode.Stretch)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._show_menu)
        header.sectionMoved.connect(self._changed)
        header.sectionResized.connect(self._changed)
        self.restore()

    @property
    def header(self) -> QHeaderView:
        """The header taken over."""
        return self._view.horizontalHeader()

    def shown(self) -> list[str]:
        """Return the names of the columns that are shown, in their order."""
        header = self.header
        order = [header.logicalIndex(place) for place in range(header.count())]
        return [self._fields[one].name for one in order if not header.isSectionHidden(one)]

    def set_shown(self, name: str, shown: bool) -> None:
        """Show or hide a column; the last one shown stays."""
        if not shown and self.shown() == [name]:
            return
        self.header.setSectionHidden(self._place(name), not shown)
        self._changed()

    def move(self, name: str, step: int) -> None:
        """Move a column past its shown neighbour: -1 to the left, 1 to the right."""
        names = self.shown()
        at = names.index(name) + step
        if 0 <= at < len(names):
            header = self.header
            header.moveSection(
                header.visualIndex(self._place(name)),
                header.visualIndex(self._place(names[at])),
            )

    def reset(self) -> None:
        """Give every column its declared place, width and visibility."""
        self._settings.set_table(self._key, {})
        self.restore()

    def restore(self) -> None:
        """Show the columns as they are remembered, else as they are declared."""
        kept = self._settings.get_table(self._key)
        self._busy = True
        known = [one.name for one in self._fields]
        order = [one for one in _texts(kept.get("order")) if one in known]
        order += [one for one in (self._first or ()) if one in known and one not in order]
        order += [one for one in known if one not in order]
        hidden = _texts(kept.get("hidden")) if kept else None
        widths = kept.get("widths")
        widths = widths if isinstance(widths, dict) else {}
        header = self.header
        for place, name in enumerate(order):
            header.moveSection(header.visualIndex(known.index(name)), place)
        for place, field in enumerate(self._fields):
            width = widths.get(field.name)
            sized = width if isinstance(width, int) else self._declared_width(field)
            header.resizeSection(place, min(max(sized, _NARROWEST), _WIDEST * 2))
            header.setSectionHidden(place, self._is_hidden(field, hidden))
        if not self.shown():
            header.setSectionHidden(0, False)
        self._busy = False

    def save(self) -> None:
        """Put the columns into the settings."""
        self._timer.stop()
        header = self.header
        names = [one.name for one in self._fields]
        order = [names[header.logicalIndex(place)] for place in range(header.count())]
        last = self.shown()[-1:]
        widths: dict[str, Any] = dict(self._settings.get_table(self._key).get("widths") or {})
        for place, name in enumerate(names):
            # The last one is stretched to the window's edge: its own width isn't seen.
            if not header.isSectionHidden(place) and name not in last:
                widths[name] = header.sectionSize(place)
        hidden = [name for place, name in enumerate(names) if header.isSectionHidden(place)]
        self._settings.set_table(self._key, {"order": order, "hidden": hidden, "widths": widths})

    def menu(self, parent: QMenu | None = None, name: str | None = None) -> QMenu:
        """Return the menu of columns; with `name`, also what can be done with that one."""
        menu = parent or QMenu(self._view)
        menu.clear()
        if name is not None:
            field = self._fields[self._place(name)]
            hide = menu.addAction(_("Hide column “%s”") % field.text(language()))
            hide.triggered.connect(lambda: self.set_shown(name, False))
            left = menu.addAction(_("Move left"))
            left.triggered.connect(lambda: self.move(name, -1))
            right = menu.addAction(_("Move right"))
            right.triggered.connect(lambda: self.move(name, 1))
            fit = menu.addAction(_("Fit to content"))
            fit.triggered.connect(lambda: self._view.resizeColumnToContents(self._place(name)))
            menu.addSeparator()
        for field in self._fields:
            if field.name not in self._left_out:
                menu.addAction(self._toggle(field, menu))
        menu.addSeparator()
        menu.addAction(_("Reset columns")).triggered.connect(self.reset)
        return menu

    def _toggle(self, field: Field, menu: QMenu) -> QAction:
        action = QAction(field.text(language()).replace("&", "&&"), menu)
        action.setCheckable(True)
        action.setChecked(not self.header.isSectionHidden(self._place(field.name)))
        action.toggled.connect(lambda on: self.set_shown(field.name, on))
        return action

    def _show_menu(self, at: QPoint) -> None:
        place = self.header.logicalIndexAt(at)
        name = self._fields[place].name if place >= 0 else None
        menu = self.menu(name=name)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.header.mapToGlobal(at))

    def _is_hidden(self, field: Field, hidden: list[str] | None) -> bool:
        if field.name in self._left_out:
            return True
        if hidden is not None:
            return field.name in hidden
        if self._first is not None:
            return field.name not in self._first
        return not field.shown

    def _declared_width(self, field: Field) -> int:
        metrics = self._view.fontMetrics()
        wide = round(metrics.averageCharWidth() * field.width * _SHARE)
        heading = metrics.horizontalAdvance(field.text(language()))
        return min(max(wide, heading) + _PADDING, _WIDEST)

    def _place(self, name: str) -> int:
        return [one.name for one in self._fields].index(name)

    def _changed(self, *_ignored: object) -> None:
        if not self._busy:
            self._timer.start()


def _texts(value: object) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []
