"""The model judge without a run: for measuring it on answer files. Its calls stand in the ledger like any others."""

from __future__ import annotations

from datetime import datetime

from grading.clock import Stopwatch
from grading.judges.answer import Answer, StepOutcome
from grading.judges.model.job import Job
from grading.judges.model.judge import judge_with_model
from grading.judges.model.readings import READINGS
from grading.schemas import AnyRubric
from llm.client import require_server


def _hold(until: datetime) -> None:
    """There is no lease to hold."""


class _ModelJudge:
    def __init__(self, now: datetime) -> None:
        self.clock = Stopwatch(now)
        self.server = require_server()

    def __call__(self, rubric: AnyRubric, step: str, answer: Answer) -> StepOutcome:
        job = Job(
            rubric=rubric,
            step=step,
            answer=answer,
            person=None,
            owner_id=None,
            subject="evaluation",
            model=self.server.model,
            host=self.server.host,
            replicate=0,
            readings=READINGS,
            tries=1,
            clock=self.clock,
            renew=_hold,
        )
        outcome, closing = judge_with_model(job)
        if closing is not None:
            closing(self.clock.now())
        return outcome


def model_judge(*, now: datetime) -> _ModelJudge:
    """A judge as `grading.evaluation` takes it; NoModel when none is configured."""
    return _ModelJudge(now)
