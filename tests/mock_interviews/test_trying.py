"""The judge tried on one step: no account, no row, nothing kept."""

from __future__ import annotations

import time

import pytest
import yaml
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mock_interviews.models import InterviewVersion
from mock_interviews.trying import MAX_TEXT, try_step
from mock_interviews.views.trying import TryThrottle
from tests import factories

pytestmark = pytest.mark.django_db
ADDRESS = "/interviews/chatgpt/try/"
TEXT = "2.5 billion prompts a day / 86,400 s = 28,935 prompts a second on average, three times that at peak."


@pytest.fixture
def version() -> InterviewVersion:
    cache.clear()
    path = settings.BASE_DIR / "content" / "openai-system-design" / "interviews" / "chatgpt" / "rubric.yaml"
    rubric = factories.make_rubric("chatgpt", data=yaml.safe_load(path.read_text(encoding="utf-8")))
    interview = factories.make_interview(slug="chatgpt")
    interview.current = factories.make_version(interview, rubric=rubric)
    interview.save()
    return interview.current


def test_a_text_is_graded_at_once_and_nothing_is_written(version: InterviewVersion, stranger_client: Client) -> None:
    assert version
    stranger_client.post(ADDRESS, {"text": "The first reads word lists and templates."})
    with CaptureQueriesContext(connection) as queries:
        began = time.perf_counter()
        answer = stranger_client.post(ADDRESS, {"step": "estimation", "text": TEXT})
        took = time.perf_counter() - began
    assert answer.status_code == 200
    assert b'<mark class="evidence">' in answer.content
    assert b"Sums recomputed: 1 of 1 right" in answer.content
    assert b"checklist estimate" in answer.content
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies
    assert [query["sql"] for query in queries if not query["sql"].startswith("SELECT")] == []
    assert took < 0.5


def test_it_needs_no_token_because_it_changes_nothing(version: InterviewVersion) -> None:
    assert version
    client = Client(enforce_csrf_checks=True)
    assert client.post(ADDRESS, {"step": "estimation", "text": TEXT}).status_code == 200


def test_every_quote_stands_in_the_text_and_no_band_is_without_one(version: InterviewVersion) -> None:
    told = try_step(version, "estimation", TEXT)
    marked = {n for block in told["paragraphs"] for piece in block for n in piece["numbers"]}
    assert marked == {one["number"] for one in told["criteria"] if one["number"]}
    assert all(one["number"] for one in told["criteria"] if one["band"])
    assert "".join(piece["text"] for block in told["paragraphs"] for piece in block) == TEXT


def test_an_empty_text_has_no_band(version: InterviewVersion) -> None:
    told = try_step(version, "estimation", "")
    assert {one["band"] for one in told["criteria"]} == {0}


def test_html_in_the_text_stays_text(version: InterviewVersion, stranger_client: Client) -> None:
    assert version
    answer = stranger_client.post(ADDRESS, {"step": "estimation", "text": "</textarea><script>alert(1)</script>"})
    assert b"<script>alert" not in answer.content


def test_a_text_that_is_too_long_is_refused_with_a_sentence(version: InterviewVersion, stranger_client: Client) -> None:
    assert version
    for length in (MAX_TEXT + 1, 80_000):
        answer = stranger_client.post(
            ADDRESS, {"text": "x" * length}, headers={"accept": "text/html, application/json"}
        )
        assert answer.status_code == 413
        assert "at most 6,000" in answer.json()["detail"]


def test_an_address_that_asks_too_often_waits(
    version: InterviewVersion, stranger_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert version
    monkeypatch.setattr(TryThrottle, "rate", "2/min")
    codes = [stranger_client.post(ADDRESS, {"text": "a"}).status_code for _ in range(3)]
    assert codes == [200, 200, 429]


def test_the_page_of_a_sample_is_public_and_kept_for_a_minute(
    version: InterviewVersion, stranger_client: Client
) -> None:
    assert version
    answer = stranger_client.get(f"{ADDRESS}?step=evaluation")
    assert answer["Cache-Control"] == "public, max-age=60"
    assert (
        stranger_client.get(f"{ADDRESS}?step=evaluation", headers={"if-none-match": answer["ETag"]}).status_code == 304
    )
    assert stranger_client.get("/interviews/none/try/").status_code == 404
