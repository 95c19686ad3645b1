"""What every window is checked for, on the demo book: names, keys, room, language."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import polib
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QScrollArea,
    QScrollBar,
    QTabBar,
    QWidget,
)

from desktop.platform.paths import resource_path
from desktop.services import registers
from desktop.services.demo import make_demo
from desktop.ui.main_window import MainWindow
from desktop.ui.pledges.grid import GridView
from desktop.ui.pledges.register_cell_grid import ItemsGrid
from desktop.ui.register.editors import FieldEditor
from desktop.ui.register.record_dialog import RecordDialog
from tests.ui import driving

LONG = 20
SCREEN = (1366, 728)  # 1366x768 without the task bar
SPECS = registers.specs()
INNER = ("qt_spinbox_lineedit", "qt_scrollarea_viewport")
KEYED = ("Lịch", "Mở danh sách (phím mũi tên xuống)")  # F4 and Down do the same (test_window.py)


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("mẫu") / "Sổ mẫu.gsdb"
    make_demo(path, members=30, today=date.today()).close()  # noqa: DTZ011 - the clerk's day
    return path


@pytest.fixture
def settle(qtbot: Any) -> Callable[[MainWindow], None]:
    """Waits until everything asked for has come."""

    def wait(window: MainWindow) -> None:
        for _round in range(3):
            qtbot.wait(5)
            qtbot.waitUntil(
                lambda: not (window.jobs.pending or driving.resting()), timeout=LONG * 1000
            )
        # on a busy machine what takes over a second has had its progress shown in front
        if QApplication.activeModalWidget() is None and QApplication.activeWindow() is None:
            window.activateWindow()
            qtbot.waitUntil(window.isActiveWindow)

    return wait


@pytest.fixture
def make_window(
    qtbot: Any, open_window: Any, settle: Any, demo_file: Path, tmp_path: Path
) -> Callable[[], MainWindow]:
    def make() -> MainWindow:
        made = open_window(Path(shutil.copyfile(demo_file, tmp_path / "Sổ mẫu.gsdb")))
        made.resize(*SCREEN)
        made.activateWindow()
        qtbot.waitUntil(made.isActiveWindow)
        settle(made)
        return made

    return make


@pytest.fixture
def window(make_window: Callable[[], MainWindow]) -> MainWindow:
    """A window on the demo book, as large as the clerk's screen allows."""
    return make_window()


@pytest.fixture
def large_print(qapp: QApplication) -> Iterator[None]:
    """Everything one and a half times as large."""
    before, larger = qapp.font(), qapp.font()
    larger.setPointSizeF(before.pointSizeF() * 1.5)
    qapp.setFont(larger)
    yield
    qapp.setFont(before)


def parts(shown: QWidget) -> list[Any]:
    """The visible widgets of one window, without the inner parts of Qt's own."""
    return [
        one
        for one in (shown, *shown.findChildren(QWidget))
        if one.isVisible()
        and one.window() is shown.window()
        and one.objectName() not in INNER
        and not isinstance(one.parent(), QLineEdit | QComboBox | QTabBar | QScrollBar)
        and not isinstance(one, QScrollBar | QHeaderView)
    ]


def spoken(widget: QWidget) -> str:
    """What a screen reader says of a widget."""
    face = QAccessible.queryAccessibleInterface(widget)
    return face.text(QAccessible.Text.Name).strip() if face is not None else ""


def _plain(text: str) -> str:
    bare = unescape(re.sub(r"<[^>]*>", "", text)).replace("&&", "\0").replace("&", "")
    return bare.replace("\0", "&").strip()


def _english_words() -> re.Pattern[str]:
    """All English texts of the interface whose Vietnamese is another."""
    pairs: list[tuple[str, str]] = []
    for entry in polib.pofile(str(resource_path("locale", "vi", "LC_MESSAGES", "guongsang.po"))):
        pairs.append((entry.msgid, entry.msgstr or entry.msgstr_plural.get(0, "")))
        if entry.msgid_plural:
            pairs.append((entry.msgid_plural, entry.msgstr_plural[0]))
    for spec in SPECS.values():
        pairs += [(spec.label, spec.heading), (spec.singular, spec.singular_heading)]
        for field in spec.fields:
            pairs += [(field.label, field.heading), (field.group_label, field.group)]
            pairs += [(one.text("en"), one.text("vi")) for one in field.choices]
    # Qt's own
    pairs += [(word, "") for word in ("OK", "Cancel", "Close", "Save", "Discard", "Yes", "No")]
    texts = {_plain(one) for one, other in pairs if one and _plain(one) != _plain(other)}
    made = [re.sub(r"\\\{\w+\\\}", ".+", re.escape(one)) for one in texts]
    return re.compile("|".join(one for one in made if re.search("[A-Za-z]{2}", one)))


ENGLISH = _english_words()


def words_of(one: Any) -> Iterator[str]:
    """Everything a widget shows or says."""
    yield from (one.toolTip(), one.accessibleName(), one.accessibleDescription(), one.windowTitle())
    if isinstance(one, QLabel | QAbstractButton):
        yield one.text()
    elif isinstance(one, QLineEdit):
        yield one.placeholderText()
    elif isinstance(one, QGroupBox):
        yield one.title()
    elif isinstance(one, QTabBar):
        yield from (one.tabText(place) for place in range(one.count()))
    elif isinstance(one, QComboBox):
        yield from (one.itemText(place) for place in range(one.count()))
    elif isinstance(one, QHeaderView):
        places = range(one.count())
        yield from (str(one.model().headerData(place, one.orientation()) or "") for place in places)


class Looker:
    """Uses a window as the clerk does, and tells what is wrong with it."""

    def __init__(self, qtbot: Any, settle: Callable[[MainWindow], None]) -> None:
        self._qtbot = qtbot
        self._settle = settle

    def bring_up(self, window: MainWindow, name: str) -> Any:
        """Show a tab with a row chosen, so that everything on it has something to show."""
        window.tabs.show_tab(name)
        self._settle(window)
        page: Any = window.tabs.current_page()
        if hasattr(page, "main_page"):
            page.main_page().view.selectRow(0)
            self._settle(window)
        return page

    def open_record(self, window: MainWindow, name: str) -> RecordDialog:
        """Open the window of a new record of a register."""
        dialog = RecordDialog(window._context, SPECS[name], window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        dialog.show_new()
        self._qtbot.waitUntil(dialog.form.isEnabled, timeout=LONG * 1000)
        self._qtbot.waitUntil(dialog.isActiveWindow)
        return dialog

    def faults(self, shown: QWidget) -> list[str]:
        """Everything that is wrong with a window."""
        return [
            *self.out_of_reach(shown),
            *self.clipped(shown),
            *self.too_large(shown),
            *self.english(shown),
        ]

    def walk(self) -> set[QWidget]:
        """Everything that Tab comes to, from where the cursor is and round again."""
        reached: list[QWidget] = []
        here = QApplication.focusWidget()
        while here is not None and here not in reached:
            reached.append(here)
            for _part in range(4):  # a date has parts of its own
                if QApplication.focusWidget() is here:
                    self._qtbot.keyClick(here, Qt.Key.Key_Tab)
            if isinstance(here, ItemsGrid) and QApplication.focusWidget() is here:
                # Tab goes through its cells, as in a spreadsheet; this leaves it
                self._qtbot.keyClick(here, Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
            if isinstance(here, GridView) and QApplication.focusWidget() is here:
                self._leave(here)
            here = QApplication.focusWidget()
        return set(reached)

    def _leave(self, grid: GridView) -> None:
        """Leave a grid as Tab does after its last cell that can be typed into."""
        model = grid.grid()
        grid.go_to(len(model.rows) - 1, len(model.columns) - 1)
        self._qtbot.keyClick(grid, Qt.Key.Key_Tab)

    def out_of_reach(self, shown: QWidget) -> list[str]:
        """Controls without a name, and those that Tab doesn't come to."""
        reached = self.walk()
        found = []
        for one in parts(shown):
            button = isinstance(one, QAbstractButton)
            takes_focus = one.focusPolicy() != Qt.FocusPolicy.NoFocus and not isinstance(
                one, QLabel
            )
            if one.focusProxy() is not None or not one.isEnabled() or not (button or takes_focus):
                continue
            name = spoken(one)
            if not name:
                found.append(f"no name: {one}")
            adds = isinstance(one.parent(), FieldEditor) and name.startswith("Thêm ")  # Insert
            if one not in reached and name not in KEYED and not adds:
                found.append(f"no way by Tab: {one} {name}")
        return found

    @staticmethod
    def clipped(shown: QWidget) -> list[str]:
        """Labels and buttons whose words don't stand there whole."""
        found = []
        for one in parts(shown):
            needed = one.sizeHint()
            if isinstance(one, QLabel) and one.text():
                height = needed.height()
                if one.wordWrap():
                    height = one.heightForWidth(one.width())
                elif one.width() < needed.width() - 1 and one.toolTip() != one.text():
                    # the line below is cut with dots and has the whole as its tool tip
                    found.append(f"too narrow: {one.text()!r} {one.width()} < {needed.width()}")
                if one.height() < height - 1:
                    found.append(f"too low: {one.text()!r} {one.height()} < {height}")
            elif isinstance(one, QAbstractButton) and one.text():
                if one.width() < needed.width() - 1 or one.height() < needed.height() - 1:
                    found.append(f"button too small: {one.text()!r} {one.size()} < {needed}")
            elif isinstance(one, QScrollArea) and one.widget() is not None:
                inside = one.widget().minimumSizeHint().width()
                if inside > one.viewport().width():
                    found.append(f"wider than its room: {one} {inside} > {one.viewport().width()}")
        return found

    @staticmethod
    def too_large(shown: QWidget) -> list[str]:
        """A window that needs more than the screen."""
        least = shown.minimumSizeHint().expandedTo(shown.minimumSize())
        if least.width() <= SCREEN[0] and least.height() <= SCREEN[1]:
            return []
        return [f"does not fit the screen: {shown} {least}"]

    @staticmethod
    def english(shown: QWidget) -> list[str]:
        """The English words that a window and its menus show."""
        texts = [text for one in shown.findChildren(QWidget) for text in words_of(one)]
        texts += [action.text() for menu in shown.findChildren(QMenu) for action in menu.actions()]
        texts += [shown.windowTitle()]
        return sorted({f"English: {one}" for one in map(_plain, texts) if ENGLISH.fullmatch(one)})


@pytest.fixture
def look(qtbot: Any, settle: Callable[[MainWindow], None]) -> Looker:
    return Looker(qtbot, settle)
