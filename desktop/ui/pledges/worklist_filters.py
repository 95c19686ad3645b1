"""The row of filters above the worklist: campaign or year, unit, words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QLabel, QWidget

from desktop.core.register import RegisterSpec
from desktop.ui.i18n import _, language, ngettext, number
from desktop.ui.jobs import Jobs
from desktop.ui.pledges import worklist_gateway as gateway
from desktop.ui.register.filters import FilterButton
from desktop.ui.register.flow import FlowLayout
from desktop.ui.register.look import filter_row
from desktop.ui.register.toolbar import SearchField
from desktop.ui.theme import GAP

if TYPE_CHECKING:
    from desktop.services.worklists import CampaignChoice, Scope

_SEARCH_MS = 150
_HIGH = 28
_OPEN = "open"


class WorkFilters(QWidget):
    """Of what the work is shown."""

    changed = Signal()  # something else is wanted
    narrowed = Signal()  # other words: the counts stay

    def __init__(self, jobs: Jobs, pledges: RegisterSpec, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._setting = False
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_SEARCH_MS)
        self._typing.timeout.connect(self.narrowed)
        self.campaign = QComboBox()
        self.campaign.setAccessibleName(_("Campaign"))
        self.campaign.addItem(_("All open campaigns"), _OPEN)
        self.campaign.setMinimumContentsLength(34)
        self.campaign.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.campaign.currentIndexChanged.connect(lambda _place: self._chosen())
        field = pledges.by_name["unit_id"]
        title = field.text(language())
        self.unit = FilterButton("unit_id", title, field, jobs, pledges.name)
        self.unit.chosen.connect(self._chosen)
        self.search = SearchField(_("What is to be done"))
        self.search.typed.connect(self._typing.start)
        self.search.textChanged.connect(lambda _text: self._typing.start())
        self.count = QLabel()
        self.count.setProperty("role", "muted")
        filter_row(self)
        row = FlowLayout(self, GAP)
        for one in (self.campaign, self.unit, self.search, self.count):
            one.setMinimumHeight(_HIGH)  # on one line
            row.addWidget(one)

    def scope(self) -> Scope:
        """Return what is looked at."""
        kind, _colon, value = (self.campaign.currentData() or _OPEN).partition(":")
        return gateway.scope(
            int(value) if kind == "campaign" else None,
            int(value) if kind == "year" else None,
            self.unit.values[0] if self.unit.values else None,
            self.search.full_text(),
        )

    def show_campaigns(self, campaigns: Sequence[CampaignChoice]) -> None:
        """Offer the years and the campaigns; the chosen one stays."""
        entries = [(_("All open campaigns"), _OPEN)]
        years = sorted({one.year for one in campaigns}, reverse=True)
        entries += [(_("Year {year}").format(year=year), f"year:{year}") for year in years]
        entries += [(one.title, f"campaign:{one.id}") for one in campaigns]
        now = [
            (self.campaign.itemText(place), self.campaign.itemData(place))
            for place in range(self.campaign.count())
        ]
        if entries == now:
            return
        chosen = self.campaign.currentData()
        self._setting = True
        self.campaign.clear()
        for words, data in entries:
            self.campaign.addItem(words, data)
        places = [place for place, (_words, data) in enumerate(entries) if data == chosen]
        self.campaign.setCurrentIndex(places[0] if places else 0)
        self._setting = False
        if not places:
            self.changed.emit()

    def choose(self, campaign_id: int | None) -> None:
        """Choose a campaign; None chooses all open ones."""
        wanted = _OPEN if campaign_id is None else f"campaign:{campaign_id}"
        place = self.campaign.findData(wanted)
        if place < 0:  # not read yet: its title comes with the counts
            self.campaign.addItem("…", wanted)
            place = self.campaign.count() - 1
        self.campaign.setCurrentIndex(place)

    def clear(self) -> None:
        """Want everything again."""
        self._setting = True
        self.search.clear()
        self.unit.set_values(())
        self.campaign.setCurrentIndex(0)
        self._setting = False
        self._typing.stop()
        self.changed.emit()

    @property
    def narrow(self) -> bool:
        """Whether a unit or words are asked for."""
        return bool(self.unit.values) or bool(self.search.full_text().strip())

    def tell(self, count: int) -> None:
        """Show how many rows the list has."""
        words = ngettext("{count} row", "{count} rows", count)
        self.count.setText(words.format(count=number(count)))

    def _chosen(self) -> None:
        if not self._setting:
            self.changed.emit()
