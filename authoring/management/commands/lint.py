"""`manage.py lint`: every mistake in `content/`, by file and line, without publishing anything."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from authoring.compiling import compile_all
from authoring.rubric_trial import check_order
from lessons.compiler.errors import ContentError, ContentErrors


class Command(BaseCommand):
    help = "Check content/."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", dest="as_json", help="for tools")
        parser.add_argument("--quiet", action="store_true", help="say only what is wrong")

    def handle(self, *, as_json: bool, quiet: bool, **options: object) -> None:
        errors: list[ContentError] = []
        lessons = 0
        try:
            courses = compile_all(Path(settings.CONTENT_DIR))
            lessons = sum(len(course.lessons) for course in courses)
            errors = check_order(one for course in courses for one in course.interviews)
        except ContentErrors as refusal:
            errors = refusal.errors
        if as_json:
            self.stdout.write(json.dumps([asdict(error) for error in errors], indent=2))
        else:
            for error in errors:
                self.stderr.write(str(error))
            if not errors and not quiet:
                self.stdout.write(f"{lessons} lessons, nothing wrong.")
        if errors:
            sys.exit(1)
