"""Reads of the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Count, Q, Sum

from llm.models import LlmCall
from llm.rows import FIND, NEWEST, fetch, moment

BREAK_AFTER = 3
"""Outages in a row, without an answer between, after which nobody else tries for a moment."""
BREAK_FOR = timedelta(seconds=30)
PROBE_FOR = timedelta(seconds=5)
LONGEST_WAIT = timedelta(hours=1)


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
    """When this host may be asked again, None for at once.

    It is left alone as long as it asked for with its last answer, and for a moment after several outages in a row; then
    one call goes ahead of the others to see whether it is back.
    """
    last = fetch(NEWEST, (host, BREAK_AFTER))
    if not last or not last[0][0]:
        return None
    newest, retry_at = (_aware(one) for one in last[0][1:])
    if retry_at is not None and retry_at > now:
        return min(retry_at, now + LONGEST_WAIT)
    if newest is None or len(last) < BREAK_AFTER or not all(is_outage for is_outage, *_ in last):
        return None
    if newest + BREAK_FOR > now:
        return newest + BREAK_FOR
    probes = LlmCall.objects.filter(host=host, state=LlmCall.State.OPEN, opened_at__gt=newest, deadline_at__gt=now)
    return now + PROBE_FOR if probes.exists() else None


def mean_seconds(host: str, model: str) -> float | None:
    """How long the newest calls took; None where none was answered yet."""
    calls = LlmCall.objects.filter(host=host, model=model, state=LlmCall.State.CLOSED).order_by("-closed_at")
    moments = calls.values_list("opened_at", "closed_at")[:20]
    times = [(closed - opened).total_seconds() for opened, closed in moments if closed]
    return sum(times) / len(times) if times else None


def find_reply(key: str, now: datetime) -> str | None:
    """What the model said to the same question before, if that is still kept."""
    found = fetch(FIND, (key, moment(now)))
    return str(found[0][0]) if found else None


def _aware(value: datetime | None) -> datetime | None:
    """SQLite's driver hands out UTC without saying so."""
    return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value
