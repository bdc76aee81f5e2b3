"""Grades by an older rubric, prompt or checklist, graded anew as previews, and put in place once a person says so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.db import transaction

from grading.errors import BatchIsDecided, BatchIsRunning, NothingToGrade
from grading.models import GradingRun, RegradeBatch, RegradeItem, RubricVersion
from grading.scoring import Deduction
from grading.services.runs import LIVE, choose_judge, request_grading, stop_run
from grading.signals import run_replaced

if TYPE_CHECKING:
    from accounts.models import User

MAX_ITEMS: Final = 50
"""A model is paid for each of them, and a person reads each difference."""
State = RegradeBatch.State
Purpose = GradingRun.Purpose


def preview_regrade(
    *, runs: Sequence[GradingRun], rubric: RubricVersion, judge: str, by: User, now: datetime
) -> RegradeBatch:
    """Grade these answers by another rubric or today's judge (`offline` or `model`); nobody is shown these as grades.

    At most MAX_ITEMS of the runs. Raises NothingToGrade where none would be another grade, JudgeUnavailable.
    """
    choice = choose_judge(judge)
    with transaction.atomic():
        batch = RegradeBatch.objects.create(
            rubric=rubric, judge=choice.judge, judge_version=choice.version, created_at=now, created_by=by
        )
        for before in runs[:MAX_ITEMS]:
            after = request_grading(
                submission=before.submission,
                rubric=rubric,
                steps=before.steps,
                judge=choice.judge,
                level=before.level,
                deductions=[Deduction(**one) for one in before.parameters.get("deductions", [])],
                purpose=Purpose.TRIAL,
                now=now,
            )
            if after != before:
                RegradeItem.objects.create(batch=batch, before=before, after=after)
        if not batch.items.exists():
            raise NothingToGrade("These grades are by this rubric and this judge already.")
    return batch


def apply_batch(*, batch: RegradeBatch, by: User, now: datetime) -> int:
    """Put the new grades in the place of the old ones, which stay readable; how many.

    What couldn't be graded anew is left as it is. Raises BatchIsRunning, BatchIsDecided.
    """
    with transaction.atomic():
        _decide(batch, State.APPLIED, by, now)
        items = list(batch.items.select_related("after"))
        if any(item.after.state in LIVE for item in items):
            raise BatchIsRunning
        graded = [item for item in items if item.after.state == GradingRun.State.GRADED]
        GradingRun.objects.filter(pk__in=[item.after_id for item in graded]).update(purpose=Purpose.GRADE)
        for item in graded:
            run_replaced.send(sender=RegradeBatch, before_id=item.before_id, after_id=item.after_id, by=by, now=now)
    return len(graded)


def drop_batch(*, batch: RegradeBatch, by: User, now: datetime) -> None:
    """Leave every grade as it is; what is still being graded for the preview is stopped. Raises BatchIsDecided."""
    with transaction.atomic():
        _decide(batch, State.DROPPED, by, now)
        for item in batch.items.select_related("after"):
            if item.after.state in LIVE and item.after.purpose == Purpose.TRIAL:
                stop_run(run=item.after, now=now)


def _decide(batch: RegradeBatch, state: RegradeBatch.State, by: User, now: datetime) -> None:
    still = RegradeBatch.objects.filter(pk=batch.pk, state=State.OPEN)
    if not still.update(state=state, decided_by=by, decided_at=now):
        raise BatchIsDecided
    batch.refresh_from_db()
