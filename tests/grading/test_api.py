"""The API: yours to read, retry and stop; somebody else's isn't there."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client

from accounts.models import User
from grading.models import GradingRun
from grading.services import grade_step
from tests.grading.model_replies import good
from tests.grading.samples import make_run
from tests.stub_model import Stub, answers

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(now: datetime, alice: User) -> GradingRun:
    return make_run(now, alice, steps=["estimation", "evaluation"])


def grade_all(run: GradingRun, now: datetime) -> None:
    for step in run.step_verdicts.all():
        grade_step(step_verdict_id=step.pk, now=now)


def test_it_lists_what_i_handed_in_with_its_gradings(run: GradingRun, alice_client: Client, now: datetime) -> None:
    grade_all(run, now)
    (row,) = alice_client.get("/api/v1/submissions/").json()
    assert row["digest"] == run.submission.digest
    assert row["gradings"][0]["judge"] == "offline"
    assert row["gradings"][0]["total"] > 0


def test_it_shows_a_submission_as_it_was_frozen(run: GradingRun, alice_client: Client) -> None:
    body = alice_client.get(f"/api/v1/submissions/{run.submission_id}/").json()
    assert body["sections"] == run.submission.sections


def test_a_grading_fills_in_step_by_step(run: GradingRun, alice_client: Client, now: datetime) -> None:
    grade_step(step_verdict_id=run.step_verdicts.all()[0].pk, now=now)
    body = alice_client.get(f"/api/v1/gradings/{run.pk}/").json()
    assert (body["state"], body["total"], body["result"]) == ("running", None, {})
    assert [one["state"] for one in body["steps"]] == ["done", "queued"]
    evidence = body["steps"][0]["criteria"][0]["evidence"][0]
    assert run.submission.sections["estimation"][evidence["start"] : evidence["end"]] == evidence["text"]


def test_stop_retry_and_their_refusals(run: GradingRun, alice_client: Client, now: datetime) -> None:
    assert alice_client.post(f"/api/v1/gradings/{run.pk}/retry/").status_code == 409
    stopped = alice_client.post(f"/api/v1/gradings/{run.pk}/stop/")
    assert (stopped.status_code, stopped.json()["state"]) == (200, "stopped")
    refused = alice_client.post(f"/api/v1/gradings/{run.pk}/stop/")
    assert (refused.status_code, refused.json()["code"]) == (409, "run_is_over")
    again = alice_client.post(f"/api/v1/gradings/{run.pk}/retry/")
    assert (again.status_code, again.json()["state"]) == (200, "queued")


def test_the_estimate_is_a_grading_of_its_own(alice: User, alice_client: Client, now: datetime, stub: Stub) -> None:
    stub.script = [answers(good)]
    run = make_run(now, alice, steps=["estimation"])
    body = alice_client.post(f"/api/v1/gradings/{run.pk}/estimate/").json()
    assert body["id"] != run.pk
    assert body["judge"] == "offline"


@pytest.mark.parametrize("path", ["submissions/{submission}/", "gradings/{run}/"])
def test_to_others_it_is_not_there(run: GradingRun, path: str, charlie_client: Client, stranger_client: Client) -> None:
    address = f"/api/v1/{path.format(submission=run.submission_id, run=run.pk)}"
    assert charlie_client.get(address).status_code == 404
    assert stranger_client.get(address).status_code in {401, 403}
    assert charlie_client.get("/api/v1/submissions/").json() == []


@pytest.mark.parametrize("verb", ["retry", "stop", "estimate"])
def test_others_can_do_nothing_with_it(run: GradingRun, verb: str, charlie_client: Client) -> None:
    assert charlie_client.post(f"/api/v1/gradings/{run.pk}/{verb}/").status_code == 404
    run.refresh_from_db()
    assert run.state == "queued"
    assert GradingRun.objects.count() == 1


def test_answers_that_ship_with_the_course_are_nobodys(now: datetime, alice_client: Client) -> None:
    run = make_run(now, None, steps=["estimation"])
    assert alice_client.get(f"/api/v1/gradings/{run.pk}/").status_code == 404
