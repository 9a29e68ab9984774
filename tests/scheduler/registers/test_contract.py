"""One contract over all registers: texts, fields, deadlines, files, what fills them, what they change."""

import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from scheduler.assemble import calendar_of
from scheduler.domain.record import Record
from scheduler.planning import open_center
from scheduler.registers import EFFECTS, ELSEWHERE, FILLS, awaited, expected
from scheduler.registers.dues import settled
from scheduler.registers.scene import scene_of
from scheduler.registers.shown import headers, row
from scheduler.store.folder import CenterFolder
from scheduler.store.paths import data_folder
from scheduler.store.register_csv import known_of, read_records, records_csv, state_of
from scheduler.store.register_files import GROUPS, REGISTERS, registers
from scheduler.store.register_types import REFS, Field, Register

CHINESE = re.compile(r"[一-鿿]")
ALL = list(registers().values())
IDS = list(registers())
FIRST = date(2026, 9, 7)


@pytest.fixture(scope="module")
def hall() -> CenterFolder:
    return open_center("hall")


def sample(register: Register, center: Any, number: int = 1) -> Record:
    """An entry with every field filled."""
    known = known_of(center)
    subject = (
        ""
        if register.subject == "none"
        else "hall"
        if register.subject == "room"
        else sorted(known[REFS[register.subject]])[0]
    )
    body = {f.name: value(f, known, place) for place, f in enumerate(register.fields)}
    if "item" in body:
        subject = next(p.id for p in center.posts if any(i.id == body["item"] for i in p.items))
    return Record(
        register.id,
        f"e{number:02d}",
        FIRST + timedelta(days=number),
        subject,
        "S01",
        None,
        state_of(register, body),
        body,
    )


def value(field: Field, known: Any, place: int) -> Any:
    some = sorted(known[field.ref])[0] if field.ref else '甲, "乙"\n=1+1'
    when = datetime(2026, 9, 8, 9) + timedelta(hours=place)
    return {
        "id": some,
        "ids": (some,),
        "name": "张三",
        "title": "标题",
        "text": '甲, "乙"\n=1+1',
        "yes_no": True,
        "date": FIRST + timedelta(days=place),
        "moment": when,
        "end": when,
        "clock": 510 + 60 * place,
        "parts": ((510, 720),),
        "choice": next(iter(field.choices), ""),
        "int": int(field.low or 1),
        "number": float(field.low or 1.5),
    }[field.type]


def test_the_list_equals_the_folder() -> None:
    assert set(REGISTERS) == {p.stem for p in (data_folder() / "registers").glob("*.toml")}
    assert len(set(REGISTERS)) == len(REGISTERS)


@pytest.mark.parametrize("register", ALL, ids=IDS)
def test_texts_are_there_in_both_languages(register: Register) -> None:
    pairs = [(register.zh, register.en), (register.about_zh, register.about_en)]
    pairs += [(f.zh, f.en) for f in register.fields] + [pair for f in register.fields for pair in f.choices.values()]
    for zh, en in pairs:
        assert CHINESE.search(zh) and not CHINESE.search(en) and en.strip(), (zh, en)
    assert register.group in GROUPS
    assert all(re.fullmatch(r"\d-\d\d", part) for part in register.article.split(", "))


@pytest.mark.parametrize("register", ALL, ids=IDS)
def test_fields_are_typed_and_closed(register: Register) -> None:
    assert register.fields and {*register.write} and {*register.read}
    for f in register.fields:
        assert (f.type == "choice") == bool(f.choices), f.name
        assert f.type not in ("int", "number") or f.unit != ("", "") or f.low is not None, f.name
        assert f.type not in ("id", "ids") or f.ref, f"{f.name}: an id of what?"
    assert register.due.rule != "none" or not register.closes or register.effect, (
        "something to close, and no day by which"
    )


@pytest.mark.parametrize("register", ALL, ids=IDS)
def test_files_come_back_without_loss(register: Register, hall: CenterFolder) -> None:
    entries = (sample(register, hall.center, 1), sample(register, hall.center, 2))
    again, faults = read_records(records_csv(register, entries), register, hall.center)
    assert not faults
    assert again == entries
    assert len(headers(register, "zh")) == len(headers(register, "en")) == len(row(hall.center, entries[0], "zh"))


@pytest.mark.parametrize("register", ALL, ids=IDS)
def test_faults_name_row_and_column(register: Register, hall: CenterFolder) -> None:
    raw = records_csv(register, [sample(register, hall.center)]).decode("utf-8-sig")
    head, line = raw.split("\n", 1)
    bad = (head + "\n" + line.replace(str(FIRST + timedelta(days=1)), "someday", 1)).encode()
    _, faults = read_records(bad, register, hall.center)
    assert [(f.row, f.column) for f in faults][:1] == [(2, "day")]
    assert faults[0].file == f"{register.id}.csv" and CHINESE.search(faults[0].line("zh"))


@pytest.mark.parametrize(
    "register", [r for r in ALL if r.due.rule != "none"], ids=[r.id for r in ALL if r.due.rule != "none"]
)
def test_a_missed_deadline_is_found(register: Register, hall: CenterFolder) -> None:
    whole = sample(register, hall.center)
    body = {name: v for name, v in whole.body.items() if name not in register.closes}
    entry = settled(
        Record(register.id, "late", FIRST, whole.subject, "S01", None, "open", body), calendar_of(hall), hall.center
    )
    assert entry.due is not None and entry.state == ("open" if register.closes else "done")
    scene = scene_of(hall, None, (entry,), FIRST, FIRST)
    found = {a.record.id: a for a in awaited(scene, entry.due + timedelta(minutes=1)) if a.written}
    assert ("late" in found) == bool(register.closes)
    if register.closes:
        assert found["late"].overdue
        assert not next(a for a in awaited(scene, entry.due - timedelta(minutes=1)) if a.record.id == "late").overdue


CAUSES = (
    Record("exam", "t1", FIRST, "S19", "K01", body={"skill": "外资设立", "taken_on": FIRST, "passed": False}),
    Record("visit_quota", "q1", FIRST, "S09", "K01", body={"visits": 4, "valid_from": FIRST}),
)
"""Entries without which some registers have nothing to expect."""


@pytest.mark.parametrize("register", [r for r in ALL if r.fill], ids=[r.id for r in ALL if r.fill])
def test_awaited_entries_are_sound_and_can_be_written(register: Register, hall: CenterFolder) -> None:
    """Over four months: ids are their own, deadlines stand, and each would be accepted as a line of the file."""
    scene = scene_of(hall, None, CAUSES, FIRST, FIRST + timedelta(days=29))
    entries = tuple(expected(scene, register.id, FIRST, FIRST + timedelta(days=119)))
    assert entries and len({e.id for e in entries}) == len(entries)
    assert all(e.due is not None and e.register == register.id and e.state == "open" for e in entries)
    _, faults = read_records(records_csv(register, entries), register, hall.center)
    required = {f.name for f in register.fields if f.required}
    assert [f for f in faults if f.column not in required] == []


def test_what_a_definition_names_exists() -> None:
    assert {r.fill for r in ALL if r.fill} == set(FILLS)
    assert {r.effect for r in ALL if r.effect} == {*EFFECTS, *ELSEWHERE}
