"""`manage.py measure_agreement [--judge model]`: measure a judge on all expert-scored answers, now."""

from __future__ import annotations

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from grading.errors import NeedsPerson, TryLater
from grading.models import ExpertSet
from grading.services.measuring import measure_set
from llm.errors import NoModel


class Command(BaseCommand):
    help = "Measure how far a judge agrees with experts, and store the figures for /grading/quality/."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--judge", choices=("offline", "model"), default="offline")

    def handle(self, *, judge: str, **options: object) -> None:
        for one in ExpertSet.objects.defer("answers"):
            try:
                figure = measure_set(set_id=one.pk, judge=judge, now=timezone.now())
            except (NoModel, NeedsPerson, TryLater) as error:
                raise CommandError(error.sentence) from None
            if figure is not None:
                every = figure.figures["all_steps"]
                between = every["qwk_interval"]
                spread = f" ({between[0]:.2f} to {between[1]:.2f})" if between else ""
                qwk = "–" if every["qwk"] is None else f"{every['qwk']:.2f}"
                self.stdout.write(
                    f"{one.slug:<24}{one.get_kind_display():<18}{every['answers']:>3} answers, QWK {qwk}{spread}"
                )
