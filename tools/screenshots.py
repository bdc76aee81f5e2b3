"""`make screenshots`: every page in light and dark at 390 and 1280 px, into var/screenshots/ with an index.

Each is also looked at by axe and must fit its window, there and at 320 and 1920 px; what is wrong is printed.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Final, Literal

from playwright.sync_api import Browser, Page, Route, sync_playwright

from tools.served import FLAGS, ROOT, find_chromium, serve

OUT = ROOT / "var" / "screenshots"
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
RUN_AXE = """tags => axe.run(document, {runOnly: {type: "tag", values: tags}}).then(
  found => found.violations.map(one => `${one.id}: ${one.nodes.map(node => node.target.join(" ")).join(", ")}`))"""
Theme = Literal["light", "dark"]
THEMES: Final[tuple[Theme, ...]] = ("light", "dark")
WIDTHS: Final = (1280, 390)
PUBLIC = {
    "course": "/",
    "content": "/content/",
    "module": "/modules/introduction/",
    "lesson": "/lessons/core-concepts-refresher-map/",
    "exercise": "/lessons/modern-system-design-with-models/exercises/host-dies/",
    "glossary": "/glossary/",
    "faq": "/faq/",
    "reviews": "/reviews/",
    "search": "/search/?q=cache",
    "search-nothing": "/search/?q=xyzzy",
    "interviews": "/interviews/",
    "interviews-none-fits": "/interviews/find/?kind=product&minutes=35&difficulty=easy",
    "interview": "/interviews/chatgpt/",
    "interview-try": "/interviews/chatgpt/try/",
    "interview-example": "/interviews/chatgpt/example/",
    "start": "/interviews/chatgpt/start/",
    "learn-stranger": "/learn/",
    "attempts-none": "/attempts/",
    "sign-up": "/accounts/signup/",
    "sign-in": "/accounts/login/",
    "password-reset": "/accounts/password/reset/",
    "api": "/api/v1/docs/",
    "not-found": "/nothing/here/",
}
PERSONAL = {
    "learn": "/learn/",
    "attempts": "/attempts/",
    "profile": "/accounts/profile/",
    "e-mail": "/accounts/email/",
    "password": "/accounts/password/change/",
    "api-keys": "/accounts/tokens/",
    "delete": "/accounts/delete/",
    "sign-out": "/accounts/logout/",
    "review": "/reviews/write/",
    "forbidden": "/reviews/inbox/",
    "interviews-learner": "/interviews/",
    "mock-lesson": "/lessons/distributed-cache-mock-interview/",
}
TEMPLATES = {"too-many": "429.html", "form-too-old": "403_csrf.html", "our-mistake": "500.html"}
"""Pages that no visit brings about."""


def visit_all(browser: Browser, site: str, theme: Theme, width: int) -> Iterator[tuple[str, Page]]:
    """Every page in turn, by its name, open and at rest."""
    page = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=theme, reduced_motion="reduce"
    ).new_page()
    for name in _visits(page, site):
        page.locator("html.is-started, html:not(.has-js)").wait_for(state="attached")
        page.wait_for_timeout(300)
        yield name, page
    page.context.close()


def _visits(page: Page, site: str) -> Iterator[str]:
    for name, path in PUBLIC.items():
        page.goto(site + path)
        yield name
    for name, template in TEMPLATES.items():
        show_template(page, site, template)
        yield name
    sign_in(page, site)
    for name, path in PERSONAL.items():
        page.goto(site + path)
        yield name
    page.goto(f"{site}/interviews/")
    page.locator(".interview-card:has(.taken:not([hidden])) h2 a").first.click()
    page.wait_for_url("**/interviews/*/")
    yield "interview-sat"
    page.goto(f"{site}/attempts/")
    page.locator(".rows a[href$='/report/']").first.click()
    page.wait_for_url("**/report/")
    yield "report"
    page.goto(f"{site}/interviews/chatgpt/start/")
    page.locator("main :is(button, a).primary").first.click()
    page.locator(".clock").first.wait_for()
    yield "room"


def find_faults(page: Page, widths: tuple[int, ...]) -> list[str]:
    """What axe calls a violation (WCAG 2.2 AA), and at which of these widths the page is wider than its window."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    faults: list[str] = page.evaluate(RUN_AXE, RULES)
    before = page.viewport_size
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 0:
            faults.append(f"{wide} px wider than a window of {width} px")
    if before and widths:
        page.set_viewport_size(before)
    return faults


def show_template(page: Page, site: str, template: str) -> None:
    from django.template.loader import render_to_string

    def answer(route: Route) -> None:
        route.fulfill(body=render_to_string(template), content_type="text/html; charset=utf-8")

    page.route("**/shown/", answer, times=1)
    page.goto(f"{site}/shown/")


def sign_in(page: Page, site: str) -> None:
    from authoring.demo import EMAIL, PASSWORD

    page.goto(f"{site}/accounts/login/")
    page.locator("input[name=login]").fill(EMAIL)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button").first.click()
    page.wait_for_url("**/learn/")


STYLE = """body { font: 15px sans-serif } th, td { text-align: left; vertical-align: top }
img { max-width: 24vw; max-height: 70vh; border: 1px solid #ccc }"""


def write_index(names: list[str]) -> Path:
    head = "".join(f"<th>{theme}, {width} px</th>" for theme in THEMES for width in WIDTHS)
    rows = "".join(f"<tr><th>{escape(name)}</th>{_cells(name)}</tr>\n" for name in names)
    title = "<!doctype html><meta charset=utf-8><title>Every page</title>"
    index = OUT / "index.html"
    index.write_text(f"{title}<style>{STYLE}</style><table><tr><th></th>{head}</tr>{rows}</table>\n", encoding="utf-8")
    return index


def _cells(name: str) -> str:
    files = [f"{name}-{theme}-{width}.png" for theme in THEMES for width in WIDTHS]
    return "".join(f'<td><a href="{file}"><img loading="lazy" src="{file}" alt=""></a></td>' for file in files)


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    OUT.mkdir(parents=True, exist_ok=True)
    for old in OUT.glob("*.png"):
        old.unlink()
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps a loop running in this thread
    import django

    django.setup()
    names: list[str] = []
    faults = 0
    with (
        tempfile.TemporaryDirectory(prefix="tradeoff-look-") as folder,
        serve(Path(folder), has_demo=True) as site,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        for theme in THEMES:
            for width in WIDTHS:
                names = []
                for name, page in visit_all(browser, site, theme, width):
                    page.screenshot(path=OUT / f"{name}-{theme}-{width}.png", full_page=True)
                    names.append(name)
                    for fault in find_faults(page, (320, 1920) if theme == "light" and width == 1280 else (width,)):
                        faults += 1
                        sys.stdout.write(f"{name}, {theme}, {width} px: {fault}\n")
                sys.stdout.write(f"{theme}, {width} px: {len(names)} pages\n")
                sys.stdout.flush()
        browser.close()
    sys.stdout.write(f"{write_index(names)}\n{faults} faults\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
