"""Typing a year's counts of a level by the keyboard alone: four kinds, number, Enter, number."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from desktop.core.terms import InspectionKind
from desktop.ui.counts import gateway
from desktop.ui.i18n import _, language, number
from desktop.ui.page import PageContext
from desktop.ui.pledges.grid_model import GridColumn, GridModel, GridRow, Rules, Values
from desktop.ui.pledges.grid_text import Entry
from desktop.ui.register.bars import NoticeBar, muted
from desktop.ui.register.grid_dialog import GridDialog
from desktop.ui.register.typing import commit_input
from desktop.ui.theme import GAP, MARGIN

if TYPE_CHECKING:
    from desktop.core.changes import Done
    from desktop.services.inspections import YearSheet

KINDS = tuple(InspectionKind)
ORGANISATIONS, MEMBERS, DATED = 1, 2, 3
_FIRST, _LAST = 1900, 2200


def _plain(before: Values, entered: Values) -> dict[str, Any]:
    return {**before, **entered}


def _columns(heading: str) -> list[GridColumn]:
    def kind(row: tuple[InspectionKind, str]) -> str:
        return row[0].heading if language() == "vi" else row[0].label

    return [
        GridColumn("kind", heading, Entry.SHOWN, 34, kind),
        GridColumn("organisations", _("Organisations (times)"), Entry.COUNT, 16),
        GridColumn("members", _("Members (times)"), Entry.COUNT, 16),
        GridColumn("dated", _("Entered by dates"), Entry.SHOWN, 34, lambda row: row[1]),
    ]


def times_words() -> str:
    """Return what the counts are: times, not persons."""
    return _("Counts are times, not persons: who was inspected twice counts twice.")


class YearDialog(GridDialog):
    """A year, a level, the grid of four kinds; going to another year keeps what was typed."""

    def __init__(
        self,
        context: PageContext,
        year: int | None = None,
        level: str | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """`year` and `level` are shown first; by default this year and the office's level."""
        heading = context.specs["inspections"].by_name["kind"].text(language())
        model = GridModel(_columns(heading), Rules(_plain, lambda _values, _name: ""))
        super().__init__(context, _("Type a year's counts"), model, _("Counts of the year"), parent)
        self._level, self._moving = level, False
        self.sheet: YearSheet | None = None
        self.year = QSpinBox()
        self.year.setRange(_FIRST, _LAST)
        self.year.setValue(year or date.today().year)  # noqa: DTZ011 (the clerk's own day)
        self.year.setKeyboardTracking(False)
        self.level = QComboBox()
        self.view.verticalHeader().hide()
        self.total = muted()
        self.told = muted(times_words())
        self.notice = NoticeBar()
        self.save_button = QPushButton(_("&Save"))
        self.save_button.setProperty("role", "primary")
        self.close_button = QPushButton(_("&Close"))
        self._lay_out()
        self._connect()
        context.jobs.read(
            gateway.levels, on_done=self._show_levels, on_error=self.failed, context=self
        )

    def _lay_out(self) -> None:
        above = QHBoxLayout()
        for words, field in ((_("&Year:"), self.year), (_("Le&vel:"), self.level)):
            label = QLabel(words)
            label.setBuddy(field)
            above.addWidget(label)
            above.addWidget(field)
            above.addSpacing(GAP)
        above.addStretch(1)
        self.year.setAccessibleName(_("Year"))
        self.level.setAccessibleName(_("Level"))
        self.level.setMinimumWidth(180)
        self.told.setWordWrap(True)
        buttons = QHBoxLayout()
        buttons.addWidget(self.total, 1)
        for one in (self.save_button, self.close_button):
            one.setAutoDefault(False)  # Enter goes down in the grid
            buttons.addWidget(one)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addLayout(above)
        layout.addWidget(self.told)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.notice)
        layout.addLayout(buttons)
        self.resize(880, 360)

    def _connect(self) -> None:
        self.year.valueChanged.connect(lambda _value: self._move())
        self.level.activated.connect(lambda _place: self._move())
        self.save_button.clicked.connect(self.save)
        self.close_button.clicked.connect(self.reject)

    # what is shown

    def _show_levels(self, found: tuple[dict[str, str], str | None]) -> None:
        words, own = found
        for value, name in words.items():
            self.level.addItem(name, value)
        self.level.setCurrentIndex(max(0, self.level.findData(self._level or own)))
        self._read()

    def _read(self) -> None:
        # nothing is typed into the grid of another year while this one's comes
        self.view.setEnabled(False)
        self.context.jobs.read(
            gateway.year_sheet,
            self.year.value(),
            self.level.currentData(),
            key=(id(self), "sheet"),
            on_done=self._show,
            on_error=self.failed,
            context=self,
        )

    def _show(self, sheet: YearSheet) -> None:
        first = self.sheet is None
        self.sheet = sheet
        self.view.setEnabled(True)
        rows = []
        for key, kind in enumerate(KINDS):
            count, dated = sheet.counts[kind.value], sheet.dated.get(kind.value)
            words = ""
            if dated is not None:
                words = _("{organisations} organisations, {members} members").format(
                    organisations=number(dated.organisations or 0),
                    members=number(dated.members or 0),
                )
            values = {"organisations": count.organisations, "members": count.members}
            rows.append(GridRow(key, (kind, words), values))
        self.model.show_rows(rows, forget=True)
        self.view.hide_columns({"dated": not sheet.dated})
        words = _("What was entered by dates counts beside what is typed here.")
        self.told.setText(f"{times_words()} {words}" if sheet.dated else times_words())
        self.edited()
        if first or not (self.year.hasFocus() or self.level.hasFocus()):
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)
            self.view.go_to(0, ORGANISATIONS)

    def edited(self) -> None:
        """Show the sums of what is typed."""
        sums = [
            sum(one.get(name) or 0 for one in self.model.all_values())
            for name in ("organisations", "members")
        ]
        text = _("In all: {organisations} organisations, {members} members (times)")
        self.total.setText(text.format(organisations=number(sums[0]), members=number(sums[1])))

    def refuse(self, words: str) -> None:
        """Tell what stood in the way, and stay where the grid is."""
        self._moving = False
        self.view.setEnabled(self.sheet is not None)
        self._show_place()
        self.notice.tell(words, "error")

    def _show_place(self) -> None:
        """Show again of which year and level the grid is."""
        if self.sheet is not None:
            self.year.blockSignals(True)
            self.year.setValue(self.sheet.year)
            self.year.blockSignals(False)
            self.level.setCurrentIndex(self.level.findData(self.sheet.level))

    # keeping

    def _move(self) -> None:
        """Show another year or level; what was typed is kept first."""
        if self.sheet is None:
            return
        commit_input()
        self.view.finish()
        if self.model.unsaved:
            self._moving = True
            self.view.setEnabled(False)  # what is typed now would be of neither year
            self.save()
        else:
            self.notice.hide()
            self._read()

    def deed(self) -> tuple[Callable[..., Any], *tuple[Any, ...]]:
        """Return what keeps the counts."""
        return gateway.save_year_sheet, self.sheet, self._typed()

    def kept_already(self) -> None:
        """Tell that there is nothing to keep."""
        if self.sheet is not None:
            self.notice.tell(_("Everything is saved."), "info")

    def _typed(self) -> dict[str, tuple[int | None, int | None]]:
        changed = {key for key, _name in self.model.dirty}
        found = {key: self.model.values(key) for key in sorted(changed)}
        return {
            KINDS[key].value: (one.get("organisations"), one.get("members"))
            for key, one in found.items()
        }

    def saved(self, done: Done[YearSheet]) -> None:
        """Tell of what year and level; show the year that was waiting."""
        sheet = done.value
        text = _("The counts of {year}, level {level}, are saved. Ctrl+Z undoes it.")
        place = self.level.findData(sheet.level)
        self.notice.tell(text.format(year=sheet.year, level=self.level.itemText(place)), "success")
        moving, self._moving = self._moving, False
        if moving:
            self.model.forget()
            self._read()
        else:
            self._show(sheet)
