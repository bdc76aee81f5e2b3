"""The public page of every published lesson, rendered once a release."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.template.loader import render_to_string

from courses.models import Course
from courses.pages import Page
from courses.queries import Catalogue, LessonRow, ModuleRow
from lessons.models import Lesson


def render_pages(course: Course, catalogue: Catalogue) -> Iterator[Page]:
    """One page a published lesson, with the lessons before and after it in the course."""
    compiled = dict(Lesson.objects.filter(course=course, state=Lesson.State.PUBLISHED).values_list("slug", "compiled"))
    rows = [(module, row) for part in catalogue["parts"] for module in part["modules"] for row in module["lessons"]]
    parts = {part["slug"]: part for part in catalogue["parts"]}
    for index, (module, row) in enumerate(rows):
        if row["url"] is None:
            continue
        context = {
            **catalogue,
            "part": parts[module["part"]],
            "module": module,
            "lesson": _lesson_context(module, row, compiled[row["slug"]]),
            "previous": rows[index - 1][1] if index else None,
            "next": rows[index + 1][1] if index + 1 < len(rows) else None,
            "section": "content",
        }
        yield Page(row["url"], render_to_string("lessons/lesson.html", context))


def _lesson_context(module: ModuleRow, row: LessonRow, compiled: dict[str, Any]) -> dict[str, Any]:
    return {**compiled, **row, "number": module["lessons"].index(row) + 1}
