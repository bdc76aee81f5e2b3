"""`manage.py new lesson|module|interview SLUG`: the beginning of a file, with what is missing marked in it."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from authoring.reading import find_courses, read_course
from authoring.scaffolding import DRAFT, CannotScaffold, new_interview, new_lesson, new_module
from lessons.compiler.errors import ContentErrors


class Command(BaseCommand):
    help = "Begin a lesson, a module or an interview."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["lesson", "module", "interview"])
        parser.add_argument("slug")
        parser.add_argument("--part", default="", help="of course.yaml, for a module")
        parser.add_argument("--course", default=settings.DEFAULT_COURSE, help="folder in content/")

    def handle(self, *, what: str, slug: str, part: str, course: str, **options: object) -> None:
        folder = next((one for one in find_courses(Path(settings.CONTENT_DIR)) if one.name == course), None)
        if folder is None:
            raise CommandError(f"There is no content/{course}/course.yaml.")
        try:
            if what == "interview":
                written = new_interview(folder, slug)
            elif what == "module":
                written = new_module(read_course(folder), folder, slug, part)
            else:
                written = new_lesson(read_course(folder), folder, slug)
        except (CannotScaffold, ContentErrors) as refusal:
            raise CommandError(str(refusal)) from None
        for path in written:
            self.stdout.write(str(path.relative_to(folder.parent.parent)))
        if what == "interview":
            self.stdout.write(f"Rename {DRAFT} to brief.md when the rest is written; until then it is no interview.")
        else:
            self.stdout.write("`make content` lists what is still missing in it.")
