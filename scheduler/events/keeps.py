"""What must stay held over each block, as the rules that bind in this center say. No solver here."""

from collections.abc import Iterable, Iterator, Mapping

from scheduler.domain.center import SOURCES
from scheduler.domain.halls import open_sites
from scheduler.domain.problem import Block, RosterProblem
from scheduler.domain.roster_view import RosterView
from scheduler.domain.rule_settings import Level
from scheduler.rules import RULE
from scheduler.solver.events import Keep, Stand


def binds(problem: RosterProblem, rule: str) -> bool:
    """Whether a rule is on and more than a wish."""
    setting = problem.settings.get(rule)
    return setting.on and RULE[rule].effective(setting)[0] is not Level.SOFT


def stands_of(problem: RosterProblem, view: RosterView, blocks: Iterable[int]) -> Iterator[Stand]:
    """Each open post with heads: never fewer than the roster has, and who present could hold it."""
    center = problem.center
    for index in blocks:
        block = problem.blocks[index]
        on = problem.date(block.day)
        for post in sorted(block.posts):
            where = center.post[post]
            if not where.heads:
                continue
            holders = view.holders(post, index)
            able = {}
            for person in center.staff:
                source = center.source(person.id, post, on)
                if view.present(person.id, index) and (source is not None or person.id in holders):
                    # Whoever sits there stays for nothing; others by the order of C01.
                    able[person.id] = (
                        0 if person.id in holders else 2 + (SOURCES.index(source) if source else len(SOURCES))
                    )
            yield Stand(index, post, min(where.heads, len(holders)), able)


def doubles_of(
    problem: RosterProblem, view: RosterView, stands: Iterable[Stand]
) -> dict[tuple[str, int], tuple[tuple[str, str], ...]]:
    """Pairs of posts one person may hold over a block, by the AB table or because the roster has it so."""
    posts: dict[tuple[str, int], list[str]] = {}
    for stand in stands:
        for person in stand.able:
            posts.setdefault((person, stand.block), []).append(stand.post)
    found = {}
    for (person, block), mine in posts.items():
        on = problem.date(problem.blocks[block].day)
        held = view.posts(person, block)
        pairs = tuple(
            (a, b)
            for i, a in enumerate(mine)
            for b in mine[i + 1 :]
            if problem.center.may_double(person, a, b, on) or {a, b} <= held
        )
        if pairs:
            found[person, block] = pairs
    return found


def keeps_of(problem: RosterProblem, view: RosterView, blocks: Iterable[int]) -> Iterator[Keep]:
    """Seals, keys, manager, AB pairs, pools, ranks and skills: as far as the roster has them now."""
    required = _required(problem)
    for index in blocks:
        for keep in (
            *_custody(problem, problem.blocks[index]),
            *_pools(problem, view, problem.blocks[index], required),
        ):
            there = frozenset(p for p in keep.people if view.present(p, index))
            low = min(keep.low, len(there))
            if low:
                yield Keep(index, keep.kind, keep.thing, there, low)


def _custody(problem: RosterProblem, block: Block) -> Iterator[Keep]:
    center, on = problem.center, problem.date(block.day)
    if binds(problem, "seal_present"):
        for seal in sorted({s for p in block.posts if (s := center.post[p].seal) is not None}):
            yield Keep(block.index, "seal", seal, frozenset(center.custodians("seal", seal, on)))
    if binds(problem, "cashier_key") and any(center.post[p].cashier for p in block.posts):
        yield Keep(block.index, "cashier", "cashier", frozenset(center.custodians("cashier", "cashier", on)))
    if binds(problem, "signatory_present"):
        for item in (i for p in sorted(block.posts) for i in center.post[p].items if i.must and i.signatories):
            # Who only approves is on no roster and leaves for no event: such an item needs no keeper here.
            if all(center.person[p].rota != "approver" for p in item.signatories):
                yield Keep(block.index, "signatory", item.id, frozenset(item.signatories))
    for site in open_sites(problem, block):
        here = frozenset(p.id for p in center.people if center.site_of(p.id) == site)
        if binds(problem, "manager_on_site") and center.manager_ranks:
            yield Keep(block.index, "manager", "manager", here & {p.id for p in center.people if center.is_manager(p)})
        if binds(problem, "key_holder") and _edge(problem, block):
            yield Keep(block.index, "door", "door", here & set(center.custodians("door", "door", on)))
    if binds(problem, "ab_not_both_off"):
        for post in sorted(block.posts):
            lines = {line.person for line in center.ab_of_post[post] if line.valid(on)}
            yield Keep(
                block.index,
                "ab",
                post,
                frozenset(p for p in lines if center.qualified(center.person[p], center.post[post], on)),
            )


def _pools(
    problem: RosterProblem, view: RosterView, block: Block, required: Mapping[tuple[str, int], int]
) -> Iterator[Keep]:
    center = problem.center
    for post in sorted(block.posts):
        if center.post[post].heads == 0:
            low = max(1, required.get((post, block.index), 0))
            yield Keep(block.index, "pool", post, frozenset(view.holders(post, block.index)), low)
    for cell in problem.covers:
        if not any(a <= block.start and block.end <= b for a, b in problem.spans_of_shift[cell.day, cell.shift]):
            continue
        on = problem.date(cell.day)
        people = [p for p in center.staff if view.works(p.id, cell.day, cell.shift)]
        if cell.rank is not None:
            people = [p for p in people if center.rank_at_least(p, cell.rank, on)]
        if cell.skill is not None:
            people = [p for p in people if p.level(cell.skill, on) > 1]
        kind = "rank" if cell.rank else "skill" if cell.skill else "shift"
        yield Keep(
            block.index, kind, cell.rank or cell.skill or cell.shift, frozenset(p.id for p in people), cell.heads
        )


def _required(problem: RosterProblem) -> dict[tuple[str, int], int]:
    """Heads the need asks of a pool over each block, the most of its cells."""
    found: dict[tuple[str, int], int] = {}
    for cell in problem.needs:
        pools = [p for p in problem.center.queue[cell.queue].posts if problem.center.post[p].heads == 0]
        if len(pools) != 1:
            continue
        a, b = problem.horizon.minute(cell.start), problem.horizon.minute(cell.end)
        for block in problem.blocks_of_day[problem.horizon.day(cell.start.date())]:
            if block.start < b and a < block.end:
                found[pools[0], block.index] = max(found.get((pools[0], block.index), 0), cell.required)
    return found


def _edge(problem: RosterProblem, block: Block) -> bool:
    post = problem.center.post
    opened = [
        b.index for b in problem.blocks_of_day[block.day] if any(post[p].kind not in ("phone", "chat") for p in b.posts)
    ]
    return block.index in (opened[0], opened[-1])
