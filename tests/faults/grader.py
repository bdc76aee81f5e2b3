"""`python -m tests.faults.grader ask COUNT` and `… read`: gradings from inside a site under test."""

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


def owed(call: LlmCall) -> int:
    """What a call should have taken from the budget: its reservation while open or lost, its tokens once answered."""
    if call.state == LlmCall.State.FAILED:
        return 0
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
    }


if __name__ == "__main__":
    json.dump(ask(int(sys.argv[2])) if sys.argv[1] == "ask" else read(), sys.stdout)
