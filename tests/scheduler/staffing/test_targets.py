"""What may be promised, and how it reads."""

import pytest

from scheduler.staffing.targets import ServiceTarget, duration, percent, promise_words

FULL = ServiceTarget(
    answer_share=0.8,
    within_s=20,
    max_wait_s=900,
    max_abandon=0.03,
    max_occupancy=0.85,
    min_heads=2,
    patience_s=120,
)


def test_words_name_every_promise_in_both_languages() -> None:
    assert FULL.words("zh") == ("80%在20秒内接听；平均等待不超过15分钟；放弃率不超过3%；忙碌率不超过85%；至少2人")
    assert FULL.words("en") == (
        "80% answered within 20 s; a mean wait of at most 15 min; at most 3% hanging up; "
        "an occupancy of at most 85%; at least 2 on duty"
    )


def test_a_counter_serves_and_a_phone_answers() -> None:
    hall = ServiceTarget(answer_share=0.85, within_s=900)
    assert hall.words("zh") == "85%在15分钟内办理"
    assert hall.words("en") == "85% served within 15 min"


def test_code_is_short_and_free_of_language() -> None:
    assert FULL.code == "80%/20s wait<=900s lost<=3% busy<=85% >=2"
    assert FULL.code.isascii()
    assert ServiceTarget(min_heads=1).code == ">=1"


def test_service_is_reported_within_the_promised_time_or_the_mean_wait() -> None:
    assert FULL.horizon_s == 20
    assert ServiceTarget(max_wait_s=900).horizon_s == 900
    assert ServiceTarget(max_occupancy=0.8).horizon_s == 0
    assert FULL.promises == ("share", "wait", "abandon", "occupancy")
    assert FULL.promise("wait") == 900
    with pytest.raises(ValueError, match="'wait' is not set"):
        ServiceTarget(min_heads=1).promise("wait")


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"answer_share": 0.8}, "within_s"),
        ({"within_s": 20}, "answer_share"),
        ({"answer_share": 1.0, "within_s": 20}, "answer_share is 1.0"),
        ({"answer_share": 80, "within_s": 20}, "answer_share is 80"),
        ({"answer_share": 0.8, "within_s": -1}, "within_s is -1"),
        ({"answer_share": 0.8, "within_s": float("nan")}, "within_s is nan"),
        ({"max_wait_s": 0}, "max_wait_s is 0"),
        ({"max_wait_s": float("inf")}, "max_wait_s is inf"),
        ({"max_abandon": 0.03}, "needs patience_s"),
        ({"max_abandon": 0.0, "patience_s": 60}, "max_abandon is 0.0"),
        ({"max_occupancy": 0.0}, "max_occupancy is 0.0"),
        ({"max_occupancy": 1.2}, "max_occupancy is 1.2"),
        ({"min_heads": -1}, "min_heads is -1"),
        ({"min_heads": 1, "patience_s": 0}, "patience_s is 0"),
        ({"min_heads": 1, "shrinkage": 1.0}, "shrinkage is 1.0"),
        ({"min_heads": 1, "shrinkage": -0.1}, "shrinkage is -0.1"),
        ({"min_heads": 1, "confidence": 1.0}, "confidence is 1.0"),
        ({"min_heads": 1, "confidence": "mean"}, "'mean'"),
        ({}, "asks for nothing"),
    ],
)
def test_bad_targets_name_the_field(fields: dict, named: str) -> None:
    with pytest.raises(ValueError, match=named):
        ServiceTarget(**fields)


def test_full_occupancy_may_be_allowed() -> None:
    assert ServiceTarget(max_occupancy=1.0).code == "busy<=100%"


def test_small_words() -> None:
    assert percent(0.825) == "82.5%"
    assert [duration(s, "en") for s in (15, 90, 120, 150)] == ["15 s", "90 s", "2 min", "150 s"]
    assert duration(600, "zh") == "10分钟"
    with pytest.raises(ValueError, match="no promise 'luck'"):
        promise_words("luck", 1.0, 0.0, "zh")
