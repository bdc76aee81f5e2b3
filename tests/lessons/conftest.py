"""A published lesson that holds one exercise of each kind."""

from __future__ import annotations

from datetime import datetime

import pytest

from courses.schemas import LessonEntry
from lessons.models import Exercise, Lesson
from lessons.publishing import upsert_lesson
from tests import factories
from tests.lessons.sources import ALL_EXERCISES, compile_body

ENTRY = LessonEntry(slug="a-lesson", title="A lesson", line="What it gives.", minutes=9)


@pytest.fixture
def lesson(db: None, now: datetime) -> Lesson:
    module = factories.make_module()
    compiled = compile_body(ALL_EXERCISES)
    return upsert_lesson(course=module.course, module=module, entry=ENTRY, number=1, compiled=compiled, now=now)


@pytest.fixture
def exercises(lesson: Lesson) -> dict[str, Exercise]:
    """Kind → exercise."""
    return {exercise.kind: exercise for exercise in lesson.exercises.select_related("lesson")}
