"""Every lesson of content/ compiles, its links resolve, its numbers add up, and its planned results are reproduced."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from authoring.compiling import CompiledCourse, compile_course
from authoring.reading import find_courses, read_course
from lessons.compiler.errors import ContentErrors

CONTENT = Path(__file__).resolve().parent.parent.parent / "content"
COURSES = find_courses(CONTENT)


@cache
def compiled(folder: Path) -> CompiledCourse:
    """The compiler itself refuses dead links, unknown terms, wrong `expect` values and missing planned results."""
    try:
        return compile_course(folder)
    except ContentErrors as refusal:
        pytest.fail(str(refusal))


@pytest.mark.parametrize("folder", COURSES, ids=lambda folder: folder.name)
def test_a_course_compiles(folder: Path) -> None:
    assert compiled(folder).lessons


@pytest.mark.parametrize("folder", COURSES, ids=lambda folder: folder.name)
def test_every_written_lesson_makes_the_reader_act(folder: Path) -> None:
    idle = [slug for slug, lesson in compiled(folder).lessons.items() if not lesson.exercises]
    assert idle == []


@pytest.mark.parametrize("folder", COURSES, ids=lambda folder: folder.name)
def test_every_planned_result_of_a_written_lesson_is_reproduced(folder: Path) -> None:
    written = compiled(folder).lessons
    for lesson in read_course(folder).lessons:
        if lesson.entry.slug not in written:
            continue
        formulas = {
            formula["name"]: formula["expect"]
            for exercise in written[lesson.entry.slug].exercises
            if exercise.kind == "estimate"
            for formula in exercise.spec["formulas"]
        }
        for name, value in lesson.entry.planned.items():
            assert formulas[name] == pytest.approx(value, rel=0.005), f"{lesson.path}: {name}"


@pytest.mark.parametrize("folder", COURSES, ids=lambda folder: folder.name)
def test_no_page_holds_a_key(folder: Path) -> None:
    for slug, lesson in compiled(folder).lessons.items():
        for exercise in lesson.exercises:
            questions = exercise.spec.get("questions", [])
            secrets = [option["why"] for question in questions for option in question.get("options", [])]
            assert not [secret for secret in secrets if secret in lesson.html], f"{slug}: {exercise.key}"


@pytest.mark.parametrize("folder", COURSES, ids=lambda folder: folder.name)
def test_ids_are_unique_on_each_page(folder: Path) -> None:
    for slug, lesson in compiled(folder).lessons.items():
        ids = re.findall(r'\sid="([^"]+)"', lesson.html)
        assert len(ids) == len(set(ids)), slug
