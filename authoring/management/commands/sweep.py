"""`manage.py sweep [--forever]`: everything that time does by itself."""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections
from django.utils import timezone

from accounts.services import sweep_guests
from courses.store import sync_current_release
from grading.services import settle_disputes
from grading.services import sweep as sweep_gradings
from grading.services.measuring import send_measurements
from llm.services import forget_old
from mock_interviews.services import sweep_attempts

logger = logging.getLogger(__name__)

SHORT = timedelta(seconds=2)
LONG = timedelta(hours=1)


def sync_pages(*, now: datetime) -> None:
    sync_current_release()


CHORES: list[tuple[str, timedelta, Callable[..., object]]] = [
    ("expired attempts", SHORT, sweep_attempts),
    ("waiting gradings", SHORT, sweep_gradings),
    ("pages of the release", SHORT, sync_pages),
    ("disputes that were read again", SHORT, settle_disputes),
    ("judges that were not measured", SHORT, send_measurements),
    ("idle guests", LONG, sweep_guests),
    ("replies and calls past their retention", LONG, forget_old),
]


class Command(BaseCommand):
    help = "Expire attempts, wake up forgotten gradings, bring stored pages up to date, forget idle guests."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--forever", action="store_true", help="every two seconds, until told to stop")

    def handle(self, *, forever: bool, **options: object) -> None:
        due: dict[str, datetime] = {}
        stop = threading.Event()
        if forever:
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: stop.set())
        while True:
            sweep_once(due, now=timezone.now())
            if not forever or stop.wait(SHORT.total_seconds()):
                return


def sweep_once(due: dict[str, datetime], *, now: datetime) -> None:
    """Run the chores that are due; one that fails is logged and never stops the others."""
    close_old_connections()
    for name, every, chore in CHORES:
        if due.get(name, now) > now:
            continue
        due[name] = now + every
        try:
            chore(now=now)
        except Exception:
            logger.exception("sweeping %s failed", name)
