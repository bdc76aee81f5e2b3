"""What happens to a guest's progress when they sign in to an account."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from learning.models import LessonProgress

if TYPE_CHECKING:
    from accounts.models import User


def move_rows(*, source: User, target: User, now: datetime) -> int:
    """Lesson by lesson: the greater percent, the earlier completion, and the place of whoever read last.

    A completion wins over one that was taken back, unless it was taken back later. How many lessons the guest brought.
    """
    theirs = list(LessonProgress.objects.select_for_update().filter(user=source))
    ours = {row.lesson_id: row for row in LessonProgress.objects.select_for_update().filter(user=target)}
    for row in theirs:
        mine = ours.get(row.lesson_id)
        if mine is None:
            row.user = target
            row.save(update_fields=["user"])
            continue
        _join(mine, row)
        mine.save()
        row.delete()
    return len(theirs)


def _join(mine: LessonProgress, other: LessonProgress) -> None:
    newer = other if other.updated_at > mine.updated_at else mine
    mine.anchor = newer.anchor or mine.anchor
    mine.was_undone = newer.was_undone
    moments = [row.completed_at for row in (mine, other) if row.completed_at is not None]
    mine.completed_at = None if newer.was_undone or not moments else min(moments)
    mine.percent = max(mine.percent, other.percent)
    mine.updated_at = newer.updated_at
