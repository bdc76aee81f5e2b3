from datetime import datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from courses.models import Module
from learning.dashboard import read_dashboard
from lessons.models import Lesson
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def lessons() -> list[Lesson]:
    module = factories.make_module(number=1)
    rows = [
        factories.make_lesson(module, number=number, slug=f"lesson-{number}", title=f"Lesson {number}")
        for number in (1, 2, 3)
    ]
    factories.make_lesson(module, number=4, slug="later", state=Lesson.State.PLANNED, title="Later")
    return rows


def test_a_stranger_sees_where_to_begin_and_gets_no_session(stranger_client: Client, lessons: list[Lesson]) -> None:
    answer = stranger_client.get("/learn/")
    page = answer.content.decode()
    assert "Begin here" in page
    assert 'href="/lessons/lesson-1/"' in page
    assert "You need no account" in page
    assert "See the interviews" in page
    assert not Session.objects.exists()
    assert "sessionid" not in answer.cookies


def test_before_anything_is_published_the_page_says_so(alice_client: Client) -> None:
    page = alice_client.get("/learn/").content.decode()
    assert "Nothing is published yet" in page


def test_it_goes_on_where_the_reader_stopped(
    alice: User, alice_client: Client, lessons: list[Lesson], now: datetime
) -> None:
    factories.make_progress(alice, lessons[1], percent=50, anchor="first", updated_at=now)
    factories.make_progress(alice, lessons[0], percent=10, updated_at=now - timedelta(days=1))
    dashboard = read_dashboard(alice, now=now)
    assert dashboard.next_lesson is not None
    assert (dashboard.next_lesson.url, dashboard.next_lesson.minutes_left) == ("/lessons/lesson-2/#first", 4)
    assert "Continue where you stopped" in alice_client.get("/learn/").content.decode()


def test_after_a_finished_lesson_comes_the_next_open_one(alice: User, lessons: list[Lesson], now: datetime) -> None:
    factories.make_progress(alice, lessons[1], percent=100, completed_at=now, updated_at=now)
    first = read_dashboard(alice, now=now).next_lesson
    assert first is not None
    assert first.lesson["slug"] == "lesson-3"
    factories.make_progress(alice, lessons[2], percent=100, completed_at=now, updated_at=now)
    second = read_dashboard(alice, now=now).next_lesson
    assert second is not None
    assert second.lesson["slug"] == "lesson-1"
    factories.make_progress(alice, lessons[0], percent=100, completed_at=now, updated_at=now)
    assert read_dashboard(alice, now=now).next_lesson is None


def test_parts_count_published_lessons_only(
    alice: User, alice_client: Client, lessons: list[Lesson], now: datetime
) -> None:
    factories.make_progress(alice, lessons[0], percent=100, completed_at=now)
    part = read_dashboard(alice, now=now).parts[0]
    assert (part.done, part.published, part.planned, part.minutes_left) == (1, 3, 1, 16)
    page = alice_client.get("/learn/").content.decode()
    assert "1 of 3" in page
    assert "Later" not in page


def test_attempts_show_totals_only_once_graded(alice: User, alice_client: Client, now: datetime) -> None:
    factories.make_course()
    graded = factories.make_graded_attempt(alice, total=61.6)
    waiting = factories.make_attempt(alice, started_at=now - timedelta(hours=3), state="grading")
    factories.make_graded_attempt(factories.make_person("dora"), total=77.7)
    dashboard = read_dashboard(alice, now=now)
    assert [(row.attempt.public_id, row.total) for row in dashboard.attempts] == [
        (waiting.public_id, None),
        (graded.public_id, 61.6),
    ]
    page = alice_client.get("/learn/").content.decode()
    assert "<b>62</b> of 100" in page
    assert "being graded" in page
    assert "<b>78" not in page


def test_a_running_interview_comes_first(alice: User, alice_client: Client) -> None:
    factories.make_course()
    attempt = factories.make_attempt(alice)
    page = alice_client.get("/learn/").content.decode()
    assert f'href="/attempts/{attempt.public_id}/"' in page
    assert "Back to the room" in page


def test_a_guest_is_told_that_only_this_browser_knows(guest: User, guest_client: Client) -> None:
    factories.make_progress(guest)
    assert "only this browser knows" in guest_client.get("/learn/").content.decode()


def test_the_number_of_queries_does_not_grow(alice: User, alice_client: Client, now: datetime) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert alice_client.get("/learn/").status_code == 200
        return len(queries)

    factories.make_progress(alice)
    factories.make_graded_attempt(alice)
    few = count()
    for _ in range(8):
        factories.make_progress(alice)
        factories.make_graded_attempt(alice)
        factories.make_attempt(alice)
    assert Module.objects.count() == 9
    assert count() == few
