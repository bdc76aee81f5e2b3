"""The end of a run: whoever finishes the last step adds it up."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from grading.effective import Overrides, answer_of, is_settled, marks_of, read_overrides, score_of
from grading.models import GradingRun, Override, StepVerdict, Submission
from grading.schemas import AnyRubric
from grading.scoring import Deduction, Flag, Result, compute_result
from grading.services.rubrics import rubric_of
from grading.services.runs import LIVE, announce
from grading.trust import describe_trust

Step = StepVerdict.State
State = GradingRun.State
WAITING = (Step.QUEUED, Step.RUNNING)


def complete_run(*, run_id: int, now: datetime) -> bool:
    """Close the run when no step is left to grade. True for the one caller that closed it; twice does nothing."""
    run = GradingRun.objects.select_related("rubric", "submission").defer("rubric__data").get(pk=run_id)
    if run.state not in LIVE:
        return False
    steps = list(run.step_verdicts.prefetch_related("criteria"))
    if any(step.state in WAITING for step in steps):
        return False
    with transaction.atomic():
        # Held so that a person's band given at this moment is either read here or adds this run up itself.
        list(Submission.objects.select_for_update().filter(pk=run.submission_id).values_list("pk"))
        values = end_of_run(run, steps)
        # Two workers may get here with the last two steps; one of them wins.
        moved = GradingRun.objects.filter(pk=run.pk, state__in=LIVE).update(finished_at=now, **values)
        if moved:
            announce(run.pk, now)
    return bool(moved)


def end_of_run(run: GradingRun, steps: list[StepVerdict]) -> dict[str, Any]:
    """State, note and result of a run none of whose steps waits any more, with people's bands above the judge's.

    Call it in the transaction that writes them, so that no band given meanwhile is missed.
    """
    failed = [step for step in steps if step.state != Step.DONE]
    if failed and not Override.objects.filter(submission_id=run.submission_id).exists():
        return {"state": State.NEEDS_REVIEW, "note": failed[0].error}
    rubric = rubric_of(run.rubric)
    answer = answer_of(run)
    overrides = read_overrides(run, rubric)
    unsettled = [step for step in failed if not is_settled(step, marks_of(step, rubric, answer, overrides))]
    if unsettled:
        return {"state": State.NEEDS_REVIEW, "note": unsettled[0].error}
    return {
        "state": State.GRADED,
        "note": "",
        "result": add_up(run, rubric, steps, overrides).as_json(),
        "judge_result": add_up(run, rubric, steps, {}).as_json() if overrides and not failed else {},
        **describe_trust(rubric, steps, answer),
    }


def add_up(run: GradingRun, rubric: AnyRubric, steps: list[StepVerdict], overrides: Overrides) -> Result:
    answer = answer_of(run)
    scores = {step.step: score_of(step, marks_of(step, rubric, answer, overrides)) for step in steps}
    deductions = [Deduction(**one) for one in run.parameters.get("deductions", [])]
    return compute_result(scores=scores, flags=collect_flags(rubric, steps), deductions=deductions)


def collect_flags(rubric: AnyRubric, steps: list[StepVerdict]) -> list[Flag]:
    """Each red flag once, with all that was quoted for it."""
    quoted: dict[str, list[dict[str, Any]]] = {}
    for step in steps:
        for raised in step.red_flags:
            quoted.setdefault(raised["id"], []).extend(raised["evidence"])
    return [Flag(one.id, one.text, one.severity, quoted[one.id]) for one in rubric.red_flags if one.id in quoted]
