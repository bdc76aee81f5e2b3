"""Questions that the catalogue's templates ask of its rows (courses/queries.py)."""

from __future__ import annotations

from collections.abc import Iterable

from django import template

from courses.queries import InterviewRow, LessonRow, ModuleRow, PartRow

register = template.Library()

MAP_COLUMNS = 7


@register.filter
def first_open_lesson(parts: Iterable[PartRow]) -> LessonRow | None:
    """Where a newcomer begins: the first lesson that is published."""
    return next((row for part in parts for module in part["modules"] for row in module["lessons"] if row["url"]), None)


@register.filter
def lesson_by_slug(parts: Iterable[PartRow], slug: str) -> LessonRow | None:
    rows = (row for part in parts for module in part["modules"] for row in module["lessons"])
    return next((row for row in rows if row["slug"] == slug), None)


@register.filter
def mock_count(parts: Iterable[PartRow]) -> int:
    return sum(module["is_mock"] for part in parts for module in part["modules"])


@register.filter
def interviews_of(interviews: Iterable[InterviewRow], module: ModuleRow) -> list[InterviewRow]:
    """The interviews that rehearse a module, its own mock first."""
    mine = [row for row in interviews if module["slug"] in row["modules"] or row["slug"] == module["interview"]]
    return sorted(mine, key=lambda row: row["slug"] != module["interview"])


@register.filter
def interview_minutes(interviews: Iterable[InterviewRow], slug: str) -> int:
    """How long an interview takes; 45 while it is not written."""
    return next((row["minutes"] for row in interviews if row["slug"] == slug), 45)


@register.filter
def interview_by_slug(interviews: Iterable[InterviewRow], slug: str) -> InterviewRow | None:
    """None while it is in preparation."""
    return next((row for row in interviews if row["slug"] == slug), None)


@register.filter
def free_columns(part: PartRow) -> int:
    """Cells of the map's row that no module takes."""
    return -len(part["modules"]) % MAP_COLUMNS
