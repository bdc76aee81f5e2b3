"""The public pages of interviews, rendered once a release: the list, each brief, each graded example."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse

from courses.models import Course
from courses.pages import Page
from courses.queries import Catalogue
from grading.reshaded import LENGTHS
from mock_interviews.examples import grade_example
from mock_interviews.models import Interview
from mock_interviews.queries import read_rubric
from mock_interviews.reporting import show_run
from mock_interviews.ruler import draw_ruler
from mock_interviews.services.attempts import plan_steps


def render_pages(course: Course, catalogue: Catalogue) -> Iterator[Page]:
    context: dict[str, Any] = {**catalogue, "section": "interviews"}
    interviews = list(
        course.interviews.filter(retired_at=None, current__isnull=False).select_related("current__rubric")
    )
    context["kinds"] = [(kind, title) for kind, title in KINDS if any(one.kind == kind for one in interviews)]
    context["difficulties"] = [
        (key, title) for key, title in DIFFICULTIES if any(one.difficulty == key for one in interviews)
    ]
    yield _page(
        "interview-list", [], "list", {**context, "mini_rulers": draw_ruler(plan_steps(minutes=45, drill=""), 45)}
    )
    for interview in interviews:
        yield from _render_interview(interview, context)


KINDS = (("ai-product", "AI product"), ("product", "Product"), ("infrastructure", "Infrastructure"))
DIFFICULTIES = (("easy", "Easy"), ("medium", "Medium"), ("hard", "Hard"))


def _render_interview(interview: Interview, context: dict[str, Any]) -> Iterator[Page]:
    version = interview.current
    if version is None:
        return
    steps = plan_steps(minutes=interview.minutes, drill="")
    own = {
        **context,
        "interview": interview,
        "version": version,
        "rubric": read_rubric(version),
        "ruler": draw_ruler(steps, interview.minutes),
        "lengths": LENGTHS,
        "modules": [
            module for part in context["parts"] for module in part["modules"] if module["slug"] in interview.modules
        ],
    }
    yield _page("interview-show", [interview.slug], "interview", own)
    example = grade_example(version=version, now=version.created_at)
    own |= {"sample": example.sample, "report": show_run(example.run, version=version), "run": example.run}
    yield _page("interview-example", [interview.slug], "example", own)


def _page(name: str, args: list[str], template: str, context: dict[str, Any]) -> Page:
    return Page(reverse(f"mock:{name}", args=args), render_to_string(f"mock_interviews/{template}.html", context))
