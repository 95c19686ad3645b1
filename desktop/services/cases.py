"""Loading a case: the rows that a real board reported, through the program's own services."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.core.errors import Problem, UserProblem
from desktop.core.terms import UnitKind
from desktop.services import books, registers
from desktop.storage.book import Book
from desktop.storage.models import AwardForm, FieldOfWork, Unit


def load_case(path: Path, case: Mapping[str, Any]) -> Book:
    """Make a book that holds a case's rows; what the case expects is not read.

    Raises `UserProblem` saying which row is wrong (no book is left then), `FileThere`, and the
    sentences of the environment.
    """
    if not isinstance(case, Mapping):
        raise UserProblem("Tệp mẫu phải chứa một đối tượng JSON.")
    office = case.get("office")
    if not isinstance(office, Mapping):
        raise UserProblem("Tệp mẫu thiếu phần «office».")
    setup = books.OfficeSetup(
        name=str(office.get("name", "")),
        level=str(office.get("level", "")),
        place=str(office.get("place", "")),
        parent=str(office.get("parent", "")),
    )
    book = books.create_book(path, setup)
    try:
        with book.write("Nhập số liệu mẫu") as session:
            _Loader(session).load(case)
    except BaseException as error:
        book.close()
        path.unlink(missing_ok=True)
        if isinstance(error, (LookupError, TypeError, ValueError, AttributeError, OverflowError)):
            words = f" (thiếu {error})" if isinstance(error, KeyError) else ""
            raise UserProblem(f"Tệp mẫu có dòng thiếu hoặc sai kiểu{words}.") from error
        raise
    return book


class _Loader:
    """Writes a case's rows in one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._units: dict[str, int] = {}
        self._named: dict[tuple[str, str], int] = {}

    def load(self, case: Mapping[str, Any]) -> None:
        """Write models, then rounds with decisions and awards."""
        for place, one in enumerate(case.get("models", ()), start=1):
            self._within(f"mô hình thứ {place}", self._model, one)
        for place, one in enumerate(case.get("rounds", ()), start=1):
            self._within(f"đợt khen thưởng thứ {place}", self._round, one)

    def _within(self, where: str, load: Any, row: Mapping[str, Any]) -> None:
        try:
            load(row)
        except Problem as problem:
            raise UserProblem(f"Tệp mẫu, {where}: {problem.message}") from problem

    def _save(self, register: str, **values: Any) -> int:
        return registers.save_in(self._session, register, values).id

    def _unit(self, name: str | None) -> int | None:
        if not name:
            return None
        if name not in self._units:
            found = self._session.scalar(select(Unit.id).where(Unit.name == name))
            self._units[name] = found or self._save("units", name=name, kind=UnitKind.OTHER.value)
        return self._units[name]

    def _listed(self, register: str, name: str) -> int:
        """Return the id of an entry of an editable list; it is added when it is not there."""
        key = (register, name)
        if key not in self._named:
            model = AwardForm if register == "award_forms" else FieldOfWork
            found = self._session.scalar(select(model.id).where(model.name == name))
            self._named[key] = found or self._save(register, name=name)
        return self._named[key]

    def _model(self, row: Mapping[str, Any]) -> None:
        field = row.get("field")
        model = self._save(
            "models",
            code=row.get("code"),
            name=row["name"],
            kind=row["kind"],
            field_id=self._listed("fields", field) if field else None,
            unit_id=self._unit(row.get("owner_unit")),
            owner_group=row.get("owner_group"),
            owner_person=row.get("owner_person"),
            owner_post=row.get("owner_post"),
            registered_on=_day(row.get("registered_on")),
            state=row.get("state", "registered"),
            state_on=_day(row.get("state_on")),
        )
        for one in row.get("levels", ()):
            self._save("model_levels", model_id=model, level=one["level"], on=_day(one.get("date")))

    def _round(self, row: Mapping[str, Any]) -> None:
        held = self._save(
            "rounds",
            title=row["occasion"],
            achievement_period=row.get("achievement_period"),
            meeting_on=_day(row.get("date")),
            meeting_place=row.get("place"),
        )
        decisions = {
            one["ref"]: self._save(
                "decisions",
                round_id=held,
                number=one.get("number"),
                on=_day(one.get("date")),
                issuer=one.get("issuer"),
                level=one["level"],
                paper_family="government" if "UBND" in (one.get("number") or "") else "party",
            )
            for one in row.get("decisions", ())
        }
        for one in row.get("awards", ()):
            self._award(held, decisions, one)

    def _award(self, held: int, decisions: Mapping[str, int], row: Mapping[str, Any]) -> None:
        reference = row.get("decision")
        self._save(
            "awards",
            round_id=held,
            decision_id=decisions[reference] if reference is not None else None,
            form_id=self._listed("award_forms", row["form"]),
            recipient_kind=row["recipient"],
            recipient_name=row["name"],
            recipient_post=row.get("post"),
            achievement=row.get("achievement"),
            proposed_level=row.get("proposed_level"),
            money=row.get("money"),
            state=row.get("state", "proposed"),
        )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
