"""Taking 100,000 rows of a spreadsheet in, against reading and writing them raw (README, 'Speed').

The bound is calamine's own reading plus one `executemany` of the finished rows into the same table
of another book: what no importer can go below.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .apart import apart

ROWS = 100_000
IMPORT = """
import json, random, sys, time
from pathlib import Path
import xlsxwriter
from desktop.services.books import OfficeSetup, create_book
rows, folder = int(sys.argv[1]), Path(sys.argv[2])
folder.mkdir(parents=True, exist_ok=True)
file = folder / "members.xlsx"
luck = random.Random(7)
heads = ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Dân tộc", "Quê quán", "Số thẻ đảng",
         "Ngày kết nạp", "Ngày chính thức", "Chi bộ", "Chức vụ Đảng", "Trình độ học vấn",
         "Lý luận chính trị", "Trạng thái"]
family = "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý".split()
middle = "Văn Thị Đức Minh Ngọc Quang Thanh Hữu Công Kim".split()
given = "Ánh Hùng Dũng Lan Hòa Khương Bình Chi Đạt Giang Hạnh Khoa Linh Mai Nam Quý".split()
def day(first, last):
    return f"{luck.randint(1, 28):02}/{luck.randint(1, 12):02}/{luck.randint(first, last)}"
with xlsxwriter.Workbook(str(file), {"constant_memory": True}) as book:
    page = book.add_worksheet()
    page.write_row(0, 0, heads)
    for n in range(rows):
        page.write_row(n + 1, 0, [
            n + 1, f"{luck.choice(family)} {luck.choice(middle)} {luck.choice(given)}",
            day(1940, 2000), luck.choice(["Nam", "Nữ"]), "Kinh",
            "xã Tân Long, huyện Cầu Ngang, tỉnh Trà Vinh", f"{n:08}", day(2001, 2010),
            day(2011, 2020), f"Chi bộ {n % 400}", "", "12/12", "Trung cấp", "Chính thức"])

def book_at(name):
    return create_book(folder / name, OfficeSetup("Ban", "district", "Tân Long", ""))
"""
OURS = (
    IMPORT
    + """
from desktop.services import importing
from desktop.services.lookalikes import look_alikes
book = book_at("ours.gsdb")
begun = time.perf_counter()
source = importing.read(file)
found = importing.recognise("members", source)
report = importing.run(book, "members", source, found).value
taken = time.perf_counter() - begun
pairs = look_alikes(book)
whole = time.perf_counter() - begun
assert sum(report.counts.values()) == rows and not report.refused
book.close()
print(json.dumps({"seconds": whole, "import": taken, "peak_mb": peak_mb(), "pairs": len(pairs)}))
"""
)
RAW = (
    IMPORT
    + """
import python_calamine
from desktop.storage import seals
from desktop.storage.registers import TABLES
from desktop.services import importing
from sqlalchemy import select
source = importing.read(file)
made = book_at("made.gsdb")
importing.run(made, "members", source, importing.recognise("members", source))
table = TABLES["members"]
with made.read() as session:
    finished = [dict(row) for row in session.execute(select(table)).mappings()]
for row in finished:
    row["unit_id"] = None
made.close()
seals.follow = lambda _connection: None  # what is raw keeps none, and no importer can go below
book = book_at("raw.gsdb")
begun = time.perf_counter()
read = python_calamine.CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()
with book.write("raw") as session:
    session.connection().execute(table.insert(), finished)
whole = time.perf_counter() - begun
assert len(read) == rows + 1
book.close()
print(json.dumps({"seconds": whole}))
"""
)


def test_members_out_of_a_spreadsheet(benchmark: Any, tmp_path: Path) -> None:
    rows = 300 if benchmark.disabled else ROWS
    raw = apart(RAW, rows, tmp_path / "raw", home=tmp_path)

    def ours() -> dict[str, Any]:
        return apart(OURS, rows, tmp_path / "ours", home=tmp_path)

    found = benchmark.pedantic(ours)
    benchmark.extra_info.update(
        found, raw_s=raw["seconds"], ratio=found["seconds"] / raw["seconds"]
    )
    assert found["pairs"] >= 0
