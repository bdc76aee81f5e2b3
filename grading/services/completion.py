"""The end of a run: whoever finishes the last step adds it up."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from grading.models import GradingRun, StepVerdict
from grading.schemas import AnyRubric, read_rubric
from grading.scoring import Deduction, Flag, Result, StepScore, compute_result
from grading.services.runs import LIVE, announce

Step = StepVerdict.State
WAITING = (Step.QUEUED, Step.RUNNING)


def complete_run(*, run_id: int, now: datetime) -> bool:
    """Close the run when no step is left to grade. True for the one caller that closed it; twice does nothing."""
    run = GradingRun.objects.select_related("rubric").get(pk=run_id)
    if run.state not in LIVE:
        return False
    steps = list(run.step_verdicts.all())
    if any(step.state in WAITING for step in steps):
        return False
    failed = [step for step in steps if step.state != Step.DONE]
    values: dict[str, Any] = {"state": GradingRun.State.NEEDS_REVIEW, "note": failed[0].error} if failed else {}
    if not failed:
        result = add_up(run, read_rubric(run.rubric.data), steps)
        values = {"state": GradingRun.State.GRADED, "result": result.as_json(), "note": ""}
    with transaction.atomic():
        # Two workers may get here with the last two steps; one of them wins.
        moved = GradingRun.objects.filter(pk=run.pk, state__in=LIVE).update(finished_at=now, **values)
        if moved:
            announce(run.pk, now)
    return bool(moved)


def add_up(run: GradingRun, rubric: AnyRubric, steps: list[StepVerdict]) -> Result:
    scores = {step.step: StepScore(step.score or 0.0, step.band or 0) if step.is_assessed else None for step in steps}
    deductions = [Deduction(**one) for one in run.parameters.get("deductions", [])]
    return compute_result(scores=scores, flags=collect_flags(rubric, steps), deductions=deductions)


def collect_flags(rubric: AnyRubric, steps: list[StepVerdict]) -> list[Flag]:
    """Each red flag once, with all that was quoted for it."""
    quoted: dict[str, list[dict[str, Any]]] = {}
    for step in steps:
        for raised in step.red_flags:
            quoted.setdefault(raised["id"], []).extend(raised["evidence"])
    return [Flag(one.id, one.text, one.severity, quoted[one.id]) for one in rubric.red_flags if one.id in quoted]
