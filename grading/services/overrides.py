"""A person's band above the judge's, and the sum computed again with it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from grading.effective import Overrides, answer_of, criterion_digest, marks_of, read_overrides
from grading.errors import BadReason, NoSuchCriterion, RunIsRunning, SameBand
from grading.models import Dispute, GradingRun, Override, StepVerdict, Submission
from grading.models.people import MAX_REASON
from grading.schemas import AnyRubric, Criterion, read_rubric
from grading.scoring import band_of
from grading.services.completion import end_of_run
from grading.services.runs import LIVE, announce

if TYPE_CHECKING:
    from accounts.models import User

State = GradingRun.State


def override_band(
    *, run: GradingRun, criterion: str, band: int | None, reason: str, by: User, now: datetime
) -> Override:
    """Set the band of one criterion above the judge's; None takes earlier bands of people back.

    Every grade of the same answer by a rubric in which the criterion reads the same is added up anew. An open dispute
    of the criterion is answered by it. Raises NoSuchCriterion, BadReason, SameBand, RunIsRunning.
    """
    reason = check_reason(reason)
    if run.state in LIVE:
        raise RunIsRunning
    rubric = read_rubric(run.rubric.data)
    step, authored = find_criterion(run, rubric, criterion)
    with transaction.atomic():
        Submission.objects.select_for_update().get(pk=run.submission_id)
        overrides = read_overrides(run, rubric)
        old = band_before(run, rubric, step, criterion, overrides)
        if band == old or (band is None and criterion not in overrides):
            raise SameBand
        row = Override.objects.create(
            submission_id=run.submission_id,
            run=run,
            step=step,
            criterion=criterion,
            criterion_digest=criterion_digest(authored),
            old_band=old,
            new_band=band,
            reason=reason,
            dispute=answer_open_dispute(run, criterion, reason, by, now),
            by=by,
            at=now,
        )
        add_up_again(run.submission_id, now)
    run.refresh_from_db()
    return row


def check_reason(reason: str) -> str:
    reason = reason.strip()
    if not reason or len(reason) > MAX_REASON:
        raise BadReason
    return reason


def find_criterion(run: GradingRun, rubric: AnyRubric, criterion: str) -> tuple[str, Criterion]:
    """The step and the criterion of this id, if it counts for this answer. Raises NoSuchCriterion."""
    answer = answer_of(run)
    for step in run.step_verdicts.all():
        for mark in marks_of(step, rubric, answer, {}):
            if mark.criterion.id == criterion:
                return step.step, mark.criterion
    raise NoSuchCriterion


def band_before(run: GradingRun, rubric: AnyRubric, step: str, criterion: str, overrides: Overrides) -> int | None:
    """The band that counts now; None where neither a judge nor a person has given one."""
    verdict = run.step_verdicts.get(step=step)
    marks = {one.criterion.id: one for one in marks_of(verdict, rubric, answer_of(run), overrides)}
    score = marks[criterion].score
    return None if score is None else band_of(score)


def answer_open_dispute(run: GradingRun, criterion: str, reason: str, by: User, now: datetime) -> Dispute | None:
    dispute = run.disputes.filter(criterion=criterion, state__in=Dispute.OPEN).first()
    if dispute is not None:
        Dispute.objects.filter(pk=dispute.pk, state__in=Dispute.OPEN).update(
            state=Dispute.State.CHANGED, answer=reason, decided_at=now, decided_by=by
        )
    return dispute


def add_up_again(submission_id: int, now: datetime) -> None:
    """The result of every ended grade of an answer, with the bands that people have given by now."""
    ended = GradingRun.objects.filter(submission_id=submission_id, state__in=[State.GRADED, State.NEEDS_REVIEW])
    runs = ended.exclude(purpose=GradingRun.Purpose.DISPUTE).select_related("rubric", "submission")
    for run in runs.prefetch_related("step_verdicts__criteria"):
        steps: list[StepVerdict] = list(run.step_verdicts.all())
        values = end_of_run(run, steps)
        GradingRun.objects.filter(pk=run.pk, state=run.state).update(**values)
        if values["state"] == State.GRADED:
            announce(run.pk, now)
