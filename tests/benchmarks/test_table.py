"""Memory of the table however far it is scrolled (README, 'Speed')."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from desktop.services import books
from desktop.services.books import OfficeSetup
from desktop.storage.bulk import insert_many

from .apart import apart

SCROLL = """
import gc, json, sys, time
from pathlib import Path
from desktop import app as wiring
app, window = wiring.build(Path(sys.argv[1]))
window.resize(1366, 768)
window.show()
def settle(seconds=0.05):
    end = time.monotonic() + seconds
    while time.monotonic() < end or window.jobs.pending:
        app.processEvents()
        time.sleep(0.001)
settle(1)
window.tabs.show_tab("members")
settle(1)
view = window.tabs.page("members").main_page().view
bar = view.verticalScrollBar()
gc.collect()
before = now_mb()
steps = 400
for step in range(steps + 1):
    bar.setValue(bar.maximum() * step // steps)
    settle(0.01)
gc.collect()
rows = view.model().rowCount()
window.stop_safely()
print(json.dumps({"growth_mb": now_mb() - before, "rows": rows}))
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_memory_when_scrolled(benchmark: Any, tmp_path: Path) -> None:
    size = 2_000 if benchmark.disabled else 100_000
    book = books.create_book(tmp_path / "large.gsdb", OfficeSetup("Ban", "district", "Cầu Ngang"))
    with book.write("Nhập") as session:
        made = ({"full_name": f"Nguyễn Thị {n}", "card_number": f"{n:08}"} for n in range(size))
        insert_many(session, "members", made, words="Nhập")
    path = book.path
    book.close()
    found = benchmark.pedantic(apart, (SCROLL, path), {"home": tmp_path})
    assert found["rows"] == size
    benchmark.extra_info.update(found)
