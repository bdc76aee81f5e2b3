"""What search reads of interviews: the brief and what is judged, never the facts or the model answer."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from courses.models import Course
from courses.search import Document


def interview_documents(course: Course) -> Iterator[Document]:
    for interview in course.interviews.filter(retired_at=None, current__isnull=False).select_related("current"):
        assert interview.current is not None  # noqa: S101 - for the type checker
        text = " ".join([interview.line, interview.current.data["brief_text"], *interview.tests])
        url = reverse("mock:interview-show", args=[interview.slug])
        yield Document("interview", interview.title, "Mock interview", url, text)
