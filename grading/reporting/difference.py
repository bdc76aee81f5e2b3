"""Two grades of one answer beside each other: by total, step and criterion."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from grading.effective import answer_of, marks_of, pick_overrides
from grading.models import GradingRun, RegradeBatch
from grading.reshaded import title_of
from grading.schemas import read_rubric
from grading.scoring import band_of

LEVEL_WORDS = {"": "–", "below": "below mid"}


@dataclass(frozen=True)
class CriterionChange:
    """A band that differs; None where a rubric doesn't have the criterion, or nobody has banded it."""

    title: str
    before: int | None
    after: int | None
    why: str
    """The new judge's."""


@dataclass(frozen=True)
class StepChange:
    title: str
    before: float | None
    after: float | None
    criteria: list[CriterionChange]


@dataclass(frozen=True)
class Difference:
    before: GradingRun
    after: GradingRun
    steps: list[StepChange]
    """Steps of which the score or a band differs."""

    @property
    def total_before(self) -> float | None:
        return _total(self.before)

    @property
    def total_after(self) -> float | None:
        return _total(self.after)

    @property
    def change(self) -> float | None:
        """Points of 100."""
        if self.total_before is None or self.total_after is None:
            return None
        return round(self.total_after - self.total_before, 1)

    @property
    def level_change(self) -> str:
        """`senior → mid`; empty where the level stays."""
        if self.change is None:
            return ""
        one, other = (LEVEL_WORDS.get(run.result.get("level", ""), run.result.get("level", "")) for run in self._runs)
        return "" if one == other else f"{one} → {other}"

    @property
    def _runs(self) -> tuple[GradingRun, GradingRun]:
        return self.before, self.after


def _total(run: GradingRun) -> float | None:
    total: float | None = run.result.get("total")
    return total


@dataclass(frozen=True)
class BatchReport:
    differences: list[Difference]
    running: int
    failed: int
    """Previews that wait for a person or were stopped: these grades would stay as they are."""

    @property
    def changes(self) -> list[float]:
        return [one.change for one in self.differences if one.change is not None]

    @property
    def mean_change(self) -> float | None:
        return round(sum(self.changes) / len(self.changes), 1) + 0.0 if self.changes else None  # never -0.0

    @property
    def moved(self) -> int:
        """Grades whose total differs."""
        return sum(1 for change in self.changes if change)

    @property
    def levels_moved(self) -> int:
        return sum(1 for one in self.differences if one.level_change)


def read_batch(batch: RegradeBatch) -> BatchReport:
    """A constant number of queries, whatever the number of items."""
    items = batch.items.select_related(
        "before__rubric", "before__submission", "after__rubric", "after__submission"
    ).prefetch_related(
        "before__step_verdicts__criteria", "after__step_verdicts__criteria", "before__submission__overrides"
    )
    differences = [compare(item.before, item.after) for item in items]
    states = [one.after.state for one in differences]
    running = sum(state in {GradingRun.State.QUEUED, GradingRun.State.RUNNING} for state in states)
    failed = sum(state in {GradingRun.State.NEEDS_REVIEW, GradingRun.State.STOPPED} for state in states)
    return BatchReport(differences, running, failed)


def compare(before: GradingRun, after: GradingRun) -> Difference:
    """Two runs of the same answer, people's bands in both."""
    old, new = _bands_of(before, before), _bands_of(after, before)
    scores = [{one["key"]: one["score"] for one in run.result.get("steps", [])} for run in (before, after)]
    steps = []
    for step in dict.fromkeys([*before.steps, *after.steps]):
        changed = list(_changes(old.get(step, {}), new.get(step, {})))
        one, other = scores[0].get(step), scores[1].get(step)
        if changed or one != other:
            steps.append(StepChange(title_of(step), one, other, changed))
    return Difference(before, after, steps if after.result else [])


@dataclass(frozen=True)
class _Band:
    title: str
    band: int | None
    why: str


def _bands_of(run: GradingRun, owner: GradingRun) -> dict[str, dict[str, _Band]]:
    """Step → criterion → what counts. `owner` is the run whose answer has its overrides at hand."""
    rubric = read_rubric(run.rubric.data)
    overrides = pick_overrides(owner.submission.overrides.all(), rubric)
    answer = answer_of(run)
    found: dict[str, dict[str, _Band]] = {}
    for step in run.step_verdicts.all():
        whys = {row.criterion: row.why for row in step.criteria.all()}
        found[step.step] = {
            mark.criterion.id: _Band(
                mark.criterion.title,
                None if mark.score is None else band_of(mark.score),
                whys.get(mark.criterion.id, ""),
            )
            for mark in marks_of(step, rubric, answer, overrides)
        }
    return found


def _changes(old: dict[str, _Band], new: dict[str, _Band]) -> Iterable[CriterionChange]:
    for name in dict.fromkeys([*old, *new]):
        one, other = old.get(name), new.get(name)
        before, after = one.band if one else None, other.band if other else None
        if before != after:
            known = other or one
            yield CriterionChange(known.title if known else name, before, after, other.why if other else "")
