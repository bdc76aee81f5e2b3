"""An author at work: a save shows by itself, a mistake shows over the last good version, and is gone when mended."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, expect

from tests.flows.conftest import Visitor
from tools.served import serve

pytestmark = pytest.mark.browser
LESSON = Path("openai-system-design/modules/02-introduction/01-modern-system-design-with-models.md")


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return Path(shutil.copytree(settings.BASE_DIR / "content", tmp_path / "content"))


@pytest.fixture
def author(browser: Browser, tmp_path: Path, content: Path) -> Iterator[Visitor]:
    (tmp_path / "data").mkdir()
    with serve(tmp_path / "data", CONTENT_DIR=str(content), WATCH="1") as address:
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        visitor = Visitor(context, address)
        yield visitor
        context.close()
        assert visitor.complaints == []


def test_a_save_shows_by_itself_and_a_mistake_over_the_last_good_version(author: Visitor, content: Path) -> None:
    path = content / LESSON
    good = path.read_text()
    with author.page.expect_response("**/events/content/"):
        page = author.go("/lessons/modern-system-design-with-models/")
    page.wait_for_timeout(1000)
    path.write_text(f"{good}\nA sentence that was not there before.\n")
    expect(page.get_by_text("A sentence that was not there before.")).to_be_visible(timeout=15_000)
    path.write_text(f"{good}\nA sentence that was not there before, and [a link](lesson:nowhere).\n")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("1 mistake in content/. Readers see the last good version.", timeout=15_000)
    expect(alert).to_contain_text("01-modern-system-design-with-models.md:")
    expect(alert).to_contain_text("the slug of a lesson")
    expect(page.get_by_text("A sentence that was not there before.")).to_be_visible()
    author.check_page()
    path.write_text(good)
    expect(alert).to_be_hidden(timeout=15_000)
    expect(page.get_by_text("A sentence that was not there before.")).to_be_hidden(timeout=15_000)
