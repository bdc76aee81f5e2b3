"""What a publish would change, before it does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import unified_diff
from typing import Any

from authoring.compiling import CompiledCourse
from courses.models import Course
from grading.schemas import rubric_digest
from lessons.compiler.lesson import CompiledLesson
from lessons.models import Lesson
from mock_interviews.compiling import CompiledInterview
from mock_interviews.models import Interview


@dataclass(frozen=True)
class Change:
    kind: str
    """lesson, interview, term or question."""
    what: str
    """new, changed, retired or back in preparation."""
    name: str
    notes: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    """A unified diff of what a reader reads, for a changed lesson."""


def compare(compiled: Iterable[CompiledCourse]) -> list[Change]:
    """Files against the database, in the order of the course; empty when nothing that people read would change."""
    return [change for source in compiled for change in _compare_course(source)]


def _compare_course(source: CompiledCourse) -> Iterator[Change]:
    course = Course.objects.filter(slug=source.files.source.slug).first()
    rows = {row.slug: row for row in course.lessons.prefetch_related("exercises")} if course else {}
    for entry in (lesson.entry for lesson in source.files.lessons):
        yield from _compare_lesson(entry.slug, entry.title, rows.get(entry.slug), source.lessons.get(entry.slug))
    listed = {lesson.entry.slug for lesson in source.files.lessons}
    for row in rows.values():
        if row.slug not in listed and row.state != Lesson.State.RETIRED:
            note = "Its address answers “not found” unless another lesson names it in `was:`."
            yield Change("lesson", "retired", row.slug, [note])
    yield from _compare_interviews(course, source.interviews)
    data: dict[str, Any] = course.data if course else {}
    yield from _compare_rows("term", "term", data.get("glossary", []), source.glossary)
    yield from _compare_rows("question", "question", data.get("faq", []), source.faq)


def _compare_lesson(slug: str, title: str, row: Lesson | None, compiled: CompiledLesson | None) -> Iterator[Change]:
    is_out = row is not None and row.state == Lesson.State.PUBLISHED
    if compiled is None:
        if is_out:
            yield Change("lesson", "back in preparation", slug, ["Its file is gone; answers and progress stay."])
        return
    if row is None or not is_out:
        yield Change("lesson", "new", slug, [f"{compiled.words:,} words, {len(compiled.exercises)} exercises"])
        return
    notes = [f"title: {row.title} → {title}"] if row.title != title else []
    if row.digest != compiled.digest:
        before = "\n".join(section["text"] for section in row.compiled.get("sections", [])).split("\n")
        after = "\n".join(section.text for section in compiled.sections).split("\n")
        lines = list(unified_diff(before, after, lineterm="", n=0))[2:]
        yield Change("lesson", "changed", slug, [*notes, *_exercise_notes(row, compiled)], lines)
    elif notes:
        yield Change("lesson", "changed", slug, notes)


def _exercise_notes(row: Lesson, compiled: CompiledLesson) -> Iterator[str]:
    before = {one.key: one.digest for one in row.exercises.all() if one.retired_at is None}
    after = {one.key: one.digest for one in compiled.exercises}
    for key in sorted(before | after):
        if key not in after:
            yield f"exercise {key}: retired, answers stay"
        elif key not in before:
            yield f"exercise {key}: new"
        elif before[key] != after[key]:
            yield f"exercise {key}: changed, people are asked anew"


def _compare_interviews(course: Course | None, sources: list[CompiledInterview]) -> Iterator[Change]:
    rows: dict[str, Interview] = {}
    if course is not None:
        rows = {row.slug: row for row in course.interviews.filter(retired_at=None).select_related("current__rubric")}
    for source in sources:
        row = rows.pop(source.slug, None)
        if row is None or row.current is None:
            yield Change("interview", "new", source.slug)
            continue
        notes = []
        if row.current.rubric.digest != rubric_digest(source.source.rubric):
            notes.append("a new rubric version; attempts that run keep theirs")
        if row.current.data != source.data:
            notes.append("brief, facts, model answer or samples changed; attempts that run keep theirs")
        if notes:
            yield Change("interview", "changed", source.slug, notes)
    for slug in rows:
        yield Change("interview", "retired", slug, ["It can't be started any more; attempts stay readable."])


def _compare_rows(kind: str, name: str, before: list[dict[str, Any]], after: list[dict[str, Any]]) -> Iterator[Change]:
    old, new = ({row["slug"]: row for row in rows} for rows in (before, after))
    for slug in sorted(old | new):
        if old.get(slug) != new.get(slug):
            what = "retired" if slug not in new else "new" if slug not in old else "changed"
            yield Change(kind, what, (new.get(slug) or old[slug])[name])
