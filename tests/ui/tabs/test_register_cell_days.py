"""The day of registering a whole cell: today's, or the deadline of a campaign that is past."""

from __future__ import annotations

from datetime import date

from .cell_desk import open_dialog


def test_the_day_of_a_past_campaign_is_its_deadline_unless_the_clerk_says_another(desk):
    today = date.today()  # noqa: DTZ011 (the clerk's own day)
    this, past = today.year, today.year - 1
    for year, title in ((past, "Cam kết năm trước"), (this, "Cam kết năm nay")):
        deadline = date(year, 2, 28)
        desk.add("campaigns", year=year, title=title, pledge_kind="commitment", deadline=deadline)
    dialog = open_dialog(desk)
    fields, campaign = dialog.who.fields, dialog.who.campaign

    def choose(words: str) -> None:
        campaign.setCurrentIndex(campaign.findText(words))
        campaign.activated.emit(campaign.currentIndex())
        desk.settle()

    choose("Cam kết năm trước")
    assert fields.value("registered_on") == date(past, 2, 28)
    choose("Cam kết năm nay")
    assert fields.value("registered_on") == today
    fields.boxes["registered_on"].editor.set_value(date(past, 1, 15))
    choose("Cam kết năm trước")
    assert fields.value("registered_on") == date(past, 1, 15)
