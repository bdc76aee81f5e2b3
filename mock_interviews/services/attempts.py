"""Starting an attempt, or going on with the one that runs already."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction

from grading.reshaded import LENGTHS, LEVELS, STEP_KEYS, minutes_of
from mock_interviews.errors import BadStart
from mock_interviews.models import GRACE, Attempt, Draft, Interview
from mock_interviews.services.endings import settle_attempt
from mock_interviews.services.moves import note_change
from mock_interviews.steps import keys_of_texts
from problems import NotThere

if TYPE_CHECKING:
    from accounts.models import User

SHORTEST_DRILL, LONGEST_DRILL = 4, 12


@dataclass(frozen=True)
class Started:
    attempt: Attempt
    is_new: bool
    sentence: str = ""
    """Said where an older attempt goes on instead of a new one."""


def start_attempt(
    *,
    user: User,
    interview: Interview,
    level: str,
    mode: str,
    minutes: int,
    now: datetime,
    drill: str = "",
    extra_seconds: int = 0,
) -> Started:
    """A running attempt at this interview: the one that is there, else a new one that pins brief, rubric and steps."""
    steps = plan_steps(minutes=minutes, drill=drill)
    if level not in LEVELS or mode not in Attempt.Mode.values:
        raise BadStart
    if interview.current is None or interview.retired_at is not None:
        raise NotThere
    running = find_running(user=user, interview=interview, now=now)
    if running is not None:
        return go_on(running)
    length = timedelta(minutes=minutes, seconds=extra_seconds)
    attempt = Attempt(
        user=user,
        interview=interview,
        version=interview.current,
        level=level,
        mode=mode,
        minutes=minutes,
        steps=steps,
        is_drill=bool(drill),
        base_seconds=minutes * 60,
        extra_seconds=extra_seconds,
        started_at=now,
        deadline_at=now + length,
        closes_at=now + length + GRACE,
    )
    try:
        return Started(create_attempt(attempt, now=now), is_new=True)
    except IntegrityError:  # two clicks: the unique index let one of them win
        return go_on(Attempt.objects.get(user=user, interview=interview, state=Attempt.State.ACTIVE))


def plan_steps(*, minutes: int, drill: str) -> list[dict[str, Any]]:
    """The steps that an attempt pins: one for a drill, else eight and the wrap-up."""
    if drill:
        if drill not in STEP_KEYS or not SHORTEST_DRILL <= minutes <= LONGEST_DRILL:
            raise BadStart
        return [{"key": drill, "minutes": minutes}]
    if minutes not in LENGTHS:
        raise BadStart
    return [{"key": key, "minutes": share} for key, share in minutes_of(minutes).items()]


def find_running(*, user: User, interview: Interview, now: datetime) -> Attempt | None:
    """The active attempt; one whose time is up is closed on the way and doesn't count."""
    attempt = Attempt.objects.filter(user=user, interview=interview, state=Attempt.State.ACTIVE).first()
    if attempt is None:
        return None
    settle_attempt(attempt=attempt, now=now)
    return attempt if attempt.state == Attempt.State.ACTIVE else None


def go_on(attempt: Attempt) -> Started:
    what = "a drill" if attempt.is_drill else "an interview"
    sentence = f"You have {what} of this running already. Here it is; its clock went on. Hand it in to start another."
    return Started(attempt, is_new=False, sentence=sentence)


def create_attempt(attempt: Attempt, *, now: datetime) -> Attempt:
    with transaction.atomic():
        attempt.save(force_insert=True)
        Draft.objects.bulk_create([Draft(attempt=attempt, step=key) for key in keys_of_texts(attempt.step_keys)])
        note_change(attempt=attempt, what="started", detail={"minutes": attempt.minutes}, now=now, by=attempt.user)
    return attempt
