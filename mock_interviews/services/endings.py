"""The end of an attempt: handed in, run out of time, or withdrawn. Both ends freeze the same kind of submission."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from grading.models import GradingRun
from grading.reshaded import JUDGED_KEYS
from grading.services import freeze_submission, request_grading
from mock_interviews.errors import NotEnded
from mock_interviews.models import Attempt
from mock_interviews.services.diagrams import read_diagram
from mock_interviews.services.moves import move_attempt

if TYPE_CHECKING:
    from accounts.models import User

logger = logging.getLogger(__name__)

SWEEP_SLACK = timedelta(seconds=10)
"""The sweeper waits this long after `closes_at`: a draft stamped in time may still wait for the database."""
SWEEP_AT_MOST = 200

END_OF_RUN = {
    GradingRun.State.GRADED: Attempt.State.GRADED,
    GradingRun.State.NEEDS_REVIEW: Attempt.State.NEEDS_REVIEW,
    GradingRun.State.STOPPED: Attempt.State.NEEDS_REVIEW,
}


def submit_attempt(*, attempt: Attempt, now: datetime, by: User | None = None) -> Attempt:
    """Hand in what is saved. Twice is the same as once; after the time it is an expiry."""
    if attempt.is_over(now):
        return expire_attempt(attempt=attempt, now=now)
    _end(attempt=attempt, to=Attempt.State.SUBMITTED, ended_at=now, now=now, by=by)
    begin_grading(attempt=attempt, now=now)
    return attempt


def expire_attempt(*, attempt: Attempt, now: datetime) -> Attempt:
    """Close an attempt whose time is up, stamped with its deadline. Does nothing to one that still takes drafts."""
    if attempt.is_over(now):
        _end(attempt=attempt, to=Attempt.State.EXPIRED, ended_at=attempt.deadline_at, now=now)
    begin_grading(attempt=attempt, now=now)
    return attempt


def settle_attempt(*, attempt: Attempt, now: datetime) -> Attempt:
    """What reading finds: an attempt that is over but still marked active is closed here and now."""
    if attempt.state == Attempt.State.ACTIVE and attempt.is_over(now):
        expire_attempt(attempt=attempt, now=now)
    return attempt


def void_attempt(*, attempt: Attempt, by: User, why: str, now: datetime) -> bool:
    """Withdraw an attempt, in whatever state it is. Its texts stay."""
    return move_attempt(
        attempt=attempt, to=Attempt.State.VOID, now=now, by=by, why=why, ended_at=attempt.ended_at or now
    )


def _end(*, attempt: Attempt, to: Attempt.State, ended_at: datetime, now: datetime, by: User | None = None) -> None:
    """The move comes before the drafts are read: whoever saves holds the attempt's row, so nothing slips between."""
    if attempt.state != Attempt.State.ACTIVE:
        return
    with transaction.atomic():
        if move_attempt(attempt=attempt, to=to, now=now, by=by, ended_at=ended_at, paused_at=None):
            freeze_attempt(attempt=attempt, submitted_at=ended_at)
            return
    attempt.refresh_from_db()


def freeze_attempt(*, attempt: Attempt, submitted_at: datetime, replaced: dict[str, str] | None = None) -> None:
    """Store the newest accepted texts, and the diagram as it is read, as an immutable submission.

    `replaced` puts other texts in place of some.
    """
    drafts = {draft.step: draft for draft in attempt.drafts.all()}
    texts = {step: draft.text for step, draft in drafts.items()} | (replaced or {})
    sections = {key: texts.get(key, "") for key in attempt.step_keys}
    diagram = read_diagram(drafts, replaced=replaced).sketch.as_graph()
    attempt.submission = freeze_submission(
        owner=attempt.user, sections=sections, diagram=diagram, transcript=[], now=submitted_at
    )
    attempt.save(update_fields=["submission"])


def begin_grading(*, attempt: Attempt, now: datetime) -> None:
    """Ask for the grade of an ended attempt that has none yet. What fails here is tried again by the sweeper."""
    if attempt.state not in {Attempt.State.SUBMITTED, Attempt.State.EXPIRED} or attempt.is_closed_copy:
        return
    try:
        with transaction.atomic():
            run = ask_for_run(attempt=attempt, now=now)
            move_attempt(attempt=attempt, to=Attempt.State.GRADING, now=now, run=run)
    except Exception:
        logger.exception("grading of attempt %s could not be asked for; the sweeper will", attempt.public_id)
    settle_run(attempt=attempt, now=now)


def ask_for_run(*, attempt: Attempt, now: datetime, judge: str = "default") -> GradingRun:
    if attempt.submission is None:
        raise NotEnded
    return request_grading(
        submission=attempt.submission,
        rubric=attempt.version.rubric,
        steps=attempt.step_keys if attempt.is_drill else list(JUDGED_KEYS),
        judge=judge,
        level=attempt.level,
        now=now,
    )


def settle_run(*, attempt: Attempt, now: datetime) -> None:
    """Read the attempt again, and take over the end of a run that had ended before the attempt pointed at it."""
    attempt.refresh_from_db()
    if attempt.run is not None:
        follow_run(run=attempt.run, now=now)
        attempt.refresh_from_db(fields=["state"])


def follow_run(*, run: GradingRun, now: datetime) -> None:
    """Move the attempts that show this run to its end. Re-grades don't move what is graded already."""
    to = END_OF_RUN.get(GradingRun.State(run.state))
    if to is None:
        return
    for attempt in run.attempts.filter(state__in=[Attempt.State.GRADING, Attempt.State.NEEDS_REVIEW]):
        if attempt.state != to:
            move_attempt(attempt=attempt, to=to, now=now)


def sweep_attempts(*, now: datetime) -> int:
    """Close what ran out with nobody online, and catch up on gradings. One bad row never stops the others."""
    done = 0
    for attempt in _due(now):
        try:
            before = attempt.state
            expire_attempt(attempt=attempt, now=now)
            settle_run(attempt=attempt, now=now)
            done += attempt.state != before
        except Exception:
            logger.exception("sweeping attempt %s failed", attempt.public_id)
    return done


def _due(now: datetime) -> list[Attempt]:
    """Attempts out of time, ended ones whose grading was never asked for, and graded ones that were not told so."""
    related = ("user", "version__rubric", "submission", "run")
    out_of_time = Attempt.objects.over(now - SWEEP_SLACK).select_related(*related)
    forgotten = Attempt.objects.forgotten(now - SWEEP_SLACK).select_related(*related)
    return [*out_of_time[:SWEEP_AT_MOST], *forgotten[:SWEEP_AT_MOST]]
