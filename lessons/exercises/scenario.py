"""Scenario: a short free text, graded by a mini rubric. Its outcome is what the grading run says, read live."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from lessons import schemas
from lessons.exercises.base import Answer, BadAnswer, Outcome, Spec, View, html_of, require_mapping

MAX_CHARACTERS = 6_000


@dataclass(frozen=True)
class CriterionOutcome:
    title: str
    band: int
    word: str
    """absent, weak, partial, solid or outstanding."""
    finding: str
    why: str
    quotes: list[str]
    lift: str
    """What one band more would take; empty at the top."""
    lesson: str


@dataclass(frozen=True)
class ScenarioOutcome(Outcome):
    state: str = "queued"
    """queued, running, graded, needs_review or stopped."""
    note: str = ""
    judge: str = ""
    criteria: list[CriterionOutcome] = field(default_factory=list)
    model_answer: str = ""
    """HTML; shown as soon as something was handed in."""


def texts(fence: schemas.Scenario) -> list[str]:
    return []


def blocks(fence: schemas.Scenario) -> list[str]:
    return [fence.prompt, fence.model_answer]


def view(spec: Spec, outcome: dict[str, Any] | None = None) -> View:
    return {
        "title": spec["title"],
        "prompt": html_of(spec, spec["prompt"]),
        "words": spec["words"],
        "minutes": spec["minutes"],
        "criteria": [one["title"] for one in spec["criteria"]],
        "max_characters": MAX_CHARACTERS,
        "outcome": outcome,
    }


def read_form(spec: Spec, data: QueryDict) -> Answer:
    return {"text": data.get("text", "")}


def clean(spec: Spec, answer: Any) -> Answer:
    text = require_mapping(answer, "Send the answer as a text.").get("text")
    if not isinstance(text, str):
        raise BadAnswer("Send the answer as a text.")
    text = text.replace("\r\n", "\n").replace("\x00", "").strip()
    if not text:
        raise BadAnswer("Write your answer first.")
    words = count_words(text)
    if words > spec["words"] or len(text) > MAX_CHARACTERS:
        raise BadAnswer(
            f"Your answer has {words} words; it takes at most {spec['words']}. Cut it and hand it in again."
        )
    return {"text": text}


def count_words(text: str) -> int:
    """Words as the page counts them: runs of anything but space."""
    return len(re.findall(r"\S+", text))


def check(spec: Spec, answer: Answer) -> ScenarioOutcome:
    """Nothing is known yet: grading begins when the answer is stored."""
    return ScenarioOutcome(is_right=None, model_answer=html_of(spec, spec["model_answer"]))
