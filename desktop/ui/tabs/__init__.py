"""The pages behind the window's tabs, as texts: each is imported when it is first shown.

`PAGES` maps a tab's name to 'module:callable'; the callable is
`make_page(context: PageContext, parent: QWidget) -> QWidget` (`desktop.ui.page`). The page
'lists' has no tab: it opens from the menu Tools in a dialog of its own. `TAB_OF` maps a register
to the tab that shows it, where the two have different names.
"""

from __future__ import annotations

PAGES: dict[str, str] = {
    "overview": "desktop.ui.tabs.overview:make_page",
    "members": "desktop.ui.tabs.members:make_page",
    "pledges": "desktop.ui.tabs.pledges:make_page",
    "models": "desktop.ui.tabs.models:make_page",
    "commendations": "desktop.ui.tabs.commendations:make_page",
    "units": "desktop.ui.tabs.units:make_page",
    "clean_data": "desktop.ui.tabs.clean_data:make_page",
    "others": "desktop.ui.tabs.others:make_page",
    "upward": "desktop.ui.tabs.upward:make_page",
    "lists": "desktop.ui.tabs.lists:make_page",
}
TAB_OF: dict[str, str] = {
    "rounds": "commendations",
    "decisions": "commendations",
    "awards": "commendations",
    "campaigns": "pledges",
    "expected": "pledges",
    "pledge_items": "pledges",
    "pledge_reviews": "pledges",
    "worklist": "pledges",
    "model_steps": "models",
    "model_reviews": "models",
    "model_levels": "models",
    "model_units": "models",
    "yearly_ratings": "members",
    "overkept": "members",
    "unit_parents": "units",
    "study_sessions": "others",
    "study_attendances": "others",
    "inspections": "others",
    "documents": "others",
    "topic_documents": "others",
    "period_reports": "others",
    "report_issues": "others",
    "plan_items": "others",
    "topics": "others",
    "plans": "others",
    "conferences": "others",
    "contests": "others",
    "ethics_standards": "others",
    "topic_meetings": "others",
    "breakthroughs": "others",
    "good_deeds": "others",
    "indicators": "others",
    "submissions": "upward",
    "remarks": "upward",
    "same_records": "upward",
}
