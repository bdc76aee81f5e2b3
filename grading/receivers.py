"""What grading itself does when a run ends."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from grading.services.disputes import settle_disputes
from grading.signals import run_ended


@receiver(run_ended, dispatch_uid="grading.settle_disputes")
def pass_disputes_on(sender: Any, *, run_id: int, now: datetime, **extra: Any) -> None:
    """A second look has ended: its dispute waits for a person."""
    settle_disputes(now=now)
