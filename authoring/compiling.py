"""From checked sources to compiled lessons, questions and terms. Nothing here touches the database."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.text import slugify

from authoring.keeping import kept
from authoring.prose import find_filler
from authoring.reading import Collector, CourseFiles, LessonFile, ModuleFiles, find_courses, read_course
from lessons.compiler.context import CompileContext, Place, Term
from lessons.compiler.documents import split_front_matter
from lessons.compiler.errors import ContentErrors
from lessons.compiler.inline import Scribe
from lessons.compiler.lesson import CompiledLesson, check_anchors, compile_lesson
from lessons.compiler.sanitising import sanitise
from mock_interviews.compiling import CompiledInterview, compile_interview
from mock_interviews.reading import InterviewSource

QUESTION = re.compile(r"^## (?P<question>.+?) *\{#(?P<slug>[a-z0-9-]+)\}\s*$")
RELATED = re.compile(r"^Related: *(.+)$")
KINDS = {"lesson", "module", "interview"}


@dataclass(frozen=True)
class CompiledCourse:
    files: CourseFiles
    context: CompileContext
    lessons: dict[str, CompiledLesson]
    """Slug → lesson, for those that are written."""
    faq: list[dict[str, Any]]
    """`slug`, `question`, `html`."""
    glossary: list[dict[str, Any]]
    """`slug`, `term`, `html`, `lesson`."""
    interviews: list[CompiledInterview]


def compile_all(content_dir: Path) -> list[CompiledCourse]:
    """Every course of the folder, compiled. Raises ContentErrors with the mistakes of all of them."""
    folders = find_courses(content_dir)
    if not folders:
        raise ContentErrors.of(content_dir.name, 1, "no course", "a folder with a course.yaml")
    compiled, errors = [], []
    for folder in folders:
        try:
            compiled.append(compile_course(folder))
        except ContentErrors as refusal:
            errors += refusal.errors
    if errors:
        raise ContentErrors(errors)
    return compiled


def compile_course(folder: Path) -> CompiledCourse:
    """Read and compile a course. Raises ContentErrors with every mistake in it."""
    files = read_course(folder)
    context = build_context(files)
    collector = Collector()
    lessons: dict[str, CompiledLesson] = {}
    for module in files.modules:
        for lesson in module.lessons:
            compiled = collector.run(lambda module=module, lesson=lesson: _compile(module, lesson, context))  # type: ignore[misc]
            if compiled is not None:
                lessons[lesson.entry.slug] = compiled
    paths = {lesson.entry.slug: lesson.path for lesson in files.lessons}
    broken = {lesson.entry.slug for lesson in files.lessons if lesson.text is not None} - set(lessons)
    collector.errors += check_anchors({slug: (paths[slug], one) for slug, one in lessons.items()}, broken=broken)
    glossary = collector.run(lambda: compile_glossary(files, context))
    faq = collector.run(lambda: compile_faq(files, context))
    interviews = [collector.run(partial(_compile_interview, interview, context)) for interview in files.interviews]
    collector.raise_any()
    return CompiledCourse(files, context, lessons, faq or [], glossary or [], [one for one in interviews if one])


def build_context(files: CourseFiles) -> CompileContext:
    """What lessons may refer to. A place that is planned has no address yet."""
    written = {interview.slug: interview.meta.title for interview in files.interviews}
    planned = {plan.slug: plan.title for plan in files.source.interviews}
    return CompileContext(
        lessons={
            lesson.entry.slug: Place(
                lesson.entry.title,
                None if lesson.text is None else reverse("lessons:lesson-show", args=[lesson.entry.slug]),
            )
            for lesson in files.lessons
        },
        modules={
            module.source.slug: Place(module.source.title, reverse("courses:module-show", args=[module.source.slug]))
            for module in files.modules
        },
        interviews={
            slug: Place(title, reverse("mock:interview-show", args=[slug]) if slug in written else None)
            for slug, title in (planned | written).items()
        },
        terms={
            word.casefold(): Term(entry.term, slugify(entry.term))
            for entry in files.glossary
            for word in (entry.term, *entry.aliases)
        },
    )


def _compile(module: ModuleFiles, lesson: LessonFile, context: CompileContext) -> CompiledLesson | None:
    if lesson.text is None:
        return None
    text = lesson.text
    own = replace(context, number=f"{module.source.number}.{lesson.number}", planned=lesson.entry.planned)
    return kept(f"{lesson.path}\n{text}", own, lambda: _compile_anew(text, lesson, own))


def _compile_anew(text: str, lesson: LessonFile, context: CompileContext) -> CompiledLesson:
    filler = list(find_filler(text, file=lesson.path))
    if filler:
        raise ContentErrors(filler)
    compiled = compile_lesson(text, path=lesson.path, context=context)
    if compiled.slug != lesson.entry.slug:
        raise ContentErrors.of(
            lesson.path,
            2,
            f"the slug `{compiled.slug}`",
            f"`{lesson.entry.slug}`, as module.yaml and the file name say",
        )
    if not compiled.exercises:
        raise ContentErrors.of(lesson.path, 1, "a lesson without an exercise", "at least one thing that a reader does")
    return compiled


def _compile_interview(source: InterviewSource, context: CompileContext) -> CompiledInterview:
    return kept(repr(source), context, lambda: compile_interview(source, context))


def compile_glossary(files: CourseFiles, context: CompileContext) -> list[dict[str, Any]]:
    scribe = Scribe(files.glossary_path, context)
    rows = []
    for entry in sorted(files.glossary, key=lambda entry: entry.term.casefold()):
        if entry.lesson and entry.lesson not in context.lessons:
            scribe.refuse(1, f"the lesson `{entry.lesson}` under “{entry.term}”", "the slug of a lesson")
        html = sanitise(scribe.inline(entry.definition, 1))
        rows.append({"slug": slugify(entry.term), "term": entry.term, "html": html, "lesson": entry.lesson})
    if scribe.errors:
        raise ContentErrors(scribe.errors)
    return rows


def compile_faq(files: CourseFiles, context: CompileContext) -> list[dict[str, Any]]:
    """The questions of faq.md, each a `## Question {#slug}`, its answer and a `Related:` line."""
    if not files.faq:
        return []
    _, body, first_line = split_front_matter(files.faq, file=files.faq_path)
    scribe = Scribe(files.faq_path, context)
    rows: list[dict[str, Any]] = []
    lines = body.split("\n")
    starts = [index for index, line in enumerate(lines) if line.startswith("## ")]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        match = QUESTION.match(lines[start])
        if match is None:
            scribe.refuse(first_line + start, f"`{lines[start][:60]}`", "`## Question {#slug}`")
            continue
        if any(row["slug"] == match["slug"] for row in rows):
            scribe.refuse(first_line + start, f"the anchor `{match['slug']}` again", "each anchor once")
        html = _compile_answer(lines[start + 1 : end], first_line + start + 1, scribe)
        rows.append({"slug": match["slug"], "question": match["question"], "html": html})
    if scribe.errors:
        raise ContentErrors(scribe.errors)
    return rows


def _compile_answer(lines: list[str], line: int, scribe: Scribe) -> str:
    while lines and not lines[-1].strip():
        lines = lines[:-1]
    related = RELATED.match(lines[-1]) if lines else None
    if related is None:
        scribe.refuse(line, "no `Related:` line", "`Related: lesson:slug, module:slug, interview:slug` at the end")
        return ""
    html = sanitise(scribe.block("\n".join(lines[:-1]), line))
    return html + _related(related[1], line + len(lines) - 1, scribe)


def _related(words: str, line: int, scribe: Scribe) -> str:
    places = []
    for word in words.split(","):
        kind, _, slug = word.strip().partition(":")
        place = _place(scribe.context, kind, slug)
        if place is None:
            scribe.refuse(line, f"`{word.strip()}`", "lesson:slug, module:slug or interview:slug")
        else:
            places.append(place)
    links = format_html_join(
        ", ",
        "{}",
        (
            (
                format_html('<a href="{}">{}</a>', place.url, place.title)
                if place.url
                else format_html('{} <small class="in-preparation">in preparation</small>', place.title),
            )
            for place in places
        ),
    )
    return format_html('<p class="related">Related: {}</p>', links)


def _place(context: CompileContext, kind: str, slug: str) -> Place | None:
    places: Mapping[str, Place] = context.places(kind) if kind in KINDS else {}
    return places.get(slug)
