"""The arithmetic of a grade: pure functions from bands to points, levels and a result. No judge computes any of this.

The rules are told in docs/grading.md; communication without a dialogue in docs/decisions/0004.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final, Literal

from grading.reshaded import ANSWER_KEY, LEVEL_BARS, STEP_KEYS, WEIGHTS, LevelBar

KEPT_CRITERIA: Final = 3
FLAG_CAP: Final = 12
CRITICAL: Final = 5
TwistOutcome = Literal["not_tried", "handled", "missed"]


@dataclass(frozen=True)
class Marked:
    """One criterion's score, 0-4, and its weight, 1-3."""

    score: float
    weight: int


@dataclass(frozen=True)
class StepScore:
    score: float
    """0-4."""
    band: int


@dataclass(frozen=True)
class Deduction:
    label: str
    points: float


@dataclass(frozen=True)
class Flag:
    id: str
    text: str
    severity: int
    evidence: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class StepPoints:
    key: str
    weight: float
    """Of 100, after scaling to what was assessed."""
    score: float
    band: int
    points: float


@dataclass(frozen=True)
class Gate:
    step: str
    needs: float
    has: float | None
    state: Literal["met", "missed", "waived"]


@dataclass(frozen=True)
class LevelVerdict:
    key: str
    title: str
    bar: int
    by: float
    """Total less the bar; negative when missed."""
    gates: list[Gate]
    is_reached: bool
    note: str = ""


@dataclass(frozen=True)
class Result:
    """What a finished run stores. `total` is what people see; everything else says how it came about."""

    total: float
    rubric_total: float
    deductions: list[Deduction]
    flags: list[Flag]
    flag_points: int
    steps: list[StepPoints]
    not_assessed: list[str]
    levels: list[LevelVerdict]
    level: str
    """`below`, `mid`, `senior`, `staff`, or empty where one step or a scenario has no level."""
    twist: TwistOutcome

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def band_of(score: float) -> int:
    """floor(score + 0.5), so that half a band counts as the upper one."""
    return max(0, min(4, math.floor(score + 0.5)))


def score_step(criteria: Sequence[Marked]) -> StepScore:
    """Weighted mean once the lowest criteria are dropped until three remain; of equals the lighter goes first."""
    if not criteria:
        raise ValueError("a step without criteria has no score")
    kept = sorted(criteria, key=lambda one: (-one.score, -one.weight))[:KEPT_CRITERIA]
    score = sum(one.score * one.weight for one in kept) / sum(one.weight for one in kept)
    return StepScore(round(score, 4), band_of(round(score, 4)))


def kept_indexes(criteria: Sequence[Marked]) -> set[int]:
    """Which criteria count, by position; the twin of the choice made in `score_step`."""
    order = sorted(range(len(criteria)), key=lambda at: (-criteria[at].score, -criteria[at].weight))
    return set(order[:KEPT_CRITERIA])


def scale_weights(assessed: Sequence[str]) -> dict[str, float]:
    """Weights of the assessed steps, scaled to 100."""
    weights = {key: float(WEIGHTS.get(key, 1)) for key in assessed}
    whole = sum(weights.values())
    return {key: weight * 100 / whole for key, weight in weights.items()}


def compute_result(
    *,
    scores: Mapping[str, StepScore | None],
    flags: Sequence[Flag] = (),
    deductions: Sequence[Deduction] = (),
    twist: TwistOutcome = "not_tried",
) -> Result:
    """The grade of a run. A step whose score is None was not assessed: the other weights scale to 100."""
    assessed = {key: score for key, score in scores.items() if score is not None}
    weights = scale_weights(list(assessed))
    steps = [
        StepPoints(key, round(weights[key], 4), one.score, one.band, round(one.score / 4 * weights[key], 2))
        for key, one in assessed.items()
    ]
    rubric_total = round(sum(one.score / 4 * weights[key] for key, one in assessed.items()), 1)
    flag_points = min(FLAG_CAP, sum(flag.severity for flag in flags))
    taken = sum(one.points for one in deductions)
    total = round(max(0.0, rubric_total - flag_points - taken), 1)
    levels = judge_levels(total=total, scores=scores, flags=flags, twist=twist) if is_whole(scores) else []
    return Result(
        total=total,
        rubric_total=rubric_total,
        deductions=list(deductions),
        flags=list(flags),
        flag_points=flag_points,
        steps=steps,
        not_assessed=[key for key, one in scores.items() if one is None],
        levels=levels,
        level=_highest(levels) if levels else "",
        twist=twist,
    )


def is_whole(scores: Mapping[str, object]) -> bool:
    """Whether all eight steps were graded; only then is there a level."""
    return ANSWER_KEY not in scores and all(key in scores for key in STEP_KEYS)


def judge_levels(
    *, total: float, scores: Mapping[str, StepScore | None], flags: Sequence[Flag], twist: TwistOutcome
) -> list[LevelVerdict]:
    is_critical = any(flag.severity >= CRITICAL for flag in flags)
    return [_judge_level(bar, total, scores, is_critical, twist) for bar in LEVEL_BARS]


def _judge_level(
    bar: LevelBar, total: float, scores: Mapping[str, StepScore | None], is_critical: bool, twist: TwistOutcome
) -> LevelVerdict:
    gates = [_gate(step, needs, scores.get(step)) for step, needs in bar.gates.items()]
    has_score = total >= bar.total and all(gate.state != "missed" for gate in gates)
    is_capped = is_critical and bar.key != "mid"
    lacks_twist = bar.needs_twist and twist != "handled"
    note = ""
    if has_score and is_capped:
        note = "A critical flag holds the level at mid."
    elif has_score and lacks_twist:
        note = (
            "Staff score, twist not tried." if twist == "not_tried" else "Staff score, but the twist was not handled."
        )
    reached = has_score and not is_capped and not lacks_twist
    return LevelVerdict(bar.key, bar.title, bar.total, round(total - bar.total, 1), gates, reached, note)


def _gate(step: str, needs: float, score: StepScore | None) -> Gate:
    if score is None:
        return Gate(step, needs, None, "waived")
    return Gate(step, needs, score.score, "met" if score.score >= needs else "missed")


def _highest(levels: Sequence[LevelVerdict]) -> str:
    reached = [one.key for one in levels if one.is_reached]
    return reached[-1] if reached else "below"
