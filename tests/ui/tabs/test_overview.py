"""The first tab: its numbers, where they lead, what is due, the next meeting's papers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QClipboard, QGuiApplication, QImage
from PySide6.QtWidgets import QLabel

from desktop.core.formats import date_text
from desktop.services import figures
from desktop.services.overview import overview
from desktop.services.overview_due import due_lines
from desktop.services.overview_figures import cards_of
from desktop.ui.figures.rows_dialog import FigureRowsDialog
from desktop.ui.overview.chart_card import ChartCard
from desktop.ui.overview.figure_cards import FigureButton
from desktop.ui.register_page import RegisterPage

TODAY = date.today()  # noqa: DTZ011 - the clerk's own calendar day
DAY = timedelta(days=1)


@pytest.fixture
def filled(desk: Any, cells: dict[str, int]) -> dict[str, int]:
    """An office whose numbers are known; ids by name."""
    for name, status in (("A", "official"), ("B", "probationary"), ("C", "transferred")):
        desk.add("members", full_name=f"Nguyễn Văn {name}", unit_id=cells["cam"], status=status)
    for year in (TODAY.year, TODAY.year, TODAY.year - 1):
        desk.add(
            "pledges", year=year, kind="registration", pledger_kind="other", name="Thạch Sô Phách"
        )
    late = desk.add(
        "pledges", year=TODAY.year, kind="registration", pledger_kind="other", name="Lê Văn Tám"
    )
    desk.add("pledge_items", pledge_id=late, content="Trồng cây", due_on=TODAY - DAY)
    for place, state in enumerate(("registered", "recognised", "stopped")):
        desk.add("models", name=f"Mô hình {place}", kind="collective", state=state)
    past = desk.add("rounds", title="Đợt đã qua", meeting_on=TODAY - 30 * DAY)
    ahead = desk.add(
        "rounds", title="Đợt sắp tới", meeting_on=TODAY + 3 * DAY, meeting_place="Hội trường"
    )
    form = desk.add("award_forms", name="Giấy khen")
    award = {"form_id": form, "recipient_kind": "individual"}
    for place, state in enumerate(("agreed", "given", "refused")):
        desk.add("awards", round_id=past, recipient_name=f"Người {place}", state=state, **award)
    desk.add("awards", round_id=ahead, recipient_name="Trần Văn Đạt", **award)
    desk.add("awards", round_id=ahead, recipient_name="Lê Thị Ánh", state="agreed", **award)
    return {"past": past, "ahead": ahead, "late": late, **cells}


EXPECTED = {
    "Đảng viên": 2,
    f"Bản đăng ký, cam kết năm {TODAY.year}": 3,
    "Mô hình đang duy trì": 2,
    "Khen thưởng (lượt)": 3,
    "Đợt khen thưởng": 2,
    "Đơn vị": 5,
}


def cards(page: Any) -> list[Any]:
    return [page.cards.itemAt(place).widget() for place in range(page.cards.count())]


def lines(page: Any) -> list[list[str]]:
    """What is due: day, how late, what, whose."""
    rows = range(page.due.topLevelItemCount())
    return [[page.due.topLevelItem(row).text(column) for column in range(4)] for row in rows]


def due(page: Any) -> list[str]:
    return [one[2] for one in lines(page)]


def go(page: Any, row: int) -> None:
    """Press Enter on a line of what is due."""
    page.due.itemActivated.emit(page.due.topLevelItem(row), 0)


def test_the_numbers_are_those_of_the_service(desk, filled):
    page = desk.tab("overview")
    served = overview(desk.window.jobs.book)
    assert {one.label: one.value for one in served.counts} == EXPECTED
    assert [one.accessibleName() for one in cards(page)] == [
        f"{label}: {value}" for label, value in EXPECTED.items()
    ]
    for card, (label, value) in zip(cards(page), EXPECTED.items(), strict=True):
        words = [one.text() for one in card.findChildren(QLabel)]
        assert label in words
        assert str(value) in words
    assert page.meeting.isVisible()
    served_due = due_lines(desk.window.jobs.book)
    assert lines(page) == [
        [date_text(one.on), one.distance(TODAY), one.what, one.whose] for one in served_due
    ]


@pytest.mark.parametrize(
    ("place", "tab", "rows"),
    [
        (0, "members", ["Nguyễn Văn A", "Nguyễn Văn B"]),
        (1, "pledges", ["Lê Văn Tám", "Thạch Sô Phách", "Thạch Sô Phách"]),
        (2, "models", ["Mô hình 0", "Mô hình 1"]),
        (3, "commendations", ["Đợt sắp tới", "Đợt đã qua"]),
        (4, "commendations", ["Đợt sắp tới", "Đợt đã qua"]),
        (5, "units", None),
    ],
)
def test_a_number_leads_to_its_rows(qtbot, desk, filled, names_shown, place, tab, rows):
    page = desk.tab("overview")
    card = cards(page)[place]
    card.setFocus()
    qtbot.keyClick(card, Qt.Key.Key_Space)
    desk.settle()
    assert desk.window.tabs.current_name() == tab
    found: Any = desk.window.tabs.current_page()
    table = found if isinstance(found, RegisterPage) else found.main_page()
    if rows is None:
        assert table.model.rowCount() == list(EXPECTED.values())[place]
    else:
        assert sorted(names_shown(table)) == sorted(rows)
    if tab in ("members", "models"):
        assert table.is_filtered()
        assert table.filters.words() != []


def test_what_is_due_leads_to_its_record(desk, filled):
    page = desk.tab("overview")
    row = due(page).index("1 đề nghị chưa có kết quả xét: «Đợt sắp tới»")
    assert lines(page)[row] == [
        date_text(TODAY + 3 * DAY),
        "Còn 03 ngày",
        "1 đề nghị chưa có kết quả xét: «Đợt sắp tới»",
        "Hội trường",
    ]
    go(page, row)
    desk.settle()
    rounds = desk.window.tabs.current_page().rounds
    assert rounds.current_id() == filled["ahead"]
    assert rounds.dialog.row.values["title"] == "Đợt sắp tới"


def test_what_is_due_of_many_records_leads_to_their_tab(desk, filled):
    for _more in range(5):
        desk.add("pledge_items", pledge_id=filled["late"], content="Nữa", due_on=TODAY - DAY)
    page = desk.tab("overview")
    go(page, due(page).index("6 nội dung đăng ký đã đến hạn mà chưa hoàn thành"))
    desk.settle()
    assert desk.window.tabs.current_name() == "pledges"


def test_an_empty_book_says_what_to_do_first(desk):
    page = desk.tab("overview")
    assert due(page) == [
        "Nhập đảng bộ, chi bộ và các đơn vị",
        "Nhập đảng viên",
        "Nhập người ký, để tên và chức vụ in ra giấy",
        "Mở đợt đăng ký và lập danh sách phải đăng ký",
        "Đăng ký mô hình, gương điển hình",
        "Lập đợt khen thưởng và in danh sách",
    ]
    titles = [one.text() for one in page.findChildren(QLabel) if one.isVisible()]
    assert "Những bước đầu tiên" in titles
    assert "Chưa có đợt khen thưởng nào." in titles
    assert not page.meeting.proposal.isVisible()
    tabs = {0: "units", 1: "members", 3: "pledges", 4: "models", 5: "commendations"}
    for row, tab in tabs.items():
        go(page, row)
        assert desk.window.tabs.current_name() == tab
        desk.settle()
    desk.tab("overview").meeting.add_round.click()
    desk.settle()
    assert desk.window.tabs.current_name() == "commendations"


def test_the_next_meeting_is_shown_with_its_papers(desk, filled, read_pdf):
    page = desk.tab("overview")
    words = " ".join(one.text() for one in page.meeting.findChildren(QLabel))
    assert "Hội nghị sắp tới" in words
    assert "Đợt sắp tới" in words
    assert f"{TODAY + 3 * DAY:%d/%m/%Y} · Hội trường" in words
    assert "2 lượt khen · 1 chưa có kết quả" in words
    page.meeting.proposal.click()
    text = desk.paper(read_pdf)
    assert "Trần Văn Đạt" in text
    assert "Lê Thị Ánh" in text
    page.meeting.annex.click()
    text = desk.paper(read_pdf)
    assert "Trần Văn Đạt" not in text  # not agreed yet
    assert "Lê Thị Ánh" in text
    page.meeting.show_round.click()
    desk.settle()
    assert desk.window.tabs.current_page().rounds.dialog.row.id == filled["ahead"]


def test_without_an_outcome_there_is_no_list_of_a_decision(desk):
    held = desk.add("rounds", title="Đợt 1", meeting_on=TODAY - DAY)
    form = desk.add("award_forms", name="Giấy khen")
    desk.add("awards", round_id=held, form_id=form, recipient_kind="individual", recipient_name="A")
    page = desk.tab("overview")
    assert page.meeting.proposal.isEnabled()
    assert not page.meeting.annex.isEnabled()
    words = [one.text() for one in page.meeting.findChildren(QLabel)]
    assert "Hội nghị gần nhất" in words  # none ahead: the last one held


def test_what_is_written_elsewhere_is_counted_at_once_and_on_return(qtbot, desk, filled):
    page = desk.tab("overview")
    desk.add("members", full_name="Đảng viên mới", status="official")
    assert cards(page)[0].accessibleName() == "Đảng viên: 3"
    focused = cards(page)[1]
    focused.setFocus()
    desk.tab("members")
    desk.add("members", full_name="Đảng viên mới nữa", status="official")
    assert cards(page)[0].accessibleName() == "Đảng viên: 3"  # out of sight: not read yet
    desk.tab("overview")
    assert cards(page)[0].accessibleName() == "Đảng viên: 4"
    assert cards(page)[1] is focused


# figures and charts


def chart(page: Any, key: str) -> ChartCard:
    return next(one for one in page.charts if one.chart.key == key)


def test_figures_are_those_of_the_chosen_time_and_lead_to_their_rows(
    qtbot, desk, filled, names_shown
):
    desk.add("models", name="Cũ", registered_on=date(TODAY.year - 1, 5, 19))
    page = desk.tab("overview")
    named = [page.period.itemText(place) for place in range(page.period.count())]
    assert named[3].startswith("Nhiệm kỳ ")
    assert named[4:] == [f"Năm {TODAY.year - ago}" for ago in range(2, 11)]
    for place in range(5):
        page.period.setCurrentIndex(place)
        desk.settle()
        found = figures.figures(desk.window.jobs.book, *page.chosen())
        assert [one.accessibleName() for one in page.figure_cards.lines()] == [
            f"{line.words}: {line.value} {line.unit}".strip()
            for card in cards_of(found)
            for line in card.lines
        ]
    page.period.setCurrentIndex(1)
    desk.settle()
    (button,) = [
        one
        for one in page.findChildren(FigureButton)
        if one.accessibleName().startswith("Mô hình mới")
    ]
    assert button.accessibleName() == "Mô hình mới: 1 mô hình"
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    desk.settle()
    (dialog,) = desk.window.findChildren(FigureRowsDialog)
    assert names_shown(dialog.page) == ["Cũ"]
    assert dialog.count.text() == "1 dòng, mỗi dòng được tính một lần."
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert desk.window.tabs.current_name() == "overview"


def test_charts_walk_by_keys_and_open_their_rows(qtbot, desk, filled):
    for years in (0, 1, 1):
        desk.add("models", name="Mô hình", registered_on=date(TODAY.year - years, 1, 5))
    page = desk.tab("overview")
    card = chart(page, "model-years")
    view = card.view
    assert view.accessibleName() == "Mô hình theo năm"
    assert f"{TODAY.year}: Tổng số 5, Mới trong năm 1" in view.accessibleDescription()
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert view.current == len(card.chart.shown) - 1
    qtbot.keyClick(view, Qt.Key.Key_Up)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    desk.settle()
    assert desk.window.tabs.current_name() == "models"
    table = desk.window.tabs.current_page().main_page()
    assert table.model.rowCount() == 2
    assert f"Năm: {TODAY.year - 1}" in " ".join(table.filters.words())


def test_a_bar_of_a_field_shows_its_models_of_the_chosen_time(qtbot, desk, filled, names_shown):
    field = desk.add("fields", name="Đền ơn đáp nghĩa")
    desk.add("models", name="Nhà tình nghĩa", registered_on=TODAY, field_id=field)
    desk.add("models", name="Dừng từ lâu", state="stopped", field_id=field)
    page = desk.tab("overview")
    card = chart(page, "models")
    assert [row.label for row in card.chart.shown] == ["Đền ơn đáp nghĩa", "Chưa ghi lĩnh vực"]
    card.view.setFocus()
    card.view.opened.emit(1)  # no list has just these rows
    assert desk.window.tabs.current_name() == "overview"
    qtbot.keyClick(card.view, Qt.Key.Key_Return)
    desk.settle()
    (dialog,) = desk.window.findChildren(FigureRowsDialog)
    assert dialog.windowTitle().startswith("Mô hình theo lĩnh vực: Đền ơn đáp nghĩa (01/01/")
    assert names_shown(dialog.page) == ["Nhà tình nghĩa"]
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)


def test_a_click_on_a_bar_opens_its_rows(qtbot, desk, filled):
    page = desk.tab("overview")
    view = chart(page, "model-years").view
    place = len(chart(page, "model-years").chart.shown) - 1
    at = view.row_rect(place).center().toPoint()
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=at)
    desk.settle()
    assert desk.window.tabs.current_name() == "models"


def test_the_numbers_of_a_chart_are_a_table_to_be_copied(qtbot, desk, filled):
    page = desk.tab("overview")
    card = chart(page, "awards")
    card.table_button.click()
    assert card.table.isVisible()
    assert not card.view.isVisible()
    assert card.table.horizontalHeaderItem(1).text() == "Số lượt khen"
    card.table.setFocus()
    qtbot.keyClick(card.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines_copied = clipboard().text().splitlines()
    assert lines_copied[0] == "Cấp, hình thức\tSố lượt khen"
    assert len(lines_copied) == card.table.rowCount() + 1
    letters = [
        one.text().partition("&")[2][:1].lower() for one in card.menu().actions() if one.text()
    ]
    assert len(letters) == len(set(letters))
    card.table_button.click()
    letters = [
        one.text().partition("&")[2][:1].lower() for one in card.menu().actions() if one.text()
    ]
    assert "" not in letters
    assert len(letters) == len(set(letters))


def clipboard() -> QClipboard:
    return QGuiApplication.clipboard()


def shades(image: QImage) -> set[tuple[int, int, int]]:
    """The colours of a picture, a pixel of nine."""
    found = set()
    for x in range(0, image.width(), 3):
        for y in range(0, image.height(), 3):
            colour = image.pixelColor(x, y)
            found.add((colour.red(), colour.green(), colour.blue()))
    return found


def test_a_copied_chart_is_black_on_white(desk, filled):
    page = desk.tab("overview")
    card = chart(page, "model-years")
    card.copy_button.click()
    image = clipboard().image()
    assert image.width() > 1000
    found = shades(image)
    assert (255, 255, 255) in found
    assert any(max(one) < 80 for one in found)
    # letters are smoothed; nothing else has a hue
    assert all(max(one) - min(one) < 12 for one in found)


def test_a_chart_takes_on_the_colours_of_the_theme(desk, filled, theme):
    page = desk.tab("overview")
    view = chart(page, "model-years").view
    light = view.grab().toImage()
    try:
        theme.apply("dark")
        desk.settle()
        dark = view.grab().toImage()
    finally:
        theme.apply("light")
    corner = (view.width() - 2, 2)
    ink = {"light": max(map(sum, shades(light))), "dark": max(map(sum, shades(dark)))}
    assert light.pixelColor(*corner) != dark.pixelColor(*corner) or ink["light"] != ink["dark"]
    assert min(map(sum, shades(dark))) < 200
    assert ink["dark"] > 600  # letters are light


def test_without_rows_a_chart_says_what_to_do(desk):
    page = desk.tab("overview")
    assert len(page.charts) == 5
    for card in page.charts:
        assert card.empty.isVisible()
        assert "Hãy" in card.empty.text()
        assert not card.view.isVisible()
        assert not card.print_button.isVisible()


def test_charts_stand_below_each_other_where_there_is_no_room(desk, filled):
    page = desk.tab("overview")
    assert len({one.mapTo(page, QPoint(0, 0)).x() for one in page.charts}) == 2
    desk.window.resize(800, 700)
    desk.settle()
    assert len({one.mapTo(page, QPoint(0, 0)).x() for one in page.charts}) == 1


def test_the_menu_prints_the_overview_from_any_page(desk, filled, read_pdf):
    desk.tab("members")
    desk.window.actions_["year_overview"].trigger()
    assert "TỔNG QUAN" in desk.paper(read_pdf)
    assert desk.window.tabs.current_name() == "members"


def test_the_overview_and_one_chart_are_printed(desk, filled, read_pdf):
    page = desk.tab("overview")
    page.period.setCurrentIndex(1)
    desk.settle()
    page.print_button.click()
    text = desk.paper(read_pdf)
    assert f"năm {TODAY.year - 1}" in text
    assert "Số liệu" in text
    chart(page, "model-years").print_button.click()
    text = desk.paper(read_pdf)
    assert "Mô hình theo năm" in text
    assert "Mới trong năm" in text
    desk.window.actions_["print_list"].trigger()
    assert "TỔNG QUAN" in desk.paper(read_pdf)


def test_charts_are_not_read_while_another_tab_is_up(desk, filled):
    page = desk.tab("overview")
    before = [one.chart for one in page.charts]
    desk.tab("members")
    desk.add("models", name="Mới", registered_on=TODAY)
    assert [one.chart for one in page.charts] == before
    desk.tab("overview")
    assert [one.chart for one in page.charts] != before
