"""Whether the checklist, by a draft rubric, ranks an interview's own samples as their expert does."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from grading.evaluation import AnswerFile, Graded, grade_file
from grading.judges.answer import Answer
from grading.schemas import Rubric, digest_of, rubric_digest
from grading.services.measuring import checklist_stamp
from lessons.compiler.errors import ContentError
from mock_interviews.compiling import CompiledInterview
from mock_interviews.models import Interview
from mock_interviews.schemas import Sample

MARGIN: Final = 3
"""Two experts are within 2.5 points of each other: closer totals are not a ranking."""


@dataclass(frozen=True)
class WrongPair:
    """Two samples that the checklist ranks otherwise than the expert."""

    better: str
    worse: str
    totals: tuple[float, float]
    experts: tuple[float, float]

    def __str__(self) -> str:
        ours, theirs = self.totals, self.experts
        return (
            f"{self.better} ({theirs[0]:g}, here {ours[0]:g}) not above {self.worse} ({theirs[1]:g}, here {ours[1]:g})"
        )


def grade_samples(rubric: Rubric, samples: Iterable[Sample]) -> list[Graded]:
    """The samples by this rubric, best first by the expert's total."""
    graded = [grade_file(_answer_file(rubric.interview, sample), rubric) for sample in samples]
    return sorted(graded, key=lambda one: -(one.file.overall or 0))


def find_wrong_pairs(graded: Sequence[Graded]) -> list[WrongPair]:
    """`graded` is best first; pairs whose expert totals are less than MARGIN apart say nothing."""
    return [
        WrongPair(
            better.file.id,
            worse.file.id,
            (better.result.total, worse.result.total),
            (better.file.overall or 0, worse.file.overall or 0),
        )
        for at, better in enumerate(graded)
        for worse in graded[at + 1 :]
        if (better.file.overall or 0) - (worse.file.overall or 0) >= MARGIN
        and better.result.total <= worse.result.total
    ]


def check_order(interviews: Iterable[CompiledInterview]) -> list[ContentError]:
    """One mistake for each rubric that ranks its samples wrongly. What was found once is read from the cache."""
    return [
        ContentError(
            one.source.brief.file.replace("brief.md", "rubric.yaml"),
            1,
            f"a rubric by which the checklist ranks {pair}",
            f"the samples in the expert's order; see `manage.py rubric try {one.slug}`",
        )
        for one in interviews
        for pair in _wrong_pairs_of(one.source.rubric, one.source.samples)
    ]


def with_changed_rubric(interviews: Iterable[CompiledInterview]) -> list[CompiledInterview]:
    """Those that are published with another rubric; a first publication trusts the lint that its content passed."""
    current = dict(Interview.objects.filter(current__isnull=False).values_list("slug", "current__rubric__digest"))
    return [one for one in interviews if one.slug in current and current[one.slug] != rubric_digest(one.source.rubric)]


def _wrong_pairs_of(rubric: Rubric, samples: list[Sample]) -> list[str]:
    marks = [sample.model_dump(mode="json", by_alias=True) for sample in samples]
    key = digest_of({"rubric": rubric_digest(rubric), "samples": marks, "judge": checklist_stamp()})
    path = Path(settings.DATA_DIR) / "cache" / "rubrics" / f"{key}.json"
    try:
        kept: list[str] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        kept = [str(pair) for pair in find_wrong_pairs(grade_samples(rubric, samples))]
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(".new")
        fresh.write_text(json.dumps(kept), encoding="utf-8")
        fresh.replace(path)
    return kept


def _answer_file(interview: str, sample: Sample) -> AnswerFile:
    diagram: dict[str, Any] = sample.graph()
    bands = {key: mark.band for key, mark in sample.expert.sections.items()}
    return AnswerFile(sample.id, interview, Answer(sample.texts(), diagram), bands, sample.expert.overall)
