"""What the room does when something happens below it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from grading.models import GradingRun
from grading.signals import run_ended, run_replaced
from mock_interviews.models import Attempt
from mock_interviews.services import follow_run
from mock_interviews.services.regrading import show_other_run


@receiver(run_ended, dispatch_uid="mock_interviews.follow_run")
def move_attempts_of_run(sender: Any, *, run_id: int, now: datetime, **extra: Any) -> None:
    """The attempts that show this run are graded, or wait for a person."""
    if Attempt.objects.filter(run=run_id).exists():
        follow_run(run=GradingRun.objects.get(pk=run_id), now=now)


@receiver(run_replaced, dispatch_uid="mock_interviews.show_other_run")
def point_attempts_at(sender: Any, *, before_id: int, after_id: int, by: Any, now: datetime, **extra: Any) -> None:
    """Staff applied a re-grade: the attempts that showed the old grade show the new one."""
    show_other_run(before_id=before_id, after_id=after_id, by=by, now=now)
