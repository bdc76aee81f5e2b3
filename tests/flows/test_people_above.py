"""A candidate disputes a band in the report, staff answer it from their list, both in a real browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.faults.conftest import Site
from tests.flows.conftest import Visitor

pytestmark = pytest.mark.browser

SEED = """
import json, os
os.environ["TASKS_INLINE"] = "1"
import django
django.setup()
from django.test import Client
from django.utils import timezone
from grading.services import request_grading
from mock_interviews.models import Attempt
from tests import factories
from tests.grading.samples import make_rubric, make_submission
now = timezone.now()
alice, bob = factories.make_person("alice"), factories.make_person("bob", is_staff=True)
interview = factories.make_interview(slug="small")
attempt = factories.make_attempt(alice, interview)
attempt.submission = make_submission(now, alice)
run = request_grading(submission=attempt.submission, rubric=make_rubric(now), steps=["api_design"], now=now)
attempt.run, attempt.state, attempt.ended_at = run, Attempt.State.GRADED, now
attempt.save()
cookies = {}
for person in (alice, bob):
    client = Client()
    client.force_login(person)
    cookies[person.name] = client.cookies["sessionid"].value
print(json.dumps({"id": attempt.public_id, "cookies": cookies}))
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, dict[str, Any]]]:
    folder: Path = tmp_path_factory.mktemp("people")
    site = Site(folder, f"sqlite:///{folder}/site.sqlite3", "")
    try:
        site.manage("migrate", "-v", "0")
        site.manage("collectstatic", "--noinput", "-v", "0")
        made = json.loads(site.run("-c", SEED))
        site.serve()
        yield site, made
    finally:
        site.kill()


def enter(browser: Browser, site: Site, session: str, **options: Any) -> Visitor:
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
    context.add_cookies([{"name": "sessionid", "value": session, "url": site.address}])
    visitor = Visitor(context, site.address)
    visitor.page.set_default_timeout(15_000)
    return visitor


def test_a_dispute_goes_to_staff_and_comes_back_answered(browser: Browser, house: tuple[Site, dict[str, Any]]) -> None:
    site, made = house
    alice = enter(browser, site, made["cookies"]["Alice"], viewport={"width": 390, "height": 844})
    bob = enter(browser, site, made["cookies"]["Bob"], color_scheme="dark")
    report = f"/attempts/{made['id']}/report/"
    page = alice.go(report)
    criterion = page.locator("#criterion-api-design-2")
    before = page.locator(".report-total .total b").inner_text()
    criterion.get_by_text("Dispute this band").click()
    criterion.get_by_label("What was overlooked").fill("The second line says what happens when the queue is full.")
    criterion.get_by_role("button", name="Dispute it").click()
    expect(criterion.get_by_text("Waiting for a person")).to_be_in_viewport()
    alice.check_page()

    staff = bob.go("/grading/review/")
    bob.check_page()
    staff.keyboard.press("j")
    staff.keyboard.press("Enter")
    form = staff.locator("#criterion-api-design-2 form")
    expect(form).to_be_in_viewport()
    bob.check_page()
    form.locator("label", has_text="0").click()
    form.get_by_label("Why").fill("It names no price, so the checklist was generous.")
    form.get_by_role("button", name="Answer").click()
    expect(staff.locator("#criterion-api-design-2")).to_contain_text("Band 0 by Bob")
    staff.goto(f"{site.address}/grading/review/")
    expect(staff.get_by_text("Nothing waits")).to_be_visible()

    page.reload()
    expect(criterion).to_contain_text("It names no price")
    expect(criterion).to_contain_text("The judge gave")
    assert page.locator(".report-total .total b").inner_text() != before
    alice.check_page()
    assert alice.complaints + bob.complaints == []
    for visitor in (alice, bob):
        visitor.context.close()
