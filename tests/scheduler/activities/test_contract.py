"""Blocks off the line, told twice: what the model forbids and costs is what the judgment finds."""

from itertools import islice

import pytest
from ortools.sat.python import cp_model

from scheduler.activities.judge import faults_of, price_of
from scheduler.domain.day_task import Block, DayTask, Price
from scheduler.solver.activities import _DayModel, place_day
from tests.scheduler.activities.tiny_days import every_answer, random_task

MOST = 3_000
"""Answers tried for one task; larger tasks are left to the others."""


def apart(cell: int, gone: frozenset[str]) -> frozenset[str] | None:
    """A reserve that a and b spend only together, in the second half."""
    return frozenset("ab") if cell >= 3 and gone >= {"a", "b"} else None


def small(seed: int) -> tuple[DayTask, list[tuple[Block, ...]]] | None:
    task = random_task(seed)
    answers = list(islice(every_answer(task), MOST + 1))
    return None if len(answers) > MOST else (task, answers)


SMALL = [seed for seed in range(170) if small(seed) is not None]


def test_there_are_enough_small_tasks_and_they_bind() -> None:
    assert len(SMALL) >= 45
    bound = [price for seed in SMALL if (price := place_day(random_task(seed), apart).price) != Price()]
    assert len(bound) >= 25
    for name in ("missing", "short", "left", "lost"):
        assert any(getattr(price, name) for price in bound), name


@pytest.mark.parametrize("seed", SMALL)
def test_no_answer_is_cheaper(seed: int) -> None:
    found = small(seed)
    assert found is not None
    task, answers = found
    best = min(
        price_of(task, a) for a in sorted(answers, key=lambda a: price_of(task, a)) if not faults_of(task, a, apart)
    )
    answer = place_day(task, apart)
    assert answer.proven
    assert faults_of(task, answer.blocks, apart) == []
    assert answer.price == price_of(task, answer.blocks) == best


@pytest.mark.parametrize("seed", SMALL[:12])
def test_the_model_allows_and_prices_just_what_the_judgment_does(seed: int) -> None:
    found = small(seed)
    assert found is not None
    task, answers = found
    allowed = 0
    for blocks in answers[:: max(1, len(answers) // 80)]:
        model = _DayModel(task, [])
        feasible = _fixed(model, blocks)
        assert feasible == (faults_of(task, blocks) == []), blocks
        if feasible:
            model._losses()
            chosen = {v.index: 0 for v in (*(o.chosen for o in model.options), *model.relief.values())}
            chosen |= dict.fromkeys(_literals(model, blocks), 1)
            assert model._price(chosen) == price_of(task, blocks)
            allowed += 1
    assert allowed


def _literals(model: _DayModel, blocks: tuple[Block, ...]) -> list[int]:
    found = []
    for number, option in enumerate(model.options):
        mine = [
            b
            for b in blocks
            if (b.source, b.person, b.start, b.partner)
            == (option.source.id, option.person, option.start, option.partner)
        ]
        found += [option.chosen.index for _ in mine]
        found += [
            model.relief[number, post, who].index
            for b in mine
            for post, who in b.reliefs
            if (number, post, who) in model.relief
        ]
    return found


def _fixed(model: _DayModel, blocks: tuple[Block, ...]) -> bool:
    """Whether the model lets exactly these blocks stand."""
    chosen = _literals(model, blocks)
    if len(set(chosen)) != sum(1 + len(b.reliefs) for b in blocks):
        return False  # a block or a relief the model does not even offer, or one twice
    copy = model.model.clone()
    for var in (*(o.chosen for o in model.options), *model.relief.values()):
        copy.add(copy.get_bool_var_from_proto_index(var.index) == int(var.index in chosen))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    return solver.solve(copy) in (cp_model.OPTIMAL, cp_model.FEASIBLE)
