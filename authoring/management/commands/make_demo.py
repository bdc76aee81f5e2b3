"""`manage.py make_demo`: fill a database of its own with a learner in week three, graded by the real grader."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import User
from authoring.demo import EMAIL, PASSWORD, fill_demo


class Command(BaseCommand):
    help = "Fill the demonstration database (DEMO=1). Safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This fills a database with an invented person; run `make demo`, which has its own.")
        call_command("migrate", verbosity=0)
        call_command("publish", quiet=True)
        if not User.objects.filter(email=EMAIL).exists():
            # The checklist judge grades here and now: a demonstration needs no worker and no model.
            learner = fill_demo(now=timezone.now())
            graded = learner.attempts.filter(state="graded").count()
            self.stdout.write(f"A learner in week three, {graded} graded attempts.")
        self.stdout.write(f"Sign in as {EMAIL} with the password “{PASSWORD}”.")
