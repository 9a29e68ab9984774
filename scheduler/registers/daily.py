"""Entries that the roster of a day makes one expect: checks, hall duty, seals."""

from collections.abc import Iterator
from datetime import date

from scheduler.domain.clock import DAY_MINUTES, clock_text
from scheduler.domain.problem import Block
from scheduler.domain.record import Record
from scheduler.registers.scene import Scene


def window_checks(scene: Scene, day: date) -> Iterator[Record]:
    """Each open window: its equipment before opening, locked up after close, by who is there (3-20)."""
    for post, first, last in scene.open_posts(day):
        for moment, block, due in (("opening", first, first.start), ("closing", last, last.end + GRACE)):
            yield Record(
                "window_check",
                f"{day}-{post}-{moment}",
                day,
                post,
                scene.holder(post, block),
                scene.moment(due),
                body={"moment": moment},
            )


def hall_duties(scene: Scene, day: date) -> Iterator[Record]:
    """The day's duty window and the next one, with who closes this and who opens that (3-21, 3-22)."""
    windows = scene.problem.duty_windows
    index = scene.problem.horizon.day(day)
    if not 0 <= index < len(windows):
        return
    window = windows[index]
    here = {post: (first, last) for post, first, last in scene.open_posts(day)}
    if window is None or window not in here:
        return
    body: dict[str, object] = {}
    for later in range(index + 1, len(windows)):
        when, after = scene.problem.date(later), windows[later]
        opened = {post: first for post, first, _ in scene.open_posts(when)}
        if after is not None and after in opened:
            body = {"next_post": after, "next_holder": scene.holder(after, opened[after]) or None, "next_day": when}
            break
    last = here[window][1]
    filled = {name: value for name, value in body.items() if value is not None}
    yield Record(
        "duty_handover",
        f"{day}-{window}",
        day,
        window,
        scene.holder(window, last),
        scene.moment(last.end + GRACE),
        body=filled,
    )


def seals(scene: Scene, day: date) -> Iterator[Record]:
    """Each seal that an open window needs: out with a custodian who is there, back in the section at close (3-25, 3-27)."""
    for seal, blocks, keepers in _seals(scene, day):
        first = next((who for who in keepers if who), "")
        yield Record(
            "seal_log",
            f"{day}-{seal}",
            day,
            seal,
            keepers[-1] or first,
            scene.moment(blocks[-1].end),
            body={"out_by": first} if first else {},
        )


def seal_locks(scene: Scene, day: date) -> Iterator[Record]:
    """Each time the custodian leaves: over lunch, and over every block without a custodian (3-26)."""
    for seal, blocks, keepers in _seals(scene, day):
        for number, (block, keeper) in enumerate(zip(blocks, keepers, strict=True)):
            after = number + 1
            gone = after < len(blocks) and (block.end < blocks[after].start or not keepers[after])
            if keeper and gone:
                back = next(
                    (b.start for b, who in zip(blocks[after:], keepers[after:], strict=True) if who), blocks[-1].end
                )
                span = f"{clock_text(block.end % DAY_MINUTES)}–{clock_text(back % DAY_MINUTES)}"
                yield Record(
                    "seal_lock",
                    f"{day}-{seal}-{scene.moment(block.end):%H%M}",
                    day,
                    seal,
                    keeper,
                    scene.moment(block.end + GRACE),
                    body={"span": span},
                )


def _seals(scene: Scene, day: date) -> Iterator[tuple[str, list[Block], list[str]]]:
    """Seals in use on a day: the blocks in which a window needs each, and the custodian present in every one of them."""
    center = scene.problem.center
    for seal in sorted({p.seal for p in center.posts if p.seal}):
        blocks = [b for b in scene.blocks(day) if any(center.post[p].seal == seal for p in b.posts)]
        people = center.custodians("seal", seal, day)
        if blocks:
            yield seal, blocks, [next((p for p in people if scene.view.present(p, b.index)), "") for b in blocks]


GRACE = 10
"""Minutes after close for what is done then; the regulation counts ten for closing up (3-20)."""
