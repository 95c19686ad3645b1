"""The looks that these pages share beyond the theme: slim tabs, filter buttons, airy trees."""

from __future__ import annotations

from PySide6.QtWidgets import QListWidget, QTabBar, QTreeWidget, QWidget

_TABS = """
QTabBar { background: transparent; }
QTabBar::tab {
    padding: 5px 12px 6px 12px; margin: 0; border: 0; border-bottom: 2px solid transparent;
    background: transparent; color: palette(window-text);
}
QTabBar::tab:hover, QTabBar::tab:focus { background: palette(midlight); }
QTabBar::tab:selected { border-bottom-color: palette(accent); }
"""
_FILTERS = """
QToolButton {
    padding: 3px 8px; border: 1px solid palette(mid); border-radius: 4px;
    background: palette(base); color: palette(text);
}
QToolButton:hover { background: palette(midlight); }
QToolButton:checked { border: 1px solid palette(accent); background: palette(midlight); }
QToolButton:focus { border: 2px solid palette(accent); padding: 2px 7px; }
"""
_TREE = "QTreeView::item { padding: 3px 0; }"
_LIST = "QListView::item { padding: 3px 2px; }"


def slim_tabs(bar: QTabBar) -> None:
    """Give a row of tabs inside a page the look of the window's own, smaller."""
    bar.setStyleSheet(_TABS)
    bar.setDrawBase(False)
    bar.setExpanding(False)


def filter_row(row: QWidget) -> None:
    """Give the buttons of a row of filters an even look."""
    row.setStyleSheet(_FILTERS)


def airy(rows: QTreeWidget | QListWidget) -> None:
    """Give the rows of a tree or a list some room."""
    rows.setStyleSheet(_TREE if isinstance(rows, QTreeWidget) else _LIST)
