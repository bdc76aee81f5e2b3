"""People in the room, for tests with real processes: `python -m tests.faults.candidate start COUNT MINUTES_AGO` and
`… read ID …` print JSON.

A process of its own, because its settings point at the database of the servers under test.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import timedelta
from typing import Any

CSRF = "c" * 32


def start(count: int, minutes_ago: float) -> list[dict[str, Any]]:
    """Guests with a running attempt of 45 minutes each that began that long ago."""
    from django.test import Client
    from django.utils import timezone

    from accounts.models import User
    from grading.services import publish_rubric
    from mock_interviews.models import Interview, InterviewVersion
    from mock_interviews.services import start_attempt
    from tests import factories
    from tests.mock_interviews.conftest import make_rubric_data

    now = timezone.now() - timedelta(minutes=minutes_ago)
    interview = Interview.objects.first() or factories.make_interview()
    rubric = publish_rubric(slug=interview.slug, data=make_rubric_data(interview.slug), now=now)
    InterviewVersion.objects.filter(interview=interview).update(rubric=rubric)
    people = []
    for _ in range(count):
        user = User.objects.create_guest()
        started = start_attempt(user=user, interview=interview, level="senior", mode="timed", minutes=45, now=now)
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        session = client.cookies["sessionid"].value
        people.append({"id": started.attempt.public_id, "cookie": f"sessionid={session}; csrftoken={CSRF}"})
    return people


def read(public_id: str) -> dict[str, Any]:
    """State, drafts, every text of the history by step and rev, and what was handed in."""
    from mock_interviews.deltas import apply_delta
    from mock_interviews.models import Attempt

    attempt = Attempt.objects.select_related("submission").get(public_id=public_id)
    history: dict[str, dict[int, str]] = {}
    for draft in attempt.drafts.all():
        text, texts = "", {}
        for change in draft.changes.order_by("rev"):
            text = apply_delta(text, change.delta)
            texts[change.rev] = text
        history[draft.step] = texts
    return {
        "state": attempt.state,
        "ended_at_deadline": attempt.ended_at == attempt.deadline_at,
        "drafts": dict(attempt.drafts.values_list("step", "text")),
        "history": history,
        "submitted": attempt.submission.sections if attempt.submission else None,
    }


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    verb, *rest = sys.argv[1:]
    answer = start(int(rest[0]), float(rest[1])) if verb == "start" else [read(public_id) for public_id in rest]
    print(json.dumps(answer))  # noqa: T201 - what it is asked for
