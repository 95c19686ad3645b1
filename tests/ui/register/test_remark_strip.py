"""What the office above said of a record stands above its form until the clerk has settled it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt

from desktop.services import registers, remarks
from desktop.ui.register.record_dialog import RecordDialog
from desktop.ui.register.remark_strip import RemarkStrip

OFFICE = "Ban Tuyên giáo và Dân vận Tỉnh ủy Vĩnh Long"


@pytest.fixture
def model(office: Any) -> int:
    """A model of the own book."""
    return int(office.add("models", name="Hũ gạo tình thương", kind="collective"))


def said(office: Any, row: int, words: str, day: int = 12, **values: Any) -> int:
    """Keep a remark as an answer brings it."""
    on = {"row_register": "models", "row_uid": registers.get(office.book, "models", row).uid}
    return int(
        office.add(
            "remarks",
            direction="received",
            office_name=OFFICE,
            submission_digest="a" * 64,
            words=words,
            made_on=date(2026, 6, day),
            **on,
            **values,
        )
    )


def opened(office: Any, row: int) -> RecordDialog:
    page = office.page("models")
    page.open_record("models", row)
    office.settle()
    assert isinstance(page.dialog, RecordDialog)
    return page.dialog


def shown(strip: RemarkStrip) -> list[str]:
    return [one.text.text() for one in strip.rows if one.isVisibleTo(strip.window())]


def test_a_record_without_remarks_has_no_strip(office, model):
    other = office.add("models", name="Khác", kind="collective")
    said(office, other, "Thiếu ảnh")
    said(office, model, "Xong rồi", settled=True)
    dialog = opened(office, model)
    assert not dialog.remarks.isVisible()
    dialog.show_record(other)
    office.settle()
    assert dialog.remarks.isVisible()
    (text,) = shown(dialog.remarks)
    for words in (OFFICE, "12/06/2026", "Thiếu ảnh"):
        assert words in text
    dialog.show_new()
    office.settle()
    assert not dialog.remarks.isVisible()


def test_remarks_are_settled_one_by_one_and_what_is_typed_stays(office, model):
    first = said(office, model, "Chưa ghi người phụ trách")
    second = said(office, model, "Thiếu ảnh", 20)
    said(office, model, "Thiếu kết quả\nsáu tháng", 1)
    dialog = opened(office, model)
    strip = dialog.remarks
    assert [words.rsplit(": ", 1)[1] for words in shown(strip)] == [
        "Thiếu ảnh",
        "Chưa ghi người phụ trách",
    ]
    assert strip._more.isVisible()
    name = dialog.form.boxes["name"].editor.focusProxy()
    name.setFocus()
    name.selectAll()
    office.type_text(name, "Hũ gạo nghĩa tình")

    button = strip.rows[0].settled
    button.setFocus()
    office.qtbot.keyClick(button, Qt.Key.Key_Space)
    office.settle()
    assert office.get("remarks", second).values["settled"]
    assert [words.rsplit(": ", 1)[1] for words in shown(strip)] == [
        "Chưa ghi người phụ trách",
        "Thiếu kết quả sáu tháng",
    ]
    assert not strip._more.isVisible()
    assert strip.rows[0].settled.hasFocus()  # the next one takes the key
    assert name.text() == "Hũ gạo nghĩa tình"
    assert dialog.is_dirty()

    strip.notice.button.click()
    office.settle()
    assert not office.get("remarks", second).values["settled"]
    for _one in range(3):
        strip.rows[0].settled.click()
        office.settle()
    assert strip.rows == []
    assert strip.isVisible()  # it offers to take the last one back
    strip.notice.hide()
    assert not strip.isVisible()
    assert office.get("remarks", first).values["settled"]


def test_remarks_that_come_while_the_record_is_open_are_told(office, model):
    dialog = opened(office, model)
    one = said(office, model, "Thiếu ảnh")
    office.jobs.write(lambda book: remarks.settle(book, [one], True))
    office.settle()
    assert shown(dialog.remarks) == []
    office.jobs.write(lambda book: remarks.settle(book, [one], False))
    office.settle()
    assert len(shown(dialog.remarks)) == 1
    # gone meanwhile: the clerk is told in a sentence
    registers.delete(office.book, "remarks", [one])
    dialog.remarks.rows[0].settled.click()
    office.settle()
    assert dialog.remarks.notice.text != ""


def test_a_long_remark_leaves_the_form_its_room(office, model):
    said(office, model, "Đề nghị bổ sung số liệu về người phụ trách. " * 60)
    dialog = opened(office, model)
    strip = dialog.remarks
    assert strip.height() < dialog.height() / 3
    assert shown(strip)[0].endswith("…")
    assert len(strip.rows[0].text.toolTip()) > 2_000
    assert dialog.form.height() > dialog.height() / 3
