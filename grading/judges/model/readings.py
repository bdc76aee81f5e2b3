"""Several readings of one step: when another one is wanted, and what they come to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from statistics import median_low
from typing import Any, Final

from grading.judges.answer import CriterionOutcome
from grading.scoring import Marked, StepScore, score_step

READINGS: Final = 3
"""How often a step is read at most."""
NEAR_EDGE: Final = 0.1
"""A score this near to where its band changes is read again: one criterion by one band would decide it."""
LOW_CONFIDENCE: Final = 0.5
WIDE: Final = 2
"""Bands between two readings of one criterion from which on a person should look."""
TRUST: Final = {0: 1.0, 1: 0.85, 2: 0.5}
"""How far a criterion is trusted, by the spread of its readings."""
LEAST_TRUST: Final = 0.3
Weights = Mapping[str, int]
Reading = Sequence[CriterionOutcome]


def is_doubtful(reading: Reading, weights: Weights) -> bool:
    """Whether one reading leaves doubt: its score lies near the edge of a band, or it trusts itself too little."""
    if any(one.confidence < LOW_CONFIDENCE for one in reading):
        return True
    score = _score(reading, weights).score
    return abs(score - (int(score) + 0.5)) <= NEAR_EDGE


def combine(readings: Sequence[Reading]) -> list[CriterionOutcome]:
    """The median band of each criterion, with reason and evidence of the first reading that gave it."""
    if len(readings) == 1:
        return list(readings[0])
    return [_combine_one(outcomes) for outcomes in zip(*readings, strict=True)]


def _combine_one(outcomes: Sequence[CriterionOutcome]) -> CriterionOutcome:
    bands = [one.band for one in outcomes]
    middle = median_low(bands)
    chosen = next(one for one in outcomes if one.band == middle)
    spread = max(bands) - min(bands)
    return replace(
        chosen,
        readings=bands,
        confidence=round(chosen.confidence * TRUST.get(spread, LEAST_TRUST), 3),
        flags=[*chosen.flags, "wide_spread"] if spread >= WIDE else chosen.flags,
    )


def combine_flags(readings: Sequence[Sequence[dict[str, Any]]]) -> list[dict[str, Any]]:
    """Red flags that most readings raised: nobody loses points for what one of three saw."""
    raised: dict[str, list[dict[str, Any]]] = {}
    for flags in readings:
        for flag in flags:
            raised.setdefault(flag["id"], []).append(flag)
    return [flags[0] for flags in raised.values() if 2 * len(flags) > len(readings)]


def describe(readings: Sequence[Reading], weights: Weights) -> list[dict[str, Any]]:
    """[{reading, score, band, confidence}] for the step's row."""
    scores = [_score(one, weights) for one in readings]
    return [
        {
            "reading": number,
            "score": round(score.score, 4),
            "band": score.band,
            "confidence": min(one.confidence for one in reading),
        }
        for number, (reading, score) in enumerate(zip(readings, scores, strict=True))
    ]


def _score(reading: Reading, weights: Weights) -> StepScore:
    return score_step([Marked(one.score, weights[one.criterion]) for one in reading])
