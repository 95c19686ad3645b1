"""The editable lists and rules, shown in a dialog: one list of names, one page for each."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QWidget,
)

from desktop.ui.i18n import _
from desktop.ui.page import PageContext
from desktop.ui.register.compound import CompoundPage, MasterDetail
from desktop.ui.register.display import plural
from desktop.ui.register.look import airy
from desktop.ui.register.options import PageOptions
from desktop.ui.register_page import RegisterPage
from desktop.ui.theme import MARGIN

LISTS = (
    "offices",
    "signers",
    "topics",
    "documents",
    "fields",
    "award_forms",
    "levels",
    "document_types",
    "rating_scales",
    "rules",
    "page_layouts",
    "submissions",
)
_DETAILS = {
    "award_forms": ("award_form_levels", "form_id"),
    "rating_scales": ("rating_grades", "scale_id"),
}
_READ_ONLY = frozenset({"submissions"})


class ListsPage(CompoundPage):
    """The lists' names on the left, the chosen one on the right."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._made: dict[int, RegisterPage | CompoundPage] = {}
        self.names = QListWidget()
        self.names.setAccessibleName(_("Lists and rules"))
        airy(self.names)
        for name in LISTS:
            spec = context.specs[name]
            item = QListWidgetItem(plural(spec))
            item.setData(Qt.ItemDataRole.UserRole, name)
            self.names.addItem(item)
        width = self.names.sizeHintForColumn(0) + 36
        self.names.setFixedWidth(max(180, min(width, 260)))
        self._stack = QStackedWidget()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, 0, MARGIN)
        layout.addWidget(self.names)
        layout.addWidget(self._stack, 1)
        self.names.currentRowChanged.connect(self._show)
        self.names.setCurrentRow(0)
        self.setAccessibleName(_("Lists and rules"))

    def main_page(self) -> RegisterPage:
        """Return the list that is shown."""
        page = self._page(self.names.currentRow())
        return page if isinstance(page, RegisterPage) else page.main_page()

    def page_of(self, register: str) -> RegisterPage | None:
        """Return the page of a list, brought up."""
        owners = {detail: name for name, (detail, _field) in _DETAILS.items()}
        name = owners.get(register, register)
        if name not in LISTS:
            return None
        self.names.setCurrentRow(LISTS.index(name))
        page = self._page(LISTS.index(name))
        return page if isinstance(page, RegisterPage) else page.page_of(register)

    def _page(self, place: int) -> RegisterPage | CompoundPage:
        if place not in self._made:
            page = self._make(LISTS[place])
            self._made[place] = page
            self._stack.addWidget(page)
        return self._made[place]

    def _make(self, name: str) -> RegisterPage | CompoundPage:
        context = self.context
        changes = name not in _READ_ONLY
        options = PageOptions(can_add=changes, can_delete=changes)
        page = RegisterPage(context, context.specs[name], options)
        if name not in _DETAILS:
            return page
        detail, field = _DETAILS[name]
        spec = context.specs[detail]
        below = PageOptions(
            scope=None,
            compact=True,
            filters=False,
            search=False,
            hint=_("Choose a row above to see what belongs to it."),
        )
        pane = RegisterPage(context, spec, below)
        return MasterDetail(context, page, [(plural(spec), field, pane)])

    def _show(self, place: int) -> None:
        self.commit_input()
        self._stack.setCurrentWidget(self._page(place))


def make_page(context: PageContext, parent: QWidget | None = None) -> QWidget:
    """Return the page of the dialog."""
    return ListsPage(context, parent)
