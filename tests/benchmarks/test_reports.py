"""Long lists to PDF, against ReportLab's own table in the same run (README, 'Speed')."""

from __future__ import annotations

import statistics
import sys
from pathlib import Path
from typing import Any

import pytest

from .apart import apart

ROWS = """
import json, random, sys, time
from pathlib import Path
WORDS = ("học tập và làm theo tư tưởng đạo đức phong cách trong thực hiện nhiệm vụ xây dựng nông "
         "thôn mới vận động nhân dân hiến đất làm đường chăm lo gia đình chính sách").split()
chance = random.Random(1)
def words(least, most):
    return " ".join(chance.choice(WORDS) for _ in range(chance.randint(least, most)))
def rows(count):
    for n in range(count):
        name = f"Nguyễn Thị {chance.choice(WORDS).title()}"
        yield name, words(4, 12), words(8, 24), "Bằng khen"
target, count = Path(sys.argv[1]), int(sys.argv[2])
"""
OWN = (
    ROWS
    + """
from desktop.core.paper import PRESETS, Letterhead, Signature
from desktop.reports.commendations import AwardLine, ListPaper, RoundHead, write_annex
awards = [AwardLine("individual", name, post, deed, form) for name, post, deed, form in rows(count)]
paper = ListPaper(PRESETS["party-a"], Letterhead("Tỉnh ủy", "Ban Tuyên giáo", "Biên Hòa"),
                  Signature("Trưởng ban", "Nguyễn Văn Ký"))
begun = time.perf_counter()
pages = write_annex(target, paper, RoundHead("Sơ kết 2 năm"), awards)
taken = time.perf_counter() - begun
print(json.dumps({"seconds": taken, "pages": pages, "peak_mb": peak_mb()}))
"""
)
LONG_TABLE = (
    ROWS
    + """
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate
from desktop.reports.fonts import REGULAR, register_fonts
register_fonts()
style = ParagraphStyle("cell", fontName=REGULAR, fontSize=12, leading=14)
heads = ("TT", "Họ và tên", "Chức vụ, đơn vị", "Thành tích", "Hình thức")
data = [[Paragraph(head, style) for head in heads]]
texts = list(rows(count))
begun = time.perf_counter()
for n, row in enumerate(texts, start=1):
    data.append([Paragraph(one, style) for one in (str(n), *row)])
table = LongTable(data, colWidths=[12 * mm, 38 * mm, 40 * mm, 47 * mm, 23 * mm], repeatRows=1)
table.setStyle([("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), "TOP")])
SimpleDocTemplate(str(target), pagesize=A4, leftMargin=35 * mm, rightMargin=15 * mm,
                  topMargin=25 * mm, bottomMargin=25 * mm).build([table])
taken = time.perf_counter() - begun
print(json.dumps({"seconds": taken, "peak_mb": peak_mb()}))
"""
)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_the_list_of_5395_recipients(benchmark: Any, tmp_path: Path) -> None:
    quick = benchmark.disabled
    count, rounds = (60, 1) if quick else (5_395, 5)
    target = tmp_path / "list.pdf"
    pairs = [
        (apart(LONG_TABLE, target, count, home=tmp_path), apart(OWN, target, count, home=tmp_path))
        for _ in range(rounds)
    ]
    own = benchmark.pedantic(apart, (OWN, target, count), {"home": tmp_path})
    ratios = [ours["seconds"] / theirs["seconds"] for theirs, ours in pairs]
    benchmark.extra_info["own_s"] = own["seconds"]
    benchmark.extra_info["ratio"] = statistics.median(ratios)
    benchmark.extra_info["peak_mb"] = own["peak_mb"]
    benchmark.extra_info["pages"] = own["pages"]
    assert own["pages"] > 1


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_four_times_the_rows(benchmark: Any, tmp_path: Path) -> None:
    few, rounds = (50, 1) if benchmark.disabled else (5_000, 5)
    target = tmp_path / "list.pdf"
    pairs = [
        [apart(OWN, target, count, home=tmp_path)["seconds"] for count in (few, 4 * few)]
        for _ in range(rounds)
    ]
    benchmark.pedantic(apart, (OWN, target, few), {"home": tmp_path})
    benchmark.extra_info["ratio"] = statistics.median(many / one for one, many in pairs)
