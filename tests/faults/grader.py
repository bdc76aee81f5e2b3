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
from llm.models import LlmCall, TokenBudget  # noqa: E402
from tests.grading.samples import (  # noqa: E402
    make_rubric,
    make_submission,
    request_grading,
)

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


def owed(call: dict[str, Any]) -> int:
    """What a call should have taken from the budget: its reservation while open or lost, its tokens once answered."""
    if call["state"] == "failed":
        return 0
    if call["state"] in {"open", "lost"}:
        return int(call["reserved_tokens"])
    return int(call["prompt_tokens"] + call["completion_tokens"])


def read() -> dict[str, Any]:
    runs = list(GradingRun.objects.order_by("pk"))
    verdicts = Counter(CriterionVerdict.objects.values_list("step_verdict__run_id", flat=True))
    budget = TokenBudget.objects.filter(spender="all").first()
    calls = list(LlmCall.objects.values("state", "reserved_tokens", "prompt_tokens", "completion_tokens"))
    return {
        "states": Counter(run.state for run in runs),
        "totals": [run.result.get("total") for run in runs],
        "verdicts": [verdicts[run.pk] for run in runs],
        "calls": Counter(call["state"] for call in calls),
        "spent": budget.tokens if budget else 0,
        "due": sum(owed(call) for call in calls),
    }


if __name__ == "__main__":
    json.dump(ask(int(sys.argv[2])) if sys.argv[1] == "ask" else read(), sys.stdout)
