"""`make screenshots`: every page in light and dark at 390 and 1280 px, into var/screenshots/ with an index."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from html import escape
from pathlib import Path

from playwright.sync_api import Browser, Page, Route, sync_playwright
from served import FLAGS, ROOT, find_chromium, serve

OUT = ROOT / "var" / "screenshots"
THEMES, WIDTHS = ("light", "dark"), (1280, 390)
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


def shoot(page: Page, name: str, theme: str, width: int) -> None:
    page.wait_for_timeout(300)
    page.screenshot(path=OUT / f"{name}-{theme}-{width}.png", full_page=True)


def shoot_all(browser: Browser, site: str, theme: str, width: int) -> Iterator[str]:
    options = {"viewport": {"width": width, "height": 900}, "color_scheme": theme, "reduced_motion": "reduce"}
    page = browser.new_context(**options).new_page()
    for name, path in PUBLIC.items():
        page.goto(site + path)
        shoot(page, name, theme, width)
        yield name
    for name, template in TEMPLATES.items():
        show_template(page, site, template)
        shoot(page, name, theme, width)
        yield name
    sign_in(page, site)
    for name, path in PERSONAL.items():
        page.goto(site + path)
        shoot(page, name, theme, width)
        yield name
    page.goto(f"{site}/interviews/")
    page.locator(".interview-card:has(.taken:not([hidden])) h2 a").first.click()
    shoot(page, "interview-sat", theme, width)
    yield "interview-sat"
    page.goto(f"{site}/attempts/")
    page.locator(".rows a[href$='/report/']").first.click()
    shoot(page, "report", theme, width)
    yield "report"
    page.goto(f"{site}/interviews/chatgpt/start/")
    page.locator("main :is(button, a).primary").first.click()
    page.locator(".clock").first.wait_for()
    shoot(page, "room", theme, width)
    yield "room"
    page.context.close()


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


def main() -> None:
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    OUT.mkdir(parents=True, exist_ok=True)
    for old in OUT.glob("*.png"):
        old.unlink()
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps a loop running in this thread
    import django

    django.setup()
    names: list[str] = []
    with serve(has_demo=True) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        for theme in THEMES:
            for width in WIDTHS:
                names = list(shoot_all(browser, site, theme, width))
                sys.stdout.write(f"{theme}, {width} px: {len(names)} pages\n")
                sys.stdout.flush()
        browser.close()
    sys.stdout.write(f"{write_index(names)}\n")


if __name__ == "__main__":
    main()
