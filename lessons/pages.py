"""The public page of every published lesson, rendered once a release."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from courses.models import Course
from courses.pages import Page, template_page
from courses.queries import Catalogue, InterviewRow, LessonRow
from courses.templatetags.catalogue import interviews_of
from grading.reshaded import minutes_of
from lessons.models import Lesson


def render_pages(course: Course, catalogue: Catalogue) -> Iterator[Page]:
    """One page a published lesson, with the lessons before and after it in the course."""
    published = Lesson.objects.filter(course=course, state=Lesson.State.PUBLISHED)
    digests = dict(published.values_list("slug", "digest"))
    rows = [(module, row) for part in catalogue["parts"] for module in part["modules"] for row in module["lessons"]]
    parts = {part["slug"]: {**part, "modules": []} for part in catalogue["parts"]}
    for index, (module, row) in enumerate(rows):
        if row["url"] is None:
            continue
        numbered = {**row, "number": module["lessons"].index(row) + 1}
        facts = {
            "course": {"title": catalogue["course"]["title"]},
            "interviews": interviews_of(catalogue["interviews"], module),
            "part": parts[module["part"]],
            "module": module,
            "digest": digests[row["slug"]],
            "lesson": numbered,
            "previous": rows[index - 1][1] if index else None,
            "next": rows[index + 1][1] if index + 1 < len(rows) else None,
            "section": "content",
            "shares": _shares(row, catalogue["interviews"]),
        }
        yield template_page(row["url"], "lessons/lesson.html", facts, partial(_with_text, course, numbered))


def _shares(lesson: LessonRow, interviews: list[InterviewRow]) -> list[int]:
    """The minutes of each step of the interview that a lesson launches."""
    length = next((row["minutes"] for row in interviews if row["slug"] == lesson["interview"]), None)
    return list(minutes_of(length).values()) if length else []


def _with_text(course: Course, lesson: dict[str, Any]) -> dict[str, Any]:
    compiled = Lesson.objects.values_list("compiled", flat=True).get(course=course, slug=lesson["slug"])
    return {"lesson": {**compiled, **lesson}}
