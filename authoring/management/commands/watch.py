"""`manage.py watch`: publish whenever a file of `content/` is saved."""

from __future__ import annotations

import signal
import threading
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone
from watchfiles import watch as watch_files

from authoring.watching import watch

DEBOUNCE_MS = 60
"""Long enough for an editor to write a file in two steps."""


class Command(BaseCommand):
    help = "Publish content/ whenever it changes, until stopped."

    def handle(self, *args: object, **options: object) -> None:
        stop = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
        folder = Path(settings.CONTENT_DIR)
        changes = watch_files(folder, stop_event=stop, debounce=DEBOUNCE_MS, step=20, raise_interrupt=False)
        watch(folder, changes, clock=timezone.now, say=self.stdout.write)
