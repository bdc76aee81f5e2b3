"""While the model is down, slow, spent or misconfigured: the work is saved, said to be, and taken up again."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from pytest_django import Settings

from accounts.models import User
from grading.judges.model.retrying import next_midnight, next_try
from grading.models import GradingRun, StepVerdict
from grading.services import grade_step, request_estimate, retry_run
from llm.models import LlmCall, TokenBudget
from tests.grading.model_replies import good, run_for, work
from tests.stub_model import Stub, answers, fails, hangs, page

pytestmark = pytest.mark.django_db
State = GradingRun.State


@pytest.mark.parametrize(
    ("behaviour", "wait"),
    [
        (fails(429, Retry_After="90"), 90),
        (fails(503), 5),
        (fails(500), 5),
        (page, 5),
        (fails(401), 300),
    ],
)
def test_while_the_model_is_down_the_work_is_saved_and_says_when_it_goes_on(
    behaviour: Any, wait: int, now: datetime, stub: Stub
) -> None:
    stub.script = [behaviour]
    run = run_for(now)
    step = work(run, now)
    assert (run.state, step.state, step.score) == (State.RUNNING, StepVerdict.State.QUEUED, None)
    assert timedelta(seconds=wait) <= step.due_at - now <= timedelta(seconds=wait * 1.25 + 2)
    assert run.note.startswith("Saved. The grader is down; it will retry at ")
    assert len(stub.requests) == 1
    assert LlmCall.objects.get().state == LlmCall.State.FAILED
    assert TokenBudget.objects.get(spender="all").tokens == 0
    grade_step(step_verdict_id=step.pk, now=now + timedelta(seconds=1))
    assert len(stub.requests) == 1
    stub.script = [answers(good)]
    step = work(run, step.due_at + timedelta(seconds=1))
    assert (run.state, run.note, step.score) == (State.GRADED, "", 3.0)


def test_a_hanging_server_costs_what_was_reserved(now: datetime, stub: Stub, settings: Settings) -> None:
    settings.LLM_TIMEOUT_SECONDS = 0.3
    stub.script = [hangs(2)]
    run = run_for(now)
    step = work(run, now)
    assert (run.state, step.state) == (State.RUNNING, StepVerdict.State.QUEUED)
    assert TokenBudget.objects.get(spender="all").tokens > 1_000


def test_no_judge_stands_in_for_another(now: datetime, alice: User, stub: Stub) -> None:
    stub.script = [fails(503)]
    run = run_for(now, alice)
    for hour in range(1, 70):
        work(run, now + timedelta(hours=hour))
    assert (run.judge, run.state, run.result) == ("model", State.NEEDS_REVIEW, {})
    assert "tried 60 times" in run.note
    estimate = request_estimate(run=run, now=now)
    work(estimate, now)
    assert (estimate.judge, estimate.state) == ("offline", State.GRADED)
    run.refresh_from_db()
    assert run.state == State.NEEDS_REVIEW
    stub.script = [answers(good)]
    retry_run(run=run, now=now + timedelta(days=5))
    work(run, now + timedelta(days=5))
    assert run.state == State.GRADED


def test_a_spent_budget_waits_for_midnight(now: datetime, alice: User, stub: Stub, settings: Settings) -> None:
    settings.LLM_TOKENS_PER_PERSON_PER_DAY = 10
    run = run_for(now, alice)
    step = work(run, now)
    assert step.due_at == next_midnight(step.due_at - timedelta(minutes=2))
    assert run.note.startswith("Saved. Grading goes on at 00:01 UTC. Today's share of model use is spent")
    assert stub.requests == []


def test_a_server_that_keeps_failing_is_left_alone(now: datetime, stub: Stub) -> None:
    stub.script = [fails(503)]
    for number in range(4):
        work(run_for(now, replicate=number), now)
    assert len(stub.requests) == 3


def test_another_model_is_another_run(now: datetime, alice: User, stub: Stub, settings: Settings) -> None:
    run = run_for(now, alice)
    settings.LLM_MODEL = "stub-2"
    assert run_for(now, alice) != run
    work(run, now)
    assert run.state == State.NEEDS_REVIEW
    assert "isn't configured any more" in run.note


def test_a_context_that_the_server_refuses_waits_for_a_person(now: datetime, stub: Stub) -> None:
    stub.script = [fails(400, "maximum context length is 2048 tokens")]
    run = run_for(now)
    work(run, now)
    assert run.state == State.NEEDS_REVIEW
    assert "LLM_CONTEXT_TOKENS" in run.note


def test_retries_spread_and_grow(now: datetime) -> None:
    waits = [(next_try(now, tries, None, "a") - now).total_seconds() for tries in range(1, 12)]
    assert 5 <= waits[0] <= 6.25
    assert waits[-1] <= 15 * 60 * 1.25
    assert next_try(now, 1, None, "a") != next_try(now, 1, None, "b")
    assert next_try(now, 9, 30.0, "a") - now < timedelta(seconds=38)
    assert next_try(now, 1, 1e9, "a") - now < timedelta(hours=2)
