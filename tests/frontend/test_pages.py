"""Public pages render without a request, hold nothing personal, and obey the strict content policy."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.template.loader import render_to_string

LESSON = {
    "slug": "first",
    "title": "First & foremost",
    "kind": "lesson",
    "line": "What it gives.",
    "minutes": 9,
    "state": "published",
    "url": "/lessons/first/",
    "interview": "",
}
PLANNED = {**LESSON, "slug": "second", "title": "Second", "state": "planned", "url": None}
MODULE = {
    "number": 1,
    "slug": "one",
    "title": "Module one",
    "short": "",
    "summary": "About it.",
    "part": "start",
    "url": "/modules/one/",
    "minutes": 69,
    "lesson_count": 2,
    "published_count": 1,
    "is_mock": False,
    "interview": "",
    "interview_url": None,
    "lessons": [LESSON, PLANNED],
}
PART = {
    "number": 1,
    "slug": "start",
    "title": "Start",
    "short": "Start",
    "summary": "Sum.",
    "minutes": 69,
    "modules": [MODULE],
}
CATALOGUE: dict[str, Any] = {
    "course": {
        "title": "The course",
        "summary": "Short.",
        "outcomes": ["A"],
        "prerequisites": ["B"],
        "disclaimer": "C.",
    },
    "parts": [PART],
    "counts": {"modules": 1, "lessons": 2, "published_lessons": 1, "interviews": 0, "minutes": 9},
    "interviews": [],
    "faq": [{"slug": "q", "question": "Is it?", "html": "<p>It is.</p>"}],
    "glossary": [{"slug": "ring", "term": "ring", "html": "<p>A circle.</p>", "lesson": "second"}],
}
FULL_LESSON = {
    **LESSON,
    "number": 1,
    "html": '<h2 id="a">A</h2>',
    "toc": [{"id": "a", "title": "A", "level": 2}],
    "objectives": ["Do it"],
    "references": [{"title": "Paper", "authors": "X", "year": 2020, "venue": "V", "url": ""}],
    "islands": [],
}
PAGES: dict[str, dict[str, Any]] = {
    "courses/overview.html": {"section": "overview", "example": None},
    "courses/content.html": {"section": "content"},
    "courses/faq.html": {"section": "faq"},
    "courses/glossary.html": {"section": "glossary"},
    "courses/module.html": {"module": MODULE, "part": PART, "previous": None, "next": MODULE},
    "courses/reviews.html": {"ratings": [], "summary": None},
    "lessons/lesson.html": {"lesson": FULL_LESSON, "module": MODULE, "part": PART, "previous": None, "next": PLANNED},
    "404.html": {},
    "403.html": {},
    "403_csrf.html": {},
    "429.html": {},
    "500.html": {},
}


@pytest.mark.parametrize("template", PAGES)
def test_it_renders_without_a_request(template: str) -> None:
    html = render_to_string(template, {**CATALOGUE, **PAGES[template]})
    assert "csrfmiddlewaretoken" not in html
    assert not re.search(r"\sstyle=|\son[a-z]+=\"|<style|<script(?![^>]*\bsrc=)", html)
    assert "{#" not in html
    assert "{%" not in html
    assert html.count("<h1") == 1


def test_what_is_not_written_is_named_and_not_linked() -> None:
    html = render_to_string("courses/content.html", {**CATALOGUE, "section": "content"})
    assert 'href="/lessons/first/"' in html
    assert "Second" in html
    assert "/lessons/second/" not in html
    assert "1 of 2 lessons are written so far" in html


def test_without_approved_reviews_no_number_is_shown() -> None:
    html = render_to_string("courses/reviews.html", {**CATALOGUE, "ratings": [], "summary": {"count": 0}})
    assert "Nobody has written a review yet" in html
    assert "of 5" not in html


def test_the_page_for_our_own_failure_asks_nothing_of_the_server() -> None:
    html = render_to_string("500.html")
    assert re.findall(r'(?:src|href)="(/static/[^"]+)"', html) == ["/static/plain.css"]
