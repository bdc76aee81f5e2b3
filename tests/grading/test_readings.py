"""A step is read again where one reading leaves doubt; the middle band counts and the spread is shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from pytest_django import Settings

from accounts.models import User
from grading.clock import Stopwatch
from grading.effective import answer_of
from grading.judges.answer import CriterionOutcome
from grading.judges.model.judge import plan_questions
from grading.judges.model.readings import combine, combine_flags, is_doubtful
from grading.models import GradingRun, StepVerdict
from grading.reporting import build_report
from grading.services import retry_run, stop_run
from grading.services.rubrics import rubric_of
from grading.services.steps import claim_step, finish_step, judge, model_job
from grading.services.sweeping import sweep
from llm.models import KeptReply, LlmCall
from tests.grading.model_replies import QUOTE, asked_for, good, run_for, verdict, work
from tests.stub_model import Handler, Stub, answers, fails

pytestmark = pytest.mark.django_db
State = GradingRun.State
WEIGHTS = {"a": 2, "b": 2, "c": 2}


def outcome(key: str, band: int, confidence: float = 1.0) -> CriterionOutcome:
    return CriterionOutcome(key, band, float(band), confidence=confidence, why=f"{band}")


def reading(*bands: int) -> list[CriterionOutcome]:
    return [outcome(key, band) for key, band in zip("abc", bands, strict=True)]


def test_a_score_near_the_edge_of_a_band_is_in_doubt() -> None:
    assert not is_doubtful(reading(3, 3, 3), WEIGHTS)
    assert not is_doubtful(reading(2, 3, 3), WEIGHTS)
    assert is_doubtful(reading(2, 3, 3), {"a": 3, "b": 2, "c": 1})
    assert is_doubtful([outcome("a", 3, confidence=0.2), *reading(3, 3, 3)[1:]], WEIGHTS)


def test_the_middle_band_counts_and_a_wide_spread_is_flagged() -> None:
    narrow, wide, same = combine([reading(2, 0, 1), reading(3, 3, 1), reading(3, 2, 1)])
    assert (narrow.band, narrow.readings, narrow.why, narrow.flags) == (3, [2, 3, 3], "3", [])
    assert (wide.band, wide.readings, wide.flags) == (2, [0, 3, 2], ["wide_spread"])
    assert wide.confidence < narrow.confidence < same.confidence == 1.0


def test_a_red_flag_that_one_of_three_readings_raised_is_dropped() -> None:
    flag = {"id": "no-copies", "evidence": []}
    assert combine_flags([[flag], [], []]) == []
    assert combine_flags([[flag], [flag], []]) == [flag]
    assert combine_flags([[flag]]) == [flag]


def changing(*replies: Callable[[dict[str, Any]], dict[str, Any]]) -> list[Any]:
    return [answers(make) for make in replies]


def doubtful(request: dict[str, Any]) -> dict[str, Any]:
    """No quote that stands there for one criterion, each time that it is asked."""
    return good(request, estimation_1=verdict(4, "nothing of this kind was ever said"))


def test_a_grade_in_doubt_is_read_three_times_in_other_orders(now: datetime, stub: Stub) -> None:
    low = {"estimation_1": verdict(2)}
    stub.script = changing(doubtful, doubtful, doubtful, lambda request: good(request, **low), good)
    run = run_for(now)
    step = work(run, now)
    assert run.state == State.GRADED
    first = step.criteria.get(criterion="estimation-1")
    assert (first.readings, first.band, first.flags) == ([0, 2, 3], 2, ["wide_spread"])
    assert step.criteria.get(criterion="estimation-2").readings == [3, 3, 3]
    assert [one["band"] for one in step.readings] == [2, 3, 3]
    assert len({request["seed"] for request in stub.requests}) == 3
    assert len({tuple(asked_for(request)) for request in stub.requests}) > 1
    assert any(note.startswith("Read 3 times") for note in step.notes)
    shown = build_report(run).steps[0].criteria
    assert shown[0].readings_text == "Three readings: 0, 2, 3."
    assert shown[0].is_wide
    assert not shown[1].is_wide


def test_a_clear_grade_is_read_once(now: datetime, stub: Stub) -> None:
    stub.script = changing(good)
    run = run_for(now)
    step = work(run, now)
    assert len(stub.requests) == 1
    assert [one["band"] for one in step.readings] == [3]
    assert build_report(run).steps[0].criteria[0].readings_text == ""


def test_where_the_budget_allows_no_second_reading_the_first_one_stands(
    now: datetime, alice: User, stub: Stub, settings: Settings
) -> None:
    def spend(handler: Handler, request: dict[str, Any]) -> None:
        settings.LLM_TOKENS_PER_PERSON_PER_DAY = 1
        answers(doubtful)(handler, request)

    stub.script = [answers(doubtful), answers(doubtful), spend]
    run = run_for(now, alice)
    step = work(run, now)
    assert (run.state, len(step.readings)) == (State.GRADED, 1)
    assert any("read only once" in note for note in step.notes)


def ask_in_parts(settings: Settings, now: datetime) -> None:
    """The largest context in which the step has to be asked in two parts."""
    settings.LLM_MAX_OUTPUT_TOKENS = 200
    run = run_for(now, replicate=9)
    claim = claim_step(step_verdict_id=run.step_verdicts.get().pk, now=now)
    assert claim is not None
    job = model_job(claim, rubric_of(run.rubric), answer_of(run), Stopwatch(now))
    criteria = job.rubric.steps["estimation"].criteria
    for tokens in range(4_000, 1_000, -20):
        settings.LLM_CONTEXT_TOKENS = tokens
        if len(plan_questions(job, criteria)) == 2:
            return
    raise AssertionError("no such context")


def test_a_long_answer_that_fails_between_its_parts_pays_only_for_the_rest(
    now: datetime, alice: User, stub: Stub, settings: Settings
) -> None:
    ask_in_parts(settings, now)
    stub.script = [answers(good), fails(503)]
    run = run_for(now, alice)
    step = work(run, now)
    assert (run.state, step.state) == (State.RUNNING, StepVerdict.State.QUEUED)
    assert len(stub.requests) == 2
    assert KeptReply.objects.get().user == alice
    stub.script = [answers(good)]
    step = work(run, step.due_at + timedelta(seconds=1))
    assert (run.state, step.score) == (State.GRADED, 3.0)
    assert len(stub.requests) == 3
    assert asked_for(stub.requests[0]) != asked_for(stub.requests[2])
    assert "1 of 2 replies were there already and are not paid again." in step.notes
    assert LlmCall.objects.filter(state=LlmCall.State.CLOSED).count() == 2


def test_what_was_paid_when_somebody_stopped_is_not_paid_again(now: datetime, alice: User, stub: Stub) -> None:
    stub.script = changing(good)
    run = run_for(now, alice)
    claim = claim_step(step_verdict_id=run.step_verdicts.get().pk, now=now)
    assert claim is not None
    outcome, closing = judge(claim, Stopwatch(now))
    stop_run(run=run, now=now)
    finish_step(claim=claim, outcome=outcome, closing=closing, now=now)
    run.refresh_from_db()
    assert (run.state, run.step_verdicts.get().criteria.count()) == (State.STOPPED, 0)
    assert "120 tokens" in build_report(run).receipt.cost
    retry_run(run=run, now=now)
    step = work(run, now)
    assert (run.state, step.score, len(stub.requests)) == (State.GRADED, 3.0, 1)


def test_a_reply_of_one_person_serves_nobody_else(now: datetime, alice: User, bob: User, stub: Stub) -> None:
    stub.script = changing(good)
    work(run_for(now, alice), now)
    work(run_for(now, bob), now)
    assert len(stub.requests) == 2
    assert QUOTE in KeptReply.objects.get(user=bob).text


def test_the_same_question_in_flight_is_waited_for(now: datetime, alice: User, stub: Stub) -> None:
    stub.script = changing(good)
    run = run_for(now, alice)
    work(run, now)
    call = LlmCall.objects.get()
    LlmCall.objects.filter(pk=call.pk).update(state=LlmCall.State.OPEN)
    KeptReply.objects.all().delete()
    StepVerdict.objects.update(state=StepVerdict.State.QUEUED, due_at=now, tries=0)
    run.step_verdicts.get().criteria.all().delete()
    GradingRun.objects.update(state=State.RUNNING)
    step = work(run, now)
    assert (step.state, step.tries, len(stub.requests)) == (StepVerdict.State.QUEUED, 0, 1)
    sweep(now=call.deadline_at + timedelta(seconds=1))
    work(run, call.deadline_at + timedelta(seconds=2))
    assert (run.state, len(stub.requests)) == (State.GRADED, 2)
    assert sorted(LlmCall.objects.values_list("state", flat=True)) == ["closed", "lost"]
