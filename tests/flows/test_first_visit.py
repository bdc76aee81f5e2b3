"""A stranger reads a lesson, answers, sits an interview and watches the report fill in; no account anywhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from playwright.sync_api import Page, expect

from tests.flows.conftest import Visitor

pytestmark = pytest.mark.browser
SAMPLES = Path(settings.BASE_DIR) / "content" / "openai-system-design" / "interviews" / "chatgpt" / "samples"


def read_sample(name: str) -> dict[str, str]:
    sections: dict[str, str] = yaml.safe_load((SAMPLES / f"{name}.yaml").read_text())["sections"]
    return sections


def answer_quiz(page: Page) -> None:
    quiz = page.locator("tradeoff-quiz[data-exercise=host-dies]")
    quiz.get_by_text("The prompt and the 200 tokens already sent, as text").click()
    quiz.get_by_role("button", name="Check").click()
    expect(quiz).to_contain_text("Right")
    expect(quiz).to_contain_text("A few kilobytes")


def start_interview(visitor: Visitor) -> Page:
    page = visitor.go("/interviews/chatgpt/")
    visitor.check_page()
    page.get_by_role("link", name="Start the interview").first.click()
    visitor.check_page()
    page.get_by_role("button", name="Start the clock").click()
    expect(page.locator(".clock")).to_contain_text(re.compile(r"4[45]:\d\d"))
    return page


def wait_until_saved(page: Page) -> None:
    expect(page.locator(".save-status")).to_have_attribute("data-state", "saved", timeout=15_000)
    expect(page.locator(".save-status")).to_contain_text(re.compile("Saved .*ago|Saved just now|Saved now"))


def test_a_guest_reads_answers_sits_an_interview_and_is_graded(new_visitor: Callable[..., Visitor]) -> None:
    visitor = new_visitor()
    page = visitor.go("/")
    visitor.check_page()
    page.get_by_role("link", name="Start the first lesson").click()
    expect(page.locator("h1")).to_contain_text("What an AI-Scale Design Interview Tests")
    assert not visitor.context.cookies() or all(c["name"] != "sessionid" for c in visitor.context.cookies())

    page = visitor.go("/lessons/modern-system-design-with-models/")
    visitor.check_page()
    answer_quiz(page)
    page.reload()
    expect(page.locator("tradeoff-quiz[data-exercise=host-dies]")).to_contain_text("A few kilobytes")

    page = start_interview(visitor)
    sample = read_sample("senior")
    page.locator("textarea.answer:visible").fill(sample["requirements"])
    wait_until_saved(page)
    page.reload()
    expect(page.locator("textarea.answer:visible")).to_have_value(re.compile(re.escape(sample["requirements"][:60])))
    visitor.check_page()
    for key in ("estimation", "high_level_design"):
        page.locator(f"[data-go={key}]").first.click()
        page.locator(f"#step-{key} textarea").fill(sample[key])
        wait_until_saved(page)
    hand_in(page)
    expect(page.locator("mark.evidence").first).to_be_attached(timeout=60_000)
    expect(page.locator("body")).to_contain_text("of 100", timeout=60_000)
    expect(page.locator("body")).to_contain_text("checklist")
    page.locator("summary", has_text="High-level design").first.click()
    expect(page.locator("mark.evidence:visible").first).to_be_visible()
    visitor.check_page()


def hand_in(page: Page) -> None:
    """Hand in from the room, through its question."""
    page.locator(".room-bar [data-hand-in]").click()
    page.locator("dialog[open], main").get_by_role("button", name=re.compile("Hand in")).first.click()
    page.wait_for_url(re.compile("/report/"))


@pytest.mark.parametrize(
    ("options", "name"),
    [
        ({"color_scheme": "dark"}, "dark"),
        ({"viewport": {"width": 390, "height": 844}}, "phone"),
        ({"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"}, "dark phone"),
        ({"viewport": {"width": 320, "height": 700}}, "small phone"),
        ({"viewport": {"width": 1920, "height": 1080}}, "large screen"),
    ],
)
def test_public_pages_are_sound_everywhere(
    new_visitor: Callable[..., Visitor], options: dict[str, Any], name: str
) -> None:
    visitor = new_visitor(**options)
    for path in (
        "/", "/content/", "/faq/", "/glossary/", "/reviews/", "/modules/introduction/", "/interviews/",
        "/interviews/chatgpt/", "/interviews/chatgpt/example/", "/lessons/core-concepts-refresher-map/",
        "/accounts/signup/", "/accounts/login/", "/learn/", "/api/v1/docs/",
    ):  # fmt: skip
        visitor.go(path)
        visitor.check_page()


def test_a_lesson_reads_and_a_quiz_is_answered_without_javascript(new_visitor: Callable[..., Visitor]) -> None:
    visitor = new_visitor(java_script_enabled=False)
    page = visitor.go("/lessons/modern-system-design-with-models/")
    page.goto(f"{visitor.site}/lessons/modern-system-design-with-models/exercises/host-dies/")
    page.get_by_text("The prompt and the 200 tokens already sent, as text").click()
    page.get_by_role("button", name="Check").click()
    expect(page.locator("body")).to_contain_text("A few kilobytes")


def test_an_interview_is_sat_without_javascript(new_visitor: Callable[..., Visitor]) -> None:
    visitor = new_visitor(java_script_enabled=False)
    page = visitor.go("/interviews/chatgpt/start/")
    page.get_by_role("button", name="Start the clock").click()
    page.locator("textarea[name=text]:visible").fill("Streamed chat with history; p95 of the first token under 2 s.")
    page.get_by_role("button", name="Save", exact=True).first.click()
    expect(page.locator("textarea[name=text]:visible")).to_have_value(re.compile("p95 of the first token"))
    page.get_by_role("link", name="Hand in").first.click()
    page.get_by_role("button", name=re.compile("Hand in")).first.click()
    page.wait_for_url(re.compile("/report/"))
    expect(page.locator("body")).to_contain_text("Streamed chat with history")
