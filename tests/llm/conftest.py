"""A stub model server that the settings point at."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from llm.capabilities import forget_capabilities
from tests.stub_model import Stub, running, says


@pytest.fixture
def stub(settings: Settings) -> Iterator[Stub]:
    """Says "fine" until a test gives it another script."""
    forget_capabilities()
    with running(says("fine")) as server:
        settings.LLM_BASE_URL = server.url
        settings.LLM_API_KEY = "secret-key"
        settings.LLM_MODEL = "stub-1"
        settings.LLM_TIMEOUT_SECONDS = 2
        settings.LLM_CONTEXT_TOKENS = 32_000
        settings.LLM_MAX_OUTPUT_TOKENS = 1_000
        yield server
    forget_capabilities()
