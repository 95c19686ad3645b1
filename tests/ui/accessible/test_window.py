"""Every tab and every record: named for a screen reader, reached by keys, whole, Vietnamese."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractButton, QWidget

from desktop.services import registers
from desktop.ui import i18n
from desktop.ui.dialogs.progress import ProgressDialog
from desktop.ui.register.record_dialog import RecordDialog

TABS = [
    "overview",
    "members",
    "pledges",
    "models",
    "commendations",
    "others",
    "units",
    "clean_data",
    "upward",
]
SPECS = registers.specs()


def test_the_checks_find_what_is_wrong(make_window, settle, look):
    i18n.install("en")
    window = make_window()
    main = look.bring_up(window, "members").main_page()
    found = look.english(window)
    assert {"English: Members", "English: Full name", "English: New book…"} <= set(found)
    assert look.clipped(window) == []
    main.toolbar._count.setMaximumWidth(3)
    settle(window)
    assert [one.split(":")[0] for one in look.clipped(window)] == ["too narrow"]
    main.toolbar.search.setAccessibleName("")
    main.toolbar.search.setPlaceholderText("")
    main.filters.button("status").setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    kinds = [one.split(":")[0] for one in look.out_of_reach(window)]
    assert sorted(kinds) == ["no name", "no way by Tab"]
    window.setMinimumWidth(1367)
    assert len(look.too_large(window)) == 1


@pytest.mark.parametrize("name", TABS)
def test_every_tab_can_be_used_by_everyone(window, look, name):
    look.bring_up(window, name)
    assert look.faults(window) == []


def test_the_welcome_page_can_too(qtbot, open_window, look):
    window = open_window()
    window.resize(1366, 728)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.welcome.findChild(QAbstractButton).setFocus()
    assert look.faults(window) == []


def test_no_words_are_cut_off_in_the_smallest_window_either(window, look):
    window.resize(window.minimumSize())
    for name in TABS:
        look.bring_up(window, name)
        found = [one for one in look.clipped(window) if one.startswith("too narrow")]
        assert found == [], name


class ShownWindows(QObject):
    """Notes every window that comes up, however briefly."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.names.append(type(watched).__name__)
        return False


def test_no_other_window_flashes_up_while_pages_are_made(qapp, window, settle, look):
    """A widget that is shown before it has its place is a window of its own for a moment."""
    seen = ShownWindows()
    qapp.installEventFilter(seen)
    for name in TABS:
        look.bring_up(window, name)
        assert window.isActiveWindow()
    window.actions_["lists"].trigger()
    settle(window)
    qapp.removeEventFilter(seen)
    names = [one for one in seen.names if one != ProgressDialog.__name__]  # of a slow machine
    assert names == ["QDialog"]


# records


def _of_every_register(window: Any, look: Any, check: Any) -> list[str]:
    found = []
    for name in SPECS:
        dialog = look.open_record(window, name)
        found += [f"{name}: {one}" for one in check(dialog)]
        dialog.accept_now()
    return found


def test_the_record_of_every_register_can_be_used_by_everyone(window, look):
    assert _of_every_register(window, look, look.faults) == []


def test_the_record_of_every_register_is_whole_in_large_print(large_print, window, settle, look):
    def check(dialog: RecordDialog) -> list[str]:
        settle(window)  # the rows of the form come to their heights
        return [*look.clipped(dialog), *look.too_large(dialog)]

    assert _of_every_register(window, look, check) == []


def test_a_members_record_with_all_that_belongs_to_it_can_too(window, settle, look):
    page = look.bring_up(window, "members").main_page()
    page.open_selected()
    settle(window)
    tabs = page.dialog.tabs
    assert tabs.count() == 11
    for place in range(tabs.count()):
        tabs.setCurrentIndex(place)
        settle(window)
        assert look.faults(page.dialog) == [], tabs.tabText(place)


def test_what_tab_passes_by_has_a_key_of_its_own(qtbot, window, settle, look):
    dialog = look.open_record(window, "members")
    unit = dialog.form.boxes["unit_id"].editor
    unit.line.setFocus()
    qtbot.keyClick(unit.line, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: unit.line.is_open)
    assert unit.line.shown() != []
    qtbot.keyClick(unit.line, Qt.Key.Key_Escape)
    assert not unit.line.is_open
    assert dialog.isVisible()
    qtbot.keyClick(unit.line, Qt.Key.Key_Insert)
    settle(window)
    (other,) = [one for one in dialog.findChildren(RecordDialog) if one.isVisible()]
    assert other.spec.name == "units"
    other.reject()
    born = dialog.form.boxes["birth_date"].editor
    qtbot.keyClick(born.line, Qt.Key.Key_F4)
    assert born.calendar.isVisible()
    born.calendar.close()
