"""The country simulated: 3,321 communes that send to the centre, directly or by 34 provinces.

Every file is written, signed, verified and taken in as an office would do it; the communes' rows
are invented, a million together. What is measured is told in `extra_info`: `--benchmark-json`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.benchmarks import communes
from tests.benchmarks.apart import apart

COMMUNES, ROWS, PROVINCES = 3_321, 302, 34
SMALL = 7, 40, 2
LIMIT = 3.0  # seconds for the figures of the whole
DIRECTLY = """
import json, sys
from pathlib import Path
from tests.benchmarks import communes
found = communes.directly(Path(sys.argv[1]))
print(json.dumps({**found, "peak_mb": peak_mb()}))
"""
THROUGH_PROVINCES = DIRECTLY.replace(
    "directly(Path(sys.argv[1]))", "through_provinces(Path(sys.argv[1]), int(sys.argv[2]))"
)


def test_the_countrys_communes(benchmark: Any, tmp_path: Path) -> None:
    count, rows, provinces = SMALL if benchmark.disabled else (COMMUNES, ROWS, PROVINCES)
    communes.files(tmp_path, count, rows)
    found: dict[str, dict[str, Any]] = {}

    def simulate() -> None:
        found["directly"] = apart(DIRECTLY, tmp_path, home=tmp_path / "nhà")
        found["through provinces"] = apart(
            THROUGH_PROVINCES, tmp_path, provinces, home=tmp_path / "nhà"
        )

    benchmark.pedantic(simulate, rounds=1)
    one, other = found["directly"], found["through provinces"]
    # a province adds its own lists of fields and forms; of a commune seven rows are such lists
    assert one["rows"] == count * rows
    assert one["communes_rows"] == other["communes_rows"] == count * (rows - 7)
    assert one["offices"] == count
    assert other["offices"] == count + provinces
    figures = one.pop("figures")
    assert figures == other.pop("figures")  # by whatever way they came
    assert figures["members"]["total"] == count * (rows // 3)
    assert figures["commendations"]["awards"] == count * (rows // communes.SHARES["awards"])
    for way, told in found.items():
        benchmark.extra_info[way] = {name: round(value, 3) for name, value in told.items()}
        if benchmark.enabled:
            assert told["figures_s"] < LIMIT
