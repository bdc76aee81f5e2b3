"""The arithmetic of a grade."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grading.reshaded import JUDGED_KEYS, LENGTHS, STEP_KEYS, WEIGHTS, minutes_of
from grading.scoring import (
    Deduction,
    Flag,
    Marked,
    Result,
    StepScore,
    band_of,
    compute_result,
    kept_indexes,
    scale_weights,
    score_step,
)


def step(score: float) -> StepScore:
    return StepScore(score, band_of(score))


def whole(score: float, **changed: float | None) -> dict[str, StepScore | None]:
    scores: dict[str, StepScore | None] = {key: step(score) for key in JUDGED_KEYS}
    return scores | {key: None if one is None else step(one) for key, one in changed.items()}


def reached(result: Result) -> list[str]:
    return [one.key for one in result.levels if one.is_reached]


def test_weights_are_100_and_minutes_add_up() -> None:
    assert sum(WEIGHTS.values()) == 100
    assert [sum(minutes_of(length).values()) for length in LENGTHS] == [35, 45, 60]


@pytest.mark.parametrize(("score", "band"), [(0, 0), (0.49, 0), (0.5, 1), (2.5, 3), (2.49, 2), (3.5, 4), (4, 4)])
def test_a_half_counts_as_the_upper_band(score: float, band: int) -> None:
    assert band_of(score) == band


def test_the_lowest_criteria_are_dropped_until_three_remain() -> None:
    assert score_step([Marked(4, 1), Marked(3, 2), Marked(1, 3), Marked(0, 3), Marked(0, 1)]).score == pytest.approx(
        (4 + 6 + 3) / 6, abs=1e-4
    )
    assert score_step([Marked(2, 1), Marked(4, 3)]).score == 3.5


def test_of_equals_the_lighter_is_dropped() -> None:
    marks = [Marked(2, 1), Marked(2, 3), Marked(4, 1), Marked(4, 1)]
    assert kept_indexes(marks) == {1, 2, 3}
    assert score_step(marks).score == 2.8


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(1, 3)), min_size=1, max_size=6))
def test_a_step_lies_between_its_kept_criteria_and_never_falls_with_a_better_one(pairs: list[tuple[int, int]]) -> None:
    marks = [Marked(score / 2, weight) for score, weight in pairs]
    score = score_step(marks).score
    kept = [marks[at].score for at in kept_indexes(marks)]
    assert min(kept) - 1e-3 <= score <= max(kept) + 1e-3
    better = [Marked(min(4.0, one.score + 1), one.weight) for one in marks]
    assert score_step(better).score >= score


def test_without_communication_the_other_weights_scale_to_100_and_its_gate_is_waived() -> None:
    result = compute_result(scores=whole(2.8, communication=None))
    assert result.total == 70.0
    assert sum(one.weight for one in result.steps) == pytest.approx(100, abs=0.01)
    assert result.not_assessed == ["communication"]
    senior = result.levels[1]
    assert senior.is_reached
    assert [gate.state for gate in senior.gates] == ["met", "met", "waived"]


def test_a_gate_holds_a_high_total_back() -> None:
    result = compute_result(scores=whole(3.4, detailed_design=2.4))
    assert result.total > 65
    assert reached(result) == ["mid"]
    assert result.level == "mid"


def test_a_staff_score_needs_its_twist() -> None:
    untried = compute_result(scores=whole(3.6))
    assert untried.level == "senior"
    assert untried.levels[2].note == "Staff score, twist not tried."
    assert compute_result(scores=whole(3.6), twist="handled").level == "staff"
    assert compute_result(scores=whole(3.6), twist="missed").level == "senior"


def test_flags_cost_at_most_twelve_and_a_critical_one_caps_the_level_at_mid() -> None:
    flags = [Flag(f"flag-{n}", "…", 5) for n in range(4)]
    result = compute_result(scores=whole(4.0), flags=flags, twist="handled")
    assert (result.total, result.flag_points) == (88.0, 12)
    assert result.level == "mid"
    assert "critical" in result.levels[1].note
    assert compute_result(scores=whole(4.0), flags=[Flag("small", "…", 2)], twist="handled").level == "staff"


def test_hints_are_taken_off_what_the_rubric_gave() -> None:
    result = compute_result(scores=whole(2.6), deductions=[Deduction("nudge", 1), Deduction("direction", 2)])
    assert (result.rubric_total, result.total) == (65.0, 62.0)
    assert result.level == "mid"


def test_a_total_is_never_below_zero() -> None:
    assert compute_result(scores=whole(0.1), flags=[Flag("f", "…", 5)]).total == 0


def test_a_drill_has_a_total_and_no_level() -> None:
    result = compute_result(scores={"estimation": step(3.0)})
    assert (result.total, result.levels, result.level) == (75.0, [], "")


def test_a_scenario_has_a_total_and_no_level() -> None:
    assert compute_result(scores={"answer": step(2.0)}).total == 50.0


def test_the_level_is_judged_on_the_total_that_is_shown() -> None:
    result = compute_result(scores=whole(2.5986))
    assert result.total == 65.0
    assert result.levels[1].by == 0.0
    assert result.levels[1].is_reached


@given(st.sets(st.sampled_from(STEP_KEYS), min_size=1))
def test_any_choice_of_steps_scales_to_100(keys: set[str]) -> None:
    assert sum(scale_weights(sorted(keys)).values()) == pytest.approx(100)
