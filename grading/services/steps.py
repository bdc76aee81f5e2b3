"""One step, graded once: claim by lease, judge outside any transaction, write by compare-and-set."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from grading.clock import Stopwatch
from grading.effective import answer_of
from grading.errors import LeaseLost, NeedsPerson, TryLater
from grading.judges.answer import Answer, StepOutcome, criteria_of
from grading.judges.model.job import Job
from grading.judges.model.judge import judge_with_model
from grading.judges.offline.judge import judge_step
from grading.models import GradingRun, StepVerdict
from grading.schemas import AnyRubric
from grading.scoring import Marked, score_step
from grading.services.completion import complete_run
from grading.services.rubrics import rubric_of
from grading.services.runs import LIVE
from grading.services.step_rows import (
    add_criteria,
    claim_row,
    finish_row,
    is_waiting,
    read_step,
    renew_row,
    start_run,
)
from llm.writing import writing

logger = logging.getLogger(__name__)

OFFLINE_LEASE = timedelta(seconds=15)
MAX_CRASHES = 10
"""So often may a step end in an error of ours, or with its worker, before a person has to look."""
MAX_TRIES = 60
"""So often is a model that is down asked for one step: with the pauses between, most of a day."""
Closing = Callable[[datetime], None]
State = StepVerdict.State


@dataclass
class Claim:
    """A step that this worker holds until `lease_until`."""

    step: StepVerdict
    run: GradingRun
    token: str

    def renew(self, until: datetime) -> None:
        """Hold it longer; LeaseLost when another worker, or Stop, has it by now."""
        if not renew_row(pk=self.step.pk, token=self.token, until=until):
            raise LeaseLost

    def held(self) -> QuerySet[StepVerdict]:
        """The row, as long as it is ours."""
        return StepVerdict.objects.filter(pk=self.step.pk, state=State.RUNNING, lease_token=self.token)


def grade_step(*, step_verdict_id: int, now: datetime) -> None:
    """Grade one step and, with the last one, the run. Does nothing to a step that isn't due or that somebody holds."""
    clock = Stopwatch(now)
    claim = claim_step(step_verdict_id=step_verdict_id, now=now)
    if claim is None:
        return
    if claim.step.crashes > MAX_CRASHES:  # it takes its worker down each time
        fail_step(claim=claim, sentence="Grading this step never came to an end; a person has to look.", now=now)
        complete_run(run_id=claim.run.pk, now=now)
        return
    try:
        outcome, closing = judge(claim, clock)
        finish_step(claim=claim, outcome=outcome, closing=closing, now=clock.now())
    except TryLater as later:
        put_back(claim=claim, later=later)
    except NeedsPerson as problem:
        fail_step(claim=claim, sentence=problem.sentence, now=clock.now())
    except LeaseLost:
        logger.warning("step %s went to another worker", claim.step.pk)
    except Exception:
        logger.exception("grading step %s failed", claim.step.pk)
        give_up_or_put_back(claim=claim, now=clock.now())
    if not is_waiting(claim.run.pk):
        complete_run(run_id=claim.run.pk, now=clock.now())


def claim_step(*, step_verdict_id: int, now: datetime) -> Claim | None:
    """Take the step with one conditional UPDATE: it is queued and due, or its lease has run out."""
    token = secrets.token_hex(16)
    with writing():
        if not claim_row(pk=step_verdict_id, token=token, until=now + OFFLINE_LEASE, now=now):
            return None
        step = read_step(step_verdict_id)
        if step.run.state == GradingRun.State.QUEUED:
            start_run(pk=step.run_id, now=now)
    return Claim(step, step.run, token)


def judge(claim: Claim, clock: Stopwatch) -> tuple[StepOutcome, Closing | None]:
    rubric = rubric_of(claim.run.rubric)
    answer = answer_of(claim.run)
    if not criteria_of(rubric, claim.step.step, answer):
        return StepOutcome([]), None
    if claim.run.judge == "offline":
        return judge_step(rubric, claim.step.step, answer), None
    return judge_with_model(model_job(claim, rubric, answer, clock))


def model_job(claim: Claim, rubric: AnyRubric, answer: Answer, clock: Stopwatch) -> Job:
    return Job(
        rubric=rubric,
        step=claim.step.step,
        answer=answer,
        person=None if claim.run.purpose == GradingRun.Purpose.TRIAL else claim.run.submission.owner,
        owner_id=claim.run.submission.owner_id,
        subject=f"step-verdict:{claim.step.pk}",
        model=claim.run.model,
        host=str(claim.run.parameters.get("host", "")),
        replicate=claim.run.replicate,
        readings=int(claim.run.parameters.get("readings", 1)),
        tries=claim.step.tries,
        clock=clock,
        renew=claim.renew,
        argument=str(claim.run.parameters.get("argument", "")),
    )


def finish_step(*, claim: Claim, outcome: StepOutcome, closing: Closing | None, now: datetime) -> None:
    """Verdicts, step and ledger in one transaction. A verdict whose lease is lost is not written; its call is paid."""
    rubric = rubric_of(claim.run.rubric)
    weights = {one.id: one.weight for one in rubric.steps[claim.step.step].criteria}
    marks = [Marked(one.score, weights[one.criterion]) for one in outcome.criteria]
    score = score_step(marks) if marks else None
    with writing():
        is_ours = finish_row(pk=claim.step.pk, token=claim.token, score=score, outcome=outcome, now=now)
        if is_ours:
            add_criteria(claim.step.pk, outcome.criteria)
            if claim.run.note:
                GradingRun.objects.filter(pk=claim.run.pk, state__in=LIVE).update(note="")
        if closing is not None:
            closing(now)


def put_back(*, claim: Claim, later: TryLater) -> None:
    """Back into the queue until it is due; the run tells its owner that the work is saved and when it goes on."""
    sentence, due_at = later.sentence, later.due_at
    if later.is_try and claim.step.tries >= MAX_TRIES:
        fail_step(claim=claim, sentence=f"{sentence} It was tried {claim.step.tries} times.", now=due_at)
        return
    when = f"{due_at:%H:%M} UTC"
    state = f"The grader is down; it will retry at {when}." if later.is_down else f"Grading goes on at {when}."
    note = f"Saved. {state} {sentence}"
    with writing():
        if claim.held().update(
            state=State.QUEUED,
            lease_token="",
            lease_until=None,
            due_at=due_at,
            error=sentence[:300],
            tries=claim.step.tries - (not later.is_try),
        ):
            GradingRun.objects.filter(pk=claim.run.pk, state__in=LIVE).update(note=note[:300])


def fail_step(*, claim: Claim, sentence: str, now: datetime) -> None:
    """A person has to look at this step; its score stays unknown."""
    with writing():
        claim.held().update(state=State.FAILED, lease_token="", lease_until=None, error=sentence[:300], done_at=now)


def give_up_or_put_back(*, claim: Claim, now: datetime) -> None:
    crashes = claim.step.crashes + 1
    if crashes > MAX_CRASHES:
        fail_step(claim=claim, sentence="Grading this step failed several times; a person has to look.", now=now)
        return
    delay = timedelta(seconds=min(300, 5 * 2**crashes))
    with writing():
        claim.held().update(
            state=State.QUEUED,
            lease_token="",
            lease_until=None,
            due_at=now + delay,
            crashes=crashes,
            error="An error of ours; tried again.",
        )
