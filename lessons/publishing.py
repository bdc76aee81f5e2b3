"""Bringing the rows of lessons and exercises up to their files. What vanished is retired; answers to it stay."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Protocol

from courses.models import Course, Module
from lessons.compiler.lesson import CompiledLesson
from lessons.models import Exercise, Lesson


class Entry(Protocol):
    """A lesson as module.yaml lists it."""

    @property
    def slug(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def line(self) -> str: ...
    @property
    def minutes(self) -> int: ...
    @property
    def interview(self) -> str: ...


def upsert_lesson(
    *,
    course: Course,
    module: Module,
    entry: Entry,
    number: int,
    compiled: CompiledLesson | None,
    now: datetime,
    known: Lesson | None = None,
) -> Lesson:
    """The row of a lesson, published or (without `compiled`) in preparation, and the rows of its exercises.

    `known` is its row as it stands, if the caller has read it: one that says all of this already is left alone.
    """
    values: dict[str, Any] = {
        "module_id": module.pk,
        "number": number,
        "title": entry.title,
        "kind": entry.kind,
        "line": entry.line,
        "interview": entry.interview,
        "minutes": compiled.minutes if compiled else entry.minutes,
        "state": Lesson.State.PUBLISHED if compiled else Lesson.State.PLANNED,
        "digest": compiled.digest if compiled else "",
    }
    if known is not None and all(getattr(known, name) == value for name, value in values.items()):
        return known
    values["compiled"] = compiled.as_json() if compiled else {}
    lesson, _ = Lesson.objects.update_or_create(course=course, slug=entry.slug, defaults=values)
    _sync_exercises(lesson, compiled, now)
    return lesson


def _sync_exercises(lesson: Lesson, compiled: CompiledLesson | None, now: datetime) -> None:
    exercises = compiled.exercises if compiled else []
    known = {row.key: row for row in lesson.exercises.all()}
    for one in exercises:
        row = known.get(one.key) or Exercise(lesson=lesson, key=one.key)
        row.kind, row.number, row.spec, row.digest, row.retired_at = one.kind, one.number, one.spec, one.digest, None
        row.save()
    keys = [one.key for one in exercises]
    lesson.exercises.filter(retired_at=None).exclude(key__in=keys).update(retired_at=now)


def retire_missing(*, course: Course, slugs: Iterable[str], now: datetime) -> int:
    """Lessons that module.yaml lists no longer: their pages go, people's progress and answers stay."""
    gone = Lesson.objects.filter(course=course).exclude(slug__in=list(slugs)).exclude(state=Lesson.State.RETIRED)
    Exercise.objects.filter(lesson__in=gone, retired_at=None).update(retired_at=now)
    return gone.update(state=Lesson.State.RETIRED)
