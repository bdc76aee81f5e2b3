"""A person's attempts as a whole: joining an account, taking them along, deleting them."""

from __future__ import annotations

from datetime import datetime
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from django.db import transaction

from mock_interviews.models import Attempt, Draft
from mock_interviews.services.endings import freeze_attempt
from mock_interviews.services.moves import move_attempt, note_change

if TYPE_CHECKING:
    from accounts.models import User


def move_rows(*, source: User, target: User, now: datetime) -> int:
    """Give a guest's attempts to the account that the guest signed in to.

    Where both have a running attempt at one interview, the account's goes on and the guest's survives as a closed copy:
    its texts are frozen as they stand and not graded.
    """
    with transaction.atomic():
        taken = Attempt.objects.filter(user=target, state=Attempt.State.ACTIVE).values_list("interview_id", flat=True)
        for attempt in Attempt.objects.filter(user=source, state=Attempt.State.ACTIVE, interview_id__in=list(taken)):
            close_copy(attempt=attempt, owner=target, now=now)
        attempts = list(Attempt.objects.filter(user=source))
        for attempt in attempts:
            note_change(attempt=attempt, what="joined_account", detail={}, now=now, by=target)
        return Attempt.objects.filter(user=source).update(user=target)


def close_copy(*, attempt: Attempt, owner: User, now: datetime) -> None:
    if move_attempt(
        attempt=attempt,
        to=Attempt.State.SUBMITTED,
        now=now,
        why="closed copy: the account had one running",
        ended_at=min(now, attempt.deadline_at),
        paused_at=None,
        is_closed_copy=True,
        user=owner,
    ):
        freeze_attempt(attempt=attempt, submitted_at=min(now, attempt.deadline_at))


def delete_rows(*, user: User) -> int:
    """Delete a person's attempts with their drafts, history, kept texts and audit rows. Submissions are grading's."""
    _, rows = Attempt.objects.filter(user=user).delete()
    return rows.get("mock_interviews.Attempt", 0)


def export_rows(user: User) -> list[dict[str, Any]]:
    """Everything that is kept of a person's attempts, in plain JSON types, oldest first."""
    attempts = (
        Attempt.objects.filter(user=user)
        .select_related("interview", "version")
        .prefetch_related("drafts__changes", "kept_texts", "changes")
        .order_by("started_at")
    )
    return [export_attempt(attempt) for attempt in attempts]


def export_attempt(attempt: Attempt) -> dict[str, Any]:
    return {
        "id": attempt.public_id,
        "interview": attempt.interview.slug,
        "version": attempt.version.digest,
        "level": attempt.level,
        "mode": attempt.mode,
        "minutes": attempt.minutes,
        "steps": attempt.steps,
        "extra_seconds": attempt.extra_seconds,
        "state": attempt.state,
        "started_at": attempt.started_at.isoformat(),
        "deadline_at": attempt.deadline_at.isoformat(),
        "ended_at": attempt.ended_at.isoformat() if attempt.ended_at else None,
        "is_closed_copy": attempt.is_closed_copy,
        "submission": attempt.submission_id,
        "run": attempt.run_id,
        "drafts": [_draft(draft) for draft in attempt.drafts.all()],
        "kept_texts": [
            {"step": kept.step, "text": kept.text, "reason": kept.reason, "received_at": kept.received_at.isoformat()}
            for kept in sorted(attempt.kept_texts.all(), key=attrgetter("pk"))
        ],
        "changes": [
            {"what": change.what, "detail": change.detail, "at": change.at.isoformat()}
            for change in attempt.changes.all()
        ],
    }


def _draft(draft: Draft) -> dict[str, Any]:
    return {
        "step": draft.step,
        "text": draft.text,
        "rev": draft.rev,
        "active_ms": draft.active_ms,
        "received_at": draft.received_at.isoformat() if draft.received_at else None,
        "history": [
            {"rev": change.rev, "delta": change.delta, "received_at": change.received_at.isoformat()}
            for change in draft.changes.all()
        ],
    }
