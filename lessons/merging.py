"""A person's exercise answers as a whole: joining an account, and taking them along."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from lessons.models import ExerciseAnswer

if TYPE_CHECKING:
    from accounts.models import User


def move_rows(*, source: User, target: User, now: datetime) -> int:
    """All answers are kept; the newest of both is the one that is shown."""
    return ExerciseAnswer.objects.filter(user=source).update(user=target)


def export_rows(user: User) -> list[dict[str, Any]]:
    """Every answer with what was said about it, oldest first, in plain JSON types."""
    answers = ExerciseAnswer.objects.filter(user=user).select_related("exercise__lesson").order_by("created_at", "pk")
    return [
        {
            "lesson": row.exercise.lesson.slug,
            "exercise": row.exercise.key,
            "kind": row.exercise.kind,
            "answer": row.answer,
            "outcome": row.outcome,
            "is_right": row.is_right,
            "submission": row.submission_id,
            "answered_at": row.created_at.isoformat(),
        }
        for row in answers.defer("exercise__lesson__compiled", "exercise__spec")
    ]
