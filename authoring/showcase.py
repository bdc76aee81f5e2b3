"""The graded answer on the landing page: one step of a shipped example, as its public report tells it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from courses.models import Course
from grading.reporting import Report
from grading.reporting.report import CriterionReport, Piece, StepReport
from mock_interviews.examples import grade_example
from mock_interviews.reporting import show_run

CRITERIA = 3
JUDGE = "Graded by the offline checklist judge. It is an estimate and may miss unusual wording."


def read_showcase(course: Course) -> dict[str, Any] | None:
    """What `components/graded_example.html` shows, from the first interview that is published; None without one."""
    interviews = course.interviews.filter(retired_at=None, current__isnull=False).select_related("current__rubric")
    interview = interviews.order_by("number").first()
    if interview is None or interview.current is None:
        return None
    version = interview.current
    example = grade_example(version=version, now=version.created_at)
    step = choose_step(show_run(example.run, version=version))
    if step is None:
        return None
    return {
        "question": f"{interview.title}, {step.title.lower()}",
        "level": example.sample.level,
        "url": reverse("mock:interview-example", args=[interview.slug]),
        "judge": JUDGE,
        **show_step(step),
    }


def choose_step(report: Report) -> StepReport | None:
    """The step that shows most: criteria far apart, quoted in its own text, and little of it to read."""

    def rank(step: StepReport) -> tuple[int, int]:
        bands = [criterion.band for criterion in quoted_criteria(step)]
        words = sum(len(piece.text.split()) for block in step.blocks for piece in block)
        return min(bands) - max(bands), words

    steps = [step for step in report.steps if step.is_done and len(quoted_criteria(step)) >= CRITERIA]
    return min(steps, key=rank, default=None)


def quoted_criteria(step: StepReport) -> list[CriterionReport]:
    marked = {number for block in step.blocks for piece in block for number in piece.numbers}
    return [criterion for criterion in step.criteria if criterion.number in marked]


def show_step(step: StepReport) -> dict[str, Any]:
    shown = choose_criteria(quoted_criteria(step))
    weakest = min(shown, key=lambda criterion: criterion.band)
    order = {criterion.number: place for place, criterion in enumerate(shown, 1)}
    return {
        "band": f"{step.title}, {step.score:.1f} of 4" if step.score is not None else step.title,
        "note": next((remark.text for remark in step.remarks if remark.is_fine), ""),
        "paragraphs": [[show_piece(piece, order) for piece in block] for block in step.blocks],
        "criteria": [show_criterion(one, order[one.number], has_lift=one is weakest) for one in shown],
    }


def choose_criteria(criteria: list[CriterionReport]) -> list[CriterionReport]:
    """The best, the weakest, and the first of the others; in the report's order."""
    by_band = sorted(criteria, key=lambda criterion: criterion.band)
    chosen = [by_band[-1], by_band[0]]
    chosen += [criterion for criterion in criteria if criterion not in chosen][: CRITERIA - len(chosen)]
    return [criterion for criterion in criteria if criterion in chosen]


def show_piece(piece: Piece, order: dict[int, int]) -> dict[str, Any]:
    numbers = [order[number] for number in piece.numbers if number in order]
    return {"text": piece.text, "numbers": numbers}


def show_criterion(criterion: CriterionReport, number: int, *, has_lift: bool) -> dict[str, Any]:
    lesson = criterion.lesson
    return {
        "title": criterion.title,
        "band": criterion.band,
        "number": number,
        "why": criterion.why,
        "lift": criterion.lift if has_lift else "",
        "lesson_title": f"{lesson.title}, {lesson.minutes} min" if lesson else "",
        "lesson_url": lesson.url if lesson else "",
    }
