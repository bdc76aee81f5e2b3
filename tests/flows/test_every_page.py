"""Every page there is, for axe and for the width of its window. `make screenshots` takes all four looks, this two."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tools.screenshots import Theme, find_faults, visit_all
from tools.served import serve


@pytest.fixture(scope="module")
def demo_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site with a learner who has read and sat interviews."""
    folder: Path = tmp_path_factory.mktemp("demo")
    with serve(folder, has_demo=True) as address:
        yield address


@pytest.mark.parametrize(("theme", "width"), [("light", 1280), ("dark", 390)])
def test_no_page_has_a_fault(browser: Browser, demo_site: str, theme: Theme, width: int) -> None:
    faults = {
        name: found
        for name, page in visit_all(browser, demo_site, theme, width)
        if (found := find_faults(page, (320,)))
    }
    assert faults == {}
