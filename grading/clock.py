"""Time inside a long task: the clock is read once by the caller, and what passes since is measured."""

from __future__ import annotations

import time
from datetime import datetime, timedelta


class Stopwatch:
    def __init__(self, now: datetime) -> None:
        self._started_at = now
        self._mark = time.monotonic()

    def now(self) -> datetime:
        """The moment given at the start plus what has passed."""
        return self._started_at + timedelta(seconds=self.seconds())

    def seconds(self) -> float:
        return time.monotonic() - self._mark
