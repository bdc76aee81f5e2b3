"""The API of the room: what a page, or a program with a key, asks for."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import ApiToken, User
from mock_interviews.models import Attempt, Draft, Interview, KeptText
from mock_interviews.services.drafts import MOST_BYTES, digest_of
from tests.mock_interviews.conftest import Start

DRAFT = {"text": "Chat for many.", "base_rev": 0, "client_id": "tab-1", "client_seq": 1}


def put(client: Client, attempt: Attempt, step: str = "requirements", **change: Any) -> Any:
    url = reverse("api-draft", args=[attempt.public_id, step])
    return client.put(url, json.dumps(DRAFT | change), content_type="application/json")


def post(client: Client, name: str, *args: str, **data: Any) -> Any:
    return client.post(reverse(name, args=args), json.dumps(data), content_type="application/json")


def refusal(response: Any) -> tuple[int, str]:
    return response.status_code, json.loads(response.content)["code"]


def test_a_save_answers_with_rev_digest_and_time(alice: User, alice_client: Client, start: Start) -> None:
    attempt = start(alice)
    body = put(alice_client, attempt).json()
    assert body["rev"] == 1
    assert body["digest"] == digest_of("Chat for many.")
    assert body["state"] == "active"
    assert 44 * 60_000 < body["remaining_ms"] <= 45 * 60_000
    assert datetime.fromisoformat(body["deadline_at"]) == attempt.deadline_at
    shown = alice_client.get(reverse("api-draft", args=[attempt.public_id, "requirements"])).json()
    assert (shown["text"], shown["rev"]) == ("Chat for many.", 1)


def test_a_conflict_carries_both_texts(alice: User, alice_client: Client, start: Start) -> None:
    attempt = start(alice)
    put(alice_client, attempt)
    response = put(alice_client, attempt, text="Mine.", client_id="tab-2")
    assert refusal(response) == (409, "conflict")
    assert response.json()["theirs"]["text"] == "Chat for many."
    assert response.json()["yours"] == {"text": "Mine.", "digest": digest_of("Mine."), "is_kept": True}


def test_a_late_draft_is_409_and_kept(alice: User, alice_client: Client, start: Start, now: datetime) -> None:
    attempt = start(alice, now=now - timedelta(hours=1))
    response = put(alice_client, attempt)
    assert refusal(response) == (409, "attempt_over")
    assert "late text" in response.json()["detail"]
    assert KeptText.objects.get().text == "Chat for many."


@pytest.mark.parametrize("size", [MOST_BYTES + 1, 10 * 1024 * 1024])
def test_a_text_that_is_too_long_is_413_and_the_stored_one_stays(
    alice: User, alice_client: Client, start: Start, size: int
) -> None:
    attempt = start(alice)
    put(alice_client, attempt)
    response = put(alice_client, attempt, text="x" * size, client_seq=2)
    assert refusal(response) == (413, "too_long")
    assert Draft.objects.get(attempt=attempt, step="requirements").text == "Chat for many."


@pytest.mark.parametrize(
    "change",
    [
        {"text": 7},
        {"text": "\x00"},
        {"text": "\ud800"},
        {"base_rev": -1},
        {"base_rev": "0"},
        {"base_rev": True},
        {"client_id": ""},
        {"client_id": "x" * 41},
        {"client_seq": 0},
        {"client_seq": 2**60},
        {"active_ms": -5},
    ],
)
def test_what_is_not_a_draft_is_400_with_a_sentence(
    alice: User, alice_client: Client, start: Start, change: dict[str, Any]
) -> None:
    attempt = start(alice)
    assert refusal(put(alice_client, attempt, **change)) == (400, "bad_draft")
    assert Draft.objects.get(attempt=attempt, step="requirements").rev == 0


@pytest.mark.parametrize("body", ["", "{", "[]", '"text"', "null"])
def test_a_body_that_is_no_object_is_400(alice: User, alice_client: Client, start: Start, body: str) -> None:
    url = reverse("api-draft", args=[start(alice).public_id, "requirements"])
    assert refusal(alice_client.put(url, body, content_type="application/json")) == (400, "bad_draft")


def test_other_peoples_drafts_and_unknown_steps_are_404(
    alice: User, alice_client: Client, charlie_client: Client, guest_client: Client, start: Start
) -> None:
    attempt = start(alice)
    assert refusal(put(charlie_client, attempt)) == (404, "not_found")
    assert refusal(put(guest_client, attempt)) == (404, "not_found")
    assert refusal(put(alice_client, attempt, step="communication")) == (404, "not_found")
    assert Draft.objects.get(attempt=attempt, step="requirements").rev == 0


def test_nobody_is_asked_who_they_are(stranger_client: Client, alice: User, start: Start) -> None:
    assert put(stranger_client, start(alice)).status_code == 401
    assert stranger_client.get(reverse("api-attempt-list")).status_code == 401


def test_a_session_needs_its_csrf_token(alice: User, start: Start) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice, backend="django.contrib.auth.backends.ModelBackend")
    assert put(client, start(alice)).status_code == 403


def test_a_save_costs_a_constant_number_of_queries(
    alice: User, alice_client: Client, start: Start, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    attempt = start(alice)
    put(alice_client, attempt)
    with django_assert_num_queries(6):  # person, draft with its attempt, savepoint, UPDATE, history, release
        assert put(alice_client, attempt, text="More.", client_seq=2).status_code == 200


def test_without_text_only_time_is_told(alice: User, alice_client: Client, start: Start) -> None:
    attempt = start(alice)
    url = reverse("api-draft", args=[attempt.public_id, "requirements"])
    body = {"base_rev": 0, "client_id": "tab-1", "client_seq": 1, "active_ms": 5000}
    assert alice_client.put(url, json.dumps(body), content_type="application/json").status_code == 200
    draft = Draft.objects.get(attempt=attempt, step="requirements")
    assert (draft.active_ms, draft.rev) == (5000, 0)


def test_an_attempt_runs_from_start_to_report_with_a_key(alice: User, interview: Interview) -> None:
    _, key = ApiToken.issue(user=alice, name="test")
    client = Client(headers={"Authorization": f"Token {key}"})
    started = post(client, "api-attempt-list", interview="chatgpt", minutes=35, level="mid")
    assert started.status_code == 201
    attempt_id = started.json()["id"]
    assert [step["minutes"] for step in started.json()["steps"]][:3] == [4, 3, 3]
    assert post(client, "api-attempt-list", interview="chatgpt").status_code == 200
    attempt = Attempt.objects.get(public_id=attempt_id)
    assert put(client, attempt, text="There are 100 million users.").status_code == 200
    assert refusal(client.get(reverse("api-attempt-report", args=[attempt_id]))) == (409, "not_ended")
    assert post(client, "api-attempt-submit", attempt_id).json()["state"] == "grading"
    assert post(client, "api-attempt-submit", attempt_id).status_code == 200
    report = client.get(reverse("api-attempt-report", args=[attempt_id])).json()
    assert report["id"] == attempt_id
    assert [row["id"] for row in client.get(reverse("api-attempt-list")).json()] == [attempt_id]


@pytest.mark.parametrize(
    "change", [{"interview": "nothing"}, {"minutes": 40}, {"level": "king"}, {"drill": "estimation"}, {"minutes": "x"}]
)
def test_a_wrong_start_is_refused(alice_client: Client, interview: Interview, change: dict[str, Any]) -> None:
    response = post(alice_client, "api-attempt-list", **({"interview": "chatgpt"} | change))
    assert response.status_code in {400, 404}
    assert not Attempt.objects.exists()


def test_the_clock_tells_state_time_and_revs(alice: User, alice_client: Client, start: Start) -> None:
    attempt = start(alice, mode="practice")
    put(alice_client, attempt)
    body = alice_client.get(reverse("api-attempt-clock", args=[attempt.public_id])).json()
    assert body["revs"]["requirements"] == 1
    assert body["closes_ms"] - body["remaining_ms"] == 15_000
    paused = post(alice_client, "api-attempt-pause", attempt.public_id).json()
    assert paused["is_paused"]
    assert not post(alice_client, "api-attempt-resume", attempt.public_id).json()["is_paused"]
    assert refusal(post(alice_client, "api-attempt-pause", start_timed(alice, start).public_id)) == (
        409,
        "cannot_pause",
    )


def start_timed(alice: User, start: Start) -> Attempt:
    Attempt.objects.filter(user=alice).delete()
    return start(alice)


def test_interviews_are_open_to_everybody_without_their_bands(stranger_client: Client, interview: Interview) -> None:
    (row,) = stranger_client.get(reverse("api-interview-list")).json()
    assert row["slug"] == "chatgpt"
    detail = stranger_client.get(reverse("api-interview-show", args=["chatgpt"]))
    assert detail.json()["rubric"][0]["criteria"][0]["title"] == "Criterion 1 of requirements"
    assert "Band 4" not in detail.content.decode()
    assert stranger_client.get(reverse("api-interview-show", args=["nothing"])).status_code == 404
