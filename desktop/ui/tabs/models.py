"""The tab of models: their life, the levels that commended them, their further owners."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from desktop.ui.i18n import _
from desktop.ui.icons import icon
from desktop.ui.page import PageContext
from desktop.ui.register.compound import MasterDetail
from desktop.ui.register.display import plural
from desktop.ui.register.options import PageOptions
from desktop.ui.register_page import RegisterPage


class ModelsPage(MasterDetail):
    """Models above, what belongs to one below."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        hint = _("Choose a model above to see what belongs to it.")
        details = []
        for name in ("model_steps", "model_levels", "model_units"):
            spec = context.specs[name]
            options = PageOptions(scope=None, compact=True, hint=hint, filters=False, search=False)
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
        self.state_action = QAction(icon("refresh-cw"), _("Change state…"), self)
        self.state_action.setToolTip(_("Write the next step in the life of the chosen model"))
        self.state_action.triggered.connect(self.change_state)
        master.toolbar.add_tool(self.state_action)
        master.current_changed.connect(self._enable)
        self._enable(None)
        self.setAccessibleName(_("Models"))

    def change_state(self) -> None:
        """Begin a step of the chosen model; the model takes its state when it is saved."""
        row = self.master.current_id()
        if row is not None:
            steps = self.detail("model_steps")
            steps.set_scope({"model_id": row})
            steps.new_record()

    def _enable(self, row: int | None) -> None:
        self.state_action.setEnabled(row is not None)


def make_page(context: PageContext, parent: QWidget | None = None) -> QWidget:
    """Return the page of the tab."""
    return ModelsPage(context, parent)
