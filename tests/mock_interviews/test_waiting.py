"""The report while its grade is awaited, stopped, and taken up again."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client

from accounts.models import User
from grading.models import GradingRun
from mock_interviews.models import Attempt
from mock_interviews.services import submit_attempt
from tests.mock_interviews.conftest import Start
from tests.mock_interviews.test_views import address

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(alice: User, start: Start, now: datetime) -> Attempt:
    """Handed in, and nobody has begun to grade it."""
    return submit_attempt(attempt=start(alice), now=now)


def read(client: Client, attempt: Attempt) -> str:
    return client.get(address("attempt-report", attempt)).content.decode()


def test_who_waits_sees_the_queue_and_may_stop(waiting: Attempt, alice_client: Client) -> None:
    page = read(alice_client, waiting)
    assert "Next in line." in page
    assert 'id="stop-grading"' in page
    back = address("attempt-report", waiting)
    assert waiting.run is not None
    answer = alice_client.post(f"/grading/runs/{waiting.run.pk}/stop/", {"next": back}, follow=True)
    page = answer.content.decode()
    assert "<b>Stopped.</b>" in page
    assert "0 of 9 steps are graded and stay" in page
    assert "Go on grading" in page
    assert 'id="stop-grading"' not in page


def test_what_was_stopped_goes_on_as_the_same_grading(waiting: Attempt, alice_client: Client) -> None:
    run = waiting.run
    assert run is not None
    alice_client.post(f"/grading/runs/{run.pk}/stop/")
    alice_client.post(address("attempt-regrade", waiting), {"judge": "default"})
    run.refresh_from_db()
    assert run.state == GradingRun.State.QUEUED
    assert GradingRun.objects.count() == 1
    assert "Next in line." in read(alice_client, waiting)


def test_a_note_of_the_grader_stands_above_the_queue(waiting: Attempt, alice_client: Client) -> None:
    note = "Saved. The grader is down; it will retry at 12:00 UTC."
    GradingRun.objects.update(judge="model", model="m", key="k" * 64, note=note)
    page = read(alice_client, waiting)
    assert "The grader is down" in page
    assert "Get the checklist estimate now" in page
    alice_client.post(address("attempt-regrade", waiting), {"judge": "offline"})
    page = read(alice_client, waiting)
    assert "Gradings of this answer" in page
    assert GradingRun.objects.count() == 2
