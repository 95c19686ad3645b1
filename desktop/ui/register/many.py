"""Changing the selected rows of a page all at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.ui.dialogs.many.plans import Plan, edit, status, transfer
from desktop.ui.i18n import _, ngettext, number

if TYPE_CHECKING:
    from desktop.ui.dialogs.many.dialog import ManyDialog
    from desktop.ui.register_page import RegisterPage

__all__ = ["change", "edit", "status", "transfer"]


def change(page: RegisterPage, plan: Plan) -> ManyDialog | None:
    """Open the dialog of a plan for the rows that are selected; None when there are none."""
    from desktop.ui.dialogs.many.dialog import ManyDialog  # noqa: PLC0415 (when needed)

    ids = page.selected_ids()
    if not ids or page.bin_shown:
        page.notice.tell(_("Select rows in the table first (Ctrl+A selects all)."), "warning")
        return None

    def done(count: int) -> None:
        text = ngettext(
            "Changed: {count} record. Ctrl+Z undoes it.",
            "Changed: {count} records. Ctrl+Z undoes it.",
            count,
        )
        page.notice.tell(text.format(count=number(count)), "success")

    dialog = ManyDialog(page.context, page.spec, ids, plan, page)
    dialog.done_with.connect(done)
    dialog.open()
    return dialog
