"""Lessons and answers in the API."""

from __future__ import annotations

from django.test import Client

from accounts.models import ApiToken, User
from lessons.models import Exercise, Lesson
from tests.lessons.answers import right_answer

BASE = "/api/v1/lessons/a-lesson/"


def test_a_lesson_is_open_to_everyone_and_holds_no_key(stranger_client: Client, lesson: Lesson) -> None:
    data = stranger_client.get(BASE).json()
    assert (data["title"], data["module"], data["toc"][0]["id"]) == ("A lesson", lesson.module.slug, "practice")
    assert [one["kind"] for one in data["exercises"]] == ["quiz", "ordering", "matching", "estimate", "scenario"]
    assert stranger_client.get("/api/v1/lessons/nothing/").status_code == 404


def test_an_exercise_shows_what_an_answer_refers_to(stranger_client: Client, exercises: dict[str, Exercise]) -> None:
    view = stranger_client.get(f"{BASE}exercises/who-drives/").json()["view"]
    assert len(view["questions"][0]["options"][0]["id"]) == 8
    assert "why" not in str(view)
    assert "right" not in str(view)
    for exercise in exercises.values():
        assert stranger_client.get(f"{BASE}exercises/{exercise.key}/").status_code == 200


def test_answers_need_somebody_and_are_their_own(
    alice: User, charlie: User, stranger_client: Client, exercises: dict[str, Exercise]
) -> None:
    address = f"{BASE}exercises/one-turn/answer/"
    body = {"answer": right_answer(exercises["ordering"])}
    assert stranger_client.post(address, body, content_type="application/json").status_code in {401, 403}
    _, key = ApiToken.issue(user=alice, name="test")
    headers = {"Authorization": f"Token {key}"}
    created = stranger_client.post(address, body, content_type="application/json", headers=headers)
    assert (created.status_code, created.json()["is_right"]) == (201, True)
    assert stranger_client.get(address, headers=headers).json()["outcome"]["is_right"] is True
    _, other = ApiToken.issue(user=charlie, name="test")
    assert stranger_client.get(address, headers={"Authorization": f"Token {other}"}).json()["answer"] is None


def test_bad_answers_get_a_sentence(alice_client: Client, lesson: Lesson) -> None:
    address = f"{BASE}exercises/one-turn/answer/"
    for body, status in (({"answer": {}}, 422), ({}, 400), ([], 400)):
        response = alice_client.post(address, body, content_type="application/json")
        assert response.status_code == status
        assert response.json()["detail"].endswith(".")
