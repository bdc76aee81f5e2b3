"""kill -9 of the worker in the middle of gradings: each grade arrives once, and the ledger shows every call.

`FAULTS=all` (`make faults`) kills 20 times in 50 gradings, `make test` 2 times in 10.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.faults.conftest import ROOT, Site
from tests.model_process import Model, started

pytestmark = pytest.mark.faults

KILLS, GRADINGS = (20, 50) if os.environ.get("FAULTS") == "all" else (2, 10)
STEPS, CRITERIA, THREADS = 3, 3, 4
READ_SECONDS = 0.3
"""From a reply's last byte until the worker has surely read it."""


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
    command = ["-m", "celery", "-A", "config", "worker", "-P", "threads", "-c", str(THREADS), "--without-gossip"]
    command += ["--without-mingle", "--without-heartbeat", "--loglevel", "ERROR"]
    with child(site, *command) as again:
        yield again


def ask(site: Site, count: int) -> None:
    site.run("-m", "tests.faults.grader", "ask", str(count))


def read(site: Site) -> dict[str, Any]:
    return dict(json.loads(site.run("-m", "tests.faults.grader", "read")))


def wait_until_ended(site: Site, count: int, seconds: float) -> dict[str, Any]:
    """Once no grading is under way and no call open, or when it has taken too long."""
    until = time.monotonic() + seconds
    while True:
        found = read(site)
        ended = sum(number for state, number in found["states"].items() if state not in {"queued", "running"})
        if (ended == count and not found["calls"].get("open")) or time.monotonic() > until:
            return found
        time.sleep(1)


def use_model(site: Site, model: Model) -> None:
    site.environment |= {
        "LLM_BASE_URL": model.url,
        "LLM_MODEL": "stub-1",
        "LLM_TIMEOUT_SECONDS": "4",
        "LLM_MAX_OUTPUT_TOKENS": "1000",
    }


def kill_between_reply_and_commit(site: Site, model: Model, restart: Callable[[], None]) -> None:
    """A reply has reached the worker, nothing of it can be written yet, and then the worker is gone."""
    model.hold()
    wait_for(lambda: in_flight(model) > 0)
    with site.writes_held():
        model.release()
        wait_for(lambda: in_flight(model) == 0)
        time.sleep(READ_SECONDS)
        restart()


def in_flight(model: Model) -> int:
    seen = model.seen()
    return seen["all"] - seen["replied"]


def wait_for(condition: Callable[[], bool], seconds: float = 90) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it took too long"
        time.sleep(0.05)


def test_a_worker_killed_between_reply_and_commit_costs_its_calls_and_no_grade(site: Site) -> None:
    with started() as model:
        use_model(site, model)
        ask(site, GRADINGS)
        with worker(site) as restart, child(site, "manage.py", "sweep", "--forever"):
            for _ in range(KILLS):
                kill_between_reply_and_commit(site, model, restart)
            found = wait_until_ended(site, GRADINGS, seconds=120 + 12 * KILLS)
        requests = model.seen()["all"]
    assert found["states"] == {"graded": GRADINGS}
    assert found["totals"] == [75.0] * GRADINGS
    assert found["verdicts"] == [STEPS * CRITERIA] * GRADINGS
    calls = found["calls"]
    assert calls["closed"] == GRADINGS * STEPS, "each answer was paid once, apart from what was lost"
    assert KILLS <= calls["lost"] <= THREADS * KILLS, "each kill hit a reply, and cost the calls in flight at most"
    assert set(calls) == {"closed", "lost"}
    assert sum(calls.values()) >= requests, "every request that arrived has its row"
    assert found["spent"] == found["due"]


def test_a_killed_worker_of_the_checklist_judge_loses_nothing(site: Site) -> None:
    ask(site, GRADINGS)
    with worker(site) as restart, child(site, "manage.py", "sweep", "--forever"):
        for _ in range(2):
            time.sleep(1.2)
            restart()
        found = wait_until_ended(site, GRADINGS, seconds=120)
    assert found["states"] == {"graded": GRADINGS}
    assert len(set(found["totals"])) == 1
    assert found["verdicts"] == [STEPS * CRITERIA] * GRADINGS
    assert found["calls"] == {}


def test_a_message_that_never_arrives_is_sent_by_the_sweeper(site: Site) -> None:
    site.environment["CELERY_BROKER_URL"] = "redis://127.0.0.1:9/0"  # nobody listens there
    ask(site, 1)
    del site.environment["CELERY_BROKER_URL"]
    with worker(site), child(site, "manage.py", "sweep", "--forever"):
        found = wait_until_ended(site, 1, seconds=60)
    assert found["states"] == {"graded": 1}
