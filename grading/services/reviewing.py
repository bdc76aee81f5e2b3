"""Taking a grading off the staff's list."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from grading.models import GradingRun

if TYPE_CHECKING:
    from accounts.models import User


def mark_reviewed(*, run: GradingRun, by: User, now: datetime) -> bool:
    """A person has looked, and nothing has to change. Disputes and unfinished grades stay. False if somebody had."""
    unseen = GradingRun.objects.filter(pk=run.pk, reviewed_at__isnull=True)
    return bool(unseen.update(reviewed_at=now, reviewed_by=by))
