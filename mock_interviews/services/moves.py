"""Every change of an attempt's state, as one compare-and-set with its audit row."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from mock_interviews.models import Attempt, AttemptChange

if TYPE_CHECKING:
    from accounts.models import User


def move_attempt(
    *,
    attempt: Attempt,
    to: Attempt.State,
    now: datetime,
    by: User | None = None,
    why: str = "",
    **fields: Any,
) -> bool:
    """Move the attempt from the state it was read in; False if somebody else moved it first or the move isn't legal.

    On success `attempt` itself carries the new state and fields.
    """
    if to not in Attempt.LEGAL_MOVES[attempt.state]:
        return False
    with transaction.atomic():
        if not Attempt.objects.filter(pk=attempt.pk, state=attempt.state).update(state=to, **fields):
            return False
        detail = {"from": attempt.state, "why": why} if why else {"from": attempt.state}
        note_change(attempt=attempt, what=to, detail=detail, now=now, by=by)
    attempt.state = to
    for name, value in fields.items():
        setattr(attempt, name, value)
    return True


def note_change(*, attempt: Attempt, what: str, detail: dict[str, Any], now: datetime, by: User | None = None) -> None:
    """The audit row. Call it in the transaction of the change that it tells of."""
    AttemptChange.objects.create(attempt=attempt, what=what, detail=detail, by=by, at=now)
