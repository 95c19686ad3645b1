"""References that are typed: the words that can only mean one row are taken when they are left."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget

from desktop.core.register import Field, Kind
from desktop.services import registers
from desktop.ui.register.editors import Unreadable
from desktop.ui.register.picker import ReferenceEditor
from desktop.ui.register.typing import LineEdit

UNIT = Field("unit_id", "Unit", "Đơn vị", Kind.REFERENCE, reference="units")
NAMES = ("Chi bộ Ấp Giồng Lức", "Chi bộ ấp Mỹ Cẩm", "Chi bộ ấp Mỹ Cẩm A", "Hội Nông dân")


class Wanted:
    """A reference editor in a window, with another field to leave to."""

    def __init__(self, qtbot: Any, jobs: Any, spec: Any, type_keys: Any) -> None:
        self._qtbot, self._jobs, self._type_keys = qtbot, jobs, type_keys
        window = self.window = QWidget()
        self.editor = ReferenceEditor(UNIT, jobs, spec, window)
        self.editor.setGeometry(0, 0, 400, 30)
        self.other = LineEdit(window)
        self.other.setGeometry(0, 60, 400, 30)
        self.line = self.editor.line
        self.left: list[None] = []
        self.editor.left.connect(lambda: self.left.append(None))
        QWidget.setTabOrder(self.line, self.other)
        qtbot.addWidget(window)
        window.show()
        qtbot.waitExposed(window)
        window.activateWindow()
        self.line.setFocus()
        qtbot.waitUntil(self.line.hasFocus)

    def settle(self) -> None:
        for _round in range(3):
            self._qtbot.wait(5)
            self._qtbot.waitUntil(lambda: not self._jobs.pending)

    def type(self, keys: str) -> None:
        self._type_keys(self.line, keys)

    def tab(self) -> None:
        self._qtbot.keyClick(self.line, Qt.Key.Key_Tab)
        assert self.other.hasFocus()
        self.settle()


@pytest.fixture
def units(book: Any) -> dict[str, int]:
    return {
        name: registers.save(book, "units", {"name": name, "kind": "other"}).value.id
        for name in NAMES
    }


@pytest.fixture
def wanted(units: dict[str, int], opened: Any, qtbot: Any, jobs: Any, type_keys: Any) -> Wanted:
    return Wanted(qtbot, jobs, registers.specs()["units"], type_keys)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("chi bo ap giong luc", NAMES[0]),  # the whole name without its marks
        ("Chi bộ ấp Gi", NAMES[0]),  # begins the only one found
        ("hoi", NAMES[3]),
        ("chi bộ ấp mỹ cẩm", NAMES[1]),  # one says the name, another only begins with it
    ],
)
def test_words_that_mean_one_row_are_taken_when_the_field_is_left(wanted, units, typed, name):
    chosen: list[Any] = []
    wanted.editor.picked.connect(chosen.append)
    wanted.type(typed)
    wanted.settle()
    assert wanted.line.text() == typed  # never while it is typed
    wanted.tab()
    assert wanted.line.text() == name
    assert wanted.editor.value() == units[name]
    assert (chosen, len(wanted.left)) == ([None], 1)


@pytest.mark.parametrize(
    "typed",
    [
        "Chi bộ ấp M",  # begins two
        "Nông dân",  # found in one, but its name begins otherwise
        "Chi bộ 9",
    ],
)
def test_words_that_may_mean_others_are_left_with_the_sentence(wanted, typed):
    wanted.type(typed)
    wanted.tab()
    assert wanted.line.text() == typed
    with pytest.raises(Unreadable, match="Hãy chọn một dòng được gợi ý"):
        wanted.editor.value()
    assert len(wanted.left) == 1


def test_a_word_that_the_input_method_holds_counts(wanted, units):
    wanted.type("hội ")
    QApplication.sendEvent(wanted.line, QInputMethodEvent("nôn", []))
    wanted.settle()
    assert (wanted.line.text(), wanted.line.preedit) == ("hội ", "nôn")
    wanted.tab()
    assert (wanted.line.text(), wanted.editor.value()) == (NAMES[3], units[NAMES[3]])


def test_a_save_takes_the_words_of_the_field_that_has_the_cursor(wanted, units):
    wanted.type("hội n")
    saved: list[Any] = []
    wanted.editor.resolve(lambda: saved.append(wanted.editor.value()))
    wanted.settle()
    assert saved == [units[NAMES[3]]]


def test_who_comes_back_types_on_undisturbed(wanted, units):
    wanted.type("hội")
    wanted.other.setFocus()
    wanted.line.setFocus()  # before anything was read
    wanted.settle()
    assert (wanted.line.text(), wanted.left) == ("hội", [])
    wanted.other.setFocus()
    wanted.line.setFocus()
    wanted.line.selectAll()
    wanted.type("chi bo ap my cam a")
    wanted.other.setFocus()  # the words before are still being looked up
    wanted.settle()
    assert wanted.editor.value() == units[NAMES[2]]


def test_a_new_row_gets_the_words_typed_though_they_begin_another(wanted, qtbot):
    asked: list[str] = []
    wanted.editor.new_asked.connect(asked.append)
    wanted.type("Hội Nông")
    assert wanted.editor.new is not None
    qtbot.mouseClick(wanted.editor.new, Qt.MouseButton.LeftButton)
    wanted.settle()
    assert (asked, wanted.line.text()) == (["Hội Nông"], "Hội Nông")


def test_the_button_lists_all_and_takes_the_list_away_again(wanted, qtbot):
    qtbot.mouseClick(wanted.editor.drop, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: wanted.line.is_open)
    assert wanted.line.shown() == sorted(NAMES, key=str.casefold)
    qtbot.mouseClick(wanted.editor.drop, Qt.MouseButton.LeftButton)
    wanted.settle()
    assert not wanted.line.is_open
