"""The command line as the clerk's helper calls it: real processes, real files."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from desktop import cli
from desktop.services import books, registers

CASES = sorted((Path(__file__).parent / "fixtures" / "cases").glob("*.json"))


def run(*arguments: object, encoding: str = "ascii") -> subprocess.CompletedProcess[str]:
    """Call the program; the console speaks `encoding`, the answer must be UTF-8 all the same."""
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run(
        [sys.executable, "-m", "desktop", *map(str, arguments)],
        cwd=Path(__file__).parent.parent,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def init(path: Path) -> int:
    place = ["--place", "Cầu Ngang", "--parent", "Huyện ủy Cầu Ngang"]
    return cli.main(["init", "--book", str(path), "--name", "Ban A", "--level", "district", *place])


@pytest.fixture
def office(empty_book: Path, tmp_path: Path) -> Path:
    """A book with a round of two awards."""
    path = Path(shutil.copy(empty_book, tmp_path / "Sổ của tôi.gsdb"))
    book = books.open_book(path)
    unit = registers.save(book, "units", {"name": "Chi bộ ấp Nhứt", "kind": "cell"}).value.id
    person = {"full_name": "Nguyễn Thị Ánh", "unit_id": unit, "status": "official"}
    registers.save(book, "members", person)
    held = registers.save(book, "rounds", {"title": "Sơ kết năm 2026"}).value.id
    form = registers.options(book, "award_forms", "giay khen")[0].id
    pledge = {"year": 2026, "name": "Nguyễn Thị Ánh", "unit_id": unit}
    given = {"year": 2026, "title": "Đợt 2026", "deadline": date(2026, 3, 31)}
    campaign = registers.save(book, "campaigns", given).value.id
    registers.save(book, "pledges", {**pledge, "campaign_id": campaign})
    registers.save(book, "models", {"name": "Hũ gạo tình thương", "unit_id": unit})
    registers.save(book, "study_sessions", {"subject": "Nghị quyết", "on": date(2026, 2, 3)})
    registers.save(book, "plans", {"title": "Kế hoạch năm 2026", "year": 2026})
    registers.save(book, "topics", {"title": "Nêu gương", "year": 2026})
    for name in ("Nguyễn Thị Ánh", "Trần Văn Đức"):
        row = {"round_id": held, "form_id": form, "recipient_name": name, "money": 300_000}
        registers.save(book, "awards", {**row, "recipient_kind": "individual", "state": "agreed"})
    book.close()
    return path


def test_init_makes_a_book_that_can_be_checked(tmp_path, capsys):
    path = tmp_path / "Sổ.gsdb"
    assert init(path) == 0
    assert cli.main(["check", str(path)]) == 0
    assert "nguyên vẹn" in capsys.readouterr().out
    book = books.open_book(path)
    own = registers.own_office(book)
    book.close()
    assert own.values["name"] == "Ban A"
    assert own.values["level"] == "district"
    assert own.values["parent_name"] == "Huyện ủy Cầu Ngang"


def test_init_never_writes_over_a_file(tmp_path, capsys):
    path = tmp_path / "Sổ.gsdb"
    path.write_bytes(b"something precious")
    assert init(path) == 1
    assert path.read_bytes() == b"something precious"
    assert capsys.readouterr().err.startswith("guongsang: ")


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_a_case_comes_out_as_its_board_counted_it(case, tmp_path, capsys):
    wanted = json.loads(case.read_text(encoding="utf-8"))
    path = tmp_path / "case.gsdb"
    assert cli.main(["demo", "--book", str(path), "--case", str(case)]) == 0
    capsys.readouterr()
    period = ["--from", wanted["period"]["from"], "--to", wanted["period"]["to"]]
    since = ["--new-since", wanted["new_since"]] if wanted.get("new_since") else []
    arguments = ["figures", "--book", str(path), *period, *since, "--format", "json"]
    assert cli.main(arguments) == 0
    found = json.loads(capsys.readouterr().out)
    for name, expected in wanted["expect"].items():
        assert part_of(found[name], expected) == expected, name


def part_of(found: object, expected: object) -> object:
    """What was found of what is expected: a case states the part that its board reported."""
    if isinstance(found, dict) and isinstance(expected, dict):
        return {key: part_of(found.get(key), one) for key, one in expected.items()}
    return found


def test_there_are_cases():
    assert len(CASES) == 3


def test_figures_are_read_by_people_too(office, capsys):
    days = ["--from", "01/01/2026", "--to", "31/12/2026"]
    assert cli.main(["figures", "--book", str(office), *days]) == 0
    told = capsys.readouterr().out
    assert "Đảng viên (chính thức và dự bị): 1 người" in told
    assert "Kỳ: 01/01/2026 - 31/12/2026" in told


def test_every_list_that_is_named_can_be_printed(office, tmp_path, capsys):
    assert cli.main(["report", "--list"]) == 0
    names = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert {"members", "awards", "commendation-proposal", "commendation-annex"} <= set(names)
    for name in names:
        if name not in ("submission-slip", "submission-answer"):  # nothing was sent, nothing came
            target = tmp_path / f"{name}.pdf"
            arguments = ["report", name, "--book", str(office), "--output", str(target)]
            arguments += ["--member", "1"] if name == "person-record" else []
            assert cli.main(arguments) == 0, name
            assert target.read_bytes().startswith(b"%PDF"), name


def test_a_list_is_chosen_by_its_round_and_style(office, tmp_path, capsys, read_pdf: Callable):
    target = tmp_path / "ds.pdf"
    common = ["report", "commendation-proposal", "--book", str(office), "--output", str(target)]
    assert cli.main([*common, "--round", "sơ kết", "--style", "government"]) == 0
    assert "Độc lập - Tự do - Hạnh phúc" in read_pdf(target)[0].text
    assert cli.main([*common, "--round", "Sơ kết năm 2026", "--style", "party"]) == 0
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in read_pdf(target)[0].text
    capsys.readouterr()
    assert cli.main([*common, "--round", "không có đợt này"]) == 1
    assert "Sơ kết năm 2026" in capsys.readouterr().err


def test_a_plain_list_can_be_searched(office, tmp_path, read_pdf: Callable):
    target = tmp_path / "ds.pdf"
    common = ["report", "awards", "--book", str(office), "--output", str(target)]
    assert cli.main([*common, "--search", "tran van duc"]) == 0
    words = read_pdf(target)[0].text
    assert "Trần Văn Đức" in words
    assert "Nguyễn Thị Ánh" not in words


def test_submit_writes_what_check_accepts_and_its_slip(office, tmp_path, capsys, read_pdf):
    target = tmp_path / "gui.gsnop"
    period = ["--from", "2026-01-01", "--to", "2026-12-31"]
    assert cli.main(["submit", "--book", str(office), *period, "--output", str(target)]) == 0
    digest = capsys.readouterr().out.split("SHA-256 ")[1].split()[0]
    assert len(digest) == 64
    assert cli.main(["check", str(target)]) == 0
    capsys.readouterr()
    slip = tmp_path / "phieu.pdf"
    arguments = ["report", "submission-slip", "--book", str(office), "--file", str(target)]
    assert cli.main([*arguments, "--output", str(slip)]) == 0
    assert digest in "".join(page.text for page in read_pdf(slip)).replace("\n", "").replace(
        " ", ""
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ["no-such-verb"],
        ["figures"],
        ["figures", "--book", "x", "--from", "31/02/2026", "--to", "2026-12-31"],
        ["figures", "--book", "x", "--from", "2026-01-01", "--to", "2026-12-31", "--format", "x"],
        ["init", "--book", "x", "--name", "A", "--level", "galaxy", "--place", "B"],
        ["demo", "--book", "x", "--members", "0"],
        ["demo", "--book", "x", "--members", "nhiều"],
        ["report"],
        ["report", "members"],
        ["report", "no-such-list", "--book", "x", "--output", "x.pdf"],
        ["report", "members", "--book", "x", "--output", "x.odt"],
        ["submit", "--book", "x", "--from", "2026-01-01"],
        ["check"],
        ["check", "a", "b"],
        ["self-test", "--nothing-like-this"],
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_arguments_without_sense_get_one_line(arguments, language, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert cli.main(["--lang", language, *arguments]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("guongsang: ")
    assert told.err.count("\n") == 1
    assert list(tmp_path.iterdir()) in ([], [tmp_path / "nhà của tôi"])


@pytest.mark.parametrize(
    "content",
    [None, b"", b"no database at all", b"SQLite format 3\0" + b"\0" * 500],
    ids=["missing", "empty", "text", "damaged"],
)
@pytest.mark.parametrize(
    "verb",
    [
        ["figures", "--from", "2026-01-01", "--to", "2026-12-31"],
        ["report", "members", "--output", "out.pdf"],
        ["submit", "--from", "2026-01-01", "--to", "2026-12-31", "--output", "out.gsnop"],
    ],
    ids=lambda one: one[0],
)
def test_a_bad_book_gets_one_line_and_stays_as_it_is(verb, content, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "Hỏng.gsdb"
    if content is not None:
        path.write_bytes(content)
    assert cli.main([*verb, "--book", str(path)]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1
    assert "Hỏng.gsdb" in told.err
    assert (path.read_bytes() if path.exists() else None) == content
    assert not list(tmp_path.glob("out*"))


def test_check_tells_what_is_wrong(office, capsys):
    content = bytearray(office.read_bytes())
    place = content.index("Nguyễn Thị Ánh".encode())
    content[place] ^= 1
    office.write_bytes(content)
    assert cli.main(["check", str(office)]) == 1
    assert capsys.readouterr().err


def test_output_is_utf8_where_the_console_is_not(office):
    done = run("report", "--list", encoding="ascii")
    assert done.returncode == 0
    assert "Danh sách đề nghị khen thưởng" in done.stdout
    failed = run("check", office.with_name("không có.gsdb"), encoding="cp1252")
    assert failed.returncode == 1
    assert "không có.gsdb" in failed.stderr
    assert "Traceback" not in failed.stderr


def test_a_case_with_a_wrong_row_leaves_no_book(tmp_path, capsys):
    case = tmp_path / "case.json"
    case.write_text('{"office": {"name": "A", "level": "district", "place": "B"}, "models": [{}]}')
    assert cli.main(["demo", "--book", str(tmp_path / "x.gsdb"), "--case", str(case)]) == 1
    assert capsys.readouterr().err.count("\n") == 1
    assert not (tmp_path / "x.gsdb").exists()


def test_a_bug_becomes_one_line_and_a_report(office, home):
    script = (
        "import sys\nfrom desktop import cli\nfrom desktop.services import books\n"
        "def fail(path):\n    raise RuntimeError('a bug')\n"
        "books.open_book = fail\nsys.exit(cli.main(sys.argv[1:]))\n"
    )
    days = ["--from", "2026-01-01", "--to", "2026-12-31"]
    done = subprocess.run(
        [sys.executable, "-c", script, "figures", "--book", str(office), *days],
        cwd=Path(__file__).parent.parent,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("guongsang: ")
    (report,) = (home / "logs").glob("report-*.txt")
    assert "RuntimeError" in report.read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_self_test_passes_and_leaves_nothing(tmp_path, home):
    done = run("self-test")
    assert done.returncode == 0, done.stdout
    assert "FAILED" not in done.stdout
    lines = [line for line in done.stdout.splitlines() if line.startswith("ok")]
    for part in ("a row in members", "paper commendation-annex", "tab overview", "tab lists"):
        assert any(line.endswith(part) for line in lines), part
    assert (home / "logs" / "self-test.log").is_file()
    assert not (home / "backups").exists()
