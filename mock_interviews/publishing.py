"""Interviews become rows: one that changes, and versions that never do."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from courses.models import Course
from grading.schemas import digest_of
from grading.services import publish_rubric
from mock_interviews.compiling import CompiledInterview
from mock_interviews.models import Interview, InterviewVersion


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
    return version


def retire_missing_interviews(*, course: Course, slugs: Iterable[str], now: datetime) -> int:
    """Interviews whose folder is gone can't be started any more; attempts at them stay readable."""
    return course.interviews.filter(retired_at=None).exclude(slug__in=list(slugs)).update(retired_at=now)
