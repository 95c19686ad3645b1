"""What the dialogs with a list have in common: buttons, and the list as text to be pasted."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton

from desktop.core.pasting import pasted_line
from desktop.ui.icons import icon
from desktop.ui.widgets.lists import ListModel, ListView


def button(
    words: str, name: str, deed: Callable[[], object], *, primary: bool = False
) -> QPushButton:
    """Return a button that Enter doesn't press by itself."""
    made = QPushButton(words)
    if name:
        made.setIcon(icon(name, "on_accent" if primary else "text"))
    if primary:
        made.setProperty("role", "primary")
    made.setAutoDefault(False)
    made.clicked.connect(lambda _on=False: deed())
    return made


def chosen_places(view: ListView) -> list[int]:
    """Return the places of the selected rows."""
    model = view.selectionModel()
    return sorted(one.row() for one in model.selectedRows()) if model is not None else []


def copy_list(view: ListView, places: Sequence[int]) -> int:
    """Copy rows of a list with its headings, a line each; return how many."""
    model = view.model()
    if not isinstance(model, ListModel):
        return 0
    columns = range(model.columnCount())
    lines = [[str(model.headerData(one, Qt.Orientation.Horizontal)) for one in columns]]
    lines += [[str(model.index(place, one).data()) for one in columns] for place in places]
    text = "\n".join(pasted_line([" ".join(one.split()) for one in line]) for line in lines)
    QGuiApplication.clipboard().setText(text + "\n")
    return len(places)
