"""The tab of sending and receiving: every part and dialog reached by keys, whole, Vietnamese."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from desktop.services import books, registers
from desktop.services.books import OfficeSetup
from desktop.services.submissions import SubmissionRequest, send_upward
from desktop.ui.upward.alike_page import AlikePage
from desktop.ui.upward.received_page import ReceivedPage
from desktop.ui.upward.sum_page import SumPage

PARTS = (ReceivedPage, SumPage, AlikePage, "remarks", "submissions")
LONG = "Ban Tuyên giáo và Dân vận Đảng ủy các cơ quan chuyên môn thuộc Ủy ban nhân dân thành phố"


def send(folder: Path) -> Path:
    """Write the file of a lower office with a long name."""
    setup = OfficeSetup(name=LONG, level="commune", place="Cầu Ngang", parent="Huyện ủy")
    book = books.create_book(folder / "dưới.gsdb", setup)
    registers.save(book, "models", {"name": "Hũ gạo tình thương"})
    asked = SubmissionRequest(date(2026, 1, 1), date(2026, 12, 31))
    sent = send_upward(book, asked, folder / "gửi.gsnop").value.path
    book.close()
    return sent


def test_every_part_without_anything_can_be_used_by_everyone(window, settle, look):
    page: Any = look.bring_up(window, "upward")
    for part in PARTS:
        page.show_part(part)
        settle(window)
        assert look.faults(window) == [], part


def test_receiving_and_every_part_with_rows_can_too(window, settle, look, tmp_path):
    page: Any = look.bring_up(window, "upward")
    window.upward.receive([send(tmp_path)])
    settle(window)
    dialog = window.upward.dialog
    assert look.faults(dialog) == []
    dialog.accept_box.click()
    dialog.do_button.click()
    settle(window)
    dialog.reject()
    for part in PARTS:
        window.activateWindow()
        page.show_part(part)
        settle(window)
        assert look.faults(window) == [], part
    received = page.show_part(ReceivedPage)
    settle(window)
    for opened in (received.open_rows, received.answer):
        opened()
        settle(window)
        faults = look.faults(received.dialog)
        # the arrow keys go from one choice to the other
        assert [one for one in faults if "QRadioButton" not in one] == [], opened
        received.dialog.reject()
        settle(window)
