"""What search reads of lessons: one document a lesson, one a section."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from courses.models import Course
from courses.search import Document
from lessons.models import Lesson


def lesson_documents(course: Course) -> Iterator[Document]:
    """Published lessons only."""
    rows = Lesson.objects.filter(course=course, state=Lesson.State.PUBLISHED).select_related("module")
    for lesson in rows:
        url = reverse("lessons:lesson-show", args=[lesson.slug])
        opening, *rest = lesson.compiled["sections"]
        if opening["anchor"]:
            opening, rest = {"text": ""}, [opening, *rest]
        text = " ".join([lesson.line, opening["text"]])
        yield Document("lesson", lesson.title, str(lesson.module), url, text)
        for section in rest:
            yield Document("section", section["title"], lesson.title, f"{url}#{section['anchor']}", section["text"])
