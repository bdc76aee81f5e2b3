"""The list of interviews: filters, lot, how one did, and where lessons launch one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from courses.models import Course
from courses.queries import read_catalogue
from lessons.pages import render_pages
from mock_interviews.listing import list_facts
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def course() -> Course:
    course = factories.make_course()
    course.data["interviews"] = [{"slug": "cache", "title": "A cache"}, {"slug": "later", "title": "Design it later"}]
    course.save()
    module = factories.make_module(course, number=17, slug="mock-cache")
    factories.make_lesson(slug="mock-cache", module=module, kind="mock-interview", interview="cache")
    factories.make_interview(
        course, slug="cache", title="A cache", kind="infrastructure", minutes=45, modules=["mock-cache"]
    )
    factories.make_interview(course, slug="feed", title="A feed", kind="product", minutes=60, difficulty="medium")
    return course


def shown(client: Client, query: str) -> list[str]:
    answer = client.get(f"/interviews/find/{query}")
    rows = answer.content.decode().split("<article ")[1:]
    return [
        row.split("</h2>")[0].split(">")[-2].removesuffix("</a") for row in rows if "hidden" not in row.split(">")[0]
    ]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["A cache", "A feed"]),
        ("?kind=product", ["A feed"]),
        ("?difficulty=hard", ["A cache"]),
        ("?minutes=60&kind=product", ["A feed"]),
        ("?module=mock-cache", ["A cache"]),
        ("?minutes=60&kind=infrastructure", []),
        ("?kind=%00&minutes=" + "9" * 200, []),
    ],
)
def test_filters_work_without_a_script(course: Course, stranger_client: Client, query: str, titles: list[str]) -> None:
    assert course
    assert shown(stranger_client, query) == titles


def test_what_is_found_is_public_and_kept_for_a_minute(course: Course, stranger_client: Client) -> None:
    assert course
    answer = stranger_client.get("/interviews/find/?kind=product")
    assert answer["Cache-Control"] == "public, max-age=60"
    assert not answer.cookies


def test_the_lot_respects_the_filters_and_falls_back_on_all(course: Course, stranger_client: Client) -> None:
    assert course
    for _ in range(5):
        assert stranger_client.get("/interviews/surprise/?kind=product")["Location"] == "/interviews/feed/"
    assert stranger_client.get("/interviews/surprise/?kind=none")["Location"] in {
        "/interviews/feed/",
        "/interviews/cache/",
    }


def test_planned_interviews_are_named_and_not_linked(course: Course) -> None:
    facts = list_facts(read_catalogue(course), {})
    assert facts["planned"] == [{"slug": "later", "title": "Design it later", "place": None}]


def test_best_and_latest_are_told_in_one_query_more(
    course: Course, alice: User, charlie: User, alice_client: Client
) -> None:
    interview = course.interviews.get(slug="cache")
    best = factories.make_graded_attempt(alice, interview, total=71)
    last = factories.make_graded_attempt(alice, interview, total=64, started_at=factories.THEN + timedelta(days=1))
    factories.make_graded_attempt(alice, interview, total=99, is_drill=True)
    factories.make_graded_attempt(charlie, interview, total=98)
    with CaptureQueriesContext(connection) as plain:
        alice_client.get("/me.json")
    with CaptureQueriesContext(connection) as queries:
        told = alice_client.get("/me.json?interview=all").json()
    assert told["taken"].keys() == {"cache"}
    row: dict[str, Any] = told["taken"]["cache"]
    assert row["count"] == 2
    assert (row["best"]["total"], row["latest"]["total"]) == (71, 64)
    assert row["best"]["url"] == f"/attempts/{best.public_id}/report/"
    assert row["latest"]["url"] == f"/attempts/{last.public_id}/report/"
    assert len(queries) == len(plain) + 1


def test_a_page_of_one_interview_is_told_the_last_report(course: Course, alice: User, alice_client: Client) -> None:
    interview = course.interviews.get(slug="cache")
    assert alice_client.get("/me.json?interview=cache").json()["report"] is None
    attempt = factories.make_graded_attempt(alice, interview, total=71)
    assert attempt.run is not None
    factories.make_verdict(attempt.run)
    report = alice_client.get("/me.json?interview=cache").json()["report"]
    assert report["total"] == 71
    assert report["steps"] == [{"letter": "R", "title": "Requirements", "band": 2}]
    assert report["url"] == f"/attempts/{attempt.public_id}/report/"


def test_a_mock_lesson_launches_its_interview_or_says_that_it_is_in_preparation(course: Course) -> None:
    module = factories.make_module(course, number=20, slug="mock-later")
    factories.make_lesson(slug="mock-later", module=module, kind="mock-interview", interview="later")
    pages = {page.path: page.html for page in render_pages(course, read_catalogue(course))}
    launch = pages["/lessons/mock-cache/"].split('class="launch', 1)[1].split("</section>")[0]
    assert 'href="/interviews/cache/"' in launch
    assert launch.count("<i class=") == 9
    assert "in preparation" in pages["/lessons/mock-later/"].split('class="launch', 1)[1].split("</section>")[0]
