"""The first step: which campaign, kind and day, which unit, and who of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.register import Field, Kind
from desktop.ui.i18n import _, ngettext, number
from desktop.ui.page import PageContext
from desktop.ui.pledges import register_cell_gateway as gateway
from desktop.ui.pledges.register_cell_people import PeopleView
from desktop.ui.register.bars import WrappedLabel
from desktop.ui.register.editors import ComboBox, Unreadable
from desktop.ui.register.field_column import FieldColumn
from desktop.ui.register.toolbar import SearchField
from desktop.ui.theme import GAP

if TYPE_CHECKING:
    from desktop.services.registering_people import Candidate

_REST_MS = 300  # after the last key, before people are read anew
_FIELDS_WIDTH = 300


class WhoStep(QWidget):
    """Campaign, kind, day and unit on the left; who of it on the right."""

    changed = Signal()  # who is chosen, or what for
    add_asked = Signal()

    def __init__(
        self,
        context: PageContext,
        unit: tuple[int, str] | None,
        only: Collection[Any] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """`unit` is the one to begin with: id and name; `only` these keys of it are ticked."""
        super().__init__(parent)
        self._only, self._only_of = only, (unit or (None,))[0]
        self._context = context
        self._campaigns: list[gateway.CampaignChoice] = []
        self._day_offered = date.today()  # noqa: DTZ011 (the clerk's own day)
        self._read: tuple[Any, ...] | None = None  # what the people shown were read for
        self.campaign = ComboBox()
        self.campaign.setAccessibleName(_("Campaign"))
        self.fields = FieldColumn(context)
        self._add_fields(unit)
        self.people = PeopleView()
        self.search = SearchField(_("Who registers"))
        self.count = WrappedLabel()
        self.count.setProperty("role", "muted")
        self.heads = WrappedLabel()
        self.heads.setProperty("role", "warning")
        self.complete = QCheckBox(_("&Add items for those who have one already"))
        self.all = QPushButton(_("&Tick all"))
        self.none = QPushButton(_("Tick n&one"))
        self.add = QPushButton(_("Add a &person or organisation…"))
        self._lay_out()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self.read_people)
        self._connect()

    # what was said

    def asked(self) -> dict[str, Any] | None:
        """Return year, kind, campaign, unit and day; None while something needed is missing."""
        try:
            values = {name: self.fields.value(name) for name in self.fields.boxes}
        except Unreadable:
            return None
        campaign = self.campaign.currentData()
        if campaign is not None:
            values |= {"year": campaign.year, "kind": campaign.kind}
        if values["year"] is None or values["kind"] is None:
            return None
        return {
            "year": values["year"],
            "kind": values["kind"],
            "campaign_id": None if campaign is None else campaign.id,
            "unit_id": values["unit"],
            "registered_on": values["registered_on"],
        }

    @property
    def unit_words(self) -> str:
        """The name of the unit chosen."""
        editor: Any = self.fields.boxes["unit"].editor
        return str(editor.line.text())

    @property
    def carries(self) -> bool:
        """Whether the campaign offers what was not done the year before."""
        campaign = self.campaign.currentData()
        return bool(campaign is not None and campaign.carries)

    def problem(self) -> str:
        """Return what keeps from going on, or nothing."""
        if self.asked() is None or self.fields.show_errors():
            return _("Fill in the marked fields first.")
        if not self.people.people.chosen:
            return _("Tick at least one person or organisation.")
        return ""

    # campaigns and people

    def show_campaigns(self, found: Sequence[gateway.CampaignChoice], first: int | None) -> None:
        """Offer campaigns; `first` is the one to begin with."""
        self._campaigns = list(found)
        with QSignalBlocker(self.campaign):
            self.campaign.clear()
            for one in found:
                self.campaign.addItem(one.title, one)
                tip = Qt.ItemDataRole.ToolTipRole
                self.campaign.setItemData(self.campaign.count() - 1, one.title, tip)
            self.campaign.addItem(_("In no campaign"), None)
            places = [place for place, one in enumerate(found) if one.id == first]
            self.campaign.setCurrentIndex(places[0] if places else 0)
        self._campaign_chosen()

    def _campaign_chosen(self) -> None:
        campaign = self.campaign.currentData()
        for name in ("year", "kind"):
            box = self.fields.boxes[name]
            if campaign is not None:
                box.editor.set_value(getattr(campaign, name))
            box.setEnabled(campaign is None)
        self._offer_day(campaign)
        self.read_people()

    def _offer_day(self, campaign: gateway.CampaignChoice | None) -> None:
        """Offer today, or the deadline of a past year's campaign, over what was offered before."""
        today = date.today()  # noqa: DTZ011 (the clerk's own day)
        past = campaign is not None and campaign.year < today.year
        day = campaign.deadline if campaign is not None and past else today
        editor: Any = self.fields.boxes["registered_on"].editor
        try:
            untouched = self.fields.value("registered_on") == self._day_offered
        except Unreadable:
            untouched = False
        if untouched:
            editor.set_value(day)
            self._day_offered = day

    def read_people(self) -> None:
        """Read who may be registered, unless they are shown already."""
        self._rest.stop()
        wanted = self._wanted()
        if wanted is None or wanted == self._read:
            return
        self._context.jobs.read(
            gateway.read_candidates,
            *wanted,
            key=(id(self), "people"),
            on_done=lambda found: self._people_came(wanted, found),
            label=_("Register for a whole cell"),
            context=self,
        )

    def _wanted(self) -> tuple[Any, ...] | None:
        """Return what people are to be read for."""
        asked = self.asked()
        if asked is None:
            return None
        return tuple(asked[name] for name in ("year", "kind", "unit_id", "campaign_id"))

    @property
    def is_read(self) -> bool:
        """Whether the people shown are those of what is asked now."""
        return self._read is not None and self._wanted() == self._read

    def _people_came(self, wanted: tuple[Any, ...], found: Sequence[Candidate]) -> None:
        self._read = wanted
        # of a whole office the clerk ticks whom it is about
        only = self._only if wanted[2] == self._only_of else None
        self.people.people.show_people(found, ticked=wanted[2] is not None, only=only)
        if found:
            self.people.selectRow(0)

    def tell(self) -> None:
        """Say how many are chosen, and which heads would come after them."""
        model = self.people.people
        chosen = model.chosen
        there = sum(1 for one in model.everyone if one.pledge_id is not None)
        text = _("{chosen} of {all} chosen").format(
            chosen=number(len(chosen)), all=number(len(model.everyone))
        )
        if there:
            more = ngettext("{count} has one already", "{count} have one already", there)
            text += f" · {more.format(count=number(there))}"
        if not model.everyone:
            text = _("Nobody here yet: choose a unit, or add a person or an organisation.")
        self.count.setText(text)
        units = {one.who.unit_id for one in chosen if not one.head}
        keys = {one.who.key for one in chosen}
        waiting = [
            f"{one.who.name} ({one.who.post or one.unit})"
            for one in model.everyone
            if one.head
            and one.pledge_id is None
            and one.who.key not in keys
            and one.who.unit_id in units
        ]
        self.heads.setText(heads_words(waiting))
        self.heads.setVisible(bool(waiting))

    # parts

    def _add_fields(self, unit: tuple[int, str] | None) -> None:
        spec = self._context.specs["pledges"]
        today = self._day_offered
        year = replace(spec.by_name["year"], hint="")
        kind = replace(spec.by_name["kind"], hint="")
        day = replace(spec.by_name["registered_on"], hint="")
        self.fields.add(kind, kind.default)
        self.fields.add(year, today.year)
        self.fields.add(day, today)
        place = Field(
            name="unit",
            label="Unit",
            heading="Chi bộ, đơn vị",
            kind=Kind.REFERENCE,
            reference="units",
            hint="Gồm cả các đơn vị trực thuộc. Để trống: cả cơ quan.",
        )
        number_of, name = unit or (None, "")
        self.fields.add(place, number_of, name)

    def _lay_out(self) -> None:
        left = QWidget()
        left.setFixedWidth(_FIELDS_WIDTH)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, GAP, 0)
        label = QLabel(_("&Campaign:"))
        label.setBuddy(self.campaign)
        column.addWidget(label)
        column.addWidget(self.campaign)
        column.addSpacing(6)
        column.addWidget(self.fields)
        column.addStretch(1)
        tools = QHBoxLayout()
        tools.setSpacing(GAP)
        tools.addWidget(self.search, 1)
        for button in (self.all, self.none, self.add):
            button.setAutoDefault(False)
            tools.addWidget(button)
        right = QVBoxLayout()
        right.setSpacing(6)
        right.addLayout(tools)
        right.addWidget(self.people, 1)
        right.addWidget(self.count)
        right.addWidget(self.heads)
        right.addWidget(self.complete)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(left)
        layout.addLayout(right, 1)
        order = [self.campaign, self.fields, self.search, self.all, self.none, self.add]
        for before, after in zip(order, [*order[1:], self.people], strict=True):
            QWidget.setTabOrder(before, after)
        QWidget.setTabOrder(self.people, self.complete)

    def _connect(self) -> None:
        model = self.people.people
        self.campaign.activated.connect(lambda _place: self._campaign_chosen())
        self.fields.edited.connect(self._rest.start)
        self.search.typed.connect(lambda: model.search(self.search.full_text()))
        self.search.textChanged.connect(model.search)
        self.search.down_pressed.connect(self._to_people)
        self.all.clicked.connect(lambda: model.tick_shown(True))
        self.none.clicked.connect(lambda: model.tick_shown(False))
        self.add.clicked.connect(self.add_asked)
        self.complete.toggled.connect(model.complete)
        model.ticked.connect(self.tell)
        model.ticked.connect(self.changed)

    def _to_people(self) -> None:
        self.people.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.people.people.rowCount() and not self.people.currentIndex().isValid():
            self.people.selectRow(0)

    def is_searching(self) -> bool:
        """Tell whether the cursor is in the search field: Enter goes to the list there."""
        return self.search.hasFocus()

    def go_to_people(self) -> None:
        """Put the cursor into the list."""
        self._to_people()


def heads_words(waiting: Sequence[str]) -> str:
    """Return the sentence about heads who would register after others; it warns only."""
    if not waiting:
        return ""
    text = ngettext(
        "This head has not registered yet, and heads go first: {names}.",
        "These heads have not registered yet, and heads go first: {names}.",
        len(waiting),
    )
    rest = len(waiting) - 4
    names = "; ".join(waiting[:4]) + (f"; … (+{number(rest)})" if rest > 0 else "")
    return text.format(names=names)
