"""The queue as those see it who wait in it, and Stop."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client

from accounts.models import User
from grading.models import GradingRun, StepVerdict
from grading.services import grade_step
from grading.waiting import read_place
from llm.models import LlmCall
from tests.grading.model_replies import good, run_for, work
from tests.grading.samples import make_run
from tests.stub_model import Stub, answers, fails

pytestmark = pytest.mark.django_db


def test_it_tells_who_goes_first_and_about_how_long_it_takes(now: datetime, alice: User, bob: User) -> None:
    make_run(now - timedelta(seconds=5), bob)
    place = read_place(make_run(now, alice, steps=["estimation", "evaluation"]), now)
    assert place is not None
    assert (place.waiting, place.running, place.ahead, place.retries) == (2, 0, 9, 0)
    assert place.seconds == 6
    assert place.sentences == ["9 steps of other answers go first.", "About 6 s to go."]


def test_the_first_in_line_hears_so_and_an_ended_one_has_no_place(now: datetime, alice: User) -> None:
    run = make_run(now, alice, steps=["estimation"])
    place = read_place(run, now)
    assert place is not None
    assert place.sentences[0] == "Next in line."
    grade_step(step_verdict_id=run.step_verdicts.get().pk, now=now)
    run.refresh_from_db()
    assert read_place(run, now) is None


def test_a_model_that_was_never_asked_lets_nobody_guess(now: datetime, alice: User, stub: Stub) -> None:
    run = run_for(now, alice)
    place = read_place(run, now)
    assert place is not None
    assert place.seconds is None
    stub.script = [answers(good)]
    work(run, now)
    LlmCall.objects.update(closed_at=now + timedelta(seconds=7), opened_at=now)
    other = read_place(run_for(now, alice, replicate=1), now)
    assert other is not None
    assert other.seconds == 7


def test_while_it_waits_for_a_model_that_is_down_it_tells_when_and_how_often(
    now: datetime, alice: User, stub: Stub
) -> None:
    stub.script = [fails(429, Retry_After="90")]
    run = run_for(now, alice)
    step = work(run, now)
    place = read_place(run, now)
    assert place is not None
    assert (place.retries, place.next_try_at, place.ahead) == (1, step.due_at, 0)
    assert "Tried again 1 time." in place.sentences


def test_the_api_shows_the_queue_and_the_readings(now: datetime, alice: User, alice_client: Client) -> None:
    run = make_run(now, alice, steps=["estimation"])
    body = alice_client.get(f"/api/v1/gradings/{run.pk}/").json()
    assert body["queue"] == {
        "waiting": 1,
        "running": 0,
        "ahead": 0,
        "retries": 0,
        "next_try_at": None,
        "seconds": 1,
    }
    grade_step(step_verdict_id=run.step_verdicts.get().pk, now=now)
    body = alice_client.get(f"/api/v1/gradings/{run.pk}/").json()
    assert body["queue"] is None
    assert body["steps"][0]["criteria"][0]["readings"] == []


def test_stop_leads_back_and_leaves_what_is_graded(now: datetime, alice: User, alice_client: Client) -> None:
    run = make_run(now, alice, steps=["estimation", "evaluation"])
    grade_step(step_verdict_id=run.step_verdicts.all()[0].pk, now=now)
    answer = alice_client.post(f"/grading/runs/{run.pk}/stop/", {"next": "/attempts/x/report/"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/attempts/x/report/")
    run.refresh_from_db()
    assert run.state == GradingRun.State.STOPPED
    assert [one.state for one in run.step_verdicts.all()] == [StepVerdict.State.DONE, StepVerdict.State.STOPPED]
    again = alice_client.post(f"/grading/runs/{run.pk}/stop/", {"next": "https://elsewhere.example/"})
    assert (again.status_code, again.headers["Location"]) == (302, "/")


def test_nobody_stops_the_grading_of_another(now: datetime, alice: User, charlie_client: Client) -> None:
    run = make_run(now, alice, steps=["estimation"])
    assert charlie_client.post(f"/grading/runs/{run.pk}/stop/").status_code == 404
