import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from learning.models import LessonProgress
from learning.services import complete_lesson, save_progress, undo_completion
from lessons.models import Lesson
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def lesson() -> Lesson:
    return factories.make_lesson(slug="one")


def send(client: Client, body: Any, slug: str = "one") -> Any:
    return client.post(
        f"/lessons/{slug}/progress/",
        body if isinstance(body, str) else json.dumps(body),
        content_type="application/json",
        headers={"Accept": "application/json"},
    )


def test_percent_only_grows_and_the_place_follows(alice: User, lesson: Lesson, now: datetime) -> None:
    save_progress(user=alice, lesson=lesson, percent=60, anchor="second", now=now)
    row = save_progress(user=alice, lesson=lesson, percent=20, anchor="first", now=now + timedelta(minutes=1))
    assert (row.percent, row.anchor, row.completed_at) == (60, "first", None)
    assert save_progress(user=alice, lesson=lesson, percent=61, now=now).anchor == "first"


def test_a_lesson_completes_by_itself_at_its_end_and_once(alice: User, lesson: Lesson, now: datetime) -> None:
    assert save_progress(user=alice, lesson=lesson, percent=99, now=now).completed_at is None
    assert save_progress(user=alice, lesson=lesson, percent=100, now=now).completed_at == now
    later = save_progress(user=alice, lesson=lesson, percent=100, now=now + timedelta(days=1))
    assert later.completed_at == now


def test_what_was_taken_back_does_not_come_back_by_itself(alice: User, lesson: Lesson, now: datetime) -> None:
    complete_lesson(user=alice, lesson=lesson, now=now)
    assert undo_completion(user=alice, lesson=lesson, now=now).completed_at is None
    assert save_progress(user=alice, lesson=lesson, percent=100, now=now).completed_at is None
    row = complete_lesson(user=alice, lesson=lesson, now=now)
    assert (row.completed_at, row.was_undone) == (now, False)


def test_marking_again_keeps_the_first_moment(alice: User, lesson: Lesson, now: datetime) -> None:
    complete_lesson(user=alice, lesson=lesson, now=now)
    assert complete_lesson(user=alice, lesson=lesson, now=now + timedelta(days=1)).completed_at == now


def test_a_script_reports_place_and_mark_at_once(alice: User, alice_client: Client, lesson: Lesson) -> None:
    told = send(alice_client, {"percent": 55.5, "anchor": "first"}).json()
    assert told == {"kept": True, "percent": 55, "anchor": "first", "completed": False}
    told = send(alice_client, {"percent": 100, "anchor": "last", "completed": True}).json()
    assert told == {"kept": True, "percent": 100, "anchor": "last", "completed": True}
    told = send(alice_client, {"percent": 99, "anchor": "last", "completed": False}).json()
    assert told == {"kept": True, "percent": 99, "anchor": "last", "completed": False}
    state = alice_client.get("/me.json?lesson=one").json()
    assert state["lesson"]["undone"] is True
    assert state["progress"]["lessons"]["one"] == 99


def test_reading_makes_no_guest_but_marking_does(stranger_client: Client, lesson: Lesson) -> None:
    assert send(stranger_client, {"percent": 100}).json()["kept"] is False
    assert not User.objects.exists()
    assert "sessionid" not in stranger_client.cookies
    assert send(stranger_client, {"percent": 100, "completed": True}).json()["kept"] is True
    assert User.objects.get().is_guest
    assert LessonProgress.objects.get().completed_at is not None


def test_without_javascript_a_page_marks_and_takes_back(alice: User, alice_client: Client, lesson: Lesson) -> None:
    address = "/lessons/one/progress/"
    assert "Mark complete" in alice_client.get(address).content.decode()
    answer = alice_client.post(address, {"completed": "yes"})
    assert (answer.status_code, answer["Location"]) == (302, "/lessons/one/")
    assert "Not complete after all" in alice_client.get(address).content.decode()
    alice_client.post(address, {"completed": "no"})
    assert LessonProgress.objects.get().completed_at is None


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"percent": -1},
        {"percent": 101},
        {"percent": "50"},
        {"percent": True},
        {"percent": None},
        {"completed": "yes"},
        {"percent": 5, "anchor": 7},
        {"percent": 5, "anchor": "x" * 121},
        {"percent": 5, "anchor": "a\0b"},
        '{"percent": NaN}',
        "[",
        "[" * 100_000,
        "[]",
        "null",
    ],
)
def test_nonsense_is_refused_with_a_sentence(alice_client: Client, lesson: Lesson, body: Any) -> None:
    answer = send(alice_client, body)
    assert answer.status_code == 400
    assert answer.json()["detail"].startswith("Send `percent`")
    assert not LessonProgress.objects.exists()


@pytest.mark.parametrize("data", [{}, {"percent": "many"}, {"completed": "maybe"}])
def test_a_nonsense_form_is_refused_with_a_page(alice_client: Client, lesson: Lesson, data: dict[str, str]) -> None:
    assert alice_client.post("/lessons/one/progress/", data).status_code == 400


def test_a_planned_lesson_has_no_progress(alice_client: Client) -> None:
    factories.make_lesson(slug="planned", state=Lesson.State.PLANNED)
    assert send(alice_client, {"percent": 5}, "planned").status_code == 404
    assert alice_client.get("/lessons/planned/progress/").status_code == 404


def test_nobody_sees_anothers_progress(alice: User, charlie_client: Client, lesson: Lesson, now: datetime) -> None:
    complete_lesson(user=alice, lesson=lesson, now=now)
    assert "You have not marked this lesson yet" in charlie_client.get("/lessons/one/progress/").content.decode()
    assert charlie_client.get("/me.json?lesson=one").json()["lesson"]["completed"] is False
