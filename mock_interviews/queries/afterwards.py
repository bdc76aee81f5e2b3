"""What only the room knows of an attempt that has ended: minutes, and texts that were refused."""

from __future__ import annotations

from dataclasses import dataclass

from grading.reshaded import title_of
from mock_interviews.models import Attempt, KeptText
from mock_interviews.steps import name_of_text


@dataclass(frozen=True)
class StepMinutes:
    """Where the minutes of one step went, for the chart of 240 units."""

    title: str
    budget: int
    used: float
    budget_width: str
    used_width: str
    over_width: str

    @property
    def is_over(self) -> bool:
        return self.used > self.budget


def read_minutes(attempt: Attempt) -> list[StepMinutes]:
    """Budget and use of each step, drawn to one scale."""
    drafts = {draft.step: draft.active_ms / 60_000 for draft in attempt.drafts.all()}
    rows = [(step["key"], step["minutes"], drafts.get(step["key"], 0.0)) for step in attempt.steps]
    longest = max((max(budget, used) for _, budget, used in rows), default=1) or 1
    return [
        StepMinutes(
            title=title_of(key),
            budget=budget,
            used=round(used, 1),
            budget_width=f"{budget / longest * 100:.2f}%",
            used_width=f"{min(used, budget) / longest * 100:.2f}%",
            over_width=f"{max(0.0, used - budget) / longest * 100:.2f}%",
        )
        for key, budget, used in rows
    ]


@dataclass(frozen=True)
class KeptRow:
    kept: KeptText
    title: str
    is_accepted: bool


def read_kept(attempt: Attempt) -> list[KeptRow]:
    """Texts that were refused but kept, newest first, shown to their owner."""
    accepted = {change.detail.get("digest") for change in attempt.changes.all() if change.what == "late_text_accepted"}
    return [
        KeptRow(kept, name_of_text(kept.step), kept.digest in accepted)
        for kept in attempt.kept_texts.order_by("-received_at")
    ]
