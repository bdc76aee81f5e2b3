"""The authoring loop: what a save does, and what an open browser hears of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from asgiref.sync import async_to_sync
from django.http import StreamingHttpResponse
from django.test import Client, RequestFactory
from pytest_django import Settings

from authoring.views import content_events
from authoring.watching import look, read_state, stamps, watch
from courses.models import Release
from problems import NotThere

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_data(tmp_path: Path, settings: Settings) -> None:
    settings.DATA_DIR = tmp_path
    settings.PAGES_DIR = tmp_path / "pages"
    settings.WATCH = True


def break_it(lesson_file: Path) -> None:
    lesson_file.write_text(lesson_file.read_text() + "\nSee [this](lesson:nowhere).\n")


def test_a_save_publishes_and_a_mistake_leaves_the_last_good_release(content: Path, lesson_file: Path) -> None:
    assert look(content, now=NOW) == []
    good = lesson_file.read_text()
    release = Release.objects.get(is_current=True)
    break_it(lesson_file)
    (error,) = look(content, now=NOW)
    assert Release.objects.get(is_current=True) == release
    state = read_state()
    assert (state["count"], state["errors"][0]["line"]) == (1, error.line)
    assert state["errors"][0]["text"] == "See [this](lesson:nowhere)."
    lesson_file.write_text(good)
    assert look(content, now=NOW) == []
    assert read_state()["count"] == 0


def test_it_looks_at_once_and_after_each_change_and_says_what_is_wrong(content: Path, lesson_file: Path) -> None:
    def changes() -> Iterator[int]:
        break_it(lesson_file)
        yield 1
        lesson_file.write_text(lesson_file.read_text().replace("\nSee [this](lesson:nowhere).\n", ""))
        yield 2

    said: list[str] = []
    watch(content, changes(), clock=lambda: NOW, say=said.append)
    assert len(said) == 3
    assert "01-written.md" in said[0]
    assert said[1] == "Not published: 1 mistake. The last good release stays."
    assert said[2].startswith("All mended")


def test_before_the_first_look_nothing_is_wrong(settings: Settings) -> None:
    assert read_state() == {"count": 0, "errors": []}
    assert stamps(Path(settings.PAGES_DIR)) == ("", 0)


def hear(number: int) -> list[dict[str, object]]:
    async def listen() -> list[str]:
        response = await content_events(RequestFactory().get("/events/content/"))
        assert isinstance(response, StreamingHttpResponse)
        heard = []
        async for line in response:
            heard.append(line.decode() if isinstance(line, bytes) else str(line))
            if len(heard) == number:
                break
        return heard

    return [json.loads(line.removeprefix("data: ")) for line in async_to_sync(listen)()]


def test_a_browser_hears_the_release_and_the_mistakes(content: Path, lesson_file: Path) -> None:
    look(content, now=NOW)
    break_it(lesson_file)
    look(content, now=NOW)
    (event,) = hear(1)
    assert event["digest"] == Release.objects.get(is_current=True).digest
    assert event["count"] == 1


def test_nobody_hears_anything_where_nobody_watches(settings: Settings, client: Client) -> None:
    settings.WATCH = False
    assert client.get("/me.json").json()["live"] == ""
    with pytest.raises(NotThere):
        async_to_sync(content_events)(RequestFactory().get("/events/content/"))
    settings.WATCH = True
    assert client.get("/me.json").json()["live"] == "/events/content/"
