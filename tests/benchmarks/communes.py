"""Invented offices of the size of communes: their rows, their figures, and the country of them."""

from __future__ import annotations

import json
import random
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from desktop.core.figures import SECTIONS, Figures
from desktop.services import adding_up, books, receiving, submission_profiles
from desktop.services.books import Book
from desktop.services.submissions import send_upward
from tests.services.arriving import Sender

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
_FIELDS = ("Dân vận khéo", "An sinh xã hội, từ thiện", "Bảo vệ môi trường")
_NAMES = ("Ba cùng", "Camera an ninh", "Đường hoa", "Ngày thứ bảy tình nguyện", "Tiếng loa")
_PEOPLE = ("Lê Thị", "Nguyễn Văn", "Trần Minh", "Phạm Quốc", "Sơn Thị")
SHARES = {"awards": 6, "models": 12, "model_levels": 20, "model_steps": 10, "pledges": 3}
"""Of so many rows of an office one is of the register; the rest are items of pledges."""


def rows_of(place: int, count: int) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """Yield the rows of an office: register, uid, title, fields."""
    chance = random.Random(place)
    for name in _FIELDS:
        yield "fields", f"{place}-{name}", name, {"name": name}
    for name in ("Giấy khen", "Bằng khen"):
        yield "award_forms", f"{place}-{name}", name, {"name": name}
    yield "rounds", f"{place}-đợt", "Tổng kết", {"meeting_on": "2026-11-20", "title": "Tổng kết"}
    decision = {"on": "2026-11-19", "level": "district", "number": f"{place}-QĐ"}
    yield "decisions", f"{place}-qđ", decision["number"], decision
    models = count // SHARES["models"]
    for register, share in SHARES.items():
        for n in range(count // share):
            yield register, f"{register}-{place}-{n}", *_row(register, place, n, models, chance)
    for n in range(count - 7 - sum(count // share for share in SHARES.values())):
        item = {"content": "Nêu gương trong công việc", "pledge_id": f"pledges-{place}-{n}"}
        yield "pledge_items", f"items-{place}-{n}", item["content"], item


def _row(
    register: str, place: int, n: int, models: int, chance: random.Random
) -> tuple[str, dict[str, Any]]:
    of = f"models-{place}-{n % max(models, 1)}"
    if register == "awards":
        name = f"{chance.choice(_PEOPLE)} {chance.randrange(10_000)}"
        # one in fifty was commended by another office, too
        shared = chance.random() < 0.02
        member = f"đv-{chance.randrange(3_000)}" if shared else f"đv-{place}-{n}"
        return name, {
            "recipient_kind": "individual", "recipient_name": name, "member_id": member,
            "recipient_post": "Bí thư chi bộ", "state": "given", "round_id": f"{place}-đợt",
            "decision_id": f"{place}-qđ", "form_id": f"{place}-Giấy khen", "model_id": None,
            "unit_id": None, "money": 500_000, "achievement": "Hoàn thành xuất sắc nhiệm vụ",
        }  # fmt: skip
    if register == "models":
        name = f"{chance.choice(_NAMES)} {chance.randrange(20_000)}"
        return name, {
            "name": name, "kind": "collective", "state": "in_progress",
            "registered_on": "2026-02-03", "field_id": f"{place}-{chance.choice(_FIELDS)}",
            "description": "Mỗi hộ một việc làm theo Bác, tổ chức sinh hoạt hằng tháng.",
        }  # fmt: skip
    if register == "model_levels":
        return "Huyện", {"model_id": of, "level": "district", "on": "2026-05-19"}
    if register == "model_steps":
        return "Đang thực hiện", {"model_id": of, "state": "in_progress", "on": "2026-03-01"}
    return "Bản đăng ký", {"kind": "registration", "year": 2026, "registered_on": "2026-02-03"}


def figures_of(count: int) -> dict[str, Any]:
    """Return figures as a program sends them: each of the contract, most of them nought."""
    awards, models = count // SHARES["awards"], count // SHARES["models"]
    levels = ("base", "commune", "district", "province", "central")
    some = {
        "members": {"total": count // 3, "by_status": {"official": count // 3}},
        "models": {
            "total": models, "collective": models, "new": models, "by_field": {_FIELDS[0]: models},
            "by_state": {"in_progress": models},
            "commended": {"any": models, **dict.fromkeys(levels, 0), "district": models},
            "highest_level": {"district": models},
        },
        "commendations": {
            "awards": awards, "individuals": awards, "by_form": {"Giấy khen": awards},
            "by_level": {"district": awards},
        },
        "study": {"sessions": 4, "invited": 400, "attended": 380, "mean_rate": 0.95,
                  "by_year": {"2026": {"sessions": 4, "invited": 400, "attended": 380}}},
    }  # fmt: skip
    plain = Figures("", FIRST, LAST).to_json_dict()
    filled = {name: plain[name] | some.get(name, {}) for name in SECTIONS}
    return plain | filled | {"sums": {"study.rates": [3.8, 4]}}


# received, as a whole


def files(folder: Path, communes: int, rows: int) -> None:
    """Write what so many communes send of a year: each signed with a key of its own."""
    sums = json.dumps({"study.rates": [3.8, 4]})
    for place in range(communes):
        sent: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for register, uid, _title, fields in rows_of(place, rows):
            sent[register].append({"uid": uid, **fields})
        figures = {name: value for name, value in figures_of(rows).items() if name != "sums"}
        Sender(f"Xã {place:04}", "commune", f"xa-{place:04}").send(
            folder / f"{place:04}.gsnop",
            sent,
            period=(FIRST, LAST),
            made_at="2027-01-05T02:03:04Z",
            figures=json.dumps(figures),
            sums=sums,
        )


def receive_all(book: Book, paths: Sequence[Path]) -> list[float]:
    """Receive files one after the other; return the seconds of each."""
    took = []
    for path in paths:
        begin = time.perf_counter()
        receiving.receive(book, path, accept=True)
        took.append(time.perf_counter() - begin)
    return took


def new_book(path: Path, name: str, level: str) -> Book:
    """Make the book of an office above."""
    return books.create_book(path, books.OfficeSetup(name, level, "Việt Nam"))


def seconds(work: Callable[[], object], times: int = 3) -> float:
    """Return how long something takes, the quickest of several times."""
    took = []
    for _ in range(times):
        begin = time.perf_counter()
        work()
        took.append(time.perf_counter() - begin)
    return min(took)


def measured(book: Book, took: Sequence[float]) -> dict[str, Any]:
    """Return how quickly a book answers that has received files, and what its figures are."""
    whole = adding_up.added_up(book, FIRST, LAST).total.to_json_dict()
    counts = adding_up.count_rows(book, FIRST, LAST)
    some = min(100, len(took))
    return {
        "received_s": sum(took),
        "first_ms": statistics.median(took[:some]) * 1000,
        "last_ms": statistics.median(took[-some:]) * 1000,
        "slowest_ms": max(took) * 1000,
        "book_mb": book.path.stat().st_size / 1e6,
        "rows": sum(counts.values()),
        "communes_rows": sum(counts[name] for name in (*SHARES, "pledge_items")),
        "offices": len(adding_up.states(book, FIRST, LAST, date(2027, 1, 20))),
        "figures_s": seconds(lambda: adding_up.added_up(book, FIRST, LAST)),
        "states_s": seconds(lambda: adding_up.states(book, FIRST, LAST, date(2027, 1, 20))),
        "page_s": seconds(lambda: adding_up.rows(book, "models", FIRST, LAST)),
        "search_s": seconds(
            lambda: adding_up.rows(book, "awards", FIRST, LAST, search="không có ai"), 1
        ),
        "alike_s": seconds(lambda: adding_up.look_alikes(book, "models", FIRST, LAST), 1),
        "check_s": seconds(lambda: books.check_file(book.path), 1),
        "figures": {name: value for name, value in whole.items() if name != "office"},
    }


def directly(folder: Path) -> dict[str, Any]:
    """Every commune sends to the centre."""
    with closing(new_book(folder / "thẳng.gsdb", "Trung ương", "central")) as book:
        return measured(book, receive_all(book, sorted(folder.glob("*.gsnop"))))


def through_provinces(folder: Path, provinces: int) -> dict[str, Any]:
    """Each commune sends to its province, and that one to the centre, all rows along."""
    (folder / "tỉnh").mkdir()
    below, sending = [], []
    for place in range(provinces):
        path = folder / "tỉnh" / f"{place:02}.gsnop"
        with closing(new_book(path.with_suffix(".gsdb"), f"Tỉnh {place:02}", "province")) as book:
            below += receive_all(book, sorted(folder.glob("*.gsnop"))[place::provinces])
            wanted = submission_profiles.request(submission_profiles.profile(book), FIRST, LAST)
            begin = time.perf_counter()
            send_upward(book, replace(wanted, below=True), path)
            sending.append(time.perf_counter() - begin)
    sent = sorted((folder / "tỉnh").glob("*.gsnop"))
    with closing(new_book(folder / "qua tỉnh.gsdb", "Trung ương", "central")) as book:
        found = measured(book, receive_all(book, sent))
    return {
        **found,
        "communes_s": sum(below),
        "send_s": statistics.median(sending),
        "file_mb": statistics.median(one.stat().st_size for one in sent) / 1e6,
    }
