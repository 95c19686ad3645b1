"""The tab of other registers: each opens, takes rows and finds them; what belongs to a round."""

from __future__ import annotations

import re
from typing import Any

import pytest
from PySide6.QtWidgets import QAbstractButton, QWidget

from desktop.ui.register.shelf import ShelfPage
from desktop.ui.tabs.others import OTHERS


@pytest.fixture
def others(desk: Any) -> ShelfPage:
    """The tab, brought up."""
    desk.window.tabs.show_tab("others")
    desk.settle()
    found = desk.window.tabs.page("others")
    assert isinstance(found, ShelfPage)
    return found


def offered(page: QWidget) -> set[str]:
    """The words of a page's buttons in sight."""
    buttons = [one for one in page.findChildren(QAbstractButton) if one.isVisible()]
    return {re.sub("[&…]", "", one.text()) for one in buttons}


def test_every_register_opens_and_an_empty_one_says_what_to_do(desk, others):
    specs = others.context.specs
    for place, name in enumerate(OTHERS.registers):
        others.names.setCurrentRow(place)
        desk.settle()
        page = others.main_page()
        assert page.spec.name == name
        assert others.names.item(place).text() == specs[name].heading
        assert page.model.rowCount() == len(desk.all(name))
        if not page.model.rowCount():
            asked = re.findall("«(.+?)»", page.showing.face.text)
            assert asked, name
            assert set(asked) <= offered(page), name


def test_a_contest_is_typed_kept_and_found(desk, others):
    others.names.setCurrentRow(OTHERS.registers.index("contests"))
    desk.settle()
    others.new_record()
    desk.settle()
    dialog = others.main_page().dialog
    desk.write(dialog, "name", "Hội thi kể chuyện về Bác")
    desk.write(dialog, "contestants", "36")
    desk.save(dialog)
    kept = desk.all("contests")[-1].values
    assert (kept["name"], kept["contestants"]) == ("Hội thi kể chuyện về Bác", 36)
    others.main_page().toolbar.search.setText("ke chuyen")
    desk.settle()
    assert others.main_page().model.rowCount() == 1


def test_a_record_comes_up_on_its_register(desk, others):
    desk.add("documents", number="05-CT/TW")
    wanted = desk.add("documents", number="01-KL/TW")
    desk.window.open_record("documents", wanted)
    desk.settle()
    assert others.main_page().spec.name == "documents"
    assert others.main_page().dialog.row.id == wanted
