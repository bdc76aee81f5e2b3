"""Grades after the first: a late text that a person accepted, and another try or another judge."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from mock_interviews.errors import NotEnded
from mock_interviews.models import Attempt, KeptText
from mock_interviews.services.endings import ask_for_run, freeze_attempt, settle_run
from mock_interviews.services.moves import move_attempt, note_change

if TYPE_CHECKING:
    from accounts.models import User


def accept_late_text(*, kept: KeptText, by: User, now: datetime) -> Attempt:
    """A person lets a refused text count: a new submission with it, graded anew. The first one and its grade stay."""
    attempt = Attempt.objects.select_related("user", "version__rubric").get(pk=kept.attempt_id)
    if attempt.submission_id is None or attempt.ended_at is None:
        raise NotEnded
    with transaction.atomic():
        freeze_attempt(attempt=attempt, submitted_at=attempt.ended_at, replaced={kept.step: kept.text})
        detail = {"step": kept.step, "digest": kept.digest}
        note_change(attempt=attempt, what="late_text_accepted", detail=detail, now=now, by=by)
    return regrade_attempt(attempt=attempt, now=now, by=by)


def regrade_attempt(*, attempt: Attempt, now: datetime, judge: str = "default", by: User | None = None) -> Attempt:
    """Ask for a run of the current submission by this judge and show it; an equal run that exists is shown again.

    The attempt's state follows only where it waits for a grade: a re-grade never moves what is graded.
    """
    if attempt.submission_id is None:
        raise NotEnded
    with transaction.atomic():
        run = ask_for_run(attempt=attempt, now=now, judge=judge)
        Attempt.objects.filter(pk=attempt.pk).update(run=run)
        attempt.run = run
        if attempt.state != Attempt.State.GRADED:
            move_attempt(attempt=attempt, to=Attempt.State.GRADING, now=now, by=by)
        note_change(attempt=attempt, what="regraded", detail={"judge": run.judge}, now=now, by=by)
    settle_run(attempt=attempt, now=now)
    return attempt


def show_other_run(*, before_id: int, after_id: int, by: User | None, now: datetime) -> None:
    """Attempts that show one run show another from now on; the old one stays in their list of gradings."""
    for attempt in Attempt.objects.filter(run_id=before_id):
        Attempt.objects.filter(pk=attempt.pk).update(run_id=after_id)
        note_change(attempt=attempt, what="regrade_applied", detail={"from": before_id, "to": after_id}, now=now, by=by)
