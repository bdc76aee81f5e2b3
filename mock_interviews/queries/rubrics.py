"""The public side of a rubric."""

from __future__ import annotations

from dataclasses import dataclass

from grading.reshaded import BY_KEY, JUDGED_KEYS, WEIGHTS
from mock_interviews.models import InterviewVersion


@dataclass(frozen=True)
class CriterionRow:
    title: str
    weight: int


@dataclass(frozen=True)
class JudgedStep:
    """A step as the public rubric shows it: its share of 100 and what is looked at, without the bands."""

    key: str
    letter: str
    title: str
    weight: int
    criteria: list[CriterionRow]


def read_rubric(version: InterviewVersion) -> list[JudgedStep]:
    """The public side of the rubric that an attempt pins."""
    steps = version.rubric.data.get("steps", {})
    return [
        JudgedStep(
            key=key,
            letter=BY_KEY[key].letter,
            title=BY_KEY[key].title,
            weight=WEIGHTS[key],
            criteria=[CriterionRow(one["title"], one.get("weight", 1)) for one in steps[key]["criteria"]],
        )
        for key in JUDGED_KEYS
        if key in steps
    ]
