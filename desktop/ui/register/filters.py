"""The row of filters above a table, made from a register's declaration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QWidget

from desktop.core.register import Field, Kind, RegisterSpec
from desktop.ui.i18n import _, language
from desktop.ui.icons import icon
from desktop.ui.jobs import Jobs
from desktop.ui.register import source
from desktop.ui.register.display import choice_text
from desktop.ui.register.filter_lists import CheckedList, Choices, UnitTree
from desktop.ui.register.flow import FlowLayout
from desktop.ui.register.look import filter_row

YEAR = "year"
_LONGEST = 26  # letters of the chosen words that a button shows
_REFERENCES_AT_MOST = 300

Values = tuple[Any, ...]


class FilterButton(QToolButton):
    """One filter: shows what is chosen, opens a list to choose from."""

    chosen = Signal()

    def __init__(
        self, name: str, title: str, field: Field | None, jobs: Jobs, register: str
    ) -> None:
        super().__init__()
        self.name = name
        self.title = title
        self.values: Values = ()
        self._words: dict[Any, str] = {}
        self._field = field
        self._jobs = jobs
        self._register = register
        self._popup: CheckedList | UnitTree | None = None
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setIcon(icon("chevron-down", "muted"))
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow behind the words
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.clicked.connect(self.open_list)
        self._show()

    @property
    def is_unit(self) -> bool:
        """Whether this filters by a unit with all below it."""
        field = self._field
        return field is not None and field.kind is Kind.REFERENCE and field.reference == "units"

    def set_values(self, values: Values, words: Mapping[Any, str] | None = None) -> None:
        """Choose values without telling; `words` are what they are called."""
        self.values = values
        self._words.update(words or {})
        self._show()

    def words(self) -> str:
        """Return what is chosen, in words."""
        return ", ".join(self._words.get(one, str(one)) for one in self.values)

    def paper_words(self) -> str:
        """Return what is filtered, in Vietnamese: 'Trạng thái: Dự bị'."""
        field = self._field
        if field is None:
            return f"Năm: {self.words()}"
        words = dict(self._words)
        if field.kind is Kind.BOOLEAN:
            words |= {True: "Có", False: "Không"}
        words |= field.choice_headings
        return f"{field.heading}: {', '.join(words.get(one, str(one)) for one in self.values)}"

    def open_list(self) -> None:
        """Open the list to choose from."""
        self.setChecked(bool(self.values))
        field = self._field
        if self.is_unit:
            self._ask(source.tree, (), self._show_tree)
        elif field is None or field.kind is Kind.INTEGER:
            self._ask(source.years, (self._register,), self._show_years)
        elif field.kind is Kind.REFERENCE:
            reference = field.reference or ""
            self._ask(source.options, (reference, "", _REFERENCES_AT_MOST), self._show_options)
        elif field.kind is Kind.LABEL:
            self._ask(source.labels, (field.reference or "",), self._show_labels)
        elif field.kind is Kind.BOOLEAN:
            self._open(CheckedList([(True, _("Yes")), (False, _("No"))], self.values))
        else:
            entries = [(one.value, choice_text(field, one.value)) for one in field.choices]
            self._open(CheckedList(entries, self.values))

    @property
    def popup(self) -> CheckedList | UnitTree | None:
        """The list when it is open."""
        return self._popup

    def _ask(self, fn: Any, args: tuple[Any, ...], done: Any) -> None:
        self._jobs.read(fn, *args, key=(id(self), "list"), on_done=done, context=self)

    def _show_years(self, years: Sequence[int]) -> None:
        self._open(CheckedList([(year, str(year)) for year in years], self.values))

    def _show_options(self, options: Sequence[Any]) -> None:
        entries = [(one.id, one.label) for one in options]
        missing = [(one, self._words[one]) for one in self.values if one in self._words]
        entries += [one for one in missing if one[0] not in {entry[0] for entry in entries}]
        self._open(CheckedList(entries, self.values))

    def _show_labels(self, labels: Sequence[str]) -> None:
        self._open(CheckedList([(one, one) for one in labels], self.values))

    def _show_tree(self, nodes: Sequence[Any]) -> None:
        self._open(UnitTree(nodes, self.values))

    def _open(self, popup: CheckedList | UnitTree) -> None:
        popup.setParent(self.window(), Qt.WindowType.Tool | Qt.WindowType.FramelessWindowHint)
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        popup.setAccessibleName(self.title)
        popup.chosen.connect(self._take)
        popup.destroyed.connect(self._forget)
        self._popup = popup
        popup.show_at(self.mapToGlobal(QPoint(0, self.height())), self.screen())

    def _forget(self) -> None:
        self._popup = None

    def _take(self, choices: Choices) -> None:
        self._words.update(choices)
        values = tuple(choices)
        if values != self.values:
            self.values = values
            self.chosen.emit()
        self._show()

    def _show(self) -> None:
        words = self.words()
        short = words if len(words) <= _LONGEST else f"{words[:_LONGEST].rstrip()}…"
        text = f"{self.title}: {short}" if words else self.title
        self.setText(text.replace("&", "&&"))
        self.setToolTip(f"{self.title}: {words}" if words else _("Filter by this"))
        self.setAccessibleName(_("Filter: {name}").format(name=self.title))
        self.setAccessibleDescription(words)
        self.setChecked(bool(self.values))


class FilterBar(QWidget):
    """The filters of a register; `filters` goes into a `Query`."""

    changed = Signal()

    def __init__(
        self,
        jobs: Jobs,
        spec: RegisterSpec,
        left_out: frozenset[str] = frozenset(),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._buttons: dict[str, FilterButton] = {}
        row = QWidget()
        filter_row(row)
        flow = FlowLayout(row)
        for name, title, field in _filters_of(spec):
            if name in left_out:
                continue
            button = FilterButton(name, title, field, jobs, spec.name)
            button.chosen.connect(self._chosen)
            self._buttons[name] = button
            flow.addWidget(button)
        self._clear = QPushButton(icon("x", "muted"), _("Clear filters"))
        self._clear.setFlat(True)
        self._clear.setAutoDefault(False)
        self._clear.clicked.connect(self.clear)
        self._clear.hide()
        flow.addWidget(self._clear)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(row, 1)

    def __len__(self) -> int:
        return len(self._buttons)

    def __bool__(self) -> bool:
        return True

    def button(self, name: str) -> FilterButton:
        """Return the button of one filter."""
        return self._buttons[name]

    def stops(self) -> list[QWidget]:
        """Return what Tab goes through, in order."""
        return [*self._buttons.values(), self._clear]

    def filters(self) -> dict[str, Any]:
        """Return what is chosen, as `Query.filters` has it."""
        found: dict[str, Any] = {}
        for name, button in self._buttons.items():
            if button.values:
                # one unit stands for its subtree, which a tuple of units does not
                found[name] = button.values[0] if button.is_unit else button.values
        return found

    def words(self) -> list[str]:
        """Return what is chosen, one 'name: words' each."""
        return [f"{one.title}: {one.words()}" for one in self._buttons.values() if one.values]

    def paper_words(self) -> list[str]:
        """Return the same in Vietnamese, whatever the language of the interface."""
        return [one.paper_words() for one in self._buttons.values() if one.values]

    def set_filters(self, filters: Mapping[str, Any], words: Mapping[Any, str]) -> None:
        """Choose values; what is not named is cleared. `words` say what ids are called."""
        for name, button in self._buttons.items():
            value = filters.get(name, ())
            values = value if isinstance(value, tuple) else (value,)
            button.set_values(values, {**_choice_words(button), **words})
        self._chosen()

    def clear(self) -> None:
        """Choose nothing."""
        if self.filters():
            self.set_filters({}, {})

    def _chosen(self) -> None:
        self._clear.setVisible(bool(self.filters()))
        self.updateGeometry()
        self.changed.emit()


def _choice_words(button: FilterButton) -> dict[Any, str]:
    field = button._field  # noqa: SLF001 (the same module's own button)
    if field is None:
        return {}
    if field.kind is Kind.BOOLEAN:
        return {True: _("Yes"), False: _("No")}
    return {one.value: choice_text(field, one.value) for one in field.choices}


def _filters_of(spec: RegisterSpec) -> list[tuple[str, str, Field | None]]:
    """Return name, title and field of each filter; a register with a period has its year."""
    found: list[tuple[str, str, Field | None]] = []
    if spec.period is not None and YEAR not in spec.by_name:
        found.append((YEAR, _("Year"), None))
    chosen = language()
    found += [(one.name, one.text(chosen), one) for one in spec.filters]
    return found
