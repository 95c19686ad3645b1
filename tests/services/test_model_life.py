"""The life of models as the clerk writes it: steps, steps back, re-evaluations, replicas."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.core import model_life as rules
from desktop.core.errors import InvalidValues, UserProblem
from desktop.services import books, many, model_life, model_replication, registers, undoing
from desktop.services.books import Book
from desktop.services.figures import figures

from .rows import add, everything, live, undo_last

DAY, LATER = date(2025, 3, 1), date(2025, 6, 1)


@pytest.fixture
def model(book: Book) -> int:
    return add(book, "models", name="Tổ tự quản", registered_on=DAY)


def now(book: Book, model: int) -> tuple[str, date | None]:
    values = registers.get(book, "models", model).values
    return values["state"], values["state_on"]


def history(book: Book, model: int) -> list[tuple[str, date | None, str | None]]:
    return [
        (one["state"], one["on"], one["reason"])
        for one in live(book, "model_steps", model_id=model)
    ]


def test_a_step_gives_the_model_its_state_with_day_and_who_decided(book, model):
    done = model_life.step(book, [model], "in_progress", LATER, " Ban Thường vụ ", "Đủ điều kiện")
    assert done.value == 1
    assert done.changes.touches("models")
    assert done.changes.touches("model_steps")
    assert now(book, model) == ("in_progress", LATER)
    assert live(book, "model_steps", model_id=model)[-1]["decided_by"] == "Ban Thường vụ"
    assert undo_last(book) == "Chuyển mô hình «Tổ tự quản» sang «Đang thực hiện»"
    assert now(book, model) == ("registered", DAY)


def test_a_step_may_have_no_day(book, model):
    model_life.step(book, [model], "in_progress")
    assert now(book, model) == ("in_progress", None)


def test_many_go_together_or_none_does_and_the_first_that_can_not_is_named(book, model):
    ahead = add(book, "models", name="Vườn cây Bác Hồ", state="recognised")
    before = everything(book)
    with pytest.raises(UserProblem, match="«Vườn cây Bác Hồ»: Lùi về «Đang thực hiện»"):
        model_life.step(book, [model, ahead], "in_progress", LATER)
    assert everything(book) == before
    second = add(book, "models", name="Hũ gạo")
    assert model_life.step(book, [model, second, model], "in_progress").value == 2
    assert undoing.last_deed(book).words == "Chuyển 2 mô hình sang «Đang thực hiện»"


def test_going_back_needs_a_reason_and_stays_in_the_history(book, model):
    model_life.step(book, [model], "in_progress", LATER)
    with pytest.raises(UserProblem, match="lý do"):
        model_life.step(book, [model], "registered")
    with pytest.raises(UserProblem, match="lý do"):
        model_life.reverse(book, model, "  ")
    assert model_life.reverse(book, model, "Ghi nhầm").value == "registered"
    assert now(book, model) == ("registered", None)
    assert history(book, model) == [
        ("registered", DAY, None),
        ("in_progress", LATER, None),
        ("registered", None, "Ghi nhầm"),
    ]
    with pytest.raises(UserProblem, match="chưa có bước nào để lùi"):
        model_life.reverse(book, model, "Ghi nhầm")
    assert [one.back for one in model_life.life(book, model).steps] == [False, False, True]


def test_what_may_come_next_is_what_all_of_them_may(book, model):
    other = add(book, "models", name="Hũ gạo")
    both = model_life.allowed(book, [model, other])
    assert [one.state for one in both.choices] == ["in_progress", "stopped"]
    assert (both.back, both.latest, both.now) == (None, DAY, ("registered",))
    model_life.step(book, [other], "in_progress")
    assert [one.state for one in model_life.allowed(book, [model, other]).choices] == ["stopped"]
    model_life.step(book, [other], "stopped")
    found = model_life.allowed(book, [other])
    assert found.back == "in_progress"
    assert [(one.state, one.needs_reason) for one in found.choices] == [
        ("in_progress", True),
        ("registered", True),
    ]
    assert [one.needs_reason for one in model_life.allowed(book, [model, other]).choices] == [True]
    model_life.step(book, [model], "stopped")
    third = add(book, "models", name="Vườn cây")
    assert model_life.allowed(book, [model, third]).choices == ()


@pytest.mark.parametrize("deed", ["allowed", "life", "step", "review"])
def test_gone_models_and_none_are_told(book, model, deed):
    registers.delete(book, "models", [model])
    calls: dict[str, Any] = {
        "allowed": lambda: model_life.allowed(book, [model]),
        "life": lambda: model_life.life(book, model),
        "step": lambda: model_life.step(book, [model], "in_progress"),
        "review": lambda: model_life.review(book, [], DAY, True),
    }
    with pytest.raises(UserProblem, match="chọn"):
        calls[deed]()


# the form goes by the same rules


def test_the_form_refuses_a_step_that_is_not_allowed_and_names_what_is(book, model):
    with pytest.raises(InvalidValues) as refused:
        registers.save(book, "models", {"state": "recognised"}, model)
    assert "Bước kế tiếp là «Đang thực hiện» hoặc «Dừng»" in refused.value.by_field["state"]
    registers.save(book, "models", {"state": "in_progress", "state_on": LATER}, model)
    assert history(book, model)[-1] == ("in_progress", LATER, None)
    with pytest.raises(InvalidValues, match="Chuyển tình trạng"):
        registers.save(book, "models", {"state": "registered"}, model)
    with pytest.raises(InvalidValues, match="sớm hơn"):
        registers.save(book, "models", {"state_on": date(2025, 2, 1)}, model)
    registers.save(book, "models", {"state_on": date(2025, 7, 1)}, model)
    assert history(book, model)[-1] == ("in_progress", date(2025, 7, 1), None)
    registers.save(book, "models", {"note": "Không đụng tới tình trạng"}, model)
    assert len(history(book, model)) == 2


def test_a_state_that_changes_without_its_day_never_keeps_the_one_before(book, model):
    before = live(book, "models")[0]["state_on"]
    assert before is not None
    many.edit_many(book, "models", [model], {"state": "in_progress"})
    today = date.today()  # noqa: DTZ011 (the clerk's own day)
    assert history(book, model)[-1] == ("in_progress", today, None)
    with book.write("Nhận bảng tính") as session:  # not by hand: the day isn't known
        registers.save_in(session, "models", {"state": "appraised"}, model)
    assert history(book, model)[-1] == ("appraised", None, None)
    assert live(book, "models")[0]["state_on"] is None


def test_many_at_once_go_by_the_same_rules(book, model):
    found = many.foresee(book, "models", [model], {"state": "replicated"})
    assert "Bước kế tiếp" in found[0].problems["state"]
    with pytest.raises(UserProblem, match="«Tổ tự quản»"):
        many.edit_many(book, "models", [model], {"state": "replicated"})
    assert now(book, model) == ("registered", DAY)


def test_a_step_entered_by_hand_must_fit_into_the_history(book, model):
    with pytest.raises(InvalidValues, match="Bước kế tiếp"):
        add(book, "model_steps", model_id=model, state="recognised", on=LATER)
    step = add(book, "model_steps", model_id=model, state="in_progress", on=LATER)
    with pytest.raises(InvalidValues, match="lý do"):
        add(book, "model_steps", model_id=model, state="registered", on=LATER)
    with pytest.raises(InvalidValues, match="Bước kế tiếp"):
        registers.save(book, "model_steps", {"state": "replicated"}, step)
    registers.save(book, "model_steps", {"on": date(2025, 5, 1), "reason": "Ra quân"}, step)
    assert now(book, model) == ("in_progress", date(2025, 5, 1))


def test_what_comes_otherwise_is_taken_as_it_is_and_told(book, model):
    with book.write("Nhập") as session:
        registers.save_in(
            session, "models", {"state": "replicated", "state_on": date(2025, 1, 1)}, model
        )
    found = model_life.life(book, model)
    assert [one.state for one in found.steps] == ["replicated", "registered"]
    assert found.contradictions
    # the last one by its day, as the figures have it
    assert now(book, model) == ("registered", DAY)


# whatever is done in whatever order

deeds = st.lists(
    st.one_of(
        st.tuples(
            st.just("step"),
            st.sampled_from((*rules.CHAIN, rules.STOPPED)),
            st.none() | st.dates(date(2025, 1, 1), date(2025, 12, 31)),
            st.sampled_from((None, "Vì thế")),
        ),
        st.tuples(st.just("back"), st.just(""), st.none(), st.sampled_from(("", "Nhầm"))),
        st.tuples(st.just("form"), st.sampled_from(rules.CHAIN), st.none(), st.none()),
    ),
    max_size=8,
)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(done=deeds)
def test_the_state_is_always_that_of_the_last_step(
    empty_book: Path, tmp_path_factory: pytest.TempPathFactory, done: list[Any]
) -> None:
    book = books.open_book(Path(shutil.copy(empty_book, tmp_path_factory.mktemp("thử"))))
    try:
        model = add(book, "models", name="Tổ tự quản", registered_on=date(2025, 1, 1))
        for kind, state, on, reason in done:
            before = everything(book)
            try:
                if kind == "step":
                    model_life.step(book, [model], state, on, None, reason)
                elif kind == "back":
                    model_life.reverse(book, model, reason)
                else:
                    registers.save(book, "models", {"state": state}, model)
            except UserProblem:
                assert everything(book) == before  # refused: nothing was changed
            steps = [rules.Step(*one[:2], one[2] or "") for one in history(book, model)]
            assert now(book, model) == (rules.in_order(steps)[-1].state,
                                        rules.in_order(steps)[-1].on)  # fmt: skip
            assert rules.faults(steps) == []
        today = date.today()  # noqa: DTZ011 (the clerk's own day, on which the form's steps are)
        found = figures(book, date(2025, 1, 1), today).models
        assert found.by_state == {now(book, model)[0]: 1}
    finally:
        book.close()


# re-evaluation


def test_a_re_evaluation_of_several_is_one_deed_and_one_of_the_same_day_is_replaced(book, model):
    other = add(book, "models", name="Hũ gạo")
    done = model_life.review(book, [model, other], LATER, False, " Đã tan ", "Đảng ủy xã")
    assert done.value == 2
    assert [one["effective"] for one in live(book, "model_reviews")] == [False, False]
    model_life.review(book, [model], LATER, True, "Vẫn hoạt động")
    found = live(book, "model_reviews", model_id=model)
    assert [(one["effective"], one["finding"]) for one in found] == [(True, "Vẫn hoạt động")]
    assert undo_last(book) == "Đánh giá lại mô hình «Tổ tự quản»"
    assert live(book, "model_reviews", model_id=model)[0]["finding"] == "Đã tan"


def test_who_decided_is_suggested_from_what_the_book_knows(book, model):
    add(book, "units", name="Đảng ủy xã Mỹ Hòa")
    model_life.step(book, [model], "in_progress", None, "Ban Thường vụ Huyện ủy")
    assert model_life.deciders(book)[0] == "Ban Thường vụ Huyện ủy"
    assert model_life.deciders(book, "my hoa") == ["Đảng ủy xã Mỹ Hòa"]
    assert model_life.deciders(book, "không có ai") == []


# replication


def test_the_tree_goes_up_to_the_first_model_and_down_to_all_that_came_from_it(book, model):
    unit = add(book, "units", name="Chi bộ ấp Nhì")
    child = add(book, "models", name="B con", replicated_from_id=model, unit_id=unit)
    add(book, "models", name="A con", replicated_from_id=model)
    grandchild = add(book, "models", name="Cháu", replicated_from_id=child)
    tree = model_replication.replication(book, grandchild)
    assert (tree.id, tree.count, tree.year) == (model, 3, 2025)
    assert [one.name for one in tree.below] == ["A con", "B con"]
    assert tree.below[1].owner == "Chi bộ ấp Nhì"
    assert [one.name for one in tree.below[1].below] == ["Cháu"]
    registers.delete(book, "models", [grandchild])
    with pytest.raises(UserProblem):
        model_replication.replication(book, grandchild)


def test_a_model_is_never_its_own_ancestor(book, model):
    child = add(book, "models", name="Con", replicated_from_id=model)
    grandchild = add(book, "models", name="Cháu", replicated_from_id=child)
    for above in (model, child, grandchild):
        with pytest.raises(InvalidValues, match="không thể nhân rộng từ chính nó"):
            registers.save(book, "models", {"replicated_from_id": above}, model)
    registers.save(book, "models", {"replicated_from_id": model}, grandchild)


def test_a_circle_from_elsewhere_is_cut_where_it_comes_back(book, model):
    child = add(book, "models", name="Con", replicated_from_id=model)
    with book.write("Hỏng") as session:
        from desktop.storage.models import Model  # noqa: PLC0415 - only to break the book

        session.get(Model, model).replicated_from_id = child
    tree = model_replication.replication(book, model)
    assert tree.count == 1
    registers.save(book, "models", {"replicated_from_id": None}, model)
    assert model_replication.replication(book, model).id == model


def test_a_long_line_of_replicas_is_no_burden(book, model):
    last = model
    with book.write("Nhân rộng") as session:
        for place in range(1200):
            values = {"name": f"Mô hình {place}", "replicated_from_id": last}
            last = registers.save_in(session, "models", values).id
    assert model_replication.replication(book, last).count == 1200


def test_what_is_left_blank_in_a_re_evaluation_of_the_same_day_stays(book, model):
    other = add(book, "models", name="Hũ gạo")
    model_life.review(book, [model], LATER, True, "Cần bổ sung kinh phí", "Ban Tuyên giáo")
    model_life.review(book, [model, other], LATER, False)
    found = live(book, "model_reviews")
    assert [(one["effective"], one["finding"], one["reviewed_by"]) for one in found] == [
        (False, "Cần bổ sung kinh phí", "Ban Tuyên giáo"),
        (False, None, None),
    ]


def test_without_any_step_a_model_is_what_it_was_registered_as(book):
    day = date(2020, 1, 1)
    one = add(book, "models", name="Hũ gạo", registered_on=day)
    model_life.step(book, [one], "in_progress", date(2021, 1, 1))
    for step in live(book, "model_steps", model_id=one):
        registers.delete(book, "model_steps", [step["id"]])
    assert now(book, one) == ("registered", day)
    undo_last(book)
    assert now(book, one) == ("in_progress", date(2021, 1, 1))
