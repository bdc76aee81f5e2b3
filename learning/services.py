"""Progress through a lesson: it grows, it completes by itself at the end, and completion can be taken back."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Case, F, Value, When
from django.db.models.functions import Greatest

from learning.models import LessonProgress
from lessons.models import Lesson

if TYPE_CHECKING:
    from accounts.models import User

END = 100
"""Percent at which a lesson counts as read to its end."""


def save_progress(*, user: User, lesson: Lesson, percent: int, anchor: str = "", now: datetime) -> LessonProgress:
    """Keep how far the reader got. Percent only grows, so that devices may report in any order; the place follows
    whoever reported last. At the end the lesson completes by itself, unless the reader took that back before."""
    at_end = When(completed_at=None, was_undone=False, percent__gte=END, then=Value(now))
    return _update(
        user,
        lesson,
        now,
        {"percent": Greatest(F("percent"), Value(percent)), **({"anchor": anchor} if anchor else {})},
        {"completed_at": Case(at_end, default=F("completed_at"))},
    )


def complete_lesson(*, user: User, lesson: Lesson, now: datetime) -> LessonProgress:
    """The reader says so; the first moment stays."""
    first = Case(When(completed_at=None, then=Value(now)), default=F("completed_at"))
    return _update(user, lesson, now, {"completed_at": first, "was_undone": False})


def undo_completion(*, user: User, lesson: Lesson, now: datetime) -> LessonProgress:
    """Take "complete" back; reaching the end does not set it again by itself."""
    return _update(user, lesson, now, {"completed_at": None, "was_undone": True})


def _update(user: User, lesson: Lesson, now: datetime, *changes: dict[str, object]) -> LessonProgress:
    """Each change is one UPDATE that computes in the database: two tabs never undo one another."""
    mine = LessonProgress.objects.filter(user=user, lesson=lesson)
    with transaction.atomic():
        LessonProgress.objects.bulk_create(
            [LessonProgress(user=user, lesson=lesson, updated_at=now)], ignore_conflicts=True
        )
        for change in changes:
            mine.update(updated_at=now, **change)
        return mine.get()
