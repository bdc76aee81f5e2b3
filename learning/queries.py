"""What a person has done so far, in a number of queries that does not grow with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from learning.access import find_lesson
from learning.models import LessonProgress
from lessons.models import Lesson
from lessons.queries import newest_answers
from mock_interviews.models import Attempt

if TYPE_CHECKING:
    from accounts.models import User

NEWEST_ATTEMPTS = 10


@dataclass(frozen=True)
class ProgressRow:
    slug: str
    percent: int
    """100 once completed, and never otherwise."""
    anchor: str
    is_completed: bool
    was_undone: bool
    updated_at: datetime


def read_progress(user: User) -> list[ProgressRow]:
    """The person's lessons, the one read last first. One query."""
    rows = (
        LessonProgress.objects.filter(user=user, lesson__state=Lesson.State.PUBLISHED)
        .order_by("-updated_at", "-pk")
        .values_list("lesson__slug", "percent", "anchor", "completed_at", "was_undone", "updated_at")
    )
    return [
        ProgressRow(slug, shown_percent(percent, bool(done_at)), anchor, bool(done_at), was_undone, updated_at)
        for slug, percent, anchor, done_at, was_undone, updated_at in rows
    ]


def shown_percent(percent: int, is_completed: bool) -> int:
    """A lesson read to its end whose completion was taken back is almost, but not, complete."""
    return 100 if is_completed else min(percent, 99)


def running_attempts(user: User, now: datetime) -> list[Attempt]:
    """Attempts whose clock runs or stands paused. One query."""
    still = Q(closes_at__gte=now) | Q(paused_at__isnull=False)
    return list(Attempt.objects.filter(still, user=user, state=Attempt.State.ACTIVE).select_related("interview"))


@dataclass(frozen=True)
class AttemptRow:
    attempt: Attempt
    total: float | None
    """0-100, once graded."""


def newest_attempts(user: User) -> list[AttemptRow]:
    """The last ten that were ended. One query."""
    ended = (
        Attempt.objects.filter(user=user)
        .exclude(state__in=[Attempt.State.VOID, Attempt.State.ACTIVE])
        .select_related("interview", "run")
        .order_by("-started_at")[:NEWEST_ATTEMPTS]
    )
    return [AttemptRow(attempt, total_of(attempt)) for attempt in ended]


def total_of(attempt: Attempt) -> float | None:
    total = attempt.run.result.get("total") if attempt.run else None
    return float(total) if isinstance(total, int | float) else None


@dataclass(frozen=True)
class PersonState:
    """All that the personal request tells about the way through the course."""

    progress: list[ProgressRow] = field(default_factory=list)
    attempts: list[Attempt] = field(default_factory=list)
    answers: dict[str, dict[str, Any]] | None = None

    def as_json(self, lesson_slug: str) -> dict[str, Any]:
        told: dict[str, Any] = {
            "progress": {
                "lessons": {row.slug: row.percent for row in self.progress},
                "current": self.progress[0].slug if self.progress else None,
            },
            "attempts": {
                "active": [
                    {"public_id": one.public_id, "interview": one.interview.slug, "title": one.interview.title}
                    for one in self.attempts
                ]
            },
        }
        if lesson_slug:
            row = next((row for row in self.progress if row.slug == lesson_slug), None)
            told["lesson"] = {
                "answers": self.answers or {},
                "percent": row.percent if row else 0,
                "anchor": row.anchor if row else "",
                "completed": bool(row and row.is_completed),
                "undone": bool(row and row.was_undone),
            }
        return told


def read_state(user: User, *, lesson_slug: str, now: datetime) -> PersonState:
    """Four queries with a lesson, two without."""
    lesson = find_lesson(lesson_slug) if lesson_slug else None
    return PersonState(
        progress=read_progress(user),
        attempts=running_attempts(user, now),
        answers=newest_answers(user, lesson) if lesson else None,
    )
