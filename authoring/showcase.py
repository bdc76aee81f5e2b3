"""The graded answer on the landing page: one step of a sample that ships with the course, to edit and grade again."""

from __future__ import annotations

from typing import Any

from courses.models import Course
from mock_interviews.models import Interview, InterviewVersion
from mock_interviews.trying import choose_step, read_samples, try_step

LEVEL = "senior"
"""Good enough to show what a quote is, with enough missing to show what lifts a band."""


def read_showcase(course: Course) -> dict[str, Any] | None:
    """What `components/graded_example.html` shows; None where no interview with a senior sample is published."""
    for version in list_versions(course):
        sample = read_samples(version).get(LEVEL)
        if sample is not None:
            step = choose_step(version)
            return {"level": LEVEL, **try_step(version, step, sample.sections[step])}
    return None


def list_versions(course: Course) -> list[InterviewVersion]:
    """The interview that closes the path first: it is the one that strangers know."""
    interviews: dict[str, Interview] = {
        interview.slug: interview
        for interview in course.interviews.filter(retired_at=None, current__isnull=False).select_related(
            "current__rubric", "current__interview"
        )
    }
    mocks = course.lessons.exclude(interview="").order_by("-module__number").values_list("interview", flat=True)
    order = dict.fromkeys([*mocks, *interviews])
    return [version for slug in order if slug in interviews and (version := interviews[slug].current)]
