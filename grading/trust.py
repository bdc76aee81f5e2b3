"""How far a grade is to be trusted, told in three numbers that the staff's list can be filtered by."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from grading.judges.addressing import count_addressed
from grading.judges.answer import Answer
from grading.models import CriterionVerdict, StepVerdict
from grading.schemas import AnyRubric

LOW_CONFIDENCE: Final = 0.6
"""Mean confidence of a grade below which a person should look."""
WIDE_SPREAD: Final = 2
"""Bands between two readings of one criterion from which on a person should look."""


def describe_trust(rubric: AnyRubric, steps: Iterable[StepVerdict], answer: Answer) -> dict[str, Any]:
    """`confidence`, `spread` and `has_injection` of a run."""
    weights = {one.id: one.weight for step in rubric.steps.values() for one in step.criteria}
    rows = [row for step in steps for row in step.criteria.all()]
    whole = sum(weights[row.criterion] for row in rows)
    spreads = [max(row.readings) - min(row.readings) for row in rows if row.readings]
    return {
        "confidence": round(sum(_told(row) * weights[row.criterion] for row in rows) / whole, 3) if whole else None,
        "spread": max(spreads) if spreads else None,
        "has_injection": has_injection(answer),
    }


def _told(row: CriterionVerdict) -> float:
    return min(1.0, max(0.0, row.confidence))


def has_injection(answer: Answer) -> bool:
    """Whether a sentence of the candidate speaks to the grader."""
    return any(count_addressed(text) for text in answer.texts.values())
