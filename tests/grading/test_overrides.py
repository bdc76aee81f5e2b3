"""A person's band stands above every judge's, and the sum follows it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from accounts.models import User
from grading.errors import BadReason, NoSuchCriterion, RunIsRunning, SameBand
from grading.models import GradingRun, Override, StepVerdict
from grading.services import grade_step, override_band, request_grading
from tests.grading.samples import criterion, make_rubric, make_run, make_submission, rubric_data

pytestmark = pytest.mark.django_db
REASON = "The second sentence names the failure and its price."


def graded(run: GradingRun, now: datetime) -> GradingRun:
    for step in run.step_verdicts.all():
        grade_step(step_verdict_id=step.pk, now=now)
    run.refresh_from_db()
    return run


def set_band(run: GradingRun, name: str, band: int | None, by: User, now: datetime) -> Override:
    return override_band(run=run, criterion=name, band=band, reason=REASON, by=by, now=now)


def points_of(run: GradingRun, step: str) -> float:
    return float(next(one["points"] for one in run.result["steps"] if one["key"] == step))


def test_the_sum_follows_a_persons_band_and_the_judges_stays(now: datetime, alice: User, bob: User) -> None:
    run = graded(make_run(now, alice), now)
    before = run.result
    row = set_band(run, "estimation-1", 0, bob, now)
    step = run.step_verdicts.get(step="estimation")
    judged = step.criteria.get(criterion="estimation-1")
    assert (row.old_band, row.new_band, row.by, row.at, row.reason) == (judged.band, 0, bob, now, REASON)
    assert judged.band > 0, "the judge's row stays"
    weight = next(one["weight"] for one in run.result["steps"] if one["key"] == "estimation")
    lost = judged.score / 4 * weight / 3
    assert points_of(run, "estimation") == pytest.approx((step.score or 0) / 4 * weight - lost, abs=0.01)
    assert run.result["total"] == pytest.approx(before["total"] - lost, abs=0.1)
    assert run.judge_result == before


def test_no_later_run_of_any_judge_undoes_it(now: datetime, alice: User, bob: User) -> None:
    run = graded(make_run(now, alice), now)
    set_band(run, "api-design-1", 0, bob, now)
    later = request_grading(submission=run.submission, rubric=run.rubric, steps=run.steps, replicate=3, now=now)
    graded(later, now)
    assert later != run
    assert later.result["total"] == run.result["total"] < later.judge_result["total"]


def test_another_rubric_keeps_the_band_where_the_criterion_reads_the_same(
    now: datetime, alice: User, bob: User
) -> None:
    run = graded(make_run(now, alice), now)
    for name in ("api-design-1", "api-design-2"):
        set_band(run, name, 0, bob, now)
    data = rubric_data()
    bands = criterion("x")["bands"] | {4: "Something else is asked for now."}
    data["steps"]["api_design"]["criteria"][0] = criterion("api-design-1", bands=bands)
    data["steps"]["api_design"]["criteria"][1] = criterion("api-design-2", looks_for=["failure"])
    rubric = make_rubric(now, **data)
    later = graded(request_grading(submission=run.submission, rubric=rubric, steps=["api_design"], now=now), now)
    step = later.step_verdicts.get()
    judged = {row.criterion: row.score for row in step.criteria.all()}
    assert later.result["steps"][0]["score"] == pytest.approx(
        (judged["api-design-1"] + 0 + judged["api-design-3"]) / 3, abs=1e-4
    )


def test_the_newest_row_counts_and_null_takes_back(now: datetime, alice: User, bob: User) -> None:
    run = graded(make_run(now, alice), now)
    judged = run.result
    old = run.step_verdicts.get(step="api_design").criteria.get(criterion="api-design-1").band
    set_band(run, "api-design-1", 0, bob, now)
    second = set_band(run, "api-design-1", 1, bob, now + timedelta(minutes=1))
    assert second.old_band == 0
    third = set_band(run, "api-design-1", None, bob, now + timedelta(minutes=2))
    assert (third.old_band, third.new_band) == (1, None)
    assert (run.result, run.judge_result) == (judged, {})
    assert [row.old_band for row in Override.objects.all()] == [old, 0, 1], "no row is ever changed"


def test_a_person_finishes_what_no_judge_could(now: datetime, alice: User, bob: User) -> None:
    run = make_run(now, alice, steps=["estimation", "api_design"])
    graded_step, failed = run.step_verdicts.all()
    grade_step(step_verdict_id=graded_step.pk, now=now)
    StepVerdict.objects.filter(pk=failed.pk).update(state=StepVerdict.State.FAILED, error="Unusable three times.")
    GradingRun.objects.filter(pk=run.pk).update(state=GradingRun.State.NEEDS_REVIEW)
    run.refresh_from_db()
    for number in (1, 2):
        set_band(run, f"api-design-{number}", 3, bob, now)
        assert run.state == GradingRun.State.NEEDS_REVIEW
    row = set_band(run, "api-design-3", 3, bob, now)
    assert row.old_band is None
    assert (run.state, run.judge_result) == (GradingRun.State.GRADED, {})
    assert run.result["steps"][1]["score"] == 3.0


def test_what_makes_no_sense_is_refused(now: datetime, alice: User, bob: User) -> None:
    run = make_run(now, alice)
    with pytest.raises(RunIsRunning):
        set_band(run, "api-design-1", 1, bob, now)
    graded(run, now)
    for name in ("no-such", "com-replies"):  # the second isn't assessed without a dialogue
        with pytest.raises(NoSuchCriterion):
            set_band(run, name, 1, bob, now)
    band = run.step_verdicts.get(step="api_design").criteria.get(criterion="api-design-1").band
    for same in (band, None):
        with pytest.raises(SameBand):
            set_band(run, "api-design-1", same, bob, now)
    for reason in ("  ", "x" * 1001):
        with pytest.raises(BadReason):
            override_band(run=run, criterion="api-design-1", band=0, reason=reason, by=bob, now=now)
    assert not Override.objects.exists()


def test_two_peoples_equal_answers_stay_apart(now: datetime, alice: User, bob: User, charlie: User) -> None:
    hers, his = (graded(make_run(now, person), now) for person in (alice, charlie))
    set_band(hers, "api-design-1", 0, bob, now)
    his.refresh_from_db()
    assert his.judge_result == {}
    assert make_submission(now, charlie).digest == his.submission.digest == hers.submission.digest
