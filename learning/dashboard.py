"""The page `/learn/`: what to do next, what is done per part, and what attempts came to."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings

from courses.models import Course
from courses.queries import Catalogue, LessonRow, PartRow, read_catalogue
from learning.queries import AttemptRow, ProgressRow, newest_attempts, read_progress, running_attempts
from mock_interviews.models import Attempt

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True)
class NextLesson:
    """Where to go on: a lesson half read, the one after the last that was finished, or the first of all."""

    lesson: LessonRow
    percent: int
    minutes_left: int
    url: str
    stopped_at: datetime | None
    """When the reader left it; None if it has not been opened."""


@dataclass(frozen=True)
class PartProgress:
    number: int
    title: str
    done: int
    published: int
    planned: int
    """Lessons in preparation."""
    minutes_left: int
    url: str


@dataclass(frozen=True)
class Dashboard:
    course: Course | None
    next_lesson: NextLesson | None
    has_begun: bool
    parts: list[PartProgress]
    done: int
    published: int
    minutes_left: int
    running: list[Attempt]
    attempts: list[AttemptRow]

    @property
    def open_parts(self) -> list[PartProgress]:
        return [part for part in self.parts if part.published]

    @property
    def planned_parts(self) -> list[PartProgress]:
        """Those of which nothing is published yet."""
        return [part for part in self.parts if not part.published]

    @property
    def best(self) -> AttemptRow | None:
        graded = [row for row in self.attempts if row.total is not None and not row.attempt.is_drill]
        return max(graded, key=lambda row: row.total or 0) if graded else None


def read_dashboard(user: User | None, *, now: datetime) -> Dashboard:
    """`user` is None for a stranger. At most eight queries, however much was done."""
    course = Course.objects.filter(slug=settings.DEFAULT_COURSE, retired_at=None).first()
    catalogue = read_catalogue(course) if course else None
    progress = read_progress(user) if user else []
    parts = [part_progress(part, progress) for part in catalogue["parts"]] if catalogue else []
    return Dashboard(
        course=course,
        next_lesson=find_next(catalogue, progress) if catalogue else None,
        has_begun=bool(progress),
        parts=parts,
        done=sum(part.done for part in parts),
        published=sum(part.published for part in parts),
        minutes_left=sum(part.minutes_left for part in parts),
        running=running_attempts(user, now) if user else [],
        attempts=newest_attempts(user) if user else [],
    )


def part_progress(part: PartRow, progress: list[ProgressRow]) -> PartProgress:
    done = {row.slug for row in progress if row.is_completed}
    lessons = [lesson for module in part["modules"] for lesson in module["lessons"]]
    published = [lesson for lesson in lessons if lesson["url"]]
    return PartProgress(
        number=part["number"],
        title=part["title"],
        done=sum(lesson["slug"] in done for lesson in published),
        published=len(published),
        planned=len(lessons) - len(published),
        minutes_left=sum(lesson["minutes"] for lesson in published if lesson["slug"] not in done),
        url=part["modules"][0]["url"] if part["modules"] else "",
    )


def find_next(catalogue: Catalogue, progress: list[ProgressRow]) -> NextLesson | None:
    """None once every published lesson is completed."""
    rows = {row.slug: row for row in progress}
    readable = [
        lesson
        for part in catalogue["parts"]
        for module in part["modules"]
        for lesson in module["lessons"]
        if lesson["url"]
    ]
    open_ones = [lesson for lesson in readable if lesson["slug"] not in rows or not rows[lesson["slug"]].is_completed]
    if not open_ones:
        return None
    order = [lesson["slug"] for lesson in readable]
    last = next((row.slug for row in progress if row.slug in order), None)
    start = order.index(last) if last else 0
    chosen = next((lesson for lesson in open_ones if order.index(lesson["slug"]) >= start), open_ones[0])
    return next_lesson(chosen, rows.get(chosen["slug"]))


def next_lesson(lesson: LessonRow, row: ProgressRow | None) -> NextLesson:
    percent = row.percent if row else 0
    anchor = f"#{row.anchor}" if row and row.anchor else ""
    return NextLesson(
        lesson=lesson,
        percent=percent,
        minutes_left=max(1, math.ceil(lesson["minutes"] * (100 - percent) / 100)),
        url=f"{lesson['url']}{anchor}",
        stopped_at=row.updated_at if row else None,
    )
