"""A scenario goes through grading, and its outcome comes back into the lesson."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from grading.models import GradingRun, Submission
from grading.services import override_band
from grading.signals import run_ended
from lessons.models import Exercise, ExerciseAnswer
from lessons.services import answer_exercise
from tests.lessons.test_exercise_pages import address

TEXT = {"text": "How many users write at the peak, because that sets the number of streams? What is out of scope?"}


@pytest.fixture
def scenario(exercises: dict[str, Exercise]) -> Exercise:
    return exercises["scenario"]


def test_it_is_stored_first_and_graded_after_the_commit(
    alice: User, scenario: Exercise, now: datetime, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        answer = answer_exercise(user=alice, exercise=scenario, answer=TEXT, now=now)
        assert answer.outcome["state"] == "queued"
        assert answer.is_right is None
    answer.refresh_from_db()
    assert answer.outcome["state"] == "graded"
    assert [one["title"] for one in answer.outcome["criteria"]] == ["Asks for scale", "Asks what is out of scope"]
    assert all(quote in TEXT["text"] for one in answer.outcome["criteria"] for quote in one["quotes"])
    assert answer.outcome["judge"] == "A checklist estimate. It may miss unusual wording."
    assert "How long is an answer?" in answer.outcome["model_answer"]


def test_a_persons_band_comes_back_into_the_lesson(
    alice: User, bob: User, scenario: Exercise, now: datetime, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        answer = answer_exercise(user=alice, exercise=scenario, answer=TEXT, now=now)
    run = GradingRun.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        override_band(run=run, criterion="asks-for-limits", band=4, reason="It says why they wait.", by=bob, now=now)
    answer.refresh_from_db()
    second = answer.outcome["criteria"][1]
    assert (second["band"], second["word"]) == (4, "outstanding")
    assert second["why"] == "Set by a person: It says why they wait."


def test_a_page_that_waits_sees_it_live(alice: User, alice_client: Client, scenario: Exercise, now: datetime) -> None:
    answer = answer_exercise(user=alice, exercise=scenario, answer=TEXT, now=now)
    GradingRun.objects.update(state=GradingRun.State.NEEDS_REVIEW, note="A person looks at it.")
    outcome = alice_client.get(address(scenario), headers={"Accept": "application/json"}).json()["outcome"]
    assert (outcome["state"], outcome["note"]) == ("needs_review", "A person looks at it.")
    answer.refresh_from_db()
    assert answer.outcome["state"] == "queued"
    run_ended.send_robust(sender=GradingRun, run_id=GradingRun.objects.get().pk, now=now)
    answer.refresh_from_db()
    assert answer.outcome["state"] == "needs_review"


def test_the_same_text_again_is_not_graded_again(
    alice: User, scenario: Exercise, now: datetime, django_capture_on_commit_callbacks: Any
) -> None:
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            answer_exercise(user=alice, exercise=scenario, answer=TEXT, now=now)
    assert ExerciseAnswer.objects.count() == 2
    assert GradingRun.objects.count() == Submission.objects.count() == 1
    assert {answer.outcome["state"] for answer in ExerciseAnswer.objects.all()} == {"graded"}


def test_a_refused_text_leaves_nothing(alice_client: Client, scenario: Exercise) -> None:
    response = alice_client.post(address(scenario), {"text": "word " * 200})
    assert response.status_code == 422
    assert "Your answer has 200 words; it takes at most 120." in response.content.decode()
    assert "word word" in response.content.decode(), "the text is still in its field"
    assert not Submission.objects.exists()


def test_deleting_a_submission_keeps_the_answer(alice: User, scenario: Exercise, now: datetime) -> None:
    answer_exercise(user=alice, exercise=scenario, answer=TEXT, now=now)
    Submission.objects.all().delete()
    assert ExerciseAnswer.objects.get().submission is None
