"""What an author writes about a course: course.yaml, module.yaml, glossary.yaml."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=300, strip_whitespace=True)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=4000, strip_whitespace=True)]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PartSource(Strict):
    number: int = Field(ge=1, le=40)
    slug: Slug
    title: Line
    short: Line = ""
    summary: Text


class PlannedInterview(Strict):
    """An interview that will come: texts may name it, nothing links to it."""

    slug: Slug
    title: Line


class CourseSource(Strict):
    slug: Slug
    title: Line
    summary: Text
    outcomes: list[Line]
    prerequisites: list[Line]
    disclaimer: Text
    parts: list[PartSource] = Field(min_length=1)
    interviews: list[PlannedInterview] = []


class LessonEntry(Strict):
    """A lesson as `module.yaml` lists it, written or not."""

    slug: Slug
    title: Line
    kind: Literal["lesson", "exercise", "quiz", "case-study", "mock-interview", "wrap-up"] = "lesson"
    line: Line
    minutes: int = Field(ge=1, le=90)
    interview: Slug | Literal[""] = ""
    was: list[Slug] = []
    planned: dict[str, float] = {}
    """Results that the estimates of the finished lesson reproduce."""


class ModuleSource(Strict):
    number: int = Field(ge=1, le=99)
    slug: Slug
    title: Line
    short: Line = ""
    part: Slug
    summary: Text
    lessons: list[LessonEntry] = Field(min_length=1)


class GlossaryEntry(Strict):
    term: Line
    aliases: list[Line] = []
    definition: Text
    lesson: Slug | Literal[""] = ""
