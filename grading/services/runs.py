"""Asking for a grade, stopping it, and trying again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction

from grading.errors import JudgeUnavailable, NothingToGrade, RunIsOver, RunIsRunning
from grading.judges.model.readings import READINGS
from grading.judges.offline.parameters import VERSION as OFFLINE_VERSION
from grading.judges.offline.parameters import as_json as offline_parameters
from grading.models import GradingRun, RubricVersion, StepVerdict, Submission
from grading.prompts import PROMPT_VERSION
from grading.queue import send_steps
from grading.schemas import digest_of, read_rubric
from grading.scoring import Deduction
from grading.signals import run_ended
from llm.client import configured_server

State = GradingRun.State
LIVE = (State.QUEUED, State.RUNNING)


@dataclass(frozen=True)
class JudgeChoice:
    judge: str
    version: str
    model: str
    parameters: dict[str, Any]


def choose_judge(judge: str) -> JudgeChoice:
    """`default` is the model where one is configured, else the checklist; neither stands in for the other later."""
    server = configured_server()
    if judge == "default":
        judge = "model" if server else "offline"
    if judge == "offline":
        return JudgeChoice("offline", OFFLINE_VERSION, "", offline_parameters())
    if judge != "model":
        raise ValueError(f"unknown judge {judge!r}")
    if server is None:
        raise JudgeUnavailable
    return JudgeChoice("model", PROMPT_VERSION, server.model, {"host": server.host, "readings": READINGS})


def current_version(judge: str) -> str:
    """The version that a grade of today by this kind of judge has."""
    return OFFLINE_VERSION if judge == "offline" else PROMPT_VERSION


def run_key(
    *, submission: Submission, rubric: RubricVersion, steps: Sequence[str], choice: JudgeChoice, more: dict[str, Any]
) -> str:
    """The digest of all that the judge is sent, the owner, and what makes the result another one."""
    return digest_of(
        {
            "owner": submission.owner_id,
            "submission": submission.digest,
            "rubric": rubric.digest,
            "steps": list(steps),
            "judge": asdict(choice),
            **more,
        }
    )


def request_grading(
    *,
    submission: Submission,
    rubric: RubricVersion,
    steps: Sequence[str],
    judge: str = "default",
    level: str = "senior",
    now: datetime,
    replicate: int = 0,
    deductions: Sequence[Deduction] = (),
    purpose: GradingRun.Purpose = GradingRun.Purpose.GRADE,
    argument: str = "",
) -> GradingRun:
    """The run that grades these steps; the same request again returns the same run and pays nothing.

    A run that waits for a person or was stopped goes on with the steps it lacks. `deductions`: points for hints taken;
    `argument`: what the owner says against an earlier grade, put before the model as data.
    """
    steps = [key for key in steps if key in read_rubric(rubric.data).steps]
    if not steps:
        raise NothingToGrade
    choice = choose_judge(judge)
    taken = [asdict(one) for one in deductions]
    more: dict[str, Any] = {"replicate": replicate, "deductions": taken}
    more |= {"argument": argument} if argument else {}
    key = run_key(submission=submission, rubric=rubric, steps=steps, choice=choice, more=more)
    existing = GradingRun.objects.filter(key=key).first()
    if existing is not None:
        return _meet_again(existing, purpose, now)
    values = {
        "submission": submission,
        "rubric": rubric,
        "steps": steps,
        "judge": choice.judge,
        "judge_version": choice.version,
        "model": choice.model,
        "parameters": choice.parameters
        | ({"deductions": taken} if taken else {})
        | ({"argument": argument} if argument else {}),
        "replicate": replicate,
        "purpose": purpose,
        "level": level,
        "created_at": now,
    }
    try:
        with transaction.atomic():
            run = GradingRun.objects.create(key=key, **values)
            _add_steps(run, now)
    except IntegrityError:  # the same request at the same moment
        return _meet_again(GradingRun.objects.get(key=key), purpose, now)
    return run


def _add_steps(run: GradingRun, now: datetime) -> None:
    rows = StepVerdict.objects.bulk_create(
        StepVerdict(run=run, step=step, number=number, due_at=now) for number, step in enumerate(run.steps, start=1)
    )
    send_steps(row.pk for row in rows)


def _meet_again(run: GradingRun, purpose: GradingRun.Purpose, now: datetime) -> GradingRun:
    if purpose == GradingRun.Purpose.GRADE and run.purpose == GradingRun.Purpose.TRIAL:
        # Its owner asks for what the staff had only tried.
        GradingRun.objects.filter(pk=run.pk).update(purpose=purpose)
        run.purpose = purpose
    if run.state in {State.NEEDS_REVIEW, State.STOPPED}:
        return retry_run(run=run, now=now)
    if run.state == State.GRADED:
        announce(run.pk, now)
    return run


def request_estimate(*, run: GradingRun, now: datetime) -> GradingRun:
    """The checklist estimate of the same answer, as a labelled run of its own; the model's run stays as it is."""
    return request_grading(
        submission=run.submission,
        rubric=run.rubric,
        steps=run.steps,
        judge="offline",
        level=run.level,
        now=now,
        deductions=[Deduction(**one) for one in run.parameters.get("deductions", [])],
    )


def retry_run(*, run: GradingRun, now: datetime) -> GradingRun:
    """Take up the steps that failed or were stopped; the ones that are done stay."""
    if run.state in LIVE:
        raise RunIsRunning
    with transaction.atomic():
        moved = GradingRun.objects.filter(pk=run.pk, state__in=[State.NEEDS_REVIEW, State.STOPPED]).update(
            state=State.QUEUED, note="", finished_at=None
        )
        if not moved:
            raise RunIsOver
        missing = run.step_verdicts.filter(state__in=[StepVerdict.State.FAILED, StepVerdict.State.STOPPED])
        ids = list(missing.values_list("pk", flat=True))
        StepVerdict.objects.filter(pk__in=ids).update(
            state=StepVerdict.State.QUEUED, tries=0, crashes=0, due_at=now, error="", lease_token="", lease_until=None
        )
        send_steps(ids)
    run.refresh_from_db()
    return run


def stop_run(*, run: GradingRun, now: datetime) -> GradingRun:
    """No further step begins; a call in flight is still paid, and its verdict not written."""
    with transaction.atomic():
        moved = GradingRun.objects.filter(pk=run.pk, state__in=LIVE).update(
            state=State.STOPPED, note="Stopped. Nothing more is sent to the judge.", finished_at=now
        )
        if not moved:
            raise RunIsOver
        run.step_verdicts.filter(state__in=[StepVerdict.State.QUEUED, StepVerdict.State.RUNNING]).update(
            state=StepVerdict.State.STOPPED, lease_token="", lease_until=None
        )
        announce(run.pk, now)
    run.refresh_from_db()
    return run


def announce(run_id: int, now: datetime) -> None:
    """Tell the other apps, once it is committed, that this run has ended."""
    transaction.on_commit(partial(run_ended.send_robust, sender=GradingRun, run_id=run_id, now=now))
