"""RESHADED: steps, their minutes, weights and level bars. The one source for room, lessons and score."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Step:
    key: str
    letter: str
    title: str
    short: str
    """For columns of a chart."""
    weight: int
    """Of 100."""
    minutes: dict[int, int]
    """Minutes of the interview (35, 45, 60) → minutes of this step."""


STEPS: Final[tuple[Step, ...]] = (
    Step("requirements", "R", "Requirements", "Requirements", 12, {35: 4, 45: 5, 60: 7}),
    Step("estimation", "E", "Estimation", "Estimation", 10, {35: 3, 45: 4, 60: 5}),
    Step("storage_schema", "S", "Storage schema", "Storage", 8, {35: 3, 45: 4, 60: 5}),
    Step("high_level_design", "H", "High-level design", "High-level", 18, {35: 7, 45: 9, 60: 12}),
    Step("api_design", "A", "API design", "API", 7, {35: 3, 45: 4, 60: 5}),
    Step("detailed_design", "D", "Detailed design", "Detailed", 20, {35: 7, 45: 9, 60: 13}),
    Step("evaluation", "E", "Evaluation", "Evaluation", 12, {35: 3, 45: 4, 60: 5}),
    Step("distinctive_component", "D", "Distinctive component", "Distinctive", 5, {35: 3, 45: 4, 60: 5}),
)
COMMUNICATION: Final = Step("communication", "", "Communication", "Communication", 8, {35: 0, 45: 0, 60: 0})
"""Judged on what was said and written over the whole interview; nobody types into it."""
WRAP_UP: Final = Step("wrap_up", "", "Wrap-up", "Wrap-up", 0, {35: 2, 45: 2, 60: 3})
"""Optional to write; feeds communication only."""

STEP_KEYS: Final = tuple(step.key for step in STEPS)
ROOM_KEYS: Final = (*STEP_KEYS, WRAP_UP.key)
JUDGED_KEYS: Final = (*STEP_KEYS, COMMUNICATION.key)
BY_KEY: Final = {step.key: step for step in (*STEPS, COMMUNICATION, WRAP_UP)}
WEIGHTS: Final = {key: BY_KEY[key].weight for key in JUDGED_KEYS}
LENGTHS: Final = (35, 45, 60)
ANSWER_KEY: Final = "answer"
"""The one section of a short scenario, which has no RESHADED steps."""

BAND_WORDS: Final = ("absent", "weak", "partial", "solid", "outstanding")


@dataclass(frozen=True)
class LevelBar:
    key: str
    title: str
    total: int
    """The least total of 100."""
    gates: dict[str, float]
    """Step key → the least score of that step, 0-4."""
    needs_twist: bool = False


LEVEL_BARS: Final[tuple[LevelBar, ...]] = (
    LevelBar("mid", "Mid", 50, {}),
    LevelBar("senior", "Senior", 65, {"high_level_design": 2.5, "detailed_design": 2.5, "communication": 2.0}),
    LevelBar("staff", "Staff", 80, {"high_level_design": 3.0, "detailed_design": 3.0, "communication": 3.0}, True),
)
LEVELS: Final = tuple(bar.key for bar in LEVEL_BARS)

DRILL_MINUTES: Final = {step.key: min(12, max(4, step.minutes[60])) for step in STEPS}
"""A drill is one step with the room of a 60-minute interview, 4 to 12 minutes."""


def minutes_of(length: int) -> dict[str, int]:
    """Step key → minutes, for the eight steps and the wrap-up of an interview of 35, 45 or 60 minutes."""
    return {key: BY_KEY[key].minutes[length] for key in ROOM_KEYS}


def title_of(key: str) -> str:
    """The name of a step as people read it; a short scenario has only its answer."""
    return BY_KEY[key].title if key in BY_KEY else "Your answer"
