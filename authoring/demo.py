"""A database to look at: a learner in week three. Nothing is drawn; the attempts went through the real services."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from accounts.models import User
from authoring.showcase import list_versions
from courses.models import Course
from learning.services import complete_lesson, save_progress
from lessons.exercises.base import name_of
from lessons.models import Exercise, Lesson
from lessons.services import answer_exercise
from mock_interviews.models import Attempt
from mock_interviews.services import Save, save_draft, start_attempt, submit_attempt

EMAIL = "learner@demo.example"
PASSWORD = "three weeks of practice"  # noqa: S105 - printed for whoever looks at the demonstration

SITTINGS: list[dict[str, Any]] = [
    {"days_ago": 17, "sample": 0, "minutes": 35, "level": "mid"},
    {"days_ago": 10, "sample": 1, "minutes": 45, "level": "mid"},
    {"days_ago": 6, "sample": 1, "minutes": 8, "level": "senior", "drill": "estimation"},
    {"days_ago": 2, "sample": 2, "minutes": 45, "level": "senior"},
]
"""Four attempts, from a thin first answer to a good one. `sample` counts the shipped samples from the weakest up."""


def fill_demo(*, now: datetime) -> User:
    """The learner with three weeks of reading, answering and sitting interviews. Raises if she is there already."""
    learner = User.objects.create_user(EMAIL, PASSWORD, name="Mira Iversen", time_zone="Europe/Oslo")
    read_lessons(learner, now=now)
    for sitting in SITTINGS:
        sit_interview(learner, now=now - timedelta(days=sitting["days_ago"], hours=3), **sitting)
    return learner


def read_lessons(learner: User, *, now: datetime) -> None:
    """All but the last two written lessons are done, the next one is half read; one quiz went wrong, the rest right."""
    lessons = list(Lesson.objects.filter(state=Lesson.State.PUBLISHED).order_by("module__number", "number"))
    for day, lesson in enumerate(lessons[:-2]):
        at = now - timedelta(days=19 - 2 * min(day, 8))
        save_progress(user=learner, lesson=lesson, percent=100, now=at)
        complete_lesson(user=learner, lesson=lesson, now=at)
        for exercise in lesson.exercises.filter(kind="ordering", retired_at=None):
            answer_ordering(learner, exercise, is_wrong=day == 0, now=at)
    if len(lessons) > 1:
        save_progress(user=learner, lesson=lessons[-2], percent=45, now=now - timedelta(hours=20))


def answer_ordering(learner: User, exercise: Exercise, *, is_wrong: bool, now: datetime) -> None:
    order = [name_of(text) for text in exercise.spec["steps"]]
    answer = {"order": order[::-1] if is_wrong else order}
    answer_exercise(user=learner, exercise=exercise, answer=answer, now=now)


def sit_interview(
    learner: User, *, now: datetime, sample: int, minutes: int, level: str, drill: str = "", days_ago: int = 0
) -> Attempt:
    """One attempt with the text of a shipped sample, typed within the minutes of each step, handed in and graded."""
    interview = list_versions(Course.objects.filter(retired_at=None)[0])[0].interview
    assert interview.current is not None  # noqa: S101 - the query excludes it
    samples = sorted(interview.current.data["samples"], key=lambda one: one["expert"]["overall"])
    sections = samples[min(sample, len(samples) - 1)]["sections"]
    attempt = start_attempt(
        user=learner, interview=interview, level=level, mode="timed", minutes=minutes, now=now, drill=drill
    ).attempt
    at = now
    for step in attempt.steps:
        text = sections.get(step["key"], "")
        at += timedelta(minutes=step["minutes"]) * (0.9 if text else 0.2)
        if text:
            type_step(learner, attempt, step["key"], text, at=at, minutes=step["minutes"])
    return submit_attempt(attempt=attempt, now=at + timedelta(seconds=20), by=learner)


def type_step(learner: User, attempt: Attempt, key: str, text: str, *, at: datetime, minutes: int) -> None:
    """Two saves: the first half, then all of it."""
    halves = [text[: len(text) // 2], text]
    for rev, part in enumerate(halves):
        save = Save(key, part, rev, "demonstration", rev + 1, active_ms=int(minutes * 60_000 * 0.45))
        received_at = at - timedelta(minutes=minutes) * 0.45 * (len(halves) - 1 - rev)
        save_draft(user_id=learner.pk, public_id=attempt.public_id, save=save, received_at=received_at)
