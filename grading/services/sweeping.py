"""What the queue forgot: steps that wait with nobody told, leases that ran out, runs that nobody closed."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from grading.models import GradingRun, StepVerdict
from grading.queue import send_steps
from grading.services.completion import WAITING, complete_run
from grading.services.runs import LIVE
from llm.services import lose_orphans

logger = logging.getLogger(__name__)

AT_MOST: Final = 200
SEND_AGAIN: Final = timedelta(seconds=20)
"""A queued step that was sent is left alone this long; with a long queue its first message is still on its way."""


def sweep(*, now: datetime) -> int:
    """Send what is due once more, close finished runs, write off lost calls; how many rows were touched."""
    lost = lose_orphans(now=now)
    sent = resend_steps(now=now)
    return lost + sent + close_finished(now=now)


def resend_steps(*, now: datetime) -> int:
    """Queued steps that are due, and steps whose worker went silent."""
    unheard = Q(lease_until__isnull=True) | Q(lease_until__lt=now)
    due = StepVerdict.objects.filter(unheard, state__in=WAITING, due_at__lte=now, run__state__in=LIVE)
    ids = list(due.order_by("due_at").values_list("pk", flat=True)[:AT_MOST])
    if not ids:
        return 0
    with transaction.atomic():
        # For a queued step the lease tells until when its message counts as on its way; claiming ignores it.
        StepVerdict.objects.filter(pk__in=ids, state=StepVerdict.State.QUEUED).update(lease_until=now + SEND_AGAIN)
        send_steps(ids)
    return len(ids)


def close_finished(*, now: datetime) -> int:
    """Runs whose last worker died between its verdict and the sum."""
    waiting = StepVerdict.objects.filter(run=OuterRef("pk"), state__in=WAITING)
    runs = GradingRun.objects.filter(~Exists(waiting), state__in=LIVE).values_list("pk", flat=True)
    closed = 0
    for pk in runs[:AT_MOST]:
        try:
            closed += complete_run(run_id=pk, now=now)
        except Exception:
            logger.exception("completing run %s failed", pk)
    return closed
