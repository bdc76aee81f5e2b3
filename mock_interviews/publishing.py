"""Interviews become rows: one that changes, and versions that never do."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from courses.models import Course
from grading.models import ExpertSet, RubricVersion
from grading.schemas import digest_of
from grading.services import publish_rubric
from grading.services.expert_sets import publish_expert_set, retire_expert_sets
from mock_interviews.compiling import CompiledInterview
from mock_interviews.expert_files import HeldOut, SecondReader
from mock_interviews.models import Interview, InterviewVersion
from mock_interviews.schemas import Sample

Kind: Final = ExpertSet.Kind


def publish_interview(*, course: Course, source: CompiledInterview, now: datetime, number: int = 0) -> InterviewVersion:
    """Bring the interview up to its files.

    A version that exists with the same digest is used again: attempts that pinned it and new ones share it.
    """
    meta = source.source.meta
    rubric = publish_rubric(slug=source.slug, data=source.source.rubric.model_dump(mode="json"), now=now)
    interview, _ = Interview.objects.update_or_create(
        slug=source.slug,
        defaults={
            "course": course,
            "number": number,
            "title": meta.title,
            "line": meta.line,
            "difficulty": meta.difficulty,
            "kind": meta.kind,
            "minutes": meta.minutes,
            "modules": meta.modules,
            "tests": meta.tests,
            "retired_at": None,
        },
    )
    version, _ = InterviewVersion.objects.get_or_create(
        digest=digest_of({"interview": source.slug, "rubric": rubric.digest, "data": source.data}),
        defaults={"interview": interview, "rubric": rubric, "data": source.data, "created_at": now},
    )
    interview.current = version
    interview.save(update_fields=["current"])
    publish_expert_answers(source=source, rubric=rubric, number=number, now=now)
    return version


def publish_expert_answers(*, source: CompiledInterview, rubric: RubricVersion, number: int, now: datetime) -> None:
    """Hand the scored answers to grading, which measures its judges on them: the samples, and what nobody is shown."""
    second = source.source.second_reader
    common: dict[str, Any] = {
        "slug": source.slug,
        "title": source.source.meta.title,
        "number": number,
        "rubric": rubric,
        "now": now,
    }
    for kind, answers in ((Kind.SHIPPED, source.source.samples), (Kind.HELD_OUT, source.source.held_out)):
        publish_expert_set(**common, kind=kind, answers=[scored(answer, second) for answer in answers])


def scored(answer: Sample | HeldOut, second: SecondReader | None) -> dict[str, Any]:
    marks = answer.expert.sections.items()
    read = second.answers.get(answer.id) if second else None
    return {
        "id": answer.id,
        "sections": answer.texts(),
        "diagram": answer.diagram.model_dump(mode="json", by_alias=True),
        "bands": {key: mark if isinstance(mark, int) else mark.band for key, mark in marks},
        "overall": answer.expert.overall,
        "second": {"bands": read.bands, "overall": read.overall} if read else None,
    }


def retire_missing_interviews(*, course: Course, slugs: Iterable[str], now: datetime) -> int:
    """Interviews whose folder is gone can't be started any more; attempts at them stay readable."""
    retired = course.interviews.filter(retired_at=None).exclude(slug__in=list(slugs)).update(retired_at=now)
    retire_expert_sets(keep=Interview.objects.filter(retired_at=None).values_list("slug", flat=True), now=now)
    return retired
