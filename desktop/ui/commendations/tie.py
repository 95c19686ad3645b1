"""Ties a recipient that stands on no list to the member or the unit it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.core.register import Field, Kind
from desktop.core.terms import RecipientKind
from desktop.ui.commendations import gateway
from desktop.ui.commendations.dialog import DeedDialog
from desktop.ui.i18n import _
from desktop.ui.page import PageContext
from desktop.ui.register.editors import Unreadable
from desktop.ui.widgets.lists import ListModel, ListView

if TYPE_CHECKING:
    from desktop.services.award_ties import TieCandidate

_MEMBER = Field(
    name="other",
    label="Another member",
    heading="Đảng viên khác",
    kind=Kind.REFERENCE,
    reference="members",
    hint="Chỉ chọn khi không có người đúng ở bảng trên.",
)
_UNIT = Field(
    name="other",
    label="Another unit",
    heading="Đơn vị khác",
    kind=Kind.REFERENCE,
    reference="units",
    hint="Chỉ chọn khi không có đơn vị đúng ở bảng trên.",
)


class TieDialog(DeedDialog):
    """Records of the recipient's name, those whose unit fits first; emits the name."""

    def __init__(
        self,
        context: PageContext,
        award_id: int,
        values: Mapping[str, Any],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, _("Tie the recipient to a record"), _("&Tie"), parent)
        self._award = award_id
        self._unit = values["recipient_kind"] == RecipientKind.COLLECTIVE.value
        self._found: Sequence[TieCandidate] = ()
        name = ", ".join(
            str(one) for one in (values["recipient_name"], values["recipient_post"]) if one
        )
        text = _("Who is “{name}”? What is printed stays as written.")
        self.head.setText(text.format(name=name))
        self.view = ListView(_("Records of this name"))
        self.body.insertWidget(1, self.view, 1)
        self.fields.add(_UNIT if self._unit else _MEMBER)
        self.view.doubleClicked.connect(lambda _at: self.do())
        self.fit(640, 400)
        context.jobs.read(
            gateway.tie_candidates,
            award_id,
            on_done=self._show,
            on_error=self.refuse,
            context=self,
        )

    def start(self) -> None:
        """Tie it to what was chosen below, else to the row with the cursor."""
        chosen = self.fields.value("other")
        row = self.view.currentIndex().row()
        if chosen is None and 0 <= row < len(self._found):
            chosen = self._found[row].id
        if chosen is None:
            self.fields.show_errors({"other": _("Choose a record.")})
        elif self._unit:
            self.write(gateway.tie, self._award, None, chosen)
        else:
            self.write(gateway.tie, self._award, chosen, None)

    def changed(self) -> None:
        """Let what is chosen below count instead of the table."""
        super().changed()
        try:
            chosen = self.fields.value("other") is not None
        except Unreadable:
            chosen = True
        self.view.setEnabled(not chosen)

    def _show(self, found: Sequence[TieCandidate]) -> None:
        self._found = found
        headings = (_("Name"), _("What tells it apart"), _("Unit"))

        def cell(one: TieCandidate, column: int) -> str:
            return (one.name, one.detail, _("fits") if one.unit_fits else "")[column]

        self.view.show_list(ListModel(headings, found, cell), (24, 44, 8))
        if found:
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.fields.boxes["other"].editor.setFocus(Qt.FocusReason.OtherFocusReason)
