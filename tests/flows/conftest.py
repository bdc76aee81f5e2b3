"""The whole house, started as people start it, and a real Chromium in front of it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(settings.BASE_DIR)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
SERIOUS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, seconds: float) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("the site did not start")


@contextmanager
def running_site(folder: Path, **extra: str) -> Iterator[str]:
    """The address of a running site with an empty database; `extra` goes into its environment."""
    port = free_port()
    environment = {key: value for key, value in os.environ.items() if key not in {"TASKS_INLINE", "REDIS_URL"}}
    environment |= {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATA_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder}/site.sqlite3",
        "PORT": str(port),
        **extra,
    }
    for words in (["collectstatic", "--noinput", "-v", "0"], ["migrate", "-v", "0"], ["publish", "--quiet"]):
        subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, env=environment, check=True)
    log = (folder / "log").open("w")
    process = subprocess.Popen(
        [sys.executable, "-m", "config.supervisor"], cwd=ROOT, env=environment, stdout=log, stderr=log
    )
    wait_for(port, 60)
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait(10)
    log.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site with the real content, which nobody edits meanwhile."""
    with running_site(tmp_path_factory.mktemp("site"), WATCH="0") as address:
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
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate(
            "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}}).then(r => r.violations.map("
            "v => v.id + ': ' + v.nodes.map(n => n.target.join(' ')).join(', ')))",
            SERIOUS,
        )
        assert found == [], f"{page.url}: {found}"
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
