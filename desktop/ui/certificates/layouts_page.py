"""The list of layouts: a row opens in the editor instead of as the text it is kept as."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop.ui.certificates.editor import LayoutEditor
from desktop.ui.register_page import RegisterPage


class LayoutsPage(RegisterPage):
    """The register of layouts."""

    editor: LayoutEditor | None = None

    def new_record(self, given: Mapping[str, Any] | None = None) -> None:
        """Begin a new layout from the preset."""
        del given
        self._edit(None)

    def _open(self, row_id: int) -> None:
        if self.bin_shown:
            super()._open(row_id)  # looked at only
        else:
            self._edit(row_id)

    def _edit(self, row_id: int | None) -> None:
        self.editor = LayoutEditor(self.context, row_id, self.window())
        self.editor.finished.connect(self._forget)
        self.editor.open()

    def _forget(self) -> None:
        self.editor = None
