"""A record with remarks of the office above: its strip is named, reached by keys, whole."""

from __future__ import annotations

from datetime import date
from typing import Any

from desktop.core.changes import Changes, Done
from desktop.core.register import Query
from desktop.services import registers


def _keep(book: Any) -> Done[int]:
    """Keep three remarks on a model, one of them long; return the model's id."""
    row = registers.keys(book, Query("models"))[0]
    uid = registers.get(book, "models", row).uid
    with book.write("Thử") as session:
        for words in ("Thiếu ảnh", "Chưa rõ kết quả; đề nghị bổ sung. " * 30, "Sai ngày"):
            values = {
                "direction": "received",
                "office_name": "Ban Tuyên giáo và Dân vận Tỉnh ủy Vĩnh Long",
                "submission_digest": "a" * 64,
                "row_register": "models",
                "row_uid": uid,
                "words": words,
                "made_on": date(2026, 6, 12),
            }
            registers.save_in(session, "remarks", values)
    return Done(int(row), Changes(frozenset({"remarks"})))


def test_a_record_with_remarks_can_be_used_by_everyone(
    qtbot: Any, window: Any, look: Any, settle: Any
) -> None:
    done: list[Done[int]] = []
    window._context.jobs.write(_keep, on_done=done.append)
    settle(window)
    page = look.bring_up(window, "models").main_page()
    page.open_record("models", done[0].value)
    settle(window)
    dialog = page.dialog
    qtbot.waitUntil(dialog.isActiveWindow)
    assert len(dialog.remarks.rows) == 2
    assert look.faults(dialog) == []
    dialog.remarks.rows[0].settled.click()
    settle(window)
    assert look.faults(dialog) == []
    dialog.accept_now()
