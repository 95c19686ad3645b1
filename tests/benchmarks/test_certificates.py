"""500 certificates, against the same text drawn raw on ReportLab's canvas in the same run.

Same fonts, same strings, same places (README, 'Speed').
"""

from __future__ import annotations

import statistics
import sys
from pathlib import Path
from typing import Any

import pytest

from .apart import apart

COMMON = """
import json, random, sys, time
from pathlib import Path
from desktop.core.certificate_presets import EXAMPLE, PRESETS
from desktop.core.certificate_text import set_all
from desktop.reports.certificates import Sheet, _FONTS, measure, write_certificates
from desktop.reports.fonts import register_fonts
register_fonts()
WORDS = ("học tập và làm theo tư tưởng đạo đức phong cách trong thực hiện nhiệm vụ xây dựng nông "
         "thôn mới vận động nhân dân hiến đất làm đường chăm lo gia đình chính sách").split()
chance = random.Random(1)
def words(least, most):
    return " ".join(chance.choice(WORDS) for _ in range(chance.randint(least, most)))
target, count = Path(sys.argv[1]), int(sys.argv[2])
layout = PRESETS["certificate-party"].layout
everyone = [{**EXAMPLE, "name": f"Nguyễn Thị {words(1, 3).title()}", "post": words(4, 12),
             "achievement": words(8, 30)} for _ in range(count)]
"""
OWN = (
    COMMON
    + """
begun = time.perf_counter()
pages = write_certificates(target, (Sheet(layout, one) for one in everyone), count)
taken = time.perf_counter() - begun
print(json.dumps({"seconds": taken, "pages": pages, "peak_mb": peak_mb()}))
"""
)
RAW = (
    COMMON
    + """
from reportlab.pdfgen.canvas import Canvas
MM = 72 / 25.4
# what is drawn where is found out before the clock starts
pages = [[(_FONTS[field.bold, field.italic], text.size, line.x * MM, (210 - line.y) * MM, line.text)
          for field, text in set_all(layout, one, measure) for line in text.lines]
         for one in everyone]
begun = time.perf_counter()
canvas = Canvas(str(target), pagesize=(297 * MM, 210 * MM), pageCompression=1)
for page in pages:
    for font, size, x, y, text in page:
        canvas.setFont(font, size)
        canvas.drawString(x, y, text)
    canvas.showPage()
canvas.save()
taken = time.perf_counter() - begun
print(json.dumps({"seconds": taken, "lines": sum(map(len, pages))}))
"""
)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_500_certificates(benchmark: Any, tmp_path: Path) -> None:
    count, rounds = (20, 1) if benchmark.disabled else (500, 5)
    target = tmp_path / "certificates.pdf"
    pairs = [
        (apart(RAW, target, count, home=tmp_path), apart(OWN, target, count, home=tmp_path))
        for _ in range(rounds)
    ]
    own = benchmark.pedantic(apart, (OWN, target, count), {"home": tmp_path})
    ratio = statistics.median(ours["seconds"] / raw["seconds"] for raw, ours in pairs)
    benchmark.extra_info["own_s"] = own["seconds"]
    benchmark.extra_info["ratio"] = ratio
    benchmark.extra_info["peak_mb"] = own["peak_mb"]
    assert own["pages"] == count
    if not benchmark.disabled:
        assert ratio <= 2
