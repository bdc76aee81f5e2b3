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
    """Whose budget pays."""
    owner_id: int | None
    """Whose answer it is."""
    subject: str
    """The row of the ledger's calls, such as `step-verdict:17`."""
    model: str
    host: str
    """What the run began with: another model is another run."""
    replicate: int
    readings: int
    """How often at most the step is read where one reading leaves doubt."""
    tries: int
    clock: Stopwatch
    renew: Callable[[datetime], None]
    """Hold the step until then, or raise LeaseLost."""
    argument: str = ""
    """What the candidate says against an earlier grade of this step: data, and no evidence."""
