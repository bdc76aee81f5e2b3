"""Simulations come when they are near, play once, stand still for who wants that, and obey the keyboard."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.flows.conftest import Visitor

pytestmark = pytest.mark.browser
RING_LESSON = "/lessons/key-value-scalability-and-replication/"


def sentence(page: Page) -> str:
    """What a screen reader hears of the first simulation."""
    return page.locator(".simulation-says").first.inner_text()


def test_the_landing_figure_plays_once_and_obeys(new_visitor: Callable[..., Visitor]) -> None:
    visitor = new_visitor()
    page = visitor.go("/")
    clock = page.get_by_role("slider", name="Decode step")
    page.get_by_role("button", name="Pause").click()
    clock.fill("36")
    expect(page.locator(".simulation-says")).to_contain_text("After 36 steps, continuous batching has finished")
    page.get_by_role("group", name="Slots").get_by_role("button", name="8").click()
    expect(page.get_by_role("button", name="8", pressed=True)).to_be_visible()
    visitor.check_page()
    page.get_by_role("button", name="Reset").click()
    expect(clock).to_have_value("0")


def test_it_stands_in_its_end_state_for_who_prefers_less_motion(new_visitor: Callable[..., Visitor]) -> None:
    visitor = new_visitor(reduced_motion="reduce", viewport={"width": 390, "height": 844})
    page = visitor.go("/")
    clock = page.get_by_role("slider", name="Decode step")
    expect(clock).to_have_value("44")
    expect(page.get_by_role("button", name="Play")).to_have_count(0)
    page.get_by_role("button", name="Back to the start").click()
    page.get_by_role("button", name="One step on").click()
    expect(clock).to_have_value("1")
    page.wait_for_timeout(400)
    expect(clock).to_have_value("1")
    visitor.check_page()


def test_a_lesson_loads_it_when_it_is_near_and_keys_drive_it(new_visitor: Callable[..., Visitor]) -> None:
    visitor = new_visitor()
    asked: list[str] = []
    visitor.page.on("request", lambda request: asked.append(request.url))
    page = visitor.go(RING_LESSON)
    page.wait_for_load_state("networkidle")
    assert not any("consistent-hashing-ring" in url for url in asked)
    figure = page.locator("#exercise-kill-a-host")
    figure.scroll_into_view_if_needed()
    says = figure.locator(".simulation-says")
    figure.get_by_role("button", name="Kill C").focus()
    page.keyboard.press("Enter")
    expect(says).to_contain_text("C's 10.5% went to four neighbors, and F took half of it")
    figure.get_by_role("slider", name="Virtual nodes per host").focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    expect(says).to_contain_text("five neighbors")
    assert figure.locator("svg.drawing text").first.evaluate("e => parseFloat(getComputedStyle(e).fontSize)") >= 11
    visitor.check_page()


def test_it_rests_while_nobody_sees_it(new_visitor: Callable[..., Visitor]) -> None:
    visitor = new_visitor()
    page = visitor.go("/")
    clock = page.get_by_role("slider", name="Decode step")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.wait_for_timeout(300)
    before = clock.input_value()
    page.wait_for_timeout(600)
    assert clock.input_value() == before
    assert sentence(page)
