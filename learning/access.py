"""The way to a lesson's progress: the lesson has to be published, and the row is always the asking person's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Case, IntegerField, Value, When

from learning.errors import NoSuchLesson
from learning.models import LessonProgress
from lessons.models import Lesson

if TYPE_CHECKING:
    from accounts.models import User


def get_published_lesson(slug: str) -> Lesson:
    """The lesson that `/lessons/<slug>/` shows; the default course comes first. Raises NoSuchLesson."""
    first = Case(
        When(course__slug=settings.DEFAULT_COURSE, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    found = Lesson.objects.filter(slug=slug, state=Lesson.State.PUBLISHED).defer("compiled").order_by(first, "pk")
    lesson = found.first()
    if lesson is None:
        raise NoSuchLesson
    return lesson


def get_progress_of(user: User, lesson: Lesson) -> LessonProgress | None:
    return LessonProgress.objects.filter(user=user, lesson=lesson).first()
