"""The debrief: tied to this answer's words, and unfit for any other."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
import yaml
from django.conf import settings

from grading.evaluation import read_answer_file
from grading.models import GradingRun
from grading.reporting import LessonLink, Report, build_report
from grading.reporting.debrief import MOST, Debrief, Point, cut_quote
from grading.services import freeze_submission, grade_step, publish_rubric, request_grading
from tests.grading.samples import make_run

pytestmark = pytest.mark.django_db
INTERVIEW = Path(settings.CONTENT_DIR) / "openai-system-design" / "interviews" / "chatgpt"


def graded(run: GradingRun, now: datetime) -> GradingRun:
    for step in run.step_verdicts.all():
        grade_step(step_verdict_id=step.pk, now=now)
    run.refresh_from_db()
    return run


def report_on(level: str, now: datetime) -> Report:
    """The report of a shipped answer, with every lesson published."""
    answer = read_answer_file(INTERVIEW / "samples" / f"{level}.yaml").answer
    rubric = publish_rubric(slug="chatgpt", data=yaml.safe_load((INTERVIEW / "rubric.yaml").read_text()), now=now)
    submission = freeze_submission(owner=None, sections=answer.sections, diagram=answer.diagram, now=now)
    steps = [*rubric.data["steps"]]
    run = graded(request_grading(submission=submission, rubric=rubric, steps=steps, now=now), now)
    slugs = {one["lesson"] for step in rubric.data["steps"].values() for one in step["criteria"]}
    return build_report(run, lessons={slug: LessonLink(slug, f"/{slug}/", 10) for slug in slugs})


def debrief_of(report: Report) -> Debrief:
    assert report.debrief is not None
    return report.debrief


def fits(point: Point, report: Report) -> bool:
    """Whether a line of a debrief is true of an answer: its quote stands there, or the point is absent as it says."""
    step = next(one for one in report.steps if one.title == point.step)
    criterion = next(one for one in step.criteria if one.title == point.criterion)
    if point.quote:
        return any(cut_quote(text) == point.quote for text in criterion.evidence) and criterion.band == point.band
    others = [other.title for other in step.criteria if other.band and other.id != criterion.id]
    return criterion.band == point.band == 0 and others == point.beside


def points_of(debrief: Debrief) -> list[Point]:
    return [*debrief.strengths, *debrief.gaps]


@pytest.mark.parametrize("level", ["weak", "mid", "senior", "staff"])
def test_each_line_is_true_of_the_answer_it_was_made_for(level: str, now: datetime) -> None:
    report = report_on(level, now)
    debrief = debrief_of(report)
    assert points_of(debrief)
    assert all(fits(point, report) for point in points_of(debrief))
    assert 1 <= len(debrief.gaps) <= MOST
    assert len({point.step for point in debrief.gaps}) == len(debrief.gaps)
    assert all(point.text for point in debrief.gaps)
    assert all(point.quote and point.band >= 2 for point in debrief.strengths)


def test_two_candidates_debriefs_do_not_fit_each_other(now: datetime) -> None:
    reports = {level: report_on(level, now) for level in ("mid", "senior", "staff")}
    for one, report in reports.items():
        for other, stranger in reports.items():
            swapped = [point for point in points_of(debrief_of(stranger)) if fits(point, report)]
            assert bool(swapped) == (one == other), (one, other, swapped)


def test_the_lessons_are_those_behind_most_of_the_open_points(now: datetime) -> None:
    report = report_on("mid", now)
    debrief = debrief_of(report)
    assert len(debrief.readings) == 2
    titles = {one.title for step in report.steps for one in step.criteria if one.lift and one.lesson}
    assert all(set(reading.criteria) <= titles and reading.criteria for reading in debrief.readings)


def test_the_drill_is_the_step_with_most_to_win(now: datetime) -> None:
    report = report_on("mid", now)
    drill = debrief_of(report).drill
    assert drill is not None
    open_points = {one.key: one.weight - (one.points or 0) for one in report.steps if one.key != "communication"}
    assert drill.step == max(open_points, key=lambda key: open_points[key])
    assert 4 <= drill.minutes <= 12


def test_without_a_finished_grading_there_is_none_and_a_drill_has_no_drill(now: datetime) -> None:
    assert build_report(make_run(now)).debrief is None
    one_step = build_report(graded(make_run(now, steps=["estimation"]), now))
    assert debrief_of(one_step).drill is None


def test_a_quote_is_cut_at_a_word() -> None:
    assert cut_quote("short  enough\nhere") == "short enough here"
    long = cut_quote("word " * 80)
    assert long.endswith("word …")
    assert len(long) <= 182
