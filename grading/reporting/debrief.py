"""The debrief of a finished grading: what carried the answer, what it lost, and what to do next.

Made by rule from the verdicts. Each line holds a quote that stands in this answer, or says which point of the rubric is
absent beside what this answer does say in the same step; so that no line could stand under somebody else's answer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from grading.reshaded import DRILL_MINUTES

if TYPE_CHECKING:
    from grading.reporting.report import CriterionReport, LessonLink, StepReport

MOST: Final = 3
LESSONS: Final = 2
MAX_QUOTE: Final = 180
Chance = tuple["StepReport", "CriterionReport"]


@dataclass(frozen=True)
class Point:
    """A strength or a gap."""

    step: str
    criterion: str
    band: int
    points: float
    """Brought by a strength, still open in a gap."""
    quote: str
    """The answer's own words; empty where the point is absent."""
    text: str
    """Why it counts, or what the next band asks for."""
    beside: list[str] = field(default_factory=list)
    """For an absent point: what the same step does cover, by name."""


@dataclass(frozen=True)
class Reading:
    lesson: LessonLink
    criteria: list[str]
    """What it is read for."""


@dataclass(frozen=True)
class Drill:
    """One step, written again with the room of a longer interview."""

    step: str
    title: str
    minutes: int
    task: str
    """What the best of its gaps asks for."""


@dataclass(frozen=True)
class Debrief:
    strengths: list[Point]
    gaps: list[Point]
    readings: list[Reading]
    drill: Drill | None


def build_debrief(steps: Sequence[StepReport]) -> Debrief:
    """Three strengths and three gaps at most, two lessons, one drill; fewer where the answer holds no more."""
    chances = [
        (step, one) for step in steps if step.is_done for one in step.criteria if one.is_counted and one.has_band
    ]
    strong = _best(chances, lambda one: one.points if one.band >= 2 and _quote_of(one) else 0.0, by_step=False)
    praised = {one.id for _, one in strong}
    rest = [(step, one) for step, one in chances if one.id not in praised]
    weak = _best(rest, lambda one: one.of - one.points if one.lift else 0.0, by_step=True)
    return Debrief(
        strengths=[_strength(step, one) for step, one in strong],
        gaps=[_gap(step, one) for step, one in weak],
        readings=_readings(chances),
        drill=_drill(steps, chances),
    )


def _best(chances: Sequence[Chance], worth: Callable[[CriterionReport], float], *, by_step: bool) -> list[Chance]:
    """Those worth most, at most one a criterion, or one a step."""
    ranked = sorted((one for one in chances if worth(one[1]) > 0), key=lambda one: -worth(one[1]))
    chosen: dict[str, Chance] = {}
    for step, one in ranked:
        chosen.setdefault(step.key if by_step else one.id, (step, one))
    return list(chosen.values())[:MOST]


def _strength(step: StepReport, one: CriterionReport) -> Point:
    # The checklist tells what it recognised first, and then what it missed, which is no strength.
    why = one.why.split(" Not ")[0] if one.finding else one.why
    return Point(step.title, one.title, one.band, one.points, _quote_of(one), why)


def _gap(step: StepReport, one: CriterionReport) -> Point:
    quote = _quote_of(one) if one.band else ""
    beside = [] if quote else [other.title for other in step.criteria if other.band and other.id != one.id]
    return Point(step.title, one.title, one.band, round(one.of - one.points, 2), quote, one.lift, beside)


def _quote_of(one: CriterionReport) -> str:
    """Its first evidence, in the answer's words."""
    return cut_quote(one.evidence[0]) if one.evidence else ""


def cut_quote(text: str, limit: int = MAX_QUOTE) -> str:
    """A quote as it stands, ending at a word where it is long."""
    plain = " ".join(text.split())
    return plain if len(plain) <= limit else f"{plain[:limit].rsplit(' ', 1)[0]} …"


def _readings(chances: Sequence[Chance]) -> list[Reading]:
    """The lessons behind most of the open points."""
    open_points: dict[str, float] = {}
    found: dict[str, Reading] = {}
    for _, one in sorted(chances, key=lambda chance: chance[1].points - chance[1].of):
        if one.lesson is None or not one.lift:
            continue
        open_points[one.lesson.url] = open_points.get(one.lesson.url, 0.0) + one.of - one.points
        found.setdefault(one.lesson.url, Reading(one.lesson, [])).criteria.append(one.title)
    best = sorted(found, key=lambda url: -open_points[url])[:LESSONS]
    return [found[url] for url in best]


def _drill(steps: Sequence[StepReport], chances: Sequence[Chance]) -> Drill | None:
    """The step with most points to win, and what its best gap asks for."""
    known = [one for one in steps if one.is_done and one.key in DRILL_MINUTES]
    if len(known) < 2:
        return None
    worst = max(known, key=lambda one: one.weight - (one.points or 0.0))
    gaps = [one for step, one in chances if step.key == worst.key and one.lift]
    if not gaps:
        return None
    gap = max(gaps, key=lambda one: one.of - one.points)
    return Drill(worst.key, worst.title, DRILL_MINUTES[worst.key], gap.lift)
