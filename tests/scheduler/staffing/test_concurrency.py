"""Several chats in one hand: as many sessions as Erlang asks for, shared out among whole people (2-01)."""

import numpy as np
import pytest

from scheduler.staffing.heads import required_heads
from scheduler.staffing.targets import ServiceTarget

ARRIVALS, CV, AHT, SLOT = [0.0, 4.0, 20.0, 60.0], 0.0, 600.0, 1800.0


def heads(concurrency: int) -> np.ndarray:
    target = ServiceTarget(answer_share=0.8, within_s=30.0, concurrency=concurrency)
    return required_heads(ARRIVALS, CV, AHT, SLOT, target).required


def test_three_chats_at_once_need_a_third_of_the_people_rounded_up() -> None:
    one, three = heads(1), heads(3)
    assert one.tolist()[0] == three.tolist()[0] == 0
    assert three.tolist() == [-(-n // 3) for n in one.tolist()]
    assert three[3] < one[3]


def test_the_promise_is_kept_with_so_many() -> None:
    target = ServiceTarget(answer_share=0.8, within_s=30.0, concurrency=3)
    found = required_heads(ARRIVALS, CV, AHT, SLOT, target)
    assert (found.expected_service >= 0.8).all()
    assert all(reason.binds in ("share", "idle", "load") for reason in found.reasons)


@pytest.mark.parametrize("wrong", [0, -1, 1.5])
def test_a_share_of_a_chat_is_refused(wrong: float) -> None:
    with pytest.raises(ValueError, match="concurrency"):
        ServiceTarget(min_heads=1, concurrency=wrong)  # type: ignore[arg-type]
