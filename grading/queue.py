"""Waking workers up. The rows are the truth: a message that gets lost is sent again by the sweeper."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from celery import current_app
from django.db import transaction

GRADE_STEP: Final = "grading.grade_step"
MEASURE_SET: Final = "grading.measure_set"


def send_steps(step_verdict_ids: Iterable[int]) -> None:
    """Queue these steps once the transaction has committed; a broker that is down is the sweeper's business."""
    ids = list(step_verdict_ids)

    def send() -> None:
        # By name from the registry: tasks import services, and services must not import tasks.
        for pk in ids:
            current_app.tasks[GRADE_STEP].apply_async((pk,), retry=False)

    # A function of its own: Django names the hook when a robust one fails, and a partial has no name.
    transaction.on_commit(send, robust=True)
