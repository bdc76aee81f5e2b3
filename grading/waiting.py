"""Where a grading stands in the queue, for the people who wait for it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from grading.models import GradingRun, StepVerdict
from llm.queries import mean_seconds

Step = StepVerdict.State
LIVE: Final = (GradingRun.State.QUEUED, GradingRun.State.RUNNING)
OFFLINE_SECONDS: Final = 0.5
"""One step of the checklist judge, generously."""


@dataclass(frozen=True)
class QueuePlace:
    waiting: int
    """Steps of this grading that nobody has begun."""
    running: int
    ahead: int
    """Steps of other gradings that go first."""
    retries: int
    """How often its unfinished steps were tried in vain."""
    next_try_at: datetime | None
    """Set where all of it waits for a moment to come, for example for a model that is down."""
    seconds: int | None
    """About how long it will take; None while there is nothing to guess from."""

    @property
    def sentences(self) -> list[str]:
        said = []
        if self.ahead:
            said.append(f"{self.ahead} step{_s(self.ahead)} of other answers go{_es(self.ahead)} first.")
        elif self.waiting and not self.running:
            said.append("Next in line.")
        if self.running:
            said.append(f"{self.running} step{_s(self.running)} being read now, {self.waiting} waiting.")
        if self.retries:
            said.append(f"Tried again {self.retries} time{_s(self.retries)}.")
        if self.seconds is not None:
            said.append(f"About {_duration(self.seconds)} to go.")
        return said


def read_place(run: GradingRun, now: datetime) -> QueuePlace | None:
    """None for a grading that has ended."""
    if run.state not in LIVE:
        return None
    steps = [one for one in run.step_verdicts.all() if one.state in (Step.QUEUED, Step.RUNNING)]
    waiting = [one for one in steps if one.state == Step.QUEUED]
    running = len(steps) - len(waiting)
    due_at = min((one.due_at for one in waiting), default=None)
    others = StepVerdict.objects.filter(run__state__in=LIVE, run__judge=run.judge).exclude(run=run)
    ahead = others.filter(state=Step.QUEUED, due_at__lt=min(due_at, now)).count() if due_at else 0
    hands = running + others.filter(state=Step.RUNNING).count()
    pause = max(0.0, (due_at - now).total_seconds()) if due_at and not running else 0.0
    return QueuePlace(
        waiting=len(waiting),
        running=running,
        ahead=ahead,
        retries=sum(one.tries - (one.state == Step.RUNNING) for one in steps),
        next_try_at=due_at if pause else None,
        seconds=_guess(run, ahead + len(steps), max(1, hands), pause),
    )


def _guess(run: GradingRun, steps: int, hands: int, pause: float) -> int | None:
    """As long as so many rounds of the newest calls took; a model that was never asked lets nobody guess."""
    each = OFFLINE_SECONDS
    if run.judge == "model":
        mean = mean_seconds(str(run.parameters.get("host", "")), run.model)
        if mean is None:
            return None
        each = mean
    return math.ceil(pause + each * math.ceil(steps / hands))


def _duration(seconds: int) -> str:
    return f"{seconds} s" if seconds < 90 else f"{round(seconds / 60)} min"


def _s(count: int) -> str:
    return "" if count == 1 else "s"


def _es(count: int) -> str:
    return "es" if count == 1 else ""
