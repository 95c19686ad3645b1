"""The tab of models: their life, who replicated them, what commended them, their files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QMenu, QVBoxLayout, QWidget

from desktop.core.errors import Problem
from desktop.ui.files.pane import FilesPane
from desktop.ui.i18n import _
from desktop.ui.icons import icon
from desktop.ui.models import gateway
from desktop.ui.models.life_line import LifeLine
from desktop.ui.models.replication import ReplicationPane
from desktop.ui.page import PageContext
from desktop.ui.register.compound import MasterDetail
from desktop.ui.register.display import plural
from desktop.ui.register.options import PageOptions
from desktop.ui.register_page import RegisterPage

_PAST = (
    "Để trống: hôm nay. Ngày đã qua: mô hình đã đăng ký đến ngày ấy, tình trạng và cấp tuyên "
    "dương của ngày ấy."
)
"""What a day means that the directory is made as of."""
_OWNED = ("model_steps", "model_reviews", "model_levels", "model_units")


class ModelsPage(MasterDetail):
    """Models above, their life in a line, what belongs to one below."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        self._panes: tuple[Any, ...] = ()
        hint = _("Choose a model above to see what belongs to it.")
        details = []
        for name in _OWNED:
            spec = context.specs[name]
            options = PageOptions(
                scope=None,
                compact=True,
                hint=hint,
                filters=False,
                search=False,
                can_add=name != "model_steps",  # steps are written by their own dialog
            )
            details.append((plural(spec), "model_id", RegisterPage(context, spec, options)))
        awards = context.specs["awards"]
        seen = PageOptions(
            scope=None,
            compact=True,
            hint=hint,
            key="models.awards",
            filters=False,
            search=False,
            can_add=False,
            can_change=False,
            can_delete=False,
        )
        details.append((plural(awards), "model_id", RegisterPage(context, awards, seen)))
        master = RegisterPage(context, context.specs["models"])
        super().__init__(context, master, details, parent)
        self.dialog: QDialog | None = None
        self.life = LifeLine(context)
        below = self.tabs.parentWidget()
        above_tabs = None if below is None else below.layout()
        if isinstance(above_tabs, QVBoxLayout):
            above_tabs.insertWidget(0, self.life)
        self.replication = ReplicationPane(context, hint)
        self.replication.replicate.connect(self.replicate)
        self.files = FilesPane(context, "models", hint=hint)
        self._panes = (self.replication, self.files)
        self.tabs.addTab(self.replication, _("Replication"))
        self.tabs.addTab(self.files, _("Files, photos"))
        self._make_tools()
        master.current_changed.connect(self._enable)
        master.view.selection_moved.connect(lambda: self._enable(self.master.current_id()))
        self._enable(None)
        self.setAccessibleName(_("Models"))

    # What the clerk does

    def change_state(self) -> None:
        """Ask for the next step of the selected models."""
        from desktop.ui.models.step_dialog import StepDialog  # noqa: PLC0415 (when needed)

        ids = self.master.selected_ids()
        if ids and not self.master.bin_shown:
            dialog = StepDialog(self.context, ids, self)
            dialog.done_with.connect(lambda text: self.master.notice.tell(text, "success"))
            self._open(dialog)

    def replicate(self, model: int | None = None) -> None:
        """Begin a model that is replicated from one, with what they have in common."""
        row = self.master.current_id() if model is None else model
        if row is not None:
            self.context.jobs.read(
                gateway.replica,
                row,
                on_done=self.master.new_record,
                on_error=self._failed,
                context=self,
            )

    def evaluate_again(self) -> None:
        """Show the models without news."""
        from desktop.ui.models.silent_dialog import SilentDialog  # noqa: PLC0415 (when needed)

        dialog = SilentDialog(self.context, self)
        dialog.opened.connect(lambda row: self.open_record("models", row))
        self._open(dialog)

    def compare(self) -> None:
        """Show the figures of two periods."""
        from desktop.ui.models.compare_dialog import CompareDialog  # noqa: PLC0415 (when needed)

        dialog = CompareDialog(self.context, self)
        dialog.opened.connect(lambda row: self.open_record("models", row))
        self._open(dialog)

    def print_directory(self, by: str) -> None:
        """Ask as of which day, and print the directory of the models that the table shows.

        `by` is 'field' or 'unit'.
        """
        from desktop.ui.dialogs.paper_options import DayPaperDialog  # noqa: PLC0415 (when needed)

        shown = self.master.listing()
        if shown is None:
            return
        options = {"query": shown.query, "filters": shown.filters, "by": by}
        title = _("Directory by field") if by == "field" else _("Directory by unit")
        form = "model-directory"
        self._open(DayPaperDialog(self.context, form, title, _PAST, options, self))

    def print_sheets(self) -> None:
        """Print a sheet of each selected model."""
        ids = self.master.selected_ids()
        if ids:
            self.context.print_pdf("model-sheet", {"models": ids})

    # Parts

    def _follow(self, *_place: object) -> None:
        """Show in the pane that is up what belongs to the chosen model."""
        place = self.tabs.currentIndex() - len(self.details)
        if self._panes:
            self.life.set_record(self._row)
        if self._panes and place >= 0:
            self._panes[place].set_record(self._row)
        else:
            super()._follow()

    def _open(self, dialog: QDialog) -> None:
        self.dialog = dialog
        dialog.finished.connect(self._closed)
        dialog.open()

    def _closed(self) -> None:
        self.dialog = None

    def _failed(self, problem: Problem) -> None:
        self.master.notice.tell(problem.message, "error")

    def _enable(self, row: int | None) -> None:
        chosen = bool(self.master.view.selected_count()) and not self.master.bin_shown
        for action in (self.state_action, self.sheet_action):
            action.setEnabled(chosen)
        self.replicate_action.setEnabled(row is not None and not self.master.bin_shown)

    def _make_tools(self) -> None:
        def action(words: str, name: str, deed: Callable[[], object]) -> QAction:
            made = QAction(words, self)
            if name:
                made.setIcon(icon(name))
            made.triggered.connect(lambda _on=False: deed())
            return made

        self.state_action = action(_("Change state…"), "refresh-cw", self.change_state)
        self.state_action.setToolTip(_("Write the next step in the life of the selected models"))
        self.replicate_action = action(_("&Replicate this model…"), "copy", self.replicate)
        self.silent_action = action(_("Models to &evaluate again…"), "clock", self.evaluate_again)
        self.compare_action = action(_("&Statistics, two periods…"), "list", self.compare)
        self.sheet_action = action(_("&Sheets of the selected models"), "", self.print_sheets)
        self.review_menu = QMenu(self)
        self.review_menu.addActions(
            [self.replicate_action, self.silent_action, self.compare_action]
        )
        self.papers_menu = QMenu(self)
        self.papers_menu.addActions(
            [
                action(_("Directory by &field…"), "", lambda: self.print_directory("field")),
                action(_("Directory by &unit…"), "", lambda: self.print_directory("unit")),
                self.sheet_action,
                action(
                    _("&Models to evaluate again"),
                    "",
                    lambda: self.context.print_pdf("model-silent", {}),
                ),
                action(_("Statistics, &two periods…"), "", self.compare),
            ]
        )
        toolbar = self.master.toolbar
        toolbar.add_tool(self.state_action)
        toolbar.add_tool(QAction(icon("search"), _("Look through"), self), self.review_menu)
        toolbar.add_tool(QAction(icon("printer"), _("Papers"), self), self.papers_menu)
        more = action(_("Change state…"), "refresh-cw", self.change_state)
        self.detail_pages["model_steps"].toolbar.add_tool(more)
        self.state_action.changed.connect(lambda: more.setEnabled(self.state_action.isEnabled()))

    @property
    def detail_pages(self) -> dict[str, RegisterPage]:
        """The panes of registers by their names, none brought up."""
        return {one.spec.name: one for one in self.details}


def make_page(context: PageContext, parent: QWidget | None = None) -> QWidget:
    """Return the page of the tab."""
    return ModelsPage(context, parent)
