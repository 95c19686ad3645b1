"""Models without news, and two periods of models beside each other."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from desktop.core.errors import UserProblem
from desktop.services import model_figures, model_life, registers
from desktop.services.books import Book
from desktop.services.figures import figures
from desktop.storage.models import Model, ModelStep

from .rows import add

# what is entered by the test bears the day of the machine's clock
ON = date.today()  # noqa: DTZ011 - the clerk's own calendar day
OLD, NEW = ON - timedelta(days=900), ON - timedelta(days=150)
YEAR_25 = (date(2025, 1, 1), date(2025, 12, 31))
YEAR_26 = (date(2026, 1, 1), date(2026, 12, 31))


def named(book: Book, **more: object) -> list[tuple[str, date | None, str]]:
    found = model_figures.silent(book, on=ON, **more)  # type: ignore[arg-type] - options of a test
    return [(one.name, one.since, one.news) for one in found]


def old(book: Book, name: str = "Tổ tự quản", registered: date | None = OLD) -> int:
    """Keep a model registered long ago that came into the book then, too."""
    model = add(book, "models", name=name, registered_on=registered)
    with book.write("Đã vào sổ từ lâu") as session:
        for row in (session.get(Model, model), *session.query(ModelStep).all()):
            row.created_at = f"{OLD}T08:00:00Z"
    return model


def test_a_model_without_news_for_a_year_is_silent_and_a_fresh_one_is_not(book):
    old(book)
    add(book, "models", name="Mới", registered_on=NEW)
    add(book, "models", name="Không rõ ngày")  # entered today
    assert named(book) == [("Tổ tự quản", OLD, "Đăng ký")]
    assert [one[0] for one in named(book, months=1)] == ["Tổ tự quản", "Mới"]
    assert named(book, months=60) == []
    old(book, "Vào sổ từ lâu", None)
    assert ("Vào sổ từ lâu", OLD, "Ghi vào sổ") in named(book)


@pytest.mark.parametrize(
    ("register", "values"),
    [
        ("model_steps", {"state": "in_progress", "on": NEW}),
        ("model_levels", {"level": "district", "on": NEW}),
        ("model_levels", {"level": "district"}),  # undated: when it was entered
        ("model_reviews", {"on": NEW}),
    ],
)
def test_every_kind_of_news_ends_the_silence(book, register, values):
    model = old(book)
    add(book, register, model_id=model, **values)
    assert named(book) == []


def test_an_award_and_a_changed_result_are_news_a_changed_note_is_none(book):
    model = old(book)
    registers.save(book, "models", {"note": "Ghi chú"}, model)
    assert len(named(book)) == 1
    held = add(book, "rounds", title="Đợt 1", meeting_on=NEW)
    form = add(book, "award_forms", name="Giấy khen mới")
    award = add(
        book, "awards", round_id=held, form_id=form, recipient_name="Tổ", model_id=model
    )  # fmt: skip
    assert named(book) == []
    told = model_figures.silent(book, months=1, on=ON)
    assert [one.news for one in told] == ["Đề nghị khen thưởng"]
    registers.save(book, "awards", {"state": "agreed"}, award)
    told = model_figures.silent(book, months=1, on=ON)
    assert [one.news for one in told] == ["Khen thưởng"]
    for state in ("annulled", "refused"):  # it brought the model nothing
        with book.write("Kết quả xét") as session:
            registers.save_in(session, "awards", {"state": state}, award)
        assert len(named(book)) == 1
    registers.delete(book, "awards", [award])
    assert len(named(book)) == 1
    registers.save(book, "models", {"results": "Thêm 10 hộ"}, model)
    assert named(book) == []


def test_a_re_evaluation_takes_models_off_the_list_and_a_stopped_one_is_not_on_it(book):
    first, second = old(book, "Một"), old(book, "Hai")
    model_life.review(book, [first], NEW, True)
    assert [one[0] for one in named(book)] == ["Hai"]
    model_life.step(book, [second], "stopped", OLD)
    assert named(book) == []


def test_two_periods_have_the_figures_of_each_and_name_what_made_the_difference(book):
    field = add(book, "fields", name="Lĩnh vực thử")
    first = add(book, "models", name="Một", registered_on=date(2025, 2, 1), field_id=field)
    model_life.step(book, [first], "stopped", date(2026, 3, 1), None, "Hết người")
    second = add(book, "models", name="Hai", registered_on=date(2025, 3, 1), kind="individual")
    add(book, "models", name="Ba", registered_on=date(2026, 4, 1), owner_group="Tổ phụ nữ")
    add(book, "model_levels", model_id=second, level="district", on=date(2025, 9, 1))
    add(book, "model_levels", model_id=second, level="province", on=date(2026, 9, 1))
    found = model_figures.compare(book, YEAR_25, YEAR_26)
    assert found.first == figures(book, *YEAR_25).models
    assert found.second == figures(book, *YEAR_26).models
    lines = {(one.section, one.label): (one.first, one.second) for one in found.lines}
    assert lines["Chung", "Tổng số mô hình"] == (2, 3)
    assert lines["Chung", "Mô hình mới trong kỳ"] == (2, 1)
    assert lines["Lĩnh vực", "Lĩnh vực thử"] == (1, 1)
    assert lines["Lĩnh vực", "Chưa ghi lĩnh vực"] == (1, 2)
    assert lines["Tình trạng cuối kỳ", "Dừng"] == (0, 1)
    assert lines["Được tuyên dương", "Tỉnh"] == (0, 1)
    assert [(one.name, one.owner, one.detail) for one in found.new] == [
        ("Ba", "Tổ phụ nữ", "Đăng ký 01/04/2026")
    ]
    assert [(one.name, one.detail) for one in found.stopped] == [("Một", "Dừng 01/03/2026")]
    assert [(one.name, one.detail) for one in found.commended] == [("Hai", "Tỉnh")]


def test_a_model_that_stopped_between_the_periods_is_named(book):
    model = add(book, "models", name="Một", registered_on=date(2024, 2, 1))
    model_life.step(book, [model], "stopped", date(2025, 6, 1))
    found = model_figures.compare(
        book, (date(2024, 1, 1), date(2024, 12, 31)), (date(2026, 1, 1), date(2026, 12, 31))
    )
    assert found.second.total == 0
    assert [one.name for one in found.stopped] == ["Một"]


def test_a_turned_period_is_told(book):
    with pytest.raises(UserProblem, match="cuối kỳ"):
        model_figures.compare(book, YEAR_25, YEAR_26[::-1])


@pytest.mark.parametrize(
    ("period", "before"),
    [
        (YEAR_26, YEAR_25),
        ((date(2026, 4, 1), date(2026, 6, 30)), (date(2026, 1, 1), date(2026, 3, 31))),
        ((date(2026, 3, 1), date(2026, 3, 31)), (date(2026, 2, 1), date(2026, 2, 28))),
        ((date(2026, 1, 10), date(2026, 1, 19)), (date(2025, 12, 31), date(2026, 1, 9))),
    ],
)
def test_the_period_before_is_as_long_as_a_period(period, before):
    assert model_figures.previous_period(period) == before


def test_the_day_of_a_stop_is_that_of_the_period(book):
    model = add(book, "models", name="Một", registered_on=date(2024, 2, 1))
    model_life.step(book, [model], "stopped", date(2025, 3, 1))
    model_life.step(book, [model], "registered", date(2025, 6, 1), reason="Mở lại")
    model_life.step(book, [model], "stopped", date(2026, 2, 1))
    year_24 = (date(2024, 1, 1), date(2024, 12, 31))
    spring = (date(2025, 1, 1), date(2025, 4, 30))
    found = model_figures.compare(book, year_24, spring)
    assert [one.detail for one in found.stopped] == ["Dừng 01/03/2025"]
    found = model_figures.compare(book, year_24, YEAR_26)
    assert [one.detail for one in found.stopped] == ["Dừng 01/02/2026"]
