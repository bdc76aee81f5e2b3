"""`manage.py publish`: make all of `content/` the current release, or say by file and line why not."""

from __future__ import annotations

import getpass
import sys
import time
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from authoring.publishing import publish
from lessons.compiler.errors import ContentErrors


class Command(BaseCommand):
    help = "Publish content/ as one release. With mistakes in it, the old release stays."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--quiet", action="store_true", help="say only what is wrong")

    def handle(self, *, quiet: bool, **options: object) -> None:
        started = time.perf_counter()
        try:
            report = publish(content_dir=Path(settings.CONTENT_DIR), now=timezone.now(), by=getpass.getuser())
        except ContentErrors as refusal:
            for error in refusal.errors:
                self.stderr.write(str(error))
            number = len(refusal.errors)
            self.stderr.write(f"Not published: {number} mistake{'s' if number > 1 else ''}. The old release stays.")
            sys.exit(1)
        if not quiet:
            what = "published" if report.is_new else "unchanged"
            counts = report.counts
            self.stdout.write(
                f"Release {report.digest[:8]} {what}: {counts['published_lessons']} of {counts['lessons']} lessons, "
                f"{counts['interviews']} interviews, {counts['pages']} pages, {time.perf_counter() - started:.2f} s."
            )
