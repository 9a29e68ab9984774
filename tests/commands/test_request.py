"""``paiban request``: all of sample A through the workflow, and what is refused with its article."""

import csv
import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from scheduler.planning import open_center
from scheduler.store.database import Store
from scheduler.verdict.judge import in_time, leave_rules
from tests.commands.conftest import Run
from tests.scheduler.leave.test_sample_a import ROWS, Row

COLUMNS = (
    "id",
    "action",
    "actor",
    "at",
    "reason",
    "evidence",
    "to",
    "items",
    "until",
    "person",
    "kind",
    "start",
    "end",
)
LATE = {"Q15": datetime(2026, 10, 14, 8, 5)}
STAND_INS = {"Q05": "S04", "Q06": "M02", "Q12": "S09", "Q14": "S13", "Q16": "S14", "Q17": "S07", "Q17b": "S07"}
"""Who takes the work over where no window is left: the verdict names nobody to stand in."""


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    url = f"sqlite:///{tmp_path / 'leave.db'}"
    monkeypatch.setenv("PAIBAN_DATABASE_URL", url)
    return url


def way(row: Row) -> list[dict[str, str]]:
    """What people do with one row, by the regulation: written down here, not taken from the program's own walk."""
    folder = open_center("hall")
    rules = leave_rules(folder)
    asked = next(r for r in folder.leave if r.id == row.id.removesuffix("-annual"))
    at = LATE.get(row.id) or in_time(rules, asked.start, asked.person)
    kind = "annual" if row.id.endswith("-annual") else asked.kind
    steps: list[dict[str, str]] = []

    def step(action: str, actor: str, when: datetime, **more: str) -> None:
        steps.append({"id": row.id, "action": action, "actor": actor, "at": when.isoformat(), **more})

    if row.id.endswith("-annual"):
        step(
            "new",
            asked.person,
            at,
            person=asked.person,
            kind=kind,
            start=asked.start.isoformat(),
            end=asked.end.isoformat(),
        )
    else:
        step("submit", asked.person, at, reason="突发急事" if row.id in LATE else "")
    if row.state == "draft":
        return steps
    for number, signer in enumerate(row.signers):
        if row.state == "rejected":
            step("reject", signer, at + timedelta(minutes=10), reason=f"与{'、'.join(row.posts or row.rules)}冲突")
            return steps
        step("agree", signer, at + timedelta(minutes=10 + number))
    to = row.cover[0][0] if row.cover else STAND_INS[row.id]
    step("hand_over", asked.person, at + timedelta(minutes=30), to=to, items="未结事项")
    step("acknowledge", to, at + timedelta(minutes=40))
    step("file", asked.person, at + timedelta(minutes=50))
    begun = max(rules.worktime.first_work(asked.start), at + timedelta(hours=1))
    step("start", asked.person, begun)
    back = rules.worktime.first_work(asked.end)
    if row.state == "overdue":
        step("night", "system", datetime.combine(back.date(), datetime.min.time()) + timedelta(hours=18))
        return steps
    step("check_in", asked.person, back)
    step("close", rules.center.section[rules.center.person[asked.person].section].head, back + timedelta(hours=1))
    return steps


def write(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_all_of_sample_a_walks_through_the_workflow(paiban: Run, database: str, tmp_path: Path) -> None:
    steps = [step for row in ROWS for step in way(row)]
    assert len(steps) > 120
    done = paiban("request", "steps", "hall", write(tmp_path / "steps.csv", steps), "--asked", "--json")
    assert done.returncode == 1, done.stderr  # the two rows of contract staff are refused
    told = json.loads(done.stdout)
    assert len(told) == len(steps)
    assert [(t["id"], t["action"], t["article"]) for t in told if t["refused"]] == [
        ("Q04", "submit", "3-42"),
        ("Q09", "submit", "3-42"),
    ]
    last = {t["id"]: t for t in told}
    assert [last[r.id]["state"] for r in ROWS] == [r.state for r in ROWS]
    assert [last[r.id]["chain"] for r in ROWS if r.state != "draft"] == [r.chain for r in ROWS if r.state != "draft"]
    rules = leave_rules(open_center("hall"))
    with Store(database) as store:
        for row in ROWS:
            saved = store.leave("hall", row.id)
            trail = store.leave_steps(saved)
            assert tuple(s.holder for s in saved.request.steps) == (() if row.state == "draft" else row.signers)
            chain = next((c.article for c in rules.chains if c.id == saved.request.chain), "")
            assert {s.article for s in trail if s.action in ("submit", "agree", "reject")} <= {chain}
            if row.state != "draft":
                assert [line.action for line in store.audit_rows(saved.subject)] == [
                    "leave.save",
                    *(f"leave.{s.action}" for s in trail),
                ]
        assert store.verify_chain().whole
    listed = json.loads(paiban("request", "list", "hall", "--as", "J01", "--json").stdout)
    assert {r["id"]: r["state"] for r in listed} == {r.id: r.state for r in ROWS if r.state != "draft"}


def test_a_request_from_filing_to_its_form(paiban: Run, database: str, tmp_path: Path) -> None:
    def request(*words: str | Path) -> dict[str, object]:
        done = paiban("request", *words, "--json", "--lang", "zh")
        assert done.returncode == 0, done.stderr
        found: dict[str, object] = json.loads(done.stdout)
        return found

    filed = request(
        "file",
        "hall",
        "--person",
        "S16",
        "--type",
        "annual",
        "--from",
        "2026-09-14",
        "--to",
        "2026-09-15",
        "--reason",
        "回乡",
    )
    assert (filed["state"], filed["chain"], filed["article"], filed["days"]) == ("submitted", "H1", "3-41", 2.0)
    name = str(filed["id"])
    inbox = json.loads(paiban("request", "list", "hall", "--as", "K01", "--mine", "--json").stdout)
    assert [(t["id"], t["action"], t["reason"]) for t in inbox] == [(name, "agree", "回乡")]
    request("act", "hall", name, "agree", "--as", "K01")
    assert request("act", "hall", name, "agree", "--as", "L01")["state"] == "approved"
    slip = tmp_path / "slip.html"
    request("show", "hall", name, "--as", "S16", "--slip", slip)
    page = slip.read_text(encoding="utf-8")
    assert "年休假申请表" in page and "许明远" in page and "唐建业" in page and "回乡" in page and "应有 5 天" in page
    other = json.loads(paiban("request", "show", "hall", name, "--as", "S03", "--json").stdout)
    assert "回乡" not in json.dumps(other, ensure_ascii=False)


REFUSED = [
    (("file", "--person", "S16", "--type", "annual", "--from", "2026-09-01", "--to", "2026-09-02"), "3-08, 3-45"),
    (("file", "--person", "S16", "--type", "annual", "--from", "2026-09-07T08:30", "--to", "2026-09-07T12:00"), "3-08"),
    (("file", "--person", "S04", "--type", "annual", "--from", "2026-09-15", "--to", "2026-09-15"), "3-34"),
    (
        ("file", "--person", "S16", "--type", "annual", "--from", "2026-09-14", "--to", "2026-09-14", "--as", "S02"),
        "3-34",
    ),
    (("act", "Q01", "acknowledge", "--as", "S02"), "3-34"),
    (("act", "Q12", "mark_overdue", "--as", "system"), "3-46"),
    (
        ("delegate", "--holder", "J01", "--deputy", "K01", "--from", "2026-09-07", "--to", "2026-09-11", "--as", "J01"),
        "3-46",
    ),
    (
        ("delegate", "--holder", "L01", "--deputy", "L01", "--from", "2026-09-07", "--to", "2026-09-11", "--as", "L01"),
        "3-46",
    ),
    (
        ("delegate", "--holder", "L01", "--deputy", "K02", "--from", "2026-09-07", "--to", "2026-09-11", "--as", "K02"),
        "3-46",
    ),
]


@pytest.mark.parametrize(
    ("words", "article"), REFUSED, ids=lambda value: "-".join(value) if isinstance(value, tuple) else value
)
def test_bad_requests_are_refused_with_the_article(
    paiban: Run, database: str, words: tuple[str, ...], article: str
) -> None:
    done = paiban("request", words[0], "hall", *words[1:])
    assert done.returncode == 2, done.stdout
    assert f"依据{article}" in done.stderr
    with Store(database) as store:
        assert len(store.list_leave("hall")) == 18 and store.delegations("hall") == ()


def test_nobody_signs_the_own_leave(paiban: Run, database: str) -> None:
    filed = paiban(
        "request",
        "file",
        "hall",
        "--person",
        "K01",
        "--type",
        "annual",
        "--from",
        "2026-09-14",
        "--to",
        "2026-09-14",
        "--json",
    )
    name = json.loads(filed.stdout)["id"]
    done = paiban("request", "act", "hall", name, "agree", "--as", "K01")
    assert done.returncode == 2 and "申请人不得审批本人" in done.stderr and "3-41" in done.stderr


def test_the_night_begins_reminds_and_notes_who_is_not_back(paiban: Run, database: str, tmp_path: Path) -> None:
    row = next(r for r in ROWS if r.id == "Q16")
    steps = [s for s in way(row) if s["action"] not in ("start", "night")]
    assert paiban("request", "steps", "hall", write(tmp_path / "steps.csv", steps), "--asked").returncode == 0
    begun = paiban("nightly", "hall", "--at", "2026-09-14T08:30", "--json")
    assert begun.returncode == 0 and json.loads(begun.stdout)["started"] == ["Q16"]
    eve = json.loads(paiban("nightly", "hall", "--at", "2026-09-15T18:00", "--json").stdout)
    assert [(n["to"], n["request"], n["article"]) for n in eve["notes"]] == [("S20", "Q16", "3-45")]
    late = paiban("nightly", "hall", "--at", "2026-09-16T18:00", "--json")
    assert late.returncode == 1 and json.loads(late.stdout)["overdue"] == ["Q16"]
    again = paiban("nightly", "hall", "--at", "2026-09-16T18:00", "--json")
    assert again.returncode == 0 and json.loads(again.stdout)["overdue"] == []
    decided = paiban(
        "request",
        "act",
        "hall",
        "Q16",
        "confirm_absent",
        "--as",
        "K05",
        "--reason",
        "无故未归",
        "--at",
        "2026-09-17T09:00",
        "--json",
    )
    assert json.loads(decided.stdout)["state"] == "confirmed_absent"


@pytest.mark.parametrize(
    ("rows", "named"),
    [
        ([{"id": "Q01", "action": "submit", "actor": "S01", "at": "soon"}], "row 2: at: 'soon'"),
        (
            [{"id": "Q01", "action": "ask_extension", "actor": "S01", "at": "2026-09-09T09:00", "until": "later"}],
            "row 2: until",
        ),
    ],
)
def test_a_file_of_steps_that_cannot_be_read_changes_nothing(
    paiban: Run, database: str, tmp_path: Path, rows: list[dict[str, str]], named: str
) -> None:
    done = paiban("request", "steps", "hall", write(tmp_path / "steps.csv", rows), "--asked")
    assert done.returncode == 2 and named in done.stderr
    with Store(database) as store:
        assert store.list_leave("hall") == ()


def test_an_unknown_request_or_person_is_one_line(paiban: Run, database: str) -> None:
    for words in (
        ("show", "hall", "R99", "--as", "S01"),
        ("list", "hall", "--as", "S99"),
        ("act", "hall", "Q01", "fly", "--as", "S01"),
    ):
        done = paiban("request", *words)
        assert done.returncode == 2 and "Traceback" not in done.stderr, done.stderr
