"""Replies of a model as agreed, and the one-step run that asks for them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from accounts.models import User
from grading.models import GradingRun, StepVerdict
from grading.services import grade_step
from tests.grading.samples import make_run

QUOTE = "when it is full for 5 s we answer 429"


def verdict(band: int = 3, quote: str = QUOTE, kind: str = "quote") -> dict[str, Any]:
    evidence = [{"kind": kind, "text": quote}] if band else []
    return {"evidence": evidence, "why": "Says when it refuses. Its price is missing.", "band": band}


def asked_for(request: dict[str, Any]) -> list[str]:
    return list(request["response_format"]["json_schema"]["schema"]["properties"]["criteria"]["properties"])


def good(request: dict[str, Any], **changed: Any) -> dict[str, Any]:
    """A reply as agreed, to whatever was asked; `changed` replaces the verdict of single criteria."""
    return {
        "criteria": {one: changed.get(one.replace("-", "_"), verdict()) for one in asked_for(request)},
        "red_flags": [],
    }


def run_for(now: datetime, owner: User | None = None, **more: Any) -> GradingRun:
    return make_run(now, owner, steps=["estimation"], **more)


def work(run: GradingRun, now: datetime) -> StepVerdict:
    for step in run.step_verdicts.all():
        grade_step(step_verdict_id=step.pk, now=now)
    run.refresh_from_db()
    return run.step_verdicts.get()
