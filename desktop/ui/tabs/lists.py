"""The editable lists and rules, shown in a dialog."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.ui.certificates.layouts_page import LayoutsPage
from desktop.ui.i18n import N_
from desktop.ui.page import PageContext
from desktop.ui.register.shelf import Shelf, ShelfPage
from desktop.ui.reports.templates_page import TemplatesPage

LISTS = Shelf(
    N_("Lists and rules"),
    (
        "offices",
        "signers",
        "fields",
        "award_forms",
        "certificate_layouts",
        "levels",
        "document_types",
        "rating_scales",
        "rules",
        "page_layouts",
        "report_templates",
        "submission_profiles",
        "submissions",
    ),
    {
        "award_forms": ("award_form_levels", "form_id"),
        "rating_scales": ("rating_grades", "scale_id"),
    },
    frozenset({"submissions"}),
    {"certificate_layouts": LayoutsPage, "report_templates": TemplatesPage},
)


def make_page(context: PageContext, parent: QWidget | None = None) -> QWidget:
    """Return the page of the dialog."""
    return ShelfPage(context, LISTS, parent)
