"""A reader's tools on a lesson's page: keys, level lens, completion and its undo, outline, theme."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.flows.conftest import Visitor

pytestmark = pytest.mark.browser
LESSON = "/lessons/core-concepts-refresher-map/"


def choices(page: Page) -> dict[str, str]:
    kept: dict[str, str] = page.evaluate("JSON.parse(localStorage.tradeoff || '{}')")
    return kept


def test_a_lesson_is_read_by_keyboard_alone(new_visitor: Callable[..., Visitor]) -> None:
    visitor = new_visitor()
    page = visitor.go(LESSON)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("Next, previous section")
    visitor.check_page()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    expect(page.locator(".contents [aria-current]")).to_have_count(1)
    page.keyboard.press("f")
    expect(page.locator(".outline")).to_be_hidden()
    visitor.check_page()
    page.keyboard.press("Escape")
    expect(page.locator(".outline")).to_be_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_marking_a_lesson_complete_is_kept_and_can_be_undone(new_visitor: Callable[..., Visitor]) -> None:
    visitor = new_visitor()
    page = visitor.go(LESSON)
    with page.expect_response("**/progress/"):
        page.get_by_role("button", name="Mark complete").click()
    expect(page.locator("[data-complete]")).to_contain_text("Lesson complete.")
    page.reload()
    expect(page.locator("[data-complete]")).to_contain_text("Lesson complete.")
    visitor.check_page()
    visitor.go("/content/")
    expect(page.locator(f"[data-lesson={LESSON.split('/')[2]}]")).to_have_class("is-read")
    visitor.go(LESSON)
    with page.expect_response("**/progress/"):
        page.locator("[data-complete]").get_by_role("button", name="Undo").click()
    page.reload()
    expect(page.locator("[data-complete]")).to_contain_text("Mark complete")


def test_reading_alone_makes_no_account(new_visitor: Callable[..., Visitor]) -> None:
    visitor = new_visitor()
    page = visitor.go(LESSON)
    expect(page.locator("[data-complete] button")).to_be_visible()
    page.evaluate("scrollTo(0, document.body.scrollHeight / 2)")
    page.wait_for_timeout(6000)  # it is kept every five seconds
    assert LESSON.split("/")[2] in page.evaluate("localStorage['tradeoff:reading']")
    assert all(cookie["name"] != "sessionid" for cookie in visitor.context.cookies())


def test_level_theme_and_outline_are_remembered_before_the_first_paint(new_visitor: Callable[..., Visitor]) -> None:
    visitor = new_visitor()
    page = visitor.go(LESSON)
    page.get_by_role("button", name="Staff", exact=True).click()
    page.get_by_role("button", name="Dark theme").click()
    page.get_by_role("button", name="Fold the outline").click()
    assert choices(page) == {"level": "staff", "theme": "dark", "outline": "folded"}
    page.route("**/site-*.js", lambda route: route.abort())
    page.route("**/lesson-*.js", lambda route: route.abort())
    page.reload()
    assert page.evaluate("[document.documentElement.dataset.level, document.documentElement.dataset.theme]") == [
        "staff",
        "dark",
    ]
    assert "outline-folded" in page.evaluate("document.documentElement.className")
    visitor.complaints.clear()


def test_on_a_phone_the_outline_is_a_drawer(new_visitor: Callable[..., Visitor]) -> None:
    visitor = new_visitor(viewport={"width": 390, "height": 800}, has_touch=True)
    page = visitor.go(LESSON)
    page.locator(".outline-drawer-button").click()
    expect(page.get_by_role("dialog")).to_contain_text("On this page")
    visitor.check_page()
    page.get_by_role("dialog").locator(".contents a").nth(1).click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert page.evaluate("document.querySelectorAll('.lesson > .outline, .lesson > .contents').length") == 2


def test_a_term_explains_itself_by_pointer_and_by_keyboard(new_visitor: Callable[..., Visitor]) -> None:
    visitor = new_visitor()
    page = visitor.go(LESSON)
    card = page.get_by_role("tooltip")
    term = page.locator(".prose a.term").first
    term.scroll_into_view_if_needed()
    term.hover()
    expect(card).to_be_visible()
    visitor.check_page()
    page.mouse.move(5, 5)
    expect(card).to_be_hidden()
    term.focus()
    expect(card).to_be_visible()
    expect(term).to_have_attribute("aria-describedby", "term-card")
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()


def test_search_is_a_key_away_and_a_page_without_script(new_visitor: Callable[..., Visitor]) -> None:
    visitor = new_visitor()
    page = visitor.go(LESSON)
    page.keyboard.press("/")
    page.keyboard.type("quarum")
    expect(page.get_by_role("dialog").get_by_role("option").first).to_contain_text("quorum")
    visitor.check_page()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/glossary/#quorum")
    plain = new_visitor(java_script_enabled=False)
    plain.go("/").get_by_role("link", name="Search", exact=True).click()
    plain.page.get_by_label("Words to search for").fill("quarum")
    plain.page.get_by_role("button", name="Search").click()
    expect(plain.page.locator(".search-hits li").first).to_contain_text("quorum")
