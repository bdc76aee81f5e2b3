"""The kinds of exercises that can be answered, one module each."""

from __future__ import annotations

from typing import Final

from lessons.exercises import estimate, matching, ordering, quiz, scenario
from lessons.exercises.base import BadAnswer, Kind, Outcome

KINDS: Final[dict[str, Kind]] = {
    "quiz": quiz,
    "ordering": ordering,
    "matching": matching,
    "estimate": estimate,
    "scenario": scenario,
}

__all__ = ["KINDS", "BadAnswer", "Kind", "Outcome"]
