"""Columns shown, hidden, moved and sized; remembered; put back."""

from __future__ import annotations

from desktop.platform.settings import Settings
from desktop.ui.register.options import PageOptions


def test_columns_are_remembered_across_runs(office, people):
    page = office.page("members")
    before = page.columns.shown()
    assert before[0] == "full_name"
    assert "home_town" not in before
    page.columns.set_shown("home_town", True)
    page.columns.set_shown("sex", False)
    page.columns.move("card_number", -1)
    header = page.view.horizontalHeader()
    names = [one.name for one in page.model.fields]
    header.resizeSection(names.index("full_name"), 333)
    wanted = page.columns.shown()
    page.columns.save()
    office.settings.save()

    office.context.settings.__init__(office.settings.path)
    assert Settings(office.settings.path).get_table("columns.members")
    again = office.page("members")
    assert again.columns.shown() == wanted
    assert "home_town" in wanted
    assert "sex" not in wanted
    assert again.view.columnWidth(names.index("full_name")) == 333
    again.columns.reset()
    assert again.columns.shown() == before
    assert again.view.columnWidth(names.index("full_name")) != 333


def test_the_last_column_can_not_be_hidden(office, people):
    page = office.page("fields")
    for name in page.columns.shown():
        page.columns.set_shown(name, False)
    assert len(page.columns.shown()) == 1


def test_the_menu_shows_and_hides(office, people):
    page = office.page("members")
    menu = page.columns.menu(name="sex")
    office.qtbot.addWidget(menu)
    field = page.spec.by_name["sex"]
    toggle = next(one for one in menu.actions() if one.text() == field.heading)
    assert toggle.isChecked()
    toggle.trigger()
    assert "sex" not in page.columns.shown()


def test_the_owner_is_no_column_of_a_pane(office):
    pane = office.page("pledge_items", PageOptions(scope={"pledge_id": 1}, compact=True))
    assert "pledge_id" not in pane.columns.shown()
    menu = pane.columns.menu()
    office.qtbot.addWidget(menu)
    assert pane.spec.by_name["pledge_id"].heading not in [one.text() for one in menu.actions()]


def test_damaged_settings_give_the_declared_columns(office, people):
    before = office.page("members").columns.shown()
    for kept in (
        {"order": 5, "hidden": None, "widths": []},
        {"order": ["x"], "widths": {"a": "b"}},
    ):
        office.settings.set_table("columns.members", kept)
        assert set(office.page("members").columns.shown()) >= set(before)


def test_headings_follow_when_columns_move(office, people):
    page = office.page("members")
    page.columns.move("full_name", 1)
    assert page.columns.shown()[1] == "full_name"
    page.print_list()
    assert office.told.papers[-1][1]["columns"] == page.columns.shown()
