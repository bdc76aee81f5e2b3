"""Moving the end of a running attempt: more time, and the pauses of practice."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F

from mock_interviews.errors import CannotPause, NotRunning
from mock_interviews.models import Attempt
from mock_interviews.services.moves import note_change

if TYPE_CHECKING:
    from accounts.models import User


def extend_attempt(*, attempt: Attempt, seconds: int, by: User, why: str, now: datetime) -> Attempt:
    """Give a running attempt more time. Clock, deadline and closing move together, in one UPDATE."""
    more = timedelta(seconds=seconds)
    with transaction.atomic():
        moved = Attempt.objects.taking_drafts(now).filter(pk=attempt.pk)
        if not moved.update(
            extra_seconds=F("extra_seconds") + seconds,
            deadline_at=F("deadline_at") + more,
            closes_at=F("closes_at") + more,
        ):
            raise NotRunning
        note_change(attempt=attempt, what="extended", detail={"seconds": seconds, "why": why}, now=now, by=by)
    attempt.refresh_from_db()
    return attempt


def pause_attempt(*, attempt: Attempt, now: datetime, by: User | None = None) -> Attempt:
    """Stop the clock of a practice attempt. Pausing twice is the same as once."""
    with transaction.atomic():
        running = Attempt.objects.taking_drafts(now).filter(pk=attempt.pk, mode=Attempt.Mode.PRACTICE)
        if running.filter(paused_at__isnull=True, deadline_at__gt=now).update(paused_at=now):
            note_change(attempt=attempt, what="paused", detail={}, now=now, by=by)
        elif not running.filter(paused_at__isnull=False).exists():
            raise CannotPause
    attempt.refresh_from_db()
    return attempt


def resume_attempt(*, attempt: Attempt, now: datetime, by: User | None = None) -> Attempt:
    """Let the clock go on with what was left. Resuming what runs is no change."""
    attempt.refresh_from_db()
    if attempt.paused_at is None:
        return attempt
    stood = now - attempt.paused_at
    with transaction.atomic():
        paused = Attempt.objects.filter(pk=attempt.pk, state=Attempt.State.ACTIVE, paused_at=attempt.paused_at)
        if paused.update(paused_at=None, deadline_at=F("deadline_at") + stood, closes_at=F("closes_at") + stood):
            note_change(
                attempt=attempt, what="resumed", detail={"stood_seconds": int(stood.total_seconds())}, now=now, by=by
            )
    attempt.refresh_from_db()
    return attempt
