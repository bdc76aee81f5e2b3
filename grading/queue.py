"""Waking workers up. The rows are the truth: a message that gets lost is sent again by the sweeper."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Final

from celery import current_app
from django.db import transaction

GRADE_STEP: Final = "grading.grade_step"


def send_steps(step_verdict_ids: Iterable[int]) -> None:
    """Queue these steps once the transaction has committed; a broker that is down is the sweeper's business."""
    for pk in step_verdict_ids:
        transaction.on_commit(partial(_send, pk), robust=True)


def _send(pk: int) -> None:
    # By name from the registry: tasks import services, and services must not import tasks.
    current_app.tasks[GRADE_STEP].apply_async((pk,), retry=False)
