"""The list of report templates: a row opens in its editor, a shipped text can be copied."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from desktop.core.register import RegisterSpec
from desktop.ui.i18n import _, language
from desktop.ui.icons import icon
from desktop.ui.page import PageContext
from desktop.ui.register.options import PageOptions
from desktop.ui.reports.edited import EditedPage


class TemplatesPage(EditedPage):
    """The register of templates."""

    def __init__(self, context: PageContext, spec: RegisterSpec, options: PageOptions) -> None:
        super().__init__(context, spec, options)
        self.copy_menu = QMenu(self)
        for choice in spec.by_name["kind"].choices:
            one = self.copy_menu.addAction(choice.text(language()))
            one.triggered.connect(lambda _on=False, kind=choice.value: self.copy_shipped(kind))
        copy = QAction(icon("file-plus"), _("From a shipped template"), self)
        copy.setToolTip(_("A new template with the text of the one that comes with the program"))
        self.toolbar.add_tool(copy, self.copy_menu)

    def new_record(self, given: Mapping[str, Any] | None = None) -> None:
        """Begin a new template."""
        del given
        self._edit(None)

    def copy_shipped(self, kind: str) -> None:
        """Begin a new template with the shipped text of a kind of report."""
        self._edit(None, kind)

    def edit(self, row_id: int) -> None:
        """Open a template in its editor."""
        self._edit(row_id)

    def _edit(self, row_id: int | None, copied: str | None = None) -> None:
        from desktop.ui.reports.template_editor import TemplateEditor  # noqa: PLC0415 (when needed)

        if self.editor is None:
            editor = TemplateEditor(self.context, row_id, copied, self.window())
            editor.kept.connect(self.select_record)
            self.show_editor(editor)
