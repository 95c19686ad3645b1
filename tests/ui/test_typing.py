"""What input methods send, in every kind of field: nothing of it may be lost or changed.

Unikey on Windows sends Backspace and the new letters as key events; ibus and fcitx hold the word
as a preedit until it is committed (DOMAIN.md, 'Typing and old text').
"""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget

from desktop.core.register import Field, Kind
from desktop.ui.jobs import Jobs
from desktop.ui.register.date_editor import DateEditor
from desktop.ui.register.editors import AreaEditor, FieldEditor, NumberEditor, TextEditor
from desktop.ui.register.picker import LabelEditor, ReferenceEditor
from desktop.ui.register.toolbar import SearchField
from desktop.ui.register.typing import LineEdit, TextArea, commit_input

from .driving import type_keys

# What Unikey (Telex, sending Backspace) sends for the words on the right; '\b' is Backspace.
UNIKEY = [
    ("Nguye\bên\bx\b\b\b\bễn", "Nguyễn"),
    ("ddo\b\b\bđo", "đo"),
    ("d\bđuwo\b\bươ\b\bươngf\b\b\b\bờng", "đường"),
    ("hoa\b\boà\b\bòa", "hòa"),
    ("Tru\b\b\bTrường", "Trường"),
]


def _typed(keys: str) -> str:
    """What stands in a plain field after these keys."""
    text = ""
    for letter in keys:
        text = text[:-1] if letter == "\b" else text + letter
    return text


def _compose(widget: QWidget, preedit: str) -> None:
    QApplication.sendEvent(widget, QInputMethodEvent(preedit, []))


def _commit(widget: QWidget, text: str) -> None:
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


def _field(kind: Kind, **more: Any) -> Field:
    return Field(name="x", label="X", heading="X", kind=kind, **more)


def _editors(jobs: Jobs) -> dict[str, FieldEditor]:
    return {
        "text": TextEditor(_field(Kind.TEXT)),
        "name": TextEditor(_field(Kind.NAME)),
        "area": AreaEditor(_field(Kind.LONG_TEXT)),
        "number": NumberEditor(_field(Kind.MONEY)),
        "date": DateEditor(_field(Kind.DATE)),
        "partial": DateEditor(_field(Kind.PARTIAL_DATE)),
        "reference": ReferenceEditor(_field(Kind.REFERENCE, reference="units"), jobs),
        "label": LabelEditor(_field(Kind.LABEL, reference="document_types"), jobs),
    }


KINDS = ("text", "name", "area", "number", "date", "partial", "reference", "label")


def _text(widget: Any) -> str:
    return str(widget.toPlainText() if isinstance(widget, TextArea) else widget.text())


@pytest.fixture
def shown(qtbot, jobs):
    """An editor in a window, with another field to leave to."""
    made: list[QWidget] = []

    def show(editor: QWidget) -> QWidget:
        window = QWidget()
        editor.setParent(window)
        other = LineEdit(window)
        other.setObjectName("other")
        qtbot.addWidget(window)
        window.show()
        qtbot.waitExposed(window)
        window.activateWindow()
        target = editor.focusProxy() or editor
        target.setFocus()
        qtbot.waitUntil(target.hasFocus)
        made.append(window)
        return target

    return show


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("keys", "word"), UNIKEY)
def test_unikey_types_what_is_meant_in_every_field(shown, jobs, kind, keys, word):
    target = shown(_editors(jobs)[kind])
    type_keys(target, keys)
    assert _text(target) == _typed(keys)
    assert _typed(keys).endswith(word[-1])


def test_unikey_types_what_is_meant_in_the_search_field(shown, qtbot):
    target = shown(SearchField("Đảng viên"))
    for keys, _word in UNIKEY:
        target.clear()
        for key in keys:
            type_keys(target, key)
            qtbot.wait(5)
        assert target.text() == _typed(keys)


@given(keys=st.text(alphabet="abcdeêơưđàỹ 1./,-\b", max_size=30))
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_field_touches_the_text_while_it_is_typed(qtbot, jobs, keys):
    for editor in _editors(jobs).values():
        qtbot.addWidget(editor)
        target = editor.focusProxy()
        type_keys(target, keys)
        assert _text(target) == _typed(keys)


@pytest.mark.parametrize("kind", KINDS)
def test_a_composed_word_is_taken_when_it_is_committed(shown, jobs, kind):
    target = shown(_editors(jobs)[kind])
    for preedit in ("d", "đ", "đi", "đí", "địn", "định"):
        _compose(target, preedit)
    assert _text(target) == ""
    _commit(target, "định ")
    assert _text(target) == "định "


@pytest.mark.parametrize("kind", ["text", "name", "area", "label"])
def test_a_word_still_composed_is_kept_when_the_field_is_left(shown, qtbot, jobs, kind):
    editor = _editors(jobs)[kind]
    target = shown(editor)
    type_keys(target, "Nguyễn ")
    _compose(target, "Định")
    target.window().findChild(LineEdit, "other").setFocus()
    assert editor.value() == "Nguyễn Định"
    assert _text(target) == "Nguyễn Định"


@pytest.mark.parametrize("kind", ["text", "area"])
def test_commit_input_takes_the_word_once(shown, jobs, kind):
    target = shown(_editors(jobs)[kind])
    _compose(target, "Bé")
    commit_input()
    assert _text(target) == "Bé"
    commit_input()
    assert _text(target) == "Bé"


def test_a_composed_word_counts_as_typed_before_it_is_committed(shown, jobs):
    editor = _editors(jobs)["text"]
    target = shown(editor)
    before = editor.raw()
    _compose(target, "Bé")
    assert editor.raw() != before
    assert target.full_text() == "Bé"


@pytest.mark.parametrize("kind", ["text", "area", "label"])
def test_what_is_pasted_is_clean_when_the_field_is_left(shown, jobs, kind):
    editor = _editors(jobs)[kind]
    target = shown(editor)
    decomposed = unicodedata.normalize("NFD", "Nguyễn Thị Ánh")
    QGuiApplication.clipboard().setText(f" {decomposed}\u200b\u00a0A\x07 ")
    target.paste()
    target.window().findChild(LineEdit, "other").setFocus()
    assert _text(target) == "Nguyễn Thị Ánh A"
    assert unicodedata.is_normalized("NFC", _text(target))


def test_tab_leaves_a_field_of_several_lines(shown, qtbot, jobs):
    target = shown(_editors(jobs)["area"])
    type_keys(target, "một")
    qtbot.keyClick(target, Qt.Key.Key_Return)
    type_keys(target, "hai")
    qtbot.keyClick(target, Qt.Key.Key_Tab)
    assert target.toPlainText() == "một\nhai"
    assert not target.hasFocus()


@pytest.mark.parametrize(
    ("kind", "typed", "shown_text", "value"),
    [
        ("partial", "1975", "1975", "1975"),
        ("partial", "5/1975", "05/1975", "1975-05"),
        ("partial", "3-5-1975", "03/05/1975", "1975-05-03"),
        ("partial", "năm 1975", "1975", "1975"),
    ],
)
def test_dates_are_read_only_when_the_field_is_left(
    shown, qtbot, jobs, kind, typed, shown_text, value
):
    editor = _editors(jobs)[kind]
    target = shown(editor)
    type_keys(target, typed)
    assert target.text() == typed
    target.window().findChild(LineEdit, "other").setFocus()
    assert target.text() == shown_text
    assert editor.value() == value


def test_suggestions_wait_for_a_pause_and_never_come_while_composing(qtbot, jobs, book, shown):
    opened: list[Any] = []
    jobs.open_book(lambda: book, on_done=opened.append)
    qtbot.waitUntil(lambda: bool(opened))
    editor = LabelEditor(_field(Kind.LABEL, reference="document_types"), jobs)
    target = shown(editor)
    type_keys(target, "k")
    assert not target.is_open
    qtbot.waitUntil(lambda: target.is_open)
    _compose(target, "ê")
    assert not target.is_open
    qtbot.wait(500)
    assert not target.is_open
    _commit(target, "ế")
    assert target.text() == "kế"
    qtbot.waitUntil(lambda: target.is_open)
    assert "Kế hoạch" in target.shown()
    assert target.hasFocus()
    type_keys(target, "\b\bKế")  # Backspace goes to the text, not to the list
    assert target.text() == "Kế"
    assert not target.is_open


@pytest.mark.parametrize("paused", [True, False])
def test_a_whole_name_stays_when_down_and_enter_follow_it(qtbot, jobs, book, shown, paused):
    opened: list[Any] = []
    jobs.open_book(lambda: book, on_done=opened.append)
    qtbot.waitUntil(lambda: bool(opened))
    editor = LabelEditor(_field(Kind.LABEL, reference="document_types"), jobs)
    target = shown(editor)
    type_keys(target, "Kế hoạch")
    if paused:
        qtbot.waitUntil(lambda: target.is_open)
    qtbot.keyClick(target, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: target.is_open)
    assert (len(target.shown()) == 1) is paused
    qtbot.keyClick(target, Qt.Key.Key_Return)
    assert editor.value() == "Kế hoạch"
