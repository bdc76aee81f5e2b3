"""Who may review the course: people with an account who have done enough of it to know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.shortcuts import get_object_or_404

from courses.models import Course, Rating
from learning.errors import NotYetAReviewer
from learning.models import LessonProgress
from mock_interviews.models import Attempt

if TYPE_CHECKING:
    from accounts.models import User

LESSONS_NEEDED = 3


@dataclass(frozen=True)
class Eligibility:
    lessons: int
    """Completed ones."""
    interviews: int
    """Graded ones; a drill of one step is not an interview."""

    @property
    def may_review(self) -> bool:
        return self.lessons >= LESSONS_NEEDED or self.interviews >= 1

    @property
    def lessons_missing(self) -> int:
        return max(0, LESSONS_NEEDED - self.lessons)


def read_eligibility(user: User, course: Course) -> Eligibility:
    """Two queries."""
    return Eligibility(
        lessons=LessonProgress.objects.filter(user=user, lesson__course=course, completed_at__isnull=False).count(),
        interviews=Attempt.objects.filter(
            user=user, interview__course=course, state=Attempt.State.GRADED, is_drill=False
        ).count(),
    )


def require_reviewer(user: User, course: Course) -> None:
    if user.is_guest or not read_eligibility(user, course).may_review:
        raise NotYetAReviewer


def reviewed_course() -> Course:
    return get_object_or_404(Course, slug=settings.DEFAULT_COURSE, retired_at=None)


def get_rating_of(user: User, course: Course) -> Rating | None:
    return Rating.objects.filter(user=user, course=course).first()
