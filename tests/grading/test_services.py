"""Runs: asked for once, graded once, stopped, taken up again, and completed by whoever is last."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.models import User
from grading.errors import JudgeUnavailable, RunIsOver, RunIsRunning
from grading.judges.answer import StepOutcome
from grading.models import CriterionVerdict, GradingRun, RubricVersion, StepVerdict, Submission
from grading.reshaded import STEP_KEYS
from grading.scoring import Deduction
from grading.services import (
    complete_run,
    delete_submissions,
    freeze_submission,
    grade_step,
    publish_rubric,
    request_estimate,
    request_grading,
    retry_run,
    stop_run,
    sweep,
)
from grading.services.steps import OFFLINE_LEASE, claim_step, finish_step
from grading.signals import run_ended
from tests.grading.samples import make_rubric, make_run, make_submission, rubric_data

pytestmark = pytest.mark.django_db
State = GradingRun.State


@contextmanager
def listening() -> Iterator[list[int]]:
    heard: list[int] = []

    def receive(run_id: int, **_: Any) -> None:
        heard.append(run_id)

    run_ended.connect(receive)
    try:
        yield heard
    finally:
        run_ended.disconnect(receive)


def work(run: GradingRun, now: datetime) -> GradingRun:
    """What a worker would do with everything that is due."""
    for pk in run.step_verdicts.values_list("pk", flat=True):
        grade_step(step_verdict_id=pk, now=now)
    run.refresh_from_db()
    return run


def test_the_same_rubric_is_one_row_and_another_is_another(now: datetime) -> None:
    first = make_rubric(now)
    assert make_rubric(now) == first
    data = rubric_data()
    data["steps"]["estimation"]["criteria"][0]["title"] = "Another title"
    assert publish_rubric(slug="small", data=data, now=now) != first
    assert RubricVersion.objects.count() == 2


def test_a_submission_is_frozen_with_the_digest_of_all_of_it(now: datetime, alice: User) -> None:
    one = freeze_submission(owner=alice, sections={"estimation": "a"}, diagram={}, transcript=[], now=now)
    other = freeze_submission(owner=alice, sections={"estimation": "b"}, diagram={}, transcript=[], now=now)
    assert one.digest != other.digest
    assert len(one.digest) == 64


def test_a_run_is_graded_and_its_end_is_told_once(
    now: datetime, alice: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with listening() as heard, django_capture_on_commit_callbacks(execute=True):
        run = make_run(now, alice)
    run.refresh_from_db()
    assert run.state == State.GRADED
    assert run.judge == "offline"
    assert run.result["total"] > 0
    assert run.result["not_assessed"] == ["communication"]
    assert heard == [run.pk]
    assert run.started_at is not None
    assert run.finished_at is not None


def test_bands_above_zero_have_evidence_that_stands_in_the_answer(now: datetime) -> None:
    run = work(make_run(now), now)
    verdicts = CriterionVerdict.objects.filter(step_verdict__run=run)
    assert verdicts.filter(band__gt=0).exists()
    for verdict in verdicts:
        assert bool(verdict.evidence) == (verdict.band > 0)
        for span in verdict.evidence:
            text = run.submission.sections[span["section"]]
            assert text[span["start"] : span["end"]] == span["text"]


def test_grading_twice_writes_one_verdict(now: datetime) -> None:
    run = make_run(now, steps=["estimation"])
    step = run.step_verdicts.get()
    grade_step(step_verdict_id=step.pk, now=now)
    grade_step(step_verdict_id=step.pk, now=now)
    assert step.criteria.count() == 3
    step.refresh_from_db()
    assert (step.state, step.tries) == (StepVerdict.State.DONE, 1)


def test_a_held_step_is_left_alone_until_its_lease_runs_out(now: datetime) -> None:
    step = make_run(now, steps=["estimation"]).step_verdicts.get()
    assert claim_step(step_verdict_id=step.pk, now=now) is not None
    assert claim_step(step_verdict_id=step.pk, now=now + timedelta(seconds=1)) is None
    assert claim_step(step_verdict_id=step.pk, now=now + OFFLINE_LEASE + timedelta(seconds=1)) is not None


def test_a_worker_that_lost_its_lease_writes_nothing(now: datetime) -> None:
    step = make_run(now, steps=["estimation"]).step_verdicts.get()
    slow = claim_step(step_verdict_id=step.pk, now=now)
    quick = claim_step(step_verdict_id=step.pk, now=now + timedelta(minutes=1))
    assert slow is not None
    assert quick is not None
    finish_step(claim=quick, outcome=StepOutcome([], notes=["quick"]), closing=None, now=now)
    finish_step(claim=slow, outcome=StepOutcome([], notes=["slow"]), closing=None, now=now)
    step.refresh_from_db()
    assert step.notes == ["quick"]


def test_the_same_request_is_the_same_run(now: datetime, alice: User, bob: User) -> None:
    one = make_run(now, alice)
    assert make_run(now, alice) == one
    assert make_run(now, bob) != one
    assert make_run(now, alice, replicate=1) != one
    assert make_run(now, alice, steps=["estimation"]) != one
    assert GradingRun.objects.count() == 4


def test_asking_for_a_graded_run_again_tells_its_end_again(
    now: datetime, alice: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    run = work(make_run(now, alice), now)
    with listening() as heard, django_capture_on_commit_callbacks(execute=True):
        make_run(now, alice)
    assert heard == [run.pk]


def test_steps_that_the_rubric_has_not_are_left_out(now: datetime) -> None:
    run = make_run(now, steps=["estimation", "wrap_up"])
    assert run.steps == ["estimation"]


def test_a_run_waits_for_its_last_step(now: datetime) -> None:
    run = make_run(now, steps=["estimation", "evaluation"])
    first, second = run.step_verdicts.all()
    grade_step(step_verdict_id=first.pk, now=now)
    run.refresh_from_db()
    assert run.state == State.RUNNING
    assert not complete_run(run_id=run.pk, now=now)
    grade_step(step_verdict_id=second.pk, now=now)
    run.refresh_from_db()
    assert run.state == State.GRADED
    assert not complete_run(run_id=run.pk, now=now)


def test_the_sweeper_closes_a_run_whose_last_worker_died_before_the_sum(now: datetime) -> None:
    run = make_run(now, steps=["estimation"])
    grade_step(step_verdict_id=run.step_verdicts.get().pk, now=now)
    GradingRun.objects.filter(pk=run.pk).update(state=State.RUNNING, result={}, finished_at=None)
    sweep(now=now)
    run.refresh_from_db()
    assert run.state == State.GRADED
    assert run.result["total"] > 0


def test_the_sweeper_sends_what_was_forgotten(
    now: datetime, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    run = make_run(now, steps=["estimation"])  # nobody commits, so nobody is woken
    with django_capture_on_commit_callbacks(execute=True):
        sweep(now=now)
    run.refresh_from_db()
    assert run.state == State.GRADED


def test_the_sweeper_does_not_send_the_same_step_every_two_seconds(
    now: datetime, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    make_run(now, steps=["estimation"])
    with django_capture_on_commit_callbacks() as first:
        sweep(now=now)
    with django_capture_on_commit_callbacks() as second:
        sweep(now=now + timedelta(seconds=2))
    with django_capture_on_commit_callbacks() as later:
        sweep(now=now + timedelta(seconds=30))
    assert [len(one) for one in (first, second, later)] == [1, 0, 1]


def test_the_sweeper_takes_up_a_step_whose_worker_went_silent(
    now: datetime, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    run = make_run(now, steps=["estimation"])
    step = run.step_verdicts.get()
    claim_step(step_verdict_id=step.pk, now=now - timedelta(minutes=5))  # nothing: it wasn't due yet
    StepVerdict.objects.filter(pk=step.pk).update(
        state=StepVerdict.State.RUNNING, lease_until=now - timedelta(seconds=1), due_at=now - timedelta(seconds=1)
    )
    with django_capture_on_commit_callbacks(execute=True):
        sweep(now=now)
    run.refresh_from_db()
    assert run.state == State.GRADED


def test_stop_and_take_up_again_keeps_what_is_done(now: datetime, alice: User) -> None:
    run = make_run(now, alice, steps=["estimation", "evaluation"])
    first, second = run.step_verdicts.all()
    grade_step(step_verdict_id=first.pk, now=now)
    stop_run(run=run, now=now)
    grade_step(step_verdict_id=second.pk, now=now)
    second.refresh_from_db()
    assert (run.state, second.state) == (State.STOPPED, StepVerdict.State.STOPPED)
    with pytest.raises(RunIsOver):
        stop_run(run=run, now=now)
    done_at = StepVerdict.objects.get(pk=first.pk).done_at
    retry_run(run=run, now=now)
    with pytest.raises(RunIsRunning):
        retry_run(run=run, now=now)
    grade_step(step_verdict_id=second.pk, now=now)
    run.refresh_from_db()
    assert run.state == State.GRADED
    assert StepVerdict.objects.get(pk=first.pk).done_at == done_at
    with pytest.raises(RunIsOver):
        retry_run(run=run, now=now)


def test_an_error_of_ours_is_tried_again_and_then_waits_for_a_person(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = make_run(now, steps=["estimation"])
    step = run.step_verdicts.get()
    RubricVersion.objects.update(data={"criteria": "broken"}, digest="b" * 64)
    for minute in range(12):
        grade_step(step_verdict_id=step.pk, now=now + timedelta(minutes=10 * minute))
    run.refresh_from_db()
    step.refresh_from_db()
    assert (run.state, step.state, step.score) == (State.NEEDS_REVIEW, StepVerdict.State.FAILED, None)
    assert "person" in run.note
    assert run.result == {}


def test_without_a_model_there_is_no_model_judge(now: datetime) -> None:
    with pytest.raises(JudgeUnavailable):
        make_run(now, judge="model")


def test_the_checklist_estimate_is_a_run_of_its_own(now: datetime, alice: User) -> None:
    run = make_run(now, alice, steps=["estimation"])
    GradingRun.objects.filter(pk=run.pk).update(judge="model", key="k" * 64)
    run.refresh_from_db()
    estimate = request_estimate(run=run, now=now)
    assert estimate != run
    assert (estimate.judge, estimate.steps) == ("offline", ["estimation"])


def test_hints_are_taken_off(now: datetime) -> None:
    plain = work(make_run(now), now)
    hinted = work(make_run(now, deductions=[Deduction("direction", 2)]), now)
    assert hinted != plain
    assert hinted.result["total"] == pytest.approx(plain.result["total"] - 2)


def test_a_red_flag_is_raised_where_it_is_proposed(now: datetime) -> None:
    rubric = make_rubric(now)
    submission = make_submission(
        now, storage_schema="We keep a single copy of all data on one large machine.", estimation="x"
    )
    run = work(request_grading(submission=submission, rubric=rubric, steps=list(STEP_KEYS), now=now), now)
    assert [one["id"] for one in run.result["flags"]] == ["no-copies"]
    assert run.result["flag_points"] == 5
    denied = make_submission(now, storage_schema="We never keep a single copy of all data on one machine.")
    run = work(request_grading(submission=denied, rubric=rubric, steps=list(STEP_KEYS), now=now), now)
    assert run.result["flags"] == []


def test_forgetting_a_person_takes_answers_and_grades_along(now: datetime, alice: User, bob: User) -> None:
    work(make_run(now, alice), now)
    make_run(now, bob)
    assert delete_submissions(owner=alice) == 1
    assert list(Submission.objects.values_list("owner", flat=True)) == [bob.pk]
    assert GradingRun.objects.count() == 1
