"""What workers do. Each takes an id, calls one service, and may run twice."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from grading import services
from grading.queue import GRADE_STEP, MEASURE_SET
from grading.services.measuring import measure_set as measure


@shared_task(name=GRADE_STEP)
def grade_step(step_verdict_id: int) -> None:
    services.grade_step(step_verdict_id=step_verdict_id, now=timezone.now())


@shared_task(name=MEASURE_SET)
def measure_set(set_id: int) -> None:
    measure(set_id=set_id, now=timezone.now())


@shared_task(name="grading.sweep")
def sweep() -> None:
    services.sweep(now=timezone.now())
