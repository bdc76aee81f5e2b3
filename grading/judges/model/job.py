"""What the model judge needs to grade one step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from grading.clock import Stopwatch
from grading.judges.answer import Answer
from grading.schemas import AnyRubric
from llm.services import Person


@dataclass(frozen=True)
class Job:
    rubric: AnyRubric
    step: str
    answer: Answer
    person: Person | None
    subject: str
    """The row of the ledger's calls, such as `step-verdict:17`."""
    model: str
    host: str
    """What the run began with: another model is another run."""
    replicate: int
    tries: int
    clock: Stopwatch
    renew: Callable[[datetime], None]
    """Hold the step until then, or raise LeaseLost."""
