"""Lessons and exercises as rows and as public pages."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from courses.queries import read_catalogue
from lessons.models import Exercise, ExerciseAnswer, Lesson
from lessons.pages import render_pages
from lessons.publishing import retire_missing, upsert_lesson
from tests import factories
from tests.lessons.answers import right_answer
from tests.lessons.conftest import ENTRY
from tests.lessons.sources import ALL_EXERCISES, EXAMPLES, compile_body, fence
from tests.lessons.test_exercise_pages import post_json


def publish(lesson: Lesson, body: str | None, now: datetime) -> Lesson:
    compiled = compile_body(body) if body is not None else None
    return upsert_lesson(course=lesson.course, module=lesson.module, entry=ENTRY, number=1, compiled=compiled, now=now)


def test_publishing_again_changes_nothing(lesson: Lesson, now: datetime) -> None:
    before = list(lesson.exercises.values())
    assert publish(lesson, ALL_EXERCISES, now).pk == lesson.pk
    assert list(lesson.exercises.values()) == before


def test_what_vanished_is_retired_and_its_answers_stay(
    alice: User, alice_client: Client, lesson: Lesson, exercises: dict[str, Exercise], now: datetime
) -> None:
    post_json(alice_client, exercises["ordering"], right_answer(exercises["ordering"]))
    publish(lesson, fence("quiz", EXAMPLES["quiz"]), now)
    assert list(lesson.exercises.filter(retired_at=None).values_list("kind", flat=True)) == ["quiz"]
    assert ExerciseAnswer.objects.count() == 1
    publish(lesson, ALL_EXERCISES, now)
    assert lesson.exercises.filter(retired_at=None).count() == 5
    assert lesson.exercises.get(kind="ordering").pk == exercises["ordering"].pk


def test_a_lesson_taken_back_into_preparation(lesson: Lesson, now: datetime) -> None:
    publish(lesson, None, now)
    lesson.refresh_from_db()
    assert (lesson.state, lesson.minutes, lesson.compiled) == (Lesson.State.PLANNED, 9, {})
    assert not lesson.exercises.filter(retired_at=None).exists()


def test_a_lesson_that_left_the_outline_is_retired(lesson: Lesson, now: datetime) -> None:
    other = factories.make_lesson()
    assert retire_missing(course=lesson.course, slugs=[other.slug], now=now) == 1
    lesson.refresh_from_db()
    assert lesson.state == Lesson.State.RETIRED
    assert retire_missing(course=lesson.course, slugs=[other.slug], now=now) == 0


@pytest.fixture
def page(lesson: Lesson) -> str:
    factories.make_lesson(lesson.module, number=2, state=Lesson.State.PLANNED, slug="to-come", title="To come")
    (page,) = render_pages(lesson.course, read_catalogue(lesson.course))
    assert page.path == "/lessons/a-lesson/"
    return page.html


def test_the_page_is_whole_and_holds_nothing_personal(page: str) -> None:
    assert "A lesson" in page
    assert "To come" in page
    assert "csrfmiddlewaretoken" not in page
    assert '<form action="/lessons/a-lesson/exercises/who-drives/" method="get"' in page


def test_the_page_loads_only_what_it_uses(page: str) -> None:
    for island in ("quiz", "ordering", "matching", "estimate", "scenario"):
        assert f"islands/{island}-" in page
    assert "islands/simulation-" not in page


def test_the_page_has_no_key_no_style_and_no_handler(page: str, exercises: dict[str, Exercise]) -> None:
    secrets = [option["why"] for one in exercises["quiz"].spec["questions"] for option in one.get("options", [])]
    secrets += [exercises["ordering"].spec["why"], exercises["scenario"].spec["model_answer"]]
    assert not [secret for secret in secrets if secret in page]
    assert " style=" not in page
    assert "<style" not in page
    assert "javascript:" not in page


def test_two_renderings_are_the_same_bytes(lesson: Lesson) -> None:
    def rendered() -> list[Any]:
        return [page.html for page in render_pages(lesson.course, read_catalogue(lesson.course))]

    assert rendered() == rendered()
