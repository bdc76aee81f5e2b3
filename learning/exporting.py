"""A person's progress, to take along."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from learning.models import LessonProgress

if TYPE_CHECKING:
    from accounts.models import User


def export_rows(user: User) -> list[dict[str, Any]]:
    rows = LessonProgress.objects.filter(user=user).select_related("lesson").defer("lesson__compiled")
    return [
        {
            "lesson": row.lesson.slug,
            "title": row.lesson.title,
            "percent": row.percent,
            "anchor": row.anchor,
            "completed_at": row.completed_at.isoformat() if row.completed_at else None,
            "updated_at": row.updated_at.isoformat(),
        }
        for row in rows.order_by("updated_at")
    ]
