"""When to try again: what the server asked for, else longer and longer, and never all at once."""

from __future__ import annotations

import hashlib
from datetime import datetime, time, timedelta
from typing import Final

BASE: Final = 5.0
LONGEST: Final = 15 * 60.0
SERVER_MAY_ASK: Final = 60 * 60.0
AFTER_BREAK: Final = 5.0


def next_try(now: datetime, tries: int, retry_after: float | None, who: str) -> datetime:
    """Exponential from 5 s to 15 min with a quarter of jitter; a server's Retry-After is the least that we wait."""
    wait = min(LONGEST, BASE * 2 ** max(0, tries - 1))
    if retry_after is not None:
        wait = max(min(retry_after, SERVER_MAY_ASK), 1.0)
    return now + timedelta(seconds=wait * (1 + 0.25 * spread(who, tries)))


def spread(who: str, tries: int) -> float:
    """0-1, different for each step and try, and the same when asked again."""
    return hashlib.sha256(f"{who}|{tries}".encode()).digest()[0] / 255


def after_the_break(until: datetime, tries: int, who: str) -> datetime:
    """When a host that is left alone is asked again: not by all who wait at the same moment."""
    return until + timedelta(seconds=AFTER_BREAK * spread(who, tries))


def later_for_people(now: datetime) -> datetime:
    """A wrong key or model name is mended by a person, not by waiting seconds."""
    return now + timedelta(minutes=5)


def next_midnight(now: datetime) -> datetime:
    """When the day's budget begins again."""
    return datetime.combine(now.date() + timedelta(days=1), time(0, 1), tzinfo=now.tzinfo)
