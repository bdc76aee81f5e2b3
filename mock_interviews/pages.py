"""The public pages of interviews, rendered once a release: the list, each brief, each graded example."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.urls import reverse

from courses.models import Course
from courses.pages import Page, template_page
from courses.queries import Catalogue, interview_row
from grading.reshaded import LENGTHS
from mock_interviews.examples import grade_example
from mock_interviews.listing import list_facts
from mock_interviews.models import Interview, InterviewVersion
from mock_interviews.queries import read_rubric
from mock_interviews.reporting import show_run
from mock_interviews.ruler import draw_ruler
from mock_interviews.services.attempts import plan_steps


def render_pages(course: Course, catalogue: Catalogue) -> Iterator[Page]:
    context: dict[str, Any] = {
        "course": {"title": catalogue["course"]["title"]},
        "parts": catalogue["parts"],
        "counts": catalogue["counts"],
        "interviews": catalogue["interviews"],
        "section": "interviews",
    }
    interviews = list(
        course.interviews.filter(retired_at=None, current__isnull=False).select_related("current__rubric")
    )
    yield _page("interview-list", [], "list", list_facts(catalogue, {}))
    for interview in interviews:
        yield from _render_interview(interview, context)


def _render_interview(interview: Interview, context: dict[str, Any]) -> Iterator[Page]:
    version = interview.current
    if version is None:
        return
    facts = {**context, "row": interview_row(interview), "digest": version.digest}
    yield _page("interview-show", [interview.slug], "interview", facts, lambda: _brief(interview, version, context))
    yield _page("interview-example", [interview.slug], "example", facts, lambda: _example(interview, version))


def _brief(interview: Interview, version: InterviewVersion, context: dict[str, Any]) -> dict[str, Any]:
    steps = plan_steps(minutes=interview.minutes, drill="")
    modules = [module for part in context["parts"] for module in part["modules"]]
    return {
        "interview": interview,
        "version": version,
        "rubric": read_rubric(version),
        "ruler": draw_ruler(steps, interview.minutes),
        "lengths": LENGTHS,
        "modules": [module for module in modules if module["slug"] in interview.modules],
    }


def _example(interview: Interview, version: InterviewVersion) -> dict[str, Any]:
    example = grade_example(version=version, now=version.created_at)
    return {
        "interview": interview,
        "version": version,
        "sample": example.sample,
        "report": show_run(example.run, version=version),
        "run": example.run,
    }


def _page(
    name: str,
    args: list[str],
    template: str,
    facts: dict[str, Any],
    context: Callable[[], dict[str, Any]] | None = None,
) -> Page:
    return template_page(reverse(f"mock:{name}", args=args), f"mock_interviews/{template}.html", facts, context)
