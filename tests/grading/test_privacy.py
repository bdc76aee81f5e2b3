"""What is told before a text is handed in, what goes along in an export, and what a deletion leaves."""

from __future__ import annotations

import json
import zipfile
from datetime import datetime, timedelta

import pytest
from django.apps import apps
from django.core import serializers
from django.test import TestCase
from pytest_django import Settings

from accounts.exporting import write_archive
from accounts.models import User
from accounts.services import delete_account
from grading.models import Dispute, GradingRun, Override, Submission
from grading.services import freeze_submission, grade_step, open_dispute, override_band, request_grading
from mock_interviews.services import submit_attempt
from tests import factories
from tests.conftest import signed_in
from tests.grading.samples import TEXT, make_rubric

pytestmark = pytest.mark.django_db
WORD = "zyxwvut"
ARGUMENT = f"The second sentence names the {WORD} that you missed."
REASON = "It is there, in the second sentence."


@pytest.fixture
def graded(alice: User, bob: User, now: datetime) -> GradingRun:
    """A graded answer with a transcript, a dispute and a person's band, each holding a word that nobody else writes."""
    text = f"{TEXT.format(key='it')} {WORD}"
    turns = [{"who": "candidate", "step": "api_design", "text": f"I said {WORD}."}]
    submission = freeze_submission(owner=alice, sections={"api_design": text}, transcript=turns, now=now)
    run = request_grading(submission=submission, rubric=make_rubric(now), steps=["api_design"], now=now)
    for step in run.step_verdicts.all():
        grade_step(step_verdict_id=step.pk, now=now)
    run.refresh_from_db()
    open_dispute(run=run, criterion="api-design-1", argument=ARGUMENT, now=now)
    override_band(run=run, criterion="api-design-1", band=0, reason=REASON, by=bob, now=now)
    run.refresh_from_db()
    return run


def test_an_export_has_what_people_said_too(graded: GradingRun, alice: User, now: datetime) -> None:
    with zipfile.ZipFile(write_archive(user=alice, now=now)) as archive:
        (submission,) = json.loads(archive.read("submissions.json"))
    (grading,) = submission["gradings"]
    assert submission["transcript"][0]["text"] == f"I said {WORD}."
    assert submission["bands_by_people"][0]["reason"] == REASON
    assert (grading["disputes"][0]["argument"], grading["disputes"][0]["state"]) == (ARGUMENT, "changed")
    assert grading["result_of_judge_alone"]["total"] != grading["result"]["total"]


def test_deleting_an_account_leaves_no_word_of_it(graded: GradingRun, alice: User, now: datetime) -> None:
    alice_id = alice.pk
    assert WORD in everything()
    delete_account(user=alice)
    assert WORD not in everything()
    assert not Submission.objects.filter(owner_id=alice_id).exists()
    for model in (GradingRun, Dispute, Override):
        assert not model.objects.exists()


def everything() -> str:
    """Every row of every table as text."""
    return "".join(serializers.serialize("json", model._default_manager.all()) for model in apps.get_models())


def test_a_reviewer_who_leaves_takes_only_the_name_along(graded: GradingRun, bob: User) -> None:
    bob.delete()
    row = Override.objects.get()
    assert (row.by, row.reason, row.new_band) == (None, REASON, 0)


def test_the_room_says_before_handing_in_who_reads_it(alice: User, now: datetime, settings: Settings) -> None:
    attempt = factories.make_attempt(alice, started_at=now - timedelta(minutes=1))
    client = signed_in(alice)
    for address in (f"/attempts/{attempt.public_id}/hand-in/", f"/attempts/{attempt.public_id}/"):
        assert "nothing that you write leaves this server" in client.get(address).content.decode()
    settings.LLM_BASE_URL, settings.LLM_MODEL = "https://models.example/v1", "large-1"
    for address in (f"/attempts/{attempt.public_id}/hand-in/", f"/attempts/{attempt.public_id}/"):
        page = client.get(address).content.decode()
        assert "Graded by the model large-1" in page
        assert "<b>models.example</b>" in page


def test_a_report_says_where_the_answer_was_read(alice: User, now: datetime, settings: Settings) -> None:
    interview = factories.make_interview(slug="chatgpt")
    attempt = factories.make_attempt(alice, interview, started_at=now - timedelta(minutes=1))
    submit_attempt(attempt=attempt, now=now)
    run = attempt.run
    assert run is not None
    with TestCase.captureOnCommitCallbacks(execute=True):
        for step in run.step_verdicts.all():
            grade_step(step_verdict_id=step.pk, now=now)
    client = signed_in(alice)
    address = f"/attempts/{attempt.public_id}/report/"
    page = client.get(address).content.decode()
    assert "Nothing left this server." in page
    assert "Grade again with the model" not in page
    settings.LLM_BASE_URL, settings.LLM_MODEL = "https://models.example/v1", "large-1"
    page = client.get(address).content.decode()
    assert "Grade again with the model" in page
    assert "your text is sent to <b>models.example</b>" in page
    client.post(f"/attempts/{attempt.public_id}/grade/", {"judge": "default"})
    attempt.refresh_from_db()
    assert attempt.run is not None
    assert (attempt.run.judge, attempt.state) == ("model", "graded")
    page = client.get(address).content.decode()
    assert "Read at models.example." in page
    assert "Grade again with the model" not in page
    assert "checklist</a>" in page, "the estimate stays readable"
