"""The only way to a lesson or an exercise by its address, and to a person's own answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from lessons.errors import ExerciseNotThere, LessonNotThere
from lessons.models import Exercise, ExerciseAnswer, Lesson

if TYPE_CHECKING:
    from accounts.models import User


def published_lessons() -> QuerySet[Lesson]:
    return Lesson.objects.filter(state=Lesson.State.PUBLISHED, course__retired_at=None)


def get_lesson(slug: str) -> Lesson:
    """A published lesson; raises LessonNotThere."""
    lesson = published_lessons().filter(slug=slug).select_related("module").order_by("course_id").first()
    if lesson is None:
        raise LessonNotThere
    return lesson


def get_exercise(slug: str, key: str) -> Exercise:
    """An exercise of a published lesson, with its lesson; raises ExerciseNotThere."""
    exercise = (
        Exercise.objects.filter(lesson__in=published_lessons(), lesson__slug=slug, key=key, retired_at=None)
        .select_related("lesson__module")
        .defer("lesson__compiled")
        .order_by("lesson__course_id")
        .first()
    )
    if exercise is None:
        raise ExerciseNotThere
    return exercise


def newest_answer_of(user: User, exercise: Exercise) -> ExerciseAnswer | None:
    """The person's newest answer to this exercise as it stands; answers to an earlier wording stay hidden."""
    return (
        ExerciseAnswer.objects.filter(user=user, exercise=exercise, exercise_digest=exercise.digest)
        .order_by("-created_at", "-pk")
        .first()
    )
