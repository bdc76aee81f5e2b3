"""`manage.py diff`: what a publish would change."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from authoring.comparing import compare
from authoring.compiling import compile_all
from lessons.compiler.errors import ContentErrors


class Command(BaseCommand):
    help = "Show what a publish would change; 1 with mistakes in content/."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", dest="as_json", help="for tools")

    def handle(self, *, as_json: bool, **options: object) -> None:
        try:
            changes = compare(compile_all(Path(settings.CONTENT_DIR)))
        except ContentErrors as refusal:
            for error in refusal.errors:
                self.stderr.write(str(error))
            sys.exit(1)
        if as_json:
            self.stdout.write(json.dumps([asdict(change) for change in changes], indent=2))
            return
        for change in changes:
            self.stdout.write(f"{change.kind} {change.name}: {change.what}")
            for line in [*change.notes, *change.lines]:
                self.stdout.write(f"    {line}")
        if not changes:
            self.stdout.write("Nothing that people read would change.")
