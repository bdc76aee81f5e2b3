"""From the checked files of an interview to what is stored: HTML for people, plain data for the room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lessons.compiler.context import CompileContext
from lessons.compiler.errors import ContentError, ContentErrors
from lessons.compiler.lesson import LessonCompiler
from mock_interviews.reading import InterviewSource, Markdown


@dataclass(frozen=True)
class CompiledInterview:
    source: InterviewSource
    data: dict[str, Any]
    """`brief_html`, `brief_text`, `interviewer`, `model_answer` {step: html}, `samples`."""
    uses: frozenset[tuple[str, str]] = frozenset()
    """References (kind, name) that the HTML depends on."""

    @property
    def slug(self) -> str:
        return self.source.slug


def compile_interview(source: InterviewSource, context: CompileContext) -> CompiledInterview:
    """Raises ContentErrors with every mistake in brief and model answer, and every lesson the rubric names in vain."""
    compiler = _Fragments(source.slug, context)
    brief_html = compiler.html(source.brief)
    model_answer = {key: compiler.html(text) for key, text in source.model_answer.items()}
    errors = [*compiler.errors, *_missing_lessons(source, context)]
    if errors:
        raise ContentErrors(errors)
    data = {
        "brief_html": brief_html,
        "brief_text": " ".join(source.brief.text.split()),
        "interviewer": source.interviewer.model_dump(mode="json"),
        "model_answer": model_answer,
        "samples": [sample.model_dump(mode="json", by_alias=True) for sample in source.samples],
    }
    taught = {("lesson", one.lesson) for step in source.rubric.steps.values() for one in step.criteria if one.lesson}
    return CompiledInterview(source, data, frozenset(compiler.uses | taught))


class _Fragments:
    """Pieces of one page: their anchors and figures don't collide."""

    def __init__(self, slug: str, context: CompileContext) -> None:
        self.slug = slug
        self.context = context
        self.count = 0
        self.errors: list[ContentError] = []
        self.uses: set[tuple[str, str]] = set()

    def html(self, piece: Markdown) -> str:
        self.count += 1
        compiler = LessonCompiler(piece.file, self.context, f"{self.slug}-{self.count}", piece.line)
        html = compiler.compile(piece.text)
        self.errors += compiler.scribe.errors
        self.uses |= set(compiler.scribe.references)
        for exercise in compiler.workshop.exercises:
            found, expected = f"the exercise `{exercise.key}`", "text, tables and diagrams; exercises belong to lessons"
            self.errors.append(ContentError(piece.file, piece.line, found, expected))
        return html


def _missing_lessons(source: InterviewSource, context: CompileContext) -> list[ContentError]:
    """A criterion sends its reader to a lesson that the course doesn't have."""
    file = source.brief.file.replace("brief.md", "rubric.yaml")
    return [
        ContentError(file, 1, f"`{one.lesson}` in {one.id}", "the slug of a lesson of this course, written or planned")
        for step in source.rubric.steps.values()
        for one in step.criteria
        if one.lesson and context.lessons and one.lesson not in context.lessons
    ]
