"""One step of an answer, estimated at once and forgotten: what the landing page and its form show."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from grading.checks.arithmetic import check_sums
from grading.judges.answer import Answer, CriterionOutcome
from grading.judges.offline.judge import judge_step
from grading.reporting.marking import Mark, mark_text
from grading.reporting.steps import read_lift
from grading.reshaded import BAND_WORDS, STEP_KEYS, title_of
from grading.schemas import AnyRubric, Criterion, read_rubric
from grading.scoring import Marked, score_step
from lessons.models import Lesson
from mock_interviews.models import InterviewVersion
from mock_interviews.schemas import Sample

MAX_TEXT = 6_000
"""Characters; the longest step of a shipped sample has 2,300."""


def read_samples(version: InterviewVersion) -> dict[str, Sample]:
    """Level → the first sample of that level."""
    samples = [Sample.model_validate(data) for data in version.data["samples"]]
    return {one.level: one for one in reversed(samples)}


def try_step(version: InterviewVersion, step: str, text: str) -> dict[str, Any]:
    """What `components/graded_example.html` shows, as JSON: this text of this step alone, by the checklist judge."""
    rubric = read_rubric(version.rubric.data)
    outcome = judge_step(rubric, step, Answer({step: text}))
    authored = {one.id: one for one in rubric.steps[step].criteria}
    score = score_step([Marked(one.score, authored[one.criterion].weight) for one in outcome.criteria])
    numbers = _number_quotes(outcome.criteria, step)
    marks = [
        Mark(spot["start"], spot["end"], numbers[one.criterion])
        for one in outcome.criteria
        for spot in one.evidence
        if spot.get("section") == step
    ]
    weakest = min(outcome.criteria, key=lambda one: (one.score, numbers.get(one.criterion, 0)))
    return {
        "interview": version.interview.title,
        "url": reverse("mock:interview-example", args=[version.interview.slug]),
        "action": reverse("mock:interview-try", args=[version.interview.slug]),
        "step": step,
        "title": title_of(step),
        "text": text,
        "max_text": MAX_TEXT,
        "score": f"{score.score:.1f}",
        "word": BAND_WORDS[score.band],
        "note": _note(step, text),
        "paragraphs": [
            [{"text": piece.text, "numbers": piece.numbers, "is_marked": piece.is_marked} for piece in block]
            for block in mark_text(text, marks, "try")
        ],
        "criteria": [_show(one, authored[one.criterion], numbers) for one in outcome.criteria],
        "lift": _lift(weakest, authored[weakest.criterion], version),
    }


def _number_quotes(criteria: list[CriterionOutcome], step: str) -> dict[str, int]:
    quoted = [one.criterion for one in criteria if any(spot.get("section") == step for spot in one.evidence)]
    return {criterion: number for number, criterion in enumerate(quoted, 1)}


def _show(outcome: CriterionOutcome, authored: Criterion, numbers: dict[str, int]) -> dict[str, Any]:
    return {
        "id": outcome.criterion,
        "title": authored.title,
        "band": outcome.band,
        "number": numbers.get(outcome.criterion),
        "why": outcome.why,
    }


def _lift(weakest: CriterionOutcome, authored: Criterion, version: InterviewVersion) -> dict[str, Any] | None:
    """What the next band of the weakest criterion asks for, and the lesson on it if it is published."""
    text = read_lift(authored.bands.get(weakest.band + 1, ""))
    if not text:
        return None
    lesson = Lesson.objects.filter(
        slug=authored.lesson, course=version.interview.course_id, state=Lesson.State.PUBLISHED
    ).first()
    link = {"title": lesson.title, "minutes": lesson.minutes, "url": _url(lesson)} if lesson else None
    return {"id": weakest.criterion, "text": text, "lesson": link}


def _url(lesson: Lesson) -> str:
    return reverse("lessons:lesson-show", args=[lesson.slug])


def _note(step: str, text: str) -> str:
    """Whether the sums of an estimation recompute."""
    sums = check_sums(text) if step == "estimation" else []
    if not sums:
        return ""
    return f"Sums recomputed: {sum(one.is_right for one in sums)} of {len(sums)} right"


def choose_step(version: InterviewVersion) -> str:
    """The step of the senior sample that shows most: criteria that quote it, bands far apart, little of it to read."""
    samples = read_samples(version)
    if "senior" not in samples:
        return STEP_KEYS[0]
    rubric = read_rubric(version.rubric.data)
    return max(STEP_KEYS, key=lambda step: _worth(rubric, step, samples["senior"].sections[step]))


def _worth(rubric: AnyRubric, step: str, text: str) -> tuple[int, int, int]:
    criteria = judge_step(rubric, step, Answer({step: text})).criteria
    quoted = sum(bool(one.evidence) for one in criteria)
    bands = [one.band for one in criteria]
    return min(quoted, 3), min(max(bands) - min(bands), 2), -len(text)
