from datetime import datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from tests import factories

pytestmark = pytest.mark.django_db


def count_queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_a_stranger_costs_no_query_and_leaves_no_trace(stranger_client: Client) -> None:
    factories.make_lesson(slug="first")
    for address in ("/me.json", "/accounts/me.json", "/me.json?lesson=first"):
        with CaptureQueriesContext(connection) as queries:
            answer = stranger_client.get(address)
        assert len(queries) == 0
        assert answer["Cache-Control"] == "no-store"
        assert set(answer.cookies) == {"csrftoken"}
        assert answer.json()["person"] is None
        assert answer.json()["progress"] == {"lessons": {}, "current": None}
        assert answer.json()["attempts"] == {"active": []}
    assert not Session.objects.exists()
    assert not User.objects.exists()


def test_an_unknown_session_is_a_stranger_and_makes_no_row(stranger_client: Client) -> None:
    stranger_client.cookies["sessionid"] = "never-heard-of-it"
    assert stranger_client.get("/me.json").json()["person"] is None
    assert not Session.objects.exists()


def test_it_tells_who_is_here_and_how_far(alice: User, alice_client: Client, now: datetime) -> None:
    done = factories.make_lesson(slug="done")
    half = factories.make_lesson(slug="half")
    factories.make_progress(alice, done, percent=80, completed_at=now, updated_at=now - timedelta(days=1))
    factories.make_progress(alice, half, percent=40, anchor="first", updated_at=now)
    attempt = factories.make_attempt(alice)
    factories.make_graded_attempt(alice)

    told = alice_client.get("/me.json?lesson=half").json()

    assert told["person"] == {
        "name": "Alice",
        "initials": "A",
        "is_guest": False,
        "level": "senior",
        "time_zone": "",
        "is_staff": False,
    }
    assert told["progress"] == {"lessons": {"done": 100, "half": 40}, "current": "half"}
    assert told["attempts"]["active"] == [
        {"public_id": attempt.public_id, "interview": attempt.interview.slug, "title": attempt.interview.title}
    ]
    assert told["lesson"] == {"answers": {}, "percent": 40, "anchor": "first", "completed": False, "undone": False}


def test_it_shows_the_newest_answer_to_the_exercise_as_it_is_now(alice: User, alice_client: Client) -> None:
    exercise = factories.make_exercise(factories.make_lesson(slug="quizzed"), key="signals")
    then = factories.THEN
    factories.make_answer(alice, exercise, answer={"first": [1]}, created_at=then)
    newest = factories.make_answer(alice, exercise, created_at=then + timedelta(minutes=1))
    factories.make_answer(
        alice, exercise, answer={"old": [0]}, exercise_digest="0" * 64, created_at=then + timedelta(minutes=2)
    )
    factories.make_answer(factories.make_person("dora"), exercise, answer={"first": [2]})
    answers = alice_client.get("/me.json?lesson=quizzed").json()["lesson"]["answers"]
    assert answers == {"signals": {"answer": newest.answer, "outcome": newest.outcome}}


def test_the_number_of_queries_does_not_grow_with_what_was_done(alice: User, alice_client: Client) -> None:
    lesson = factories.make_lesson(slug="one")
    alice_client.get("/me.json?lesson=one")
    few = count_queries(alice_client, "/me.json?lesson=one")
    exercises = [factories.make_exercise(lesson) for _ in range(5)]
    for exercise in exercises:
        factories.make_answer(alice, exercise)
        factories.make_answer(alice, exercise)
    for _ in range(10):
        factories.make_progress(alice)
        factories.make_attempt(alice)
    assert count_queries(alice_client, "/me.json?lesson=one") == few
    assert few <= 6


def test_a_lesson_that_does_not_exist_is_no_error(alice_client: Client) -> None:
    for slug in ("nowhere", "%00", "x" * 500, "%ff"):
        told = alice_client.get(f"/me.json?lesson={slug}").json()
        assert told["lesson"] == {"answers": {}, "percent": 0, "anchor": "", "completed": False, "undone": False}


def test_an_attempt_whose_time_is_over_is_not_running(alice: User, alice_client: Client, now: datetime) -> None:
    factories.make_attempt(alice, started_at=now - timedelta(hours=2))
    factories.make_attempt(alice, started_at=now - timedelta(hours=2), paused_at=now - timedelta(hours=1))
    assert len(alice_client.get("/me.json").json()["attempts"]["active"]) == 1


def test_its_token_lets_a_script_post(alice: User) -> None:
    lesson = factories.make_lesson(slug="one")
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)
    token = client.get("/me.json").json()["csrf"]
    address = f"/lessons/{lesson.slug}/progress/"
    body = {"percent": 10}
    assert client.post(address, body, content_type="application/json").status_code == 403
    answer = client.post(address, body, content_type="application/json", headers={"X-CSRFToken": token})
    assert answer.status_code in {200, 302}


def test_only_reading_is_allowed(alice_client: Client) -> None:
    assert alice_client.post("/me.json").status_code == 405
