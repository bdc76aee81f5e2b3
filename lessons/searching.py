"""What search reads of lessons: one document a lesson, one a section."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from courses.search import Document
from lessons.compiler.lesson import CompiledLesson
from lessons.publishing import Entry


def lesson_documents(*, module: str, entry: Entry, compiled: CompiledLesson) -> Iterator[Document]:
    """`module` is its number and title, as a hit names it."""
    url = reverse("lessons:lesson-show", args=[entry.slug])
    opening = "".join(section.text for section in compiled.sections if not section.anchor)
    yield Document("lesson", entry.title, module, url, f"{entry.line} {opening}".strip())
    for section in compiled.sections:
        if section.anchor:
            yield Document("section", section.title, entry.title, f"{url}#{section.anchor}", section.text)
