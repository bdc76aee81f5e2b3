"""What happens here when something happened elsewhere."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from grading.signals import run_ended
from lessons.services import keep_grades


@receiver(run_ended, dispatch_uid="lessons.keep_grades")
def on_run_ended(*, run_id: int, **_: Any) -> None:
    keep_grades(run_id=run_id)
