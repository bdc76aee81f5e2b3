"""The room in a real browser: dead networks, two devices, wrong clocks, and the end of the time."""

from __future__ import annotations

import json
import re
import time
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.faults.conftest import Site
from tests.flows.conftest import Visitor
from tools.screenshots import AXE, RULES

pytestmark = pytest.mark.browser
PEOPLE = 20


class Candidate:
    """Somebody with a running attempt, at one or more devices."""

    def __init__(self, browser: Browser, site: Site, person: dict[str, Any]) -> None:
        self.browser = browser
        self.site = site
        self.person = person
        self.devices: list[Visitor] = []

    def open_device(self, step: str = "requirements", **options: Any) -> Page:
        context = self.browser.new_context(**{"viewport": {"width": 1280, "height": 860}, **options})
        for pair in self.person["cookie"].split("; "):
            name, _, value = pair.partition("=")
            context.add_cookies([{"name": name, "value": value, "url": self.site.address}])
        device = Visitor(context, self.site.address)
        device.page.set_default_timeout(15_000)
        self.devices.append(device)
        return self.open_room(device.page, step)

    def open_room(self, page: Page, step: str = "requirements") -> Page:
        page.goto(f"{self.site.address}/attempts/{self.person['id']}/?step={step}")
        expect(page.locator(f"#step-{step} textarea")).to_be_editable()
        return page

    def shorten(self, seconds: int) -> None:
        """Move the deadline, as only a test does; the page isn't told."""
        self.site.run("-c", SHORTEN, self.person["id"], str(seconds))

    def stored(self, step: str = "requirements") -> str:
        """The text of a step as the server has it now."""
        url = f"{self.site.address}/api/v1/attempts/{self.person['id']}/drafts/{step}/"
        with urllib.request.urlopen(urllib.request.Request(url, headers={"Cookie": self.person["cookie"]})) as answer:
            return str(json.load(answer)["text"])

    def stored_soon(self, step: str, *, parts: int) -> str:
        """The scene as the server has it once it holds so many boxes."""
        for _ in range(60):
            text = self.stored(step)
            if text.count('"kind"') == parts:
                return text
            time.sleep(0.2)
        raise AssertionError(text)


SHORTEN = """
import sys, django
from datetime import timedelta
django.setup()
from django.utils import timezone
from mock_interviews.models import GRACE, Attempt
deadline = timezone.now() + timedelta(seconds=int(sys.argv[2]))
Attempt.objects.filter(public_id=sys.argv[1]).update(deadline_at=deadline, closes_at=deadline + GRACE)
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, list[dict[str, Any]]]]:
    """A site of our own, whose attempts these tests may shorten, and people who have just begun."""
    folder = tmp_path_factory.mktemp("room")
    site = Site(folder, f"sqlite:///{folder}/site.sqlite3", redis_url="")
    try:
        site.manage("migrate", "-v", "0")
        site.manage("collectstatic", "--noinput", "-v", "0")
        people = site.start_attempts(PEOPLE, minutes_ago=10)
        site.serve()
        yield site, people
    finally:
        site.kill()


@pytest.fixture
def candidate(browser: Browser, house: tuple[Site, list[dict[str, Any]]]) -> Iterator[Candidate]:
    site, people = house
    candidate = Candidate(browser, site, people.pop())
    yield candidate
    complaints = [text for device in candidate.devices for text in device.complaints]
    for device in candidate.devices:
        device.context.close()
    assert [text for text in complaints if "ERR_INTERNET_DISCONNECTED" not in text] == []


def answer(page: Page, step: str = "requirements") -> Any:
    return page.locator(f"#step-{step} textarea")


def expect_status(page: Page, state: str, words: str) -> None:
    line = page.locator(".save-status")
    expect(line).to_have_attribute("data-state", state)
    expect(line).to_contain_text(re.compile(words))


def test_typing_saves_itself_and_survives_a_reload_and_a_dead_network(candidate: Candidate) -> None:
    page = candidate.open_device()
    answer(page).press_sequentially("Chat for many users.")
    expect_status(page, "saved", r"Saved \d s ago")
    page.reload()
    expect(answer(page)).to_have_value("Chat for many users.")
    page.context.set_offline(True)
    answer(page).press_sequentially(" Streamed.")
    expect_status(page, "offline", r"Offline\. 5 words are kept on this device\.")
    page.context.set_offline(False)
    expect_status(page, "saved", r"Saved \d+ s ago")
    assert candidate.stored() == "Chat for many users. Streamed."


def test_what_was_typed_offline_comes_back_when_the_page_was_closed(candidate: Candidate) -> None:
    page = candidate.open_device()
    page.context.set_offline(True)
    answer(page).press_sequentially("Typed in a tunnel.")
    expect_status(page, "offline", "kept on this device")
    tab = candidate.devices[0].open_tab()
    page.close()
    tab.context.set_offline(False)
    candidate.open_room(tab)
    expect(answer(tab)).to_have_value("Typed in a tunnel.")
    expect_status(tab, "saved", r"Saved \d s ago")
    assert candidate.stored() == "Typed in a tunnel."


def test_two_tabs_follow_each_other_while_only_one_types(candidate: Candidate) -> None:
    page = candidate.open_device()
    tab = candidate.open_room(candidate.devices[0].open_tab())
    answer(page).press_sequentially("Typed here.")
    expect_status(page, "saved", r"Saved \d s ago")
    expect(answer(tab)).to_have_value("Typed here.")


def test_two_devices_in_conflict_keep_both_texts(candidate: Candidate) -> None:
    laptop, phone = candidate.open_device(), candidate.open_device(viewport={"width": 390, "height": 844})
    answer(laptop).press_sequentially("From the laptop.")
    expect_status(laptop, "saved", r"Saved \d s ago")
    answer(phone).press_sequentially("From the phone.")
    expect_status(phone, "conflict", r"Two versions\. Choose one; both are kept\.")
    expect(phone.locator("#step-requirements .conflict")).to_contain_text("From the laptop.")
    candidate.devices[1].check_page(phone)
    phone.get_by_role("button", name="Put one below the other").click()
    expect_status(phone, "saved", r"Saved \d s ago")
    assert candidate.stored() == "From the laptop.\n\nFrom the phone."


def test_expiry_while_typing_hands_in_the_last_accepted_text(candidate: Candidate) -> None:
    page = candidate.open_device()
    answer(page).press_sequentially("Before the end.")
    expect_status(page, "saved", r"Saved \d s ago")
    candidate.shorten(6)
    answer(page).press_sequentially(" And at the very end, still typing while the clock runs out", delay=120)
    page.wait_for_url(re.compile("/report/"), timeout=60_000)
    (stored,) = candidate.site.read_attempts([candidate.person])
    assert stored["submitted"]["requirements"] == stored["drafts"]["requirements"]
    assert stored["submitted"]["requirements"].startswith("Before the end. And at the very")
    assert stored["ended_at_deadline"]


def test_handing_in_in_one_tab_closes_the_other(candidate: Candidate) -> None:
    page = candidate.open_device()
    tab = candidate.open_room(candidate.devices[0].open_tab(), "estimation")
    answer(page).press_sequentially("Everything.")
    page.get_by_role("link", name="Hand in", exact=True).first.click()
    candidate.devices[0].check_page(page)
    page.get_by_role("dialog").get_by_role("button", name="Hand in").click()
    page.wait_for_url(re.compile("/report/"))
    tab.wait_for_url(re.compile("/report/"))
    assert candidate.stored() == "Everything."
    expect(tab.locator("body")).to_contain_text("Everything.")


def test_a_wrong_wall_clock_changes_nothing(candidate: Candidate) -> None:
    page = candidate.open_device()
    page.add_init_script("const real = Date.now; Date.now = () => real() + 3600e3;")
    page.reload()
    expect(page.locator(".clock b")).to_have_text(re.compile(r"^3[34]:\d\d$"))
    answer(page).press_sequentially("Still on time.")
    expect_status(page, "saved", r"Saved \d s ago")


def test_the_keyboard_moves_between_steps_and_saves(candidate: Candidate) -> None:
    page = candidate.open_device()
    answer(page).press_sequentially("First.")
    page.keyboard.press("Alt+ArrowDown")
    expect(answer(page, "estimation")).to_be_focused()
    expect(page.locator(".step-link[aria-current=step]")).to_contain_text("Estimation")
    page.keyboard.press("Control+s")
    expect_status(page, "saved", r"Saved \d s ago")
    page.go_back()
    expect(answer(page)).to_be_visible()
    assert candidate.stored() == "First."


DIAGRAM = "Client -> Gateway: POST /messages\nGateway -> Redis [cache]\nAudit log [database]\nWhat else, then?"


def test_a_diagram_is_written_read_handed_in_and_found_in_the_report(candidate: Candidate) -> None:
    page = candidate.open_device(step="high_level_design")
    panel = page.locator("[data-diagram]")
    expect(panel.get_by_label("Diagram", exact=True)).not_to_be_visible()
    panel.locator("summary", has_text="Diagram").press("Enter")
    panel.locator(".diagram-text").fill(DIAGRAM)
    expect_status(page, "saved", r"Saved \d s ago")
    expect(panel.get_by_role("status")).to_have_text("4 components, 2 arrows. 1 line not read.")
    expect(panel.get_by_role("img", name="Your diagram")).to_be_visible()
    expect(panel.locator(".diagram-unread")).to_contain_text("Line 4:")
    candidate.devices[0].check_page(page)
    page.locator(".step-link[data-go=requirements]").click()
    expect(panel).to_be_hidden()
    page.locator(".step-link[data-go=detailed_design]").click()
    expect(panel.locator(".diagram-text")).to_have_value(DIAGRAM)
    page.reload()
    expect(panel.locator(".diagram-text")).to_have_value(DIAGRAM)
    expect(panel.get_by_role("img", name="Your diagram")).to_be_visible()
    phone = candidate.open_device("detailed_design", viewport={"width": 390, "height": 844}, color_scheme="dark")
    expect(phone.locator("[data-diagram] .diagram-text")).to_have_value(DIAGRAM)
    candidate.devices[1].check_page(phone)
    page.get_by_role("link", name="Hand in", exact=True).first.click()
    expect(page.get_by_role("dialog").locator("[data-row=diagram]")).to_contain_text("words")
    page.get_by_role("dialog").get_by_role("button", name="Hand in").click()
    page.wait_for_url(re.compile("/report/"))
    page.locator("summary", has_text="High-level design").first.click()
    expect(page.get_by_role("img", name="Your diagram")).to_be_visible()
    candidate.devices[0].check_page(page)


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"color_scheme": "dark"},
        {"viewport": {"width": 390, "height": 844}},
        {"viewport": {"width": 320, "height": 640}, "color_scheme": "dark"},
    ],
)
def test_the_room_is_accessible_and_fits(candidate: Candidate, options: dict[str, Any]) -> None:
    page = candidate.open_device(**options)
    candidate.devices[0].check_page(page)


def open_board(page: Page) -> Any:
    panel = page.locator("[data-diagram]")
    if not panel.get_by_role("button", name="Draw", exact=True).is_visible():
        panel.locator("summary", has_text="Diagram").first.press("Enter")
    panel.get_by_role("button", name="Draw", exact=True).click()
    expect(panel.locator("[data-ready-ms]")).to_be_attached()
    return panel


def test_a_diagram_is_drawn_read_handed_in_and_found_in_the_report(candidate: Candidate) -> None:
    page = candidate.open_device(step="high_level_design", viewport={"width": 1280, "height": 1000})
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    assert "/whiteboard/" not in " ".join(
        page.evaluate("performance.getEntriesByType('resource').map((one) => one.name)")
    )
    panel = open_board(page)
    panel.get_by_role("button", name="Gateway", exact=True).click()
    panel.get_by_role("button", name="SQL database", exact=True).click()
    first, second = (json.loads(candidate.stored_soon("scene", parts=2))["elements"][at] for at in (0, 2))
    assert [one["customData"]["kind"] for one in (first, second)] == ["gateway", "sql"]
    panel.locator("label:has([data-testid=toolbar-arrow])").click()
    canvas = panel.locator("canvas.interactive").bounding_box()
    across, down = canvas["x"] + first["x"], canvas["y"] + first["y"] + 32
    page.mouse.move(across + first["width"] + 3, down)
    page.mouse.down()
    page.mouse.move(across + first["width"] + 30, down, steps=4)
    page.mouse.move(canvas["x"] + second["x"] - 3, down, steps=6)
    page.mouse.up()
    expect(panel.get_by_role("status")).to_have_text("2 components, 1 arrow.")
    expect(panel.get_by_role("img", name="Your diagram")).to_be_attached()
    expect(panel.locator(".diagram-parts")).to_contain_text("→ SQL database")
    scene = json.loads(candidate.stored("scene"))
    arrow = next(one for one in scene["elements"] if one["type"] == "arrow")
    assert (arrow["startBinding"]["elementId"], arrow["endBinding"]["elementId"]) == (first["id"], second["id"])
    assert all(url.startswith((candidate.site.address, "data:", "blob:")) for url in fetched)
    page.reload()
    open_board(page)
    expect(panel.get_by_role("status")).to_have_text("2 components, 1 arrow.")
    page.get_by_role("link", name="Hand in", exact=True).first.click()
    expect(page.get_by_role("dialog").locator("[data-row=scene]")).to_contain_text("2 parts")
    page.get_by_role("dialog").get_by_role("button", name="Hand in").click()
    page.wait_for_url(re.compile("/report/"))
    page.locator("summary", has_text="High-level design").first.click()
    expect(page.get_by_role("img", name="Your diagram")).to_be_visible()
    expect(page.locator(".diagram-handed")).to_contain_text("2 components, 1 arrow.")


def test_a_drawing_in_conflict_keeps_both(candidate: Candidate) -> None:
    laptop, other = (candidate.open_device(step="high_level_design") for _ in range(2))
    open_board(laptop)
    open_board(other)
    laptop.get_by_role("button", name="Cache", exact=True).click()
    expect_status(laptop, "saved", r"Saved \d s ago")
    other.get_by_role("button", name="Queue", exact=True).click()
    expect_status(other, "conflict", r"Two versions\. Choose one; both are kept\.")
    expect(other.locator(".diagram-drawn .conflict")).to_contain_text("Cache. 1 parts, 0 arrows.")
    other.get_by_role("button", name="Put one below the other").click()
    expect_status(other, "saved", r"Saved \d s ago")
    expect(other.locator("[data-diagram]").get_by_role("status")).to_have_text("2 components, 0 arrows.")


def test_a_phone_is_offered_the_text(candidate: Candidate) -> None:
    phone = candidate.open_device("high_level_design", viewport={"width": 390, "height": 844})
    phone.locator("[data-diagram] summary", has_text="Diagram").first.press("Enter")
    expect(phone.get_by_text("Drawing wants a wider screen.")).to_be_visible()
    expect(phone.get_by_role("button", name="Draw", exact=True)).to_be_hidden()
    expect(phone.locator("[data-diagram] .diagram-text")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_board_is_tried_before_the_interview(candidate: Candidate, scheme: str) -> None:
    page = candidate.open_device(color_scheme=scheme, reduced_motion="reduce")
    page.goto(f"{candidate.site.address}/interviews/whiteboard/")
    expect(page.locator("[data-ready-ms]")).to_be_attached()
    page.get_by_role("button", name="GPU pool", exact=True).click()
    expect(page.locator(".board-place .excalidraw")).to_have_class(
        re.compile("theme--dark" if scheme == "dark" else "excalidraw")
    )
    page.evaluate(AXE.read_text(encoding="utf-8"))
    ours = f"axe.run({{exclude: ['.excalidraw']}}, {{runOnly: {RULES}}}).then((found) => found.violations.length)"
    assert page.evaluate(ours) == 0
