"""A filled office and its submission; workbooks as XlsxWriter writes them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from desktop.services import books, registers, submissions
from desktop.services.books import Book, OfficeSetup
from desktop.services.submissions import SubmissionRequest

SETUP = OfficeSetup("Ban Tuyên giáo Huyện ủy Cầu Ngang", "district", "Cầu Ngang")
INSIDE, OUTSIDE = date(2025, 6, 15), date(2024, 12, 31)
REQUEST = SubmissionRequest(date(2025, 1, 1), date(2025, 12, 31))


def fill(book: Book) -> None:
    """Put rows inside and outside the period into the registers that travel."""

    def add(register: str, **values: Any) -> int:
        return registers.save_in(session, register, values).id

    with book.write("Thử") as session:
        unit = add("units", name="Chi bộ ấp Một")
        member = add("members", full_name="Đảng Viên Kín", card_number="01234567", unit_id=unit)
        issued = add("documents", number="196-KH/TU", on=OUTSIDE, note="BÍ MẬT văn bản")
        add("documents", number="12-CV/BTG", on=INSIDE, direction="issued")
        topic = add("topics", year=2025, title="Chuyên đề năm", document_id=issued)
        for day, name in ((INSIDE, "Đợt trong kỳ"), (OUTSIDE, "Đợt ngoài kỳ")):
            given = add("campaigns", year=day.year, title=name, topic_id=topic, deadline=day)
            add("expected", campaign_id=given, pledger_kind="member", member_id=member)
            pledge = add(
                "pledges",
                year=day.year,
                campaign_id=given,
                member_id=member,
                registered_on=day,
                note="BÍ MẬT bản đăng ký",
            )
            add("pledge_items", pledge_id=pledge, content=f"Việc của {name}", due_on=day)
            add(
                "pledge_reviews",
                pledge_id=pledge,
                reviewed_on=day,
                points=Decimal("92.5"),
                rating="excellent",
                self_assessment="Tự nhận xét kín",
            )
        for day, name in ((INSIDE, "Mô hình mới"), (date(2026, 1, 1), "Mô hình sau kỳ")):
            model = add("models", name=name, unit_id=unit, registered_on=day, note="BÍ MẬT mô hình")
            add("model_levels", model_id=model, level="district", on=day)
        add(
            "models", name="Dừng trước kỳ", registered_on=OUTSIDE, state="stopped", state_on=OUTSIDE
        )
        form = add("award_forms", name="Thư cảm ơn")
        for day, name in ((INSIDE, "Sơ kết trong kỳ"), (OUTSIDE, "Sơ kết ngoài kỳ")):
            held = add("rounds", title=name, meeting_on=day)
            decision = add("decisions", round_id=held, number="15-QĐ/HU", on=day, level="district")
            for person in ("Lê An", "Trần Bình"):
                add(
                    "awards",
                    round_id=held,
                    decision_id=decision,
                    form_id=form,
                    recipient_name=f"{person} ({name})",
                    money=300_000,
                    state="given",
                )
        for day in (INSIDE, OUTSIDE):
            add(
                "yearly_ratings",
                member_id=member,
                period_to=day,
                points=Decimal("91.25"),
                rating="good",
            )


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A filled book and its submission for 2025, made once; each test has copies."""
    folder = tmp_path_factory.mktemp("cơ quan")
    book = books.create_book(folder / "sổ.gsdb", SETUP)
    fill(book)
    target = folder / "năm 2025.gsnop"
    with pytest.MonkeyPatch.context() as patch:  # the key lies in a home of these files alone
        patch.setenv("GUONGSANG_HOME", str(folder / "nhà"))
        submissions.send_upward(book, REQUEST, target)
    book.close()
    return book.path, target


@pytest.fixture
def office(made: tuple[Path, Path], tmp_path: Path) -> Iterator[Book]:
    """A book with rows inside and outside 2025."""
    book = books.open_book(Path(shutil.copy(made[0], tmp_path)))
    yield book
    book.close()


@pytest.fixture
def sent(made: tuple[Path, Path], tmp_path: Path) -> Path:
    """The office's submission for 2025, alone in its folder."""
    folder = tmp_path / "gửi"
    folder.mkdir()
    return Path(shutil.copy(made[1], folder))


@pytest.fixture
def send(office: Book, tmp_path: Path) -> Callable[..., Path]:
    """Sends with a request changed as asked, and gives the file."""

    def made(**changes: Any) -> Path:
        target = tmp_path / "khác.gsnop"
        submissions.send_upward(office, SubmissionRequest(**(REQUEST.__dict__ | changes)), target)
        return target

    return made


@pytest.fixture
def xlsx(tmp_path: Path) -> Callable[..., Path]:
    """Writes a workbook with XlsxWriter: `fill(workbook)` puts in what it holds."""

    def made(fill: Callable[[Any], None], name: str = "tệp.xlsx", **options: Any) -> Path:
        path = tmp_path / name
        with xlsxwriter.Workbook(path, options) as workbook:
            fill(workbook)
        return path

    return made
