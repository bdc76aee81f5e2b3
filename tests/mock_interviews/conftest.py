"""Attempts for the room's tests: real rubric, real drafts, the clock as an argument."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from accounts.models import User
from grading.reshaded import JUDGED_KEYS
from grading.services import publish_rubric
from mock_interviews.models import Attempt, Interview, InterviewVersion
from mock_interviews.services import start_attempt
from tests import factories

Start = Callable[..., Attempt]


def make_criterion(step: str, number: int) -> dict[str, Any]:
    return {
        "id": f"{step.replace('_', '-')}-{number}",
        "title": f"Criterion {number} of {step}",
        "weight": number,
        "bands": {band: f"Band {band} of {step}" for band in range(5)},
        "evidence": "A sentence that says it.",
        "looks_for": ["number"],
        "groups": [{"name": "idea", "any": ["users", f"word{number}"]}],
        "from_text": step == "communication",
    }


def make_rubric_data(slug: str) -> dict[str, Any]:
    """A whole rubric: nine steps with three criteria each."""
    steps = {key: {"criteria": [make_criterion(key, number) for number in (1, 2, 3)]} for key in JUDGED_KEYS}
    return {"interview": slug, "steps": steps}


@pytest.fixture
def interview(db: None) -> Interview:
    """A published interview whose rubric a judge can use."""
    interview = factories.make_interview(slug="chatgpt")
    rubric = publish_rubric(slug="chatgpt", data=make_rubric_data("chatgpt"), now=factories.THEN)
    InterviewVersion.objects.filter(interview=interview).update(rubric=rubric)
    return Interview.objects.select_related("current__rubric").get(pk=interview.pk)


@pytest.fixture
def start(interview: Interview, now: datetime) -> Start:
    """Starts an attempt through the service; every choice has a default."""

    def start_one(user: User, **choices: Any) -> Attempt:
        options: dict[str, Any] = {"level": "senior", "mode": "timed", "minutes": 45, "now": now}
        return start_attempt(user=user, **options | {"interview": interview} | choices).attempt

    return start_one
