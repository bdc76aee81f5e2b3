"""Page-shaped reads of the catalogue. Public pages are rendered from `read_catalogue` and from nothing else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, TypedDict

from django.urls import reverse

from courses.models import Course, Module


class LessonRow(TypedDict):
    slug: str
    title: str
    kind: str
    line: str
    minutes: int
    state: str
    url: str | None
    """None while the lesson is in preparation."""
    interview: str


class ModuleRow(TypedDict):
    number: int
    slug: str
    title: str
    short: str
    summary: str
    part: str
    url: str
    minutes: int
    lesson_count: int
    published_count: int
    is_mock: bool
    interview: str
    interview_url: str | None
    lessons: list[LessonRow]


class PartRow(TypedDict):
    number: int
    slug: str
    title: str
    short: str
    summary: str
    minutes: int
    modules: list[ModuleRow]


class InterviewRow(TypedDict):
    slug: str
    title: str
    line: str
    difficulty: str
    kind: str
    minutes: int
    modules: list[str]
    tests: list[str]
    url: str
    start_url: str
    example_url: str


class Catalogue(TypedDict):
    course: dict[str, Any]
    parts: list[PartRow]
    counts: dict[str, int]
    interviews: list[InterviewRow]
    faq: list[dict[str, Any]]
    glossary: list[dict[str, Any]]


def lesson_row(lesson: Any) -> LessonRow:
    """A row for the map; `lesson` is a `lessons.Lesson`, which lives above this app."""
    is_out = lesson.state == "published"
    return {
        "slug": lesson.slug,
        "title": lesson.title,
        "kind": lesson.kind,
        "line": lesson.line,
        "minutes": lesson.minutes,
        "state": lesson.state,
        "url": reverse("lessons:lesson-show", args=[lesson.slug]) if is_out else None,
        "interview": lesson.interview,
    }


def read_catalogue(course: Course) -> Catalogue:
    """All that public pages say about a course, in four queries. Retired rows don't appear."""
    lessons_of: dict[int, list[LessonRow]] = defaultdict(list)
    for lesson in course.lessons.exclude(state="retired").defer("compiled").order_by("module__number", "number"):
        lessons_of[lesson.module_id].append(lesson_row(lesson))
    interviews = [interview_row(interview) for interview in course.interviews.filter(retired_at=None)]
    urls = {row["slug"]: row["url"] for row in interviews}
    modules = [
        module_row(module, lessons_of[module.pk], urls)
        for module in course.modules.filter(retired_at=None).order_by("number")
    ]
    parts = [part_row(part, modules) for part in course.data["parts"]]
    lessons = [row for module in modules for row in module["lessons"]]
    written = [row for row in lessons if row["url"]]
    return {
        "course": {"slug": course.slug, "title": course.title, "summary": course.summary, **course.data},
        "parts": parts,
        "counts": {
            "modules": len(modules),
            "lessons": len(lessons),
            "published_lessons": len(written),
            "interviews": len(interviews),
            "minutes": sum(row["minutes"] for row in written),
        },
        "interviews": interviews,
        "faq": course.data.get("faq", []),
        "glossary": course.data.get("glossary", []),
    }


def interview_row(interview: Any) -> InterviewRow:
    return {
        "slug": interview.slug,
        "title": interview.title,
        "line": interview.line,
        "difficulty": interview.difficulty,
        "kind": interview.kind,
        "minutes": interview.minutes,
        "modules": interview.modules,
        "tests": interview.tests,
        "url": reverse("mock:interview-show", args=[interview.slug]),
        "start_url": reverse("mock:attempt-start", args=[interview.slug]),
        "example_url": reverse("mock:interview-example", args=[interview.slug]),
    }


def module_row(module: Module, lessons: list[LessonRow], interview_urls: dict[str, str]) -> ModuleRow:
    mock = next((row["interview"] for row in lessons if row["kind"] == "mock-interview"), "")
    return {
        "number": module.number,
        "slug": module.slug,
        "title": module.title,
        "short": module.short,
        "summary": module.summary,
        "part": module.part,
        "url": reverse("courses:module-show", args=[module.slug]),
        "minutes": sum(row["minutes"] for row in lessons),
        "lesson_count": len(lessons),
        "published_count": sum(1 for row in lessons if row["url"]),
        "is_mock": bool(mock),
        "interview": mock,
        "interview_url": interview_urls.get(mock),
        "lessons": lessons,
    }


def part_row(part: dict[str, Any], modules: Iterable[ModuleRow]) -> PartRow:
    mine = [module for module in modules if module["part"] == part["slug"]]
    return {
        "number": part["number"],
        "slug": part["slug"],
        "title": part["title"],
        "short": part["short"] or part["title"],
        "summary": part["summary"],
        "minutes": sum(module["minutes"] for module in mine),
        "modules": mine,
    }
