"""What people have said about the criteria of a run, shaped for its report."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from grading.effective import Overrides, pick_overrides
from grading.models import Dispute, GradingRun, Override
from grading.schemas import AnyRubric

NAMELESS = "a reviewer"
"""For staff who gave no name: what stands before the @ of their address is nobody's business."""


@dataclass(frozen=True)
class BandGiven:
    """One row above the judge: who, when, why, from which band to which. `new` is None where it was taken back."""

    by: str
    at: datetime
    reason: str
    old: int | None
    new: int | None


@dataclass(frozen=True)
class SecondLook:
    """How a model read the step again, with the argument before it."""

    run_id: int
    state_text: str
    band: int | None
    why: str


@dataclass(frozen=True)
class DisputeReport:
    id: int
    state: str
    state_text: str
    is_open: bool
    argument: str
    answer: str
    opened_at: datetime
    decided_at: datetime | None
    decided_by: str
    second_look: SecondLook | None


@dataclass(frozen=True)
class People:
    overrides: Overrides = field(default_factory=dict)
    """Criterion id → the row that counts."""
    given: dict[str, list[BandGiven]] = field(default_factory=dict)
    disputes: dict[str, list[DisputeReport]] = field(default_factory=dict)
    """Both by criterion, oldest first."""


def read_people(run: GradingRun, rubric: AnyRubric) -> People:
    """In at most four queries, whatever the number of criteria."""
    rows = list(Override.objects.filter(submission_id=run.submission_id).select_related("by"))
    given: dict[str, list[BandGiven]] = defaultdict(list)
    for row in rows:
        name = row.by.name if row.by and row.by.name else NAMELESS
        given[row.criterion].append(BandGiven(name, row.at, row.reason, row.old_band, row.new_band))
    disputes: dict[str, list[DisputeReport]] = defaultdict(list)
    found = run.disputes.select_related("decided_by", "regrade")
    for dispute in found.prefetch_related("regrade__step_verdicts__criteria"):
        disputes[dispute.criterion].append(show_dispute(dispute))
    return People(pick_overrides(rows, rubric), dict(given), dict(disputes))


def show_dispute(dispute: Dispute) -> DisputeReport:
    by = dispute.decided_by
    return DisputeReport(
        id=dispute.pk,
        state=dispute.state,
        state_text=Dispute.State(dispute.state).label,
        is_open=dispute.state in Dispute.OPEN,
        argument=dispute.argument,
        answer=dispute.answer,
        opened_at=dispute.opened_at,
        decided_at=dispute.decided_at,
        decided_by=(by.name or NAMELESS) if by else "",
        second_look=_second_look(dispute.regrade, dispute.criterion) if dispute.regrade else None,
    )


def _second_look(run: GradingRun, criterion: str) -> SecondLook:
    rows = [row for step in run.step_verdicts.all() for row in step.criteria.all() if row.criterion == criterion]
    row = rows[0] if rows else None
    text = GradingRun.State(run.state).label
    return SecondLook(run.pk, text, row.band if row else None, row.why if row else "")
