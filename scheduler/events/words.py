"""Why an event is placed as it is, in Chinese and English."""

from collections.abc import Sequence

from scheduler.domain.problem import RosterProblem
from scheduler.events.rooms import SMALL, other_use
from scheduler.events.types import Closing, Group
from scheduler.explain import people_text, person_name, post_name, rank_name
from scheduler.solver.events import EventTask, Keep, Stand, closures
from scheduler.store.entries import Event
from scheduler.store.faults import Words


def closing_words(problem: RosterProblem, kind: str, thing: str) -> Words:
    """What a shortage means, without its time."""
    center = problem.center
    zh, en = post_name(problem, thing, "zh"), post_name(problem, thing, "en")
    section = center.section.get(thing)
    seal = (f"{section.name_zh}章", f"the seal of {section.name_en}") if section else (f"印章{thing}", f"seal {thing}")
    shift = center.shift[thing].name_zh if thing in center.shift else thing
    return {
        "post": (f"{zh}无人，须停窗", f"{en} would close"),
        "ab": (f"{zh}的A岗、B岗都不在", f"A and B of {en} would both be away"),
        "pool": (f"{zh}话务人数不足", f"{en} would be short of heads"),
        "seal": (f"{seal[0]}无人保管", f"nobody there for {seal[1]}"),
        "cashier": ("财务室钥匙无人保管", "nobody there with the cashier room's key"),
        "signatory": (f"「{thing}」无签字人", f"nobody there to sign {thing}"),
        "door": ("大门钥匙无人保管", "nobody there with the door key"),
        "manager": ("无主任坐班", "no manager on site"),
        "rank": (f"当班缺{rank_name(problem, thing, 'zh')}", f"no {rank_name(problem, thing, 'en')} on the shift"),
        "skill": (f"当班缺{thing}技能", f"nobody on the shift masters {thing}"),
        "shift": (f"{shift}人数不足", f"shift {thing} would be short"),
    }[kind]


def why(
    problem: RosterProblem,
    event: Event,
    groups: Sequence[Group],
    closings: Sequence[Closing],
    task: EventTask,
    wanted: int | None,
) -> tuple[Words, ...]:
    """What speaks against the announced time, and why people are put where they are."""
    found: list[Words] = []
    if closings:
        span = f"{event.start:%H:%M}–{event.end:%H:%M}"
        zh, en = _together(problem, closings)
        found.append(
            (
                f"若按{span}全员参加：{zh}(4-26 内部活动不许停止对外营业)",
                f"If everybody went {span}: {en} (4-26: no internal event may stop service)",
            )
        )
    size = len(task.invited) if wanted is None else wanted
    if event.general:
        found.append(
            (
                "综合性培训，由综合办安排公司会议室(3-57)",
                "A training across specialisms: the general office arranges a company room (3-57)",
            )
        )
    elif size > SMALL and event.mode == "in_person" and event.kind != "visit":
        limit = max((s.seats for s in task.sittings), default=0) or SMALL
        found.append(
            (
                f"共{size}人，本中心会议室每次最多{limit}人(3-56；恰好10人按超过处理)",
                f"{size} people; the center's room takes {limit} at a time (3-56; exactly ten counts as more)",
            )
        )
    if event.go_live is not None:
        found.append(
            (
                f"新系统{event.go_live}上线，培训须在此前结束(0-16)",
                f"The system goes live on {event.go_live}: trained before that (0-16)",
            )
        )
    for person in sorted({p for g in groups for p in g.overtime}):
        lacking = _alone(problem, task, person)
        found.append(
            (
                f"{person_name(problem, person, 'zh')}上班时间走不开"
                + (f"：{lacking[0]}" if lacking[0] else "")
                + "；安排在下班后，计加班或补休",
                f"{person_name(problem, person, 'en')} cannot be spared in hours"
                + (f": {lacking[1]}" if lacking[1] else "")
                + "; after hours, as overtime or time off in lieu",
            )
        )
    return tuple(found)


def _together(problem: RosterProblem, closings: Sequence[Closing]) -> Words:
    """Closings in one line, posts by number: an empty post says more than that its A and B are away."""
    by_kind: dict[str, list[str]] = {}
    for c in closings:
        by_kind.setdefault(c.kind, []).append(c.thing)
    posts, pairs = by_kind.pop("post", []), by_kind.pop("ab", [])
    pairs = [p for p in pairs if p not in posts]
    zh, en = [], []
    if posts:
        zh.append(f"{'、'.join(posts)}须停窗({len(posts)}个)")
        en.append(f"{', '.join(posts)} would close ({len(posts)})")
    if pairs:
        zh.append(f"{'、'.join(pairs)}的A岗、B岗都不在")
        en.append(f"A and B of {', '.join(pairs)} would both be away")
    for kind, things in by_kind.items():
        for thing in things:
            words = closing_words(problem, kind, thing)
            zh.append(words[0])
            en.append(words[1])
    return "；".join(zh), "; ".join(en)


def _alone(problem: RosterProblem, task: EventTask, person: str) -> Words:
    """What would be short if only this one person went in hours, the first such thing."""
    for index, sitting in enumerate(task.sittings):
        if person in sitting.people and person not in sitting.overtime:
            for what, _ in closures(task, index, frozenset((person,))):
                return _short_words(problem, what)
    return "", ""


def _short_words(problem: RosterProblem, what: Stand | Keep) -> Words:
    return (
        closing_words(problem, "post", what.post)
        if isinstance(what, Stand)
        else closing_words(problem, what.kind, what.thing)
    )


def unplaced_reasons(problem: RosterProblem, task: EventTask, people: Sequence[str]) -> tuple[tuple[str, Words], ...]:
    """Why somebody has no place: away (reasons of leave are never told), or indispensable."""
    found: list[tuple[str, Words]] = []
    for person in people:
        if not any(person in s.people for s in task.sittings):
            found.append(
                (
                    person,
                    ("所定日期内不在岗(请假、外出或休班)，须另行传达", "away on the dates given; brief separately"),
                )
            )
            continue
        lacking = _alone(problem, task, person)
        more = (f"：{lacking[0]}", f": {lacking[1]}") if lacking[0] else ("", "")
        found.append(
            (
                person,
                (
                    f"所定日期内离岗即停窗或失去余量{more[0]}，请放宽日期或另派顶岗",
                    f"no time without a closure or a lost margin{more[1]}; widen the dates or send a stand-in",
                ),
            )
        )
    return tuple(found)


def requests_of(problem: RosterProblem, event: Event, groups: Sequence[Group]) -> tuple[Words, ...]:
    """What must be asked for before the event can be held."""
    found: list[Words] = []
    for group in groups:
        span = f"{group.start:%Y-%m-%d %H:%M}–{group.end:%H:%M}"
        if event.kind == "visit":
            continue
        if group.room.kind == "company":
            found.append(
                (
                    f"请综合办安排公司会议室：{span}，{len(group.people)}人(3-57)",
                    f"Ask the general office for a company room: {span}, {len(group.people)} people (3-57)",
                )
            )
        elif group.room.keeper is not None:
            keeper = group.room.keeper
            found.append(
                (
                    f"请{person_name(problem, keeper, 'zh')}准备{group.room.name_zh}：{span}，{len(group.people)}人(3-55)",
                    f"{person_name(problem, keeper, 'en')} prepares {group.room.name_en}: {span}, {len(group.people)} people (3-55)",
                )
            )
    others = list(dict.fromkeys(g.room for g in groups if event.kind != "visit" and other_use(g.room, event)))
    for room in others:
        if event.consent is None:
            found.append(
                (
                    f"{room.name_zh}挪作他用，须分管领导同意(3-58)",
                    f"{room.name_en[:1].upper()}{room.name_en[1:]} for another use needs the leader's consent (3-58)",
                )
            )
        else:
            found.append(
                (
                    f"{room.name_zh}挪作他用，{person_name(problem, event.consent, 'zh')}已同意(3-58)",
                    f"{room.name_en[:1].upper()}{room.name_en[1:]} for another use: {person_name(problem, event.consent, 'en')} has consented (3-58)",
                )
            )
    if problem.center.training_lead is not None and event.kind == "training":
        lead = problem.center.training_lead
        found.append(
            (
                f"中心培训员{person_name(problem, lead, 'zh')}统筹(3-55)",
                f"{person_name(problem, lead, 'en')} oversees it as the center's trainer (3-55)",
            )
        )
    late = sorted({p for g in groups for p in g.overtime})
    if late:
        found.append(
            (
                f"下班后参加须征得同意并计加班：{people_text(problem, late, 'zh')}(劳动法第41条)",
                f"Overtime by consent, to be paid or given in lieu: {people_text(problem, late, 'en')} (Labor Law art. 41)",
            )
        )
    return tuple(found)
