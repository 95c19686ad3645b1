"""Sending upward: what is asked for is checked, written, noted in the book, and printed."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from desktop.core.errors import (
    Cancelled,
    EnvironmentProblem,
    ForeignFile,
    NeedsPassphrase,
    UserProblem,
)
from desktop.core.register import Query
from desktop.exchange.arrival import check_submission, opened, read_manifest
from desktop.exchange.signing import fingerprint
from desktop.services import books, office_keys, registers
from desktop.services.books import Book
from desktop.services.figures import figures
from desktop.services.printing import SLIP, make_pdf
from desktop.services.submissions import (
    OFFERED,
    Sent,
    SubmissionRequest,
    counts_preview,
    prospect,
    send_upward,
    suggested_name,
)

from .rows import add, live

FROM, TO = date(2025, 1, 1), date(2025, 12, 31)
REQUEST = SubmissionRequest(FROM, TO)


def test_the_suggested_name_has_no_diacritics_and_no_spaces(book: Book) -> None:
    name = suggested_name(book, REQUEST)
    assert name == "ban-tuyen-giao-huyen-uy-cau-ngang_20250101-20251231.gsnop"
    books.save_office(book, {"name": "BTG/TU: Đắk Lắk?"})
    assert suggested_name(book, REQUEST).startswith("btg-tu-dak-lak_")


@pytest.mark.parametrize(
    ("request_", "name", "words"),
    [
        (SubmissionRequest(TO, FROM), "a.gsnop", "Ngày đầu kỳ sau ngày cuối kỳ"),
        (REQUEST, "a.db", "đuôi .gsnop"),
        (SubmissionRequest(FROM, TO, ("members",)), "a.gsnop", "«members»"),
        (SubmissionRequest(FROM, TO, ("nothing",)), "a.gsnop", "«nothing»"),
        (SubmissionRequest(FROM, TO, ("expected",)), "a.gsnop", "«expected»"),
    ],
)
def test_what_cannot_be_sent_is_told(
    book: Book, tmp_path: Path, request_: SubmissionRequest, name: str, words: str
) -> None:
    with pytest.raises(UserProblem, match=words):
        send_upward(book, request_, tmp_path / name)
    assert not (tmp_path / name).exists()
    assert registers.count(book, Query("submissions")) == 0


def test_the_book_itself_is_never_written_over(tmp_path: Path) -> None:
    book = books.create_book(tmp_path / "sổ.gsnop", books.OfficeSetup("Ban", "base", "Nơi"))
    before = book.path.read_bytes()
    with pytest.raises(UserProblem, match="chính sổ"):
        send_upward(book, REQUEST, book.path)
    assert book.path.read_bytes() == before
    book.close()


def test_what_was_sent_is_noted(book: Book, tmp_path: Path) -> None:
    add(book, "models", name="Hũ gạo tình thương", registered_on=FROM)
    target = tmp_path / suggested_name(book, REQUEST)
    done = send_upward(book, REQUEST, target)
    assert done.changes.registers == {"submissions", "offices"}  # its key is in use from now on
    assert done.value.path == target
    assert done.value.size == target.stat().st_size
    assert check_submission(target).problems == ()
    row = registers.page(book, Query("submissions")).rows[0]
    assert row.values["digest"] == done.value.digest == read_manifest(target).digest
    assert row.values["file_name"] == target.name
    assert (row.values["period_from"], row.values["period_to"]) == (FROM, TO)
    assert row.values["direction"] == "issued"
    assert row.values["made_on"] == date.today()  # noqa: DTZ011 - the clerk's own calendar day
    assert json.loads(row.values["counts"]) == dict(done.value.counts)
    assert done.value.counts["models"] == 1
    assert json.loads(json.dumps(read_manifest(target).figures)) == json.loads(
        json.dumps(figures(book, FROM, TO).to_json_dict())
    )


def test_a_changed_record_changes_the_digest(book: Book, tmp_path: Path) -> None:
    add(book, "models", name="Hũ gạo", registered_on=FROM)
    one = send_upward(book, REQUEST, tmp_path / "1.gsnop").value
    registers.save(book, "models", {"name": "Hũ gạo tình thương"}, 1)
    other = send_upward(book, REQUEST, tmp_path / "2.gsnop").value
    assert one.digest != other.digest
    assert one.counts == other.counts


def test_the_preview_is_what_is_then_sent(book: Book, tmp_path: Path) -> None:
    for day in (date(2024, 12, 31), FROM, TO, date(2026, 1, 1), None):
        add(book, "models", name="M", registered_on=day)
        add(book, "documents", number="1", on=day)
        held = add(book, "rounds", title="Đợt", meeting_on=day)
        add(book, "decisions", round_id=held, level="district", on=TO if day is None else day)
    add(book, "units", name="Chi bộ")
    preview = counts_preview(book, REQUEST)
    # models known by the last day; documents and rounds of the period, undated ones with them
    assert preview["models"] == preview["model_steps"] == 4
    assert preview["documents"] == 3
    assert preview["rounds"] == preview["decisions"] == 3
    assert preview["units"] == preview["offices"] == 1
    sent = send_upward(book, REQUEST, tmp_path / "a.gsnop").value
    assert dict(sent.counts) == preview
    assert set(OFFERED) <= set(preview)


def test_a_round_goes_with_a_decision_of_the_period(book: Book) -> None:
    held = add(book, "rounds", title="Năm trước", meeting_on=date(2024, 12, 20))
    add(book, "decisions", round_id=held, level="province", on=FROM)
    assert counts_preview(book, REQUEST)["rounds"] == 1


def test_rows_in_the_bin_stay(book: Book) -> None:
    model = add(book, "models", name="M", registered_on=FROM)
    held = add(book, "rounds", title="Đợt", meeting_on=FROM)
    form = registers.options(book, "award_forms", "giay")[0].id
    add(book, "awards", round_id=held, form_id=form, recipient_name="Lê An")
    assert counts_preview(book, REQUEST)["awards"] == 1
    registers.delete(book, "models", [model])
    registers.delete(book, "rounds", [held])
    preview = counts_preview(book, REQUEST)
    assert [preview[name] for name in ("models", "model_steps", "rounds", "awards")] == [0] * 4


def test_a_pledge_of_a_campaign_due_in_the_period_goes_along(book: Book) -> None:
    given = add(book, "campaigns", year=2025, title="Đợt", deadline=FROM)
    add(book, "pledges", year=2025, name="A", campaign_id=given, registered_on=date(2024, 12, 1))
    add(book, "pledges", year=2024, name="B", registered_on=date(2024, 12, 1))
    assert counts_preview(book, REQUEST)["pledges"] == 1


def test_a_sending_that_fails_notes_nothing(book: Book, tmp_path: Path) -> None:
    folder = tmp_path / "thư mục.gsnop"
    folder.mkdir()
    with pytest.raises(EnvironmentProblem):
        send_upward(book, REQUEST, folder)

    def cancel(done: int, of: int) -> None:
        if done > 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        send_upward(book, REQUEST, tmp_path / "hủy.gsnop", cancel)
    assert not (tmp_path / "hủy.gsnop").exists()
    assert registers.count(book, Query("submissions")) == 0
    assert list(tmp_path.glob(".gs-*")) == []


def test_the_slip_says_what_the_file_holds(
    book: Book, tmp_path: Path, read_pdf: Callable[[Path], list[Any]]
) -> None:
    for _ in range(3):
        add(book, "models", name="M", registered_on=FROM)
    sent = send_upward(book, REQUEST, tmp_path / "năm 2025.gsnop").value
    made = make_pdf(book, SLIP, tmp_path / "phiếu.pdf", {"file": sent.path})
    pages = read_pdf(made.path)
    assert len(pages) == made.pages == 1
    words = " ".join(pages[0].text.split())
    assert "kỳ từ ngày 01/01/2025 đến ngày 31/12/2025" in words
    assert "Mô hình 3" in words
    assert (
        "Tổng cộng 6" in words
    )  # 3 models and their steps; the lists that are sent along are no content
    assert sent.digest in "".join(words.split())
    assert "năm 2025.gsnop" in words
    with pytest.raises(ForeignFile, match="không phải là bộ dữ liệu"):
        make_pdf(book, SLIP, tmp_path / "khác.pdf", {"file": made.path})
    assert not (tmp_path / "khác.pdf").exists()


# numbered, signed, encrypted, with sums


def test_each_submission_of_a_period_replaces_the_one_before(book: Book, tmp_path: Path) -> None:
    assert prospect(book, FROM, TO).number == 1
    sent = [send_upward(book, REQUEST, tmp_path / f"{n}.gsnop").value for n in range(3)]
    assert [one.number for one in sent] == [1, 2, 3]
    assert sent[0].replaces is None
    for before, one in pairwise(sent):
        assert one.replaces is not None
        assert (one.replaces.number, one.replaces.digest) == (before.number, before.digest)
        manifest = read_manifest(one.path)
        assert (manifest.number, manifest.replaces) == (one.number, before.digest)
    # another period counts by itself
    assert prospect(book, FROM, date(2025, 6, 30)).number == 1
    # a number that went out is not given again
    registers.delete(book, "submissions", [live(book, "submissions")[-1]["id"]])
    after = prospect(book, FROM, TO)
    assert after.number == 4
    assert after.replaces is not None
    assert after.replaces.digest == sent[2].digest


def test_what_was_sent_before_numbers_were_is_the_first(book: Book) -> None:
    add(
        book,
        "submissions",
        office_name="Ban",
        made_on=FROM,
        period_from=FROM,
        period_to=TO,
        file_name="cũ.gsnop",
        digest="a" * 64,
        counts="{}",
    )
    found = prospect(book, FROM, TO)
    assert (found.number, found.replaces and found.replaces.digest) == (2, "a" * 64)


def test_the_register_shows_number_profile_and_signature(book: Book, tmp_path: Path) -> None:
    request = replace(REQUEST, profile="Mẫu năm")
    for n in range(2):
        sent = send_upward(book, request, tmp_path / f"{n}.gsnop").value
    first, second = live(book, "submissions")
    assert (first["number"], first["trust"], first["replaces"]) == (1, "new", None)
    assert (second["number"], second["trust"], second["replaces"]) == (2, "known", first["digest"])
    assert (second["profile"], second["office_uid"]) == ("Mẫu năm", book.origin)
    assert second["office_level"] == "district"
    assert json.loads(second["figures"]) == json.loads(json.dumps(read_manifest(sent.path).figures))
    assert second["total"] is None
    assert read_manifest(sent.path).profile == "Mẫu năm"


def test_the_file_is_signed_by_the_office(book: Book, tmp_path: Path) -> None:
    sent = send_upward(book, REQUEST, tmp_path / "a.gsnop").value
    with opened(sent.path) as arrival:
        assert arrival.trust_signature == "good"
        assert arrival.manifest.public_key == office_keys.own_key(book).public
        assert sent.fingerprint == fingerprint(arrival.manifest.public_key)


def test_an_encrypted_file_opens_with_the_passphrase_alone(book: Book, tmp_path: Path) -> None:
    add(book, "models", name="Hũ gạo tình thương", registered_on=FROM)
    plain = send_upward(book, REQUEST, tmp_path / "rõ.gsnop").value
    secret = "mật khẩu của hai cơ quan"
    sent = send_upward(book, REQUEST, tmp_path / "kín.gsnop", passphrase=secret).value
    assert (plain.encrypted, sent.encrypted) == (False, True)
    assert "Hũ gạo tình thương".encode() in plain.path.read_bytes()
    assert "Hũ gạo tình thương".encode() not in sent.path.read_bytes()
    with pytest.raises(NeedsPassphrase), opened(sent.path):
        pass
    with opened(sent.path, unicodedata.normalize("NFD", secret)) as arrival:
        assert [one["name"] for one in arrival.rows("models")] == ["Hũ gạo tình thương"]
    book.close()
    assert secret.encode() not in book.path.read_bytes()
    with pytest.raises(UserProblem, match="để trống"):
        send_upward(book, REQUEST, tmp_path / "x.gsnop", passphrase=" ")


def test_rates_are_sent_as_sums(book: Book, tmp_path: Path) -> None:
    unit = add(book, "units", name="Chi bộ")
    for invited, attended in ((10, 9), (4, 2), (0, 0)):
        held = add(book, "study_sessions", subject="Chuyên đề", on=FROM)
        add(
            book,
            "study_attendances",
            session_id=held,
            unit_id=unit,
            invited=invited,
            attended=attended,
        )
    manifest = read_manifest(send_upward(book, REQUEST, tmp_path / "a.gsnop").value.path)
    assert manifest.sums == {"study.rates": (1.4, 2)}
    assert manifest.figures["study"]["mean_rate"] == pytest.approx(0.7)
    assert manifest.total is None


def test_the_slip_tells_number_key_and_code(
    book: Book, tmp_path: Path, read_pdf: Callable[[Path], list[Any]]
) -> None:
    add(book, "models", name="M", registered_on=FROM)
    first = send_upward(book, REQUEST, tmp_path / "1.gsnop").value
    second = send_upward(
        book, replace(REQUEST, profile="Mẫu năm"), tmp_path / "2.gsnop", passphrase="bí mật"
    ).value

    def words(sent: Sent, **more: Any) -> str:
        made = make_pdf(book, SLIP, tmp_path / "phiếu.pdf", {"file": sent.path, **more})
        (page,) = read_pdf(made.path)
        return " ".join(page.text.split())

    found = words(first)
    assert "lần 1." in found
    assert office_keys.ANEW[:40] in found
    assert first.fingerprint in found
    with pytest.raises(NeedsPassphrase):
        words(second)
    found = words(second, passphrase="bí mật")
    today = date.today()  # noqa: DTZ011 - the clerk's own calendar day
    assert f"lần 2, thay bộ dữ liệu lần 1 lập ngày {today:%d/%m/%Y}." in found
    assert "Mẫu gửi: Mẫu năm." in found
    assert "có mật khẩu" in found
    assert office_keys.ANEW[:40] not in found
