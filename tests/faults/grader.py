"""Gradings inside a site under test: `python -m tests.faults.grader ask COUNT`, `… order "page x2" …`, `… read`."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.utils import timezone  # noqa: E402

from grading.models import CriterionVerdict, GradingRun  # noqa: E402
from grading.services import request_grading  # noqa: E402
from llm.models import LlmCall, TokenBudget  # noqa: E402
from tests.grading.samples import make_rubric, make_submission  # noqa: E402

STEPS = ["estimation", "api_design", "evaluation"]


def ask(count: int) -> list[int]:
    """So many answers, each handed in and its grading asked for."""
    now = timezone.now()
    rubric = make_rubric(now)
    runs = []
    for number in range(count):
        submission = make_submission(now, requirements=f"Answer number {number} keeps a cache in front of it.")
        runs.append(request_grading(submission=submission, rubric=rubric, steps=STEPS, now=now).pk)
    return runs


def order(orders: list[str]) -> list[int]:
    """One answer an order, of one step, that tells the model's process how to behave."""
    now = timezone.now()
    rubric = make_rubric(now)
    runs = []
    for words in orders:
        submission = make_submission(now, requirements=f"Do: {words}.")
        runs.append(request_grading(submission=submission, rubric=rubric, steps=["estimation"], now=now).pk)
    return runs


def ledger_of(run: GradingRun) -> dict[str, int]:
    subjects = [f"step-verdict:{pk}" for pk in run.step_verdicts.values_list("pk", flat=True)]
    return Counter(LlmCall.objects.filter(subject__in=subjects).values_list("state", flat=True))


def owed(call: LlmCall) -> int:
    """What a call should have taken from the budget: its reservation while open or lost, its tokens once answered."""
    if call.state == LlmCall.State.FAILED:
        return 0 if "did not answer" not in call.error else call.reserved_tokens
    if call.state in {LlmCall.State.OPEN, LlmCall.State.LOST}:
        return call.reserved_tokens
    return (call.prompt_tokens or 0) + (call.completion_tokens or 0)


def read() -> dict[str, Any]:
    runs = list(GradingRun.objects.order_by("pk"))
    verdicts = Counter(CriterionVerdict.objects.values_list("step_verdict__run_id", flat=True))
    budget = TokenBudget.objects.filter(spender="all").first()
    calls = list(LlmCall.objects.all())
    return {
        "states": Counter(run.state for run in runs),
        "totals": [run.result.get("total") for run in runs],
        "verdicts": [verdicts[run.pk] for run in runs],
        "calls": Counter(call.state for call in calls),
        "spent": budget.tokens if budget else 0,
        "due": sum(owed(call) for call in calls),
        "runs": [{"pk": run.pk, "state": run.state, "note": run.note, "calls": ledger_of(run)} for run in runs],
    }


if __name__ == "__main__":
    verb, *rest = sys.argv[1:]
    json.dump(ask(int(rest[0])) if verb == "ask" else order(rest) if verb == "order" else read(), sys.stdout)
