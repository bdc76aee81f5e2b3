"""The landing page's example is one step of the interview that closes the path, graded by the real judge."""

from __future__ import annotations

import pytest

from authoring.showcase import list_versions, read_showcase
from courses.models import Course
from tests import factories

pytestmark = pytest.mark.django_db


def test_the_interview_that_closes_the_path_comes_first() -> None:
    early, late, loose = (factories.make_interview(slug=slug) for slug in ("early", "late", "loose"))
    course = Course.objects.get()
    for number, interview in ((17, early), (47, late)):
        module = factories.make_module(course, number=number, slug=f"m{number}")
        factories.make_lesson(slug=f"mock-{number}", module=module, kind="mock-interview", interview=interview.slug)
    assert [version.interview.slug for version in list_versions(course)] == ["late", "early", "loose"]
    assert loose.current is not None


def test_without_a_senior_sample_nothing_is_shown() -> None:
    factories.make_interview(slug="bare")
    assert read_showcase(Course.objects.get()) is None
