"""`manage.py rubric try DIR`: grade an interview's samples by the rubric in its folder, as it stands there."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from authoring.rubric_trial import find_wrong_pairs, grade_samples
from grading.evaluation import Graded
from grading.reshaded import BY_KEY, STEP_KEYS
from lessons.compiler.errors import ContentErrors
from mock_interviews.reading import read_rubric, read_samples


class Command(BaseCommand):
    help = (
        "Grade an interview's samples by its draft rubric, beside the expert's bands. Fails where the order is wrong."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=("try",))
        parser.add_argument("folder", help="the folder of an interview, or its slug")

    def handle(self, *, what: str, folder: str, **options: object) -> None:
        try:
            found = find_folder(folder)
            graded = grade_samples(read_rubric(found / "rubric.yaml"), read_samples(found / "samples"))
        except ContentErrors as refusal:
            raise CommandError("\n".join(map(str, refusal.errors))) from None
        self.stdout.write("\n".join(table(graded)))
        wrong = find_wrong_pairs(graded)
        for pair in wrong:
            self.stderr.write(f"Ranked wrongly: {pair}")
        if wrong:
            sys.exit(1)
        self.stdout.write("Ranked as the expert does.")


def find_folder(word: str) -> Path:
    """CommandError when there is no such interview."""
    folders = [Path(word), *sorted(Path(settings.CONTENT_DIR).glob(f"*/interviews/{Path(word).name}"))]
    for folder in folders:
        if (folder / "rubric.yaml").is_file():
            return folder
    raise CommandError(f"There is no interview with a rubric.yaml at {word}.")


def table(graded: Sequence[Graded]) -> Iterator[str]:
    """A line a sample, best first by the expert: bands here/expert by step, then the totals."""
    width = max(len(one.file.id) for one in graded)
    names = [BY_KEY[key].short for key in STEP_KEYS]
    yield "  ".join([" " * width, *(f"{name:>12}" for name in names), f"{'total':>12}"])
    for one in graded:
        ours = {step.key: step.band for step in one.result.steps}
        cells = [f"{f'{ours.get(key, 0)}/{one.file.bands[key]}':>12}" for key in STEP_KEYS]
        total = f"{one.result.total:.1f}/{one.file.overall:g}"
        yield "  ".join([f"{one.file.id:<{width}}", *cells, f"{total:>12}"])
    yield "Each cell is the checklist's band / the expert's."
