"""`manage.py evaluate_grader DIR`: grade a folder of answer files and say how far the judge agrees with the experts."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from grading.errors import NeedsPerson, TryLater
from grading.evaluation import AnswerFile, Graded, Judge, find_given, find_rubric, grade_file, read_answers, summarise
from grading.judges.offline.judge import judge_step
from grading.judges.standalone import model_judge
from grading.reshaded import title_of
from grading.schemas import AnyRubric
from llm.errors import NoModel


class Command(BaseCommand):
    help = "Grade a folder of answer files: agreement with experts per step and in total, with n and intervals."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--judge", choices=("offline", "model"), default="offline")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *, folder: Path, judge: str, as_json: bool, **options: object) -> None:
        if not folder.is_dir():
            raise CommandError(f"{folder} is not a folder.")
        try:
            chosen = judge_step if judge == "offline" else model_judge(now=timezone.now())
            graded = grade_all(read_answers(folder), chosen)
        except (ValueError, LookupError) as error:
            raise CommandError(str(error)) from None
        except (NoModel, NeedsPerson, TryLater) as error:
            raise CommandError(error.sentence) from None
        if not graded:
            raise CommandError(f"There is no answer file (.json or .yaml) in {folder}.")
        summary = summarise(graded)
        if as_json:
            data = {"answers": [one.as_json() for one in graded], "summary": {"judge": judge, **summary}}
            self.stdout.write(json.dumps(data, ensure_ascii=False, indent=1))
        else:
            self.stdout.write("\n".join([*answer_lines(graded), "", *summary_lines(summary)]))


def grade_all(files: list[AnswerFile], judge: Judge) -> list[Graded]:
    content = Path(settings.CONTENT_DIR)
    rubrics: dict[str, AnyRubric] = {}
    given: dict[str, tuple[str, ...]] = {}
    graded = []
    for file in files:
        slug = file.interview
        if slug not in rubrics:
            rubrics[slug], given[slug] = find_rubric(slug, content), find_given(slug, content)
        told = replace(file, answer=replace(file.answer, given=given[slug]))
        graded.append(grade_file(told, rubrics[slug], judge))
    return graded


def answer_lines(graded: list[Graded]) -> list[str]:
    width = max(len(one.file.id) for one in graded)
    return [
        f"{one.file.id:<{width}}  {one.result.total:5.1f}"
        + (f"  expert {one.file.overall:g}" if one.file.overall is not None else "")
        + (f"  flags: {', '.join(one.flags)}" if one.flags else "")
        for one in sorted(graded, key=lambda one: (one.file.interview, one.result.total))
    ]


def summary_lines(summary: dict[str, Any]) -> list[str]:
    if not summary["all_steps"]["n"]:
        return ["No expert bands in these files, so there is no agreement to tell."]
    lines = [f"{'step':<24}{'n':>4} {'QWK':>6} {'95 %':>15} {'exact':>6} {'±1':>5} {'MAE':>5} {'bias':>6}"]
    rows = [(title_of(key), one) for key, one in summary["steps"].items()] + [("all steps", summary["all_steps"])]
    for name, one in rows:
        between = one["qwk_interval"]
        spread = f"{between[0]:.2f} to {between[1]:.2f}" if between else "–"
        lines.append(
            f"{name:<24}{one['n']:>4} {show(one['qwk']):>6} {spread:>15} {show(one['exact']):>6} "
            f"{show(one['within_one']):>5} {show(one['mean_error']):>5} {show(one['bias']):>6}"
        )
    totals = summary["totals"]
    if totals["n"]:
        lines.append(
            f"totals: n {totals['n']}, mean error {show(totals['mean_error'])} of 100, "
            f"bias {show(totals['bias'])}, ranked as the expert does {show(totals['ordered'])}"
        )
    return lines


def show(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
