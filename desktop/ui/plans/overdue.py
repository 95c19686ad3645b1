"""How something overdue looks in a table: the word in colour, with a sign."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTableView

from desktop.core.due import DueState
from desktop.ui.icons import icon, is_dark
from desktop.ui.register_page import RegisterPage

_DANGER = {False: "#b3261e", True: "#ff8a80"}  # as the theme's errors


def _says_so(index: Any) -> bool:
    # the words of a computed column are Vietnamese in every language
    return str(index.data() or "").startswith(DueState.OVERDUE.heading)


class OverdueDelegate(QStyledItemDelegate):
    """Draws a cell that is overdue so that it is seen; the others as they are."""

    def __init__(self, view: QTableView, overdue: Callable[[Any], bool] = _says_so) -> None:
        """`overdue` tells it of a cell's index: by default, whether it says 'Quá hạn …'."""
        super().__init__(view)
        self._overdue = overdue

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Colour the text, make it bold, put the sign before it."""
        super().initStyleOption(option, index)
        if self._overdue(index):
            palette = QPalette(option.palette)
            colour = QColor(_DANGER[is_dark(palette)])
            palette.setColor(QPalette.ColorRole.Text, colour)
            font = QFont(option.font)
            font.setBold(True)
            option.palette = palette
            option.font = font
            option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration
            option.icon = icon("triangle-alert", "danger")


def mark_overdue(page: RegisterPage) -> None:
    """Have a page's column of standing show what is overdue."""
    names = [one.name for one in page.model.fields]
    page.view.setItemDelegateForColumn(names.index("standing"), OverdueDelegate(page.view))
