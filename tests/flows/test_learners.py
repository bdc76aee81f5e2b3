"""People in a browser: a stranger who tries things, a learner on a second device, a keyboard without a mouse."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.flows.conftest import Visitor

pytestmark = pytest.mark.browser
LESSON = "/lessons/core-concepts-refresher-map/"
PASSWORD = "a long way to Tipperary"
WIDTHS = (320, 360, 390, 600, 761, 1000, 1101, 1280, 1920)
PAGES = (
    "/", "/content/", "/faq/", "/glossary/", "/reviews/", "/modules/introduction/", "/interviews/",
    "/interviews/chatgpt/", "/interviews/chatgpt/example/", "/interviews/chatgpt/try/", "/interviews/chatgpt/start/",
    LESSON, "/accounts/signup/", "/accounts/login/", "/learn/", "/attempts/", "/search/?q=cache",
)  # fmt: skip
OVERLAPS = """() => {
  const left = ".card, svg, .part-head, .visually-hidden, details:not([open]) > *";
  const shown = [...document.querySelectorAll("main :is(a, button, select, input)")].filter(
    (e) => e.checkVisibility({ opacityProperty: true }) && !e.closest(left) && getComputedStyle(e).display != "inline");
  const boxes = shown.map((e) => [e, e.getBoundingClientRect()]);
  const found = [];
  boxes.forEach(([a, p], i) => boxes.slice(i + 1).forEach(([b, q]) => {
    if (a.contains(b) || b.contains(a)) return;
    const x = Math.min(p.right, q.right) - Math.max(p.left, q.left);
    const y = Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top);
    if (x > 2 && y > 2) found.push(`${a.outerHTML.slice(0, 60)} / ${b.outerHTML.slice(0, 60)}`);
  }));
  return found;
}"""


def test_a_stranger_edits_a_graded_answer_and_looks_for_an_interview(new_visitor: Callable[..., Visitor]) -> None:
    visitor = new_visitor()
    page = visitor.go("/")
    page.get_by_text("Edit it and grade it again").click()
    page.get_by_role("button", name="Start from nothing").click()
    page.locator("#try-text").fill("message(conversation_id, seq, text), partition key conversation_id.")
    with page.expect_response("**/try/") as answer:
        page.get_by_role("button", name="Grade this").click()
    assert answer.value.request.timing["responseEnd"] < 1500
    expect(page.locator(".graded mark.evidence").first).to_contain_text("conversation_id")
    expect(page.locator(".graded [role=status]")).to_contain_text(re.compile(r"\d\.\d of 4"))
    visitor.check_page()
    page = visitor.go("/interviews/")
    page.get_by_label("Level").select_option("hard")
    expect(page.locator(".filter-line")).to_contain_text("fit.")
    page.reload()
    expect(page.get_by_label("Level")).to_have_value("hard")
    visitor.check_page()
    page.get_by_role("link", name="Surprise me").click()
    expect(page.get_by_role("link", name="Start the interview")).to_be_visible()
    assert all(cookie["name"] != "sessionid" for cookie in visitor.context.cookies())


def test_without_a_script_the_same_can_be_done(new_visitor: Callable[..., Visitor]) -> None:
    page = new_visitor(java_script_enabled=False).go("/")
    page.get_by_text("Edit it and grade it again").click()
    page.locator("#try-text").fill("message(conversation_id, seq, text), partition key conversation_id.")
    page.get_by_role("button", name="Grade this").click()
    expect(page.locator("h1")).to_contain_text("graded at once")
    expect(page.locator(".graded mark.evidence").first).to_contain_text("conversation_id")
    page.goto(page.url.split("/interviews/")[0] + "/interviews/")
    page.get_by_label("Level").select_option("hard")
    page.get_by_role("button", name="Filter").click()
    expect(page.locator(".filter-line")).to_contain_text("fit.")


def sign_up(page: Page, email: str) -> None:
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Create the account").click()
    page.wait_for_url("**/learn/")


def test_a_learner_goes_on_where_she_stopped_on_another_device(new_visitor: Callable[..., Visitor]) -> None:
    first = new_visitor()
    sign_up(first.go("/accounts/signup/"), "mara@example.org")
    page = first.go(LESSON)
    headings = page.locator(".prose > h2[id]")
    headings.nth(2).scroll_into_view_if_needed()
    with page.expect_response("**/progress/", timeout=12_000):
        page.mouse.wheel(0, 600)
    second = new_visitor(viewport={"width": 390, "height": 844}, has_touch=True)
    page = second.go("/accounts/login/?next=/learn/")
    page.get_by_label("E-mail address").fill("mara@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/learn/")
    expect(page.locator("main")).to_contain_text("Continue where you stopped")
    second.check_page()
    page = second.go(LESSON)
    page.get_by_role("button", name="Continue there").click()
    page.wait_for_function("scrollY > 300")


def press_until(page: Page, words: str, key: str = "Tab") -> None:
    """Moves the focus until it stands on something that says this."""
    for _ in range(120):
        page.keyboard.press(key)
        told = page.evaluate("(document.activeElement.ariaLabel ?? '') + ' ' + document.activeElement.textContent")
        if words in told:
            return
    raise AssertionError(f"no way to “{words}” by keyboard")


def test_a_learner_with_a_keyboard_alone_reads_answers_and_grades(new_visitor: Callable[..., Visitor]) -> None:
    visitor = new_visitor()
    page = visitor.go("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    press_until(page, "Edit it and grade it again")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Control+A")
    page.keyboard.type("Cassandra, partition key conversation_id because every read is one conversation.")
    page.keyboard.press("Tab")
    with page.expect_response("**/try/"):
        page.keyboard.press("Enter")
    expect(page.locator(".graded mark.evidence").first).to_contain_text("Cassandra")
    page.keyboard.press("Home")
    press_until(page, "Start the first lesson", "Shift+Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/lessons/**")
    page = visitor.go("/lessons/modern-system-design-with-models/")
    quiz = page.locator("tradeoff-quiz[data-exercise=host-dies]")
    quiz.locator("input").first.focus()
    page.keyboard.press("Space")
    press_until(page, "Check")
    page.keyboard.press("Enter")
    expect(quiz).to_contain_text("A few kilobytes")
    with page.expect_response("**/progress/"):
        page.keyboard.press("m")
    expect(page.locator("[data-complete]")).to_contain_text("Lesson complete.")


def test_a_lesson_stays_readable_offline_and_keeps_what_was_marked(new_visitor: Callable[..., Visitor]) -> None:
    visitor = new_visitor()
    sign_up(visitor.go("/accounts/signup/"), "olga@example.org")
    page = visitor.go(LESSON)
    expect(page.locator("[data-complete] button")).to_be_visible()
    visitor.context.set_offline(True)
    page.get_by_role("button", name="Mark complete").click()
    expect(page.locator("[data-complete]")).to_contain_text("Lesson complete.")
    visitor.context.set_offline(False)
    with page.expect_response("**/progress/"):
        page.goto(f"{visitor.site}/content/")
    expect(page.locator(f"[data-lesson={LESSON.split('/')[2]}]")).to_have_class("is-read")
    visitor.complaints.clear()


def test_no_page_overflows_or_overlaps_from_320_to_1920(new_visitor: Callable[..., Visitor]) -> None:
    visitor = new_visitor(reduced_motion="reduce")
    found = []
    for path in PAGES:
        page = visitor.go(path)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if wide > 0:
                found.append(f"{path} at {width}: {wide} px wider than its window")
            found += [f"{path} at {width}: {pair}" for pair in page.evaluate(OVERLAPS)]
    assert found == []
