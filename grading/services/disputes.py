"""A candidate holds a band to be wrong: a second look by the model where there is one, and a person's answer always."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.db import IntegrityError, transaction

from grading.errors import AnsweredAlready, BadArgument, DisputeIsOpen, DisputeIsOver, JudgeUnavailable, NotDisputable
from grading.models import Dispute, GradingRun
from grading.models.people import MAX_ARGUMENT
from grading.schemas import read_rubric
from grading.services.overrides import check_reason, find_criterion, override_band
from grading.services.runs import LIVE, request_grading, stop_run

if TYPE_CHECKING:
    from accounts.models import User

MIN_ARGUMENT: Final = 20
State = Dispute.State


def open_dispute(*, run: GradingRun, criterion: str, argument: str, now: datetime) -> Dispute:
    """Dispute one criterion of a finished grade.

    A model reads the step again with the argument before it, as a run of its own; the checklist can't weigh one,
    so its grades go straight to a person. Raises BadArgument, NoSuchCriterion, NotDisputable, DisputeIsOpen,
    AnsweredAlready.
    """
    argument = argument.strip()
    if not MIN_ARGUMENT <= len(argument) <= MAX_ARGUMENT:
        raise BadArgument
    if run.state != GradingRun.State.GRADED or run.purpose != GradingRun.Purpose.GRADE:
        raise NotDisputable
    step, _ = find_criterion(run, read_rubric(run.rubric.data), criterion)
    if run.disputes.filter(criterion=criterion, state__in=[State.CHANGED, State.STANDS]).exists():
        raise AnsweredAlready
    try:
        with transaction.atomic():
            dispute = Dispute.objects.create(
                run=run, step=step, criterion=criterion, argument=argument, state=State.WAITING, opened_at=now
            )
            regrade = ask_again(run, step, argument, now)
            if regrade is not None:
                state = State.REGRADING if regrade.state in LIVE else State.WAITING
                # The same words about the same step are read once; another dispute of it may have had them already.
                is_taken = Dispute.objects.filter(regrade=regrade).exists()
                Dispute.objects.filter(pk=dispute.pk).update(regrade=None if is_taken else regrade, state=state)
    except IntegrityError:
        raise DisputeIsOpen from None
    dispute.refresh_from_db()
    return dispute


def ask_again(run: GradingRun, step: str, argument: str, now: datetime) -> GradingRun | None:
    """The model's second look at one step; None where a checklist graded, or the model is gone."""
    if run.judge != "model":
        return None
    try:
        return request_grading(
            submission=run.submission,
            rubric=run.rubric,
            steps=[step],
            judge="model",
            level=run.level,
            now=now,
            purpose=GradingRun.Purpose.DISPUTE,
            argument=argument,
        )
    except JudgeUnavailable:
        return None


def settle_disputes(*, now: datetime) -> int:
    """Disputes whose second look has ended, in a grade or not, wait for a person; how many moved."""
    ended = Dispute.objects.filter(state=State.REGRADING).exclude(regrade__state__in=LIVE)
    return ended.update(state=State.WAITING)


def withdraw_dispute(*, dispute: Dispute, now: datetime) -> Dispute:
    """Its owner takes it back; a second look that has not begun is stopped. Raises DisputeIsOver."""
    with transaction.atomic():
        close_dispute(dispute, State.WITHDRAWN, "", None, now)
        if dispute.regrade is not None and dispute.regrade.state in LIVE:
            stop_run(run=dispute.regrade, now=now)
    return dispute


def answer_dispute(*, dispute: Dispute, band: int | None, reason: str, by: User, now: datetime) -> Dispute:
    """A person's answer: another band, or None where the band stands. Raises DisputeIsOver, BadReason, SameBand."""
    reason = check_reason(reason)
    if band is None:
        close_dispute(dispute, State.STANDS, reason, by, now)
        return dispute
    if dispute.state not in Dispute.OPEN:
        raise DisputeIsOver
    with transaction.atomic():
        row = override_band(run=dispute.run, criterion=dispute.criterion, band=band, reason=reason, by=by, now=now)
        if row.dispute_id != dispute.pk:  # withdrawn at the same moment
            raise DisputeIsOver
    dispute.refresh_from_db()
    return dispute


def close_dispute(dispute: Dispute, state: Dispute.State, answer: str, by: User | None, now: datetime) -> None:
    moved = Dispute.objects.filter(pk=dispute.pk, state__in=Dispute.OPEN).update(
        state=state, answer=answer, decided_at=now, decided_by=by
    )
    if not moved:
        raise DisputeIsOver
    dispute.refresh_from_db()
