"""Reads of the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, Sum

from llm.models import LlmCall

BREAK_AFTER = 3
"""Failures in a row, without a success between, after which nobody else tries for a moment."""
BREAK_FOR = timedelta(seconds=30)


@dataclass(frozen=True)
class Spent:
    calls: int
    failed: int
    lost: int
    prompt_tokens: int
    completion_tokens: int
    cost_micros: int


def sum_calls(subjects: list[str]) -> Spent:
    """What the calls of these subjects took, failed and lost ones too."""
    found = LlmCall.objects.filter(subject__in=subjects).aggregate(
        calls=Count("pk"),
        failed=Count("pk", filter=Q(state=LlmCall.State.FAILED)),
        lost=Count("pk", filter=Q(state=LlmCall.State.LOST)),
        prompt=Sum("prompt_tokens"),
        completion=Sum("completion_tokens"),
        cost=Sum("cost_micros"),
    )
    return Spent(
        found["calls"],
        found["failed"],
        found["lost"],
        found["prompt"] or 0,
        found["completion"] or 0,
        found["cost"] or 0,
    )


def broken_until(host: str, now: datetime) -> datetime | None:
    """The circuit breaker: when this host failed several times in a row just now, the moment of the next try."""
    ended = [LlmCall.State.CLOSED, LlmCall.State.FAILED]
    last = list(
        LlmCall.objects.filter(host=host, state__in=ended, closed_at__gt=now - BREAK_FOR)
        .order_by("-closed_at")
        .values_list("state", "closed_at")[:BREAK_AFTER]
    )
    if len(last) < BREAK_AFTER or any(state != LlmCall.State.FAILED for state, _ in last):
        return None
    newest = last[0][1]
    return newest + BREAK_FOR if newest else None
