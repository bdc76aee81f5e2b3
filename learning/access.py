"""The way to a lesson and its progress: the lesson has to be published, and the row is the asking person's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learning.models import LessonProgress
from lessons.access import published_lessons
from lessons.errors import LessonNotThere
from lessons.models import Lesson

if TYPE_CHECKING:
    from accounts.models import User


def find_lesson(slug: str) -> Lesson | None:
    """The lesson that `/lessons/<slug>/` shows, without its text."""
    return published_lessons().filter(slug=slug).defer("compiled").order_by("course_id").first()


def get_lesson(slug: str) -> Lesson:
    """Raises LessonNotThere."""
    lesson = find_lesson(slug)
    if lesson is None:
        raise LessonNotThere
    return lesson


def get_progress_of(user: User, lesson: Lesson) -> LessonProgress | None:
    return LessonProgress.objects.filter(user=user, lesson=lesson).first()
