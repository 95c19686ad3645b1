"""The tab of what is followed beside: study, inspection counts, documents, plans and the like."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.ui.counts.page import InspectionsPage
from desktop.ui.documents.page import DocumentsPage
from desktop.ui.i18n import N_
from desktop.ui.page import PageContext
from desktop.ui.plans.plans_page import PlansPage
from desktop.ui.plans.small_pages import (
    BreakthroughsPage,
    ConferencesPage,
    MeetingsPage,
    StandardsPage,
)
from desktop.ui.plans.topics_page import TopicsPage
from desktop.ui.register.shelf import Shelf, ShelfPage
from desktop.ui.reports.page import ReportsPage
from desktop.ui.study.page import StudyPage

OTHERS = Shelf(
    N_("Other registers"),
    (
        "study_sessions",
        "inspections",
        "documents",
        "topics",
        "plans",
        "period_reports",
        "conferences",
        "contests",
        "ethics_standards",
        "topic_meetings",
        "breakthroughs",
        "good_deeds",
        "indicators",
    ),
    {
        "study_sessions": ("study_attendances", "session_id"),
        "topics": ("topic_documents", "topic_id"),
        "plans": ("plan_items", "plan_id"),
        "period_reports": ("report_issues", "report_id"),
    },
    pages={
        "study_sessions": StudyPage,
        "topics": TopicsPage,
        "plans": PlansPage,
        "conferences": ConferencesPage,
        "ethics_standards": StandardsPage,
        "topic_meetings": MeetingsPage,
        "breakthroughs": BreakthroughsPage,
        "inspections": InspectionsPage,
        "documents": DocumentsPage,
        "period_reports": ReportsPage,
    },
)


def make_page(context: PageContext, parent: QWidget | None = None) -> QWidget:
    """Return the page of the tab."""
    return ShelfPage(context, OTHERS, parent)
