"""Attempts and interviews in a row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse

from grading.reshaded import title_of
from mock_interviews.models import Attempt, Interview

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True)
class AttemptRow:
    attempt: Attempt
    title: str
    url: str
    what: str
    total: float | None
    is_running: bool


def list_attempts(user: User, *, now: datetime) -> list[AttemptRow]:
    """A person's attempts, newest first, in one query."""
    attempts = Attempt.objects.filter(user=user).select_related("interview", "run")
    return [attempt_row(attempt, now) for attempt in attempts]


def attempt_row(attempt: Attempt, now: datetime) -> AttemptRow:
    is_running = attempt.takes_drafts(now)
    name = "mock:attempt-room" if is_running else "mock:attempt-report"
    what = f"Drill: {title_of(attempt.steps[0]['key'])}" if attempt.is_drill else f"{attempt.minutes} minutes"
    total = attempt.run.result.get("total") if attempt.run and attempt.state == Attempt.State.GRADED else None
    return AttemptRow(
        attempt=attempt,
        title=attempt.interview.title,
        url=reverse(name, args=[attempt.public_id]),
        what=what,
        total=total,
        is_running=is_running,
    )


def list_running(user: User, *, now: datetime) -> list[dict[str, str]]:
    """For the one personal request: what is running, `public_id`, `interview` and `title`. One query."""
    running = Attempt.objects.taking_drafts(now).filter(user=user).select_related("interview")
    return [
        {"public_id": attempt.public_id, "interview": attempt.interview.slug, "title": attempt.interview.title}
        for attempt in running
    ]


def list_interviews() -> list[Interview]:
    return list(Interview.objects.filter(retired_at=None, current__isnull=False).select_related("current__rubric"))
