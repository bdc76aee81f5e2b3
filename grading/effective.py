"""The bands that count: the judge's, and a person's where there is one. Pure but for one read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from grading.judges.answer import Answer, criteria_of
from grading.models import GradingRun, Override, StepVerdict
from grading.schemas import AnyRubric, Criterion, digest_of
from grading.scoring import Marked, StepScore, score_step

Overrides = Mapping[str, Override]
"""Criterion id → the row that counts."""


@dataclass(frozen=True)
class CriterionMark:
    """One criterion of a grade: what the judge gave, and what a person gave above it."""

    criterion: Criterion
    judged: float | None
    override: Override | None

    @property
    def score(self) -> float | None:
        """0-4; None where the judge gave none and no person has."""
        band = self.override.new_band if self.override else None
        return self.judged if band is None else float(band)


def answer_of(run: GradingRun) -> Answer:
    submission = run.submission
    return Answer(submission.sections, submission.diagram, submission.transcript)


def criterion_digest(criterion: Criterion) -> str:
    """Of what a person read when they gave a band: another text is another criterion, another hint group isn't."""
    return digest_of({"id": criterion.id, "bands": criterion.bands, "evidence": criterion.evidence})


def pick_overrides(rows: Iterable[Override], rubric: AnyRubric) -> dict[str, Override]:
    """The newest row of each criterion that reads as it did then; one that takes earlier ones back leaves none.

    `rows` are oldest first.
    """
    rows = list(rows)
    if not rows:
        return {}
    digests = {one.id: criterion_digest(one) for step in rubric.steps.values() for one in step.criteria}
    newest = {row.criterion: row for row in rows if digests.get(row.criterion) == row.criterion_digest}
    return {name: row for name, row in newest.items() if row.new_band is not None}


def read_overrides(run: GradingRun, rubric: AnyRubric) -> dict[str, Override]:
    return pick_overrides(Override.objects.filter(submission_id=run.submission_id), rubric)


def marks_of(step: StepVerdict, rubric: AnyRubric, answer: Answer, overrides: Overrides) -> list[CriterionMark]:
    """Every criterion that counts for this step, in the rubric's order."""
    judged = {row.criterion: row.score for row in step.criteria.all()}
    return [
        CriterionMark(one, judged.get(one.id), overrides.get(one.id)) for one in criteria_of(rubric, step.step, answer)
    ]


def score_of(step: StepVerdict, marks: list[CriterionMark]) -> StepScore | None:
    """The step's score with people's bands in it; None where it isn't assessed or a band is missing."""
    if not any(mark.override for mark in marks):
        is_scored = step.state == StepVerdict.State.DONE and step.is_assessed
        return StepScore(step.score or 0.0, step.band or 0) if is_scored else None
    scores = [(mark.score, mark.criterion.weight) for mark in marks]
    known = [Marked(score, weight) for score, weight in scores if score is not None]
    return score_step(known) if len(known) == len(scores) else None


def is_settled(step: StepVerdict, marks: list[CriterionMark]) -> bool:
    """Whether nobody has to look at the step any more: the judge is done with it, or people gave all of its bands."""
    return step.state == StepVerdict.State.DONE or (bool(marks) and all(mark.score is not None for mark in marks))
