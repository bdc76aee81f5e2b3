"""The checklist judge over every interview: it ranks as the experts do, and nothing that says nothing earns much."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

from grading.evaluation import (
    AnswerFile,
    Graded,
    find_given,
    find_rubric,
    grade_file,
    read_answers,
    summarise,
)
from grading.judges.answer import Answer
from grading.reshaded import STEP_KEYS
from tests.grading import adversarial

CONTENT = Path(settings.CONTENT_DIR)
SLUGS = sorted(path.parent.name for path in CONTENT.glob("*/interviews/*/rubric.yaml"))


@cache
def graded(slug: str) -> list[Graded]:
    """The shipped answers of an interview; by name mid, senior, staff, weak."""
    (folder,) = CONTENT.glob(f"*/interviews/{slug}/samples")
    return [grade(one, slug) for one in read_answers(folder)]


def grade(file: AnswerFile, slug: str) -> Graded:
    told = replace(file, interview=slug, answer=replace(file.answer, given=find_given(slug, CONTENT)))
    return grade_file(told, find_rubric(slug, CONTENT))


def total_of(answer: Answer, slug: str) -> float:
    return grade(AnswerFile("x", slug, answer, {}, None), slug).result.total


@pytest.mark.parametrize("slug", SLUGS)
def test_the_shipped_answers_rank_as_the_experts_rank_them(slug: str) -> None:
    assert summarise(graded(slug))["totals"]["ordered"] == 1.0


def test_it_agrees_with_the_experts_over_all_interviews() -> None:
    summary = summarise(one for slug in SLUGS for one in graded(slug))
    assert summary["all_steps"]["qwk"] >= 0.75
    assert summary["all_steps"]["within_one"] >= 0.95


@pytest.mark.parametrize("name", adversarial.ALL)
@pytest.mark.parametrize("slug", SLUGS)
def test_an_answer_that_says_nothing_earns_next_to_nothing(slug: str, name: str) -> None:
    answer = adversarial.ALL[name](find_rubric(slug, CONTENT))
    assert total_of(answer, slug) <= 15


@pytest.mark.parametrize("slug", SLUGS)
def test_the_brief_and_the_facts_told_again_earn_next_to_nothing(slug: str) -> None:
    given = find_given(slug, CONTENT)
    share = len(given) // len(STEP_KEYS)
    spread = {key: "\n".join(given[at * share : (at + 1) * share]) for at, key in enumerate(STEP_KEYS)}
    assert total_of(Answer(spread), slug) <= 15
    assert total_of(adversarial.everywhere(" ".join(given)), slug) <= 15


@pytest.mark.parametrize("slug", SLUGS)
def test_a_good_answer_to_another_interview_earns_little(slug: str) -> None:
    """The mid answers stand for all of them here; the figures of docs/grading.md are over every pair."""
    siblings = find_rubric(slug, CONTENT).model_dump().get("siblings", [])
    for other in SLUGS:
        if other != slug and other not in siblings:
            mid = graded(other)[0]
            stranger = grade(mid.file, slug).result.rubric_total
            assert stranger <= 35, other
            assert stranger <= mid.result.rubric_total / 2, other
