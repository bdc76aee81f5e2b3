"""Answering: with a script, without one, as somebody, as a guest, and as a stranger."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from lessons.models import Exercise, ExerciseAnswer, Lesson
from lessons.queries import newest_answers
from tests.lessons.answers import option, right_answer

Exercises = dict[str, Exercise]


def address(exercise: Exercise) -> str:
    return reverse("lessons:exercise-answer", args=[exercise.lesson.slug, exercise.key])


def post_json(client: Client, exercise: Exercise, answer: Any) -> Any:
    return client.post(
        address(exercise), {"answer": answer}, content_type="application/json", headers={"Accept": "application/json"}
    )


@pytest.mark.parametrize("kind", ["quiz", "ordering", "matching", "estimate", "scenario"])
def test_alice_answers_and_finds_it_again(
    alice: User, alice_client: Client, lesson: Lesson, exercises: Exercises, kind: str
) -> None:
    response = post_json(alice_client, exercises[kind], right_answer(exercises[kind]))
    assert response.status_code == 200, response.json()
    again = alice_client.get(address(exercises[kind]), headers={"Accept": "application/json"}).json()
    assert again["answer"] == response.json()["answer"]
    assert newest_answers(alice, lesson)[exercises[kind].key]["answer"] == again["answer"]
    page = alice_client.get(address(exercises[kind]))
    assert page.status_code == 200
    assert "Answer again" in page.content.decode()


def test_nobody_else_sees_her_answer(
    alice_client: Client, charlie_client: Client, stranger_client: Client, exercises: Exercises
) -> None:
    post_json(alice_client, exercises["quiz"], right_answer(exercises["quiz"]))
    for client in (charlie_client, stranger_client):
        assert client.get(address(exercises["quiz"]), headers={"Accept": "application/json"}).json() == {"answer": None}


def test_reading_makes_no_guest_and_neither_does_a_refused_answer(
    stranger_client: Client, exercises: Exercises
) -> None:
    assert stranger_client.get(address(exercises["quiz"])).status_code == 200
    assert post_json(stranger_client, exercises["quiz"], {}).status_code == 422
    assert not User.objects.exists()


def test_the_first_answer_of_a_stranger_makes_a_guest(stranger_client: Client, exercises: Exercises) -> None:
    post_json(stranger_client, exercises["quiz"], {"how-many": "30000"})
    (guest,) = User.objects.all()
    assert guest.is_guest
    post_json(stranger_client, exercises["quiz"], {"first-words": [option(exercises["quiz"], "first-words", 0)]})
    newest = newest_answers(guest, exercises["quiz"].lesson)["who-drives"]
    assert set(newest["answer"]) == {"how-many", "first-words"}
    assert ExerciseAnswer.objects.filter(user=guest).count() == 2


def test_without_script_choices_lead_to_a_form_that_is_sent(guest_client: Client, exercises: Exercises) -> None:
    quiz = exercises["quiz"]
    wrong = option(quiz, "first-words", 1)
    page = guest_client.get(address(quiz), {"first-words": wrong}).content.decode()
    assert f'value="{wrong}" checked' in page
    assert "csrfmiddlewaretoken" in page
    response = guest_client.post(address(quiz), {"first-words": wrong}, follow=True)
    page = response.content.decode()
    assert response.redirect_chain == [(address(quiz), 302)]
    assert "Nothing about the product was said." in page
    assert page.count('class="option wrong"') == 1
    assert "They share the streams out" not in page, "the other questions are still open"


def test_without_script_an_order_is_given_by_places(guest_client: Client, exercises: Exercises) -> None:
    ordering = exercises["ordering"]
    right = right_answer(ordering)["order"]
    places = {name: str(place) for place, name in enumerate(right, 1)}
    twice = guest_client.post(address(ordering), places | {right[0]: "2"})
    assert twice.status_code == 422
    assert "Two steps have the same place." in twice.content.decode()
    page = guest_client.post(address(ordering), places, follow=True).content.decode()
    assert page.count('class="right"') == 4


def test_without_script_pairs_are_chosen_and_kept_when_one_is_missing(
    guest_client: Client, exercises: Exercises
) -> None:
    pairs = right_answer(exercises["matching"])["pairs"]
    first, second = pairs
    page = guest_client.post(address(exercises["matching"]), {first: pairs[first], second: ""})
    assert page.status_code == 422
    assert f'<option value="{pairs[first]}" selected' in page.content.decode()
    page = guest_client.post(address(exercises["matching"]), pairs, follow=True)
    assert "Queue and prefill are inside it." in page.content.decode()


def test_without_script_a_calculator_computes_from_its_address(stranger_client: Client, exercises: Exercises) -> None:
    page = stranger_client.get(address(exercises["estimate"]), {"rate": "1,000", "mean_time": "2"}).content.decode()
    assert "2,000 streams" in page
    page = stranger_client.get(address(exercises["estimate"]), {"rate": "1e9"}).content.decode()
    assert "Requests takes a number from 1 to 100,000." in page


def test_what_is_not_there_is_404(alice_client: Client, lesson: Lesson, exercises: Exercises, now: datetime) -> None:
    quiz = exercises["quiz"]
    missing = reverse("lessons:exercise-answer", args=[lesson.slug, "nothing"])
    assert alice_client.get(missing).status_code == 404
    Exercise.objects.filter(pk=quiz.pk).update(retired_at=now)
    assert alice_client.get(address(quiz)).status_code == 404
    Lesson.objects.update(state=Lesson.State.PLANNED)
    assert post_json(alice_client, exercises["ordering"], right_answer(exercises["ordering"])).status_code == 404


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"", 400), (b"[]", 400), (b"{", 400), (b'{"a"', 400), (b"[" * 60_000, 400), (b"x" * 70_000, 413), (b"\xff", 400)],
)  # fmt: skip
def test_bad_bodies_get_a_sentence(alice_client: Client, exercises: Exercises, body: bytes, status: int) -> None:
    response = alice_client.post(
        address(exercises["quiz"]), body, content_type="application/json", headers={"Accept": "application/json"}
    )
    assert response.status_code == status
    assert response.json()["detail"].endswith(".")
    assert not ExerciseAnswer.objects.exists()


def test_an_answer_without_its_token_is_refused(exercises: Exercises) -> None:
    client = Client(enforce_csrf_checks=True)
    assert post_json(client, exercises["quiz"], {"how-many": "1"}).status_code == 403


def test_answers_to_an_earlier_wording_are_kept_but_not_shown(
    alice: User, alice_client: Client, lesson: Lesson, exercises: Exercises
) -> None:
    post_json(alice_client, exercises["ordering"], right_answer(exercises["ordering"]))
    Exercise.objects.filter(pk=exercises["ordering"].pk).update(digest="0" * 64)
    assert newest_answers(alice, lesson) == {}
    assert ExerciseAnswer.objects.count() == 1


def test_her_answers_cost_one_query(
    alice: User, alice_client: Client, lesson: Lesson, exercises: Exercises, django_assert_num_queries: Any
) -> None:
    for kind in ("quiz", "ordering", "matching", "estimate"):
        post_json(alice_client, exercises[kind], right_answer(exercises[kind]))
    with django_assert_num_queries(1):
        assert len(newest_answers(alice, lesson)) == 4


def test_the_page_of_an_exercise_holds_no_key(stranger_client: Client, exercises: Exercises) -> None:
    for exercise in exercises.values():
        page = stranger_client.get(address(exercise)).content.decode()
        for secret in (
            "surface as mistakes",
            "overlaps with more",
            "Admission needs",
            "inside it",
            "A question that can be",
        ):
            assert secret not in page


def test_json_of_an_outcome_is_plain(alice_client: Client, exercises: Exercises) -> None:
    post_json(alice_client, exercises["matching"], right_answer(exercises["matching"]))
    json.dumps(ExerciseAnswer.objects.get().outcome)
