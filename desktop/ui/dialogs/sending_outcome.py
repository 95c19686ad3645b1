"""What was sent upward: number, what it replaces, where it lies, by which key it is signed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.core.formats import date_text
from desktop.ui.gateway import known_specs
from desktop.ui.i18n import _, language, number
from desktop.ui.outside import open_folder
from desktop.ui.register.bars import set_role
from desktop.ui.theme import GAP

if TYPE_CHECKING:
    from desktop.services.submissions import Before, Sent

_BELOW = "below"  # the table of lower offices' rows, which is no register


def number_words(which: int, before: Before | None) -> str:
    """Return which time of the period it is, and what it replaces."""
    if before is None:
        return _("Time {number} of this period, the first.").format(number=which)
    return _("Time {number} of this period; it replaces time {before} of {day}.").format(
        number=which, before=before.number, day=date_text(before.made_on)
    )


def anew_words() -> str:
    """Return what must be told upward of a key that the receiver can't know."""
    return _(
        "The receiver doesn't know this key yet and will be asked to know the office anew: "
        "call them, and read the key's code out."
    )


class OutcomePage(QWidget):
    """Tells what was written; `slip` and `close` are what its buttons do."""

    def __init__(self, sent: Sent, slip: Callable[[], object], close: Callable[[], object]) -> None:
        super().__init__()
        path = Path(sent.path)
        body, area = QWidget(), QScrollArea()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        title = QLabel(_("The file has been written."))
        set_role(title, "subtitle")
        layout.addWidget(title)
        layout.addWidget(_words(number_words(sent.number, sent.replaces)))
        layout.addWidget(copyable(str(path)))
        if sent.encrypted:
            layout.addWidget(
                _words(_("The file is encrypted: tell the receiver the passphrase by phone."))
            )
        layout.addWidget(_counts(sent.counts))
        layout.addWidget(_words(_("Code of the signature's key, to be read out by phone:")))
        layout.addWidget(copyable(sent.fingerprint))
        if sent.anew:
            warning = _words(anew_words())
            set_role(warning, "warning")
            layout.addWidget(warning)
        layout.addWidget(_words(_("Control sum (SHA-256), printed on the slip:")))
        layout.addWidget(copyable(sent.digest))
        area.setWidget(body)
        area.setWidgetResizable(True)  # a small screen shows a part of it
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Tab goes through what stands in it
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.setSpacing(GAP)
        outside.addWidget(area, 1)
        outside.addLayout(self._buttons(path, slip, close))

    def _buttons(
        self, path: Path, slip: Callable[[], object], close: Callable[[], object]
    ) -> QHBoxLayout:
        row = QHBoxLayout()
        folder = QPushButton(_("Open the &folder"))
        folder.clicked.connect(lambda: open_folder(path.parent))
        self.print = QPushButton(_("&Print the slip…"))
        self.print.setProperty("role", "primary")
        self.print.clicked.connect(slip)
        closing = QPushButton(_("Close"))
        closing.clicked.connect(close)
        row.addWidget(folder)
        row.addStretch(1)
        row.addWidget(self.print)
        row.addWidget(closing)
        return row


def _counts(counts: Mapping[str, int]) -> QTableWidget:
    rows = [(name, count) for name, count in counts.items() if count]
    table = QTableWidget(len(rows), 2)
    table.setAccessibleName(_("Rows written"))
    table.setHorizontalHeaderLabels([_("Register"), _("Rows")])
    table.verticalHeader().hide()
    table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    table.setTabKeyNavigation(False)  # Tab goes on to the buttons
    table.setMinimumHeight(96)
    for row, (name, count) in enumerate(rows):
        table.setItem(row, 0, QTableWidgetItem(_heading(name)))
        item = QTableWidgetItem(number(count))
        item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        table.setItem(row, 1, item)
    table.setColumnWidth(0, 380)
    table.horizontalHeader().setStretchLastSection(True)
    return table


def _heading(name: str) -> str:
    spec = known_specs().get(name)
    if spec is not None:
        return spec.heading if language() == "vi" else spec.label
    return _("Rows of lower offices") if name == _BELOW else _("Lower offices")


def _words(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label


def copyable(text: str) -> QLabel:
    """Return a label whose words can be selected by mouse and keyboard."""
    label = _words(text)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return label
