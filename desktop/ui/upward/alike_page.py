"""Models and awards that two offices may both have sent: one and the same, or two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QPlainTextEdit, QSplitter, QWidget

from desktop.ui.i18n import _, language, ngettext, number
from desktop.ui.page import PageContext
from desktop.ui.register.bars import muted
from desktop.ui.upward import gateway
from desktop.ui.upward.section import Rows, Section, copy_button

if TYPE_CHECKING:
    from desktop.core.changes import Done
    from desktop.services.adding_up import Alike, LookAlike

_KINDS = ("models", "awards")
_WIDTHS = (40, 34, 34, 30, 12)


class AlikePage(Section):
    """Pairs in a table, both records of the one with the cursor below it."""

    registers = frozenset({"submissions", "same_records", "models", "awards"})

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.kind = QComboBox()
        self.kind.setAccessibleName(_("Register"))
        for name in _KINDS:
            spec = context.specs[name]
            self.kind.addItem(spec.heading if language() == "vi" else spec.label, name)
        self.kind.currentIndexChanged.connect(lambda _place: self.refresh())
        self.decided = QCheckBox(_("&Decided ones, too"))
        self.decided.toggled.connect(lambda _on: self.refresh())
        self.table = Rows(_("Records that look alike"), _WIDTHS)
        self.table.row_changed.connect(lambda _row: self._moved())
        self.about = QPlainTextEdit()
        self.about.setReadOnly(True)
        self.about.setTabChangesFocus(True)
        self.about.setAccessibleName(_("Both records"))
        self.count = muted()
        self.one_button = self.button(
            _("They are &one"), "check",
            _("Both offices sent the same record: it is counted once"), lambda: self.decide(True),
        )  # fmt: skip
        self.two_button = self.button(
            _("They are &two"), "x",
            _("Two records that only look alike: each is counted"), lambda: self.decide(False),
        )  # fmt: skip
        self.copy_button = copy_button(self.table, self)
        body = QSplitter(Qt.Orientation.Vertical)
        body.addWidget(self.table)
        body.addWidget(self.about)
        body.setChildrenCollapsible(False)
        body.setSizes([360, 170])
        tools = (self.kind, self.one_button, self.two_button, self.copy_button, self.decided,
                 self.count)  # fmt: skip
        self.lay_out(tools, body)
        self._enable()

    def read(self) -> None:
        """Look for records that look alike."""
        self.context.jobs.read(
            gateway.look_alikes,
            self.kind.currentData(),
            self.first,
            self.last,
            self.decided.isChecked(),
            key=(id(self), "alike"),
            on_done=self._came,
            on_error=self.failed,
            label=_("Looking for records that look alike"),
            context=self,
        )

    def decide(self, same: bool) -> None:
        """Keep what the clerk says of the selected pairs."""
        pairs = self.table.chosen()
        if not pairs:
            return

        def done(found: Done[tuple[int, ...]]) -> None:
            one = ngettext(
                "{count} pair is one and the same record; Ctrl+Z takes it back.",
                "{count} pairs are one and the same record; Ctrl+Z takes it back.",
                len(found.value),
            )
            two = ngettext(
                "{count} pair is two records; Ctrl+Z takes it back.",
                "{count} pairs are two records; Ctrl+Z takes it back.",
                len(found.value),
            )
            words = one if same else two
            self.notice.tell(words.format(count=number(len(found.value))), "success")
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

        self.context.jobs.write(
            gateway.decide, pairs, same, on_done=done, on_error=self.failed,
            label=_("Records that look alike"), context=self,
        )  # fmt: skip

    def _came(self, pairs: list[LookAlike]) -> None:
        heads = [_("Record"), _("First office"), _("Second office"), _("Why"), _("Decided")]
        if pairs:
            self.table.put(heads, pairs, _cell, None, _key)
            self.show_body()
        else:
            self.show_face(
                _("No two offices sent records of this period that look alike."), "circle-check"
            )
        words = ngettext("{count} pair", "{count} pairs", len(pairs))
        self.count.setText(words.format(count=number(len(pairs))) if pairs else "")
        self._moved()

    def _moved(self) -> None:
        shown = self.stack.currentWidget() is self.body
        one = self.table.current() if shown else None
        lines = [] if one is None else [*_told(one.first), "", *_told(one.second)]
        if one is not None and one.reasons:
            lines += ["", f"{_('Why')}: {'; '.join(one.reasons)}"]
        self.about.setPlainText("\n".join(lines))
        self._enable()

    def _enable(self) -> None:
        shown = self.stack.currentWidget() is self.body and bool(self.table.entries)
        for one in (self.one_button, self.two_button, self.copy_button):
            one.setEnabled(shown)


def _key(pair: LookAlike) -> object:
    return pair.first.uid, pair.first.office_uid, pair.second.uid, pair.second.office_uid


def _cell(pair: LookAlike, column: int) -> str:
    said = "" if pair.same is None else _("One") if pair.same else _("Two")
    return (
        pair.first.title or pair.second.title,
        pair.first.office_name,
        pair.second.office_name,
        "; ".join(pair.reasons),
        said,
    )[column]


def _told(one: Alike) -> list[str]:
    return [f"{one.office_name}: {one.title}", *(f"    {each}" for each in one.details)]
