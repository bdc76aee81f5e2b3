"""kill -9 of the worker in the middle of gradings: each grade arrives once, and the ledger shows every call.

`FAULT_KILLS` and `FAULT_GRADINGS` ask for more than the two kills in ten gradings of `make test`.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.faults.conftest import ROOT, Site
from tests.grading.model_replies import good
from tests.stub_model import Behaviour, Handler, Stub, answers, running

pytestmark = pytest.mark.faults

KILLS = int(os.environ.get("FAULT_KILLS", "2"))
GRADINGS = int(os.environ.get("FAULT_GRADINGS", "10"))
STEPS, CRITERIA = 3, 3
REPLY_SECONDS = 0.25


@contextmanager
def child(site: Site, *command: str) -> Iterator[Callable[[], None]]:
    """A process of the site in a group of its own; what it yields kills it with -9 and starts it again."""
    started: list[subprocess.Popen[bytes]] = []

    def start() -> None:
        started.append(
            subprocess.Popen([sys.executable, *command], cwd=ROOT, env=site.environment, start_new_session=True)
        )

    def kill() -> None:
        os.killpg(started[-1].pid, signal.SIGKILL)
        started[-1].wait()

    def again() -> None:
        kill()
        start()

    start()
    try:
        yield again
    finally:
        kill()


@contextmanager
def worker(site: Site) -> Iterator[Callable[[], None]]:
    for name in ("queue", "control"):
        Path(site.environment["DATA_DIR"], "broker", name).mkdir(parents=True, exist_ok=True)
    command = ["-m", "celery", "-A", "config", "worker", "-P", "threads", "-c", "4", "--without-gossip"]
    command += ["--without-mingle", "--without-heartbeat", "--loglevel", "ERROR"]
    with child(site, *command) as again:
        yield again


def ask(site: Site, count: int) -> None:
    site.run("-m", "tests.faults.grader", "ask", str(count))


def read(site: Site) -> dict[str, Any]:
    return dict(json.loads(site.run("-m", "tests.faults.grader", "read")))


def wait_until_graded(site: Site, count: int, seconds: float) -> dict[str, Any]:
    until = time.monotonic() + seconds
    while True:
        found = read(site)
        if found["states"].get("graded") == count or time.monotonic() > until:
            return found
        time.sleep(1)


def use_model(site: Site, stub: Stub) -> None:
    site.environment |= {
        "LLM_BASE_URL": stub.url,
        "LLM_MODEL": "stub-1",
        "LLM_TIMEOUT_SECONDS": "2",
        "LLM_MAX_OUTPUT_TOKENS": "1000",
    }


def slowly(then: Behaviour, replied: threading.Semaphore) -> Behaviour:
    """Answers after a moment, and tells the test right after the reply has left: the verdict isn't committed yet."""

    def behave(handler: Handler, request: dict[str, Any]) -> None:
        time.sleep(REPLY_SECONDS)
        then(handler, request)
        replied.release()

    return behave


def test_a_killed_worker_costs_calls_in_flight_and_no_grade(site: Site) -> None:
    replied = threading.Semaphore(0)
    with running(slowly(answers(good), replied)) as stub:
        use_model(site, stub)
        ask(site, GRADINGS)
        with worker(site) as restart, child(site, "manage.py", "sweep", "--forever"):
            dice = random.Random(7)
            for _ in range(KILLS):
                for _ in range(dice.randint(2, 5)):
                    assert replied.acquire(timeout=60)
                restart()
            found = wait_until_graded(site, GRADINGS, seconds=90 + 12 * KILLS)
    assert found["states"] == {"graded": GRADINGS}
    assert found["totals"] == [75.0] * GRADINGS
    assert found["verdicts"] == [STEPS * CRITERIA] * GRADINGS
    calls = found["calls"]
    assert calls["closed"] >= GRADINGS * STEPS
    assert calls.get("open", 0) == 0
    assert sum(calls.values()) >= len(stub.requests)  # every request that arrived has its row
    assert sum(calls.values()) <= GRADINGS * STEPS + 4 * KILLS  # at most the calls in flight are paid again
    assert found["spent"] == found["due"]


def test_a_killed_worker_of_the_checklist_judge_loses_nothing(site: Site) -> None:
    ask(site, GRADINGS)
    with worker(site) as restart, child(site, "manage.py", "sweep", "--forever"):
        for _ in range(KILLS):
            time.sleep(1.2)
            restart()
        found = wait_until_graded(site, GRADINGS, seconds=90 + 20 * KILLS)
    assert found["states"] == {"graded": GRADINGS}
    assert len(set(found["totals"])) == 1
    assert found["verdicts"] == [STEPS * CRITERIA] * GRADINGS
    assert found["calls"] == {}


def test_a_message_that_never_arrives_is_sent_by_the_sweeper(site: Site) -> None:
    site.environment["CELERY_BROKER_URL"] = "redis://127.0.0.1:9/0"  # nobody listens there
    ask(site, 1)
    del site.environment["CELERY_BROKER_URL"]
    with worker(site), child(site, "manage.py", "sweep", "--forever"):
        found = wait_until_graded(site, 1, seconds=60)
    assert found["states"] == {"graded": 1}
