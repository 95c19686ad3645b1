"""From the tab of commendations to paper: preview, save, print; real PDFs read back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QMenu, QSpinBox

from desktop.platform.opened import COPIES
from desktop.platform.paths import opened_dir
from desktop.services import registers
from desktop.services.books import Book
from desktop.ui.dialogs.preview import PreviewDialog
from desktop.ui.main_window import MainWindow
from desktop.ui.pdf import PdfFile
from desktop.ui.tabs.commendations import CommendationsPage

from .driving import LONG, box

ROUND = "Sơ kết 03 năm thực hiện Chỉ thị 05-CT/TW"
PARTY, STATE = "ĐẢNG CỘNG SẢN VIỆT NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
PROPOSED, AGREED = 60, 45  # awards: enough for more than one page


def fill(book: Book) -> None:
    """Keep a round with two decisions, of each style, and with recipients of every kind."""
    with book.write("Lập đợt") as session:

        def add(register: str, **values: Any) -> int:
            return registers.save_in(session, register, values).id

        held = add("rounds", title=ROUND, meeting_on=date(2025, 5, 19), meeting_place="Hội trường")
        shared = {"round_id": held, "issuer": "Ban Thường vụ Huyện ủy", "level": "district"}
        party = add("decisions", number="12-QĐ/HU", on=date(2025, 5, 12), **shared)
        state = add(
            "decisions",
            number="34/QĐ-UBND",
            on=date(2025, 5, 13),
            round_id=held,
            level="district",
            issuer="Chủ tịch Ủy ban nhân dân huyện",
            paper_family="government",
        )
        form = add("award_forms", name="Giấy khen của Huyện")
        for place in range(PROPOSED):
            kind = "collective" if place < 5 else "individual"
            add(
                "awards",
                round_id=held,
                form_id=form,
                recipient_kind=kind,
                recipient_name=f"{'Chi bộ' if place < 5 else 'Nguyễn Văn'} Số {place:02}",
                recipient_post="Chi bộ ấp Mỹ Cẩm, xã Mỹ Hòa",
                achievement="Có thành tích xuất sắc trong học tập và làm theo Bác",
                state="agreed" if place < AGREED else "proposed",
                decision_id=(party if place < 40 else state) if place < AGREED else None,
            )


@pytest.fixture
def window(open_window: Any, settle: Any, book: Book) -> MainWindow:
    """A window on the book, the round chosen."""
    fill(book)
    book.close()
    made = open_window(book.path)
    made.tabs.show_tab("commendations")
    settle(made)
    page: Any = made.tabs.current_page()
    page.rounds.view.select_place(0)  # whatever keys an earlier test held
    settle(made)
    return made


@pytest.fixture
def preview_of(qtbot: Any, window: MainWindow) -> Callable[[QMenu, int], PreviewDialog]:
    """Chooses an entry of a menu of papers and waits for its preview."""

    def choose(menu: QMenu, place: int) -> PreviewDialog:
        menu.actions()[place].trigger()
        qtbot.waitUntil(lambda: window.papers.preview is not None, timeout=LONG * 1000)
        return window.papers.preview

    return choose


@pytest.fixture
def proposal(window: MainWindow, preview_of: Any) -> PreviewDialog:
    """The preview of the proposal in the Party's style."""
    return preview_of(page_of(window).proposal_button.menu(), 0)


def page_of(window: MainWindow) -> CommendationsPage:
    page = window.tabs.current_page()
    assert isinstance(page, CommendationsPage)
    return page


def plain(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("place", "head", "other"), [(0, PARTY, STATE), (1, STATE, PARTY)], ids=["party", "state"]
)
def test_the_proposal_is_previewed_in_both_styles(window, preview_of, read_pdf, place, head, other):
    preview = preview_of(page_of(window).proposal_button.menu(), place)
    assert preview.isVisible()
    assert preview.windowTitle() == "Danh sách đề nghị khen thưởng"
    pages = read_pdf(preview.view._file.path)
    text = plain(" ".join(one.text for one in pages))
    assert head in text
    assert other not in text
    assert "DANH SÁCH" in text
    for name in range(PROPOSED):  # those without an outcome too: this is what is asked for
        assert f"Số {name:02}" in text
    assert len(pages) > 1
    assert f"trên {len(pages)}" in [one.text().strip() for one in preview.findChildren(QLabel)]
    assert preview.findChild(QSpinBox).maximum() == len(pages)
    preview.reject()


@pytest.mark.parametrize(
    ("number", "head", "names", "file"),
    [
        ("12-QĐ/HU", PARTY, range(40), "12-QĐ-HU ngày 12-05-2025.pdf"),
        ("34/QĐ-UBND", STATE, range(40, AGREED), "34-QĐ-UBND ngày 13-05-2025.pdf"),
    ],
    ids=["party", "state"],
)
def test_the_annex_of_each_decision_is_in_its_own_style(
    window, preview_of, read_pdf, monkeypatch, number, head, names, file
):
    menu = page_of(window).annex_button.menu()
    place = next(place for place, one in enumerate(menu.actions()) if one.text().startswith(number))
    preview = preview_of(menu, place)
    called = f"Danh sách khen thưởng kèm theo Quyết định số {number} ngày "
    assert preview.windowTitle().startswith(called)
    asked: list[str] = []
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *given: asked.append(given[2]) or ("", "")
    )
    preview.ask_to_save()
    assert Path(asked[0]).name == f"Danh sách khen thưởng kèm theo Quyết định số {file}"
    text = plain(" ".join(one.text for one in read_pdf(preview.view._file.path)))
    assert head in text
    assert number in text
    found = [place for place in range(PROPOSED) if f"Số {place:02}" in text]
    assert found == list(names)
    preview.reject()


def test_ctrl_p_prints_the_proposal_of_the_round_chosen(qtbot, window, read_pdf):
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.papers.preview is not None, timeout=LONG * 1000)
    assert window.papers.preview.windowTitle() == "Danh sách đề nghị khen thưởng"
    window.papers.preview.reject()


def test_the_preview_is_turned_and_enlarged_by_keys(qtbot, proposal):
    view = proposal.view
    qtbot.waitUntil(proposal.isActiveWindow)
    qtbot.waitUntil(lambda: 0 in view.pictured, timeout=LONG * 1000)
    assert view.fits_width
    alt, ctrl = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(proposal, Qt.Key.Key_Down, alt)
    assert view.page == 1
    assert proposal.findChild(QSpinBox).value() == 2
    qtbot.keyClick(proposal, Qt.Key.Key_Up, alt)
    assert view.page == 0
    before = view.zoom
    qtbot.keyClick(proposal, Qt.Key.Key_Plus, ctrl)
    assert view.zoom > before
    assert f"{round(view.zoom * 100)}%" in [one.text() for one in proposal.findChildren(QLabel)]
    qtbot.keyClick(proposal, Qt.Key.Key_0, ctrl)
    assert view.fits_width
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert view.page == len(view._file) - 1
    qtbot.waitUntil(lambda: view.page in view.pictured, timeout=LONG * 1000)
    proposal.reject()


def test_the_paper_is_saved_as_it_is(proposal, monkeypatch, tmp_path, read_pdf):
    content = proposal.view._file.path.read_bytes()
    asked: list[str] = []

    def answer(_parent: object, _title: str, start: str, *_more: object) -> tuple[str, str]:
        asked.append(start)
        return str(tmp_path / "Danh sách"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    proposal.ask_to_save()
    assert Path(asked[0]).name == "Danh sách đề nghị khen thưởng.pdf"
    saved = tmp_path / "Danh sách.pdf"
    assert saved.read_bytes() == content
    assert proposal.message() == "Đã lưu: Danh sách.pdf"
    proposal.ask_to_save()
    assert Path(asked[1]).parent == tmp_path  # the folder is remembered
    proposal.reject()


def test_a_paper_that_cannot_be_saved_is_told_in_a_sentence(proposal, tmp_path):
    taken = tmp_path / "Danh sách.pdf"
    taken.mkdir()
    (taken / "tệp").write_text("cũ", "utf-8")
    proposal.save_to(taken)
    assert "«Danh sách.pdf»" in box().text()
    assert "\n" not in box().text()
    box().accept()
    assert [one.name for one in tmp_path.glob("*.pdf/*")] == ["tệp"]
    assert sorted(one.name for one in tmp_path.glob("*Danh*")) == ["Danh sách.pdf"]
    assert proposal.message() == ""
    proposal.reject()


def test_a_save_that_fails_keeps_the_file_that_was_there(proposal, open_folder, without_rights):
    old = open_folder / "Danh sách.pdf"
    old.write_bytes(b"before")
    open_folder.chmod(0o555)
    with without_rights():
        proposal.save_to(old)
    open_folder.chmod(0o755)
    assert "Không có quyền" in box().text()
    box().accept()
    assert old.read_bytes() == b"before"
    assert [one.name for one in open_folder.iterdir()] == ["Danh sách.pdf"]
    proposal.reject()


def printer_to(path: Path) -> QPrinter:
    """A printer that writes a PDF, at a resolution that is quick to draw."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    printer.setResolution(100)
    return printer


def test_what_is_printed_has_the_same_pages_in_true_size(qtbot, proposal, tmp_path, read_pdf):
    before = read_pdf(proposal.view._file.path)
    path = tmp_path / "máy in.pdf"
    proposal.print_on(printer_to(path))
    qtbot.waitUntil(lambda: proposal.message() == "Đã gửi tới máy in.", timeout=LONG * 1000)
    printed = PdfFile(path)
    assert len(printed) == len(before)
    for size, page in zip(printed.sizes, before, strict=True):
        assert abs(size.width() - page.width) < 2
        assert abs(size.height() - page.height) < 2
    for mine, theirs in zip(_ink(printed, 0), _ink(proposal.view._file, 0), strict=True):
        assert abs(mine - theirs) <= 3  # the same place on the page, nothing scaled
    printed.close()
    proposal.reject()


def _ink(file: PdfFile, page: int) -> tuple[int, int, int, int]:
    """The edges of what is dark on a small picture of a page: left, top, right, bottom."""
    picture = file.render(page, 0.5)
    dark = [
        (x, y)
        for x in range(picture.width())
        for y in range(picture.height())
        if picture.pixelColor(x, y).lightness() < 160
    ]
    across, down = [x for x, _y in dark], [y for _x, y in dark]
    return min(across), min(down), max(across), max(down)


def test_only_the_pages_that_were_chosen_are_printed(qtbot, proposal, tmp_path):
    printer = printer_to(tmp_path / "một trang.pdf")
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(2, 2)
    proposal.print_on(printer)
    qtbot.waitUntil(lambda: proposal.message() == "Đã gửi tới máy in.", timeout=LONG * 1000)
    printed = PdfFile(tmp_path / "một trang.pdf")
    assert len(printed) == 1
    printed.close()
    proposal.reject()


@pytest.mark.qt_log_ignore("QPainter::begin", "This plugin does not support")  # Qt says so too
def test_a_printer_that_does_not_begin_is_told(proposal, tmp_path):
    proposal.print_on(printer_to(tmp_path / "không có" / "a.pdf"))
    assert "Máy in không nhận bản in" in box().text()
    box().accept()
    assert proposal.message() == ""
    proposal.reject()


def test_closing_the_preview_stops_the_printing(qtbot, proposal, tmp_path):
    proposal.print_on(printer_to(tmp_path / "dở.pdf"))
    proposal.reject()
    qtbot.wait(50)
    assert QApplication.activeModalWidget() is None


def test_what_there_is_not_to_print_is_told_in_a_sentence(window, settle):
    window.papers.print_pdf("commendation-annex", {"round": 1, "decision": 999})
    settle(window)
    assert "không thuộc đợt khen thưởng" in box().text()
    box().accept()
    assert window.papers.preview is None


def test_the_papers_are_gone_with_the_window(window, proposal):
    path = proposal.view._file.path
    assert path.is_file()
    window.close()
    assert not path.parent.exists()


def test_a_paper_is_gone_with_its_preview(window, proposal):
    path = proposal.view._file.path
    assert opened_dir() in path.parents
    proposal.close()
    assert not path.parent.exists()
    assert window.papers.preview is None


def test_the_viewer_gets_a_copy_that_lasts_after_the_preview(window, proposal, monkeypatch):
    opened: list[Path] = []
    monkeypatch.setattr(
        QDesktopServices, "openUrl", lambda url: opened.append(Path(url.toLocalFile())) or True
    )
    content = proposal.view._file.content
    proposal.open_outside()
    proposal.close()
    assert opened[0].read_bytes() == content
    assert opened[0].name.startswith("Danh sách đề nghị khen thưởng")
    COPIES.end()
    assert not opened_dir().exists()
