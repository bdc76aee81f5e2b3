"""The whole house, started as people start it, and a real Chromium in front of it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tools.screenshots import find_faults
from tools.served import FLAGS, serve


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site with the real content, which nobody edits meanwhile."""
    with serve(tmp_path_factory.mktemp("site")) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if path is None:
        pytest.skip("Chromium is missing: apt-get install chromium, or set CHROMIUM to its path")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


class Visitor:
    """A person at a browser: everything the console complains of is kept, and must be nothing at the end."""

    def __init__(self, context: BrowserContext, site: str) -> None:
        self.context = context
        self.site = site
        self.complaints: list[str] = []
        self.page = self.open_tab()

    def open_tab(self) -> Page:
        page = self.context.new_page()
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page

    def _hear(self, message: Any) -> None:
        # A 409 of a refused save is an answer, not a mistake of ours; the browser logs every such status.
        if message.type == "error" and "status of 409" not in message.text:
            self.complaints.append(message.text)

    def go(self, path: str) -> Page:
        self.page.goto(self.site + path)
        self.page.locator("html.is-started, html:not(.has-js)").wait_for(state="attached")
        return self.page

    def check_page(self, page: Page | None = None) -> None:
        """Nothing that axe calls a violation, nothing wider than the window."""
        page = page or self.page
        assert find_faults(page, ()) == [], page.url
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{page.url} is {wide} px wider than its window"


@pytest.fixture
def new_visitor(browser: Browser, site: str) -> Iterator[Callable[..., Visitor]]:
    visitors: list[Visitor] = []

    def make(**options: Any) -> Visitor:
        visitor = Visitor(browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options}), site)
        visitor.page.set_default_timeout(15_000)
        visitors.append(visitor)
        return visitor

    yield make
    for visitor in visitors:
        visitor.context.close()
    assert [text for visitor in visitors for text in visitor.complaints] == []
