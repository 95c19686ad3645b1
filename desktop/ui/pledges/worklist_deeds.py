"""The small dialogs of the worklist: made public how and when, confirmed when, done when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget

from desktop.core.register import Field
from desktop.ui.i18n import _, ngettext, number
from desktop.ui.page import PageContext
from desktop.ui.register.field_column import FieldColumn
from desktop.ui.register.typing import commit_input
from desktop.ui.theme import GAP, MARGIN
from desktop.ui.widgets.parts import DoOrCancel

_WIDTH = 460


class DeedDialog(QDialog):
    """Asks for the values that all chosen rows are to get."""

    def __init__(
        self,
        context: PageContext,
        title: str,
        count: int,
        fields: tuple[Field, ...],
        do: Callable[[dict[str, Any]], None],
        parent: QWidget | None = None,
    ) -> None:
        """`fields` are shown in this order; dates begin with today; `do` is given the values."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self._do = do
        words = ngettext("{count} row is chosen.", "{count} rows are chosen.", count)
        head = QLabel(words.format(count=number(count)))
        head.setProperty("role", "subtitle")
        self.fields = FieldColumn(context)
        today = date.today()  # noqa: DTZ011 (the clerk's own day)
        for field in fields:
            self.fields.add(field, today if field.name.endswith("_on") else None)
        buttons = DoOrCancel(self, _("&Write down"))
        buttons.accepted.connect(self._accept)
        self.button = buttons.do
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addWidget(head)
        layout.addWidget(self.fields)
        layout.addStretch(1)
        layout.addWidget(buttons)
        self.resize(_WIDTH, self.sizeHint().height())
        self.fields.boxes[fields[0].name].editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _accept(self) -> None:
        commit_input()
        self.fields.resolve(self._write)

    def _write(self) -> None:
        if self.fields.show_errors():
            return
        values = {name: self.fields.value(name) for name in self.fields.boxes}
        self.accept()
        self._do(values)
