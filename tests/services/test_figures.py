"""The rules of DOMAIN.md 'Figures', each by a pointed example."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from desktop.core.errors import UserProblem
from desktop.services import registers
from desktop.services.books import Book
from desktop.services.figures import data_years, figures, figures_text

from .rows import add

FROM, TO = date(2020, 1, 1), date(2020, 12, 31)
BEFORE, INSIDE, AFTER = date(2019, 12, 31), date(2020, 6, 15), date(2021, 1, 1)

CONTRACT = json.loads("""
{"office": "...", "period": {"from": "2016-06-01", "to": "2019-01-31"},
 "members": {"total": 0, "by_status": {}},
 "ratings": {"members": {}, "units": {}},
 "pledges": {"people": {"expected": 0, "registered": 0, "rate": 0.0},
             "organisations": {"expected": 0, "registered": 0, "rate": 0.0},
             "others": 0, "public": 0, "reviewed": 0, "overdue_items": 0, "not_concrete": 0,
             "by_rating": {}},
 "models": {"total": 0, "collective": 0, "individual": 0, "new": 0, "by_field": {}, "by_state": {},
            "commended": {"any": 0, "base": 0, "commune": 0, "district": 0, "province": 0,
                          "central": 0},
            "highest_level": {}, "proposed": {}},
 "commendations": {"awards": 0, "collectives": 0, "individuals": 0, "households": 0, "by_form": {},
                   "by_level": {}},
 "study": {"sessions": 0, "invited": 0, "attended": 0, "rate": 0.0, "mean_rate": 0.0,
           "by_year": {}},
 "inspections": {"inspection": {"organisations": 0, "members": 0},
                 "thematic_supervision": {"organisations": 0, "members": 0},
                 "regular_supervision": {"organisations": 0, "members": 0},
                 "violation_inspection": {"organisations": 0, "members": 0}},
 "documents": {"issued": 0, "received": 0}}
""")


def of(book: Book, part: str, begin: date = FROM, end: date = TO, **more: Any) -> dict[str, Any]:
    found: dict[str, Any] = figures(book, begin, end, **more).to_json_dict()[part]
    return found


def keys_of(value: Any) -> Any:
    return {key: keys_of(one) for key, one in value.items()} if isinstance(value, dict) else None


def test_an_empty_book_has_every_key_and_no_rate(book: Book) -> None:
    found = figures(book, FROM, TO).to_json_dict()
    assert list(found) == list(CONTRACT)
    assert keys_of(found) == keys_of(CONTRACT)
    assert found["pledges"]["people"] == {"expected": 0, "registered": 0, "rate": None}
    assert found["study"]["rate"] is None
    assert found["study"]["mean_rate"] is None
    assert found["period"] == {"from": "2020-01-01", "to": "2020-12-31"}
    assert found["office"] == "Ban Tuyên giáo Huyện ủy Cầu Ngang"
    assert json.loads(json.dumps(found)) == found


def test_a_turned_period_is_told_and_a_day_is_a_period(book: Book) -> None:
    with pytest.raises(UserProblem, match="Ngày đầu kỳ sau ngày cuối kỳ"):
        figures(book, TO, FROM)
    assert of(book, "models", INSIDE, INSIDE)["total"] == 0


# members


def test_members_by_status_as_of_the_last_day(book: Book) -> None:
    add(book, "members", full_name="A", status="official", exempt=True)
    add(book, "members", full_name="B", status="probationary", temporary=True)
    add(book, "members", full_name="C", status="deceased", status_on="2020-12-31", exempt=True)
    add(book, "members", full_name="D", admitted_on="2021-01-01", status="probationary")
    gone = add(book, "members", full_name="E")
    registers.delete(book, "members", [gone])
    statuses = {"official": 1, "probationary": 1, "deceased": 1, "exempt": 1, "temporary": 1}
    assert of(book, "members") == {"total": 2, "by_status": statuses}


def test_a_member_is_what_the_last_step_by_the_day_says(book: Book) -> None:
    member = add(book, "members", full_name="A", admitted_on="2010-05-19", official_on="2011-05-19")
    registers.save(book, "members", {"status": "transferred", "status_on": "2020-06-15"}, member)
    for day, status in (
        (date(2010, 5, 18), {}),
        (date(2010, 5, 19), {"probationary": 1}),
        (date(2011, 5, 18), {"probationary": 1}),
        (date(2011, 5, 19), {"official": 1}),
        (date(2020, 6, 14), {"official": 1}),
        (INSIDE, {"transferred": 1}),
    ):
        assert of(book, "members", day, day)["by_status"] == status, day


def test_one_entered_as_gone_was_there_before(book: Book) -> None:
    known = {"admitted_on": "1980", "official_on": "1981"}
    add(book, "members", full_name="A", status="deceased", status_on="2021-03", **known)
    assert of(book, "members") == {"total": 1, "by_status": {"official": 1}}
    after = of(book, "members", AFTER, date(2021, 3, 1))
    assert after == {"total": 0, "by_status": {"deceased": 1}}


# pledges


def campaign(book: Book, deadline: date = INSIDE) -> int:
    return add(book, "campaigns", year=2020, title="Đợt 2020", deadline=deadline)


def pledge(book: Book, campaign_id: int, name: str, **values: Any) -> int:
    given = {"year": 2020, "kind": "registration", "campaign_id": campaign_id, "name": name}
    return add(book, "pledges", **(given | values))


@pytest.mark.parametrize(
    ("deadline", "counted"), [(BEFORE, 0), (FROM, 1), (INSIDE, 1), (TO, 1), (AFTER, 0)]
)
def test_campaigns_by_their_deadline(book: Book, deadline: date, counted: int) -> None:
    given = campaign(book, deadline)
    pledge(book, given, "Lê An", registered_on=INSIDE)
    assert of(book, "pledges")["others"] == counted


def test_who_is_expected_counts_once_and_others_in_no_rate(book: Book) -> None:
    given = campaign(book)
    unit = add(book, "units", name="Chi bộ ấp 1")
    member = add(book, "members", full_name="Lê An")
    for values in (
        {"pledger_kind": "member", "member_id": member, "name": "Lê An"},
        {"pledger_kind": "member", "member_id": member, "name": "Lê An (hai lần)"},
        {"pledger_kind": "other", "name": "Trần Đỗ Bình"},
        {"pledger_kind": "other", "name": "Võ Vắng"},
        {"pledger_kind": "organisation", "unit_id": unit, "name": "Chi bộ ấp 1"},
    ):
        add(book, "expected", campaign_id=given, **values)
    pledge(book, given, "Lê An", member_id=member)
    pledge(book, given, "Lê An", member_id=member, kind="commitment")
    pledge(book, given, "TRAN DO BINH", pledger_kind="other")
    pledge(book, given, "Chi bộ 1", pledger_kind="organisation", unit_id=unit)
    pledge(book, given, "Người ngoài danh sách", pledger_kind="other")
    found = of(book, "pledges")
    assert found["people"] == {"expected": 3, "registered": 2, "rate": 0.666667}
    assert found["organisations"] == {"expected": 1, "registered": 1, "rate": 1.0}
    assert found["others"] == 1


def test_items_overdue_at_the_last_day(book: Book) -> None:
    row = pledge(book, campaign(book), "Lê An")
    for due, done in (
        (TO, None),
        (INSIDE, AFTER),
        (BEFORE, None),
        (TO, TO),
        (AFTER, None),
        (None, None),
        (INSIDE, INSIDE),
    ):
        add(book, "pledge_items", pledge_id=row, content="Việc", due_on=due, done_on=done)
    assert of(book, "pledges")["overdue_items"] == 3


@pytest.mark.parametrize(("sharing", "vague"), [(4, 0), (5, 5), (6, 6)])
def test_a_text_that_five_pledges_share_is_not_concrete(
    book: Book, sharing: int, vague: int
) -> None:
    given = campaign(book)
    elsewhere = add(book, "campaigns", year=2020, title="Đợt khác", deadline=INSIDE)
    spellings = ["Học tập  Bác", "học tập Bác.", "HỌC TẬP BÁC", "Hoc tap Bac"]
    for place in range(sharing):
        row = pledge(book, given, f"Người {place}")
        text = spellings[place % len(spellings)]
        add(book, "pledge_items", pledge_id=row, content=text, duty="Dạy học", target="02 buổi")
    # the same text in another campaign adds nothing to the five
    row = pledge(book, elsewhere, "Người khác")
    add(book, "pledge_items", pledge_id=row, content=spellings[0], duty="Dạy", target="02")
    assert of(book, "pledges")["not_concrete"] == vague


def test_a_pledge_without_duty_and_target_is_not_concrete(book: Book) -> None:
    given = campaign(book)
    pledge(book, given, "Không nội dung")
    halves = pledge(book, given, "Hai nửa")
    add(book, "pledge_items", pledge_id=halves, content="A", duty="Dạy học")
    add(book, "pledge_items", pledge_id=halves, content="B", target="02 buổi")
    one = pledge(book, given, "Một đủ")
    add(book, "pledge_items", pledge_id=one, content="C")
    add(book, "pledge_items", pledge_id=one, content="D", duty="Dạy học", target="02 buổi")
    assert of(book, "pledges")["not_concrete"] == 2


def test_public_and_reviewed_by_the_last_day(book: Book) -> None:
    given = campaign(book)
    pledge(book, given, "A", public_means="posted", public_on=TO)
    pledge(book, given, "B", public_means="posted", public_on=AFTER)
    pledge(book, given, "C", public_means="meeting")
    last = pledge(book, given, "D")
    for day, rating in ((BEFORE, "completed"), (TO, "good"), (AFTER, "excellent")):
        values = {"pledge_id": last, "period_kind": "quarter", "reviewed_on": day}
        add(book, "pledge_reviews", rating=rating, **values)
    later = pledge(book, given, "E")
    add(book, "pledge_reviews", pledge_id=later, period_kind="year", reviewed_on=AFTER)
    found = of(book, "pledges")
    assert (found["public"], found["reviewed"]) == (2, 1)
    assert found["by_rating"] == {"good": 1}


@pytest.mark.parametrize(("day", "counted"), [(BEFORE, {}), (FROM, {"good": 1}), (TO, {"good": 1})])
def test_ratings_by_the_end_of_their_period(book: Book, day: date, counted: dict[str, int]) -> None:
    values = {"rated_kind": "unit", "name": "Chi bộ", "rating": "good"}
    add(book, "yearly_ratings", period_to=day, **values)
    assert of(book, "ratings") == {"members": {}, "units": counted}


# models


def model(book: Book, registered: date | None = INSIDE, **values: Any) -> int:
    return add(book, "models", name="Mô hình", registered_on=registered, **values)


@pytest.mark.parametrize(
    ("registered", "state", "on", "counted"),
    [
        (TO, "registered", None, 1),
        (AFTER, "registered", None, 0),
        (None, "in_progress", None, 1),
        (BEFORE, "stopped", BEFORE, 0),
        (BEFORE, "stopped", FROM, 1),
        (BEFORE, "stopped", None, 0),
        (FROM, "stopped", None, 1),
        (TO, "stopped", None, 1),
        (None, "stopped", None, 0),
        (BEFORE, "stopped", AFTER, 1),
    ],
)
def test_which_models_count(
    book: Book, registered: date | None, state: str, on: date | None, counted: int
) -> None:
    model(book, registered, state=state, state_on=on)
    assert of(book, "models")["total"] == counted


def test_states_and_new_ones_as_of_the_last_day(book: Book) -> None:
    first = model(book, BEFORE)
    for state in ("in_progress", "appraised", "recognised"):
        registers.save(book, "models", {"state": state, "state_on": TO}, first)
    registers.save(book, "models", {"state": "replicated", "state_on": AFTER}, first)
    model(book, BEFORE, state="stopped", state_on=AFTER)
    model(book, FROM, kind="individual", state="in_progress")
    found = of(book, "models")
    assert found["by_state"] == {"registered": 1, "in_progress": 1, "recognised": 1}
    assert (found["collective"], found["individual"], found["new"]) == (2, 1, 1)
    assert of(book, "models", new_since=BEFORE)["new"] == 3
    assert of(book, "models", new_since=date(2020, 1, 2))["new"] == 0


def test_levels_that_commended_a_model(book: Book) -> None:
    field = add(book, "fields", name="Lĩnh vực mới")
    both, late, plain = (model(book, field_id=field) for _ in range(3))
    for row, level, on in (
        (both, "base", None),
        (both, "district", TO),
        (both, "central", AFTER),
        (late, "district", AFTER),
    ):
        add(book, "model_levels", model_id=row, level=level, on=on)
    for state, row in (("given", late), ("refused", plain), ("proposed", plain)):
        award(book, state=state, level="province", on=TO, model_id=row, proposed_level="central")
    found = of(book, "models")
    levels = {"base": 1, "commune": 0, "district": 1, "province": 1, "central": 0}
    assert found["commended"] == {"any": 2, **levels}
    assert found["highest_level"] == {"district": 1, "province": 1}
    assert found["proposed"] == {"central": 2}
    assert found["by_field"] == {"Lĩnh vực mới": 3}


# commendations


def award(
    book: Book,
    *,
    meeting: date | None = None,
    on: date | None = None,
    level: str | None = None,
    **values: Any,
) -> int:
    held = add(book, "rounds", title="Sơ kết", meeting_on=meeting)
    if level is not None:
        values["decision_id"] = add(book, "decisions", round_id=held, level=level, on=on)
    form = registers.options(book, "award_forms", values.pop("form", "giay"))[0].id
    given = {"recipient_name": "Lê An", "state": "given", "round_id": held, "form_id": form}
    return add(book, "awards", **(given | values))


@pytest.mark.parametrize(
    ("meeting", "decided", "counted"),
    [
        (AFTER, FROM, 1),
        (AFTER, TO, 1),
        (INSIDE, BEFORE, 0),
        (INSIDE, AFTER, 0),
        (FROM, None, 1),
        (TO, None, 1),
        (BEFORE, None, 0),
        (None, None, 0),
    ],
)
def test_the_decisions_date_counts_else_the_meetings(
    book: Book, meeting: date | None, decided: date | None, counted: int
) -> None:
    award(book, meeting=meeting, level="district", on=decided)
    assert of(book, "commendations")["awards"] == counted


def test_only_agreed_and_given_awards_count(book: Book) -> None:
    for state in ("proposed", "agreed", "refused", "given", "annulled"):
        award(book, meeting=INSIDE, state=state, proposed_level="province")
    binned = award(book, meeting=INSIDE)
    registers.delete(book, "awards", [binned])
    found = of(book, "commendations")
    assert found["awards"] == 2
    assert found["by_form"] == {"Giấy khen": 2}
    assert found["by_level"] == {"province": 2}


def test_recipients_are_distinct_by_record_else_by_folded_name_and_post(book: Book) -> None:
    member = add(book, "members", full_name="Lê An")
    unit = add(book, "units", name="Chi bộ ấp 1")
    for values in (
        {"member_id": member},
        {"member_id": member, "recipient_name": "Lê An (sửa tên)"},
        {"recipient_name": "Trần Đỗ Bình", "recipient_post": "Hội viên"},
        {"recipient_name": "TRAN DO  BINH", "recipient_post": "hội viên"},
        {"recipient_name": "Trần Đỗ Bình", "recipient_post": "Bí thư"},
        {"recipient_name": "Trần Đỗ Bình", "recipient_post": "Bí thư", "unit_id": unit},
        {"recipient_kind": "collective", "unit_id": unit},
        {"recipient_kind": "collective", "unit_id": unit, "recipient_name": "Chi bộ 1"},
        {"recipient_kind": "household", "recipient_name": "Hộ bà Sáu"},
        {"recipient_kind": "collective", "recipient_name": "Hộ bà Sáu"},
    ):
        award(book, meeting=INSIDE, **values)
    found = of(book, "commendations")
    assert found["awards"] == 10
    assert found["individuals"] == 4
    assert found["collectives"] == 2
    assert found["households"] == 1


def test_documents_by_their_date(book: Book) -> None:
    for day in (BEFORE, FROM, TO, AFTER, None):
        for direction in ("issued", "received"):
            add(book, "documents", number="1", on=day, direction=direction)
    assert of(book, "documents") == {"issued": 2, "received": 2}


def test_years_of_data_are_those_of_what_is_counted(book: Book) -> None:
    add(book, "models", name="Cũ", registered_on=date(2012, 5, 1))
    add(book, "models", name="Gõ nhầm", registered_on=date(1925, 5, 1))
    add(book, "models", name="Chưa tới", registered_on=date(2199, 5, 1))
    add(book, "inspections", year=2015, kind="inspection")
    add(book, "documents", number="1", on=date(2012, 6, 1))
    assert data_years(book) == [2015, 2012]


def test_figures_as_text_say_the_same(book: Book) -> None:
    award(book, meeting=INSIDE)
    model(book)
    given = campaign(book)
    add(book, "expected", campaign_id=given, pledger_kind="other", name="Lê An")
    words = figures_text(figures(book, FROM, TO))
    for part in (
        "Kỳ: 01/01/2020 - 31/12/2020",
        "  Mô hình: 1 mô hình",
        "    Tập thể: 1 mô hình",
        "  Mô hình mới: 1 mô hình",
        "  Cá nhân phải đăng ký: 1 lượt người",
        "  Cá nhân đã đăng ký: 0 lượt người",
        "    Tỷ lệ: 0%",
        "  Khen thưởng, biểu dương: 1 lượt",
        "  Cá nhân được khen: 1 người",
        "    Hình thức: Giấy khen: 1 lượt",
    ):
        assert part in words


def test_a_member_rated_by_quarter_and_by_year_is_rated_once(book: Book) -> None:
    member = add(book, "members", full_name="Lê Thị Ánh")
    for kind, rating in (("quarter", "good"), ("term", "good"), ("year", "excellent")):
        add(book, "yearly_ratings", rated_kind="member", member_id=member, period_kind=kind,
            period_to=TO, rating=rating)  # fmt: skip
    assert of(book, "ratings") == {"members": {"excellent": 1}, "units": {}}


@pytest.mark.parametrize(
    ("said", "reviewed"),
    [({}, 0), ({"pledged": "Dạy học"}, 0), ({"done": "Đã dạy"}, 1), ({"points": 0}, 1)],
)
def test_a_plan_or_a_day_alone_is_no_review(
    book: Book, said: dict[str, Any], reviewed: int
) -> None:
    one = pledge(book, campaign(book), "A")
    add(book, "pledge_reviews", pledge_id=one, period_kind="month", reviewed_on=TO, **said)
    assert of(book, "pledges")["reviewed"] == reviewed
